/* Reminders before and after a deadline, and supervision that rises by rule. See docs/messages.md.
 */
#ifndef TZ_WORK_REMINDER_H
#define TZ_WORK_REMINDER_H

#include "store/reminder.h"
#include "work/app.h"

enum { REMINDERS_MAX = 10 };

/* Those of the campaign; what stands in the program when it has none of its own. */
bool reminders_of(struct store_tx *tx, struct arena *arena, int64_t campaign,
                  struct reminder_rows *out, bool *own, struct err *err);
/* moment, amount, level and active of the rows count. ERR_CHOICE, ERR_LIMIT, ERR_REMINDER_TWICE,
 * ERR_REMINDER_LEVEL (only what is late is supervised). Entry "reminder.change". */
bool reminders_change(struct app *app, const struct actor *who, int64_t campaign,
                      struct reminder_row *rows, size_t n, struct err *err);

/* When the rule applies to a deadline: the first moment from which the deadline is not further away
 * than the amount, or the one when it lies so far behind. Pure. */
struct calendar;
bool reminder_moment(const struct calendar *c, const struct reminder_row *rule, msec due, msec *out,
                     struct err *err);

struct reminded {
    int64_t looked, told, raised; /* parts of findings, messages' occasions, levels */
};
/* Applies the rules to all that is due now, a few findings in one transaction. What fails is tried
 * again at the next call; *out counts what was stored. */
bool reminders_run(struct app *app, struct reminded *out, struct err *err);

#endif

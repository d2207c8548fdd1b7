/* Rules of reminders, and which parts of findings are to be looked at. See docs/messages.md. */
#ifndef TZ_STORE_REMINDER_H
#define TZ_STORE_REMINDER_H

#include "base/when.h"
#include "store/rows_gen.h"
#include "store/store.h"

bool store_reminders(struct store_tx *tx, struct arena *arena, int64_t campaign,
                     struct reminder_rows *out, struct err *err);
/* In place of those there were; all open findings of the campaign are looked at again. In a write.
 */
bool store_reminders_put(struct store_tx *tx, int64_t campaign, const struct reminder_row *rows,
                         size_t n, struct err *err);

/* Parts that wait for their unit and whose next reminder is due, at most n; and how many there are.
 */
bool store_to_remind(struct store_tx *tx, struct arena *arena, msec now, int n,
                     struct to_remind_rows *out, struct err *err);
bool store_to_remind_count(struct store_tx *tx, msec now, int64_t *n, struct err *err);
/* When the part is looked at next; every act on the finding sets that to 0. In a write. */
bool store_remind_at(struct store_tx *tx, int64_t finding, int64_t unit, msec at, struct err *err);
/* *first: it was not told before. In a write. */
bool store_told_put(struct store_tx *tx, const struct finding_told_row *row, bool *first,
                    struct err *err);

#endif

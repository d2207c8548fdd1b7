/* How long a finding may wait in a state: the program's defaults (api/lifecycle.yaml), what a
 * campaign says instead, and the moment that is frozen on a finding when it comes to the state. See
 * docs/findings.md. */
#ifndef TZ_WORK_STAGE_H
#define TZ_WORK_STAGE_H

#include "domain/lifecycle.h"
#include "store/stage.h"
#include "work/app.h"

/* May findings wait in this state against a limit at all? */
bool stage_limited(enum finding_state state);
struct stage_limit {
    struct str limit; /* in force; empty = none */
    bool own;         /* the campaign says so */
};
/* Of every state; those that are not limited have none. */
bool stage_limits_of(struct store_tx *tx, struct arena *arena, int64_t campaign,
                     struct stage_limit out[FINDING_COUNT], struct err *err);
/* state and time_limit of the rows count; a state without a row goes back to the default.
 * ERR_CHOICE, ERR_LIMIT, ERR_REMINDER_TWICE. Entry "stage.change". What was frozen stays. */
bool stage_limits_change(struct app *app, const struct actor *who, int64_t campaign,
                         const struct stage_limit_row *rows, size_t n, struct err *err);

/* Until when a finding of the region that comes to the state at `now` may wait in it; 0 = as long
 * as it takes. By the rule and the calendar of now; at most one statement. */
bool stage_due(struct store_tx *tx, struct arena *arena, int64_t campaign, region_code region,
               enum finding_state state, msec now, msec *out, struct err *err);

/* Tells whoever is to act of each finding that waits for longer than it may: once, the longest
 * first, a few in one transaction; *told counts the findings. What fails is tried again at the next
 * call. A database in which nobody was ever told begins with what comes now. */
bool stages_run(struct app *app, int64_t *told, struct err *err);
/* How many findings the next call tells of. */
bool stages_to_tell(struct app *app, int64_t *n, struct err *err);

#endif

/* The pieces of finding_act; for the files work/finding_*.c only. */
#ifndef TZ_WORK_FINDING_PARTS_H
#define TZ_WORK_FINDING_PARTS_H

#include "base/json.h"
#include "work/findings.h"

/* One act being done, inside of the write. */
struct finding_doing {
    struct app *app;
    struct store_tx *tx;
    struct arena *arena;
    const struct actor *who;
    const struct finding_call *call;
    msec now;
    struct finding_row was, f; /* as it was read; as it becomes */
    struct finding_unit_line_rows units;
    struct finding_unit_line_row *mine; /* the part that answers; NULL = none does */
    uint64_t took_part;                 /* bits of `units` before the act */
    enum finding_state from, to;
    bool again;          /* it was done before */
    struct json *detail; /* what else was said: members of an object */
};

/* Each does what is its own of an act; `to` is where it leads. */
typedef bool finding_apply(struct finding_doing *d, struct err *err);
finding_apply finding_dispatch, finding_route, finding_claim, finding_send_back, finding_fix,
    finding_return, finding_reopen;
finding_apply finding_extend, finding_decline, finding_ask_extension, finding_appeal,
    finding_uphold, finding_dismiss, finding_suspend, finding_progress;
finding_apply finding_merge, finding_split;

/* The unit's part as it is written back. */
bool finding_part_put(struct finding_doing *d, const struct finding_unit_line_row *u,
                      struct err *err);
/* The clock stops or goes on at `now`; the deadline is moved by what it stood. */
bool finding_clock_stop(struct finding_doing *d, struct err *err);
bool finding_clock_go(struct finding_doing *d, struct err *err);
/* The clock starts anew at `now` with the limit, which becomes that of the finding. */
bool finding_clock_start(struct finding_doing *d, struct str limit, struct err *err);
/* Deadline by limit, granted extensions (with `more`, when it is not empty) and pauses. */
bool finding_clock_due(struct finding_doing *d, struct str more, struct err *err);
/* The limit in its canonical form, at field "limit" when it is none. */
bool finding_limit(struct arena *arena, struct str text, struct str *out, struct err *err);

/* Tells those whom the act concerns. */
bool finding_tell(struct finding_doing *d, struct err *err);
/* What the fix must show as the call says, with the reason; and whether it was shown by the part
 * that answers. */
bool finding_need_set(struct finding_doing *d, struct err *err);
bool finding_need_met(struct finding_doing *d, struct err *err);

/* One more step of a finding, and the hand that goes with it. */
bool finding_trail(struct finding_doing *d, int64_t finding, const char *action, struct str was,
                   struct str became, int64_t due_at, struct str detail, struct err *err);
/* The part that is answered: the one that was named, or the own unit's, or the first that is
 * reached. NULL when there is none. */
struct finding_unit_line_row *finding_part(const struct actor *who,
                                           const struct finding_unit_line_rows *units,
                                           int64_t named, struct err *err);
bool finding_hands_put(struct store_tx *tx, const struct actor *who, int64_t finding,
                       enum finding_hand hand, struct err *err);

#endif

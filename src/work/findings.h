/* Findings, from the report to the closing: what api/lifecycle.yaml says, with the units that
 * answer, the clock, the trail and the record. See docs/findings.md. */
#ifndef TZ_WORK_FINDINGS_H
#define TZ_WORK_FINDINGS_H

#include "domain/lifecycle.h"
#include "store/rows_gen.h"
#include "work/app.h"

enum {
    FINDING_TEXT_MAX = 2000, /* bytes of a description */
    FINDING_DEFECTS_MAX = 20,
    FINDING_UNITS_MAX = 10,
    FINDING_STAGES_MAX = 12,
    FINDING_KEY_MAX = 64,
};

struct finding_new {
    /* campaign .. repeat_of as reported; of a filed one also requirement, time_limit and lead_unit,
     * which are proposed to whoever dispatches it. */
    struct finding_row row;
    struct str place_kind, place_name; /* of a place that need not be known yet; or row.place */
    const struct str *defects;
    int n_defects;
};

/* A new finding, with the hand and the first step of who reports it. The same key again gives the
 * same finding, and *again. ERR_OUT_OF_REGION, ERR_EMPTY, ERR_CHOICE, ERR_FINDING_LATER,
 * ERR_KEY_USED. */
bool finding_report(struct app *app, const struct actor *who, const struct finding_new *new,
                    int64_t *id, bool *again, struct err *err);
/* The same inside of a write, in the state `filed`: what somebody superior found. */
bool finding_file_tx(struct app *app, struct store_tx *tx, struct arena *arena,
                     const struct actor *who, const struct finding_new *new, int64_t *id,
                     struct err *err);

struct finding_stage_new {
    struct str target;
    int64_t due_on;
};

/* One act on one finding. What the act does not ask for is ignored. */
struct finding_call {
    int64_t campaign, finding, version; /* version: as it was seen */
    struct str key;                     /* of this call, may be empty: again is harmless */
    enum finding_action action;
    struct str reason;
    int64_t unit; /* in whose name it is answered; 0 = the own one */
    int64_t lead; /* dispatch, route; 0 = the one that was proposed */
    const int64_t *co;
    int n_co;
    struct str form, requirement, limit; /* limit as domain/deadline.h reads it; may be empty */
    struct str need, need_reason;        /* dispatch, route: what the fix must show, and why */
    bool on_site;                        /* close */
    struct str level;                    /* supervise */
    int64_t into;                        /* merge */
    const int64_t *defects;              /* split */
    int n_defects;
    const struct finding_stage_new *stages; /* suspend */
    int n_stages;
    int64_t stage; /* progress: this one is done; 0 = none */
};

/* *again: it was done before, under the same key. permission: of the door it came through;
 * ERR_CHOICE for an act of another one. ERR_CHANGED when somebody was faster, ERR_FINDING_STATE,
 * ERR_FINDING_HAND, ERR_OUT_OF_REGION, ERR_OUT_OF_UNIT. */
bool finding_act(struct app *app, const struct actor *who, enum permission permission,
                 const struct finding_call *call, bool *again, struct err *err);

/* The same inside of a write, through no door: for what the program does by rule. */
bool finding_act_tx(struct app *app, struct store_tx *tx, struct arena *arena,
                    const struct actor *who, const struct finding_call *call, bool *again,
                    struct err *err);

/* What whoever asks, or for whom they act, has done with the finding: bits of enum finding_hand. */
bool finding_hands(struct store_tx *tx, struct arena *arena, const struct actor *who,
                   int64_t finding, unsigned *hands, struct err *err);
/* Which acts `who` could do with the finding now, as bits of enum finding_action: the state, the
 * role, how far it reaches, and what they did before allow them. units and requests: of the
 * finding. */
bool finding_possible(const struct actor *who, const struct finding_row *f,
                      const struct finding_unit_line_rows *units,
                      const struct finding_request_rows *requests, unsigned hands, unsigned *acts,
                      struct err *err);

#endif

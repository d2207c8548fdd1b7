/* The life of a finding: which act is possible in which state, where it leads, and who is kept from
 * it by what they did before. Made from api/lifecycle.yaml; see docs/findings.md. Pure. */
#ifndef TZ_DOMAIN_LIFECYCLE_H
#define TZ_DOMAIN_LIFECYCLE_H

#include "base/err.h"
#include "domain/lifecycle_gen.h"
#include "domain/rights_gen.h"

struct life_word {
    const char *code, *zh, *en;
};
struct finding_state_def {
    const char *code, *zh, *en;
    bool open;         /* it waits for somebody */
    bool clock;        /* its deadline runs */
    const char *limit; /* how long it may wait in it, as domain/deadline.h reads it; "" = as long as
                          it takes */
};
enum { FINDING_SAME = -1, FINDING_WAS = -2 }; /* where an act leads: nowhere, or back */
enum finding_clock { CLOCK_RUNS, CLOCK_STOP, CLOCK_GO };
struct finding_act_def {
    const char *code, *zh, *en;
    unsigned from; /* bits of enum finding_state */
    int to;        /* enum finding_state, FINDING_SAME or FINDING_WAS */
    enum permission permission;
    bool by_unit;           /* by a unit of the finding; else by whoever reaches its region */
    enum finding_hand hand; /* HAND_COUNT = none */
    unsigned never;         /* bits of enum finding_hand */
    bool reason, limit;     /* it needs one */
    enum finding_clock clock;
};

/* Proof that is added to a finding. */
struct finding_proof_def {
    const char *code, *zh, *en;
    unsigned in; /* bits of enum finding_state */
    enum permission permission;
    bool by_unit;
    enum finding_hand hand; /* of whoever adds it */
    unsigned never;         /* bits of enum finding_hand */
    bool own;               /* only by whoever has the hand already */
};

extern const struct finding_proof_def FINDING_PROOFS[PROOF_COUNT];
extern const struct finding_state_def FINDING_STATES[FINDING_COUNT];
extern const struct finding_act_def FINDING_ACTS[ACT_COUNT];
extern const struct life_word FINDING_HANDS[HAND_COUNT], FINDING_SOURCES[SOURCE_COUNT],
    FINDING_FORMS[FORM_COUNT], FINDING_LEVELS[LEVEL_COUNT], FINDING_NEEDS[NEED_COUNT],
    FINDING_FLAGS[FLAG_COUNT];

/* By code; false when there is none. */
bool finding_state_parse(struct str code, enum finding_state *out);
bool finding_action_parse(struct str code, enum finding_action *out);
/* The place of the code among `n` words, or -1. */
int life_word_find(const struct life_word *words, int n, struct str code);

/* May the act be done in this state by somebody with these hands (bits of enum finding_hand)?
 * ERR_FINDING_STATE, ERR_FINDING_HAND. */
bool finding_act_fits(enum finding_action act, enum finding_state state, unsigned hands,
                      struct err *err);
/* May proof of this part be added in this state by somebody with these hands? The same errors, and
 * ERR_PROOF_OWN. */
bool finding_proof_fits(enum finding_proof part, enum finding_state state, unsigned hands,
                        struct err *err);

#endif

#include "domain/lifecycle.h"

bool finding_state_parse(struct str code, enum finding_state *out)
{
    for (int i = 0; i < FINDING_COUNT; i++) {
        if (!str_is(code, FINDING_STATES[i].code))
            continue;
        *out = (enum finding_state)i;
        return true;
    }
    return false;
}

bool finding_action_parse(struct str code, enum finding_action *out)
{
    for (int i = 0; i < ACT_COUNT; i++) {
        if (!str_is(code, FINDING_ACTS[i].code))
            continue;
        *out = (enum finding_action)i;
        return true;
    }
    return false;
}

int life_word_find(const struct life_word *words, int n, struct str code)
{
    for (int i = 0; i < n; i++)
        if (str_is(code, words[i].code))
            return i;
    return -1;
}

static bool hands_fit(const char *zh, const char *en, unsigned never, unsigned hands,
                      struct err *err)
{
    for (int i = 0; i < HAND_COUNT; i++)
        if (never & hands & 1U << i)
            return err_set(err, ERR_FINDING_HAND, err_both(zh, en).z,
                           err_both(FINDING_HANDS[i].zh, FINDING_HANDS[i].en).z);
    return true;
}

static bool state_fits(const char *zh, const char *en, unsigned in, enum finding_state state,
                       struct err *err)
{
    return in & 1U << state ||
           err_set(err, ERR_FINDING_STATE, err_both(zh, en).z,
                   err_both(FINDING_STATES[state].zh, FINDING_STATES[state].en).z);
}

bool finding_act_fits(enum finding_action act, enum finding_state state, unsigned hands,
                      struct err *err)
{
    const struct finding_act_def *a = &FINDING_ACTS[act];
    return state_fits(a->zh, a->en, a->from, state, err) &&
           hands_fit(a->zh, a->en, a->never, hands, err);
}

bool finding_proof_fits(enum finding_proof part, enum finding_state state, unsigned hands,
                        struct err *err)
{
    const struct finding_proof_def *p = &FINDING_PROOFS[part];
    if (p->own && !(hands & 1U << p->hand))
        return err_set(err, ERR_PROOF_OWN, NULL);
    return state_fits(p->zh, p->en, p->in, state, err) &&
           hands_fit(p->zh, p->en, p->never, hands, err);
}

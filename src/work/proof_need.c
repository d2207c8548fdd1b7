/* What a fix must show: stated at the dispatch with its reason, asked for at the fix. */
#include "store/proof.h"
#include "work/finding_parts.h"

bool finding_need_set(struct finding_doing *d, struct err *err)
{
    const struct finding_call *call = d->call;
    if (!call->need.n)
        return true;
    int need = life_word_find(FINDING_NEEDS, NEED_COUNT, call->need);
    if (need < 0)
        return err_set(err, ERR_CHOICE, err_word(call->need).z, "text, paper, photo, measure") ||
               err_at(err, STR_NONE, 0, 0, "need");
    if (need != NEED_TEXT && !call->need_reason.n)
        return err_set(err, ERR_EMPTY, NULL) || err_at(err, STR_NONE, 0, 0, "need_reason");
    d->f.need = call->need;
    d->f.need_reason = need == NEED_TEXT ? STR("") : call->need_reason;
    json_kstr(d->detail, "need", d->f.need);
    if (d->f.need_reason.n)
        json_kstr(d->detail, "need_reason", d->f.need_reason);
    return true;
}

bool finding_need_met(struct finding_doing *d, struct err *err)
{
    int need = life_word_find(FINDING_NEEDS, NEED_COUNT, d->f.need);
    int64_t n;
    if (need < 0 || need == NEED_TEXT)
        return true;
    if (!store_proof_count(d->tx, d->f.id, str_of(FINDING_PROOFS[PROOF_FIXED].code), d->f.need,
                           d->f.returns + d->f.reopened, d->mine->unit, &n, err))
        return false;
    return n > 0 || err_set(err, ERR_PROOF_NEEDED,
                            err_both(FINDING_NEEDS[need].zh, FINDING_NEEDS[need].en).z,
                            err_word(d->f.need_reason).z);
}

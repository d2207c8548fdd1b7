#include "work/finding_board.h"

#include "work/finding_filter.h"

static bool add_kind(void *ctx, const struct finding_count_row *r, struct err *err)
{
    struct finding_board *b = ctx;
    enum finding_state state;
    int source = life_word_find(FINDING_SOURCES, SOURCE_COUNT, r->source);
    if (!finding_state_parse(r->state, &state))
        return err_set(err, ERR_INTERNAL, "state of a finding");
    b->states[state] += r->n;
    if (state == FINDING_NOTED)
        b->good += r->n;
    if (!FINDING_STATES[state].open)
        return true;
    b->open += r->n;
    b->unowned += r->owned ? 0 : r->n;
    if (r->severity >= 1 && r->severity <= 3)
        b->severities[r->severity - 1] += r->n;
    if (source >= 0)
        b->sources[source] += r->n;
    return true;
}

static bool add_stage(void *ctx, const struct stage_count_row *r, struct err *err)
{
    struct finding_board *b = ctx;
    enum finding_state state;
    if (!finding_state_parse(r->state, &state))
        return err_set(err, ERR_INTERNAL, "state of a finding");
    b->stages_late[state] += r->n;
    return true;
}

bool finding_board_make(struct store_tx *tx, int64_t campaign, region_code region, msec now,
                        struct finding_board *out, struct err *err)
{
    *out = (struct finding_board){0};
    return store_finding_counts(tx, campaign, region, add_kind, out, err) &&
           store_finding_running(tx, campaign, region, now, now + FINDING_SOON, &out->late,
                                 &out->soon, err) &&
           store_finding_stages_late(tx, campaign, region, now, add_stage, out, err) &&
           store_finding_ages(tx, campaign, region, calendar_day_of(now), out->ages, err);
}

/* ---- rounds ----------------------------------------------------------------------------------
 */

struct rounding {
    struct arena *arena;
    struct finding_rounds *out;
};

/* In the order of the numbers; made when it is new. */
static struct finding_round *round_of(struct rounding *r, int64_t number)
{
    struct finding_rounds *all = r->out;
    size_t at = 0;
    while (at < all->n && all->at[at].round < number)
        at++;
    if (at < all->n && all->at[at].round == number)
        return &all->at[at];
    struct finding_round *last = VEC_ADD(r->arena, all);
    if (!last)
        return NULL;
    memmove(&all->at[at + 1], &all->at[at], (all->n - 1 - at) * sizeof *all->at);
    all->at[at] = (struct finding_round){.round = number};
    return &all->at[at];
}

static bool add_round(void *ctx, const struct finding_count_row *c, struct err *err)
{
    enum finding_state state;
    int source = life_word_find(FINDING_SOURCES, SOURCE_COUNT, c->source);
    if (!finding_state_parse(c->state, &state))
        return err_set(err, ERR_INTERNAL, "state of a finding");
    if (state == FINDING_NOTED || state == FINDING_REFUSED || state == FINDING_WITHDRAWN ||
        state == FINDING_MERGED)
        return true;
    struct finding_round *r = round_of(ctx, c->round);
    if (!r)
        return err_set(err, ERR_MEMORY, NULL);
    r->found += c->n;
    r->repeated += c->repeated ? c->n : 0;
    r->fixed += state == FINDING_FIXED || state == FINDING_CLOSED ? c->n : 0;
    r->closed += state == FINDING_CLOSED ? c->n : 0;
    r->open += FINDING_STATES[state].open ? c->n : 0;
    r->self += source == SOURCE_SELF ? c->n : 0;
    r->independent += source == SOURCE_PREACCEPTANCE || source == SOURCE_CROSS ||
                              source == SOURCE_UNANNOUNCED || source == SOURCE_REVIEW ||
                              source == SOURCE_FOLLOW_UP
                          ? c->n
                          : 0;
    return true;
}

bool finding_rounds_make(struct store_tx *tx, struct arena *arena, int64_t campaign,
                         region_code region, struct finding_rounds *out, struct err *err)
{
    struct rounding r = {arena, out};
    return store_finding_counts(tx, campaign, region, add_round, &r, err);
}

/* Indicator values of the demonstration: most reach their target, some do not, a few are missing.
 */
#include "work/demo_parts.h"

struct drawing {
    struct arena *arena;
    const struct demo_plan *plan;
    struct rng *rng;
    struct demo_data *out;
    int subject, indicator;
    int last_year;
};

static const struct rule *rule_for(const struct standard *s, const struct indicator *ind, int kind)
{
    for (int i = 0; i < ind->rules.n; i++) {
        const struct rule *r = &s->rules[ind->rules.first + i];
        if (r->applies & (applies)1 << kind)
            return r;
    }
    return NULL;
}

static dec scaled(dec d, int64_t per_mille)
{
    int64_t v = (int64_t)((dec_wide)d.micro * per_mille / 1000);
    return dec_round((dec){v}, 2, DEC_HALF_UP);
}

/* Things and days are counted whole. */
static bool counted(struct str unit)
{
    return str_is(unit, "个") || str_is(unit, "天/年");
}

/* A value of an indicator whose plain number is `want`: as a ratio when the standard asks for one.
 */
static bool put(struct drawing *d, struct str part, int year, dec want, struct err *err)
{
    const struct indicator *ind = &d->plan->standard->indicators[d->indicator];
    struct value v = {.region = d->plan->subjects[d->subject].region,
                      .code = d->indicator,
                      .part = part,
                      .period = year * 100,
                      .value = counted(ind->unit) ? dec_round(want, 0, DEC_HALF_UP) : want,
                      .source = STR("演示：部门年度统计报表 / demo yearly return")};
    if (ind->numerator.zh.n && part.n == 0 && ind->factor > 0) {
        int64_t den = ind->factor * rng_between(d->rng, 20, 90);
        v.ratio = true;
        v.denominator = DEC_INT(den);
        v.numerator = dec_round((dec){want.micro * (den / ind->factor)}, 0, DEC_HALF_UP);
    }
    struct demo_value *o = VEC_ADD(d->arena, &d->out->values);
    if (!o)
        return err_set(err, ERR_MEMORY, NULL);
    *o = (struct demo_value){.v = v, .round = -1};
    return true;
}

static bool put_state(struct drawing *d, enum value_state state, struct str note, struct err *err)
{
    struct demo_value *o = VEC_ADD(d->arena, &d->out->values);
    if (!o)
        return err_set(err, ERR_MEMORY, NULL);
    o->v = (struct value){.region = d->plan->subjects[d->subject].region,
                          .code = d->indicator,
                          .period = d->last_year * 100,
                          .state = state,
                          .note = note};
    o->round = -1;
    return true;
}

static dec top_of(const struct indicator *ind, dec v)
{
    bool share = str_is(ind->unit, "%");
    return share && dec_cmp(v, DEC_INT(100)) > 0 ? DEC_INT(100) : v;
}

/* A number that is on the right (good) or wrong side of the rule's target. */
static dec number_for(struct drawing *d, const struct rule *r, bool good)
{
    const struct indicator *ind = &d->plan->standard->indicators[d->indicator];
    int64_t off = good ? rng_between(d->rng, 4, 60) : rng_between(d->rng, 10, 80);
    switch (r->kind) {
    case RULE_AT_MOST:
    case RULE_LESS_THAN:
        return scaled(r->target, good ? 1000 - off * 4 : 1000 + off);
    case RULE_EQUAL:
        return good ? r->target : scaled(r->target, 1000 - off / 2);
    default:
        return top_of(ind, scaled(r->target, good ? 1000 + off : 1000 - off));
    }
}

static bool is_trend(enum rule_kind k)
{
    return k == RULE_RISES || k == RULE_FALLS || k == RULE_RISES_EACH_YEAR ||
           k == RULE_FALLS_EACH_YEAR;
}

/* Years that rise or fall (or break the trend in the last year). */
static bool put_years(struct drawing *d, int years, dec last, bool rising, bool good,
                      struct err *err)
{
    for (int back = years - 1; back >= 0; back--) {
        int64_t drift = back * rng_between(d->rng, 12, 25) * (rising ? -1 : 1);
        if (!good && back == 0)
            drift = rising ? -60 : 60;
        dec v = scaled(last, 1000 + drift);
        if (!put(d, STR_NONE, d->last_year - back, v, err))
            return false;
    }
    return true;
}

static dec usual_level(struct drawing *d)
{
    return (dec){rng_between(d->rng, 120, 480) * DEC_ONE / 10};
}

static bool put_by_rule(struct drawing *d, const struct rule *r, struct str part, bool good,
                        struct err *err)
{
    const struct indicator *ind = &d->plan->standard->indicators[d->indicator];
    switch (r->kind) {
    case RULE_NOT_ABOVE_MEAN:
        return put_years(d, (int)(r->target.micro / DEC_ONE) + 1, usual_level(d), false, good, err);
    case RULE_MEETS_PLAN:
    case RULE_NOT_BELOW_REFERENCE: {
        dec plan = scaled(DEC_INT(6), rng_between(d->rng, 600, 1400));
        dec own = scaled(plan, good ? rng_between(d->rng, 1000, 1090) : 955);
        return put(d, r->reference, d->last_year, plan, err) &&
               put(d, part, d->last_year, own, err);
    }
    case RULE_LEVEL_AT_LEAST:
        return put(d, part, d->last_year, good ? DEC_INT(rng_between(d->rng, 2, 3)) : DEC_INT(4),
                   err);
    case RULE_EXISTS:
        return put(d, part, d->last_year, DEC_INT(good ? 1 : 2), err);
    default:
        break;
    }
    if (is_trend(r->kind))
        return put_years(d, ind->years, usual_level(d),
                         r->kind == RULE_RISES || r->kind == RULE_RISES_EACH_YEAR, good, err);
    dec v = number_for(d, r, good);
    if (r->alternative >= 0 && ind->years > 1 && part.n == 0)
        return put_years(d, ind->years, v, r->alternative == RULE_RISES_EACH_YEAR, good, err);
    return put(d, part, d->last_year, v, err);
}

static bool put_indicator(struct drawing *d, const struct rule *r, bool good, struct err *err)
{
    const struct standard *s = d->plan->standard;
    const struct indicator *ind = &s->indicators[d->indicator];
    if (r->scope == RULE_EVERY_AREA) {
        for (int t = 0; t < d->plan->n_subjects; t++) {
            const struct demo_subject *town = &d->plan->subjects[t];
            if (town->county != d->subject || t == d->subject)
                continue;
            char code[REGION_TEXT_MAX];
            region_format(town->region, code);
            struct str part = arena_str(d->arena, str_of(code));
            if (!part.p || !put_by_rule(d, r, part, good || t % 2, err))
                return err_set(err, ERR_MEMORY, NULL);
        }
        return true;
    }
    if (r->scope == RULE_VALUE)
        return put_by_rule(d, r, STR_NONE, good, err);
    /* One rule per part, or one for every part: the last part is the weak one. */
    for (int p = 0; p < ind->parts.n; p++) {
        const struct rule *pr = r;
        for (int i = 0; i < ind->rules.n; i++) {
            const struct rule *other = &s->rules[ind->rules.first + i];
            if (other->scope == RULE_PART && other->part == ind->parts.first + p &&
                (other->applies & (applies)1 << d->plan->county_kind))
                pr = other;
        }
        if (!put_by_rule(d, pr, s->parts[ind->parts.first + p].code, good || p + 1 < ind->parts.n,
                         err))
            return false;
    }
    return true;
}

bool demo_indicators_make(struct arena *arena, const struct demo_plan *plan, struct rng *rng,
                          struct demo_data *out, struct err *err)
{
    const struct standard *s = plan->standard;
    struct drawing d = {.arena = arena,
                        .plan = plan,
                        .rng = rng,
                        .out = out,
                        .last_year = period_year(plan->rounds[DEMO_ROUNDS - 1]) - 1};
    for (d.subject = 0; d.subject < plan->n_subjects; d.subject++) {
        if (plan->subjects[d.subject].county != d.subject)
            continue;
        for (d.indicator = 0; d.indicator < s->n_indicators; d.indicator++) {
            const struct indicator *ind = &s->indicators[d.indicator];
            const struct rule *r = rule_for(s, ind, plan->county_kind);
            if (!(ind->applies & (applies)1 << plan->county_kind) || !r)
                continue;
            int64_t luck = rng_between(rng, 1, 100);
            bool ok =
                luck <= 2   ? put_state(&d, VALUE_MISSING,
                                        STR("演示：部门尚未报送 / demo: not handed in yet"), err)
                : luck <= 3 ? put_state(&d, VALUE_NOT_TESTED,
                                        STR("演示：本轮未测评 / demo: not tested this round"), err)
                            : put_indicator(&d, r, luck > 12, err);
            if (!ok)
                return false;
        }
    }
    return true;
}

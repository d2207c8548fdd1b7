/* Findings of the demonstration: the marks that lost most, per county and round. */
#include "work/demo_parts.h"

#include <stdlib.h>

struct loss {
    size_t value; /* in demo_data.values */
    int64_t rate; /* mark / highest mark, per mille */
};

static int by_loss(const void *a, const void *b)
{
    const struct loss *x = a, *y = b;
    if (x->rate != y->rate)
        return x->rate < y->rate ? -1 : 1;
    return (x->value > y->value) - (x->value < y->value);
}

static int county_of(const struct demo_plan *plan, region_code region)
{
    for (int i = 0; i < plan->n_subjects; i++)
        if (plan->subjects[i].region == region)
            return plan->subjects[i].county;
    return -1;
}

static int64_t mark_rate(const struct standard *s, const struct value *v)
{
    const struct item *item = &s->items[v->code];
    int64_t top = item->method == ITEM_BANDED ? item->points.micro : 10 * DEC_ONE;
    return v->value.micro * 1000 / top;
}

static bool add_finding(struct arena *arena, const struct demo_plan *plan,
                        const struct demo_value *d, int county, bool open, struct demo_data *out)
{
    const struct standard *s = plan->standard;
    const struct item *item = &s->items[d->v.code];
    struct demo_finding *f = VEC_ADD(arena, &out->findings);
    if (!f)
        return false;
    struct str where = d->v.place ? out->places.at[d->v.place - 1].name : STR_NONE;
    f->region = d->v.region;
    f->county = county;
    f->round = d->round;
    f->place = d->v.place;
    f->item = d->v.code;
    f->open = open;
    f->text_zh = arena_printf(arena, "%.*s%s“%.*s”未做到位（演示）", STR_ARG(where),
                              where.n ? ":" : "", STR_ARG(item->name.zh));
    f->text_en = arena_printf(arena, "Not up to the item: %.*s (demonstration)",
                              STR_ARG(item->name.en.n ? item->name.en : item->name.zh));
    return f->text_zh.p && f->text_en.p;
}

/* Findings of one county in one round: the `count` worst marks. */
static bool county_round(struct arena *arena, const struct demo_plan *plan, struct rng *rng,
                         int county, int round, int count, struct demo_data *out, struct err *err)
{
    struct loss *losses = ARENA_ARRAY(arena, out->values.n + 1, struct loss);
    if (!losses)
        return err_set(err, ERR_MEMORY, NULL);
    size_t n = 0;
    for (size_t i = 0; i < out->values.n; i++) {
        const struct demo_value *d = &out->values.at[i];
        if (d->round != round || d->v.state != VALUE_PRESENT ||
            county_of(plan, d->v.region) != county)
            continue;
        int64_t rate = mark_rate(plan->standard, &d->v);
        if (rate < 1000)
            losses[n++] = (struct loss){i, rate};
    }
    qsort(losses, n, sizeof *losses, by_loss);
    bool last = round == DEMO_ROUNDS - 1;
    if (last && county == plan->open_county && n < (size_t)count)
        return err_set(err, ERR_INTERNAL, "too few marks for the findings of the demonstration");
    for (size_t i = 0; i < n && i < (size_t)count; i++) {
        bool open = last && (county == plan->open_county || rng_between(rng, 1, 4) > 1);
        if (!add_finding(arena, plan, &out->values.at[losses[i].value], county, open, out))
            return err_set(err, ERR_MEMORY, NULL);
    }
    return true;
}

bool demo_findings_make(struct arena *arena, const struct demo_plan *plan, struct rng *rng,
                        struct demo_data *out, struct err *err)
{
    for (int c = 0; c < plan->n_subjects; c++) {
        if (plan->subjects[c].county != c)
            continue;
        for (int r = 0; r < DEMO_ROUNDS; r++) {
            bool exact = c == plan->open_county && r == DEMO_ROUNDS - 1;
            int count = exact ? plan->open_findings : (int)rng_between(rng, 60, 118);
            if (!county_round(arena, plan, rng, c, r, count, out, err))
                return false;
        }
    }
    return true;
}

#include "store/stage.h"

#include <stdlib.h>

#include "store/sql.h"

struct run {
    size_t at, n;
    const struct stage_limit_row *rows;
};

static bool next(void *ctx, struct stage_limit_row *in)
{
    struct run *r = ctx;
    if (r->at == r->n)
        return false;
    *in = r->rows[r->at++];
    return true;
}

bool store_stage_limits(struct store_tx *tx, struct arena *arena, int64_t campaign,
                        struct stage_limit_rows *out, struct err *err)
{
    return sql_stage_limits(tx, &(struct stage_limits_in){campaign}, arena, out, err);
}

bool store_stage_limits_put(struct store_tx *tx, int64_t campaign,
                            const struct stage_limit_row *rows, size_t n, struct err *err)
{
    int64_t changed;
    return sql_stage_limits_clear(tx, &(struct stage_limits_clear_in){campaign}, &changed, err) &&
           (!n || sql_stage_limit_insert(tx, next, &(struct run){.n = n, .rows = rows}, err));
}

static int by_what(const void *a, const void *b)
{
    const struct stage_rule_row *x = a, *y = b;
    if (x->what != y->what)
        return x->what < y->what ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

bool store_stage_rules(struct store_tx *tx, struct arena *arena, int64_t campaign, struct str state,
                       region_code region, int64_t today, struct stage_rule_rows *out,
                       struct err *err)
{
    struct stage_rules_in in = {.campaign = campaign,
                                .state = state,
                                .today = today,
                                .nation = REGION_CODE_NATION,
                                .province = region_at_level(region, REGION_PROVINCE),
                                .prefecture = region_at_level(region, REGION_PREFECTURE),
                                .county = region_at_level(region, REGION_COUNTY),
                                .town = region_at_level(region, REGION_TOWN),
                                .village = region_at_level(region, REGION_VILLAGE),
                                .region = region};
    if (!sql_stage_rules(tx, &in, arena, out, err))
        return false;
    if (out->n > 1)
        qsort(out->at, out->n, sizeof *out->at, by_what);
    return true;
}

bool store_stage_told(struct store_tx *tx, struct stage_told_row *out, bool *known, struct err *err)
{
    return sql_stage_told(tx, NULL, out, known, err);
}

bool store_stage_told_put(struct store_tx *tx, const struct stage_told_row *row, struct err *err)
{
    int64_t changed;
    return sql_stage_told_put(tx, row, &changed, err);
}

bool store_stages_to_tell(struct store_tx *tx, struct arena *arena,
                          const struct stage_told_row *after, msec now, int n,
                          struct stage_told_rows *out, struct err *err)
{
    struct stages_to_tell_in in = {after->stage_due_at, after->finding, now, n};
    return sql_stages_to_tell(tx, &in, arena, out, err);
}

bool store_stages_to_tell_count(struct store_tx *tx, const struct stage_told_row *after, msec now,
                                int64_t *n, struct err *err)
{
    struct stages_to_tell_count_in in = {after->stage_due_at, after->finding, now};
    struct stages_to_tell_count_out out;
    bool found;
    if (!sql_stages_to_tell_count(tx, &in, NULL, &out, &found, err))
        return false;
    *n = out.n;
    return true;
}

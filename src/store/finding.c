#include "store/finding.h"

#include "store/finding_tally.h"
#include "store/sql.h"

struct run { /* feeds an array to a bulk statement */
    size_t at, n;
    const struct finding_row *rows;
};

static bool next_finding(void *ctx, struct finding_row *in)
{
    struct run *r = ctx;
    if (r->at == r->n)
        return false;
    *in = r->rows[r->at++];
    return true;
}

bool store_findings_insert(struct store_tx *tx, const struct finding_row *rows, size_t n,
                           struct err *err)
{
    for (size_t i = 0; i < n; i++)
        if (!tally_change(tx, NULL, &rows[i], err))
            return false;
    return sql_finding_insert(tx, next_finding, &(struct run){.n = n, .rows = rows}, err);
}

bool store_finding_add(struct store_tx *tx, const struct finding_row *row, int64_t *id,
                       struct err *err)
{
    struct finding_add_out out;
    bool found;
    if (!sql_finding_add(tx, row, NULL, &out, &found, err))
        return false;
    *id = out.id;
    return tally_change(tx, NULL, row, err);
}

bool store_finding_get(struct store_tx *tx, struct arena *arena, int64_t id,
                       struct finding_row *out, bool *found, struct err *err)
{
    return sql_finding_get(tx, &(struct finding_get_in){id}, arena, out, found, err);
}

bool store_finding_by_key(struct store_tx *tx, struct arena *arena, int64_t campaign,
                          struct str key, struct finding_row *out, bool *found, struct err *err)
{
    return sql_finding_by_key(tx, &(struct finding_by_key_in){campaign, key}, arena, out, found,
                              err);
}

bool store_finding_update(struct store_tx *tx, const struct finding_row *was,
                          const struct finding_row *row, bool *fits, struct err *err)
{
    int64_t changed;
    if (!sql_finding_update(tx, row, &changed, err))
        return false;
    *fits = changed == 1;
    return !*fits || tally_change(tx, was, row, err);
}

bool store_finding_open_count(struct store_tx *tx, int64_t campaign, struct region_range range,
                              int64_t *n, struct err *err)
{
    struct finding_open_count_in in = {campaign, range.lo, range.hi};
    struct finding_open_count_out out;
    bool found;
    if (!sql_finding_open_count(tx, &in, NULL, &out, &found, err))
        return false;
    *n = out.n;
    return true;
}

bool store_finding_open_counts(struct store_tx *tx, struct arena *arena, int64_t campaign,
                               struct region_range range, struct finding_count **out, size_t *n,
                               struct err *err)
{
    struct finding_open_counts_in in = {campaign, range.lo, range.hi};
    struct finding_open_counts_outs rows = {0};
    if (!sql_finding_open_counts(tx, &in, arena, &rows, err))
        return false;
    struct finding_count *counts = ARENA_ARRAY(arena, rows.n, struct finding_count);
    if (!counts)
        return err_set(err, ERR_MEMORY, NULL);
    for (size_t i = 0; i < rows.n; i++)
        counts[i] = (struct finding_count){rows.at[i].region, rows.at[i].n};
    *out = counts;
    *n = rows.n;
    return true;
}

bool store_finding_line(struct store_tx *tx, struct arena *arena, int64_t id,
                        struct finding_line_row *out, bool *found, struct err *err)
{
    return sql_finding_line_get(tx, &(struct finding_line_get_in){id}, arena, out, found, err);
}

bool store_finding_like(struct store_tx *tx, struct arena *arena, int64_t campaign, int64_t place,
                        struct str item, struct finding_like_rows *out, struct err *err)
{
    return sql_finding_like(tx, &(struct finding_like_in){campaign, place, item}, arena, out, err);
}

bool store_finding_mapping_get(struct store_tx *tx, struct arena *arena, struct str heads,
                               struct finding_mapping_row *out, bool *found, struct err *err)
{
    return sql_finding_mapping_get(tx, &(struct finding_mapping_get_in){heads}, arena, out, found,
                                   err);
}

bool store_finding_mapping_put(struct store_tx *tx, const struct finding_mapping_row *row,
                               struct err *err)
{
    int64_t changed;
    return sql_finding_mapping_put(tx, row, &changed, err);
}

/* The least county that anything in the range can have. */
static region_code first_county(struct region_range range)
{
    return region_level_of(range.lo) > REGION_COUNTY ? region_at_level(range.lo, REGION_COUNTY)
                                                     : range.lo;
}

bool store_finding_closings(struct store_tx *tx, struct arena *arena, int64_t campaign,
                            struct region_range range, msec from, msec until,
                            struct finding_closing_rows *out, struct err *err)
{
    struct finding_closings_in in = {campaign, first_county(range), range.lo, range.hi, from,
                                     until};
    return sql_finding_closings(tx, &in, arena, out, err);
}

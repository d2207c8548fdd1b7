#include "store/finding.h"

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
    return sql_finding_insert(tx, next_finding, &(struct run){.n = n, .rows = rows}, err);
}

bool store_finding_get(struct store_tx *tx, struct arena *arena, int64_t id,
                       struct finding_row *out, bool *found, struct err *err)
{
    return sql_finding_get(tx, &(struct finding_get_in){id}, arena, out, found, err);
}

bool store_finding_close(struct store_tx *tx, int64_t id, int64_t on_date, bool *closed,
                         struct err *err)
{
    int64_t changed;
    if (!sql_finding_close(tx, &(struct finding_close_in){id, on_date}, &changed, err))
        return false;
    *closed = changed == 1;
    return true;
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

bool store_finding_page(struct store_tx *tx, struct arena *arena, int64_t campaign,
                        struct region_range range, bool open_only, const struct finding_row *after,
                        int n, struct finding_rows *out, struct err *err)
{
    bool later = after && after->region >= range.lo;
    region_code region = later ? after->region : range.lo;
    int64_t id = later ? after->id : 0;
    if (open_only)
        return sql_finding_open_page(
            tx, &(struct finding_open_page_in){campaign, range.hi, region, id, sql_page(n)}, arena,
            out, err);
    return sql_finding_page(tx,
                            &(struct finding_page_in){campaign, range.hi, region, id, sql_page(n)},
                            arena, out, err);
}

bool store_finding_places(struct store_tx *tx, struct arena *arena, const struct finding_row *first,
                          const struct finding_row *last, struct place_rows *out, struct err *err)
{
    struct finding_places_in in = {first->campaign, first->region, first->id, last->region,
                                   last->id};
    return sql_finding_places(tx, &in, arena, out, err);
}

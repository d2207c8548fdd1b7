#include "store/paper.h"

#include <stdio.h>

#include "base/hash.h"
#include "store/sql.h"

bool store_paper_number(struct store_tx *tx, int64_t campaign, struct str kind, int64_t year,
                        int64_t *number, struct err *err)
{
    struct paper_number_out out;
    bool found;
    if (!sql_paper_number(tx, &(struct paper_number_in){campaign, kind, year}, NULL, &out, &found,
                          err))
        return false;
    *number = out.last;
    return true;
}

struct run { /* feeds the findings to the bulk statement */
    int64_t paper;
    const int64_t *findings;
    size_t at, n;
};

static bool next_finding(void *ctx, struct paper_finding_row *in)
{
    struct run *r = ctx;
    if (r->at == r->n)
        return false;
    *in = (struct paper_finding_row){.finding = r->findings[r->at++], .paper = r->paper};
    return true;
}

bool store_paper_insert(struct store_tx *tx, struct arena *arena, struct paper_row *row,
                        const int64_t *findings, size_t n, struct err *err)
{
    struct paper_insert_out made;
    char hex[SHA256_HEX];
    bool found;
    sha256_hex(row->cut, hex);
    row->digest = arena_str(arena, str_of(hex));
    if (!row->digest.p)
        return err_set(err, ERR_MEMORY, NULL);
    if (!sql_paper_insert(tx, row, NULL, &made, &found, err))
        return false;
    row->id = made.id;
    struct run run = {.paper = made.id, .findings = findings, .n = n};
    return n == 0 || sql_paper_finding_insert(tx, next_finding, &run, err);
}

bool store_paper_get(struct store_tx *tx, struct arena *arena, int64_t id, struct paper_row *out,
                     bool *found, struct err *err)
{
    return sql_paper_get(tx, &(struct paper_get_in){id}, arena, out, found, err);
}

bool store_paper_line(struct store_tx *tx, struct arena *arena, int64_t id,
                      struct paper_line_row *out, bool *found, struct err *err)
{
    return sql_paper_line_get(tx, &(struct paper_line_get_in){id}, arena, out, found, err);
}

bool store_paper_page(struct store_tx *tx, struct arena *arena, const struct paper_filter *f,
                      int64_t before, int n, struct paper_line_rows *out, struct err *err)
{
    struct region_range range = region_subtree(f->region);
    struct paper_page_in in = {.campaign = f->campaign,
                               .shelf = f->shelf,
                               .lo = range.lo,
                               .hi = range.hi,
                               .around = f->around,
                               .path = f->path_end.n ? f->path : STR(""),
                               .path_hi = f->path_end.n ? f->path_end : STR("\x7f"),
                               .waiting = f->waiting,
                               .before = before ? before : INT64_MAX,
                               .n = sql_page(n)};
    return sql_paper_page(tx, &in, arena, out, err);
}

bool store_paper_by_key(struct store_tx *tx, struct arena *arena, int64_t campaign, struct str key,
                        struct paper_line_rows *out, struct err *err)
{
    return sql_paper_by_key(tx, &(struct paper_by_key_in){campaign, key}, arena, out, err);
}

bool store_paper_of_finding(struct store_tx *tx, struct arena *arena, int64_t finding,
                            struct paper_line_rows *out, struct err *err)
{
    return sql_paper_of_finding(tx, &(struct paper_of_finding_in){finding}, arena, out, err);
}

bool store_paper_done(struct store_tx *tx, const struct paper_row *row, bool *fits, struct err *err)
{
    struct paper_done_in in = {.id = row->id,
                               .done_at = row->done_at,
                               .done_by = row->done_by,
                               .done_for = row->done_for,
                               .done_unit = row->done_unit,
                               .note = row->note,
                               .added = row->added};
    int64_t changed;
    if (!sql_paper_done(tx, &in, &changed, err))
        return false;
    *fits = changed == 1;
    return true;
}

struct str store_id_list(struct arena *arena, const int64_t *ids, size_t n)
{
    enum { ONE = 22 };
    char *list = arena_alloc(arena, n * ONE + 3);
    size_t k = 0;
    if (!list)
        return STR_NONE;
    list[k++] = '[';
    for (size_t i = 0; i < n; i++)
        k += (size_t)snprintf(list + k, ONE, "%s%lld", i ? "," : "", (long long)ids[i]);
    list[k++] = ']';
    return (struct str){list, k};
}

static bool belongings(struct store_tx *tx, struct arena *arena, struct str list,
                       struct paper_cases *out, struct err *err)
{
    return sql_paper_defects(tx, &(struct paper_defects_in){list}, arena, &out->defects, err) &&
           sql_paper_parts(tx, &(struct paper_parts_in){list}, arena, &out->parts, err);
}

bool store_paper_cases(struct store_tx *tx, struct arena *arena, int64_t campaign,
                       const int64_t *ids, size_t n, struct paper_cases *out, struct err *err)
{
    struct str list = store_id_list(arena, ids, n);
    if (!list.p)
        return err_set(err, ERR_MEMORY, NULL);
    return sql_paper_cases(tx, &(struct paper_cases_in){campaign, list}, arena, &out->cases, err) &&
           belongings(tx, arena, list, out, err);
}

bool store_paper_photos(struct store_tx *tx, struct arena *arena, const int64_t *ids, size_t n,
                        struct paper_cases *out, struct err *err)
{
    struct str list = store_id_list(arena, ids, n);
    return list.p ? sql_paper_photos(tx, &(struct paper_photos_in){list}, arena, &out->photos, err)
                  : err_set(err, ERR_MEMORY, NULL);
}

bool store_paper_weekly(struct store_tx *tx, struct arena *arena, int64_t campaign,
                        struct region_range range, const struct finding_period *when, int n,
                        struct paper_cases *out, struct err *err)
{
    region_code county = region_level_of(range.lo) > REGION_COUNTY
                             ? region_at_level(range.lo, REGION_COUNTY)
                             : range.lo;
    struct paper_weekly_in in = {.campaign = campaign,
                                 .county = county,
                                 .lo = range.lo,
                                 .hi = range.hi,
                                 .from_at = when->from,
                                 .until_at = when->until,
                                 .now = when->now,
                                 .n = n};
    if (!sql_paper_weekly(tx, &in, arena, &out->cases, err))
        return false;
    int64_t *ids = ARENA_ARRAY(arena, out->cases.n + 1, int64_t);
    if (!ids)
        return err_set(err, ERR_MEMORY, NULL);
    for (size_t i = 0; i < out->cases.n; i++)
        ids[i] = out->cases.at[i].id;
    struct str list = store_id_list(arena, ids, out->cases.n);
    return list.p ? belongings(tx, arena, list, out, err) : err_set(err, ERR_MEMORY, NULL);
}

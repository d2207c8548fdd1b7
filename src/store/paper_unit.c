#include "store/paper.h"
#include "store/sql.h"

struct run { /* feeds an array to a bulk statement */
    size_t at, n;
    const struct paper_unit_row *rows;
};

static bool next_unit(void *ctx, struct paper_unit_row *in)
{
    struct run *r = ctx;
    if (r->at == r->n)
        return false;
    *in = r->rows[r->at++];
    return true;
}

bool store_paper_units_insert(struct store_tx *tx, const struct paper_unit_row *rows, size_t n,
                              struct err *err)
{
    return sql_paper_unit_insert(tx, next_unit, &(struct run){.n = n, .rows = rows}, err);
}

bool store_paper_unit_lines(struct store_tx *tx, struct arena *arena, int64_t paper,
                            struct paper_unit_line_rows *out, struct err *err)
{
    return sql_paper_unit_lines(tx, &(struct paper_unit_lines_in){paper}, arena, out, err);
}

bool store_paper_unit_off(struct store_tx *tx, int64_t paper, int64_t unit, msec at, int64_t by,
                          struct str how, struct str reason, bool *fits, struct err *err)
{
    struct paper_unit_off_in in = {paper, unit, at, by, how, reason};
    int64_t changed;
    if (!sql_paper_unit_off(tx, &in, &changed, err))
        return false;
    *fits = changed == 1;
    return true;
}

bool store_paper_replies(struct store_tx *tx, struct arena *arena, int64_t paper,
                         struct paper_reply_rows *out, struct err *err)
{
    return sql_paper_replies(tx, &(struct paper_replies_in){paper}, arena, out, err);
}

bool store_paper_reply_insert(struct store_tx *tx, const struct paper_reply_row *row,
                              struct err *err)
{
    int64_t changed;
    return sql_paper_reply_insert(tx, row, &changed, err);
}

bool store_paper_reply_decide(struct store_tx *tx, const struct paper_reply_row *row, bool *fits,
                              struct err *err)
{
    struct paper_reply_decide_in in = {.paper = row->paper,
                                       .unit = row->unit,
                                       .n = row->n,
                                       .decided_at = row->decided_at,
                                       .decided_by = row->decided_by,
                                       .granted = row->granted,
                                       .answer = row->answer};
    int64_t changed;
    if (!sql_paper_reply_decide(tx, &in, &changed, err))
        return false;
    *fits = changed == 1;
    return true;
}

bool store_paper_reports(struct store_tx *tx, struct arena *arena, const struct paper_filter *f,
                         bool everything, int64_t before, int n, struct paper_line_rows *out,
                         struct err *err)
{
    struct region_range range = region_subtree(f->region);
    struct paper_report_page_in in = {.campaign = f->campaign,
                                      .shelf = f->shelf,
                                      .lo = range.lo,
                                      .hi = range.hi,
                                      .path = f->path,
                                      .path_hi = f->path_end,
                                      .everything = everything,
                                      .before = before ? before : INT64_MAX,
                                      .n = sql_page(n)};
    return sql_paper_report_page(tx, &in, arena, out, err);
}

bool store_paper_kinds_of_units(struct store_tx *tx, struct arena *arena, const int64_t *ids,
                                size_t n, struct paper_kind_of_unit_rows *out, struct err *err)
{
    struct str list = store_id_list(arena, ids, n);
    return list.p ? sql_paper_kinds_of_units(tx, &(struct paper_kinds_of_units_in){list}, arena,
                                             out, err)
                  : err_set(err, ERR_MEMORY, NULL);
}

bool store_paper_unit_late(struct store_tx *tx, int64_t campaign, int64_t unit,
                           struct region_range range, msec now, int64_t *n, struct err *err)
{
    region_code county = region_level_of(range.lo) > REGION_COUNTY
                             ? region_at_level(range.lo, REGION_COUNTY)
                             : range.lo;
    struct paper_unit_late_in in = {.campaign = campaign,
                                    .unit = unit,
                                    .county = county,
                                    .lo = range.lo,
                                    .hi = range.hi,
                                    .now = now};
    struct paper_unit_late_out out;
    bool found;
    if (!sql_paper_unit_late(tx, &in, NULL, &out, &found, err))
        return false;
    *n = out.n;
    return true;
}

bool store_campaign_switched_off(struct store_tx *tx, int64_t campaign, struct str name, bool *off,
                                 struct err *err)
{
    struct campaign_switch_get_out out;
    bool found;
    if (!sql_campaign_switch_get(tx, &(struct campaign_switch_get_in){campaign, name}, NULL, &out,
                                 &found, err))
        return false;
    *off = found && out.off;
    return true;
}

bool store_campaign_switch(struct store_tx *tx, int64_t campaign, struct str name, bool off,
                           int64_t by, msec at, struct err *err)
{
    struct campaign_switch_put_in in = {campaign, name, off, by, at};
    int64_t changed;
    return sql_campaign_switch_put(tx, &in, &changed, err);
}

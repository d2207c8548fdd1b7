#include "store/finding_numbers.h"

#include <string.h>

#include "store/sql.h"

const int AGE_DAYS[FINDING_AGES - 1] = {3, 7, 15, 30, 90};

/* A county or something larger, whose counters are asked. */
static bool counted(region_code region)
{
    return region_level_of(region) <= REGION_COUNTY;
}

bool store_finding_counts(struct store_tx *tx, int64_t campaign, region_code region,
                          bool (*row)(void *ctx, const struct finding_count_row *row,
                                      struct err *err),
                          void *ctx, struct err *err)
{
    struct region_range r = region_subtree(region);
    if (counted(region))
        return sql_finding_counts(tx, &(struct finding_counts_in){campaign, r.lo, r.hi}, row, ctx,
                                  err);
    struct finding_counts_inside_in in = {campaign, region_at_level(region, REGION_COUNTY), r.lo,
                                          r.hi};
    return sql_finding_counts_inside(tx, &in, row, ctx, err);
}

bool store_finding_ages(struct store_tx *tx, int64_t campaign, region_code region, int64_t today,
                        int64_t out[FINDING_AGES], struct err *err)
{
    struct region_range r = region_subtree(region);
    const int *d = AGE_DAYS;
    struct finding_ages_in in = {campaign,
                                 r.lo,
                                 r.hi,
                                 today - d[0] - 1,
                                 today - d[1] - 1,
                                 today - d[2] - 1,
                                 today - d[3] - 1,
                                 today - d[4] - 1};
    struct finding_ages_inside_in inside = {campaign, r.lo, r.hi, in.a, in.b, in.c, in.d, in.e};
    struct finding_ages_out n;
    struct finding_ages_inside_out m;
    bool found;
    if (counted(region)) {
        if (!sql_finding_ages(tx, &in, NULL, &n, &found, err))
            return false;
    } else {
        if (!sql_finding_ages_inside(tx, &inside, NULL, &m, &found, err))
            return false;
        n = (struct finding_ages_out){
            .n0 = m.n0, .n1 = m.n1, .n2 = m.n2, .n3 = m.n3, .n4 = m.n4, .n5 = m.n5};
    }
    const int64_t all[FINDING_AGES] = {n.n0, n.n1, n.n2, n.n3, n.n4, n.n5};
    memcpy(out, all, sizeof all);
    return true;
}

bool store_finding_running(struct store_tx *tx, int64_t campaign, region_code region, msec now,
                           msec soon, int64_t *late, int64_t *soon_n, struct err *err)
{
    struct region_range r = region_subtree(region);
    bool found;
    if (region_level_of(region) < REGION_COUNTY) {
        struct finding_running_in in = {campaign, r.lo, r.hi, r.lo, now, soon};
        struct finding_running_out out;
        if (!sql_finding_running(tx, &in, NULL, &out, &found, err))
            return false;
        *late = out.late;
        *soon_n = out.soon;
        return true;
    }
    struct finding_running_county_in in = {
        campaign, region_at_level(region, REGION_COUNTY), r.lo, r.hi, now, soon};
    struct finding_running_county_out out;
    if (!sql_finding_running_county(tx, &in, NULL, &out, &found, err))
        return false;
    *late = out.late;
    *soon_n = out.soon;
    return true;
}

bool store_finding_stages_late(struct store_tx *tx, int64_t campaign, region_code region, msec now,
                               bool (*row)(void *ctx, const struct stage_count_row *row,
                                           struct err *err),
                               void *ctx, struct err *err)
{
    struct region_range r = region_subtree(region);
    struct finding_stages_late_in in = {campaign, r.lo, r.hi, r.lo, now};
    struct finding_stages_late_county_in county = {campaign, region_at_level(region, REGION_COUNTY),
                                                   r.lo, r.hi, now};
    return region_level_of(region) < REGION_COUNTY
               ? sql_finding_stages_late(tx, &in, row, ctx, err)
               : sql_finding_stages_late_county(tx, &county, row, ctx, err);
}

/* ---- rates -----------------------------------------------------------------------------------
 */

struct rates {
    struct store_tx *tx;
    struct arena *arena;
    int64_t campaign;
    region_code region;
    struct region_range range;
    const struct finding_period *when;
    struct finding_rates *out; /* in the order of their keys */
    size_t at; /* behind the one that was found last: rows come in this order, too */
};

/* The place of the key, or where it is to stand. */
static size_t place_of(const struct rates *r, int64_t key)
{
    const struct finding_rates *o = r->out;
    size_t lo = 0, hi = o->n;
    if (r->at < o->n && o->at[r->at].key == key)
        return r->at;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (o->at[mid].key < key)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static struct finding_rate *rate_of(struct rates *r, const struct finding_due_sum_row *s)
{
    struct finding_rates *o = r->out;
    size_t i = place_of(r, s->key);
    r->at = i + 1;
    if (i < o->n && o->at[i].key == s->key)
        return &o->at[i];
    struct finding_rate new = {.key = s->key,
                               .name = arena_str(r->arena, s->name),
                               .name_en = arena_str(r->arena, s->name_en)};
    if (!new.name.p || !new.name_en.p || !VEC_PUSH(r->arena, o, new))
        return NULL;
    memmove(&o->at[i + 1], &o->at[i], (o->n - 1 - i) * sizeof *o->at);
    o->at[i] = new;
    return &o->at[i];
}

/* One more part of a unit's or county's sum; late: what waits is late. */
static bool add(struct rates *r, const struct finding_due_sum_row *s, bool late, struct err *err)
{
    struct finding_rate *f = rate_of(r, s);
    if (!f)
        return err_set(err, ERR_MEMORY, NULL);
    struct performance *p = &f->p;
    int64_t waits = late ? s->running : 0;
    p->due += s->fixed + s->fixed_late + s->closed + s->closed_late + waits;
    p->on_time += s->fixed + s->closed;
    p->late += s->fixed_late + s->closed_late;
    p->late_open += waits;
    p->closed += s->closed + s->closed_late;
    p->closed_on_time += s->closed;
    p->returned += s->returned + (late ? s->returned_running : 0);
    p->suspended += s->suspended;
    return true;
}

static bool add_all(struct rates *r, const struct finding_due_sum_rows *rows, bool late,
                    struct err *err)
{
    for (size_t i = 0; i < rows->n; i++)
        if (!add(r, &rows->at[i], late, err))
            return false;
    return true;
}

static bool add_late(void *ctx, const struct finding_due_sum_row *row, struct err *err)
{
    return add(ctx, row, true, err);
}

static bool add_coming(void *ctx, const struct finding_due_sum_row *row, struct err *err)
{
    return add(ctx, row, false, err);
}

/* Findings themselves, of the deadlines from .. until. */
static bool rows_part(struct rates *r, bool by_county, msec from, msec until, bool late,
                      struct err *err)
{
    struct finding_due_sum_rows rows = {0};
    struct finding_due_rows_units_in in = {r->campaign, r->range.lo, r->range.hi, from, until};
    struct finding_due_rows_units_in_in one = {
        r->campaign, region_at_level(r->region, REGION_COUNTY), r->range.lo, r->range.hi, from,
        until};
    struct finding_due_rows_counties_in wide = {r->campaign, r->range.lo, r->range.hi, from, until};
    struct finding_due_rows_county_in county = {r->campaign, one.county, r->range.lo,
                                                r->range.hi, from,       until};
    if (from >= until)
        return true;
    bool inside = region_level_of(r->region) >= REGION_COUNTY, ok;
    if (by_county)
        ok = inside ? sql_finding_due_rows_county(r->tx, &county, r->arena, &rows, err)
                    : sql_finding_due_rows_counties(r->tx, &wide, r->arena, &rows, err);
    else
        ok = inside ? sql_finding_due_rows_units_in(r->tx, &one, r->arena, &rows, err)
                    : sql_finding_due_rows_units(r->tx, &in, r->arena, &rows, err);
    return ok && add_all(r, &rows, late, err);
}

/* The same at once for what is late at `now` and what is not. */
static bool rows_around_now(struct rates *r, bool by_county, msec from, msec until, struct err *err)
{
    msec now = r->when->now < from ? from : r->when->now > until ? until : r->when->now;
    return rows_part(r, by_county, from, now, true, err) &&
           rows_part(r, by_county, now, until, false, err);
}

static int64_t month_of(int64_t day)
{
    struct date d = date_of_days(day);
    return d.year * 100 + d.month;
}

static int64_t first_of(int64_t month)
{
    return date_to_days((struct date){(int)(month / 100), (int)(month % 100), 1});
}

static int64_t month_after(int64_t month)
{
    return month % 100 == 12 ? month + 100 - 11 : month + 1;
}

/* The first month that begins on the day or after it. */
static int64_t month_from(int64_t day)
{
    int64_t month = month_of(day);
    return first_of(month) == day ? month : month_after(month);
}

static bool county_span(struct rates *r, int64_t span, int64_t from, int64_t until, bool late,
                        struct err *err)
{
    struct finding_due_counties_in in = {r->campaign, span, from, until, r->range.lo, r->range.hi};
    r->at = 0;
    return from >= until ||
           sql_finding_due_counties(r->tx, &in, late ? add_late : add_coming, r, err);
}

/* Whole days, by month where a month is whole. */
static bool county_days(struct rates *r, int64_t from, int64_t until, bool late, struct err *err)
{
    if (from >= until)
        return true;
    int64_t a = month_from(from), b = month_of(until);
    if (a >= b)
        return county_span(r, 0, from, until, late, err);
    return county_span(r, 0, from, first_of(a), late, err) && county_span(r, 1, a, b, late, err) &&
           county_span(r, 0, first_of(b), until, late, err);
}

/* What waits and became late since midnight. */
static bool county_today(struct rates *r, msec from, msec until, struct err *err)
{
    struct finding_due_rows_running_in in = {r->campaign, r->range.lo, r->range.hi, from, until};
    struct finding_due_rows_running_outs rows = {0};
    if (from >= until)
        return true;
    if (!sql_finding_due_rows_running(r->tx, &in, r->arena, &rows, err))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        struct finding_due_sum_row s = {.key = rows.at[i].county,
                                        .running = rows.at[i].n,
                                        .returned_running = rows.at[i].returned};
        if (s.running && !add(r, &s, true, err))
            return false;
    }
    return true;
}

/* The whole days in the period; false when there is none. */
static bool days_in(const struct finding_period *when, int64_t *from, int64_t *until)
{
    *from = calendar_day_of(when->from - 1) + 1;
    *until = calendar_day_of(when->until);
    return *from < *until;
}

static msec least(msec a, msec b)
{
    return a < b ? a : b;
}

static bool by_counties(struct rates *r, struct err *err)
{
    const struct finding_period *w = r->when;
    int64_t from, until, today = calendar_day_of(w->now);
    if (!days_in(w, &from, &until))
        return rows_around_now(r, true, w->from, w->until, err);
    int64_t split = today < from ? from : today > until ? until : today;
    return rows_around_now(r, true, w->from, calendar_midnight(from), err) &&
           county_days(r, from, split, true, err) && county_days(r, split, until, false, err) &&
           (today < from || today >= until ||
            county_today(r, calendar_midnight(today), w->now, err)) &&
           rows_around_now(r, true, calendar_midnight(until), w->until, err);
}

static bool unit_months(struct rates *r, int64_t from, int64_t until, bool late, struct err *err)
{
    struct finding_due_sum_rows rows = {0};
    struct finding_due_units_in in = {r->campaign, from, until, r->range.lo, r->range.hi};
    return from >= until || (sql_finding_due_units(r->tx, &in, r->arena, &rows, err) &&
                             add_all(r, &rows, late, err));
}

/* Months that have passed and those to come by their counters, the rest from the findings. */
static bool by_units(struct rates *r, struct err *err)
{
    const struct finding_period *w = r->when;
    int64_t from, until, now = month_of(calendar_day_of(w->now));
    if (!counted(r->region) || !days_in(w, &from, &until))
        return rows_around_now(r, false, w->from, w->until, err);
    int64_t a = month_from(from), b = month_of(until);
    if (a >= b)
        return rows_around_now(r, false, w->from, w->until, err);
    msec first = calendar_midnight(first_of(a)), last = calendar_midnight(first_of(b));
    msec month = calendar_midnight(first_of(now)),
         next = calendar_midnight(first_of(month_after(now)));
    return rows_around_now(r, false, w->from, first, err) &&
           unit_months(r, a, least(now, b), true, err) &&
           (month < first || month >= last || rows_around_now(r, false, month, next, err)) &&
           unit_months(r, now < a ? a : month_after(now), b, false, err) &&
           rows_around_now(r, false, last, w->until, err);
}

bool store_finding_performance(struct store_tx *tx, struct arena *arena, int64_t campaign,
                               region_code region, const struct finding_period *when,
                               bool by_county, struct finding_rates *out, struct err *err)
{
    /* Beyond the dates there is nothing. */
    static const msec END = INT64_C(253402271999999); /* 9999-12-31 */
    struct finding_period w = {when->from < 1 ? 1 : when->from, least(when->until, END), when->now};
    struct rates r = {.tx = tx,
                      .arena = arena,
                      .campaign = campaign,
                      .region = region,
                      .range = region_subtree(region),
                      .when = &w,
                      .out = out};
    return by_county && counted(region) ? by_counties(&r, err)
           : by_county                  ? rows_around_now(&r, true, w.from, w.until, err)
                                        : by_units(&r, err);
}

/* ---- tables ----------------------------------------------------------------------------------
 */

/* The least county that anything in the region can have. */
static region_code first_county(region_code region)
{
    return region_level_of(region) > REGION_COUNTY ? region_at_level(region, REGION_COUNTY)
                                                   : region;
}

static bool table_numbers(struct store_tx *tx, struct arena *arena, const struct finding_table *t,
                          int64_t after, int n, struct finding_sum_rows *out, struct err *err)
{
    struct region_range r = region_subtree(t->region);
    enum region_level level = region_level_of(t->region);
    struct finding_table_units_in units = {.campaign = t->campaign,
                                           .county = first_county(t->region),
                                           .lo = r.lo,
                                           .hi = r.hi,
                                           .from_at = t->found.from,
                                           .until_at = t->found.until,
                                           .now = t->found.now,
                                           .after = after,
                                           .n = n};
    struct finding_table_regions_in regions = {
        .campaign = t->campaign,
        .county = units.county,
        .lo = r.lo,
        .hi = r.hi,
        .from_at = t->found.from,
        .until_at = t->found.until,
        .now = t->found.now,
        .step = region_unit(level < REGION_GRID ? (enum region_level)(level + 1) : level),
        .after = after,
        .n = n};
    return t->by == FINDINGS_BY_UNIT ? sql_finding_table_units(tx, &units, arena, out, err)
                                     : sql_finding_table_regions(tx, &regions, arena, out, err);
}

static bool table_codes(struct store_tx *tx, struct arena *arena, const struct finding_table *t,
                        struct str after, bool first, int n, struct finding_sum_rows *out,
                        struct err *err)
{
    struct region_range r = region_subtree(t->region);
    struct finding_table_items_in items = {.campaign = t->campaign,
                                           .county = first_county(t->region),
                                           .lo = r.lo,
                                           .hi = r.hi,
                                           .from_at = t->found.from,
                                           .until_at = t->found.until,
                                           .now = t->found.now,
                                           .after = after,
                                           .first = first,
                                           .n = n};
    struct finding_table_kinds_in kinds = {.campaign = t->campaign,
                                           .county = items.county,
                                           .lo = r.lo,
                                           .hi = r.hi,
                                           .from_at = t->found.from,
                                           .until_at = t->found.until,
                                           .now = t->found.now,
                                           .after = after,
                                           .first = first,
                                           .n = n};
    return t->by == FINDINGS_BY_ITEM ? sql_finding_table_items(tx, &items, arena, out, err)
                                     : sql_finding_table_kinds(tx, &kinds, arena, out, err);
}

bool store_finding_table(struct store_tx *tx, struct arena *arena, const struct finding_table *t,
                         const struct finding_sum_row *after, int n, struct finding_sum_rows *out,
                         struct err *err)
{
    if (t->by == FINDINGS_BY_UNIT || t->by == FINDINGS_BY_REGION)
        return table_numbers(tx, arena, t, after ? after->key : -1, sql_page(n), out, err);
    return table_codes(tx, arena, t, after ? after->code : STR(""), !after, sql_page(n), out, err);
}

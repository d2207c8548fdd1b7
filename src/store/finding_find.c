#include "store/finding_find.h"

#include "store/sql.h"

enum { WALK_FIRST = 1000 }; /* a page is hardly ever longer than this */
enum walk { WALK_COUNTY, WALK_DUE, WALK_UNIT, WALK_FOUND, WALK_FOUND_ALL, WALK_STAGE };

/* A list is one walk, or one through the open ones and one through the others. */
struct walking {
    enum walk walk;
    bool open, both; /* both: the walk itself meets open ones and others */
};

static int walks_of(const struct finding_filter *f, struct walking out[2])
{
    bool county = region_level_of(f->region) >= REGION_COUNTY;
    int n = 0;
    if (f->unit) {
        out[n++] = (struct walking){.walk = WALK_UNIT};
    } else if (f->sort == FINDINGS_BY_FOUND) {
        out[n++] = (struct walking){county ? WALK_FOUND : WALK_FOUND_ALL, f->which == FINDINGS_OPEN,
                                    f->which == FINDINGS_ALL};
    } else if (f->sort == FINDINGS_BY_STAGE && f->stage && county) {
        out[n++] = (struct walking){.walk = WALK_STAGE, .open = true};
    } else {
        enum walk walk = county ? WALK_COUNTY : WALK_DUE;
        if (f->which != FINDINGS_ENDED)
            out[n++] = (struct walking){walk, true, false};
        if (f->which != FINDINGS_OPEN)
            out[n++] = (struct walking){walk, false, false};
    }
    return n;
}

static bool by_found(enum walk walk)
{
    return walk == WALK_FOUND || walk == WALK_FOUND_ALL;
}

/* Does the walk go by deadline, and so begin and end at one? */
static bool by_due(enum walk walk)
{
    return walk == WALK_COUNTY || walk == WALK_DUE || walk == WALK_UNIT;
}

/* More is asked for than what the walk carries. */
static bool narrow(const struct finding_filter *f, enum walk walk)
{
    if (!by_due(walk) && (f->due_from || f->due_until))
        return true;
    return f->state.n || f->source.n || f->item.n || f->items.n || f->kind.n || f->form.n ||
           f->round || f->lead || f->partner || f->severity > 1 || f->severity_to || f->unowned ||
           f->repeated || f->paper || f->again || f->flagged || f->before || f->stage ||
           f->found_from || f->found_until || f->words.n;
}

static struct finding_query_row query_of(const struct finding_filter *f, const struct walking *w)
{
    struct region_range range = region_subtree(f->region);
    struct finding_query_row q = {.campaign = f->campaign,
                                  .county = region_at_level(f->region, REGION_COUNTY),
                                  .lo = range.lo,
                                  .hi = range.hi,
                                  .which = !w->both,
                                  .open = w->open,
                                  .unit = f->unit,
                                  .narrow = narrow(f, w->walk),
                                  .state = f->state,
                                  .source = f->source,
                                  .round = f->round,
                                  .lead = f->lead,
                                  .partner = f->partner,
                                  .part = f->part,
                                  .item = f->item,
                                  .kind = f->kind,
                                  .items = f->items,
                                  .severity = f->severity,
                                  .severity_to = f->severity_to ? f->severity_to : 3,
                                  .unowned = f->unowned,
                                  .form = f->form,
                                  .repeated = f->repeated,
                                  .found_from = f->found_from,
                                  .found_until = f->found_until ? f->found_until : INT64_MAX,
                                  .due_from = f->due_from,
                                  .due_until = f->due_until ? f->due_until : INT64_MAX,
                                  .paper = f->paper,
                                  .again = f->again,
                                  .flagged = f->flagged,
                                  .before = f->before,
                                  .stage = f->stage,
                                  .words = f->words,
                                  .after = f->due_from ? f->due_from - 1 : -1,
                                  .after_id = f->due_from ? INT64_MAX : 0,
                                  .until = f->due_until ? f->due_until - 1 : INT64_MAX,
                                  .until_id = INT64_MAX};
    if (by_found(w->walk)) {
        q.after = q.found_until;
        q.after_id = f->found_until ? 0 : INT64_MAX;
        q.until = f->found_from;
        q.until_id = 0;
    }
    if (w->walk == WALK_STAGE)
        q.until = f->stage - 1;
    return q;
}

/* Nothing but county, open or not, deadline: then every row of the walk belongs to the page. */
static bool carried(const struct finding_filter *f, const struct walking *w)
{
    return w->walk == WALK_UNIT || (w->walk == WALK_COUNTY && !narrow(f, w->walk) &&
                                    region_level_of(f->region) == REGION_COUNTY);
}

static bool one_page(struct store_tx *tx, struct arena *arena, enum walk walk,
                     const struct finding_query_row *q, struct finding_line_rows *out,
                     struct err *err)
{
    switch (walk) {
    case WALK_COUNTY:
        return sql_finding_page_county(tx, q, arena, out, err);
    case WALK_DUE:
        return sql_finding_page_due(tx, q, arena, out, err);
    case WALK_UNIT:
        return sql_finding_page_unit(tx, q, arena, out, err);
    case WALK_FOUND:
        return sql_finding_page_found(tx, q, arena, out, err);
    case WALK_STAGE:
        return sql_finding_page_stage(tx, q, arena, out, err);
    default:
        return sql_finding_page_found_all(tx, q, arena, out, err);
    }
}

static bool skip(struct store_tx *tx, enum walk walk, const struct finding_query_row *q,
                 struct finding_mark_row *mark, bool *found, struct err *err)
{
    switch (walk) {
    case WALK_COUNTY:
        return sql_finding_skip_county(tx, q, NULL, mark, found, err);
    case WALK_DUE:
        return sql_finding_skip_due(tx, q, NULL, mark, found, err);
    case WALK_FOUND:
        return sql_finding_skip_found(tx, q, NULL, mark, found, err);
    case WALK_STAGE:
        return sql_finding_skip_stage(tx, q, NULL, mark, found, err);
    default:
        return sql_finding_skip_found_all(tx, q, NULL, mark, found, err);
    }
}

/* By what the walk goes. */
static int64_t key_of(enum walk walk, const struct finding_line_row *row)
{
    return by_found(walk) ? row->found_at : walk == WALK_STAGE ? row->stage_due_at : row->due_at;
}

/* Does the mark lie behind the end of the walk? */
static bool behind(enum walk walk, const struct finding_query_row *q,
                   const struct finding_mark_row *mark)
{
    return by_found(walk) ? mark->at < q->until : mark->at > q->until;
}

/* The walk until `n` rows are there, it ends, or enough was looked at: then *stopped is there. */
static bool go(struct store_tx *tx, struct arena *arena, const struct finding_filter *f,
               const struct walking *w, struct finding_query_row q, size_t n,
               struct finding_line_rows *out, struct finding_at *stopped, struct err *err)
{
    static const int STEPS[] = {WALK_FIRST, FINDING_WALK - WALK_FIRST};
    bool whole = carried(f, w);
    for (size_t i = 0; i < ARRAY_LEN(STEPS); i++) {
        struct finding_query_row page = q;
        struct finding_mark_row mark = {0};
        bool more = false;
        q.n = STEPS[i];
        if (!whole && !skip(tx, w->walk, &q, &mark, &more, err))
            return false;
        more = more && !behind(w->walk, &q, &mark);
        if (more) {
            page.until = mark.at;
            page.until_id = mark.id;
        }
        page.n = sql_page((int)(n - out->n));
        if (!one_page(tx, arena, w->walk, &page, out, err))
            return false;
        if (!more || out->n >= n)
            return true;
        q.after = mark.at;
        q.after_id = mark.id;
    }
    *stopped = (struct finding_at){w->open, q.after, q.after_id};
    return true;
}

bool store_finding_page(struct store_tx *tx, struct arena *arena, const struct finding_filter *f,
                        const struct finding_at *after, int n, struct finding_line_rows *out,
                        struct finding_at *next, struct err *err)
{
    struct walking walks[2];
    int count = walks_of(f, walks);
    size_t most = (size_t)sql_page(n);
    struct finding_at from = after ? *after : (struct finding_at){0}; /* may be *next */
    *next = (struct finding_at){0};
    for (int i = 0; i < count; i++) {
        struct finding_query_row q = query_of(f, &walks[i]);
        if (from.id && count == 2 && i == 0 && !from.open)
            continue; /* the open ones were shown */
        if (from.id && (count == 1 || walks[i].open == from.open)) {
            q.after = from.key;
            q.after_id = from.id;
        }
        if (!go(tx, arena, f, &walks[i], q, most + 1, out, next, err))
            return false;
        if (next->id || out->n > most)
            break;
    }
    if (out->n > most) {
        out->n = most;
        const struct finding_line_row *last = &out->at[most - 1];
        *next = (struct finding_at){last->open, key_of(walks[0].walk, last), last->id};
    }
    return true;
}

/* ---- all of them ---------------------------------------------------------------------------- */

static bool one_count(struct store_tx *tx, enum walk walk, const struct finding_query_row *q,
                      struct finding_number_row *n, struct err *err)
{
    bool found;
    switch (walk) {
    case WALK_COUNTY:
        return sql_finding_count_county(tx, q, NULL, n, &found, err);
    case WALK_DUE:
        return sql_finding_count_due(tx, q, NULL, n, &found, err);
    case WALK_UNIT:
        return sql_finding_count_unit(tx, q, NULL, n, &found, err);
    case WALK_FOUND:
        return sql_finding_count_found(tx, q, NULL, n, &found, err);
    case WALK_STAGE:
        return sql_finding_count_stage(tx, q, NULL, n, &found, err);
    default:
        return sql_finding_count_found_all(tx, q, NULL, n, &found, err);
    }
}

bool store_finding_count(struct store_tx *tx, const struct finding_filter *f, int64_t most,
                         int64_t *n, struct err *err)
{
    struct walking walks[2];
    int count = walks_of(f, walks);
    *n = 0;
    for (int i = 0; i < count; i++) {
        struct finding_query_row q = query_of(f, &walks[i]);
        struct finding_number_row part = {0};
        q.n = most - *n;
        bool found, by_index = walks[i].walk == WALK_COUNTY && carried(f, &walks[i]);
        if (!(by_index ? sql_finding_count_carried(tx, &q, NULL, &part, &found, err)
                       : one_count(tx, walks[i].walk, &q, &part, err)))
            return false;
        *n += part.n;
    }
    return true;
}

bool store_finding_ledger(struct store_tx *tx, const struct finding_filter *f, int64_t most,
                          finding_ledger_fn *row, void *ctx, struct err *err)
{
    struct walking walks[2];
    int count = walks_of(f, walks);
    bool ok = true;
    for (int i = 0; ok && i < count; i++) {
        struct finding_query_row q = query_of(f, &walks[i]);
        q.n = most;
        switch (walks[i].walk) {
        case WALK_COUNTY:
            ok = sql_finding_ledger_county(tx, &q, row, ctx, err);
            break;
        case WALK_DUE:
            ok = sql_finding_ledger_due(tx, &q, row, ctx, err);
            break;
        case WALK_UNIT:
            ok = sql_finding_ledger_unit(tx, &q, row, ctx, err);
            break;
        case WALK_FOUND:
            ok = sql_finding_ledger_found(tx, &q, row, ctx, err);
            break;
        case WALK_FOUND_ALL:
            ok = sql_finding_ledger_found_all(tx, &q, row, ctx, err);
            break;
        case WALK_STAGE:
            ok = sql_finding_ledger_stage(tx, &q, row, ctx, err);
            break;
        }
    }
    return ok;
}

/* ---- on a map, in a calendar ---------------------------------------------------------------- */

bool store_finding_spots(struct store_tx *tx, struct arena *arena, const struct finding_filter *f,
                         int n, struct finding_spot_rows *out, bool *more, struct err *err)
{
    struct walking walks[2];
    struct finding_filter by_due = *f;
    by_due.sort = FINDINGS_BY_DUE;
    by_due.unit = 0;
    int count = walks_of(&by_due, walks);
    *more = false;
    for (int i = 0; i < count; i++) {
        struct finding_query_row q = query_of(&by_due, &walks[i]), page = q;
        struct finding_mark_row mark;
        size_t before = out->n;
        bool there, county = walks[i].walk == WALK_COUNTY;
        q.n = FINDING_WALK;
        page.n = sql_page(n);
        if (!skip(tx, walks[i].walk, &q, &mark, &there, err))
            return false;
        if (there && !behind(walks[i].walk, &q, &mark)) {
            page.until = mark.at;
            page.until_id = mark.id;
            *more = true;
        }
        if (!(county ? sql_finding_spots_county(tx, &page, arena, out, err)
                     : sql_finding_spots_due(tx, &page, arena, out, err)))
            return false;
        *more = *more || out->n - before == (size_t)page.n;
    }
    return true;
}

bool store_finding_days(struct store_tx *tx, struct arena *arena, int64_t campaign,
                        region_code region, msec from, msec until, struct finding_day_rows *out,
                        bool *more, struct err *err)
{
    struct region_range range = region_subtree(region);
    struct finding_days_county_in county = {.campaign = campaign,
                                            .county = region_at_level(region, REGION_COUNTY),
                                            .lo = range.lo,
                                            .hi = range.hi,
                                            .from_at = from,
                                            .until_at = until,
                                            .n = FINDING_DUE_MAX};
    struct finding_days_in all = {.campaign = campaign,
                                  .lo = range.lo,
                                  .hi = range.hi,
                                  .from_at = from,
                                  .until_at = until,
                                  .n = FINDING_DUE_MAX};
    int64_t n = 0;
    if (!(region_level_of(region) >= REGION_COUNTY
              ? sql_finding_days_county(tx, &county, arena, out, err)
              : sql_finding_days(tx, &all, arena, out, err)))
        return false;
    for (size_t i = 0; i < out->n; i++)
        n += out->at[i].due;
    *more = n >= FINDING_DUE_MAX;
    return true;
}

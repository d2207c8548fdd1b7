#include "work/campaign.h"

#include <stdio.h>

#include "domain/standard_digest.h"
#include "store/region.h"
#include "store/standard.h"
#include "store/value.h"
#include "work/audit.h"
#include "work/standards.h"
#include "work/value_entry.h"

static bool no_campaign(int64_t id, struct err *err)
{
    char text[40];
    snprintf(text, sizeof text, "campaign %lld", (long long)id);
    return err_set(err, ERR_NOT_FOUND, text);
}

static bool need_campaign(struct store_tx *tx, struct arena *arena, int64_t id,
                          struct campaign_row *row, struct err *err)
{
    bool found;
    return store_campaign_get(tx, arena, id, row, &found, err) && (found || no_campaign(id, err));
}

/* ---- starting
 * -------------------------------------------------------------------------------------- */

/* An act on a campaign as a whole. */
static bool campaign_act(struct app *app, struct store_tx *tx, struct arena *arena,
                         const struct actor *who, const char *kind, const struct campaign_row *c,
                         int64_t id, struct str before, struct str after, struct err *err)
{
    struct act act = {.kind = kind,
                      .region = c->region,
                      .thing = arena_printf(arena, "campaign %lld", (long long)id),
                      .before = before,
                      .after = after};
    return after.p && act.thing.p ? audit_act(app, tx, who, &act, err)
                                  : err_set(err, ERR_MEMORY, NULL);
}

struct starting {
    struct app *app;
    const struct actor *who;
    struct arena *arena;
    struct campaign_row row;
    const struct standard *standard;
    int64_t id;
};

/* Every open region of the ranked level inside the campaign's region is assessed. */
static bool put_subjects(struct starting *s, struct store_tx *tx, struct err *err)
{
    enum { PAGE = 1000 };
    if (s->standard->n_rankings == 0)
        return true;
    const struct subject_kind *kind = &s->standard->subjects[s->standard->rankings[0].subject];
    struct region_row own;
    if (!store_region_need(tx, s->arena, s->row.region, &own, err))
        return false;
    region_code after = 0;
    for (;;) {
        struct region_rows regions = {0};
        if ((enum region_level)own.level == kind->level) {
            if (!VEC_PUSH(s->arena, &regions, own))
                return err_set(err, ERR_MEMORY, NULL);
        } else if (!store_region_of_level(tx, s->arena, s->row.region, kind->level, after, PAGE,
                                          &regions, err)) {
            return false;
        }
        struct subject_row *rows = ARENA_ARRAY(s->arena, regions.n + 1, struct subject_row);
        if (!rows)
            return err_set(err, ERR_MEMORY, NULL);
        for (size_t i = 0; i < regions.n; i++) {
            rows[i] = (struct subject_row){
                .campaign = s->id, .region = regions.at[i].code, .kind = kind->code};
            after = regions.at[i].code;
        }
        if (!store_subjects_put(tx, s->id, rows, regions.n, err))
            return false;
        if (regions.n < PAGE)
            return true;
    }
}

static bool start_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct starting *s = ctx;
    if (!standard_get(s->app, tx, s->row.standard, &s->standard, err))
        return false;
    s->row.created_at = app_now(s->app);
    struct str after = arena_printf(s->arena, "{\"standard\":%lld,\"from\":%lld,\"to\":%lld}",
                                    (long long)s->row.standard, (long long)s->row.period_from,
                                    (long long)s->row.period_to);
    return store_campaign_insert(tx, &s->row, &s->id, err) && put_subjects(s, tx, err) &&
           campaign_act(s->app, tx, s->arena, s->who, "campaign.create", &s->row, s->id, STR_NONE,
                        after, err);
}

bool campaign_create(struct app *app, const struct actor *who, const struct campaign_row *in,
                     int64_t *id, struct err *err)
{
    char a[PERIOD_TEXT_MAX], b[PERIOD_TEXT_MAX];
    if (!actor_reaches(who, in->region, err))
        return false;
    if (in->period_from > in->period_to) {
        period_format((period)in->period_from, a);
        period_format((period)in->period_to, b);
        return err_set(err, ERR_PERIOD_ORDER, a, b);
    }
    struct arena arena;
    arena_init(&arena, 0);
    struct starting s = {.app = app, .who = who, .arena = &arena, .row = *in};
    bool ok = store_write(app->store, start_tx, &s, err);
    arena_release(&arena);
    if (ok)
        *id = s.id;
    return ok;
}

/* A year and a month are compared by the year. */
static int64_t months_between(period a, period b)
{
    int64_t years = period_year(b) - period_year(a);
    bool both = period_month(a) && period_month(b);
    return both ? years * 12 + period_month(b) - period_month(a) : years * 12;
}

static bool inside_campaign(const struct campaign_row *c, period p, struct err *err)
{
    char a[PERIOD_TEXT_MAX], b[PERIOD_TEXT_MAX], shown[PERIOD_TEXT_MAX];
    period from = (period)c->period_from, to = (period)c->period_to;
    if (months_between(from, p) >= 0 && months_between(p, to) >= 0)
        return true;
    period_format(p, shown);
    period_format(from, a);
    period_format(to, b);
    return err_set(err, ERR_RANGE, shown, a, b);
}

struct rounding {
    struct app *app;
    const struct actor *who;
    struct round_row *row;
};

static bool round_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct rounding *r = ctx;
    struct round_row *row = r->row;
    struct arena arena;
    struct campaign_row c;
    struct round_rows rounds = {0};
    arena_init(&arena, 0);
    bool ok = need_campaign(tx, &arena, row->campaign, &c, err) &&
              inside_campaign(&c, (period)row->period, err) &&
              store_rounds(tx, &arena, row->campaign, &rounds, err);
    row->number = (int64_t)rounds.n + 1;
    ok = ok && store_rounds_put(tx, row->campaign, row, 1, err) &&
         campaign_act(r->app, tx, &arena, r->who, "round.add", &c, c.id, STR_NONE,
                      arena_printf(&arena, "{\"number\":%lld,\"period\":%lld}",
                                   (long long)row->number, (long long)row->period),
                      err);
    arena_release(&arena);
    return ok;
}

bool campaign_add_round(struct app *app, const struct actor *who, struct round_row *row,
                        struct err *err)
{
    period p = (period)row->period;
    int year = period_year(p), month = period_month(p);
    bool last = month == 12 || !month;
    struct date first = {year, month ? month : 1, 1};
    struct date next = {last ? year + 1 : year, last ? 1 : month + 1, 1};
    row->starts_on = date_to_days(first);
    row->ends_on = date_to_days(next) - 1;
    struct rounding r = {app, who, row};
    return store_write(app->store, round_tx, &r, err);
}

/* ---- another edition
 * --------------------------------------------------------------------------------- */

struct changing {
    struct app *app;
    const struct actor *who;
    struct arena *arena;
    int64_t campaign, standard;
};

static bool change_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct changing *c = ctx;
    struct campaign_row row;
    struct standard_row now, next;
    bool found_now, found_next;
    if (!need_campaign(tx, c->arena, c->campaign, &row, err) ||
        !store_standard_get(tx, c->arena, row.standard, &now, &found_now, err) ||
        !store_standard_get(tx, c->arena, c->standard, &next, &found_next, err))
        return false;
    if (!found_next || !found_now) {
        char text[40];
        snprintf(text, sizeof text, "standard %lld", (long long)c->standard);
        return err_set(err, ERR_NOT_FOUND, text);
    }
    if (!str_eq(now.code, next.code)) {
        char a[ERR_ARG_MAX], b[ERR_ARG_MAX];
        snprintf(a, sizeof a, "%.*s", STR_ARG(next.code));
        snprintf(b, sizeof b, "%.*s", STR_ARG(now.code));
        return err_set(err, ERR_CHOICE, a, b);
    }
    return store_campaign_set_standard(tx, c->campaign, c->standard, err) &&
           campaign_act(c->app, tx, c->arena, c->who, "campaign.standard", &row, row.id,
                        arena_printf(c->arena, "{\"standard\":%lld}", (long long)row.standard),
                        arena_printf(c->arena, "{\"standard\":%lld}", (long long)c->standard), err);
}

bool campaign_change_standard(struct app *app, const struct actor *who, int64_t campaign,
                              int64_t standard, struct err *err)
{
    struct arena arena;
    arena_init(&arena, 0);
    struct changing c = {
        .app = app, .who = who, .arena = &arena, .campaign = campaign, .standard = standard};
    bool ok = store_write(app->store, change_tx, &c, err);
    arena_release(&arena);
    return ok;
}

/* ---- what carries over
 * ------------------------------------------------------------------------------- */

const char *carry_word(enum carry c)
{
    static const char *const WORDS[] = {"carried", "anew", "added", "removed"};
    return WORDS[c];
}

/* How many values the campaign has by code. */
static bool count_values(struct arena *arena, struct store_tx *tx, int64_t campaign,
                         struct map *counts, struct err *err)
{
    struct value_code_rows rows = {0};
    if (!store_value_codes(tx, arena, campaign, &rows, err))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        if (!map_put(arena, counts, rows.at[i].code, rows.at[i].n))
            return err_set(err, ERR_MEMORY, NULL);
    return true;
}

static bool fill_rows(struct carryover *out, struct arena *arena, const struct diff_row *diff,
                      int n, const struct map *counts, struct err *err)
{
    static const enum carry CARRY[] = {[DIFF_SAME] = CARRY_OVER,
                                       [DIFF_CHANGED] = CARRY_ANEW,
                                       [DIFF_ADDED] = CARRY_ADDED,
                                       [DIFF_REMOVED] = CARRY_REMOVED};
    out->rows = ARENA_ARRAY(arena, (size_t)n + 1, struct carry_row);
    if (!out->rows)
        return err_set(err, ERR_MEMORY, NULL);
    for (int i = 0; i < n; i++) {
        if (diff[i].kind != PART_INDICATOR && diff[i].kind != PART_ITEM)
            continue;
        int64_t values = map_get(counts, diff[i].code);
        out->rows[out->n++] = (struct carry_row){.kind = str_of(part_kind_word(diff[i].kind)),
                                                 .code = diff[i].code,
                                                 .name_zh = diff[i].name.zh,
                                                 .name_en = diff[i].name.en,
                                                 .carry = CARRY[diff[i].diff],
                                                 .values = values > 0 ? values : 0};
    }
    return true;
}

bool campaign_carryover(struct app *app, struct store_tx *tx, struct arena *arena, int64_t campaign,
                        struct carryover *out, struct err *err)
{
    struct campaign_row row;
    struct standard_row edition;
    bool found;
    *out = (struct carryover){0};
    if (!need_campaign(tx, arena, campaign, &row, err) ||
        !store_standard_get(tx, arena, row.standard, &edition, &found, err))
        return false;
    out->to = row.standard;
    out->from = found ? edition.follows : 0;
    if (!out->from)
        return true;
    const struct standard *before, *now;
    struct diff_row *diff;
    struct map counts = {0};
    int n;
    return standard_get(app, tx, out->from, &before, err) &&
           standard_get(app, tx, out->to, &now, err) &&
           standard_diff(before, now, arena, &diff, &n, err) &&
           count_values(arena, tx, campaign, &counts, err) &&
           fill_rows(out, arena, diff, n, &counts, err);
}

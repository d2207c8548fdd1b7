#include "work/stage.h"

#include "domain/deadline.h"
#include "store/campaign.h"
#include "work/calendar.h"
#include "work/changes.h"

bool stage_limited(enum finding_state state)
{
    return FINDING_STATES[state].limit[0] != 0;
}

bool stage_limits_of(struct store_tx *tx, struct arena *arena, int64_t campaign,
                     struct stage_limit out[FINDING_COUNT], struct err *err)
{
    struct stage_limit_rows rows = {0};
    enum finding_state state;
    for (int i = 0; i < FINDING_COUNT; i++)
        out[i] = (struct stage_limit){str_of(FINDING_STATES[i].limit), false};
    if (!store_stage_limits(tx, arena, campaign, &rows, err))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        if (finding_state_parse(rows.at[i].state, &state))
            out[state] = (struct stage_limit){rows.at[i].time_limit, true};
    return true;
}

/* ---- when ------------------------------------------------------------------------------------
 */

/* The limit, and what the region says of its calendar. */
static bool sort_out(struct arena *arena, const struct stage_rule_rows *rules, struct str *limit,
                     struct calendar *calendar, struct err *err)
{
    struct own_day_rows days = {0};
    struct own_duty_rows duties = {0};
    for (size_t i = 0; i < rules->n; i++) {
        const struct stage_rule_row *r = &rules->at[i];
        struct own_day_row day = {
            .region = r->b, .day = r->a, .works = r->works, .name_zh = STR(""), .name_en = STR("")};
        struct own_duty_row duty = {.region = r->a, .from_day = r->b, .hours = r->words};
        if (r->what == 1)
            *limit = r->words;
        else if (!(r->what == 2 ? VEC_PUSH(arena, &days, day) : VEC_PUSH(arena, &duties, duty)))
            return err_set(err, ERR_MEMORY, NULL);
    }
    return calendar_merge(arena, &days, &duties, calendar, err);
}

bool stage_due(struct store_tx *tx, struct arena *arena, int64_t campaign, region_code region,
               enum finding_state state, msec now, msec *out, struct err *err)
{
    struct stage_rule_rows rules = {0};
    struct calendar calendar;
    struct limit limit;
    struct str text = str_of(FINDING_STATES[state].limit);
    *out = 0;
    if (!stage_limited(state))
        return true;
    return store_stage_rules(tx, arena, campaign, str_of(FINDING_STATES[state].code), region,
                             calendar_day_of(now), &rules, err) &&
           sort_out(arena, &rules, &text, &calendar, err) &&
           (!text.n || (limit_parse(text, &limit, err) &&
                        deadline_compute(&calendar, now, &limit, NULL, 0, out, NULL, NULL, err)));
}

/* ---- changing --------------------------------------------------------------------------------
 */

struct change {
    struct app *app;
    const struct actor *who;
    int64_t campaign;
    const struct stage_limit_row *wished;
    size_t n;
    struct stage_limit_row rows[FINDING_COUNT];
    struct arena arena;
};

static bool wrong(struct err *err, const char *field)
{
    err_at(err, STR_NONE, 0, 0, field);
    return false;
}

static bool fits(struct change *c, size_t i, struct err *err)
{
    const struct stage_limit_row *wish = &c->wished[i];
    enum finding_state state;
    struct limit limit;
    char text[LIMIT_TEXT_MAX] = "";
    struct str words = str_trim(wish->time_limit);
    if (!finding_state_parse(wish->state, &state) || !stage_limited(state))
        return err_set(err, ERR_CHOICE, err_word(wish->state).z,
                       "reported, verified, filed, dispatched, fixed, appealed") ||
               wrong(err, "state");
    for (size_t k = 0; k < i; k++)
        if (str_eq(c->wished[k].state, wish->state))
            return err_set(err, ERR_REMINDER_TWICE,
                           err_both(FINDING_STATES[state].zh, FINDING_STATES[state].en).z) ||
                   wrong(err, "state");
    if (words.n && !limit_parse(words, &limit, err))
        return wrong(err, "limit");
    if (words.n)
        limit_format(&limit, text);
    c->rows[i] = (struct stage_limit_row){c->campaign, str_of(FINDING_STATES[state].code),
                                          arena_str(&c->arena, str_of(text))};
    return c->rows[i].time_limit.p || err_set(err, ERR_MEMORY, NULL);
}

/* How the record names it. */
static struct str in_words(const struct stage_limit *l)
{
    return !l->own ? STR("standard") : l->limit.n ? l->limit : STR("none");
}

static bool change_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct change *c = ctx;
    struct campaign_row campaign;
    struct stage_limit was[FINDING_COUNT], is[FINDING_COUNT];
    struct changes ch;
    bool found;
    if (!store_campaign_get(tx, &c->arena, c->campaign, &campaign, &found, err) || !found)
        return found || err_set(err, ERR_NOT_FOUND, "campaign");
    if (!stage_limits_of(tx, &c->arena, c->campaign, was, err) ||
        !store_stage_limits_put(tx, c->campaign, c->rows, c->n, err) ||
        !stage_limits_of(tx, &c->arena, c->campaign, is, err))
        return false;
    struct act act = {.kind = "stage.change",
                      .region = campaign.region,
                      .thing = arena_printf(&c->arena, "campaign %lld", (long long)c->campaign)};
    changes_begin(&ch);
    for (int i = 0; i < FINDING_COUNT; i++)
        changes_str(&ch, FINDING_STATES[i].code, in_words(&was[i]), in_words(&is[i]));
    bool ok = changes_act(&ch, c->app, tx, c->who, &act, false, err);
    changes_end(&ch);
    return ok;
}

bool stage_limits_change(struct app *app, const struct actor *who, int64_t campaign,
                         const struct stage_limit_row *rows, size_t n, struct err *err)
{
    struct change c = {.app = app, .who = who, .campaign = campaign, .wished = rows, .n = n};
    bool ok = n <= ARRAY_LEN(c.rows) || err_set(err, ERR_INTERNAL, "limits of stages");
    arena_init(&c.arena, 0);
    for (size_t i = 0; i < n && ok; i++)
        ok = fits(&c, i, err);
    ok = ok && store_write(app->store, change_tx, &c, err);
    arena_release(&c.arena);
    return ok;
}

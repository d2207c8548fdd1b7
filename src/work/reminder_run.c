/* Reminders applied: what is due now is told, and supervision rises, once. */
#include <stdio.h>

#include "domain/deadline.h"
#include "store/finding.h"
#include "store/finding_life.h"
#include "work/calendar.h"
#include "work/finding_parts.h"
#include "work/message.h"
#include "work/reminder.h"

enum { AT_ONCE = 20, BATCHES_MAX = 5000 };
#define NEVER (INT64_MAX / 2) /* until somebody does something with the finding */

/* By the plan, not by a person. */
static const struct actor SCHEDULE = {.login = STR_INIT("schedule"),
                                      .name = STR_INIT("schedule"),
                                      .role = ROLE_no_post,
                                      .within = {.n = 1},
                                      .scope = SCOPE_all};

struct batch {
    struct app *app;
    struct arena *arena;
    struct store_tx *tx;
    msec now;
    struct calendar calendar; /* of a place in this region */
    region_code region;
    struct reminder_rows rules; /* of this campaign */
    int64_t campaign;
    struct reminded done;
};

/* One unit's part of one finding. */
struct part {
    struct finding_row f;
    struct finding_unit_line_rows units;
    const struct finding_unit_line_row *unit;
    const struct reminder_row *before, *after; /* that apply now and were not told: the last ones */
    const struct reminder_row *raise;          /* the highest level among them */
    msec next;
};

static bool need_rules(struct batch *b, int64_t campaign, struct err *err)
{
    bool own;
    if (b->campaign == campaign)
        return true;
    b->campaign = campaign;
    return reminders_of(b->tx, b->arena, campaign, &b->rules, &own, err);
}

static bool need_calendar(struct batch *b, region_code region, struct err *err)
{
    if (b->calendar.n_duties && b->region == region)
        return true;
    b->region = region;
    return calendar_load(b->tx, b->arena, region, &b->calendar, err);
}

static int level_of(const struct reminder_row *r)
{
    return life_word_find(FINDING_LEVELS, LEVEL_COUNT, r->level);
}

/* Has it been applied to this deadline? It is from now on. */
static bool first(struct batch *b, const struct part *p, const struct reminder_row *r, bool *is,
                  struct err *err)
{
    struct finding_told_row row = {.finding = p->f.id,
                                   .unit = p->unit->unit,
                                   .rule =
                                       arena_printf(b->arena, "%.*s %.*s %.*s", STR_ARG(r->moment),
                                                    STR_ARG(r->amount), STR_ARG(r->level)),
                                   .due_at = p->f.due_at,
                                   .at = b->now};
    return row.rule.p ? store_told_put(b->tx, &row, is, err) : err_set(err, ERR_MEMORY, NULL);
}

static bool weigh(struct batch *b, struct part *p, const struct reminder_row *r, struct err *err)
{
    bool after = str_is(r->moment, "after"), is;
    msec at;
    if (!r->active)
        return true;
    if (!reminder_moment(&b->calendar, r, p->f.due_at, &at, err))
        return false;
    /* Known since the clock started, or too late to be early. */
    if (!after && (at <= p->f.from_at || b->now >= p->f.due_at))
        return true;
    if (at > b->now) {
        p->next = at < p->next ? at : p->next;
        return true;
    }
    if (!first(b, p, r, &is, err))
        return false;
    if (!is)
        return true;
    if (after)
        p->after = r;
    else
        p->before = r;
    if (after && r->level.n && p->unit->unit == p->f.lead_unit &&
        level_of(r) + 1 > p->f.supervised && (!p->raise || level_of(r) > level_of(p->raise)))
        p->raise = r;
    return true;
}

static bool tell(struct batch *b, struct part *p, struct err *err)
{
    const struct reminder_row *r = p->after ? p->after : p->before;
    enum message_kind kind = p->after ? MESSAGE_OVERDUE : MESSAGE_DUE;
    const struct finding_unit_line_row *u = p->unit;
    struct telling t = {
        .app = b->app,
        .tx = b->tx,
        .arena = b->arena,
        .f = &p->f,
        .about = arena_printf(b->arena, "%.*s %lld", STR_ARG(r->amount), (long long)p->f.due_at)};
    b->done.told++;
    return (t.about.p || err_set(err, ERR_MEMORY, NULL)) &&
           tell_unit(&t, kind, u->unit, u->name, u->name_en, err) &&
           (!p->after ||
            tell_office(&t, kind, PERMISSION_finding_manage, u->unit, u->name, u->name_en, err)) &&
           tell_end(&t, err);
}

static struct str amount_zh(struct arena *arena, struct str amount)
{
    static const char *const UNITS[] = {[LIMIT_WORK_HOURS] = "个工作时",
                                        [LIMIT_WORK_DAYS] = "个工作日",
                                        [LIMIT_HOURS] = "小时",
                                        [LIMIT_DAYS] = "天"};
    struct limit l;
    if (!limit_parse(amount, &l, NULL))
        return amount;
    return arena_printf(arena, "%d%s", (int)l.n, UNITS[l.unit]);
}

/* Through the act itself: trail, record and messages are those of any supervision. */
static bool raise_level(struct batch *b, struct part *p, struct err *err)
{
    const struct reminder_row *r = p->raise;
    bool again;
    struct finding_call call = {
        .campaign = p->f.campaign,
        .finding = p->f.id,
        .version = p->f.version,
        .action = ACT_SUPERVISE,
        .level = r->level,
        .reason = arena_printf(b->arena, "按规则自动督办：逾期%.*s / by rule: overdue by %.*s",
                               STR_ARG(amount_zh(b->arena, r->amount)), STR_ARG(r->amount))};
    b->done.raised++;
    return (call.reason.p || err_set(err, ERR_MEMORY, NULL)) &&
           finding_act_tx(b->app, b->tx, b->arena, &SCHEDULE, &call, &again, err);
}

static bool look(struct batch *b, const struct to_remind_row *at, struct err *err)
{
    struct part p = {.next = NEVER};
    enum finding_state state;
    bool found;
    if (!store_finding_get(b->tx, b->arena, at->finding, &p.f, &found, err) ||
        !store_finding_units(b->tx, b->arena, at->finding, &p.units, err) ||
        !need_rules(b, p.f.campaign, err) || !need_calendar(b, p.f.region, err))
        return false;
    for (size_t i = 0; i < p.units.n; i++)
        if (p.units.at[i].unit == at->unit)
            p.unit = &p.units.at[i];
    bool runs = p.unit && p.f.due_at && !p.f.paused_at && finding_state_parse(p.f.state, &state) &&
                FINDING_STATES[state].clock;
    for (size_t i = 0; i < b->rules.n && runs; i++)
        if (!weigh(b, &p, &b->rules.at[i], err))
            return false;
    b->done.looked++;
    return store_remind_at(b->tx, at->finding, at->unit, p.next, err) &&
           ((!p.before && !p.after) || tell(b, &p, err)) && (!p.raise || raise_level(b, &p, err));
}

static bool batch_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct batch *b = ctx;
    struct to_remind_rows rows = {0};
    b->tx = tx;
    if (!store_to_remind(tx, b->arena, b->now, AT_ONCE, &rows, err))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        if (!look(b, &rows.at[i], err))
            return false;
    return true;
}

bool reminders_run(struct app *app, struct reminded *out, struct err *err)
{
    bool ok = true, more = true;
    *out = (struct reminded){0};
    for (int i = 0; i < BATCHES_MAX && ok && more; i++) {
        struct arena arena;
        arena_init(&arena, 0);
        struct batch b = {.app = app, .arena = &arena, .now = app_now(app)};
        ok = store_write(app->store, batch_tx, &b, err);
        if (ok) {
            out->looked += b.done.looked;
            out->told += b.done.told;
            out->raised += b.done.raised;
        }
        more = b.done.looked > 0;
        arena_release(&arena);
    }
    return ok;
}

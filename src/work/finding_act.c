/* One act on a finding: who may, what it does, the trail and the record. */
#include "work/finding_parts.h"

#include <stdio.h>

#include "store/finding.h"
#include "store/finding_life.h"
#include "work/changes.h"
#include "work/stage.h"

/* ---- who may ---------------------------------------------------------------------------------
 */

bool finding_hands(struct store_tx *tx, struct arena *arena, const struct actor *who,
                   int64_t finding, unsigned *hands, struct err *err)
{
    struct finding_held_rows rows = {0};
    *hands = 0;
    if (!who->user)
        return true;
    if (!store_finding_hands_of(tx, arena, finding, who->user,
                                who->for_user ? who->for_user : who->user, &rows, err))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        int hand = life_word_find(FINDING_HANDS, HAND_COUNT, rows.at[i].hand);
        if (hand >= 0)
            *hands |= 1U << hand;
    }
    return true;
}

struct finding_unit_line_row *finding_part(const struct actor *who,
                                           const struct finding_unit_line_rows *units,
                                           int64_t named, struct err *err)
{
    struct finding_unit_line_row *first = NULL;
    for (size_t i = 0; i < units->n; i++) {
        struct finding_unit_line_row *u = &units->at[i];
        if (str_is(u->state, "declined") || (named && u->unit != named) ||
            !actor_reaches_unit(who, u->unit, u->path, u->region, NULL))
            continue;
        if (u->unit == who->unit)
            return u;
        if (!first)
            first = u;
    }
    if (!first)
        err_set(err, ERR_OUT_OF_UNIT, NULL);
    return first;
}

static bool may(struct finding_doing *d, struct err *err)
{
    const struct finding_act_def *a = &FINDING_ACTS[d->call->action];
    unsigned hands;
    if (a->by_unit && !(d->mine = finding_part(d->who, &d->units, d->call->unit, err)))
        return false;
    if (!a->by_unit && !actor_reaches(d->who, d->f.region, err))
        return false;
    return finding_hands(d->tx, d->arena, d->who, d->f.id, &hands, err) &&
           finding_act_fits(d->call->action, d->from, hands, err);
}

/* Waits for an answer: extension or appeal. */
static bool asked(const struct finding_request_rows *rows, const char *kind)
{
    for (size_t i = 0; i < rows->n; i++)
        if (!rows->at[i].decided_at && str_is(rows->at[i].kind, kind))
            return true;
    return false;
}

static bool part_allows(enum finding_action act, const struct finding_unit_line_row *mine)
{
    bool fixed = str_is(mine->state, "fixed");
    return act == ACT_CLAIM ? str_is(mine->state, "asked") : act == ACT_PROGRESS || !fixed;
}

bool finding_possible(const struct actor *who, const struct finding_row *f,
                      const struct finding_unit_line_rows *units,
                      const struct finding_request_rows *requests, unsigned hands, unsigned *acts,
                      struct err *err)
{
    enum finding_state state = FINDING_COUNT;
    *acts = 0;
    if (!finding_state_parse(f->state, &state))
        return err_set(err, ERR_INTERNAL, "state of a finding");
    bool waits = asked(requests, "extension");
    for (int i = 0; i < ACT_COUNT; i++) {
        enum finding_action act = (enum finding_action)i;
        struct actor in = *who;
        const struct finding_unit_line_row *mine;
        bool answers = act == ACT_EXTEND || act == ACT_DECLINE;
        if (!actor_use(&in, FINDING_ACTS[i].permission, NULL) ||
            !finding_act_fits(act, state, hands, NULL) || (answers && !waits) ||
            (act == ACT_ASK_EXTENSION && waits))
            continue;
        if (FINDING_ACTS[i].by_unit) {
            mine = finding_part(&in, units, 0, NULL);
            if (!mine || !part_allows(act, mine))
                continue;
        } else if (!actor_reaches(&in, f->region, NULL)) {
            continue;
        }
        *acts |= 1U << i;
    }
    return true;
}

/* ---- trail and record ------------------------------------------------------------------------
 */

bool finding_hands_put(struct store_tx *tx, const struct actor *who, int64_t finding,
                       enum finding_hand hand, struct err *err)
{
    struct str code = str_of(FINDING_HANDS[hand].code);
    return (!who->user || store_finding_hand_put(tx, finding, who->user, code, err)) &&
           (!who->for_user || store_finding_hand_put(tx, finding, who->for_user, code, err));
}

bool finding_trail(struct finding_doing *d, int64_t finding, const char *action, struct str was,
                   struct str became, int64_t due_at, struct str detail, struct err *err)
{
    struct finding_step_row step = {.finding = finding,
                                    .at = d->now,
                                    .user_id = d->who->user,
                                    .for_user = d->who->for_user,
                                    .unit = d->mine ? d->mine->unit : d->who->unit,
                                    .action = str_of(action),
                                    .was = was,
                                    .became = became,
                                    .due_at = due_at,
                                    .reason = d->call->reason,
                                    .detail = detail,
                                    .key = finding == d->f.id ? d->call->key : STR("")};
    return store_finding_step_add(d->tx, &step, err);
}

static bool note(struct finding_doing *d, struct err *err)
{
    const struct finding_act_def *a = &FINDING_ACTS[d->call->action];
    const struct finding_row *x = &d->was, *y = &d->f;
    struct changes c;
    char kind[40];
    struct actor who = *d->who;
    who.reason = d->call->reason;
    snprintf(kind, sizeof kind, "finding.%s", a->code);
    changes_begin(&c);
    changes_i64(&c, "version", x->version, x->version + 1);
    changes_str(&c, "state", x->state, y->state);
    changes_i64(&c, "due_at", x->due_at, y->due_at);
    changes_i64(&c, "stage_due_at", x->stage_due_at, y->stage_due_at);
    changes_i64(&c, "lead_unit", x->lead_unit, y->lead_unit);
    changes_i64(&c, "into", x->into_id, y->into_id);
    changes_str(&c, "form", x->form, y->form);
    changes_str(&c, "requirement", x->requirement, y->requirement);
    changes_str(&c, "limit", x->time_limit, y->time_limit);
    changes_i64(&c, "supervised", x->supervised, y->supervised);
    changes_bool(&c, "on_site", x->on_site, y->on_site);
    if (d->mine)
        changes_i64(&c, "unit", 0, d->mine->unit);
    struct act act = {.kind = kind,
                      .region = y->region,
                      .thing = arena_printf(d->arena, "finding %lld", (long long)y->id)};
    bool ok = changes_act(&c, d->app, d->tx, &who, &act, false, err);
    changes_end(&c);
    return ok;
}

/* ---- the act ---------------------------------------------------------------------------------
 */

static bool finding_file(struct finding_doing *d, struct err *err)
{
    (void)err;
    d->f.filed_at = d->now;
    return true;
}

static bool finding_refuse(struct finding_doing *d, struct err *err)
{
    (void)err;
    d->f.filed_at = 0; /* it was not filed after all */
    return true;
}

static bool finding_close(struct finding_doing *d, struct err *err)
{
    (void)err;
    d->f.closed_at = d->now;
    d->f.on_site = d->call->on_site;
    json_kbool(d->detail, "on_site", d->call->on_site);
    return true;
}

static bool finding_supervise(struct finding_doing *d, struct err *err)
{
    int level = life_word_find(FINDING_LEVELS, LEVEL_COUNT, d->call->level);
    if (level < 0)
        return err_set(err, ERR_CHOICE, err_word(d->call->level).z, "reminder, notice, talk") ||
               err_at(err, STR_NONE, 0, 0, "level");
    if (level + 1 > d->f.supervised)
        d->f.supervised = level + 1;
    json_kstr(d->detail, "level", d->call->level);
    return true;
}

static finding_apply *const APPLY[ACT_COUNT] = {
    [ACT_FILE] = finding_file,
    [ACT_REFUSE] = finding_refuse,
    [ACT_DISPATCH] = finding_dispatch,
    [ACT_ROUTE] = finding_route,
    [ACT_MERGE] = finding_merge,
    [ACT_SPLIT] = finding_split,
    [ACT_SUSPEND] = finding_suspend,
    [ACT_EXTEND] = finding_extend,
    [ACT_DECLINE] = finding_decline,
    [ACT_CLAIM] = finding_claim,
    [ACT_SEND_BACK] = finding_send_back,
    [ACT_ASK_EXTENSION] = finding_ask_extension,
    [ACT_APPEAL] = finding_appeal,
    [ACT_PROGRESS] = finding_progress,
    [ACT_FIX] = finding_fix,
    [ACT_CLOSE] = finding_close,
    [ACT_RETURN] = finding_return,
    [ACT_REOPEN] = finding_reopen,
    [ACT_SUPERVISE] = finding_supervise,
    [ACT_UPHOLD] = finding_uphold,
    [ACT_DISMISS] = finding_dismiss,
};

static bool read_finding(struct finding_doing *d, struct err *err)
{
    char text[40];
    bool found;
    if (!store_finding_get(d->tx, d->arena, d->call->finding, &d->was, &found, err))
        return false;
    if (!found || d->was.campaign != d->call->campaign) {
        snprintf(text, sizeof text, "finding %lld", (long long)d->call->finding);
        return err_set(err, ERR_NOT_FOUND, text);
    }
    d->f = d->was;
    if (!finding_state_parse(d->f.state, &d->from))
        return err_set(err, ERR_INTERNAL, "state of a finding");
    if (!store_finding_units(d->tx, d->arena, d->f.id, &d->units, err))
        return false;
    for (size_t i = 0; i < d->units.n && i < 64; i++)
        d->took_part |= (uint64_t)!str_is(d->units.at[i].state, "declined") << i;
    return true;
}

/* Was this very call done already? */
static bool repeated(struct finding_doing *d, struct err *err)
{
    struct finding_step_row step;
    d->again = false;
    if (!d->call->key.n)
        return true;
    if (!store_finding_step_by_key(d->tx, d->arena, d->f.id, d->call->key, &step, &d->again, err))
        return false;
    if (!d->again)
        return true;
    return (step.user_id == d->who->user &&
            str_is(step.action, FINDING_ACTS[d->call->action].code)) ||
           err_set(err, ERR_KEY_USED, err_word(d->call->key).z);
}

static bool clock(struct finding_doing *d, struct err *err)
{
    enum finding_clock what = FINDING_ACTS[d->call->action].clock;
    if (what == CLOCK_STOP)
        return finding_clock_stop(d, err);
    return what != CLOCK_GO || finding_clock_go(d, err);
}

/* What comes to a state may wait in it for as long as the rule of now says; what stays, stays. */
static bool stage(struct finding_doing *d, struct err *err)
{
    if (d->to == d->from)
        return true;
    return stage_due(d->tx, d->arena, d->f.campaign, d->f.region, d->to, d->now, &d->f.stage_due_at,
                     err);
}

static bool keep(struct finding_doing *d, struct str detail, struct err *err)
{
    const struct finding_act_def *a = &FINDING_ACTS[d->call->action];
    const struct finding_state_def *to = &FINDING_STATES[d->to];
    bool fits;
    d->f.state = str_of(to->code);
    d->f.open = to->open;
    if (!stage(d, err) || !store_finding_update(d->tx, &d->was, &d->f, &fits, err))
        return false;
    if (!fits)
        return err_set(err, ERR_CHANGED, NULL);
    return store_finding_units_follow(d->tx, d->f.id, d->f.due_at,
                                      to->clock || d->to == FINDING_SUSPENDED, err) &&
           finding_trail(d, d->f.id, a->code, d->was.state, d->f.state, d->f.due_at, detail, err) &&
           (a->hand == HAND_COUNT || finding_hands_put(d->tx, d->who, d->f.id, a->hand, err)) &&
           note(d, err) && finding_tell(d, err);
}

static bool do_act(struct store_tx *tx, void *ctx, struct err *err)
{
    struct finding_doing *d = ctx;
    const struct finding_act_def *a = &FINDING_ACTS[d->call->action];
    struct buf text;
    struct json j;
    d->tx = tx;
    if (!read_finding(d, err) || !repeated(d, err))
        return false;
    if (d->again)
        return true;
    if (!may(d, err))
        return false;
    if (d->f.version != d->call->version)
        return err_set(err, ERR_CHANGED, NULL);
    if (a->reason && !str_trim(d->call->reason).n)
        return err_set(err, ERR_EMPTY, NULL) || err_at(err, STR_NONE, 0, 0, "reason");
    d->to = a->to >= 0 ? (enum finding_state)a->to : d->from;
    buf_init(&text, FINDING_TEXT_MAX * 4);
    json_begin(&j, &text);
    d->detail = &j;
    json_obj(&j);
    bool ok = (!APPLY[d->call->action] || APPLY[d->call->action](d, err)) && clock(d, err);
    json_end(&j);
    if (ok && buf_failed(&text))
        ok = err_set(err, ERR_MEMORY, NULL);
    ok = ok && keep(d, text.n > 2 ? buf_str(&text) : STR(""), err);
    buf_release(&text);
    return ok;
}

bool finding_act_tx(struct app *app, struct store_tx *tx, struct arena *arena,
                    const struct actor *who, const struct finding_call *call, bool *again,
                    struct err *err)
{
    struct finding_doing d = {
        .app = app, .arena = arena, .who = who, .call = call, .now = app_now(app)};
    bool ok = do_act(tx, &d, err);
    *again = ok && d.again;
    return ok;
}

bool finding_act(struct app *app, const struct actor *who, enum permission permission,
                 const struct finding_call *call, bool *again, struct err *err)
{
    struct arena arena;
    if (FINDING_ACTS[call->action].permission != permission)
        return err_set(err, ERR_FORBIDDEN, PERMISSIONS[FINDING_ACTS[call->action].permission].code);
    arena_init(&arena, 0);
    struct finding_doing d = {
        .app = app, .arena = &arena, .who = who, .call = call, .now = app_now(app)};
    bool ok = store_write(app->store, do_act, &d, err);
    *again = ok && d.again;
    arena_release(&arena);
    return ok;
}

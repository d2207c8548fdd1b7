/* What is done with a ranking or a list before and after its publication: units reply and appeal,
 * somebody else hears the appeal, a unit leaves the list by the rule, the office publishes. */
#include "work/standing_parts.h"

#include <stdio.h>

#include "store/campaign.h"
#include "work/audit.h"

struct doing {
    struct app *app;
    struct store_tx *tx;
    struct arena arena;
    const struct actor *who;
    const struct standing_call *call;
    msec now;
    struct paper_row paper;
    struct paper_unit_line_rows units;
    struct paper_reply_rows replies;
    struct paper_unit_line_row *unit;
};

static bool at(const char *field, struct err *err)
{
    return err_at(err, STR_NONE, 0, 0, field);
}

bool ranking_off(struct store_tx *tx, int64_t campaign, bool *off, struct err *err)
{
    return store_campaign_switched_off(tx, campaign, STR("unit_ranking"), off, err);
}

/* The paper with its units and what they said; none when ranking is switched off. */
static bool read_paper(struct doing *d, struct err *err)
{
    char text[40];
    bool found, off;
    d->now = app_now(d->app);
    if (!store_paper_get(d->tx, &d->arena, d->call->paper, &d->paper, &found, err))
        return false;
    snprintf(text, sizeof text, "paper %lld", (long long)d->call->paper);
    if (!found || d->paper.campaign != d->call->campaign ||
        (!str_is(d->paper.shelf, "ranking") && !str_is(d->paper.shelf, "lists")))
        return err_set(err, ERR_NOT_FOUND, text);
    if (!ranking_off(d->tx, d->paper.campaign, &off, err))
        return false;
    if (off)
        return err_set(err, ERR_RANKING_OFF, NULL);
    return store_paper_unit_lines(d->tx, &d->arena, d->paper.id, &d->units, err) &&
           store_paper_replies(d->tx, &d->arena, d->paper.id, &d->replies, err);
}

static bool note(struct doing *d, const char *kind, const char *more, struct err *err)
{
    struct actor who = *d->who;
    who.reason = d->call->text;
    struct act act = {.kind = kind,
                      .region = d->paper.region,
                      .thing = arena_printf(&d->arena, "paper %lld", (long long)d->paper.id),
                      .after = arena_printf(&d->arena, "{\"unit\":%lld%s%s}",
                                            (long long)(d->unit ? d->unit->unit : 0),
                                            more[0] ? "," : "", more)};
    return act.thing.p && act.after.p ? audit_act(d->app, d->tx, &who, &act, err)
                                      : err_set(err, ERR_MEMORY, NULL);
}

/* ---- a unit says something ------------------------------------------------------------------- */

/* The unit that was named, or the own one, or the first that is reached. */
static bool find_own(struct doing *d, struct err *err)
{
    for (size_t i = 0; i < d->units.n; i++) {
        struct paper_unit_line_row *u = &d->units.at[i];
        if ((d->call->unit && u->unit != d->call->unit) ||
            !actor_reaches_unit(d->who, u->unit, u->path, u->region, NULL))
            continue;
        if (!d->unit || u->unit == d->who->unit)
            d->unit = u;
    }
    return d->unit || err_set(err, ERR_OUT_OF_UNIT, NULL);
}

static bool appeal_waits(const struct doing *d, int64_t unit)
{
    for (size_t i = 0; i < d->replies.n; i++)
        if (d->replies.at[i].unit == unit && str_is(d->replies.at[i].kind, "appeal") &&
            !d->replies.at[i].decided_at)
            return true;
    return false;
}

static int64_t said(const struct doing *d, int64_t unit)
{
    int64_t n = 0;
    for (size_t i = 0; i < d->replies.n; i++)
        n += d->replies.at[i].unit == unit;
    return n;
}

static bool reply_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct doing *d = ctx;
    d->tx = tx;
    if (!read_paper(d, err) || !find_own(d, err))
        return false;
    if (!d->call->text.n)
        return err_set(err, ERR_EMPTY, NULL) || at("text", err);
    if (d->call->appeal && !str_is(d->paper.shelf, "lists"))
        return err_set(err, ERR_REPORT_APPEAL, NULL);
    if (d->call->appeal && (d->unit->off_at || appeal_waits(d, d->unit->unit)))
        return err_set(err, ERR_REPORT_APPEAL, NULL);
    /* A reply is heard before publication; a list can be appealed against later, too. */
    if (!d->call->appeal && (d->paper.done_at || d->now >= d->paper.due_at))
        return err_set(err, ERR_REPORT_OVER, NULL);
    if (said(d, d->unit->unit) >= REPLIES_MAX)
        return err_set(err, ERR_TOO_LARGE, "replies", "20");
    struct paper_reply_row row = {.paper = d->paper.id,
                                  .unit = d->unit->unit,
                                  .n = said(d, d->unit->unit) + 1,
                                  .kind = d->call->appeal ? STR("appeal") : STR("reply"),
                                  .at = d->now,
                                  .user_id = d->who->user,
                                  .for_user = d->who->for_user,
                                  .message = d->call->text,
                                  .answer = STR("")};
    return store_paper_reply_insert(tx, &row, err) &&
           note(d, d->call->appeal ? "lists.appeal" : "ranking.reply", "", err);
}

/* ---- somebody else hears it ------------------------------------------------------------------ */

static bool find_unit(struct doing *d, struct err *err)
{
    for (size_t i = 0; i < d->units.n; i++)
        if (d->units.at[i].unit == d->call->unit)
            d->unit = &d->units.at[i];
    return d->unit || err_set(err, ERR_NOT_FOUND, "unit") || at("unit", err);
}

/* Whoever made the list, or appealed, or for whom that was done, does not hear it. */
static bool hears(const struct doing *d, const struct paper_reply_row *r, struct err *err)
{
    const int64_t hands[] = {d->paper.made_by, d->paper.made_for, r->user_id, r->for_user};
    for (size_t i = 0; i < ARRAY_LEN(hands); i++)
        if (hands[i] && (hands[i] == d->who->user || hands[i] == d->who->for_user))
            return err_set(err, ERR_REPORT_HAND, NULL);
    return true;
}

static bool hear_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct doing *d = ctx;
    const struct paper_reply_row *appeal = NULL;
    d->tx = tx;
    if (!read_paper(d, err) || !actor_reaches(d->who, d->paper.region, err) || !find_unit(d, err))
        return false;
    for (size_t i = 0; i < d->replies.n; i++)
        if (d->replies.at[i].unit == d->unit->unit && str_is(d->replies.at[i].kind, "appeal") &&
            !d->replies.at[i].decided_at)
            appeal = &d->replies.at[i];
    if (!appeal)
        return err_set(err, ERR_REPORT_APPEAL, NULL);
    if (!hears(d, appeal, err))
        return false;
    if (!d->call->text.n)
        return err_set(err, ERR_EMPTY, NULL) || at("reason", err);
    struct paper_reply_row decided = *appeal;
    decided.decided_at = d->now;
    decided.decided_by = d->who->user;
    decided.granted = d->call->uphold;
    decided.answer = d->call->text;
    bool fits;
    if (!store_paper_reply_decide(tx, &decided, &fits, err))
        return false;
    if (!fits)
        return err_set(err, ERR_CHANGED, NULL);
    return (!d->call->uphold ||
            store_paper_unit_off(tx, d->paper.id, d->unit->unit, d->now, d->who->user,
                                 STR("appeal"), d->call->text, &fits, err)) &&
           note(d, "lists.hear", d->call->uphold ? "\"upheld\":true" : "\"upheld\":false", err);
}

/* ---- off the list by the rule ---------------------------------------------------------------- */

/* Black list: nothing that the unit leads is open and late any more. */
static bool clear_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct doing *d = ctx;
    int64_t late;
    bool fits;
    char text[24];
    d->tx = tx;
    if (!read_paper(d, err) || !actor_reaches(d->who, d->paper.region, err) || !find_unit(d, err))
        return false;
    if (!str_is(d->unit->list, "black") || d->unit->off_at)
        return err_set(err, ERR_REPORT_APPEAL, NULL);
    if (!store_paper_unit_late(tx, d->paper.campaign, d->unit->unit,
                               region_subtree(d->paper.region), d->now, &late, err))
        return false;
    snprintf(text, sizeof text, "%lld", (long long)late);
    if (late)
        return err_set(err, ERR_LIST_STAYS, err_word(d->unit->name).z, text);
    if (!store_paper_unit_off(tx, d->paper.id, d->unit->unit, d->now, d->who->user, STR("rule"),
                              d->call->text, &fits, err))
        return false;
    return fits ? note(d, "lists.clear", "", err) : err_set(err, ERR_CHANGED, NULL);
}

/* ---- publication ----------------------------------------------------------------------------- */

/* What stands beside the paper at that moment: frozen with it. */
static bool write_added(struct doing *d, struct buf *out, struct err *err)
{
    struct json j;
    char when[WHEN_TEXT_MAX];
    json_begin(&j, out);
    json_arr(&j);
    for (size_t i = 0; i < d->units.n; i++) {
        const struct paper_unit_line_row *u = &d->units.at[i];
        size_t n = 0;
        for (size_t k = 0; k < d->replies.n; k++)
            n += d->replies.at[k].unit == u->unit;
        if (!n && !u->off_at)
            continue;
        json_obj(&j);
        json_ki64(&j, "unit", u->unit);
        json_kstr(&j, "name", u->name);
        json_kstr(&j, "off", u->off_at ? u->off_how : STR(""));
        json_kstr(&j, "off_reason", u->off_reason);
        json_key(&j, "replies");
        json_arr(&j);
        for (size_t k = 0; k < d->replies.n; k++) {
            const struct paper_reply_row *r = &d->replies.at[k];
            if (r->unit != u->unit)
                continue;
            when_format(r->at, when);
            json_obj(&j);
            json_kstr(&j, "kind", r->kind);
            json_kstr(&j, "at", str_of(when));
            json_kstr(&j, "text", r->message);
            json_kbool(&j, "granted", r->granted);
            json_kstr(&j, "answer", r->answer);
            json_end(&j);
        }
        json_end(&j);
        json_end(&j);
    }
    json_end(&j);
    return !buf_failed(out) || err_set(err, ERR_MEMORY, NULL);
}

static bool publish_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct doing *d = ctx;
    struct buf added;
    char until[WHEN_TEXT_MAX], digest[SHA256_HEX], more[100];
    bool fits;
    d->tx = tx;
    if (!read_paper(d, err) || !actor_reaches(d->who, d->paper.region, err))
        return false;
    when_format(d->paper.due_at, until);
    if (!d->paper.done_at && d->now < d->paper.due_at)
        return err_set(err, ERR_REPORT_EARLY, until);
    for (size_t i = 0; i < d->replies.n; i++)
        if (appeal_waits(d, d->replies.at[i].unit))
            return err_set(err, ERR_REPORT_WAITS, NULL);
    buf_init(&added, 0);
    bool ok = write_added(d, &added, err);
    sha256_hex(buf_str(&added), digest);
    struct paper_row row = {.id = d->paper.id,
                            .done_at = d->now,
                            .done_by = d->who->user,
                            .done_for = d->who->for_user,
                            .done_unit = d->who->unit,
                            .note = STR(""),
                            .added = buf_str(&added)};
    ok = ok && store_paper_done(tx, &row, &fits, err) && (fits || err_set(err, ERR_CHANGED, NULL));
    snprintf(more, sizeof more, "\"sha256\":\"%s\"", digest);
    ok = ok &&
         note(d, str_is(d->paper.shelf, "lists") ? "lists.publish" : "ranking.publish", more, err);
    buf_release(&added);
    return ok;
}

static bool run(struct app *app, const struct actor *who, const struct standing_call *call,
                store_fn *job, struct err *err)
{
    struct doing d = {.app = app, .who = who, .call = call};
    arena_init(&d.arena, 0);
    bool ok = store_write(app->store, job, &d, err);
    arena_release(&d.arena);
    return ok;
}

bool standing_reply(struct app *app, const struct actor *who, const struct standing_call *call,
                    struct err *err)
{
    return run(app, who, call, reply_tx, err);
}

bool standing_hear(struct app *app, const struct actor *who, const struct standing_call *call,
                   struct err *err)
{
    return run(app, who, call, hear_tx, err);
}

bool standing_clear(struct app *app, const struct actor *who, const struct standing_call *call,
                    struct err *err)
{
    return run(app, who, call, clear_tx, err);
}

bool standing_publish(struct app *app, const struct actor *who, const struct standing_call *call,
                      struct err *err)
{
    return run(app, who, call, publish_tx, err);
}

/* ---- the switch ------------------------------------------------------------------------------ */

struct switching {
    struct app *app;
    const struct actor *who;
    int64_t campaign;
    bool on;
};

static bool switch_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    const struct switching *s = ctx;
    struct arena arena;
    struct campaign_row c;
    bool off, found, ok;
    arena_init(&arena, 0);
    ok = ranking_off(tx, s->campaign, &off, err) &&
         store_campaign_get(tx, &arena, s->campaign, &c, &found, err);
    if (ok && off == s->on) {
        struct act act = {.kind = "ranking.switch",
                          .region = c.region,
                          .thing = arena_printf(&arena, "campaign %lld", (long long)s->campaign),
                          .before = off ? STR("{\"on\":false}") : STR("{\"on\":true}"),
                          .after = s->on ? STR("{\"on\":true}") : STR("{\"on\":false}")};
        ok = (act.thing.p || err_set(err, ERR_MEMORY, NULL)) &&
             store_campaign_switch(tx, s->campaign, STR("unit_ranking"), !s->on, s->who->user,
                                   app_now(s->app), err) &&
             audit_act(s->app, tx, s->who, &act, err);
    }
    arena_release(&arena);
    return ok;
}

bool ranking_switch(struct app *app, const struct actor *who, int64_t campaign, bool on,
                    struct err *err)
{
    return store_write(app->store, switch_tx, &(struct switching){app, who, campaign, on}, err);
}

#include "http/session.h"

#include "store/unit.h"
#include "work/audit.h"

enum {
    MINUTE = 60 * 1000,
    SEEN_MINUTES = 5,     /* a use is noted at most so often */
    REFUSED_MINUTES = 60, /* and so is the use of what was ended */
    AGENT_MAX = 200,
};

static msec end_of_session(const struct settings *s, msec began, msec seen)
{
    msec idle = seen + (msec)s->number[SETTING_SESSION_IDLE_MINUTES] * MINUTE,
         last = began + (msec)s->number[SETTING_SESSION_HOURS] * 60 * MINUTE;
    return idle < last ? idle : last;
}

/* ---- whose it is
 * ----------------------------------------------------------------------------- */

struct seen {
    struct str hash;
    msec at, until;
};

static bool seen_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    const struct seen *s = ctx;
    return store_session_seen(tx, s->hash, s->at, s->until, err);
}

/* The session goes on. A write in every request would cost more than most requests, so the use is
 * noted every few minutes; when that fails (a full disk), reading must still be possible. */
static bool note_use(struct server *s, struct request *q, const struct session_user_row *user,
                     msec now, struct err *err)
{
    struct settings settings;
    struct seen seen = {.hash = q->session, .at = now};
    if (now - user->seen_at < (msec)SEEN_MINUTES * MINUTE)
        return true;
    if (!settings_read(q->tx, q->arena, &settings, err))
        return false;
    seen.until = end_of_session(&settings, user->began_at, now);
    request_read_end(q);
    (void)store_write(s->app->store, seen_tx, &seen, NULL);
    return true;
}

/* Without a valid post there is nothing to act in; what cannot be read of it reaches nowhere. */
static void become(struct request *q, const struct session_user_row *user)
{
    q->actor = (struct actor){.user = user->id,
                              .login = user->login,
                              .address = q->address,
                              .name = user->name_zh,
                              .for_user = user->for_user,
                              .for_login = user->for_login,
                              .role = ROLE_no_post,
                              .post = user->post,
                              .unit = user->unit,
                              .unit_path = user->unit_path,
                              .region = user->region};
    enum role role;
    if (user->unit && role_parse(user->role, &role) && role_given(role) &&
        region_set_parse(user->regions, &q->actor.chosen))
        q->actor.role = role;
    q->name_zh = user->name_zh;
    q->name_en = user->name_en;
    q->unit_name = user->unit_name;
    q->unit_name_en = user->unit_name_en;
    q->step = user->must_change == 1 ? STEP_PASSWORD
              : user->must_change    ? STEP_RENEW
              : user->enrol          ? STEP_ENROL
                                     : STEP_DONE;
}

struct ended {
    struct request *q;
    const struct ended_session_row *of;
};

static bool ended_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    const struct ended *e = ctx;
    struct request *q = e->q;
    struct actor whose = {.user = e->of->id, .login = e->of->login, .address = q->address};
    struct act act = {.kind = "session.refused",
                      .thing = STR("session"),
                      .after = arena_printf(q->arena, "{\"operation\":\"%s\"}", q->def->id)};
    return (act.after.p || err_set(err, ERR_MEMORY, NULL)) &&
           store_ended_session_refused(tx, q->session, app_now(q->app), err) &&
           audit_act(q->app, tx, &whose, &act, err);
}

/* Nobody has the cookie of a session that was ended, but whoever copied it: an entry, not more than
 * one an hour. The answer is that of any cookie that opens nothing. */
static bool refuse_ended(struct request *q, struct err *err)
{
    struct ended_session_row of;
    bool found;
    if (!store_ended_session(q->tx, q->arena, q->session, &of, &found, err))
        return false;
    request_read_end(q);
    if (found && msec_ago(of.refused_at, app_now(q->app), (msec)REFUSED_MINUTES * MINUTE))
        (void)store_write(q->app->store, ended_tx, &(struct ended){q, &of}, NULL);
    return err_set(err, ERR_LOGIN_NEEDED, NULL);
}

static bool session_again(struct request *q, struct err *err)
{
    struct session_user_row user;
    bool found;
    msec now = app_now(q->app);
    if (!request_read(q, err) || !store_session_user(q->tx, q->arena, q->session, now,
                                                     app_today(q->app), &user, &found, err))
        return false;
    if (!found)
        return refuse_ended(q, err);
    become(q, &user);
    return note_use(q->server, q, &user, now, err);
}

bool session_load(const struct raw_request *raw, struct request *q, struct err *err)
{
    struct str token = cookie_token(gate_header(raw, "Cookie"), COOKIE_SESSION);
    if (token.n == 0)
        return err_set(err, ERR_LOGIN_NEEDED, NULL);
    q->session = token_hash(q->arena, token);
    if (!q->session.p)
        return err_set(err, ERR_MEMORY, NULL);
    return session_again(q, err);
}

/* ---- in
 * -------------------------------------------------------------------------------------- */

/* What the browser says it is, as far as it is plain text. */
static struct str agent_of(const struct request *q)
{
    struct str agent = q->agent;
    for (size_t i = 0; i < agent.n; i++)
        if (agent.p[i] < 32 || agent.p[i] > 126)
            return STR("");
    agent.n = agent.n < AGENT_MAX ? agent.n : AGENT_MAX;
    return agent.n ? agent : STR("");
}

/* What the login was done with, for the record. */
static const char *means(const struct entering *e)
{
    static const char *const WORDS[] = {[BY_PASSWORD] = "{\"by\":\"password\"}",
                                        [BY_RESET_CODE] = "{\"by\":\"reset code\"}",
                                        [BY_CODE] = "{\"by\":\"one-time code\"}",
                                        [BY_RECOVERY] = "{\"by\":\"recovery code\"}",
                                        [BY_SERVICE] = "{\"by\":\"login service\"}"};
    return WORDS[e->by];
}

/* The first post that the person can act in, or none. */
static bool first_post(struct request *q, struct session_row *session, struct err *err)
{
    struct held_post_rows held = {0};
    if (!request_read(q, err) || !store_posts_held(q->tx, q->arena, session->user_id,
                                                   app_now(q->app), app_today(q->app), &held, err))
        return false;
    if (held.n) {
        session->post = held.at[0].post;
        session->delegation = held.at[0].delegation;
    }
    return true;
}

bool session_prepare(struct server *s, struct request *q, struct entering *e, struct reply *r,
                     struct err *err)
{
    char token[TOKEN_TEXT_MAX];
    msec now = app_now(s->app);
    msec set_at = e->user.password_at ? e->user.password_at : e->user.created_at;
    int64_t days = e->settings.number[SETTING_PASSWORD_DAYS];
    e->aged = !e->outside && days && now - set_at >= days * 24 * 60 * MINUTE;
    int64_t seconds = e->settings.number[SETTING_SESSION_HOURS] * 3600;
    token_make(s->app, token);
    e->session = (struct session_row){.hash = token_hash(q->arena, str_of(token)),
                                      .user_id = e->user.id,
                                      .created_at = now,
                                      .seen_at = now,
                                      .expires_at = end_of_session(&e->settings, now, now),
                                      .enrol = e->enrol,
                                      .outside = e->outside,
                                      .address = q->address.n ? q->address : STR(""),
                                      .agent = agent_of(q)};
    e->actor = (struct actor){.user = e->user.id, .login = e->user.login, .address = q->address};
    return (e->session.hash.p || err_set(err, ERR_MEMORY, NULL)) &&
           first_post(q, &e->session, err) &&
           cookie_set(q->arena, COOKIE_SESSION, str_of(token), (int)seconds, s->secure, &r->cookie,
                      err);
}

bool session_enter(struct store_tx *tx, struct app *app, const struct entering *e, struct err *err)
{
    bool first = true;
    int64_t id = e->user.id;
    msec now = app_now(app);
    struct act act = {.kind = "login", .thing = STR("session"), .after = str_of(means(e))};
    if (e->reset_code && !store_user_spend_code(tx, id, &first, err))
        return false;
    if (!first) /* somebody was faster with the same code */
        return err_set(err, ERR_LOGIN_FAILED, NULL);
    return (!e->aged || store_user_must_change(tx, id, err)) && guess_right(tx, &e->guess, err) &&
           store_session_delete_expired(tx, now, err) && store_login_step_expire(tx, now, err) &&
           store_session_insert(tx, &e->session, err) && audit_act(app, tx, &e->actor, &act, err);
}

bool session_entered(struct request *q, const struct entering *e, struct err *err)
{
    q->session = e->session.hash;
    return session_again(q, err);
}

/* ---- in another post
 * ------------------------------------------------------------------------- */

struct acting {
    struct request *q;
    int64_t post, delegation;
};

static bool act_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    const struct acting *a = ctx;
    struct request *q = a->q;
    struct act act = {.kind = "session.post",
                      .thing = STR("session"),
                      .before = arena_printf(q->arena, "{\"post\":%lld}", (long long)q->actor.post),
                      .after = arena_printf(q->arena, "{\"post\":%lld,\"delegation\":%lld}",
                                            (long long)a->post, (long long)a->delegation)};
    return ((act.before.p && act.after.p) || err_set(err, ERR_MEMORY, NULL)) &&
           store_session_act(tx, q->session, a->post, a->delegation, err) &&
           audit_act(q->app, tx, &q->actor, &act, err);
}

bool session_act(struct request *q, int64_t post, int64_t delegation, struct err *err)
{
    struct held_post_rows held = {0};
    bool own = false;
    if (!request_read(q, err) || !store_posts_held(q->tx, q->arena, q->actor.user, app_now(q->app),
                                                   app_today(q->app), &held, err))
        return false;
    for (size_t i = 0; i < held.n; i++)
        own = own || (held.at[i].post == post && held.at[i].delegation == delegation);
    if (!own)
        return err_set(err, ERR_NOT_FOUND, "post");
    request_read_end(q);
    return store_write(q->app->store, act_tx, &(struct acting){q, post, delegation}, err) &&
           session_again(q, err);
}

/* ---- out
 * ------------------------------------------------------------------------------------- */

struct ending {
    struct server *server;
    struct request *q;
};

static bool end_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    const struct ending *e = ctx;
    struct act act = {.kind = "logout", .thing = STR("session")};
    return store_session_end(tx, e->q->session, err) &&
           audit_act(e->server->app, tx, &e->q->actor, &act, err);
}

bool session_end(struct server *s, struct request *q, struct reply *r, struct err *err)
{
    request_read_end(q);
    return store_write(s->app->store, end_tx, &(struct ending){s, q}, err) &&
           cookie_set(q->arena, COOKIE_SESSION, STR_NONE, 0, s->secure, &r->cookie, err);
}

#include "http/session.h"

#include "work/audit.h"

enum {
    MINUTE = 60 * 1000,
    SEEN_MINUTES = 5, /* a use is noted at most so often */
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

static void become(struct request *q, const struct session_user_row *user)
{
    q->actor = (struct actor){.user = user->id,
                              .login = user->login,
                              .address = q->address,
                              .name = user->name_zh,
                              .region = user->region};
    q->login = user->login;
    q->role = user->role;
    q->name_zh = user->name_zh;
    q->name_en = user->name_en;
    q->step = user->must_change == 1 ? STEP_PASSWORD
              : user->must_change    ? STEP_RENEW
              : user->enrol          ? STEP_ENROL
                                     : STEP_DONE;
}

bool session_load(struct server *s, const struct raw_request *raw, struct request *q,
                  struct err *err)
{
    struct str token = cookie_token(gate_header(raw, "Cookie"), COOKIE_SESSION);
    if (token.n == 0)
        return err_set(err, ERR_LOGIN_NEEDED, NULL);
    struct session_user_row user;
    bool found;
    msec now = app_now(s->app);
    q->session = token_hash(q->arena, token);
    if (!q->session.p)
        return err_set(err, ERR_MEMORY, NULL);
    if (!request_read(q, err) ||
        !store_session_user(q->tx, q->arena, q->session, now, &user, &found, err))
        return false;
    if (!found)
        return err_set(err, ERR_LOGIN_NEEDED, NULL);
    become(q, &user);
    return note_use(s, q, &user, now, err);
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

void session_entered(struct request *q, const struct entering *e)
{
    become(q, &(struct session_user_row){.id = e->user.id,
                                         .login = e->user.login,
                                         .name_zh = e->user.name_zh,
                                         .name_en = e->user.name_en,
                                         .role = e->user.role,
                                         .region = e->user.region,
                                         .must_change = e->outside                       ? 0
                                                        : e->reset_code                  ? 1
                                                        : e->user.must_change || e->aged ? 2
                                                                                         : 0,
                                         .enrol = e->enrol});
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
    return store_session_delete(tx, e->q->session, err) &&
           audit_act(e->server->app, tx, &e->q->actor, &act, err);
}

bool session_end(struct server *s, struct request *q, struct reply *r, struct err *err)
{
    request_read_end(q);
    return store_write(s->app->store, end_tx, &(struct ending){s, q}, err) &&
           cookie_set(q->arena, COOKIE_SESSION, STR_NONE, 0, s->secure, &r->cookie, err);
}

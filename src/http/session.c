#include "http/session.h"

#include "work/audit.h"

enum {
    MINUTE = 60 * 1000,
    IDLE_MINUTES = 12 * 60,         /* a session ends so long after its last use */
    ABSOLUTE_MINUTES = 7 * 24 * 60, /* and so long after the login at the latest */
    SEEN_MINUTES = 5,               /* a use is noted at most so often */
    AGENT_MAX = 200,
};

static msec end_of_session(msec began, msec seen)
{
    msec idle = seen + (msec)IDLE_MINUTES * MINUTE, last = began + (msec)ABSOLUTE_MINUTES * MINUTE;
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
static void note_use(struct server *s, struct request *q, const struct session_user_row *user,
                     msec now)
{
    struct seen seen = {q->session, now, end_of_session(user->began_at, now)};
    if (now - user->seen_at < (msec)SEEN_MINUTES * MINUTE)
        return;
    request_read_end(q);
    (void)store_write(s->app->store, seen_tx, &seen, NULL);
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
    q->step = user->must_change ? STEP_PASSWORD : STEP_DONE;
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
    note_use(s, q, &user, now);
    return true;
}

/* ---- in and out
 * -------------------------------------------------------------------------------------- */

struct outcome {
    struct server *server;
    struct actor actor; /* who logs in; only what was typed when that failed */
    struct guess guess;
    bool right, code; /* the password was right; it was a one-time code */
    bool expired;     /* it would have been right in time */
    struct session_row session;
    msec now;
};

static bool spend_code(struct outcome *o, struct store_tx *tx, struct err *err)
{
    bool first;
    return store_user_spend_code(tx, o->actor.user, &first, err) &&
           (first || err_set(err, ERR_LOGIN_FAILED, NULL));
}

static bool outcome_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct outcome *o = ctx;
    struct act act = {.kind = o->right ? "login" : "login.failed", .thing = STR("session")};
    if (!audit_act(o->server->app, tx, &o->actor, &act, err))
        return false;
    if (!o->right)
        return guess_failed(tx, &o->guess, o->now, err);
    return (!o->code || spend_code(o, tx, err)) && guess_right(tx, &o->guess, err) &&
           store_session_delete_expired(tx, o->now, err) &&
           store_session_insert(tx, &o->session, err);
}

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

static bool new_session(struct server *s, struct request *q, const struct user_row *user,
                        struct outcome *o, struct reply *r, struct err *err)
{
    char token[TOKEN_TEXT_MAX];
    token_make(s->app, token);
    o->session = (struct session_row){.hash = token_hash(q->arena, str_of(token)),
                                      .user_id = user->id,
                                      .created_at = o->now,
                                      .seen_at = o->now,
                                      .expires_at = end_of_session(o->now, o->now),
                                      .address = q->address,
                                      .agent = agent_of(q)};
    return (o->session.hash.p || err_set(err, ERR_MEMORY, NULL)) &&
           cookie_set(q->arena, COOKIE_SESSION, str_of(token), ABSOLUTE_MINUTES * 60, s->secure,
                      &r->cookie, err);
}

/* A one-time code is compared as it was printed, however it was typed. */
static bool verify(struct server *s, struct request *q, const struct user_row *user,
                   struct str typed, struct outcome *o, struct err *err)
{
    char code[CODE_TEXT_MAX];
    bool usable = user->id && !user->disabled;
    if (user->password_until && code_read(typed, code))
        typed = str_of(code);
    if (!password_verify(s, q->arena, usable ? user->password : STR_NONE, typed, &o->right, err))
        return false;
    o->expired = o->right && user->password_until && user->password_until <= o->now;
    o->right = o->right && !o->expired;
    return true;
}

bool session_start(struct server *s, struct request *q, struct str login, struct str password,
                   struct reply *r, struct err *err)
{
    struct outcome o = {
        .server = s, .now = app_now(s->app), .actor = {.login = login, .address = q->address}};
    struct user_row user = {0};
    bool found;
    if (!guess_of(q, login, &o.guess, err) || !request_read(q, err) ||
        !guess_allowed(q, &o.guess, err) ||
        !store_user_find(q->tx, q->arena, login, &user, &found, err) ||
        !verify(s, q, &user, password, &o, err))
        return false;
    if (o.right && !new_session(s, q, &user, &o, r, err))
        return false;
    if (o.right) {
        o.actor.user = user.id;
        o.code = user.password_until != 0;
    }
    request_read_end(q);
    if (!store_write(s->app->store, outcome_tx, &o, err))
        return false;
    if (!o.right)
        return err_set(err, o.expired ? ERR_CODE_EXPIRED : ERR_LOGIN_FAILED, NULL);
    become(q, &(struct session_user_row){.id = user.id,
                                         .login = user.login,
                                         .name_zh = user.name_zh,
                                         .name_en = user.name_en,
                                         .role = user.role,
                                         .region = user.region,
                                         .must_change = user.must_change});
    return true;
}

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

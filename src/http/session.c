/* Sessions: a random token in a cookie, its hash in the store. Passwords: argon2id, at most two at
 * a time; guessing is slowed down by account and by address. */
#include <sodium.h>
#include <stdio.h>

#include "base/hash.h"
#include "http/server.h"
#include "store/user.h"
#include "work/audit.h"

enum {
    TOKEN_BYTES = 32,
    MINUTE = 60 * 1000,
    IDLE_MINUTES = 12 * 60,         /* a session ends so long after its last use */
    ABSOLUTE_MINUTES = 7 * 24 * 60, /* and so long after the login at the latest */
    SEEN_MINUTES = 5,               /* a use is noted at most so often */
    HASHES_AT_ONCE = 2,
    HASHES_WAITING = 16,
    ACCOUNT_TRIES = 5,
    ADDRESS_TRIES = 30,
    LOCK_MINUTES_MAX = 60,
    FORGET_MINUTES = 24 * 60,
};
static const char COOKIE[] = "tz_session";

/* ---- the cookie
 * ------------------------------------------------------------------------------------ */

static struct str cookie_value(struct str header)
{
    struct str part;
    while (str_split(&header, ';', &part)) {
        part = str_trim(part);
        size_t n = sizeof COOKIE - 1;
        if (part.n > n && memcmp(part.p, COOKIE, n) == 0 && part.p[n] == '=')
            return (struct str){part.p + n + 1, part.n - n - 1};
    }
    return STR_NONE;
}

static struct str hash_of(struct arena *arena, struct str token)
{
    unsigned char digest[SHA256_SIZE];
    sha256(token, digest);
    return arena_str(arena, (struct str){(const char *)digest, sizeof digest});
}

static msec end_of_session(msec began, msec seen)
{
    msec idle = seen + (msec)IDLE_MINUTES * MINUTE, last = began + (msec)ABSOLUTE_MINUTES * MINUTE;
    return idle < last ? idle : last;
}

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

bool session_load(struct server *s, const struct raw_request *raw, struct request *q,
                  struct err *err)
{
    struct str token = cookie_value(gate_header(raw, "Cookie"));
    if (token.n != TOKEN_BYTES * 2)
        return err_set(err, ERR_LOGIN_NEEDED, NULL);
    struct session_user_row user;
    bool found;
    msec now = app_now(s->app);
    q->session = hash_of(q->arena, token);
    if (!q->session.p)
        return err_set(err, ERR_MEMORY, NULL);
    if (!request_read(q, err) ||
        !store_session_user(q->tx, q->arena, q->session, now, &user, &found, err))
        return false;
    if (!found)
        return err_set(err, ERR_LOGIN_NEEDED, NULL);
    q->actor = (struct actor){.user = user.id,
                              .login = user.login,
                              .address = q->address,
                              .name = user.name_zh,
                              .region = user.region};
    q->login = user.login;
    q->role = user.role;
    q->name_zh = user.name_zh;
    q->name_en = user.name_en;
    note_use(s, q, &user, now);
    return true;
}

/* ---- guessing
 * --------------------------------------------------------------------------------------- */

static msec locked_until(const struct login_failure_row *f, int tries)
{
    if (f->failures < tries)
        return 0;
    int64_t over = f->failures - tries;
    int64_t minutes = over >= 6 ? LOCK_MINUTES_MAX : (int64_t)1 << over;
    return f->last_at + minutes * MINUTE;
}

static bool not_locked(struct request *q, struct str who, int tries, msec now, struct err *err)
{
    struct login_failure_row f;
    bool found;
    if (!store_login_failure_get(q->tx, q->arena, who, &f, &found, err))
        return false;
    msec until = found ? locked_until(&f, tries) : 0;
    if (until <= now)
        return true;
    char minutes[24];
    snprintf(minutes, sizeof minutes, "%lld", (long long)((until - now + MINUTE - 1) / MINUTE));
    return err_set(err, ERR_LOGIN_LOCKED, minutes);
}

/* ---- the hash
 * ---------------------------------------------------------------------------------------- */

static bool hash_enter(struct server *s, struct err *err)
{
    pthread_mutex_lock(&s->hash_lock);
    bool room = s->waiting < HASHES_WAITING;
    if (room) {
        s->waiting++;
        while (s->hashing >= HASHES_AT_ONCE)
            pthread_cond_wait(&s->hash_free, &s->hash_lock);
        s->waiting--;
        s->hashing++;
    }
    pthread_mutex_unlock(&s->hash_lock);
    return room || err_set(err, ERR_BUSY, NULL);
}

static void hash_leave(struct server *s)
{
    pthread_mutex_lock(&s->hash_lock);
    s->hashing--;
    pthread_cond_signal(&s->hash_free);
    pthread_mutex_unlock(&s->hash_lock);
}

/* Of no password at all: an unknown name costs the same time as a known one. */
static const char NOBODY[] = "$argon2id$v=19$m=65536,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
                             "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

static bool password_fits(struct server *s, struct request *q, struct str stored,
                          struct str password, bool *right, struct err *err)
{
    struct str z = arena_str(q->arena, stored.n ? stored : str_of(NOBODY));
    if (!z.p)
        return err_set(err, ERR_MEMORY, NULL);
    if (!hash_enter(s, err))
        return false;
    *right = crypto_pwhash_str_verify(z.p, password.p, password.n) == 0 && stored.n;
    hash_leave(s);
    return true;
}

/* ---- in and out
 * -------------------------------------------------------------------------------------- */

struct outcome {
    struct server *server;
    struct actor actor; /* who logs in; only what was typed when that failed */
    struct str account, address;
    bool right;
    struct session_row session;
    msec now;
};

static bool outcome_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct outcome *o = ctx;
    int64_t failures;
    msec since = o->now - (msec)FORGET_MINUTES * MINUTE;
    struct act act = {.kind = o->right ? "login" : "login.failed", .thing = STR("session")};
    if (!audit_act(o->server->app, tx, &o->actor, &act, err))
        return false;
    if (o->right)
        return store_login_failure_clear(tx, o->account, err) &&
               store_session_delete_expired(tx, o->now, err) &&
               store_session_insert(tx, &o->session, err);
    return store_login_failure_add(tx, o->account, o->now, since, &failures, err) &&
           store_login_failure_add(tx, o->address, o->now, since, &failures, err);
}

static bool new_session(struct server *s, struct request *q, const struct user_row *user,
                        struct outcome *o, struct reply *r, struct err *err)
{
    unsigned char bytes[TOKEN_BYTES];
    char token[2 * TOKEN_BYTES + 1];
    s->app->random(s->app->ctx, bytes, sizeof bytes);
    hex_of(bytes, sizeof bytes, token);
    o->session = (struct session_row){.hash = hash_of(q->arena, str_of(token)),
                                      .user_id = user->id,
                                      .created_at = o->now,
                                      .seen_at = o->now,
                                      .expires_at = end_of_session(o->now, o->now)};
    r->cookie = arena_printf(q->arena, "%s=%s; Path=/; HttpOnly; SameSite=Lax; Max-Age=%d%s",
                             COOKIE, token, ABSOLUTE_MINUTES * 60, s->secure ? "; Secure" : "");
    return (o->session.hash.p && r->cookie.p) || err_set(err, ERR_MEMORY, NULL);
}

bool session_start(struct server *s, struct request *q, struct str login, struct str password,
                   struct reply *r, struct err *err)
{
    struct outcome o = {
        .server = s, .now = app_now(s->app), .actor = {.login = login, .address = q->address}};
    struct user_row user = {0};
    bool found;
    o.account = arena_printf(q->arena, "login:%.*s", STR_ARG(login));
    o.address = arena_printf(q->arena, "address:%.*s", STR_ARG(q->address));
    if (!o.account.p || !o.address.p)
        return err_set(err, ERR_MEMORY, NULL);
    if (!request_read(q, err) || !not_locked(q, o.account, ACCOUNT_TRIES, o.now, err) ||
        !not_locked(q, o.address, ADDRESS_TRIES, o.now, err) ||
        !store_user_find(q->tx, q->arena, login, &user, &found, err))
        return false;
    bool usable = found && !user.disabled;
    if (!password_fits(s, q, usable ? user.password : STR_NONE, password, &o.right, err))
        return false;
    if (o.right && !new_session(s, q, &user, &o, r, err))
        return false;
    if (o.right)
        o.actor.user = user.id;
    request_read_end(q);
    if (!store_write(s->app->store, outcome_tx, &o, err))
        return false;
    if (!o.right)
        return err_set(err, ERR_LOGIN_FAILED, NULL);
    q->actor = (struct actor){.user = user.id,
                              .login = user.login,
                              .address = q->address,
                              .name = user.name_zh,
                              .region = user.region};
    q->login = user.login;
    q->role = user.role;
    q->name_zh = user.name_zh;
    q->name_en = user.name_en;
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
    if (!store_write(s->app->store, end_tx, &(struct ending){s, q}, err))
        return false;
    r->cookie = arena_printf(q->arena, "%s=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0", COOKIE);
    return r->cookie.p || err_set(err, ERR_MEMORY, NULL);
}

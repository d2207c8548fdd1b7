#include "store/oidc.h"
#include "http/session.h"
#include "work/audit.h"
#include "work/oidc.h"

enum { MINUTES = 10 };

/* ---- there
 * ----------------------------------------------------------------------------------- */

struct leaving {
    struct request *q;
    struct login_step_row step;
};

static bool leave_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct leaving *l = ctx;
    return store_login_step_expire(tx, app_now(l->q->app), err) &&
           store_login_step_add(tx, &l->step, err);
}

bool session_oidc_begin(struct server *s, struct request *q, struct reply *r, struct err *err)
{
    struct oidc_asked asked;
    struct leaving l = {.q = q};
    char token[TOKEN_TEXT_MAX];
    if (!oidc_begin(q->app, q->arena, &asked, err))
        return false;
    token_make(q->app, token);
    l.step = (struct login_step_row){
        .hash = token_hash(q->arena, str_of(token)),
        .kind = STR("oidc"),
        .data = arena_printf(q->arena, "%s %s %s", asked.state, asked.nonce, asked.verifier),
        .expires_at = app_now(q->app) + (msec)MINUTES * 60 * 1000};
    if (!l.step.hash.p || !l.step.data.p)
        return err_set(err, ERR_MEMORY, NULL);
    r->status = q->def->status;
    r->location = asked.url;
    return store_write(q->app->store, leave_tx, &l, err) &&
           cookie_set(q->arena, COOKIE_STEP, str_of(token), MINUTES * 60, s->secure, &r->cookie,
                      err);
}

/* ---- and back
 * -------------------------------------------------------------------------------- */

struct coming {
    struct server *server;
    struct request *q;
    struct entering e;
    struct str step; /* hash of the cookie */
    struct str nonce, verifier;
    struct oidc_person person;
    bool link, second;
    struct login_step_row half;
    enum err_code why; /* of a login that failed */
};

/* The state that this browser was sent away with; it is used up, whatever comes of it. */
static bool end_step_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct coming *c = ctx;
    bool there;
    return store_login_step_end(tx, c->step, &there, err) &&
           (there || err_set(err, ERR_OIDC_STATE, NULL));
}

static bool begun_here(struct coming *c, struct err *err)
{
    struct request *q = c->q;
    struct login_step_row step;
    struct str rest, state;
    bool found;
    if (!q->half.n)
        return err_set(err, ERR_OIDC_STATE, NULL);
    c->step = token_hash(q->arena, q->half);
    if (!c->step.p)
        return err_set(err, ERR_MEMORY, NULL);
    if (!request_read(q, err) || !store_login_step_get(q->tx, q->arena, c->step, "oidc",
                                                       app_now(q->app), &step, &found, err))
        return false;
    request_read_end(q);
    rest = found ? step.data : STR_NONE;
    if (!found || !str_split(&rest, ' ', &state) || !str_split(&rest, ' ', &c->nonce) ||
        !str_split(&rest, ' ', &c->verifier))
        return err_set(err, ERR_OIDC_STATE, NULL);
    if (!store_write(q->app->store, end_step_tx, c, err))
        return false;
    return str_eq(state, query_str(q, "state")) || err_set(err, ERR_OIDC_STATE, NULL);
}

static bool stranger(const struct coming *c, struct err *err)
{
    struct str name = c->person.login.n ? c->person.login : c->person.sub;
    return err_set(err, ERR_OIDC_PERSON, err_word(name).z);
}

/* By the login name, when that is allowed: never an administrator of any kind, and never an account
 * that somebody else of the service is linked to. */
static bool find_by_login(struct coming *c, struct str issuer, struct err *err)
{
    struct request *q = c->q;
    struct oidc_link_row link;
    bool found, linked;
    if (!oidc_config_of(q->app->oidc)->by_login || !c->person.login.n)
        return stranger(c, err);
    if (!store_user_find(q->tx, q->arena, c->person.login, &c->e.user, &found, err))
        return false;
    bool guarded = false;
    enum role role;
    if (found && !account_guarded(q->tx, q->arena, c->e.user.id, &guarded, &role, err))
        return false;
    if (!found || guarded)
        return stranger(c, err);
    if (!store_oidc_link_of(q->tx, q->arena, issuer, c->e.user.id, &link, &linked, err))
        return false;
    c->link = true;
    return !linked || stranger(c, err);
}

static bool find_account(struct coming *c, struct err *err)
{
    struct request *q = c->q;
    struct oidc_link_row link;
    struct str issuer = str_of(oidc_config_of(q->app->oidc)->issuer);
    bool found;
    if (!request_read(q, err) || !settings_read(q->tx, q->arena, &c->e.settings, err) ||
        !store_oidc_link_get(q->tx, q->arena, issuer, c->person.sub, &link, &found, err))
        return false;
    if (found ? !store_user_get(q->tx, q->arena, link.user_id, &c->e.user, &found, err)
              : !find_by_login(c, issuer, err))
        return false;
    if (!c->e.user.id || c->e.user.disabled)
        return stranger(c, err);
    return guess_of(q, c->e.user.login, &c->e.guess, err) &&
           login_second(q, &c->e, &c->second, err);
}

static bool link_up(struct coming *c, struct store_tx *tx, struct err *err)
{
    struct app *app = c->q->app;
    struct oidc_link_row row = {.issuer = str_of(oidc_config_of(app->oidc)->issuer),
                                .sub = c->person.sub,
                                .user_id = c->e.user.id,
                                .linked_at = app_now(app)};
    return store_oidc_link_put(tx, &row, err) && account_linked(app, tx, &c->e.actor, &row, err);
}

static bool come_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct coming *c = ctx;
    return (!c->link || link_up(c, tx, err)) &&
           (c->second ? login_half_way_tx(tx, c->q->app, &c->e, &c->half, err)
                      : session_enter(tx, c->q->app, &c->e, err));
}

static bool come_in(struct coming *c, struct reply *r, struct err *err)
{
    struct request *q = c->q;
    const char *issuer = oidc_config_of(q->app->oidc)->issuer;
    if (query_str(q, "error").p || !query_str(q, "code").p)
        return err_set(err, ERR_TOKEN, "error");
    if (query_str(q, "iss").p && !str_is(query_str(q, "iss"), issuer)) /* RFC 9207 */
        return err_set(err, ERR_TOKEN, "iss");
    if (!oidc_finish(q->app, q->arena, c->nonce, c->verifier, query_str(q, "code"), &c->person,
                     err) ||
        !find_account(c, err))
        return false;
    c->e.by = BY_SERVICE;
    c->e.outside = true;
    if (!(c->second ? login_half_way(c->server, q, &c->e, &c->half, r, err)
                    : session_prepare(c->server, q, &c->e, r, err)))
        return false;
    request_read_end(q);
    return store_write(q->app->store, come_tx, c, err);
}

static bool failed_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    const struct coming *c = ctx;
    struct actor nobody = {.login = c->person.login, .address = c->q->address};
    struct act act = {.kind = "login.failed",
                      .thing = STR("session"),
                      .after =
                          arena_printf(c->q->arena, "{\"by\":\"login service\",\"why\":\"%s\"}",
                                       err_key(c->why))};
    return act.after.p ? audit_act(c->q->app, tx, &nobody, &act, err)
                       : err_set(err, ERR_MEMORY, NULL);
}

/* A person is looking at this: what went wrong is shown on the login page. */
bool session_oidc_back(struct server *s, struct request *q, struct reply *r, struct err *err)
{
    struct coming c = {.server = s, .q = q};
    struct err why = {0};
    if (!q->app->oidc)
        return err_set(err, ERR_OIDC_OFF, NULL);
    r->status = q->def->status;
    r->location = STR("/");
    if (begun_here(&c, &why) && come_in(&c, r, &why)) {
        if (c.second)
            r->location = STR("/login?step=code");
        return true;
    }
    request_read_end(q);
    c.why = why.code;
    r->cookie = STR_NONE;
    r->location = arena_printf(q->arena, "/login?problem=%s", err_key(why.code));
    return (r->location.p || err_set(err, ERR_MEMORY, NULL)) &&
           store_write(q->app->store, failed_tx, &c, err);
}

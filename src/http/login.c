#include "http/session.h"

#include "store/unit.h"
#include "work/audit.h"

enum { STEP_MINUTES = 5 };

/* ---- what every way in shares
 * ---------------------------------------------------------------- */

bool login_second(struct request *q, struct entering *e, bool *second, struct err *err)
{
    struct totp_row totp;
    bool found;
    if (!store_totp_get(q->tx, q->arena, e->user.id, &totp, &found, err))
        return false;
    *second = found && totp.confirmed_at != 0;
    struct post_rows posts = {0};
    if (!store_posts_of_user(q->tx, q->arena, e->user.id, &posts, err))
        return false;
    for (size_t i = 0; i < posts.n && !*second; i++)
        if (setting_has_role(&e->settings, SETTING_SECOND_STEP_ROLES, posts.at[i].role))
            e->enrol = true;
    return true;
}

bool login_half_way(struct server *s, struct request *q, struct entering *e,
                    struct login_step_row *step, struct reply *r, struct err *err)
{
    char token[TOKEN_TEXT_MAX];
    token_make(q->app, token);
    *step = (struct login_step_row){.hash = token_hash(q->arena, str_of(token)),
                                    .kind = STR("code"),
                                    .user_id = e->user.id,
                                    .data = e->reset_code ? STR("reset")
                                            : e->outside  ? STR("outside")
                                                          : STR(""),
                                    .expires_at = app_now(q->app) + (msec)STEP_MINUTES * 60 * 1000};
    e->actor = (struct actor){.user = e->user.id, .login = e->user.login, .address = q->address};
    return (step->hash.p || err_set(err, ERR_MEMORY, NULL)) &&
           cookie_set(q->arena, COOKIE_STEP, str_of(token), STEP_MINUTES * 60, s->secure,
                      &r->cookie, err);
}

bool login_half_way_tx(struct store_tx *tx, struct app *app, const struct entering *e,
                       const struct login_step_row *step, struct err *err)
{
    struct act half = {.kind = "login.password", .thing = STR("session")};
    if (e->outside)
        half.kind = "login.service";
    return store_login_step_expire(tx, app_now(app), err) && store_login_step_add(tx, step, err) &&
           audit_act(app, tx, &e->actor, &half, err);
}

/* ---- the first step
 * -------------------------------------------------------------------------- */

/* A login that is being tried. */
struct trying {
    struct server *server;
    struct request *q;
    struct entering e;
    struct str typed_login;
    bool right, expired; /* the password; it would have been right in time */
    bool second;         /* a code has to follow */
    struct login_step_row step;
};

/* A one-time code in place of a password is compared as it was printed, however it was typed. */
static bool verify(struct trying *t, struct str typed, struct err *err)
{
    char code[CODE_TEXT_MAX];
    const struct user_row *user = &t->e.user;
    bool usable = user->id && !user->disabled;
    msec now = app_now(t->q->app);
    if (user->password_until && code_read(typed, code))
        typed = str_of(code);
    if (!password_verify(t->server, t->q->arena, usable ? user->password : STR_NONE, typed,
                         &t->right, err))
        return false;
    t->expired = t->right && user->password_until && user->password_until <= now;
    t->right = t->right && !t->expired;
    t->e.reset_code = user->password_until != 0;
    t->e.by = t->e.reset_code ? BY_RESET_CODE : BY_PASSWORD;
    return true;
}

static bool look_up(struct trying *t, struct err *err)
{
    struct request *q = t->q;
    bool found;
    if (!guess_of(q, t->typed_login, &t->e.guess, err) || !request_read(q, err) ||
        !guess_allowed(q, &t->e.guess, err) || !settings_read(q->tx, q->arena, &t->e.settings, err))
        return false;
    if (!store_user_find(q->tx, q->arena, t->typed_login, &t->e.user, &found, err))
        return false;
    if (!found) {
        t->e.user = (struct user_row){0};
        return true;
    }
    return login_second(q, &t->e, &t->second, err);
}

static bool try_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct trying *t = ctx;
    struct app *app = t->q->app;
    struct actor nobody = {.login = t->typed_login, .address = t->q->address};
    struct act failed = {.kind = "login.failed", .thing = STR("session")};
    if (!t->right)
        return audit_act(app, tx, &nobody, &failed, err) &&
               guess_failed(tx, &t->e.guess, app_now(app), err);
    if (t->second)
        return login_half_way_tx(tx, app, &t->e, &t->step, err);
    return session_enter(tx, app, &t->e, err);
}

bool session_start(struct server *s, struct request *q, struct str login, struct str password,
                   struct reply *r, struct err *err)
{
    struct trying t = {.server = s, .q = q, .typed_login = login};
    if (!look_up(&t, err) || !verify(&t, password, err))
        return false;
    if (t.right && !(t.second ? login_half_way(s, q, &t.e, &t.step, r, err)
                              : session_prepare(s, q, &t.e, r, err)))
        return false;
    request_read_end(q);
    if (!store_write(s->app->store, try_tx, &t, err))
        return false;
    if (!t.right)
        return err_set(err, t.expired ? ERR_CODE_EXPIRED : ERR_LOGIN_FAILED, NULL);
    if (!t.second)
        return session_entered(q, &t.e, err);
    q->step = STEP_CODE;
    return true;
}

/* ---- the second step
 * ------------------------------------------------------------------------- */

struct coding {
    struct request *q;
    struct entering e;
    struct str step; /* hash of the cookie */
    struct second_used used;
    bool right, used_before;
};

/* The login that is half way, and what is stored of its account. */
static bool resume(struct coding *c, struct str token, struct totp_row *totp, struct err *err)
{
    struct request *q = c->q;
    struct login_step_row step;
    bool found;
    c->step = token_hash(q->arena, token);
    if (!c->step.p)
        return err_set(err, ERR_MEMORY, NULL);
    if (!request_read(q, err) || !settings_read(q->tx, q->arena, &c->e.settings, err) ||
        !store_login_step_get(q->tx, q->arena, c->step, "code", app_now(q->app), &step, &found,
                              err))
        return false;
    if (!found)
        return err_set(err, ERR_LOGIN_NEEDED, NULL);
    c->e.reset_code = str_is(step.data, "reset");
    c->e.outside = str_is(step.data, "outside");
    if (!store_user_get(q->tx, q->arena, step.user_id, &c->e.user, &found, err))
        return false;
    if (!found || c->e.user.disabled)
        return err_set(err, ERR_LOGIN_NEEDED, NULL);
    if (!store_totp_get(q->tx, q->arena, step.user_id, totp, &found, err))
        return false;
    return found || err_set(err, ERR_LOGIN_NEEDED, NULL);
}

static bool code_failed(struct coding *c, struct store_tx *tx, struct err *err)
{
    struct act act = {.kind = "login.code.failed", .thing = STR("session")};
    return audit_act(c->q->app, tx, &c->e.actor, &act, err) &&
           guess_failed(tx, &c->e.guess, app_now(c->q->app), err);
}

static bool code_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct coding *c = ctx;
    bool first = false, there;
    if (c->right && !second_step_use(tx, c->e.user.id, &c->used, &first, err))
        return false;
    c->right = first;
    if (!c->right)
        return code_failed(c, tx, err);
    if (!store_login_step_end(tx, c->step, &there, err))
        return false;
    return there ? session_enter(tx, c->q->app, &c->e, err) : err_set(err, ERR_LOGIN_NEEDED, NULL);
}

bool session_code(struct server *s, struct request *q, struct str token, struct str typed,
                  struct reply *r, struct err *err)
{
    struct coding c = {.q = q};
    struct totp_row totp;
    if (!token.n)
        return err_set(err, ERR_LOGIN_NEEDED, NULL);
    if (!resume(&c, token, &totp, err) || !guess_of(q, c.e.user.login, &c.e.guess, err) ||
        !guess_allowed(q, &c.e.guess, err) ||
        !second_step_check(q->app, q->arena, &totp, typed, &c.used, &c.right, err))
        return false;
    c.e.by = c.used.step ? BY_CODE : BY_RECOVERY;
    if (!session_prepare(s, q, &c.e, r, err))
        return false;
    request_read_end(q);
    if (!store_write(s->app->store, code_tx, &c, err))
        return false;
    if (!c.right)
        return err_set(err, ERR_LOGIN_CODE, NULL);
    return session_entered(q, &c.e, err);
}

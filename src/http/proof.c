#include "http/session.h"
#include "work/audit.h"

struct wrong {
    struct request *q;
    struct guess guess;
};

static bool wrong_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    const struct wrong *w = ctx;
    struct act act = {.kind = "password.failed", .thing = STR("session")};
    return audit_act(w->q->app, tx, &w->q->actor, &act, err) &&
           guess_failed(tx, &w->guess, app_now(w->q->app), err);
}

bool account_proved(struct request *q, struct str password, struct user_row *user, struct err *err)
{
    struct wrong w = {.q = q};
    bool found, right = false;
    if (!guess_of(q, q->actor.login, &w.guess, err) || !request_read(q, err) ||
        !guess_allowed(q, &w.guess, err) ||
        !store_user_get(q->tx, q->arena, q->actor.user, user, &found, err))
        return false;
    request_read_end(q);
    if (!found)
        return err_set(err, ERR_LOGIN_NEEDED, NULL);
    if (user->password.n == 0) /* came in by a code, which is used up */
        return true;
    if (!password_verify(q->server, q->arena, user->password, password, &right, err))
        return false;
    if (right)
        return true;
    if (!store_write(q->app->store, wrong_tx, &w, err))
        return false;
    err_set(err, ERR_PASSWORD_WRONG, NULL);
    return err_at(err, STR_NONE, 0, 0, "old");
}

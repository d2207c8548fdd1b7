#include <stdio.h>

#include "http/proxy.h"
#include "http/session.h"

enum {
    MINUTE = 60 * 1000,
    ACCOUNT_TRIES = 5,
    ADDRESS_TRIES = 30,
    LOCK_MINUTES_MAX = 60,
    FORGET_MINUTES = 24 * 60,
};

bool guess_of(struct request *q, struct str login, struct guess *out, struct err *err)
{
    char room[ADDRESS_TEXT_MAX];
    struct str from = address_counted(q->address, room);
    out->account = account_guesses(q->arena, login);
    out->address = arena_printf(q->arena, "address:%.*s", STR_ARG(from));
    return (out->account.p && out->address.p) || err_set(err, ERR_MEMORY, NULL);
}

/* A failure that lies ahead is of before the clock was set back: nobody waits for that hour, too,
 * and the next failure is of the new time. */
static msec locked_until(const struct login_failure_row *f, int tries, msec now)
{
    if (f->failures < tries || f->last_at > now)
        return 0;
    int64_t over = f->failures - tries;
    int64_t minutes = over >= 6 ? LOCK_MINUTES_MAX : (int64_t)1 << over;
    return f->last_at + minutes * MINUTE;
}

static bool not_locked(struct request *q, struct str who, int tries, struct err *err)
{
    struct login_failure_row f;
    bool found;
    msec now = app_now(q->app);
    if (!store_login_failure_get(q->tx, q->arena, who, &f, &found, err))
        return false;
    msec until = found ? locked_until(&f, tries, now) : 0;
    if (until <= now)
        return true;
    char minutes[24];
    snprintf(minutes, sizeof minutes, "%lld", (long long)((until - now + MINUTE - 1) / MINUTE));
    return err_set(err, ERR_LOGIN_LOCKED, minutes);
}

bool guess_allowed(struct request *q, const struct guess *g, struct err *err)
{
    return not_locked(q, g->account, ACCOUNT_TRIES, err) &&
           not_locked(q, g->address, ADDRESS_TRIES, err);
}

bool guess_failed(struct store_tx *tx, const struct guess *g, msec now, struct err *err)
{
    int64_t failures;
    msec since = now - (msec)FORGET_MINUTES * MINUTE;
    return store_login_failure_delete_old(tx, since, err) &&
           store_login_failure_add(tx, g->account, now, since, &failures, err) &&
           store_login_failure_add(tx, g->address, now, since, &failures, err);
}

bool guess_right(struct store_tx *tx, const struct guess *g, struct err *err)
{
    return store_login_failure_clear(tx, g->account, err);
}

/* One's own account; and codes for people who cannot log in. */
#include "api/handlers.h"
#include "http/session.h"

/* ---- my password
 * ----------------------------------------------------------------------------- */

static bool differs(struct str new, struct str old, struct err *err)
{
    return !str_eq(new, old) || err_set(err, ERR_PASSWORD_SAME, NULL);
}

bool api_setPassword(struct request *q, struct reply *r, struct err *err)
{
    struct str old = body_str(q, "old"), new = body_str(q, "new"), hash;
    struct user_row user;
    r->status = q->def->status;
    if (!account_proved(q, old, &user, err))
        return false;
    if (!password_check(new, q->actor.login, err) || !differs(new, old, err))
        return err_at(err, STR_NONE, 0, 0, "new");
    return password_hash(q->server, q->arena, new, &hash, err) &&
           account_set_password(q->app, &q->actor, hash, q->session, err);
}

/* ---- a code for somebody
 * ------------------------------------------------------------------------- */

static bool may_reset(struct request *q, const struct user_row *user, struct err *err)
{
    bool guarded;
    enum role role;
    if (!account_guarded(q->tx, q->arena, user->id, &guarded, &role, err))
        return false;
    return !guarded || err_set(err, ERR_RESET_REFUSED, err_word(user->login).z, ROLES[role].code);
}

bool api_resetPassword(struct request *q, struct reply *r, struct err *err)
{
    struct account_code code;
    struct user_row user;
    struct settings settings;
    struct json j;
    bool found;
    int64_t id = path_int(q, "person");
    if (!request_read(q, err) || !store_user_get(q->tx, q->arena, id, &user, &found, err) ||
        !settings_read(q->tx, q->arena, &settings, err))
        return false;
    if (!found)
        return api_not_found("person", id, err);
    if (!may_reset(q, &user, err))
        return false;
    request_read_end(q);
    account_code_make(q->app, body_int(q, "hours", settings.number[SETTING_CODE_HOURS]), &code);
    if (!password_hash(q->server, q->arena, str_of(code.text), &code.hash, err) ||
        (body_bool(q, "codes_off") &&
         !second_step_off(q->app, &q->actor, user.id, user.login, err)) ||
        !account_reset(q->app, &q->actor, &user, &code, err))
        return false;
    reply_json(q, r, &j);
    api_code(&j, &user, &code);
    return true;
}

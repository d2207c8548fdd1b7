/* One's own one-time codes: on, off, codes on paper. */
#include "api/handlers.h"
#include "http/session.h"

bool api_getCodes(struct request *q, struct reply *r, struct err *err)
{
    struct totp_row totp;
    struct settings settings;
    struct json j;
    bool found;
    int64_t left;
    if (!request_read(q, err) || !settings_read(q->tx, q->arena, &settings, err) ||
        !store_totp_get(q->tx, q->arena, q->actor.user, &totp, &found, err) ||
        !store_recovery_count(q->tx, q->actor.user, &left, err))
        return false;
    bool on = found && totp.confirmed_at != 0;
    reply_json(q, r, &j);
    json_obj(&j);
    json_kbool(&j, "active", on);
    json_kbool(
        &j, "required",
        setting_has_role(&settings, SETTING_SECOND_STEP_ROLES, str_of(ROLES[q->actor.role].code)));
    json_ki64(&j, "since", on ? totp.confirmed_at : 0);
    json_ki64(&j, "recovery_left", left);
    json_end(&j);
    return true;
}

bool api_beginCodes(struct request *q, struct reply *r, struct err *err)
{
    struct second_setup *s = ARENA_NEW(q->arena, struct second_setup);
    struct user_row user;
    struct json j;
    if (!s)
        return err_set(err, ERR_MEMORY, NULL);
    if (!account_proved(q, body_str(q, "password"), &user, err) ||
        !second_step_begin(q->app, &q->actor, q->arena, s, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_kstr(&j, "secret", str_of(s->secret));
    json_kstr(&j, "uri", s->uri);
    json_key(&j, "qr");
    json_arr(&j);
    for (int i = 0; i < s->qr_size; i++)
        json_str(&j, str_of(s->qr[i]));
    json_end(&j);
    json_end(&j);
    return true;
}

static bool write_codes(struct request *q, struct reply *r, recovery_codes codes)
{
    struct json j;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "codes");
    json_arr(&j);
    for (int i = 0; i < RECOVERY_CODES; i++)
        json_str(&j, str_of(codes[i]));
    json_end(&j);
    json_end(&j);
    return true;
}

bool api_confirmCodes(struct request *q, struct reply *r, struct err *err)
{
    recovery_codes codes;
    return second_step_confirm(q->app, &q->actor, q->arena, body_str(q, "code"), codes, err) &&
           write_codes(q, r, codes);
}

bool api_newRecoveryCodes(struct request *q, struct reply *r, struct err *err)
{
    recovery_codes codes;
    struct user_row user;
    return account_proved(q, body_str(q, "password"), &user, err) &&
           second_step_recovery(q->app, &q->actor, q->arena, codes, err) &&
           write_codes(q, r, codes);
}

bool api_endCodes(struct request *q, struct reply *r, struct err *err)
{
    struct user_row user;
    r->status = q->def->status;
    return account_proved(q, body_str(q, "password"), &user, err) &&
           second_step_off(q->app, &q->actor, q->actor.user, q->actor.login, err);
}

#include "store/user.h"

#include "store/sql.h"

bool store_user_insert(struct store_tx *tx, const struct user_row *row, int64_t *id,
                       struct err *err)
{
    struct user_insert_out made;
    bool found;
    if (!sql_user_insert(tx, row, NULL, &made, &found, err))
        return false;
    *id = made.id;
    return true;
}

bool store_user_get(struct store_tx *tx, struct arena *arena, int64_t id, struct user_row *out,
                    bool *found, struct err *err)
{
    return sql_user_get(tx, &(struct user_get_in){id}, arena, out, found, err);
}

bool store_user_find(struct store_tx *tx, struct arena *arena, struct str login,
                     struct user_row *out, bool *found, struct err *err)
{
    return sql_user_find(tx, &(struct user_find_in){login}, arena, out, found, err);
}

bool store_user_update(struct store_tx *tx, const struct user_row *row, bool *fits, struct err *err)
{
    int64_t changed;
    if (!sql_user_update(tx, row, &changed, err))
        return false;
    *fits = changed > 0;
    return true;
}

bool store_user_page(struct store_tx *tx, struct arena *arena, int64_t after, int n,
                     struct user_rows *out, struct err *err)
{
    return sql_user_page(tx, &(struct user_page_in){after, sql_page(n)}, arena, out, err);
}

/* With the logins that are not through yet. An empty hash is not NULL, which is unlike everything.
 */
bool store_session_end_others(struct store_tx *tx, int64_t user, struct str keep, struct err *err)
{
    struct str but = keep.n ? keep : STR("");
    return sql_session_ended_others(tx, &(struct session_ended_others_in){user, but}, NULL, err) &&
           sql_session_delete_others(tx, &(struct session_delete_others_in){user, but}, NULL,
                                     err) &&
           sql_login_step_of_user(tx, &(struct login_step_of_user_in){user}, NULL, err);
}

bool store_user_set_password(struct store_tx *tx, int64_t id, const struct user_password *p,
                             struct str keep, struct err *err)
{
    struct user_set_password_in in = {id, p->hash, p->at, p->until, p->must_change};
    return sql_user_set_password(tx, &in, NULL, err) && store_session_end_others(tx, id, keep, err);
}

bool store_user_spend_code(struct store_tx *tx, int64_t id, bool *first, struct err *err)
{
    struct user_spend_code_out out;
    return sql_user_spend_code(tx, &(struct user_spend_code_in){id}, NULL, &out, first, err);
}

bool store_user_must_change(struct store_tx *tx, int64_t id, struct err *err)
{
    return sql_user_must_change(tx, &(struct user_must_change_in){id}, NULL, err);
}

bool store_user_set_disabled(struct store_tx *tx, int64_t id, bool disabled, struct err *err)
{
    return sql_user_set_disabled(tx, &(struct user_set_disabled_in){id, disabled}, NULL, err) &&
           store_session_end_others(tx, id, STR_NONE, err);
}

bool store_session_insert(struct store_tx *tx, const struct session_row *row, struct err *err)
{
    return sql_session_insert(tx, row, NULL, err);
}

bool store_sessions_of(struct store_tx *tx, struct arena *arena, int64_t user, msec now,
                       struct session_rows *out, struct err *err)
{
    return sql_session_of_user(tx, &(struct session_of_user_in){user, now, SESSIONS_SHOWN}, arena,
                               out, err);
}

bool store_session_enrol(struct store_tx *tx, int64_t user, bool enrol, struct err *err)
{
    return sql_session_enrol(tx, &(struct session_enrol_in){user, enrol}, NULL, err);
}

bool store_session_get(struct store_tx *tx, struct arena *arena, struct str hash,
                       struct session_row *out, bool *found, struct err *err)
{
    return sql_session_get(tx, &(struct session_get_in){hash}, arena, out, found, err);
}

bool store_session_user(struct store_tx *tx, struct arena *arena, struct str hash, msec now,
                        int64_t today, struct session_user_row *out, bool *found, struct err *err)
{
    struct session_user_in in = {hash, now, today};
    return sql_session_user(tx, &in, arena, out, found, err);
}

bool store_session_act(struct store_tx *tx, struct str hash, int64_t post, int64_t delegation,
                       struct err *err)
{
    return sql_session_act(tx, &(struct session_act_in){hash, post, delegation}, NULL, err);
}

bool store_session_seen(struct store_tx *tx, struct str hash, msec seen_at, msec expires_at,
                        struct err *err)
{
    struct session_seen_in in = {hash, seen_at, expires_at};
    return sql_session_seen(tx, &in, NULL, err);
}

bool store_session_end(struct store_tx *tx, struct str hash, struct err *err)
{
    return sql_session_ended(tx, &(struct session_ended_in){hash}, NULL, err) &&
           sql_session_delete(tx, &(struct session_delete_in){hash}, NULL, err);
}

bool store_session_delete_expired(struct store_tx *tx, msec now, struct err *err)
{
    struct ended_session_expire_in old = {now - (msec)ENDED_SESSION_DAYS * 24 * 3600 * 1000};
    return sql_session_delete_expired(tx, &(struct session_delete_expired_in){now}, NULL, err) &&
           sql_ended_session_expire(tx, &old, NULL, err);
}

bool store_ended_session(struct store_tx *tx, struct arena *arena, struct str hash,
                         struct ended_session_row *out, bool *found, struct err *err)
{
    return sql_ended_session_find(tx, &(struct ended_session_find_in){hash}, arena, out, found,
                                  err);
}

bool store_ended_session_refused(struct store_tx *tx, struct str hash, msec at, struct err *err)
{
    struct ended_session_refused_in in = {hash, at};
    return sql_ended_session_refused(tx, &in, NULL, err);
}

bool store_login_failure_get(struct store_tx *tx, struct arena *arena, struct str who,
                             struct login_failure_row *out, bool *found, struct err *err)
{
    return sql_login_failure_get(tx, &(struct login_failure_get_in){who}, arena, out, found, err);
}

bool store_login_failure_add(struct store_tx *tx, struct str who, msec now, msec since,
                             int64_t *failures, struct err *err)
{
    struct login_failure_add_out out;
    bool found;
    if (!sql_login_failure_add(tx, &(struct login_failure_add_in){who, now, since}, NULL, &out,
                               &found, err))
        return false;
    *failures = out.failures;
    return true;
}

bool store_login_failure_clear(struct store_tx *tx, struct str who, struct err *err)
{
    return sql_login_failure_clear(tx, &(struct login_failure_clear_in){who}, NULL, err);
}

bool store_login_failure_delete_old(struct store_tx *tx, msec before, struct err *err)
{
    return sql_login_failure_delete_old(tx, &(struct login_failure_delete_old_in){before}, NULL,
                                        err);
}

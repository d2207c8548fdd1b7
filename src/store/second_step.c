#include "store/second_step.h"

#include "store/sql.h"

bool store_totp_get(struct store_tx *tx, struct arena *arena, int64_t user, struct totp_row *out,
                    bool *found, struct err *err)
{
    return sql_totp_get(tx, &(struct totp_get_in){user}, arena, out, found, err);
}

bool store_totp_put(struct store_tx *tx, const struct totp_row *row, struct err *err)
{
    return sql_totp_put(tx, row, NULL, err);
}

bool store_totp_use(struct store_tx *tx, int64_t user, int64_t step, bool *first, struct err *err)
{
    struct totp_use_out out;
    return sql_totp_use(tx, &(struct totp_use_in){user, step}, NULL, &out, first, err);
}

bool store_totp_delete(struct store_tx *tx, int64_t user, struct err *err)
{
    return sql_totp_delete(tx, &(struct totp_delete_in){user}, NULL, err) &&
           sql_recovery_clear(tx, &(struct recovery_clear_in){user}, NULL, err);
}

bool store_recovery_put(struct store_tx *tx, int64_t user, const struct str *hashes, size_t n,
                        struct err *err)
{
    bool ok = sql_recovery_clear(tx, &(struct recovery_clear_in){user}, NULL, err);
    for (size_t i = 0; ok && i < n; i++)
        ok = sql_recovery_add(tx, &(struct recovery_add_in){user, hashes[i]}, NULL, err);
    return ok;
}

bool store_recovery_use(struct store_tx *tx, int64_t user, struct str hash, bool *was_there,
                        struct err *err)
{
    struct recovery_use_out out;
    return sql_recovery_use(tx, &(struct recovery_use_in){user, hash}, NULL, &out, was_there, err);
}

bool store_recovery_count(struct store_tx *tx, int64_t user, int64_t *n, struct err *err)
{
    struct recovery_count_out out = {0};
    bool found;
    if (!sql_recovery_count(tx, &(struct recovery_count_in){user}, NULL, &out, &found, err))
        return false;
    *n = out.n;
    return true;
}

bool store_login_step_add(struct store_tx *tx, const struct login_step_row *row, struct err *err)
{
    return sql_login_step_add(tx, row, NULL, err);
}

bool store_login_step_get(struct store_tx *tx, struct arena *arena, struct str hash,
                          const char *kind, msec now, struct login_step_row *out, bool *found,
                          struct err *err)
{
    struct login_step_get_in in = {hash, str_of(kind), now};
    return sql_login_step_get(tx, &in, arena, out, found, err);
}

bool store_login_step_end(struct store_tx *tx, struct str hash, bool *was_there, struct err *err)
{
    struct login_step_end_out out;
    return sql_login_step_end(tx, &(struct login_step_end_in){hash}, NULL, &out, was_there, err);
}

bool store_login_step_expire(struct store_tx *tx, msec now, struct err *err)
{
    return sql_login_step_expire(tx, &(struct login_step_expire_in){now}, NULL, err);
}

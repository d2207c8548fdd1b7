#include "store/oidc.h"

#include "store/sql.h"

bool store_oidc_link_get(struct store_tx *tx, struct arena *arena, struct str issuer,
                         struct str sub, struct oidc_link_row *out, bool *found, struct err *err)
{
    return sql_oidc_link_get(tx, &(struct oidc_link_get_in){issuer, sub}, arena, out, found, err);
}

bool store_oidc_link_of(struct store_tx *tx, struct arena *arena, struct str issuer, int64_t user,
                        struct oidc_link_row *out, bool *found, struct err *err)
{
    struct oidc_link_of_user_in in = {issuer, user};
    return sql_oidc_link_of_user(tx, &in, arena, out, found, err);
}

bool store_oidc_link_put(struct store_tx *tx, const struct oidc_link_row *row, struct err *err)
{
    struct oidc_link_end_in end = {row->issuer, row->user_id};
    return sql_oidc_link_end(tx, &end, NULL, err) && sql_oidc_link_add(tx, row, NULL, err);
}

/* Whom a login service calls what: one person here has one name there. */
#ifndef TZ_STORE_OIDC_H
#define TZ_STORE_OIDC_H

#include "base/when.h"
#include "store/rows_gen.h"
#include "store/store.h"

bool store_oidc_link_get(struct store_tx *tx, struct arena *arena, struct str issuer,
                         struct str sub, struct oidc_link_row *out, bool *found, struct err *err);
bool store_oidc_link_of(struct store_tx *tx, struct arena *arena, struct str issuer, int64_t user,
                        struct oidc_link_row *out, bool *found, struct err *err);
/* In place of the one that there was. ERR_EXISTS when the name there belongs to somebody else. In a
 * write. */
bool store_oidc_link_put(struct store_tx *tx, const struct oidc_link_row *row, struct err *err);

#endif

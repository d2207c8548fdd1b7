/* Delegations: for a time somebody acts in the post of another. */
#ifndef TZ_STORE_DELEGATION_H
#define TZ_STORE_DELEGATION_H

#include "base/when.h"
#include "store/rows_gen.h"
#include "store/store.h"

/* In a write. */
bool store_delegation_insert(struct store_tx *tx, const struct delegation_row *row, int64_t *id,
                             struct err *err);
bool store_delegation_get(struct store_tx *tx, struct arena *arena, int64_t id,
                          struct delegation_row *out, bool *found, struct err *err);
/* *live: it had not ended before. In a write. */
bool store_delegation_end(struct store_tx *tx, int64_t id, msec now, bool *live, struct err *err);
/* Those that have not ended; at most 100. given: of posts of the user, the other one acts in it.
 * received: the user acts, the other one is whose post it is. */
bool store_delegations_given(struct store_tx *tx, struct arena *arena, int64_t user, msec now,
                             struct delegation_line_rows *out, struct err *err);
bool store_delegations_received(struct store_tx *tx, struct arena *arena, int64_t user, msec now,
                                struct delegation_line_rows *out, struct err *err);

#endif

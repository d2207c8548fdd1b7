/* What follows the password: one-time codes, recovery codes, logins that are not through yet.
 * Nothing here checks a code; the store keeps what it is given (sealed secrets, hashes). */
#ifndef TZ_STORE_SECOND_STEP_H
#define TZ_STORE_SECOND_STEP_H

#include "base/when.h"
#include "store/rows_gen.h"
#include "store/store.h"

bool store_totp_get(struct store_tx *tx, struct arena *arena, int64_t user, struct totp_row *out,
                    bool *found, struct err *err);
/* The rest is for writes. */
bool store_totp_put(struct store_tx *tx, const struct totp_row *row, struct err *err);
/* *first: no code of this step or a later one was accepted before. */
bool store_totp_use(struct store_tx *tx, int64_t user, int64_t step, bool *first, struct err *err);
/* With the recovery codes. */
bool store_totp_delete(struct store_tx *tx, int64_t user, struct err *err);

/* In place of those that there were. */
bool store_recovery_put(struct store_tx *tx, int64_t user, const struct str *hashes, size_t n,
                        struct err *err);
bool store_recovery_use(struct store_tx *tx, int64_t user, struct str hash, bool *was_there,
                        struct err *err);
bool store_recovery_count(struct store_tx *tx, int64_t user, int64_t *n, struct err *err);

bool store_login_step_add(struct store_tx *tx, const struct login_step_row *row, struct err *err);
bool store_login_step_get(struct store_tx *tx, struct arena *arena, struct str hash,
                          const char *kind, msec now, struct login_step_row *out, bool *found,
                          struct err *err);
/* *was_there: nobody ended it before. */
bool store_login_step_end(struct store_tx *tx, struct str hash, bool *was_there, struct err *err);
bool store_login_step_expire(struct store_tx *tx, msec now, struct err *err);

#endif

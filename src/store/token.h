/* Tokens of programs: hashes, what they may do, until when. */
#ifndef TZ_STORE_TOKEN_H
#define TZ_STORE_TOKEN_H

#include "base/when.h"
#include "store/rows_gen.h"
#include "store/store.h"

bool store_token_find(struct store_tx *tx, struct arena *arena, struct str hash,
                      struct token_row *out, bool *found, struct err *err);
bool store_token_get(struct store_tx *tx, struct arena *arena, int64_t id, struct token_row *out,
                     bool *found, struct err *err);
/* The latest first; before = INT64_MAX for the first page. */
bool store_token_page(struct store_tx *tx, struct arena *arena, int64_t before, int n,
                      struct token_rows *out, struct err *err);
/* The rest is for writes. */
bool store_token_insert(struct store_tx *tx, const struct token_row *row, int64_t *id,
                        struct err *err);
bool store_token_used(struct store_tx *tx, int64_t id, msec at, struct str from, struct err *err);
bool store_token_refused(struct store_tx *tx, int64_t id, msec at, struct err *err);
/* *was_live: it had not been ended before. */
bool store_token_end(struct store_tx *tx, int64_t id, msec at, bool *was_live, struct err *err);

#endif

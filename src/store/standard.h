/* Stored standards: editions, their files, the digests that judgements are bound to, and who has
 * confirmed which recalled value. Rows: store/rows_gen.h. */
#ifndef TZ_STORE_STANDARD_H
#define TZ_STORE_STANDARD_H

#include "store/rows_gen.h"
#include "store/store.h"

/* A new edition with all that belongs to it; *id is set. ERR_EXISTS when code and edition are
 * there. The `standard` of files and parts is filled in. In a write. */
bool store_standard_insert(struct store_tx *tx, const struct standard_row *row,
                           struct standard_file_row *files, size_t n_files,
                           struct standard_part_row *parts, size_t n_parts, int64_t *id,
                           struct err *err);
bool store_standard_get(struct store_tx *tx, struct arena *arena, int64_t id,
                        struct standard_row *out, bool *found, struct err *err);
bool store_standard_find(struct store_tx *tx, struct arena *arena, struct str code,
                         struct str edition, struct standard_row *out, bool *found,
                         struct err *err);
bool store_standard_page(struct store_tx *tx, struct arena *arena, int64_t after, int n,
                         struct standard_rows *out, struct err *err);
/* By name. */
bool store_standard_files(struct store_tx *tx, struct arena *arena, int64_t standard,
                          struct standard_file_rows *out, struct err *err);
/* By kind, then code. */
bool store_standard_parts(struct store_tx *tx, struct arena *arena, int64_t standard,
                          struct standard_part_rows *out, struct err *err);

/* Replaces an earlier confirmation of the same part. In a write. */
bool store_confirmation_put(struct store_tx *tx, const struct confirmation_row *row,
                            struct err *err);
bool store_confirmations(struct store_tx *tx, struct arena *arena, int64_t standard,
                         struct confirmation_rows *out, struct err *err);

#endif

/* Photos, papers and measurements of findings, and what was noticed about the photos. Their files
 * are not here but in a folder (work/files.h), by their SHA-256. */
#ifndef TZ_STORE_PROOF_H
#define TZ_STORE_PROOF_H

#include "store/rows_gen.h"
#include "store/store.h"

bool store_proof_add(struct store_tx *tx, const struct proof_row *row, int64_t *id,
                     struct err *err);
bool store_proof_flags_add(struct store_tx *tx, const struct proof_flag_row *rows, size_t n,
                           struct err *err);
/* One more photo of the finding has flags. */
bool store_proof_flagged(struct store_tx *tx, int64_t finding, struct err *err);

bool store_proof_get(struct store_tx *tx, struct arena *arena, int64_t id, struct proof_row *out,
                     bool *found, struct err *err);
bool store_proof_by_key(struct store_tx *tx, struct arena *arena, int64_t finding, struct str key,
                        struct proof_row *out, bool *found, struct err *err);
/* Of a finding, the oldest first. */
bool store_proof_lines(struct store_tx *tx, struct arena *arena, int64_t finding, int n,
                       struct proof_line_rows *out, struct err *err);
bool store_proof_flag_lines(struct store_tx *tx, struct arena *arena, int64_t finding,
                            struct proof_flag_line_rows *out, struct err *err);
/* How many, and how many bytes, a finding has. */
bool store_proof_totals(struct store_tx *tx, int64_t finding, int64_t *n, int64_t *bytes,
                        struct err *err);
/* Of one part and kind since the last return, in the name of a unit. */
bool store_proof_count(struct store_tx *tx, int64_t finding, struct str part, struct str kind,
                       int64_t pass, int64_t unit, int64_t *n, struct err *err);

/* The newest twenty with this file. */
bool store_proof_same_file(struct store_tx *tx, struct arena *arena, struct str sha256,
                           struct proof_same_rows *out, struct err *err);
/* At most a hundred photos of one part of a finding. */
bool store_proof_photos(struct store_tx *tx, struct arena *arena, int64_t finding, struct str part,
                        struct proof_rows *out, struct err *err);
/* What photos are compared by; of some, and of those behind an id, in its order. */
bool store_proof_keys_of(struct store_tx *tx, struct arena *arena, const int64_t *ids, size_t n,
                         struct proof_key_rows *out, struct err *err);
bool store_proof_keys_after(struct store_tx *tx, struct arena *arena, int64_t id, int n,
                            struct proof_key_rows *out, struct err *err);
bool store_proof_nears_after(struct store_tx *tx, struct arena *arena, int64_t id, int n,
                             struct proof_near_rows *out, struct err *err);

/* Does a proof have this file, as itself or as its small picture? */
bool store_proof_file_known(struct store_tx *tx, struct str sha256, bool *known, struct err *err);
/* Every file that must be there. */
bool store_proof_files(struct store_tx *tx,
                       bool (*row)(void *ctx, const struct proof_file_row *row, struct err *err),
                       void *ctx, struct err *err);

#endif

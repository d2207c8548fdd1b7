/* Bulletins: numbered within campaign and year, with the frozen data that they were made from. */
#ifndef TZ_STORE_BULLETIN_H
#define TZ_STORE_BULLETIN_H

#include "store/rows_gen.h"
#include "store/store.h"

/* Takes the next number of row->campaign and row->year; sets row->id, row->number and, from the
 * cut, row->digest (text in the arena). fill may be NULL; otherwise it is called when the number is
 * known and makes title and cut with it. A failure gives the number back. In a write. */
bool store_bulletin_insert(struct store_tx *tx, struct arena *arena, struct bulletin_row *row,
                           bool (*fill)(void *ctx, struct bulletin_row *row, struct err *err),
                           void *ctx, struct err *err);
bool store_bulletin_get(struct store_tx *tx, struct arena *arena, int64_t id,
                        struct bulletin_row *out, bool *found, struct err *err);
/* The latest first, with an id < before (0: from the latest on). */
bool store_bulletin_page(struct store_tx *tx, struct arena *arena, int64_t campaign, int64_t before,
                         int n, struct bulletin_head_rows *out, struct err *err);

#endif

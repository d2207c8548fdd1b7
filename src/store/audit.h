/* The record of acts, chained. Entries are only ever appended. */
#ifndef TZ_STORE_AUDIT_H
#define TZ_STORE_AUDIT_H

#include "domain/audit.h"
#include "store/rows_gen.h"
#include "store/store.h"

/* Gives the entry its number and hash and appends it. In a write: with the act, or not at all. */
bool store_audit_append(struct store_tx *tx, struct arena *arena, struct audit_entry *entry,
                        struct err *err);
/* How long the chain is and its last hash, as the database keeps them apart from the entries. */
bool store_audit_head(struct store_tx *tx, struct arena *arena, struct audit_head_row *out,
                      struct err *err);
/* What the chain is hashed with; *chosen is false when it has entries already. */
bool store_audit_choose(struct store_tx *tx, struct arena *arena, enum audit_algorithm with,
                        bool *chosen, struct err *err);
/* Every entry, the oldest first; texts are valid during the callback. */
bool store_audit_all(struct store_tx *tx,
                     bool (*row)(void *ctx, const struct audit_row *row, struct err *err),
                     void *ctx, struct err *err);
/* The latest first; before: only smaller numbers. */
bool store_audit_page(struct store_tx *tx, struct arena *arena, int64_t before, int n,
                      struct audit_rows *out, struct err *err);
/* The row as the entry that is hashed. */
struct audit_entry store_audit_entry(const struct audit_row *row);

#endif

/* Is everything in the database whole, and does it belong together?
 *
 * store_check asks the database itself (SQLite: integrity_check and foreign_key_check), reads every
 * row of every table, and looks for rows that point to nothing or contradict others
 * (sql/check.sql). What it finds is told fault by fault, at most STORE_FAULTS_MAX of a kind; it
 * goes on behind one. */
#ifndef TZ_STORE_CHECK_H
#define TZ_STORE_CHECK_H

#include "store/rows_gen.h"
#include "store/store.h"

enum { STORE_FAULTS_MAX = 20 };

struct store_fault {
    struct str table, row; /* row: its key, or which one it is in the order of reading; or empty */
    struct str zh, en;     /* what is wrong */
};

struct store_checking {
    /* A table and the number of its rows that could be read; may be NULL. */
    bool (*table)(void *ctx, struct str name, int64_t rows, struct err *err);
    bool (*fault)(void *ctx, const struct store_fault *fault, struct err *err);
    void *ctx;
};

/* False only when checking itself was not possible. A snapshot of its own is not kept: tx may see a
 * later state after a table that could not be read. */
bool store_check(struct store_tx *tx, const struct store_checking *c, struct err *err);
/* Only the tables and how many rows they have. */
bool store_count_rows(struct store_tx *tx, const struct store_checking *c, struct err *err);
bool store_schema_version(struct store_tx *tx, int64_t *version, struct err *err);

/* Every bulletin and paper with its cut, for comparing with the digest. */
bool store_frozen_cuts(struct store_tx *tx,
                       bool (*row)(void *ctx, const struct frozen_row *row, struct err *err),
                       void *ctx, struct err *err);

#endif

/* The one way to the database: SQLite by default, PostgreSQL when one machine is outgrown.
 *
 * Reading:  struct store_tx *tx = store_read(store, err);  ... aggregate functions ...
 *           store_read_end(tx);
 *   One consistent snapshot, read-only, from a pool of connections; use it from one thread and end
 *   it soon (an open snapshot keeps SQLite's log from being folded in).
 * Writing:  store_write(store, fn, ctx, err)
 *   fn runs in the one writing thread inside a savepoint of a transaction that is shared with
 *   whatever else is queued. store_write returns when that is on disk. When fn returns false (its
 *   err is handed on) only its own savepoint is undone. fn must not wait for anything and not call
 *   store_write; what it allocates comes from an arena of the caller, who waits meanwhile.
 *   When the disk is full or the connection is lost, everything that shared the transaction fails.
 *
 * Errors: ERR_STORE, ERR_STORE_BUSY, ERR_STORE_VERSION, ERR_DISK_FULL, ERR_MEMORY, ERR_EXISTS when
 * a unique key is taken, ERR_ENCODING when a text is not UTF-8 or holds a zero byte. A lost
 * connection to PostgreSQL is made anew at the next beginning. Threads: struct store may be shared;
 * struct store_tx may not. */
#ifndef TZ_STORE_STORE_H
#define TZ_STORE_STORE_H

#include "base/err.h"

struct store;
struct store_tx;

enum { STORE_READERS_MAX = 72, STORE_QUEUE_MAX = 4096, STORE_PAGE_MAX = 1000 };

/* where: "sqlite:PATH", a bare path, "postgresql://..." or a libpq text with "=" in it. Makes the
 * tables when there are none and brings older ones up to date, in one transaction. */
struct store *store_open(const char *where, struct err *err);
/* Waits for queued writes. Every snapshot must have ended. NULL is allowed. */
void store_close(struct store *s);
bool store_is_postgres(const struct store *s);
/* The copy of an SQLite file that was made before its tables were brought up to date, beside it:
 * FILE.before-vN; NULL when there was nothing to do. */
const char *store_kept(const struct store *s);

struct store_tx *store_read(struct store *s, struct err *err);
void store_read_end(struct store_tx *tx); /* NULL is allowed */

typedef bool store_fn(struct store_tx *tx, void *ctx, struct err *err);
bool store_write(struct store *s, store_fn *fn, void *ctx, struct err *err);

/* Statements run for this thread so far (also in the writing thread on its behalf). */
uint64_t store_statements(void);

#endif

/* A copy of an SQLite database as it stands at one moment, while others go on reading and writing.
 *
 * SQLite's online backup reads inside of one snapshot, so writers are not held up and nothing
 * begins anew when they write; only the log cannot be folded in meanwhile. The copy is a file
 * that loses its name as soon as it is open: when the process dies, it is gone. Killed in the
 * moment between, it leaves an empty FILE.copy, which the next copy takes over. */
#ifndef TZ_STORE_COPY_H
#define TZ_STORE_COPY_H

#include "store/store.h"

struct store_copy {
    struct store_tx *tx; /* sees exactly what was copied */
    int fd;              /* for reading; readable by nobody else */
    int64_t size;
};

/* Called after each piece of 1 MB: may sleep. */
typedef void store_pause_fn(void *ctx);

/* ERR_DISK_FULL when there is no room for it; ERR_BACKUP_POSTGRES. pause may be NULL. */
bool store_copy_begin(struct store *s, store_pause_fn *pause, void *ctx, struct store_copy *out,
                      struct err *err);
/* Ends the snapshot: nothing more is asked of tx. */
void store_copy_read_end(struct store_copy *c);
void store_copy_end(struct store_copy *c);

#endif

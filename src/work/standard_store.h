/* A standard into the store: a new edition with its files and the digests that judgements are bound
 * to. */
#ifndef TZ_WORK_STANDARD_STORE_H
#define TZ_WORK_STANDARD_STORE_H

#include "domain/standard_digest.h"
#include "domain/standard_source.h"
#include "work/app.h"

struct standard_stored {
    int64_t id;      /* 0 when it was only looked at */
    int64_t follows; /* the latest stored edition of the same standard, 0 = none */
    const struct standard *standard;
    struct diff_row *changes; /* against `follows`; all of a first edition are added */
    int n_changes;
};

/* Loads the source; every problem goes to `problems` and ERR_STANDARD_INVALID is set. ERR_EXISTS
 * when this edition is stored already. dry: only look. Memory belongs to the arena. */
bool standard_store(struct app *app, const struct actor *who, struct arena *arena,
                    const struct standard_source *src, bool dry, struct standard_stored *out,
                    struct err_list *problems, struct err *err);

/* The files of a stored standard as a source, for export. */
bool standard_stored_source(struct store_tx *tx, struct arena *arena, int64_t id,
                            struct standard_source *out, struct err *err);

#endif

/* taizhang check: is everything that is stored whole, and does it belong together?
 *
 * The database (store/check.h), the record's chain, the standards loaded anew and compared with the
 * digests that results are bound to, the frozen cuts of bulletins and papers, and the stored files:
 * each lies under its SHA-256 (files/ab/cdef...: the names below `files` put together). */
#ifndef TZ_WORK_CHECK_H
#define TZ_WORK_CHECK_H

#include "store/check.h"
#include "work/app.h"

struct check_done {
    int64_t tables, rows, entries, standards, papers, files, faults;
    char head[65]; /* of the record */
};

/* fault: as it is told by store_check. files: NULL or not there: none. False only when checking was
 * not possible. tx: a snapshot of the caller; the check may take it anew. */
bool check_everything(struct store_tx *tx, const char *files,
                      bool (*fault)(void *ctx, const struct store_fault *fault, struct err *err),
                      void *ctx, struct check_done *out, struct err *err);

#endif

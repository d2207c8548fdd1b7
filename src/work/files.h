/* The folder of stored files: each lies under the SHA-256 of its bytes (FILES/ab/cd/rest), so that
 * a file is never changed and the same one is there once. What is put is on disk, with its name,
 * before files_put returns; the row that names it is written after that.
 *
 * A process that is killed leaves a file without a name in FILES/.new, or one that no row names.
 * The first are removed by files_begin when they are old, the others by files_sweep. Names that
 * begin with a dot are in no backup. Several processes may use one folder. */
#ifndef TZ_WORK_FILES_H
#define TZ_WORK_FILES_H

#include "base/err.h"
#include "base/hash.h"
#include "base/when.h"

enum { FILES_PATH_MAX = 4096 };

struct files {
    char root[FILES_PATH_MAX - 200];
};

/* Makes the folder when it is not there; removes what writing left that is older than a day. */
bool files_begin(struct files *f, const char *root, msec now, struct err *err);

/* Between files_hold and files_release no file that was put is swept: hold, put, write the rows,
 * release. -1 with the error. */
int files_hold(const struct files *f, struct err *err);
void files_release(int hold);

/* ERR_DISK_FULL leaves nothing behind. A file whose stored bytes are not the same any more is
 * replaced. */
bool files_put(const struct files *f, struct str bytes, const char *sha256, struct err *err);
/* Appends the bytes. ERR_FILE_LOST when it is not there or not as long as it was. */
bool files_get(const struct files *f, struct str sha256, int64_t size, struct buf *out,
               struct err *err);
/* 0 when it is not there. size 0: any. */
bool files_has(const struct files *f, struct str sha256, int64_t size);

/* Removes files older than a day that `known` does not know; it is asked while nothing can be put.
 * false of known = it could not find out. */
bool files_sweep(const struct files *f, msec now,
                 bool (*known)(void *ctx, struct str sha256, bool *yes, struct err *err), void *ctx,
                 int64_t *removed, struct err *err);

#endif

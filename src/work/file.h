/* Whole files in memory, with a maximum. */
#ifndef TZ_WORK_FILE_H
#define TZ_WORK_FILE_H

#include "base/err.h"

/* "-" is standard input. ERR_FILE_MISSING, ERR_IS_FOLDER, ERR_TOO_LARGE, ERR_IO. */
bool file_read(struct arena *arena, const char *path, size_t max, struct str *out, struct err *err);
/* Writes all or nothing: into a new file beside it, on disk, which then takes its name. */
bool file_write(const char *path, struct str data, struct err *err);
bool file_is_folder(const char *path);
bool file_exists(const char *path);

#endif

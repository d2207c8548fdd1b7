/* Shared by audit_read.c and audit_sheet.c alone. */
#ifndef TZ_WORK_AUDIT_PARTS_H
#define TZ_WORK_AUDIT_PARTS_H

#include "work/audit_read.h"

bool audit_query_of(struct arena *arena, const struct audit_filter *f, struct audit_query_row *q,
                    struct err *err);
/* Always false. */
bool audit_too_many(int64_t max, struct err *err);
/* The entry of a file that goes out. */
bool audit_note_file(struct app *app, const struct actor *who, struct arena *arena,
                     const struct audit_filter *f, const char *format, int64_t n,
                     const struct buf *file, struct err *err);

#endif

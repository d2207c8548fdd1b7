/* The auditor's work: looking for entries of the record, following one thing, taking them along.
 * Each look is an entry itself, on disk before anything of what was found goes out. */
#ifndef TZ_WORK_AUDIT_READ_H
#define TZ_WORK_AUDIT_READ_H

#include "store/audit_find.h"
#include "work/audit.h"

enum { AUDIT_PAGE = 50, AUDIT_LINES_MAX = 100000, AUDIT_SHEET_MAX = 20000 };

/* Empty and 0 ask for nothing. */
struct audit_filter {
    struct str person;     /* login name of who did it */
    struct str for_person; /* of whom they acted for */
    struct str kind;       /* "value.change", or with a point behind all that begin so: "value." */
    struct str thing;
    region_code region; /* and below */
    msec from, until;   /* until itself is not inside */
};

struct audit_found {
    struct audit_rows rows; /* the latest first */
    struct str next;        /* where the next page goes on; empty = there is no more */
    int64_t searched;       /* down to this entry; 1 = all */
};

/* One page. cursor empty: the first, which is an entry (audit.read, the filter as `after`); a later
 * page is not, and its cursor is that of a first page of the same person with the same filter.
 * ERR_BAD_REQUEST for any other cursor. */
bool audit_look(struct app *app, const struct actor *who, struct arena *arena,
                const struct audit_filter *filter, struct str cursor, int n,
                struct audit_found *out, struct err *err);

/* All that fits in one file, the oldest first, and the entry (audit.export: the filter, how many,
 * and the digest of the file). Without any filter the lines are the whole record as audit verify
 * takes it; with one the first line says that they are an extract. ERR_AUDIT_TOO_MANY. */
bool audit_lines(struct app *app, const struct actor *who, const struct audit_filter *filter,
                 struct buf *out, struct err *err);
/* As a workbook in this language; demo marks it as made of demonstration data. */
bool audit_sheet(struct app *app, const struct actor *who, const struct audit_filter *filter,
                 enum lang lang, bool demo, struct buf *out, struct err *err);

/* Walks the chain and notes with what result. */
bool audit_check(struct app *app, const struct actor *who, struct audit_walk *out, struct err *err);
/* "sound", "changed", ... */
extern const char *const AUDIT_FAULTS[];

#endif

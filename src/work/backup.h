/* Backups: the database as it stands at one moment, its keys and the stored files, in one archive
 * (work/archive.h), read again before it gets its name. docs/backup.md.
 *
 * The entries, in this order: manifest.json, database.sqlite, secret.key and audit.key when
 * there are, files/... The database comes first: a file is there before the row that names it. */
#ifndef TZ_WORK_BACKUP_H
#define TZ_WORK_BACKUP_H

#include "work/app.h"

struct backup_options {
    const char *to;        /* an existing folder, or a new file */
    const char *key;       /* of the secrets; NULL or not there: none */
    const char *audit_key; /* that signs checkpoints; NULL or not there: none */
    const char *files;     /* the folder of files; NULL or not there: none */
    struct str passphrase; /* .p NULL: in the clear */
    const char *version;   /* of the program */
    int keep;              /* in a folder: so many of the newest stay; 0 = all */
};

struct backup_done {
    struct str path;
    int64_t bytes, entries, rows; /* of the archive; of the record; of all tables */
    int removed;                  /* older archives */
};

/* Makes one and says so in the record; a failure is an entry too, and leaves nothing behind but,
 * when the process is killed, a file *.part that the next backup removes. A folder gets
 * taizhang-YYYYMMDD-HHMMSS.tzb (China time). Sleeps between pieces, so that others get the disk. */
bool backup_make(struct app *app, const struct actor *who, struct arena *arena,
                 const struct backup_options *o, struct backup_done *out, struct err *err);

struct backup_file {
    struct str name;
    int64_t bytes;
    msec at; /* from its name */
};
struct backup_list {
    VEC(struct backup_file) files;
};
/* The archives of a folder by our names, the newest first; other files are not looked at. */
bool backup_list(struct arena *arena, const char *folder, struct backup_list *out, struct err *err);

/* One archive read from end to end: every digest. *entries and *bytes are counted. */
bool backup_verify(const char *path, struct str passphrase, int64_t *entries, int64_t *bytes,
                   struct err *err);

struct restore_done {
    struct str database; /* path of the SQLite file */
    int64_t entries, bytes;
};
/* Into a folder that is not there or empty: taizhang.db, the keys, files/. All or nothing;
 * `check` is asked about the database when all lies in its place, and when it says no, all is
 * removed. ERR_NOT_EMPTY, and what archive_open and archive_next say. */
bool backup_restore(struct arena *arena, const char *path, const char *to, struct str passphrase,
                    bool (*check)(void *ctx, const char *database, struct err *err), void *ctx,
                    struct restore_done *out, struct err *err);

#endif

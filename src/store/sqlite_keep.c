/* SQLite: copies of a whole database while it is in use, and looking at whatever is in it. */
#include "store/copy.h"
#include "store/sql.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { COPY_BYTES = 1 << 20, ROOM_LEFT_BYTES = 16 << 20 };

/* ---- looking -------------------------------------------------------------------------------- */

static bool look_row(sqlite3_stmt *p, store_look_fn *row, void *ctx, struct err *err)
{
    struct str cells[SQL_CELLS_MAX];
    int n = sqlite3_column_count(p);
    if (n > SQL_CELLS_MAX)
        return err_set(err, ERR_INTERNAL, "columns");
    for (int i = 0; i < n; i++) {
        int type = sqlite3_column_type(p, i);
        if (type == SQLITE_BLOB) {
            cells[i].p = sqlite3_column_blob(p, i);
        } else if (type == SQLITE_NULL) {
            cells[i] = STR_NONE;
            continue;
        } else {
            cells[i].p = (const char *)sqlite3_column_text(p, i);
        }
        cells[i].n = (size_t)sqlite3_column_bytes(p, i);
        if (type == SQLITE_TEXT && !sql_text_good(cells[i], err))
            return false;
    }
    return row(ctx, cells, n, err);
}

bool store_sqlite_look(struct store_conn *c, const char *sql, store_look_fn *row, void *ctx,
                       struct err *err)
{
    sqlite3 *db = store_sqlite_db(c);
    sqlite3_stmt *p = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &p, NULL);
    bool ok = rc == SQLITE_OK || store_sqlite_fail(db, rc, err);
    while (ok && (rc = sqlite3_step(p)) == SQLITE_ROW)
        ok = look_row(p, row, ctx, err);
    if (ok && rc != SQLITE_DONE)
        ok = store_sqlite_fail(db, rc, err);
    sqlite3_finalize(p);
    return ok;
}

/* ---- copying -------------------------------------------------------------------------------- */

static bool number_row(void *ctx, const struct str *cells, int n, struct err *err)
{
    (void)err;
    return n == 1 && str_to_i64(cells[0], ctx);
}

static bool database_size(struct store_conn *c, int64_t *bytes, int64_t *page, struct err *err)
{
    int64_t pages = 0;
    if (!store_sqlite_look(c, "PRAGMA page_count", number_row, &pages, err) ||
        !store_sqlite_look(c, "PRAGMA page_size", number_row, page, err))
        return false;
    *bytes = pages * *page;
    return true;
}

/* What is left afterwards is for the server, which goes on writing. */
static bool has_room(const char *path, int64_t bytes)
{
    struct statvfs v;
    struct str s = str_of(path);
    char folder[4096];
    while (s.n && s.p[s.n - 1] != '/')
        s.n--;
    if (s.n >= sizeof folder)
        return true;
    memcpy(folder, s.n ? s.p : ".", s.n ? s.n : 1);
    folder[s.n ? s.n : 1] = 0;
    return statvfs(folder, &v) != 0 ||
           (int64_t)v.f_bavail * (int64_t)v.f_frsize > bytes + ROOM_LEFT_BYTES;
}

/* No journal, no waiting for the disk: a copy that is not finished is thrown away. */
static const char COPY_SETTINGS[] = "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=OFF;"
                                    "PRAGMA synchronous=OFF; PRAGMA cache_size=-1024;"
                                    "PRAGMA secure_delete=OFF;";

/* The copy is a database in one file: bytes 18 and 19 of the head, which say that a log belongs to
 * it, become 1. Opening it then makes no further files. */
static bool without_log(int fd)
{
    static const char ONE_FILE[] = {1, 1};
    return pwrite(fd, ONE_FILE, sizeof ONE_FILE, 18) == (ssize_t)sizeof ONE_FILE;
}

/* nameless: the file loses its name as soon as it is open, so that nothing of it can stay behind.
 */
static bool copy_pages(sqlite3 *from, const char *path, bool nameless, int64_t page,
                       store_pause_fn *pause, void *ctx, struct err *err)
{
    sqlite3 *to = NULL;
    int rc = sqlite3_open_v2(
        path, &to, SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_READWRITE, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(to, COPY_SETTINGS, NULL, NULL, NULL);
    if (nameless)
        unlink(path);
    sqlite3_backup *copy = rc == SQLITE_OK ? sqlite3_backup_init(to, "main", from, "main") : NULL;
    if (rc == SQLITE_OK && !copy)
        rc = sqlite3_errcode(to);
    while (copy && (rc = sqlite3_backup_step(copy, (int)(COPY_BYTES / page))) == SQLITE_OK)
        if (pause)
            pause(ctx);
    int end = sqlite3_backup_finish(copy);
    bool ok = rc == SQLITE_DONE && end == SQLITE_OK;
    if (!ok)
        store_sqlite_fail(to, rc == SQLITE_DONE ? end : rc, err);
    sqlite3_close(to);
    return ok;
}

/* The file of a copy: empty, and of one process at a time until it loses its name. One that a
 * killed process left is taken over. */
static int open_copy(const char *name, struct err *err)
{
    for (;;) {
        struct stat is;
        int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (fd >= 0 && flock(fd, LOCK_EX) == 0 && ftruncate(fd, 0) == 0 && fstat(fd, &is) == 0) {
            if (is.st_nlink > 0)
                return fd;
            close(fd); /* it lost its name while we waited */
            continue;
        }
        err_system(err, name, errno);
        if (fd >= 0)
            close(fd);
        return -1;
    }
}

static bool begin_copy(struct store_copy *c, store_pause_fn *pause, void *ctx, struct err *err)
{
    struct store_conn *conn = c->tx->conn;
    sqlite3 *db = store_sqlite_db(conn);
    const char *path = sqlite3_db_filename(db, "main");
    char *name;
    int64_t page;
    struct schema_version_out version;
    bool found;
    /* The first statement takes the snapshot. */
    if (!sql_schema_version(c->tx, NULL, &version, &found, err) ||
        !database_size(conn, &c->size, &page, err))
        return false;
    if (!has_room(path, c->size))
        return err_set(err, ERR_DISK_FULL, NULL);
    if (asprintf(&name, "%s.copy", path) < 0)
        return err_set(err, ERR_MEMORY, NULL);
    c->fd = open_copy(name, err);
    bool ok = c->fd >= 0 && copy_pages(db, name, true, page, pause, ctx, err);
    free(name);
    if (ok && !without_log(c->fd))
        ok = err_system(err, path, errno);
    off_t is = ok ? lseek(c->fd, 0, SEEK_END) : 0;
    if (ok && (is != c->size || lseek(c->fd, 0, SEEK_SET) != 0))
        ok = err_set(err, ERR_INTERNAL, "the copy is not as long as the database");
    return ok;
}

bool store_copy_begin(struct store *s, store_pause_fn *pause, void *ctx, struct store_copy *out,
                      struct err *err)
{
    *out = (struct store_copy){.fd = -1};
    if (store_is_postgres(s))
        return err_set(err, ERR_BACKUP_POSTGRES, NULL);
    out->tx = store_read(s, err);
    if (out->tx && begin_copy(out, pause, ctx, err))
        return true;
    store_copy_end(out);
    return false;
}

void store_copy_read_end(struct store_copy *c)
{
    store_read_end(c->tx);
    c->tx = NULL;
}

void store_copy_end(struct store_copy *c)
{
    store_copy_read_end(c);
    if (c->fd >= 0)
        close(c->fd);
    c->fd = -1;
}

/* ---- before an upgrade ---------------------------------------------------------------------- */

/* The copy can be read, is sound and of this version. */
static bool copy_is_good(const char *path, int64_t version, struct err *err)
{
    int64_t has = -1;
    struct store_conn *c = STORE_SQLITE.open(path, false, err);
    bool ok =
        c && store_sqlite_look(c, "SELECT version FROM schema_version", number_row, &has, err);
    sqlite3_stmt *p = NULL;
    if (ok &&
        sqlite3_prepare_v2(store_sqlite_db(c), "PRAGMA quick_check(1)", -1, &p, NULL) == SQLITE_OK)
        ok = sqlite3_step(p) == SQLITE_ROW &&
             str_is(str_of((const char *)sqlite3_column_text(p, 0)), "ok");
    sqlite3_finalize(p);
    if (c)
        STORE_SQLITE.close(c);
    return (ok && has == version) || err_set(err, ERR_UPGRADE_COPY, path);
}

static bool write_copy(struct store_conn *from, const char *path, const char *name, int64_t version,
                       struct err *err)
{
    int64_t page, size;
    char *part;
    if (!database_size(from, &size, &page, err))
        return false;
    if (!has_room(path, size)) {
        char mb[24];
        snprintf(mb, sizeof mb, "%lld", (long long)((size >> 20) + 17));
        return err_set(err, ERR_UPGRADE_ROOM, name, mb);
    }
    if (asprintf(&part, "%s.part", name) < 0)
        return err_set(err, ERR_MEMORY, NULL);
    int fd = open(part, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool ok = (fd >= 0 || err_system(err, part, errno)) &&
              copy_pages(store_sqlite_db(from), part, false, page, NULL, NULL, err) &&
              (without_log(fd) || err_system(err, part, errno)) &&
              copy_is_good(part, version, err) &&
              ((fsync(fd) == 0 && rename(part, name) == 0) || err_system(err, name, errno));
    if (fd >= 0 && !ok)
        unlink(part);
    if (fd >= 0)
        close(fd);
    free(part);
    return ok;
}

/* The caller holds the lock of writers; a second connection reads what is there. */
bool store_sqlite_keep(struct store_conn *c, int64_t version, struct err *err)
{
    const char *path = sqlite3_db_filename(store_sqlite_db(c), "main");
    char *name;
    if (asprintf(&name, "%s.before-v%lld", path, (long long)version) < 0)
        return err_set(err, ERR_MEMORY, NULL);
    struct store_conn *from = STORE_SQLITE.open(path, false, err);
    bool ok = from && write_copy(from, path, name, version, err);
    if (from)
        STORE_SQLITE.close(from);
    if (ok)
        c->kept = name;
    else
        free(name);
    return ok;
}

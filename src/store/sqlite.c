/* The SQLite back end: one database file in WAL mode. */
#include "store/sql.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

struct lite {
    struct store_conn head;
    sqlite3 *db;
    sqlite3_stmt *prepared[SQL_COUNT], *bounds[BOUNDS];
    bool writer;
};

/* Why the disk refused the last write, to the file or, in WAL mode, to its log; none = it did not
 * say. */
static enum err_code refused(sqlite3 *db)
{
    sqlite3_file *log = NULL;
    int why[2] = {sqlite3_system_errno(db), 0};
    sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (log && log->pMethods)
        log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &why[1]);
    for (int i = 0; i < 2; i++)
        if (no_room(why[i]) || why[i] == EROFS)
            return why[i] == EROFS ? ERR_STORE_READ_ONLY : ERR_DISK_FULL;
    return ERR_STORE;
}

bool store_sqlite_fail(sqlite3 *db, int rc, struct err *err)
{
    switch (rc & 0xff) {
    case SQLITE_FULL:
        return err_set(err, ERR_DISK_FULL, NULL);
    case SQLITE_READONLY:
        return err_set(err, ERR_STORE_READ_ONLY, NULL);
    case SQLITE_NOMEM:
        return err_set(err, ERR_MEMORY, NULL);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return err_set(err, ERR_STORE_BUSY, NULL);
    default:
        break;
    }
    enum err_code why = (rc & 0xff) == SQLITE_IOERR && db ? refused(db) : ERR_STORE;
    if (why != ERR_STORE)
        return err_set(err, why, NULL);
    const char *text = db ? sqlite3_errmsg(db) : sqlite3_errstr(rc);
    int more = db ? sqlite3_extended_errcode(db) : rc;
    if (more == SQLITE_CONSTRAINT_UNIQUE || more == SQLITE_CONSTRAINT_PRIMARYKEY ||
        more == SQLITE_CONSTRAINT_ROWID) {
        const char *key = strstr(text, "failed: ");
        return err_set(err, ERR_EXISTS, key ? key + 8 : text);
    }
    return err_set(err, ERR_STORE, text);
}

static bool lite_fail(struct lite *c, int rc, struct err *err)
{
    return store_sqlite_fail(c->db, rc, err);
}

sqlite3 *store_sqlite_db(struct store_conn *head)
{
    return ((struct lite *)head)->db;
}

static bool lite_script(struct store_conn *head, const char *sql, struct err *err)
{
    struct lite *c = (struct lite *)head;
    int rc = sqlite3_exec(c->db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK || lite_fail(c, rc, err);
}

/* In every request: prepared once. */
static bool lite_bound(struct store_conn *head, enum bound which, struct err *err)
{
    static const char *const TEXTS[BOUNDS] = {[BOUND_READ] = "BEGIN",
                                              [BOUND_WRITE] = "BEGIN IMMEDIATE",
                                              [BOUND_COMMIT] = "COMMIT",
                                              [BOUND_ROLLBACK] = "ROLLBACK",
                                              [BOUND_JOB] = "SAVEPOINT job",
                                              [BOUND_JOB_DONE] = "RELEASE SAVEPOINT job",
                                              [BOUND_JOB_UNDO] = "ROLLBACK TO SAVEPOINT job"};
    struct lite *c = (struct lite *)head;
    sqlite3_stmt **p = &c->bounds[which];
    int rc = *p ? SQLITE_OK
                : sqlite3_prepare_v3(c->db, TEXTS[which], -1, SQLITE_PREPARE_PERSISTENT, p, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(*p);
    bool ok = rc == SQLITE_DONE || lite_fail(c, rc, err);
    sqlite3_reset(*p);
    return ok && (which != BOUND_JOB_UNDO || lite_bound(head, BOUND_JOB_DONE, err));
}

static void lite_close(struct store_conn *head)
{
    struct lite *c = (struct lite *)head;
    for (int i = 0; i < SQL_COUNT; i++)
        sqlite3_finalize(c->prepared[i]);
    for (int i = 0; i < BOUNDS; i++)
        sqlite3_finalize(c->bounds[i]);
    sqlite3_close(c->db);
    free(c);
}

/* A small page cache: many connections, and the system caches the file anyway. The one writer has
 * room for what all jobs of a transaction change, or SQLite writes pages to its log before their
 * time, and again. */
#define READER_CACHE "PRAGMA cache_size=-1024;"
#define WRITER_CACHE "PRAGMA cache_size=-16384;"
static const char SETTINGS[] = "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;"
                               "PRAGMA cell_size_check=ON;" READER_CACHE "PRAGMA temp_store=FILE;";
/* Readers look at the file's pages where the system has them: copying each one takes longer than
 * finding what is in it. Up to 2 GB, which is SQLite's own limit; what lies behind is read. */
static const char READER_SETTINGS[] = "PRAGMA mmap_size=2147418112; PRAGMA cell_size_check=OFF;";
static const char WRITER_SETTINGS[] =
    "PRAGMA mmap_size=0; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
    "PRAGMA journal_size_limit=16777216;"
    "PRAGMA secure_delete=OFF;" WRITER_CACHE;

/* Password hashes are for nobody else: a new file is the owner's alone, and SQLite gives its log
 * the same rights. Never an existing file: closing it again would drop SQLite's locks. */
static void make_private(const char *where)
{
    int fd = open(where, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd >= 0)
        close(fd);
}

/* SQLite counts the memory of the whole process under one lock, which nobody asks for. What takes
 * one job of a transaction back is kept in memory up to UNDO_MEMORY bytes, and so no file is
 * written with every report. No more than that: what does not fit goes to the file in one piece,
 * and SQLite writes at most 0x1ffff bytes at once (3.40 takes a larger piece for a full disk). */
enum { UNDO_MEMORY = 0x1ffff };
static void first_open(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, UNDO_MEMORY);
}
static pthread_once_t once = PTHREAD_ONCE_INIT;

static struct store_conn *lite_open(const char *where, bool writer, struct err *err)
{
    struct lite *c = calloc(1, sizeof *c);
    if (!c) {
        err_set(err, ERR_MEMORY, NULL);
        return NULL;
    }
    pthread_once(&once, first_open);
    c->head.ops = &STORE_SQLITE;
    c->writer = writer;
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW |
                (writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
    if (writer)
        make_private(where);
    int rc = sqlite3_open_v2(where, &c->db, flags, NULL);
    if (rc == SQLITE_CANTOPEN) {
        err_set(err, ERR_IO, where, sqlite3_errstr(rc));
    } else if (rc != SQLITE_OK) {
        lite_fail(c, rc, err);
    } else if (writer && sqlite3_db_readonly(c->db, "main") == 1) {
        err_set(err, ERR_STORE_READ_ONLY, NULL);
    } else {
        sqlite3_extended_result_codes(c->db, 1);
        sqlite3_busy_timeout(c->db, 5000);
        sqlite3_db_config(c->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        /* One plan for each statement, whatever is bound: else every run of one that compares a
         * parameter with the column of a partial index prepares it anew. */
        sqlite3_db_config(c->db, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);
        sqlite3_limit(c->db, SQLITE_LIMIT_ATTACHED, 0);
        if (lite_script(&c->head, SETTINGS, err) &&
            lite_script(&c->head, writer ? WRITER_SETTINGS : READER_SETTINGS, err))
            return &c->head;
    }
    lite_close(&c->head);
    return NULL;
}

static sqlite3_stmt *lite_prepare(struct lite *c, int id, struct err *err)
{
    if (!c->prepared[id]) {
        int rc = sqlite3_prepare_v3(c->db, SQL_STATEMENTS[id].sqlite, -1, SQLITE_PREPARE_PERSISTENT,
                                    &c->prepared[id], NULL);
        if (rc != SQLITE_OK)
            lite_fail(c, rc, err);
    }
    return c->prepared[id];
}

static bool lite_bind(struct lite *c, sqlite3_stmt *p, const struct sql_statement *st,
                      const struct sql_cell *in, struct err *err)
{
    for (int i = 0; i < st->n_bound; i++) {
        const struct sql_cell *cell = &in[i];
        const char *text = cell->s.n ? cell->s.p : "";
        int rc;
        if (!cell->null && st->in[i] == SQL_TEXT && !sql_text_good(cell->s, err))
            return false;
        if (cell->null)
            rc = sqlite3_bind_null(p, i + 1);
        else if (st->in[i] == SQL_TEXT)
            rc = sqlite3_bind_text64(p, i + 1, text, cell->s.n, SQLITE_STATIC, SQLITE_UTF8);
        else if (st->in[i] == SQL_BLOB)
            rc = sqlite3_bind_blob64(p, i + 1, text, cell->s.n, SQLITE_STATIC);
        else
            rc = sqlite3_bind_int64(p, i + 1, cell->i);
        if (rc != SQLITE_OK)
            return lite_fail(c, rc, err);
    }
    return true;
}

/* Texts are read as the bytes that they are (the database is UTF-8): asking for text would copy
 * each one to put a zero behind it. The type is asked for only where nothing came: each question
 * costs as much as the answer. A connection belongs to one thread, so its values may be looked at
 * directly. */
static void lite_cells(sqlite3_stmt *p, const struct sql_statement *st, struct sql_cell *out)
{
    for (int i = 0; i < st->n_out; i++) {
        struct sql_cell *cell = &out[i];
        sqlite3_value *value = sqlite3_column_value(p, i);
        bool nothing;
        if (st->out[i] == SQL_TEXT || st->out[i] == SQL_BLOB) {
            cell->s.p = sqlite3_value_blob(value);
            cell->s.n = cell->s.p ? (size_t)sqlite3_value_bytes(value) : 0;
            nothing = cell->s.p == NULL;
        } else {
            cell->i = sqlite3_value_int64(value);
            nothing = cell->i == 0;
        }
        cell->null = nothing && sqlite3_value_type(value) == SQLITE_NULL;
    }
}

static bool lite_run(struct store_conn *head, int id, const struct sql_cell *in, sql_row_fn *row,
                     void *ctx, int64_t *changed, struct err *err)
{
    struct lite *c = (struct lite *)head;
    const struct sql_statement *st = &SQL_STATEMENTS[id];
    sqlite3_stmt *p = lite_prepare(c, id, err);
    if (!p)
        return false;
    bool ok = lite_bind(c, p, st, in, err);
    int rc = SQLITE_DONE;
    while (ok && (rc = sqlite3_step(p)) == SQLITE_ROW) {
        struct sql_cell out[SQL_CELLS_MAX];
        lite_cells(p, st, out);
        ok = !row || row(ctx, out, err);
    }
    if (ok && rc != SQLITE_DONE)
        ok = lite_fail(c, rc, err);
    if (ok && changed)
        *changed = sqlite3_changes64(c->db);
    sqlite3_reset(p);
    sqlite3_clear_bindings(p);
    return ok;
}

static bool lite_run_many(struct store_conn *head, int id, sql_next_fn *next, void *ctx,
                          struct err *err)
{
    struct lite *c = (struct lite *)head;
    const struct sql_statement *st = &SQL_STATEMENTS[id];
    sqlite3_stmt *p = lite_prepare(c, id, err);
    struct sql_cell in[SQL_CELLS_MAX] = {0};
    bool ok = p != NULL;
    while (ok && next(ctx, in)) {
        ok = lite_bind(c, p, st, in, err);
        int rc = ok ? sqlite3_step(p) : SQLITE_DONE;
        if (rc != SQLITE_DONE && rc != SQLITE_ROW)
            ok = lite_fail(c, rc, err);
        sqlite3_reset(p);
    }
    if (p)
        sqlite3_clear_bindings(p);
    return ok;
}

static bool lite_check(struct store_conn *head, int id, struct err *err)
{
    const struct sql_statement *st = &SQL_STATEMENTS[id];
    sqlite3_stmt *p = lite_prepare((struct lite *)head, id, err);
    if (!p)
        return false;
    if (sqlite3_bind_parameter_count(p) != st->n_bound || sqlite3_column_count(p) != st->n_out)
        return err_set(err, ERR_INTERNAL, st->name);
    return true;
}

/* A file does not go away. */
static bool lite_alive(struct store_conn *head)
{
    (void)head;
    return true;
}

static bool lite_revive(struct store_conn *head, struct err *err)
{
    (void)head;
    (void)err;
    return true;
}

/* Index sorts and the tree of a whole nation want memory for a moment. */
static void lite_bulk(struct store_conn *head, bool on)
{
    struct lite *c = (struct lite *)head;
    lite_script(head,
                on          ? "PRAGMA cache_size=-65536"
                : c->writer ? WRITER_CACHE
                            : READER_CACHE,
                NULL);
    if (!on)
        sqlite3_db_release_memory(c->db);
}

const struct store_ops STORE_SQLITE = {
    .open = lite_open,
    .close = lite_close,
    .script = lite_script,
    .bound = lite_bound,
    .run = lite_run,
    .run_many = lite_run_many,
    .check = lite_check,
    .revive = lite_revive,
    .alive = lite_alive,
    .bulk = lite_bulk,
    .look = store_sqlite_look,
    .keep = store_sqlite_keep,
};

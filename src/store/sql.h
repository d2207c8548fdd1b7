/* Inside of the store: what the generated statements and the two back ends share. */
#ifndef TZ_STORE_SQL_H
#define TZ_STORE_SQL_H

#include "store/sql_gen.h" /* made at build time from src/store/sql */
#include "store/store.h"

enum sql_type { SQL_I64, SQL_TEXT, SQL_BLOB, SQL_DEC, SQL_BOOL };

struct sql_cell {
    int64_t i;
    struct str s; /* SQL_TEXT, SQL_BLOB; of a result: valid during the callback */
    bool null;
};

enum { SQL_CELLS_MAX = 48 };

struct sql_statement {
    const char *name, *sqlite, *postgres;
    int n_in, n_bound, n_out;      /* n_bound: the last parameter that the text uses */
    bool streams;                  /* many rows: do not collect them first */
    const unsigned char *in, *out; /* enum sql_type */
};

struct sql_migration {
    int version;
    const char *sqlite, *postgres;
};

extern const struct sql_statement SQL_STATEMENTS[SQL_COUNT];
extern const struct sql_migration SQL_MIGRATIONS[];
extern const int SQL_MIGRATIONS_N;

typedef bool sql_row_fn(void *ctx, const struct sql_cell *cells, struct err *err);
typedef bool sql_next_fn(void *ctx, struct sql_cell *cells);

/* Where the generated row callbacks put what they get. */
struct sql_into {
    struct arena *arena;
    void *out;
    size_t n;
};
/* How many rows a list may ask for. */
static inline int sql_page(int n)
{
    return n < 0 ? 0 : n > STORE_PAGE_MAX ? STORE_PAGE_MAX : n;
}
/* ERR_ENCODING unless s is UTF-8 without a zero byte: PostgreSQL takes nothing else as text. */
bool sql_text_good(struct str s, struct err *err);
bool sql_text(struct arena *a, const struct sql_cell *c, struct str *out);

/* ---- connections -------------------------------------------------------------------------------
 */

struct store_conn;

/* Where transactions, and the part of one job in them, begin and end. */
enum bound {
    BOUND_READ,
    BOUND_WRITE,
    BOUND_COMMIT,
    BOUND_ROLLBACK,
    BOUND_JOB,
    BOUND_JOB_DONE,
    BOUND_JOB_UNDO,
    BOUNDS
};

typedef bool store_look_fn(void *ctx, const struct str *cells, int n, struct err *err);

struct store_ops {
    struct store_conn *(*open)(const char *where, bool writer, struct err *err);
    void (*close)(struct store_conn *c);
    /* A text of one or more statements without parameters. */
    bool (*script)(struct store_conn *c, const char *sql, struct err *err);
    bool (*bound)(struct store_conn *c, enum bound which, struct err *err);
    bool (*run)(struct store_conn *c, int id, const struct sql_cell *in, sql_row_fn *row, void *ctx,
                int64_t *changed, struct err *err);
    bool (*run_many)(struct store_conn *c, int id, sql_next_fn *next, void *ctx, struct err *err);
    /* Prepares the statement and compares its parameters and results with its header (tests). */
    bool (*check)(struct store_conn *c, int id, struct err *err);
    /* Connects anew when the connection was lost. */
    bool (*revive)(struct store_conn *c, struct err *err);
    bool (*alive)(struct store_conn *c);
    /* Before and after a load of very many rows; may be NULL. */
    void (*bulk)(struct store_conn *c, bool on);
    /* A statement of this layer that stands in no file: every row's columns as texts, valid during
     * the callback. ERR_ENCODING for a text that is not UTF-8. */
    bool (*look)(struct store_conn *c, const char *sql, store_look_fn *row, void *ctx,
                 struct err *err);
    /* Before tables of an older version are changed: a copy of the database, c->kept is its path.
     * NULL where that is somebody else's business. */
    bool (*keep)(struct store_conn *c, int64_t version, struct err *err);
    const char *lock_schema; /* before migrations, or NULL */
    bool postgres;
};

extern const struct store_ops STORE_SQLITE, STORE_POSTGRES;

/* SQLite alone: sqlite.c and sqlite_keep.c. */
struct sqlite3;
struct sqlite3 *store_sqlite_db(struct store_conn *c);
bool store_sqlite_fail(struct sqlite3 *db, int rc, struct err *err);
bool store_sqlite_look(struct store_conn *c, const char *sql, store_look_fn *row, void *ctx,
                       struct err *err);
bool store_sqlite_keep(struct store_conn *c, int64_t version, struct err *err);

/* The head of each back end's connection. */
struct store_conn {
    const struct store_ops *ops;
    char *kept; /* the copy made before an upgrade; the heap's, or NULL */
};

struct store_tx {
    struct store_conn *conn;
    struct store *store;
    bool writes;
    struct tally *tally; /* of the writer: store/finding_tally.h */
};

bool store_run(struct store_tx *tx, int id, const struct sql_cell *in, sql_row_fn *row, void *ctx,
               int64_t *changed, struct err *err);
/* The same statement for every input that next makes (until it returns false). */
bool store_run_many(struct store_tx *tx, int id, sql_next_fn *next, void *ctx, struct err *err);
void store_bulk(struct store_tx *tx, bool on);

/* Creates or upgrades the tables; ERR_STORE_VERSION when they are newer than this program. */
bool store_migrate(struct store_conn *c, struct err *err);

/* Begins after reviving the connection if need be. */
bool store_begin(struct store_conn *c, bool writes, struct err *err);

struct store_writer;
struct store_writer *store_writer_start(struct store *s, struct store_conn *c, struct err *err);
void store_writer_stop(struct store_writer *w);
bool store_writer_run(struct store_writer *w, store_fn *fn, void *ctx, struct err *err);
void store_count(uint64_t statements);

#endif

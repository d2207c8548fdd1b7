#include "store/sql.h"

#include "base/utf8.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct reader { /* the handle of a snapshot, together with its connection */
    struct store_tx tx;
    struct reader *next;
};

struct store {
    const struct store_ops *ops;
    char *where;
    struct store_writer *writer;
    pthread_mutex_t lock; /* of the pool */
    struct reader *idle;
    int open;
};

static _Thread_local uint64_t statements;

uint64_t store_statements(void)
{
    return statements;
}

void store_count(uint64_t n)
{
    statements += n;
}

bool sql_text_good(struct str s, struct err *err)
{
    for (size_t at = 0, n; at < s.n; at += n) {
        if (s.p[at] &&
            (unsigned char)s.p[at] < 0x80) { /* ASCII, the common case of codes and digests */
            n = 1;
            continue;
        }
        if (utf8_next((struct str){s.p + at, s.n - at}, &n) <= 0) {
            char text[24];
            snprintf(text, sizeof text, "%zu", at + 1);
            return err_set(err, ERR_ENCODING, text);
        }
    }
    return true;
}

bool sql_text(struct arena *a, const struct sql_cell *c, struct str *out)
{
    if (!a || c->null || c->s.n == 0) {
        *out = c->null || c->s.n == 0 ? STR_NONE : c->s;
        return true;
    }
    *out = arena_str(a, c->s);
    return out->p != NULL;
}

bool store_run(struct store_tx *tx, int id, const struct sql_cell *in, sql_row_fn *row, void *ctx,
               int64_t *changed, struct err *err)
{
    statements++;
    return tx->conn->ops->run(tx->conn, id, in, row, ctx, changed, err);
}

bool store_run_many(struct store_tx *tx, int id, sql_next_fn *next, void *ctx, struct err *err)
{
    statements++;
    return tx->conn->ops->run_many(tx->conn, id, next, ctx, err);
}

void store_bulk(struct store_tx *tx, bool on)
{
    if (tx->conn->ops->bulk)
        tx->conn->ops->bulk(tx->conn, on);
}

bool store_begin(struct store_conn *c, bool writes, struct err *err)
{
    const char *begin = writes ? c->ops->begin_write : c->ops->begin_read;
    if (c->ops->alive(c) && c->ops->script(c, begin, err))
        return true;
    /* Nothing has happened yet in this transaction, so a fresh connection may try again. */
    if (c->ops->alive(c))
        return false;
    return c->ops->revive(c, err) && c->ops->script(c, begin, err);
}

static const struct store_ops *ops_of(const char *where, const char **rest)
{
    *rest = where;
    if (strncmp(where, "sqlite:", 7) == 0) {
        *rest = where + 7;
        return &STORE_SQLITE;
    }
    if (strncmp(where, "postgresql://", 13) == 0 || strncmp(where, "postgres://", 11) == 0 ||
        strchr(where, '='))
        return &STORE_POSTGRES;
    return &STORE_SQLITE;
}

static bool open_parts(struct store *s, struct err *err)
{
    struct store_conn *c = s->ops->open(s->where, true, err);
    if (!c)
        return false;
    if (!store_migrate(c, err)) {
        s->ops->close(c);
        return false;
    }
    s->writer = store_writer_start(s, c, err);
    if (!s->writer)
        s->ops->close(c);
    return s->writer != NULL;
}

struct store *store_open(const char *where, struct err *err)
{
    struct store *s = calloc(1, sizeof *s);
    const char *rest;
    if (s)
        s->ops = ops_of(where, &rest);
    if (!s || !(s->where = strdup(rest))) {
        free(s);
        err_set(err, ERR_MEMORY, NULL);
        return NULL;
    }
    pthread_mutex_init(&s->lock, NULL);
    if (open_parts(s, err))
        return s;
    pthread_mutex_destroy(&s->lock);
    free(s->where);
    free(s);
    return NULL;
}

void store_close(struct store *s)
{
    if (!s)
        return;
    /* Readers go first: the last SQLite connection folds its log into the database. */
    while (s->idle) {
        struct reader *r = s->idle;
        s->idle = r->next;
        s->ops->close(r->tx.conn);
        free(r);
    }
    store_writer_stop(s->writer);
    pthread_mutex_destroy(&s->lock);
    free(s->where);
    free(s);
}

bool store_is_postgres(const struct store *s)
{
    return s->ops->postgres;
}

/* An idle reader, or the right to open one more (NULL with *may_open). */
static struct reader *reader_take(struct store *s, bool *may_open)
{
    pthread_mutex_lock(&s->lock);
    struct reader *r = s->idle;
    *may_open = !r && s->open < STORE_READERS_MAX;
    if (r)
        s->idle = r->next;
    else if (*may_open)
        s->open++;
    pthread_mutex_unlock(&s->lock);
    return r;
}

static void reader_drop(struct store *s, struct reader *r)
{
    if (r && r->tx.conn)
        s->ops->close(r->tx.conn);
    free(r);
    pthread_mutex_lock(&s->lock);
    s->open--;
    pthread_mutex_unlock(&s->lock);
}

struct store_tx *store_read(struct store *s, struct err *err)
{
    bool may_open;
    struct reader *r = reader_take(s, &may_open);
    if (!r && !may_open) {
        err_set(err, ERR_STORE_BUSY, NULL);
        return NULL;
    }
    if (!r) {
        r = calloc(1, sizeof *r);
        if (r) {
            r->tx.store = s;
            r->tx.conn = s->ops->open(s->where, false, err);
        } else {
            err_set(err, ERR_MEMORY, NULL);
        }
    }
    if (r && r->tx.conn && store_begin(r->tx.conn, false, err))
        return &r->tx;
    reader_drop(s, r);
    return NULL;
}

void store_read_end(struct store_tx *tx)
{
    if (!tx)
        return;
    struct reader *r = (struct reader *)tx; /* tx is its first member */
    struct store *s = tx->store;
    if (!tx->conn->ops->script(tx->conn, "ROLLBACK", NULL)) {
        reader_drop(s, r);
        return;
    }
    pthread_mutex_lock(&s->lock);
    r->next = s->idle;
    s->idle = r;
    pthread_mutex_unlock(&s->lock);
}

bool store_write(struct store *s, store_fn *fn, void *ctx, struct err *err)
{
    return store_writer_run(s->writer, fn, ctx, err);
}

#include "store/sql.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct reader { /* the handle of a snapshot, together with its connection */
    struct store_tx tx;
    struct reader *next;
};

struct store {
    const struct store_ops *ops;
    char *where, *kept;
    struct store_writer *writer;
    pthread_mutex_t lock; /* of the pool */
    struct reader *idle;
    int open;
};

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
        free(c->kept);
        s->ops->close(c);
        return false;
    }
    s->kept = c->kept;
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
    free(s->kept);
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
    free(s->kept);
    free(s->where);
    free(s);
}

bool store_is_postgres(const struct store *s)
{
    return s->ops->postgres;
}

const char *store_kept(const struct store *s)
{
    return s->kept;
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
    if (!tx->conn->ops->bound(tx->conn, BOUND_ROLLBACK, NULL)) {
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

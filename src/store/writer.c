/* The one writing thread: takes whatever is queued, runs each job in a savepoint, commits once. */
#include "store/finding_tally.h"
#include "store/sql.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

enum { BATCH_MAX = 256 };

struct job {
    store_fn *fn;
    void *ctx;
    struct err err;
    uint64_t statements;
    bool ok;
    sem_t done;
    struct job *next;
};

struct store_writer {
    struct store_tx tx;
    pthread_t thread;
    pthread_mutex_t lock; /* of everything below */
    pthread_cond_t work;
    struct job *first, **last;
    int queued;
    bool stop;
};

/* Up to BATCH_MAX jobs in the order in which they came; NULL when it is time to stop. */
static struct job *take_batch(struct store_writer *w)
{
    pthread_mutex_lock(&w->lock);
    while (!w->first && !w->stop)
        pthread_cond_wait(&w->work, &w->lock);
    struct job *batch = w->first, **end = &w->first;
    for (int n = 0; *end && n < BATCH_MAX; n++) {
        end = &(*end)->next;
        w->queued--;
    }
    w->first = *end;
    if (!w->first)
        w->last = &w->first;
    *end = NULL;
    pthread_mutex_unlock(&w->lock);
    return batch;
}

/* False when the whole transaction is lost, with the reason in *err. */
static bool run_job(struct store_writer *w, struct job *j, struct err *err)
{
    struct store_conn *c = w->tx.conn;
    if (!c->ops->bound(c, BOUND_JOB, err))
        return false;
    uint64_t before = store_statements();
    size_t mark = tally_mark(w->tx.tally);
    j->ok = j->fn(&w->tx, j->ctx, &j->err);
    j->statements = store_statements() - before;
    if (!j->ok)
        tally_back(w->tx.tally, mark);
    if (!j->ok && j->err.code == ERR_OK)
        err_set(&j->err, ERR_INTERNAL, "write failed without a reason", NULL);
    if (j->ok && c->ops->bound(c, BOUND_JOB_DONE, err))
        return true;
    if (!j->ok && c->ops->bound(c, BOUND_JOB_UNDO, err))
        return true;
    /* The database has given up the transaction: what the job met is the better explanation. */
    if (!j->ok)
        *err = j->err;
    return false;
}

static bool run_batch(struct store_writer *w, struct job *batch, struct err *err)
{
    struct store_conn *c = w->tx.conn;
    tally_back(w->tx.tally, 0); /* of a transaction that was lost */
    if (!store_begin(c, true, err))
        return false;
    for (struct job *j = batch; j; j = j->next) {
        if (!run_job(w, j, err)) {
            c->ops->bound(c, BOUND_ROLLBACK, NULL);
            return false;
        }
    }
    if (tally_flush(&w->tx, err) && c->ops->bound(c, BOUND_COMMIT, err))
        return true;
    c->ops->bound(c, BOUND_ROLLBACK, NULL);
    return false;
}

static void finish_batch(struct job *batch, bool committed, const struct err *err)
{
    while (batch) {
        struct job *j = batch;
        batch = j->next;
        if (!committed) {
            if (j->ok || j->err.code == ERR_OK)
                j->err = *err;
            j->ok = false;
        }
        sem_post(&j->done); /* j belongs to its waiting owner and is gone now */
    }
}

static void *writer_main(void *arg)
{
    struct store_writer *w = arg;
    struct job *batch;
    while ((batch = take_batch(w))) {
        struct err err = {0};
        bool committed = run_batch(w, batch, &err);
        finish_batch(batch, committed, &err);
    }
    return NULL;
}

bool store_writer_run(struct store_writer *w, store_fn *fn, void *ctx, struct err *err)
{
    if (pthread_equal(pthread_self(), w->thread))
        return err_set(err, ERR_INTERNAL, "store_write inside store_write", NULL);
    struct job j = {.fn = fn, .ctx = ctx};
    sem_init(&j.done, 0, 0);
    pthread_mutex_lock(&w->lock);
    if (w->queued >= STORE_QUEUE_MAX) {
        pthread_mutex_unlock(&w->lock);
        sem_destroy(&j.done);
        return err_set(err, ERR_STORE_BUSY, NULL);
    }
    *w->last = &j;
    /* cppcheck-suppress autoVariables ; this waits until the writer is done with j */
    w->last = &j.next;
    w->queued++;
    pthread_cond_signal(&w->work);
    pthread_mutex_unlock(&w->lock);
    while (sem_wait(&j.done) != 0 && errno == EINTR)
        ;
    sem_destroy(&j.done);
    store_count(j.statements);
    if (!j.ok && err)
        *err = j.err;
    return j.ok;
}

struct store_writer *store_writer_start(struct store *s, struct store_conn *c, struct err *err)
{
    struct store_writer *w = calloc(1, sizeof *w);
    if (!w) {
        err_set(err, ERR_MEMORY, NULL);
        return NULL;
    }
    w->tx = (struct store_tx){.conn = c, .store = s, .writes = true, .tally = tally_new(err)};
    if (!w->tx.tally) {
        free(w);
        return NULL;
    }
    w->last = &w->first;
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->work, NULL);
    if (pthread_create(&w->thread, NULL, writer_main, w) != 0) {
        pthread_cond_destroy(&w->work);
        pthread_mutex_destroy(&w->lock);
        tally_free(w->tx.tally);
        free(w);
        err_set(err, ERR_MEMORY, NULL);
        return NULL;
    }
    return w;
}

void store_writer_stop(struct store_writer *w)
{
    pthread_mutex_lock(&w->lock);
    w->stop = true;
    pthread_cond_signal(&w->work);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    w->tx.conn->ops->close(w->tx.conn);
    tally_free(w->tx.tally);
    pthread_cond_destroy(&w->work);
    pthread_mutex_destroy(&w->lock);
    free(w);
}

/* The facade: opening, snapshots, group commit, savepoints, faults. */
#include "store_test.h"

#include "store/region.h"
#include "store/sql.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int64_t regions(struct fixture *f)
{
    return fixture_number(f, "SELECT count(*) FROM region");
}

struct add { /* inserts n regions from code on, `step` apart; then fails if asked to */
    int64_t code;
    int n, at, step; /* 0 = 1 */
    bool fail;
};

static bool add_next(void *ctx, struct region_row *row)
{
    struct add *a = ctx;
    if (a->at == a->n)
        return false;
    *row = (struct region_row){.code = a->code + (int64_t)a->at++ * (a->step ? a->step : 1),
                               .name = STR("甲"),
                               .level = 6};
    return true;
}

static bool add_fn(struct store_tx *tx, void *ctx, struct err *err)
{
    struct add *a = ctx;
    a->at = 0;
    return sql_region_insert(tx, add_next, a, err) &&
           (!a->fail || err_set(err, ERR_NUMBER, "x", "1"));
}

static void test_write_and_read(void **state)
{
    struct fixture *f = *state;
    uint64_t before = store_statements();
    assert_ok(f, store_write(f->store, add_fn, &(struct add){.code = 1000, .n = 3}, &f->err));
    assert_int_equal(store_statements() - before, 1);
    struct store_tx *tx = store_read(f->store, &f->err);
    assert_ok(f, tx);
    struct region_row row;
    bool found;
    assert_ok(f, store_region_get(tx, &f->arena, 1002, &row, &found, &f->err));
    assert_true(found);
    assert_str(row.name, "甲");
    assert_ok(f, store_region_get(tx, &f->arena, 1003, &row, &found, &f->err));
    assert_false(found);
    assert_int_equal(store_statements() - before, 3);
    store_read_end(tx);
}

/* What is committed after the first look of a snapshot is not seen by it. */
static void test_snapshot(void **state)
{
    struct fixture *f = *state;
    struct store_tx *tx = store_read(f->store, &f->err);
    struct region_row row;
    bool found;
    assert_ok(f, store_region_get(tx, &f->arena, 1, &row, &found, &f->err));
    assert_ok(f, store_write(f->store, add_fn, &(struct add){.code = 1, .n = 1}, &f->err));
    assert_ok(f, store_region_get(tx, &f->arena, 1, &row, &found, &f->err));
    assert_false(found);
    store_read_end(tx);
    tx = store_read(f->store, &f->err);
    assert_ok(f, store_region_get(tx, &f->arena, 1, &row, &found, &f->err));
    assert_true(found);
    store_read_end(tx);
}

static void test_snapshot_cannot_write(void **state)
{
    struct fixture *f = *state;
    struct store_tx *tx = store_read(f->store, &f->err);
    struct add a = {.code = 1, .n = 1};
    assert_false(sql_region_insert(tx, add_next, &a, &f->err));
    assert_int_equal(f->err.code, ERR_STORE_READ_ONLY);
    store_read_end(tx);
    assert_int_equal(regions(f), 0);
}

static void test_failing_job_is_undone(void **state)
{
    struct fixture *f = *state;
    struct add a = {.code = 10, .n = 5, .fail = true};
    assert_false(store_write(f->store, add_fn, &a, &f->err));
    assert_int_equal(f->err.code, ERR_NUMBER);
    assert_int_equal(regions(f), 0);
    assert_true(store_write(f->store, add_fn, &(struct add){.code = 10, .n = 5}, &f->err));
    /* A taken key. */
    assert_false(store_write(f->store, add_fn, &(struct add){.code = 12, .n = 50}, &f->err));
    assert_int_equal(f->err.code, ERR_EXISTS);
    assert_int_equal(regions(f), 5);
}

/* More than what takes it back is kept in memory for: pages of a table that was there, between
 * whose rows others come. */
static void test_large_job_is_undone(void **state)
{
    struct fixture *f = *state;
    struct add even = {.code = 2, .n = 60000, .step = 2},
               odd = {.code = 1, .n = 60000, .step = 2, .fail = true};
    assert_ok(f, store_write(f->store, add_fn, &even, &f->err));
    assert_false(store_write(f->store, add_fn, &odd, &f->err));
    assert_int_equal(f->err.code, ERR_NUMBER);
    assert_int_equal(regions(f), 60000);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM region WHERE code % 2 = 1"), 0);
    odd.fail = false;
    assert_ok(f, store_write(f->store, add_fn, &odd, &f->err));
    assert_int_equal(regions(f), 120000);
}

struct gate { /* holds the writing thread until it is opened */
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool inside, open;
};

static bool gate_fn(struct store_tx *tx, void *ctx, struct err *err)
{
    (void)tx;
    (void)err;
    struct gate *g = ctx;
    pthread_mutex_lock(&g->lock);
    g->inside = true;
    pthread_cond_broadcast(&g->wake);
    while (!g->open)
        pthread_cond_wait(&g->wake, &g->lock);
    pthread_mutex_unlock(&g->lock);
    return true;
}

struct worker {
    pthread_t thread;
    struct store *store;
    store_fn *fn;
    void *ctx;
    struct err err;
    bool ok;
};

static void *work(void *arg)
{
    struct worker *w = arg;
    w->ok = store_write(w->store, w->fn, w->ctx, &w->err);
    return NULL;
}

/* Many writers at once: each succeeds or fails alone, whatever shares its transaction. */
static void test_group(void **state)
{
    struct fixture *f = *state;
    struct gate gate = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, false};
    enum { N = 20 };
    struct worker first = {.store = f->store, .fn = gate_fn, .ctx = &gate}, w[N];
    struct add a[N];
    pthread_create(&first.thread, NULL, work, &first);
    pthread_mutex_lock(&gate.lock);
    while (!gate.inside)
        pthread_cond_wait(&gate.wake, &gate.lock);
    pthread_mutex_unlock(&gate.lock);
    for (int i = 0; i < N; i++) {
        a[i] = (struct add){.code = 100 * (i + 1), .n = 10, .fail = i % 4 == 3};
        w[i] = (struct worker){.store = f->store, .fn = add_fn, .ctx = &a[i]};
        pthread_create(&w[i].thread, NULL, work, &w[i]);
    }
    pthread_mutex_lock(&gate.lock);
    gate.open = true;
    pthread_cond_broadcast(&gate.wake);
    pthread_mutex_unlock(&gate.lock);
    pthread_join(first.thread, NULL);
    assert_true(first.ok);
    for (int i = 0; i < N; i++) {
        pthread_join(w[i].thread, NULL);
        assert_int_equal(w[i].ok, i % 4 != 3);
        if (!w[i].ok)
            assert_int_equal(w[i].err.code, ERR_NUMBER);
    }
    assert_int_equal(regions(f), 15 * 10);
}

static bool nested_fn(struct store_tx *tx, void *ctx, struct err *err)
{
    (void)tx;
    return store_write(ctx, add_fn, &(struct add){.code = 1, .n = 1}, err);
}

static void test_write_inside_write(void **state)
{
    struct fixture *f = *state;
    assert_false(store_write(f->store, nested_fn, f->store, &f->err));
    assert_int_equal(f->err.code, ERR_INTERNAL);
}

static void test_newer_version_is_refused(void **state)
{
    struct fixture *f = *state;
    store_close(f->store);
    f->store = NULL;
    fixture_sql(f, "UPDATE schema_version SET version = 999");
    assert_null(store_open(f->where, &f->err));
    assert_int_equal(f->err.code, ERR_STORE_VERSION);
    assert_string_equal(f->err.args[0], "999");
}

static void test_opening_again_keeps_all(void **state)
{
    struct fixture *f = *state;
    assert_ok(f, store_write(f->store, add_fn, &(struct add){.code = 1, .n = 4}, &f->err));
    store_close(f->store);
    fixture_open(f);
    assert_int_equal(regions(f), 4);
}

static void test_bad_place(void **state)
{
    struct fixture *f = *state;
    const char *where =
        on_postgres() ? "host=/nonexistent dbname=tz user=tz" : "sqlite:/nonexistent/dir/x.db";
    assert_null(store_open(where, &f->err));
    assert_int_equal(f->err.code, on_postgres() ? ERR_STORE : ERR_IO);
}

/* Every statement is prepared, and answers with the types that its header names. */
static void test_every_statement(void **state)
{
    struct fixture *f = *state;
    struct store_conn *c = (on_postgres() ? STORE_POSTGRES : STORE_SQLITE)
                               .open(on_postgres() ? f->where : f->where + 7, true, &f->err);
    assert_ok(f, c);
    for (int i = 0; i < SQL_COUNT; i++) {
        assert_true(SQL_STATEMENTS[i].n_in <= SQL_CELLS_MAX);
        assert_true(SQL_STATEMENTS[i].n_out <= SQL_CELLS_MAX);
        if (!c->ops->check(c, i, &f->err))
            fail_msg("%s: %s", SQL_STATEMENTS[i].name, f->err.args[0]);
    }
    c->ops->close(c);
}

/* kill -9 in the middle of a write: nothing of it is left, everything before is. */
static bool add_and_die(struct store_tx *tx, void *ctx, struct err *err)
{
    if (!add_fn(tx, ctx, err))
        return false;
    kill(getpid(), SIGKILL);
    return true;
}

static void test_kill(void **state)
{
    struct fixture *f = *state;
    assert_ok(f, store_write(f->store, add_fn, &(struct add){.code = 1, .n = 4}, &f->err));
    store_close(f->store); /* a connection must not cross a fork */
    f->store = NULL;
    pid_t pid = fork();
    if (pid == 0) {
        struct store *s = store_open(f->where, NULL);
        store_write(s, add_and_die, &(struct add){.code = 1000, .n = 5000}, NULL);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    fixture_open(f);
    assert_int_equal(regions(f), 4);
    assert_ok(f, store_write(f->store, add_fn, &(struct add){.code = 1000, .n = 1}, &f->err));
}

/* A disk that is full: clear error, nothing half-written, and it goes on when there is room. */
static void test_disk_full(void **state)
{
    struct fixture *f = *state;
    if (on_postgres())
        return; /* the server's disk is not ours to fill; 53100 maps to the same error */
    assert_ok(f, store_write(f->store, add_fn, &(struct add){.code = 1, .n = 4}, &f->err));
    int64_t pages = fixture_number(f, "PRAGMA page_count");
    char limit[64];
    snprintf(limit, sizeof limit, "PRAGMA max_page_count=%lld", (long long)pages + 5);
    struct store_conn *c = STORE_SQLITE.open(f->where + 7, true, &f->err);
    assert_ok(f, c);
    assert_true(c->ops->script(c, limit, &f->err));
    struct store_writer *w = store_writer_start(f->store, c, &f->err);
    assert_false(store_writer_run(w, add_fn, &(struct add){.code = 1000, .n = 50000}, &f->err));
    assert_int_equal(f->err.code, ERR_DISK_FULL);
    assert_int_equal(regions(f), 4);
    assert_ok(f, store_writer_run(w, add_fn, &(struct add){.code = 1000, .n = 2}, &f->err));
    assert_int_equal(regions(f), 6);
    store_writer_stop(w);
}

/* The server goes away and comes back: the next begin connects anew. */
static void test_restart(void **state)
{
    struct fixture *f = *state;
    if (!on_postgres())
        return;
    struct region_row row;
    bool found;
    struct store_tx *tx = store_read(f->store, &f->err);
    assert_ok(f, store_region_get(tx, &f->arena, 1, &row, &found, &f->err));
    store_read_end(tx);
    assert_ok(f, store_write(f->store, add_fn, &(struct add){.code = 1, .n = 1}, &f->err));
    char command[300];
    snprintf(command, sizeof command, "sh %s restart", getenv("TZ_TEST_PGCTL"));
    assert_int_equal(system(command), 0);
    assert_ok(f, store_write(f->store, add_fn, &(struct add){.code = 2, .n = 1}, &f->err));
    tx = store_read(f->store, &f->err);
    assert_ok(f, tx);
    assert_ok(f, store_region_get(tx, &f->arena, 2, &row, &found, &f->err));
    assert_true(found);
    store_read_end(tx);
}

static bool add_over_restart(struct store_tx *tx, void *ctx, struct err *err)
{
    char command[300];
    snprintf(command, sizeof command, "sh %s restart", getenv("TZ_TEST_PGCTL"));
    return add_fn(tx, ctx, err) && system(command) == 0 &&
           add_fn(tx, &(struct add){.code = 500, .n = 1}, err);
}

/* ... and a write that was running then fails as a whole. */
static void test_restart_inside_a_write(void **state)
{
    struct fixture *f = *state;
    if (!on_postgres())
        return;
    assert_false(
        store_write(f->store, add_over_restart, &(struct add){.code = 1, .n = 3}, &f->err));
    assert_int_equal(f->err.code, ERR_STORE);
    assert_int_equal(regions(f), 0);
    assert_ok(f, store_write(f->store, add_fn, &(struct add){.code = 1, .n = 3}, &f->err));
    assert_int_equal(regions(f), 3);
}

static void test_too_many_readers(void **state)
{
    struct fixture *f = *state;
    struct store_tx *tx[STORE_READERS_MAX];
    for (int i = 0; i < STORE_READERS_MAX; i++) {
        tx[i] = store_read(f->store, &f->err);
        assert_ok(f, tx[i]);
    }
    assert_null(store_read(f->store, &f->err));
    assert_int_equal(f->err.code, ERR_STORE_BUSY);
    for (int i = 0; i < STORE_READERS_MAX; i++)
        store_read_end(tx[i]);
}

struct text_job {
    struct str text;
};

static bool one_text(void *ctx, struct region_row *row)
{
    struct text_job *j = ctx;
    if (!j->text.p)
        return false;
    *row = (struct region_row){.code = 77, .name = j->text};
    j->text.p = NULL;
    return true;
}

static bool text_fn(struct store_tx *tx, void *ctx, struct err *err)
{
    return sql_region_insert(tx, one_text, ctx, err);
}

/* What is no text is refused by both databases in the same way. */
static void test_bad_text(void **state)
{
    struct fixture *f = *state;
    static const struct str bad[] = {{"a\0b", 3}, {"\xb3\xc7", 2}, {"\xe5\xb1", 2}};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        assert_false(store_write(f->store, text_fn, &(struct text_job){bad[i]}, &f->err));
        assert_int_equal(f->err.code, ERR_ENCODING);
    }
    assert_int_equal(regions(f), 0);
    assert_ok(f, store_write(f->store, text_fn, &(struct text_job){STR("\xe5\xb1\xb1")}, &f->err));
}

static void test_file_is_private(void **state)
{
    struct fixture *f = *state;
    struct stat st;
    if (on_postgres())
        return;
    assert_int_equal(stat(f->where + 7, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

/* A file that is no database. */
static void test_not_a_database(void **state)
{
    struct fixture *f = *state;
    if (on_postgres())
        return;
    store_close(f->store);
    f->store = NULL;
    FILE *file = fopen(f->where + 7, "w");
    assert_non_null(file);
    for (int i = 0; i < 1000; i++)
        fputs("This is a letter, not a database.\n", file);
    fclose(file);
    assert_null(store_open(f->where, &f->err));
    assert_int_equal(f->err.code, ERR_STORE);
}

/* Memory ends at the n-th allocation: an error, never a row without its text. */
static void test_allocation_failures(void **state)
{
    struct fixture *f = *state;
    assert_ok(f, store_write(f->store, add_fn, &(struct add){.code = 5, .n = 20}, &f->err));
    struct store_tx *tx = store_read(f->store, &f->err);
    size_t n = 1;
    for (bool ok = false; !ok; n++) {
        struct arena arena;
        struct region_rows rows = {0};
        arena_init(&arena, 0);
        arena.fail_at = n;
        ok = store_region_of_level(tx, &arena, 0, REGION_GRID, 0, 50, &rows, &f->err);
        if (ok)
            assert_int_equal(rows.n, 20);
        else
            assert_int_equal(f->err.code, ERR_MEMORY);
        arena_release(&arena);
    }
    assert_true(n > 20); /* at least one for each name */
    store_read_end(tx);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_write_and_read),
        TEST(test_snapshot),
        TEST(test_snapshot_cannot_write),
        TEST(test_failing_job_is_undone),
        TEST(test_large_job_is_undone),
        TEST(test_group),
        TEST(test_write_inside_write),
        TEST(test_newer_version_is_refused),
        TEST(test_opening_again_keeps_all),
        TEST(test_bad_place),
        TEST(test_every_statement),
        TEST(test_kill),
        TEST(test_disk_full),
        TEST(test_restart),
        TEST(test_restart_inside_a_write),
        TEST(test_too_many_readers),
        TEST(test_bad_text),
        TEST(test_file_is_private),
        TEST(test_not_a_database),
        TEST(test_allocation_failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SQLite: a copy is what its snapshot sees, whatever is written meanwhile; a database of an older
 * version is copied before it is brought up to date. */
#include "store_test.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/check.h"
#include "store/copy.h"
#include "store/setting.h"
#include "store/sql.h"

static bool put_setting(struct store_tx *tx, void *ctx, struct err *err)
{
    return store_setting_put(tx, ctx, err);
}

static void write_settings(struct fixture *f, int from, int to)
{
    char value[8001], name[24];
    memset(value, 'v', sizeof value - 1);
    value[sizeof value - 1] = 0;
    for (int i = from; i < to; i++) {
        snprintf(name, sizeof name, "name%d", i);
        struct setting_row row = {.name = str_of(name), .value = str_of(value)};
        assert_ok(f, store_write(f->store, put_setting, &row, &f->err));
    }
}

struct pausing {
    struct fixture *f;
    int n;
};

/* Somebody writes between the pieces. */
static void write_meanwhile(void *ctx)
{
    struct pausing *p = ctx;
    p->n++;
    write_settings(p->f, 10000 + p->n * 10, 10000 + p->n * 10 + 10);
}

static int64_t number_of(const char *path, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *p;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &p, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(p), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(p, 0);
    sqlite3_finalize(p);
    sqlite3_close(db);
    return n;
}

static bool count(void *ctx, struct str name, int64_t rows, struct err *err)
{
    (void)err;
    if (str_is(name, "setting"))
        *(int64_t *)ctx = rows;
    return true;
}

static void a_copy_is_one_moment(void **state)
{
    struct fixture *f = *state;
    struct store_copy c;
    struct pausing p = {f, 0};
    char path[400], bytes[4096];
    int64_t rows = 0;
    struct store_checking counting = {.table = count, .ctx = &rows};
    write_settings(f, 0, 600); /* about 5 MB: 4 pauses or more */
    assert_ok(f, store_copy_begin(f->store, write_meanwhile, &p, &c, &f->err));
    assert_true(p.n >= 4);
    assert_ok(f, store_count_rows(c.tx, &counting, &f->err));
    assert_int_equal(rows, 600);
    store_copy_read_end(&c);
    snprintf(path, sizeof path, "%s/copy.db", f->dir);
    FILE *out = fopen(path, "w");
    int64_t size = 0;
    for (ssize_t n; (n = read(c.fd, bytes, sizeof bytes)) > 0; size += n)
        assert_int_equal(fwrite(bytes, 1, (size_t)n, out), n);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(size, c.size);
    store_copy_end(&c);
    assert_int_equal(number_of(path, "SELECT count(*) FROM setting"), 600);
    assert_int_equal(number_of(path, "SELECT count(*) FROM pragma_integrity_check "
                                     "WHERE integrity_check = 'ok'"),
                     1);
    /* One file, without a log of its own. */
    assert_int_equal(number_of(path, "SELECT count(*) FROM pragma_journal_mode "
                                     "WHERE journal_mode = 'delete'"),
                     1);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM setting"), 600 + 10 * p.n);
    char command[500]; /* nothing of it lies in the folder */
    snprintf(command, sizeof command, "ls %s | grep -q '[.]copy'", f->dir);
    assert_int_not_equal(system(command), 0);
}

/* The database of the first edition, made by its own script. */
static void first_edition(const char *path)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, SQL_MIGRATIONS[0].sqlite, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "CREATE TABLE schema_version (version INTEGER NOT NULL);"
                                  "INSERT INTO schema_version VALUES (1);"
                                  "INSERT INTO region VALUES (530000000000000, 'Y', 1, 'yn', 0, 0)",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
}

static void an_upgrade_begins_with_a_copy(void **state)
{
    struct fixture *f = *state;
    char path[400], copy[420], part[430];
    snprintf(path, sizeof path, "%s/old.db", f->dir);
    snprintf(copy, sizeof copy, "%s.before-v1", path);
    snprintf(part, sizeof part, "%s.part", copy);
    first_edition(path);
    FILE *left = fopen(part, "w"); /* of a run that was killed */
    fclose(left);
    struct store *s = store_open(path, &f->err);
    assert_ok(f, s);
    const char *kept = s ? store_kept(s) : NULL;
    assert_string_equal(kept ? kept : "", copy);
    store_close(s);
    assert_int_equal(access(part, F_OK), -1);
    assert_int_equal(number_of(path, "SELECT version FROM schema_version"), SQL_MIGRATIONS_N);
    assert_int_equal(number_of(copy, "SELECT version FROM schema_version"), 1);
    assert_int_equal(number_of(copy, "SELECT count(*) FROM region"), 1);
    /* Once only; and a new database has nothing to keep. */
    s = store_open(path, &f->err);
    assert_ok(f, s);
    assert_null(s ? store_kept(s) : "not open");
    store_close(s);
    assert_null(store_kept(f->store));
}

/* Where no copy can be made, nothing is brought up to date. */
static void no_copy_no_upgrade(void **state)
{
    struct fixture *f = *state;
    char path[400], copy[440];
    snprintf(path, sizeof path, "%s/old.db", f->dir);
    snprintf(copy, sizeof copy, "%s.before-v1.part", path);
    first_edition(path);
    assert_int_equal(symlink("/dev/full", copy), 0);
    assert_null(store_open(path, &f->err));
    assert_int_equal(f->err.code, ERR_IO);
    assert_int_equal(number_of(path, "SELECT version FROM schema_version"), 1);
    unlink(copy);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_copy_is_one_moment),
        TEST(an_upgrade_begins_with_a_copy),
        TEST(no_copy_no_upgrade),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

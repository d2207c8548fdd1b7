#include "store_test.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

bool on_postgres(void)
{
    return getenv("TZ_TEST_POSTGRES") != NULL;
}

static int64_t postgres_sql(struct fixture *f, const char *sql)
{
    PGconn *db = PQconnectdb(f->where);
    PGresult *r = PQexec(db, sql);
    ExecStatusType s = PQresultStatus(r);
    if (s != PGRES_COMMAND_OK && s != PGRES_TUPLES_OK)
        fail_msg("%s: %s", sql, PQerrorMessage(db));
    int64_t n = PQntuples(r) > 0 ? atoll(PQgetvalue(r, 0, 0)) : 0;
    PQclear(r);
    PQfinish(db);
    return n;
}

static int first_cell(void *ctx, int n, char **cells, char **names)
{
    (void)names;
    if (n > 0 && cells[0])
        *(int64_t *)ctx = atoll(cells[0]);
    return 0;
}

static int64_t sqlite_sql(struct fixture *f, const char *sql)
{
    sqlite3 *db;
    int64_t n = 0;
    assert_int_equal(sqlite3_open(f->where + 7, &db), SQLITE_OK);
    sqlite3_busy_timeout(db, 5000);
    char *text = NULL;
    if (sqlite3_exec(db, sql, first_cell, &n, &text) != SQLITE_OK)
        fail_msg("%s: %s", sql, text);
    sqlite3_close(db);
    return n;
}

int64_t fixture_number(struct fixture *f, const char *sql)
{
    return on_postgres() ? postgres_sql(f, sql) : sqlite_sql(f, sql);
}

void fixture_sql(struct fixture *f, const char *sql)
{
    (void)fixture_number(f, sql);
}

void fixture_wipe(struct fixture *f)
{
    if (on_postgres()) {
        fixture_sql(f, "SET client_min_messages = warning; DROP SCHEMA public CASCADE;"
                       "CREATE SCHEMA public");
        return;
    }
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
        char path[320];
        snprintf(path, sizeof path, "%s%s", f->where + 7, ends[i]);
        unlink(path);
    }
}

void fixture_open(struct fixture *f)
{
    f->store = store_open(f->where, &f->err);
    assert_ok(f, f->store != NULL);
}

int fixture_setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    if (!f)
        return -1;
    snprintf(f->dir, sizeof f->dir, "/tmp/tz-store.XXXXXX");
    if (!mkdtemp(f->dir)) {
        free(f);
        return -1;
    }
    if (on_postgres())
        snprintf(f->where, sizeof f->where, "%s", getenv("TZ_TEST_POSTGRES"));
    else
        snprintf(f->where, sizeof f->where, "sqlite:%s/test.db", f->dir);
    arena_init(&f->arena, 0);
    fixture_wipe(f);
    fixture_open(f);
    *state = f;
    return 0;
}

int fixture_teardown(void **state)
{
    struct fixture *f = *state;
    store_close(f->store);
    if (!on_postgres())
        fixture_wipe(f);
    rmdir(f->dir);
    arena_release(&f->arena);
    free(f);
    return 0;
}

/* A fresh, empty store for each test: a SQLite file in a temporary directory or, when
 * TZ_TEST_POSTGRES is set (with_postgres.sh), the database that it names, emptied. */
#ifndef TZ_TESTS_STORE_TEST_H
#define TZ_TESTS_STORE_TEST_H

#include "../test.h"

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"

struct fixture {
    struct store *store;
    struct arena arena;
    struct err err;
    char dir[64];    /* temporary, empty */
    char where[300]; /* for store_open */
};

bool on_postgres(void);
/* cmocka set-up and tear-down; *state is the fixture. */
int fixture_setup(void **state);
int fixture_teardown(void **state);
/* Opens where (again). */
void fixture_open(struct fixture *f);
/* Removes all tables of the database at hand. */
void fixture_wipe(struct fixture *f);
/* Any SQL, outside of the store. */
void fixture_sql(struct fixture *f, const char *sql);
int64_t fixture_number(struct fixture *f, const char *sql);

/* assert_true that shows the error. */
#define assert_ok(f, condition)                                                                    \
    do {                                                                                           \
        if (!(condition))                                                                          \
            fail_msg("%s: %s %s", #condition, err_key((f)->err.code), (f)->err.args[0]);           \
    } while (0)

#endif

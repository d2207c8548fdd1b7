/* Accounts, sessions, wrong passwords. */
#include "store_test.h"

#include "store/user.h"

struct job { /* any of the writes below */
    struct user_row user;
    struct session_row session;
    int64_t id, failures;
    struct str who;
    msec now;
};

#define WRITE(f, fn, job) assert_ok(f, store_write((f)->store, fn, job, &(f)->err))

static bool add_user(struct store_tx *tx, void *ctx, struct err *err)
{
    struct job *j = ctx;
    return store_user_insert(tx, &j->user, &j->id, err);
}

static bool add_session(struct store_tx *tx, void *ctx, struct err *err)
{
    return store_session_insert(tx, &((struct job *)ctx)->session, err);
}

static bool change_password(struct store_tx *tx, void *ctx, struct err *err)
{
    struct user_password p = {.hash = STR("$argon2id$new"), .at = 7};
    return store_user_set_password(tx, ((struct job *)ctx)->id, &p, STR_NONE, err);
}

static bool disable(struct store_tx *tx, void *ctx, struct err *err)
{
    return store_user_set_disabled(tx, ((struct job *)ctx)->id, true, err);
}

static bool expire(struct store_tx *tx, void *ctx, struct err *err)
{
    return store_session_delete_expired(tx, ((struct job *)ctx)->now, err);
}

static bool use(struct store_tx *tx, void *ctx, struct err *err)
{
    struct job *j = ctx;
    return store_session_seen(tx, j->session.hash, j->now, j->now + 500, err);
}

static bool wrong_password(struct store_tx *tx, void *ctx, struct err *err)
{
    struct job *j = ctx;
    return store_login_failure_add(tx, j->who, j->now, j->now - 1000, &j->failures, err);
}

static bool clear(struct store_tx *tx, void *ctx, struct err *err)
{
    return store_login_failure_clear(tx, ((struct job *)ctx)->who, err);
}

static struct job ann(struct fixture *f)
{
    struct job j = {
        .user = {
            .login = STR("ann"), .name_zh = STR("安"), .unit = 7, .password = STR("$argon2id$x")}};
    WRITE(f, add_user, &j);
    return j;
}

static bool logged_in(struct fixture *f, struct str hash, msec now)
{
    struct session_user_row u;
    bool found;
    struct store_tx *tx = store_read(f->store, &f->err);
    assert_ok(f, tx);
    assert_ok(f, store_session_user(tx, &f->arena, hash, now, 0, &u, &found, &f->err));
    store_read_end(tx);
    if (found)
        assert_str(u.login, "ann");
    return found;
}

static void test_user(void **state)
{
    struct fixture *f = *state;
    struct job j = ann(f);
    struct job again = {.user = {.login = STR("ann")}};
    assert_false(store_write(f->store, add_user, &again, &f->err));
    assert_int_equal(f->err.code, ERR_EXISTS);
    struct user_row u;
    bool found;
    struct store_tx *tx = store_read(f->store, &f->err);
    assert_ok(f, store_user_find(tx, &f->arena, STR("ann"), &u, &found, &f->err));
    assert_true(found);
    assert_int_equal(u.id, j.id);
    assert_int_equal(u.unit, 7);
    assert_str(u.password, "$argon2id$x");
    assert_ok(f, store_user_find(tx, &f->arena, STR("Ann"), &u, &found, &f->err));
    assert_false(found);
    struct user_rows rows = {0};
    assert_ok(f, store_user_page(tx, &f->arena, 0, 10, &rows, &f->err));
    assert_int_equal(rows.n, 1);
    store_read_end(tx);
}

static void test_session(void **state)
{
    struct fixture *f = *state;
    struct job j = ann(f);
    struct str hash = {"\x00\x01\xff\x80", 4};
    j.session = (struct session_row){.hash = hash, .user_id = j.id, .expires_at = 1000};
    WRITE(f, add_session, &j);
    assert_true(logged_in(f, hash, 999));
    assert_false(logged_in(f, hash, 1000));
    assert_false(logged_in(f, (struct str){"\x00\x01\xff\x81", 4}, 0));
    j.now = 999;
    WRITE(f, expire, &j);
    assert_true(logged_in(f, hash, 0));
    j.now = 1000;
    WRITE(f, expire, &j);
    assert_false(logged_in(f, hash, 0));
    WRITE(f, add_session, &j);
    WRITE(f, change_password, &j);
    assert_false(logged_in(f, hash, 0));
    WRITE(f, disable, &j);
    WRITE(f, add_session, &j);
    assert_false(logged_in(f, hash, 0));
    j.session.user_id = 4711; /* nobody */
    j.session.hash = STR("x");
    assert_false(store_write(f->store, add_session, &j, &f->err));
    assert_int_equal(f->err.code, ERR_STORE);
}

/* Every use moves the end of the session; a use that is noted late moves nothing back. */
static void test_session_seen(void **state)
{
    struct fixture *f = *state;
    struct job j = ann(f);
    j.session = (struct session_row){.hash = STR("cookie"),
                                     .user_id = j.id,
                                     .created_at = 100,
                                     .seen_at = 100,
                                     .expires_at = 600};
    WRITE(f, add_session, &j);
    j.now = 400;
    WRITE(f, use, &j);
    assert_true(logged_in(f, j.session.hash, 899));
    assert_false(logged_in(f, j.session.hash, 900));
    j.now = 399;
    WRITE(f, use, &j);
    assert_true(logged_in(f, j.session.hash, 899));
    struct session_user_row u;
    bool found;
    struct store_tx *tx = store_read(f->store, &f->err);
    assert_ok(f, store_session_user(tx, &f->arena, j.session.hash, 500, 0, &u, &found, &f->err));
    store_read_end(tx);
    assert_true(found);
    assert_int_equal(u.id, j.id);
    assert_int_equal(u.began_at, 100);
    assert_int_equal(u.seen_at, 400);
    assert_int_equal(u.post, 0); /* none was given */
    assert_str(u.role, "");
}

static void test_login_failures(void **state)
{
    struct fixture *f = *state;
    struct job j = {.who = STR("ann"), .now = 10000};
    for (int i = 1; i <= 3; i++) {
        WRITE(f, wrong_password, &j);
        assert_int_equal(j.failures, i);
        j.now += 1000; /* not longer than the pause */
    }
    struct login_failure_row row;
    bool found;
    struct store_tx *tx = store_read(f->store, &f->err);
    assert_ok(f, store_login_failure_get(tx, &f->arena, STR("ann"), &row, &found, &f->err));
    store_read_end(tx);
    assert_true(found);
    assert_int_equal(row.first_at, 10000);
    assert_int_equal(row.last_at, 12000);
    j.now = 13001; /* longer: counted anew */
    WRITE(f, wrong_password, &j);
    assert_int_equal(j.failures, 1);
    WRITE(f, clear, &j);
    WRITE(f, wrong_password, &j);
    assert_int_equal(j.failures, 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_user),
        TEST(test_session),
        TEST(test_session_seen),
        TEST(test_login_failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

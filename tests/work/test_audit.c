/* The record on both databases: written with the act or not at all, and whatever is done to the
 * table afterwards is found and named. */
#include "../store/store_test.h"

#include <stdio.h>

#include "work/audit.h"

enum { ENTRIES = 12 };

struct writing {
    struct app *app;
    int i;
    bool fail;
};

static bool act_fn(struct store_tx *tx, void *ctx, struct err *err)
{
    struct writing *w = ctx;
    struct actor who = {.user = w->i,
                        .login = STR("clerk"),
                        .for_user = 3,
                        .for_login = STR("chief"),
                        .address = STR("10.0.0.1")};
    char after[40];
    snprintf(after, sizeof after, "{\"value\":\"%d\"}", w->i);
    struct act act = {.kind = "value.change",
                      .region = INT64_C(532624000000000),
                      .thing = STR("campaign 1 I03 2025 value 9"),
                      .after = str_of(after)};
    return audit_act(w->app, tx, &who, &act, err) && (!w->fail || err_set(err, ERR_EXISTS, "x"));
}

static msec pinned(void *ctx)
{
    (void)ctx;
    return 1777000000000;
}

static void write_all(struct fixture *f)
{
    struct app app = {.store = f->store, .now = pinned};
    for (int i = 1; i <= ENTRIES; i++) {
        /* Every third write fails once: its entry goes with it, and leaves no gap. */
        struct writing w = {&app, i, i % 3 == 0};
        if (w.fail)
            assert_false(store_write(f->store, act_fn, &w, &f->err));
        w.fail = false;
        assert_ok(f, store_write(f->store, act_fn, &w, &f->err));
    }
}

static struct audit_walk walked(struct fixture *f)
{
    struct audit_walk w;
    struct store_tx *tx = store_read(f->store, &f->err);
    assert_ok(f, audit_verify(tx, &w, &f->err));
    store_read_end(tx);
    return w;
}

static void sound(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(walked(f).n, 0);
    write_all(f);
    struct audit_walk w = walked(f);
    assert_int_equal(w.fault, AUDIT_SOUND);
    assert_int_equal(w.n, ENTRIES);
}

static void tampering_is_named(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *sql;
        enum audit_fault fault;
        int64_t at;
    } CASES[] = {
        {"UPDATE audit SET became = '{\"value\":\"8\"}' WHERE seq = 7", AUDIT_CHANGED, 7},
        {"UPDATE audit SET who = 'clerk ' WHERE seq = 1", AUDIT_CHANGED, 1},
        {"UPDATE audit SET for_login = '' WHERE seq = 7", AUDIT_CHANGED, 7},
        {"UPDATE audit SET for_user = 4 WHERE seq = 7", AUDIT_CHANGED, 7},
        {"UPDATE audit_head SET algorithm = 'sm3'", AUDIT_CHANGED, 1},
        {"UPDATE audit SET at = at + 1 WHERE seq = 12", AUDIT_CHANGED, 12},
        {"UPDATE audit SET address = '' WHERE seq = 7", AUDIT_CHANGED, 7},
        {"UPDATE audit SET hash = (SELECT hash FROM audit WHERE seq = 6) WHERE seq = 7",
         AUDIT_CHANGED, 7},
        {"DELETE FROM audit WHERE seq = 7", AUDIT_MISSING, 7},
        {"DELETE FROM audit WHERE seq = 1", AUDIT_MISSING, 1},
        {"DELETE FROM audit WHERE seq > 9", AUDIT_CUT, 10},
        {"DELETE FROM audit", AUDIT_CUT, 1},
        {"UPDATE audit_head SET seq = 11", AUDIT_HEAD, 12},
        {"UPDATE audit_head SET hash = (SELECT hash FROM audit WHERE seq = 11)", AUDIT_HEAD, 12},
    };
    for (size_t i = 0; i < ARRAY_LEN(CASES); i++) {
        if (i) {
            store_close(f->store);
            fixture_wipe(f);
            fixture_open(f);
        }
        write_all(f);
        assert_int_equal(walked(f).fault, AUDIT_SOUND);
        fixture_sql(f, CASES[i].sql);
        struct audit_walk w = walked(f);
        if (w.fault != CASES[i].fault || w.at != CASES[i].at)
            fail_msg("%s: fault %d at %lld", CASES[i].sql, (int)w.fault, (long long)w.at);
    }
}

static bool keep_line(void *ctx, const struct audit_row *row, struct err *err)
{
    (void)err;
    audit_line(row, ctx);
    return true;
}

/* A line holds all that is hashed. */
static void lines_are_whole(void **state)
{
    struct fixture *f = *state;
    struct buf lines;
    struct audit_walk w;
    struct audit_row row;
    struct str rest, line;
    buf_init(&lines, 0);
    write_all(f);
    struct store_tx *tx = store_read(f->store, &f->err);
    assert_ok(f, store_audit_all(tx, keep_line, &lines, &f->err));
    store_read_end(tx);
    audit_walk_begin(&w, AUDIT_SHA256, NULL);
    for (rest = buf_str(&lines); str_split(&rest, '\n', &line) && line.n;) {
        assert_ok(f, audit_line_read(&f->arena, line, &row, &f->err));
        struct audit_entry e = store_audit_entry(&row);
        assert_true(audit_walk_next(&w, &e, row.hash, &f->err));
    }
    assert_int_equal(w.n, ENTRIES);
    assert_string_equal(w.head, walked(f).head);
    static const char *const BAD[] = {"", "{}", "[1]", "{\"seq\":1}", "no"};
    for (size_t i = 0; i < ARRAY_LEN(BAD); i++)
        assert_false(audit_line_read(&f->arena, str_of(BAD[i]), &row, &f->err));
    buf_release(&lines);
}

struct choosing {
    struct app app;
    enum audit_algorithm with;
};

static bool choose_fn(struct store_tx *tx, void *ctx, struct err *err)
{
    struct choosing *c = ctx;
    return audit_choose(&c->app, tx, &ACTOR_CONSOLE, c->with, err);
}

/* SM3 from the first entry to the last, or not at all. */
static void chosen_while_empty(void **state)
{
    struct fixture *f = *state;
    struct choosing c = {{.store = f->store, .now = pinned}, AUDIT_SM3};
    assert_ok(f, store_write(f->store, choose_fn, &c, &f->err));
    write_all(f);
    struct audit_walk w = walked(f);
    assert_int_equal(w.fault, AUDIT_SOUND);
    assert_int_equal(w.with, AUDIT_SM3);
    assert_int_equal(w.n, ENTRIES + 1);
    c.with = AUDIT_SHA256;
    assert_false(store_write(f->store, choose_fn, &c, &f->err));
    assert_int_equal(f->err.code, ERR_AUDIT_BEGUN);
    assert_int_equal(walked(f).n, ENTRIES + 1);
    fixture_sql(f, "UPDATE audit_head SET algorithm = 'sha256'");
    assert_int_equal(walked(f).fault, AUDIT_CHANGED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sound, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(tampering_is_named, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(lines_are_whole, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(chosen_while_empty, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

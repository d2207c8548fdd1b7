/* Searching the record on both databases, against a plain walk over the same entries; page after
 * page, with windows so small that pages end early. */
#include "store_test.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/audit_find.h"

enum { ENTRIES = 300, HOUR = 3600 * 1000 };
#define BEGUN INT64_C(1777000000000)

static const char *const WHO[] = {"clerk", "chief", "console"};
static const char *const KINDS[] = {"value.change", "values.import", "value.import", "login"};
static const int64_t REGIONS[] = {0, INT64_C(532624000000000), INT64_C(532624102000000),
                                  INT64_C(532622000000000)};

/* Entry n, by arithmetic that a reader can follow: all differ in period. */
static struct audit_entry entry_of(int n, char thing[24])
{
    snprintf(thing, 24, "thing %d", n % 7);
    return (struct audit_entry){.at = BEGUN + (int64_t)n * HOUR -
                                      (n == 200 ? 50 * (int64_t)HOUR : 0), /* set back once */
                                .who = str_of(WHO[n % 3]),
                                .for_login = n % 5 ? STR("") : STR("chief"),
                                .address = STR(""),
                                .kind = str_of(KINDS[n % 4]),
                                .region = REGIONS[n / 4 % 4],
                                .thing = str_of(thing),
                                .before = STR(""),
                                .after = STR(""),
                                .reason = STR("")};
}

static bool fill(struct store_tx *tx, void *ctx, struct err *err)
{
    struct fixture *f = ctx;
    char thing[24];
    for (int n = 1; n <= ENTRIES; n++) {
        struct audit_entry e = entry_of(n, thing);
        arena_clear(&f->arena);
        if (!store_audit_append(tx, &f->arena, &e, err))
            return false;
    }
    return true;
}

static bool has(struct str want, struct str have)
{
    return want.n == 0 || str_eq(want, have);
}

static bool fits(const struct audit_query_row *q, int n)
{
    char thing[24];
    struct audit_entry e = entry_of(n, thing);
    return has(q->who, e.who) && has(q->for_login, e.for_login) && has(q->thing, e.thing) &&
           (!q->kind_lo.n ||
            (str_cmp(e.kind, q->kind_lo) >= 0 && str_cmp(e.kind, q->kind_hi) < 0)) &&
           (!q->hi || (e.region >= q->lo && e.region <= q->hi)) &&
           (!q->until_at || (e.at >= q->from_at && e.at < q->until_at));
}

/* Walks all pages; each number that fits comes once, the latest first. */
static int walk(struct fixture *f, const struct audit_query_row *query, int64_t window)
{
    struct audit_query_row q = *query;
    int expected = ENTRIES, pages = 0;
    int64_t next = INT64_MAX;
    struct store_tx *tx = store_read(f->store, &f->err);
    while (next) {
        struct audit_rows rows = {0};
        q.before = next;
        assert_ok(f, store_audit_find(tx, &f->arena, &q, window, &rows, &next, &f->err));
        assert_true(rows.n <= (size_t)q.n && next < q.before && ++pages <= ENTRIES + 1);
        for (size_t i = 0; i < rows.n; i++) {
            while (expected > 0 && !fits(&q, expected))
                expected--;
            assert_int_equal(rows.at[i].seq, expected--);
        }
    }
    while (expected > 0 && !fits(&q, expected))
        expected--;
    store_read_end(tx);
    if (expected != 0)
        fail_msg("query %s %s %s: entry %d was not found", q.thing.p, q.who.p, q.kind_lo.p,
                 expected);
    return pages;
}

static const struct audit_query_row QUERIES[] = {
    {.n = 0},
    {.thing = {"thing 3", 7}},
    {.who = {"clerk", 5}},
    {.for_login = {"chief", 5}},
    {.kind_lo = {"login", 5}, .kind_hi = {"login\x01", 6}},
    {.kind_lo = {"value.", 6}, .kind_hi = {"value/", 6}},
    {.lo = INT64_C(532624000000000), .hi = INT64_C(532624999999999)},
    {.thing = {"thing 3", 7}, .who = {"chief", 5}},
    {.who = {"clerk", 5}, .kind_lo = {"login", 5}, .kind_hi = {"login\x01", 6}},
    {.who = {"console", 7}, .for_login = {"chief", 5}, .lo = 1, .hi = INT64_C(999999999999999)},
    {.kind_lo = {"login", 5}, .kind_hi = {"login\x01", 6}, .lo = 5, .hi = INT64_C(532622999999999)},
    {.from_at = BEGUN + 100 * (int64_t)HOUR, .until_at = BEGUN + 160 * (int64_t)HOUR},
    {.who = {"clerk", 5}, .from_at = 1, .until_at = BEGUN + 20 * (int64_t)HOUR},
    {.from_at = 5, .until_at = 6},
    {.who = {"nobody", 6}},
    {.thing = {"thing 3", 7}, .who = {"nobody", 6}},
};

static void finds_what_fits(void **state)
{
    struct fixture *f = *state;
    assert_ok(f, store_write(f->store, fill, f, &f->err));
    for (size_t i = 0; i < ARRAY_LEN(QUERIES); i++)
        for (int n = 1; n <= 100; n += 33) {
            struct audit_query_row q = QUERIES[i];
            q.n = n;
            walk(f, &q, 0);
            walk(f, &q, 10);
        }
}

/* A page that has looked at so many entries ends, however few it found. */
static void looks_at_so_many(void **state)
{
    struct fixture *f = *state;
    assert_ok(f, store_write(f->store, fill, f, &f->err));
    struct audit_query_row region = {.n = 50, .lo = 7, .hi = 8};
    assert_int_equal(walk(f, &region, 10), 30); /* 300 / 10 */
    struct audit_query_row thing = {
        .n = 50, .thing = STR("thing 3"), .lo = 7, .hi = 8}; /* 43 of 300: 3, 10, ... 297 */
    assert_int_equal(walk(f, &thing, 10), 5);
}

static bool count(void *ctx, const struct audit_row *row, struct err *err)
{
    int64_t *at = ctx;
    (void)err;
    assert_true(row->seq > at[1]);
    at[0]++;
    at[1] = row->seq;
    return true;
}

static void extract(void **state)
{
    struct fixture *f = *state;
    assert_ok(f, store_write(f->store, fill, f, &f->err));
    for (size_t i = 0; i < ARRAY_LEN(QUERIES); i++) {
        struct audit_query_row q = QUERIES[i];
        int64_t seen[2] = {0, 0}, expected = 0;
        q.before = INT64_MAX;
        q.n = 1000;
        for (int n = 1; n <= ENTRIES; n++)
            expected += fits(&q, n);
        struct store_tx *tx = store_read(f->store, &f->err);
        assert_ok(f, store_audit_extract(tx, &q, count, seen, &f->err));
        store_read_end(tx);
        assert_int_equal(seen[0], expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(finds_what_fits, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(looks_at_so_many, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(extract, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Ranks and lists of units, worked out by hand. */
#include "../test.h"

#include "domain/unit_rank.h"

/* of: due, closed on time, late and open */
static struct unit_score unit(int64_t id, int group, int64_t due, int64_t good, int64_t late)
{
    return (struct unit_score){.unit = id,
                               .group = group,
                               .p = {.due = due,
                                     .on_time = good,
                                     .closed = good,
                                     .closed_on_time = good,
                                     .late_open = late}};
}

static const struct unit_score *find(const struct unit_score *all, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (all[i].unit == id)
            return &all[i];
    fail_msg("no unit %lld", (long long)id);
    return NULL;
}

/* Group 0: 10/10, 9/10, 27/30 (both 90 %), 1/2 under the minimum of 3, none. Group 1: 1/3, 2/3. */
static void test_ranks(void **state)
{
    (void)state;
    struct unit_score all[] = {unit(5, 0, 0, 0, 0),   unit(1, 0, 10, 9, 1), unit(2, 0, 10, 10, 0),
                               unit(3, 0, 30, 27, 0), unit(4, 0, 2, 1, 0),  unit(6, 1, 3, 1, 2),
                               unit(7, 1, 3, 2, 1)};
    size_t n = ARRAY_LEN(all);
    static const struct {
        int64_t unit;
        int rank;
        bool tied;
        enum unit_unranked why;
    } WANT[] = {{2, 1, false, UNIT_RANKED}, {1, 2, true, UNIT_RANKED},   {3, 2, true, UNIT_RANKED},
                {4, 0, false, UNIT_SAMPLE}, {5, 0, false, UNIT_NO_CASE}, {7, 1, false, UNIT_RANKED},
                {6, 2, false, UNIT_RANKED}};
    unit_rank(all, n, RATE_CLOSED_ON_TIME, 3);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(all[i].unit, WANT[i].unit);
        assert_int_equal(all[i].rank, WANT[i].rank);
        assert_int_equal(all[i].tied, WANT[i].tied);
        assert_int_equal(all[i].why, WANT[i].why);
    }
    assert_int_equal(all[0].ranked, 3);
    assert_int_equal(all[6].ranked, 2);
    assert_false(find(all, n, 5)->has_rate);
    assert_int_equal(find(all, n, 7)->rate.micro, 66670000); /* 2/3, two places */
}

/* 100, 100, 90, 80, 50: first two red; the last one black. */
static void test_lists(void **state)
{
    (void)state;
    struct unit_score all[] = {unit(1, 0, 10, 10, 0), unit(2, 0, 10, 10, 0), unit(3, 0, 10, 9, 1),
                               unit(4, 0, 10, 8, 2), unit(5, 0, 10, 5, 5)};
    size_t n = ARRAY_LEN(all);
    unit_rank(all, n, RATE_CLOSED_ON_TIME, 3);
    unit_lists(all, n, 2, 1);
    static const enum unit_list WANT[] = {LIST_RED, LIST_RED, LIST_NONE, LIST_NONE, LIST_BLACK};
    for (size_t i = 0; i < n; i++)
        assert_int_equal(all[i].list, WANT[i]);
    assert_int_equal(all[4].from_below, 1);
    /* Three lists places would be needed, three are ranked at least. */
    unit_rank(all, 3, RATE_CLOSED_ON_TIME, 3);
    unit_lists(all, 3, 2, 2);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(all[i].list, LIST_NONE);
}

/* A tie at the edge: all of the red, none of the black. Nobody red is late, nobody black has 100 %.
 */
static void test_edges(void **state)
{
    (void)state;
    struct unit_score all[] = {unit(1, 0, 10, 9, 0), unit(2, 0, 10, 9, 1), unit(3, 0, 10, 9, 0),
                               unit(4, 0, 10, 5, 1), unit(5, 0, 10, 5, 1)};
    unit_rank(all, 5, RATE_CLOSED_ON_TIME, 3);
    unit_lists(all, 5, 1, 1);
    assert_int_equal(find(all, 5, 1)->list, LIST_RED);
    assert_int_equal(find(all, 5, 2)->list, LIST_NONE); /* open and late */
    assert_int_equal(find(all, 5, 3)->list, LIST_RED);
    assert_int_equal(find(all, 5, 4)->list, LIST_NONE); /* two for one place */
    assert_int_equal(find(all, 5, 5)->list, LIST_NONE);
    unit_lists(all, 5, 1, 2);
    assert_int_equal(find(all, 5, 4)->list, LIST_BLACK);
    struct unit_score good[] = {unit(1, 0, 10, 10, 0), unit(2, 0, 10, 10, 0),
                                unit(3, 0, 10, 10, 0)};
    unit_rank(good, 3, RATE_CLOSED_ON_TIME, 3);
    unit_lists(good, 3, 1, 2);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(good[i].list, LIST_RED);
    struct unit_score none[] = {unit(1, 0, 10, 0, 0), unit(2, 0, 10, 0, 0)};
    unit_rank(none, 2, RATE_CLOSED_ON_TIME, 3);
    unit_lists(none, 2, 1, 1);
    assert_int_equal(none[0].list, LIST_NONE); /* 0 % is no example; a tie is not listed */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_ranks), cmocka_unit_test(test_lists),
                                       cmocka_unit_test(test_edges)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

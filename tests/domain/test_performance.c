/* Rates of handling, worked out by hand. */
#include "../test.h"

#include "domain/performance.h"

static void assert_rate(const struct performance *p, enum performance_rate rate,
                        const char *expected)
{
    char text[DEC_TEXT_MAX];
    dec value;
    if (!performance_rate(p, rate, &value))
        fail_msg("rate %d: none, expected %s", rate, expected);
    dec_format(value, text);
    assert_string_equal(text, expected);
}

/* 40 cases: 28 on time, 5 late, 7 open and late. 28/40, 30/40, 26/40, 3/40. */
static void test_rates(void **state)
{
    (void)state;
    struct performance p = {.due = 40,
                            .on_time = 28,
                            .late = 5,
                            .late_open = 7,
                            .closed = 30,
                            .closed_on_time = 26,
                            .returned = 3,
                            .suspended = 9};
    assert_rate(&p, RATE_ON_TIME, "70");
    assert_rate(&p, RATE_CLOSED, "75");
    assert_rate(&p, RATE_CLOSED_ON_TIME, "65");
    assert_rate(&p, RATE_RETURNED, "7.5");
    /* 1 / 3 and 2 / 3, half up at the second digit. */
    p = (struct performance){.due = 3, .on_time = 1, .closed = 2, .returned = 6};
    assert_rate(&p, RATE_ON_TIME, "33.33");
    assert_rate(&p, RATE_CLOSED, "66.67");
    assert_rate(&p, RATE_RETURNED, "200");
    assert_rate(&p, RATE_CLOSED_ON_TIME, "0");
}

/* No case is no score: neither 100 nor 0. */
static void test_no_case(void **state)
{
    (void)state;
    struct performance p = {.suspended = 4};
    dec value = {7};
    for (int r = 0; r < PERFORMANCE_RATES; r++)
        assert_false(performance_rate(&p, (enum performance_rate)r, &value));
    assert_int_equal(value.micro, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rates),
                                       cmocka_unit_test(test_no_case)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "../test.h"

#include "base/when.h"

#include <time.h>

/* Against the C library's own calendar. */
static void dates_agree_with_the_c_library(void **state)
{
    (void)state;
    for (int64_t day = -20000; day < 60000; day += 13) {
        time_t t = (time_t)day * 86400;
        struct tm tm;
        gmtime_r(&t, &tm);
        struct date d = date_of_days(day);
        assert_int_equal(d.year, tm.tm_year + 1900);
        assert_int_equal(d.month, tm.tm_mon + 1);
        assert_int_equal(d.day, tm.tm_mday);
        assert_int_equal(date_to_days(d), day);
    }
}

static void parses_dates_and_periods(void **state)
{
    (void)state;
    struct date d;
    assert_true(date_parse(STR("2024-02-29"), &d));
    assert_false(date_parse(STR("2026-02-29"), &d));
    assert_false(date_parse(STR("2026-4-1"), &d));
    period p;
    assert_true(period_parse(STR("2026-04"), &p) && p == 202604);
    assert_true(period_parse(STR("2025"), &p) && p == 202500);
    assert_false(period_parse(STR("2026-13"), &p));
    assert_false(period_parse(STR("202604"), &p));
    char text[PERIOD_TEXT_MAX];
    period_format(202604, text);
    assert_string_equal(text, "2026-04");
}

static void china_is_eight_hours_ahead(void **state)
{
    (void)state;
    char text[WHEN_TEXT_MAX];
    when_format(1775000000000, text); /* 2026-03-31T23:33:20Z */
    assert_string_equal(text, "2026-04-01T07:33:20+08:00");
    assert_int_equal(date_of_msec(1775000000000).day, 1);
}

static void parses_moments(void **state)
{
    (void)state;
    static const char *const GOOD[] = {"2026-04-24 11:06", "2026-04-24T11:06",
                                       "2026-04-24 11:06:00", "2026-04-24T11:06:00+08:00",
                                       " 2026-04-24 11:06 "};
    static const char *const BAD[] = {"",
                                      "2026-04-24",
                                      "2026-04-24 24:00",
                                      "2026-04-24 11:60",
                                      "2026-02-30 11:00",
                                      "2026-04-24 1:06",
                                      "2026-04-24 11:06:61",
                                      "2026-04-24x11:06",
                                      "2026-04-24T11:06Z",
                                      "2026-04-24 11-06"};
    msec t;
    for (size_t i = 0; i < ARRAY_LEN(GOOD); i++) {
        assert_true(when_parse(str_of(GOOD[i]), &t));
        assert_int_equal(t, INT64_C(1776999960000)); /* date -d '2026-04-24 11:06 +0800' +%s */
    }
    for (size_t i = 0; i < ARRAY_LEN(BAD); i++)
        if (when_parse(str_of(BAD[i]), &t))
            fail_msg("%s", BAD[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_agree_with_the_c_library),
        cmocka_unit_test(parses_dates_and_periods),
        cmocka_unit_test(china_is_eight_hours_ahead),
        cmocka_unit_test(parses_moments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

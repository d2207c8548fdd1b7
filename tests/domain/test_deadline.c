/* Deadlines against a table that was worked out by hand; limits, duty hours and what is refused. */
#include "../test.h"

#include "domain/deadline.h"

#include <stdio.h>

static struct calendar china(void)
{
    static struct duty duty;
    assert_true(duty_parse(STR("08:30-12:00 14:30-18:00"), &duty, NULL));
    return (struct calendar){
        .days = CALENDAR_CN, .n = CALENDAR_CN_N, .duties = &duty, .n_duties = 1};
}

static msec moment(struct str text)
{
    msec t;
    if (!when_parse(text, &t))
        fail_msg("\"%.*s\" is no moment", STR_ARG(text));
    return t;
}

static size_t pauses_of(struct str text, struct pause out[8])
{
    size_t n = 0;
    struct str one;
    while (text.n && str_split(&text, ';', &one) && n < 8) {
        const char *dots = memmem(one.p, one.n, "..", 2);
        assert_non_null(dots);
        size_t at = (size_t)(dots - one.p);
        out[n++] = (struct pause){moment((struct str){one.p, at}),
                                  moment((struct str){dots + 2, one.n - at - 2})};
        if (!text.p)
            break;
    }
    return n;
}

static void one_case(const struct calendar *c, struct str line, int number)
{
    struct str cell[4];
    struct pause pauses[8];
    struct limit limit;
    char got[WHEN_TEXT_MAX], want[WHEN_TEXT_MAX];
    msec due;
    struct err err = {0};
    struct deadline_steps steps = {0};
    struct arena arena;
    for (int i = 0; i < 4; i++)
        str_split(&line, '|', &cell[i]);
    arena_init(&arena, 0);
    size_t n = pauses_of(cell[2], pauses);
    assert_true(limit_parse(cell[1], &limit, &err));
    if (!deadline_compute(c, moment(cell[0]), &limit, pauses, n, &due, &steps, &arena, &err))
        fail_msg("line %d: %s", number, err_key(err.code));
    when_format(due, got);
    when_format(moment(cell[3]), want);
    if (strcmp(got, want) != 0)
        fail_msg("line %d (%.*s): %s, expected %s", number, STR_ARG(line), got, want);
    /* What the steps say adds up to the limit. */
    int64_t used = 0, whole = limit.n;
    if (limit.unit == LIMIT_WORK_HOURS || limit.unit == LIMIT_HOURS)
        whole *= 3600000;
    for (size_t i = 0; i < steps.at.n; i++)
        used += steps.at.at[i].used;
    assert_int_equal(used, whole);
    assert_int_equal(steps.at.at[steps.at.n - 1].left, 0);
    arena_release(&arena);
}

static void test_table(void **state)
{
    (void)state;
    struct calendar c = china();
    char line[400];
    int number = 0, cases = 0;
    FILE *f = fopen(SOURCE_ROOT "/tests/data/deadline/cases.csv", "r");
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        if (number++ == 0)
            continue;
        one_case(&c, str_trim(str_of(line)), number);
        cases++;
    }
    fclose(f);
    assert_true(cases >= 40);
}

/* The shipped table itself, against the notices: how many days each year's holidays have. */
static void test_years(void **state)
{
    (void)state;
    struct calendar c = china();
    static const struct {
        int year, rests, works;
    } YEARS[] = {
        {2024, 28, 8}, /* 1 + 8 + 3 + 5 + 1 + 3 + 7 */
        {2025, 28, 5}, /* 1 + 8 + 3 + 5 + 3 + 8 */
        {2026, 33, 6}, /* 3 + 9 + 3 + 5 + 3 + 3 + 7 */
    };
    for (size_t y = 0; y < ARRAY_LEN(YEARS); y++) {
        int rests = 0, works = 0;
        int64_t first = date_to_days((struct date){YEARS[y].year, 1, 1});
        for (int64_t day = first; date_of_days(day).year == YEARS[y].year; day++) {
            const struct calendar_day *named = calendar_find(&c, day);
            rests += named && !named->works;
            works += named && named->works;
        }
        assert_int_equal(rests, YEARS[y].rests);
        assert_int_equal(works, YEARS[y].works);
    }
    assert_int_equal(CALENDAR_CN_LAST, 2026);
}

static void test_limits(void **state)
{
    (void)state;
    static const char *const GOOD[][2] = {
        {"4 workhours", "4 workhours"},
        {"1workday", "1 workday"},
        {" 3 work days ", "3 workdays"},
        {"2 hours", "2 hours"},
        {"5 days", "5 days"},
        {"3个工作日", "3 workdays"},
        {"4工作时", "4 workhours"},
        {"2 紧急工作时", "2 hours"},
        {"5日", "5 days"},
        {"10 个自然日", "10 days"},
        {"3660 days", "3660 days"},
    };
    static const char *const BAD[] = {"",        "3",         "workdays",      "0 days",
                                      "-1 days", "3661 days", "99999 days",    "1.5 hours",
                                      "三天",    "3 weeks",   "3  个 个工作日"};
    struct limit limit;
    char text[LIMIT_TEXT_MAX];
    for (size_t i = 0; i < ARRAY_LEN(GOOD); i++) {
        if (!limit_parse(str_of(GOOD[i][0]), &limit, NULL))
            fail_msg("%s", GOOD[i][0]);
        limit_format(&limit, text);
        assert_string_equal(text, GOOD[i][1]);
    }
    for (size_t i = 0; i < ARRAY_LEN(BAD); i++) {
        struct err err = {0};
        if (limit_parse(str_of(BAD[i]), &limit, &err) || err.code != ERR_LIMIT)
            fail_msg("%s", BAD[i]);
    }
}

static void test_duty(void **state)
{
    (void)state;
    struct duty c = {0};
    char text[DUTY_TEXT_MAX];
    assert_true(duty_parse(STR("00:00-24:00"), &c, NULL));
    assert_true(duty_parse(STR(" 09:00-11:30 13:00-17:30 "), &c, NULL));
    duty_format(&c, text);
    assert_string_equal(text, "09:00-11:30 13:00-17:30");
    static const char *const BAD[] = {
        "",
        "9-5",
        "09:00",
        "09:00-08:00",
        "09:00-25:00",
        "09:00-12:00 11:00-13:00",
        "09:00-09:00",
        "09:61-10:00",
        "01:00-02:00 03:00-04:00 05:00-06:00 07:00-08:00 09:00-10:00"};
    for (size_t i = 0; i < ARRAY_LEN(BAD); i++)
        if (duty_parse(str_of(BAD[i]), &c, NULL))
            fail_msg("%s", BAD[i]);
    assert_int_equal(c.n, 2); /* untouched */
}

/* Summer hours from 1 May 2026 (a holiday, as 2 to 5 May are): three work hours from Thursday 30
 * April, 17:00, are one until 18:00 and two of Wednesday 6 May, which begins at 08:00 by then:
 * 10:00. A work day ends with the duty that is in force on it: 18:00 in April, 18:30 in May. */
static void test_season(void **state)
{
    (void)state;
    struct duty duties[2] = {{.from_day = INT64_MIN},
                             {.from_day = date_to_days((struct date){2026, 5, 1})}};
    assert_true(duty_parse(STR("08:30-12:00 14:30-18:00"), &duties[0], NULL));
    assert_true(duty_parse(STR("08:00-12:00 15:00-18:30"), &duties[1], NULL));
    struct calendar c = {.days = CALENDAR_CN, .n = CALENDAR_CN_N, .duties = duties, .n_duties = 2};
    static const char *const CASES[][3] = {
        {"2026-04-30 17:00", "3 workhours", "2026-05-06 10:00"},
        {"2026-04-29 10:00", "1 workday", "2026-04-30 18:00"},
        {"2026-04-30 10:00", "1 workday", "2026-05-06 18:30"},
    };
    for (size_t i = 0; i < ARRAY_LEN(CASES); i++) {
        struct limit limit;
        msec due;
        assert_true(limit_parse(str_of(CASES[i][1]), &limit, NULL));
        assert_true(deadline_compute(&c, moment(str_of(CASES[i][0])), &limit, NULL, 0, &due, NULL,
                                     NULL, NULL));
        assert_int_equal(due, moment(str_of(CASES[i][2])));
    }
}

static void test_too_much(void **state)
{
    (void)state;
    struct calendar c = china();
    struct limit limit = {LIMIT_HOURS, 1};
    struct pause long_one = {0, INT64_C(4000000000000)}, many[PAUSES_MAX + 1];
    struct err err = {0};
    msec due = 7;
    assert_false(deadline_compute(&c, 1, &limit, &long_one, 1, &due, NULL, NULL, &err));
    assert_int_equal(err.code, ERR_LIMIT_FAR);
    for (int i = 0; i <= PAUSES_MAX; i++)
        many[i] = (struct pause){i * 10, i * 10 + 5};
    assert_false(deadline_compute(&c, 1, &limit, many, PAUSES_MAX + 1, &due, NULL, NULL, &err));
    assert_int_equal(err.code, ERR_PAUSES);
    assert_int_equal(due, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),  cmocka_unit_test(test_years),
        cmocka_unit_test(test_limits), cmocka_unit_test(test_duty),
        cmocka_unit_test(test_season), cmocka_unit_test(test_too_much),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

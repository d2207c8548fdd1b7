/* Every rule of indicators, against verdicts worked out by hand. */
#include "small.h"

#define C "532624"

static struct judgement judge(struct small *t, period p)
{
    assert_true(values_seal(&t->v, &t->err));
    struct reasons none = {0};
    return rule_judge(&t->v, 0, 0, p, &none, NULL);
}

/* One county, one rule, one value of 2026-04: verdict and gap. */
static void once(enum rule_kind kind, const char *target, const char *value, enum verdict verdict,
                 const char *gap)
{
    struct small *t = small_new();
    small_indicator(t, 1, 3, "1");
    small_rule(t, kind, target);
    FACT(t, C, 0, .value = value);
    struct judgement j = judge(t, 202604);
    assert_int_equal(j.verdict, verdict);
    if (gap)
        assert_dec(j.gap, gap);
    small_free(t);
}

static void fixed_values(void **state)
{
    (void)state;
    once(RULE_AT_LEAST, "90", "90", VERDICT_PASS, "0");
    once(RULE_AT_LEAST, "90", "89.999999", VERDICT_FAIL, "0.000001");
    once(RULE_MORE_THAN, "90", "90", VERDICT_FAIL, "0");
    once(RULE_MORE_THAN, "90", "90.000001", VERDICT_PASS, "0");
    once(RULE_AT_MOST, "5", "5", VERDICT_PASS, "0");
    once(RULE_AT_MOST, "5", "7.5", VERDICT_FAIL, "2.5");
    once(RULE_LESS_THAN, "5", "5", VERDICT_FAIL, "0");
    once(RULE_LESS_THAN, "5", "4", VERDICT_PASS, "0");
    once(RULE_EQUAL, "100", "100", VERDICT_PASS, "0");
    once(RULE_EQUAL, "100", "98", VERDICT_FAIL, "2");
    once(RULE_EQUAL, "100", "101", VERDICT_FAIL, "1");
    once(RULE_LEVEL_AT_LEAST, "3", "3", VERDICT_PASS, "0"); /* C asked, C is there */
    once(RULE_LEVEL_AT_LEAST, "2", "4", VERDICT_FAIL, "2"); /* B asked, D is there */
}

static void yes_counts_with_its_paper_only(void **state)
{
    (void)state;
    static const struct {
        const char *value, *source;
        enum verdict verdict;
    } CASES[] = {{"1", "文政发〔2025〕3号", VERDICT_PASS},
                 {"1", "", VERDICT_FAIL},
                 {"2", "x", VERDICT_FAIL}};
    for (size_t i = 0; i < ARRAY_LEN(CASES); i++) {
        struct small *t = small_new();
        small_indicator(t, 1, 1, "1");
        small_rule(t, RULE_EXISTS, "1");
        FACT(t, C, 0, .value = CASES[i].value, .source = CASES[i].source);
        assert_int_equal(judge(t, 202604).verdict, CASES[i].verdict);
        small_free(t);
    }
}

/* Values of 2023, 2024, 2025 (NULL = none) under a trend. */
static struct judgement trend(enum rule_kind kind, const char *a, const char *b, const char *c)
{
    struct small *t = small_new();
    small_indicator(t, 1, 3, "1");
    small_rule(t, kind, "0");
    const char *years[] = {a, b, c};
    for (int i = 0; i < 3; i++)
        if (years[i])
            FACT(t, C, 0, .period = (2023 + i) * 100, .value = years[i]);
    FACT(t, C, 0, .period = 202604, .value = "1"); /* a month tells nothing about years */
    struct judgement j = judge(t, 202604);
    small_free(t);
    return j;
}

static void trends_over_whole_years(void **state)
{
    (void)state;
    assert_int_equal(trend(RULE_RISES_EACH_YEAR, "70", "71", "72").verdict, VERDICT_PASS);
    assert_int_equal(trend(RULE_RISES_EACH_YEAR, "70", "70", "72").verdict, VERDICT_FAIL);
    assert_int_equal(trend(RULE_RISES, "70", "69", "72").verdict, VERDICT_PASS);
    assert_int_equal(trend(RULE_RISES, "72", "80", "72").verdict, VERDICT_FAIL);
    assert_int_equal(trend(RULE_FALLS_EACH_YEAR, "9", "8", "7").verdict, VERDICT_PASS);
    assert_int_equal(trend(RULE_FALLS_EACH_YEAR, "9", "7", "8").verdict, VERDICT_FAIL);
    assert_int_equal(trend(RULE_FALLS, "9", "10", "8").verdict, VERDICT_PASS);
    struct judgement j = trend(RULE_RISES, "70", NULL, "72");
    assert_int_equal(j.verdict, VERDICT_NONE);
    assert_int_equal(j.state, VALUE_MISSING);
    /* The widest step that went the wrong way is the gap: 75 -> 71, and 71 -> 70. */
    assert_dec(trend(RULE_RISES_EACH_YEAR, "75", "71", "70").gap, "4");
}

static void fixed_value_or_improving(void **state)
{
    (void)state;
    for (int improving = 0; improving < 2; improving++) {
        struct small *t = small_new();
        small_indicator(t, 1, 2, "1");
        small_rule(t, RULE_AT_LEAST, "90")->alternative = RULE_RISES_EACH_YEAR;
        FACT(t, C, 0, .period = 202400, .value = "85");
        FACT(t, C, 0, .period = 202500, .value = improving ? "86" : "84");
        struct judgement j = judge(t, 202604);
        assert_int_equal(j.verdict, improving ? VERDICT_PASS : VERDICT_FAIL);
        assert_int_equal(j.by_alternative, improving);
        assert_dec(j.gap, improving ? "0" : "6");
        small_free(t);
    }
}

/* Mean of 2020..2024 = (10 + 12 + 11 + 9 + 8) / 5 = 10. */
static void not_above_the_mean_of_five_years(void **state)
{
    (void)state;
    static const char *const YEARS[] = {"10", "12", "11", "9", "8"};
    for (int above = 0; above < 2; above++) {
        struct small *t = small_new();
        small_indicator(t, 1, 6, "1");
        small_rule(t, RULE_NOT_ABOVE_MEAN, "5");
        for (int i = 0; i < 5; i++)
            FACT(t, C, 0, .period = (2020 + i) * 100, .value = YEARS[i]);
        FACT(t, C, 0, .period = 202500, .value = above ? "10.25" : "10");
        struct judgement j = judge(t, 202604);
        assert_int_equal(j.verdict, above ? VERDICT_FAIL : VERDICT_PASS);
        assert_dec(j.target, "10");
        assert_dec(j.gap, above ? "0.25" : "0");
        small_free(t);
    }
}

static void references_and_plans(void **state)
{
    (void)state;
    static const struct {
        enum rule_kind kind;
        const char *reference, *value;
        enum verdict verdict;
    } CASES[] = {{RULE_NOT_BELOW_REFERENCE, "80.5", "80.5", VERDICT_PASS},
                 {RULE_NOT_BELOW_REFERENCE, "80.5", "80", VERDICT_FAIL},
                 {RULE_NOT_ABOVE_REFERENCE, "12", "13", VERDICT_FAIL},
                 {RULE_MEETS_PLAN, "60", "61", VERDICT_PASS}};
    for (size_t i = 0; i < ARRAY_LEN(CASES); i++) {
        struct small *t = small_new();
        small_indicator(t, 1, 1, "1");
        small_rule(t, CASES[i].kind, "0")->reference = STR("plan");
        FACT(t, C, 0, .value = CASES[i].value);
        FACT(t, C, 0, .part = "plan", .value = CASES[i].reference, .period = 202500);
        assert_int_equal(judge(t, 202604).verdict, CASES[i].verdict);
        small_free(t);
    }
}

/* One part that fails decides; its name is not asked, its gap is. A part that is not there leaves
 * the whole unknown unless another fails. */
static void several_parts(void **state)
{
    (void)state;
    static const struct {
        const char *rats, *flies;
        enum verdict verdict;
        const char *gap;
    } CASES[] = {{"1", "2", VERDICT_PASS, "0"},
                 {"1", "5", VERDICT_FAIL, "2"},
                 {NULL, "5", VERDICT_FAIL, "2"},
                 {NULL, "2", VERDICT_NONE, NULL}};
    for (size_t i = 0; i < ARRAY_LEN(CASES); i++) {
        struct small *t = small_new();
        small_indicator(t, 1, 1, "1");
        small_part(t, "rats", 1);
        small_part(t, "flies", 1);
        small_rule(t, RULE_AT_MOST, "3")->scope = RULE_EVERY_PART;
        FACT(t, C, 0, .part = "flies", .value = CASES[i].flies);
        if (CASES[i].rats)
            FACT(t, C, 0, .part = "rats", .value = CASES[i].rats);
        struct judgement j = judge(t, 202604);
        assert_int_equal(j.verdict, CASES[i].verdict);
        if (CASES[i].gap)
            assert_dec(j.gap, CASES[i].gap);
        small_free(t);
    }
}

static void the_worst_level_of_parts(void **state)
{
    (void)state;
    struct small *t = small_new();
    small_indicator(t, 1, 1, "1");
    small_part(t, "rats", 1);
    small_part(t, "proofing", 1);
    static const char *const LIMITS[2][3] = {{"1", "3", "5"}, {"97", "95", "93"}};
    for (int k = 0; k < 2; k++) {
        struct rule *r = small_rule(t, RULE_LEVEL_BY_LIMITS, "0");
        r->scope = RULE_PART;
        r->part = k;
        for (int i = 0; i < 3; i++)
            r->limits[i] = D(LIMITS[k][i]);
    }
    FACT(t, C, 0, .part = "rats", .value = "1");      /* A */
    FACT(t, C, 0, .part = "proofing", .value = "94"); /* C */
    struct judgement j = judge(t, 202604);
    assert_int_equal(j.verdict, VERDICT_PASS);
    assert_dec(j.value, "3");
    small_free(t);
}

static void every_area_must_reach_it(void **state)
{
    (void)state;
    for (int bad = 0; bad < 2; bad++) {
        struct small *t = small_new();
        small_indicator(t, 100, 1, "1");
        small_rule(t, RULE_AT_LEAST, "35")->scope = RULE_EVERY_AREA;
        FACT(t, C, 0, .part = "532624100", .numerator = "36", .denominator = "100");
        FACT(t, C, 0, .part = "532624101", .numerator = bad ? "3" : "4", .denominator = "10");
        FACT(t, C, 0, .part = "532622100", .value = "1"); /* somebody else's area */
        struct judgement j = judge(t, 202604);
        assert_int_equal(j.verdict, bad ? VERDICT_FAIL : VERDICT_PASS);
        if (bad)
            assert_dec(j.gap, "5");
        small_free(t);
    }
}

static void the_latest_value_not_after_the_period(void **state)
{
    (void)state;
    struct small *t = small_new();
    small_indicator(t, 1, 1, "1");
    small_rule(t, RULE_AT_LEAST, "50");
    FACT(t, C, 0, .period = 202511, .value = "1");
    FACT(t, C, 0, .period = 202500, .value = "60"); /* counts as the end of 2025 */
    FACT(t, C, 0, .period = 202605, .value = "2");
    assert_dec(judge(t, 202604).value, "60");
    struct reasons none = {0};
    assert_dec(rule_judge(&t->v, 0, 0, 202512, &none, NULL).value, "1");
    assert_dec(rule_judge(&t->v, 0, 0, 202605, &none, NULL).value, "2");
    assert_int_equal(rule_judge(&t->v, 0, 0, 202510, &none, NULL).state, VALUE_MISSING);
    small_free(t);
}

static void states_of_values(void **state)
{
    (void)state;
    struct small *t = small_new();
    small_indicator(t, 100, 1, "1");
    small_rule(t, RULE_AT_LEAST, "50");
    FACT(t, C, 0, .numerator = "0", .denominator = "0");
    assert_int_equal(judge(t, 202604).state, VALUE_EMPTY_DENOMINATOR);
    small_free(t);
    /* 2 of 3 towns: 100 x 2 / 3 = 66.666667, rounded once. */
    t = small_new();
    small_indicator(t, 100, 1, "1");
    small_rule(t, RULE_AT_LEAST, "50");
    FACT(t, C, 0, .numerator = "2", .denominator = "3");
    assert_dec(judge(t, 202604).value, "66.666667");
    small_free(t);
}

static void refused_values(void **state)
{
    (void)state;
    struct small *t = small_new();
    small_indicator(t, 1, 1, "1");
    small_rule(t, RULE_LEVEL_AT_LEAST, "3");
    int graded = small_item(t, -1, ITEM_GRADED, "10", "0");
    int yes = small_item(t, -1, ITEM_YES_NO, "10", "0");
    int count = small_item(t, -1, ITEM_DEDUCT, "10", "2");
    const struct fact bad[] = {{C, 0, .value = "5"},
                               {C, 0, .value = "1.5"},
                               {C, graded, true, .value = "10.5"},
                               {C, graded, true, .value = "-1"},
                               {C, yes, true, .value = "0.5"},
                               {C, count, true, .value = "1.5"},
                               {C, graded, true, .numerator = "1", .denominator = "-1"}};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct value v = small_value(&bad[i]);
        struct err err = {0};
        assert_false(values_add(&t->v, &v, &err));
        assert_true(err.code == ERR_RANGE || err.code == ERR_NUMBER);
    }
    FACT(t, C, graded, true, .value = "9");
    FACT(t, C, graded, true, .value = "8");
    struct err err = {0};
    assert_false(values_seal(&t->v, &err));
    assert_int_equal(err.code, ERR_EXISTS);
    small_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fixed_values),
        cmocka_unit_test(yes_counts_with_its_paper_only),
        cmocka_unit_test(trends_over_whole_years),
        cmocka_unit_test(fixed_value_or_improving),
        cmocka_unit_test(not_above_the_mean_of_five_years),
        cmocka_unit_test(references_and_plans),
        cmocka_unit_test(several_parts),
        cmocka_unit_test(the_worst_level_of_parts),
        cmocka_unit_test(every_area_must_reach_it),
        cmocka_unit_test(the_latest_value_not_after_the_period),
        cmocka_unit_test(states_of_values),
        cmocka_unit_test(refused_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The scoring models, each with a calculation by hand (shown again in docs/scoring.md). */
#include "small.h"

#define C "532624"
#define P 202604

/* One item judged for the region, in a node of the same points: the score it earns. */
static void item_scores(struct small *t, const char *expected, int vetoes)
{
    small_node(t, NODE_ITEM, "0", NULL, LIST(0));
    struct board b;
    small_board(t, &b, P);
    assert_points(&b, 0, 0, expected);
    assert_int_equal(b.results[0].vetoes, vetoes);
    board_release(&b);
    small_free(t);
}

static void graded(void **state)
{
    (void)state;
    struct small *t = small_new(); /* 30 x 9 / 10 = 27 */
    small_item(t, -1, ITEM_GRADED, "30", "0");
    FACT(t, C, 0, true, .value = "9");
    item_scores(t, "27", 0);
}

static void banded(void **state)
{
    (void)state;
    struct small *t = small_new();
    small_item(t, -1, ITEM_BANDED, "20", "0");
    FACT(t, C, 0, true, .value = "17.5");
    item_scores(t, "17.5", 0);
}

static void deduct_with_cap(void **state)
{
    (void)state;
    static const char *const CASES[][2] = {{"7", "6.5"}, {"10", "5"}, {"12", "5"}, {"0", "10"}};
    for (size_t i = 0; i < ARRAY_LEN(CASES); i++) { /* 10 - 0.5 each, at most 5 */
        struct small *t = small_new();
        small_item(t, -1, ITEM_DEDUCT, "10", "0.5");
        t->items[0].deduct_cap = D("5");
        FACT(t, C, 0, true, .value = CASES[i][0]);
        item_scores(t, CASES[i][1], 0);
    }
}

/* 20 - (4 x 0.3 + 2 x 1 + 1 x 2) = 20 - 5.2 = 14.8; with 10 more repeated: 20 - min(25.2, 20) = 0.
 */
static void deduct_by_discoverer(void **state)
{
    (void)state;
    for (int many = 0; many < 2; many++) {
        struct small *t = small_new();
        small_item(t, -1, ITEM_DEDUCT_BY, "20", "0");
        static const char *const PARTS[] = {"city.first", "city.unfixed", "city.again"};
        static const char *const POINTS[] = {"0.3", "1", "2"};
        for (int i = 0; i < 3; i++)
            t->deductions[i] = (struct deduction){0, str_of(PARTS[i]), D(POINTS[i]), {{0}, {0}}};
        t->items[0].deductions = (struct span){0, 3};
        t->s.n_deductions = 3;
        FACT(t, C, 0, true, "city.first", .value = "4");
        FACT(t, C, 0, true, "city.unfixed", .value = "2");
        FACT(t, C, 0, true, "city.again", .value = many ? "11" : "1");
        item_scores(t, many ? "0" : "14.8", 0);
    }
}

/* 100 - 186 / 12 = 100 - 15.5 = 84.5 */
static void deduct_mean_by_villages(void **state)
{
    (void)state;
    struct small *t = small_new();
    small_item(t, -1, ITEM_DEDUCT_MEAN, "100", "0");
    FACT(t, C, 0, true, .numerator = "186", .denominator = "12");
    item_scores(t, "84.5", 0);
}

/* 30 of 40 = 75 %; all is earned at 95 %: 10 x 75 / 95 = 7.8947.. -> 7.89; 39 of 40: 10 */
static void proportional(void **state)
{
    (void)state;
    for (int full = 0; full < 2; full++) {
        struct small *t = small_new();
        small_item(t, -1, ITEM_PROPORTIONAL, "10", "95");
        FACT(t, C, 0, true, .numerator = full ? "39" : "30", .denominator = "40");
        item_scores(t, full ? "10" : "7.89", 0);
    }
}

static void yes_no(void **state)
{
    (void)state;
    for (int yes = 0; yes < 2; yes++) {
        struct small *t = small_new();
        small_item(t, -1, ITEM_YES_NO, "5", "0");
        FACT(t, C, 0, true, .value = yes ? "1" : "0");
        item_scores(t, yes ? "5" : "0", 0);
    }
}

/* Key item of 20 points at 70 %: grade 7 is 14 of 20 = 70 %, no veto; 6.9 is 69 %, veto. */
static void key_item(void **state)
{
    (void)state;
    for (int below = 0; below < 2; below++) {
        struct small *t = small_new();
        small_item(t, -1, ITEM_GRADED, "20", "0");
        t->items[0].key = true;
        t->items[0].key_rate = D("70");
        FACT(t, C, 0, true, .value = below ? "6.9" : "7");
        item_scores(t, below ? "13.8" : "14", below);
    }
}

/* Weights 2 passes, 1 fails, 1 passes, 1 missing (left out): 40 x 3 / 4 = 30; counted as zero:
 * 40 x 3 / 5 = 24; blocking: no score. */
static void indicators_and_effects(void **state)
{
    (void)state;
    static const char *const SCORES[] = {"30", "24", NULL};
    for (int effect = 0; effect < 3; effect++) {
        struct small *t = small_new();
        static const char *const WEIGHTS[] = {"2", "1", "1", "1"};
        static const char *const VALUES[] = {"95", "80", "90"};
        for (int i = 0; i < 4; i++) {
            small_indicator(t, 1, 1, WEIGHTS[i]);
            small_rule(t, RULE_AT_LEAST, "90");
            if (i < 3)
                FACT(t, C, i, .value = VALUES[i]);
        }
        small_node(t, NODE_INDICATORS, "40", NULL, LIST(0, 1, 2, 3));
        t->nodes[0].effect[VALUE_MISSING] = (enum state_effect)effect;
        t->indicators[1].veto = true;
        small_node(t, NODE_SUM, "0", LIST(0), NULL);
        struct board b;
        small_board(t, &b, P);
        if (SCORES[effect]) {
            assert_points(&b, 0, 1, SCORES[effect]);
        } else {
            assert_int_equal(b.results[0].nodes[1].state, SCORE_BLOCKED);
            assert_int_equal(b.results[0].nodes[1].why, VALUE_MISSING);
        }
        assert_int_equal(b.results[0].passed, 2);
        assert_int_equal(b.results[0].failed, 1);
        assert_int_equal(b.results[0].missing, 1);
        assert_int_equal(b.results[0].vetoes, 1);
        board_release(&b);
        small_free(t);
    }
}

/* Three markets of a sheet of 30 + 20: (27 + 16) / 50 = 0.86, (30 + 17) / 50 = 0.94, and one where
 * the 20 were not tested: 24 / 30 = 0.8; mean = 2.6 / 3; 100 x 2.6 / 3 = 86.666.. -> 86.67. */
static void mean_over_places(void **state)
{
    (void)state;
    struct small *t = small_new();
    t->s.n_checklists = 1;
    small_item(t, 0, ITEM_GRADED, "30", "0");
    small_item(t, 0, ITEM_GRADED, "20", "0");
    t->checklists[0].items = small_list(t, LIST(0, 1));
    static const char *const MARKS[3][2] = {{"9", "8"}, {"10", "8.5"}, {"8", NULL}};
    for (int place = 0; place < 3; place++)
        for (int i = 0; i < 2; i++)
            if (MARKS[place][i])
                FACT(t, C, i, true, .place = place + 1, .value = MARKS[place][i]);
    FACT(t, C, 0, true, .place = 9, .value = "0", .period = 202603); /* another round */
    small_node(t, NODE_KIND, "100", NULL, LIST(0));
    struct board b;
    small_board(t, &b, P);
    assert_points(&b, 0, 0, "86.67");
    assert_int_equal(b.results[0].places, 3);
    assert_int_equal(b.results[0].items_not_tested, 1);
    board_release(&b);
    small_free(t);
}

/* Survey 99.49 % straight between 50 and 100: (99.49 - 50) / 50 = 0.9898 -> 98.98 of 100 (which is
 * 2 x 99.49 - 100). Papers 80 of 100, on site 900 of 1000:
 * 1000 x (30 x 80/100 + 50 x 900/1000 + 20 x 98.98/100) / 100 = 10 x (24 + 45 + 19.796) = 887.96 */
static void mixture(void **state)
{
    (void)state;
    struct small *t = small_new();
    int papers = small_item(t, -1, ITEM_BANDED, "100", "0");
    int site = small_item(t, -1, ITEM_BANDED, "1000", "0");
    small_indicator(t, 1, 1, "1");
    small_rule(t, RULE_AT_LEAST, "90");
    FACT(t, C, papers, true, .value = "80");
    FACT(t, C, site, true, .value = "900");
    FACT(t, C, 0, .value = "99.49");
    small_node(t, NODE_ITEM, "100", NULL, LIST(papers));
    small_node(t, NODE_ITEM, "1000", NULL, LIST(site));
    small_node(t, NODE_LINEAR, "100", NULL, LIST(0));
    t->nodes[2].lo = D("50");
    t->nodes[2].hi = D("100");
    static const char *const WEIGHTS[] = {"30", "50", "20"};
    for (int i = 0; i < 3; i++)
        t->nodes[i].weight = D(WEIGHTS[i]);
    small_node(t, NODE_WEIGHTED, "1000", LIST(0, 1, 2), NULL);
    struct board b;
    small_board(t, &b, P);
    assert_points(&b, 0, 2, "98.98");
    assert_points(&b, 0, 3, "887.96");
    board_release(&b);
    small_free(t);
}

/* Blocks of 600, 350 and 50 points; the 50 were not tested this round: 1000 x (540 + 280) / 950 =
 * 863.157.. -> 863.16. Counted as zero, they would have made 820. */
static void not_tested_is_not_zero(void **state)
{
    (void)state;
    for (int zero = 0; zero < 2; zero++) {
        struct small *t = small_new();
        static const char *const POINTS[] = {"600", "350", "50"};
        for (int i = 0; i < 3; i++) {
            small_item(t, -1, ITEM_BANDED, POINTS[i], "0");
            small_node(t, NODE_ITEM, POINTS[i], NULL, LIST(i));
        }
        FACT(t, C, 0, true, .value = "540");
        FACT(t, C, 1, true, .value = "280");
        FACT(t, C, 2, true, .state = VALUE_NOT_TESTED);
        int top = small_node(t, NODE_SUM, "1000", LIST(0, 1, 2), NULL);
        if (zero)
            t->nodes[top].effect[VALUE_NOT_TESTED] = EFFECT_ZERO;
        struct board b;
        small_board(t, &b, P);
        assert_int_equal(b.results[0].nodes[2].state, SCORE_NONE);
        assert_points(&b, 0, top, zero ? "820" : "863.16");
        struct reason *r = board_explain(&b, &t->arena, 0, top, &t->err);
        assert_non_null(r);
        assert_str(r->arithmetic,
                   zero ? "540 + 280 + 0 = 820" : "1000 × (540 + 280) ÷ 950 = 863.16");
        assert_str(r->remark.en, zero ? "" : "1 left out, the rest is scaled to 1000 points");
        board_release(&b);
        small_free(t);
    }
}

/* 90-95 earns 10 to 15: 92 earns 10 + 5 x 2 / 5 = 12; 95 begins the next band; 100 is its end; 101
 * is in none. */
static void bands_of_a_node(void **state)
{
    (void)state;
    static const char *const CASES[][3] = {{"92", "12", "10 + (15 − 10) × (92 − 90) ÷ 5 = 12"},
                                           {"95", "20", "20 = 20"},
                                           {"100", "20", "20 = 20"},
                                           {"101", "0", "0 = 0"}};
    for (size_t i = 0; i < ARRAY_LEN(CASES); i++) {
        struct small *t = small_new();
        small_indicator(t, 1, 1, "1");
        small_rule(t, RULE_AT_LEAST, "90");
        FACT(t, C, 0, .value = CASES[i][0]);
        int node = small_node(t, NODE_BANDS, "20", NULL, LIST(0));
        t->bands[0] = (struct band){
            .from = D("90"), .to = D("95"), .points_from = D("10"), .points_to = D("15")};
        t->bands[1] = (struct band){
            .from = D("95"), .to = D("100"), .points_from = D("20"), .points_to = D("20")};
        t->nodes[node].bands = (struct span){0, 2};
        struct board b;
        small_board(t, &b, P);
        assert_points(&b, 0, node, CASES[i][1]);
        struct reason *r = board_explain(&b, &t->arena, 0, node, &t->err);
        assert_non_null(r);
        assert_str(r->arithmetic, CASES[i][2]);
        board_release(&b);
        small_free(t);
    }
}

/* County seat 940 of 1000; towns 880 and 901 of 1000: mean rate (0.88 + 0.901) / 2 = 0.8905;
 * 1000 x (70 x 940/1000 + 30 x 0.8905) / 100 = 658 + 267.15 = 925.15 */
static void composite(void **state)
{
    (void)state;
    struct small *t = small_new();
    small_item(t, -1, ITEM_BANDED, "1000", "0");
    FACT(t, C, 0, true, .value = "940");
    FACT(t, C "101", 0, true, .value = "880");
    FACT(t, C "102", 0, true, .value = "901");
    FACT(t, "532622101", 0, true, .value = "1"); /* in another county */
    int sheet = small_node(t, NODE_ITEM, "1000", NULL, LIST(0));
    int own = small_node(t, NODE_OWN, "1000", NULL, LIST(sheet));
    int towns = small_node(t, NODE_MEMBERS, "1000", NULL, LIST(sheet));
    t->nodes[own].weight = D("70");
    t->nodes[towns].weight = D("30");
    int top = small_node(t, NODE_WEIGHTED, "1000", LIST(own, towns), NULL);
    struct board b;
    small_board(t, &b, P);
    int county = values_subject(&t->v, INT64_C(532624000000000));
    assert_points(&b, county, towns, "890.5");
    assert_points(&b, county, top, "925.15");
    board_release(&b);
    small_free(t);
}

/* Life expectancy 76, 78, 80 (weight 3, higher better); deaths 6, 2, 4 (weight 1, lower better):
 * the second has (78-76)/(80-76) = 0.5 and (6-2)/(6-2) = 1: 100 x (3 x 0.5 + 1 x 1) / 4 = 62.5;
 * the first 0 and 0; the third 1 and (6-4)/4 = 0.5: 100 x 3.5 / 4 = 87.5. */
static void relative(void **state)
{
    (void)state;
    struct small *t = small_new();
    static const char *const REGIONS[] = {"532621", "532622", "532623"};
    static const char *const VALUES[2][3] = {{"76", "78", "80"}, {"6", "2", "4"}};
    for (int i = 0; i < 2; i++) {
        small_indicator(t, 1, 1, i ? "1" : "3");
        small_rule(t, i ? RULE_LOWER_BETTER : RULE_HIGHER_BETTER, "0");
        for (int k = 0; k < 3; k++)
            FACT(t, REGIONS[k], i, .value = VALUES[i][k]);
    }
    FACT(t, "532624101", 0, .value = "1"); /* a town is not compared with counties */
    small_node(t, NODE_RELATIVE, "100", NULL, LIST(0, 1));
    struct board b;
    small_board(t, &b, P);
    assert_points(&b, 0, 0, "0");
    assert_points(&b, 1, 0, "62.5");
    assert_points(&b, 2, 0, "87.5");
    board_release(&b);
    small_free(t);
}

/* 90, 88, 88, 85 and one of too few places; ties by the second node leave two equal. */
static void ranks(void **state)
{
    (void)state;
    struct small *t = small_new();
    static const char *const REGIONS[] = {"532621", "532622", "532623", "532624", "532625"};
    static const char *const POINTS[] = {"88", "85", "90", "88", "99"};
    t->s.n_checklists = 1;
    small_item(t, 0, ITEM_BANDED, "100", "0");
    t->checklists[0].items = small_list(t, LIST(0));
    for (int i = 0; i < 5; i++)
        for (int place = 0; place < (i == 4 ? 1 : 2); place++)
            FACT(t, REGIONS[i], 0, true, .place = place + 1, .value = POINTS[i]);
    small_node(t, NODE_KIND, "100", NULL, LIST(0));
    t->rankings[0] = (struct ranking){.places_min = 2};
    t->s.n_rankings = 1;
    struct board b;
    small_board(t, &b, P);
    struct rank_row *rows;
    int n;
    assert_true(rank_make(&t->arena, &b, NULL, 0, &rows, &n, &t->err));
    static const struct {
        int subject, rank, tied;
        const char *to_first, *to_next;
    } WANT[] = {{2, 1, 0, "0", "0"}, {0, 2, 1, "2", "2"}, {3, 2, 1, "2", "0"}, {1, 4, 0, "5", "3"}};
    assert_int_equal(n, 5);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(rows[i].subject, WANT[i].subject);
        assert_int_equal(rows[i].rank, WANT[i].rank);
        assert_int_equal(rows[i].tied, WANT[i].tied);
        assert_dec(rows[i].to_first, WANT[i].to_first);
        assert_dec(rows[i].to_next, WANT[i].to_next);
    }
    assert_int_equal(rows[4].rank, 0);
    assert_int_equal(rows[4].why, UNRANKED_SAMPLE);
    board_release(&b);
    small_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(graded),
        cmocka_unit_test(banded),
        cmocka_unit_test(deduct_with_cap),
        cmocka_unit_test(deduct_by_discoverer),
        cmocka_unit_test(deduct_mean_by_villages),
        cmocka_unit_test(proportional),
        cmocka_unit_test(yes_no),
        cmocka_unit_test(key_item),
        cmocka_unit_test(indicators_and_effects),
        cmocka_unit_test(mean_over_places),
        cmocka_unit_test(mixture),
        cmocka_unit_test(not_tested_is_not_zero),
        cmocka_unit_test(bands_of_a_node),
        cmocka_unit_test(composite),
        cmocka_unit_test(relative),
        cmocka_unit_test(ranks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

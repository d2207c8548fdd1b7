/* The columnar scores against boards over the same random data: same points, states and ranks. */
#include "domain/batch.h"

#include "small.h"

enum { UNITS = 150, RULES = 12, YEARS = 3 };

struct columns {
    int64_t now[RULES][UNITS], years[RULES][YEARS][UNITS];
    int32_t groups[4], rank[UNITS];
    int64_t points[UNITS];
    bool blocked[UNITS];
    uint64_t scratch[2 * UNITS];
    struct batch_rule rules[RULES];
    struct batch batch;
};

/* Mostly small whole numbers, so that equal values and equal scores occur; one in eight a state. */
static int64_t random_cell(struct rng *r)
{
    if (rng_between(r, 0, 7) == 0)
        return BATCH_STATE(rng_between(r, VALUE_MISSING, VALUE_NOT_APPLICABLE));
    return rng_between(r, 0, 6) * DEC_ONE / 2;
}

static void enter(struct small *t, int unit, int code, period p, int64_t cell)
{
    struct value v = {.region = INT64_C(532600000000000) + (unit + 1) * region_unit(REGION_TOWN),
                      .code = code,
                      .period = p};
    if (cell < BATCH_NUMBER_MIN)
        v.state = (enum value_state)(cell - INT64_MIN);
    else
        v.value = (dec){cell};
    assert_true(values_add(&t->v, &v, &t->err));
}

static void make_rules(struct small *t, struct columns *c, struct rng *r)
{
    static const enum rule_kind TRENDS[] = {RULE_RISES_EACH_YEAR, RULE_FALLS_EACH_YEAR, RULE_RISES,
                                            RULE_FALLS};
    for (int k = 0; k < RULES; k++) {
        struct batch_rule *b = &c->rules[k];
        b->kind = k < 9 ? (enum rule_kind)(k % 5) : TRENDS[rng_between(r, 0, 3)];
        b->alternative = k >= 5 && k < 9 ? (int)TRENDS[k - 5] : -1;
        b->target = (dec){rng_between(r, 1, 5) * DEC_ONE / 2};
        b->weight = (dec){rng_between(r, 1, 4) * DEC_ONE / 4};
        b->now = c->now[k];
        b->n_years = YEARS;
        for (int y = 0; y < YEARS; y++)
            b->years[y] = c->years[k][y];
        small_indicator(t, 1, YEARS, "1");
        t->indicators[k].weight = b->weight;
        struct rule *rule = small_rule(t, b->kind, "0");
        rule->target = b->target;
        rule->alternative = b->alternative;
        for (int u = 0; u < UNITS; u++) {
            c->now[k][u] = random_cell(r);
            enter(t, u, k, 202604, c->now[k][u]);
            for (int y = 0; y < YEARS; y++) {
                c->years[k][y][u] = random_cell(r);
                enter(t, u, k, (2023 + y) * 100, c->years[k][y][u]);
            }
        }
    }
}

static void compare(struct small *t, const struct columns *c, const struct board *b)
{
    struct rank_row *rows;
    int n;
    assert_true(rank_make(&t->arena, b, NULL, 0, &rows, &n, &t->err));
    assert_int_equal(n, UNITS);
    for (int u = 0; u < UNITS; u++) {
        const struct score *sc = &b->results[u].nodes[0];
        if (sc->state == SCORE_OK)
            assert_int_equal(c->points[u], sc->points.micro);
        else
            assert_int_equal(c->points[u], BATCH_STATE(sc->why));
        assert_int_equal(c->blocked[u], sc->state == SCORE_BLOCKED);
        assert_int_equal(c->rank[rows[u].subject], rows[u].rank);
    }
}

static void one_round(uint64_t seed)
{
    struct rng r = {seed};
    struct small *t = small_new();
    struct columns *c = test_calloc(1, sizeof *c);
    make_rules(t, c, &r);
    small_node(t, NODE_INDICATORS, "100", NULL, LIST(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
    t->nodes[0].places = (int)rng_between(&r, 0, 3);
    t->s.rounding = (enum dec_rounding)(seed % 3);
    t->rankings[0] = (struct ranking){.node = 0, .subject = 1};
    t->s.n_rankings = 1;
    t->s.n_groups = 3;
    c->batch = (struct batch){.rules = c->rules,
                              .n_rules = RULES,
                              .full = DEC_INT(100),
                              .places = t->nodes[0].places,
                              .rounding = t->s.rounding,
                              .groups = c->groups,
                              .n_groups = 3,
                              .points = c->points,
                              .blocked = c->blocked,
                              .rank = c->rank,
                              .scratch = c->scratch};
    for (int s = VALUE_MISSING; s < VALUE_STATES; s++) /* every third round: all left out */
        c->batch.effect[s] = t->nodes[0].effect[s] =
            seed % 3 ? (enum state_effect)rng_between(&r, 0, rng_between(&r, 1, 2))
                     : EFFECT_EXCLUDE;
    static const int32_t ENDS[] = {0, 20, 68, UNITS}; /* small, at the edge, large */
    memcpy(c->groups, ENDS, sizeof ENDS);
    for (int u = 0; u < UNITS; u++)
        assert_true(
            values_add_subject(&t->v, INT64_C(532600000000000) + (u + 1) * region_unit(REGION_TOWN),
                               u < 20   ? 0
                               : u < 68 ? 1
                                        : 2,
                               &t->err));
    struct board b;
    small_board(t, &b, 202604);
    assert_true(batch_check(&c->batch, &t->err));
    batch_score(&c->batch, 0, 2);
    batch_score(&c->batch, 2, 3);
    compare(t, c, &b);
    board_release(&b);
    test_free(c);
    small_free(t);
}

static void same_as_boards(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 30; seed++)
        one_round(seed);
}

/* What the loops rely on is asked for. */
static void refuses_what_does_not_fit(void **state)
{
    (void)state;
    int64_t now[1] = {0}, points[1];
    int32_t groups[2] = {0, 1};
    struct batch_rule r = {
        .kind = RULE_AT_LEAST, .alternative = -1, .weight = DEC_INT(1), .now = now};
    struct batch b = {.rules = &r,
                      .n_rules = 1,
                      .full = DEC_INT(100),
                      .places = 2,
                      .groups = groups,
                      .n_groups = 1,
                      .points = points};
    struct err err = {0};
    assert_true(batch_check(&b, &err));
    r.kind = RULE_RISES;
    assert_false(batch_check(&b, &err));
    r.kind = RULE_EXISTS;
    assert_false(batch_check(&b, &err));
    r.kind = RULE_AT_LEAST;
    r.weight = DEC_INT(1000000);
    b.full = DEC_INT(1000000);
    assert_false(batch_check(&b, &err));
    assert_int_equal(err.code, ERR_ARITHMETIC);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_as_boards),
        cmocka_unit_test(refuses_what_does_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

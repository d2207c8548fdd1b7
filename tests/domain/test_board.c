/* Properties of boards over random data: explaining changes nothing, a changed value leads to the
 * same board and ranking as building them anew, memory that runs out is said. */
#include "small.h"

#include <stdlib.h>

enum { COUNTIES = 9, TOWNS = 3, P = 202604 };

static region_code county(int i)
{
    return INT64_C(532600000000000) + (i + 1) * region_unit(REGION_COUNTY);
}

static region_code town(int i, int k)
{
    return county(i) + (100 + k) * region_unit(REGION_TOWN);
}

static struct value random_fact(struct rng *r, region_code region, bool item, int code,
                                int64_t place)
{
    struct value v = {.region = region, .item = item, .code = code, .place = place, .period = P};
    if (rng_between(r, 0, 4) == 0)
        v.state = (enum value_state)rng_between(r, VALUE_MISSING, VALUE_NOT_APPLICABLE);
    else if (!item && rng_between(r, 0, 3) == 0)
        v = (struct value){.region = region,
                           .code = code,
                           .period = P,
                           .ratio = true,
                           .numerator = DEC_INT(rng_between(r, 0, 5)),
                           .denominator = DEC_INT(rng_between(r, 0, 5))};
    else
        v.value = (dec){rng_between(r, 0, 20) * DEC_ONE / 2};
    return v;
}

static void random_values(struct small *t, struct rng *r, region_code region)
{
    for (int k = 0; k < t->s.n_indicators; k++) {
        struct value v = random_fact(r, region, false, k, 0);
        assert_true(values_add(&t->v, &v, &t->err));
    }
    for (int place = 0; place < 3; place++)
        for (int k = 0; k < t->s.n_items; k++) {
            struct value v = random_fact(r, region, true, k, place);
            assert_true(values_add(&t->v, &v, &t->err));
        }
}

/* The tree: kind and items and indicators, own and members over them, linear, perhaps relative. */
static void random_standard(struct small *t, struct rng *r, bool relative)
{
    static const enum rule_kind KINDS[] = {RULE_AT_LEAST, RULE_AT_MOST, RULE_MORE_THAN};
    for (int k = 0; k < 4; k++) {
        small_indicator(t, 10, 2, "1");
        t->indicators[k].weight = DEC_INT(rng_between(r, 1, 3));
        t->indicators[k].veto = k == 3;
        small_rule(t, KINDS[k % 3], "5");
    }
    t->s.n_checklists = 1;
    for (int k = 0; k < 3; k++)
        small_item(t, 0, ITEM_GRADED, k ? "30" : "20", "0");
    t->items[0].key = true;
    t->items[0].key_rate = DEC_INT(50);
    t->checklists[0].items = small_list(t, LIST(0, 1, 2));
    int site = small_node(t, NODE_KIND, "600", NULL, LIST(0));
    int papers = small_node(t, NODE_ITEMS, "100", NULL, LIST(0, 1, 2));
    int data = relative ? small_node(t, NODE_RELATIVE, "200", NULL, LIST(0, 1, 2))
                        : small_node(t, NODE_INDICATORS, "200", NULL, LIST(0, 1, 2, 3));
    int line = small_node(t, NODE_LINEAR, "100", NULL, LIST(1));
    t->nodes[line].lo = DEC_INT(2);
    t->nodes[line].hi = DEC_INT(8);
    int sheet = small_node(t, NODE_SUM, "1000", LIST(site, papers, data, line), NULL);
    int own = small_node(t, NODE_OWN, "1000", NULL, LIST(sheet));
    int members = small_node(t, NODE_MEMBERS, "1000", NULL, LIST(sheet));
    t->nodes[own].weight = DEC_INT(70);
    t->nodes[members].weight = DEC_INT(30);
    int top = small_node(t, NODE_WEIGHTED, "1000", LIST(own, members), NULL);
    for (int n = 0; n < t->s.n_nodes; n++)
        for (int s = VALUE_MISSING; s < VALUE_STATES; s++)
            t->nodes[n].effect[s] =
                rng_between(r, 0, 9) ? (enum state_effect)rng_between(r, 0, 1) : EFFECT_BLOCK;
    t->rankings[0] = (struct ranking){.node = top, .subject = 0, .places_min = 1};
    t->rankings[0].ties = small_list(t, LIST(sheet));
    t->s.n_rankings = 1;
    t->s.n_groups = 2;
    t->passing[0] = (struct pass_condition){top, DEC_INT(500)};
    t->s.n_passing = 1;
}

static struct small *random_world(uint64_t seed, bool relative)
{
    struct rng r = {seed};
    struct small *t = small_new();
    random_standard(t, &r, relative);
    for (int i = 0; i < COUNTIES; i++) {
        assert_true(values_add_subject(&t->v, county(i), i % 3 - 1, &t->err));
        random_values(t, &r, county(i));
        for (int k = 0; k < TOWNS; k++)
            random_values(t, &r, town(i, k));
    }
    return t;
}

static void same_score(const struct score *a, const struct score *b)
{
    assert_int_equal(a->state, b->state);
    assert_int_equal(a->why, b->why);
    assert_int_equal(a->points.micro, b->points.micro);
    assert_int_equal(a->full.micro, b->full.micro);
    assert_int_equal(a->rate.micro, b->rate.micro);
}

static void same_board(const struct board *a, const struct board *b)
{
    for (int i = 0; i < a->values->n_subjects; i++) {
        const struct result *x = &a->results[i], *y = &b->results[i];
        for (int n = 0; n < a->standard->n_nodes; n++)
            same_score(&x->nodes[n], &y->nodes[n]);
        for (int k = 0; k < a->standard->n_indicators; k++) {
            assert_int_equal(x->indicators[k].verdict, y->indicators[k].verdict);
            assert_int_equal(x->indicators[k].state, y->indicators[k].state);
            assert_int_equal(x->indicators[k].value.micro, y->indicators[k].value.micro);
            assert_int_equal(x->indicators[k].gap.micro, y->indicators[k].gap.micro);
        }
        assert_int_equal(x->passed, y->passed);
        assert_int_equal(x->places, y->places);
        assert_int_equal(x->vetoes, y->vetoes);
        assert_int_equal(x->items_not_tested, y->items_not_tested);
        assert_int_equal(x->passes, y->passes);
    }
}

/* Points of a sum are those of its children, scaled when something was left out. */
static void check_sum(const struct small *t, const struct reason *sum)
{
    dec got = DEC_ZERO, full = DEC_ZERO, want;
    for (const struct reason *c = sum->children; c; c = c->next) {
        if (c->has_points) {
            assert_true(dec_add(got, c->points, &got));
            assert_true(dec_add(full, c->full, &full));
        } else if (strstr(c->remark.en.p ? c->remark.en.p : "", "counts 0 points")) {
            for (int n = 0; n < t->s.n_nodes; n++)
                if (str_eq(t->nodes[n].code, c->code))
                    assert_true(dec_add(full, t->nodes[n].points, &full));
        }
    }
    assert_true(dec_muldiv_places(sum->full, got, full, 2, DEC_HALF_UP, &want));
    assert_int_equal(sum->points.micro, want.micro);
}

/* A pocket calculator for what the reasons print: + − × ÷ and brackets. */
static const char *at;

static bool sign(const char *z)
{
    while (*at == ' ')
        at++;
    if (strncmp(at, z, strlen(z)) != 0)
        return false;
    at += strlen(z);
    return true;
}

static double expression(void);

static double factor(void)
{
    if (sign("(")) {
        double x = expression();
        assert_true(sign(")"));
        return x;
    }
    char *end;
    double x = strtod(at, &end);
    if (end == at)
        fail_msg("no number at \"%s\"", at);
    at = end;
    return x;
}

static double product(void)
{
    double x = factor();
    for (;;) {
        if (sign("×"))
            x *= factor();
        else if (sign("÷"))
            x /= factor();
        else
            return x;
    }
}

static double expression(void)
{
    double x = product();
    for (;;) {
        if (sign("+"))
            x += product();
        else if (sign("−"))
            x -= product();
        else
            return x;
    }
}

/* Everything printed as "... = result" down the tree is so, up to the printed places. */
static int check_arithmetic(const struct reason *r)
{
    int n = 0;
    if (r->arithmetic.n && r->kind != REASON_INDICATOR && r->kind != REASON_PART) {
        at = r->arithmetic.p;
        double left = expression();
        assert_true(sign("="));
        double right = expression();
        double off = left > right ? left - right : right - left;
        if (*at || off > 0.00501)
            fail_msg("%s", r->arithmetic.p);
        n++;
    }
    for (const struct reason *c = r->children; c; c = c->next)
        n += check_arithmetic(c);
    return n;
}

static void explaining_changes_nothing(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        struct small *t = random_world(seed, seed % 2);
        struct board b;
        small_board(t, &b, P);
        for (int i = 0; i < t->v.n_subjects; i++)
            for (int n = 0; n < t->s.n_nodes; n++) {
                const struct score *sc = &b.results[i].nodes[n];
                const struct reason *r = board_explain(&b, &t->arena, i, n, &t->err);
                assert_non_null(r);
                assert_int_equal(r->state, sc->state);
                assert_int_equal(r->has_points, sc->state == SCORE_OK);
                if (sc->state != SCORE_OK)
                    continue;
                assert_int_equal(r->points.micro, sc->points.micro);
                assert_true(r->rule.zh.n && r->rule.en.n && r->arithmetic.n);
                assert_true(check_arithmetic(r) > 0);
                if (t->nodes[n].method == NODE_SUM)
                    check_sum(t, r);
            }
        board_release(&b);
        small_free(t);
    }
}

static void same_rows(const struct rank_row *a, const struct rank_row *b, int n)
{
    for (int i = 0; i < n; i++) {
        assert_int_equal(a[i].subject, b[i].subject);
        assert_int_equal(a[i].group, b[i].group);
        assert_int_equal(a[i].rank, b[i].rank);
        assert_int_equal(a[i].tied, b[i].tied);
        assert_int_equal(a[i].why, b[i].why);
        assert_int_equal(a[i].points.micro, b[i].points.micro);
        assert_int_equal(a[i].to_first.micro, b[i].to_first.micro);
        assert_int_equal(a[i].to_next.micro, b[i].to_next.micro);
        assert_int_equal(a[i].places, b[i].places);
        assert_int_equal(a[i].before, b[i].before);
        assert_int_equal(a[i].moved, b[i].moved);
    }
}

/* Returns the subject. */
static int change_one(struct small *t, struct rng *r)
{
    int i = (int)rng_between(r, 0, COUNTIES - 1), k = (int)rng_between(r, -1, TOWNS - 1);
    bool item = rng_between(r, 0, 1);
    struct value v =
        random_fact(r, k < 0 ? county(i) : town(i, k), item, (int)rng_between(r, 0, item ? 2 : 3),
                    item ? rng_between(r, 0, 2) : 0);
    bool found;
    assert_true(values_change(&t->v, &v, &found, &t->err));
    assert_true(found);
    return values_subject(&t->v, v.region);
}

static void a_change_is_like_building_anew(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 8; seed++) {
        struct rng r = {seed * 7};
        bool relative = seed % 4 == 0;
        struct small *t = random_world(seed, relative), *first = random_world(seed, relative);
        struct board b, anew, earlier;
        small_board(t, &b, P);
        small_board(first, &earlier, P);
        struct rank_row *rows, *again;
        int n;
        assert_true(rank_make(&t->arena, &b, &earlier, 0, &rows, &n, &t->err));
        for (int round = 0; round < 40; round++) {
            int subject = change_one(t, &r);
            assert_true(board_update(&b, subject, &t->err));
            assert_true(board_make(&anew, &t->arena, &t->v, P, &t->err));
            same_board(&b, &anew);
            assert_true(rank_make(&t->arena, &anew, &earlier, 0, &again, &n, &t->err));
            if (relative)
                assert_true(rank_make(&t->arena, &b, &earlier, 0, &rows, &n, &t->err));
            else
                assert_true(rank_update(&b, 0, rows, n, subject, &t->err));
            same_rows(rows, again, n);
            board_release(&anew);
        }
        board_release(&b);
        board_release(&earlier);
        small_free(first);
        small_free(t);
    }
}

/* The n-th allocation fails: said as such, at every n, until all goes well. */
static void memory_runs_out(void **state)
{
    (void)state;
    bool done = false;
    for (size_t n = 1; !done; n++) {
        struct small *t = random_world(3, true);
        struct board b = {0};
        struct rank_row *rows;
        int n_rows;
        t->arena.allocations = 0;
        t->arena.fail_at = n;
        done = values_seal(&t->v, &t->err) && board_make(&b, &t->arena, &t->v, P, &t->err) &&
               rank_make(&t->arena, &b, NULL, 0, &rows, &n_rows, &t->err) &&
               board_explain(&b, &t->arena, 0, t->s.n_nodes - 1, &t->err);
        if (!done)
            assert_int_equal(t->err.code, ERR_MEMORY);
        if (b.arena)
            board_release(&b);
        small_free(t);
        assert_true(n < 5000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(explaining_changes_nothing),
        cmocka_unit_test(a_change_is_like_building_anew),
        cmocka_unit_test(memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

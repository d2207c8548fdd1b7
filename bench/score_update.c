/* One changed value at N counties of 56 indicators: scoring the county again and placing it in its
 * ranking, against making board and ranking anew. Median of many changes.
 *   bench-score-update [N] */
#include "base/rng.h"
#include "domain/score.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { RULES = 56, CHANGES = 2001 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec * 1e-3;
}

static void fail(const char *what, const struct err *err)
{
    fprintf(stderr, "%s: %s\n", what, err_key(err->code));
    exit(5);
}

static int by_time(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static int refs[RULES];
static struct rule rules[RULES];
static struct indicator indicators[RULES];
static struct subject_kind county = {.level = REGION_COUNTY};
static struct node top = {
    .parent = -1, .method = NODE_INDICATORS, .refs = {refs, RULES}, .places = 2, .applies = 1};
static struct ranking ranking;

static struct value cell(struct rng *r, int unit, int code)
{
    /* 89 counties to a province, so that every code is one of a county */
    region_code region = (11 + unit / 89) * region_unit(REGION_PROVINCE) +
                         (1 + unit % 89) * region_unit(REGION_COUNTY) +
                         region_unit(REGION_PREFECTURE);
    return (struct value){.region = region,
                          .code = code,
                          .period = 202604,
                          .value = {rng_between(r, 0, 10000) * 10000}};
}

static void make(struct standard *s)
{
    for (int k = 0; k < RULES; k++) {
        refs[k] = k;
        rules[k] = (struct rule){.indicator = k,
                                 .part = -1,
                                 .alternative = -1,
                                 .applies = 1,
                                 .kind = RULE_AT_LEAST,
                                 .target = DEC_INT(40 + k % 50)};
        indicators[k] = (struct indicator){
            .factor = 1, .weight = DEC_INT(1 + k % 3), .applies = 1, .rules = {k, 1}};
    }
    top.points = DEC_INT(1000);
    *s = (struct standard){.subjects = &county,
                           .n_subjects = 1,
                           .rules = rules,
                           .n_rules = RULES,
                           .indicators = indicators,
                           .n_indicators = RULES,
                           .nodes = &top,
                           .n_nodes = 1,
                           .rankings = &ranking,
                           .n_rankings = 1};
}

int main(int argc, char **argv)
{
    int n = argc > 1 ? atoi(argv[1]) : 2844;
    struct arena arena;
    struct standard s;
    struct values v;
    struct err err = {0};
    struct rng r = {1};
    arena_init(&arena, (size_t)4 << 30);
    make(&s);
    values_init(&v, &arena, &s);
    for (int u = 0; u < n; u++)
        for (int k = 0; k < RULES; k++) {
            struct value c = cell(&r, u, k);
            if (!values_add(&v, &c, &err))
                fail("values", &err);
        }
    if (!values_seal(&v, &err))
        fail("values", &err);
    struct board b;
    struct rank_row *rows;
    int rows_n;
    double start = now();
    if (!board_make(&b, &arena, &v, 202604, &err) ||
        !rank_make(&arena, &b, NULL, 0, &rows, &rows_n, &err))
        fail("board", &err);
    double whole = now() - start;
    static double took[CHANGES];
    for (int i = 0; i < CHANGES; i++) {
        struct value c =
            cell(&r, (int)rng_between(&r, 0, n - 1), (int)rng_between(&r, 0, RULES - 1));
        bool found;
        start = now();
        if (!values_change(&v, &c, &found, &err) || !found)
            fail("change", &err);
        int subject = values_subject(&v, c.region);
        if (!board_update(&b, subject, &err) || !rank_update(&b, 0, rows, rows_n, subject, &err))
            fail("update", &err);
        took[i] = now() - start;
    }
    qsort(took, CHANGES, sizeof *took, by_time);
    printf("%d counties in one group: anew %.1f us, one change %.1f us (99 of 100 within %.1f us), "
           "ratio 1/%.0f\n",
           v.n_subjects, whole, took[CHANGES / 2], took[CHANGES * 99 / 100],
           whole / took[CHANGES / 2]);
    board_release(&b);
    arena_release(&arena);
    return 0;
}

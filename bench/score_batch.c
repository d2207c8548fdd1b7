/* Scores and ranks N units x 56 indicators x 12 months from memory on two threads: exact decimals
 * against a plain loop over the same numbers in float. Prints times and their ratio; the sizes are
 * the counties, towns and villages of the country, compared inside the region above.
 *   bench-score-batch [N GROUPS]... */
#include "base/rng.h"
#include "domain/batch.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { RULES = 56, MONTHS = 12, THREADS = 2, BLOCK = 512 };

struct data {
    int n, n_groups;
    int32_t *groups;
    int64_t *exact; /* month, rule, unit */
    float *plain;
    int64_t *points;
    float *scores;
    int32_t *rank;
    uint64_t *scratch;
    bool ranked;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void *need(size_t n, size_t size)
{
    void *p = calloc(n, size);
    if (!p) {
        fprintf(stderr, "not enough memory\n");
        exit(5);
    }
    return p;
}

/* Percentages with two places, one in fifty missing. */
static void fill(struct data *d)
{
    struct rng r = {56};
    size_t all = (size_t)d->n * RULES * MONTHS;
    d->exact = need(all, sizeof *d->exact);
    d->plain = need(all, sizeof *d->plain);
    d->points = need((size_t)d->n * MONTHS, sizeof *d->points);
    d->scores = need((size_t)d->n * MONTHS, sizeof *d->scores);
    d->rank = need((size_t)d->n * MONTHS, sizeof *d->rank);
    d->scratch = need((size_t)d->n * 2, sizeof *d->scratch);
    d->groups = need((size_t)d->n_groups + 1, sizeof *d->groups);
    for (int g = 0; g <= d->n_groups; g++)
        d->groups[g] = (int32_t)((int64_t)d->n * g / d->n_groups);
    for (size_t i = 0; i < all; i++) {
        uint64_t x = rng_next(&r);
        bool missing = x % 50 == 0;
        int64_t cents = (int64_t)(x >> 32) % 10001;
        d->exact[i] = missing ? BATCH_STATE(VALUE_MISSING) : cents * 10000;
        d->plain[i] = missing ? NAN : (float)cents / 100;
    }
}

static dec target_of(int rule)
{
    return DEC_INT(40 + rule % 50);
}

static dec weight_of(int rule)
{
    return DEC_INT(1 + rule % 3);
}

static bool upward(int rule)
{
    return rule % 4 != 0;
}

static void plain_block(const struct data *d, int month, int first, int n)
{
    float passed[BLOCK] = {0}, judged[BLOCK] = {0};
    for (int k = 0; k < RULES; k++) {
        const float *x = d->plain + ((size_t)month * RULES + (size_t)k) * (size_t)d->n + first;
        float t = (float)(target_of(k).micro / DEC_ONE), w = (float)(weight_of(k).micro / DEC_ONE);
        if (upward(k)) {
            for (int i = 0; i < n; i++) {
                judged[i] += x[i] == x[i] ? w : 0;
                passed[i] += x[i] >= t ? w : 0;
            }
        } else {
            for (int i = 0; i < n; i++) {
                judged[i] += x[i] == x[i] ? w : 0;
                passed[i] += x[i] <= t ? w : 0;
            }
        }
    }
    float *out = d->scores + (size_t)month * (size_t)d->n + first;
    for (int i = 0; i < n; i++)
        out[i] = 1000 * passed[i] / judged[i];
}

static void plain_ranks(const struct data *d, int month, int first, int end)
{
    for (int g = first; g < end; g++) {
        int at = d->groups[g], n = d->groups[g + 1] - at;
        const float *s = d->scores + (size_t)month * (size_t)d->n + at;
        int32_t *rank = d->rank + (size_t)month * (size_t)d->n + at;
        for (int i = 0; i < n; i++) {
            int above = 0;
            for (int k = 0; k < n; k++)
                above += s[k] > s[i];
            rank[i] = above + 1;
        }
    }
}

static void plain_part(const struct data *d, int first, int end)
{
    for (int m = 0; m < MONTHS; m++) {
        for (int at = d->groups[first]; at < d->groups[end]; at += BLOCK) {
            int left = d->groups[end] - at;
            plain_block(d, m, at, left < BLOCK ? left : BLOCK);
        }
        if (d->ranked)
            plain_ranks(d, m, first, end);
    }
}

static void exact_part(const struct data *d, int first, int end)
{
    struct batch_rule rules[RULES];
    for (int m = 0; m < MONTHS; m++) {
        for (int k = 0; k < RULES; k++)
            rules[k] = (struct batch_rule){.kind = upward(k) ? RULE_AT_LEAST : RULE_AT_MOST,
                                           .alternative = -1,
                                           .target = target_of(k),
                                           .weight = weight_of(k),
                                           .now = d->exact +
                                                  ((size_t)m * RULES + (size_t)k) * (size_t)d->n};
        struct batch b = {.rules = rules,
                          .n_rules = RULES,
                          .full = DEC_INT(1000),
                          .places = 2,
                          .groups = d->groups,
                          .n_groups = d->n_groups,
                          .points = d->points + (size_t)m * (size_t)d->n,
                          .rank = d->ranked ? d->rank + (size_t)m * (size_t)d->n : NULL,
                          .scratch = d->scratch};
        if (!batch_check(&b, NULL))
            exit(1);
        batch_score(&b, first, end);
    }
}

struct share {
    const struct data *d;
    int first, end;
    void (*run)(const struct data *d, int first, int end);
};

static void *run_part(void *arg)
{
    struct share *p = arg;
    p->run(p->d, p->first, p->end);
    return NULL;
}

/* Best of several, in milliseconds. */
static double measure(const struct data *d, void (*run)(const struct data *d, int first, int end))
{
    double best = 1e9;
    for (int round = 0; round < (d->n > 100000 ? 4 : 15); round++) {
        struct share parts[THREADS];
        pthread_t threads[THREADS];
        double start = now();
        for (int i = 0; i < THREADS; i++) {
            parts[i] =
                (struct share){d, d->n_groups * i / THREADS, d->n_groups * (i + 1) / THREADS, run};
            if (pthread_create(&threads[i], NULL, run_part, &parts[i]))
                exit(5);
        }
        for (int i = 0; i < THREADS; i++)
            pthread_join(threads[i], NULL);
        double took = now() - start;
        best = took < best ? took : best;
    }
    return best * 1e3;
}

static void compare(int n, int n_groups)
{
    struct data d = {.n = n, .n_groups = n_groups};
    fill(&d);
    for (int ranked = 0; ranked < 2; ranked++) {
        d.ranked = ranked;
        double plain = measure(&d, plain_part), exact = measure(&d, exact_part);
        printf("%8d units %-16s float %9.2f ms   exact %9.2f ms   ratio %.2f\n", n,
               ranked ? "score and rank" : "score", plain, exact, exact / plain);
    }
    free(d.groups);
    free(d.exact);
    free(d.plain);
    free(d.points);
    free(d.scores);
    free(d.rank);
    free(d.scratch);
}

int main(int argc, char **argv)
{
    for (int i = 1; i + 1 < argc; i += 2)
        compare(atoi(argv[i]), atoi(argv[i + 1]));
    if (argc > 2)
        return 0;
    compare(2844, 333);
    compare(41352, 2844);
    compare(620573, 41352);
    return 0;
}

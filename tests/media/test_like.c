/* Searching among hashes: the same as a plain scan, whatever the set. */
#include "../test.h"

#include "base/rng.h"
#include "media/like.h"

#include <stdlib.h>

enum { N = 30000, QUERIES = 60, ROOM = 40000 };

static uint64_t flipped(struct rng *r, uint64_t hash, int n)
{
    while (n--)
        hash ^= (uint64_t)1 << rng_between(r, 0, 63);
    return hash;
}

/* Sets: 0 uniform; 1 clusters of a hundred; 2 half in one cluster; 3 few distinct values; 4 all the
 * same but for the last chunk. */
static uint64_t member(struct rng *r, int set, size_t i)
{
    struct rng centre = {i / 100 + 77};
    if (set == 1)
        return flipped(r, rng_next(&centre), (int)rng_between(r, 0, 14));
    if (set == 2 && i % 2)
        return flipped(r, 0x0123456789abcdef, (int)rng_between(r, 0, 20));
    if (set == 3)
        return (uint64_t)rng_between(r, 0, 7) * 0x1111111111111111u;
    if (set == 4)
        return 0xfedcba9876540000u | (uint64_t)rng_between(r, 0, 0xffff);
    return rng_next(r);
}

static int by_id(const void *a, const void *b)
{
    uint32_t x = ((const struct like_match *)a)->id, y = ((const struct like_match *)b)->id;
    return (x > y) - (x < y);
}

static void compare(struct like *l, const uint64_t *hashes, size_t n, uint64_t query, int radius)
{
    static struct like_match got[ROOM];
    bool more;
    size_t k = like_find(l, query, radius, got, ROOM, &more), at = 0;
    assert_false(more);
    qsort(got, k, sizeof got[0], by_id);
    for (size_t i = 0; i < n; i++) {
        int distance = __builtin_popcountll(hashes[i] ^ query);
        if (distance > radius)
            continue;
        assert_true(at < k);
        assert_int_equal(got[at].id, i);
        assert_int_equal(got[at].distance, distance);
        assert_true(got[at].hash == hashes[i]);
        at++;
    }
    assert_int_equal(at, k);
}

static void test_exact(void **state)
{
    (void)state;
    uint64_t *hashes = calloc(N, sizeof *hashes);
    uint32_t *ids = calloc(N, sizeof *ids);
    assert_non_null(hashes);
    assert_non_null(ids);
    for (int set = 0; set < 5; set++) {
        struct rng r = {(uint64_t)set + 1};
        struct like l = {0};
        for (size_t i = 0; i < N; i++) {
            hashes[i] = member(&r, set, i);
            ids[i] = (uint32_t)i;
        }
        assert_true(like_init(&l, N, NULL));
        /* Half at once, half one by one. */
        assert_true(like_load(&l, hashes, ids, N / 2, NULL));
        for (size_t i = N / 2; i < N; i++)
            assert_true(like_add(&l, hashes[i], ids[i], NULL));
        for (int q = 0; q < QUERIES; q++) {
            uint64_t near = hashes[rng_between(&r, 0, N - 1)];
            compare(&l, hashes, N, flipped(&r, near, q % 13), 8);
            compare(&l, hashes, N, rng_next(&r), q % 9);
        }
        struct err err = {0};
        assert_false(like_add(&l, 1, 1, &err));
        assert_int_equal(err.code, ERR_ROWS_MAX);
        assert_int_equal(l.n, N);
        like_release(&l);
    }
    free(hashes);
    free(ids);
}

/* Every way to spread 8 bits over four chunks, each once: none of them may be missed, and 9 bits
 * are never found. */
static void test_spread(void **state)
{
    (void)state;
    struct rng r = {5};
    struct like l = {0};
    bool more;
    struct like_match got[4];
    assert_true(like_init(&l, 1, NULL));
    uint64_t query = rng_next(&r);
    for (int a = 0; a <= 9; a++)
        for (int b = 0; a + b <= 9; b++)
            for (int c = 0; a + b + c <= 9; c++)
                for (int total = 8; total <= 9; total++) {
                    int d = total - a - b - c;
                    if (d < 0)
                        continue;
                    uint64_t off = ((1u << a) - 1) | (uint64_t)((1u << b) - 1) << 16 |
                                   (uint64_t)((1u << c) - 1) << 32 |
                                   (uint64_t)((1u << d) - 1) << 48;
                    like_release(&l);
                    assert_true(like_init(&l, 1000, NULL));
                    /* Others, so that the buckets are read and not the whole. */
                    for (int i = 0; i < 50; i++)
                        assert_true(like_add(&l, ~query ^ (uint64_t)i, 7, NULL));
                    assert_true(like_add(&l, query ^ off, 42, NULL));
                    size_t n = like_find(&l, query, 8, got, 4, &more);
                    assert_int_equal(n, total == 8);
                    assert_true(n == 0 || (got[0].id == 42 && got[0].distance == 8));
                }
    like_release(&l);
}

static void test_many(void **state)
{
    (void)state;
    struct like l = {0};
    struct like_match got[10];
    bool more;
    assert_true(like_init(&l, 1000, NULL));
    for (uint32_t i = 0; i < 10; i++)
        assert_true(like_add(&l, 99, i, NULL));
    assert_int_equal(like_find(&l, 99, 8, got, 10, &more), 10);
    assert_false(more);
    assert_true(like_add(&l, 98, 10, NULL));
    assert_int_equal(like_find(&l, 99, 8, got, 10, &more), 10);
    assert_true(more);
    assert_int_equal(like_find(&l, 99, 0, got, 10, &more), 10);
    assert_false(more);
    assert_int_equal(like_find(&l, ~(uint64_t)99, 8, got, 10, &more), 0);
    like_release(&l);
}

/* Each allocation fails once: the error is told, nothing changed, and the next try goes well. */
static void test_memory(void **state)
{
    (void)state;
    struct rng r = {9};
    uint64_t hashes[40];
    uint32_t ids[40];
    for (uint32_t i = 0; i < 40; i++) {
        hashes[i] = rng_next(&r) & 0xffff0003fffffffful; /* some share a chunk */
        ids[i] = i;
    }
    struct like none = {.fail_at = 1};
    struct err err = {0};
    assert_false(like_init(&none, 10, &err));
    assert_int_equal(err.code, ERR_MEMORY);
    for (size_t fail = 2; fail < 400; fail++) {
        struct like l = {.fail_at = fail};
        assert_true(like_init(&l, 1000, NULL));
        if (!like_load(&l, hashes, ids, 20, &err)) {
            assert_int_equal(err.code, ERR_MEMORY);
            assert_int_equal(l.n, 0);
            assert_true(like_load(&l, hashes, ids, 20, NULL));
        }
        for (size_t i = 20; i < 40; i++)
            if (!like_add(&l, hashes[i], ids[i], &err)) {
                assert_int_equal(err.code, ERR_MEMORY);
                assert_int_equal(l.n, i);
                compare(&l, hashes, i, hashes[i], 8);
                assert_true(like_add(&l, hashes[i], ids[i], NULL));
            }
        for (size_t i = 0; i < 40; i++)
            compare(&l, hashes, 40, hashes[i], 8);
        bool reached = l.allocations >= fail;
        like_release(&l);
        if (!reached)
            return;
    }
    fail_msg("the allocations never came to an end");
}

struct reading {
    struct like *l;
    uint64_t first;
    int stop, missed;
};

static void *read_on(void *arg)
{
    struct reading *r = arg;
    struct like_match got[4];
    bool more;
    while (!__atomic_load_n(&r->stop, __ATOMIC_ACQUIRE))
        if (like_find(r->l, r->first, 0, got, 4, &more) == 0)
            r->missed++;
    return NULL;
}

/* Two threads go on reading while one adds. */
static void test_threads(void **state)
{
    (void)state;
    struct rng r = {11};
    struct like l = {0};
    pthread_t threads[2];
    assert_true(like_init(&l, 20000, NULL));
    struct reading reading = {.l = &l, .first = rng_next(&r)};
    assert_true(like_add(&l, reading.first, 0, NULL));
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, read_on, &reading), 0);
    for (uint32_t i = 1; i < 20000; i++)
        assert_true(like_add(&l, rng_next(&r), i, NULL));
    __atomic_store_n(&reading.stop, 1, __ATOMIC_RELEASE);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(reading.missed, 0);
    like_release(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exact),  cmocka_unit_test(test_spread),  cmocka_unit_test(test_many),
        cmocka_unit_test(test_memory), cmocka_unit_test(test_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

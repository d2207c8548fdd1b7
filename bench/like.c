/* Photos like one photo: hashes within 8 bits of one among ten millions, exact, against a plain
 * scan of the same hashes in the same run. CPU time of this process; the memory of the index.
 * Targets: under 1 ms a search on every set, and at least 6 times as fast as the scan. */
#include "media/like.h"
#include "base/rng.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { N = 10 * 1000 * 1000, QUERIES = 400, SCANS = 20, ROOM = 1 << 20, ADDED = 100000 };

static int64_t cpu_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static uint64_t flipped(struct rng *r, uint64_t hash, int n)
{
    while (n--)
        hash ^= (uint64_t)1 << rng_between(r, 0, 63);
    return hash;
}

/* Uniform; or like an archive in which the same places are taken again and again: a fifth of the
 * photos are alone, a fiftieth (200,000) is one place, the others are 4,000 places of 1,950 photos;
 * the photos of a place differ from its centre by 0 to 14 flips. */
static uint64_t member(struct rng *r, bool clustered, size_t i)
{
    if (!clustered || i % 5 == 0)
        return rng_next(r);
    struct rng place = {i % 50 == 1 ? 12345 : 1000000 + (i / 5) % 4000};
    return flipped(r, rng_next(&place), (int)rng_between(r, 0, 14));
}

#if defined(__x86_64__)
__attribute__((target("popcnt")))
#endif
static size_t
scan(const uint64_t *hashes, uint64_t query)
{
    size_t n = 0;
    for (size_t i = 0; i < N; i++)
        n += __builtin_popcountll(hashes[i] ^ query) <= LIKE_RADIUS;
    return n;
}

static uint64_t query_of(struct rng *r, const uint64_t *hashes, int q)
{
    if (q % 4 == 3)
        return rng_next(r);
    return flipped(r, hashes[rng_between(r, 0, N - 1)], q % 12);
}

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static bool measure(struct like *l, const uint64_t *hashes, const char *name)
{
    static struct like_match out[ROOM];
    static int64_t times[QUERIES];
    int64_t all = 0, scans = 0;
    size_t matches = 0, wrong = 0;
    bool more;
    struct rng r = {4711};
    for (int q = 0; q < QUERIES; q++) {
        uint64_t query = query_of(&r, hashes, q);
        int64_t before = cpu_ns();
        size_t n = like_find(l, query, LIKE_RADIUS, out, ROOM, &more);
        times[q] = cpu_ns() - before;
        all += times[q];
        matches += n;
        if (q % (QUERIES / SCANS) == 0) {
            before = cpu_ns();
            wrong += scan(hashes, query) != n;
            scans += cpu_ns() - before;
        }
    }
    qsort(times, QUERIES, sizeof times[0], by_value);
    double mean = (double)all / QUERIES / 1e3, plain = (double)scans / SCANS / 1e3;
    printf(
        "%-10s search mean %.1f us, median %.1f, 99th of 100 %.1f, worst %.1f; plain scan %.0f us: "
        "%.1f x; %.1f found a search\n",
        name, mean, (double)times[QUERIES / 2] / 1e3, (double)times[QUERIES * 99 / 100] / 1e3,
        (double)times[QUERIES - 1] / 1e3, plain, plain / mean, (double)matches / QUERIES);
    if (wrong)
        printf("%zu searches differ from the scan: FAILED\n", wrong);
    return !wrong && mean < 1000 && plain / mean >= 6;
}

static bool run(const char *name, bool clustered)
{
    uint64_t *hashes = malloc(N * sizeof *hashes);
    uint32_t *ids = malloc(N * sizeof *ids);
    struct like l = {0};
    struct rng r = {clustered ? 2u : 1u};
    if (!hashes || !ids || !like_init(&l, N, NULL))
        return false;
    for (size_t i = 0; i < N; i++) {
        hashes[i] = member(&r, clustered, i);
        ids[i] = (uint32_t)i;
    }
    size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
    int64_t start = cpu_ns();
    bool ok = like_load(&l, hashes, ids, N - ADDED, NULL);
    int64_t loaded = cpu_ns();
    for (size_t i = N - ADDED; ok && i < N; i++)
        ok = like_add(&l, hashes[i], ids[i], NULL);
    int64_t added = cpu_ns();
    size_t bytes = mallinfo2().uordblks + mallinfo2().hblkhd - before;
    printf("%-10s loading %.2f us a hash, adding %.2f us, memory %.1f bytes a hash (%zu MB)\n",
           name, (double)(loaded - start) / 1e3 / (N - ADDED),
           (double)(added - loaded) / 1e3 / ADDED, (double)bytes / N, bytes >> 20);
    ok = ok && measure(&l, hashes, name);
    like_release(&l);
    free(hashes);
    free(ids);
    return ok;
}

int main(void)
{
    bool ok = run("uniform", false);
    ok &= run("clustered", true);
    return ok ? 0 : 1;
}

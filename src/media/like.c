#include "media/like.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    CHUNKS = 4,
    CHUNK_VALUES = 1 << 16,
    NEAR_ONE = 1 + 16,         /* values of a chunk within 1 bit */
    NEAR_TWO = NEAR_ONE + 120, /* within 2 bits: 16 x 15 / 2 more */
    PROBES = NEAR_TWO + 3 * NEAR_ONE,
    AHEAD = 3, /* buckets whose memory is asked for before it is read */
    AHEAD_BYTES = 2048,
};

/* One allocation: `cap` hashes, then `cap` ids. */
struct like_bucket {
    uint64_t *hashes;
    uint32_t n, cap;
};

static unsigned chunk(uint64_t hash, int i)
{
    return (unsigned)(hash >> (16 * i)) & 0xffff;
}

static int bits(uint64_t v)
{
    return __builtin_popcountll(v);
}

/* Up to this distance a chunk's table must be searched. */
static int reach(int i)
{
    return i == 0 ? 2 : 1;
}

static struct like_bucket *bucket(const struct like *l, int i, unsigned value)
{
    return l->buckets + (size_t)i * CHUNK_VALUES + value;
}

static uint32_t *ids_of(const struct like_bucket *b)
{
    return (uint32_t *)(b->hashes + b->cap);
}

/* ---- filling -------------------------------------------------------------------------------- */

static void *allocate(struct like *l, size_t size)
{
    return ++l->allocations == l->fail_at ? NULL : malloc(size);
}

/* By default readers that never pause would keep a writer out for good. */
static bool lock_init(pthread_rwlock_t *lock)
{
    pthread_rwlockattr_t a;
    if (pthread_rwlockattr_init(&a) != 0)
        return false;
    pthread_rwlockattr_setkind_np(&a, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    bool ok = pthread_rwlock_init(lock, &a) == 0;
    pthread_rwlockattr_destroy(&a);
    return ok;
}

bool like_init(struct like *l, size_t max, struct err *err)
{
    size_t fail_at = l->fail_at;
    *l = (struct like){.max = max < UINT32_MAX ? max : UINT32_MAX - 1, .fail_at = fail_at};
    size_t size = (size_t)CHUNKS * CHUNK_VALUES * sizeof *l->buckets;
    l->buckets = allocate(l, size);
    if (!l->buckets)
        return err_set(err, ERR_MEMORY, NULL);
    memset(l->buckets, 0, size);
    if (!lock_init(&l->lock)) {
        free(l->buckets);
        return err_set(err, ERR_MEMORY, NULL);
    }
    return true;
}

void like_release(struct like *l)
{
    for (size_t i = 0; i < (size_t)CHUNKS * CHUNK_VALUES; i++)
        free(l->buckets[i].hashes);
    free(l->buckets);
    pthread_rwlock_destroy(&l->lock);
}

static bool grow(struct like *l, struct like_bucket *b, uint32_t cap)
{
    struct like_bucket larger = {.n = b->n, .cap = cap};
    larger.hashes = allocate(l, (size_t)cap * (sizeof(uint64_t) + sizeof(uint32_t)));
    if (!larger.hashes)
        return false;
    if (b->n) {
        memcpy(larger.hashes, b->hashes, b->n * sizeof(uint64_t));
        memcpy(ids_of(&larger), ids_of(b), b->n * sizeof(uint32_t));
    }
    free(b->hashes);
    *b = larger;
    return true;
}

/* Room for one more in each table, so that adding cannot fail half-way. */
static bool room(struct like *l, uint64_t hash)
{
    for (int i = 0; i < CHUNKS; i++) {
        struct like_bucket *b = bucket(l, i, chunk(hash, i));
        /* An eighth more. */
        if (b->n == b->cap && !grow(l, b, b->cap + b->cap / 8 + 4))
            return false;
    }
    return true;
}

static void put(struct like *l, uint64_t hash, uint32_t id)
{
    for (int i = 0; i < CHUNKS; i++) {
        struct like_bucket *b = bucket(l, i, chunk(hash, i));
        b->hashes[b->n] = hash;
        ids_of(b)[b->n++] = id;
    }
    l->n++;
}

static bool full(const struct like *l, size_t n, struct err *err)
{
    char most[24];
    if (n <= l->max - l->n)
        return false;
    snprintf(most, sizeof most, "%zu", l->max);
    err_set(err, ERR_ROWS_MAX, most, NULL);
    return true;
}

bool like_add(struct like *l, uint64_t hash, uint32_t id, struct err *err)
{
    pthread_rwlock_wrlock(&l->lock);
    bool ok = !full(l, 1, err) && (room(l, hash) || err_set(err, ERR_MEMORY, NULL));
    if (ok)
        put(l, hash, id);
    pthread_rwlock_unlock(&l->lock);
    return ok;
}

/* Exactly the room that these and those that are there need. */
static bool reserve(struct like *l, const uint64_t *hashes, size_t n)
{
    size_t all = (size_t)CHUNKS * CHUNK_VALUES;
    uint32_t *more = allocate(l, all * sizeof *more);
    if (!more)
        return false;
    memset(more, 0, all * sizeof *more);
    for (size_t k = 0; k < n; k++)
        for (int i = 0; i < CHUNKS; i++)
            more[(size_t)i * CHUNK_VALUES + chunk(hashes[k], i)]++;
    bool ok = true;
    for (size_t i = 0; ok && i < all; i++) {
        struct like_bucket *b = &l->buckets[i];
        if (b->cap - b->n < more[i])
            ok = grow(l, b, b->n + more[i]);
    }
    free(more);
    return ok;
}

bool like_load(struct like *l, const uint64_t *hashes, const uint32_t *ids, size_t n,
               struct err *err)
{
    pthread_rwlock_wrlock(&l->lock);
    bool ok = !full(l, n, err) && (reserve(l, hashes, n) || err_set(err, ERR_MEMORY, NULL));
    for (size_t k = 0; ok && k < n; k++)
        put(l, hashes[k], ids[k]);
    pthread_rwlock_unlock(&l->lock);
    return ok;
}

/* ---- searching ------------------------------------------------------------------------------ */

struct search {
    uint64_t hash;
    int radius;
    struct like_match *out;
    size_t n, max;
    bool more;
    int table; /* that is read now; CHUNKS: the whole, each hash once */
};

/* A hash is near in several tables; only the first of them counts. */
static bool seen_before(const struct search *s, uint64_t hash)
{
    uint64_t off = s->hash ^ hash;
    for (int i = 0; i < s->table && s->table < CHUNKS; i++)
        if (bits(chunk(off, i)) <= reach(i))
            return true;
    return false;
}

static void found(struct search *s, const struct like_bucket *b, uint32_t at)
{
    uint64_t hash = b->hashes[at];
    if (seen_before(s, hash))
        return;
    if (s->n == s->max) {
        s->more = true;
        return;
    }
    s->out[s->n++] = (struct like_match){ids_of(b)[at], bits(s->hash ^ hash), hash};
}

#define READ_BUCKET(s, b)                                                                          \
    do {                                                                                           \
        uint64_t hash = (s)->hash;                                                                 \
        int radius = (s)->radius;                                                                  \
        for (uint32_t i = 0; i < (b)->n && !(s)->more; i++)                                        \
            if (__builtin_expect(__builtin_popcountll((b)->hashes[i] ^ hash) <= radius, 0))        \
                found((s), (b), i);                                                                \
    } while (0)

static void read_plain(struct search *s, const struct like_bucket *b)
{
    READ_BUCKET(s, b);
}

typedef void reader(struct search *, const struct like_bucket *);

/* The same with the instruction that counts bits, where the processor has it. */
#if defined(__x86_64__)
__attribute__((target("popcnt"))) static void read_counting(struct search *s,
                                                            const struct like_bucket *b)
{
    READ_BUCKET(s, b);
}

static reader *best_reader(void)
{
    return __builtin_cpu_supports("popcnt") ? read_counting : read_plain;
}
#else
static reader *best_reader(void)
{
    return read_plain;
}
#endif

/* The buckets near the hash, of the nearest values first within a table; how many. */
static int near_buckets(const struct like *l, uint64_t hash, const struct like_bucket **out,
                        size_t *total)
{
    int n = 0;
    for (int i = 0; i < CHUNKS; i++) {
        unsigned value = chunk(hash, i);
        out[n++] = bucket(l, i, value);
        for (unsigned a = 0; a < 16; a++)
            out[n++] = bucket(l, i, value ^ 1u << a);
        for (unsigned a = 0; a < 16 && reach(i) == 2; a++)
            for (unsigned b = a + 1; b < 16; b++)
                out[n++] = bucket(l, i, value ^ 1u << a ^ 1u << b);
    }
    for (int k = 0; k < n; k++)
        __builtin_prefetch(out[k]);
    *total = 0;
    for (int k = 0; k < n; k++)
        *total += out[k]->n;
    return n;
}

static void ask_for(const struct like_bucket *b)
{
    size_t bytes = b->n * sizeof(uint64_t);
    for (size_t at = 0; at < bytes && at < AHEAD_BYTES; at += 64)
        __builtin_prefetch((const char *)b->hashes + at);
}

static void read_near(struct search *s, const struct like_bucket **near, int n, reader *read)
{
    for (int k = 0; k < n && k < AHEAD; k++)
        ask_for(near[k]);
    for (int k = 0; k < n && !s->more; k++) {
        if (k + AHEAD < n)
            ask_for(near[k + AHEAD]);
        s->table = k < NEAR_TWO ? 0 : 1 + (k - NEAR_TWO) / NEAR_ONE;
        read(s, near[k]);
    }
}

size_t like_find(struct like *l, uint64_t hash, int radius, struct like_match *out, size_t max,
                 bool *more)
{
    const struct like_bucket *near[PROBES];
    struct search s = {.hash = hash,
                       .radius = radius < LIKE_RADIUS ? radius : LIKE_RADIUS,
                       .out = out,
                       .max = max};
    reader *read = best_reader();
    size_t total;
    pthread_rwlock_rdlock(&l->lock);
    int n = near_buckets(l, hash, near, &total);
    if (total <= l->n)
        read_near(&s, near, n, read);
    else {
        s.table = CHUNKS;
        for (unsigned v = 0; v < CHUNK_VALUES && !s.more; v++)
            read(&s, bucket(l, 0, v));
    }
    pthread_rwlock_unlock(&l->lock);
    *more = s.more;
    return s.n;
}

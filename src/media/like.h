/* Which of many 64-bit hashes lie within a few bits of one: exact, among ten millions in far less
 * than a millisecond.
 *
 * Method: multi-index hashing (M. Norouzi, A. Punjani, D. J. Fleet, "Fast Search in Hamming Space
 * with Multi-Index Hashing", CVPR 2012) with uneven thresholds. A hash is cut into four chunks of
 * 16 bits, and each chunk has a table of buckets that hold whole hashes. Two hashes within 8 bits
 * have a first chunk within 2 bits or one of the others within 1 bit: else they would be apart by
 * at least 3 + 2 + 2 + 2 = 9. So 137 + 3 x 17 = 188 buckets are read, of 153 hashes each among ten
 * millions. A bucket may be as hot as it likes: it is read once from end to end, and when all
 * buckets together hold more than the whole, the whole is read instead; so no set makes a search
 * slower than a plain scan.
 *
 * Memory: LIKE_BYTES_EACH a hash, plus 4 MB of tables and at most 16 MB of room in buckets that are
 * nearly empty; not more than `max` hashes are taken. Any
 * number of threads may search while one adds; a search sees every hash whose like_add had
 * returned. No clock, no files, no randomness. */
#ifndef TZ_MEDIA_LIKE_H
#define TZ_MEDIA_LIKE_H

#include "base/err.h"

#include <pthread.h>

enum {
    LIKE_RADIUS = 8, /* bits; smaller radii can be asked for, larger ones not */
    LIKE_BYTES_EACH =
        72, /* 4 tables x 12 bytes x 3/2 where buckets just grew; 48 after like_load */
};

struct like_bucket;

struct like {
    struct like_bucket *buckets; /* 4 x 65536 */
    size_t n, max;
    size_t allocations, fail_at; /* tests: the allocation with this number (1..) fails; 0 = never */
    pthread_rwlock_t lock;
};

/* One that was found: `id` is what like_add was told. */
struct like_match {
    uint32_t id;
    int distance;
    uint64_t hash;
};

bool like_init(struct like *l, size_t max, struct err *err);
void like_release(struct like *l);

/* False, and nothing changed, when memory is out or `max` is reached. Hashes and ids may repeat. */
bool like_add(struct like *l, uint64_t hash, uint32_t id, struct err *err);
/* Many at once, with exactly the memory that they need. */
bool like_load(struct like *l, const uint64_t *hashes, const uint32_t *ids, size_t n,
               struct err *err);

/* The hashes within radius (0..LIKE_RADIUS) of this one, in any order; how many were written to
 * out. When there are more than `max`, *more is set and those written are some of them. */
size_t like_find(struct like *l, uint64_t hash, int radius, struct like_match *out, size_t max,
                 bool *more);

#endif

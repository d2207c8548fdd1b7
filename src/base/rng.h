/* A seeded generator for demonstration data and property tests (SplitMix64, public domain, by
 * Sebastiano Vigna). Same seed, same numbers, on every machine. Never for secrets. */
#ifndef TZ_BASE_RNG_H
#define TZ_BASE_RNG_H

#include "base/base.h"

struct rng {
    uint64_t state;
};

static inline uint64_t rng_next(struct rng *r)
{
    uint64_t z = (r->state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* Evenly from lo to hi, both included. */
static inline int64_t rng_between(struct rng *r, int64_t lo, int64_t hi)
{
    return lo + (int64_t)(rng_next(r) % (uint64_t)(hi - lo + 1));
}

#endif

/* A map from text to a non-negative number (mostly: an index into an array), in an arena.
 * Keys are views: they must outlive the map. Zeroed memory is an empty map. */
#ifndef TZ_BASE_MAP_H
#define TZ_BASE_MAP_H

#include "base/arena.h"

struct map_slot {
    struct str key;
    int64_t value_plus_1; /* 0 = free */
};

struct map {
    struct map_slot *slots;
    size_t n, cap;
};

/* Sets key to value (>= 0), replacing what was there; false when memory is out. */
bool map_put(struct arena *a, struct map *m, struct str key, int64_t value);
/* The value, or -1 when the key is unknown. */
int64_t map_get(const struct map *m, struct str key);

#endif

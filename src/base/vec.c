#include "base/vec.h"

bool vec_reserve(struct arena *a, void **at, size_t n, size_t *cap, size_t size)
{
    if (n < *cap)
        return true;
    size_t grown = *cap ? *cap * 2 : 8;
    void *p = arena_array(a, grown, size);
    if (!p)
        return false;
    if (n)
        memcpy(p, *at, n * size);
    *at = p;
    *cap = grown;
    return true;
}

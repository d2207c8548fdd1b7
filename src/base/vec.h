/* A typed growable array in an arena:  VEC(struct thing) things = {0};  VEC_PUSH(a, &things,
 * thing). VEC_PUSH is false when memory is out. Growing moves the elements (old copies stay in the
 * arena until it goes), so keep indices, not pointers, while it grows. */
#ifndef TZ_BASE_VEC_H
#define TZ_BASE_VEC_H

#include "base/arena.h"

#define VEC(type)                                                                                  \
    struct {                                                                                       \
        type *at;                                                                                  \
        size_t n, cap;                                                                             \
    }

/* The new, zeroed element, or NULL. */
#define VEC_ADD(arena, v)                                                                          \
    (vec_reserve((arena), (void **)&(v)->at, (v)->n, &(v)->cap, sizeof *(v)->at)                   \
         ? &(v)->at[(v)->n++]                                                                      \
         : NULL)

#define VEC_PUSH(arena, v, item)                                                                   \
    (vec_reserve((arena), (void **)&(v)->at, (v)->n, &(v)->cap, sizeof *(v)->at)                   \
         ? ((v)->at[(v)->n++] = (item), true)                                                      \
         : false)

/* Room for one more element behind n; false when memory is out. */
bool vec_reserve(struct arena *a, void **at, size_t n, size_t *cap, size_t size);

#endif

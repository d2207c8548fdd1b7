/* Memory that lives as long as one request, command or job.
 *
 * Ownership: everything allocated belongs to the arena and is gone with arena_release. Not shared
 * between threads. Every allocation may return NULL: when the arena's limit is reached or memory is
 * out; callers answer ERR_MEMORY. All memory is zeroed and aligned for any type. */
#ifndef TZ_BASE_ARENA_H
#define TZ_BASE_ARENA_H

#include "base/base.h"

struct arena_block;

struct arena {
    struct arena_block *blocks;
    size_t used;        /* bytes handed out */
    size_t limit;       /* at most; 0 = ARENA_LIMIT_DEFAULT */
    size_t allocations; /* calls so far: tests assert them per endpoint */
    size_t fail_at;     /* tests: the allocation with this number (1..) fails; 0 = never */
};

#define ARENA_LIMIT_DEFAULT ((size_t)256 << 20)

void arena_init(struct arena *a, size_t limit);
void arena_release(struct arena *a);
/* Forgets everything that was allocated but keeps one block of memory for what comes next. */
void arena_clear(struct arena *a);

void *arena_alloc(struct arena *a, size_t size);
/* n elements of size bytes; NULL on overflow too. */
void *arena_array(struct arena *a, size_t n, size_t size);
#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, n, type) ((type *)arena_array((a), (n), sizeof(type)))

/* A copy with a terminating NUL behind it; .p is NULL when memory is out (an empty s gives ""). */
struct str arena_str(struct arena *a, struct str s);
/* printf into the arena; .p is NULL when memory is out. */
struct str arena_printf(struct arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif

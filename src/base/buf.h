/* A growable byte buffer with a maximum, for output whose size is not known before.
 *
 * Ownership: heap memory, freed by buf_release. A failure (maximum reached, memory out) is sticky:
 * later appends do nothing and buf_failed tells; so a writer checks once, at the end. */
#ifndef TZ_BASE_BUF_H
#define TZ_BASE_BUF_H

#include "base/base.h"

struct buf {
    char *p; /* always NUL-terminated once something was appended */
    size_t n, cap, max;
    bool failed;
};

#define BUF_MAX_DEFAULT ((size_t)64 << 20)

void buf_init(struct buf *b, size_t max); /* max 0 = BUF_MAX_DEFAULT */
void buf_release(struct buf *b);
void buf_clear(struct buf *b); /* keeps the memory, forgets content and failure */
static inline bool buf_failed(const struct buf *b)
{
    return b->failed;
}
static inline struct str buf_str(const struct buf *b)
{
    return (struct str){b->n ? b->p : "", b->n};
}

void buf_add_grown(struct buf *b, const void *p, size_t n); /* buf_add where room is short */
static inline void buf_add(struct buf *b, const void *p, size_t n)
{
    if (n == 0 || n >= b->cap - b->n || b->failed) {
        buf_add_grown(b, p, n);
        return;
    }
    memcpy(b->p + b->n, p, n);
    b->n += n;
    b->p[b->n] = 0;
}
static inline void buf_adds(struct buf *b, struct str s)
{
    buf_add(b, s.p, s.n);
}
static inline void buf_addz(struct buf *b, const char *z)
{
    buf_add(b, z, strlen(z));
}
static inline void buf_addc(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}
/* Room for n bytes behind the end, to be written to directly; NULL when there is none. What was
 * written there is told by buf_took. */
char *buf_room(struct buf *b, size_t n);
static inline void buf_took(struct buf *b, size_t n)
{
    b->n += n;
    b->p[b->n] = 0;
}
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif

/* Common ground of every layer: fixed-width types, string views, array length.
 *
 * src/base knows nothing of the domain. It never logs, never exits and keeps no global state.
 * Conventions of the whole program:
 *  - a function that can fail returns false (or NULL) and fills the `struct err *` that is its last
 *    argument; its outputs are untouched then. A NULL err is allowed everywhere.
 *  - memory of one request, command or job comes from one `struct arena`.
 *  - text is UTF-8 and travels as `struct str`, a view that owns nothing.
 */
#ifndef TZ_BASE_H
#define TZ_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

/* A view of `n` bytes at `p`; not terminated, owns nothing. {NULL, 0} is the empty string. */
struct str {
    const char *p;
    size_t n;
};

#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
/* The same for initialisers of static tables. */
#define STR_INIT(literal)                                                                          \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }
#define STR_NONE ((struct str){NULL, 0})
/* For printf("%.*s", STR_ARG(s)). */
#define STR_ARG(s) (int)(s).n, (s).p ? (s).p : ""

static inline struct str str_of(const char *z)
{
    return z ? (struct str){z, strlen(z)} : STR_NONE;
}

static inline bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool str_is(struct str a, const char *z)
{
    return str_eq(a, str_of(z));
}

/* Byte order; <0, 0, >0. */
int str_cmp(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
/* Without leading and trailing ASCII white space and U+3000. */
struct str str_trim(struct str s);
/* The part before the first `sep` (all of *rest when there is none); *rest moves behind it.
 * Returns false when *rest was used up (rest->p == NULL). */
bool str_split(struct str *rest, char sep, struct str *part);
/* A whole decimal integer with optional sign and nothing else; false on anything else or overflow.
 */
bool str_to_i64(struct str s, int64_t *out);

#endif

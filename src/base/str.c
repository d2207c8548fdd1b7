#include "base/base.h"

int str_cmp(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    if (c)
        return c;
    return (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.n >= suffix.n &&
           (suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

static size_t space_at_start(struct str s)
{
    if (s.n && memchr(" \t\r\n", s.p[0], 4))
        return 1;
    return s.n >= 3 && memcmp(s.p, "\xe3\x80\x80", 3) == 0 ? 3 : 0;
}

static size_t space_at_end(struct str s)
{
    if (s.n && memchr(" \t\r\n", s.p[s.n - 1], 4))
        return 1;
    return s.n >= 3 && memcmp(s.p + s.n - 3, "\xe3\x80\x80", 3) == 0 ? 3 : 0;
}

struct str str_trim(struct str s)
{
    size_t k;
    while ((k = space_at_start(s))) {
        s.p += k;
        s.n -= k;
    }
    while ((k = space_at_end(s)))
        s.n -= k;
    return s;
}

bool str_split(struct str *rest, char sep, struct str *part)
{
    if (!rest->p)
        return false;
    const char *at = rest->n ? memchr(rest->p, sep, rest->n) : NULL;
    if (!at) {
        *part = *rest;
        *rest = STR_NONE;
        return true;
    }
    *part = (struct str){rest->p, (size_t)(at - rest->p)};
    rest->n -= part->n + 1;
    rest->p = at + 1;
    return true;
}

bool str_to_i64(struct str s, int64_t *out)
{
    size_t i = 0;
    bool neg = false;
    if (s.n && (s.p[0] == '-' || s.p[0] == '+')) {
        neg = s.p[0] == '-';
        i = 1;
    }
    if (i == s.n)
        return false;
    int64_t v = 0;
    for (; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        int d = s.p[i] - '0';
        if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, d, &v))
            return false;
    }
    if (!neg && __builtin_sub_overflow((int64_t)0, v, &v))
        return false;
    *out = v;
    return true;
}

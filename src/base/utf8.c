#include "base/utf8.h"

int32_t utf8_next(struct str s, size_t *n)
{
    *n = s.n ? 1 : 0;
    if (!s.n)
        return -1;
    const unsigned char *p = (const unsigned char *)s.p;
    if (p[0] < 0x80)
        return p[0];
    size_t len = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
    if (p[0] < 0xc2 || p[0] > 0xf4 || s.n < len)
        return -1;
    int32_t cp = p[0] & (0x7f >> len);
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return -1;
        cp = (cp << 6) | (p[i] & 0x3f);
    }
    if ((len == 3 && (cp < 0x800 || (cp >= 0xd800 && cp <= 0xdfff))) ||
        (len == 4 && (cp < 0x10000 || cp > 0x10ffff)))
        return -1;
    *n = len;
    return cp;
}

bool utf8_valid(struct str s)
{
    while (s.n) {
        size_t k;
        if (utf8_next(s, &k) < 0)
            return false;
        s.p += k;
        s.n -= k;
    }
    return true;
}

size_t utf8_count(struct str s)
{
    size_t count = 0;
    while (s.n) {
        size_t k;
        utf8_next(s, &k);
        s.p += k;
        s.n -= k;
        count++;
    }
    return count;
}

size_t utf8_put(int32_t cp, char out[4])
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    size_t len = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (cp & 0x3f));
        cp >>= 6;
    }
    static const unsigned char LEAD[] = {0, 0, 0xc0, 0xe0, 0xf0};
    out[0] = (char)(LEAD[len] | cp);
    return len;
}

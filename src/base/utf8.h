/* UTF-8 as RFC 3629 has it: no surrogates, no overlong forms, up to U+10FFFF. */
#ifndef TZ_BASE_UTF8_H
#define TZ_BASE_UTF8_H

#include "base/base.h"

/* The code point at the start of s, its length in *n; -1 with *n = 1 when the bytes are not UTF-8
 * (or s is empty: *n = 0). */
int32_t utf8_next(struct str s, size_t *n);
bool utf8_valid(struct str s);
/* Number of code points (a bad byte counts as one). */
size_t utf8_count(struct str s);
/* Writes cp (a valid code point) to out, returns its length 1..4. */
size_t utf8_put(int32_t cp, char out[4]);

#endif

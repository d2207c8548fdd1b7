/* First letters of the pinyin of a place name, for searching by initials ("wsz" finds 文山州).
 *
 * Readings come from the Unihan database of the Unicode standard (Debian package unicode-data), one
 * letter per character; names of places that are read differently stand in gen/place_readings.txt.
 * The table is made at build time by gen/gen_pinyin.py. */
#ifndef TZ_DOMAIN_PINYIN_H
#define TZ_DOMAIN_PINYIN_H

#include "base/base.h"

enum { PINYIN_INITIALS_MAX = 32 };

/* 'a'..'z', or 0 when the character has no known reading. */
char pinyin_initial(int32_t cp);

/* Lower-case initials of the name, at most PINYIN_INITIALS_MAX of them, without NUL; returns how
 * many. Letters and digits stand for themselves, everything else without a reading is left out. */
size_t pinyin_initials(struct str name, char out[PINYIN_INITIALS_MAX]);

#endif

/* How many columns a text takes on a terminal: wide (Chinese) characters two, combining ones none.
 *
 * By the Unicode tables EastAsianWidth.txt and DerivedGeneralCategory.txt of Debian's unicode-data;
 * characters of ambiguous width count one, as terminals draw them today. */
#ifndef TZ_CLI_WIDTH_H
#define TZ_CLI_WIDTH_H

#include "base/base.h"

/* 0, 1 or 2; control characters and bad bytes count one: they are shown as a sign of their own. */
int width_of_char(int32_t cp);
int width_of(struct str s);

#endif

/* Codes of the area tree, by arithmetic alone.
 *
 * A region is its area code padded with zeros behind to 15 digits and held as one integer:
 * province 2 digits, prefecture 2, county 2, town 3, village 3, grid 3 (GB/T 2260, GB/T 10114,
 * statistical codes; grid cells by the digital city management standard). So the subtree of a
 * region is one range of integers, and the level is where the last digits that are not zero stand.
 *
 * 0 is the nation. An area that the lists repeat one level deeper under the same number (Dongguan:
 * 4419 and 441900) is one region, of the higher level; its towns hang under it directly. */
#ifndef TZ_DOMAIN_REGION_H
#define TZ_DOMAIN_REGION_H

#include "base/err.h"

typedef int64_t region_code;

enum region_level {
    REGION_NATION,
    REGION_PROVINCE,
    REGION_PREFECTURE,
    REGION_COUNTY,
    REGION_TOWN,
    REGION_VILLAGE,
    REGION_GRID,
    REGION_LEVELS
};

#define REGION_CODE_NATION ((region_code)0)
#define REGION_CODE_MAX ((region_code)999999999999999)
#define REGION_DIGITS_MAX 15
#define REGION_TEXT_MAX 16 /* with the NUL */

struct region_range {
    region_code lo, hi; /* both included */
};

/* Exactly 2, 4, 6, 9, 12 or 15 digits, the first of them 1..9; ERR_REGION_CODE otherwise. */
bool region_parse(struct str s, region_code *out, struct err *err);
/* In range and spelled with a province: what the store and the API take; the nation is not. */
bool region_valid(region_code code);

enum region_level region_level_of(region_code code);
/* The word of the glossary: "province", ... */
const char *region_level_word(enum region_level level);
bool region_level_parse(struct str word, enum region_level *out);

/* What one step of the level counts in padded codes: 10^13 for a province, 1 for a grid cell. */
region_code region_unit(enum region_level level);

/* The region itself and everything below it. */
struct region_range region_subtree(region_code code);
/* The last digits that are not zero taken away; the nation for a province (and for the nation). */
region_code region_parent(region_code code);
/* The region of this level around (or equal to) code; code itself when it is not that deep. */
region_code region_at_level(region_code code, enum region_level level);
static inline bool region_inside(region_code code, region_code outer)
{
    struct region_range r = region_subtree(outer);
    return r.lo <= code && code <= r.hi;
}

/* Shortest text of 2, 4, 6, 9, 12 or 15 digits ("0" for the nation); returns its length. */
size_t region_format(region_code code, char out[REGION_TEXT_MAX]);

#endif

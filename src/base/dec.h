/* Exact decimal numbers for scores, weights and values.
 *
 * A dec is a 64-bit integer that counts millionths: 6 places behind the point, up to
 * +-9,000,000,000,000 before it. No floating point anywhere. Sums and differences are exact;
 * products and quotients are computed in 128 bits and brought back by dec_round_div, the one
 * rounding of the program. Every operation that can leave the range says so by returning false and
 * leaves *out alone. */
#ifndef TZ_BASE_DEC_H
#define TZ_BASE_DEC_H

#include "base/base.h"

typedef struct dec {
    int64_t micro;
} dec;

__extension__ typedef __int128 dec_wide;

#define DEC_PLACES 6
#define DEC_ONE ((int64_t)1000000)
#define DEC_LIMIT ((int64_t)9000000000000 * DEC_ONE) /* |micro| <= this */
#define DEC_INT(n) ((dec){(int64_t)(n)*DEC_ONE})
#define DEC_ZERO ((dec){0})

enum dec_rounding {
    DEC_HALF_UP,   /* 四舍五入: half away from zero; the default everywhere */
    DEC_HALF_EVEN, /* 四舍六入五成双 (GB/T 8170) */
    DEC_DOWN,      /* towards zero: cut off */
};

/* num / den rounded to an integer; den > 0. The only place where anything is rounded. */
dec_wide dec_round_div(dec_wide num, dec_wide den, enum dec_rounding mode);

/* Plain notation: optional sign, digits, optional point and at most 6 digits behind it ("12",
 * "-0.5",
 * ".5" and "5." are refused). False on anything else, or out of range. */
bool dec_parse(struct str s, dec *out);

#define DEC_TEXT_MAX 24
/* Shortest exact text ("12.5", "-3", "0"); returns its length. */
size_t dec_format(dec d, char out[DEC_TEXT_MAX]);
/* Exactly `places` (0..6) digits behind the point, rounded by `mode`. */
size_t dec_format_places(dec d, int places, enum dec_rounding mode, char out[DEC_TEXT_MAX]);

static inline int dec_cmp(dec a, dec b)
{
    return (a.micro > b.micro) - (a.micro < b.micro);
}

bool dec_add(dec a, dec b, dec *out);
bool dec_sub(dec a, dec b, dec *out);
/* a * b, rounded half up to 6 places. */
bool dec_mul(dec a, dec b, dec *out);
/* a * num / den in one step, rounded once to 6 places; false when den is 0. */
bool dec_muldiv(dec a, dec num, dec den, enum dec_rounding mode, dec *out);
/* The same, rounded once to `places` (0..6) instead. */
bool dec_muldiv_places(dec a, dec num, dec den, int places, enum dec_rounding mode, dec *out);
/* Rounded to `places` (0..6). */
dec dec_round(dec d, int places, enum dec_rounding mode);

#endif

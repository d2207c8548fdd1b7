/* How well findings were handled in a period: the counts and rates of digital city management
 * (GB/T 30428.4; docs/findings.md has the formulas). Pure.
 *
 * A case belongs to the period of its deadline. What is suspended leaves the denominator; what is
 * open and late stays in it. Where there was no case there is no rate: not 100 %, not 0. */
#ifndef TZ_DOMAIN_PERFORMANCE_H
#define TZ_DOMAIN_PERFORMANCE_H

#include "base/dec.h"

struct performance {
    int64_t due;            /* 应处置: the deadline has passed, or it was fixed before */
    int64_t on_time;        /* 按期处置 */
    int64_t late;           /* 超期处置: fixed, but late */
    int64_t late_open;      /* 超期未处置 */
    int64_t closed;         /* 结案 */
    int64_t closed_on_time; /* 按期结案: closed, and fixed by the deadline */
    int64_t returned;       /* 返工: re-checks that were not passed */
    int64_t suspended;      /* 缓办 (挂账) */
};

enum performance_rate {
    RATE_ON_TIME,        /* 按期处置率 = on_time / due */
    RATE_CLOSED,         /* 结案率 = closed / due */
    RATE_CLOSED_ON_TIME, /* 按期结案率 = closed_on_time / due */
    RATE_RETURNED,       /* 返工率 = returned / due */
    PERFORMANCE_RATES
};

/* part / whole in per cent with two digits; false when there was no case. */
bool performance_share(int64_t part, int64_t whole, dec *out);
bool performance_rate(const struct performance *p, enum performance_rate rate, dec *out);

#endif

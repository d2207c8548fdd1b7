#include "domain/performance.h"

bool performance_share(int64_t part, int64_t whole, dec *out)
{
    dec hundred = {100 * DEC_ONE}, num = {part * DEC_ONE}, den = {whole * DEC_ONE};
    return whole > 0 && dec_muldiv_places(hundred, num, den, 2, DEC_HALF_UP, out);
}

bool performance_rate(const struct performance *p, enum performance_rate rate, dec *out)
{
    const int64_t parts[PERFORMANCE_RATES] = {
        [RATE_ON_TIME] = p->on_time,
        [RATE_CLOSED] = p->closed,
        [RATE_CLOSED_ON_TIME] = p->closed_on_time,
        [RATE_RETURNED] = p->returned,
    };
    return performance_share(parts[rate], p->due, out);
}

#include "domain/performance.h"

bool performance_rate(const struct performance *p, enum performance_rate rate, dec *out)
{
    const int64_t parts[PERFORMANCE_RATES] = {
        [RATE_ON_TIME] = p->on_time,
        [RATE_CLOSED] = p->closed,
        [RATE_CLOSED_ON_TIME] = p->closed_on_time,
        [RATE_RETURNED] = p->returned,
    };
    dec hundred = {100 * DEC_ONE}, num = {parts[rate] * DEC_ONE}, den = {p->due * DEC_ONE};
    return p->due > 0 && dec_muldiv_places(hundred, num, den, 2, DEC_HALF_UP, out);
}

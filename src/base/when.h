/* Calendar dates and points in time.
 *
 * A point in time is milliseconds since 1970-01-01T00:00Z; only main reads the clock, everything
 * else gets the time as an argument. Dates shown to people are in China Standard Time (UTC+8, no
 * summer time). A period is one integer: year x 100 + month, month 0 = the whole year. */
#ifndef TZ_BASE_WHEN_H
#define TZ_BASE_WHEN_H

#include "base/base.h"

typedef int64_t msec;

struct date {
    int year, month, day; /* 1..9999, 1..12, 1..31 */
};

bool date_valid(struct date d);
/* Days since 1970-01-01 in the proleptic Gregorian calendar (Howard Hinnant's algorithm). */
int64_t date_to_days(struct date d);
struct date date_of_days(int64_t days);
/* The date in China at this moment, and midnight in China at the start of the date. */
struct date date_of_msec(msec t);
msec date_to_msec(struct date d);
/* Exactly "2026-04-01". */
bool date_parse(struct str s, struct date *out);
#define DATE_TEXT_MAX 11
size_t date_format(struct date d, char out[DATE_TEXT_MAX]);
#define WHEN_TEXT_MAX 26
/* "2026-04-01T08:30:00+08:00". */
size_t when_format(msec t, char out[WHEN_TEXT_MAX]);

/* At least so long ago; also when it lies ahead, because then the clock was set back and nobody
 * knows. */
static inline bool msec_ago(msec at, msec now, msec span)
{
    return at > now || now - at >= span;
}

/* "2026-04-01 08:30" in China, with a T for the blank, with seconds, with +08:00 behind it. */
bool when_parse(struct str s, msec *out);

typedef int32_t period;
/* "2026" or "2026-04". */
bool period_parse(struct str s, period *out);
#define PERIOD_TEXT_MAX 8
size_t period_format(period p, char out[PERIOD_TEXT_MAX]);
static inline int period_year(period p)
{
    return p / 100;
}
static inline int period_month(period p)
{
    return p % 100;
}

#endif

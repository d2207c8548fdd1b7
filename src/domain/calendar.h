/* Working days and duty hours in China: the ground on which deadlines are counted. Pure.
 *
 * Monday to Friday are worked, but for the days that a table names: holidays, and the make-up
 * working days for which a weekend is given up. A day is a number since 1970 (base/when.h). */
#ifndef TZ_DOMAIN_CALENDAR_H
#define TZ_DOMAIN_CALENDAR_H

#include "base/err.h"
#include "base/when.h"

struct calendar_day {
    int64_t day;
    bool works;
    struct str name_zh, name_en; /* of the holiday that it belongs to */
};

enum { DUTY_MAX = 4 };
struct duty {
    int from, to; /* minutes after midnight, 0..1440 */
};

struct calendar {
    const struct calendar_day *days; /* ascending, no day twice */
    size_t n;
    struct duty duty[DUTY_MAX]; /* ascending, apart from each other */
    int n_duty;                 /* at least 1 */
};

/* What the program ships with, by the notices of the State Council; the last year that is known. */
extern const struct calendar_day CALENDAR_CN[];
extern const size_t CALENDAR_CN_N;
extern const int CALENDAR_CN_LAST;

/* The named day, or NULL when the week alone decides. */
const struct calendar_day *calendar_find(const struct calendar *c, int64_t day);
bool calendar_works(const struct calendar *c, int64_t day);
/* 0 = Monday .. 6 = Sunday. */
int calendar_weekday(int64_t day);
/* The day in China of a moment, and midnight at its start. */
int64_t calendar_day_of(msec t);
msec calendar_midnight(int64_t day);
/* When duty ends on a day that is worked. */
msec calendar_duty_end(const struct calendar *c, int64_t day);

/* "08:30-12:00 14:30-18:00". ERR_DUTY. */
bool duty_parse(struct str text, struct calendar *out, struct err *err);
enum { DUTY_TEXT_MAX = DUTY_MAX * 12 };
void duty_format(const struct calendar *c, char out[DUTY_TEXT_MAX]);

#endif

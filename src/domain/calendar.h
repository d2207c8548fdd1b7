/* Working days and duty hours in China: the ground on which deadlines are counted. Pure.
 *
 * Monday to Friday are worked, but for the days that a table names: holidays, and the make-up
 * working days for which a weekend is given up. Duty hours may change with the season. A day is a
 * number since 1970 (base/when.h). */
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
/* When an office is on duty, from a day on until the next one that is named. */
struct duty {
    int64_t from_day;
    struct {
        int from, to;  /* minutes after midnight, 0..1440 */
    } spans[DUTY_MAX]; /* ascending, apart from each other */
    int n;             /* at least 1 */
};

struct calendar {
    const struct calendar_day *days; /* ascending, no day twice */
    size_t n;
    const struct duty *duties; /* ascending by from_day, no day twice; at least one */
    size_t n_duties;
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
/* The duty hours of the day; those of the first duty before its from_day. */
const struct duty *calendar_duty(const struct calendar *c, int64_t day);
/* When duty ends on a day that is worked. */
msec calendar_duty_end(const struct calendar *c, int64_t day);

/* The spans of "08:30-12:00 14:30-18:00"; from_day stays. ERR_DUTY. */
bool duty_parse(struct str text, struct duty *out, struct err *err);
enum { DUTY_TEXT_MAX = DUTY_MAX * 12 };
void duty_format(const struct duty *d, char out[DUTY_TEXT_MAX]);

#endif

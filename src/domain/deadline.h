/* Deadlines: from a moment, a limit, a calendar and the spans in which the clock stands. Pure.
 *
 * How each kind of limit is counted (docs/deadlines.md has the sources):
 *  - work hours: duty minutes of working days, from the moment on;
 *  - hours: the clock runs day and night;
 *  - work days: the day of the beginning does not count, every later working day does; the deadline
 *    is the end of duty of the last one;
 *  - days: the same with every day of the calendar; a last day that is not worked gives way to the
 *    next one that is.
 * A day counts when the clock runs at its end: of duty on a working day, midnight on another. */
#ifndef TZ_DOMAIN_DEADLINE_H
#define TZ_DOMAIN_DEADLINE_H

#include "domain/calendar.h"

enum limit_unit { LIMIT_WORK_HOURS, LIMIT_WORK_DAYS, LIMIT_HOURS, LIMIT_DAYS };
struct limit {
    enum limit_unit unit;
    int32_t n; /* 1..LIMIT_MAX */
};
enum { LIMIT_MAX = 3660 };

/* "4 workhours", "3 workdays", "2 hours", "5 days", and 4个工作时, 3个工作日, 2小时 or 2紧急工作时,
 * 5天, 5日 or 5个自然日. ERR_LIMIT. */
bool limit_parse(struct str text, struct limit *out, struct err *err);
enum { LIMIT_TEXT_MAX = 24 };
/* In the English form, which is the one that is stored. */
void limit_format(const struct limit *l, char out[LIMIT_TEXT_MAX]);

struct pause {
    msec from, to; /* to > from, or it is nothing */
};

/* What a day gave, for people. */
struct deadline_step {
    int64_t day;
    bool works;
    bool stands;  /* the clock stood at its end, or for some of it */
    int64_t used; /* ms, or 1 for a day that counts */
    int64_t left; /* of the limit, after it */
};
struct deadline_steps {
    VEC(struct deadline_step) at;
};

enum { PAUSES_MAX = 64 };
/* pauses in any order, overlapping or not. steps NULL: nobody wants to know; else in the arena.
 * ERR_LIMIT_FAR when no end is found within thirty years, ERR_PAUSES for more than PAUSES_MAX. */
bool deadline_compute(const struct calendar *c, msec from, const struct limit *limit,
                      const struct pause *pauses, size_t n, msec *due, struct deadline_steps *steps,
                      struct arena *arena, struct err *err);

#endif

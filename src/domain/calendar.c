#include "domain/calendar.h"

#include <stdio.h>

#define DAY_MS INT64_C(86400000)
#define CHINA_MS INT64_C(28800000) /* UTC+8, no summer time */

const struct calendar_day *calendar_find(const struct calendar *c, int64_t day)
{
    size_t lo = 0, hi = c->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (c->days[mid].day < day)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < c->n && c->days[lo].day == day ? &c->days[lo] : NULL;
}

/* 1970-01-01 was a Thursday. */
int calendar_weekday(int64_t day)
{
    return (int)(((day + 3) % 7 + 7) % 7);
}

bool calendar_works(const struct calendar *c, int64_t day)
{
    const struct calendar_day *named = calendar_find(c, day);
    return named ? named->works : calendar_weekday(day) < 5;
}

int64_t calendar_day_of(msec t)
{
    t += CHINA_MS;
    return t >= 0 ? t / DAY_MS : -((-t + DAY_MS - 1) / DAY_MS);
}

msec calendar_midnight(int64_t day)
{
    return day * DAY_MS - CHINA_MS;
}

const struct duty *calendar_duty(const struct calendar *c, int64_t day)
{
    size_t i = 0;
    while (i + 1 < c->n_duties && c->duties[i + 1].from_day <= day)
        i++;
    return &c->duties[i];
}

msec calendar_duty_end(const struct calendar *c, int64_t day)
{
    const struct duty *d = calendar_duty(c, day);
    return calendar_midnight(day) + d->spans[d->n - 1].to * INT64_C(60000);
}

/* "08:30" at *s, which moves behind it; -1 for anything else. */
static int clock_time(struct str *s)
{
    const char *p = s->p;
    if (s->n < 5 || p[2] != ':')
        return -1;
    for (int i = 0; i < 5; i++)
        if (i != 2 && (p[i] < '0' || p[i] > '9'))
            return -1;
    int h = (p[0] - '0') * 10 + p[1] - '0', m = (p[3] - '0') * 10 + p[4] - '0';
    *s = (struct str){p + 5, s->n - 5};
    return m > 59 || h * 60 + m > 1440 ? -1 : h * 60 + m;
}

bool duty_parse(struct str text, struct duty *out, struct err *err)
{
    struct duty d = *out;
    struct str rest = str_trim(text), part;
    d.n = 0;
    int last = -1;
    while (rest.p && str_split(&rest, ' ', &part)) {
        int from = clock_time(&part);
        bool dash = part.n && part.p[0] == '-';
        if (dash)
            part = (struct str){part.p + 1, part.n - 1};
        int to = clock_time(&part);
        if (from < 0 || !dash || to <= from || from <= last || part.n || d.n == DUTY_MAX)
            return err_set(err, ERR_DUTY, err_word(text).z);
        d.spans[d.n].from = from;
        d.spans[d.n++].to = to;
        last = to;
    }
    if (!d.n)
        return err_set(err, ERR_DUTY, err_word(text).z);
    *out = d;
    return true;
}

void duty_format(const struct duty *d, char out[DUTY_TEXT_MAX])
{
    size_t n = 0;
    out[0] = 0;
    for (int i = 0; i < d->n; i++) {
        int from = d->spans[i].from, to = d->spans[i].to;
        int k = snprintf(out + n, DUTY_TEXT_MAX - n, "%s%02d:%02d-%02d:%02d", i ? " " : "",
                         from / 60, from % 60, to / 60, to % 60);
        n += k > 0 ? (size_t)k : 0;
    }
}

#include "base/when.h"

#include <stdio.h>

enum { DAY_MSEC = 86400000, CHINA_MSEC = 8 * 3600000 };

bool date_valid(struct date d)
{
    static const int DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (d.year < 1 || d.year > 9999 || d.month < 1 || d.month > 12 || d.day < 1)
        return false;
    bool leap = (d.year % 4 == 0 && d.year % 100 != 0) || d.year % 400 == 0;
    return d.day <= DAYS[d.month - 1] + (d.month == 2 && leap);
}

int64_t date_to_days(struct date d)
{
    int64_t y = d.year - (d.month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t yoe = y - era * 400;
    int64_t doy = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

struct date date_of_days(int64_t z)
{
    z += 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    int month = (int)(mp < 10 ? mp + 3 : mp - 9);
    return (struct date){(int)(yoe + era * 400 + (month <= 2)), month,
                         (int)(doy - (153 * mp + 2) / 5 + 1)};
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

struct date date_of_msec(msec t)
{
    return date_of_days(floor_div(t + CHINA_MSEC, DAY_MSEC));
}

msec date_to_msec(struct date d)
{
    return date_to_days(d) * DAY_MSEC - CHINA_MSEC;
}

static bool digits(struct str s, size_t at, size_t n, int *out)
{
    int v = 0;
    for (size_t i = at; i < at + n; i++) {
        if (i >= s.n || s.p[i] < '0' || s.p[i] > '9')
            return false;
        v = v * 10 + (s.p[i] - '0');
    }
    *out = v;
    return true;
}

bool date_parse(struct str s, struct date *out)
{
    struct date d;
    if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || !digits(s, 0, 4, &d.year) ||
        !digits(s, 5, 2, &d.month) || !digits(s, 8, 2, &d.day) || !date_valid(d))
        return false;
    *out = d;
    return true;
}

size_t date_format(struct date d, char out[DATE_TEXT_MAX])
{
    return (size_t)snprintf(out, DATE_TEXT_MAX, "%04u-%02u-%02u", (unsigned)d.year % 10000,
                            (unsigned)d.month % 100, (unsigned)d.day % 100);
}

size_t when_format(msec t, char out[WHEN_TEXT_MAX])
{
    struct date d = date_of_msec(t);
    int64_t s = (t - date_to_msec(d)) / 1000;
    return (size_t)snprintf(out, WHEN_TEXT_MAX, "%04u-%02u-%02uT%02u:%02u:%02u+08:00",
                            (unsigned)d.year % 10000, (unsigned)d.month % 100,
                            (unsigned)d.day % 100, (unsigned)(s / 3600) % 24,
                            (unsigned)(s / 60 % 60), (unsigned)(s % 60));
}

bool period_parse(struct str s, period *out)
{
    int year, month = 0;
    if ((s.n != 4 && s.n != 7) || !digits(s, 0, 4, &year) || year < 1900)
        return false;
    if (s.n == 7 && (s.p[4] != '-' || !digits(s, 5, 2, &month) || month < 1 || month > 12))
        return false;
    *out = year * 100 + month;
    return true;
}

size_t period_format(period p, char out[PERIOD_TEXT_MAX])
{
    unsigned year = (unsigned)period_year(p) % 10000, month = (unsigned)period_month(p) % 100;
    return (size_t)(month ? snprintf(out, PERIOD_TEXT_MAX, "%04u-%02u", year, month)
                          : snprintf(out, PERIOD_TEXT_MAX, "%04u", year));
}

/* Two digits at p; -1 for anything else. */
static int two(const char *p)
{
    return p[0] >= '0' && p[0] <= '9' && p[1] >= '0' && p[1] <= '9' ? (p[0] - '0') * 10 + p[1] - '0'
                                                                    : -1;
}

bool when_parse(struct str s, msec *out)
{
    struct date d;
    s = str_trim(s);
    if (str_ends(s, STR("+08:00")))
        s.n -= 6;
    bool seconds = s.n == 19;
    if ((s.n != 16 && !seconds) || !date_parse((struct str){s.p, 10}, &d) ||
        (s.p[10] != ' ' && s.p[10] != 'T') || s.p[13] != ':' || (seconds && s.p[16] != ':'))
        return false;
    int hour = two(s.p + 11), minute = two(s.p + 14), second = seconds ? two(s.p + 17) : 0;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        return false;
    *out = date_to_msec(d) + ((hour * 60 + minute) * 60 + second) * INT64_C(1000);
    return true;
}

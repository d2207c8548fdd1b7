#include "base/when.h"
#include "office/xlsx_parts.h"

#include <stdio.h>
#include <stdlib.h>

enum { DIGITS = 15, PLAIN_MAX = 24 };

/* A number taken apart: 0.d1d2d3... times 10 to the power `point`. */
struct parts {
    bool negative;
    char digit[40];
    int n, point;
};

static bool take_apart(struct str s, struct parts *out)
{
    struct parts p = {0};
    size_t i = 0;
    bool any = false, seen_point = false;
    if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
        p.negative = s.p[i++] == '-';
    for (; i < s.n && (s.p[i] == '.' || (s.p[i] >= '0' && s.p[i] <= '9')); i++) {
        if (s.p[i] == '.') {
            if (seen_point)
                return false;
            seen_point = true;
            continue;
        }
        any = true;
        if (p.n == 0 && s.p[i] == '0') {
            p.point -= seen_point; /* a leading zero only moves the point */
            continue;
        }
        if (p.n < (int)sizeof p.digit)
            p.digit[p.n++] = s.p[i];
        p.point += !seen_point;
    }
    if (any && i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
        int64_t e;
        struct str rest = {s.p + i + 1, s.n - i - 1};
        if (!str_to_i64(rest, &e) || e < -400 || e > 400)
            return false;
        p.point += (int)e;
        i = s.n;
    }
    *out = p;
    return any && i == s.n;
}

/* To 15 significant digits, half up: what Excel shows and what was typed. */
static void round_digits(struct parts *p)
{
    if (p->n > DIGITS) {
        bool up = p->digit[DIGITS] >= '5';
        p->n = DIGITS;
        int i = DIGITS - 1;
        for (; up && i >= 0; i--) {
            up = p->digit[i] == '9';
            p->digit[i] = up ? '0' : (char)(p->digit[i] + 1);
        }
        if (up) {
            p->digit[0] = '1';
            p->n = 1;
            p->point++;
        }
    }
    while (p->n > 0 && p->digit[p->n - 1] == '0')
        p->n--;
}

bool xlsx_number(struct str raw, char out[XLSX_NUMBER_MAX])
{
    struct parts p;
    if (raw.n > 1000 || !take_apart(str_trim(raw), &p))
        return false;
    round_digits(&p);
    if (p.n == 0) {
        memcpy(out, "0", 2);
        return true;
    }
    if (p.point > PLAIN_MAX || p.point < -PLAIN_MAX)
        return false;
    size_t at = 0;
    if (p.negative)
        out[at++] = '-';
    if (p.point <= 0)
        out[at++] = '0';
    for (int i = 0; i < p.point; i++)
        out[at++] = i < p.n ? p.digit[i] : '0';
    if (p.n > p.point) {
        out[at++] = '.';
        for (int i = p.point; i < p.n; i++)
            out[at++] = i < 0 ? '0' : p.digit[i];
    }
    out[at] = '\0';
    return true;
}

/* Days from 1970-01-01 of serial day 0 in the two date systems. The 1900 system has a 29 February
 * 1900 that never was, so its days before 61 count from one day later. */
#define SERIAL_1900 (-25569)
#define SERIAL_1904 (-24107)
#define SERIAL_MAX 2958465 /* 9999-12-31 */

bool xlsx_date(const char *number, bool from_1904, char out[XLSX_NUMBER_MAX])
{
    struct str s = str_of(number);
    const char *point = memchr(s.p, '.', s.n);
    char cut[XLSX_NUMBER_MAX];
    /* six places of a day are a tenth of a second */
    snprintf(cut, sizeof cut, "%.*s",
             point && s.n > (size_t)(point - s.p) + 7 ? (int)(point - s.p) + 7 : (int)s.n, s.p);
    dec d;
    if (!dec_parse(str_of(cut), &d) || d.micro < 0 || d.micro >= DEC_INT(SERIAL_MAX).micro)
        return false;
    int64_t day = d.micro / DEC_ONE;
    int64_t seconds = ((d.micro % DEC_ONE) * 86400 + DEC_ONE / 2) / DEC_ONE;
    if (seconds == 86400) {
        day++;
        seconds = 0;
    }
    int64_t base = from_1904 ? SERIAL_1904 : SERIAL_1900 + (day < 60);
    char date[DATE_TEXT_MAX] = "", clock[32] = "";
    if (day > 0 || from_1904)
        date_format(date_of_days(base + day), date);
    int h = (int)(seconds / 3600), m = (int)(seconds / 60 % 60), sec = (int)(seconds % 60);
    if (seconds && sec)
        snprintf(clock, sizeof clock, "%02d:%02d:%02d", h, m, sec);
    else if (seconds || !date[0])
        snprintf(clock, sizeof clock, "%02d:%02d", h, m);
    snprintf(out, XLSX_NUMBER_MAX, "%s%s%s", date, date[0] && clock[0] ? "T" : "", clock);
    return true;
}

/* Formats built into Excel, with those of its Chinese edition (27-36, 50-58). */
bool xlsx_builtin_is_date(int64_t id)
{
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
           (id >= 50 && id <= 58);
}

bool xlsx_format_is_date(const char *code)
{
    for (const char *s = code; *s; s++) {
        if (*s == '"') {
            s = strchr(s + 1, '"');
        } else if (*s == '[') {
            bool elapsed = strchr("hHmMsS", s[1]) != NULL && s[1] != '\0';
            if (elapsed)
                return true;
            s = strchr(s, ']');
        } else if (*s == '\\' || *s == '_' || *s == '*') {
            s = s[1] ? s + 1 : NULL;
        } else if (strchr("yYmMdDhHsS", *s)) {
            return true;
        }
        if (!s)
            return false;
    }
    return false;
}

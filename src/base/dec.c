#include "base/dec.h"

static const int64_t POW10[] = {1, 10, 100, 1000, 10000, 100000, 1000000};

dec_wide dec_round_div(dec_wide num, dec_wide den, enum dec_rounding mode)
{
    dec_wide q = num / den, r = num % den;
    if (r == 0 || mode == DEC_DOWN)
        return q;
    dec_wide twice = (r < 0 ? -r : r) * 2;
    bool away = twice > den || (twice == den && (mode == DEC_HALF_UP || (q & 1)));
    if (!away)
        return q;
    return num < 0 ? q - 1 : q + 1;
}

static bool dec_fit(dec_wide v, dec *out)
{
    if (v > DEC_LIMIT || v < -DEC_LIMIT)
        return false;
    out->micro = (int64_t)v;
    return true;
}

bool dec_parse(struct str s, dec *out)
{
    size_t i = 0;
    bool neg = false;
    if (s.n && (s.p[0] == '-' || s.p[0] == '+')) {
        neg = s.p[0] == '-';
        i = 1;
    }
    dec_wide v = 0;
    size_t digits = 0, behind = 0;
    bool point = false;
    for (; i < s.n; i++) {
        char c = s.p[i];
        if (c == '.' && !point && digits) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9')
            return false;
        digits++;
        if (digits > 24)
            return false;
        if (point && ++behind > DEC_PLACES && c != '0')
            return false;
        if (behind <= DEC_PLACES)
            v = v * 10 + (c - '0');
    }
    if (!digits || (point && !behind))
        return false;
    if (behind > DEC_PLACES)
        behind = DEC_PLACES;
    v *= POW10[DEC_PLACES - behind];
    return dec_fit(neg ? -v : v, out);
}

size_t dec_format_places(dec d, int places, enum dec_rounding mode, char out[DEC_TEXT_MAX])
{
    int64_t v = dec_round(d, places, mode).micro / POW10[DEC_PLACES - places];
    uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;
    char tmp[DEC_TEXT_MAX];
    size_t n = 0, k = 0;
    do {
        if (places && (int)n == places)
            tmp[n++] = '.';
        tmp[n++] = (char)('0' + u % 10);
        u /= 10;
    } while (u || (places && (int)n <= places + 1));
    if (v < 0)
        out[k++] = '-';
    while (n)
        out[k++] = tmp[--n];
    out[k] = 0;
    return k;
}

size_t dec_format(dec d, char out[DEC_TEXT_MAX])
{
    int places = DEC_PLACES;
    int64_t v = d.micro;
    while (places && v % 10 == 0) {
        v /= 10;
        places--;
    }
    return dec_format_places(d, places, DEC_HALF_UP, out);
}

bool dec_add(dec a, dec b, dec *out)
{
    return dec_fit((dec_wide)a.micro + b.micro, out);
}

bool dec_sub(dec a, dec b, dec *out)
{
    return dec_fit((dec_wide)a.micro - b.micro, out);
}

bool dec_mul(dec a, dec b, dec *out)
{
    return dec_fit(dec_round_div((dec_wide)a.micro * b.micro, DEC_ONE, DEC_HALF_UP), out);
}

bool dec_muldiv_places(dec a, dec num, dec den, int places, enum dec_rounding mode, dec *out)
{
    if (den.micro == 0)
        return false;
    dec_wide top = (dec_wide)a.micro * num.micro, bottom = den.micro;
    if (bottom < 0) {
        top = -top;
        bottom = -bottom;
    }
    int64_t unit = POW10[DEC_PLACES - places];
    return dec_fit(dec_round_div(top, bottom * unit, mode) * unit, out);
}

bool dec_muldiv(dec a, dec num, dec den, enum dec_rounding mode, dec *out)
{
    return dec_muldiv_places(a, num, den, DEC_PLACES, mode, out);
}

dec dec_round(dec d, int places, enum dec_rounding mode)
{
    int64_t unit = POW10[DEC_PLACES - places];
    return (dec){(int64_t)dec_round_div(d.micro, unit, mode) * unit};
}

/* The small parsers of base: numbers, dates, periods, UTF-8, JSON strings, numbers of a worksheet.
 */
#include "fuzz.h"

#include "base/json.h"
#include "base/utf8.h"
#include "base/when.h"
#include "office/xlsx_parts.h"

static void numbers(struct str s)
{
    dec d, e;
    char text[DEC_TEXT_MAX], number[XLSX_NUMBER_MAX], date[XLSX_NUMBER_MAX];
    if (dec_parse(s, &d)) {
        size_t n = dec_format(d, text);
        FUZZ_CHECK(dec_parse((struct str){text, n}, &e) && e.micro == d.micro);
    }
    if (xlsx_number(s, number)) {
        char again[XLSX_NUMBER_MAX];
        FUZZ_CHECK(xlsx_number(str_of(number), again) && strcmp(number, again) == 0);
        xlsx_date(number, s.n % 2, date);
    }
}

static void dates(struct str s)
{
    struct date d;
    period p, q;
    char text[64];
    if (date_parse(s, &d)) {
        size_t n = date_format(d, text);
        FUZZ_CHECK(str_eq(s, (struct str){text, n}));
    }
    if (period_parse(s, &p)) {
        size_t n = period_format(p, text);
        FUZZ_CHECK(period_parse((struct str){text, n}, &q) && p == q);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct str s = fuzz_str(data, n);
    struct buf out;
    struct json j;
    buf_init(&out, 0);
    numbers(s);
    dates(s);
    json_begin(&j, &out);
    json_str(&j, s);
    FUZZ_CHECK(utf8_valid(buf_str(&out)));
    FUZZ_CHECK(utf8_count(s) <= s.n);
    char *z = malloc(n + 1);
    if (z) {
        if (n)
            memcpy(z, data, n);
        z[n] = '\0';
        xlsx_format_is_date(z);
        xlsx_unescape(z, n);
    }
    free(z);
    buf_release(&out);
    return 0;
}

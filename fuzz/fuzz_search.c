/* What a person types: the search for areas by name, code and initials, and the area code itself.
 * Whatever is typed, the search answers without an error, with at most as many rows as asked for,
 * and every row is what was looked for. */
#include "world.h"

#include "domain/pinyin.h"
#include "store/region.h"

static void codes(struct str s)
{
    region_code code;
    char text[REGION_TEXT_MAX];
    struct err err = {0};
    if (!region_parse(s, &code, &err)) {
        FUZZ_CHECK(err.code == ERR_REGION_CODE);
        return;
    }
    region_code again;
    FUZZ_CHECK(region_valid(code));
    FUZZ_CHECK(region_parse((struct str){text, region_format(code, text)}, &again, NULL));
    FUZZ_CHECK(again == code && region_inside(code, region_parent(code)));
}

static bool all_digits(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n > 0;
}

static bool only_letters(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] | 0x20) < 'a' || (s.p[i] | 0x20) > 'z')
            return false;
    return s.n > 0;
}

static void check_row(const struct region_row *row, struct str typed)
{
    char digits[REGION_TEXT_MAX];
    if (all_digits(typed)) {
        region_format(row->code, digits);
        size_t n = strlen(digits) < typed.n ? strlen(digits) : typed.n;
        FUZZ_CHECK(memcmp(digits, typed.p, n) == 0);
    } else if (!only_letters(typed)) {
        FUZZ_CHECK(memmem(row->name.p, row->name.n, typed.p, typed.n));
    }
}

static void find(struct store_tx *tx, struct str typed, region_code within, int n)
{
    struct arena a;
    struct region_rows rows = {0};
    struct err err = {0};
    arena_init(&a, 0);
    FUZZ_CHECK(store_region_find(tx, &a, typed, within, n, &rows, &err));
    FUZZ_CHECK(rows.n <= (size_t)n);
    for (size_t i = 0; i < rows.n; i++) {
        FUZZ_CHECK(region_inside(rows.at[i].code, within));
        check_row(&rows.at[i], str_trim(typed));
    }
    arena_release(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct str s = fuzz_str(data, n);
    char initials[PINYIN_INITIALS_MAX];
    codes(s);
    FUZZ_CHECK(pinyin_initials(s, initials) <= PINYIN_INITIALS_MAX);
    struct store_tx *tx = store_read(world()->app.store, NULL);
    FUZZ_CHECK(tx);
    find(tx, s, REGION_CODE_NATION, 20);
    find(tx, s, INT64_C(532600000000000), 7);
    store_read_end(tx);
    return 0;
}

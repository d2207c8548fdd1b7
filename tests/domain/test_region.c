/* Codes of regions and initials of names; expected values by the code tables of GB/T 2260 and by
 * the common reading of the names. */
#include "../test.h"

#include "domain/pinyin.h"
#include "domain/region.h"

static region_code code_of(const char *text)
{
    region_code c = -1;
    assert_true(region_parse(str_of(text), &c, NULL));
    return c;
}

static void test_parse(void **state)
{
    (void)state;
    assert_int_equal(code_of("53"), 530000000000000);
    assert_int_equal(code_of("5326"), 532600000000000);
    assert_int_equal(code_of("532622"), 532622000000000);
    assert_int_equal(code_of("532622100"), 532622100000000);
    assert_int_equal(code_of("532622100201"), 532622100201000);
    assert_int_equal(code_of("532622100201003"), 532622100201003);
    static const char *const bad[] = {"",         "5",      "532",    "53262", "03",
                                      "5326221",  "5326 2", "53262x", "-3",    "5326221002010033",
                                      "+5326221", "０１",   "00"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        region_code c = 7;
        struct err err = {0};
        assert_false(region_parse(str_of(bad[i]), &c, &err));
        assert_int_equal(err.code, ERR_REGION_CODE);
        assert_int_equal(c, 7);
    }
}

static void test_level_range_parent(void **state)
{
    (void)state;
    static const char *const chain[] = {"53",        "5326",         "532622",
                                        "532622100", "532622100201", "532622100201003"};
    region_code before = REGION_CODE_NATION;
    for (size_t i = 0; i < ARRAY_LEN(chain); i++) {
        region_code c = code_of(chain[i]);
        assert_int_equal(region_level_of(c), (int)i + 1);
        assert_int_equal(region_parent(c), before);
        assert_true(region_inside(c, before));
        char text[REGION_TEXT_MAX];
        assert_int_equal(region_format(c, text), strlen(chain[i]));
        assert_string_equal(text, chain[i]);
        assert_int_equal(region_at_level(code_of("532622100201003"), (enum region_level)(i + 1)),
                         c);
        before = c;
    }
    struct region_range r = region_subtree(code_of("5326"));
    assert_int_equal(r.lo, 532600000000000);
    assert_int_equal(r.hi, 532699999999999);
    assert_false(region_inside(code_of("5327"), code_of("5326")));
    assert_false(region_inside(code_of("5325"), code_of("5326")));
    r = region_subtree(REGION_CODE_NATION);
    assert_int_equal(r.lo, 0);
    assert_int_equal(r.hi, 999999999999999);
    /* Dongguan stands in the lists as 4419 and as 441900: one region, its towns under it. */
    assert_int_equal(code_of("441900"), code_of("4419"));
    assert_int_equal(region_level_of(code_of("441900")), REGION_PREFECTURE);
    assert_int_equal(region_parent(code_of("441900003")), code_of("4419"));
    char text[REGION_TEXT_MAX];
    region_format(REGION_CODE_NATION, text);
    assert_string_equal(text, "0");
    assert_false(region_valid(0));
    assert_false(region_valid(1000000000000000));
    assert_false(region_valid(90000000000000)); /* province 09 */
    assert_true(region_valid(code_of("11")));
}

static void test_level_words(void **state)
{
    (void)state;
    enum region_level level;
    for (int i = 0; i < REGION_LEVELS; i++) {
        assert_true(region_level_parse(str_of(region_level_word((enum region_level)i)), &level));
        assert_int_equal(level, i);
    }
    assert_false(region_level_parse(STR("city"), &level));
}

static void assert_initials(const char *name, const char *expected)
{
    char out[PINYIN_INITIALS_MAX];
    struct str got = {out, pinyin_initials(str_of(name), out)};
    assert_str(got, expected);
}

static void test_initials(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"文山壮族苗族自治州", "wszzmzzzz"},
        {"重庆市", "cqs"},
        {"重阳镇", "cyz"},
        {"厦门市", "xms"},
        {"六安市", "las"},
        {"蚌埠市", "bbs"},
        {"乐清市", "yqs"},
        {"乐山市", "lss"},
        {"番禺区", "pyq"},
        {"东莞市", "dgs"},
        {"亳州市", "bzs"},
        {"涡阳县", "gyx"},
        {"丽水市", "lss"},
        {"台州市", "tzs"},
        {"长沙市", "css"},
        {"长子县", "zzx"},
        {"南长镇", "ncz"},
        {"温泉花园A区", "wqhyaq"},
        {"35团", "35t"},
        {"３号", "3h"},
        {"(新)村", "xc"},
        {"", ""},
        {"\xff\xfe", ""},
        {"\xe9\x87", ""}, /* cut inside a character */
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_initials(rows[i][0], rows[i][1]);
    /* More characters than initials are kept. */
    char name[3 * 40 + 1] = "";
    for (int i = 0; i < 40; i++)
        memcpy(name + 3 * i, "\xe5\xb1\xb1", 4); /* 山 */
    assert_initials(name, "ssssssssssssssssssssssssssssssss");
    assert_int_equal(pinyin_initial('a'), 0);
    assert_int_equal(pinyin_initial(0x20000), 'h');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse),
        cmocka_unit_test(test_level_range_parent),
        cmocka_unit_test(test_level_words),
        cmocka_unit_test(test_initials),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

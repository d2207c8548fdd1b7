/* Rules of passwords, and codes as they are printed and typed. */
#include "../test.h"

#include "domain/password.h"

static enum err_code judged(const char *password, const char *login)
{
    struct err err = {0};
    return password_check(str_of(password), str_of(login), &err) ? ERR_OK : err.code;
}

/* 9, 10, 128 and 129 characters; Chinese ones count once though they have three bytes each. */
static void test_length(void **state)
{
    char long_one[140];
    (void)state;
    for (int i = 0; i < 129; i++)
        long_one[i] = "abcdefghij0"[i % 11];
    long_one[129] = 0;
    assert_int_equal(judged("tea7-cups", "li.na"), ERR_PASSWORD_LENGTH);
    assert_int_equal(judged("tea7-cups!", "li.na"), ERR_OK);
    assert_int_equal(judged(long_one, "li.na"), ERR_PASSWORD_LENGTH);
    long_one[128] = 0;
    assert_int_equal(judged(long_one, "li.na"), ERR_OK);
    assert_int_equal(judged("三只蓝猫爱吃冰西瓜", "li.na"), ERR_PASSWORD_LENGTH);
    assert_int_equal(judged("三只蓝猫爱吃冰西瓜9", "li.na"), ERR_OK);
    assert_int_equal(judged("bad\xff"
                            "byte-7777",
                            "li.na"),
                     ERR_ENCODING);
}

static const struct {
    const char *password;
    enum err_code code;
} CASES[] = {
    {"xx-Li.Na-4711", ERR_PASSWORD_LOGIN},
    {"Password2026!", ERR_PASSWORD_COMMON},
    {"P@ssw0rd2026", ERR_PASSWORD_COMMON}, /* signs for letters */
    {"2026-Adm1n-!!", ERR_PASSWORD_COMMON},
    {"1qaz2wsx3edc", ERR_PASSWORD_COMMON},
    {"Taizhang@2026", ERR_PASSWORD_COMMON},
    {"woaini1314520", ERR_PASSWORD_COMMON},
    {"ababababab12", ERR_PASSWORD_COMMON}, /* four different characters */
    {"12121212121212", ERR_PASSWORD_COMMON},
    {"greentablewindow", ERR_PASSWORD_CLASSES}, /* one class */
    {"8301764529", ERR_PASSWORD_CLASSES},
    {"greentable7window", ERR_OK},
    {"green table window", ERR_OK},
    {"GreenTableWindow", ERR_OK},
};

static void test_rules(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(CASES); i++)
        if (judged(CASES[i].password, "li.na") != CASES[i].code)
            fail_msg("%s: %s", CASES[i].password, err_key(judged(CASES[i].password, "li.na")));
    /* A login of two letters is in half of all passwords. */
    assert_int_equal(judged("gold fish bowl", "go"), ERR_OK);
}

/* Five bits a letter by hand: 00000 00001 00010 00011 00100 00101 00110 00111 is 00 44 32 14 c7 and
 * the letters 0 1 2 3 4 5 6 7; eight times 11111 is five bytes ff and Z. */
static void test_codes(void **state)
{
    static const unsigned char BYTES[CODE_BYTES] = {0x00, 0x44, 0x32, 0x14, 0xc7,
                                                    0xff, 0xff, 0xff, 0xff, 0xff};
    char text[CODE_TEXT_MAX], again[CODE_TEXT_MAX];
    (void)state;
    code_of_bytes(BYTES, text);
    assert_string_equal(text, "0123-4567-ZZZZ-ZZZZ");
    assert_true(code_read(STR(" o123 4567zzzz-zzzz "), again));
    assert_string_equal(again, text);
    assert_true(code_read(STR("0l23-4567-ZZZZ-ZZZZ"), again));
    assert_string_equal(again, text);
    assert_false(code_read(STR("0123-4567-ZZZZ-ZZZ"), again));
    assert_false(code_read(STR("0123-4567-ZZZZ-ZZZZZ"), again));
    assert_false(code_read(STR("U123-4567-ZZZZ-ZZZZ"), again)); /* U is no letter of it */
    assert_false(code_read((struct str){"0123-4567-ZZZZ-ZZ\0Z", 19}, again));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_length),
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

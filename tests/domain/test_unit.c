/* Credit codes: the example of GB 32100-2015, and codes that companies publish of themselves. */
#include "../test.h"

#include "domain/unit.h"

static const char *const GOOD[] = {
    "",                   /* none is known */
    "91350100M000100Y43", /* GB 32100-2015, annex B */
    "914403001922038216", /* as their own web sites print them */
    "9144030071526726XG",
    "91110000802100433B",
};

static void test_good(void **state)
{
    (void)state;
    struct err err = {0};
    for (size_t i = 0; i < ARRAY_LEN(GOOD); i++)
        if (!credit_code_check(str_of(GOOD[i]), &err))
            fail_msg("%s: %s", GOOD[i], err_key(err.code));
}

/* The last one of the example is 3: any other character is a slip, and the right one is named. */
static void test_slips(void **state)
{
    (void)state;
    static const char ALPHABET[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    char code[] = "91350100M000100Y43";
    for (size_t i = 0; i < 31; i++) {
        struct err err = {0};
        code[17] = ALPHABET[i];
        assert_int_equal(credit_code_check(str_of(code), &err), ALPHABET[i] == '3');
        if (ALPHABET[i] != '3') {
            assert_int_equal(err.code, ERR_CREDIT_CHECK);
            assert_string_equal(err.args[1], "3");
        }
    }
    /* Every neighbour swapped and every character raised by one: all of them are slips. */
    for (size_t i = 0; i < 17; i++) {
        char slip[] = "91350100M000100Y43";
        const char *at = strchr(ALPHABET, slip[i]);
        slip[i] = at[1] ? at[1] : '0';
        assert_false(credit_code_check(str_of(slip), NULL));
        char swapped[] = "91350100M000100Y43";
        swapped[i] = swapped[i + 1];
        swapped[i + 1] = "91350100M000100Y43"[i];
        if (swapped[i] != swapped[i + 1])
            assert_false(credit_code_check(str_of(swapped), NULL));
    }
}

static const char *const BAD[] = {
    "9",
    "91350100M000100Y4",
    "91350100M000100Y431",
    "91350100m000100y43", /* small letters */
    "91350100I000100Y43", /* I is not used */
    "91350100M000100Y4３",
    "91350100M0001 0Y43",
};

static void test_bad(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(BAD); i++) {
        struct err err = {0};
        assert_false(credit_code_check(str_of(BAD[i]), &err));
        assert_int_equal(err.code, ERR_CREDIT_CODE);
    }
    struct err err = {0};
    assert_false(credit_code_check((struct str){"91350100M000100Y4\0", 18}, &err));
    assert_int_equal(err.code, ERR_CREDIT_CODE);
}

static void test_kinds(void **state)
{
    (void)state;
    for (int i = 0; i < UNIT_KINDS_N; i++) {
        assert_ptr_equal(unit_kind_find(str_of(UNIT_KINDS[i].code)), &UNIT_KINDS[i]);
        assert_ptr_equal(unit_kind_find(str_of(UNIT_KINDS[i].zh)), &UNIT_KINDS[i]);
        assert_ptr_equal(unit_kind_find(str_of(UNIT_KINDS[i].en)), &UNIT_KINDS[i]);
    }
    assert_null(unit_kind_find(STR("")));
    assert_null(unit_kind_find(STR("Bureaux")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),
        cmocka_unit_test(test_slips),
        cmocka_unit_test(test_bad),
        cmocka_unit_test(test_kinds),
    };
    return cmocka_run_group_tests_name("domain-unit", tests, NULL, NULL);
}

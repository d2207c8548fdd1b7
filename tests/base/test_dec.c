#include "../test.h"

#include "base/dec.h"
#include "base/rng.h"

static dec d(const char *z)
{
    dec out = {INT64_MIN};
    if (!dec_parse(str_of(z), &out))
        fail_msg("dec_parse(%s)", z);
    return out;
}

static void parses_and_formats(void **state)
{
    (void)state;
    static const char *const SAME[] = {"0", "1", "-1", "12.5", "0.000001", "-0.5", "9000000000000"};
    for (size_t i = 0; i < ARRAY_LEN(SAME); i++) {
        char text[DEC_TEXT_MAX];
        dec_format(d(SAME[i]), text);
        assert_string_equal(text, SAME[i]);
    }
    assert_int_equal(d("1.50000000").micro, 1500000);
    assert_int_equal(d("+2").micro, 2000000);
}

static void refuses_what_is_no_number(void **state)
{
    (void)state;
    static const char *const BAD[] = {"",      "-",     ".",  ".5",  "5.",        "1e3",
                                      "1,000", " 1",    "1 ", "0x1", "0.0000001", "9000000000001",
                                      "--1",   "1.2.3", "１"};
    for (size_t i = 0; i < ARRAY_LEN(BAD); i++) {
        dec out = {42};
        if (dec_parse(str_of(BAD[i]), &out))
            fail_msg("taken: %s", BAD[i]);
        assert_int_equal(out.micro, 42);
    }
}

/* Expected values: GB/T 8170-2008 and plain arithmetic by hand. */
static void rounds_by_the_named_mode(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        int places;
        enum dec_rounding mode;
        const char *out;
    } ROWS[] = {
        {"2.5", 0, DEC_HALF_UP, "3"},        {"-2.5", 0, DEC_HALF_UP, "-3"},
        {"2.5", 0, DEC_HALF_EVEN, "2"},      {"3.5", 0, DEC_HALF_EVEN, "4"},
        {"2.999", 0, DEC_DOWN, "2"},         {"-2.999", 0, DEC_DOWN, "-2"},
        {"1.005", 2, DEC_HALF_UP, "1.01"},   {"1.004999", 2, DEC_HALF_UP, "1"},
        {"0.045", 2, DEC_HALF_EVEN, "0.04"},
    };
    for (size_t i = 0; i < ARRAY_LEN(ROWS); i++) {
        char text[DEC_TEXT_MAX];
        dec_format(dec_round(d(ROWS[i].in), ROWS[i].places, ROWS[i].mode), text);
        assert_string_equal(text, ROWS[i].out);
    }
    char text[DEC_TEXT_MAX];
    dec_format_places(d("7"), 2, DEC_HALF_UP, text);
    assert_string_equal(text, "7.00");
    dec_format_places(d("-0.004"), 2, DEC_HALF_UP, text);
    assert_string_equal(text, "0.00");
    dec_format_places(d("0.05"), 2, DEC_HALF_UP, text);
    assert_string_equal(text, "0.05");
}

static void multiplies_and_divides_in_one_step(void **state)
{
    (void)state;
    dec out;
    assert_true(dec_muldiv(DEC_INT(100), DEC_INT(1), DEC_INT(3), DEC_HALF_UP, &out));
    assert_int_equal(out.micro, 33333333);
    assert_true(dec_muldiv(DEC_INT(100), DEC_INT(2), DEC_INT(-3), DEC_HALF_UP, &out));
    assert_int_equal(out.micro, -66666667);
    assert_true(dec_mul(d("0.7"), d("6.2"), &out));
    assert_int_equal(out.micro, 4340000);
    out.micro = 42;
    assert_false(dec_muldiv(DEC_INT(1), DEC_INT(1), DEC_ZERO, DEC_HALF_UP, &out));
    assert_false(dec_mul(d("9000000000000"), DEC_INT(2), &out));
    assert_false(dec_add(d("9000000000000"), d("0.000001"), &out));
    assert_int_equal(out.micro, 42);
}

static void text_and_number_agree_for_random_numbers(void **state)
{
    (void)state;
    struct rng r = {20260401};
    for (int i = 0; i < 20000; i++) {
        int shift = (int)rng_between(&r, 1, 63);
        dec v = {(int64_t)(rng_next(&r)) >> shift}, back;
        if (v.micro > DEC_LIMIT || v.micro < -DEC_LIMIT)
            continue;
        char text[DEC_TEXT_MAX];
        size_t n = dec_format(v, text);
        assert_true(dec_parse((struct str){text, n}, &back));
        assert_int_equal(back.micro, v.micro);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parses_and_formats),
        cmocka_unit_test(refuses_what_is_no_number),
        cmocka_unit_test(rounds_by_the_named_mode),
        cmocka_unit_test(multiplies_and_divides_in_one_step),
        cmocka_unit_test(text_and_number_agree_for_random_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

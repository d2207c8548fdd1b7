/* One-time codes against the test vectors of RFC 6238, appendix B (SHA-1), and RFC 4226, appendix
 * D. */
#include "../test.h"

#include "domain/totp.h"

static const struct str SECRET = STR_INIT("12345678901234567890");

static const struct {
    int64_t seconds;
    uint32_t digits8; /* the RFC shows eight digits */
} VECTORS[] = {
    {59, 94287082},         {1111111109, 7081804},  {1111111111, 14050471},
    {1234567890, 89005924}, {2000000000, 69279037}, {20000000000, 65353130},
};

static void test_rfc_6238(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(VECTORS); i++) {
        uint32_t n;
        assert_true(totp_number(SECRET, totp_step(VECTORS[i].seconds * 1000), &n));
        assert_int_equal(n % 100000000, VECTORS[i].digits8);
    }
}

/* RFC 4226: the codes of the counters 0 to 9. */
static void test_rfc_4226(void **state)
{
    static const uint32_t CODES[] = {755224, 287082, 359152, 969429, 338314,
                                     254676, 287922, 162583, 399871, 520489};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(CODES); i++) {
        uint32_t n;
        assert_true(totp_number(SECRET, (int64_t)i, &n));
        assert_int_equal(n % 1000000, CODES[i]);
    }
}

static int64_t matched(const char *typed, int64_t seconds, int64_t last)
{
    int64_t step = -1;
    assert_true(totp_match(SECRET, str_of(typed), seconds * 1000, last, &step));
    return step;
}

/* 287082 is the code of step 1, the seconds 30 to 59: good one step earlier and one later. */
static void test_window(void **state)
{
    (void)state;
    assert_int_equal(matched("287082", 59, 0), 1);
    assert_int_equal(matched("287 082", 30, 0), 1);
    assert_int_equal(matched("287082", 0, 0), 1);
    assert_int_equal(matched("287082", 89, 0), 1);
    assert_int_equal(matched("287082", 90, 0), 0);
    assert_int_equal(matched("359152", 29, 0), 0); /* of step 2, too early */
    assert_int_equal(matched("287082", 59, 1), 0); /* accepted before */
    assert_int_equal(matched("359152", 59, 1), 2);
    assert_int_equal(matched("287083", 59, 0), 0);
    static const char *const NONE[] = {"", "28708", "2870820", "-87082", "28708x", "２87082"};
    for (size_t i = 0; i < ARRAY_LEN(NONE); i++)
        assert_int_equal(matched(NONE[i], 59, 0), 0);
}

/* RFC 4648: "foobar" and friends are short; here `printf 12345678901234567890 | base32`. */
static void test_secret_text(void **state)
{
    char text[TOTP_SECRET_TEXT_MAX];
    (void)state;
    totp_secret_text((const unsigned char *)SECRET.p, text);
    assert_string_equal(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rfc_6238),
        cmocka_unit_test(test_rfc_4226),
        cmocka_unit_test(test_window),
        cmocka_unit_test(test_secret_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

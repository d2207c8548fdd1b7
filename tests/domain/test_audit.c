/* The chain's encoding and hashes against those of another program: Python's hashlib over the bytes
 * that docs/audit.md describes. */
#include "../test.h"

#include "domain/audit.h"

static const struct audit_entry FIRST = {.seq = 1,
                                         .at = 1777000000000,
                                         .who = {"张三", 6},
                                         .address = {"127.0.0.1", 9},
                                         .kind = {"login.failed", 12},
                                         .thing = {"session", 7}};

static void bytes(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 0);
    audit_encode(&FIRST, &b);
    assert_true(str_is(buf_str(&b),
                       "taizhang-audit-1"
                       "1:1,13:1777000000000,1:0,6:张三,1:0,0:,9:127.0.0.1,12:login.failed,"
                       "1:0,7:session,0:,0:,0:,"));
    buf_clear(&b);
    audit_encode(&(struct audit_entry){.seq = INT64_MAX, .at = INT64_MIN, .user = -1}, &b);
    assert_true(str_is(buf_str(&b), "taizhang-audit-1"
                                    "19:9223372036854775807,20:-9223372036854775808,2:-1,"
                                    "0:,1:0,0:,0:,0:,1:0,0:,0:,0:,0:,"));
    buf_release(&b);
}

static void hashes(void **state)
{
    (void)state;
    char one[SHA256_HEX], two[SHA256_HEX];
    struct audit_entry second = {.seq = 2,
                                 .at = 1777000000001,
                                 .user = 7,
                                 .who = STR("county"),
                                 .for_user = 9,
                                 .for_login = STR("chief"),
                                 .kind = STR("value.change"),
                                 .region = INT64_C(532624000000000),
                                 .thing = STR("campaign 1 I03 2025 value 9"),
                                 .before = STR("{\"value\":\"1\"}"),
                                 .after = STR("{\"value\":\"2.5\"}"),
                                 .reason = STR("更正")};
    assert_true(audit_hash(AUDIT_SHA256, str_of(AUDIT_BEGIN), &FIRST, one));
    assert_string_equal(one, "701c10ed20c75ff82fb88b409c18a11621f2d6a86eda37702f1fe7c24c5b6738");
    assert_true(audit_hash(AUDIT_SHA256, str_of(one), &second, two));
    assert_string_equal(two, "883867676d3ccd28f7f00e704149af0e4b33f912519a4fbce07db642cc29ce8f");
    assert_true(audit_hash(AUDIT_SM3, str_of(AUDIT_BEGIN), &FIRST, one));
    assert_string_equal(one, "b8793c2554abffc67ddb139ec70bb45ccd452d7b3072ba9a3b3db921e1f481ce");
    assert_true(audit_hash(AUDIT_SM3, str_of(one), &second, two));
    assert_string_equal(two, "5f859116e3e745ddd7fc89916a55761d0b3871f8a94ee2c5dfedc6e384cf2641");
}

/* The examples of GB/T 32905: "abc", and "abcd" 16 times. */
static void sm3_of_the_standard(void **state)
{
    (void)state;
    char hex[SHA256_HEX];
    assert_true(sm3_hex(STR("abc"), hex));
    assert_string_equal(hex, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    assert_true(
        sm3_hex(STR("abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd"), hex));
    assert_string_equal(hex, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
}

/* Text cannot move from one field to its neighbour. */
static void fields_stay_apart(void **state)
{
    (void)state;
    char one[SHA256_HEX], two[SHA256_HEX];
    struct audit_entry a = FIRST, b = FIRST;
    a.before = STR("ab");
    a.after = STR("c");
    b.before = STR("a");
    b.after = STR("bc");
    assert_true(audit_hash(AUDIT_SHA256, str_of(AUDIT_BEGIN), &a, one));
    assert_true(audit_hash(AUDIT_SHA256, str_of(AUDIT_BEGIN), &b, two));
    assert_string_not_equal(one, two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(bytes), cmocka_unit_test(hashes),
                                       cmocka_unit_test(sm3_of_the_standard),
                                       cmocka_unit_test(fields_stay_apart)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

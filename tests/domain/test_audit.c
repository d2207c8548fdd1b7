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
    assert_true(str_is(buf_str(&b), "taizhang-audit-1"
                                    "1:1,13:1777000000000,1:0,6:张三,9:127.0.0.1,12:login.failed,"
                                    "1:0,7:session,0:,0:,0:,"));
    buf_clear(&b);
    audit_encode(&(struct audit_entry){.seq = INT64_MAX, .at = INT64_MIN, .user = -1}, &b);
    assert_true(str_is(buf_str(&b), "taizhang-audit-1"
                                    "19:9223372036854775807,20:-9223372036854775808,2:-1,"
                                    "0:,0:,0:,1:0,0:,0:,0:,0:,"));
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
                                 .kind = STR("value.change"),
                                 .region = INT64_C(532624000000000),
                                 .thing = STR("campaign 1 I03 2025 value 9"),
                                 .before = STR("{\"value\":\"1\"}"),
                                 .after = STR("{\"value\":\"2.5\"}"),
                                 .reason = STR("更正")};
    assert_true(audit_hash(str_of(AUDIT_BEGIN), &FIRST, one));
    assert_string_equal(one, "094bcb793d172a6a5fe1d80bad7892a7fcc8acaf918c605652bcacaf7d89a07e");
    assert_true(audit_hash(str_of(one), &second, two));
    assert_string_equal(two, "a9edebf9928a762e3d7c8a076451cadeba9f29f1b0ea834c224ddb9135a2e628");
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
    assert_true(audit_hash(str_of(AUDIT_BEGIN), &a, one));
    assert_true(audit_hash(str_of(AUDIT_BEGIN), &b, two));
    assert_string_not_equal(one, two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(bytes), cmocka_unit_test(hashes),
                                       cmocka_unit_test(fields_stay_apart)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "../test.h"

#include "base/json.h"

static void writes_commas_and_escapes(void **state)
{
    (void)state;
    struct buf out;
    struct json j;
    buf_init(&out, 0);
    json_begin(&j, &out);
    json_obj(&j);
    json_kstr(&j, "ab", STR("\x01 \\ \n 台 \xff"));
    json_key(&j, "list");
    json_arr(&j);
    json_i64(&j, -3);
    json_i64(&j, 0);
    json_i64(&j, INT64_MAX);
    json_i64(&j, INT64_MIN);
    json_bool(&j, true);
    json_nil(&j);
    json_obj(&j);
    json_end(&j);
    json_end(&j);
    json_kdec(&j, "d", (dec){12500000});
    json_end(&j);
    assert_false(buf_failed(&out));
    assert_str(
        buf_str(&out),
        "{\"ab\":\"\\u0001 \\\\ \\n 台 \xef\xbf\xbd\","
        "\"list\":[-3,0,9223372036854775807,-9223372036854775808,true,null,{}],\"d\":\"12.5\"}");
    buf_release(&out);
}

static void stops_at_the_maximum(void **state)
{
    (void)state;
    struct buf out;
    struct json j;
    buf_init(&out, 8);
    json_begin(&j, &out);
    json_str(&j, STR("far more than eight bytes"));
    assert_true(buf_failed(&out));
    assert_true(out.n <= 8);
    buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_commas_and_escapes),
        cmocka_unit_test(stops_at_the_maximum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

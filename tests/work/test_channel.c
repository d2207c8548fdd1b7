/* Bodies and signatures of the gateways against values that were computed with Python's hmac,
 * hashlib and base64; where may be sent to; when. */
#include "../test.h"

#include "work/app.h"
#include "work/channel.h"

#define NOW INT64_C(1777000000000) /* Friday 2026-04-24 11:06:40 in China */
#define HOUR INT64_C(3600000)

static struct arena arena;

static struct transmission made(struct channel_row *c, struct str url, struct str secret)
{
    struct transmission t;
    struct err err = {0};
    struct parcel p = {.url = url,
                       .secret = secret,
                       .subject = STR("台账：2 条消息"),
                       .text = STR("甲\n乙"),
                       .id = STR("taizhang-7-9"),
                       .count = 2,
                       .now = NOW};
    assert_true(channel_format(c, &p, &arena, &t, &err));
    return t;
}

static void same(struct str is, const char *expected)
{
    if (!str_is(is, expected))
        fail_msg("%.*s\nexpected\n%s", STR_ARG(is), expected);
}

static void test_wecom(void **state)
{
    (void)state;
    struct channel_row c = {.kind = STR("wecom")};
    struct transmission t = made(&c, STR("https://qyapi.weixin.qq.com/x?key=1"), STR(""));
    same(t.url, "https://qyapi.weixin.qq.com/x?key=1");
    same(t.body, "{\"msgtype\":\"text\",\"text\":{\"content\":\"甲\\n乙\"}}");
    assert_true(channel_took(&c, STR("HTTP 200 {\"errcode\":0,\"errmsg\":\"ok\"}")));
    assert_false(channel_took(&c, STR("HTTP 200 {\"errcode\":93000,\"errmsg\":\"invalid\"}")));
    assert_false(channel_took(&c, STR("HTTP 200 <html>a portal</html>")));
}

static void test_dingtalk(void **state)
{
    (void)state;
    struct channel_row c = {.kind = STR("dingtalk")};
    struct transmission t =
        made(&c, STR("https://oapi.dingtalk.com/robot/send?access_token=1"), STR("this is secret"));
    same(t.url, "https://oapi.dingtalk.com/robot/send?access_token=1&timestamp=1777000000000"
                "&sign=R%2F7TwcA%2BUiF38B63lvzPs0hCmwl87M%2BIIoeavxeYELw%3D");
    t = made(&c, STR("https://oapi.dingtalk.com/robot/send?access_token=1"), STR(""));
    same(t.url, "https://oapi.dingtalk.com/robot/send?access_token=1");
}

static void test_feishu(void **state)
{
    (void)state;
    struct channel_row c = {.kind = STR("feishu")};
    struct transmission t = made(&c, STR("https://open.feishu.cn/h"), STR("this is secret"));
    same(t.body,
         "{\"timestamp\":\"1777000000\",\"sign\":\"+BIiMNda46oAaWj4wX4XPBUpbkBiUom5GV5kk2AQh0E=\","
         "\"msg_type\":\"text\",\"content\":{\"text\":\"甲\\n乙\"}}");
    t = made(&c, STR("https://open.feishu.cn/h"), STR(""));
    same(t.body, "{\"msg_type\":\"text\",\"content\":{\"text\":\"甲\\n乙\"}}");
    assert_true(channel_took(&c, STR("HTTP 200 {\"code\":0,\"msg\":\"success\"}")));
    assert_true(channel_took(&c, STR("HTTP 200 {\"StatusCode\":0}")));
    assert_false(channel_took(&c, STR("HTTP 200 {\"code\":19021,\"msg\":\"sign match fail\"}")));
}

static void test_webhook(void **state)
{
    (void)state;
    struct channel_row c = {.kind = STR("webhook")};
    struct transmission t = made(&c, STR("https://hook.example/"), STR("this is secret"));
    same(t.body, "{\"id\":\"taizhang-7-9\",\"subject\":\"台账：2 条消息\",\"text\":\"甲\\n乙\","
                 "\"count\":2,\"at\":1777000000000}");
    same(t.headers[0], "X-Taizhang-Timestamp: 1777000000");
    same(t.headers[1], "X-Taizhang-Signature: "
                       "sha256=1b5bbda91f388914808f4c057088acf9fa0b1935e2f92dc9647c2f4d6faf2e8c");
}

static void test_sms(void **state)
{
    (void)state;
    struct channel_row c = {.kind = STR("sms"),
                            .receivers = STR("13800000000"),
                            .template =
                                STR("{\"to\":\"{receivers}\",\"body\":\"【台账】{text}\"}")};
    struct transmission t = made(&c, STR("https://sms.example/"), STR(""));
    same(t.media, "application/json");
    same(t.body, "{\"to\":\"13800000000\",\"body\":\"【台账】甲\\n乙\"}");
    c.template = STR("mobile={receivers}&content={text}");
    t = made(&c, STR("https://sms.example/"), STR(""));
    same(t.media, "application/x-www-form-urlencoded");
    same(t.body, "mobile=13800000000&content=%E7%94%B2%0A%E4%B9%99");
}

static void test_mail(void **state)
{
    (void)state;
    struct channel_row c = {.kind = STR("smtp"),
                            .sender = STR("taizhang@gov.example"),
                            .receivers = STR("a@gov.example, b@gov.example"),
                            .login = STR("")};
    struct transmission t = made(&c, STR("smtps://mail.example"), STR(""));
    same(t.body, "From: <taizhang@gov.example>\r\nTo: <a@gov.example>,\r\n <b@gov.example>\r\n"
                 "Subject: =?UTF-8?B?5Y+w6LSm77yaMiDmnaHmtojmga8=?=\r\n"
                 "Date: Fri, 24 Apr 2026 11:06:40 +0800\r\n"
                 "Message-ID: <taizhang-7-9@gov.example>\r\nMIME-Version: 1.0\r\n"
                 "Content-Type: text/plain; charset=utf-8\r\n"
                 "Content-Transfer-Encoding: base64\r\nAuto-Submitted: auto-generated\r\n\r\n"
                 "55SyCuS5mQ==\r\n");
}

/* ---- where to --------------------------------------------------------------------------------
 */

static void test_hosts(void **state)
{
    (void)state;
    struct outgoing o;
    struct err err = {0};
    char host[140];
    assert_true(outgoing_parse(STR("qyapi.weixin.qq.com, smtps://mail.example:465,"
                                   "http://127.0.0.1:9000"),
                               &o, &err));
    assert_int_equal(o.n, 3);
    static const char *const GOOD[] = {"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1",
                                       "https://QYAPI.weixin.qq.com:443/x", "smtps://mail.example",
                                       "http://127.0.0.1:9000/in"};
    for (size_t i = 0; i < ARRAY_LEN(GOOD); i++)
        if (!outgoing_allows(&o, str_of(GOOD[i]), host, &err))
            fail_msg("refused: %s", GOOD[i]);
    /* Other schemes, ports, hosts; names that only look alike; names and passwords; other ways to
     * write an address of this machine and of the cloud's own service. */
    static const char *const BAD[] = {"http://qyapi.weixin.qq.com/",
                                      "https://qyapi.weixin.qq.com:8443/",
                                      "https://qyapi.weixin.qq.com.evil.example/",
                                      "https://qyapi.weixin.qq.com@evil.example/",
                                      "https://user:pw@qyapi.weixin.qq.com/",
                                      "https://evil.example/#qyapi.weixin.qq.com",
                                      "https://evil.example\\@qyapi.weixin.qq.com/",
                                      "https://169.254.169.254/latest/meta-data",
                                      "http://127.0.0.1:9001/",
                                      "http://localhost:9000/",
                                      "http://2130706433:9001/",
                                      "http://[::1]:9000/",
                                      "file:///etc/passwd",
                                      "gopher://127.0.0.1:9000/",
                                      "smtp://mail.example:465",
                                      "https://qyapi.weixin.qq.com/\r\nHost: x",
                                      "https://qyapi.weixin.qq.com /",
                                      "qyapi.weixin.qq.com",
                                      ""};
    for (size_t i = 0; i < ARRAY_LEN(BAD); i++)
        if (outgoing_allows(&o, str_of(BAD[i]), host, &err))
            fail_msg("allowed: %s", BAD[i]);
    assert_false(outgoing_allows(NULL, str_of(GOOD[0]), host, &err));
    assert_false(outgoing_parse(STR("ftp://x.example"), &o, &err));
    assert_false(outgoing_parse(STR("https://x.example/path"), &o, &err));
    assert_false(outgoing_parse(STR("a@b.example"), &o, &err));
}

/* ---- when ------------------------------------------------------------------------------------
 */

static void no_chance(void *ctx, void *out, size_t n)
{
    memset(out, *(unsigned char *)ctx, n);
}

static void test_wait(void **state)
{
    (void)state;
    unsigned char chance = 0;
    struct app app = {.random = no_chance, .ctx = &chance};
    static const int64_t MINUTES[] = {1, 2, 4, 8, 16, 30, 30, 30};
    for (size_t i = 0; i < ARRAY_LEN(MINUTES); i++)
        assert_int_equal(channel_wait(&app, (int64_t)i + 1), MINUTES[i] * 60000);
    chance = 255;
    assert_int_equal(channel_wait(&app, 1), 75000);
    assert_int_equal(channel_wait(&app, 1000000), 2250000);
}

static void test_quiet(void **state)
{
    (void)state;
    /* 22:00 to 07:30. */
    struct channel_row c = {.quiet_from = 22 * 60, .quiet_to = 450};
    msec midnight = NOW - (11 * 60 + 6) * 60000 - 40000;
    assert_int_equal(channel_quiet_until(&c, NOW), 0);
    assert_int_equal(channel_quiet_until(&c, midnight), midnight + 450 * 60000);
    assert_int_equal(channel_quiet_until(&c, midnight + 450 * 60000), 0);
    assert_int_equal(channel_quiet_until(&c, midnight + 22 * HOUR),
                     midnight + 24 * HOUR + 450 * 60000);
    c = (struct channel_row){.quiet_from = 12 * 60, .quiet_to = 14 * 60};
    assert_int_equal(channel_quiet_until(&c, midnight + 13 * HOUR), midnight + 14 * HOUR);
    assert_int_equal(channel_quiet_until(&c, midnight + 14 * HOUR), 0);
    c = (struct channel_row){.quiet_from = 0, .quiet_to = 0};
    assert_int_equal(channel_quiet_until(&c, midnight), 0);
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wecom),  cmocka_unit_test(test_dingtalk),
        cmocka_unit_test(test_feishu), cmocka_unit_test(test_webhook),
        cmocka_unit_test(test_sms),    cmocka_unit_test(test_mail),
        cmocka_unit_test(test_hosts),  cmocka_unit_test(test_wait),
        cmocka_unit_test(test_quiet),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

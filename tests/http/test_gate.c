/* What stands before routing: requests that no honest client sends are refused, one change to a
 * good request at a time. */
#include "../test.h"

#include <stdio.h>
#include <zlib.h>

#include "http/server.h"

static struct raw_request honest(void)
{
    struct raw_request raw = {.method = STR("GET"), .target = STR("/api/health")};
    raw.headers[raw.n_headers++] = (struct header){STR("Host"), STR("localhost:8080")};
    return raw;
}

static void refuse(const struct raw_request *raw, enum err_code code)
{
    struct err err = {0};
    assert_false(gate_check(raw, &err));
    assert_int_equal(err.code, code);
}

static void add(struct raw_request *raw, const char *name, const char *value)
{
    raw->headers[raw->n_headers++] = (struct header){str_of(name), str_of(value)};
}

static void test_honest(void **state)
{
    (void)state;
    struct raw_request raw = honest();
    assert_true(gate_check(&raw, NULL));
    raw.body = STR("{}");
    raw.method = STR("POST");
    add(&raw, "content-length", "2");
    assert_true(gate_check(&raw, NULL));
}

static void test_targets(void **state)
{
    (void)state;
    static const char *const BAD[] = {
        "",     "api",   "http://a/", "*",    "/a/../b", "/./a",      "/a//b",
        "/a b", "/a\\b", "/a\x01",    "/a#b", "/\x7f",   "/\xE4\xB8", "/a\"",
        "/<a>", "/a/..", "/.",        "/{a}", "//",
    };
    for (size_t i = 0; i < ARRAY_LEN(BAD); i++) {
        struct raw_request raw = honest();
        raw.target = str_of(BAD[i]);
        struct err err = {0};
        if (gate_check(&raw, &err))
            fail_msg("taken: %s", BAD[i]);
    }
    static char long_target[5000];
    memset(long_target, 'a', sizeof long_target - 1);
    long_target[0] = '/';
    struct raw_request raw = honest();
    raw.target = str_of(long_target);
    refuse(&raw, ERR_BAD_REQUEST);
}

static void test_headers(void **state)
{
    (void)state;
    static const struct {
        const char *name, *value;
    } BAD[] = {
        {"Host", "other"},
        {"Transfer-Encoding", "chunked"},
        {"Content-Length", "-1"},
        {"Content-Length", "+0"},
        {"Content-Length", "0x0"},
        {"Content-Length", "5"},
        {"Content-Length", "1, 1"},
        {"X Y", "1"},
        {"", "1"},
        {"X-Fold", "a\r\n b"},
        {"X-Bell", "\a"},
        {"X:", "1"},
        {"Content-Length", "99999999999999999999"},
    };
    for (size_t i = 0; i < ARRAY_LEN(BAD); i++) {
        struct raw_request raw = honest();
        add(&raw, BAD[i].name, BAD[i].value);
        refuse(&raw, ERR_BAD_REQUEST);
    }
    struct raw_request raw = honest();
    raw.n_headers = 0; /* no Host */
    refuse(&raw, ERR_BAD_REQUEST);
    raw = honest();
    raw.headers[0].value = STR("a/b");
    refuse(&raw, ERR_BAD_REQUEST);
    raw = honest();
    raw.headers[raw.n_headers++] = (struct header){STR("X\0Y"), STR("1")};
    refuse(&raw, ERR_BAD_REQUEST);
    raw = honest();
    raw.headers[0].value = STR("local\0host");
    refuse(&raw, ERR_BAD_REQUEST);
    raw = honest();
    raw.method = STR("TRACE");
    refuse(&raw, ERR_METHOD);
    raw = honest();
    add(&raw, "Content-Length", "0");
    add(&raw, "Content-Length", "0");
    refuse(&raw, ERR_BAD_REQUEST);
}

static void test_percent(void **state)
{
    (void)state;
    struct arena arena;
    struct str out;
    arena_init(&arena, 0);
    assert_true(percent_decode(&arena, STR("%E7%A0%9a%41"), &out, NULL));
    assert_str(out, "砚A");
    static const char *const BAD[] = {"%",   "%4",     "%4g",    "a%",  "%00",
                                      "%FF", "%E7%A0", "%C0%AF", "%%41"};
    for (size_t i = 0; i < ARRAY_LEN(BAD); i++)
        if (percent_decode(&arena, str_of(BAD[i]), &out, NULL))
            fail_msg("taken: %s", BAD[i]);
    arena_release(&arena);
}

/* ---- the server without a store: what is refused before any handler -------------------------- */

static void ask(struct server *s, struct raw_request *raw, int status)
{
    struct reply r;
    server_handle(s, raw, &r, NULL);
    if (r.status != status)
        fail_msg("%.*s %.*s: %d, expected %d: %.*s", STR_ARG(raw->method), STR_ARG(raw->target),
                 r.status, status, STR_ARG(buf_str(&r.body)));
    reply_release(&r);
}

static bool said_ok(struct request *q, struct reply *r, struct err *err)
{
    struct json j;
    (void)err;
    reply_json(q, r, &j);
    json_obj(&j);
    json_end(&j);
    return true;
}

/* One object of 90,000 characters that repeats itself. */
static bool said_much(struct request *q, struct reply *r, struct err *err)
{
    struct json j;
    (void)err;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "rows");
    json_arr(&j);
    for (int i = 0; i < 9000; i++)
        json_str(&j, STR("文山州"));
    json_end(&j);
    json_end(&j);
    return true;
}

/* What zlib unpacks again. */
static struct str unpacked(struct str gzip, char *room, size_t size)
{
    z_stream z = {.next_in = (z_const Bytef *)(uintptr_t)gzip.p,
                  .avail_in = (uInt)gzip.n,
                  .next_out = (Bytef *)room,
                  .avail_out = (uInt)size};
    assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    inflateEnd(&z);
    return (struct str){room, z.total_out};
}

static void test_compression(void **state)
{
    (void)state;
    static char room[1 << 20];
    static const struct {
        const char *accept;
        bool gzip;
    } CASES[] = {{"", false},         {"gzip", true},     {"br, gzip;q=0.5", true},
                 {"gzip;q=0", false}, {"x-gzip2", false}, {"deflate,gzip , br", true}};
    struct server s;
    struct app app = {0};
    op_handler *handlers[OP_COUNT] = {[OP_getHealth] = said_much};
    server_init(&s, &app, handlers);
    struct reply plain;
    struct raw_request raw = honest();
    server_handle(&s, &raw, &plain, NULL);
    assert_int_equal(plain.body.n, 9000 * 12 - 1 + 11);
    for (size_t i = 0; i < ARRAY_LEN(CASES); i++) {
        struct reply r;
        raw = honest();
        add(&raw, "Accept-Encoding", CASES[i].accept);
        server_handle(&s, &raw, &r, NULL);
        assert_int_equal(r.status, 200);
        assert_int_equal(r.gzip, CASES[i].gzip);
        struct str text = r.gzip ? unpacked(buf_str(&r.body), room, sizeof room) : buf_str(&r.body);
        assert_true(str_eq(text, buf_str(&plain.body)));
        if (r.gzip)
            assert_in_range(r.body.n, 20, 2000);
        reply_release(&r);
    }
    /* A small reply stays as it is. */
    handlers[OP_getHealth] = said_ok;
    struct reply r;
    server_handle(&s, &raw, &r, NULL);
    assert_false(r.gzip);
    reply_release(&r);
    reply_release(&plain);
    server_release(&s);
}

static void test_routing(void **state)
{
    (void)state;
    struct server s;
    struct app app = {0};
    op_handler *handlers[OP_COUNT] = {[OP_getHealth] = said_ok, [OP_login] = said_ok};
    server_init(&s, &app, handlers);
    struct raw_request raw = honest();
    ask(&s, &raw, 200);
    raw.method = STR("HEAD");
    ask(&s, &raw, 200);
    raw.method = STR("DELETE");
    ask(&s, &raw, 405);
    raw = honest();
    raw.target = STR("/api/nothing");
    ask(&s, &raw, 404);
    raw.target = STR("/api/health/");
    ask(&s, &raw, 404);
    raw.target = STR("/api/health?x=1");
    ask(&s, &raw, 400);
    raw.target = STR("/api/session"); /* no cookie */
    ask(&s, &raw, 401);
    server_release(&s);
}

/* A write that another site made the browser send. */
static void test_origin(void **state)
{
    (void)state;
    static const struct {
        const char *name, *value;
        int status;
    } CASES[] = {
        {"Origin", "http://localhost:8080", 200}, {"Origin", "https://localhost:8080", 200},
        {"Origin", "http://evil.example", 403},   {"Origin", "null", 403},
        {"Origin", "http://localhost", 403},      {"Sec-Fetch-Site", "cross-site", 403},
        {"Sec-Fetch-Site", "same-site", 403},     {"Sec-Fetch-Site", "same-origin", 200},
    };
    struct server s;
    struct app app = {0};
    op_handler *handlers[OP_COUNT] = {[OP_login] = said_ok};
    server_init(&s, &app, handlers);
    for (size_t i = 0; i < ARRAY_LEN(CASES); i++) {
        struct raw_request raw = honest();
        raw.method = STR("POST");
        raw.target = STR("/api/session");
        raw.body = STR("{\"name\":\"a\",\"password\":\"b\"}");
        add(&raw, "Content-Length", "27");
        add(&raw, "Content-Type", "application/json; charset=utf-8");
        add(&raw, CASES[i].name, CASES[i].value);
        ask(&s, &raw, CASES[i].status);
    }
    server_release(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_honest),      cmocka_unit_test(test_targets),
        cmocka_unit_test(test_headers),     cmocka_unit_test(test_percent),
        cmocka_unit_test(test_compression), cmocka_unit_test(test_routing),
        cmocka_unit_test(test_origin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Delivery of the client's files: tags, packing, pages, paths that want out, headers. */
#include "../test.h"

#include <stdio.h>

#include "http/server.h"

/* printf '<p>hi</p>' | gzip -9n, by the gzip program. */
static const unsigned char PACKED[] = {
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xb3, 0x29, 0xb0, 0xcb, 0xc8,
    0xb4, 0xd1, 0x2f, 0xb0, 0x03, 0x00, 0x65, 0xd2, 0x37, 0x6d, 0x09, 0x00, 0x00, 0x00,
};
static const char PLAIN[] = "<p>hi</p>", TAG[] = "\"0011\"", ICON_TAG[] = "\"2233\"";

static const struct asset ASSETS[] = {
    {"/index.html", "text/html; charset=utf-8", TAG, PACKED, sizeof PACKED, true, false},
    {"/assets/app-12345678.js", "text/javascript", "\"4455\"", PACKED, sizeof PACKED, true, true},
    {"/icon.png", "image/png", ICON_TAG, (const unsigned char *)"PNG", 3, false, false},
    {"/broken.txt", "text/plain", "\"66\"", PACKED, sizeof PACKED - 9, true, false},
};

static struct server server;
static struct app app;
static op_handler *handlers[OP_COUNT];
static struct reply reply;

static int setup(void **state)
{
    (void)state;
    server_init(&server, &app, handlers);
    server.assets = ASSETS;
    server.n_assets = ARRAY_LEN(ASSETS);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    reply_release(&reply);
    server_release(&server);
    return 0;
}

/* name, value pairs; NULL behind the last. */
static void ask(const char *method, const char *target, const char *const *more)
{
    struct raw_request raw = {.method = str_of(method), .target = str_of(target)};
    raw.headers[raw.n_headers++] = (struct header){STR("Host"), STR("localhost")};
    for (; more && more[0]; more += 2)
        raw.headers[raw.n_headers++] = (struct header){str_of(more[0]), str_of(more[1])};
    reply_release(&reply);
    server_handle(&server, &raw, &reply, NULL);
}

static struct str content(void)
{
    return reply.fixed ? (struct str){(const char *)reply.fixed, reply.fixed_n}
                       : buf_str(&reply.body);
}

static const char *header(const char *name)
{
    static struct reply_header headers[REPLY_HEADERS_MAX];
    int n = reply_headers(&reply, headers);
    for (int i = 0; i < n; i++)
        if (strcmp(headers[i].name, name) == 0)
            return headers[i].value;
    return NULL;
}

static void test_packed(void **state)
{
    (void)state;
    static const struct {
        const char *accept;
        bool packed;
    } CASES[] = {
        {"gzip", true},
        {"gzip, deflate, br", true},
        {"deflate, GZIP;q=0.5", true},
        {"*", true},
        {"br", false},
        {"gzip;q=0", false},
        {"gzip; q=0.000", false},
        {"*;q=0", false},
        {"gzip;q=0, *", false},
        {"identity", false},
        {"xgzip", false},
    };
    for (size_t i = 0; i < ARRAY_LEN(CASES); i++) {
        ask("GET", "/index.html", (const char *[]){"Accept-Encoding", CASES[i].accept, NULL});
        assert_int_equal(reply.status, 200);
        assert_string_equal(header("Vary"), "Accept-Encoding");
        if (reply.gzip != CASES[i].packed)
            fail_msg("%s: packed %d", CASES[i].accept, reply.gzip);
        if (CASES[i].packed) {
            assert_string_equal(header("Content-Encoding"), "gzip");
            assert_memory_equal(content().p, PACKED, sizeof PACKED);
        } else {
            assert_null(header("Content-Encoding"));
            assert_str(content(), PLAIN);
        }
    }
    ask("GET", "/", NULL);
    assert_str(content(), PLAIN);
    ask("GET", "/icon.png", NULL); /* never packed */
    assert_str(content(), "PNG");
}

static void test_tags(void **state)
{
    (void)state;
    static const struct {
        const char *known;
        int status;
    } CASES[] = {
        {ICON_TAG, 304}, {"\"x\", \"2233\"", 304}, {"W/\"2233\"", 304}, {"*", 304},
        {"2233", 200},   {"\"22\"", 200},          {"", 200},
    };
    for (size_t i = 0; i < ARRAY_LEN(CASES); i++) {
        ask("GET", "/icon.png", (const char *[]){"If-None-Match", CASES[i].known, NULL});
        if (reply.status != CASES[i].status)
            fail_msg("%s: %d", CASES[i].known, reply.status);
        assert_string_equal(header("ETag"), ICON_TAG);
        assert_int_equal(content().n, CASES[i].status == 304 ? 0 : 3);
    }
    ask("GET", "/assets/app-12345678.js", (const char *[]){"Accept-Encoding", "gzip", NULL});
    assert_non_null(strstr(header("Cache-Control"), "immutable"));
    ask("GET", "/icon.png", NULL);
    assert_string_equal(header("Cache-Control"), "no-cache");
}

/* A path of the client is its page; what looks like a file and is none, is not. */
static void test_pages(void **state)
{
    (void)state;
    static const char *const PAGES[] = {"/", "/campaigns/1/ranking", "/zh", "/standards/1?tab=a"};
    static const char *const NONE[] = {"/favicon.ico", "/assets/other.js", "/a/b.html"};
    for (size_t i = 0; i < ARRAY_LEN(PAGES); i++) {
        ask("GET", PAGES[i], NULL);
        assert_int_equal(reply.status, 200);
        assert_str(content(), PLAIN);
    }
    for (size_t i = 0; i < ARRAY_LEN(NONE); i++) {
        ask("GET", NONE[i], NULL);
        assert_int_equal(reply.status, 404);
    }
    ask("GET", "/api/nothing", (const char *[]){"Accept", "text/html", NULL});
    assert_int_equal(reply.status, 404);
    assert_string_equal(header("Content-Type"), "application/json; charset=utf-8");
    assert_non_null(memmem(content().p, content().n, "\"not_found\"", 11));
    ask("POST", "/campaigns/1", NULL);
    assert_int_equal(reply.status, 404);
    ask("GET", "/broken.txt", NULL); /* damaged in the program: no half of it */
    assert_int_not_equal(reply.status, 200);
}

/* Nothing is read from a disk, so that nothing can be reached; still none of these is answered with
 * anything but a refusal or the client's page. */
static void test_paths(void **state)
{
    (void)state;
    static const char *const BAD[] = {
        "/../etc/passwd", "/assets/../../etc/passwd", "/./index.html",
        "//etc/passwd",   "/..\\etc\\passwd",         "/assets/..",
        "/index.html\n",  "http://h/index.html",
    };
    static const char *const ENCODED[] = {
        "/%2e%2e/etc/passwd",     "/%2E%2E%2Fetc%2Fpasswd", "/..%2f..%2fetc/passwd",
        "/%252e%252e/etc/passwd", "/assets/%5c..%5cx",      "/%00index",
        "/index%2ehtml",
    };
    for (size_t i = 0; i < ARRAY_LEN(BAD); i++) {
        ask("GET", BAD[i], NULL);
        if (reply.status != 400)
            fail_msg("%s: %d", BAD[i], reply.status);
    }
    for (size_t i = 0; i < ARRAY_LEN(ENCODED); i++) {
        ask("GET", ENCODED[i], NULL);
        if (reply.status == 200)
            assert_str(content(), PLAIN);
        else
            assert_int_equal(reply.status / 100, 4);
    }
}

static void test_security_headers(void **state)
{
    (void)state;
    static const char *const TARGETS[] = {"/",     "/icon.png",   "/none.png", "/api/nothing",
                                          "/../x", "/api/session"};
    static const char *const NAMES[] = {"X-Content-Type-Options",  "Referrer-Policy",
                                        "X-Frame-Options",         "Cross-Origin-Opener-Policy",
                                        "Content-Security-Policy", "Cache-Control"};
    for (size_t i = 0; i < ARRAY_LEN(TARGETS); i++) {
        ask("GET", TARGETS[i], NULL);
        for (size_t k = 0; k < ARRAY_LEN(NAMES); k++)
            if (!header(NAMES[k]))
                fail_msg("%s: no %s", TARGETS[i], NAMES[k]);
        if (strncmp(TARGETS[i], "/api/", 5) == 0)
            assert_string_equal(header("Cache-Control"), "no-store");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_packed),
        cmocka_unit_test(test_tags),
        cmocka_unit_test(test_pages),
        cmocka_unit_test(test_paths),
        cmocka_unit_test(test_security_headers),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

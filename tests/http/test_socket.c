/* The real transport over loopback: bytes as a broken or hostile client sends them. */
#include "../test.h"

#include <arpa/inet.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/transport.h"

static struct server server;
static struct app app;
/* One closes a connection that says nothing for a second, the other waits as long as usual. */
static struct transport *transport, *patient;

static bool say_ok(struct request *q, struct reply *r, struct err *err)
{
    struct json j;
    (void)err;
    reply_json(q, r, &j);
    json_obj(&j);
    json_kstr(&j, "status", STR("ok"));
    json_end(&j);
    return true;
}

/* A login that lasts until it may end; how many of them run at once, and ran at most. */
static atomic_bool may_end = true;
static atomic_int running, most;
static bool last(struct request *q, struct reply *r, struct err *err)
{
    int now = atomic_fetch_add(&running, 1) + 1, seen = atomic_load(&most);
    while (now > seen && !atomic_compare_exchange_weak(&most, &seen, now))
        ;
    while (!atomic_load(&may_end))
        sched_yield();
    atomic_fetch_sub(&running, 1);
    return say_ok(q, r, err);
}
static op_handler *handlers[OP_COUNT] = {[OP_getHealth] = say_ok, [OP_login] = last};

static int setup(void **state)
{
    (void)state;
    struct err err = {0};
    server_init(&server, &app, handlers);
    struct transport_options o = {
        .address = "127.0.0.1:0", .threads = 2, .connections = 30, .idle_seconds = 1};
    transport = transport_start(&server, &o, &err);
    o.idle_seconds = 0;
    o.threads = 0;
    o.bodies_max = 300000;
    patient = transport_start(&server, &o, &err);
    return transport && patient ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    transport_stop(transport);
    transport_stop(patient);
    server_release(&server);
    return 0;
}

static int call(const struct transport *t)
{
    struct sockaddr_in a = {.sin_family = AF_INET,
                            .sin_port = htons((uint16_t)transport_port(t)),
                            .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&a, sizeof a), 0);
    return fd;
}

static void put(int fd, const char *text, size_t n)
{
    ssize_t k;
    while (n > 0 && (k = send(fd, text, n, MSG_NOSIGNAL)) > 0) {
        text += k;
        n -= (size_t)k;
    }
}

/* Reads until the server closes. */
static char *hear(int fd)
{
    static char room[65536];
    size_t got = 0;
    ssize_t k;
    while (got < sizeof room - 1 && (k = recv(fd, room + got, sizeof room - 1 - got, 0)) > 0)
        got += (size_t)k;
    room[got] = 0;
    close(fd);
    return room;
}

/* Sends the text, says that no more follows, and reads until the server closes. */
static char *talk(const struct transport *t, const char *text, size_t n)
{
    int fd = call(t);
    put(fd, text, n);
    shutdown(fd, SHUT_WR);
    return hear(fd);
}

static char *say(const char *text)
{
    return talk(transport, text, strlen(text));
}

static int count(const char *text, const char *what)
{
    int n = 0;
    for (const char *p = text; (p = strstr(p, what)); p++)
        n++;
    return n;
}

static const char GOOD[] = "GET /api/health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

static void test_good(void **state)
{
    (void)state;
    char *r = say(GOOD);
    assert_int_equal(strncmp(r, "HTTP/1.1 200", 12), 0);
    assert_non_null(strstr(r, "X-Content-Type-Options: nosniff"));
    assert_non_null(strstr(r, "frame-ancestors 'none'"));
    assert_non_null(strstr(r, "{\"status\":\"ok\"}"));
}

static void test_pipelined(void **state)
{
    (void)state;
    char *r = say("GET /api/health HTTP/1.1\r\nHost: a\r\n\r\n"
                  "GET /api/nothing HTTP/1.1\r\nHost: a\r\n\r\n"
                  "GET /api/health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assert_int_equal(count(r, "HTTP/1.1 200"), 2);
    assert_int_equal(count(r, "HTTP/1.1 404"), 1);
}

/* None of these may be answered with 200; the server goes on serving after each. */
static void test_malformed(void **state)
{
    (void)state;
    static const char *const BAD[] = {
        "GET /api/health HTTP/1.1\r\n\r\n",
        "GET /api/health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /api/%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /api/../api/health HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://a/api/health HTTP/1.1\r\nHost: a\r\n\r\n",
        "BREW /api/health HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /api/session HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        "POST /api/session HTTP/1.1\r\nHost: a\r\nContent-Length: -2\r\n\r\n{}",
        ("POST /api/session HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
         "chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
        "POST /api/session HTTP/1.1\r\nHost: a\r\nContent-Length: 27\r\n\r\n{",
        "\r\n\r\n\r\n",
        "GARBAGE\r\n\r\n",
    };
    for (size_t i = 0; i < ARRAY_LEN(BAD); i++) {
        char *r = say(BAD[i]);
        if (strstr(r, " 200 "))
            fail_msg("answered: %s -> %.200s", BAD[i], r);
        assert_int_equal(strncmp(say(GOOD), "HTTP/1.1 200", 12), 0);
    }
}

static void test_large(void **state)
{
    (void)state;
    char *r = say("POST /api/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                  "Content-Length: 900000000\r\n\r\n");
    assert_int_equal(strncmp(r, "HTTP/1.1 413", 12), 0);
    static char head[60000];
    int n = snprintf(head, sizeof head, "GET /api/health HTTP/1.1\r\nHost: a\r\nX: ");
    memset(head + n, 'x', 50000);
    snprintf(head + n + 50000, sizeof head - (size_t)n - 50000, "\r\n\r\n");
    r = say(head);
    assert_null(strstr(r, " 200 "));
    assert_int_equal(strncmp(say(GOOD), "HTTP/1.1 200", 12), 0);
}

/* Uploads that are begun and not ended hold only so much memory: whoever comes then is told to come
 * again, small requests are served all the while, and the room is free when the first goes away. */
static void test_uploads(void **state)
{
    (void)state;
    enum { SIZE = 250000 };
    static char upload[SIZE + 300], part[SIZE];
    memset(part, 'x', SIZE);
    int head = snprintf(upload, sizeof upload,
                        "POST /api/campaigns/1/import HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                        "Content-Type: application/zip\r\nContent-Length: %d\r\n\r\n",
                        SIZE);
    memcpy(upload + head, part, SIZE);
    size_t all = (size_t)head + SIZE;
    int first = call(patient);
    put(first, upload, all - 1);
    while (transport_bodies(patient) < SIZE - 1 - 65536)
        sched_yield();
    char *second = talk(patient, upload, all);
    assert_int_equal(strncmp(second, "HTTP/1.1 503", 12), 0);
    assert_non_null(strstr(second, "\"busy\""));
    assert_int_equal(strncmp(talk(patient, GOOD, strlen(GOOD)), "HTTP/1.1 200", 12), 0);
    put(first, "x", 1);
    assert_int_equal(strncmp(hear(first), "HTTP/1.1 401", 12), 0);
    while (transport_bodies(patient) > 0)
        sched_yield();
    assert_int_equal(strncmp(talk(patient, upload, all), "HTTP/1.1 401", 12), 0);
}

/* More clients than there is room for begin a request and never end it. Nobody of them is answered,
 * they are sent away after a second, and who comes then is served. */
static void test_slow(void **state)
{
    (void)state;
    enum { SLOW = 50 };
    static const char BEGUN[] = "GET /api/health HTTP/1.1\r\nHost: a\r\nX-Slow: ";
    int slow[SLOW];
    for (int i = 0; i < SLOW; i++) {
        slow[i] = call(transport);
        put(slow[i], BEGUN, sizeof BEGUN - 1);
    }
    for (int i = 0; i < SLOW; i++)
        assert_null(strstr(hear(slow[i]), " 200 "));
    assert_int_equal(strncmp(say(GOOD), "HTTP/1.1 200", 12), 0);
}

/* A few that are slow keep nobody from being served at once. */
static void test_slow_and_quick(void **state)
{
    (void)state;
    enum { SLOW = 10 };
    int slow[SLOW];
    for (int i = 0; i < SLOW; i++) {
        slow[i] = call(patient);
        put(slow[i], GOOD, 20);
    }
    for (int i = 0; i < 20; i++)
        assert_int_equal(strncmp(talk(patient, GOOD, strlen(GOOD)), "HTTP/1.1 200", 12), 0);
    for (int i = 0; i < SLOW; i++) {
        put(slow[i], GOOD + 20, strlen(GOOD) - 20);
        assert_int_equal(strncmp(hear(slow[i]), "HTTP/1.1 200", 12), 0);
    }
}

static const char LOGIN[] = "POST /api/session HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                            "Content-Type: application/json\r\nContent-Length: 27\r\n\r\n"
                            "{\"name\":\"a\",\"password\":\"b\"}";

/* Ten requests that last: whoever comes then is answered all the same. */
static void test_nobody_waits_behind_others(void **state)
{
    (void)state;
    enum { SLOW = 10 };
    int slow[SLOW];
    atomic_store(&may_end, false);
    for (int i = 0; i < SLOW; i++) {
        slow[i] = call(patient);
        put(slow[i], LOGIN, sizeof LOGIN - 1);
    }
    while (atomic_load(&running) < SLOW)
        sched_yield();
    for (int i = 0; i < 20; i++)
        assert_int_equal(strncmp(talk(patient, GOOD, strlen(GOOD)), "HTTP/1.1 200", 12), 0);
    atomic_store(&may_end, true);
    for (int i = 0; i < SLOW; i++)
        assert_int_equal(strncmp(hear(slow[i]), "HTTP/1.1 200", 12), 0);
}

/* Of the two turns of this one, one is for small requests: they come one after the other. */
static void test_turns(void **state)
{
    (void)state;
    enum { MANY = 8 };
    int fd[MANY];
    atomic_store(&may_end, false);
    atomic_store(&most, 0);
    for (int i = 0; i < MANY; i++) {
        fd[i] = call(transport);
        put(fd[i], LOGIN, sizeof LOGIN - 1);
    }
    while (atomic_load(&running) == 0)
        sched_yield();
    atomic_store(&may_end, true);
    for (int i = 0; i < MANY; i++)
        assert_int_equal(strncmp(hear(fd[i]), "HTTP/1.1 200", 12), 0);
    assert_int_equal(atomic_load(&most), 1);
}

/* What is known of a request before its body, by the contract. */
static void test_wants(void **state)
{
    (void)state;
    struct server_wants login = server_wants(STR("POST"), STR("/api/session")),
                        import = server_wants(STR("POST"), STR("/api/campaigns/1/import?x=1")),
                        list = server_wants(STR("GET"), STR("/api/campaigns/1/findings")),
                        none = server_wants(STR("POST"), STR("/api/nothing"));
    assert_true(login.body_max > 0 && !login.large);
    assert_true(import.body_max > 1 << 20 && import.large);
    assert_true(list.body_max == 0 && !list.large);
    assert_true(none.body_max == 0 && !none.large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),           cmocka_unit_test(test_pipelined),
        cmocka_unit_test(test_uploads),        cmocka_unit_test(test_slow),
        cmocka_unit_test(test_slow_and_quick), cmocka_unit_test(test_malformed),
        cmocka_unit_test(test_large),          cmocka_unit_test(test_nobody_waits_behind_others),
        cmocka_unit_test(test_turns),          cmocka_unit_test(test_wants),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

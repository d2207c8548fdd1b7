/* Channels over the API, and what goes out of them to a gateway that this test plays: it takes,
 * refuses, answers 500, breaks off, or is not there. */
#include "api_people.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "work/channel.h"
#include "work/demo.h"
#include "work/fetch.h"
#include "work/outgoing.h"

#define FINDINGS "/api/campaigns/1/findings"
#define MINUTE INT64_C(60000)
#define HOUR (60 * MINUTE)

#define ADMIN INSPECTOR

/* ---- the gateway -----------------------------------------------------------------------------
 */

enum manner { TAKES, SAYS_NO, BROKEN, BREAKS_OFF, REDIRECTS, TALKS };

static struct gateway {
    pthread_t thread;
    pthread_mutex_t lock;
    int socket, port;
    enum manner manner;
    int requests;
    char head[4096], body[16384];
} gateway = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void answer(int s, const char *status, const char *more, const char *body)
{
    char text[400];
    int n = snprintf(text, sizeof text,
                     "HTTP/1.1 %s\r\nContent-Length: %zu\r\nConnection: close\r\n%s\r\n%s", status,
                     strlen(body), more, body);
    if (write(s, text, (size_t)n) < 0)
        return;
}

static void talk_on(int s)
{
    char text[1024];
    memset(text, 'x', sizeof text);
    answer(s, "200 OK", "", "");
    for (int i = 0; i < 200; i++)
        if (write(s, text, sizeof text) < 0)
            return;
}

static void read_request(int s)
{
    char text[20000];
    size_t n = 0, want = 0;
    char *end = NULL;
    while (n < sizeof text - 1 && (!end || n < want)) {
        ssize_t got = read(s, text + n, sizeof text - 1 - n);
        if (got <= 0)
            return;
        n += (size_t)got;
        text[n] = 0;
        end = strstr(text, "\r\n\r\n");
        char *length = strcasestr(text, "content-length:");
        if (end)
            want = (size_t)(end - text) + 4 + (length ? (size_t)atol(length + 15) : 0);
    }
    pthread_mutex_lock(&gateway.lock);
    gateway.requests++;
    snprintf(gateway.head, sizeof gateway.head, "%.*s", (int)(end - text), text);
    snprintf(gateway.body, sizeof gateway.body, "%s", end + 4);
    enum manner manner = gateway.manner;
    pthread_mutex_unlock(&gateway.lock);
    if (manner == TAKES)
        answer(s, "200 OK", "", "{\"errcode\":0,\"errmsg\":\"ok\"}");
    if (manner == SAYS_NO)
        answer(s, "200 OK", "", "{\"errcode\":93000,\"errmsg\":\"invalid webhook url\"}");
    if (manner == BROKEN)
        answer(s, "500 Internal Server Error", "", "<script>oops</script>");
    if (manner == REDIRECTS)
        answer(s, "302 Found", "Location: http://127.0.0.1:1/secret\r\n", "");
    if (manner == TALKS)
        talk_on(s);
}

static void *gateway_main(void *arg)
{
    (void)arg;
    for (;;) {
        int s = accept(gateway.socket, NULL, NULL);
        if (s < 0)
            return NULL;
        read_request(s);
        close(s);
    }
}

static void behave(enum manner manner)
{
    pthread_mutex_lock(&gateway.lock);
    gateway.manner = manner;
    pthread_mutex_unlock(&gateway.lock);
}

static int requests(void)
{
    pthread_mutex_lock(&gateway.lock);
    int n = gateway.requests;
    pthread_mutex_unlock(&gateway.lock);
    return n;
}

/* ---- a mail server ---------------------------------------------------------------------------
 */

static struct mail_server {
    pthread_t thread;
    int socket, port;
    char commands[1000], text[8000]; /* of the last mail; read after the sender has ended */
} mail_server;

static bool say(int s, const char *line)
{
    return write(s, line, strlen(line)) == (ssize_t)strlen(line);
}

/* Line by line, until QUIT. */
static void mail_talk(int s)
{
    char line[2000];
    bool data = false;
    FILE *in = fdopen(dup(s), "r");
    mail_server.commands[0] = mail_server.text[0] = 0;
    bool on = in && say(s, "220 sink ready\r\n");
    while (on && fgets(line, sizeof line, in)) {
        char *into = data ? mail_server.text : mail_server.commands;
        size_t room = data ? sizeof mail_server.text : sizeof mail_server.commands;
        bool end = data && strcmp(line, ".\r\n") == 0;
        if (!end)
            snprintf(into + strlen(into), room - strlen(into), "%s", line);
        if (end)
            on = say(s, "250 kept\r\n");
        else if (!data && strncmp(line, "DATA", 4) == 0)
            on = say(s, "354 go on\r\n");
        else if (!data)
            on = say(s, strncmp(line, "QUIT", 4) == 0 ? "221 bye\r\n" : "250 good\r\n");
        data = data ? !end : strncmp(line, "DATA", 4) == 0;
    }
    if (in)
        fclose(in);
}

static void *mail_main(void *arg)
{
    (void)arg;
    for (;;) {
        int s = accept(mail_server.socket, NULL, NULL);
        if (s < 0)
            return NULL;
        mail_talk(s);
        close(s);
    }
}

static int listen_here(int *port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof at;
    int s = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(bind(s, (struct sockaddr *)&at, n) == 0 && listen(s, 8) == 0 &&
                getsockname(s, (struct sockaddr *)&at, &n) == 0);
    *port = ntohs(at.sin_port);
    return s;
}

/* ---- set-up ----------------------------------------------------------------------------------
 */

static struct outgoing hosts;
static int64_t market, channel;

static const char *body(struct api *api, const char *more)
{
    return api_target(api,
                      "{\"name\":\"县群\",\"kind\":\"wecom\",\"region\":\"532624\",\"lang\":\"zh\","
                      "\"active\":true%s%s}",
                      more[0] ? "," : "", more);
}

static const char *url(struct api *api, const char *path)
{
    return api_target(api, "\"url\":\"http://127.0.0.1:%d%s\"", gateway.port, path);
}

static void test_people(void **state)
{
    struct api *api = *state;
    struct err err = {0};
    char list[100];
    signal(SIGPIPE, SIG_IGN); /* as the server does: who is written to may have gone */
    assert_true(fetch_init(&err));
    gateway.socket = listen_here(&gateway.port);
    mail_server.socket = listen_here(&mail_server.port);
    assert_int_equal(pthread_create(&gateway.thread, NULL, gateway_main, NULL), 0);
    assert_int_equal(pthread_create(&mail_server.thread, NULL, mail_main, NULL), 0);
    snprintf(list, sizeof list, "qyapi.weixin.qq.com,http://127.0.0.1:%d,smtp://127.0.0.1:%d",
             gateway.port, mail_server.port);
    assert_true(outgoing_parse(str_of(list), &hosts, &err));
    people_log_in(api, ADMIN, "admin", DEMO_PASSWORD);
    api_good(api, COORDINATOR, "GET", "/api/units?q=%E5%8E%BF%E5%B8%82%E5%9C%BA%E7%9B%91", NULL);
    market = api_int(api, "units.0.id");
}

/* ---- keeping ---------------------------------------------------------------------------------
 */

static void refused(struct api *api, const char *more, int status, const char *code)
{
    api_call(api, ADMIN, "POST", "/api/channels", body(api, more));
    assert_refused(api, status, code);
}

static void test_where(void **state)
{
    struct api *api = *state;
    /* Without --outgoing nothing leaves. */
    refused(api, "\"url\":\"https://qyapi.weixin.qq.com/x\"", 422, "outgoing_host");
    api->app.outgoing = &hosts;
    refused(api, "\"url\":\"https://169.254.169.254/latest\"", 422, "outgoing_host");
    refused(api, "\"url\":\"http://127.0.0.1:1/\"", 422, "outgoing_host");
    refused(api, "\"url\":\"https://qyapi.weixin.qq.com@evil.example/\"", 422, "outgoing_url");
    refused(api, "\"url\":\"file:///etc/passwd\"", 422, "outgoing_url");
    refused(api, "", 400, "empty");
    refused(api, "\"url\":\"https://qyapi.weixin.qq.com/x\",\"kinds\":[\"nothing\"]", 400,
            "choice");
    refused(api, "\"url\":\"https://qyapi.weixin.qq.com/x\",\"unit\":999999", 403, "out_of_unit");
    api_call(api, ADMIN, "POST", "/api/channels",
             "{\"name\":\"x\",\"kind\":\"wecom\",\"region\":\"11\",\"lang\":\"zh\",\"active\":true,"
             "\"url\":\"https://qyapi.weixin.qq.com/x\"}");
    assert_refused(api, 403, "out_of_region");
    api_call(api, COORDINATOR, "POST", "/api/channels", body(api, url(api, "/in")));
    assert_refused(api, 403, "forbidden");
    api_call(api, COORDINATOR, "GET", "/api/channels", NULL);
    assert_refused(api, 403, "forbidden");
}

static void test_keep(void **state)
{
    struct api *api = *state;
    api_good(api, ADMIN, "POST", "/api/channels",
             body(api, api_target(api, "%s,\"secret\":\"geheim-77\",\"per_hour\":6",
                                  url(api, "/in?key=token-55"))));
    channel = api_int(api, "channels.0.id");
    assert_true(json_is_true(api_at(api, "channels.0.has_secret")));
    /* Address and secret do not come back, nor do they stand in the record. */
    assert_null(memmem(api->body.p, api->body.n, "geheim", 6));
    assert_null(memmem(api->body.p, api->body.n, "token-55", 8));
    people_log_in(api, LEAD, "auditor", DEMO_PASSWORD);
    api_good(api, LEAD, "GET", "/api/audit?kind=channel.add", NULL);
    assert_null(memmem(api->body.p, api->body.n, "geheim", 6));
    assert_null(memmem(api->body.p, api->body.n, "token-55", 8));
    assert_non_null(memmem(api->body.p, api->body.n, "127.0.0.1", 9));
    const char *one = api_target(api, "/api/channels/%lld", (long long)channel);
    api_call(api, ADMIN, "PUT", one, body(api, "\"version\":9"));
    assert_refused(api, 409, "changed");
    /* A change of the name keeps the address. */
    api_good(api, ADMIN, "PUT", one, body(api, "\"version\":1,\"per_hour\":6"));
    assert_int_equal(api_int(api, "channels.0.version"), 2);
    /* Somebody else's is not there. */
    api_call(api, ADMIN, "PUT", "/api/channels/99", body(api, "\"version\":1"));
    assert_refused(api, 404, "not_found");
    api_call(api, ADMIN, "POST", "/api/channels/99/test", NULL);
    assert_refused(api, 404, "not_found");
}

/* ---- what goes out ---------------------------------------------------------------------------
 */

/* Logins do not last for days. */
static void log_in(struct api *api)
{
    people_log_in(api, ADMIN, "admin", DEMO_PASSWORD);
    people_log_in(api, COORDINATOR, "coordinator", DEMO_PASSWORD);
}

static struct delivered deliver(struct api *api)
{
    struct delivered d;
    struct err err = {0};
    if (!channels_deliver(&api->app, &d, &err))
        fail_msg("%s %s", err_key(err.code), err.args[0]);
    return d;
}

static int64_t dispatched(struct api *api)
{
    api_good(api, COORDINATOR, "POST", FINDINGS,
             "{\"source\":\"unannounced\",\"region\":\"532624\",\"text\":\"市场入口垃圾未清运\"}");
    int64_t id = api_int(api, "finding.id");
    api_good(api, COORDINATOR, "POST", api_target(api, FINDINGS "/%lld/manage", (long long)id),
             api_target(api,
                        "{\"act\":\"dispatch\",\"version\":1,\"lead\":%lld,\"form\":\"dated\","
                        "\"limit\":\"3 workdays\"}",
                        (long long)market));
    return id;
}

static int64_t waiting(struct api *api)
{
    api_good(api, ADMIN, "GET", "/api/channels", NULL);
    return api_int(api, "channels.0.waiting");
}

static void test_one(void **state)
{
    struct api *api = *state;
    int before = requests();
    behave(TAKES);
    api_good(api, ADMIN, "POST", api_target(api, "/api/channels/%lld/test", (long long)channel),
             NULL);
    assert_int_equal(waiting(api), 1);
    assert_int_equal(deliver(api).sent, 1);
    assert_string_equal(
        gateway.body,
        "{\"msgtype\":\"text\",\"text\":{\"content\":\"台账：测试消息，通道可用。\"}}");
    assert_non_null(strstr(gateway.head, "POST /in?key=token-55 HTTP/1.1"));
    int64_t id = dispatched(api);
    assert_int_equal(deliver(api).sent, 1);
    assert_non_null(
        strstr(gateway.body, api_target(api, "问题 %lld（市场入口垃圾未清运）：已交办县市场监管局",
                                        (long long)id)));
    assert_int_equal(deliver(api).sent, 0);
    assert_int_equal(requests(), before + 2);
    api_good(api, ADMIN, "GET", api_target(api, "/api/channels/%lld/sendings", (long long)channel),
             NULL);
    assert_string_equal(api_text(api, "sendings.0.state"), "sent");
    assert_int_equal(api_int(api, "sendings.0.tries"), 1);
}

/* Each way to fail is tried again later, later and later; nothing is sent meanwhile. */
static void test_failures(void **state)
{
    struct api *api = *state;
    static const enum manner MANNERS[] = {SAYS_NO, BROKEN, BREAKS_OFF, REDIRECTS, TALKS};
    dispatched(api);
    for (size_t i = 0; i < ARRAY_LEN(MANNERS); i++) {
        int before = requests();
        behave(MANNERS[i]);
        assert_int_equal(deliver(api).failed, 1);
        assert_int_equal(deliver(api).failed, 0); /* it waits */
        assert_int_equal(requests(), before + 1);
        api_good(api, ADMIN, "GET", "/api/channels", NULL);
        assert_int_equal(api_int(api, "channels.0.fails"), (int64_t)i + 1);
        api->now = api_int(api, "channels.0.next_at") + MINUTE;
    }
    api_good(api, ADMIN, "GET", api_target(api, "/api/channels/%lld/sendings", (long long)channel),
             NULL);
    assert_string_equal(api_text(api, "sendings.0.state"), "waiting");
    assert_int_equal(api_int(api, "sendings.0.tries"), ARRAY_LEN(MANNERS));
    behave(TAKES);
    api->now += HOUR;
    assert_int_equal(deliver(api).sent, 1);
    assert_int_equal(waiting(api), 0);
}

/* The gateway is away for a day in which much happens: nothing is lost, and one message comes. */
static void test_day_without_gateway(void **state)
{
    struct api *api = *state;
    enum { MANY = 60 };
    int before = requests();
    behave(BROKEN);
    for (int i = 0; i < MANY; i++) {
        dispatched(api);
        api->now += 24 * HOUR / MANY;
        deliver(api);
    }
    int tries = requests() - before;
    log_in(api);
    assert_true(tries >= 20 && tries <= 60); /* about twice an hour, not once a message */
    assert_int_equal(waiting(api), MANY);
    behave(TAKES);
    before = requests();
    api->now += HOUR;
    for (int i = 0; i < 5; i++)
        deliver(api);
    assert_int_equal(requests(), before + 1);
    assert_int_equal(waiting(api), 0);
    assert_non_null(strstr(gateway.body, "台账：共 60 条消息\\n1. 问题 "));
    assert_true(strlen(gateway.body) < 2048 + 60);
    assert_non_null(strstr(gateway.body, "请登录系统查看"));
    /* Each of them stands in the log as sent, together with the first; in the inbox they were all
     * along. */
    int64_t first = 0, together = 0;
    json_t *one;
    size_t i;
    api_good(api, ADMIN, "GET",
             api_target(api, "/api/channels/%lld/sendings?limit=60", (long long)channel), NULL);
    json_array_foreach(api_at(api, "sendings"), i, one)
    {
        assert_string_equal(json_string_value(json_object_get(one, "state")), "sent");
        int64_t with = json_integer_value(json_object_get(one, "together"));
        together += with != 0;
        first = with ? first : json_integer_value(json_object_get(one, "id"));
    }
    assert_int_equal(together, MANY - 1);
    assert_true(first > 0);
}

/* More than six an hour are kept back, then come as one. */
static void test_per_hour(void **state)
{
    struct api *api = *state;
    api->now += 2 * HOUR;
    int before = requests();
    for (int i = 0; i < 20; i++) {
        dispatched(api);
        deliver(api);
        api->now += MINUTE;
    }
    assert_int_equal(requests(), before + 6);
    assert_int_equal(waiting(api), 14);
    api->now += HOUR;
    assert_int_equal(deliver(api).sent, 1);
    assert_int_equal(waiting(api), 0);
    assert_non_null(strstr(gateway.body, "共 14 条"));
}

static void test_quiet_and_kinds(void **state)
{
    struct api *api = *state;
    msec midnight = date_to_msec(date_of_msec(api->now)) + 24 * HOUR;
    const char *one = api_target(api, "/api/channels/%lld", (long long)channel);
    api_good(
        api, ADMIN, "PUT", one,
        body(api, "\"version\":2,\"quiet_from\":1320,\"quiet_to\":450,\"kinds\":[\"dispatched\"]"));
    api->now = midnight + 23 * HOUR;
    log_in(api);
    dispatched(api);
    int before = requests();
    deliver(api);
    api->now += 6 * HOUR;
    deliver(api);
    assert_int_equal(requests(), before);
    api->now = midnight + 24 * HOUR + 451 * MINUTE;
    assert_int_equal(deliver(api).sent, 1);
    log_in(api);
    api_good(api, ADMIN, "PUT", one, body(api, "\"version\":3,\"kinds\":[\"closed\"]"));
    dispatched(api);
    assert_int_equal(waiting(api), 0);
    /* Of one unit: what others are told does not go there. */
    api_good(api, ADMIN, "PUT", one,
             body(api, api_target(api, "\"version\":4,\"unit\":%lld", (long long)market)));
    dispatched(api);
    assert_int_equal(waiting(api), 1);
    assert_int_equal(deliver(api).sent, 1);
}

/* After a week it is given up and said; the administrator can send it once more. */
static void test_given_up(void **state)
{
    struct api *api = *state;
    behave(BROKEN);
    dispatched(api);
    for (int i = 0; i < 5; i++) {
        deliver(api);
        api->now += 48 * HOUR;
    }
    log_in(api);
    assert_int_equal(waiting(api), 0);
    const char *log = api_target(api, "/api/channels/%lld/sendings?limit=1", (long long)channel);
    api_good(api, ADMIN, "GET", log, NULL);
    assert_string_equal(api_text(api, "sendings.0.state"), "given_up");
    assert_non_null(strstr(api_text(api, "sendings.0.answer"), "500"));
    behave(TAKES);
    api_good(api, ADMIN, "POST", api_target(api, "/api/channels/%lld/retry", (long long)channel),
             NULL);
    assert_int_equal(deliver(api).sent, 1);
    api_good(api, ADMIN, "GET", log, NULL);
    assert_string_equal(api_text(api, "sendings.0.state"), "sent");
}

/* Killed between the claim and the note: the claim runs out and it goes out again. Two servers at
 * once: one sends. */
static bool claim_only(struct store_tx *tx, void *ctx, struct err *err)
{
    struct api *api = ctx;
    bool mine;
    return store_channel_claim(tx, channel, api->now, api->now + 2 * MINUTE, 42, &mine, err) &&
           mine;
}

static void *deliver_too(void *ctx)
{
    struct delivered d;
    struct err err = {0};
    channels_deliver(&((struct api *)ctx)->app, &d, &err);
    return NULL;
}

static void test_claims(void **state)
{
    struct api *api = *state;
    struct err err = {0};
    pthread_t other;
    int before = requests();
    dispatched(api);
    assert_true(store_write(api->store, claim_only, api, &err));
    assert_int_equal(deliver(api).sent, 0);
    api->now += 3 * MINUTE;
    assert_int_equal(deliver(api).sent, 1);
    assert_int_equal(requests(), before + 1);
    dispatched(api);
    assert_int_equal(pthread_create(&other, NULL, deliver_too, api), 0);
    deliver(api);
    pthread_join(other, NULL);
    assert_int_equal(requests(), before + 2);
    assert_int_equal(waiting(api), 0);
}

static const char *mail_channel(struct api *api, const char *receivers)
{
    return api_target(api,
                      "{\"name\":\"信箱\",\"kind\":\"smtp\",\"region\":\"532624\",\"lang\":\"en\","
                      "\"active\":true,\"sender\":\"taizhang@gov.example\",\"receivers\":\"%s\","
                      "\"url\":\"smtp://127.0.0.1:%d\"}",
                      receivers, mail_server.port);
}

/* A mail, all the way into a mail server; its receivers are addresses. */
static void test_mail(void **state)
{
    struct api *api = *state;
    api_call(api, ADMIN, "POST", "/api/channels", mail_channel(api, "nobody"));
    assert_refused(api, 422, "channel_receiver");
    api_call(api, ADMIN, "POST", "/api/channels",
             mail_channel(api, "a@gov.example>\\r\\nRCPT TO:<b@evil.example"));
    assert_refused(api, 422, "channel_receiver");
    api_good(api, ADMIN, "POST", "/api/channels",
             mail_channel(api, "a@gov.example, b@gov.example"));
    int64_t id = api_int(api, "channels.1.id");
    api_good(api, ADMIN, "POST", api_target(api, "/api/channels/%lld/test", (long long)id), NULL);
    assert_int_equal(deliver(api).sent, 1);
    assert_non_null(strstr(mail_server.commands, "MAIL FROM:<taizhang@gov.example>"));
    assert_non_null(strstr(mail_server.commands, "RCPT TO:<a@gov.example>"));
    assert_non_null(strstr(mail_server.commands, "RCPT TO:<b@gov.example>"));
    assert_non_null(strstr(mail_server.text, "Content-Transfer-Encoding: base64"));
    /* base64 of "Taizhang: a test message; this channel works." */
    assert_non_null(
        strstr(mail_server.text, "VGFpemhhbmc6IGEgdGVzdCBtZXNzYWdlOyB0aGlzIGNoYW5uZWwgd29ya3Mu"));
}

static void test_all_answered(void **state)
{
    api_assert_answered(*state, "channels");
    shutdown(gateway.socket, SHUT_RDWR);
    pthread_join(gateway.thread, NULL);
    close(gateway.socket);
    shutdown(mail_server.socket, SHUT_RDWR);
    pthread_join(mail_server.thread, NULL);
    close(mail_server.socket);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_people),   cmocka_unit_test(test_where),
        cmocka_unit_test(test_keep),     cmocka_unit_test(test_one),
        cmocka_unit_test(test_failures), cmocka_unit_test(test_day_without_gateway),
        cmocka_unit_test(test_per_hour), cmocka_unit_test(test_quiet_and_kinds),
        cmocka_unit_test(test_given_up), cmocka_unit_test(test_claims),
        cmocka_unit_test(test_mail),     cmocka_unit_test(test_all_answered),
    };
    return cmocka_run_group_tests(tests, api_setup, api_teardown);
}

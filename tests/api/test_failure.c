/* What fails on the way: memory, two people at once. The answer is an error in words, and nothing
 * is half-written. */
#include "api_test.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

static const char VALUES[] = "/api/campaigns/1/values";
static const char LISTED[] = "/api/campaigns/1/values?region=532624&limit=200";

static const char *const READS[] = {
    "/api/session",
    "/api/regions?parent=5326",
    "/api/regions/search?q=mlpx",
    "/api/regions/532624",
    "/api/standards",
    "/api/standards/1/diff?to=1",
    "/api/campaigns",
    "/api/campaigns/1/overview",
    "/api/campaigns/1/matrix",
    "/api/campaigns/1/ranking",
    "/api/campaigns/1/scores/532624",
    "/api/campaigns/1/scores/532624/indicators/I01",
    "/api/campaigns/1/carryover",
    "/api/campaigns/1/values?region=532624&limit=20",
    "/api/campaigns/1/findings?region=532624&limit=20",
    "/api/campaigns/1/bulletins",
};

/* The numbers of the allocations that are made to fail: each of the first, then ever fewer. */
static size_t next_of(size_t n)
{
    return n < 60 ? n + 1 : n + n / 8;
}

static const char *from_difference(struct str a, struct str b)
{
    size_t i = 0;
    while (i < a.n && i < b.n && a.p[i] == b.p[i])
        i++;
    return a.p + i;
}

/* Every allocation of the request fails once. A reply is either complete or says that memory is
 * out: never half, never another reason. */
static void test_reads_without_memory(void **state)
{
    struct api *api = *state;
    for (size_t i = 0; i < ARRAY_LEN(READS); i++) {
        api_call(api, COORDINATOR, "GET", READS[i], NULL);
        assert_status(api, 200);
        size_t all = api->cost.allocations;
        struct str whole = api->body;
        assert_true(all > 0);
        for (size_t n = 1; n <= all; n = next_of(n)) {
            api->server.fail_at = n;
            api_call(api, COORDINATOR, "GET", READS[i], NULL);
            api->server.fail_at = 0;
            if (api->status == 200 ? !str_eq(api->body, whole)
                                   : strcmp(api_text(api, "error.code"), "memory") != 0)
                fail_msg("%s without allocation %zu of %zu: %d %.300s", READS[i], n, all,
                         api->status, from_difference(api->body, whole));
        }
        api_call(api, COORDINATOR, "GET", READS[i], NULL);
        assert_true(str_eq(api->body, whole));
    }
}

/* Either all of the change is there or nothing of it; the reply can also fail behind the write. */
static void test_write_without_memory(void **state)
{
    struct api *api = *state;
    bool done = false;
    for (size_t n = 1; !done && n < 2000; n++) {
        char note[24];
        snprintf(note, sizeof note, "memory %zu", n);
        api_call(api, COUNTY, "GET", LISTED, NULL);
        struct str before = api->body;
        int64_t version = api_int(api, "values.0.version");
        const char *body = api_entry(api, api_at(api, "values.0"), version, note);
        api->server.fail_at = n;
        api_call(api, COUNTY, "PUT", VALUES, body);
        api->server.fail_at = 0;
        done = api->status == 200;
        if (!done)
            assert_refused(api, 503, "memory");
        api_call(api, COUNTY, "GET", LISTED, NULL);
        if (!done && str_eq(api->body, before))
            continue;
        assert_string_equal(api_text(api, "values.0.note"), note);
        assert_int_equal(api_int(api, "values.0.version"), version + 1);
    }
    assert_true(done);
}

/* ---- a full disk: no file may grow beyond a limit (SQLite writes in this process)
 * ---------------------------------------------------------------------------------------------- */

static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void test_disk_full(void **state)
{
    struct api *api = *state;
    struct rlimit before;
    if (getenv("TZ_TEST_POSTGRES"))
        return;
    getrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_IGN);
    api_call(api, COUNTY, "GET", LISTED, NULL);
    struct str listed = api->body;
    int64_t version = api_int(api, "values.2.version");
    const char *body = api_entry(api, api_at(api, "values.2"), version, "full");
    limit_files(4096);
    api_call(api, COUNTY, "PUT", VALUES, body);
    int status = api->status;
    const char *code = arena_str(&api->arena, str_of(api_text(api, "error.code"))).p;
    api_call(api, COORDINATOR, "POST", "/api/campaigns/1/bulletins", "{}");
    int bulletin = api->status;
    api_call(api, COUNTY, "GET", LISTED, NULL);
    limit_files(before.rlim_cur);
    assert_int_equal(status, 507);
    assert_string_equal(code, "disk_full");
    assert_int_equal(bulletin, 507);
    assert_status(api, 200);
    assert_true(str_eq(api->body, listed));
    /* With room again the same change goes through. */
    api_call(api, COUNTY, "PUT", VALUES, body);
    assert_status(api, 200);
    api_call(api, LEADER, "GET", "/api/campaigns/1/bulletins", NULL);
    assert_int_equal(json_array_size(api_at(api, "bulletins")), 0);
}

/* ---- two people at once --------------------------------------------------------------------- */

enum { WRITERS = 4 };

struct writer {
    struct api *api;
    enum who who;
    const char *body;
    pthread_barrier_t *start;
    int status;
    char text[600];
};

static void *write_value(void *ctx)
{
    struct writer *w = ctx;
    struct reply r;
    char length[24];
    struct raw_request raw = {.method = STR("PUT"),
                              .target = str_of(VALUES),
                              .body = str_of(w->body),
                              .address = STR("127.0.0.1")};
    snprintf(length, sizeof length, "%zu", raw.body.n);
    raw.headers[raw.n_headers++] = (struct header){STR("Host"), STR("localhost:8080")};
    raw.headers[raw.n_headers++] = (struct header){STR("Cookie"), str_of(w->api->cookies[w->who])};
    raw.headers[raw.n_headers++] = (struct header){STR("Content-Type"), STR("application/json")};
    raw.headers[raw.n_headers++] = (struct header){STR("Content-Length"), str_of(length)};
    pthread_barrier_wait(w->start);
    server_handle(&w->api->server, &raw, &r, NULL);
    w->status = r.status;
    snprintf(w->text, sizeof w->text, "%.*s", STR_ARG(buf_str(&r.body)));
    reply_release(&r);
    return NULL;
}

/* All have seen the same version; one is first, the others are told who that was. */
static void test_at_once(void **state)
{
    struct api *api = *state;
    static const enum who WHO[WRITERS] = {COUNTY, COORDINATOR, COUNTY, DEPUTY};
    static const char *const NOTES[WRITERS] = {"a", "b", "c", "d"};
    for (int round = 0; round < 10; round++) {
        struct writer writers[WRITERS];
        pthread_t threads[WRITERS];
        pthread_barrier_t start;
        api_call(api, COUNTY, "GET", LISTED, NULL);
        int64_t version = api_int(api, "values.1.version");
        json_t *value = json_incref(api_at(api, "values.1"));
        pthread_barrier_init(&start, NULL, WRITERS);
        for (int i = 0; i < WRITERS; i++) {
            writers[i] = (struct writer){.api = api, .who = WHO[i], .start = &start};
            writers[i].body = api_entry(api, value, version, NOTES[i]);
            assert_int_equal(pthread_create(&threads[i], NULL, write_value, &writers[i]), 0);
        }
        int won = -1;
        for (int i = 0; i < WRITERS; i++) {
            pthread_join(threads[i], NULL);
            if (writers[i].status == 200) {
                assert_int_equal(won, -1);
                won = i;
            }
        }
        pthread_barrier_destroy(&start);
        json_decref(value);
        assert_int_not_equal(won, -1);
        api_call(api, WHO[won], "GET", "/api/session", NULL);
        const char *winner = arena_str(&api->arena, str_of(api_text(api, "name.zh"))).p;
        for (int i = 0; i < WRITERS; i++)
            if (i != won && (writers[i].status != 409 || !strstr(writers[i].text, winner)))
                fail_msg("%s: %d %s", winner, writers[i].status, writers[i].text);
        api_call(api, COUNTY, "GET", LISTED, NULL);
        assert_int_equal(api_int(api, "values.1.version"), version + 1);
        assert_string_equal(api_text(api, "values.1.note"), NOTES[won]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads_without_memory), cmocka_unit_test(test_write_without_memory),
        cmocka_unit_test(test_disk_full), cmocka_unit_test(test_at_once)};
    return cmocka_run_group_tests(tests, api_setup, api_teardown);
}

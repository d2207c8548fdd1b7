/* Who is told what over the API: each act once, to those who can act on it and to nobody else.
 *
 * COUNTY answers for the market bureau, LEAD for the health bureau above it, DEPUTY is the county's
 * coordinator: the prefecture's (COORDINATOR) is not told what the county can decide. */
#include "api_people.h"

#include <stdio.h>

#include "store/message.h"
#include "work/demo.h"
#include "work/message.h"

#define FINDINGS "/api/campaigns/1/findings"
#define DAY INT64_C(86400000)

static int64_t market, health;

static int64_t unit_of(struct api *api, const char *name)
{
    api_good(api, COORDINATOR, "GET", api_target(api, "/api/units?q=%s", name), NULL);
    return api_int(api, "units.0.id");
}

static void test_people(void **state)
{
    struct api *api = *state;
    people_log_in(api, INSPECTOR, "inspector", DEMO_PASSWORD);
    people_log_in(api, LEAD, "lead", DEMO_PASSWORD);
    health = unit_of(api, "%E5%8E%BF%E5%8D%AB%E7%94%9F");
    market = unit_of(api, "%E5%8E%BF%E5%B8%82%E5%9C%BA%E7%9B%91");
}

static int64_t unread(struct api *api, enum who who)
{
    api_good(api, who, "GET", "/api/messages/unread", NULL);
    return api_int(api, "unread");
}

/* The newest message is of this kind. */
static void newest(struct api *api, enum who who, const char *kind)
{
    api_good(api, who, "GET", "/api/messages?limit=1", NULL);
    assert_string_equal(api_text(api, "messages.0.kind"), kind);
}

static void read_all(struct api *api, enum who who)
{
    api_good(api, who, "POST", "/api/messages/read", "{\"first\":0,\"last\":9000000000000}");
    assert_int_equal(api_int(api, "unread"), 0);
}

static int64_t report(struct api *api)
{
    api_good(api, INSPECTOR, "POST", FINDINGS,
             "{\"source\":\"unannounced\",\"region\":\"532624\",\"text\":\"市场入口垃圾未清运\"}");
    return api_int(api, "finding.id");
}

static void act(struct api *api, enum who who, int64_t id, const char *door, const char *name,
                const char *more)
{
    api_good(api, COORDINATOR, "GET", api_target(api, FINDINGS "/%lld", (long long)id), NULL);
    int64_t v = api_int(api, "finding.version");
    api_good(api, who, "POST", api_target(api, FINDINGS "/%lld/%s", (long long)id, door),
             api_target(api, "{\"act\":\"%s\",\"version\":%lld,\"reason\":\"因故\"%s%s}", name,
                        (long long)v, more[0] ? "," : "", more));
}

static void dispatch(struct api *api, int64_t id)
{
    act(api, COORDINATOR, id, "manage", "dispatch",
        api_target(api, "\"lead\":%lld,\"co\":[%lld],\"form\":\"dated\",\"limit\":\"3 workdays\"",
                   (long long)market, (long long)health));
}

static void test_way(void **state)
{
    struct api *api = *state;
    int64_t id = report(api);
    assert_int_equal(unread(api, COUNTY), 0);
    dispatch(api, id);
    assert_int_equal(unread(api, COUNTY), 1);
    assert_int_equal(unread(api, LEAD), 1);
    assert_int_equal(unread(api, COORDINATOR), 0); /* did it */
    api_good(api, COUNTY, "GET", "/api/messages", NULL);
    /* Friday the 24th of April: Wednesday, end of duty. */
    assert_string_equal(
        api_text(api, "messages.0.text"),
        api_target(api,
                   "Finding %lld (市场入口垃圾未清运): dispatched to County market "
                   "bureau (demonstration). Deadline 2026-04-29 18:00. Reason: 因故",
                   (long long)id));
    assert_int_equal(api_int(api, "messages.0.finding"), id);
    api->lang = "zh";
    api_good(api, COUNTY, "GET", "/api/messages", NULL);
    assert_string_equal(
        api_text(api, "messages.0.text"),
        api_target(api,
                   "问题 %lld（市场入口垃圾未清运）：已交办县市场监管局（演示）整改。截止 "
                   "2026-04-29 18:00。说明：因故",
                   (long long)id));
    api->lang = NULL;
    read_all(api, COUNTY);
    read_all(api, LEAD);
    read_all(api, INSPECTOR);
    read_all(api, DEPUTY);
    /* What the unit asks goes to the county's office, not to the prefecture's. */
    act(api, COUNTY, id, "answer", "ask_extension", "\"limit\":\"2 workdays\"");
    newest(api, DEPUTY, "extension_asked");
    assert_int_equal(unread(api, COORDINATOR), 0);
    act(api, DEPUTY, id, "manage", "extend", "\"limit\":\"2 workdays\"");
    newest(api, COUNTY, "extended");
    act(api, COUNTY, id, "answer", "fix", "");
    act(api, LEAD, id, "answer", "fix", "");
    newest(api, INSPECTOR, "recheck"); /* when all have answered, once */
    assert_int_equal(unread(api, INSPECTOR), 1);
    act(api, COORDINATOR, id, "supervise", "supervise", "\"level\":\"talk\"");
    newest(api, COUNTY, "supervised");
    newest(api, LEADER, "supervised");
    read_all(api, LEADER);
    read_all(api, DEPUTY);
}

/* An appeal goes to whoever may hear it; sent back to the office; routed away to who is out. */
static void test_appeal_and_route(void **state)
{
    struct api *api = *state;
    int64_t id = report(api);
    dispatch(api, id);
    act(api, COUNTY, id, "answer", "appeal", "");
    newest(api, LEADER, "appealed");
    newest(api, DEPUTY, "appealed");
    act(api, LEADER, id, "hearing", "dismiss", "");
    newest(api, COUNTY, "dismissed");
    act(api, COORDINATOR, id, "manage", "route",
        api_target(api, "\"lead\":%lld", (long long)health));
    newest(api, COUNTY, "routed_away");
    act(api, LEAD, id, "answer", "send_back", "");
    newest(api, DEPUTY, "sent_back");
}

/* The same act with its key is told once; a refused one not at all. */
static void test_once(void **state)
{
    struct api *api = *state;
    int64_t id = report(api);
    read_all(api, COUNTY);
    const char *where = api_target(api, FINDINGS "/%lld/manage", (long long)id);
    const char *body =
        api_target(api,
                   "{\"act\":\"dispatch\",\"version\":1,\"key\":\"k-%lld\",\"lead\":%lld,"
                   "\"form\":\"dated\",\"limit\":\"3 workdays\"}",
                   (long long)id, (long long)market);
    api_good(api, COORDINATOR, "POST", where, body);
    api_good(api, COORDINATOR, "POST", where, body);
    assert_int_equal(unread(api, COUNTY), 1);
    api_call(api, COORDINATOR, "POST", where,
             "{\"act\":\"dispatch\",\"version\":1,\"form\":\"dated\"}");
    assert_true(api->status >= 400);
    assert_int_equal(unread(api, COUNTY), 1);
}

/* Others' messages cannot be seen or marked. */
static void test_own(void **state)
{
    struct api *api = *state;
    api_good(api, COUNTY, "GET", "/api/messages?unread=true", NULL);
    int64_t id = api_int(api, "messages.0.id"), n = unread(api, COUNTY);
    assert_true(n > 0);
    api_good(api, STRANGER, "GET", "/api/messages", NULL);
    assert_int_equal(json_array_size(api_at(api, "messages")), 0);
    api_good(api, STRANGER, "POST", "/api/messages/read", "{\"first\":0,\"last\":9000000000000}");
    assert_int_equal(unread(api, COUNTY), n);
    api_good(api, COUNTY, "POST", "/api/messages/read",
             api_target(api, "{\"first\":%lld,\"last\":%lld}", (long long)id, (long long)id));
    assert_int_equal(api_int(api, "unread"), n - 1);
    api_call(api, NOBODY, "GET", "/api/messages", NULL);
    assert_refused(api, 401, "login_needed");
    api_call(api, COUNTY, "POST", "/api/messages/read", "{\"first\":\"a\",\"last\":-1}");
    assert_status(api, 400);
    /* Pages: one after the other, none twice; by kind. */
    api_good(api, COUNTY, "GET", "/api/messages?limit=1", NULL);
    uint64_t statements = api->cost.statements;
    api_good(api, COUNTY, "GET", "/api/messages?limit=2", NULL);
    assert_int_equal(api->cost.statements, statements);
    int64_t last = api_int(api, "messages.1.id");
    const char *next = api_target(api, "/api/messages?limit=2&after=%s", api_text(api, "next"));
    api_good(api, COUNTY, "GET", next, NULL);
    assert_true(api_int(api, "messages.0.id") < last);
    api_good(api, COUNTY, "GET", "/api/messages?kind=routed_away", NULL);
    assert_int_equal(json_array_size(api_at(api, "messages")), 1);
}

/* ---- whoever acts now ------------------------------------------------------------------------
 */

static int64_t person(struct api *api, enum who asks, const char *login)
{
    api_good(api, asks, "GET", api_target(api, "/api/people?q=%s", login), NULL);
    json_t *one;
    size_t i;
    json_array_foreach(api_at(api, "people"), i, one)
    {
        if (strcmp(json_string_value(json_object_get(one, "login")), login) == 0)
            return json_integer_value(json_object_get(one, "id"));
    }
    fail_msg("nobody is %s", login);
    return 0;
}

/* While a post is lent, the deputy sees its messages; what one has read, the other has. */
static void test_delegation(void **state)
{
    struct api *api = *state;
    int64_t id = report(api);
    read_all(api, COUNTY);
    read_all(api, LEAD);
    api_good(api, COUNTY, "GET", "/api/session", NULL);
    int64_t post = api_int(api, "posts.0.post"), lead = person(api, COORDINATOR, "lead");
    api_good(api, COUNTY, "POST", "/api/delegations",
             api_target(api,
                        "{\"post\":%lld,\"to\":%lld,\"until\":\"2026-04-30\",\"reason\":\"出差\"}",
                        (long long)post, (long long)lead));
    int64_t given = api_int(api, "given.0.id");
    act(api, COORDINATOR, id, "manage", "dispatch",
        api_target(api, "\"lead\":%lld,\"form\":\"dated\",\"limit\":\"3 workdays\"",
                   (long long)market));
    assert_int_equal(unread(api, COUNTY), 1);
    assert_int_equal(unread(api, LEAD), 1);
    read_all(api, LEAD);
    assert_int_equal(unread(api, COUNTY), 0);
    act(api, COORDINATOR, id, "supervise", "supervise", "\"level\":\"reminder\"");
    assert_int_equal(unread(api, LEAD), 1);
    api_good(api, COUNTY, "DELETE", api_target(api, "/api/delegations/%lld", (long long)given),
             NULL);
    assert_int_equal(unread(api, LEAD), 0);
    assert_int_equal(unread(api, COUNTY), 1);
}

/* A post ends: what is unread is not lost. Without colleagues the county's office gets it, and a
 * unit without anybody is told of. */
static void test_post_ends(void **state)
{
    struct api *api = *state;
    people_log_in(api, STRANGER, "security", DEMO_PASSWORD);
    int64_t county = person(api, STRANGER, "county");
    read_all(api, DEPUTY);
    int64_t waits = unread(api, COUNTY);
    assert_true(waits > 0);
    api_good(api, COUNTY, "GET", "/api/session", NULL);
    int64_t post = api_int(api, "posts.0.post");
    api_good(api, STRANGER, "DELETE",
             api_target(api, "/api/people/%lld/posts/%lld", (long long)county, (long long)post),
             NULL);
    assert_int_equal(unread(api, DEPUTY), waits);
    int64_t id = report(api);
    act(api, COORDINATOR, id, "manage", "dispatch",
        api_target(api, "\"lead\":%lld,\"form\":\"dated\",\"limit\":\"3 workdays\"",
                   (long long)market));
    newest(api, DEPUTY, "nobody");
}

/* Half a year after they were read they go; unread ones stay. */
static void test_forget(void **state)
{
    struct api *api = *state;
    struct err err = {0};
    int64_t gone, left = unread(api, DEPUTY);
    assert_true(left > 0);
    assert_true(messages_forget(&api->app, &gone, &err));
    assert_int_equal(gone, 0);
    msec was = api->now;
    api->now += 181 * DAY;
    assert_true(messages_forget(&api->app, &gone, &err));
    assert_true(gone > 0);
    api->now = was;
    assert_int_equal(unread(api, DEPUTY), left);
    api_good(api, LEAD, "GET", "/api/messages", NULL);
    assert_int_equal(json_array_size(api_at(api, "messages")), 0);
}

static void test_all_answered(void **state)
{
    api_assert_answered(*state, "messages");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_people),
        cmocka_unit_test(test_way),
        cmocka_unit_test(test_appeal_and_route),
        cmocka_unit_test(test_once),
        cmocka_unit_test(test_own),
        cmocka_unit_test(test_delegation),
        cmocka_unit_test(test_post_ends),
        cmocka_unit_test(test_forget),
        cmocka_unit_test(test_all_answered),
    };
    return cmocka_run_group_tests(tests, api_setup, api_teardown);
}

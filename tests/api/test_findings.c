/* The life of a finding over the API: report, dispatch, fix, re-check, and whoever is kept from
 * what.
 *
 * COUNTY answers for the market bureau (responsible_unit), LEAD for the health bureau above it. */
#include "api_people.h"

#include <stdio.h>

#include "store/audit.h"
#include "work/demo.h"

#define FINDINGS "/api/campaigns/1/findings"
#define HOUR INT64_C(3600000)

static int64_t market, health; /* units */

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
    health = unit_of(api, "%E5%8E%BF%E5%8D%AB%E7%94%9F");          /* 县卫生 */
    market = unit_of(api, "%E5%8E%BF%E5%B8%82%E5%9C%BA%E7%9B%91"); /* 县市场监 */
    assert_true(health && market && health != market);
}

static const char *one(struct api *api, int64_t id, const char *door)
{
    return api_target(api, FINDINGS "/%lld%s", (long long)id, door);
}

/* The version as `who` sees it. */
static int64_t version(struct api *api, enum who who, int64_t id)
{
    api_good(api, who, "GET", one(api, id, ""), NULL);
    return api_int(api, "finding.version");
}

static void try_act(struct api *api, enum who who, int64_t id, const char *door, const char *act,
                    const char *more)
{
    int64_t v = version(api, COORDINATOR, id);
    api_call(api, who, "POST", one(api, id, door),
             api_target(api, "{\"act\":\"%s\",\"version\":%lld,\"reason\":\"因故\"%s%s}", act,
                        (long long)v, more[0] ? "," : "", more));
}

static void act(struct api *api, enum who who, int64_t id, const char *door, const char *name,
                const char *more, const char *state)
{
    try_act(api, who, id, door, name, more);
    assert_status(api, 200);
    assert_string_equal(api_text(api, "finding.state"), state);
    /* The trail begins with what was just done. */
    assert_string_equal(api_text(api, "steps.0.action"), name);
    assert_string_equal(api_text(api, "steps.0.became"), state);
}

static int64_t report(struct api *api, enum who who, const char *more)
{
    api_good(api, who, "POST", FINDINGS,
             api_target(api,
                        "{\"source\":\"unannounced\",\"region\":\"532624\",\"text\":"
                        "\"市场入口垃圾未清运\"%s%s}",
                        more[0] ? "," : "", more));
    return api_int(api, "finding.id");
}

static const char *units(struct api *api, const char *more)
{
    return api_target(api, "\"lead\":%lld%s,\"form\":\"dated\",\"limit\":\"3个工作日\"",
                      (long long)market, more);
}

static int64_t dispatched(struct api *api)
{
    int64_t id = report(api, INSPECTOR, "");
    act(api, COORDINATOR, id, "/manage", "dispatch", units(api, ""), "dispatched");
    return id;
}

static int64_t fixed(struct api *api)
{
    int64_t id = dispatched(api);
    act(api, COUNTY, id, "/answer", "fix", "", "fixed");
    return id;
}

/* ---- the way through -------------------------------------------------------------------------
 */

static void test_way(void **state)
{
    struct api *api = *state;
    int64_t id = report(
        api, INSPECTOR,
        "\"defects\":[\"垃圾外溢\",\"无盖\"],\"severity\":2,\"lat\":23125000,\"lon\":104700000");
    assert_string_equal(api_text(api, "finding.state"), "reported");
    assert_string_equal(api_text(api, "defects.1.text"), "无盖");
    assert_int_equal(api_int(api, "lat"), 23125000);
    act(api, COORDINATOR, id, "/manage", "verify", "", "verified");
    act(api, COORDINATOR, id, "/manage", "file", "", "filed");
    /* 2026-04-24 is a Friday: Monday to Wednesday count, duty ends at 18:00. */
    act(api, COORDINATOR, id, "/manage", "dispatch",
        units(api,
              api_target(api, ",\"co\":[%lld],\"requirement\":\"清运并加盖\"", (long long)health)),
        "dispatched");
    assert_int_equal(api_int(api, "finding.due_at"), INT64_C(1777456800000));
    assert_string_equal(api_text(api, "limit"), "3 workdays");
    assert_string_equal(api_text(api, "units.0.part"), "lead");
    assert_int_equal(api_int(api, "units.0.unit"), market);
    assert_int_equal(json_array_size(api_at(api, "units")), 2);
    /* It waits for both of them. */
    api_good(api, COUNTY, "GET", FINDINGS "?region=532624&mine=true", NULL);
    assert_int_equal(json_array_size(api_at(api, "findings")), 1);
    act(api, COUNTY, id, "/answer", "claim", "", "fixing");
    act(api, COUNTY, id, "/answer", "progress", "", "fixing");
    act(api, COUNTY, id, "/answer", "fix", "", "fixing"); /* the other has not answered */
    try_act(api, COUNTY, id, "/answer", "fix", "");
    assert_refused(api, 409, "finding_part");
    api_good(api, COUNTY, "GET", FINDINGS "?region=532624&mine=true", NULL);
    assert_int_equal(json_array_size(api_at(api, "findings")), 0);
    act(api, LEAD, id, "/answer", "fix", api_target(api, "\"unit\":%lld", (long long)health),
        "fixed");
    act(api, DEPUTY, id, "/recheck", "return", "", "fixing");
    assert_int_equal(api_int(api, "finding.returns"), 1);
    assert_string_equal(api_text(api, "units.0.state"), "claimed");
    act(api, COUNTY, id, "/answer", "fix", "", "fixing");
    act(api, LEAD, id, "/answer", "fix", "", "fixed");
    act(api, DEPUTY, id, "/recheck", "close", "\"on_site\":true", "closed");
    assert_true(json_is_true(api_at(api, "finding.on_site")));
    assert_int_equal(api_int(api, "finding.closed_at"), api->now);
    /* It comes back: with a new limit, and whoever re-opens it has found it. */
    try_act(api, DEPUTY, id, "/recheck", "reopen", "");
    assert_refused(api, 400, "limit");
    act(api, DEPUTY, id, "/recheck", "reopen", "\"limit\":\"5 workhours\"", "fixing");
    assert_int_equal(api_int(api, "finding.due_at"), INT64_C(1777252000000));
    /* 53:20 until noon, 3:30 in the afternoon, 36:40 on Monday from 08:30 */
    assert_int_equal(api_int(api, "finding.reopened"), 1);
    act(api, COUNTY, id, "/answer", "fix", "", "fixing");
    act(api, LEAD, id, "/answer", "fix", "", "fixed");
    try_act(api, DEPUTY, id, "/recheck", "close", "");
    assert_refused(api, 403, "finding_hand");
    api_good(api, LEADER, "GET", one(api, id, ""), NULL);
    assert_int_equal(json_array_size(api_at(api, "steps")), 15);
}

/* ---- the same, late, at once -----------------------------------------------------------------
 */

static void test_again(void **state)
{
    struct api *api = *state;
    int64_t id = report(api, INSPECTOR, "\"key\":\"phone-7\"");
    assert_true(json_is_false(api_at(api, "again")));
    assert_int_equal(report(api, INSPECTOR, "\"key\":\"phone-7\""), id);
    assert_true(json_is_true(api_at(api, "again")));
    api_call(api, INSPECTOR, "POST", FINDINGS,
             "{\"source\":\"patrol\",\"region\":\"532624\",\"text\":\"别的\",\"key\":\"phone-7\"}");
    assert_refused(api, 409, "key_used");
    api_call(api, DEPUTY, "POST", FINDINGS,
             "{\"source\":\"unannounced\",\"region\":\"532624\",\"text\":\"市场入口垃圾未清运\","
             "\"key\":\"phone-7\"}");
    assert_refused(api, 409, "key_used"); /* of somebody else */
    /* An act again with its key is harmless, with another meaning it is not. */
    const char *body = "{\"act\":\"verify\",\"version\":1,\"key\":\"v1\"}";
    api_good(api, COORDINATOR, "POST", one(api, id, "/manage"), body);
    api_good(api, COORDINATOR, "POST", one(api, id, "/manage"), body);
    assert_int_equal(json_array_size(api_at(api, "steps")), 2);
    api_call(api, COORDINATOR, "POST", one(api, id, "/manage"),
             "{\"act\":\"file\",\"version\":2,\"key\":\"v1\"}");
    assert_refused(api, 409, "key_used");
    /* Without one: the state has moved, or somebody was faster. */
    api_call(api, COORDINATOR, "POST", one(api, id, "/manage"),
             "{\"act\":\"verify\",\"version\":1}");
    assert_refused(api, 409, "finding_state");
    api_call(api, COORDINATOR, "POST", one(api, id, "/manage"), "{\"act\":\"file\",\"version\":1}");
    assert_refused(api, 409, "changed");
    /* Two re-checkers: the second one is told what stands. */
    int64_t two = fixed(api);
    act(api, DEPUTY, two, "/recheck", "close", "", "closed");
    try_act(api, DEPUTY, two, "/recheck", "return", "");
    assert_refused(api, 409, "finding_state");
}

/* ---- whose hand ------------------------------------------------------------------------------
 */

/* Nobody of found, dispatched, fixed closes or returns; nobody who found or re-checked fixes. */
static void test_hands(void **state)
{
    struct api *api = *state;
    int64_t id = fixed(api);
    static const char *const DOORS[] = {"close", "return"};
    for (size_t i = 0; i < ARRAY_LEN(DOORS); i++) {
        try_act(api, INSPECTOR, id, "/recheck", DOORS[i], "");
        assert_refused(api, 403, "finding_hand"); /* found it */
        try_act(api, COORDINATOR, id, "/recheck", DOORS[i], "");
        assert_refused(api, 403, "finding_hand"); /* dispatched it */
        try_act(api, COUNTY, id, "/recheck", DOORS[i], "");
        assert_refused(api, 403, "forbidden"); /* fixed it, and has no such right */
    }
    /* Self-check: whoever reports does not fix. */
    int64_t own = report(api, COUNTY, "");
    act(api, COORDINATOR, own, "/manage", "dispatch", units(api, ""), "dispatched");
    try_act(api, COUNTY, own, "/answer", "fix", "");
    assert_refused(api, 403, "finding_hand");
    act(api, LEAD, own, "/answer", "fix", "", "fixed"); /* the unit above answers for it */
    /* The hand goes with a merge and a split. */
    int64_t first = report(api, INSPECTOR, ""), second = report(api, COORDINATOR, "");
    act(api, COORDINATOR, first, "/manage", "merge",
        api_target(api, "\"into\":%lld", (long long)second), "merged");
    act(api, COORDINATOR, second, "/manage", "dispatch", units(api, ""), "dispatched");
    act(api, COUNTY, second, "/answer", "fix", "", "fixed");
    try_act(api, INSPECTOR, second, "/recheck", "close", "");
    assert_refused(api, 403, "finding_hand");
    int64_t both = report(api, INSPECTOR, "\"defects\":[\"甲\",\"乙\",\"丙\"]");
    act(api, COORDINATOR, both, "/manage", "split", "\"defects\":[2]", "reported");
    assert_int_equal(json_array_size(api_at(api, "defects")), 2);
    const char *other = api_target(api, "%s", api_text(api, "steps.0.detail.split"));
    api_good(api, COORDINATOR, "GET", api_target(api, FINDINGS "/%s", other), NULL);
    assert_string_equal(api_text(api, "finding.text"), "乙");
    assert_int_equal(api_int(api, "into"), both);
    int64_t part = strtoll(other, NULL, 10);
    act(api, COORDINATOR, part, "/manage", "dispatch", units(api, ""), "dispatched");
    act(api, COUNTY, part, "/answer", "fix", "", "fixed");
    try_act(api, INSPECTOR, part, "/recheck", "close", "");
    assert_refused(api, 403, "finding_hand");
}

/* Lent posts do not help: the hand is of both. */
static void test_deputy(void **state)
{
    struct api *api = *state;
    int64_t id = fixed(api);
    api_good(api, COORDINATOR, "GET", "/api/session", NULL);
    int64_t post = api_int(api, "posts.0.post");
    api_good(api, COORDINATOR, "GET", "/api/delegations/people", NULL);
    assert_true(json_array_size(api_at(api, "people")) > 0);
    api_good(api, COORDINATOR, "POST", "/api/delegations",
             api_target(api,
                        "{\"post\":%lld,\"to\":%lld,\"until\":\"2026-04-30\",\"reason\":\"出差\"}",
                        (long long)post, (long long)api_int(api, "people.0.id")));
    api_good(api, COORDINATOR, "GET", "/api/delegations", NULL);
    const char *login = api_target(api, "%s", api_text(api, "given.0.login"));
    people_log_in(api, STRANGER, login, DEMO_PASSWORD);
    api_good(api, STRANGER, "GET", "/api/session", NULL);
    json_t *held;
    size_t i;
    int64_t lent = 0, with = 0;
    json_array_foreach(api_at(api, "posts"), i,
                       held) if (json_integer_value(json_object_get(held, "delegation")))
    {
        lent = json_integer_value(json_object_get(held, "post"));
        with = json_integer_value(json_object_get(held, "delegation"));
    }
    assert_true(lent && with);
    api_good(
        api, STRANGER, "PUT", "/api/session/post",
        api_target(api, "{\"post\":%lld,\"delegation\":%lld}", (long long)lent, (long long)with));
    /* In the name of the coordinator, who dispatched it. */
    try_act(api, STRANGER, id, "/recheck", "close", "");
    assert_refused(api, 403, "finding_hand");
}

/* ---- time ------------------------------------------------------------------------------------
 */

static void test_more_time(void **state)
{
    struct api *api = *state;
    int64_t id = dispatched(api);
    try_act(api, COORDINATOR, id, "/manage", "extend", "\"limit\":\"2 workdays\"");
    assert_refused(api, 409, "finding_request");
    try_act(api, COUNTY, id, "/answer", "ask_extension", "\"limit\":\"many\"");
    assert_refused(api, 400, "limit");
    act(api, COUNTY, id, "/answer", "ask_extension", "\"limit\":\"10 workdays\"", "dispatched");
    try_act(api, COUNTY, id, "/answer", "ask_extension", "\"limit\":\"10 workdays\"");
    assert_refused(api, 409, "finding_request");
    /* Thursday the 30th, then five days of May holidays. */
    act(api, COORDINATOR, id, "/manage", "extend", "\"limit\":\"2 workdays\"", "dispatched");
    assert_int_equal(api_int(api, "finding.due_at"), INT64_C(1778061600000));
    assert_true(json_is_true(api_at(api, "requests.0.granted")));
    act(api, COUNTY, id, "/answer", "ask_extension", "\"limit\":\"1 day\"", "dispatched");
    act(api, COORDINATOR, id, "/manage", "decline", "", "dispatched");
    assert_int_equal(api_int(api, "finding.due_at"), INT64_C(1778061600000));
    /* An appeal stops the clock: of the four duty hours of Friday afternoon none is lost. */
    int64_t other = report(api, INSPECTOR, "");
    act(api, COORDINATOR, other, "/manage", "dispatch",
        api_target(api, "\"lead\":%lld,\"form\":\"at_once\",\"limit\":\"2 hours\"",
                   (long long)market),
        "dispatched");
    assert_int_equal(api_int(api, "finding.due_at"), api->now + 2 * HOUR);
    api->now += HOUR;
    act(api, COUNTY, other, "/answer", "appeal", "", "appealed");
    assert_true(json_is_true(api_at(api, "finding.paused")));
    try_act(api, COORDINATOR, other, "/hearing", "dismiss", "");
    assert_refused(api, 403, "finding_hand"); /* dispatched it */
    api->now += 5 * HOUR;
    act(api, LEADER, other, "/hearing", "dismiss", "", "dispatched");
    assert_int_equal(api_int(api, "finding.due_at"), api->now + HOUR);
    /* Late, and seen to be. */
    api->now += 2 * HOUR;
    api_good(api, LEADER, "GET", one(api, other, ""), NULL);
    assert_true(json_is_true(api_at(api, "finding.late")));
    act(api, LEADER, other, "/supervise", "supervise", "\"level\":\"notice\"", "dispatched");
    assert_int_equal(api_int(api, "finding.supervised"), 2);
    api_good(api, LEADER, "GET", FINDINGS "?region=532624&due=late", NULL);
    assert_int_equal(json_array_size(api_at(api, "findings")), 1);
    assert_int_equal(api_int(api, "findings.0.id"), other);
    act(api, COUNTY, other, "/answer", "appeal", "", "appealed");
    act(api, LEADER, other, "/hearing", "uphold", "", "withdrawn");
    api->now -= 8 * HOUR;
}

static void test_project(void **state)
{
    struct api *api = *state;
    int64_t id = dispatched(api);
    act(api, COORDINATOR, id, "/manage", "suspend",
        "\"stages\":[{\"target\":\"立项\",\"due_on\":\"2026-06-30\"},{\"target\":\"完工\","
        "\"due_on\":\"2026-12-31\"}]",
        "suspended");
    assert_string_equal(api_text(api, "stages.1.target"), "完工");
    assert_true(json_is_null(api_at(api, "stages.0.done_on")));
    act(api, COUNTY, id, "/answer", "progress", "\"stage\":1", "suspended");
    assert_string_equal(api_text(api, "stages.0.done_on"), "2026-04-24");
    api->now += 8 * HOUR;
    act(api, COORDINATOR, id, "/manage", "resume", "", "fixing");
    assert_int_equal(api_int(api, "finding.due_at"), INT64_C(1777456800000));
    api->now -= 8 * HOUR;
    /* Four duty hours that had not begun to pass: Monday, 08:30 to 12:00 and half an hour more. */
    int64_t other = report(api, INSPECTOR, "");
    act(api, COORDINATOR, other, "/manage", "dispatch",
        api_target(api, "\"lead\":%lld,\"form\":\"dated\",\"limit\":\"4 workhours\"",
                   (long long)market),
        "dispatched");
    act(api, COORDINATOR, other, "/manage", "suspend", "", "suspended");
    api->now += 8 * HOUR;
    act(api, COORDINATOR, other, "/manage", "resume", "", "fixing");
    assert_int_equal(api_int(api, "finding.due_at"), INT64_C(1777273200000));
    api->now -= 8 * HOUR;
}

/* ---- other units -----------------------------------------------------------------------------
 */

static void test_routes(void **state)
{
    struct api *api = *state;
    int64_t id = dispatched(api);
    act(api, COUNTY, id, "/answer", "send_back", "", "filed");
    assert_int_equal(api_int(api, "finding.lead_unit"), 0);
    assert_true(json_is_null(api_at(api, "finding.due_at")));
    try_act(api, COUNTY, id, "/answer", "claim", "");
    assert_status(api, 403); /* it is theirs no more */
    act(api, COORDINATOR, id, "/manage", "dispatch",
        api_target(api, "\"lead\":%lld,\"form\":\"dated\",\"limit\":\"3 workdays\"",
                   (long long)health),
        "dispatched");
    act(api, COORDINATOR, id, "/manage", "route",
        api_target(api, "\"lead\":%lld,\"co\":[%lld]", (long long)market, (long long)health),
        "dispatched");
    assert_int_equal(api_int(api, "finding.lead_unit"), market);
    act(api, COUNTY, id, "/answer", "fix", "", "fixing");
    /* The last one that had not answered is not concerned: then all have. */
    act(api, LEAD, id, "/answer", "send_back", api_target(api, "\"unit\":%lld", (long long)health),
        "fixed");
    static const struct {
        const char *more, *code;
    } BAD[] = {
        {"\"form\":\"dated\",\"limit\":\"3 workdays\"", "finding_no_unit"},
        {"\"lead\":MARKET,\"limit\":\"3 workdays\"", "choice"},
        {"\"lead\":MARKET,\"form\":\"dated\"", "limit"},
        {"\"lead\":MARKET,\"co\":[MARKET],\"form\":\"dated\",\"limit\":\"3 workdays\"",
         "finding_unit_twice"},
        {"\"lead\":999999,\"form\":\"dated\",\"limit\":\"3 workdays\"", "not_found"},
    };
    int64_t other = report(api, INSPECTOR, "");
    for (size_t i = 0; i < ARRAY_LEN(BAD); i++) {
        char text[200] = "", *out = text;
        for (const char *p = BAD[i].more; *p;) {
            bool unit = strncmp(p, "MARKET", 6) == 0;
            out += unit ? sprintf(out, "%lld", (long long)market) : sprintf(out, "%c", *p);
            p += unit ? 6 : 1;
        }
        try_act(api, COORDINATOR, other, "/manage", "dispatch", text);
        assert_string_equal(api_text(api, "error.code"), BAD[i].code);
    }
}

/* ---- what is refused -------------------------------------------------------------------------
 */

static void test_reports(void **state)
{
    struct api *api = *state;
    static const struct {
        const char *body;
        int status;
        const char *code, *field;
    } BAD[] = {
        {"\"source\":\"patrol\",\"region\":\"532624\",\"text\":\"  \"", 400, "empty", "text"},
        {"\"source\":\"rumour\",\"region\":\"532624\",\"text\":\"x\"", 400, "choice", "source"},
        {"\"source\":\"patrol\",\"region\":\"5301\",\"text\":\"x\"", 403, "out_of_region",
         "region"},
        {"\"source\":\"patrol\",\"text\":\"x\"", 403, "out_of_region", "region"},
        {"\"source\":\"patrol\",\"region\":\"532624\",\"text\":\"x\",\"item\":\"Q.99\"", 404,
         "not_found", "item"},
        {"\"source\":\"patrol\",\"region\":\"532624\",\"text\":\"x\",\"round\":9", 404, "not_found",
         "round"},
        {"\"source\":\"patrol\",\"text\":\"x\",\"place\":999999", 404, "not_found", "place"},
        {"\"source\":\"patrol\",\"region\":\"532624\",\"text\":\"x\",\"found_at\":1777000000001",
         422, "finding_later", "found_at"},
        {"\"source\":\"patrol\",\"region\":\"532624\",\"text\":\"x\",\"repeat_of\":999999", 404,
         "not_found", "repeat_of"},
        {"\"source\":\"patrol\",\"region\":\"532624\",\"text\":\"x\",\"defects\":[\" \"]", 400,
         "empty", "defects"},
    };
    for (size_t i = 0; i < ARRAY_LEN(BAD); i++) {
        api_call(api, DEPUTY, "POST", FINDINGS, api_target(api, "{%s}", BAD[i].body));
        assert_refused(api, BAD[i].status, BAD[i].code);
        assert_string_equal(api_text(api, "error.field"), BAD[i].field);
    }
    /* The same place and item as before is shown, and said. */
    api_good(api, INSPECTOR, "POST", FINDINGS,
             "{\"source\":\"patrol\",\"region\":\"532624\",\"text\":\"地面积水\",\"place_kind\":"
             "\"market\",\"place_name\":\"东门市场（演示）\"}");
    int64_t place = api_int(api, "finding.place"), first = api_int(api, "finding.id");
    assert_string_equal(api_text(api, "finding.place_name"), "东门市场（演示）");
    api_good(api, LEADER, "GET", FINDINGS "?region=532624&open=true&limit=50", NULL);
    const char *item = api_target(api, "%s", api_text(api, "findings.0.item"));
    int64_t at = api_int(api, "findings.0.place");
    api_good(api, LEADER, "GET",
             api_target(api, FINDINGS "/alike?place=%lld&item=%s", (long long)at, item), NULL);
    assert_true(json_array_size(api_at(api, "findings")) >= 1);
    api_good(api, INSPECTOR, "POST", FINDINGS,
             api_target(api,
                        "{\"source\":\"follow_up\",\"text\":\"又积水\",\"place\":%lld,"
                        "\"repeat_of\":%lld}",
                        (long long)place, (long long)first));
    assert_int_equal(api_int(api, "finding.repeat_of"), first);
    /* A good example waits for nobody. */
    api_good(api, INSPECTOR, "POST", FINDINGS,
             "{\"source\":\"patrol\",\"region\":\"532624\",\"text\":\"分类规范\",\"good\":true}");
    assert_string_equal(api_text(api, "finding.state"), "noted");
    assert_true(json_is_false(api_at(api, "finding.open")));
    assert_int_equal(json_array_size(api_at(api, "acts")), 0);
}

static void test_doors(void **state)
{
    struct api *api = *state;
    int64_t id = report(api, INSPECTOR, "");
    /* An act comes through its own door, and nobody works outside of what they reach. */
    api_call(api, COORDINATOR, "POST", one(api, id, "/recheck"),
             "{\"act\":\"dispatch\",\"version\":1}");
    assert_refused(api, 400, "choice");
    api_call(api, COORDINATOR, "POST", one(api, id, "/manage"),
             "{\"act\":\"refuse\",\"version\":1,\"reason\":\" \"}");
    assert_refused(api, 400, "empty");
    act(api, COORDINATOR, id, "/manage", "refuse", "", "refused");
    people_log_in(api, STRANGER, "stranger", DEMO_PASSWORD);
    api_call(api, STRANGER, "GET", one(api, id, ""), NULL);
    assert_status(api, 403);
    /* What can be done is what is shown. */
    int64_t other = dispatched(api);
    api_good(api, COUNTY, "GET", one(api, other, ""), NULL);
    static const char *const THEIRS[] = {"claim", "send_back", "ask_extension", "appeal", "fix"};
    assert_int_equal(json_array_size(api_at(api, "acts")), ARRAY_LEN(THEIRS));
    for (size_t i = 0; i < ARRAY_LEN(THEIRS); i++) {
        char path[24];
        snprintf(path, sizeof path, "acts.%zu", i);
        assert_string_equal(api_text(api, path), THEIRS[i]);
    }
    api_good(api, INSPECTOR, "GET", one(api, other, ""), NULL);
    assert_int_equal(json_array_size(api_at(api, "acts")), 0);
}

/* Each act is an entry of the record, with what it changed and why. */
static void test_record(void **state)
{
    struct api *api = *state;
    int64_t id = dispatched(api);
    struct audit_rows rows = {0};
    struct store_tx *tx = store_read(api->store, NULL);
    assert_true(store_audit_page(tx, &api->arena, INT64_MAX, 2, &rows, NULL));
    store_read_end(tx);
    assert_int_equal(rows.n, 2);
    assert_true(str_is(rows.at[0].kind, "finding.dispatch"));
    assert_true(str_is(rows.at[0].reason, "因故"));
    assert_true(str_is(rows.at[0].thing, api_target(api, "finding %lld", (long long)id)));
    assert_non_null(memmem(rows.at[0].became.p, rows.at[0].became.n, "\"dispatched\"", 12));
    assert_non_null(memmem(rows.at[0].was.p, rows.at[0].was.n, "\"reported\"", 10));
    assert_true(str_is(rows.at[1].kind, "finding.report"));
}

/* A unit that still has to answer cannot be dissolved; the error names both languages' words. */
static void test_words(void **state)
{
    struct api *api = *state;
    int64_t id = fixed(api);
    try_act(api, INSPECTOR, id, "/recheck", "close", "");
    assert_string_equal(api_text(api, "error.message"),
                        "You found it yourself; somebody else must do this: pass and close.");
    api->lang = "zh";
    try_act(api, INSPECTOR, id, "/recheck", "close", "");
    assert_string_equal(api_text(api, "error.message"),
                        "本人已参与该问题的“发现”，“核查通过并销号”须由其他人办理。");
    api->lang = NULL;
    people_log_in(api, STRANGER, "admin", DEMO_PASSWORD);
    api_good(api, STRANGER, "POST", "/api/units",
             "{\"name\":\"县水务局\",\"kind\":\"bureau\",\"region\":\"532624\"}");
    int64_t unit = api_int(api, "id"), other = report(api, INSPECTOR, "");
    act(api, COORDINATOR, other, "/manage", "dispatch",
        api_target(api, "\"lead\":%lld,\"form\":\"dated\",\"limit\":\"3 workdays\"",
                   (long long)unit),
        "dispatched");
    const char *closed = "{\"version\":1,\"name\":\"县水务局\",\"kind\":\"bureau\",\"region\":"
                         "\"532624\",\"closed\":true}";
    api_call(api, STRANGER, "PUT", api_target(api, "/api/units/%lld", (long long)unit), closed);
    assert_refused(api, 409, "unit_findings");
    act(api, COORDINATOR, other, "/manage", "route",
        api_target(api, "\"lead\":%lld", (long long)market), "dispatched");
    api_good(api, STRANGER, "PUT", api_target(api, "/api/units/%lld", (long long)unit), closed);
}

/* Closed on paper, at the place, and open again: by the unit that led. */
static void test_closings(void **state)
{
    struct api *api = *state;
    api_good(api, LEADER, "GET", FINDINGS "/closings?region=532624&from=1777000000000", NULL);
    int64_t before[3] = {0};
    json_t *u;
    size_t i;
    static const char *const KEYS[] = {"closed", "paper", "again"};
    json_array_foreach(api_at(api, "units"), i,
                       u) for (int k = 0; k < 3;
                               k++) if (json_integer_value(json_object_get(u, "unit")) == market)
        before[k] = json_integer_value(json_object_get(u, KEYS[k]));
    int64_t paper = fixed(api), site = fixed(api), again = fixed(api);
    act(api, DEPUTY, paper, "/recheck", "close", "\"on_site\":false", "closed");
    act(api, DEPUTY, site, "/recheck", "close", "\"on_site\":true", "closed");
    act(api, DEPUTY, again, "/recheck", "close", "\"on_site\":true", "closed");
    act(api, INSPECTOR, again, "/recheck", "reopen", "\"limit\":\"1 day\"", "fixing");
    api_good(api, LEADER, "GET", FINDINGS "/closings?region=532624&from=1777000000000", NULL);
    int64_t after[3] = {0};
    json_array_foreach(api_at(api, "units"), i,
                       u) for (int k = 0; k < 3;
                               k++) if (json_integer_value(json_object_get(u, "unit")) == market)
        after[k] = json_integer_value(json_object_get(u, KEYS[k]));
    assert_int_equal(after[0] - before[0], 2);
    assert_int_equal(after[1] - before[1], 1);
    assert_int_equal(after[2] - before[2], 1);
    const char *list =
        api_target(api, FINDINGS "?region=532624&unit=%lld&closing=", (long long)market);
    api_good(api, LEADER, "GET", api_target(api, "%spaper", list), NULL);
    assert_int_equal(json_array_size(api_at(api, "findings")), after[1]);
    api_good(api, LEADER, "GET", api_target(api, "%sagain", list), NULL);
    assert_int_equal(json_array_size(api_at(api, "findings")), after[2]);
}

/* Five with the same deadline, three hours from now: fixed and closed, fixed late, open and late,
 * suspended, and one that another county's unit would see. Rates by hand. */
static void test_performance(void **state)
{
    struct api *api = *state;
    int64_t ids[5];
    const char *in = api_target(api, "\"lead\":%lld,\"form\":\"dated\",\"limit\":\"3 hours\"",
                                (long long)market);
    for (int i = 0; i < 5; i++) {
        ids[i] = report(api, INSPECTOR, "");
        act(api, COORDINATOR, ids[i], "/manage", "dispatch", in, "dispatched");
    }
    int64_t due = api->now + 3 * HOUR;
    const char *where = api_target(api, FINDINGS "/performance?region=532624&from=%lld&until=%lld",
                                   (long long)due, (long long)due + 1);
    api_good(api, LEADER, "GET", where, NULL);
    assert_int_equal(api_int(api, "rows.0.due"), 0); /* nothing is due yet */
    assert_true(json_is_null(api_at(api, "rows.0.rates.on_time")));
    act(api, COUNTY, ids[0], "/answer", "fix", "", "fixed");
    act(api, DEPUTY, ids[0], "/recheck", "return", "", "fixing");
    act(api, COUNTY, ids[0], "/answer", "fix", "", "fixed");
    act(api, DEPUTY, ids[0], "/recheck", "close", "\"on_site\":true", "closed");
    act(api, COUNTY, ids[4], "/answer", "fix", "", "fixed");
    act(api, COORDINATOR, ids[3], "/manage", "suspend", "", "suspended");
    api->now += 4 * HOUR;
    act(api, COUNTY, ids[1], "/answer", "fix", "", "fixed");
    api_good(api, LEADER, "GET", where, NULL);
    static const struct {
        const char *key;
        int64_t n;
    } COUNTS[] = {{"due", 4},    {"on_time", 2},        {"late", 1},     {"late_open", 1},
                  {"closed", 1}, {"closed_on_time", 1}, {"returned", 1}, {"suspended", 1}};
    assert_int_equal(json_array_size(api_at(api, "rows")), 1);
    assert_int_equal(api_int(api, "rows.0.unit"), market);
    for (size_t i = 0; i < ARRAY_LEN(COUNTS); i++)
        assert_int_equal(api_int(api, api_target(api, "rows.0.%s", COUNTS[i].key)), COUNTS[i].n);
    assert_string_equal(api_text(api, "rows.0.rates.on_time"), "50");
    assert_string_equal(api_text(api, "rows.0.rates.closed"), "25");
    assert_string_equal(api_text(api, "rows.0.rates.returned"), "25");
    api_good(api, LEADER, "GET",
             api_target(api, FINDINGS "/performance?region=5326&by=county&from=%lld&until=%lld",
                        (long long)due, (long long)due + 1),
             NULL);
    assert_int_equal(json_array_size(api_at(api, "rows")), 1);
    assert_string_equal(api_text(api, "rows.0.county"), "532624");
    assert_string_equal(api_text(api, "rows.0.name.zh"), "麻栗坡县");
    assert_int_equal(api_int(api, "rows.0.due"), 4);
    api->now -= 4 * HOUR;
}

static void test_all_answered(void **state)
{
    api_assert_answered(*state, "findings");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_people),       cmocka_unit_test(test_way),
        cmocka_unit_test(test_again),        cmocka_unit_test(test_hands),
        cmocka_unit_test(test_more_time),    cmocka_unit_test(test_project),
        cmocka_unit_test(test_routes),       cmocka_unit_test(test_reports),
        cmocka_unit_test(test_doors),        cmocka_unit_test(test_record),
        cmocka_unit_test(test_deputy),       cmocka_unit_test(test_words),
        cmocka_unit_test(test_closings),     cmocka_unit_test(test_performance),
        cmocka_unit_test(test_all_answered),
    };
    return cmocka_run_group_tests(tests, api_setup, api_teardown);
}

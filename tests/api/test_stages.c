/* How long a finding may wait in a state: frozen when it comes to it, by the rule and the calendar
 * of then; shown, listed, counted. Moments are worked out by hand from the duty hours 08:30 to
 * 12:00 and 14:30 to 18:00 and the May holidays of 2026 (1 to 5 May off; Saturday 9 May worked).
 * The clock begins on Friday 2026-04-24 11:06:40. */
#include "api_people.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/audit.h"
#include "work/demo.h"
#include "work/stage.h"

#define FINDINGS "/api/campaigns/1/findings"
#define LIMITS "/api/campaigns/1/stage-limits"
#define BOARD FINDINGS "/board?region="

static int64_t market, health;
static msec was;

static msec at(const char *text)
{
    msec t;
    assert_true(when_parse(str_of(text), &t));
    return t;
}

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
    was = api->now;
}

/* A login does not last for weeks: it is made anew when it is over. */
static void sure(struct api *api, enum who who)
{
    static const char *const NAMES[WHO_COUNT] = {NULL,       "coordinator", "county",    "leader",
                                                 "stranger", "deputy",      "inspector", "lead"};
    api_call(api, who, "GET", "/api/session", NULL);
    if (api->status == 401)
        people_log_in(api, who, NAMES[who], DEMO_PASSWORD);
}

static void get(struct api *api, enum who who, const char *target)
{
    sure(api, who);
    api_good(api, who, "GET", target, NULL);
}

static int64_t reported(struct api *api, const char *more)
{
    sure(api, INSPECTOR);
    api_good(api, INSPECTOR, "POST", FINDINGS,
             api_target(api,
                        "{\"source\":\"unannounced\",\"region\":\"532624\",\"text\":\"市场入口垃圾"
                        "未清运\"%s}",
                        more));
    return api_int(api, "finding.id");
}

static void act(struct api *api, enum who who, int64_t id, const char *door, const char *name,
                const char *more)
{
    get(api, COORDINATOR, api_target(api, FINDINGS "/%lld", (long long)id));
    int64_t v = api_int(api, "finding.version");
    sure(api, who);
    api_good(api, who, "POST", api_target(api, FINDINGS "/%lld/%s", (long long)id, door),
             api_target(api, "{\"act\":\"%s\",\"version\":%lld,\"reason\":\"因故\"%s%s}", name,
                        (long long)v, more[0] ? "," : "", more));
}

static void dispatch(struct api *api, int64_t id)
{
    act(api, COORDINATOR, id, "manage", "dispatch",
        api_target(api, "\"lead\":%lld,\"form\":\"dated\",\"limit\":\"3 workdays\"",
                   (long long)market));
}

static void limits(struct api *api, const char *said)
{
    sure(api, COORDINATOR);
    api_good(api, COORDINATOR, "PUT", LIMITS, api_target(api, "{\"limits\":[%s]}", said));
}

/* Until when the finding may wait, as it stands in the last answer; NULL = as long as it takes. */
static void assert_until(struct api *api, const char *when)
{
    if (!when)
        assert_true(json_is_null(api_at(api, "finding.stage_due_at")));
    else
        assert_int_equal(api_int(api, "finding.stage_due_at"), at(when));
}

static void look(struct api *api, int64_t id, const char *when, bool late)
{
    get(api, DEPUTY, api_target(api, FINDINGS "/%lld", (long long)id));
    assert_until(api, when);
    assert_int_equal(json_is_true(api_at(api, "finding.stage_late")), late);
}

/* ---- the way ---------------------------------------------------------------------------------
 */

static void test_way(void **state)
{
    struct api *api = *state;
    int64_t id = reported(api, "");
    assert_until(api, "2026-04-27 18:00"); /* Friday does not count: Monday */
    api->now = at("2026-04-27 18:00");
    look(api, id, "2026-04-27 18:00", false);
    api->now += 1;
    look(api, id, "2026-04-27 18:00", true);
    api->now = at("2026-04-28 09:00"); /* a Tuesday */
    act(api, COORDINATOR, id, "manage", "verify", "");
    assert_until(api, "2026-04-29 18:00");
    api->now = at("2026-04-28 10:00");
    dispatch(api, id);
    assert_until(api, "2026-04-29 18:00");
    /* What leaves it in its state leaves the moment. */
    api->now = at("2026-04-29 10:00");
    act(api, LEADER, id, "supervise", "supervise", "\"level\":\"reminder\"");
    assert_until(api, "2026-04-29 18:00");
    act(api, COUNTY, id, "answer", "ask_extension", "\"limit\":\"2 workdays\"");
    act(api, COORDINATOR, id, "manage", "extend", "\"limit\":\"2 workdays\"");
    assert_until(api, "2026-04-29 18:00");
    act(api, COUNTY, id, "answer", "claim", "");
    assert_until(api, NULL); /* its deadline runs */
    act(api, COUNTY, id, "answer", "fix", "");
    assert_until(api, "2026-05-06 18:00"); /* Thursday 30 April, Wednesday 6 May */
    act(api, DEPUTY, id, "recheck", "return", "");
    assert_until(api, NULL);
    act(api, COUNTY, id, "answer", "fix", "");
    act(api, DEPUTY, id, "recheck", "close", "");
    assert_until(api, NULL);
    look(api, id, NULL, false);
    api->now = was;
}

static void test_appeal(void **state)
{
    struct api *api = *state;
    int64_t id = reported(api, "");
    dispatch(api, id);
    assert_until(api, "2026-04-27 18:00");
    api->now = at("2026-04-29 10:00");
    act(api, COUNTY, id, "answer", "appeal", "");
    assert_until(api, "2026-05-09 18:00"); /* 30 April, 6, 7, 8 and Saturday 9 May */
    api->now = at("2026-05-06 09:00");
    act(api, LEADER, id, "hearing", "dismiss", "");
    assert_string_equal(api_text(api, "finding.state"), "dispatched");
    assert_until(api, "2026-05-07 18:00");
    act(api, COUNTY, id, "answer", "send_back", "");
    assert_string_equal(api_text(api, "finding.state"), "filed");
    assert_until(api, "2026-05-07 18:00");
    act(api, COORDINATOR, id, "manage", "refuse", "");
    assert_until(api, NULL);
    api->now = was;
}

/* A good example waits for nobody; what is merged no longer waits; what is split off waits as long
 * as what it was split from. */
static void test_others(void **state)
{
    struct api *api = *state;
    (void)reported(api, ",\"good\":true");
    assert_until(api, NULL);
    int64_t into = reported(api, ""), id = reported(api, "");
    api->now = at("2026-04-28 09:00");
    act(api, COORDINATOR, id, "manage", "merge", api_target(api, "\"into\":%lld", (long long)into));
    assert_until(api, NULL);
    look(api, into, "2026-04-27 18:00", true);
    api->now = was;
    id = reported(api, ",\"defects\":[\"甲\",\"乙\"]");
    api->now = at("2026-04-27 09:00");
    act(api, COORDINATOR, id, "manage", "split", "\"defects\":[2]");
    assert_until(api, "2026-04-27 18:00");
    look(api, atoll(api_text(api, "steps.0.detail.split")), "2026-04-27 18:00", false);
    api->now = was;
}

/* ---- the rule --------------------------------------------------------------------------------
 */

#define RULE(state, limit) "{\"state\":\"" state "\",\"limit\":\"" limit "\"}"

static void test_rule(void **state)
{
    struct api *api = *state;
    get(api, COUNTY, LIMITS);
    assert_int_equal(json_array_size(api_at(api, "limits")), 6);
    assert_string_equal(api_text(api, "limits.0.state"), "reported");
    assert_string_equal(api_text(api, "limits.0.limit"), "1 workday");
    assert_true(json_is_false(api_at(api, "limits.0.own")));
    assert_string_equal(api_text(api, "limits.4.state"), "fixed");
    assert_string_equal(api_text(api, "limits.4.limit"), "2 workdays");
    assert_string_equal(api_text(api, "limits.5.state"), "appealed");
    assert_string_equal(api_text(api, "limits.5.limit"), "5 workdays");
    int64_t before = reported(api, "");
    limits(api, RULE("reported", "4个工作时") "," RULE("filed", ""));
    assert_string_equal(api_text(api, "limits.0.limit"), "4 workhours");
    assert_true(json_is_true(api_at(api, "limits.0.own")));
    assert_string_equal(api_text(api, "limits.2.limit"), "");
    assert_true(json_is_true(api_at(api, "limits.2.own")));
    assert_string_equal(api_text(api, "limits.2.standard"), "1 workday");
    assert_true(json_is_false(api_at(api, "limits.1.own")));
    look(api, before, "2026-04-27 18:00", false); /* frozen */
    /* 53 minutes 20 until noon; 3 hours 6 minutes 40 from 14:30. */
    int64_t id = reported(api, "");
    assert_int_equal(api_int(api, "finding.stage_due_at"), at("2026-04-24 17:36") + 40000);
    /* Without a limit it waits for as long as it takes. */
    act(api, COORDINATOR, id, "manage", "file", "");
    assert_until(api, NULL);
    api->now = at("2026-08-03 09:00");
    look(api, id, NULL, false);
    api->now = was;
    limits(api, "");
    assert_true(json_is_false(api_at(api, "limits.0.own")));
    assert_string_equal(api_text(api, "limits.2.limit"), "1 workday");
    look(api, before, "2026-04-27 18:00", false);
}

/* The record says what was and what is. */
static void test_record(void **state)
{
    struct api *api = *state;
    limits(api, RULE("fixed", "3 workdays") "," RULE("appealed", ""));
    struct audit_rows rows = {0};
    struct store_tx *tx = store_read(api->store, NULL);
    assert_true(store_audit_page(tx, &api->arena, INT64_MAX, 1, &rows, NULL));
    store_read_end(tx);
    assert_true(str_is(rows.at[0].kind, "stage.change"));
    assert_true(str_is(rows.at[0].thing, "campaign 1"));
    assert_non_null(strstr(rows.at[0].was.p, "\"fixed\":\"standard\""));
    assert_non_null(strstr(rows.at[0].became.p, "\"fixed\":\"3 workdays\""));
    assert_non_null(strstr(rows.at[0].became.p, "\"appealed\":\"none\""));
    assert_null(strstr(rows.at[0].became.p, "reported"));
    limits(api, "");
}

static void test_refused(void **state)
{
    struct api *api = *state;
    static const struct {
        const char *said;
        int status;
        const char *code;
    } WRONG[] = {
        {"{\"limits\":[" RULE("reported", "soon") "]}", 400, "limit"},
        {"{\"limits\":[" RULE("reported", "0 workdays") "]}", 400, "limit"},
        {"{\"limits\":[" RULE("reported", "1 days") "," RULE("reported", "2 days") "]}", 422,
         "reminder_twice"},
    };
    static const enum who ALL[] = {COORDINATOR, DEPUTY, COUNTY, STRANGER};
    for (size_t i = 0; i < ARRAY_LEN(ALL); i++)
        sure(api, ALL[i]);
    for (size_t i = 0; i < ARRAY_LEN(WRONG); i++) {
        api_call(api, COORDINATOR, "PUT", LIMITS, WRONG[i].said);
        assert_refused(api, WRONG[i].status, WRONG[i].code);
    }
    static const char *const SHAPES[] = {
        "{\"limits\":[" RULE("fixing", "1 workday") "]}", "{\"limits\":[" RULE("closed", "") "]}",
        "{\"limits\":[{\"state\":\"filed\"}]}",           "{\"limits\":{}}",
        "{\"limits\":[{\"state\":1,\"limit\":2}]}",       "{}",
    };
    for (size_t i = 0; i < ARRAY_LEN(SHAPES); i++) {
        api_call(api, COORDINATOR, "PUT", LIMITS, SHAPES[i]);
        assert_int_equal(api->status / 100, 4);
    }
    /* A county of the campaign, a unit, somebody of another prefecture. */
    api_call(api, DEPUTY, "PUT", LIMITS, "{\"limits\":[]}");
    assert_status(api, 403);
    api_call(api, COUNTY, "PUT", LIMITS, "{\"limits\":[]}");
    assert_status(api, 403);
    api_call(api, STRANGER, "PUT", LIMITS, "{\"limits\":[]}");
    assert_status(api, 403);
    get(api, COORDINATOR, LIMITS);
    assert_true(json_is_false(api_at(api, "limits.0.own")));
}

/* ---- the calendar ----------------------------------------------------------------------------
 */

static void day(struct api *api, const char *region, const char *said)
{
    sure(api, COORDINATOR);
    api_good(api, COORDINATOR, "PUT", api_target(api, "/api/calendar/%s/day", region), said);
}

static void duty(struct api *api, const char *region, const char *from, const char *hours)
{
    sure(api, COORDINATOR);
    api_good(api, COORDINATOR, "PUT", api_target(api, "/api/calendar/%s/duty", region),
             api_target(api, "{\"from\":\"%s\",\"hours\":\"%s\"}", from, hours));
}

/* Of the region, the nearest that says anything; what was frozen before stays. */
static void test_calendar(void **state)
{
    struct api *api = *state;
    int64_t before = reported(api, "");
    day(api, "532624", "{\"day\":\"2026-04-27\",\"kind\":\"rests\",\"name_zh\":\"县庆\"}");
    day(api, "5326", "{\"day\":\"2026-04-27\",\"kind\":\"works\"}");
    day(api, "532624", "{\"day\":\"2026-04-20\",\"kind\":\"rests\",\"name_zh\":\"过去\"}");
    (void)reported(api, "");
    assert_until(api, "2026-04-28 18:00");
    duty(api, "5326", "2026-04-01", "09:00-12:00 13:00-17:00");
    (void)reported(api, "");
    assert_until(api, "2026-04-28 17:00");
    duty(api, "532624", "2026-04-01", "09:00-12:00 13:00-17:30");
    duty(api, "532624", "2026-04-28", "09:00-12:00 13:00-16:30");
    (void)reported(api, "");
    assert_until(api, "2026-04-28 16:30");
    sure(api, INSPECTOR);
    look(api, before, "2026-04-27 18:00", false);
    day(api, "532624", "{\"day\":\"2026-04-27\",\"kind\":\"shipped\"}");
    (void)reported(api, "");
    assert_until(api, "2026-04-27 17:30");
    duty(api, "532624", "2026-04-01", "");
    duty(api, "532624", "2026-04-28", "");
    duty(api, "5326", "2026-04-01", "");
    (void)reported(api, "");
    assert_until(api, "2026-04-27 18:00");
}

/* ---- shown -----------------------------------------------------------------------------------
 */

static size_t listed(struct api *api, const char *filter)
{
    get(api, LEADER, api_target(api, FINDINGS "?%s", filter));
    return json_array_size(api_at(api, "findings"));
}

static int64_t late_on_board(struct api *api, const char *region, const char *state)
{
    json_t *one;
    size_t i;
    get(api, LEADER, api_target(api, BOARD "%s", region));
    json_array_foreach(api_at(api, "stages_late"), i, one)
    {
        if (strcmp(json_string_value(json_object_get(one, "state")), state) == 0)
            return json_integer_value(json_object_get(one, "n"));
    }
    fail_msg("%s is not on the board", state);
    return -1;
}

#define LATE "stage_late=true&"

static void test_shown(void **state)
{
    struct api *api = *state;
    /* In a month in which nothing else has been reported. */
    api->now = at("2026-07-06 09:00"); /* Monday */
    (void)reported(api, "");
    int64_t there = 0;
    static const char *const REGIONS[] = {"5326", "532624"};
    size_t had = listed(api, LATE "region=532624&limit=200");
    int64_t filed = late_on_board(api, "532624", "filed"),
            report = late_on_board(api, "532624", "reported"),
            dispatched = late_on_board(api, "532624", "dispatched");
    api->now = at("2026-07-06 10:00");
    int64_t second = reported(api, "");
    act(api, COORDINATOR, second, "manage", "file", "");
    api->now = at("2026-07-08 09:00");
    int64_t third = reported(api, "");
    dispatch(api, third); /* until Thursday 9 July 18:00 */
    api->now = at("2026-07-09 18:00") + 1;
    for (size_t i = 0; i < ARRAY_LEN(REGIONS); i++) {
        assert_int_equal(listed(api, api_target(api, LATE "limit=200&region=%s", REGIONS[i])),
                         had + 3);
        assert_int_equal(late_on_board(api, REGIONS[i], "filed"), filed + 1);
        assert_int_equal(late_on_board(api, REGIONS[i], "reported"), report + 1);
        assert_int_equal(late_on_board(api, REGIONS[i], "dispatched"), dispatched + 1);
        assert_int_equal(late_on_board(api, REGIONS[i], "appealed"), 0);
        /* The number opens what it counts. */
        assert_int_equal(
            listed(api, api_target(api, LATE "limit=200&state=dispatched&region=%s", REGIONS[i])),
            dispatched + 1);
    }
    assert_int_equal(listed(api, LATE "region=532622"), 0);
    assert_int_equal(late_on_board(api, "532622", "reported"), 0);
    /* Page by page, the longest first; the last three are those of July. */
    char after[80] = "";
    msec last = 0;
    size_t n = 0;
    do {
        size_t got = listed(api, api_target(api, LATE "region=532624&limit=2&after=%s", after));
        for (size_t i = 0; i < got; i++, n++) {
            msec due = api_int(api, api_target(api, "findings.%zu.stage_due_at", i));
            assert_true(due >= last);
            assert_true(json_is_true(api_at(api, api_target(api, "findings.%zu.stage_late", i))));
            last = due;
            there = api_int(api, api_target(api, "findings.%zu.id", i));
        }
        snprintf(after, sizeof after, "%s", api_text(api, "next"));
    } while (after[0]);
    assert_int_equal(n, had + 3);
    assert_int_equal(there, third);
    /* Whoever acts has it off the list. */
    act(api, COUNTY, third, "answer", "claim", "");
    assert_int_equal(listed(api, LATE "region=532624&limit=200"), had + 2);
    assert_int_equal(late_on_board(api, "532624", "dispatched"), dispatched);
    assert_int_equal(listed(api, LATE "region=532624&limit=200&sort=found"), had + 2);
    assert_int_equal(api_int(api, "findings.0.id"), second);
    api->now = was;
}

/* ---- told ------------------------------------------------------------------------------------
 */

static int64_t run(struct api *api)
{
    int64_t told, n;
    struct err err = {0};
    assert_true(stages_to_tell(&api->app, &n, &err));
    if (!stages_run(&api->app, &told, &err))
        fail_msg("%s %s", err_key(err.code), err.args[0]);
    assert_int_equal(told, n); /* as many as were announced */
    return told;
}

/* How many messages of late steps about the finding. */
static int told(struct api *api, enum who who, int64_t finding)
{
    json_t *one;
    size_t i;
    int n = 0;
    get(api, who, "/api/messages?limit=200&kind=stage_late");
    json_array_foreach(api_at(api, "messages"), i, one)
    {
        n += json_integer_value(json_object_get(one, "finding")) == finding;
    }
    return n;
}

static void assert_told(struct api *api, int64_t id, int coordinator, int unit, int leader)
{
    assert_int_equal(told(api, DEPUTY, id), coordinator);
    assert_int_equal(told(api, COUNTY, id), unit);
    assert_int_equal(told(api, LEADER, id), leader);
}

/* Nobody was ever told: what is late already is not poured out, what becomes late is told. */
static void test_told(void **state)
{
    struct api *api = *state;
    api->now = at("2026-08-03 09:00"); /* Monday */
    int64_t id = reported(api, "");    /* until Tuesday 18:00 */
    assert_int_equal(run(api), 0);
    api->now = at("2026-08-04 18:00");
    assert_int_equal(run(api), 0);
    api->now += 1;
    assert_int_equal(run(api), 1);
    assert_told(api, id, 1, 0, 0);
    get(api, DEPUTY, "/api/messages?limit=1&kind=stage_late");
    assert_string_equal(api_text(api, "messages.0.text"),
                        api_target(api,
                                   "Finding %lld (市场入口垃圾未清运): \"Reported\" has lasted for "
                                   "too long; the next step was due by 2026-08-04 18:00.",
                                   (long long)id));
    api->lang = "zh";
    get(api, DEPUTY, "/api/messages?limit=1&kind=stage_late");
    api->lang = NULL;
    assert_string_equal(
        api_text(api, "messages.0.text"),
        api_target(
            api,
            "问题 %lld（市场入口垃圾未清运）：“已上报”环节已超时，应于 2026-08-04 18:00 前办理。",
            (long long)id));
    api->now += 86400000;
    assert_int_equal(run(api), 0); /* once */
    /* Wednesday: dispatched, until Thursday; the unit that has not answered is told, too. */
    dispatch(api, id);
    api->now = at("2026-08-06 18:01");
    assert_int_equal(run(api), 1);
    assert_told(api, id, 2, 1, 0);
    act(api, COUNTY, id, "answer", "claim", "");
    act(api, COUNTY, id, "answer", "fix", "");
    api->now = at("2026-08-10 18:01"); /* Friday, Monday */
    assert_int_equal(run(api), 1);
    assert_told(api, id, 3, 1, 0); /* whoever may re-check */
    act(api, DEPUTY, id, "recheck", "return", "");
    /* In time: nobody is told of a step that was done. */
    act(api, COUNTY, id, "answer", "fix", "");
    act(api, DEPUTY, id, "recheck", "close", "");
    api->now = at("2026-08-20 09:00");
    assert_int_equal(run(api), 0);
    /* Five working days and one more: 21, 24, 25, 26, 27 August. */
    id = reported(api, "");
    dispatch(api, id);
    act(api, COUNTY, id, "answer", "appeal", "");
    api->now = at("2026-08-27 18:01");
    assert_int_equal(run(api), 1);
    assert_told(api, id, 1, 0, 1); /* whoever may hear: leaders, too */
    api->now = was;
}

/* A server that was off for long tells each once, in more than one transaction, the longest first.
 */
static void test_told_after_an_outage(void **state)
{
    struct api *api = *state;
    int64_t first = 0, last = 0;
    api->now = at("2026-09-01 09:00");
    for (int i = 0; i < 45; i++) {
        last = reported(api, "");
        first = first ? first : last;
    }
    api->now = at("2026-09-24 09:00");
    assert_int_equal(run(api), 45);
    assert_told(api, first, 1, 0, 0);
    assert_told(api, last, 1, 0, 0);
    get(api, DEPUTY, "/api/messages?limit=1&kind=stage_late");
    assert_int_equal(api_int(api, "messages.0.finding"), last);
    assert_int_equal(run(api), 0);
    api->now = was;
}

static void test_all_answered(void **state)
{
    api_assert_answered(*state, "stages");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_people),
        cmocka_unit_test(test_way),
        cmocka_unit_test(test_appeal),
        cmocka_unit_test(test_others),
        cmocka_unit_test(test_rule),
        cmocka_unit_test(test_record),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_calendar),
        cmocka_unit_test(test_shown),
        cmocka_unit_test(test_told),
        cmocka_unit_test(test_told_after_an_outage),
        cmocka_unit_test(test_all_answered),
    };
    return cmocka_run_group_tests(tests, api_setup, api_teardown);
}

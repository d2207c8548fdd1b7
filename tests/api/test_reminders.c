/* Reminders and supervision by rule, with a pinned clock across a holiday: each told once, the
 * right people, nothing while a clock stands. Moments are worked out by hand from the duty hours
 * 08:30 to 12:00 and 14:30 to 18:00 and the May holidays of 2026 (1 to 5 May off; Saturday 9 May
 * worked). */
#include "api_people.h"

#include <stdio.h>

#include "work/calendar.h"
#include "work/demo.h"
#include "work/reminder.h"

#define FINDINGS "/api/campaigns/1/findings"
#define RULES "/api/campaigns/1/reminders"
#define MINUTE INT64_C(60000)
#define HOUR (60 * MINUTE)

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

static struct reminded run(struct api *api)
{
    struct reminded done;
    struct err err = {0};
    if (!reminders_run(&api->app, &done, &err))
        fail_msg("%s %s", err_key(err.code), err.args[0]);
    return done;
}

/* How many messages of a kind about the finding. */
static int told(struct api *api, enum who who, const char *kind, int64_t finding)
{
    json_t *one;
    size_t i;
    int n = 0;
    get(api, who, api_target(api, "/api/messages?limit=200&kind=%s", kind));
    json_array_foreach(api_at(api, "messages"), i, one)
    {
        n += json_integer_value(json_object_get(one, "finding")) == finding;
    }
    return n;
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

static int64_t dispatched(struct api *api, const char *limit)
{
    sure(api, INSPECTOR);
    api_good(api, INSPECTOR, "POST", FINDINGS,
             "{\"source\":\"unannounced\",\"region\":\"532624\",\"text\":\"市场入口垃圾未清运\"}");
    int64_t id = api_int(api, "finding.id");
    act(api, COORDINATOR, id, "manage", "dispatch",
        api_target(api, "\"lead\":%lld,\"form\":\"dated\",\"limit\":\"%s\"", (long long)market,
                   limit));
    return id;
}

static int64_t supervised(struct api *api, int64_t id)
{
    get(api, COORDINATOR, api_target(api, FINDINGS "/%lld", (long long)id));
    return api_int(api, "finding.supervised");
}

/* ---- moments ---------------------------------------------------------------------------------
 */

static void test_moments(void **state)
{
    struct calendar c;
    struct err err = {0};
    (void)state;
    calendar_shipped(&c);
    static const struct {
        const char *moment, *amount, *due, *when;
    } CASES[] = {
        /* one working day before the end of Wednesday 6 May: any time of Thursday 30 April until
         * that day is over leaves the 6th as the next one; it begins when the 29th is over */
        {"before", "1 workdays", "2026-05-06 18:00", "2026-04-30 00:00"},
        {"before", "4 workhours", "2026-05-06 18:00", "2026-05-06 11:30"},
        {"before", "8 workhours", "2026-05-06 10:00", "2026-04-30 09:00"},
        {"before", "24 hours", "2026-05-06 18:00", "2026-05-05 18:00"},
        {"before", "2 days", "2026-04-29 18:00", "2026-04-27 00:00"},
        {"after", "1 hours", "2026-04-29 18:00", "2026-04-29 19:00"},
        {"after", "1 workdays", "2026-04-30 18:00", "2026-05-06 18:00"},
        {"after", "4 workdays", "2026-04-30 18:00", "2026-05-09 18:00"},
        {"after", "2 workhours", "2026-04-30 18:00", "2026-05-06 10:30"},
    };
    for (size_t i = 0; i < ARRAY_LEN(CASES); i++) {
        struct reminder_row r = {.moment = str_of(CASES[i].moment),
                                 .amount = str_of(CASES[i].amount)};
        msec is;
        assert_true(reminder_moment(&c, &r, at(CASES[i].due), &is, &err));
        msec off = is - at(CASES[i].when);
        if (off < -MINUTE || off > MINUTE)
            fail_msg("%s %s of %s: %lld minutes off", CASES[i].moment, CASES[i].amount,
                     CASES[i].due, (long long)(off / MINUTE));
    }
}

/* ---- telling ---------------------------------------------------------------------------------
 */

/* Without rules of its own: a working day before, and an hour after; nobody is supervised. */
static void test_standard(void **state)
{
    struct api *api = *state;
    int64_t id = dispatched(api, "3 workdays"); /* Wednesday 29 April 18:00 */
    get(api, COORDINATOR, RULES);
    assert_true(json_is_false(api_at(api, "own")));
    run(api);
    assert_int_equal(told(api, COUNTY, "due", id), 0);
    api->now = at("2026-04-28 00:02");
    run(api);
    assert_int_equal(told(api, COUNTY, "due", id), 1);
    run(api);
    api->now = at("2026-04-29 17:00");
    run(api);
    assert_int_equal(told(api, COUNTY, "due", id), 1); /* once */
    assert_int_equal(told(api, DEPUTY, "due", id), 0);
    api->now = at("2026-04-29 18:59");
    run(api);
    assert_int_equal(told(api, COUNTY, "overdue", id), 0);
    api->now = at("2026-04-29 19:01");
    run(api);
    assert_int_equal(told(api, COUNTY, "overdue", id), 1);
    assert_int_equal(told(api, DEPUTY, "overdue", id), 1); /* the office of the county, too */
    api->now = at("2026-06-01 09:00");
    struct reminded done = run(api);
    assert_int_equal(done.raised, 0);
    assert_int_equal(told(api, COUNTY, "overdue", id), 1);
    assert_int_equal(supervised(api, id), 0);
    api->now = was;
}

/* A server that was off for weeks tells what holds now, not what held in between. */
static void test_after_an_outage(void **state)
{
    struct api *api = *state;
    int64_t id = dispatched(api, "3 workdays");
    api->now = at("2026-06-01 09:00");
    run(api);
    assert_int_equal(told(api, COUNTY, "due", id), 0);
    assert_int_equal(told(api, COUNTY, "overdue", id), 1);
    api->now = was;
}

/* More time makes reminders anew; a stage of the clock that stands tells nothing. */
static void test_extension_and_pause(void **state)
{
    struct api *api = *state;
    int64_t id = dispatched(api, "3 workdays");
    api->now = at("2026-04-28 09:00");
    run(api);
    assert_int_equal(told(api, COUNTY, "due", id), 1);
    act(api, COUNTY, id, "answer", "ask_extension", "\"limit\":\"2 workdays\"");
    act(api, COORDINATOR, id, "manage", "extend", "\"limit\":\"2 workdays\"");
    /* Thursday 30 April, Wednesday 6 May. */
    assert_int_equal(api_int(api, "finding.due_at"), at("2026-05-06 18:00"));
    run(api);
    assert_int_equal(told(api, COUNTY, "due", id), 1);
    api->now = at("2026-05-01 09:00");
    run(api);
    assert_int_equal(told(api, COUNTY, "due", id), 2);
    act(api, COUNTY, id, "answer", "appeal", "");
    api->now = at("2026-05-20 09:00");
    run(api);
    assert_int_equal(told(api, COUNTY, "overdue", id), 0);
    act(api, LEADER, id, "hearing", "uphold", "");
    run(api);
    assert_int_equal(told(api, COUNTY, "overdue", id), 0); /* withdrawn */
    int64_t other = dispatched(api, "1 workdays");
    act(api, COORDINATOR, other, "manage", "suspend", "");
    api->now = at("2026-06-20 09:00");
    run(api);
    assert_int_equal(told(api, COUNTY, "overdue", other), 0);
    api->now = was;
}

/* ---- rules -----------------------------------------------------------------------------------
 */

#define RULE(moment, amount, level, active)                                                        \
    "{\"moment\":\"" moment "\",\"amount\":\"" amount "\",\"level\":\"" level                      \
    "\",\"active\":" active "}"

static void test_rules(void **state)
{
    struct api *api = *state;
    sure(api, COORDINATOR);
    sure(api, DEPUTY);
    sure(api, COUNTY);
    api_call(api, COORDINATOR, "PUT", RULES,
             "{\"reminders\":[" RULE("before", "many", "", "true") "]}");
    assert_refused(api, 400, "limit");
    api_call(api, COORDINATOR, "PUT", RULES,
             "{\"reminders\":[" RULE("before", "1 workdays", "talk", "true") "]}");
    assert_refused(api, 422, "reminder_level");
    api_call(api, COORDINATOR, "PUT", RULES,
             "{\"reminders\":[" RULE("after", "1 days", "", "true") "," RULE("after", "1天", "talk",
                                                                             "true") "]}");
    assert_refused(api, 422, "reminder_twice");
    api_call(api, DEPUTY, "PUT", RULES, "{\"reminders\":[]}"); /* a county of the campaign */
    assert_status(api, 403);
    api_call(api, COUNTY, "PUT", RULES, "{\"reminders\":[]}");
    assert_status(api, 403);
    api_good(api, COORDINATOR, "PUT", RULES,
             "{\"reminders\":[" RULE("before", "4个工作时", "", "true") "," RULE(
                 "after", "1 hours", "",
                 "true") "," RULE("after", "1 workdays", "reminder",
                                  "true") "," RULE("after", "3 workdays", "notice",
                                                   "true") "," RULE("after", "5 workdays", "talk",
                                                                    "false") "]}");
    assert_true(json_is_true(api_at(api, "own")));
    assert_string_equal(api_text(api, "reminders.0.amount"), "4 workhours");
    assert_string_equal(api_text(api, "reminders.4.level"), "talk");
}

/* Levels rise through the act itself, each once, by nobody's hand; what is off stays off; a level
 * that somebody has given already is not given again. */
static void test_levels(void **state)
{
    struct api *api = *state;
    int64_t id = dispatched(api, "1 workdays"); /* Monday 27 April 18:00 */
    int64_t high = dispatched(api, "1 workdays");
    act(api, LEADER, high, "supervise", "supervise", "\"level\":\"talk\"");
    api->now = at("2026-04-28 17:59");
    run(api);
    assert_int_equal(supervised(api, id), 0);
    assert_int_equal(told(api, COUNTY, "overdue", id), 1);
    api->now = at("2026-04-28 18:01");
    run(api);
    run(api);
    assert_int_equal(supervised(api, id), 1);
    assert_string_equal(api_text(api, "steps.0.action"), "supervise");
    assert_non_null(strstr(api_text(api, "steps.0.reason"), "逾期1个工作日"));
    assert_int_equal(json_array_size(api_at(api, "steps")), 3);
    assert_int_equal(told(api, COUNTY, "supervised", id), 1);
    api->now = at("2026-04-30 18:01");
    run(api);
    assert_int_equal(supervised(api, id), 2);
    api->now = at("2026-06-30 18:01");
    run(api);
    assert_int_equal(supervised(api, id), 2);
    assert_int_equal(json_array_size(api_at(api, "steps")), 4);
    assert_int_equal(supervised(api, high), 3);
    assert_int_equal(json_array_size(api_at(api, "steps")), 3); /* only the leader's */
    /* Fixed: nothing more. */
    act(api, COUNTY, id, "answer", "fix", "");
    api->now = at("2026-12-01 09:00");
    run(api);
    assert_int_equal(supervised(api, id), 2);
    api->now = was;
}

/* New rules are applied to what is open. */
static void test_rules_change(void **state)
{
    struct api *api = *state;
    int64_t id = dispatched(api, "1 workdays");
    api->now = at("2026-05-07 18:01");
    run(api);
    assert_int_equal(supervised(api, id), 2);
    sure(api, COORDINATOR);
    api_good(api, COORDINATOR, "PUT", RULES,
             "{\"reminders\":[" RULE("after", "6 workdays", "talk", "true") "]}");
    run(api);
    assert_int_equal(supervised(api, id), 2);
    api->now = at("2026-05-08 18:01"); /* the sixth working day after 27 April */
    run(api);
    assert_int_equal(supervised(api, id), 3);
    assert_int_equal(told(api, LEADER, "supervised", id), 1);
    api->now = was;
}

static void test_all_answered(void **state)
{
    api_assert_answered(*state, "reminders");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_people),
        cmocka_unit_test(test_moments),
        cmocka_unit_test(test_standard),
        cmocka_unit_test(test_after_an_outage),
        cmocka_unit_test(test_extension_and_pause),
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_levels),
        cmocka_unit_test(test_rules_change),
        cmocka_unit_test(test_all_answered),
    };
    return cmocka_run_group_tests(tests, api_setup, api_teardown);
}

/* Working calendars of regions, and the deadlines that follow them. */
#include "api_people.h"

#include "work/demo.h"

#define COUNTY_CALENDAR "/api/calendar/532624"
#define FINDINGS "/api/campaigns/1/findings"
#define DAY INT64_C(86400000)
/* Of a finding dispatched on Friday 2026-04-24 with three work days: Monday to Wednesday, 18:00. */
#define WEDNESDAY INT64_C(1777456800000)

static int64_t dispatched(struct api *api)
{
    api_good(api, COORDINATOR, "GET", "/api/units?q=%E5%8E%BF%E5%B8%82%E5%9C%BA%E7%9B%91", NULL);
    long long market = (long long)api_int(api, "units.0.id");
    api_good(api, INSPECTOR, "POST", FINDINGS,
             "{\"source\":\"patrol\",\"region\":\"532624\",\"text\":\"无盖\"}");
    long long id = (long long)api_int(api, "finding.id");
    api_good(api, COORDINATOR, "POST", api_target(api, FINDINGS "/%lld/manage", id),
             api_target(api,
                        "{\"act\":\"dispatch\",\"version\":%lld,\"lead\":%lld,\"form\":\"dated\","
                        "\"limit\":\"3 workdays\"}",
                        (long long)api_int(api, "finding.version"), market));
    return id;
}

static int64_t due(struct api *api, int64_t id)
{
    api_good(api, COORDINATOR, "GET", api_target(api, FINDINGS "/%lld", (long long)id), NULL);
    return api_int(api, "finding.due_at");
}

static void test_shipped(void **state)
{
    struct api *api = *state;
    people_log_in(api, INSPECTOR, "inspector", DEMO_PASSWORD);
    api_good(api, COUNTY, "GET", COUNTY_CALENDAR "?year=2026", NULL);
    /* 33 days off and 6 that make up for them, by the notice of the State Council. */
    assert_int_equal(json_array_size(api_at(api, "days")), 39);
    assert_string_equal(api_text(api, "days.0.day"), "2026-01-01");
    assert_string_equal(api_text(api, "days.0.own"), "");
    assert_int_equal(json_array_size(api_at(api, "duties")), 1);
    assert_string_equal(api_text(api, "duties.0.hours"), "08:30-12:00 14:30-18:00");
    assert_true(json_is_null(api_at(api, "duties.0.from")));
    assert_int_equal(due(api, dispatched(api)), WEDNESDAY);
}

/* A holiday of the county's own, in the middle: a day later. What was counted before stays. */
static void test_day(void **state)
{
    struct api *api = *state;
    int64_t before = dispatched(api);
    api_good(
        api, COORDINATOR, "PUT", COUNTY_CALENDAR "/day",
        "{\"day\":\"2026-04-28\",\"kind\":\"rests\",\"name_zh\":\"县庆\",\"reason\":\"县府通知\"}");
    assert_int_equal(json_array_size(api_at(api, "days")), 40);
    int64_t after = dispatched(api);
    assert_int_equal(due(api, after), WEDNESDAY + DAY);
    assert_int_equal(due(api, before), WEDNESDAY);
    /* The prefecture says otherwise; the county is nearer. */
    api_good(api, COORDINATOR, "PUT", "/api/calendar/5326/day",
             "{\"day\":\"2026-04-28\",\"kind\":\"works\"}");
    assert_int_equal(due(api, dispatched(api)), WEDNESDAY + DAY);
    api_good(api, COUNTY, "GET", COUNTY_CALENDAR "?year=2026", NULL);
    json_t *one;
    size_t i, found = 0;
    json_array_foreach(api_at(api, "days"), i, one)
    {
        if (strcmp(json_string_value(json_object_get(one, "day")), "2026-04-28") != 0)
            continue;
        found++;
        assert_true(json_is_false(json_object_get(one, "works")));
        assert_string_equal(json_string_value(json_object_get(one, "own")), "532624");
    }
    assert_int_equal(found, 1);
    assert_int_equal(json_array_size(api_at(api, "owners")), 2);
    assert_string_equal(api_text(api, "owners.0.region"), "532624");
    assert_string_equal(api_text(api, "owners.0.name"), "麻栗坡县");
    assert_string_equal(api_text(api, "owners.1.name"), "文山壮族苗族自治州");
    /* Without the county's word the prefecture's counts. */
    api_good(api, COORDINATOR, "PUT", COUNTY_CALENDAR "/day",
             "{\"day\":\"2026-04-28\",\"kind\":\"shipped\"}");
    assert_int_equal(due(api, dispatched(api)), WEDNESDAY);
    /* A shipped holiday can be worked: 2026-05-01 to 05-05 are off. */
    api_good(api, COORDINATOR, "PUT", COUNTY_CALENDAR "/day",
             "{\"day\":\"2026-05-04\",\"kind\":\"works\"}");
    api_good(api, COUNTY, "GET", COUNTY_CALENDAR "?year=2026", NULL);
    assert_int_equal(json_array_size(api_at(api, "days")), 40);
}

static void test_duty(void **state)
{
    struct api *api = *state;
    api_good(api, COORDINATOR, "PUT", "/api/calendar/5326/duty",
             "{\"from\":\"2026-04-01\",\"hours\":\"09:00-12:00 13:00-17:00\"}");
    assert_int_equal(due(api, dispatched(api)), WEDNESDAY - DAY / 24);
    api_good(api, COORDINATOR, "PUT", COUNTY_CALENDAR "/duty",
             "{\"from\":\"2026-04-29\",\"hours\":\"08:00-12:00 14:00-17:30\"}");
    assert_string_equal(api_text(api, "duties.1.from"), "2026-04-29");
    assert_string_equal(api_text(api, "duties.1.own"), "532624");
    assert_int_equal(due(api, dispatched(api)), WEDNESDAY - DAY / 48);
    api_good(api, COORDINATOR, "PUT", COUNTY_CALENDAR "/duty",
             "{\"from\":\"2026-04-29\",\"hours\":\"\"}");
    api_good(api, COORDINATOR, "PUT", "/api/calendar/5326/duty",
             "{\"from\":\"2026-04-01\",\"hours\":\"\"}");
    assert_int_equal(json_array_size(api_at(api, "duties")), 1);
    assert_int_equal(due(api, dispatched(api)), WEDNESDAY);
}

static void refused(struct api *api, enum who who, const char *where, const char *body, int status,
                    const char *code)
{
    api_call(api, who, "PUT", where, body);
    assert_status(api, status);
    assert_string_equal(api_text(api, "error.code"), code);
}

static void test_refused(void **state)
{
    struct api *api = *state;
    static const char *const REST =
        "{\"day\":\"2026-06-10\",\"kind\":\"rests\",\"name_zh\":\"节\"}";
    refused(api, COUNTY, COUNTY_CALENDAR "/day", REST, 403, "forbidden");
    refused(api, INSPECTOR, COUNTY_CALENDAR "/duty", "{\"from\":\"2026-04-29\",\"hours\":\"\"}",
            403, "forbidden");
    refused(api, COORDINATOR, "/api/calendar/5301/day", REST, 403, "out_of_region");
    refused(api, COORDINATOR, "/api/calendar/532699/day", REST, 404, "not_found");
    api_call(api, COUNTY, "GET", "/api/calendar/999999", NULL);
    assert_status(api, 404);
    refused(api, COORDINATOR, COUNTY_CALENDAR "/day",
            "{\"day\":\"2026-06-10\",\"kind\":\"rests\",\"name_zh\":\" \"}", 400, "empty");
    assert_string_equal(api_text(api, "error.field"), "name_zh");
    refused(api, COORDINATOR, COUNTY_CALENDAR "/duty",
            "{\"from\":\"2026-04-29\",\"hours\":\"9 to 5\"}", 400, "duty");
    assert_string_equal(api_text(api, "error.field"), "hours");
    api_call(api, COORDINATOR, "PUT", COUNTY_CALENDAR "/day",
             "{\"day\":\"2026-02-30\",\"kind\":\"works\"}");
    assert_status(api, 400);
}

static void test_all_answered(void **state)
{
    api_assert_answered(*state, "calendar");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shipped),      cmocka_unit_test(test_day),
        cmocka_unit_test(test_duty),         cmocka_unit_test(test_refused),
        cmocka_unit_test(test_all_answered),
    };
    return cmocka_run_group_tests(tests, api_setup, api_teardown);
}

/* Saved views, the calendar of deadlines and the map of findings over the API. */
#include "api_people.h"

#include <stdio.h>

#include "work/demo.h"

#define FINDINGS "/api/campaigns/1/findings"
#define MONTH FINDINGS "/calendar?region=532624&month="

/* ---- views ---------------------------------------------------------------------------------- */

static const char *view(struct api *api, const char *name, const char *more)
{
    return api_target(
        api, "{\"page\":\"findings\",\"name\":\"%s\",\"query\":\"state=fixing&due=late\"%s}", name,
        more);
}

static size_t seen_by(struct api *api, enum who who)
{
    api_good(api, who, "GET", "/api/views?page=findings", NULL);
    return json_array_size(api_at(api, "views"));
}

static const char *of(struct api *api, int64_t id)
{
    return api_target(api, "/api/views/%lld", (long long)id);
}

static void test_views(void **state)
{
    struct api *api = *state;
    api_good(api, COUNTY, "POST", "/api/views", view(api, "逾期", ",\"standard\":true"));
    int64_t id = api_int(api, "views.0.id");
    assert_string_equal(api_text(api, "views.0.query"), "state=fixing&due=late");
    assert_true(json_is_true(api_at(api, "views.0.standard")));
    api_call(api, COUNTY, "POST", "/api/views", view(api, " 逾期 ", ""));
    assert_refused(api, 409, "exists");
    api_call(api, COUNTY, "POST", "/api/views", view(api, "  ", ""));
    assert_refused(api, 400, "empty");
    /* One alone is the standard. */
    api_good(api, COUNTY, "POST", "/api/views", view(api, "本周", ",\"standard\":true"));
    assert_int_equal(seen_by(api, COUNTY), 2);
    int standard = 0;
    for (int i = 0; i < 2; i++)
        standard += json_is_true(api_at(api, api_target(api, "views.%d.standard", i)));
    assert_int_equal(standard, 1);
    /* Nobody sees, changes or deletes it. */
    assert_int_equal(seen_by(api, COORDINATOR), 0);
    api_call(api, COORDINATOR, "PUT", of(api, id), view(api, "我的", ",\"version\":1"));
    assert_refused(api, 404, "not_found");
    api_call(api, COORDINATOR, "DELETE", of(api, id), NULL);
    assert_refused(api, 404, "not_found");
    /* Late: the version was another one; then in time. */
    api_call(api, COUNTY, "PUT", of(api, id), view(api, "逾期的", ",\"version\":7"));
    assert_refused(api, 409, "changed");
    api_good(api, COUNTY, "PUT", of(api, id),
             view(api, "逾期的", ",\"version\":1,\"shared\":true"));
    api_call(api, COUNTY, "PUT", of(api, id), view(api, "本周", ",\"version\":2"));
    assert_refused(api, 409, "exists");
    api_call(api, COUNTY, "DELETE", of(api, id), NULL);
    assert_status(api, 204);
    api_call(api, COUNTY, "DELETE", of(api, id), NULL);
    assert_refused(api, 404, "not_found");
    assert_int_equal(seen_by(api, COUNTY), 1);
}

/* DEPUTY shares; somebody else gets a post in the same unit and sees it, unable to change it. */
static void test_shared(void **state)
{
    struct api *api = *state;
    api_good(api, COUNTY, "POST", "/api/views", view(api, "共用", ",\"shared\":true"));
    assert_int_equal(seen_by(api, COUNTY), 2);
    people_log_in(api, INSPECTOR, "inspector", DEMO_PASSWORD);
    assert_int_equal(seen_by(api, INSPECTOR), 0); /* of another unit */
}

static void test_not_too_many(void **state)
{
    struct api *api = *state;
    for (int i = 0; i < 50; i++)
        api_good(api, LEADER, "POST", "/api/views", view(api, api_target(api, "v%d", i), ""));
    api_call(api, LEADER, "POST", "/api/views", view(api, "one more", ""));
    assert_refused(api, 409, "views_many");
}

/* ---- calendar ------------------------------------------------------------------------------- */

static json_t *day_of(struct api *api, int day)
{
    return api_at(api, api_target(api, "days.%d", day - 1));
}

static void test_calendar(void **state)
{
    struct api *api = *state;
    api_good(api, COORDINATOR, "GET", MONTH "2026-02", NULL);
    assert_int_equal(json_array_size(api_at(api, "days")), 28);
    /* The notice on the holidays of 2026: Spring Festival 15 to 23 February; Saturday the 14th and
     * Saturday the 28th are worked. */
    assert_true(json_is_true(json_object_get(day_of(api, 14), "works")));
    assert_true(json_is_false(json_object_get(day_of(api, 16), "works")));
    assert_true(json_is_false(json_object_get(day_of(api, 23), "works")));
    assert_true(json_is_true(json_object_get(day_of(api, 24), "works")));
    assert_true(json_is_true(json_object_get(day_of(api, 28), "works")));
    assert_true(json_is_false(json_object_get(day_of(api, 8), "works"))); /* a Sunday */
    assert_string_equal(
        json_string_value(json_object_get(json_object_get(day_of(api, 17), "holiday"), "zh")),
        "春节");
    /* A finding that is dispatched on Friday 24 April with three working days is due on Wednesday
     * the 29th. */
    api_good(api, COORDINATOR, "GET", MONTH "2026-04", NULL);
    int64_t before = json_integer_value(json_object_get(day_of(api, 29), "due"));
    assert_string_equal(api_text(api, "today"), "2026-04-24");
    api_good(api, DEPUTY, "POST", FINDINGS,
             "{\"source\":\"patrol\",\"region\":\"532624\",\"text\":\"井盖缺失\","
             "\"lat\":23125678,\"lon\":104704321,\"severity\":3}");
    int64_t id = api_int(api, "finding.id");
    api_good(api, COORDINATOR, "GET", "/api/units?q=%E5%8E%BF%E5%B8%82%E5%9C%BA", NULL);
    int64_t unit = api_int(api, "units.0.id");
    api_good(api, COORDINATOR, "POST", api_target(api, FINDINGS "/%lld/manage", (long long)id),
             api_target(api,
                        "{\"act\":\"dispatch\",\"version\":1,\"lead\":%lld,\"form\":\"dated\","
                        "\"limit\":\"3个工作日\"}",
                        (long long)unit));
    api_good(api, COORDINATOR, "GET", MONTH "2026-04", NULL);
    assert_int_equal(json_integer_value(json_object_get(day_of(api, 29), "due")), before + 1);
    assert_int_equal(json_integer_value(json_object_get(day_of(api, 29), "paused")), 0);
    /* The list of that day: 29 April 00:00 to 30 April 00:00 in China. */
    api_good(api, COORDINATOR, "GET",
             FINDINGS "?region=532624&limit=200&due_from=1777392000000&due_until=1777478400000",
             NULL);
    size_t open = 0;
    for (size_t i = 0; i < json_array_size(api_at(api, "findings")); i++)
        open += json_is_true(api_at(api, api_target(api, "findings.%zu.open", i)));
    assert_int_equal(open, before + 1);
    /* The same from the prefecture above it. */
    api_good(api, COORDINATOR, "GET", FINDINGS "/calendar?region=5326&month=2026-04", NULL);
    assert_true(json_integer_value(json_object_get(day_of(api, 29), "due")) >= before + 1);
    api_call(api, COORDINATOR, "GET", MONTH "2026", NULL);
    assert_refused(api, 400, "period");
    api_call(api, DEPUTY, "GET", FINDINGS "/calendar?region=532622&month=2026-04", NULL);
    assert_refused(api, 403, "out_of_region");
}

/* ---- map ------------------------------------------------------------------------------------ */

static json_t *point_of(struct api *api, const char *text)
{
    for (size_t i = 0; i < json_array_size(api_at(api, "points")); i++) {
        json_t *p = json_array_get(api_at(api, "points"), i);
        if (strcmp(json_string_value(json_object_get(p, "text")), text) == 0)
            return p;
    }
    fail_msg("no point %s", text);
    return NULL;
}

static void test_map(void **state)
{
    struct api *api = *state;
    api_good(api, COORDINATOR, "GET", FINDINGS "/map?region=532624&severity=3", NULL);
    json_t *p = point_of(api, "井盖缺失");
    assert_int_equal(json_integer_value(json_object_get(p, "lat")), 23125678);
    assert_int_equal(json_integer_value(json_object_get(p, "lon")), 104704321);
    assert_true(json_is_false(api_at(api, "blurred")));
    int64_t id = json_integer_value(json_object_get(p, "id"));
    api_good(api, COORDINATOR, "GET", FINDINGS "/map?region=532624&words=%E6%B2%A1%E6%9C%89", NULL);
    assert_int_equal(json_array_size(api_at(api, "points")), 0);
    /* Who only reads sees the middle of the field of 0.01 degrees, also in the finding itself. */
    people_log_in(api, LEAD, "superior", DEMO_PASSWORD);
    api_good(api, LEAD, "GET", FINDINGS "/map?region=532624", NULL);
    assert_true(json_is_true(api_at(api, "blurred")));
    p = point_of(api, "井盖缺失");
    assert_int_equal(json_integer_value(json_object_get(p, "lat")), 23125000);
    assert_int_equal(json_integer_value(json_object_get(p, "lon")), 104705000);
    api_good(api, LEAD, "GET", api_target(api, FINDINGS "/%lld", (long long)id), NULL);
    assert_int_equal(api_int(api, "lat"), 23125000);
    api_call(api, DEPUTY, "GET", FINDINGS "/map?region=532622", NULL);
    assert_refused(api, 403, "out_of_region");
}

static void test_all_answered(void **state)
{
    api_assert_answered(*state, "watch");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_views),        cmocka_unit_test(test_shared),
        cmocka_unit_test(test_not_too_many), cmocka_unit_test(test_calendar),
        cmocka_unit_test(test_map),          cmocka_unit_test(test_all_answered),
    };
    return cmocka_run_group_tests(tests, api_setup, api_teardown);
}

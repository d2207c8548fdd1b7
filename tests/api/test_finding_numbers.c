/* Board, rounds and tables of findings over the API, in a campaign of their own with eight findings
 * whose numbers were counted by hand; every number of the board is as long as the list it opens. */
#include "api_people.h"

#include <stdio.h>

#include "work/demo.h"

#define FINDINGS "/api/campaigns/2/findings"
#define HOUR INT64_C(3600000)
#define DAY (24 * HOUR)

static int64_t market;

static int64_t report(struct api *api, enum who who, const char *source, const char *more)
{
    api_good(api, who, "POST", FINDINGS,
             api_target(api, "{\"source\":\"%s\",\"text\":\"垃圾未清运\"%s%s}", source,
                        more[0] ? "," : "", more));
    return api_int(api, "finding.id");
}

static void act(struct api *api, enum who who, int64_t id, const char *door, const char *name,
                const char *more)
{
    const char *one = api_target(api, FINDINGS "/%lld", (long long)id);
    api_good(api, COORDINATOR, "GET", one, NULL);
    int64_t version = api_int(api, "finding.version");
    api_good(api, who, "POST", api_target(api, "%s/%s", one, door),
             api_target(api, "{\"act\":\"%s\",\"version\":%lld,\"reason\":\"因故\"%s%s}", name,
                        (long long)version, more[0] ? "," : "", more));
}

static void dispatch(struct api *api, int64_t id, int hours)
{
    act(api, COORDINATOR, id, "manage", "dispatch",
        api_target(api, "\"lead\":%lld,\"form\":\"dated\",\"limit\":\"%d hours\"",
                   (long long)market, hours));
}

/* Friday 2026-04-24, 11:06:40 in China.
 *  A cross, round 1, serious, a market of the town 532624102, found ten days ago: reported
 *  B self-check, round 1, found yesterday: reported
 *  C unannounced, round 2, critical, A come back: due in three hours
 *  D patrol: due in one hour
 *  E a good example     F cross, round 2: refused
 *  G, H unannounced: fixed at once, H closed too
 * Two hours later D is late, C due soon, and G (fixed in time, its deadline passed) neither. */
static void test_world(void **state)
{
    struct api *api = *state;
    char more[300];
    people_log_in(api, INSPECTOR, "inspector", DEMO_PASSWORD);
    api_good(api, COORDINATOR, "POST", "/api/campaigns",
             "{\"standard\":1,\"region\":\"5326\",\"name_zh\":\"试\",\"from\":\"2026-01\","
             "\"to\":\"2026-12\"}");
    assert_int_equal(api_int(api, "id"), 2);
    for (int i = 1; i <= 2; i++)
        api_good(api, COORDINATOR, "POST", "/api/campaigns/2/rounds",
                 api_target(api, "{\"name_zh\":\"第%d轮\",\"period\":\"2026-0%d\"}", i, i + 2));
    api_good(api, COORDINATOR, "GET", "/api/units?q=%E5%8E%BF%E5%B8%82%E5%9C%BA%E7%9B%91", NULL);
    market = api_int(api, "units.0.id");

    snprintf(more, sizeof more,
             "\"region\":\"532624102\",\"round\":1,\"severity\":2,\"item\":\"MKT-02\","
             "\"place_kind\":\"market\",\"place_name\":\"甲市场\",\"found_at\":%lld",
             (long long)(api->now - 10 * DAY));
    int64_t a = report(api, INSPECTOR, "cross", more);
    snprintf(more, sizeof more, "\"region\":\"532624\",\"round\":1,\"found_at\":%lld",
             (long long)(api->now - DAY));
    (void)report(api, COUNTY, "self", more);
    snprintf(more, sizeof more,
             "\"region\":\"532624\",\"round\":2,\"severity\":3,\"repeat_of\":%lld", (long long)a);
    int64_t c = report(api, INSPECTOR, "unannounced", more);
    int64_t d = report(api, INSPECTOR, "patrol", "\"region\":\"532624\",\"item\":\"MKT-04\"");
    (void)report(api, INSPECTOR, "patrol", "\"region\":\"532624\",\"good\":true");
    int64_t f = report(api, INSPECTOR, "cross", "\"region\":\"532624\",\"round\":2");
    int64_t g = report(api, INSPECTOR, "unannounced", "\"region\":\"532624\"");
    int64_t h = report(api, INSPECTOR, "unannounced", "\"region\":\"532624\"");
    dispatch(api, c, 3);
    dispatch(api, d, 1);
    act(api, COORDINATOR, f, "manage", "refuse", "");
    dispatch(api, g, 1);
    dispatch(api, h, 1);
    act(api, COUNTY, g, "answer", "fix", "");
    act(api, COUNTY, h, "answer", "fix", "");
    act(api, DEPUTY, h, "recheck", "close", "\"on_site\":true");
    api->now += 2 * HOUR;
}

static void assert_list(struct api *api, const char *region, const char *filter, int64_t n)
{
    api_good(api, LEADER, "GET", api_target(api, FINDINGS "?region=%s&%s", region, filter), NULL);
    if ((int64_t)json_array_size(api_at(api, "findings")) != n)
        fail_msg("%s: %zu, expected %lld", filter, json_array_size(api_at(api, "findings")),
                 (long long)n);
}

static const char *number(struct api *api, const char *key)
{
    return api_target(api, "%lld", (long long)api_int(api, key));
}

static void assert_numbers(struct api *api, const char *list, int n, const int64_t *expected)
{
    for (int i = 0; i < n; i++)
        assert_int_equal(api_int(api, api_target(api, "%s.%d.n", list, i)), expected[i]);
}

static void test_board(void **state)
{
    struct api *api = *state;
    /* reported verified filed dispatched fixing fixed suspended appealed closed refused withdrawn
     * merged noted */
    static const int64_t STATES[] = {2, 0, 0, 2, 0, 1, 0, 0, 1, 1, 0, 0, 1};
    /* self patrol preacceptance cross unannounced ... */
    static const int64_t SOURCES[] = {1, 1, 0, 1, 2, 0, 0, 0, 0, 0};
    /* up to 3, 7, 15, 30, 90 days, more */
    static const int64_t AGES[] = {4, 0, 1, 0, 0, 0};
    api_good(api, LEADER, "GET", FINDINGS "/board?region=532624", NULL);
    assert_int_equal(api_int(api, "at"), api->now);
    assert_int_equal(api_int(api, "open"), 5);
    assert_int_equal(api_int(api, "good"), 1);
    assert_int_equal(api_int(api, "late"), 1);
    assert_int_equal(api_int(api, "soon"), 1);
    assert_int_equal(api_int(api, "unowned"), 2);
    assert_numbers(api, "states", 13, STATES);
    assert_numbers(api, "sources", 10, SOURCES);
    assert_numbers(api, "ages", 6, AGES);
    assert_int_equal(api_int(api, "severities.0"), 3);
    assert_int_equal(api_int(api, "severities.1"), 1);
    assert_int_equal(api_int(api, "severities.2"), 1);
    const char *at = number(api, "at");
    const char *age =
        api_target(api, "open=true&found_from=%s&found_until=%s", number(api, "ages.2.found_from"),
                   number(api, "ages.2.found_until"));
    const char *young =
        api_target(api, "open=true&found_from=%s&found_until=%s", number(api, "ages.0.found_from"),
                   number(api, "ages.0.found_until"));
    assert_list(api, "532624", "open=true", 5);
    assert_list(api, "532624", "due=late", 1);
    assert_list(api, "532624", api_target(api, "due=soon&due_from=%s", at), 1);
    assert_list(api, "532624", "open=true&unowned=true", 2);
    assert_list(api, "532624", "state=fixed", 1);
    assert_list(api, "532624", "state=noted", 1);
    assert_list(api, "532624", "open=true&source=unannounced", 2);
    assert_list(api, "532624", "open=true&severity_to=1", 3);
    assert_list(api, "532624", "open=true&severity=2&severity_to=2", 1);
    assert_list(api, "532624", age, 1);
    assert_list(api, "532624", young, 4);
    /* What is fixed in time is not late in the list either. */
    api_good(api, LEADER, "GET", FINDINGS "?region=532624&state=fixed", NULL);
    assert_true(json_is_false(api_at(api, "findings.0.late")));
}

/* Of the prefecture, where the county lies, and of the town, which is counted from the rows. */
static void test_board_elsewhere(void **state)
{
    struct api *api = *state;
    api_good(api, COORDINATOR, "GET", FINDINGS "/board?region=5326", NULL);
    assert_int_equal(api_int(api, "open"), 5);
    assert_int_equal(api_int(api, "late"), 1);
    api_good(api, LEADER, "GET", FINDINGS "/board?region=532624102", NULL);
    assert_int_equal(api_int(api, "open"), 1);
    assert_int_equal(api_int(api, "unowned"), 1);
    assert_int_equal(api_int(api, "late"), 0);
    assert_int_equal(api_int(api, "ages.2.n"), 1);
    api_good(api, LEADER, "GET", FINDINGS "/board?region=532624101", NULL);
    assert_int_equal(api_int(api, "open"), 0);
}

static void test_rounds(void **state)
{
    struct api *api = *state;
    static const struct {
        int64_t round, found, repeated, fixed, closed, open, self, independent;
        const char *rate;
    } WANT[] = {{0, 3, 0, 2, 1, 2, 0, 2, "0"},
                {1, 2, 0, 0, 0, 2, 1, 1, "0"},
                {2, 1, 1, 0, 0, 1, 0, 1, "100"}};
    api_good(api, LEADER, "GET", FINDINGS "/rounds?region=532624", NULL);
    assert_int_equal(json_array_size(api_at(api, "rounds")), 3);
    for (int i = 0; i < 3; i++) {
#define ROUND(key) api_int(api, api_target(api, "rounds.%d." key, i))
        assert_int_equal(ROUND("round"), WANT[i].round);
        assert_int_equal(ROUND("found"), WANT[i].found);
        assert_int_equal(ROUND("repeated"), WANT[i].repeated);
        assert_int_equal(ROUND("fixed"), WANT[i].fixed);
        assert_int_equal(ROUND("closed"), WANT[i].closed);
        assert_int_equal(ROUND("open"), WANT[i].open);
        assert_int_equal(ROUND("self"), WANT[i].self);
        assert_int_equal(ROUND("independent"), WANT[i].independent);
        assert_string_equal(api_text(api, api_target(api, "rounds.%d.repeat_rate", i)),
                            WANT[i].rate);
    }
    assert_string_equal(api_text(api, "rounds.2.name.zh"), "第2轮");
    api_good(api, LEADER, "GET", FINDINGS "/rounds?region=532624101", NULL);
    assert_int_equal(json_array_size(api_at(api, "rounds")), 0);
}

/* code or unit, found, open, late, fixed, closed, repeated, rate */
struct line {
    const char *code;
    int64_t found, open, late, fixed, closed, repeated;
    const char *rate;
};

static void assert_table(struct api *api, const char *by, const struct line *lines, int n)
{
    api_good(api, LEADER, "GET", api_target(api, FINDINGS "/table?region=532624&by=%s", by), NULL);
    assert_int_equal(json_array_size(api_at(api, "rows")), n);
    assert_string_equal(api_text(api, "next"), "");
    for (int i = 0; i < n; i++) {
#define LINE(key) api_int(api, api_target(api, "rows.%d." key, i))
        if (lines[i].code)
            assert_string_equal(api_text(api, api_target(api, "rows.%d.code", i)), lines[i].code);
        assert_int_equal(LINE("found"), lines[i].found);
        assert_int_equal(LINE("open"), lines[i].open);
        assert_int_equal(LINE("late"), lines[i].late);
        assert_int_equal(LINE("fixed"), lines[i].fixed);
        assert_int_equal(LINE("closed"), lines[i].closed);
        assert_int_equal(LINE("repeated"), lines[i].repeated);
        assert_string_equal(api_text(api, api_target(api, "rows.%d.repeat_rate", i)),
                            lines[i].rate);
    }
}

static void test_tables(void **state)
{
    struct api *api = *state;
    /* A and B; C, D, G, H of the market bureau: one of four came back */
    static const struct line UNITS[] = {{NULL, 2, 2, 0, 0, 0, 0, "0"},
                                        {NULL, 4, 3, 1, 2, 1, 1, "25"}};
    static const struct line REGIONS[] = {{"532624", 5, 4, 1, 2, 1, 1, "20"},
                                          {"532624102", 1, 1, 0, 0, 0, 0, "0"}};
    static const struct line ITEMS[] = {{"", 4, 3, 0, 2, 1, 1, "25"},
                                        {"MKT-02", 1, 1, 0, 0, 0, 0, "0"},
                                        {"MKT-04", 1, 1, 1, 0, 0, 0, "0"}};
    /* MKT-02 stands under clauses 6 and 18, MKT-04 under 9. */
    static const struct line CLAUSES[] = {
        {"", 4, 3, 0, 2, 1, 1, "25"}, {"6", 1, 1, 0, 0, 0, 0, "0"}, {"9", 1, 1, 1, 0, 0, 0, "0"}};
    static const struct line KINDS[] = {{"", 5, 4, 1, 2, 1, 1, "20"},
                                        {"market", 1, 1, 0, 0, 0, 0, "0"}};
    assert_table(api, "unit", UNITS, 2);
    assert_int_equal(api_int(api, "rows.1.unit"), market);
    assert_table(api, "region", REGIONS, 2);
    assert_string_equal(api_text(api, "rows.1.name.zh"), "大坪镇");
    assert_table(api, "item", ITEMS, 3);
    assert_table(api, "clause", CLAUSES, 3);
    /* The number opens what it counts: of the first clause of an item alone. */
    assert_list(api, "532624", "clause=6", 1);
    assert_string_equal(api_text(api, "findings.0.item"), "MKT-02");
    assert_list(api, "532624", "clause=9", 1);
    assert_list(api, "532624", "clause=18", 0);
    assert_list(api, "532624", "clause=999", 0);
    assert_table(api, "kind", KINDS, 2);
    /* Found ten days ago and before: A alone. Nothing found: no row, so no rate. */
    api_good(api, LEADER, "GET",
             api_target(api, FINDINGS "/table?region=532624&by=unit&until=%lld",
                        (long long)(api->now - 2 * DAY)),
             NULL);
    assert_int_equal(json_array_size(api_at(api, "rows")), 1);
    assert_int_equal(api_int(api, "rows.0.found"), 1);
    api_good(api, LEADER, "GET", FINDINGS "/table?region=532624&by=kind&until=1000", NULL);
    assert_int_equal(json_array_size(api_at(api, "rows")), 0);
    api_good(api, LEADER, "GET", FINDINGS "/table?region=532624&by=region&after=532624000000000",
             NULL);
    assert_int_equal(json_array_size(api_at(api, "rows")), 1);
    api_good(api, LEADER, "GET", FINDINGS "/table?region=532624&by=item&after=MKT-02", NULL);
    assert_int_equal(json_array_size(api_at(api, "rows")), 1);
}

/* From outside: somebody else's region, what is no region, no table, no number. */
static void test_outside(void **state)
{
    struct api *api = *state;
    static const char *const DOORS[] = {"board?", "rounds?", "table?by=unit&"};
    for (size_t i = 0; i < ARRAY_LEN(DOORS); i++) {
        api_call(api, STRANGER, "GET", api_target(api, FINDINGS "/%sregion=532624", DOORS[i]),
                 NULL);
        assert_status(api, 403);
        api_call(api, DEPUTY, "GET", api_target(api, FINDINGS "/%sregion=5326", DOORS[i]), NULL);
        assert_status(api, 403);
        api_call(api, DEPUTY, "GET", api_target(api, FINDINGS "/%sregion=532622", DOORS[i]), NULL);
        assert_status(api, 403);
        api_call(api, NOBODY, "GET", api_target(api, FINDINGS "/%sregion=532624", DOORS[i]), NULL);
        assert_status(api, 401);
        api_call(api, DEPUTY, "GET", api_target(api, FINDINGS "/%sregion=abc", DOORS[i]), NULL);
        assert_status(api, 400);
        api_call(api, DEPUTY, "GET", api_target(api, FINDINGS "/%s", DOORS[i]), NULL);
        assert_status(api, 400);
    }
    api_call(api, DEPUTY, "GET", FINDINGS "/table?region=532624&by=person", NULL);
    assert_status(api, 400);
    api_call(api, DEPUTY, "GET", FINDINGS "/table?region=532624&by=unit&after=x", NULL);
    assert_refused(api, 400, "number");
    api_call(api, DEPUTY, "GET", FINDINGS "/table?region=532624&by=unit&from=0", NULL);
    assert_status(api, 400);
}

static void test_all_answered(void **state)
{
    api_assert_answered(*state, "finding_numbers");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_world),           cmocka_unit_test(test_board),
        cmocka_unit_test(test_board_elsewhere), cmocka_unit_test(test_rounds),
        cmocka_unit_test(test_tables),          cmocka_unit_test(test_outside),
        cmocka_unit_test(test_all_answered),
    };
    return cmocka_run_group_tests(tests, api_setup, api_teardown);
}

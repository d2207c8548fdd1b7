/* What happens seldom: numbers without a denominator, pages to their end, parts and versions that
 * do not exist, rounds and rankings that nobody made, regions that were merged. */
#include "api_test.h"

#include <stdio.h>

#include "store/region.h"
#include "work/audit.h"

#define XLSX STR("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")

static const char VALUES[] = "/api/campaigns/1/values";

static void put(struct api *api, const char *fields)
{
    char body[400];
    snprintf(body, sizeof body,
             "{\"region\":\"532624\",\"period\":\"2025\",\"state\":\"present\",%s}", fields);
    api_call(api, COUNTY, "PUT", VALUES, body);
}

static int64_t version_of(struct api *api, const char *code)
{
    char where[120];
    snprintf(where, sizeof where, "%s?region=532624&code=%s", VALUES, code);
    api_call(api, COUNTY, "GET", where, NULL);
    assert_status(api, 200);
    size_t i;
    json_t *v;
    json_array_foreach(api_at(api, "values"), i, v)
    {
        if (strcmp(json_string_value(json_object_get(v, "period")), "2025") == 0 &&
            strcmp(json_string_value(json_object_get(v, "part")), "") == 0)
            return json_integer_value(json_object_get(v, "version"));
    }
    return 0;
}

/* 0 of 0 is no rate: the state says so, the value stays empty, and nothing counts it as zero. */
static void test_empty_denominator(void **state)
{
    struct api *api = *state;
    char fields[200];
    snprintf(fields, sizeof fields,
             "\"code\":\"I02\",\"numerator\":\"0\",\"denominator\":\"0\",\"version\":%lld",
             (long long)version_of(api, "I02"));
    put(api, fields);
    assert_status(api, 200);
    assert_string_equal(api_text(api, "value.state"), "empty_denominator");
    assert_true(json_is_null(api_at(api, "value.value")));
    assert_string_equal(api_text(api, "value.denominator"), "0");
    api_call(api, COUNTY, "GET", "/api/campaigns/1/scores/532624/indicators/I02", NULL);
    assert_status(api, 200);
    assert_non_null(strstr(api->body.p, "empty_denominator"));
    /* 87 of 96 = 90.625 %: the rate is back, worked out by the indicator's factor of 100. */
    snprintf(fields, sizeof fields,
             "\"code\":\"I02\",\"numerator\":\"87\",\"denominator\":\"96\",\"version\":%lld",
             (long long)version_of(api, "I02"));
    put(api, fields);
    assert_status(api, 200);
    assert_string_equal(api_text(api, "value.value"), "90.625");
}

static void test_entries_that_do_not_fit(void **state)
{
    struct api *api = *state;
    put(api, "\"code\":\"I02\",\"part\":\"nothing\",\"value\":\"1\",\"version\":0");
    assert_refused(api, 400, "dangling");
    put(api, "\"code\":\"I02\",\"numerator\":\"1\",\"version\":0");
    assert_refused(api, 400, "field_missing");
    put(api, "\"code\":\"I02\",\"version\":0");
    assert_refused(api, 400, "one_number");
    put(api, "\"code\":\"I02\",\"value\":\"1\",\"numerator\":\"1\",\"denominator\":\"2\","
             "\"version\":0");
    assert_refused(api, 400, "one_number");
    /* Somebody saw a third version of a value that nobody entered. */
    api_call(api, COUNTY, "PUT", VALUES,
             "{\"region\":\"532624\",\"code\":\"I02\",\"period\":\"2017\",\"state\":\"missing\","
             "\"version\":3}");
    assert_refused(api, 404, "not_found");
    api_call(api, COUNTY, "PUT", VALUES,
             "{\"region\":\"532624\",\"code\":\"I02\",\"period\":\"2025\",\"state\":\"missing\","
             "\"value\":\"1\",\"version\":0}");
    assert_refused(api, 400, "state_number");
}

/* Page after page shows every row once, up to the number that the page itself names. */
static void test_findings_to_the_end(void **state)
{
    struct api *api = *state;
    char where[160];
    int64_t last = 0;
    size_t seen = 0;
    char next[60] = "";
    do {
        snprintf(where, sizeof where,
                 "/api/campaigns/1/findings?region=532624&open=true&limit=50%s%s",
                 next[0] ? "&after=" : "", next);
        api_call(api, LEADER, "GET", where, NULL);
        assert_status(api, 200);
        seen += json_array_size(api_at(api, "findings"));
        assert_int_not_equal(api_int(api, "findings.0.id"), last);
        last = api_int(api, "findings.0.id");
        snprintf(next, sizeof next, "%s", api_text(api, "next"));
    } while (next[0] && seen < 1000);
    assert_int_equal(seen, api_int(api, "open"));
    assert_int_equal(seen, 126);
    static const char *const UNREAD[] = {"x", "999999", "1.x.2", "1.2.x", "1.2."};
    for (size_t i = 0; i < ARRAY_LEN(UNREAD); i++) {
        snprintf(where, sizeof where, "/api/campaigns/1/findings?region=532624&after=%s",
                 UNREAD[i]);
        api_call(api, LEADER, "GET", where, NULL);
        assert_refused(api, 400, "number");
    }
    static const char *const BAD[][2] = {{"x", "number"}, {"999999", "not_found"}};
    for (size_t i = 0; i < ARRAY_LEN(BAD); i++) {
        snprintf(where, sizeof where, "%s?region=532624&after=%s", VALUES, BAD[i][0]);
        api_call(api, LEADER, "GET", where, NULL);
        assert_string_equal(api_text(api, "error.code"), BAD[i][1]);
    }
}

static void test_what_nobody_made(void **state)
{
    struct api *api = *state;
    static const char *const NOT_THERE[] = {
        "/api/campaigns/1/scores/532624?node=nothing",
        "/api/campaigns/1/scores/532624/indicators/X99",
        "/api/campaigns/1/scores/532624999",
        "/api/campaigns/1/ranking?round=99",
        "/api/campaigns/1/overview?round=99",
        "/api/campaigns/1/values/999999/history",
        "/api/campaigns/1/bulletins/99/docx",
        "/api/standards/1/diff?to=99",
    };
    for (size_t i = 0; i < ARRAY_LEN(NOT_THERE); i++) {
        api_call(api, LEADER, "GET", NOT_THERE[i], NULL);
        if (api->status != 404)
            fail_msg("%s: %d", NOT_THERE[i], api->status);
    }
    api_call(api, COORDINATOR, "POST", "/api/campaigns/1/bulletins", "{\"ranking\":\"nothing\"}");
    assert_refused(api, 404, "not_found");
    api_call(api, COORDINATOR, "POST", "/api/campaigns/1/bulletins", "{\"round\":99}");
    assert_refused(api, 404, "not_found");
    api_call(api, COORDINATOR, "PUT", "/api/campaigns/1/standard", "{\"standard\":99}");
    assert_refused(api, 404, "not_found");
    api_call(api, COORDINATOR, "POST", "/api/campaigns",
             "{\"standard\":1,\"region\":\"5326\",\"name_zh\":\"试\",\"from\":\"2026-12\","
             "\"to\":\"2026-01\"}");
    assert_refused(api, 400, "period_order");
    api_send(api, COUNTY, "POST", "/api/campaigns/1/marked", XLSX, STR("not a workbook"));
    assert_refused(api, 400, "archive_broken");
}

static void test_confirmed_is_shown(void **state)
{
    struct api *api = *state;
    api_call(api, COORDINATOR, "POST", "/api/standards/1/confirmations",
             "{\"kind\":\"indicator\",\"code\":\"I02\"}");
    assert_status(api, 204);
    api_call(api, LEADER, "GET", "/api/standards/1", NULL);
    assert_status(api, 200);
    assert_string_equal(api_text(api, "confirmed.0.code"), "I02");
    assert_int_equal(api_int(api, "confirmed.0.at"), api->now);
}

/* ---- a town is merged into its neighbour ----------------------------------------------------- */

struct merge {
    int rows, links;
};

static bool no_rows(void *ctx, struct region_input *row, struct err *err)
{
    struct merge *m = ctx;
    (void)err;
    *row = (struct region_input){.code = STR("532624"), .name = STR("麻栗坡县"), .row = 1};
    return m->rows++ == 0;
}

static bool one_link(void *ctx, struct region_link_input *row, struct err *err)
{
    struct merge *m = ctx;
    (void)err;
    *row = (struct region_link_input){
        .old_code = STR("532622207"), .new_code = STR("532622101"), .kind = STR("merge"), .row = 1};
    return m->links++ == 0;
}

static void test_merged_region(void **state)
{
    struct api *api = *state;
    struct merge m = {0};
    struct err err = {0};
    struct region_import_result result = {0};
    struct region_import in = {.next = no_rows,
                               .ctx = &m,
                               .next_link = one_link,
                               .link_ctx = &m,
                               .has_as_of = true,
                               .as_of = {2026, 4, 1},
                               .within = INT64_C(532624000000000)};
    if (!store_region_import(api->store, &in, &result, NULL, &err))
        fail_msg("%s %s", err_key(err.code), err.args[0]);
    api_call(api, LEADER, "GET", "/api/regions/532622207", NULL);
    assert_status(api, 200);
    assert_string_equal(api_text(api, "links.0.from"), "532622207");
    assert_string_equal(api_text(api, "links.0.to"), "532622101");
    assert_string_equal(api_text(api, "links.0.kind"), "merge");
    assert_string_equal(api_text(api, "links.0.date"), "2026-04-01");
    /* The towns of 532624 are not in the new list: closed, still found by their code. */
    api_call(api, LEADER, "GET", "/api/regions?parent=532624", NULL);
    assert_int_equal(json_array_size(api_at(api, "regions")), 0);
    /* The campaign goes on with what it assesses, under the names that it knew. */
    api_call(api, LEADER, "GET", "/api/campaigns/1/ranking", NULL);
    assert_status(api, 200);
    assert_int_equal(json_array_size(api_at(api, "rows")), 8);
}

static void guess(struct api *api, const char *password, int status)
{
    api_call(api, NOBODY, "POST", "/api/session",
             api_target(api, "{\"name\":\"lead\",\"password\":\"%s\"}", password));
    assert_status(api, status);
}

/* The server's clock was set back an hour: who is logged in stays so, others get in, who has to
 * wait for a minute does not wait for an hour, what is written stands behind what was written
 * before, and the chain is sound. */
static void test_clock_back(void **state)
{
    struct api *api = *state;
    struct err err = {0};
    struct audit_walk before, after;
    msec now = api->now;
    put(api, "\"code\":\"I01\",\"value\":\"1.5\",\"version\":0");
    for (int i = 0; i < 5; i++)
        guess(api, "wrong", 401);
    guess(api, "taizhang-demo", 429);
    struct store_tx *tx = store_read(api->store, &err);
    assert_true(audit_verify(tx, &before, &err));
    store_read_end(tx);
    api->now -= 3600 * 1000;
    int64_t version = version_of(api, "I01");
    put(api,
        api_target(api, "\"code\":\"I01\",\"value\":\"2.5\",\"version\":%lld", (long long)version));
    assert_status(api, 200);
    guess(api, "wrong", 401);
    guess(api, "taizhang-demo", 429); /* a minute of the new time */
    api->now += 2 * 60 * 1000;
    guess(api, "taizhang-demo", 200);
    tx = store_read(api->store, &err);
    assert_true(audit_verify(tx, &after, &err));
    store_read_end(tx);
    assert_int_equal(after.fault, AUDIT_SOUND);
    assert_int_equal(after.n, before.n + 3);
    api->now = now;
    api_call(api, COUNTY, "GET", "/api/session", NULL);
    assert_status(api, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_findings_to_the_end),
        cmocka_unit_test(test_empty_denominator),
        cmocka_unit_test(test_entries_that_do_not_fit),
        cmocka_unit_test(test_what_nobody_made),
        cmocka_unit_test(test_confirmed_is_shown),
        cmocka_unit_test(test_merged_region),
        cmocka_unit_test(test_clock_back),
    };
    return cmocka_run_group_tests(tests, api_setup, api_teardown);
}

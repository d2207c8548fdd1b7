/* What a call costs does not grow with the data: api_test.c asserts the limits of the contract. */
#include "api_test.h"

#include <stdio.h>
#include <stdlib.h>

#define COUNTY_4 "532624"
static const char VALUES[] = "/api/campaigns/1/values";

static uint64_t statements_of(struct api *api, const char *where)
{
    api_good(api, COORDINATOR, "GET", where, NULL); /* makes the board, if need be */
    return api->cost.statements;
}

/* Pages: as many statements for 50 rows as for 10. Every operation with a limit is here. */
static const struct {
    enum op op;
    const char *target, *rows;
    size_t few, many; /* rows that there are, at least */
} PAGES[] = {
    {OP_listValues, "/api/campaigns/1/values?region=5326&limit=", "values", 10, 50},
    {OP_listFindings, "/api/campaigns/1/findings?region=5326&limit=", "findings", 10, 50},
    {OP_listRegions, "/api/regions?parent=5326&limit=", "regions", 2, 8},
    {OP_searchRegions, "/api/regions/search?within=5326&q=%E9%95%87&limit=", "regions", 2, 8},
};

static void test_pages(void **state)
{
    struct api *api = *state;
    int limited = 0;
    for (int i = 0; i < OP_COUNT; i++)
        for (int p = OPS[i].first_param; p < OPS[i].first_param + OPS[i].n_params; p++)
            limited += strcmp(OP_PARAMS[p].name, "limit") == 0 &&
                       i != OP_listAudit && /* the auditor's: test_audit.c */
                       i != OP_listNotices && i != OP_listReports && i != OP_listMessages &&
                       i != OP_listSendings; /* in the tests of their files */
    assert_int_equal(limited, ARRAY_LEN(PAGES));
    for (size_t i = 0; i < ARRAY_LEN(PAGES); i++) {
        uint64_t few = statements_of(api, api_target(api, "%s%zu", PAGES[i].target, PAGES[i].few));
        assert_int_equal(json_array_size(api_at(api, PAGES[i].rows)), PAGES[i].few);
        uint64_t many =
            statements_of(api, api_target(api, "%s%zu", PAGES[i].target, PAGES[i].many));
        assert_int_equal(json_array_size(api_at(api, PAGES[i].rows)), PAGES[i].many);
        assert_int_equal(few, many);
        api_good(
            api, COORDINATOR, "GET",
            api_target(api, "%s%d", PAGES[i].target, PAGES[i].op == OP_searchRegions ? 100 : 200),
            NULL); /* the longest page, within its x-cost */
    }
}

static void new_campaign(struct api *api, const char *region)
{
    api_good(api, COORDINATOR, "POST", "/api/campaigns",
             api_target(api,
                        "{\"standard\":1,\"region\":\"%s\",\"name_zh\":\"试\",\"from\":\"2026-01\","
                        "\"to\":\"2026-12\"}",
                        region));
}

/* Lists without pages: as many statements when they have grown. */
static void test_growth(void **state)
{
    struct api *api = *state;
    uint64_t campaigns = statements_of(api, "/api/campaigns");
    size_t n = json_array_size(api_at(api, "campaigns"));
    new_campaign(api, "532622"); /* different regions: each has a name to find */
    new_campaign(api, "532623");
    new_campaign(api, "532625");
    assert_int_equal(statements_of(api, "/api/campaigns"), campaigns);
    assert_int_equal(json_array_size(api_at(api, "campaigns")), n + 3);
    api_good(api, COORDINATOR, "POST", "/api/campaigns/1/bulletins", "{}");
    uint64_t bulletins = statements_of(api, "/api/campaigns/1/bulletins");
    n = json_array_size(api_at(api, "bulletins"));
    for (int i = 0; i < 3; i++)
        api_good(api, COORDINATOR, "POST", "/api/campaigns/1/bulletins", "{}");
    assert_int_equal(statements_of(api, "/api/campaigns/1/bulletins"), bulletins);
    assert_int_equal(json_array_size(api_at(api, "bulletins")), n + 3);
}

/* A history with many changes of several people, and a template of one region and of eight. */
static void test_growth_of_values(void **state)
{
    struct api *api = *state;
    api_good(api, COORDINATOR, "GET", "/api/campaigns/1/values?region=532625&limit=10", NULL);
    const char *history = api_target(api, "/api/campaigns/1/values/%lld/history",
                                     (long long)api_int(api, "values.0.id"));
    uint64_t few = statements_of(api, history);
    for (int i = 0; i < 6; i++) {
        api_good(api, COORDINATOR, "GET", "/api/campaigns/1/values?region=532625&limit=10", NULL);
        api_good(api, COORDINATOR, "PUT", VALUES,
                 api_entry(api, api_at(api, "values.0"), api_int(api, "values.0.version"),
                           api_target(api, "%d", i)));
    }
    assert_int_equal(statements_of(api, history), few);
    assert_true(json_array_size(api_at(api, "past")) >= 6);
    few = statements_of(api, "/api/campaigns/1/template?region=532625");
    assert_int_equal(statements_of(api, "/api/campaigns/1/template?region=5326"), few);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_pages), cmocka_unit_test(test_growth),
                                       cmocka_unit_test(test_growth_of_values)};
    return cmocka_run_group_tests(tests, api_setup, api_teardown);
}

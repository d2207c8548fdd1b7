/* A list of findings that a superior fed back, taken in: columns guessed, said and remembered; all
 * or nothing; the same file again. */
#include "api_people.h"

#include <stdio.h>

#include "office/book.h"
#include "work/demo.h"

#define IMPORT "/api/campaigns/1/findings/import?region=532624&source=unannounced"
#define MEDIA "application/octet-stream"

static const struct book_column HEADS[] = {
    {.label = "序号"},     {.label = "点位名称"}, {.label = "点位类别"}, {.label = "存在问题"},
    {.label = "责任单位"}, {.label = "检查日期"}, {.label = "整改时限"}, {.label = "乡镇"}};
enum { COLUMNS = ARRAY_LEN(HEADS) };

struct line {
    const char *at[COLUMNS];
};

static struct str list_of(struct api *api, const struct line *lines, int n)
{
    struct buf out;
    struct err err = {0};
    buf_init(&out, 1 << 20);
    struct book *b = book_create(&api->arena, STR("t"), api->now, &err);
    struct book_sheet *s = book_sheet(b, STR("清单"), HEADS, COLUMNS, 0);
    for (int i = 0; i < n; i++)
        for (int c = 0; c < COLUMNS; c++)
            book_text(s, i + 2, c + 1, str_of(lines[i].at[c]));
    assert_true(book_finish(b, &out, &err));
    struct str bytes = arena_str(&api->arena, buf_str(&out));
    buf_release(&out);
    return bytes;
}

static void send(struct api *api, const char *more, struct str file)
{
    api_send(api, COORDINATOR, "POST", api_target(api, IMPORT "%s", more), STR(MEDIA), file);
    assert_status(api, 200);
}

static int64_t open_now(struct api *api)
{
    api_good(api, COORDINATOR, "GET", "/api/campaigns/1/findings?region=532624&limit=1", NULL);
    return api_int(api, "open");
}

static const struct line GOOD[] = {
    {{"1", "东门农贸市场（演示）", "农贸市场", "入口垃圾未清运", "县市场监管局（演示）、县城管局",
      "2026年4月20日", "3天", ""}},
    {{"2", "解放路（演示）", "", "占道经营", "某某局", "2026-04-20", "2026-05-10", "董干镇"}},
    {{"3", "", "", "病媒防制设施不全", "", "", "5个工作日", ""}},
};

static void test_columns(void **state)
{
    struct api *api = *state;
    int64_t before = open_now(api);
    struct str file = list_of(api, GOOD, 3);
    send(api, "&dry_run=true", file);
    assert_int_equal(api_int(api, "added"), 3);
    static const char *const FIELDS[] = {"",     "place", "kind",  "text",
                                         "unit", "found", "limit", "region"};
    for (size_t i = 0; i < COLUMNS; i++) {
        char path[40];
        snprintf(path, sizeof path, "columns.%zu.field", i);
        assert_string_equal(api_text(api, path), FIELDS[i]);
    }
    assert_int_equal(open_now(api), before); /* only looked at */
    send(api, "", file);
    assert_true(json_is_true(api_at(api, "kept")));
    assert_int_equal(open_now(api), before + 3);
    /* The same file again is harmless. */
    send(api, "", file);
    assert_int_equal(api_int(api, "again"), 3);
    assert_int_equal(open_now(api), before + 3);
    /* What it says: a place of a kind, an address, a lead unit that is known, one that is not. */
    api_good(api, COORDINATOR, "GET",
             "/api/campaigns/1/findings?region=532624&source=unannounced&state=filed", NULL);
    assert_int_equal(json_array_size(api_at(api, "findings")), 3);
    assert_string_equal(api_text(api, "findings.0.place_name"), "东门农贸市场（演示）");
    assert_string_equal(api_text(api, "findings.0.lead_name.zh"), "县市场监管局（演示）");
    assert_string_equal(api_text(api, "findings.1.address"), "解放路（演示）");
    assert_string_equal(api_text(api, "findings.1.region_name"), "董干镇");
    assert_int_equal(api_int(api, "findings.1.lead_unit"), 0);
    int64_t id = api_int(api, "findings.0.id"), second = api_int(api, "findings.1.id");
    api_good(api, COORDINATOR, "GET",
             api_target(api, "/api/campaigns/1/findings/%lld", (long long)second), NULL);
    assert_string_equal(api_text(api, "requirement"), "责任单位：某某局");
    assert_string_equal(api_text(api, "limit"), "20 days"); /* 20 April to 10 May */
    assert_string_equal(api_text(api, "steps.0.action"), "import");
    /* It is to be dispatched within a working day: Monday 27 April, 18:00. */
    assert_int_equal(api_int(api, "finding.stage_due_at"), INT64_C(1777284000000));
    /* Dispatched as it was proposed. 24 April and three days is a Monday, which is worked. */
    api_good(api, COORDINATOR, "POST",
             api_target(api, "/api/campaigns/1/findings/%lld/manage", (long long)id),
             "{\"act\":\"dispatch\",\"version\":1,\"form\":\"dated\"}");
    assert_string_equal(api_text(api, "limit"), "3 days");
    assert_int_equal(api_int(api, "finding.due_at"), INT64_C(1777284000000)); /* 27th, 18:00 */
    assert_string_equal(api_text(api, "units.0.name.zh"), "县市场监管局（演示）");
}

static void test_bad(void **state)
{
    struct api *api = *state;
    static const struct line BAD[] = {
        {{"1", "甲", "", "第一", "", "2026-04-20", "3天", ""}},
        {{"2", "乙", "", "", "", "四月", "很快", "昆明市"}},
    };
    int64_t before = open_now(api);
    send(api, "", list_of(api, BAD, 2));
    assert_true(json_is_false(api_at(api, "kept")));
    static const struct {
        const char *code;
        int column;
    } EXPECTED[] = {{"region_in", 8}, {"date", 6}, {"limit", 7}};
    assert_int_equal(json_array_size(api_at(api, "problems")), ARRAY_LEN(EXPECTED));
    for (size_t i = 0; i < ARRAY_LEN(EXPECTED); i++) {
        assert_string_equal(api_text(api, api_target(api, "problems.%zu.code", i)),
                            EXPECTED[i].code);
        assert_int_equal(api_int(api, api_target(api, "problems.%zu.row", i)), 3);
        assert_int_equal(api_int(api, api_target(api, "problems.%zu.column", i)),
                         EXPECTED[i].column);
    }
    assert_int_equal(open_now(api), before);
    api_send(api, COORDINATOR, "POST", IMPORT, STR(MEDIA), STR("PK\x03\x04 no book"));
    assert_status(api, 200);
    assert_true(json_is_false(api_at(api, "kept")));
    assert_int_equal(json_array_size(api_at(api, "problems")), 1);
    /* Outside of the own region, or by somebody else: not at all. */
    api_send(api, DEPUTY, "POST",
             "/api/campaigns/1/findings/import?region=532622&source=unannounced", STR(MEDIA),
             list_of(api, GOOD, 1));
    assert_refused(api, 403, "out_of_region");
    api_send(api, COUNTY, "POST", IMPORT, STR(MEDIA), list_of(api, GOOD, 1));
    assert_refused(api, 403, "forbidden");
}

/* What was said of these heads is kept for the next list with the same ones. */
static void test_remembered(void **state)
{
    struct api *api = *state;
    static const struct line NEXT[] = {{{"1", "丙", "", "第二次", "甲组", "", "", ""}}};
    struct str first = list_of(api, GOOD + 2, 1), next = list_of(api, NEXT, 1);
    const char *said = "&fields=,place,,text,finder,found,limit,region";
    send(api, api_target(api, "%s&dry_run=true", said), first);
    send(api, "&dry_run=true", next);
    assert_string_equal(api_text(api, "columns.4.field"), "unit"); /* only looked at: not kept */
    send(api, said, first);
    send(api, "&dry_run=true", next);
    assert_string_equal(api_text(api, "columns.4.field"), "finder");
    api_send(api, COORDINATOR, "POST", IMPORT "&fields=text,text", STR(MEDIA), next);
    assert_refused(api, 422, "finding_field_twice");
    api_send(api, COORDINATOR, "POST", IMPORT "&fields=nonsense", STR(MEDIA), next);
    assert_refused(api, 400, "choice");
    send(api, "&fields=place", next);
    assert_string_equal(api_text(api, "problems.0.code"), "finding_columns");
}

/* As many as the prefecture fed back, in one transaction and within the cost of the contract. */
static void test_many(void **state)
{
    struct api *api = *state;
    static struct line lines[126];
    int64_t before = open_now(api);
    for (int i = 0; i < 126; i++)
        lines[i] = (struct line){{api_target(api, "%d", i + 1), api_target(api, "点位%d", i),
                                  "农贸市场", api_target(api, "问题第 %d 条", i),
                                  "县市场监管局（演示）", "2026-04-21", "5个工作日", ""}};
    send(api, "", list_of(api, lines, 126));
    assert_int_equal(api_int(api, "added"), 126);
    assert_int_equal(open_now(api), before + 126);
}

static void test_all_answered(void **state)
{
    api_assert_answered(*state, "finding_list");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns),      cmocka_unit_test(test_bad),
        cmocka_unit_test(test_remembered),   cmocka_unit_test(test_many),
        cmocka_unit_test(test_all_answered),
    };
    return cmocka_run_group_tests(tests, api_setup, api_teardown);
}

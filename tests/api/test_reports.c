/* Bulletins of findings, rankings and lists of units over the API.
 *
 * The clock stands at 2026-04-24 11:06:40, a Friday. COUNTY answers for the market bureau, LEAD for
 * the health bureau above it; DEPUTY re-checks. */
#include "api_cases.h"

#include <stdio.h>

#include "work/demo.h"
#include "work/papers.h"

#define REPORTS CAMPAIGN "/reports"
#define HOUR INT64_C(3600000)

static int64_t market, health;         /* units */
static int64_t late, closed, repeated; /* findings */

static void fixed(struct api *api, int64_t id)
{
    cases_act(api, LEAD, id, "/answer", "fix", "");
    cases_act(api, DEPUTY, id, "/recheck", "close", "\"on_site\":true");
}

/* Market: two late and open; one closed on time. Health: one closed on time, one still running. */
static void test_people(void **state)
{
    struct api *api = *state;
    people_log_in(api, INSPECTOR, "inspector", DEMO_PASSWORD);
    people_log_in(api, LEAD, "lead", DEMO_PASSWORD);
    health = cases_unit(api, "%E5%8E%BF%E5%8D%AB%E7%94%9F");          /* 县卫生 */
    market = cases_unit(api, "%E5%8E%BF%E5%B8%82%E5%9C%BA%E7%9B%91"); /* 县市场监 */
    late = cases_dispatched(api, "占道经营", market, "2 hours", "\"address\":\"西门市场\"");
    repeated = cases_dispatched(api, "垃圾又堆", market, "2 hours",
                                api_target(api, "\"repeat_of\":%lld", (long long)late));
    closed = cases_dispatched(api, "公厕无灯", market, "2 hours", "\"address\":\"北街公厕\"");
    fixed(api, closed);
    fixed(api, cases_dispatched(api, "控烟标识缺失", health, "2 hours", ""));
    cases_dispatched(api, "灭鼠屋破损", health, "3 workdays", "");
    cases_report(api, "门前三包落实好", "\"good\":true,\"address\":\"南街\"");
    cases_report(api, "没有核实", "");
    api->now += 3 * HOUR;
}

static void make(struct api *api, enum who who, const char *kind, const char *more)
{
    api_call(api, who, "POST", REPORTS,
             api_target(api,
                        "{\"kind\":\"%s\",\"region\":\"532624\",\"from\":\"2026-04-20\",\"until\":"
                        "\"2026-04-26\"%s%s}",
                        kind, more[0] ? "," : "", more));
}

static int64_t made(struct api *api, const char *kind, const char *more)
{
    make(api, COORDINATOR, kind, more);
    assert_status(api, 201);
    return api_int(api, "report.id");
}

static const char *one(struct api *api, int64_t id, const char *rest)
{
    return api_target(api, REPORTS "/%lld%s", (long long)id, rest);
}

static void says(struct api *api, const char *const *lines, size_t n)
{
    const char *text = cases_docx(api);
    for (size_t i = 0; i < n; i++)
        if (!strstr(text, lines[i]))
            fail_msg("missing: %s\nin: %s", lines[i], text);
}

/* ---- the weekly bulletin --------------------------------------------------------------------- */

static void test_weekly(void **state)
{
    struct api *api = *state;
    int64_t id = made(api, "weekly", "");
    assert_string_equal(api_text(api, "report.number_text"), "创建通报〔2026〕1号");
    assert_true(!json_is_null(api_at(api, "report.published_at")));
    /* Anybody in the county reads it; the late are named: units, and no person. */
    api_good(api, COUNTY, "GET", one(api, id, ""), NULL);
    assert_int_equal(api_int(api, "sections.late"), 2);
    assert_int_equal(api_int(api, "sections.closed"), 2);
    assert_int_equal(api_int(api, "sections.repeated"), 1);
    assert_int_equal(api_int(api, "sections.good"), 1);
    assert_int_equal(json_array_size(api_at(api, "late_units")), 1);
    assert_string_equal(api_text(api, "late_units.0.name"), "县市场监管局（演示）");
    assert_int_equal(api_int(api, "late_units.0.n"), 2);
    api_good(api, COUNTY, "GET", one(api, id, "/docx"), NULL);
    struct str before = arena_str(&api->arena, api->body);
    static const char *const LINES[] = {
        "创建通报〔2026〕1号\n麻栗坡县问题整改情况通报\n各有关单位：\n现将2026年4月20日至2026年4月2"
        "6日"
        "检查发现的问题和整改情况通报如下。\n",
        "销号2项，反复出现1项；截至2026年4月24日14:"
        "06，超期未整改2项，涉及1个单位。发现工作成效1项。",
        "下列单位的问题超过时限仍未整改：\n单位\n超期未整改（项）\n最长超期（天）\n县市场监管局（演"
        "示）\n2\n0\n",
        "县市场监管局（演示）\n北街公厕|麻栗坡县\n公厕无灯\n2026年4月24日\n现场核查\n",
        "六、工作成效\n点位\n做法和成效\n南街|麻栗坡县\n门前三包落实好\n",
    };
    says(api, LINES, ARRAY_LEN(LINES));
    assert_null(strstr(cases_docx(api), "没有核实"));
    /* Frozen: the same bytes after something was done. */
    cases_act(api, LEAD, late, "/answer", "claim", "");
    api_good(api, COORDINATOR, "GET", one(api, id, "/docx"), NULL);
    assert_int_equal(before.n, api->body.n);
    assert_memory_equal(before.p, api->body.p, before.n);
    api_good(api, COORDINATOR, "GET", one(api, id, "/xlsx"), NULL);
    struct str sheet = arena_str(&api->arena, api->body);
    api_good(api, COORDINATOR, "GET", one(api, id, "/xlsx"), NULL);
    assert_int_equal(sheet.n, api->body.n);
    assert_memory_equal(sheet.p, api->body.p, sheet.n);
    api_good(api, COUNTY, "GET", REPORTS "?kind=weekly", NULL);
    assert_int_equal(api_int(api, "reports.0.id"), id);
}

/* ---- the ranking ------------------------------------------------------------------------------
 */

static int64_t ranking;

static void test_ranking(void **state)
{
    struct api *api = *state;
    /* Deadlines up to now: market 3 due, 1 closed on time = 33.33; health 1 of 1 = 100. */
    ranking = made(api, "ranking", "\"min\":1,\"reply_until\":\"2026-04-24\"");
    assert_true(json_is_null(api_at(api, "report.published_at")));
    api_good(api, COORDINATOR, "GET", one(api, ranking, ""), NULL);
    assert_string_equal(api_text(api, "groups.0.name"), "部门（委办局）");
    assert_int_equal(api_int(api, "groups.0.units.0.unit"), health);
    assert_int_equal(api_int(api, "groups.0.units.0.rank"), 1);
    assert_string_equal(api_text(api, "groups.0.units.0.rates.closed_on_time"), "100");
    assert_int_equal(api_int(api, "groups.0.units.1.rank"), 2);
    assert_int_equal(api_int(api, "groups.0.units.1.due"), 3);
    assert_int_equal(api_int(api, "groups.0.units.1.late_open"), 2);
    assert_string_equal(api_text(api, "groups.0.units.1.rates.closed_on_time"), "33.33");
    /* With a minimum of two the health bureau has no rank, and the sample is shown. */
    int64_t other = made(api, "ranking", "\"min\":2");
    api_good(api, COORDINATOR, "GET", one(api, other, ""), NULL);
    assert_int_equal(api_int(api, "groups.0.units.0.unit"), market);
    assert_string_equal(api_text(api, "groups.0.units.1.why"), "sample");
    assert_int_equal(api_int(api, "groups.0.units.1.rank"), 0);
    /* Stated groups: a unit without a case has no score. */
    api_good(api, COORDINATOR, "GET", "/api/units?q=%E9%95%87%E6%94%BF%E5%BA%9C", NULL);
    int64_t town = api_int(api, "units.0.id");
    other = made(api, "ranking",
                 api_target(api, "\"groups\":[{\"name\":\"甲组\",\"units\":[%lld,%lld]}]",
                            (long long)market, (long long)town));
    api_good(api, COORDINATOR, "GET", one(api, other, ""), NULL);
    assert_string_equal(api_text(api, "groups.0.name"), "甲组");
    assert_string_equal(api_text(api, "groups.0.units.1.why"), "none");
    assert_true(json_is_null(api_at(api, "groups.0.units.1.rates.closed_on_time")));
    make(api, COORDINATOR, "ranking",
         api_target(api,
                    "\"groups\":[{\"name\":\"甲\",\"units\":[%lld]},{\"name\":\"乙\",\"units\":[%"
                    "lld]}]",
                    (long long)market, (long long)market));
    assert_refused(api, 422, "finding_unit_twice");
}

static void test_replies(void **state)
{
    struct api *api = *state;
    static const char *const DRAFT[] = {"（征求意见稿）", "县卫生健康局（演示）\n1\n100%"};
    static const char *const PUBLISHED[] = {
        "二、单位说明\n单位\n时间\n说明或申诉\n处理\n县市场监管局（演示）\n2026年4月24日14:06\n"
        "两项涉及拆迁\n说明\n"};
    api_good(api, COUNTY, "GET", one(api, ranking, "/docx"), NULL);
    says(api, DRAFT, ARRAY_LEN(DRAFT));
    /* The leader may see it and not reply; the strangers neither. */
    api_call(api, LEADER, "POST", one(api, ranking, "/replies"), "{\"text\":\"不该我说\"}");
    assert_refused(api, 403, "forbidden");
    api_call(api, STRANGER, "GET", one(api, ranking, ""), NULL);
    assert_status(api, 403);
    api_call(api, COUNTY, "POST", one(api, ranking, "/replies"),
             api_target(api, "{\"text\":\"替人说\",\"unit\":%lld}", (long long)health));
    assert_refused(api, 403, "out_of_unit");
    api_call(api, COUNTY, "POST", one(api, ranking, "/replies"), "{\"text\":\" \"}");
    assert_refused(api, 400, "empty");
    api_call(api, COUNTY, "POST", one(api, ranking, "/replies"),
             "{\"text\":\"申诉\",\"appeal\":true}");
    assert_refused(api, 409, "report_appeal"); /* of lists alone */
    api_good(api, COUNTY, "POST", one(api, ranking, "/replies"), "{\"text\":\"两项涉及拆迁\"}");
    assert_string_equal(api_text(api, "replies.0.text"), "两项涉及拆迁");
    assert_int_equal(api_int(api, "replies.0.unit"), market);
    /* Not before the time for replies is over. */
    api_call(api, COORDINATOR, "POST", one(api, ranking, "/publish"), "{}");
    assert_refused(api, 409, "report_early");
    api_call(api, COUNTY, "POST", one(api, ranking, "/publish"), "{}");
    assert_refused(api, 403, "forbidden");
    api->now += 10 * HOUR;
    api_call(api, COUNTY, "POST", one(api, ranking, "/replies"), "{\"text\":\"迟了\"}");
    assert_refused(api, 409, "report_over");
    /* Of the prefecture's, a county coordinator publishes nothing. */
    api_good(api, COORDINATOR, "POST", one(api, ranking, "/publish"), "{}");
    assert_int_equal(api_int(api, "report.published_at"), api->now);
    api_call(api, COORDINATOR, "POST", one(api, ranking, "/publish"), "{}");
    assert_refused(api, 409, "changed");
    api_good(api, LEADER, "GET", one(api, ranking, "/docx"), NULL);
    says(api, PUBLISHED, ARRAY_LEN(PUBLISHED));
    assert_null(strstr(cases_docx(api), "征求意见稿"));
    struct str before = arena_str(&api->arena, api->body);
    api->now -= 10 * HOUR;
    api_good(api, LEADER, "GET", one(api, ranking, "/docx"), NULL);
    assert_int_equal(before.n, api->body.n);
    assert_memory_equal(before.p, api->body.p, before.n);
}

/* ---- the lists --------------------------------------------------------------------------------
 */

static void test_lists(void **state)
{
    struct api *api = *state;
    int64_t id =
        made(api, "lists", "\"min\":1,\"top\":1,\"bottom\":1,\"reply_until\":\"2026-04-24\"");
    api_good(api, COUNTY, "GET", one(api, id, ""), NULL);
    assert_string_equal(api_text(api, "groups.0.units.0.list"), "red");
    assert_string_equal(api_text(api, "groups.0.units.1.list"), "black");
    assert_string_equal(
        api_text(api, "groups.0.units.1.reason"),
        "按期结案率33.33%，在部门（委办局）2个参评单位中列倒数第1位；应处置3项，超期"
        "未处置2项。");
    /* It stays while something is late. */
    const char *market_is =
        api_target(api, "{\"unit\":%lld,\"reason\":\"已整改\"}", (long long)market);
    api_call(api, COORDINATOR, "POST", one(api, id, "/clear"), market_is);
    assert_refused(api, 409, "list_stays");
    /* An appeal, heard by somebody who did not make the list. */
    api_call(
        api, COORDINATOR, "POST", one(api, id, "/hearing"),
        api_target(api, "{\"unit\":%lld,\"uphold\":true,\"reason\":\"属实\"}", (long long)market));
    assert_refused(api, 409, "report_appeal");
    api_good(api, COUNTY, "POST", one(api, id, "/replies"),
             "{\"text\":\"时限有误\",\"appeal\":true}");
    api_call(api, COUNTY, "POST", one(api, id, "/replies"), "{\"text\":\"再诉\",\"appeal\":true}");
    assert_refused(api, 409, "report_appeal");
    const char *uphold =
        api_target(api, "{\"unit\":%lld,\"uphold\":true,\"reason\":\"属实\"}", (long long)market);
    api_call(api, COORDINATOR, "POST", one(api, id, "/hearing"), uphold);
    assert_refused(api, 403, "report_hand");
    api_call(api, COUNTY, "POST", one(api, id, "/hearing"), uphold);
    assert_refused(api, 403, "forbidden");
    api->now += 10 * HOUR;
    api_call(api, COORDINATOR, "POST", one(api, id, "/publish"), "{}");
    assert_refused(api, 409, "report_waits");
    api_good(api, LEADER, "POST", one(api, id, "/hearing"), uphold);
    assert_string_equal(api_text(api, "units.0.off_how"),
                        api_int(api, "units.0.unit") == market ? "appeal" : "");
    api_call(api, LEADER, "POST", one(api, id, "/hearing"), uphold);
    assert_refused(api, 409, "report_appeal");
    api_good(api, COORDINATOR, "POST", one(api, id, "/publish"), "{}");
    api_good(api, COUNTY, "GET", one(api, id, "/docx"), NULL);
    static const char *const LINES[] = {"一、红榜\n单位\n组别\n理由\n县卫生健康局（演示）\n部门（委"
                                        "办局）\n按期结案率100%，在部门（委办局"
                                        "）2个参评单位中列第1位；应处置1项，无超期未处置。\n",
                                        "应处置3项，超期未处置2项。|申诉成立，移出名单：属实\n",
                                        "申诉成立：属实\n"};
    says(api, LINES, ARRAY_LEN(LINES));
    api->now -= 10 * HOUR;
}

/* Off by the rule, when nothing is late any more. */
static void test_clear(void **state)
{
    struct api *api = *state;
    int64_t id = made(api, "lists", "\"min\":1,\"top\":1,\"bottom\":1,\"key\":\"press\"");
    assert_int_equal(made(api, "lists", "\"key\":\"press\""), id);
    fixed(api, late);
    fixed(api, repeated);
    const char *body = api_target(api, "{\"unit\":%lld,\"reason\":\"已整改\"}", (long long)market);
    api_call(api, COUNTY, "POST", one(api, id, "/clear"), body);
    assert_refused(api, 403, "forbidden");
    api_call(api, COORDINATOR, "POST", one(api, id, "/clear"),
             api_target(api, "{\"unit\":%lld}", (long long)health));
    assert_refused(api, 409, "report_appeal"); /* the red one */
    api_good(api, COORDINATOR, "POST", one(api, id, "/clear"), body);
    api_call(api, COORDINATOR, "POST", one(api, id, "/clear"), body);
    assert_refused(api, 409, "report_appeal");
}

/* ---- who, when, off ---------------------------------------------------------------------------
 */

static void test_who(void **state)
{
    struct api *api = *state;
    make(api, COUNTY, "weekly", "");
    assert_refused(api, 403, "forbidden");
    make(api, STRANGER, "weekly", "");
    assert_status(api, 403);
    /* A county coordinator makes one of the county, and none of the prefecture. */
    make(api, DEPUTY, "weekly", "");
    assert_status(api, 201);
    const char *all = "{\"kind\":\"weekly\",\"region\":\"5326\",\"from\":\"2026-04-20\",\"until\":"
                      "\"2026-04-26\"}";
    api_call(api, DEPUTY, "POST", REPORTS, all);
    assert_refused(api, 403, "out_of_region");
    api_good(api, COORDINATOR, "POST", REPORTS, all);
    int64_t id = api_int(api, "report.id");
    api_good(api, DEPUTY, "GET", one(api, id, ""), NULL); /* lies inside */
    api_good(api, COORDINATOR, "POST", REPORTS,
             "{\"kind\":\"ranking\",\"region\":\"5326\",\"from\":\"2026-04-20\",\"until\":"
             "\"2026-04-26\",\"reply_until\":\"2026-04-24\"}");
    id = api_int(api, "report.id");
    api->now += 10 * HOUR;
    api_call(api, DEPUTY, "POST", one(api, id, "/publish"), "{}");
    assert_refused(api, 403, "out_of_region");
    api->now -= 10 * HOUR;
    /* Drafts are for those who make them and for the units in them. */
    static const char *const WRONG[] = {"\"from\":\"2026-04-20\",\"until\":\"2026-04-19\"",
                                        "\"from\":\"2026-05-20\",\"until\":\"2026-05-21\"",
                                        "\"from\":\"2020-01-01\",\"until\":\"2026-04-19\""};
    for (size_t i = 0; i < ARRAY_LEN(WRONG); i++) {
        api_call(api, COORDINATOR, "POST", REPORTS,
                 api_target(api, "{\"kind\":\"weekly\",\"region\":\"532624\",%s}", WRONG[i]));
        assert_refused(api, 422, "report_period");
    }
    api_call(api, COORDINATOR, "POST", REPORTS,
             "{\"kind\":\"ranking\",\"region\":\"532624\",\"from\":\"2024-04-20\",\"until\":"
             "\"2024-04-26\"}");
    assert_refused(api, 422, "report_nothing");
    make(api, COORDINATOR, "ranking", "\"reply_until\":\"2026-04-23\"");
    assert_refused(api, 422, "report_reply");
    make(api, COORDINATOR, "ranking", "\"by\":\"returned\"");
    assert_status(api, 400);
}

static void test_switch(void **state)
{
    struct api *api = *state;
    api_call(api, COUNTY, "PUT", REPORTS "/switch", "{\"on\":false}");
    assert_refused(api, 403, "forbidden");
    api_call(api, DEPUTY, "PUT", REPORTS "/switch", "{\"on\":false}");
    assert_status(api, 403);
    api_good(api, COORDINATOR, "PUT", REPORTS "/switch", "{\"on\":false}");
    make(api, COORDINATOR, "ranking", "");
    assert_refused(api, 409, "ranking_off");
    make(api, COORDINATOR, "lists", "");
    assert_refused(api, 409, "ranking_off");
    api_call(api, COORDINATOR, "GET", one(api, ranking, ""), NULL);
    assert_refused(api, 409, "ranking_off");
    api_call(api, COORDINATOR, "GET", one(api, ranking, "/docx"), NULL);
    assert_refused(api, 409, "ranking_off");
    api_good(api, COORDINATOR, "GET", REPORTS "?kind=ranking", NULL);
    assert_int_equal(json_array_size(api_at(api, "reports")), 0);
    assert_true(json_is_false(api_at(api, "ranking_on")));
    made(api, "weekly", ""); /* bulletins are no ranking */
    api_good(api, COORDINATOR, "PUT", REPORTS "/switch", "{\"on\":true}");
    api_good(api, COORDINATOR, "GET", one(api, ranking, "/xlsx"), NULL);
}

/* A page of several costs as many statements as a page of one. */
static void test_pages(void **state)
{
    struct api *api = *state;
    for (int i = 0; i < 3; i++)
        made(api, "weekly", "");
    api_good(api, COORDINATOR, "GET", REPORTS "?kind=weekly&limit=1", NULL);
    uint64_t statements = api->cost.statements;
    assert_int_equal(json_array_size(api_at(api, "reports")), 1);
    api_good(api, COORDINATOR, "GET", REPORTS "?kind=weekly&limit=200", NULL);
    assert_true(json_array_size(api_at(api, "reports")) > 2);
    assert_int_equal(api->cost.statements, statements);
}

static void test_all_answered(void **state)
{
    api_assert_answered(*state, "reports");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_people),  cmocka_unit_test(test_weekly),
        cmocka_unit_test(test_ranking), cmocka_unit_test(test_replies),
        cmocka_unit_test(test_lists),   cmocka_unit_test(test_clear),
        cmocka_unit_test(test_who),     cmocka_unit_test(test_switch),
        cmocka_unit_test(test_pages),   cmocka_unit_test(test_all_answered),
    };
    return cmocka_run_group_tests(tests, api_setup, api_teardown);
}

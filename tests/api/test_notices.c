/* Notices to units over the API: made of a selection, numbered, received, late, the same bytes
 * again.
 *
 * COUNTY answers for the market bureau (responsible_unit), LEAD for the health bureau above it. */
#include "api_cases.h"

#include <pthread.h>
#include <stdio.h>

#include "work/demo.h"
#include "work/papers.h"

#define NOTICES CAMPAIGN "/notices"
#define HOUR INT64_C(3600000)

static int64_t market, health; /* units */
static int64_t first, second;  /* findings of the market bureau */

static void test_people(void **state)
{
    struct api *api = *state;
    people_log_in(api, INSPECTOR, "inspector", DEMO_PASSWORD);
    people_log_in(api, LEAD, "lead", DEMO_PASSWORD);
    health = cases_unit(api, "%E5%8E%BF%E5%8D%AB%E7%94%9F");          /* 县卫生 */
    market = cases_unit(api, "%E5%8E%BF%E5%B8%82%E5%9C%BA%E7%9B%91"); /* 县市场监 */
    first = cases_dispatched(api, "市场入口垃圾未清运", market, "3 workdays",
                             "\"address\":\"西门市场\",\"defects\":[\"垃圾外溢\",\"无盖\"]");
    second = cases_report(api, "下水道堵塞", "\"address\":\"东街12号\"");
    cases_act(api, COORDINATOR, second, "/manage", "dispatch",
              api_target(api,
                         "\"lead\":%lld,\"co\":[%lld],\"form\":\"at_once\",\"limit\":\"2 "
                         "hours\",\"requirement\":\"疏通\"",
                         (long long)market, (long long)health));
}

static void make(struct api *api, enum who who, const char *kind, const char *more)
{
    api_call(api, who, "POST", NOTICES,
             api_target(api, "{\"kind\":\"%s\",\"findings\":[%lld,%lld]%s%s}", kind,
                        (long long)first, (long long)second, more[0] ? "," : "", more));
}

static int64_t made(struct api *api, const char *kind, const char *more)
{
    make(api, COORDINATOR, kind, more);
    assert_status(api, 201);
    return api_int(api, "notices.0.id");
}

static const char *one(struct api *api, int64_t id, const char *rest)
{
    return api_target(api, NOTICES "/%lld%s", (long long)id, rest);
}

/* ---- what it says ---------------------------------------------------------------------------- */

/* The clock stands at 2026-04-24 11:06:40, a Friday; three working days end on Wednesday at 18:00,
 * two hours at 13:06; a receipt within one working day by Monday at 18:00. */
static void test_words(void **state)
{
    struct api *api = *state;
    int64_t id = made(api, "rectify", "\"requirement\":\"举一反三\"");
    assert_string_equal(api_text(api, "notices.0.number_text"), "创建整改〔2026〕1号");
    assert_int_equal(json_array_size(api_at(api, "notices")), 1);
    assert_int_equal(api_int(api, "notices.0.unit"), market);
    assert_int_equal(api_int(api, "notices.0.findings"), 2);
    assert_int_equal(api_int(api, "notices.0.receive_by"), INT64_C(1777284000000));
    api_good(api, COORDINATOR, "GET", one(api, id, "/docx"), NULL);
    const char *text = cases_docx(api);
    static const char *const LINES[] = {
        ("州创建办（演示）\n创建整改〔2026〕1号\n整改通知书\n县市场监管局（演示）：\n经暗访，发现你"
         "单位"
         "负责的问题2项。"),
        ("\n1\n西门市场|麻栗坡县\n市场入口垃圾未清运|（1）垃圾外溢|"
         "（2）无盖\n—\n县市场监管局（演示）\n"
         "2026年4月29日18:00|限期整改\n"),
        ("\n2\n东街12号|麻栗坡县\n下水道堵塞|整改要求：疏通\n—\n牵头：县市场监管局（演示）|配合："
         "县卫生健康局（演示）\n2026年4月24日13:06|立行立改\n"),
        "\n1. 举一反三\n2. 逐项核实",
        "请于2026年4月27日18:00前确认签收。\n",
        "\n州创建办（演示）\n2026年4月24日\n（数据截止：2026年4月24日11:06；数据摘要（SHA-256）：",
    };
    for (size_t i = 0; i < ARRAY_LEN(LINES); i++)
        if (!strstr(text, LINES[i]))
            fail_msg("missing: %s\nin: %s", LINES[i], text);
}

/* The data is frozen: what is done afterwards changes nothing, and the same bytes come again. */
static void test_frozen(void **state)
{
    struct api *api = *state;
    int64_t id = made(api, "assign", "");
    assert_string_equal(api_text(api, "notices.0.number_text"), "创建交办〔2026〕1号");
    api_good(api, COORDINATOR, "GET", one(api, id, "/docx"), NULL);
    struct str before = arena_str(&api->arena, api->body);
    assert_non_null(strstr(cases_docx(api), "现将暗访发现的2项问题"
                                            "交你单位办理，请按时限完成整改。"));
    api->now += HOUR;
    cases_act(api, COUNTY, first, "/answer", "claim", "");
    api_good(api, COORDINATOR, "GET", one(api, id, "/docx"), NULL);
    api->now -= HOUR;
    assert_int_equal(before.n, api->body.n);
    assert_memory_equal(before.p, api->body.p, before.n);
}

/* ---- one for each unit ----------------------------------------------------------------------- */

static void test_units(void **state)
{
    struct api *api = *state;
    made(api, "supervise", "\"co\":true");
    assert_int_equal(json_array_size(api_at(api, "notices")), 2);
    /* By unit; the health bureau takes part in the second one alone. */
    int64_t of_health = api_int(api, "notices.0.unit") == health ? 0 : 1;
    const char *n = api_target(api, "notices.%lld.findings", (long long)of_health);
    assert_int_equal(api_int(api, n), 1);
    int64_t id = api_int(api, api_target(api, "notices.%lld.id", (long long)of_health));
    api_good(api, LEAD, "GET", one(api, id, ""), NULL);
    assert_int_equal(json_array_size(api_at(api, "problems")), 1);
    assert_int_equal(api_int(api, "problems.0.id"), second);
    /* Only a unit that answers for all of them. */
    make(api, COORDINATOR, "rectify", api_target(api, "\"unit\":%lld", (long long)health));
    assert_refused(api, 422, "notice_unit");
    assert_string_equal(api_text(api, "error.field"), "findings");
    /* The notices of a finding. */
    api_good(api, COORDINATOR, "GET", api_target(api, NOTICES "?finding=%lld", (long long)second),
             NULL);
    assert_int_equal(json_array_size(api_at(api, "notices")), 4);
    api_good(api, COORDINATOR, "GET", api_target(api, NOTICES "?finding=%lld", (long long)first),
             NULL);
    assert_int_equal(json_array_size(api_at(api, "notices")), 3);
}

/* ---- who sees and who receives --------------------------------------------------------------- */

static void test_receipt(void **state)
{
    struct api *api = *state;
    int64_t id = made(api, "rectify", "");
    api_call(api, COORDINATOR, "POST", one(api, id, "/receipt"), "{}");
    assert_refused(api, 403, "forbidden");
    api_good(api, COUNTY, "POST", one(api, id, "/receipt"), "{\"note\":\"已收到\"}");
    assert_true(json_is_false(api_at(api, "again")));
    assert_true(json_is_false(api_at(api, "notice.late")));
    assert_int_equal(api_int(api, "notice.received_at"), api->now);
    assert_string_equal(api_text(api, "notice.received_unit"), "县市场监管局（演示）");
    assert_string_equal(api_text(api, "notice.note"), "已收到");
    /* Again, by the unit above: what stands stays. */
    api_good(api, LEAD, "POST", one(api, id, "/receipt"), "{\"note\":\"别的\"}");
    assert_true(json_is_true(api_at(api, "again")));
    assert_string_equal(api_text(api, "notice.note"), "已收到");
    /* Late while it waits, and after. */
    id = made(api, "rectify", "\"receive\":\"2 hours\"");
    api->now += 3 * HOUR;
    api_good(api, COORDINATOR, "GET", NOTICES "?region=532624&waiting=true&limit=1", NULL);
    assert_int_equal(api_int(api, "notices.0.id"), id);
    assert_true(json_is_true(api_at(api, "notices.0.late")));
    assert_true(json_is_null(api_at(api, "notices.0.received_at")));
    api_good(api, LEAD, "POST", one(api, id, "/receipt"), "{}");
    assert_true(json_is_true(api_at(api, "notice.late")));
    assert_string_equal(api_text(api, "notice.received_unit"), "县卫生健康局（演示）");
    api->now -= 3 * HOUR;
}

static void test_others(void **state)
{
    struct api *api = *state;
    make(api, COORDINATOR, "supervise", api_target(api, "\"co\":true"));
    assert_status(api, 201);
    int64_t of_health = api_int(api, "notices.0.unit") == health ? api_int(api, "notices.0.id")
                                                                 : api_int(api, "notices.1.id");
    /* The market bureau lies below the health bureau: it does not see what goes up there. */
    api_call(api, COUNTY, "GET", one(api, of_health, ""), NULL);
    assert_refused(api, 403, "out_of_unit");
    api_call(api, COUNTY, "GET", one(api, of_health, "/docx"), NULL);
    assert_refused(api, 403, "out_of_unit");
    api_call(api, COUNTY, "POST", one(api, of_health, "/receipt"), "{}");
    assert_refused(api, 403, "out_of_unit");
    api_good(api, COUNTY, "GET", NOTICES, NULL);
    json_t *notice;
    size_t i;
    json_array_foreach(api_at(api, "notices"), i, notice)
        assert_int_equal(json_integer_value(json_object_get(notice, "unit")), market);
    assert_true(i >= 4);
    /* Another prefecture, and whoever may not. */
    api_call(api, STRANGER, "GET", one(api, of_health, ""), NULL);
    assert_status(api, 403);
    make(api, COUNTY, "rectify", "");
    assert_refused(api, 403, "forbidden");
    make(api, STRANGER, "rectify", "");
    assert_status(api, 403);
    api_call(api, COUNTY, "GET", CAMPAIGN "/notices/999999", NULL);
    assert_refused(api, 404, "not_found");
}

/* ---- again, wrong, at once ------------------------------------------------------------------- */

static void test_wrong(void **state)
{
    struct api *api = *state;
    int64_t id = made(api, "rectify", "\"key\":\"press-1\"");
    int64_t number = api_int(api, "notices.0.number");
    assert_int_equal(made(api, "rectify", "\"key\":\"press-1\""), id);
    assert_true(json_is_true(api_at(api, "again")));
    make(api, COORDINATOR, "assign", "\"key\":\"press-1\"");
    assert_refused(api, 409, "key_used");
    make(api, COORDINATOR, "rectify", "\"receive\":\"soon\"");
    assert_refused(api, 400, "limit");
    make(api, COORDINATOR, "letter", "");
    assert_status(api, 400);
    api_call(api, COORDINATOR, "POST", NOTICES, "{\"kind\":\"rectify\",\"findings\":[]}");
    assert_refused(api, 400, "empty");
    api_call(api, COORDINATOR, "POST", NOTICES, "{\"kind\":\"rectify\",\"findings\":[999999]}");
    assert_refused(api, 404, "not_found");
    /* Nobody was asked for it yet; a good example waits for nobody. */
    int64_t filed = cases_report(api, "未交办", "");
    api_call(api, COORDINATOR, "POST", NOTICES,
             api_target(api, "{\"kind\":\"rectify\",\"findings\":[%lld,%lld]}", (long long)first,
                        (long long)filed));
    assert_refused(api, 409, "notice_state");
    /* Nothing was made of what was refused: the next number follows. */
    made(api, "rectify", "");
    assert_int_equal(api_int(api, "notices.0.number"), number + 1);
}

struct at_once {
    struct api *api;
    int64_t number;
};

static void *press(void *ctx)
{
    struct at_once *a = ctx;
    struct arena arena;
    struct actor who = {.user = 1, .role = ROLE_coordinator};
    struct paper_line_rows rows = {0};
    struct err err = {0};
    bool again;
    int64_t findings[] = {first};
    struct notice_new new = {.campaign = 1,
                             .kind = PAPER_SUPERVISE,
                             .findings = findings,
                             .n = 1,
                             .receive = STR("1 workdays")};
    arena_init(&arena, 0);
    (void)region_parse(STR("5326"), &who.region, &err);
    (void)actor_use(&who, PERMISSION_notice_write, &err);
    a->number = notices_make(&a->api->app, &who, &arena, &new, &rows, &again, &err)
                    ? rows.at[0].number
                    : -(int64_t)err.code;
    arena_release(&arena);
    return NULL;
}

static void test_at_once(void **state)
{
    enum { N = 8 };
    struct at_once all[N];
    pthread_t threads[N];
    int64_t sum = 0, least = INT64_MAX;
    for (int i = 0; i < N; i++) {
        all[i] = (struct at_once){*state, 0};
        assert_int_equal(pthread_create(&threads[i], NULL, press, &all[i]), 0);
    }
    for (int i = 0; i < N; i++) {
        pthread_join(threads[i], NULL);
        assert_true(all[i].number > 0);
        sum += all[i].number;
        least = all[i].number < least ? all[i].number : least;
    }
    /* least .. least + 7, each once: their sum is 8 x least + 28, and no two are the same. */
    assert_int_equal(sum, N * least + 28);
    for (int i = 0; i < N; i++)
        for (int k = 0; k < i; k++)
            assert_int_not_equal(all[i].number, all[k].number);
}

/* ---- long and many --------------------------------------------------------------------------- */

static void test_long(void **state)
{
    struct api *api = *state;
    struct buf list, words;
    buf_init(&list, 0);
    buf_init(&words, 0);
    buf_addz(&words, "{\"source\":\"unannounced\",\"region\":\"532624\",\"text\":\"");
    for (int i = 0; i < 600; i++)
        buf_addz(&words, "长");
    buf_addz(&words, "\"}");
    buf_addc(&words, 0);
    buf_printf(&list, "{\"kind\":\"supervise\",\"findings\":[");
    for (int i = 0; i < 126; i++) {
        api_good(api, INSPECTOR, "POST", CAMPAIGN "/findings", words.p);
        int64_t id = api_int(api, "finding.id");
        cases_act(api, COORDINATOR, id, "/manage", "dispatch",
                  api_target(api, "\"lead\":%lld,\"form\":\"dated\",\"limit\":\"3 workdays\"",
                             (long long)(i % 2 ? market : health)));
        buf_printf(&list, "%s%lld", i ? "," : "", (long long)id);
    }
    buf_addz(&list, "]}");
    buf_addc(&list, 0);
    api_good(api, COORDINATOR, "POST", NOTICES, list.p);
    assert_int_equal(json_array_size(api_at(api, "notices")), 2);
    assert_int_equal(api_int(api, "notices.0.findings"), 63);
    api_good(api, COORDINATOR, "GET", one(api, api_int(api, "notices.0.id"), "/docx"), NULL);
    assert_non_null(strstr(cases_docx(api), "\n63\n"));
    buf_release(&list);
    buf_release(&words);
}

/* A page of many costs as many statements as a page of one. */
static void test_pages(void **state)
{
    struct api *api = *state;
    api_good(api, COORDINATOR, "GET", NOTICES "?limit=1", NULL);
    uint64_t statements = api->cost.statements;
    assert_int_equal(json_array_size(api_at(api, "notices")), 1);
    api_good(api, COORDINATOR, "GET", NOTICES "?limit=200", NULL);
    assert_true(json_array_size(api_at(api, "notices")) > 2);
    assert_int_equal(api->cost.statements, statements);
}

static void test_all_answered(void **state)
{
    api_assert_answered(*state, "notices");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_people),       cmocka_unit_test(test_words),
        cmocka_unit_test(test_frozen),       cmocka_unit_test(test_units),
        cmocka_unit_test(test_receipt),      cmocka_unit_test(test_others),
        cmocka_unit_test(test_wrong),        cmocka_unit_test(test_at_once),
        cmocka_unit_test(test_long),         cmocka_unit_test(test_pages),
        cmocka_unit_test(test_all_answered),
    };
    return cmocka_run_group_tests(tests, api_setup, api_teardown);
}

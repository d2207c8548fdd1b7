/* Jobs over the API, with the ledger of findings as their work: asked for, run, fetched, cancelled;
 * lost with a server, kept for a week; nobody has anything of somebody else's. The thread of the
 * server is not here: the tests run what waits. */
#include "api_test.h"

#include <stdio.h>

#include "office/xlsx.h"
#include "store/job.h"
#include "store/unit.h"
#include "store/user.h"
#include "work/jobs.h"

#define FINDINGS "/api/campaigns/1/findings"
#define LEDGER FINDINGS "/ledger?region=532624"

static int64_t start(struct api *api, enum who who, const char *target)
{
    api_good(api, who, "POST", target, NULL);
    assert_string_equal(api_text(api, "state"), "waiting");
    return api_int(api, "id");
}

static bool run(struct api *api, const char *worker)
{
    struct err err = {0};
    bool ran = false;
    if (!jobs_run_next(&api->app, str_of(worker), &ran, &err))
        fail_msg("%s %s", err_key(err.code), err.args[0]);
    return ran;
}

static const char *one(struct api *api, int64_t id, const char *more)
{
    return api_target(api, "/api/jobs/%lld%s", (long long)id, more);
}

/* All findings of the list, by its pages. */
static int64_t listed(struct api *api, enum who who, const char *query, const char **first)
{
    int64_t n = 0;
    const char *after = "";
    do {
        api_good(api, who, "GET",
                 api_target(api, FINDINGS "?region=532624&limit=100%s%s%s", query,
                            after[0] ? "&after=" : "", after),
                 NULL);
        if (n == 0 && first)
            *first = arena_str(&api->arena, str_of(api_text(api, "findings.0.text"))).p;
        n += (int64_t)json_array_size(api_at(api, "findings"));
        after = arena_str(&api->arena, str_of(api_text(api, "next"))).p;
    } while (after[0]);
    return n;
}

static struct sheet *sheet_of(struct api *api, struct workbook *book)
{
    struct err_list problems = {.arena = &api->arena};
    struct xlsx_options options = {0};
    assert_true(xlsx_read(&api->arena, STR("l.xlsx"), api->body, &options, book, &problems));
    assert_int_equal(book->sheets.n, 1);
    return &book->sheets.at[0];
}

/* The columns of the ledgers that offices keep, in their order. */
static const char *const HEADS[] = {"序号",
                                    "来源",
                                    "检查日期",
                                    "检查人",
                                    "点位名称",
                                    "地址/网格",
                                    "点位类别",
                                    "标准条款",
                                    "问题描述",
                                    "问题图片",
                                    "是否反复问题",
                                    "牵头单位",
                                    "责任单位",
                                    "责任领导",
                                    "责任人及电话",
                                    "整改要求/措施",
                                    "整改时限",
                                    "整改完成日期",
                                    "整改情况",
                                    "整改后图片",
                                    "申请销号日期",
                                    "核查人",
                                    "核查意见（通过/退回）",
                                    "销号日期",
                                    "是否超期",
                                    "督办次数",
                                    "备注"};

static void test_ledger(void **state)
{
    struct api *api = *state;
    const char *first = NULL;
    struct workbook book = {0};
    int64_t n = listed(api, COORDINATOR, "", &first);
    assert_true(n > 20);
    api->lang = "zh";
    int64_t id = start(api, COORDINATOR, LEDGER);
    /* The same again is the same job. */
    api_good(api, COORDINATOR, "POST", LEDGER, NULL);
    assert_int_equal(api_int(api, "id"), id);
    assert_true(json_is_true(api_at(api, "again")));
    api_call(api, COORDINATOR, "GET", one(api, id, "/file"), NULL);
    assert_refused(api, 409, "job_no_file");
    assert_true(run(api, "w1"));
    assert_false(run(api, "w1"));
    api_good(api, COORDINATOR, "GET", one(api, id, ""), NULL);
    assert_string_equal(api_text(api, "state"), "done");
    assert_int_equal(api_int(api, "done"), n);
    assert_int_equal(api_int(api, "total"), n);
    assert_string_equal(api_text(api, "file_name"), "整改台账-2026-04-24.xlsx");
    int64_t size = api_int(api, "file_size");
    api_good(api, COORDINATOR, "GET", one(api, id, "/file"), NULL);
    assert_int_equal(api->body.n, size);
    struct sheet *s = sheet_of(api, &book);
    struct table *t = &s->table;
    assert_int_equal(t->rows.n, n);
    assert_int_equal(t->columns, ARRAY_LEN(HEADS));
    for (size_t i = 0; i < ARRAY_LEN(HEADS); i++)
        assert_str(t->head[i].text, HEADS[i]);
    assert_str(t->rows.at[0].cells[0].text, "1");
    assert_str(t->rows.at[0].cells[8].text, first);
    api->lang = NULL;
}

static void test_chosen_columns(void **state)
{
    struct api *api = *state;
    struct workbook book = {0};
    api_call(api, COORDINATOR, "POST", LEDGER "&columns=n,fortune", NULL);
    assert_refused(api, 400, "choice");
    int64_t n = listed(api, COORDINATOR, "&open=false", NULL);
    int64_t id = start(api, COORDINATOR, LEDGER "&open=false&columns=remark,n,text");
    assert_true(run(api, "w1"));
    api_good(api, COORDINATOR, "GET", one(api, id, "/file"), NULL);
    struct table *t = &sheet_of(api, &book)->table;
    assert_int_equal(t->rows.n, n);
    assert_int_equal(t->columns, 3);
    assert_str(t->head[0].text, "No.");
    assert_str(t->head[2].text, "Remarks");
    assert_str(t->rows.at[0].cells[2].text, "Closed");
}

static void test_somebody_elses(void **state)
{
    struct api *api = *state;
    int64_t id = start(api, COORDINATOR, LEDGER "&sort=found");
    static const enum who OTHERS[] = {COUNTY, STRANGER, DEPUTY};
    for (size_t i = 0; i < ARRAY_LEN(OTHERS); i++) {
        api_call(api, OTHERS[i], "GET", one(api, id, ""), NULL);
        assert_refused(api, 404, "not_found");
        api_call(api, OTHERS[i], "GET", one(api, id, "/file"), NULL);
        assert_refused(api, 404, "not_found");
        api_assert_elsewhere(api, api_target(api, "jobs/%lld/file", (long long)id));
        api_call(api, OTHERS[i], "DELETE", one(api, id, ""), NULL);
        assert_refused(api, 404, "not_found");
        api_assert_elsewhere(api, api_target(api, "jobs/%lld", (long long)id));
        api_good(api, OTHERS[i], "GET", "/api/jobs", NULL);
        assert_int_equal(json_array_size(api_at(api, "jobs")), 0);
    }
    api_call(api, NOBODY, "GET", one(api, id, ""), NULL);
    assert_status(api, 401);
    /* Another region is refused when it is asked for. */
    api_call(api, DEPUTY, "POST", FINDINGS "/ledger?region=532622", NULL);
    assert_refused(api, 403, "out_of_region");
    api_good(api, COORDINATOR, "DELETE", one(api, id, ""), NULL);
    assert_string_equal(api_text(api, "state"), "cancelled");
    assert_false(run(api, "w1"));
    api_call(api, COORDINATOR, "DELETE", one(api, id, ""), NULL);
    assert_refused(api, 409, "job_ended");
}

static void test_bounded(void **state)
{
    struct api *api = *state;
    int64_t ids[JOBS_OF_ONE];
    for (int i = 0; i < JOBS_OF_ONE; i++)
        ids[i] = start(api, COORDINATOR, api_target(api, LEDGER "&severity=2&words=%d", i));
    api_call(api, COORDINATOR, "POST", LEDGER "&severity=3", NULL);
    assert_refused(api, 429, "jobs_mine");
    api_good(api, COORDINATOR, "GET", "/api/jobs", NULL);
    assert_int_equal(api_int(api, "jobs.0.id"), ids[JOBS_OF_ONE - 1]);
    for (int i = 0; i < JOBS_OF_ONE; i++)
        api_good(api, COORDINATOR, "DELETE", one(api, ids[i], ""), NULL);
}

/* ---- what a server that died leaves --------------------------------------------------------- */

struct claimed {
    int64_t id;
    msec at;
    bool mine;
};

static bool claim_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct claimed *c = ctx;
    return store_job_claim(tx, c->id, STR("dead"), c->at, &c->mine, err);
}

static bool claim(struct api *api, int64_t id, struct err *err)
{
    struct claimed c = {id, api->now, false};
    return store_write(api->store, claim_tx, &c, err) && c.mine;
}

static void test_server_dies(void **state)
{
    struct api *api = *state;
    struct err err = {0};
    int64_t id = start(api, COORDINATOR, LEDGER "&sort=found");
    int64_t second = start(api, COORDINATOR, LEDGER "&sort=due");
    for (int i = 0; i < JOB_TRIES; i++) {
        assert_true(claim(api, id, &err));
        /* It is taken, and nobody has two that run: neither by the rule nor by the index. */
        assert_false(run(api, "w2"));
        assert_false(claim(api, second, &err));
        assert_int_equal(err.code, ERR_EXISTS);
        assert_false(claim(api, id, &err));
        /* Heard of a moment ago: left alone. */
        assert_true(jobs_tidy(&api->app, api->now, &err));
        api_good(api, COORDINATOR, "GET", one(api, id, ""), NULL);
        assert_string_equal(api_text(api, "state"), "running");
        assert_true(jobs_tidy(&api->app, api->now + 1, &err));
        api_good(api, COORDINATOR, "GET", one(api, id, ""), NULL);
        assert_string_equal(api_text(api, "state"), i + 1 < JOB_TRIES ? "waiting" : "failed");
    }
    assert_non_null(strstr(api_text(api, "error"), "three times"));
    /* Cancelled while it ran in a server that died. */
    assert_true(claim(api, second, &err));
    api_good(api, COORDINATOR, "DELETE", one(api, second, ""), NULL);
    assert_true(json_is_true(api_at(api, "stopping")));
    assert_true(jobs_tidy(&api->app, api->now + 1, &err));
    api_good(api, COORDINATOR, "GET", one(api, second, ""), NULL);
    assert_string_equal(api_text(api, "state"), "cancelled");
}

/* ---- rights --------------------------------------------------------------------------------- */

struct posting {
    struct api *api;
    const char *login;
    int64_t until; /* day */
};

static bool post_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct posting *p = ctx;
    struct user_row user;
    struct post_rows posts = {0};
    bool found, live;
    return store_user_find(tx, &p->api->arena, str_of(p->login), &user, &found, err) && found &&
           store_posts_of_user(tx, &p->api->arena, user.id, &posts, err) && posts.n == 1 &&
           store_post_end(tx, posts.at[0].id, p->until, &live, err);
}

static void test_right_is_gone(void **state)
{
    struct api *api = *state;
    struct err err = {0};
    int64_t made = start(api, DEPUTY, LEDGER);
    assert_true(run(api, "w1"));
    api_good(api, DEPUTY, "GET", one(api, made, "/file"), NULL);
    int64_t later = start(api, DEPUTY, LEDGER "&open=true");
    struct posting p = {api, "deputy", app_today(&api->app) - 1};
    assert_true(store_write(api->store, post_tx, &p, &err));
    assert_true(run(api, "w1"));
    struct store_tx *tx = store_read(api->store, &err);
    struct job_row job;
    bool found;
    struct buf file;
    buf_init(&file, 0);
    assert_true(tx && store_job_get(tx, &api->arena, later, &job, &found, &err) && found);
    assert_str(job.state, "failed");
    assert_true(memmem(job.error_zh.p, job.error_zh.n, "岗位已失效", 15) != NULL);
    /* What was made before is not handed out either. */
    assert_true(store_job_get(tx, &api->arena, made, &job, &found, &err) && found);
    assert_false(job_file(&api->app, tx, &api->arena, &job, &file, &err));
    assert_int_equal(err.code, ERR_JOB_POST);
    store_read_end(tx);
    buf_release(&file);
}

static void test_week(void **state)
{
    struct api *api = *state;
    struct err err = {0};
    struct job_row job;
    bool found;
    int64_t id = start(api, COORDINATOR, LEDGER "&severity=3");
    assert_true(run(api, "w1"));
    msec before = api->now;
    api->now += JOB_DAYS * INT64_C(86400000);
    for (int day = 0; day < 2; day++, api->now++) {
        assert_true(jobs_tidy(&api->app, 0, &err));
        struct store_tx *tx = store_read(api->store, &err);
        struct buf file;
        buf_init(&file, 0);
        assert_true(tx && store_job_get(tx, &api->arena, id, &job, &found, &err));
        assert_int_equal(found, day == 0);
        assert_true(store_job_file(tx, id, &file, &err));
        assert_int_equal(file.n > 0, day == 0);
        store_read_end(tx);
        buf_release(&file);
    }
    api->now = before;
}

static void test_all_answered(void **state)
{
    api_assert_answered(*state, "jobs");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ledger),         cmocka_unit_test(test_chosen_columns),
        cmocka_unit_test(test_somebody_elses), cmocka_unit_test(test_bounded),
        cmocka_unit_test(test_server_dies),    cmocka_unit_test(test_week),
        cmocka_unit_test(test_right_is_gone),  cmocka_unit_test(test_all_answered),
    };
    return cmocka_run_group_tests(tests, api_setup, api_teardown);
}

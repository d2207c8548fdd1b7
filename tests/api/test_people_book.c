/* The workbook of units, people and posts: out, and in at once or not at all. */
#include "api_people.h"

#include "office/book.h"
#include "store/unit.h"
#include "work/demo.h"

#define XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#define ADMIN STRANGER
#define GUARD DEPUTY

enum { UNITS, PEOPLE, POSTS, SHEETS };
static const char *const NAMES[SHEETS] = {"单位", "人员", "岗位"};
static const struct book_column HEADS[SHEETS][8] = {
    {{.label = "单位名称"},
     {.label = "统一社会信用代码"},
     {.label = "类别"},
     {.label = "行政区划代码"},
     {.label = "上级单位"}},
    {{.label = "用户名"}, {.label = "姓名"}, {.label = "单位"}, {.label = "电话"}},
    {{.label = "用户名"},
     {.label = "单位"},
     {.label = "角色"},
     {.label = "指定地区"},
     {.label = "截止日期"}},
};
static const int WIDTHS[SHEETS] = {5, 4, 5};

typedef const char *const line[8];

struct pages {
    const line *rows[SHEETS];
    int n[SHEETS];
};

static struct str book_of(struct api *api, struct pages pages)
{
    struct buf out;
    struct err err = {0};
    buf_init(&out, 1 << 20);
    struct book *b = book_create(&api->arena, STR("t"), api->now, &err);
    for (int i = 0; i < SHEETS; i++) {
        if (!pages.rows[i])
            continue;
        struct book_sheet *s =
            book_sheet(b, str_of(NAMES[i]), HEADS[i], (size_t)WIDTHS[i], BOOK_NO_FILTER);
        for (int k = 0; k < pages.n[i]; k++)
            for (int c = 0; c < WIDTHS[i]; c++)
                if (pages.rows[i][k][c])
                    book_text(s, k + 2, c + 1, str_of(pages.rows[i][k][c]));
    }
    if (!book_finish(b, &out, &err))
        fail_msg("book_finish: %s", err_key(err.code));
    struct str bytes = arena_str(&api->arena, (struct str){(char *)out.p, out.n});
    buf_release(&out);
    return bytes;
}

static void send(struct api *api, enum who who, const char *where, struct str book)
{
    api_send(api, who, "POST", where, STR(XLSX), book);
    assert_status(api, 200);
}

static void assert_report(struct api *api, bool kept, int units, int people, int posts)
{
    if (json_is_true(api_at(api, "kept")) != kept)
        fail_msg("%.*s", STR_ARG(api->body));
    assert_int_equal(api_int(api, "units"), units);
    assert_int_equal(api_int(api, "people"), people);
    assert_int_equal(api_int(api, "posts"), posts);
}

static const line UNIT_LINES[] = {
    {"县教育体育局", "91350100M000100Y43", "部门（委办局）", "532624", NULL},
    {"县第一中学", NULL, "学校（托幼机构）", "532624", "91350100M000100Y43"},
    {"镇中心学校", NULL, "School or kindergarten", "532624102", "县教育体育局"},
};
static const line PEOPLE_LINES[] = {
    {"zhang.wei", "张某", "县第一中学", "0876-12345"},
    {"liu.yang", "刘某", "91350100M000100Y43", NULL},
};
static const line POST_LINES[] = {
    {"zhang.wei", "县第一中学", "责任单位", NULL, "2026-12-31"},
    {"liu.yang", "县教育体育局", "Lead unit", NULL, NULL},
    {"liu.yang", "县教育体育局", "检查员", "532624 532622", NULL},
};

static struct str good_book(struct api *api)
{
    return book_of(api, (struct pages){{UNIT_LINES, PEOPLE_LINES, POST_LINES}, {3, 2, 3}});
}

static void test_import(void **state)
{
    struct api *api = *state;
    people_log_in(api, ADMIN, "admin", DEMO_PASSWORD);
    people_log_in(api, GUARD, "security", DEMO_PASSWORD);
    struct str book = good_book(api);
    send(api, ADMIN, "/api/units/import?dry_run=true", book);
    assert_report(api, false, 3, 2, 0);
    assert_int_equal(json_array_size(api_at(api, "problems")), 0);
    assert_int_equal(json_array_size(api_at(api, "codes")), 0);
    api_good(api, ADMIN, "GET", "/api/people?q=zhang.wei", NULL);
    assert_int_equal(json_array_size(api_at(api, "people")), 0);
    send(api, ADMIN, "/api/units/import", book);
    assert_report(api, true, 3, 2, 0);
    assert_string_equal(api_text(api, "codes.0.login"), "zhang.wei");
    const char *code = api_target(api, "%s", api_text(api, "codes.0.code"));
    /* The code opens the door; there is no post yet. */
    people_log_in(api, COUNTY, "zhang.wei", code);
    assert_string_equal(api_text(api, "step"), "password");
    assert_string_equal(api_text(api, "role"), "no_post");
    send(api, GUARD, "/api/posts/import", book);
    assert_report(api, true, 0, 0, 3);
    api_good(api, COUNTY, "GET", "/api/session", NULL);
    api_good(api, ADMIN, "GET", "/api/people?q=liu.yang", NULL);
    api_good(api, ADMIN, "GET",
             api_target(api, "/api/people/%lld", (long long)api_int(api, "people.0.id")), NULL);
    assert_int_equal(json_array_size(api_at(api, "posts")), 2);
    assert_string_equal(api_text(api, "posts.1.regions"), "532622 532624");
    /* Again: nothing is left to do. */
    send(api, ADMIN, "/api/units/import", book);
    assert_report(api, true, 0, 0, 0);
    send(api, GUARD, "/api/posts/import", book);
    assert_report(api, true, 0, 0, 0);
}

static const line CHANGED_UNITS[] = {
    {"县教体局", "91350100M000100Y43", "部门（委办局）", "532624", NULL}};
static const line CHANGED_PEOPLE[] = {{"zhang.wei", "张某", "县教体局", "13800000000"}};

/* The code says which unit it is, the login who it is; a name of this book can be meant in it. */
static void test_change(void **state)
{
    struct api *api = *state;
    send(api, ADMIN, "/api/units/import",
         book_of(api, (struct pages){{CHANGED_UNITS, CHANGED_PEOPLE, NULL}, {1, 1, 0}}));
    assert_report(api, true, 1, 1, 0);
    api_good(api, ADMIN, "GET", "/api/people?q=zhang.wei", NULL);
    assert_string_equal(api_text(api, "people.0.unit_name"), "县教体局");
    api_good(api, ADMIN, "GET", "/api/units?q=9135", NULL);
    assert_int_equal(json_array_size(api_at(api, "units")), 1);
}

static const line BAD_UNITS[] = {
    {"甲局", "91350100M000100Y42", "部门（委办局）", "532624", NULL}, /* row 2: code */
    {"乙局", NULL, "帝国", "532624", NULL},                           /* row 3: kind */
    {"丙局", NULL, "其他", "5301", NULL},                             /* row 4: elsewhere */
    {"丁局", NULL, "其他", "532624", "不存在的局"},                   /* row 5: unit above */
    {"", NULL, "其他", "532624", NULL},                               /* row 6: name */
    {"戊局", NULL, "其他", "53262x", NULL},                           /* row 7: region */
    {"己局", NULL, "其他", "532622", "县教体局"},                     /* row 8: not around it */
};
static const line BAD_PEOPLE[] = {
    {"Zhang San", "张某", "县教体局", NULL}, /* row 2: login */
    {"zhang.san", "张某", "无此单位", NULL}, /* row 3: unit */
    {"zhang.san", NULL, "县教体局", NULL},   /* row 4: name */
};
static const struct {
    const char *sheet, *code;
    int row, column;
} EXPECTED[] = {
    {"单位", "credit_check", 2, 2}, {"单位", "choice", 3, 3},     {"单位", "out_of_region", 4, 4},
    {"单位", "unit_unknown", 5, 5}, {"单位", "empty", 6, 1},      {"单位", "region_code", 7, 4},
    {"单位", "unit_outside", 8, 5}, {"人员", "login_name", 2, 1}, {"人员", "unit_unknown", 3, 3},
    {"人员", "empty", 4, 2},
};

static void assert_problem(struct api *api, size_t i, const char *sheet, const char *code, int row,
                           int column)
{
    const char *at = api_target(api, "problems.%zu", i);
    if (strcmp(api_text(api, api_target(api, "%s.code", at)), code) != 0 ||
        api_int(api, api_target(api, "%s.row", at)) != row ||
        api_int(api, api_target(api, "%s.column", at)) != column ||
        !strstr(api_text(api, api_target(api, "%s.file", at)), sheet))
        fail_msg("problem %zu is not %s in %s row %d column %d: %.*s", i, code, sheet, row, column,
                 STR_ARG(api->body));
}

/* Every problem at its cell, and nothing is kept: neither the good rows before nor those after. */
static void test_bad(void **state)
{
    struct api *api = *state;
    send(api, ADMIN, "/api/units/import?file=x.xlsx",
         book_of(api, (struct pages){{BAD_UNITS, BAD_PEOPLE, NULL}, {7, 3, 0}}));
    assert_report(api, false, 0, 0, 0);
    assert_int_equal(json_array_size(api_at(api, "problems")), ARRAY_LEN(EXPECTED));
    for (size_t i = 0; i < ARRAY_LEN(EXPECTED); i++)
        assert_problem(api, i, EXPECTED[i].sheet, EXPECTED[i].code, EXPECTED[i].row,
                       EXPECTED[i].column);
    api_good(api, ADMIN, "GET", "/api/units?q=%E5%B1%80&region=532624", NULL);
    for (size_t i = 0; i < json_array_size(api_at(api, "units")); i++) {
        const char *name = api_text(api, api_target(api, "units.%zu.name.zh", i));
        if (strstr(name, "甲局") || strstr(name, "丁局"))
            fail_msg("%s was kept", name);
    }
}

static const line BAD_POSTS[] = {
    {"nobody.here", "县教体局", "乡镇（街道）", NULL, NULL}, /* row 2: login */
    {"liu.yang", "县教体局", "皇帝", NULL, NULL},            /* row 3: role */
    {"liu.yang", "县教体局", "审计管理员", NULL, NULL},      /* row 4: alone */
    {"zhang.wei", "县教体局", "检查员", NULL, NULL},         /* row 5: no regions */
    {"zhang.wei", "县教体局", "检查员", "5301", NULL},       /* row 6: elsewhere */
    {"zhang.wei", "县教体局", "领导", NULL, "31.12.2026"},   /* row 7: date */
    {"security", "县教体局", "领导", NULL, NULL},            /* row 8: oneself */
};
static const struct {
    const char *code;
    int row, column;
} EXPECTED_POSTS[] = {
    {"login_unknown", 2, 1}, {"choice", 3, 3},        {"role_alone", 4, 3},
    {"post_regions", 5, 4},  {"out_of_region", 6, 4}, {"date", 7, 5},
};

static void test_bad_posts(void **state)
{
    struct api *api = *state;
    send(api, GUARD, "/api/posts/import",
         book_of(api, (struct pages){{NULL, NULL, BAD_POSTS}, {0, 0, 7}}));
    assert_report(api, false, 0, 0, 0);
    for (size_t i = 0; i < ARRAY_LEN(EXPECTED_POSTS); i++)
        assert_problem(api, i, "岗位", EXPECTED_POSTS[i].code, EXPECTED_POSTS[i].row,
                       EXPECTED_POSTS[i].column);
    assert_string_equal(api_text(api, "problems.6.code"), "role_self");
    assert_int_equal(api_int(api, "problems.6.row"), 8);
}

/* None of the two does the other's work, and nobody else any of it. */
static void test_refused(void **state)
{
    struct api *api = *state;
    struct str book = good_book(api);
    api_send(api, GUARD, "POST", "/api/units/import", STR(XLSX), book);
    assert_refused(api, 403, "forbidden");
    api_send(api, ADMIN, "POST", "/api/posts/import", STR(XLSX), book);
    assert_refused(api, 403, "forbidden");
    api_send(api, COORDINATOR, "POST", "/api/units/import", STR(XLSX), book);
    assert_refused(api, 403, "forbidden");
    send(api, ADMIN, "/api/units/import", STR("PK\x03\x04 no archive"));
    assert_string_equal(api_text(api, "problems.0.code"), "archive_broken");
    send(api, GUARD, "/api/posts/import",
         book_of(api, (struct pages){{UNIT_LINES, NULL, NULL}, {3, 0, 0}}));
    assert_string_equal(api_text(api, "problems.0.code"), "file_missing");
}

/* What comes out goes in again and changes nothing; in both languages. */
static void test_template(void **state)
{
    struct api *api = *state;
    static const char *const LANGUAGES[] = {"zh", "en"};
    for (size_t i = 0; i < 2; i++) {
        api->lang = LANGUAGES[i];
        api_good(api, ADMIN, "GET", "/api/units/template?region=532624", NULL);
        struct str book = arena_str(&api->arena, api->body);
        send(api, ADMIN, "/api/units/import", book);
        assert_report(api, true, 0, 0, 0);
        send(api, GUARD, "/api/posts/import", book);
        assert_report(api, true, 0, 0, 0);
    }
    api->lang = NULL;
    api_call(api, ADMIN, "GET", "/api/units/template?region=5301", NULL);
    assert_refused(api, 403, "out_of_region");
    people_log_in(api, COUNTY, "county", DEMO_PASSWORD);
    api_good(api, COUNTY, "GET", "/api/units/template", NULL);
    api_call(api, LEADER, "GET", "/api/units/template", NULL);
    assert_refused(api, 403, "forbidden");
    api_assert_answered(api, "people_book");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_import),  cmocka_unit_test(test_change),
        cmocka_unit_test(test_bad),     cmocka_unit_test(test_bad_posts),
        cmocka_unit_test(test_refused), cmocka_unit_test(test_template),
    };
    return cmocka_run_group_tests_name("api-people-book", tests, api_setup, api_teardown);
}

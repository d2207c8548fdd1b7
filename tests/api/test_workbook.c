/* Value workbooks made by hand: what is kept, and where a problem is shown. */
#include "api_test.h"

#include "office/book.h"

#include <stdlib.h>

#define XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
static const char IMPORT[] = "/api/campaigns/1/import";
static const char VALUES[] = "/api/campaigns/1/values?region=532624&limit=50";

struct fact {
    const char *region, *code, *period, *value;
};

/* One row (row 2) on each of the two sheets. */
static struct str workbook_of(struct api *api, const struct fact *first, const struct fact *second)
{
    static const struct book_column COLUMNS[] = {
        {.label = "区划代码"}, {.label = "指标代码"}, {.label = "时期"}, {.label = "数值"}};
    static const char *const NAMES[] = {"指标", "现场评分"};
    const struct fact *facts[] = {first, second};
    struct buf out;
    buf_init(&out, 1 << 20);
    struct err err = {0};
    struct book *b = book_create(&api->arena, STR("t"), api->now, &err);
    for (int i = 0; i < 2; i++) {
        struct book_sheet *s = book_sheet(b, str_of(NAMES[i]), COLUMNS, ARRAY_LEN(COLUMNS), 0);
        const char *cells[] = {facts[i]->region, facts[i]->code, facts[i]->period, facts[i]->value};
        for (int c = 0; c < 4; c++)
            book_text(s, 2, c + 1, str_of(cells[c]));
    }
    if (!book_finish(b, &out, &err))
        fail_msg("book_finish: %s", err_key(err.code));
    struct str bytes = arena_str(&api->arena, (struct str){(char *)out.p, out.n});
    buf_release(&out);
    return bytes;
}

static void send(struct api *api, struct str book)
{
    api_send(api, COUNTY, "POST", IMPORT, STR(XLSX), book);
    assert_status(api, 200);
}

static struct str values_now(struct api *api)
{
    api_call(api, COUNTY, "GET", VALUES, NULL);
    assert_status(api, 200);
    return arena_str(&api->arena, api->body);
}

/* The good row is in row 2 of the first sheet, the bad one in row 2 of the second. */
static void test_problem_on_its_own_sheet(void **state)
{
    struct api *api = *state;
    struct fact good = {"532624", "I01", "2025", "1"}, bad = {"532622", "I01", "2025", "1"};
    struct str before = values_now(api);
    send(api, workbook_of(api, &good, &bad));
    assert_true(json_is_false(api_at(api, "kept")));
    assert_int_equal(json_array_size(api_at(api, "problems")), 1);
    assert_string_equal(api_text(api, "problems.0.code"), "out_of_region");
    char *text = json_dumps(api_at(api, "problems.0"), 0);
    assert_non_null(strstr(text, "workbook.xlsx!现场评分"));
    free(text);
    assert_int_equal(api_int(api, "problems.0.row"), 2);
    assert_int_equal(api_int(api, "problems.0.column"), 1);
    /* Nothing of the good row was kept. */
    assert_true(str_eq(before, values_now(api)));
}

/* Under the name that the file has at the person's desk, also when it is no workbook at all. */
static void test_problem_names_the_file(void **state)
{
    struct api *api = *state;
    static const char NAMED[] =
        "/api/campaigns/1/import?file=%E9%BA%BB%E6%A0%97%E5%9D%A1%E5%8E%BF.xlsx"; /* 麻栗坡县 */
    struct fact good = {"532624", "I01", "2025", "1"}, bad = {"532622", "I01", "2025", "1"};
    api_send(api, COUNTY, "POST", NAMED, STR(XLSX), workbook_of(api, &good, &bad));
    assert_status(api, 200);
    assert_string_equal(api_text(api, "problems.0.file"), "麻栗坡县.xlsx!现场评分");
    api_send(api, COUNTY, "POST", NAMED, STR(XLSX), STR("not a workbook"));
    assert_status(api, 200);
    assert_non_null(strstr(api_text(api, "problems.0.message"), "麻栗坡县.xlsx"));
    api_send(api, COORDINATOR, "POST", "/api/standards?file=edition.xlsx", STR(XLSX),
             STR("not a workbook"));
    assert_status(api, 422);
    assert_non_null(strstr(api_text(api, "error.problems.0.message"), "edition.xlsx"));
}

static void test_bad_cells(void **state)
{
    struct api *api = *state;
    struct fact number = {"532624", "I01", "2025", "12,x"}, code = {"532624", "ZZ9", "2025", "1"};
    struct str before = values_now(api);
    send(api, workbook_of(api, &number, &code));
    assert_true(json_is_false(api_at(api, "kept")));
    assert_int_equal(json_array_size(api_at(api, "problems")), 2);
    assert_int_equal(api_int(api, "problems.0.column"), 4);
    assert_int_equal(api_int(api, "problems.1.column"), 2);
    assert_true(str_eq(before, values_now(api)));
}

/* A file cut off anywhere is refused with a problem, never kept. */
static void test_truncated(void **state)
{
    struct api *api = *state;
    struct fact good = {"532624", "I01", "2025", "1"};
    struct str whole = workbook_of(api, &good, &good), before = values_now(api);
    for (size_t n = 1; n < whole.n; n += whole.n / 16) {
        send(api, (struct str){whole.p, n});
        assert_true(json_is_false(api_at(api, "kept")));
        assert_true(json_array_size(api_at(api, "problems")) > 0);
    }
    assert_true(str_eq(before, values_now(api)));
}

/* The workbook that a clerk takes away says that its figures are invented. */
static void test_demonstration_label(void **state)
{
    struct api *api = *state;
    struct workbook w = {0};
    struct err_list problems = {.arena = &api->arena};
    api_call(api, COUNTY, "GET", "/api/campaigns/1/template?region=532624", NULL);
    assert_status(api, 200);
    assert_true(xlsx_read(&api->arena, STR("t.xlsx"), api->body, NULL, &w, &problems));
    const struct sheet *about = workbook_sheet(&w, "About");
    assert_non_null(about);
    const struct table *t = &about->table;
    struct str last = t->rows.at[t->rows.n - 1].cells[0].text;
    assert_true(str_is(last, "Demonstration data: these are not the figures of any real area"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_problem_on_its_own_sheet),
        cmocka_unit_test(test_problem_names_the_file), cmocka_unit_test(test_bad_cells),
        cmocka_unit_test(test_truncated), cmocka_unit_test(test_demonstration_label)};
    return cmocka_run_group_tests(tests, api_setup, api_teardown);
}

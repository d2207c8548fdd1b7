/* Tables of Word documents and of workbooks with a title above them: as offices write them. */
#include "../test.h"

#include "office/docx_table.h"
#include "office/pack.h"
#include "office/xlsx.h"

#define TYPES                                                                                      \
    "<Types><Override PartName='/word/document.xml' ContentType='application/"                     \
    "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>"
#define RELS                                                                                       \
    "<Relationships><Relationship Id='r1' Type='http://x/officeDocument' "                         \
    "Target='word/document.xml'/></Relationships>"
#define P(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"
#define TC(text) "<w:tc>" P(text) "</w:tc>"
#define DOWN(how, text) "<w:tc><w:tcPr><w:vMerge" how "/></w:tcPr>" P(text) "</w:tc>"
#define TR(cells) "<w:tr>" cells "</w:tr>"

static struct arena arena;
static struct err_list errs;

static void put(struct buf *out, const char *const parts[][2], size_t n)
{
    struct arena a;
    struct pack_out o;
    arena_init(&a, 0);
    buf_init(out, 0);
    assert_true(pack_out_begin(&o, &a));
    for (size_t i = 0; i < n; i++)
        pack_out_add(&o, parts[i][0], str_of(parts[i][1]));
    assert_true(pack_out_end(&o, out, NULL));
    arena_release(&a);
}

static bool read_word(const char *body, struct table *t)
{
    struct buf file;
    const char *parts[][2] = {
        {"[Content_Types].xml", TYPES}, {"_rels/.rels", RELS}, {"word/document.xml", body}};
    arena_init(&arena, 0);
    errs = (struct err_list){.arena = &arena};
    put(&file, (const char *const(*)[2])parts, 3);
    bool ok = docx_table_read(&arena, STR("l.docx"), buf_str(&file), 2, NULL, t, &errs);
    buf_release(&file);
    return ok;
}

static void assert_text(const struct table *t, size_t row, size_t column, const char *expected)
{
    assert_true(row < t->rows.n && column < t->columns);
    struct str text = t->rows.at[row].cells[column].text;
    if (!str_is(text, expected))
        fail_msg("%zu,%zu: \"%.*s\", expected \"%s\"", row, column, STR_ARG(text), expected);
}

/* A letter with a table for its head, then the list: merged down, two columns wide, in runs. */
static void word_list(void **state)
{
    (void)state;
    struct table t;
    assert_true(read_word(
        "<w:d><w:body>" P("通知") "<w:tbl>" TR(TC(
            "文号")) "</w:tbl>"
                     "<w:sdt><w:sdtContent><w:tbl>" TR("<w:tc>" P("126 项问题清单") "</w:tc>")
                         TR(TC("点位") TC("存在问题") TC("责任单位")) TR(DOWN(
                             " w:val='restart'",
                             "东门市场") "<w:tc><w:p><w:r><w:t>地面</w:t></w:r><w:r><w:t>积水</"
                                         "w:t></w:r></w:p>" P("无盖") "</w:tc>" TC("县市场监管局"))
                             TR(DOWN("", "") TC("乱堆") TC(""))
                                 TR("<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>" P(
                                     "两列") "</w:tc>" TC("县城管局")) TR(TC("") TC("") TC(""))
                                     TR(TC("短")) "</w:tbl></w:sdtContent></w:sdt></w:body></w:d>",
        &t));
    assert_int_equal(t.columns, 3);
    assert_int_equal(t.rows.n, 4);
    assert_text(&t, 0, 0, "东门市场");
    assert_text(&t, 0, 1, "地面积水\n无盖");
    assert_text(&t, 1, 0, "东门市场"); /* merged down */
    assert_text(&t, 1, 1, "乱堆");
    assert_text(&t, 2, 1, "两列");
    assert_text(&t, 2, 2, "县城管局");
    assert_text(&t, 3, 0, "短");
    assert_text(&t, 3, 2, "");
    assert_int_equal(t.rows.at[0].row, 3); /* the third row of its table */
    arena_release(&arena);
}

static void word_without_list(void **state)
{
    (void)state;
    struct table t;
    assert_false(read_word("<w:d><w:body>" P("没有表格") "</w:body></w:d>", &t));
    assert_int_equal(errs.items.at[0].code, ERR_DOCX_NO_TABLE);
    arena_release(&arena);
    assert_false(read_word("<w:d><w:tbl><w:tr>", &t));
    arena_release(&arena);
}

#define XTYPES                                                                                     \
    "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Override "       \
    "PartName='/xl/workbook.xml' ContentType='application/"                                        \
    "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/></Types>"
#define XRELS                                                                                      \
    "<Relationships><Relationship Id='r1' Type='http://x/officeDocument' "                         \
    "Target='xl/workbook.xml'/></Relationships>"
#define BOOK                                                                                       \
    "<workbook><sheets><sheet name='S' sheetId='1' r:id='r1' xmlns:r='r'/></sheets></workbook>"
#define BOOK_RELS                                                                                  \
    "<Relationships><Relationship Id='r1' Type='http://x/worksheet' Target='s.xml'/>"              \
    "</Relationships>"
#define IS(ref, text) "<c r='" ref "' t='inlineStr'><is><t>" text "</t></is></c>"

static void workbook_list(void **state)
{
    (void)state;
    struct buf file;
    struct workbook w = {0};
    static const char *const parts[][2] = {
        {"[Content_Types].xml", XTYPES},
        {"_rels/.rels", XRELS},
        {"xl/workbook.xml", BOOK},
        {"xl/_rels/workbook.xml.rels", BOOK_RELS},
        {"xl/s.xml",
         "<worksheet><sheetData><row r='1'>" IS(
             "A1",
             "126 项问题清单") "</row>"
                               "<row r='3'>" IS("A3", "点位") IS(
                                   "B3",
                                   "存在问题") "</row>"
                                               "<row r='4'>" IS("A4", "东门市场") IS(
                                                   "B4",
                                                   "积水") "</row>"
                                                           "<row r='5'>" IS(
                                                               "B5",
                                                               "乱堆") "</row>"
                                                                       "<row r='6'>" IS("A6",
                                                                                        "西门")
                                                                           IS("B6",
                                                                              "无盖") "</row></"
                                                                                      "sheetData>"
                                                                                      "<mergeCells>"
                                                                                      "<mergeCell "
                                                                                      "ref='A1:B1'/"
                                                                                      "><mergeCell "
                                                                                      "ref='A4:A5'/"
                                                                                      "><mergeCell "
                                                                                      "ref='Z9:A1'/"
                                                                                      ">"
                                                                                      "<mergeCell "
                                                                                      "ref='A6'/></"
                                                                                      "mergeCells><"
                                                                                      "/worksheet"
                                                                                      ">"}};
    put(&file, parts, ARRAY_LEN(parts));
    arena_init(&arena, 0);
    errs = (struct err_list){.arena = &arena};
    struct xlsx_options o = {.allow_merged = true, .fill_merged = true, .head_cells = 2};
    assert_true(xlsx_read(&arena, STR("l.xlsx"), buf_str(&file), &o, &w, &errs));
    const struct table *t = &w.sheets.at[0].table;
    assert_int_equal(t->columns, 2);
    assert_true(str_is(t->head[1].text, "存在问题"));
    assert_int_equal(t->rows.n, 3);
    assert_text(t, 1, 0, "东门市场");
    assert_text(t, 1, 1, "乱堆");
    assert_text(t, 2, 0, "西门");
    assert_int_equal(t->rows.at[1].row, 5);
    arena_release(&arena);
    buf_release(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(word_list),
        cmocka_unit_test(word_without_list),
        cmocka_unit_test(workbook_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

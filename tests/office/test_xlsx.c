/* Workbooks in and out: round trip, what Excel does to numbers and dates, and hostile files. */
#include "../test.h"

#include "office/book.h"
#include "office/pack.h"
#include "office/xlsx_parts.h"

#include <stdio.h>

struct fixture {
    struct arena a;
    struct err_list errs;
    struct workbook w;
};

static bool read_with(struct fixture *f, struct str data, const struct xlsx_options *o)
{
    arena_init(&f->a, 0);
    f->errs = (struct err_list){.arena = &f->a};
    return xlsx_read(&f->a, STR("b.xlsx"), data, o, &f->w, &f->errs);
}

#define TYPES                                                                                      \
    "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Override "       \
    "PartName='/xl/workbook.xml' ContentType='application/"                                        \
    "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/></Types>"
#define RELS                                                                                       \
    "<Relationships><Relationship Id='r1' Type='http://x/officeDocument' "                         \
    "Target='xl/workbook.xml'/></Relationships>"
#define BOOK                                                                                       \
    "<workbook><sheets><sheet name='S' sheetId='1' r:id='r1' xmlns:r='r'/></sheets></workbook>"
#define BOOK_RELS                                                                                  \
    "<Relationships><Relationship Id='r1' Type='http://x/worksheet' Target='s.xml'/>"              \
    "<Relationship Id='r2' Type='http://x/styles' Target='styles.xml'/></Relationships>"
#define STYLES                                                                                     \
    "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='yyyy\"年\"m\"月\"'/></numFmts>"     \
    "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs><xf numFmtId='0'/>"                  \
    "<xf numFmtId='14'/><xf numFmtId='164'/></cellXfs></styleSheet>"

/* A workbook of one sheet with this XML; NULL parts are left out. */
static void make(struct buf *out, const char *types, const char *book, const char *sheet)
{
    struct arena a;
    struct pack_out o;
    arena_init(&a, 0);
    buf_init(out, 0);
    assert_true(pack_out_begin(&o, &a));
    if (types)
        pack_out_add(&o, "[Content_Types].xml", str_of(types));
    pack_out_add(&o, "_rels/.rels", STR(RELS));
    pack_out_add(&o, "xl/workbook.xml", str_of(book));
    pack_out_add(&o, "xl/_rels/workbook.xml.rels", STR(BOOK_RELS));
    pack_out_add(&o, "xl/styles.xml", STR(STYLES));
    if (sheet)
        pack_out_add(&o, "xl/s.xml", str_of(sheet));
    assert_true(pack_out_end(&o, out, NULL));
    arena_release(&a);
}

static void number_texts(void **state)
{
    (void)state;
    /* left: as Excel stores the double nearest to the number on the right */
    static const char *const pairs[][2] = {
        {"0.10000000000000001", "0.1"},
        {"22.789999999999999", "22.79"},
        {"999999999999999.9", "1000000000000000"},
        {"1.2E3", "1200"},
        {"1.0000000000000001E-5", "0.00001"},
        {"-0", "0"},
        {"007.50", "7.5"},
        {"532624000000", "532624000000"},
        {".5", "0.5"},
        {"99999999999999999999", "100000000000000000000"},
    };
    char out[XLSX_NUMBER_MAX];
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
        assert_true(xlsx_number(str_of(pairs[i][0]), out));
        assert_string_equal(out, pairs[i][1]);
    }
    assert_false(xlsx_number(STR("1E300"), out));
    assert_false(xlsx_number(STR("1.2.3"), out));
    assert_false(xlsx_number(STR("12a"), out));
    assert_false(xlsx_number(STR(""), out));
}

static void date_texts(void **state)
{
    (void)state;
    /* Excel's documentation: 39448 is 2008-01-01; 1 is 1900-01-01, 61 is 1900-03-01 */
    static const char *const pairs[][2] = {
        {"39448", "2008-01-01"}, {"1", "1900-01-01"},
        {"61", "1900-03-01"},    {"39448.5", "2008-01-01T12:00"},
        {"0.25", "06:00"},       {"39448.354166666667", "2008-01-01T08:30"},
    };
    char out[XLSX_NUMBER_MAX];
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
        assert_true(xlsx_date(pairs[i][0], false, out));
        assert_string_equal(out, pairs[i][1]);
    }
    assert_true(xlsx_date("37986", true, out)); /* 39448 - 1462 */
    assert_string_equal(out, "2008-01-01");
    assert_false(xlsx_date("-1", false, out));
    assert_false(xlsx_date("3000000", false, out));
    assert_true(xlsx_format_is_date("yyyy-mm-dd"));
    assert_true(xlsx_format_is_date("[h]:mm"));
    assert_false(xlsx_format_is_date("0.00\"days\""));
    assert_false(xlsx_format_is_date("[Red]0.00_d"));
    assert_false(xlsx_format_is_date("General"));
}

static void cells_of_every_kind(void **state)
{
    (void)state;
    struct buf b;
    struct fixture f;
    make(&b, TYPES, BOOK,
         "<worksheet><sheetData>"
         "<row r='2'><c r='A2' t='inlineStr'><is><t>a</t></is></c><c t='str'><v>b</v></c>"
         "<c t='str'><v>c</v></c></row>"
         "<row r='3'><c r='A3'><v>0.10000000000000001</v></c><c r='C3' s='1'><v>39448</v></c></row>"
         "<row r='4'/><row r='5'><c r='A5' t='b'><v>1</v></c><c r='B5' t='e'><v>#DIV/0!</v></c>"
         "<c r='C5' s='2'><v>39448</v></c></row>"
         "<row><c t='inlineStr'><is><r><t>x_x000D_</t></r><r><t>y</t></r></is></c></row>"
         "</sheetData></worksheet>");
    assert_true(read_with(&f, buf_str(&b), NULL));
    const struct table *t = &workbook_sheet(&f.w, "S")->table;
    assert_str(t->file, "b.xlsx!S");
    assert_int_equal(t->columns, 3);
    assert_int_equal(t->rows.n, 3);
    assert_str(t->rows.at[0].cells[0].text, "0.1");
    assert_int_equal(t->rows.at[0].cells[0].kind, CELL_NUMBER);
    assert_int_equal(t->rows.at[0].cells[1].kind, CELL_EMPTY);
    assert_str(t->rows.at[0].cells[2].text, "2008-01-01");
    assert_int_equal(t->rows.at[0].cells[2].kind, CELL_DATE);
    assert_int_equal(t->rows.at[1].row, 5);
    assert_str(t->rows.at[1].cells[0].text, "true");
    assert_int_equal(t->rows.at[1].cells[1].kind, CELL_FAULT);
    assert_int_equal(t->rows.at[1].cells[2].kind, CELL_DATE);
    assert_str(t->rows.at[2].cells[0].text, "x\ry");
    arena_release(&f.a);
    buf_release(&b);
}

static void expect(const char *types, const char *book, const char *sheet,
                   const struct xlsx_options *o, enum err_code code, int row, int column)
{
    struct buf b;
    struct fixture f;
    make(&b, types, book, sheet);
    assert_false(read_with(&f, buf_str(&b), o));
    struct err *e = &f.errs.items.at[0];
    if (e->code != code)
        fail_msg("got %s (%s), expected %s", err_key(e->code), e->args[2], err_key(code));
    assert_int_equal(e->place.row, row);
    assert_int_equal(e->place.column, column);
    arena_release(&f.a);
    buf_release(&b);
}

#define HEAD "<worksheet><sheetData><row><c t='str'><v>a</v></c><c t='str'><v>b</v></c></row>"

static void wrong_sheets(void **state)
{
    (void)state;
    struct xlsx_options o = {.limits = {.rows = 1, .columns = 3, .cell_bytes = 10}};
    expect(TYPES, BOOK, HEAD "<row><c><f>1+1</f><v>2</v></c></row></sheetData></worksheet>", NULL,
           ERR_CELL_FORMULA, 2, 1);
    expect(TYPES, BOOK,
           HEAD "</sheetData><mergeCells><mergeCell ref='B2:C4'/></mergeCells>"
                "</worksheet>",
           NULL, ERR_CELL_MERGED, 2, 2);
    expect(TYPES, BOOK, HEAD "<row><c r='D2'><v>1</v></c></row></sheetData></worksheet>", NULL,
           ERR_COLUMN_COUNT, 2, 3);
    expect(TYPES, BOOK, HEAD "<row><c r='XFD2'><v>1</v></c></row></sheetData></worksheet>", NULL,
           ERR_TOO_LARGE, 2, 16384);
    expect(TYPES, BOOK, HEAD "<row><c t='s'><v>7</v></c></row></sheetData></worksheet>", NULL,
           ERR_FILE_KIND, 2, 1);
    expect(TYPES, BOOK, HEAD "<row r='1'/></sheetData></worksheet>", NULL, ERR_FILE_KIND, 1, 2);
    expect(TYPES, BOOK,
           HEAD "<row><c><v>1</v></c></row><row><c><v>2</v></c></row>"
                "</sheetData></worksheet>",
           &o, ERR_ROWS_MAX, 3, 1);
    expect(TYPES, BOOK, HEAD "<row><c t='str'><v>12345678901</v></c></row></sheetData></worksheet>",
           &o, ERR_TOO_LARGE, 2, 1);
    expect(TYPES, BOOK, "<!DOCTYPE x [<!ENTITY e 'f'>]><worksheet>&e;</worksheet>", NULL,
           ERR_XML_DOCTYPE, 0, 0);
    expect(TYPES, BOOK, "<worksheet><sheetData>", NULL, ERR_XML_BROKEN, 0, 0);
    expect(TYPES, BOOK, NULL, NULL, ERR_FILE_KIND, 0, 0);
    expect(NULL, BOOK, HEAD, NULL, ERR_FILE_KIND, 0, 0);
    expect("<Types/>", BOOK, HEAD, NULL, ERR_FILE_KIND, 0, 0);
}

static enum err_code open_code(struct str data)
{
    struct pack p;
    struct err e = {0};
    if (pack_open(&p, "b.xlsx", "xlsx", data, &e))
        pack_close(&p);
    return e.code;
}

static enum err_code code_of_names(const char *first, const char *second)
{
    struct arena a;
    struct pack_out o;
    struct buf b;
    arena_init(&a, 0);
    buf_init(&b, 0);
    assert_true(pack_out_begin(&o, &a));
    pack_out_add(&o, first, STR("1"));
    pack_out_add(&o, second, STR("2"));
    assert_true(pack_out_end(&o, &b, NULL));
    enum err_code code = open_code(buf_str(&b));
    buf_release(&b);
    arena_release(&a);
    return code;
}

static void hostile_archives(void **state)
{
    (void)state;
    struct arena a;
    struct pack_out o;
    struct buf b;
    assert_int_equal(code_of_names("a.xml", "b.xml"), ERR_OK);
    assert_int_equal(code_of_names("a.xml", "A.xml"), ERR_ARCHIVE_NAME);
    assert_int_equal(code_of_names("../a.xml", "b.xml"), ERR_ARCHIVE_NAME);
    assert_int_equal(code_of_names("x/../../a.xml", "b.xml"), ERR_ARCHIVE_NAME);
    assert_int_equal(code_of_names("/a.xml", "b.xml"), ERR_ARCHIVE_NAME);
    assert_int_equal(code_of_names("a\\b.xml", "b.xml"), ERR_ARCHIVE_NAME);
    assert_int_equal(open_code(STR("")), ERR_ARCHIVE_BROKEN);
    assert_int_equal(open_code(STR("PK\3\4 not an archive")), ERR_ARCHIVE_BROKEN);
    /* 32 MB of zeros pack to about 32 kB, a ratio of 1000 */
    arena_init(&a, (size_t)64 << 20);
    buf_init(&b, 0);
    char *zeros = arena_alloc(&a, (size_t)32 << 20);
    assert_non_null(zeros);
    struct arena out;
    arena_init(&out, (size_t)64 << 20);
    assert_true(pack_out_begin(&o, &out));
    pack_out_add(&o, "zeros.xml", (struct str){zeros, (size_t)32 << 20});
    assert_true(pack_out_end(&o, &b, NULL));
    assert_true(b.n < 100000);
    assert_int_equal(open_code(buf_str(&b)), ERR_ARCHIVE_BOMB);
    buf_release(&b);
    arena_release(&a);
    arena_release(&out);
}

/* A book as the program writes them. */
static void write_book(struct arena *a, struct buf *out)
{
    static const char *const choices[] = {"是", "否"};
    static const struct book_column columns[] = {
        {.label = "代码", .hidden = true},
        {.label = "数值", .note = "填写数字", .open = true},
        {.label = "有无", .choices = choices, .choices_n = 2, .open = true},
    };
    static const struct book_column meta[] = {{.label = "key"}};
    struct err err = {0};
    buf_init(out, 0);
    struct book *b = book_create(a, STR("测试"), 1775001600000, &err);
    assert_non_null(b);
    struct book_sheet *s = book_sheet(b, STR("指标"), columns, 3, BOOK_LOCKED);
    static const char *const numbers[] = {
        "0.1", "22.79", "-3", "123456789.012345", "9000000000000", "8999999999999.123456"};
    for (int i = 0; i < (int)ARRAY_LEN(numbers); i++) {
        dec d;
        assert_true(dec_parse(str_of(numbers[i]), &d));
        book_text(s, i + 2, 1, STR("A_x0041_<&>\"\n中"));
        book_number(s, i + 2, 2, d);
        book_cell(s, i + 2, 3, i % 2 ? STR("true") : STR("是"), i % 2 ? CELL_BOOL : CELL_TEXT,
                  BOOK_PLAIN);
    }
    book_rows(s, 7);
    s = book_sheet(b, STR("meta"), meta, 1, BOOK_HIDDEN);
    book_text(s, 2, 1, STR("v1"));
    assert_true(book_finish(b, out, &err));
}

static void writes_and_reads_the_same(void **state)
{
    (void)state;
    struct arena a;
    struct buf one, two;
    struct fixture f;
    arena_init(&a, 0);
    write_book(&a, &one);
    write_book(&a, &two);
    assert_true(str_eq(buf_str(&one), buf_str(&two))); /* same calls, same bytes */
    assert_true(read_with(&f, buf_str(&one), NULL));
    assert_int_equal(f.w.sheets.n, 2);
    assert_true(workbook_sheet(&f.w, "meta")->hidden);
    const struct table *t = &workbook_sheet(&f.w, "指标")->table;
    assert_str(t->head[1].text, "数值");
    assert_int_equal(t->rows.n, 6);
    assert_str(t->rows.at[0].cells[0].text, "A_x0041_<&>\"\n中");
    assert_str(t->rows.at[0].cells[1].text, "0.1");
    assert_str(t->rows.at[1].cells[1].text, "22.79");
    assert_str(t->rows.at[2].cells[1].text, "-3");
    assert_str(t->rows.at[3].cells[1].text, "123456789.012345");
    assert_str(t->rows.at[4].cells[1].text, "9000000000000");
    assert_int_equal(t->rows.at[4].cells[1].kind, CELL_NUMBER);
    /* 19 digits do not fit a double: kept as text, exactly */
    assert_str(t->rows.at[5].cells[1].text, "8999999999999.123456");
    assert_int_equal(t->rows.at[5].cells[1].kind, CELL_TEXT);
    assert_int_equal(t->rows.at[1].cells[2].kind, CELL_BOOL);
    arena_release(&f.a);
    arena_release(&a);
    buf_release(&one);
    buf_release(&two);
}

static void truncated_files(void **state)
{
    (void)state;
    struct arena a;
    struct buf b;
    arena_init(&a, 0);
    write_book(&a, &b);
    for (size_t n = 0; n < b.n; n += 97) {
        struct fixture f;
        assert_false(read_with(&f, (struct str){b.p, n}, NULL));
        assert_int_equal(f.errs.items.at[0].code, ERR_ARCHIVE_BROKEN);
        arena_release(&f.a);
    }
    buf_release(&b);
    arena_release(&a);
}

static void marks_bad_cells(void **state)
{
    (void)state;
    struct arena a;
    struct buf b, marked;
    struct fixture f, g;
    struct err e = {0};
    arena_init(&a, 0);
    write_book(&a, &b);
    assert_true(read_with(&f, buf_str(&b), NULL));
    const struct table *t = &workbook_sheet(&f.w, "指标")->table;
    err_set(&e, ERR_NUMBER, "22.79x", "12.5");
    table_fail(t, &t->rows.at[1].cells[1], "value", &e, &f.errs);
    err_set(&e, ERR_EMPTY, NULL);
    table_fail(t, &t->rows.at[1].cells[1], "value", &e, &f.errs);
    buf_init(&marked, 0);
    assert_true(book_mark(&a, &f.w, &f.errs, LANG_ZH, 1775001600000, &marked, &e));
    assert_true(read_with(&g, buf_str(&marked), NULL));
    assert_int_equal(g.w.sheets.n, 3);
    const struct table *u = &workbook_sheet(&g.w, "指标")->table;
    assert_int_equal(u->rows.n, t->rows.n);
    for (size_t r = 0; r < t->rows.n; r++)
        for (size_t c = 0; c < t->columns; c++)
            assert_true(str_eq(u->rows.at[r].cells[c].text, t->rows.at[r].cells[c].text));
    u = &workbook_sheet(&g.w, "问题清单")->table;
    assert_int_equal(u->rows.n, 2);
    assert_str(u->rows.at[0].cells[0].text, "指标");
    assert_str(u->rows.at[0].cells[1].text, "B3");
    assert_str(u->rows.at[0].cells[2].text, "value");
    assert_str(u->rows.at[1].cells[3].text, "此处不能为空。");
    /* the comment itself, as another reader would find it */
    struct pack p;
    struct buf xml;
    buf_init(&xml, 0);
    assert_true(pack_open(&p, "m.xlsx", "xlsx", buf_str(&marked), &e));
    int64_t i = pack_find(&p, "xl/comments1.xml");
    assert_true(i >= 0 && pack_read(&p, i, 1 << 20, &xml, &e));
    assert_non_null(strstr(xml.p, "ref=\"B3\""));
    assert_non_null(strstr(xml.p, "此处不能为空。"));
    pack_close(&p);
    buf_release(&xml);
    buf_release(&b);
    buf_release(&marked);
    arena_release(&f.a);
    arena_release(&g.a);
    arena_release(&a);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    struct arena a;
    struct buf b;
    arena_init(&a, 0);
    write_book(&a, &b);
    for (size_t at = 1;; at++) {
        struct arena r, ea;
        arena_init(&r, 0);
        arena_init(&ea, 0);
        r.fail_at = at;
        struct err_list errs = {.arena = &ea};
        struct workbook w;
        bool ok = xlsx_read(&r, STR("b.xlsx"), buf_str(&b), NULL, &w, &errs);
        bool reached = r.allocations >= at;
        /* parts that may be missing are passed over when even their name does not fit */
        if (!ok)
            assert_int_equal(errs.items.at[0].code, ERR_MEMORY);
        else if (!reached)
            at = SIZE_MAX - 1;
        arena_release(&r);
        arena_release(&ea);
        if (at == SIZE_MAX - 1)
            break;
    }
    buf_release(&b);
    arena_release(&a);
}

static void awkward_sheet_names(void **state)
{
    (void)state;
    struct arena a;
    struct buf b;
    struct fixture f;
    struct err e = {0};
    arena_init(&a, 0);
    buf_init(&b, 0);
    struct book *book = book_create(&a, STR("t"), 0, &e);
    book_text(book_sheet(book, STR("a/b:c"), NULL, 0, 0), 1, 1, STR("1"));
    book_text(book_sheet(book, STR("A_B_C"), NULL, 0, 0), 1, 1, STR("2"));
    /* 32 characters: the last is cut */
    book_text(book_sheet(book,
                         STR("一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二"),
                         NULL, 0, 0),
              1, 1, STR("3"));
    assert_true(book_finish(book, &b, &e));
    assert_true(read_with(&f, buf_str(&b), NULL));
    assert_int_equal(f.w.sheets.n, 3);
    assert_str(f.w.sheets.at[0].name, "a_b_c");
    assert_str(f.w.sheets.at[1].table.head[0].text, "2");
    assert_int_equal(f.w.sheets.at[2].name.n, 31 * 3);
    arena_release(&f.a);
    buf_release(&b);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(number_texts),        cmocka_unit_test(date_texts),
        cmocka_unit_test(cells_of_every_kind), cmocka_unit_test(wrong_sheets),
        cmocka_unit_test(hostile_archives),    cmocka_unit_test(writes_and_reads_the_same),
        cmocka_unit_test(truncated_files),     cmocka_unit_test(marks_bad_cells),
        cmocka_unit_test(awkward_sheet_names), cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

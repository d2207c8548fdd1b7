/* CSV in and out: what RFC 4180 allows, and each way in which a file can be wrong. */
#include "../test.h"

#include "office/csv.h"

#include <stdlib.h>

struct fixture {
    struct arena arena;
    struct err_list errs;
    struct table t;
};

static bool read_with(struct fixture *f, struct str data, const struct csv_options *o)
{
    arena_init(&f->arena, 0);
    f->errs = (struct err_list){.arena = &f->arena};
    f->t = (struct table){0};
    return csv_read(&f->arena, STR("t.csv"), data, o, &f->t, &f->errs);
}

static void expect_error(struct str data, const struct csv_options *o, enum err_code code, int row,
                         int column, const char *arg)
{
    struct fixture f;
    assert_false(read_with(&f, data, o));
    assert_true(f.errs.total >= 1);
    struct err *e = &f.errs.items.at[0];
    if (e->code != code)
        fail_msg("%.*s: got %s, expected %s", STR_ARG(data), err_key(e->code), err_key(code));
    assert_string_equal(e->place.file, "t.csv");
    assert_int_equal(e->place.row, row);
    assert_int_equal(e->place.column, column);
    if (arg)
        assert_string_equal(e->args[0], arg);
    arena_release(&f.arena);
}

static void reads_rfc4180(void **state)
{
    (void)state;
    struct fixture f;
    assert_true(read_with(&f,
                          STR("\xef\xbb\xbf"
                              "code,名称\r\n\r\n"
                              "A1,\"a,\"\"b\"\"\nc\"\n,\n B2 ,x"),
                          NULL));
    assert_int_equal(f.t.columns, 2);
    assert_str(f.t.head[0].text, "code");
    assert_str(f.t.head[1].text, "名称");
    assert_int_equal(f.t.rows.n, 2); /* blank line 2 and empty row 4 are passed over */
    assert_int_equal(f.t.rows.at[0].row, 3);
    assert_str(f.t.rows.at[0].cells[1].text, "a,\"b\"\nc");
    assert_int_equal(f.t.rows.at[1].row, 5);
    assert_str(f.t.rows.at[1].cells[0].text, " B2 ");
    assert_int_equal(f.t.rows.at[1].cells[1].column, 2);
    arena_release(&f.arena);
}

static void refuses_with_place(void **state)
{
    (void)state;
    expect_error(STR(""), NULL, ERR_EMPTY, 0, 0, NULL);
    expect_error(STR("a,b\n1,2\n3\n"), NULL, ERR_COLUMN_COUNT, 3, 1, "1");
    expect_error(STR("a,b\n1,2,3\n"), NULL, ERR_COLUMN_COUNT, 2, 3, "3");
    expect_error(STR("a,b\n1,\"2\n3,4\n"), NULL, ERR_QUOTE, 2, 2, NULL);
    expect_error(STR("a,b\n1,x\"2\n"), NULL, ERR_QUOTE, 2, 2, NULL);
    /* "名" in GBK is c3 fb; byte 3 of the file */
    expect_error(STR("a\n\xc3\xfb\n"), NULL, ERR_ENCODING, 0, 0, "3");
    expect_error(STR("a\nb\xe5\x90"), NULL, ERR_ENCODING, 0, 0, "4");
    expect_error(STR("a\n\xed\xa0\x80"), NULL, ERR_ENCODING, 0, 0, "3");
    expect_error(STR("a\nb\0c\n"), NULL, ERR_NUL_BYTE, 0, 0, "4");
}

static void keeps_limits(void **state)
{
    (void)state;
    struct csv_options o = {.limits = {.rows = 2}};
    expect_error(STR("a\n1\n2\n3\n"), &o, ERR_ROWS_MAX, 4, 1, "2");
    o = (struct csv_options){.limits = {.columns = 2}};
    expect_error(STR("a,b,c\n"), &o, ERR_TOO_LARGE, 1, 3, NULL);
    o = (struct csv_options){.limits = {.cell_bytes = 3}};
    expect_error(STR("a\n1234\n"), &o, ERR_TOO_LARGE, 2, 1, NULL);
    o = (struct csv_options){.limits = {.total_bytes = 5}};
    expect_error(STR("a\n123\n45\n"), &o, ERR_TOO_LARGE, 3, 1, NULL);
}

static void gb18030_on_demand(void **state)
{
    (void)state;
    struct fixture f;
    struct csv_options o = {.gb18030 = true};
    /* 名 c3fb, 称 b3c6 in GBK; U+20000 is 95 32 82 36 (four bytes) in GB18030 */
    assert_true(read_with(&f, STR("\xc3\xfb\xb3\xc6\n\x95\x32\x82\x36\n"), &o));
    assert_str(f.t.head[0].text, "名称");
    assert_str(f.t.rows.at[0].cells[0].text, "\xf0\xa0\x80\x80");
    arena_release(&f.arena);
    expect_error(STR("ab\n\xc3"), &o, ERR_ENCODING_GB, 0, 0, "4");
    expect_error(STR("ab\n\xff\xff\n"), &o, ERR_ENCODING_GB, 0, 0, "4");
}

static void characters_across_blocks(void **state)
{
    (void)state;
    /* 3-byte characters at every offset: the 16 KB block ends inside one for two of three starts */
    for (size_t shift = 0; shift < 3; shift++) {
        struct buf b;
        buf_init(&b, 0);
        buf_add(&b, "xyz", shift);
        buf_addz(&b, "a\n");
        for (int i = 0; i < 9000; i++)
            buf_addz(&b, i % 3000 == 2999 ? "\n" : "字");
        struct fixture f;
        assert_true(read_with(&f, buf_str(&b), NULL));
        assert_int_equal(f.t.rows.n, 3);
        assert_int_equal(f.t.rows.at[2].cells[0].text.n, 2999 * 3);
        arena_release(&f.arena);
        buf_release(&b);
    }
}

/* A stream without end: ten million rows are refused by the limit, long before they were read. */
static ssize_t endless(void *cookie, char *out, size_t n)
{
    size_t *served = cookie;
    for (size_t i = 0; i < n; i++)
        out[i] = (*served + i) % 2 ? '\n' : '1';
    *served += n;
    return (ssize_t)n;
}

static bool count_rows(void *ctx, bool is_head, size_t columns, const struct table_row *row)
{
    (void)columns, (void)row;
    *(size_t *)ctx += !is_head;
    return true;
}

static void endless_stream_is_stopped(void **state)
{
    (void)state;
    size_t served = 0, rows = 0;
    struct arena a;
    arena_init(&a, 0);
    struct err_list errs = {.arena = &a};
    FILE *f = fopencookie(&served, "r", (cookie_io_functions_t){.read = endless});
    assert_non_null(f);
    struct csv_options o = {.limits = {.rows = 100000}};
    assert_false(csv_each(STR("big.csv"), STR_NONE, f, &o, count_rows, &rows, &errs));
    assert_int_equal(rows, 100000);
    assert_int_equal(errs.items.at[0].code, ERR_ROWS_MAX);
    assert_true(served < 300000);
    fclose(f);
    arena_release(&a);
}

static void binds_columns(void **state)
{
    (void)state;
    static const struct table_column want[] = {
        {.id = "code", .label_zh = "代码"}, {.id = "value"}, {.id = "note", .optional = true}};
    struct fixture f;
    struct table_binding b;
    assert_true(read_with(&f, STR("value,代码\n12.5,A1\nx,A2\n"), NULL));
    assert_true(table_bind(&f.t, want, 3, &b, &f.errs));
    assert_str(table_cell(&b, &f.t.rows.at[0], 0).text, "A1");
    struct cell c = table_cell_id(&b, &f.t.rows.at[0], "value");
    dec d;
    assert_true(table_number(&f.t, &c, "value", &d, &f.errs));
    assert_int_equal(d.micro, 12500000);
    assert_int_equal(table_cell(&b, &f.t.rows.at[0], 2).column, 0);
    c = table_cell(&b, &f.t.rows.at[1], 1);
    assert_false(table_number(&f.t, &c, "value", &d, &f.errs));
    assert_int_equal(f.errs.items.at[0].place.row, 3);
    assert_int_equal(f.errs.items.at[0].place.column, 1);
    arena_release(&f.arena);

    assert_true(read_with(&f, STR("code,valu,code\n1,2,3\n"), NULL));
    assert_false(table_bind(&f.t, want, 3, &b, &f.errs));
    assert_int_equal(f.errs.total, 3);
    assert_int_equal(f.errs.items.at[0].code, ERR_COLUMN_UNKNOWN);
    assert_string_equal(f.errs.items.at[0].args[1], "code, value, note");
    assert_int_equal(f.errs.items.at[1].code, ERR_COLUMN_TWICE);
    assert_int_equal(f.errs.items.at[1].place.column, 3);
    assert_int_equal(f.errs.items.at[2].code, ERR_COLUMN_MISSING);
    arena_release(&f.arena);
}

static void writes_what_it_reads(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 0);
    struct csv_writer w = {.buf = &b};
    csv_bom(&w);
    csv_cell(&w, STR("a"));
    csv_cell(&w, STR("b"));
    csv_end_row(&w);
    csv_cell(&w, STR("x\"y,\r\n"));
    csv_cell(&w, STR("=1+1"));
    csv_end_row(&w);
    assert_str(buf_str(&b), "\xef\xbb\xbf"
                            "a,b\r\n\"x\"\"y,\r\n\",=1+1\r\n");
    struct fixture f;
    assert_true(read_with(&f, buf_str(&b), NULL));
    assert_str(f.t.rows.at[0].cells[0].text, "x\"y,\r\n");
    arena_release(&f.arena);
    buf_clear(&b);
    w = (struct csv_writer){.buf = &b, .guard = true};
    csv_cell(&w, STR("=1+1"));
    csv_cell(&w, STR("-5"));
    csv_cell(&w, STR("@x"));
    csv_end_row(&w);
    assert_str(buf_str(&b), "\"'=1+1\",-5,\"'@x\"\r\n");
    buf_release(&b);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (size_t at = 1;; at++) {
        struct arena a, ea;
        arena_init(&a, 0);
        arena_init(&ea, 0);
        a.fail_at = at;
        struct err_list errs = {.arena = &ea};
        struct table t = {0};
        bool ok = csv_read(&a, STR("t.csv"), STR("a,b\n1,2\n3,4\n"), NULL, &t, &errs);
        bool reached = a.allocations >= at;
        if (reached) {
            assert_false(ok);
            assert_int_equal(errs.items.at[0].code, ERR_MEMORY);
        }
        arena_release(&a);
        arena_release(&ea);
        if (!reached)
            return;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_rfc4180),
        cmocka_unit_test(refuses_with_place),
        cmocka_unit_test(keeps_limits),
        cmocka_unit_test(gb18030_on_demand),
        cmocka_unit_test(characters_across_blocks),
        cmocka_unit_test(endless_stream_is_stopped),
        cmocka_unit_test(binds_columns),
        cmocka_unit_test(writes_what_it_reads),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

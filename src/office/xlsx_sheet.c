#include "office/xlsx_parts.h"

#include <stdio.h>

struct reader {
    struct xlsx *x;
    struct table *t;
    struct cell *cells; /* the current row, x->max.columns wide */
    size_t width;       /* columns up to the last that is not empty */
    int row, column;    /* now; columns of this row so far */
    size_t total;
    struct buf text;
    char type; /* of the cell: 's'hared, 'i'nline, 't'ext, 'b'ool, 'e'rror, 'n'umber, 'd'ate */
    bool date_style, has_formula, in_value, stop;
};

static void report(struct reader *r, struct err *e, int column)
{
    err_at(e, r->t->file, r->row, column, NULL);
    err_list_add(r->x->errs, e);
}

static void fail(struct reader *r, enum err_code code, const char *a, const char *b, const char *c)
{
    struct err e = {0};
    err_set(&e, code, a, b, c);
    report(r, &e, r->column);
    r->stop = true;
}

static void too_large(struct reader *r, size_t max, const char *what)
{
    char n[24];
    snprintf(n, sizeof n, "%zu", max);
    if (what)
        fail(r, ERR_TOO_LARGE, what, n, NULL);
    else
        fail(r, ERR_ROWS_MAX, n, NULL, NULL);
}

static void bad_order(struct reader *r)
{
    fail(r, ERR_FILE_KIND, r->x->pack.file, "xlsx", "行列顺序 / order of rows and cells");
}

/* "AB12" -> 28, 12. */
static bool parse_ref(const char *ref, int *row, int *column)
{
    int c = 0, n = 0;
    for (; *ref >= 'A' && *ref <= 'Z' && c < 20000; ref++)
        c = c * 26 + (*ref - 'A') + 1;
    for (; *ref >= '0' && *ref <= '9' && n < 2000000; ref++)
        n = n * 10 + (*ref - '0');
    *row = n;
    *column = c;
    return c >= 1 && c <= 16384 && n >= 1 && n <= 1048576;
}

static void row_start(struct reader *r, const char **attrs)
{
    const char *at = xml_attr(attrs, "r");
    int64_t n = r->row + 1;
    if ((at && !str_to_i64(str_of(at), &n)) || n <= r->row || n > 1048576) {
        bad_order(r);
        return;
    }
    r->row = (int)n;
    r->column = 0;
    r->width = 0;
}

static void cell_start(struct reader *r, const char **attrs)
{
    const char *ref = xml_attr(attrs, "r"), *type = xml_attr(attrs, "t");
    const char *style = xml_attr(attrs, "s");
    int row = r->row, column = r->column + 1;
    int64_t s = 0;
    if (ref && (!parse_ref(ref, &row, &column) || row != r->row || column <= r->column)) {
        bad_order(r);
        return;
    }
    for (int c = r->column + 1; c <= column && c <= (int)r->x->max.columns; c++)
        r->cells[c - 1] = (struct cell){.row = r->row, .column = c};
    r->column = column;
    r->type = !type                            ? 'n'
              : strcmp(type, "s") == 0         ? 's'
              : strcmp(type, "inlineStr") == 0 ? 'i'
              : strcmp(type, "str") == 0       ? 't'
                                               : type[0];
    if (style && !str_to_i64(str_of(style), &s))
        s = 0;
    r->date_style = s >= 0 && (size_t)s < r->x->style_is_date.n && r->x->style_is_date.at[s];
    r->has_formula = false;
    buf_clear(&r->text);
}

/* The text as it stands in the file becomes the cell's text and kind; false after a fault. */
static bool cell_value(struct reader *r, struct cell *c, char number[XLSX_NUMBER_MAX])
{
    struct str raw = buf_str(&r->text);
    int64_t i;
    c->text = raw;
    c->kind = CELL_TEXT;
    if (r->type == 's') {
        if (!str_to_i64(raw, &i) || i < 0 || (uint64_t)i >= r->x->strings.n) {
            fail(r, ERR_FILE_KIND, r->x->pack.file, "xlsx", "xl/sharedStrings.xml");
            return false;
        }
        c->text = r->x->strings.at[i];
    } else if (r->type == 'b') {
        c->text = str_is(raw, "1") ? STR("true") : STR("false");
        c->kind = CELL_BOOL;
    } else if (r->type == 'e') {
        c->kind = CELL_FAULT;
    } else if (r->type == 'd') {
        c->kind = CELL_DATE;
    } else if (r->type == 'n' && xlsx_number(raw, number)) {
        c->kind = CELL_NUMBER;
        char date[XLSX_NUMBER_MAX];
        if (r->date_style && xlsx_date(number, r->x->from_1904, date)) {
            memcpy(number, date, strlen(date) + 1);
            c->kind = CELL_DATE;
        }
        c->text = str_of(number);
    } else if (raw.n) {
        c->text.n = xlsx_unescape(r->text.p, r->text.n);
    }
    return true;
}

static void cell_end(struct reader *r)
{
    struct cell c = {.row = r->row, .column = r->column};
    char number[XLSX_NUMBER_MAX];
    struct err e = {0};
    bool formula = r->has_formula && !r->x->options->allow_formulas;
    if (buf_failed(&r->text))
        too_large(r, r->x->max.cell_bytes, "单元格 / cell (bytes)");
    if (r->stop || (r->text.n == 0 && !formula) || !cell_value(r, &c, number))
        return;
    if (c.text.n == 0 && !formula)
        return;
    r->total += c.text.n;
    if (c.text.n > r->x->max.cell_bytes)
        too_large(r, r->x->max.cell_bytes, "单元格 / cell (bytes)");
    else if (r->total > r->x->max.total_bytes)
        too_large(r, r->x->max.total_bytes, "表格 / sheet (bytes)");
    else if ((size_t)r->column > r->x->max.columns)
        too_large(r, r->x->max.columns, "列数 / columns");
    if (r->stop)
        return;
    if (formula) {
        c.kind = CELL_FORMULA;
        err_set(&e, ERR_CELL_FORMULA, NULL);
        report(r, &e, r->column);
    }
    if (r->type != 's')
        c.text = arena_str(r->x->arena, c.text);
    if (!c.text.p)
        fail(r, ERR_MEMORY, NULL, NULL, NULL);
    r->cells[r->column - 1] = c;
    r->width = (size_t)r->column;
}

static size_t filled(const struct reader *r)
{
    size_t n = 0;
    for (size_t i = 0; i < r->width; i++)
        n += r->cells[i].text.n > 0;
    return n;
}

static void row_end(struct reader *r)
{
    struct table *t = r->t;
    struct err e = {0};
    if (r->width == 0)
        return;
    bool is_head = t->columns == 0;
    if (is_head && filled(r) < r->x->options->head_cells)
        return; /* a title above the table */
    if (!is_head && t->rows.n >= r->x->max.rows) {
        too_large(r, r->x->max.rows, NULL);
        return;
    }
    if (!is_head && r->width > t->columns) {
        char have[24], want[24];
        snprintf(have, sizeof have, "%zu", r->width);
        snprintf(want, sizeof want, "%zu", t->columns);
        err_set(&e, ERR_COLUMN_COUNT, have, want);
        report(r, &e, (int)t->columns + 1);
        r->width = t->columns;
    }
    size_t n = is_head ? r->width : t->columns;
    struct cell *cells = ARENA_ARRAY(r->x->arena, n, struct cell);
    for (size_t i = 0; cells && i < n; i++)
        cells[i] = i < r->width ? r->cells[i] : (struct cell){.row = r->row, .column = (int)i + 1};
    struct table_row row = {r->row, cells};
    if (!cells || (!is_head && !VEC_PUSH(r->x->arena, &t->rows, row))) {
        fail(r, ERR_MEMORY, NULL, NULL, NULL);
    } else if (is_head) {
        t->head = cells;
        t->columns = n;
    }
}

/* What the first cell of the range shows, in all of them. The rows are those of this reader. */
static void fill(struct reader *r, const char *ref)
{
    const char *colon = strchr(ref, ':');
    char from[TABLE_REF_MAX] = "";
    int top, left, bottom, right;
    size_t n = colon ? (size_t)(colon - ref) : 0;
    const struct cell *shown = NULL;
    memcpy(from, ref, n < sizeof from - 1 ? n : 0);
    if (!parse_ref(from, &top, &left) || !parse_ref(colon + 1, &bottom, &right))
        return;
    for (size_t i = 0; i < r->t->rows.n; i++) {
        struct table_row *row = &r->t->rows.at[i];
        struct cell *cells = (struct cell *)(uintptr_t)row->cells;
        if (row->row < top || row->row > bottom)
            continue;
        if (row->row == top && (size_t)left <= r->t->columns)
            shown = &row->cells[left - 1];
        for (int c = left; shown && c <= right && (size_t)c <= r->t->columns; c++) {
            if (cells[c - 1].text.n)
                continue;
            cells[c - 1].text = shown->text;
            cells[c - 1].kind = shown->kind;
        }
    }
}

static void merged(struct reader *r, const char *ref)
{
    struct err e = {0};
    int row = 0, column = 0;
    if (ref && r->x->options->allow_merged && r->x->options->fill_merged)
        fill(r, ref);
    if (r->x->options->allow_merged || !ref)
        return;
    char from[TABLE_REF_MAX] = "";
    size_t n = strcspn(ref, ":");
    memcpy(from, ref, n < sizeof from - 1 ? n : sizeof from - 1);
    if (!parse_ref(from, &row, &column))
        row = column = 0;
    err_set(&e, ERR_CELL_MERGED, ref);
    err_at(&e, r->t->file, row, column, NULL);
    err_list_add(r->x->errs, &e);
}

static void on_start(void *ctx, const char *name, const char **attrs)
{
    struct reader *r = ctx;
    name = xml_local(name);
    r->in_value = false;
    if (strcmp(name, "row") == 0)
        row_start(r, attrs);
    else if (strcmp(name, "c") == 0)
        cell_start(r, attrs);
    else if (strcmp(name, "f") == 0)
        r->has_formula = true;
    else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
        r->in_value = true;
    else if (strcmp(name, "mergeCell") == 0)
        merged(r, xml_attr(attrs, "ref"));
}

static void on_text(void *ctx, const char *p, int n)
{
    struct reader *r = ctx;
    if (r->in_value)
        buf_add(&r->text, p, (size_t)n);
}

static void on_end(void *ctx, const char *name)
{
    struct reader *r = ctx;
    name = xml_local(name);
    r->in_value = false;
    if (strcmp(name, "c") == 0 && r->column > 0)
        cell_end(r);
    else if (strcmp(name, "row") == 0)
        row_end(r);
}

bool xlsx_sheet(struct xlsx *x, int64_t index, struct table *t)
{
    struct reader r = {.x = x, .t = t};
    struct err e = {0};
    struct pack_xml h = {on_start, on_end, on_text, &r, &r.stop};
    size_t before = x->errs->total;
    r.cells = ARENA_ARRAY(x->arena, x->max.columns, struct cell);
    buf_init(&r.text, x->max.cell_bytes + 1);
    if (!r.cells)
        err_set(&e, ERR_MEMORY, NULL);
    else
        pack_parse(&x->pack, index, &h, &e);
    buf_release(&r.text);
    if (e.code != ERR_OK) {
        err_at(&e, t->file, 0, 0, NULL);
        err_list_add(x->errs, &e);
    }
    return x->errs->total == before;
}

#include "office/book.h"

static const char *const heads[2][4] = {
    [LANG_ZH] = {"工作表", "单元格", "字段", "问题"},
    [LANG_EN] = {"Sheet", "Cell", "Field", "Problem"},
};

static bool same_cell(const struct err *a, const struct err *b)
{
    return a->place.row == b->place.row && a->place.column == b->place.column &&
           strcmp(a->place.file, b->place.file) == 0;
}

/* All errors of the cell of errs[i] in one comment; the cell's own text stays. */
static void mark(struct book_sheet *s, const struct sheet *sheet, const struct err_list *errs,
                 size_t i, enum lang lang)
{
    const struct err *e = &errs->items.at[i];
    int row = e->place.row, column = e->place.column ? e->place.column : 1;
    struct cell cell = {.row = row, .column = column};
    const struct table *t = &sheet->table;
    for (size_t k = 0; k < i; k++)
        if (same_cell(&errs->items.at[k], e))
            return;
    if (t->columns && t->head[0].row == row && (size_t)column <= t->columns)
        cell = t->head[column - 1];
    for (size_t k = 0; k < t->rows.n && (size_t)column <= t->columns; k++)
        if (t->rows.at[k].row == row)
            cell = t->rows.at[k].cells[column - 1];
    struct buf text;
    buf_init(&text, 8192);
    for (size_t k = i; k < errs->items.n; k++) {
        if (!same_cell(&errs->items.at[k], e))
            continue;
        if (text.n)
            buf_addc(&text, '\n');
        err_text(&errs->items.at[k], lang, &text);
    }
    book_cell(s, row, column, cell.text, cell.kind, BOOK_BAD);
    book_note(s, row, column, buf_str(&text));
    buf_release(&text);
}

static void copy_sheet(struct book *b, const struct sheet *sheet, const struct err_list *errs,
                       enum lang lang)
{
    const struct table *t = &sheet->table;
    struct book_sheet *s = book_sheet(b, sheet->name, NULL, 0, sheet->hidden ? BOOK_HIDDEN : 0);
    for (size_t i = 0; i < t->columns; i++)
        book_cell(s, t->head[i].row, t->head[i].column, t->head[i].text, t->head[i].kind,
                  BOOK_BOLD);
    for (size_t r = 0; r < t->rows.n; r++)
        for (size_t i = 0; i < t->columns; i++) {
            const struct cell *c = &t->rows.at[r].cells[i];
            if (c->text.n)
                book_cell(s, c->row, c->column, c->text, c->kind, BOOK_PLAIN);
        }
    for (size_t i = 0; i < errs->items.n; i++) {
        const struct err *e = &errs->items.at[i];
        if (e->place.row > 0 && str_is(t->file, e->place.file))
            mark(s, sheet, errs, i, lang);
    }
}

static void summary(struct book *b, const struct err_list *errs, enum lang lang,
                    struct book_column columns[4])
{
    struct book_sheet *s =
        book_sheet(b, lang == LANG_ZH ? STR("问题清单") : STR("Problems"), columns, 4, 0);
    struct buf text;
    buf_init(&text, 8192);
    int row = 2;
    for (size_t i = 0; i < errs->items.n; i++, row++) {
        const struct err *e = &errs->items.at[i];
        const char *sheet = strrchr(e->place.file, '!');
        char ref[TABLE_REF_MAX] = "";
        if (e->place.row > 0)
            table_ref(e->place.row, e->place.column, ref);
        buf_clear(&text);
        err_text(e, lang, &text);
        book_text(s, row, 1, str_of(sheet ? sheet + 1 : e->place.file));
        book_text(s, row, 2, str_of(ref));
        book_text(s, row, 3, str_of(e->place.field));
        book_cell(s, row, 4, buf_str(&text), CELL_TEXT, BOOK_WRAP);
    }
    if (errs->total > errs->items.n) {
        buf_clear(&text);
        buf_printf(&text,
                   lang == LANG_ZH ? "共 %zu 处问题,此处列出前 %zu 处。"
                                   : "%zu problems in all; the first %zu are listed.",
                   errs->total, errs->items.n);
        book_cell(s, row++, 4, buf_str(&text), CELL_TEXT, BOOK_BOLD);
    }
    book_rows(s, row - 1);
    buf_release(&text);
}

bool book_mark(struct arena *a, const struct workbook *w, const struct err_list *errs,
               enum lang lang, msec created, struct buf *out, struct err *err)
{
    struct book_column columns[4] = {{.width = 18}, {.width = 10}, {.width = 18}, {.width = 80}};
    for (int i = 0; i < 4; i++)
        columns[i].label = heads[lang][i];
    struct book *b = book_create(a, w->file, created, err);
    if (!b)
        return false;
    for (size_t i = 0; i < w->sheets.n; i++) {
        struct str name = w->sheets.at[i].name;
        /* an earlier list of problems is replaced */
        if (!w->sheets.at[i].skipped && !str_is(name, "问题清单") && !str_is(name, "Problems"))
            copy_sheet(b, &w->sheets.at[i], errs, lang);
    }
    summary(b, errs, lang, columns);
    return book_finish(b, out, err);
}

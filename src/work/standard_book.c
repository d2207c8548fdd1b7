/* A standard as a workbook. */
#include <stdio.h>

#include "office/book.h"
#include "work/standard_files.h"
#include "work/standard_table.h"

static bool fail(struct err_list *errs, struct str file, enum err_code code, const char *a,
                 const char *b)
{
    struct err e;
    err_set(&e, code, a, b);
    err_at(&e, file, 0, 0, NULL);
    return err_list_add(errs, &e);
}

bool standard_source_of_book(struct arena *a, struct str file, struct str data,
                             struct standard_source *out, struct err_list *errs)
{
    size_t before = errs->total;
    struct workbook w;
    struct xlsx_options options = {.limits = {.rows = STANDARD_ROWS_MAX, .columns = 200}};
    if (!xlsx_read(a, file, data, &options, &w, errs))
        return false;
    *out = (struct standard_source){ARENA_ARRAY(a, w.sheets.n + 1, struct standard_table), 0};
    if (!out->tables)
        return fail(errs, file, ERR_MEMORY, NULL, NULL);
    for (size_t i = 0; i < w.sheets.n; i++) {
        const struct sheet *s = &w.sheets.at[i];
        const struct table *t = &s->table;
        for (size_t r = 0; r < t->rows.n; r++)
            for (size_t c = 0; c < t->columns; c++) {
                const struct cell *cell = &t->rows.at[r].cells[c];
                struct err e;
                if (cell->kind == CELL_DATE &&
                    err_set(&e, ERR_CELL_DATE, cell->text.p, "text") == 0)
                    table_fail(t, cell, NULL, &e, errs);
            }
        int id = standard_table_id(s->name);
        bool empty =
            t->rows.n == 0 && id >= 0 && !standard_table_spec((enum standard_table_id)id).required;
        if (!empty && !standard_table_of_office(a, t, s->name, &out->tables[out->n_tables++]))
            return fail(errs, file, ERR_MEMORY, NULL, NULL);
    }
    return errs->total == before;
}

/* ---- out ---------------------------------------------------------------------------------------
 */

enum { CHOICES_TEXT_MAX = 255 }; /* what a spreadsheet takes in one list */

static bool split_choices(struct arena *a, const char *text, struct book_column *column)
{
    size_t n = 1, i = 0;
    if (!*text || strlen(text) > CHOICES_TEXT_MAX)
        return true;
    for (const char *p = text; *p; p++)
        n += *p == ';';
    const char **words = ARENA_ARRAY(a, n, const char *);
    struct str rest = str_of(text), one;
    while (words && str_split(&rest, ';', &one)) {
        words[i] = arena_str(a, one).p;
        if (!words[i++])
            return false;
    }
    column->choices = words;
    column->choices_n = n;
    return words != NULL;
}

static struct book_column *columns_of(struct arena *a, struct standard_table_spec spec)
{
    struct book_column *columns = ARENA_ARRAY(a, (size_t)spec.n_columns, struct book_column);
    for (int i = 0; columns && i < spec.n_columns; i++) {
        const struct standard_column *c = &spec.columns[i];
        struct str note =
            arena_printf(a, "%s%s\n%s", c->must ? "必填。" : "", c->help.zh, c->help.en);
        columns[i] = (struct book_column){.label = c->name, .note = note.p, .width = c->width};
        if (!note.p || !split_choices(a, c->choices, &columns[i]))
            return NULL;
    }
    return columns;
}

static bool put_sheet(struct arena *a, struct book *b, int id, const struct standard_source *src)
{
    enum { ROOM_FOR_MORE = 200 }; /* rows below the last that have the lists of choices too */
    struct standard_table_spec spec = standard_table_spec((enum standard_table_id)id);
    struct book_column *columns = columns_of(a, spec);
    struct standard_table t = {0};
    for (int i = 0; i < src->n_tables; i++)
        if (str_is(src->tables[i].name, spec.name) &&
            !standard_table_canonical(a, &src->tables[i], &t))
            return false;
    if (!columns)
        return false;
    struct book_sheet *sheet = book_sheet(b, str_of(spec.name), columns, (size_t)spec.n_columns, 0);
    for (int r = 1; r < t.n_rows; r++)
        for (int c = 0; c < spec.n_columns; c++) {
            struct str s = t.rows[r].cells[c];
            if (!s.n)
                continue;
            bool number =
                spec.columns[c].kind == COLUMN_INT || spec.columns[c].kind == COLUMN_NUMBER;
            book_cell(sheet, r + 1, c + 1, s, number ? CELL_NUMBER : CELL_TEXT, BOOK_PLAIN);
        }
    book_rows(sheet, (t.n_rows ? t.n_rows : 1) + ROOM_FOR_MORE);
    return true;
}

bool standard_book_of_source(struct arena *a, const struct standard_source *src, msec created,
                             struct buf *out, struct err *err)
{
    struct book *b = book_create(a, STR("标准"), created, err);
    if (!b)
        return false;
    bool ok = true;
    for (int id = 0; ok && id < STANDARD_TABLES; id++)
        ok = put_sheet(a, b, id, src);
    bool done = book_finish(b, out, err);
    return ok ? done : err_set(err, ERR_MEMORY, NULL);
}

#include "office/table.h"

#include <stdio.h>

struct table_limits table_limits_of(const struct table_limits *limits)
{
    struct table_limits l = limits ? *limits : (struct table_limits){0};
    if (!l.rows)
        l.rows = 100000;
    if (!l.columns)
        l.columns = 200;
    if (!l.cell_bytes)
        l.cell_bytes = 32767;
    if (!l.total_bytes)
        l.total_bytes = (size_t)64 << 20;
    return l;
}

bool table_collect(void *ctx, bool is_head, size_t columns, const struct table_row *row)
{
    struct table_collector *c = ctx;
    struct cell *cells = ARENA_ARRAY(c->arena, columns, struct cell);
    for (size_t i = 0; cells && i < columns; i++) {
        cells[i] = row->cells[i];
        cells[i].text = arena_str(c->arena, row->cells[i].text);
        if (!cells[i].text.p)
            cells = NULL;
    }
    struct table_row kept = {row->row, cells};
    bool ok = cells && (is_head || VEC_PUSH(c->arena, &c->table->rows, kept));
    c->out_of_memory = c->out_of_memory || !ok;
    if (ok && is_head) {
        c->table->head = cells;
        c->table->columns = columns;
    }
    return ok;
}

static bool is_column(struct str head, const struct table_column *c)
{
    return str_is(head, c->id) || (c->label_zh && str_is(head, c->label_zh)) ||
           (c->label_en && str_is(head, c->label_en));
}

/* "code, name_zh, ..." as far as an error's argument holds. */
static void column_names(const struct table_column *columns, size_t n, char out[ERR_ARG_MAX])
{
    size_t at = 0;
    out[0] = '\0';
    for (size_t i = 0; i < n && at < ERR_ARG_MAX; i++)
        at += (size_t)snprintf(out + at, ERR_ARG_MAX - at, "%s%s", i ? ", " : "", columns[i].id);
}

static void bind_head(struct table_binding *b, const struct cell *head, struct err_list *errs)
{
    struct str text = str_trim(head->text);
    struct err e = {0};
    char name[ERR_ARG_MAX];
    snprintf(name, sizeof name, "%.*s", (int)(text.n > 100 ? 100 : text.n), text.p ? text.p : "");
    for (size_t i = 0; i < b->n; i++) {
        if (!is_column(text, &b->columns[i]))
            continue;
        if (b->at[i] >= 0) {
            err_set(&e, ERR_COLUMN_TWICE, name);
            table_fail(b->table, head, b->columns[i].id, &e, errs);
        } else {
            b->at[i] = head->column - b->table->head[0].column;
        }
        return;
    }
    char known[ERR_ARG_MAX];
    column_names(b->columns, b->n, known);
    err_set(&e, ERR_COLUMN_UNKNOWN, name, known);
    table_fail(b->table, head, NULL, &e, errs);
}

bool table_bind(const struct table *t, const struct table_column *columns, size_t n,
                struct table_binding *out, struct err_list *errs)
{
    size_t before = errs->total;
    struct table_binding b = {.table = t, .columns = columns, .n = n};
    struct err e = {0};
    if (n > TABLE_BIND_MAX) {
        err_set(&e, ERR_INTERNAL, "table_bind");
        return err_list_add(errs, &e), false;
    }
    for (size_t i = 0; i < n; i++)
        b.at[i] = -1;
    for (size_t i = 0; i < t->columns; i++)
        bind_head(&b, &t->head[i], errs);
    for (size_t i = 0; i < n; i++) {
        if (b.at[i] >= 0 || columns[i].optional)
            continue;
        struct cell head = {.row = t->columns ? t->head[0].row : 1};
        err_set(&e, ERR_COLUMN_MISSING, columns[i].id);
        table_fail(t, &head, columns[i].id, &e, errs);
    }
    if (errs->total != before)
        return false;
    *out = b;
    return true;
}

struct cell table_cell(const struct table_binding *b, const struct table_row *row, size_t i)
{
    if (i >= b->n || b->at[i] < 0)
        return (struct cell){.row = row->row};
    return row->cells[b->at[i]];
}

struct cell table_cell_id(const struct table_binding *b, const struct table_row *row,
                          const char *id)
{
    size_t i = 0;
    while (i < b->n && strcmp(b->columns[i].id, id) != 0)
        i++;
    return table_cell(b, row, i);
}

bool table_fail(const struct table *t, const struct cell *cell, const char *field, struct err *e,
                struct err_list *errs)
{
    err_at(e, t->file, cell->row, cell->column, field);
    err_list_add(errs, e);
    return false;
}

bool table_number(const struct table *t, const struct cell *cell, const char *field, dec *out,
                  struct err_list *errs)
{
    struct err e = {0};
    struct str text = str_trim(cell->text);
    char shown[ERR_ARG_MAX];
    snprintf(shown, sizeof shown, "%.*s", (int)(text.n > 100 ? 100 : text.n), text.p ? text.p : "");
    if (cell->kind == CELL_DATE)
        err_set(&e, ERR_CELL_DATE, shown, "数字 / number");
    else if (cell->kind == CELL_FORMULA)
        err_set(&e, ERR_CELL_FORMULA, NULL);
    else if (text.n == 0)
        err_set(&e, ERR_EMPTY, NULL);
    else if (!dec_parse(text, out))
        err_set(&e, ERR_NUMBER, shown, "12.5");
    else
        return true;
    return table_fail(t, cell, field, &e, errs);
}

void table_ref(int row, int column, char out[TABLE_REF_MAX])
{
    char letters[8];
    size_t n = 0;
    for (int c = column; c > 0 && n < sizeof letters; c = (c - 1) / 26)
        letters[n++] = (char)('A' + (c - 1) % 26);
    size_t at = 0;
    while (n > 0)
        out[at++] = letters[--n];
    snprintf(out + at, TABLE_REF_MAX - at, "%d", row % 100000000);
}

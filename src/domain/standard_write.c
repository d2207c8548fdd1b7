/* A source in its one canonical form: columns and keys in the order of the format. */
#include <stdlib.h>

#include "domain/standard_parts.h"

/* Index of each column of the format in the table's head, -1 = absent. */
static void find_columns(const struct standard_table *t, const struct standard_table_spec *spec,
                         int at[STANDARD_COLUMNS_MAX])
{
    for (int c = 0; c < spec->n_columns; c++) {
        at[c] = -1;
        for (int i = 0; t->n_rows && i < t->rows[0].n; i++)
            if (at[c] < 0 && str_is(str_trim(t->rows[0].cells[i]), spec->columns[c].name))
                at[c] = i;
    }
}

static int by_path(const void *a, const void *b)
{
    const struct source_row *x = a, *y = b;
    return path_cmp(x->cells[0], y->cells[0]);
}

bool standard_table_canonical(struct arena *a, const struct standard_table *in,
                              struct standard_table *out)
{
    int id = standard_table_id(in->name), at[STANDARD_COLUMNS_MAX];
    if (id < 0 || in->n_rows < 1)
        return false;
    struct standard_table_spec spec = standard_table_spec(id);
    find_columns(in, &spec, at);
    struct source_row *rows = ARENA_ARRAY(a, (size_t)in->n_rows, struct source_row);
    if (!rows)
        return false;
    for (int r = 0; r < in->n_rows; r++) {
        struct str *cells = ARENA_ARRAY(a, (size_t)spec.n_columns, struct str);
        if (!cells)
            return false;
        for (int c = 0; c < spec.n_columns; c++)
            cells[c] = r == 0                                ? str_of(spec.columns[c].name)
                       : at[c] >= 0 && at[c] < in->rows[r].n ? str_trim(in->rows[r].cells[at[c]])
                                                             : STR_NONE;
        rows[r] =
            (struct source_row){in->rows[r].number, in->rows[r].column, cells, spec.n_columns};
    }
    *out = (struct standard_table){in->name, in->file, rows, in->n_rows};
    if (id == STANDARD_TABLE_standard && out->n_rows > 2)
        qsort(rows + 1, (size_t)out->n_rows - 1, sizeof *rows, by_path);
    return true;
}

static void put_cell(struct buf *out, struct str s)
{
    bool quote = false;
    for (size_t i = 0; i < s.n; i++)
        quote |= strchr(",\"\r\n", s.p[i]) != NULL;
    if (!quote) {
        buf_adds(out, s);
        return;
    }
    buf_addc(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_addc(out, '"');
        buf_addc(out, s.p[i]);
    }
    buf_addc(out, '"');
}

bool standard_csv_write(const struct standard_table *t, struct buf *out)
{
    int id = standard_table_id(t->name), at[STANDARD_COLUMNS_MAX];
    if (id < 0 || t->n_rows < 1)
        return false;
    struct standard_table_spec spec = standard_table_spec(id);
    find_columns(t, &spec, at);
    for (int c = 0; c < spec.n_columns; c++)
        buf_printf(out, "%s%s", c ? "," : "", spec.columns[c].name);
    buf_addc(out, '\n');
    for (int r = 1; r < t->n_rows; r++) {
        for (int c = 0; c < spec.n_columns; c++) {
            if (c)
                buf_addc(out, ',');
            if (at[c] >= 0 && at[c] < t->rows[r].n)
                put_cell(out, str_trim(t->rows[r].cells[at[c]]));
        }
        buf_addc(out, '\n');
    }
    return !buf_failed(out);
}

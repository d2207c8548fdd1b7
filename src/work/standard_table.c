#include "work/standard_table.h"

static bool take_row(struct arena *a, const struct table_row *from, size_t columns,
                     struct source_row *to)
{
    to->number = from->row;
    to->n = (int)columns;
    to->cells = ARENA_ARRAY(a, columns + 1, struct str);
    for (size_t i = 0; to->cells && i < columns; i++)
        to->cells[i] = from->cells[i].text;
    return to->cells != NULL;
}

bool standard_table_of_office(struct arena *a, const struct table *from, struct str name,
                              struct standard_table *to)
{
    struct table_row head = {1, from->head};
    *to = (struct standard_table){name, from->file, NULL, 0};
    if (!from->columns)
        return true;
    head.row = from->head[0].row;
    to->rows = ARENA_ARRAY(a, from->rows.n + 1, struct source_row);
    bool ok = to->rows && take_row(a, &head, from->columns, &to->rows[0]);
    for (size_t i = 0; ok && i < from->rows.n; i++)
        ok = take_row(a, &from->rows.at[i], from->columns, &to->rows[i + 1]);
    to->n_rows = (int)from->rows.n + 1;
    return ok;
}

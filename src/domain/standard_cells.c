/* Access to the cells of a standard's tables, with the reports of what is wrong in them. */
#include "domain/standard_parts.h"

struct str cell(const struct loader *l, enum standard_table_id t, int row,
                enum standard_column_id col)
{
    int at = l->at[col];
    const struct source_row *r = &l->t[t]->rows[row + 1];
    return at >= 0 && at < r->n ? str_trim(r->cells[at]) : STR_NONE;
}

bool no_memory(struct loader *l)
{
    if (!l->memory) {
        struct err e;
        err_set(&e, ERR_MEMORY, NULL);
        err_list_add(l->errs, &e);
    }
    l->memory = true;
    return false;
}

const char *text_of(const struct loader *l, struct str s)
{
    struct str z = arena_str(l->a, s);
    return z.p ? z.p : "";
}

bool bad_args(struct loader *l, enum standard_table_id t, int row, enum standard_column_id col,
              enum err_code code, const char *const *args)
{
    struct err e;
    const struct standard_table *table = l->t[t];
    const struct source_row *r = &table->rows[row + 1];
    const char *field = STANDARD_COLUMNS[col].name;
    if (t == STANDARD_TABLE_standard && r->n)
        field = text_of(l, cell(l, t, row, COL_standard_path));
    err_set_args(&e, code, args);
    err_at(&e, table->file, r->number, r->column ? r->column : l->at[col] + 1, field);
    return err_list_add(l->errs, &e);
}

bool bad_path_args(struct loader *l, const char *path, enum err_code code, const char *const *args)
{
    int64_t row = map_get(&l->paths, str_of(path));
    if (row >= 0)
        return bad_args(l, STANDARD_TABLE_standard, (int)row, COL_standard_value, code, args);
    struct err e;
    err_set_args(&e, code, args);
    err_at(&e, l->t[STANDARD_TABLE_standard]->file, 0, 0, path);
    return err_list_add(l->errs, &e);
}

struct text2 cell2(const struct loader *l, enum standard_table_id t, int row,
                   enum standard_column_id zh)
{
    return (struct text2){cell(l, t, row, zh), cell(l, t, row, zh + 1)};
}

enum basis cell_basis(const struct loader *l, enum standard_table_id t, int row,
                      enum standard_column_id col)
{
    int i = choice_of("annex;item;recalled", cell(l, t, row, col));
    return i < 0 ? BASIS_RECALLED : (enum basis)i;
}

dec cell_dec(const struct loader *l, enum standard_table_id t, int row, enum standard_column_id col,
             dec fallback)
{
    dec d;
    return dec_parse(cell(l, t, row, col), &d) ? d : fallback;
}

int64_t cell_int(const struct loader *l, enum standard_table_id t, int row,
                 enum standard_column_id col, int64_t fallback)
{
    int64_t v;
    return str_to_i64(cell(l, t, row, col), &v) ? v : fallback;
}

bool cell_range(struct loader *l, enum standard_table_id t, int row, enum standard_column_id col,
                dec lo, dec hi)
{
    dec d;
    char a[DEC_TEXT_MAX], b[DEC_TEXT_MAX];
    struct str s = cell(l, t, row, col);
    if (!dec_parse(s, &d) || (dec_cmp(lo, d) <= 0 && dec_cmp(d, hi) <= 0))
        return true;
    dec_format(lo, a);
    dec_format(hi, b);
    return bad(l, t, row, col, ERR_RANGE, text_of(l, s), a, b);
}

int cell_ref(struct loader *l, enum standard_table_id t, int row, enum standard_column_id col,
             const struct map *map, const char *in)
{
    struct str s = cell(l, t, row, col);
    if (!s.n)
        return -1;
    int64_t i = map_get(map, s);
    if (i < 0)
        bad(l, t, row, col, ERR_DANGLING, text_of(l, s), in);
    return (int)i;
}

bool int_list_add(struct loader *l, struct int_list *list, int value)
{
    /* Lists are short; room grows by doubling from 4. */
    if (list->n < 4 ? list->n == 0 : (list->n & (list->n - 1)) == 0) {
        int *at = ARENA_ARRAY(l->a, list->n < 4 ? 4 : (size_t)list->n * 2, int);
        if (!at)
            return no_memory(l);
        if (list->n)
            memcpy(at, list->at, (size_t)list->n * sizeof *at);
        list->at = at;
    }
    list->at[list->n++] = value;
    return true;
}

struct int_list cell_refs(struct loader *l, enum standard_table_id t, int row,
                          enum standard_column_id col, const struct map *map, const char *in)
{
    struct int_list list = {0};
    struct str rest = cell(l, t, row, col), one;
    if (!rest.n)
        return list;
    while (str_split(&rest, ';', &one)) {
        one = str_trim(one);
        int64_t i = map_get(map, one);
        bool twice = false;
        for (int k = 0; k < list.n; k++)
            twice |= list.at[k] == i;
        if (i < 0)
            bad(l, t, row, col, ERR_DANGLING, text_of(l, one), in);
        else if (twice)
            bad(l, t, row, col, ERR_DUPLICATE, text_of(l, one), "-");
        else
            int_list_add(l, &list, (int)i);
    }
    return list;
}

applies cell_applies(struct loader *l, enum standard_table_id t, int row,
                     enum standard_column_id col)
{
    applies all = (applies)(((uint64_t)1 << l->s->n_subjects) - 1), some = 0;
    struct int_list list = cell_refs(l, t, row, col, &l->s->subject_by, "standard.json: subjects");
    for (int i = 0; i < list.n; i++)
        some |= (applies)1 << list.at[i];
    return some ? some : all;
}

int *rows_by_owner(struct loader *l, const int *of, int n, int owners, struct span **spans)
{
    int *order = ARENA_ARRAY(l->a, (size_t)n + 1, int);
    *spans = ARENA_ARRAY(l->a, (size_t)owners + 1, struct span);
    if (!order || !*spans) {
        no_memory(l);
        return NULL;
    }
    int total = 0;
    for (int i = 0; i < n; i++)
        if (of[i] >= 0)
            (*spans)[of[i]].n++;
    for (int i = 0; i < owners; i++) {
        (*spans)[i].first = total;
        total += (*spans)[i].n;
        (*spans)[i].n = 0;
    }
    for (int i = 0; i < n; i++)
        if (of[i] >= 0)
            order[(*spans)[of[i]].first + (*spans)[of[i]].n++] = i;
    order[total] = -1;
    return order;
}

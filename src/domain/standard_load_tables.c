/* What every table has in common: known names and columns, filled cells, numbers, unique keys. */
#include <stdio.h>

#include "base/utf8.h"
#include "domain/standard_parts.h"

static void table_error(struct loader *l, struct str file, int row, int column, enum err_code code,
                        const char *a, const char *b)
{
    struct err e;
    err_set(&e, code, a, b);
    err_at(&e, file, row, column, NULL);
    err_list_add(l->errs, &e);
}

static const char *table_names(struct loader *l)
{
    char text[ERR_ARG_MAX];
    size_t n = 0;
    for (int i = 0; i < STANDARD_TABLES && n < sizeof text; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%s", i ? ", " : "",
                              standard_table_spec(i).name);
    return text_of(l, str_of(text));
}

static const char *column_names(struct loader *l, struct standard_table_spec spec)
{
    char text[ERR_ARG_MAX];
    size_t n = 0;
    for (int i = 0; i < spec.n_columns && n < sizeof text; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%s", i ? ", " : "",
                              spec.columns[i].name);
    return text_of(l, str_of(text));
}

static void take_tables(struct loader *l, const struct standard_source *src)
{
    for (int i = 0; i < src->n_tables && i < STANDARD_SOURCE_TABLES_MAX; i++) {
        const struct standard_table *t = &src->tables[i];
        int id = standard_table_id(t->name);
        if (id < 0)
            table_error(l, t->file, 0, 0, ERR_CHOICE, text_of(l, t->name), table_names(l));
        else if (l->t[id])
            table_error(l, t->file, 0, 0, ERR_EXISTS, text_of(l, t->name), NULL);
        else
            l->t[id] = t;
    }
    for (int id = 0; id < STANDARD_TABLES; id++) {
        struct standard_table_spec spec = standard_table_spec(id);
        char file[64];
        snprintf(file, sizeof file, "%s%s", spec.name,
                 id == STANDARD_TABLE_standard ? ".json" : ".csv");
        if (spec.required && !l->t[id])
            table_error(l, str_of(file), 0, 0, ERR_FILE_MISSING, file, NULL);
    }
}

/* Finds the columns; false when one that is needed is not there. */
static bool check_head(struct loader *l, int id, struct standard_table_spec spec, int first)
{
    const struct standard_table *t = l->t[id];
    bool usable = true;
    const struct source_row *head = &t->rows[0];
    for (int c = 0; c < head->n; c++) {
        struct str name = str_trim(head->cells[c]);
        int known = -1;
        for (int i = 0; i < spec.n_columns; i++)
            if (str_is(name, spec.columns[i].name))
                known = i;
        if (known < 0)
            table_error(l, t->file, head->number, c + 1, ERR_COLUMN_UNKNOWN, text_of(l, name),
                        column_names(l, spec));
        else if (l->at[first + known] >= 0)
            table_error(l, t->file, head->number, c + 1, ERR_COLUMN_TWICE, text_of(l, name), NULL);
        else
            l->at[first + known] = c;
    }
    for (int i = 0; i < spec.n_columns; i++) {
        if (!spec.columns[i].must || l->at[first + i] >= 0)
            continue;
        table_error(l, t->file, head->number, 0, ERR_COLUMN_MISSING, spec.columns[i].name, NULL);
        usable = false;
    }
    return usable;
}

static bool code_valid(struct str s)
{
    if (s.n == 0 || s.n > 40)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool ok = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  c == '-' || c == '.' || c == '_';
        if (!ok)
            return false;
    }
    return true;
}

/* Byte offset (from 1) of the first byte that is not UTF-8, 0 = none. */
static size_t bad_byte(struct str s)
{
    for (size_t at = 0; at < s.n;) {
        size_t n;
        if (utf8_next((struct str){s.p + at, s.n - at}, &n) < 0)
            return at + 1;
        at += n;
    }
    return 0;
}

static void check_code(struct loader *l, int id, int row, int col, struct str s)
{
    if (!code_valid(s))
        bad(l, id, row, col, ERR_CHOICE, text_of(l, s),
            "letters, digits, - . _ (1..40) / 字母、数字、- . _(1 至 40 个）");
}

static void check_cell(struct loader *l, int id, int row, int col)
{
    const struct standard_column *spec = &STANDARD_COLUMNS[col];
    struct str s = cell(l, id, row, col);
    char number[24];
    dec d;
    int64_t v;
    if (!s.n) {
        if (spec->must)
            bad(l, id, row, col, ERR_EMPTY, NULL);
        return;
    }
    size_t byte = bad_byte(s);
    if (byte) {
        snprintf(number, sizeof number, "%zu", byte);
        bad(l, id, row, col, ERR_ENCODING, number);
        return;
    }
    if (utf8_count(s) > STANDARD_CELL_MAX) {
        snprintf(number, sizeof number, "%zu", utf8_count(s));
        bad(l, id, row, col, ERR_LENGTH, number, "4000");
        return;
    }
    switch (spec->kind) {
    case COLUMN_CODE:
        check_code(l, id, row, col, s);
        break;
    case COLUMN_NUMBER:
        if (!dec_parse(s, &d))
            bad(l, id, row, col, ERR_NUMBER, text_of(l, s), "12.5");
        break;
    case COLUMN_INT:
        if (!str_to_i64(s, &v))
            bad(l, id, row, col, ERR_NUMBER, text_of(l, s), "12");
        else if (v < 0 || v > 100000000)
            bad(l, id, row, col, ERR_RANGE, text_of(l, s), "0", "100000000");
        break;
    case COLUMN_CHOICE:
        if (choice_of(spec->choices, s) < 0)
            bad(l, id, row, col, ERR_CHOICE, text_of(l, s), spec->choices);
        break;
    default:
        break;
    }
}

/* The key cells joined by a byte that no cell holds; empty when a part of it is missing. */
static struct str key_of(struct loader *l, int id, int row, int first, int n, int *col)
{
    struct str key = STR_NONE;
    for (int c = first; c < first + n; c++) {
        if (!STANDARD_COLUMNS[c].key)
            continue;
        struct str s = cell(l, id, row, c);
        if (!s.n && STANDARD_COLUMNS[c].must)
            return STR_NONE;
        if (*col < 0)
            *col = c;
        key = arena_printf(l->a, "%.*s\x1f%.*s", STR_ARG(key), STR_ARG(s));
        if (!key.p) {
            no_memory(l);
            return STR_NONE;
        }
    }
    return key;
}

static void check_rows(struct loader *l, int id, struct standard_table_spec spec, int first)
{
    struct map seen = {0};
    const struct standard_table *t = l->t[id];
    for (int row = 0; row < t->n_rows - 1 && !l->memory; row++) {
        const struct source_row *r = &t->rows[row + 1];
        if (r->n != t->rows[0].n) {
            char have[16], want[16];
            snprintf(have, sizeof have, "%d", r->n);
            snprintf(want, sizeof want, "%d", t->rows[0].n);
            table_error(l, t->file, r->number, 0, ERR_COLUMN_COUNT, have, want);
            continue;
        }
        for (int c = 0; c < spec.n_columns; c++)
            check_cell(l, id, row, first + c);
        int col = -1;
        struct str key = key_of(l, id, row, first, spec.n_columns, &col);
        if (!key.n)
            continue;
        int64_t earlier = map_get(&seen, key);
        if (earlier >= 0) {
            char where[16];
            snprintf(where, sizeof where, "%d", t->rows[earlier + 1].number);
            bad(l, id, row, col, ERR_DUPLICATE, text_of(l, cell(l, id, row, col)), where);
        } else if (!map_put(l->a, &seen, key, row)) {
            no_memory(l);
        }
    }
}

void load_tables(struct loader *l, const struct standard_source *src)
{
    take_tables(l, src);
    for (int i = 0; i < COL_COUNT; i++)
        l->at[i] = -1;
    for (int id = 0; id < STANDARD_TABLES && !l->memory; id++) {
        const struct standard_table *t = l->t[id];
        if (!t)
            continue;
        struct standard_table_spec spec = standard_table_spec(id);
        int first = (int)(spec.columns - STANDARD_COLUMNS);
        bool usable = false;
        if (t->n_rows < 1)
            table_error(l, t->file, 1, 0, ERR_COLUMN_MISSING, spec.columns[0].name, NULL);
        else if (t->n_rows - 1 > STANDARD_ROWS_MAX)
            table_error(l, t->file, 0, 0, ERR_ROWS_MAX, "20000", NULL);
        else
            usable = check_head(l, id, spec, first);
        if (usable)
            check_rows(l, id, spec, first);
        else
            l->t[id] = NULL;
        l->unread |= !usable;
    }
}

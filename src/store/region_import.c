/* Reading and checking the rows of an import. */
#include "store/region_import.h"

#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>

enum { PROGRESS_ROWS = 50000 };
/* The rows of the largest import, their names and the copies that growing leaves behind. */
#define LOAD_ARENA_MAX ((size_t)1 << 30)

bool region_problem(struct region_load *l, const struct err *e)
{
    if (l->first.code == ERR_OK)
        l->first = *e;
    return err_list_add(l->problems, e);
}

bool region_item_problem(struct region_load *l, const struct region_item *item, struct err *e)
{
    err_at(e, l->files[item->file], (int)item->row, 0, "code");
    return region_problem(l, e);
}

static bool file_index(struct region_load *l, struct str file, uint16_t *out)
{
    int i = l->n_files - 1; /* mostly the file of the row before */
    while (i >= 0 && !str_eq(l->files[i], file))
        i--;
    if (i < 0 && l->n_files < REGION_FILES_MAX) {
        i = l->n_files;
        l->files[i] = arena_str(&l->arena, file);
        if (!l->files[i].p)
            return false;
        l->n_files++;
    }
    *out = (uint16_t)(i < 0 ? 0 : i);
    return true;
}

static bool check_name(struct str name, struct err *e)
{
    if (name.n == 0)
        return err_set(e, ERR_EMPTY, NULL);
    for (size_t at = 0, n; at < name.n; at += n) {
        int32_t cp = utf8_next((struct str){name.p + at, name.n - at}, &n);
        if (cp < 0 || cp < 0x20 || cp == 0x7f) {
            char text[24];
            snprintf(text, sizeof text, "%zu", at + 1);
            return err_set(e, ERR_ENCODING, text);
        }
    }
    size_t n = utf8_count(name);
    if (n > REGION_NAME_MAX) {
        char has[24], may[24];
        snprintf(has, sizeof has, "%zu", n);
        snprintf(may, sizeof may, "%d", REGION_NAME_MAX);
        return err_set(e, ERR_LENGTH, has, may);
    }
    return true;
}

/* False only when reading cannot go on. */
static bool load_row(struct region_load *l, const struct region_input *row, struct err *err)
{
    struct region_item item = {.row = (uint32_t)row->row};
    struct err e = {0};
    struct str code = str_trim(row->code), name = str_trim(row->name);
    const char *field = "code";
    bool ok = region_parse(code, &item.code, &e);
    if (ok) {
        field = "name";
        ok = check_name(name, &e);
    }
    if (!ok) {
        err_at(&e, row->file, row->row, 0, field);
        region_problem(l, &e);
        return true;
    }
    struct str kept = arena_str(&l->arena, name);
    if (!kept.p || !file_index(l, row->file, &item.file))
        return err_set(err, ERR_MEMORY, NULL);
    item.name = kept.p;
    item.name_n = (uint8_t)kept.n; /* <= 4 x REGION_NAME_MAX = 240 */
    item.digits = (uint8_t)code.n;
    return VEC_PUSH(&l->arena, &l->items, item) || err_set(err, ERR_MEMORY, NULL);
}

static bool load_rows(struct region_load *l, struct err *err)
{
    struct region_input row = {0};
    struct err e = {0};
    while (l->in->next(l->in->ctx, &row, &e)) {
        if (++l->result.read > REGION_IMPORT_MAX) {
            char max[24];
            snprintf(max, sizeof max, "%d", REGION_IMPORT_MAX);
            return err_set(err, ERR_ROWS_MAX, max);
        }
        if (!load_row(l, &row, err))
            return false;
        if (l->in->progress && l->result.read % PROGRESS_ROWS == 0)
            l->in->progress(l->in->progress_ctx, REGION_IMPORT_READ, l->result.read, 0);
    }
    if (e.code == ERR_OK)
        return true;
    region_problem(l, &e);
    if (err)
        *err = e;
    return false;
}

static bool load_links(struct region_load *l, struct err *err)
{
    struct region_link_input row = {0};
    struct err stop = {0};
    while (l->in->next_link && l->in->next_link(l->in->link_ctx, &row, &stop)) {
        struct region_link_item item = {.row = row.row};
        struct err e = {0};
        static const char *const kinds[] = {"merge", "split", "recode"};
        for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
            if (str_is(row.kind, kinds[i]))
                item.kind = kinds[i];
        bool ok = region_parse(row.old_code, &item.old_code, &e) &&
                  region_parse(row.new_code, &item.new_code, &e);
        if (ok && !item.kind) {
            struct str shown = arena_str(&l->arena, row.kind);
            ok = err_set(&e, ERR_CHOICE, shown.p ? shown.p : "", "merge, split, recode");
        }
        if (!ok) {
            err_at(&e, row.file, row.row, 0, NULL);
            region_problem(l, &e);
            continue;
        }
        item.file = arena_str(&l->arena, row.file);
        if (l->links.n >= REGION_IMPORT_MAX || !item.file.p ||
            !VEC_PUSH(&l->arena, &l->links, item))
            return err_set(err, ERR_MEMORY, NULL);
    }
    if (stop.code == ERR_OK)
        return true;
    region_problem(l, &stop);
    if (err)
        *err = stop;
    return false;
}

static int by_code(const void *a, const void *b)
{
    const struct region_item *x = a, *y = b;
    if (x->code != y->code)
        return x->code < y->code ? -1 : 1;
    if (x->digits != y->digits)
        return x->digits < y->digits ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static void sort_items(struct region_load *l)
{
    for (size_t i = 1; i < l->items.n; i++) {
        if (by_code(&l->items.at[i - 1], &l->items.at[i]) > 0) {
            qsort(l->items.at, l->items.n, sizeof *l->items.at, by_code);
            return;
        }
    }
}

/* Keeps each code once. The lists repeat an area without further division one level deeper, with
 * the same name and digits 00 or 000 behind: that is no mistake, and no region of its own. */
static void drop_repeated(struct region_load *l)
{
    size_t n = 0;
    for (size_t i = 0; i < l->items.n; i++) {
        const struct region_item *it = &l->items.at[i], *kept = n ? &l->items.at[n - 1] : NULL;
        if (!kept || kept->code != it->code) {
            l->items.at[n++] = *it;
        } else if (kept->digits != it->digits && strcmp(kept->name, it->name) == 0) {
            l->result.repeated++;
        } else {
            char code[REGION_TEXT_MAX], row[24];
            region_format(it->code, code);
            snprintf(row, sizeof row, "%u", kept->row);
            struct err e;
            err_set(&e, ERR_DUPLICATE, code, row);
            region_item_problem(l, it, &e);
        }
    }
    l->items.n = n;
}

/* In code order every parent stands before its children. */
static bool find_orphans(struct region_load *l, struct err *err)
{
    region_code last[REGION_LEVELS] = {0};
    for (size_t i = 0; i < l->items.n; i++) {
        region_code code = l->items.at[i].code, parent = region_parent(code);
        last[region_level_of(code)] = code;
        if (parent == REGION_CODE_NATION || last[region_level_of(parent)] == parent)
            continue;
        if (!VEC_PUSH(&l->arena, &l->orphans, parent) ||
            !VEC_PUSH(&l->arena, &l->orphan_rows, (uint32_t)i))
            return err_set(err, ERR_MEMORY, NULL);
    }
    return true;
}

static bool outside(struct region_load *l)
{
    for (size_t i = 0; i < l->items.n; i++) {
        const struct region_item *it = &l->items.at[i];
        if (region_inside(it->code, l->in->within))
            continue;
        char code[REGION_TEXT_MAX], within[REGION_TEXT_MAX];
        region_format(it->code, code);
        region_format(l->in->within, within);
        struct err e;
        err_set(&e, ERR_OUT_OF_REGION, code, within);
        region_item_problem(l, it, &e);
    }
    return l->first.code != ERR_OK;
}

static bool run(struct store *store, struct region_load *l, struct err *err)
{
    if (l->in->next_link && !l->in->has_as_of)
        return err_set(err, ERR_FIELD_MISSING, "as-of");
    if (l->in->has_as_of && !date_valid(l->in->as_of))
        return err_set(err, ERR_DATE, "as-of");
    if (!load_rows(l, err) || !load_links(l, err))
        return false;
    sort_items(l);
    drop_repeated(l);
    if (outside(l) || l->first.code != ERR_OK) {
        if (err)
            *err = l->first;
        return false;
    }
    if (l->items.n == 0)
        return err_set(err, ERR_EMPTY, NULL);
    return find_orphans(l, err) && store_write(store, region_merge, l, err);
}

bool store_region_import(struct store *store, const struct region_import *in,
                         struct region_import_result *out, struct err_list *problems,
                         struct err *err)
{
    struct region_load *l = calloc(1, sizeof *l);
    if (!l)
        return err_set(err, ERR_MEMORY, NULL);
    l->in = in;
    l->problems = problems;
    arena_init(&l->arena, LOAD_ARENA_MAX);
    bool ok = run(store, l, err);
    if (ok)
        *out = l->result;
    arena_release(&l->arena);
    free(l);
    return ok;
}

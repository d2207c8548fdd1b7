#include "cli/region_source.h"

#include "office/csv.h"
#include "work/file.h"

#include <errno.h>
#include <stdio.h>

static const char *const FILES[REGION_SOURCE_FILES] = {
    "provinces.csv", "cities.csv", "areas.csv", "streets.csv", "villages.csv",
};

static const struct table_limits LIMITS = {
    .rows = REGION_IMPORT_MAX,
    .columns = 32,
    .cell_bytes = 1000,
    .total_bytes = 512 << 20,
};

/* ---- one file ------------------------------------------------------------------------------- */

struct collecting {
    struct region_source *source;
    struct err_list *problems;
    struct str file;
    int code, name; /* columns, -1 = not seen */
    bool failed;
};

static void problem(struct collecting *c, enum err_code code, const char *text)
{
    struct err e = {0};
    err_set(&e, code, text, NULL);
    err_at(&e, c->file, 1, 0, NULL);
    err_list_add(c->problems, &e);
    c->failed = true;
}

static bool take_head(struct collecting *c, size_t columns, const struct table_row *row)
{
    for (size_t i = 0; i < columns; i++) {
        struct str head = str_trim(row->cells[i].text);
        if (str_is(head, "code") || str_is(head, "代码") || str_is(head, "区划代码"))
            c->code = (int)i;
        else if (str_is(head, "name") || str_is(head, "名称") || str_is(head, "区划名称"))
            c->name = (int)i;
    }
    if (c->code < 0)
        problem(c, ERR_COLUMN_MISSING, "code");
    if (c->name < 0)
        problem(c, ERR_COLUMN_MISSING, "name");
    return !c->failed;
}

/* A table_row_fn: keeps code and name of each row, nothing else. */
static bool take_row(void *ctx, bool is_head, size_t columns, const struct table_row *row)
{
    struct collecting *c = ctx;
    struct region_source *s = c->source;
    if (is_head)
        return take_head(c, columns, row);
    struct region_source_row r = {
        .code = arena_str(s->arena, str_trim(row->cells[c->code].text)).p,
        .name = arena_str(s->arena, str_trim(row->cells[c->name].text)).p,
        .row = row->row,
        .file = s->n_files,
    };
    if (r.code && r.name && VEC_PUSH(s->arena, &s->rows, r))
        return true;
    problem(c, ERR_MEMORY, NULL);
    return false;
}

static bool read_file(struct region_source *s, const char *path, struct str label,
                      struct err_list *problems)
{
    struct collecting c = {s, problems, label, -1, -1, false};
    struct csv_options options = {.limits = LIMITS};
    struct err e = {0};
    FILE *f = file_is_folder(path) ? NULL : fopen(path, "rbe");
    if (!f) {
        bool missing = errno == ENOENT;
        err_set(&e, missing ? ERR_FILE_MISSING : ERR_IO, path, strerror(errno), NULL);
        return err_list_add(problems, &e);
    }
    bool ok = csv_each(label, STR_NONE, f, &options, take_row, &c, problems) && !c.failed;
    fclose(f);
    s->files[s->n_files++] = label;
    return ok;
}

/* ---- all files ------------------------------------------------------------------------------ */

bool region_source_read(struct region_source *s, struct arena *arena, const char *path,
                        struct err_list *problems)
{
    bool ok = true;
    *s = (struct region_source){.arena = arena};
    if (!file_is_folder(path))
        return read_file(s, path, str_of(path), problems);
    struct str dist = arena_printf(arena, "%s/dist", path);
    const char *folder = dist.p && file_is_folder(dist.p) ? dist.p : path;
    for (int i = 0; i < REGION_SOURCE_FILES; i++) {
        struct str file = arena_printf(arena, "%s/%s", folder, FILES[i]);
        /* A tree may end at any level, but it begins with the provinces. */
        if (file.p && (i == 0 || file_exists(file.p)))
            ok = read_file(s, file.p, str_of(FILES[i]), problems) && ok;
    }
    return ok;
}

bool region_source_next(void *ctx, struct region_input *row, struct err *err)
{
    struct region_source *s = ctx;
    (void)err;
    if (s->at >= s->rows.n)
        return false;
    const struct region_source_row *r = &s->rows.at[s->at++];
    *row = (struct region_input){str_of(r->code), str_of(r->name), s->files[r->file], r->row};
    return true;
}

/* ---- links ---------------------------------------------------------------------------------- */

static const struct table_column LINK_COLUMNS[] = {
    {"old_code", "原代码", "Old code", false},
    {"new_code", "新代码", "New code", false},
    {"kind", "变更类型", "Kind", false},
};

bool region_links_read(struct region_links *l, struct arena *arena, const char *path,
                       struct err_list *problems)
{
    struct err e = {0};
    struct str data;
    struct csv_options options = {.limits = LIMITS};
    *l = (struct region_links){.table = ARENA_NEW(arena, struct table),
                               .binding = ARENA_NEW(arena, struct table_binding)};
    if (!l->table || !l->binding) {
        err_set(&e, ERR_MEMORY, NULL);
        return err_list_add(problems, &e);
    }
    if (!file_read(arena, path, LIMITS.total_bytes, &data, &e))
        return err_list_add(problems, &e);
    return csv_read(arena, str_of(path), data, &options, l->table, problems) &&
           table_bind(l->table, LINK_COLUMNS, ARRAY_LEN(LINK_COLUMNS), l->binding, problems);
}

bool region_links_next(void *ctx, struct region_link_input *row, struct err *err)
{
    struct region_links *l = ctx;
    (void)err;
    if (l->at >= l->table->rows.n)
        return false;
    const struct table_row *r = &l->table->rows.at[l->at++];
    *row = (struct region_link_input){
        str_trim(table_cell(l->binding, r, 0).text), str_trim(table_cell(l->binding, r, 1).text),
        str_trim(table_cell(l->binding, r, 2).text), l->table->file, r->row};
    return true;
}

#include "cli/input.h"

#include "office/csv.h"
#include "office/xlsx.h"
#include "work/file.h"
#include "work/standard_files.h"

#include <stdio.h>

enum {
    VALUES_FILE_MAX = 512 << 20,
    VALUES_ROWS_MAX = 2000000,
};

int input_problems(struct cli *cli, const char *path, const struct err_list *problems)
{
    int code = err_exit(ERR_FIELD_MISSING);
    cli_problems(cli, problems);
    for (size_t i = 0; i < problems->items.n; i++) {
        int one = err_exit(problems->items.at[i].code);
        if (one > code)
            code = one;
    }
    fprintf(stderr,
            cli_text(cli, "taizhang: %s 有 %zu 处问题\n", "taizhang: %s: problems found: %zu\n"),
            path, problems->total);
    return code;
}

/* The file's name without its folders, for messages. */
static struct str label_of(const char *path)
{
    return strcmp(path, "-") == 0 ? STR("<stdin>") : str_of(path);
}

/* ---- values --------------------------------------------------------------------------------- */

/* The sheet with the values: named so, else the first that is shown. */
static const struct table *values_sheet(const struct workbook *w)
{
    const struct sheet *s = workbook_sheet(w, "values");
    if (!s)
        s = workbook_sheet(w, "数据");
    for (size_t i = 0; !s && i < w->sheets.n; i++)
        if (!w->sheets.at[i].hidden)
            s = &w->sheets.at[i];
    return s ? &s->table : NULL;
}

static const struct table *read_table(struct cli *cli, const char *path, struct str data,
                                      struct err_list *problems)
{
    struct table_limits limits = {.rows = VALUES_ROWS_MAX, .total_bytes = VALUES_FILE_MAX};
    if (str_starts(data, STR("PK\x03\x04"))) {
        struct xlsx_options options = {.limits = limits};
        struct workbook *w = ARENA_NEW(cli->arena, struct workbook);
        bool read = w && xlsx_read(cli->arena, label_of(path), data, &options, w, problems);
        return read ? values_sheet(w) : NULL;
    }
    struct csv_options options = {.limits = limits,
                                  .gb18030 = str_is(cli_option(cli, "encoding"), "gb18030")};
    struct table *t = ARENA_NEW(cli->arena, struct table);
    /* Rows that are in order are looked at too, so that one run names every problem. */
    if (t && !csv_read(cli->arena, label_of(path), data, &options, t, problems) && !t->columns)
        return NULL;
    return t;
}

int input_values(struct cli *cli, const char *path, const struct standard *s, bool form,
                 struct value_table *out)
{
    struct err_list problems = {.arena = cli->arena};
    struct value_table_options options = {.empty_rows_allowed = form};
    struct err err = {0};
    struct str data;
    if (!file_read(cli->arena, path, VALUES_FILE_MAX, &data, &err))
        return cli_fail(cli, &err);
    const struct table *t = read_table(cli, path, data, &problems);
    if (t)
        (void)value_table_read(t, s, cli->arena, &options, out, &problems);
    else if (err_list_empty(&problems)) {
        err_set(&err, ERR_MEMORY, NULL);
        return cli_fail(cli, &err);
    }
    return err_list_empty(&problems) ? EXIT_GOOD : input_problems(cli, path, &problems);
}

/* ---- standards ------------------------------------------------------------------------------ */

int input_standard(struct cli *cli, const char *path, struct standard **out)
{
    struct err_list problems = {.arena = cli->arena};
    *out = standard_of_path(cli->arena, path, &problems);
    if (*out)
        return EXIT_GOOD;
    if (err_list_empty(&problems)) {
        struct err err = {0};
        err_set(&err, ERR_MEMORY, NULL);
        return cli_fail(cli, &err);
    }
    return input_problems(cli, path, &problems);
}

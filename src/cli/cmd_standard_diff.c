/* taizhang standard diff: what differs between two standards, cell by cell. */
#include "cli/cli.h"
#include "cli/input.h"
#include "work/standard_files.h"

static const struct list_column COLUMNS[] = {
    {"table", "表", "Table", LIST_TEXT},     {"key", "代码", "Code", LIST_TEXT},
    {"change", "变化", "Change", LIST_TEXT}, {"column", "列", "Column", LIST_TEXT},
    {"before", "原为", "Before", LIST_TEXT}, {"after", "现为", "After", LIST_TEXT},
};

struct diff {
    struct cli *cli;
    struct listing l;
    bool failed; /* memory */
};

/* A table in canonical form, so that columns stand at the same places in both. */
struct side {
    struct standard_table table;
    struct map by_key;
};

/* The cells that tell rows apart, joined; every cell where the format names none. Rows that are
 * equal in them are counted, so that the second of two is not taken for the first. */
static struct str key_of(struct diff *d, struct standard_table_spec spec,
                         const struct source_row *row, const struct map *seen)
{
    bool any = false;
    struct str key = STR("");
    for (int c = 0; c < spec.n_columns; c++)
        any = any || spec.columns[c].key;
    for (int c = 0; c < spec.n_columns && c < row->n; c++)
        if ((!any || spec.columns[c].key) && row->cells[c].n)
            key = arena_printf(d->cli->arena, "%.*s%s%.*s", STR_ARG(key), key.n ? " " : "",
                               STR_ARG(row->cells[c]));
    struct str unique = key;
    for (int i = 2; key.p && map_get(seen, unique) >= 0; i++)
        unique = arena_printf(d->cli->arena, "%.*s (%d)", STR_ARG(key), i);
    d->failed = d->failed || !unique.p;
    return unique;
}

static void take_side(struct diff *d, int id, const struct standard_source *src, struct side *side)
{
    struct standard_table_spec spec = standard_table_spec((enum standard_table_id)id);
    *side = (struct side){0};
    for (int i = 0; i < src->n_tables; i++)
        if (str_is(src->tables[i].name, spec.name) &&
            !standard_table_canonical(d->cli->arena, &src->tables[i], &side->table))
            d->failed = true;
    for (int r = 1; r < side->table.n_rows && !d->failed; r++) {
        struct str key = key_of(d, spec, &side->table.rows[r], &side->by_key);
        d->failed = d->failed || !map_put(d->cli->arena, &side->by_key, key, r);
    }
}

static void row(struct diff *d, const char *table, struct str key, const char *change,
                const char *column, struct str before, struct str after)
{
    listing_text(&d->l, str_of(table));
    listing_text(&d->l, key);
    listing_text(&d->l, str_of(change));
    listing_text(&d->l, str_of(column));
    listing_text(&d->l, before);
    listing_text(&d->l, after);
}

static void cells(struct diff *d, struct standard_table_spec spec, struct str key,
                  const struct source_row *a, const struct source_row *b)
{
    for (int c = 0; c < spec.n_columns; c++) {
        struct str before = c < a->n ? a->cells[c] : STR_NONE;
        struct str after = c < b->n ? b->cells[c] : STR_NONE;
        if (!str_eq(before, after))
            row(d, spec.name, key, cli_text(d->cli, "修改", "changed"), spec.columns[c].name,
                before, after);
    }
}

/* Rows of `has` that `lacks` has not. */
static void alone(struct diff *d, struct standard_table_spec spec, const struct side *has,
                  const struct side *lacks, const char *change)
{
    struct map seen = {0};
    for (int r = 1; r < has->table.n_rows && !d->failed; r++) {
        struct str key = key_of(d, spec, &has->table.rows[r], &seen);
        d->failed = d->failed || !map_put(d->cli->arena, &seen, key, r);
        if (map_get(&lacks->by_key, key) < 0)
            row(d, spec.name, key, change, "", STR_NONE, STR_NONE);
    }
}

static void table(struct diff *d, int id, const struct standard_source *a,
                  const struct standard_source *b)
{
    struct standard_table_spec spec = standard_table_spec((enum standard_table_id)id);
    struct side before, after;
    take_side(d, id, a, &before);
    take_side(d, id, b, &after);
    if (d->failed)
        return;
    alone(d, spec, &before, &after, cli_text(d->cli, "删除", "removed"));
    alone(d, spec, &after, &before, cli_text(d->cli, "新增", "added"));
    struct map seen = {0};
    for (int r = 1; r < before.table.n_rows && !d->failed; r++) {
        struct str key = key_of(d, spec, &before.table.rows[r], &seen);
        int64_t other = map_get(&after.by_key, key);
        d->failed = d->failed || !map_put(d->cli->arena, &seen, key, r);
        if (other >= 0)
            cells(d, spec, key, &before.table.rows[r], &after.table.rows[other]);
    }
}

int run_standard_diff(struct cli *cli)
{
    struct diff d = {.cli = cli};
    struct standard_source src[2] = {{0}};
    listing_init(&d.l, cli->arena, COLUMNS, (int)ARRAY_LEN(COLUMNS));
    for (int i = 0; i < 2; i++) {
        struct err_list problems = {.arena = cli->arena};
        struct standard *s;
        int code = input_standard(cli, cli_argument(cli, i).p, &s);
        if (code != EXIT_GOOD)
            return code;
        if (!standard_source_of_path(cli->arena, cli_argument(cli, i).p, &src[i], &problems))
            return input_problems(cli, cli_argument(cli, i).p, &problems);
    }
    for (int id = 0; id < STANDARD_TABLES; id++)
        table(&d, id, &src[0], &src[1]);
    if (d.failed)
        d.l.failed = true;
    return cli_list(cli, &d.l);
}

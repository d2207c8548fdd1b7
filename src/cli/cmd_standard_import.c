/* taizhang standard import: a standard into the database, as a new edition. */
#include "cli/cli.h"
#include "cli/desk.h"
#include "cli/input.h"
#include "work/standard_files.h"
#include "work/standard_store.h"

static const struct list_column COLUMNS[] = {
    {"standard", "编号", "Number", LIST_WHOLE}, {"id", "标准", "Standard", LIST_TEXT},
    {"edition", "版本", "Edition", LIST_TEXT},  {"follows", "前一版编号", "Follows", LIST_WHOLE},
    {"same", "未变", "Same", LIST_WHOLE},       {"changed", "修改", "Changed", LIST_WHOLE},
    {"added", "新增", "Added", LIST_WHOLE},     {"removed", "删除", "Removed", LIST_WHOLE},
};

static int print(struct cli *cli, const struct standard_stored *s)
{
    struct listing l;
    int counts[DIFF_REMOVED + 1] = {0};
    for (int i = 0; i < s->n_changes; i++)
        counts[s->changes[i].diff]++;
    listing_init(&l, cli->arena, COLUMNS, (int)ARRAY_LEN(COLUMNS));
    listing_whole(&l, s->id);
    listing_text(&l, s->standard->id);
    listing_text(&l, s->standard->edition);
    if (s->follows)
        listing_whole(&l, s->follows);
    else
        listing_empty(&l);
    for (int i = 0; i <= DIFF_REMOVED; i++)
        listing_whole(&l, counts[i]);
    return cli_list(cli, &l);
}

int run_standard_import(struct cli *cli)
{
    struct desk d;
    struct err err = {0};
    struct err_list problems = {.arena = cli->arena};
    struct standard_source src = {0};
    struct standard_stored stored = {0};
    const char *path = cli_argument(cli, 0).p;
    if (!standard_source_of_path(cli->arena, path, &src, &problems))
        return input_problems(cli, path, &problems);
    int code;
    if (!desk_begin(&d, cli, true, &err))
        code = cli_fail(cli, &err);
    else if (standard_store(&d.app, &d.actor, cli->arena, &src, cli_flag(cli, "dry-run"), &stored,
                            &problems, &err))
        code = print(cli, &stored);
    else
        code =
            err_list_empty(&problems) ? cli_fail(cli, &err) : input_problems(cli, path, &problems);
    desk_end(&d);
    return code;
}

/* taizhang demo: the national region tree, the shipped standards and the demonstration campaign. */
#include "cli/cli.h"
#include "cli/database.h"
#include "cli/input.h"
#include "cli/region_source.h"
#include "store/standard.h"
#include "work/demo.h"
#include "work/export.h"
#include "work/standard_files.h"
#include "work/standard_store.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static bool import_regions(struct cli *cli, struct app *app, const char *path,
                           struct err_list *problems, struct err *err)
{
    struct region_source source;
    struct region_import_result result = {0};
    struct region_import in = {.next = region_source_next, .ctx = &source};
    cli_note(cli, cli_text(cli, "导入全国区划……", "importing the area tree ..."));
    return region_source_read(&source, cli->arena, path, problems) &&
           regions_import(app, &ACTOR_CONSOLE, str_of(path), &in, &result, problems, err);
}

/* Stores one shipped standard; that of the demonstration sets *demo. */
static bool import_standard(struct cli *cli, struct app *app, const char *dir, int64_t *demo,
                            struct err_list *problems, struct err *err)
{
    struct standard_source src;
    struct standard_stored stored;
    struct err e = {0};
    if (!standard_source_of_path(cli->arena, dir, &src, problems))
        return false;
    if (!standard_store(app, &ACTOR_CONSOLE, cli->arena, &src, false, &stored, problems, &e)) {
        if (err)
            *err = e;
        return false;
    }
    if (str_is(stored.standard->id, "hygienic-city-county"))
        *demo = stored.id;
    return true;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int visible(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

static bool import_standards(struct cli *cli, struct app *app, const char *path, int64_t *demo,
                             struct err_list *problems, struct err *err)
{
    struct dirent **list;
    int n = scandir(path, &list, visible, by_name);
    if (n < 0)
        return err_set(err, ERR_IO, path, strerror(errno));
    bool ok = true;
    for (int i = 0; i < n; i++) {
        struct str dir = arena_printf(cli->arena, "%s/%s", path, list[i]->d_name);
        if (ok)
            cli_note(cli, cli_text(cli, "导入标准 %s", "importing standard %s"), list[i]->d_name);
        ok = ok && dir.p && import_standard(cli, app, dir.p, demo, problems, err);
        free(list[i]);
    }
    free(list);
    if (ok && *demo == 0)
        return err_set(err, ERR_NOT_FOUND, "hygienic-city-county");
    return ok;
}

static bool create(struct cli *cli, struct app *app, struct err_list *problems, struct err *err)
{
    const char *regions = cli_option(cli, "regions").p, *standards = cli_option(cli, "standards").p;
    int64_t standard = 0;
    return import_regions(cli, app, regions, problems, err) &&
           import_standards(cli, app, standards ? standards : "standards", &standard, problems,
                            err) &&
           demo_create(app, standard, err);
}

static const struct list_column ACCOUNT_COLUMNS[] = {
    {"login", "账号", "Account", LIST_TEXT},
    {"password", "密码", "Password", LIST_TEXT},
    {"title", "角色", "Role", LIST_TEXT},
};

static int print_accounts(struct cli *cli)
{
    struct listing l;
    listing_init(&l, cli->arena, ACCOUNT_COLUMNS, (int)ARRAY_LEN(ACCOUNT_COLUMNS));
    for (int i = 0; i < DEMO_ACCOUNTS_N; i++) {
        const struct demo_account *a = &DEMO_ACCOUNTS[i];
        listing_text(&l, str_of(a->name));
        listing_text(&l, STR(DEMO_PASSWORD));
        listing_text(&l, str_of(cli_text(cli, a->title_zh, a->title_en)));
    }
    return cli_list(cli, &l);
}

int run_demo(struct cli *cli)
{
    struct err err = {0};
    struct err_list problems = {.arena = cli->arena};
    struct app app;
    if (cli_flag(cli, "accounts"))
        return print_accounts(cli);
    if (!cli_option(cli, "regions").p) {
        err_set(&err, ERR_ARGUMENT_MISSING, "--regions FOLDER", "demo");
        return cli_fail(cli, &err);
    }
    struct store *store = database_open(cli, true, &err);
    if (!store)
        return cli_fail(cli, &err);
    bool ok = app_init(&app, store, &err);
    if (ok) {
        ok = create(cli, &app, &problems, &err);
        app_release(&app);
    }
    store_close(store);
    if (ok)
        return print_accounts(cli);
    if (err_list_empty(&problems))
        return cli_fail(cli, &err);
    cli_problems(cli, &problems);
    return err_exit(problems.items.at[0].code);
}

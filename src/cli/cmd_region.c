/* taizhang region: the area tree, imported, searched and shown. */
#include "cli/cli.h"
#include "cli/database.h"
#include "cli/desk.h"
#include "cli/input.h"
#include "cli/region_source.h"
#include "work/export.h"

#include <stdio.h>

static const char *level_name(const struct cli *cli, int64_t level)
{
    static const char *const ZH[REGION_LEVELS] = {"全国", "省级", "地级", "县级",
                                                  "乡级", "村级", "网格"};
    return cli->lang == LANG_ZH ? ZH[level] : region_level_word((enum region_level)level);
}

/* In a table the person's word, else the one that never changes. */
static struct str level_cell(const struct cli *cli, int64_t level)
{
    if (cli->format != FORMAT_TABLE)
        return str_of(region_level_word((enum region_level)level));
    return str_of(level_name(cli, level));
}

static struct str code_text(const struct cli *cli, region_code code)
{
    char text[REGION_TEXT_MAX];
    size_t n = region_format(code, text);
    return arena_str(cli->arena, (struct str){text, n});
}

static struct str day_text(const struct cli *cli, int64_t days)
{
    char text[DATE_TEXT_MAX];
    if (!days)
        return STR_NONE;
    size_t n = date_format(date_of_days(days), text);
    return arena_str(cli->arena, (struct str){text, n});
}

/* ---- import --------------------------------------------------------------------------------- */

static void show_progress(void *ctx, enum region_import_stage stage, size_t done, size_t total)
{
    static const char *const ZH[] = {"读取", "写入", "建立索引"};
    static const char *const EN[] = {"reading", "writing", "indexing"};
    const struct cli *cli = ctx;
    if (cli->quiet)
        return;
    fprintf(stderr, "\r\033[K%s %zu", cli->lang == LANG_ZH ? ZH[stage] : EN[stage], done);
    if (total)
        fprintf(stderr, " / %zu", total);
    fflush(stderr);
}

static const struct list_column IMPORT_COLUMNS[] = {
    {"read", "读取", "Read", LIST_WHOLE},           {"repeated", "重复", "Repeated", LIST_WHOLE},
    {"added", "新增", "Added", LIST_WHOLE},         {"renamed", "更名", "Renamed", LIST_WHOLE},
    {"closed", "撤销", "Closed", LIST_WHOLE},       {"reopened", "恢复", "Reopened", LIST_WHOLE},
    {"unchanged", "未变", "Unchanged", LIST_WHOLE}, {"links", "变更关系", "Links", LIST_WHOLE},
};

static int print_import(struct cli *cli, const struct region_import_result *r)
{
    struct listing l;
    size_t counts[] = {r->read,   r->repeated, r->added,     r->renamed,
                       r->closed, r->reopened, r->unchanged, r->links};
    listing_init(&l, cli->arena, IMPORT_COLUMNS, (int)ARRAY_LEN(IMPORT_COLUMNS));
    for (size_t i = 0; i < ARRAY_LEN(counts); i++)
        listing_whole(&l, (int64_t)counts[i]);
    return cli_list(cli, &l);
}

static int import(struct cli *cli, struct region_source *source, struct region_links *links)
{
    struct err err = {0};
    struct err_list problems = {.arena = cli->arena};
    struct region_import_result result = {0};
    struct region_import in = {.next = region_source_next,
                               .ctx = source,
                               .within = cli_region(cli, "within"),
                               .progress = show_progress,
                               .progress_ctx = cli};
    in.has_as_of = cli_date(cli, "as-of", &in.as_of);
    if (links) {
        in.next_link = region_links_next;
        in.link_ctx = links;
    }
    struct desk d;
    bool ok = desk_begin(&d, cli, true, &err) &&
              regions_import(&d.app, &d.actor, cli_argument(cli, 0), &in, &result, &problems, &err);
    desk_end(&d);
    if (!cli->quiet)
        fputs("\r\033[K", stderr);
    if (ok)
        return print_import(cli, &result);
    if (err_list_empty(&problems))
        return cli_fail(cli, &err);
    return input_problems(cli, cli_argument(cli, 0).p, &problems);
}

int run_region_import(struct cli *cli)
{
    struct err_list problems = {.arena = cli->arena};
    struct region_source source;
    struct region_links links;
    struct str link_path = cli_option(cli, "links");
    if (link_path.p && !cli_option(cli, "as-of").p) {
        struct err err = {0};
        err_set(&err, ERR_ARGUMENT_MISSING, "--as-of DATE", "region import --links", NULL);
        return cli_fail(cli, &err);
    }
    if (!region_source_read(&source, cli->arena, cli_argument(cli, 0).p, &problems))
        return input_problems(cli, cli_argument(cli, 0).p, &problems);
    if (link_path.p && !region_links_read(&links, cli->arena, link_path.p, &problems))
        return input_problems(cli, link_path.p, &problems);
    return import(cli, &source, link_path.p ? &links : NULL);
}

/* ---- find ----------------------------------------------------------------------------------- */

static const struct list_column REGION_COLUMNS[] = {
    {"code", "代码", "Code", LIST_TEXT},           {"name", "名称", "Name", LIST_TEXT},
    {"level", "级别", "Level", LIST_TEXT},         {"path", "所属", "Inside", LIST_TEXT},
    {"initials", "首字母", "Initials", LIST_TEXT},
};

/* "云南省 文山壮族苗族自治州": what stands above the region. */
static bool path_text(struct cli *cli, struct store_tx *tx, region_code code, struct str *out,
                      struct err *err)
{
    struct region_rows path = {0};
    struct str text = STR("");
    if (!store_region_path(tx, cli->arena, code, &path, err))
        return false;
    for (size_t i = 0; i < path.n; i++)
        if (path.at[i].code != code)
            text = arena_printf(cli->arena, "%.*s%s%.*s", STR_ARG(text), text.n ? " " : "",
                                STR_ARG(path.at[i].name));
    *out = text;
    return true;
}

static bool region_line(struct cli *cli, struct store_tx *tx, struct listing *l,
                        const struct region_row *r, struct err *err)
{
    struct str path;
    if (!path_text(cli, tx, r->code, &path, err))
        return false;
    listing_text(l, code_text(cli, r->code));
    listing_text(l, r->name);
    listing_text(l, level_cell(cli, r->level));
    listing_text(l, path);
    listing_text(l, r->initials);
    return true;
}

static bool find(struct cli *cli, struct store_tx *tx, struct listing *l, struct err *err)
{
    struct region_rows rows = {0};
    int64_t limit = cli_count(cli, "limit", 20);
    if (limit > REGION_FIND_MAX)
        limit = REGION_FIND_MAX;
    if (!store_region_find(tx, cli->arena, cli_argument(cli, 0), cli_region(cli, "within"),
                           (int)limit, &rows, err))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        if (!region_line(cli, tx, l, &rows.at[i], err))
            return false;
    return rows.n > 0 || err_set(err, ERR_NOT_FOUND, cli_argument(cli, 0).p, NULL);
}

/* ---- show ----------------------------------------------------------------------------------- */

static const struct list_column FACT_COLUMNS[] = {
    {"key", "项目", "Key", LIST_TEXT},
    {"value", "内容", "Value", LIST_TEXT},
};

static void fact(struct cli *cli, struct listing *l, const char *key, const char *zh,
                 const char *en, struct str value)
{
    if (!value.n)
        return;
    listing_text(l, str_of(cli->format == FORMAT_TABLE ? cli_text(cli, zh, en) : key));
    listing_text(l, value);
}

static bool link_facts(struct cli *cli, struct store_tx *tx, struct listing *l, region_code code,
                       struct err *err)
{
    struct region_link_rows links = {0};
    if (!store_region_links(tx, cli->arena, code, &links, err))
        return false;
    for (size_t i = 0; i < links.n; i++) {
        const struct region_link_row *k = &links.at[i];
        bool from = k->new_code == code;
        struct str text = arena_printf(cli->arena, "%.*s %.*s (%.*s)",
                                       STR_ARG(code_text(cli, from ? k->old_code : k->new_code)),
                                       STR_ARG(day_text(cli, k->on_date)), STR_ARG(k->kind));
        if (from)
            fact(cli, l, "from", "来自", "Came from", text);
        else
            fact(cli, l, "to", "变为", "Became", text);
    }
    return true;
}

static bool show_one(struct cli *cli, struct store_tx *tx, region_code code, struct listing *l,
                     struct err *err)
{
    struct region_row r;
    struct str path;
    bool found;
    if (!store_region_get(tx, cli->arena, code, &r, &found, err))
        return false;
    if (!found)
        return err_set(err, ERR_NOT_FOUND, cli_argument(cli, 0).p, NULL);
    if (!path_text(cli, tx, code, &path, err))
        return false;
    fact(cli, l, "code", "代码", "Code", code_text(cli, code));
    fact(cli, l, "name", "名称", "Name", r.name);
    fact(cli, l, "level", "级别", "Level", level_cell(cli, r.level));
    fact(cli, l, "path", "所属", "Inside", path);
    fact(cli, l, "initials", "首字母", "Initials", r.initials);
    fact(cli, l, "opened", "设立", "Opened", day_text(cli, r.opened));
    fact(cli, l, "closed", "撤销", "Closed", day_text(cli, r.closed));
    return link_facts(cli, tx, l, code, err);
}

/* Without a code: how large the tree is. */
static bool show_counts(struct cli *cli, struct store_tx *tx, struct listing *l, struct err *err)
{
    struct region_counts counts;
    if (!store_region_count(tx, &counts, err))
        return false;
    for (int i = REGION_PROVINCE; i < REGION_LEVELS; i++)
        fact(cli, l, region_level_word((enum region_level)i), level_name(cli, i),
             region_level_word((enum region_level)i),
             arena_printf(cli->arena, "%lld", (long long)counts.of_level[i]));
    fact(cli, l, "total", "合计", "total",
         arena_printf(cli->arena, "%lld", (long long)counts.total));
    return true;
}

static bool show_children(struct cli *cli, struct store_tx *tx, region_code code, struct listing *l,
                          struct err *err)
{
    region_code after = 0;
    for (;;) {
        struct region_rows rows = {0};
        if (!store_region_children(tx, cli->arena, code, after, STORE_PAGE_MAX, &rows, err))
            return false;
        for (size_t i = 0; i < rows.n; i++) {
            listing_text(l, code_text(cli, rows.at[i].code));
            listing_text(l, rows.at[i].name);
            listing_text(l, level_cell(cli, rows.at[i].level));
            after = rows.at[i].code;
        }
        if (rows.n < STORE_PAGE_MAX)
            return true;
    }
}

/* ---- both read ------------------------------------------------------------------------------ */

static bool show(struct cli *cli, struct store_tx *tx, struct listing *l, struct err *err)
{
    region_code code = REGION_CODE_NATION;
    struct str text = cli_argument(cli, 0);
    if (text.p && !region_parse(text, &code, err))
        return false;
    if (cli_flag(cli, "children")) {
        listing_init(l, cli->arena, REGION_COLUMNS, 3);
        return show_children(cli, tx, code, l, err);
    }
    listing_init(l, cli->arena, FACT_COLUMNS, (int)ARRAY_LEN(FACT_COLUMNS));
    return text.p ? show_one(cli, tx, code, l, err) : show_counts(cli, tx, l, err);
}

static int read_and_list(struct cli *cli, bool (*fill)(struct cli *cli, struct store_tx *tx,
                                                       struct listing *l, struct err *err))
{
    struct err err = {0};
    struct listing l;
    struct store *store = database_open(cli, false, &err);
    struct store_tx *tx = store ? store_read(store, &err) : NULL;
    listing_init(&l, cli->arena, REGION_COLUMNS, (int)ARRAY_LEN(REGION_COLUMNS));
    bool ok = tx && fill(cli, tx, &l, &err);
    store_read_end(tx);
    store_close(store);
    return ok ? cli_list(cli, &l) : cli_fail(cli, &err);
}

int run_region_find(struct cli *cli)
{
    return read_and_list(cli, find);
}

int run_region_show(struct cli *cli)
{
    return read_and_list(cli, show);
}

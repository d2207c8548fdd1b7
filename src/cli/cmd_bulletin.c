/* taizhang bulletin: the ranking bulletin, from a frozen cut of data to a file. */
#include "cli/cli.h"
#include "cli/desk.h"
#include "store/bulletin.h"
#include "work/bulletin.h"
#include "work/export.h"
#include "work/file.h"

enum { TEMPLATE_MAX = 16 << 20 };

static const struct list_column COLUMNS[] = {
    {"bulletin", "编号", "Number", LIST_WHOLE}, {"campaign", "活动", "Campaign", LIST_WHOLE},
    {"year", "年度", "Year", LIST_WHOLE},       {"issue", "期号", "Issue", LIST_WHOLE},
    {"period", "时期", "Period", LIST_TEXT},    {"made", "日期", "Date", LIST_TEXT},
    {"title", "标题", "Title", LIST_TEXT},      {"digest", "摘要", "SHA-256", LIST_TEXT},
};

static void row(struct cli *cli, struct listing *l, const struct bulletin_head_row *b)
{
    char day[DATE_TEXT_MAX];
    size_t n = date_format(date_of_days(b->made_on), day);
    listing_whole(l, b->id);
    listing_whole(l, b->campaign);
    listing_whole(l, b->year);
    listing_whole(l, b->number);
    listing_text(l, cli_period_text(cli, (period)b->period));
    listing_text(l, arena_str(cli->arena, (struct str){day, n}));
    listing_text(l, cli->lang == LANG_EN && b->title_en.n ? b->title_en : b->title_zh);
    listing_text(l, b->digest);
}

static bool list(struct desk *d, struct listing *l, int64_t campaign, int64_t only, struct err *err)
{
    int64_t before = 0;
    for (;;) {
        struct bulletin_head_rows rows = {0};
        if (!store_bulletin_page(d->tx, d->cli->arena, campaign, before, STORE_PAGE_MAX, &rows,
                                 err))
            return false;
        for (size_t i = 0; i < rows.n; i++) {
            if (!only || rows.at[i].id == only)
                row(d->cli, l, &rows.at[i]);
            before = rows.at[i].id;
        }
        if (rows.n < STORE_PAGE_MAX)
            return true;
    }
}

int run_bulletin_list(struct cli *cli)
{
    struct desk d;
    struct err err = {0};
    struct campaign_row c;
    struct listing l;
    listing_init(&l, cli->arena, COLUMNS, (int)ARRAY_LEN(COLUMNS));
    bool ok = desk_begin(&d, cli, false, &err) && desk_read(&d, &err) &&
              desk_campaign(&d, cli_argument(cli, 0), &c, &err) && list(&d, &l, c.id, 0, &err);
    int code = ok ? cli_list(cli, &l) : cli_fail(cli, &err);
    desk_end(&d);
    return code;
}

int run_bulletin_make(struct cli *cli)
{
    struct desk d;
    struct err err = {0};
    struct campaign_row c;
    struct listing l;
    int64_t id = 0;
    struct str ranking = cli_option(cli, "ranking");
    listing_init(&l, cli->arena, COLUMNS, (int)ARRAY_LEN(COLUMNS));
    bool ok = desk_begin(&d, cli, false, &err) && desk_read(&d, &err) &&
              desk_campaign(&d, cli_argument(cli, 0), &c, &err);
    desk_read_end(&d);
    ok = ok &&
         bulletin_make(&d.app, &d.actor, c.id, (int)cli_count(cli, "round", 0),
                       ranking.p ? ranking : STR(""), &id, &err) &&
         desk_read(&d, &err) && list(&d, &l, c.id, id, &err);
    int code = ok ? cli_list(cli, &l) : cli_fail(cli, &err);
    desk_end(&d);
    return code;
}

/* ---- files ---------------------------------------------------------------------------------- */

static bool may_write(const struct cli *cli, const char *to, struct err *err)
{
    return !file_exists(to) || cli_flag(cli, "force") || err_set(err, ERR_EXISTS, to, NULL);
}

static bool make_file(struct desk *d, const struct bulletin_row *b, const char *to, struct err *err)
{
    struct cli *cli = d->cli;
    struct str thing = arena_printf(cli->arena, "campaigns/%lld/bulletins/%lld",
                                    (long long)b->campaign, (long long)b->id);
    struct buf file;
    struct str template = STR_NONE, path = cli_option(cli, "template");
    if (path.p && !file_read(cli->arena, path.p, TEMPLATE_MAX, &template, err))
        return false;
    buf_init(&file, 0);
    bool book = str_ends(str_of(to), STR(".xlsx"));
    bool ok = (book ? bulletin_xlsx(b->cut, &file, err)
                    : bulletin_docx(b->cut, path.p ? &template : NULL, &file, err)) &&
              export_act(&d->app, &d->actor, thing, 0, str_of(to), buf_str(&file), err) &&
              file_write(to, buf_str(&file), err);
    buf_release(&file);
    return ok;
}

int run_bulletin_export(struct cli *cli)
{
    struct desk d;
    struct err err = {0};
    struct bulletin_row b = {0};
    bool found = false;
    int64_t id = 0;
    const char *to = cli_option(cli, "to").p;
    str_to_i64(cli_argument(cli, 0), &id);
    bool ok = desk_begin(&d, cli, false, &err) && desk_read(&d, &err) &&
              store_bulletin_get(d.tx, cli->arena, id, &b, &found, &err) &&
              (found || err_set(&err, ERR_NOT_FOUND, cli_argument(cli, 0).p, NULL)) &&
              may_write(cli, to, &err);
    desk_read_end(&d);
    ok = ok && make_file(&d, &b, to, &err);
    desk_end(&d);
    if (!ok)
        return cli_fail(cli, &err);
    cli_note(cli, cli_text(cli, "已写入 %s", "Written: %s"), to);
    return EXIT_GOOD;
}

int run_bulletin_template(struct cli *cli)
{
    struct err err = {0};
    const char *to = cli_option(cli, "to").p;
    if (!may_write(cli, to, &err) || !file_write(to, bulletin_template(), &err))
        return cli_fail(cli, &err);
    cli_note(cli, cli_text(cli, "已写入 %s", "Written: %s"), to);
    return EXIT_GOOD;
}

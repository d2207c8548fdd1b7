/* taizhang campaign: standards run in regions over a period, their rounds and editions. */
#include "cli/cli.h"
#include "cli/desk.h"
#include "store/region.h"
#include "store/standard.h"
#include "work/campaign.h"

static struct str in_language(const struct cli *cli, struct str zh, struct str en)
{
    return cli->lang == LANG_EN && en.n ? en : zh;
}

static struct str standard_text(struct desk *d, int64_t id)
{
    struct standard_row row;
    bool found = false;
    if (!store_standard_get(d->tx, d->cli->arena, id, &row, &found, NULL) || !found)
        return STR_NONE;
    return arena_printf(d->cli->arena, "%.*s@%.*s", STR_ARG(row.code), STR_ARG(row.edition));
}

/* ---- list ----------------------------------------------------------------------------------- */

static const struct list_column CAMPAIGN_COLUMNS[] = {
    {"campaign", "编号", "Number", LIST_WHOLE},
    {"name", "名称", "Name", LIST_TEXT},
    {"standard", "标准", "Standard", LIST_TEXT},
    {"region", "区划", "Region", LIST_TEXT},
    {"from", "起", "From", LIST_TEXT},
    {"to", "止", "To", LIST_TEXT},
    {"demo", "演示", "Demonstration", LIST_YES_NO},
};

static void campaign_row(struct desk *d, struct listing *l, const struct campaign_row *c)
{
    listing_whole(l, c->id);
    listing_text(l, in_language(d->cli, c->name_zh, c->name_en));
    listing_text(l, standard_text(d, c->standard));
    listing_text(l, cli_region_text(d->cli, c->region));
    listing_text(l, cli_period_text(d->cli, (period)c->period_from));
    listing_text(l, cli_period_text(d->cli, (period)c->period_to));
    listing_yes(l, c->demo);
}

static bool list_all(struct desk *d, struct listing *l, struct err *err)
{
    static const struct region_range ALL = {REGION_CODE_NATION, REGION_CODE_MAX};
    int64_t after = 0;
    for (;;) {
        struct campaign_rows rows = {0};
        if (!store_campaign_page(d->tx, d->cli->arena, ALL, after, STORE_PAGE_MAX, &rows, err))
            return false;
        for (size_t i = 0; i < rows.n; i++) {
            campaign_row(d, l, &rows.at[i]);
            after = rows.at[i].id;
        }
        if (rows.n < STORE_PAGE_MAX)
            return true;
    }
}

int run_campaign_list(struct cli *cli)
{
    struct desk d;
    struct err err = {0};
    struct listing l;
    listing_init(&l, cli->arena, CAMPAIGN_COLUMNS, (int)ARRAY_LEN(CAMPAIGN_COLUMNS));
    bool ok = desk_begin(&d, cli, false, &err) && desk_read(&d, &err) && list_all(&d, &l, &err);
    int code = ok ? cli_list(cli, &l) : cli_fail(cli, &err);
    desk_end(&d);
    return code;
}

/* ---- show ----------------------------------------------------------------------------------- */

static const struct list_column SHOW_COLUMNS[] = {
    {"kind", "类别", "Kind", LIST_TEXT},
    {"key", "代码", "Code", LIST_TEXT},
    {"value", "内容", "Value", LIST_TEXT},
};

static void line(struct listing *l, const char *kind, struct str key, struct str value)
{
    listing_text(l, str_of(kind));
    listing_text(l, key);
    listing_text(l, value);
}

static bool show_rounds(struct desk *d, struct listing *l, int64_t campaign, struct err *err)
{
    struct round_rows rounds = {0};
    if (!store_rounds(d->tx, d->cli->arena, campaign, &rounds, err))
        return false;
    for (size_t i = 0; i < rounds.n; i++) {
        const struct round_row *r = &rounds.at[i];
        line(l, cli_text(d->cli, "轮次", "round"),
             arena_printf(d->cli->arena, "%lld", (long long)r->number),
             arena_printf(d->cli->arena, "%.*s %.*s",
                          STR_ARG(cli_period_text(d->cli, (period)r->period)),
                          STR_ARG(in_language(d->cli, r->name_zh, r->name_en))));
    }
    return true;
}

static bool show_subjects(struct desk *d, struct listing *l, int64_t campaign, struct err *err)
{
    static const struct region_range ALL = {REGION_CODE_NATION, REGION_CODE_MAX};
    region_code after = 0;
    for (;;) {
        struct subject_rows rows = {0};
        if (!store_subject_page(d->tx, d->cli->arena, campaign, ALL, after, STORE_PAGE_MAX, &rows,
                                err))
            return false;
        for (size_t i = 0; i < rows.n; i++) {
            struct region_row region = {0};
            bool found;
            after = rows.at[i].region;
            if (!store_region_get(d->tx, d->cli->arena, after, &region, &found, err))
                return false;
            line(l, cli_text(d->cli, "评价对象", "subject"), cli_region_text(d->cli, after),
                 arena_printf(d->cli->arena, "%.*s%s%.*s", STR_ARG(region.name),
                              rows.at[i].grp.n ? " / " : "", STR_ARG(rows.at[i].grp)));
        }
        if (rows.n < STORE_PAGE_MAX)
            return true;
    }
}

static bool show(struct desk *d, struct listing *l, const struct campaign_row *c, struct err *err)
{
    struct cli *cli = d->cli;
    line(l, cli_text(cli, "活动", "campaign"), arena_printf(cli->arena, "%lld", (long long)c->id),
         in_language(cli, c->name_zh, c->name_en));
    line(l, cli_text(cli, "标准", "standard"), STR_NONE, standard_text(d, c->standard));
    line(l, cli_text(cli, "区划", "region"), cli_region_text(cli, c->region), STR_NONE);
    line(l, cli_text(cli, "时期", "period"), STR_NONE,
         arena_printf(cli->arena, "%.*s .. %.*s",
                      STR_ARG(cli_period_text(cli, (period)c->period_from)),
                      STR_ARG(cli_period_text(cli, (period)c->period_to))));
    return show_rounds(d, l, c->id, err) && show_subjects(d, l, c->id, err);
}

int run_campaign_show(struct cli *cli)
{
    struct desk d;
    struct err err = {0};
    struct listing l;
    struct campaign_row c;
    listing_init(&l, cli->arena, SHOW_COLUMNS, (int)ARRAY_LEN(SHOW_COLUMNS));
    bool ok = desk_begin(&d, cli, false, &err) && desk_read(&d, &err) &&
              desk_campaign(&d, cli_argument(cli, 0), &c, &err) && show(&d, &l, &c, &err);
    int code = ok ? cli_list(cli, &l) : cli_fail(cli, &err);
    desk_end(&d);
    return code;
}

/* ---- create and round ----------------------------------------------------------------------- */

/* Prints the campaign as it is stored now. */
static int print_campaign(struct desk *d, int64_t id)
{
    struct err err = {0};
    struct listing l;
    struct campaign_row c;
    struct str number = arena_printf(d->cli->arena, "%lld", (long long)id);
    listing_init(&l, d->cli->arena, CAMPAIGN_COLUMNS, (int)ARRAY_LEN(CAMPAIGN_COLUMNS));
    if (!desk_read(d, &err) || !desk_campaign(d, number, &c, &err))
        return cli_fail(d->cli, &err);
    campaign_row(d, &l, &c);
    return cli_list(d->cli, &l);
}

int run_campaign_create(struct cli *cli)
{
    struct desk d;
    struct err err = {0};
    struct standard_row standard = {0};
    int64_t id = 0;
    bool ok = desk_begin(&d, cli, false, &err) && desk_read(&d, &err) &&
              desk_standard(&d, cli_option(cli, "standard"), &standard, &err);
    desk_read_end(&d);
    struct campaign_row row = {.standard = standard.id,
                               .region = cli_region(cli, "region"),
                               .name_zh = cli_option(cli, "name"),
                               .name_en = cli_option(cli, "name-en"),
                               .period_from = cli_period(cli, "from"),
                               .period_to = cli_period(cli, "to")};
    ok = ok && campaign_create(&d.app, &d.actor, &row, &id, &err);
    int code = ok ? print_campaign(&d, id) : cli_fail(cli, &err);
    desk_end(&d);
    return code;
}

static bool add_round(struct desk *d, const struct campaign_row *c, struct err *err)
{
    struct cli *cli = d->cli;
    struct round_row row = {.campaign = c->id,
                            .name_zh = cli_option(cli, "name"),
                            .name_en = cli_option(cli, "name-en"),
                            .period = cli_period(cli, "period")};
    desk_read_end(d);
    return campaign_add_round(&d->app, &d->actor, &row, err);
}

int run_campaign_round(struct cli *cli)
{
    struct desk d;
    struct err err = {0};
    struct campaign_row c;
    struct listing l;
    listing_init(&l, cli->arena, SHOW_COLUMNS, (int)ARRAY_LEN(SHOW_COLUMNS));
    bool ok = desk_begin(&d, cli, false, &err) && desk_read(&d, &err) &&
              desk_campaign(&d, cli_argument(cli, 0), &c, &err) && add_round(&d, &c, &err) &&
              desk_read(&d, &err) && show_rounds(&d, &l, c.id, &err);
    int code = ok ? cli_list(cli, &l) : cli_fail(cli, &err);
    desk_end(&d);
    return code;
}

/* ---- standard ------------------------------------------------------------------------------- */

static const struct list_column CARRY_COLUMNS[] = {
    {"kind", "类别", "Kind", LIST_TEXT},        {"code", "代码", "Code", LIST_TEXT},
    {"name", "名称", "Name", LIST_TEXT},        {"carry", "沿用", "Carried", LIST_TEXT},
    {"values", "已填报", "Values", LIST_WHOLE},
};

static bool list_carryover(struct desk *d, struct listing *l, int64_t campaign, struct err *err)
{
    static const char *const ZH[] = {"沿用", "重新评判", "新增", "删除"};
    struct cli *cli = d->cli;
    struct carryover out = {0};
    if (!campaign_carryover(&d->app, d->tx, cli->arena, campaign, &out, err))
        return false;
    for (int i = 0; i < out.n; i++) {
        const struct carry_row *r = &out.rows[i];
        bool zh = cli->format == FORMAT_TABLE && cli->lang == LANG_ZH;
        listing_text(l, r->kind);
        listing_text(l, r->code);
        listing_text(l, in_language(cli, r->name_zh, r->name_en));
        listing_text(l, str_of(zh ? ZH[r->carry] : carry_word(r->carry)));
        listing_whole(l, r->values);
    }
    return true;
}

int run_campaign_standard(struct cli *cli)
{
    struct desk d;
    struct err err = {0};
    struct campaign_row c;
    struct standard_row s;
    struct listing l;
    struct str to = cli_option(cli, "to");
    listing_init(&l, cli->arena, CARRY_COLUMNS, (int)ARRAY_LEN(CARRY_COLUMNS));
    bool ok = desk_begin(&d, cli, false, &err) && desk_read(&d, &err) &&
              desk_campaign(&d, cli_argument(cli, 0), &c, &err);
    if (ok && to.p) {
        ok = desk_standard(&d, to, &s, &err);
        desk_read_end(&d);
        ok = ok && campaign_change_standard(&d.app, &d.actor, c.id, s.id, &err) &&
             desk_read(&d, &err);
    }
    ok = ok && list_carryover(&d, &l, c.id, &err);
    int code = ok ? cli_list(cli, &l) : cli_fail(cli, &err);
    desk_end(&d);
    return code;
}

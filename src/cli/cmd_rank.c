/* taizhang rank: who stands where in a round of a campaign, and why. */
#include "cli/cli.h"
#include "cli/desk.h"
#include "cli/explain.h"
#include "work/boards.h"

struct ranking_view {
    struct desk desk;
    struct board_hold hold;
    int ranking;
    struct int_list nodes; /* --nodes: further columns */
    struct rank_row *rows;
    int n_rows;
};

static bool take_ranking(struct ranking_view *v, struct err *err)
{
    const struct standard *s = v->hold.standard;
    struct str code = cli_option(v->desk.cli, "ranking");
    for (v->ranking = 0; v->ranking < s->n_rankings; v->ranking++)
        if (!code.p || str_eq(s->rankings[v->ranking].code, code))
            return true;
    return err_set(err, ERR_NOT_FOUND, code.p ? code.p : "rankings", NULL);
}

/* --nodes a,b,c */
static bool take_nodes(struct ranking_view *v, struct err *err)
{
    struct cli *cli = v->desk.cli;
    struct str rest = cli_option(cli, "nodes"), one;
    v->nodes.at = ARENA_ARRAY(cli->arena, rest.n + 1, int);
    if (!v->nodes.at)
        return err_set(err, ERR_MEMORY, NULL);
    while (str_split(&rest, ',', &one)) {
        int64_t node = map_get(&v->hold.standard->node_by, one);
        if (node < 0)
            return err_set(err, ERR_NOT_FOUND, arena_str(cli->arena, one).p, NULL);
        v->nodes.at[v->nodes.n++] = (int)node;
    }
    return true;
}

/* ---- list ----------------------------------------------------------------------------------- */

static const struct list_column COLUMNS[] = {
    {"group", "分组", "Group", LIST_REMARK},
    {"rank", "名次", "Rank", LIST_WHOLE},
    {"moved", "升降", "Moved", LIST_WHOLE},
    {"region", "区划", "Region", LIST_TEXT},
    {"name", "名称", "Name", LIST_TEXT},
    {"points", "得分", "Points", LIST_DECIMAL},
    {"to_first", "距首位", "To first", LIST_DECIMAL},
    {"to_next", "距前一名", "To next", LIST_DECIMAL},
    {"passed", "达标", "Passed", LIST_WHOLE},
    {"failed", "未达标", "Failed", LIST_WHOLE},
    {"missing", "缺报", "Missing", LIST_WHOLE},
    {"vetoes", "否决", "Vetoes", LIST_WHOLE},
    {"places", "点位", "Places", LIST_WHOLE},
    {"findings", "未销号问题", "Open findings", LIST_WHOLE},
    {"passes", "通过", "Passes", LIST_YES_NO},
    {"unranked", "未排名原因", "Not ranked", LIST_REMARK},
};

static struct list_column *columns_of(struct ranking_view *v, int *n)
{
    struct arena *a = v->desk.cli->arena;
    *n = (int)ARRAY_LEN(COLUMNS) + v->nodes.n;
    struct list_column *c = ARENA_ARRAY(a, (size_t)*n, struct list_column);
    if (!c)
        return NULL;
    memcpy(c, COLUMNS, sizeof COLUMNS);
    for (int i = 0; i < v->nodes.n; i++) {
        const struct node *node = &v->hold.standard->nodes[v->nodes.at[i]];
        struct text2 name = node->name;
        c[ARRAY_LEN(COLUMNS) + (size_t)i] =
            (struct list_column){arena_str(a, node->code).p, arena_str(a, name.zh).p,
                                 arena_str(a, name.en.n ? name.en : name.zh).p, LIST_DECIMAL};
    }
    return c;
}

static void points_cell(struct listing *l, const struct score *s)
{
    if (s->state == SCORE_OK)
        listing_dec(l, s->points);
    else
        listing_empty(l);
}

static struct str why(const struct ranking_view *v, const struct rank_row *r,
                      const struct score *score)
{
    if (r->why == UNRANKED_SAMPLE)
        return str_of(cli_text(v->desk.cli, "点位不足", "too few places"));
    if (r->why == UNRANKED_STATE && score->state != SCORE_OK)
        return str_of(value_state_word(score->why));
    return STR_NONE;
}

static void row(struct ranking_view *v, struct listing *l, const struct rank_row *r)
{
    const struct board *b = v->hold.now;
    const struct standard *s = v->hold.standard;
    const struct result *result = &b->results[r->subject];
    const struct score *score = &result->nodes[s->rankings[v->ranking].node];
    listing_text(l, r->group >= 0 ? s->groups[r->group].code : STR_NONE);
    if (r->rank)
        listing_whole(l, r->rank);
    else
        listing_empty(l);
    if (r->rank && r->before)
        listing_whole(l, r->moved);
    else
        listing_empty(l);
    listing_text(l, cli_region_text(v->desk.cli, b->values->subjects[r->subject].region));
    listing_text(l, v->hold.names[r->subject]);
    points_cell(l, score);
    if (r->rank) {
        listing_dec(l, r->to_first);
        listing_dec(l, r->to_next);
    } else {
        listing_empty(l);
        listing_empty(l);
    }
    listing_whole(l, result->passed);
    listing_whole(l, result->failed);
    listing_whole(l, result->missing);
    listing_whole(l, result->vetoes);
    listing_whole(l, r->places);
    listing_whole(l, v->hold.open_findings[r->subject]);
    listing_yes(l, result->passes);
    listing_text(l, why(v, r, score));
    for (int i = 0; i < v->nodes.n; i++)
        points_cell(l, &result->nodes[v->nodes.at[i]]);
}

static int print(struct ranking_view *v)
{
    struct cli *cli = v->desk.cli;
    struct err err = {0};
    struct listing l;
    int n = 0;
    if (!take_nodes(v, &err))
        return cli_fail(cli, &err);
    struct list_column *columns = columns_of(v, &n);
    if (!columns)
        err_set(&err, ERR_MEMORY, NULL);
    if (!columns || !rank_make(cli->arena, v->hold.now, v->hold.earlier, v->ranking, &v->rows,
                               &v->n_rows, &err))
        return cli_fail(cli, &err);
    listing_init(&l, cli->arena, columns, n);
    for (int i = 0; i < v->n_rows; i++)
        row(v, &l, &v->rows[i]);
    return cli_list(cli, &l);
}

int run_rank(struct cli *cli)
{
    struct ranking_view v = {0};
    struct campaign_row campaign;
    struct err err = {0};
    int code;
    bool ok = desk_begin(&v.desk, cli, false, &err) && desk_read(&v.desk, &err) &&
              desk_campaign(&v.desk, cli_argument(cli, 0), &campaign, &err) &&
              board_take(&v.desk.app, v.desk.tx, campaign.id, (int)cli_count(cli, "round", 0),
                         &v.hold, &err);
    if (!ok) {
        code = cli_fail(cli, &err);
    } else {
        if (!take_ranking(&v, &err))
            code = cli_fail(cli, &err);
        else if (cli_option(cli, "explain").p)
            code = explain_region(cli, v.hold.now, cli_option(cli, "ranking").p ? v.ranking : -1);
        else
            code = print(&v);
        board_give(&v.desk.app, &v.hold);
    }
    desk_end(&v.desk);
    return code;
}

/* taizhang score: scores and ranks from files alone, without a database. */
#include "cli/cli.h"
#include "cli/explain.h"
#include "cli/input.h"
#include "domain/score.h"
#include "work/score_json.h"

struct scoring {
    struct cli *cli;
    struct standard *standard;
    struct value_table values;
    struct board now, earlier;
    bool has_earlier;
    struct rank_row **ranks; /* per ranking */
    int *n_ranks;
    const struct rank_row ***row_of; /* per ranking and subject, NULL = not in it */
    int only;                        /* the ranking asked for, or -1 */
};

/* ---- making --------------------------------------------------------------------------------- */

static bool not_found(const char *what, struct err *err)
{
    return err_set(err, ERR_NOT_FOUND, what, NULL);
}

static bool choose_ranking(struct scoring *s, struct err *err)
{
    struct str code = cli_option(s->cli, "ranking");
    s->only = -1;
    for (int i = 0; code.p && i < s->standard->n_rankings; i++)
        if (str_eq(s->standard->rankings[i].code, code))
            s->only = i;
    return !code.p || s->only >= 0 || not_found(code.p, err);
}

static bool make_boards(struct scoring *s, struct err *err)
{
    struct arena *arena = s->cli->arena;
    const struct values *v = &s->values.values;
    period now = cli_period(s->cli, "period"), earlier = cli_period(s->cli, "earlier");
    if (!board_make(&s->now, arena, v, now ? now : values_latest(v), err))
        return false;
    s->has_earlier = earlier != 0;
    return !earlier || board_make(&s->earlier, arena, v, earlier, err);
}

static bool make_ranking(struct scoring *s, int r, struct err *err)
{
    size_t subjects = (size_t)s->now.values->n_subjects;
    s->row_of[r] = ARENA_ARRAY(s->cli->arena, subjects + 1, const struct rank_row *);
    if (!s->row_of[r])
        return err_set(err, ERR_MEMORY, NULL);
    if (s->only >= 0 && r != s->only)
        return true;
    if (!rank_make(s->cli->arena, &s->now, s->has_earlier ? &s->earlier : NULL, r, &s->ranks[r],
                   &s->n_ranks[r], err))
        return false;
    for (int i = 0; i < s->n_ranks[r]; i++)
        s->row_of[r][s->ranks[r][i].subject] = &s->ranks[r][i];
    return true;
}

static bool make_ranks(struct scoring *s, struct err *err)
{
    size_t n = (size_t)s->standard->n_rankings;
    s->ranks = ARENA_ARRAY(s->cli->arena, n, struct rank_row *);
    s->n_ranks = ARENA_ARRAY(s->cli->arena, n, int);
    s->row_of = ARENA_ARRAY(s->cli->arena, n, const struct rank_row **);
    if (!s->ranks || !s->n_ranks || !s->row_of)
        return err_set(err, ERR_MEMORY, NULL);
    for (int i = 0; i < s->standard->n_rankings; i++)
        if (!make_ranking(s, i, err))
            return false;
    return true;
}

/* ---- table and CSV -------------------------------------------------------------------------- */

static bool shown(const struct scoring *s, int ranking)
{
    return s->only < 0 ? s->n_ranks[ranking] > 0 : ranking == s->only;
}

/* Subjects in the order of the rankings, those that no ranking has behind. */
static int *order_of(const struct scoring *s)
{
    int n = s->now.values->n_subjects, at = 0;
    int *order = ARENA_ARRAY(s->cli->arena, (size_t)n + 1, int);
    bool *taken = ARENA_ARRAY(s->cli->arena, (size_t)n + 1, bool);
    if (!order || !taken)
        return NULL;
    for (int r = 0; r < s->standard->n_rankings; r++)
        for (int i = 0; i < s->n_ranks[r]; i++)
            if (!taken[s->ranks[r][i].subject]) {
                taken[s->ranks[r][i].subject] = true;
                order[at++] = s->ranks[r][i].subject;
            }
    for (int i = 0; s->only < 0 && i < n; i++)
        if (!taken[i])
            order[at++] = i;
    order[at] = -1;
    return order;
}

static struct list_column ranking_column(const struct scoring *s, const char *what, const char *zh,
                                         const char *en, int ranking, enum list_kind kind)
{
    const struct ranking *r = &s->standard->rankings[ranking];
    struct arena *a = s->cli->arena;
    struct text2 name = r->name;
    bool one = s->only >= 0 || s->standard->n_rankings == 1;
    struct list_column c = {.kind = kind};
    struct str en_name = name.en.n ? name.en : name.zh;
    if (one)
        return (struct list_column){what, zh, en, kind};
    c.key = arena_printf(a, "%s_%.*s", what, STR_ARG(r->code)).p;
    c.zh = arena_printf(a, "%.*s%s", STR_ARG(name.zh), zh).p;
    c.en = arena_printf(a, "%.*s: %s", STR_ARG(en_name), en).p;
    return c;
}

enum { FIXED_BEFORE = 3, FIXED_BEHIND = 9, PER_RANKING = 5 };

static const struct list_column BEFORE[FIXED_BEFORE] = {
    {"region", "区划", "Region", LIST_TEXT},
    {"kind", "对象", "Kind", LIST_TEXT},
    {"group", "分组", "Group", LIST_REMARK},
};
static const struct list_column BEHIND[FIXED_BEHIND] = {
    {"passed", "达标", "Passed", LIST_WHOLE},
    {"failed", "未达标", "Failed", LIST_WHOLE},
    {"missing", "缺报", "Missing", LIST_WHOLE},
    {"not_tested", "未测评", "Not tested", LIST_WHOLE},
    {"not_applicable", "不适用", "Not applicable", LIST_WHOLE},
    {"empty_denominator", "分母为零", "Empty denominator", LIST_WHOLE},
    {"vetoes", "否决", "Vetoes", LIST_WHOLE},
    {"places", "点位", "Places", LIST_WHOLE},
    {"passes", "通过", "Passes", LIST_YES_NO},
};

static struct list_column *columns_of(const struct scoring *s, int *n)
{
    size_t most = FIXED_BEFORE + FIXED_BEHIND + PER_RANKING * (size_t)s->standard->n_rankings;
    struct list_column *c = ARENA_ARRAY(s->cli->arena, most, struct list_column);
    int at = 0;
    if (!c)
        return NULL;
    for (int i = 0; i < FIXED_BEFORE; i++)
        c[at++] = BEFORE[i];
    for (int r = 0; r < s->standard->n_rankings; r++) {
        if (!shown(s, r))
            continue;
        c[at++] = ranking_column(s, "rank", "名次", "Rank", r, LIST_WHOLE);
        c[at++] = ranking_column(s, "points", "得分", "Points", r, LIST_DECIMAL);
        c[at++] = ranking_column(s, "to_first", "距首位", "To first", r, LIST_DECIMAL);
        if (s->has_earlier)
            c[at++] = ranking_column(s, "moved", "升降", "Moved", r, LIST_WHOLE);
        c[at++] = ranking_column(s, "unranked", "未排名原因", "Not ranked", r, LIST_REMARK);
    }
    for (int i = 0; i < FIXED_BEHIND; i++)
        c[at++] = BEHIND[i];
    *n = at;
    return c;
}

static struct str why_unranked(const struct scoring *s, int ranking, const struct rank_row *row)
{
    const struct score *score =
        &s->now.results[row->subject].nodes[s->standard->rankings[ranking].node];
    if (row->why == UNRANKED_SAMPLE)
        return str_of(cli_text(s->cli, "点位不足", "too few places"));
    if (row->why == UNRANKED_STATE)
        return str_of(score->state == SCORE_OK ? "" : value_state_word(score->why));
    return STR_NONE;
}

static void ranking_cells(const struct scoring *s, struct listing *l, int ranking, int subject)
{
    const struct rank_row *row = s->row_of[ranking][subject];
    const struct score *score = &s->now.results[subject].nodes[s->standard->rankings[ranking].node];
    bool ranked = row && row->rank;
    if (ranked)
        listing_whole(l, row->rank);
    else
        listing_empty(l);
    if (row && score->state == SCORE_OK)
        listing_dec(l, score->points);
    else
        listing_empty(l);
    if (ranked)
        listing_dec(l, row->to_first);
    else
        listing_empty(l);
    if (s->has_earlier && ranked && row->before)
        listing_whole(l, row->moved);
    else if (s->has_earlier)
        listing_empty(l);
    listing_text(l, row ? why_unranked(s, ranking, row) : STR_NONE);
}

static void subject_row(const struct scoring *s, struct listing *l, int subject)
{
    const struct subject *of = &s->now.values->subjects[subject];
    const struct result *r = &s->now.results[subject];
    char region[REGION_TEXT_MAX];
    size_t n = region_format(of->region, region);
    listing_text(l, arena_str(s->cli->arena, (struct str){region, n}));
    listing_text(l, s->standard->subjects[of->kind].code);
    listing_text(l, of->group >= 0 ? s->standard->groups[of->group].code : STR_NONE);
    for (int i = 0; i < s->standard->n_rankings; i++)
        if (shown(s, i))
            ranking_cells(s, l, i, subject);
    int counts[] = {r->passed,     r->failed,         r->missing,
                    r->not_tested, r->not_applicable, r->empty_denominator,
                    r->vetoes,     r->places};
    for (size_t i = 0; i < ARRAY_LEN(counts); i++)
        listing_whole(l, counts[i]);
    listing_yes(l, r->passes);
}

static int print_list(struct scoring *s)
{
    struct err err = {0};
    struct listing l;
    int n = 0;
    struct list_column *columns = columns_of(s, &n);
    int *order = order_of(s);
    if (!columns || !order) {
        err_set(&err, ERR_MEMORY, NULL);
        return cli_fail(s->cli, &err);
    }
    listing_init(&l, s->cli->arena, columns, n);
    for (; *order >= 0; order++)
        subject_row(s, &l, *order);
    return cli_list(s->cli, &l);
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void board_json(struct scoring *s, struct json *j)
{
    json_key(j, "subjects");
    json_arr(j);
    for (int i = 0; i < s->now.values->n_subjects; i++)
        result_to_json(j, &s->now, i, STR(""));
    json_end(j);
    json_key(j, "rankings");
    json_arr(j);
    for (int r = 0; r < s->standard->n_rankings; r++) {
        if (!shown(s, r))
            continue;
        json_obj(j);
        json_kstr(j, "code", s->standard->rankings[r].code);
        json_ktext2(j, "name", s->standard->rankings[r].name);
        json_key(j, "rows");
        json_arr(j);
        for (int i = 0; i < s->n_ranks[r]; i++)
            rank_row_to_json(j, &s->now, r, &s->ranks[r][i], STR(""));
        json_end(j);
        json_end(j);
    }
    json_end(j);
}

static int print_json(struct scoring *s)
{
    struct buf text;
    struct json j;
    struct err err = {0};
    buf_init(&text, (size_t)1 << 30);
    json_begin(&j, &text);
    json_obj(&j);
    explain_head_json(&j, &s->now);
    board_json(s, &j);
    json_end(&j);
    bool ok = !buf_failed(&text);
    out_add(&s->cli->out, buf_str(&text));
    out_addz(&s->cli->out, "\n");
    buf_release(&text);
    if (ok)
        return EXIT_GOOD;
    err_set(&err, ERR_MEMORY, NULL);
    return cli_fail(s->cli, &err);
}

int run_score(struct cli *cli)
{
    struct scoring *s = ARENA_NEW(cli->arena, struct scoring);
    struct err err = {0};
    if (!s) {
        err_set(&err, ERR_MEMORY, NULL);
        return cli_fail(cli, &err);
    }
    s->cli = cli;
    if (cli_flag(cli, "json"))
        cli->format = FORMAT_JSON;
    int code = input_standard(cli, cli_option(cli, "standard").p, &s->standard);
    if (code == EXIT_GOOD)
        code = input_values(cli, cli_option(cli, "values").p, s->standard, false, &s->values);
    if (code != EXIT_GOOD)
        return code;
    if (!choose_ranking(s, &err) || !make_boards(s, &err))
        code = cli_fail(cli, &err);
    else if (cli_option(cli, "explain").p)
        code = explain_region(cli, &s->now, s->only);
    else if (!make_ranks(s, &err))
        code = cli_fail(cli, &err);
    else
        code = cli->format == FORMAT_JSON ? print_json(s) : print_list(s);
    board_release(&s->now);
    board_release(&s->earlier);
    return code;
}

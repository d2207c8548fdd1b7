/* taizhang standard: look at standards in folders and workbooks, compare and convert them. */
#include "cli/cli.h"
#include "cli/input.h"
#include "domain/reason.h"
#include "work/file.h"
#include "work/standard_files.h"

static struct str in_language(const struct cli *cli, struct text2 t)
{
    return cli->lang == LANG_EN && t.en.n ? t.en : t.zh;
}

static int out_of_memory(const struct cli *cli)
{
    struct err err = {0};
    err_set(&err, ERR_MEMORY, NULL);
    return cli_fail(cli, &err);
}

/* ---- check ---------------------------------------------------------------------------------- */

static const struct list_column CHECK_COLUMNS[] = {
    {"path", "文件", "File", LIST_TEXT},
    {"ok", "合格", "In order", LIST_YES_NO},
    {"problems", "问题", "Problems", LIST_WHOLE},
    {"id", "标准", "Standard", LIST_TEXT},
    {"edition", "版本", "Edition", LIST_TEXT},
    {"clauses", "条款", "Clauses", LIST_WHOLE},
    {"indicators", "指标", "Indicators", LIST_WHOLE},
    {"items", "评分项", "Items", LIST_WHOLE},
    {"nodes", "计分节点", "Nodes", LIST_WHOLE},
};

static int check_one(struct cli *cli, const char *path, struct listing *l)
{
    struct err_list problems = {.arena = cli->arena};
    int code = EXIT_GOOD;
    struct standard *s = standard_of_path(cli->arena, path, &problems);
    if (!s && err_list_empty(&problems))
        return out_of_memory(cli);
    listing_text(l, str_of(path));
    listing_yes(l, s != NULL);
    listing_whole(l, (int64_t)problems.total);
    if (s) {
        listing_text(l, s->id);
        listing_text(l, s->edition);
        listing_whole(l, s->n_clauses);
        listing_whole(l, s->n_indicators);
        listing_whole(l, s->n_items);
        listing_whole(l, s->n_nodes);
        return code;
    }
    for (int i = 0; i < 6; i++)
        listing_empty(l);
    code = input_problems(cli, path, &problems);
    /* Bad content is what a check is for; that it could not be looked at is another matter. */
    bool looked = file_is_folder(path) || str_ends(str_of(path), STR(".xlsx"));
    return looked && file_exists(path) && code < err_exit(ERR_IO) ? EXIT_NOT_IN_ORDER : code;
}

int run_standard_check(struct cli *cli)
{
    struct listing l;
    int worst = EXIT_GOOD;
    listing_init(&l, cli->arena, CHECK_COLUMNS, (int)ARRAY_LEN(CHECK_COLUMNS));
    for (int i = 0; i < cli->n_arguments; i++) {
        int code = check_one(cli, cli->arguments[i].p, &l);
        worst = code > worst ? code : worst;
    }
    int code = cli_list(cli, &l);
    return code > worst ? code : worst;
}

/* ---- show ----------------------------------------------------------------------------------- */

static const struct list_column FACT_COLUMNS[] = {
    {"key", "项目", "Key", LIST_TEXT},
    {"value", "内容", "Value", LIST_TEXT},
};

static void fact(struct cli *cli, struct listing *l, const char *key, const char *zh,
                 const char *en, struct str value)
{
    bool table = cli->format == FORMAT_TABLE;
    listing_text(l, str_of(table ? cli_text(cli, zh, en) : key));
    listing_text(l, value);
}

static void count(struct cli *cli, struct listing *l, const char *key, const char *zh,
                  const char *en, int n)
{
    fact(cli, l, key, zh, en, arena_printf(cli->arena, "%d", n));
}

static int show_identity(struct cli *cli, const struct standard *s)
{
    struct listing l;
    listing_init(&l, cli->arena, FACT_COLUMNS, (int)ARRAY_LEN(FACT_COLUMNS));
    fact(cli, &l, "id", "标准", "Standard", s->id);
    fact(cli, &l, "edition", "版本", "Edition", s->edition);
    fact(cli, &l, "name", "名称", "Name", in_language(cli, s->name));
    fact(cli, &l, "note", "说明", "Note", in_language(cli, s->note));
    fact(cli, &l, "document", "依据文件", "Document", in_language(cli, s->basis_document.title));
    fact(cli, &l, "number", "文号", "Number", s->basis_document.number);
    fact(cli, &l, "issuer", "发文机关", "Issuer", in_language(cli, s->basis_document.issuer));
    fact(cli, &l, "date", "日期", "Date", s->basis_document.date);
    for (int i = 0; i < s->n_subjects; i++)
        fact(cli, &l, "subject", "评价对象", "Subject",
             arena_printf(cli->arena, "%.*s %.*s (%s)", STR_ARG(s->subjects[i].code),
                          STR_ARG(in_language(cli, s->subjects[i].name)),
                          region_level_word(s->subjects[i].level)));
    for (int i = 0; i < s->n_rankings; i++)
        fact(cli, &l, "ranking", "排名", "Ranking",
             arena_printf(cli->arena, "%.*s %.*s", STR_ARG(s->rankings[i].code),
                          STR_ARG(in_language(cli, s->rankings[i].name))));
    count(cli, &l, "sections", "章", "Sections", s->n_sections);
    count(cli, &l, "clauses", "条款", "Clauses", s->n_clauses);
    count(cli, &l, "requirements", "要求", "Requirements", s->n_requirements);
    count(cli, &l, "indicators", "指标", "Indicators", s->n_indicators);
    count(cli, &l, "checklists", "评分表", "Checklists", s->n_checklists);
    count(cli, &l, "items", "评分项", "Items", s->n_items);
    count(cli, &l, "nodes", "计分节点", "Nodes of the scoring tree", s->n_nodes);
    return cli_list(cli, &l);
}

static const struct list_column INDICATOR_COLUMNS[] = {
    {"code", "代码", "Code", LIST_TEXT},      {"section", "章", "Section", LIST_TEXT},
    {"name", "指标", "Indicator", LIST_TEXT}, {"rule", "要求", "Rule", LIST_TEXT},
    {"unit", "单位", "Unit", LIST_REMARK},    {"weight", "权重", "Weight", LIST_DECIMAL},
    {"veto", "否决", "Veto", LIST_YES_NO},    {"years", "年数", "Years", LIST_WHOLE},
};

/* The rules as rules.csv has them: "at_least 90; rats: at_most 3". */
static struct str rules_text(struct cli *cli, const struct standard *s, const struct indicator *ind)
{
    struct str text = STR("");
    for (int i = 0; i < ind->rules.n; i++) {
        const struct rule *r = &s->rules[ind->rules.first + i];
        struct str part = r->part >= 0 ? s->parts[r->part].code : STR_NONE;
        bool number = r->kind <= RULE_EQUAL || r->kind == RULE_NOT_ABOVE_MEAN;
        struct str target = r->reference;
        if (number)
            target = arena_printf(cli->arena, "%s", DT(r->target));
        else if (r->kind == RULE_LEVEL_AT_LEAST)
            target = arena_printf(cli->arena, "%c", (int)('A' - 1 + r->target.micro / DEC_ONE));
        text = arena_printf(cli->arena, "%.*s%s%.*s%s%s%s%.*s%s%s", STR_ARG(text), i ? "; " : "",
                            STR_ARG(part), part.n ? ": " : "", rule_word(r->kind),
                            target.n ? " " : "", STR_ARG(target), r->alternative >= 0 ? " / " : "",
                            r->alternative >= 0 ? rule_word((enum rule_kind)r->alternative) : "");
    }
    return text;
}

static int show_indicators(struct cli *cli, const struct standard *s)
{
    struct listing l;
    listing_init(&l, cli->arena, INDICATOR_COLUMNS, (int)ARRAY_LEN(INDICATOR_COLUMNS));
    for (int i = 0; i < s->n_indicators; i++) {
        const struct indicator *ind = &s->indicators[i];
        listing_text(&l, ind->code);
        listing_text(&l, ind->section >= 0 ? s->sections[ind->section].code : STR_NONE);
        listing_text(&l, in_language(cli, ind->name));
        listing_text(&l, rules_text(cli, s, ind));
        listing_text(&l, ind->unit);
        listing_dec(&l, ind->weight);
        listing_yes(&l, ind->veto);
        listing_whole(&l, ind->years);
    }
    return cli_list(cli, &l);
}

static const struct list_column ITEM_COLUMNS[] = {
    {"code", "代码", "Code", LIST_TEXT},        {"kind", "评分表", "Checklist", LIST_TEXT},
    {"name", "评分项", "Item", LIST_TEXT},      {"method", "计分方法", "Method", LIST_TEXT},
    {"points", "分值", "Points", LIST_DECIMAL}, {"key", "关键项", "Key item", LIST_YES_NO},
};

static int show_items(struct cli *cli, const struct standard *s)
{
    struct listing l;
    listing_init(&l, cli->arena, ITEM_COLUMNS, (int)ARRAY_LEN(ITEM_COLUMNS));
    for (int i = 0; i < s->n_items; i++) {
        const struct item *item = &s->items[i];
        listing_text(&l, item->code);
        listing_text(&l, item->checklist >= 0 ? s->checklists[item->checklist].kind : STR_NONE);
        listing_text(&l, in_language(cli, item->name));
        listing_text(&l, str_of(item_word(item->method)));
        listing_dec(&l, item->points);
        listing_yes(&l, item->key);
    }
    return cli_list(cli, &l);
}

static const struct list_column NODE_COLUMNS[] = {
    {"node", "节点", "Node", LIST_TEXT},        {"parent", "上级", "Parent", LIST_TEXT},
    {"name", "名称", "Name", LIST_TEXT},        {"method", "计分方法", "Method", LIST_TEXT},
    {"ref", "引用", "Takes from", LIST_TEXT},   {"points", "分值", "Points", LIST_DECIMAL},
    {"weight", "权重", "Weight", LIST_DECIMAL},
};

/* A node and what is below it; in a table the name is indented. */
static void node_rows(struct cli *cli, const struct standard *s, struct listing *l, int node,
                      int depth)
{
    const struct node *n = &s->nodes[node];
    struct str name = in_language(cli, n->name);
    listing_text(l, n->code);
    listing_text(l, n->parent >= 0 ? s->nodes[n->parent].code : STR_NONE);
    if (cli->format == FORMAT_TABLE)
        name = arena_printf(cli->arena, "%*s%.*s", depth * 2, "", STR_ARG(name));
    listing_text(l, name);
    listing_text(l, str_of(node_word(n->method)));
    listing_text(l, n->ref);
    listing_dec(l, n->points);
    listing_dec(l, n->weight);
    for (int i = 0; i < n->children.n; i++)
        node_rows(cli, s, l, n->children.at[i], depth + 1);
}

static int show_scoring(struct cli *cli, const struct standard *s)
{
    struct listing l;
    listing_init(&l, cli->arena, NODE_COLUMNS, (int)ARRAY_LEN(NODE_COLUMNS));
    for (int i = 0; i < s->n_nodes; i++)
        if (s->nodes[i].parent < 0)
            node_rows(cli, s, &l, i, 0);
    return cli_list(cli, &l);
}

static const struct list_column CLAUSE_COLUMNS[] = {
    {"code", "条款", "Clause", LIST_TEXT},
    {"section", "章", "Section", LIST_TEXT},
    {"text", "内容", "Text", LIST_TEXT},
};

static int show_clauses(struct cli *cli, const struct standard *s)
{
    struct listing l;
    listing_init(&l, cli->arena, CLAUSE_COLUMNS, (int)ARRAY_LEN(CLAUSE_COLUMNS));
    for (int i = 0; i < s->n_clauses; i++) {
        listing_text(&l, s->clauses[i].code);
        listing_text(&l, s->sections[s->clauses[i].section].name.zh.n
                             ? in_language(cli, s->sections[s->clauses[i].section].name)
                             : STR_NONE);
        listing_text(&l, in_language(cli, s->clauses[i].text));
    }
    return cli_list(cli, &l);
}

int run_standard_show(struct cli *cli)
{
    struct standard *s;
    struct str table = cli_option(cli, "table");
    int code = input_standard(cli, cli_argument(cli, 0).p, &s);
    if (code != EXIT_GOOD)
        return code;
    if (str_is(table, "indicators"))
        return show_indicators(cli, s);
    if (str_is(table, "items"))
        return show_items(cli, s);
    if (str_is(table, "scoring"))
        return show_scoring(cli, s);
    if (str_is(table, "clauses"))
        return show_clauses(cli, s);
    return show_identity(cli, s);
}

/* ---- export --------------------------------------------------------------------------------- */

static msec document_date(const struct standard *s)
{
    struct date d;
    return date_parse(s->basis_document.date, &d) ? date_to_msec(d) : 0;
}

static bool export_to(struct cli *cli, const struct standard_source *src, const struct standard *s,
                      const char *to, struct err *err)
{
    struct standard_file *files;
    size_t n;
    struct buf book;
    if (!str_ends(str_of(to), STR(".xlsx")))
        return standard_files_of_source(cli->arena, src, &files, &n, err) &&
               standard_files_write(to, files, n, err);
    buf_init(&book, 0);
    /* The same standard gives the same bytes, so the file carries the document's date. */
    bool ok = standard_book_of_source(cli->arena, src, document_date(s), &book, err) &&
              file_write(to, buf_str(&book), err);
    buf_release(&book);
    return ok;
}

int run_standard_export(struct cli *cli)
{
    struct err err = {0};
    struct err_list problems = {.arena = cli->arena};
    struct standard_source src = {0};
    struct standard *s;
    const char *path = cli_argument(cli, 0).p, *to = cli_option(cli, "to").p;
    int code = input_standard(cli, path, &s);
    if (code != EXIT_GOOD)
        return code;
    if (!standard_source_of_path(cli->arena, path, &src, &problems))
        return input_problems(cli, path, &problems);
    if (file_exists(to) && !cli_flag(cli, "force")) {
        err_set(&err, ERR_EXISTS, to, NULL);
        return cli_fail(cli, &err);
    }
    if (!export_to(cli, &src, s, to, &err))
        return cli_fail(cli, &err);
    cli_note(cli, cli_text(cli, "已写入 %s", "Written: %s"), to);
    return EXIT_GOOD;
}

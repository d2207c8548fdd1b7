/* A ranking or the lists of units as an official paper and as a workbook: from the frozen cut and,
 * once it is published, from what was frozen with the publication. */
#include "office/book.h"
#include "work/bulletin_read.h"
#include "work/standing_parts.h"

struct writer {
    struct arena *arena;
    const json_t *cut, *added; /* added NULL = not published */
    struct docx_values v;
    bool lists;
};

const char *standing_rate_name(struct str code)
{
    for (int i = 0; i < PERFORMANCE_RATES; i++)
        if (str_is(code, RATE_CODES[i]))
            return RATE_NAMES[i];
    return "";
}

static const json_t *added_of(const struct writer *w, int64_t unit)
{
    for (size_t i = 0; i < json_array_size(w->added); i++)
        if (cut_int(json_array_get(w->added, i), "unit") == unit)
            return json_array_get(w->added, i);
    return NULL;
}

static struct str rate(struct writer *w, const json_t *unit, const char *key)
{
    struct str text = cut_str(json_object_get(unit, "rates"), key);
    return text.n ? arena_printf(w->arena, "%.*s%%", STR_ARG(text)) : STR("—");
}

static void write_rank(struct writer *w, struct docx_values *group, const json_t *u)
{
    struct docx_values *v = docx_item(group, "ranks");
    struct str why = cut_str(u, "why");
    if (cut_int(u, "rank"))
        paper_say(v, "rank", "%lld%s", (long long)cut_int(u, "rank"),
                  json_is_true(json_object_get(u, "tied")) ? "（并列）" : "");
    else
        docx_text(v, "rank", str_is(why, "sample") ? STR("样本不足") : STR("无案件"));
    docx_text(v, "unit", cut_str(u, "name"));
    paper_say(v, "due", "%lld", (long long)cut_int(u, "due"));
    paper_say(v, "late_open", "%lld", (long long)cut_int(u, "late_open"));
    for (int r = 0; r < PERFORMANCE_RATES; r++)
        docx_text(v, RATE_CODES[r], rate(w, u, RATE_CODES[r]));
}

static void write_entry(struct writer *w, const json_t *group, const json_t *u)
{
    struct str list = cut_str(u, "list");
    if (!list.n)
        return;
    const json_t *said = added_of(w, cut_int(u, "unit"));
    struct docx_values *v = docx_item(&w->v, str_is(list, "red") ? "red" : "black");
    struct str reason = cut_str(u, "reason");
    docx_text(v, "unit", cut_str(u, "name"));
    docx_text(v, "group", cut_str(group, "name"));
    docx_flag(v, "long", false);
    if (cut_str(said, "off").n)
        paper_say(v, "reason", "%.*s\n%s：%.*s", STR_ARG(reason),
                  str_is(cut_str(said, "off"), "appeal") ? "申诉成立，移出名单"
                                                         : "问题已整改，移出名单",
                  STR_ARG(cut_str(said, "off_reason")));
    else
        docx_text(v, "reason", reason);
}

static void write_groups(struct writer *w)
{
    const json_t *groups = json_object_get(w->cut, "groups");
    struct str left = STR("");
    docx_list(&w->v, "groups");
    docx_list(&w->v, "red");
    docx_list(&w->v, "black");
    for (size_t i = 0; i < json_array_size(groups); i++) {
        const json_t *g = json_array_get(groups, i), *units = json_object_get(g, "units");
        struct docx_values *v = docx_item(&w->v, "groups");
        paper_say(v, "group_name", "%.*s", STR_ARG(cut_str(g, "name")));
        paper_say(v, "group_note", "共%zu个单位，参加排名%lld个。", json_array_size(units),
                  (long long)cut_int(g, "ranked"));
        docx_list(v, "ranks");
        for (size_t k = 0; k < json_array_size(units); k++) {
            write_rank(w, v, json_array_get(units, k));
            write_entry(w, g, json_array_get(units, k));
        }
        if (json_is_true(json_object_get(g, "left_out")))
            left = arena_printf(w->arena, "%.*s%s%.*s", STR_ARG(left), left.n ? "、" : "",
                                STR_ARG(cut_str(g, "name")));
    }
    docx_text(&w->v, "left_out",
              left.n ? arena_printf(w->arena, "参评单位不足、不列名单的组别：%.*s。", STR_ARG(left))
                     : STR(""));
}

static void write_replies(struct writer *w)
{
    docx_list(&w->v, "replies");
    for (size_t i = 0; i < json_array_size(w->added); i++) {
        const json_t *one = json_array_get(w->added, i), *list = json_object_get(one, "replies");
        for (size_t k = 0; k < json_array_size(list); k++) {
            const json_t *r = json_array_get(list, k);
            struct docx_values *v = docx_item(&w->v, "replies");
            bool appeal = str_is(cut_str(r, "kind"), "appeal");
            docx_text(v, "unit", cut_str(one, "name"));
            docx_text(v, "when", cut_when(w->arena, cut_str(r, "at")));
            docx_text(v, "text", cut_str(r, "text"));
            docx_flag(v, "long", false);
            if (appeal)
                paper_say(v, "answer", "%s：%.*s",
                          json_is_true(json_object_get(r, "granted")) ? "申诉成立" : "申诉不成立",
                          STR_ARG(cut_str(r, "answer")));
            else
                docx_text(v, "answer", STR("说明"));
        }
    }
}

static void note(struct writer *w, struct str text)
{
    docx_text(docx_item(&w->v, "notes"), "note", text);
}

/* How it was made, in words: formula, minimum, ties, lists. */
static void write_notes(struct writer *w)
{
    struct arena *a = w->arena;
    const char *by = standing_rate_name(cut_str(w->cut, "by"));
    docx_list(&w->v, "notes");
    note(w,
         arena_printf(a, "%s%s由高到低排列，数值相同的名次并列。",
                      json_is_true(json_object_get(w->cut, "by_kind")) ? "按单位类别分组，组内依照"
                                                                       : "按指定分组，组内依照",
                      by));
    note(w, STR("应处置＝时限在统计期内、已整改或者超期的问题；按期处置率＝按期处置÷应处置；"
                "结案率＝结案÷应处置；按期结案率＝按期结案÷应处置；返工率＝核查不通过次数÷应处置。"
                "超期未处置的计入应处置，挂账的不计入。"));
    note(w, arena_printf(a, "应处置不足%lld项的单位样本不足，不排名次；无案件的单位不计分。",
                         (long long)cut_int(w->cut, "min")));
    if (w->lists)
        note(w,
             arena_printf(
                 a,
                 "红榜为组内前%lld名且无超期未处置的单位，末位名次并列的一并列入；黑榜为组内后%lld"
                 "名的单位，并列超出名额的不列入，数值为100%%的不列入。参评单位少于%lld个的组别"
                 "不列名单。不再有超期未处置问题的单位移出黑榜；对列入名单有异议的，可以申诉，"
                 "由未参与制作名单的人员裁定。",
                 (long long)cut_int(w->cut, "top"), (long long)cut_int(w->cut, "bottom"),
                 (long long)(cut_int(w->cut, "top") + cut_int(w->cut, "bottom"))));
    note(w, arena_printf(a, "各单位可在%.*s前提出说明，说明与结果一并公布。",
                         STR_ARG(cut_when(a, cut_str(w->cut, "reply_by")))));
}

static void write_head(struct writer *w, struct str cut)
{
    struct arena *a = w->arena;
    struct str from = cut_day(a, cut_str(w->cut, "from"));
    struct str until = cut_day(a, cut_str(w->cut, "until"));
    paper_docx_head(&w->v, w->cut, cut);
    paper_say(&w->v, "title", "%.*s%s%s", STR_ARG(cut_str(w->cut, "region_name")),
              w->lists ? "问题整改红黑榜" : "责任单位问题整改排名",
              w->added ? "" : "\n（征求意见稿）");
    docx_text(&w->v, "addressees", STR("各有关单位"));
    paper_say(&w->v, "intro", "现将%.*s至%.*s到期问题的整改%s%s。", STR_ARG(from), STR_ARG(until),
              w->lists ? "红黑榜" : "排名", w->added ? "通报如下" : "征求意见如下");
    docx_flag(&w->v, "ranking", !w->lists);
    docx_flag(&w->v, "lists", w->lists);
}

bool standing_docx(struct str cut, struct str added, struct buf *out, struct err *err)
{
    json_t *root = cut_load(cut, err);
    if (!root)
        return false;
    json_t *more = added.n ? json_loadb(added.p, added.n, 0, NULL) : NULL;
    struct arena arena;
    arena_init(&arena, (size_t)64 << 20);
    struct writer w = {.arena = &arena,
                       .cut = root,
                       .added = more,
                       .v = {.arena = &arena},
                       .lists = str_is(cut_str(root, "paper"), "lists")};
    write_head(&w, cut);
    write_groups(&w);
    write_replies(&w);
    write_notes(&w);
    bool ok = docx_fill(docx_builtin_standing(), &w.v, out, err);
    arena_release(&arena);
    json_decref(more);
    json_decref(root);
    return ok;
}

/* ---- workbook -------------------------------------------------------------------------------- */

static const struct book_column UNITS[] = {{.label = "组别", .width = 18},
                                           {.label = "名次"},
                                           {.label = "单位", .width = 30},
                                           {.label = "名单"},
                                           {.label = "应处置"},
                                           {.label = "按期处置"},
                                           {.label = "超期处置"},
                                           {.label = "超期未处置"},
                                           {.label = "结案"},
                                           {.label = "按期结案"},
                                           {.label = "返工"},
                                           {.label = "挂账"},
                                           {.label = "按期处置率（%）", .places = 2},
                                           {.label = "结案率（%）", .places = 2},
                                           {.label = "按期结案率（%）", .places = 2},
                                           {.label = "返工率（%）", .places = 2},
                                           {.label = "说明", .width = 60}};

static void book_unit(struct writer *w, struct book_sheet *s, int row, const json_t *group,
                      const json_t *u)
{
    static const char *const COUNTS[] = {"due",    "on_time",        "late",     "late_open",
                                         "closed", "closed_on_time", "returned", "suspended"};
    const json_t *said = added_of(w, cut_int(u, "unit"));
    struct str list = cut_str(u, "list");
    dec value;
    book_text(s, row, 1, cut_str(group, "name"));
    if (cut_int(u, "rank"))
        book_number(s, row, 2, DEC_INT(cut_int(u, "rank")));
    else
        book_text(s, row, 2, str_is(cut_str(u, "why"), "sample") ? STR("样本不足") : STR("无案件"));
    book_text(s, row, 3, cut_str(u, "name"));
    book_text(s, row, 4,
              cut_str(said, "off").n ? STR("已移出")
              : str_is(list, "red")  ? STR("红榜")
              : list.n               ? STR("黑榜")
                                     : STR(""));
    for (int i = 0; i < (int)ARRAY_LEN(COUNTS); i++)
        book_number(s, row, 5 + i, DEC_INT(cut_int(u, COUNTS[i])));
    for (int r = 0; r < PERFORMANCE_RATES; r++)
        if (cut_dec(json_object_get(json_object_get(u, "rates"), RATE_CODES[r]), &value))
            book_number(s, row, 13 + r, value);
    book_text(s, row, 17, cut_str(u, "reason"));
}

bool standing_xlsx(struct str cut, struct str added, struct buf *out, struct err *err)
{
    json_t *root = cut_load(cut, err);
    if (!root)
        return false;
    json_t *more = added.n ? json_loadb(added.p, added.n, 0, NULL) : NULL;
    struct arena arena;
    arena_init(&arena, (size_t)64 << 20);
    struct writer w = {.arena = &arena, .cut = root, .added = more};
    struct book *book = paper_book(&arena, root, err);
    bool ok = book != NULL;
    if (ok) {
        struct book_sheet *s = book_sheet(book, STR("单位"), UNITS, ARRAY_LEN(UNITS), 0);
        const json_t *groups = json_object_get(root, "groups");
        int row = 2;
        for (size_t i = 0; i < json_array_size(groups); i++) {
            const json_t *g = json_array_get(groups, i), *units = json_object_get(g, "units");
            for (size_t k = 0; k < json_array_size(units); k++)
                book_unit(&w, s, row++, g, json_array_get(units, k));
        }
        book_rows(s, row - 1);
        paper_book_foot(&arena, s, row + 1, root);
        ok = book_finish(book, out, err);
    }
    arena_release(&arena);
    json_decref(more);
    json_decref(root);
    return ok;
}

/* The bulletin as an official paper, from the frozen cut alone. */
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>

#include "office/docx.h"
#include "work/bulletin.h"
#include "work/bulletin_read.h"

struct writer {
    struct arena *arena;
    const json_t *cut;
    struct docx_values v;
};

static void say(struct docx_values *v, struct arena *a, const char *name, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static void say(struct docx_values *v, struct arena *a, const char *name, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct str kept = arena_str(a, str_of(text));
    docx_text(v, name, kept);
}

/* Length and head of the record as it stood when the paper was made; whoever has the paper can see
 * later that nothing before was changed: taizhang audit verify --head N:HASH. Cuts of before there
 * was such a line have none. */
static void write_record(struct writer *w)
{
    const json_t *record = json_object_get(w->cut, "record");
    struct str algorithm = cut_str(record, "algorithm");
    if (!record)
        docx_text(&w->v, "record", STR(""));
    else
        say(&w->v, w->arena, "record", "%lld条，末条%s %.*s", (long long)cut_int(record, "entries"),
            str_is(algorithm, "sm3") ? "SM3" : "SHA-256", STR_ARG(cut_str(record, "head")));
}

static void write_head(struct writer *w)
{
    const json_t *c = w->cut;
    struct arena *a = w->arena;
    struct docx_values *v = &w->v;
    struct str date = cut_day(a, cut_str(c, "date"));
    period p = 0;
    (void)period_parse(cut_str(c, "period"), &p);
    docx_flag(v, "demo", json_is_true(json_object_get(c, "demo")));
    docx_text(v, "issuer", cut_str(c, "issuer"));
    say(v, a, "number", "创建通报〔%lld〕%lld号", (long long)cut_int(c, "year"),
        (long long)cut_int(c, "number"));
    say(v, a, "title", "关于%d年%d月%.*s\n检查排名情况的通报", period_year(p), period_month(p),
        STR_ARG(cut_str(c, "region_name")));
    docx_text(v, "addressees", STR("各县（市）人民政府，市级有关部门"));
    size_t rows = 0;
    const json_t *groups = json_object_get(c, "groups");
    for (size_t i = 0; i < json_array_size(groups); i++)
        rows += json_array_size(json_object_get(json_array_get(groups, i), "rows"));
    const json_t *standard = json_object_get(c, "standard");
    say(v, a, "intro",
        "依据《%.*s》（%.*s版），%.*s已完成，共对%"
        "zu个县（市）进行测评。现将排名及主要情况通报如下。",
        STR_ARG(cut_name(standard, "name")), STR_ARG(cut_str(standard, "edition")),
        STR_ARG(cut_str(c, "round")), rows);
    docx_text(v, "signer", cut_str(c, "issuer"));
    docx_text(v, "date", date);
    docx_text(v, "copy_to", STR("市委办公室，市人大常委会办公室，市政协办公室"));
    say(v, a, "printed_by", "%.*s", STR_ARG(cut_str(c, "issuer")));
    docx_text(v, "print_date", date);
    docx_text(v, "data_cut", cut_when(a, cut_str(c, "cut_at")));
}

static struct str movement(struct arena *a, const json_t *row)
{
    int64_t moved = cut_int(row, "moved");
    if (cut_int(row, "before") == 0 || cut_int(row, "rank") == 0)
        return STR("新");
    if (moved == 0)
        return STR("—");
    return arena_printf(a, "%s%lld", moved > 0 ? "↑" : "↓",
                        (long long)(moved > 0 ? moved : -moved));
}

static void write_rank(struct writer *w, struct docx_values *group, const json_t *row)
{
    struct arena *a = w->arena;
    struct docx_values *v = docx_item(group, "ranks");
    const json_t *parts = json_object_get(row, "parts");
    bool ranked = cut_int(row, "rank") > 0;
    struct str why = str_is(cut_str(row, "unranked"), "sample") ? STR("样本不足") : STR("未测评");
    if (ranked)
        say(v, a, "rank", "%lld%s", (long long)cut_int(row, "rank"),
            json_is_true(json_object_get(row, "tied")) ? "（并列）" : "");
    else
        docx_text(v, "rank", STR("—"));
    docx_text(v, "county", cut_str(row, "name"));
    docx_text(v, "combined", ranked ? cut_fixed(a, row, "points", 2) : why);
    docx_text(v, "seat", cut_element(a, parts, 0, 1));
    docx_text(v, "towns", cut_element(a, parts, 1, 2));
    docx_text(v, "gap_first", ranked ? cut_fixed(a, row, "to_first", 2) : STR("—"));
    docx_text(v, "gap_previous", ranked ? cut_fixed(a, row, "to_next", 2) : STR("—"));
    docx_text(v, "movement", movement(a, row));
    say(v, a, "sample", "%lld", (long long)cut_int(row, "places"));
}

static void write_groups(struct writer *w)
{
    const json_t *groups = json_object_get(w->cut, "groups");
    const json_t *ranking = json_object_get(w->cut, "ranking");
    docx_list(&w->v, "groups");
    docx_list(&w->v, "findings");
    for (size_t i = 0; i < json_array_size(groups); i++) {
        const json_t *group = json_array_get(groups, i);
        const json_t *rows = json_object_get(group, "rows");
        struct docx_values *v = docx_item(&w->v, "groups");
        say(v, w->arena, "group_name", "%.*s", STR_ARG(cut_name(group, "name")));
        say(v, w->arena, "group_note", "满分%.*s分，共%zu个，按得分由高到低排列。",
            STR_ARG(cut_str(ranking, "full")), json_array_size(rows));
        docx_list(v, "ranks");
        for (size_t k = 0; k < json_array_size(rows); k++) {
            const json_t *row = json_array_get(rows, k);
            write_rank(w, v, row);
            struct docx_values *f = docx_item(&w->v, "findings");
            docx_text(f, "county", cut_str(row, "name"));
            say(f, w->arena, "open", "%lld", (long long)cut_int(row, "open_findings"));
        }
    }
    docx_text(&w->v, "findings_intro", STR("截至数据截止时间，各县（市）未销号问题如下："));
}

static void write_weakest(struct writer *w)
{
    struct arena *a = w->arena;
    const json_t *weakest = json_object_get(w->cut, "weakest");
    docx_list(&w->v, "weakest");
    say(&w->v, a, "weakest_intro",
        "未达标县（市）最多的%zu项指标如下，列出其中差距最大的县（市）：",
        json_array_size(weakest));
    for (size_t i = 0; i < json_array_size(weakest); i++) {
        const json_t *row = json_array_get(weakest, i);
        struct docx_values *v = docx_item(&w->v, "weakest");
        struct str unit = cut_str(row, "unit");
        docx_text(v, "county", cut_str(row, "worst"));
        say(v, a, "indicator", "%.*s（%lld个县市未达标%s）", STR_ARG(cut_name(row, "name")),
            (long long)cut_int(row, "failed"),
            json_is_true(json_object_get(row, "to_check")) ? "，目标值待核对" : "");
        say(v, a, "value", "%.*s%.*s", STR_ARG(cut_short(a, row, "value")), STR_ARG(unit));
        say(v, a, "target", "%.*s%.*s", STR_ARG(cut_short(a, row, "target")), STR_ARG(unit));
        docx_text(v, "gap", cut_short(a, row, "gap"));
    }
}

static void write_samples(struct writer *w)
{
    const json_t *samples = json_object_get(w->cut, "samples");
    const json_t *left = json_object_get(w->cut, "not_tested");
    docx_list(&w->v, "samples");
    docx_list(&w->v, "not_tested");
    for (size_t i = 0; i < json_array_size(samples); i++) {
        const json_t *row = json_array_get(samples, i);
        struct docx_values *v = docx_item(&w->v, "samples");
        docx_text(v, "kind", cut_name(row, "name"));
        say(v, w->arena, "count", "%lld", (long long)cut_int(row, "places"));
    }
    for (size_t i = 0; i < json_array_size(left); i++) {
        const json_t *row = json_array_get(left, i);
        say(docx_item(&w->v, "not_tested"), w->arena, "item", "%.*s：%.*s",
            STR_ARG(cut_str(row, "name")), STR_ARG(cut_name(row, "what")));
    }
}

/* How the score was made, in the words of the standard. */
static void write_notes(struct writer *w)
{
    const json_t *ranking = json_object_get(w->cut, "ranking");
    const json_t *parts = json_object_get(ranking, "parts");
    char formula[512];
    size_t n = 0;
    for (size_t i = 0; i < json_array_size(parts) && n + 80 < sizeof formula; i++) {
        const json_t *part = json_array_get(parts, i);
        n += (size_t)snprintf(formula + n, sizeof formula - n, "%s%.*s×%.*s%%", i ? "＋" : "",
                              STR_ARG(cut_name(part, "name")), STR_ARG(cut_str(part, "weight")));
    }
    docx_list(&w->v, "notes");
    if (n)
        say(docx_item(&w->v, "notes"), w->arena, "note", "%.*s＝%s，四舍五入保留%lld位小数。",
            STR_ARG(cut_name(ranking, "name")), formula, (long long)cut_int(ranking, "places"));
    docx_text(docx_item(&w->v, "notes"), "note",
              STR("未测评、不适用的项目不计零分，按标准规定剔除后其余部分折算。"));
    docx_text(docx_item(&w->v, "notes"), "note",
              STR("各县（市）对排名有异议的，可在收到通报之日起向本办提出申诉。"));
}

bool bulletin_docx(struct str cut, const struct str *template_docx, struct buf *out,
                   struct err *err)
{
    json_t *root = cut_load(cut, err);
    if (!root)
        return false;
    struct arena arena;
    arena_init(&arena, 0);
    struct writer w = {.arena = &arena, .cut = root, .v = {.arena = &arena}};
    char digest[SHA256_HEX];
    sha256_hex(cut, digest);
    write_head(&w);
    write_record(&w);
    docx_text(&w.v, "digest", str_of(digest));
    write_groups(&w);
    write_weakest(&w);
    write_samples(&w);
    write_notes(&w);
    bool ok = docx_fill(template_docx ? *template_docx : docx_builtin_bulletin(), &w.v, out, err);
    arena_release(&arena);
    json_decref(root);
    return ok;
}

struct str bulletin_template(void)
{
    return docx_builtin_bulletin();
}

/* A notice as an official paper, from the frozen cut alone. */
#include "work/bulletin_read.h"
#include "work/paper_parts.h"
#include "work/proof.h"

struct writer {
    struct app *app;
    struct arena *arena;
    const json_t *cut, *findings;
    struct docx_values v;
    enum paper_kind kind;
};

/* 交叉检查、暗访: each source once, in the order of the list. */
static struct str sources(struct writer *w)
{
    struct str text = STR("");
    for (size_t i = 0; i < json_array_size(w->findings); i++) {
        struct str code = cut_str(json_array_get(w->findings, i), "source");
        bool seen = false;
        for (size_t k = 0; k < i && !seen; k++)
            seen = str_eq(cut_str(json_array_get(w->findings, k), "source"), code);
        if (!seen)
            text = arena_printf(w->arena, "%.*s%s%.*s", STR_ARG(text), text.n ? "、" : "",
                                STR_ARG(paper_source(code)));
    }
    return text;
}

static size_t late(const struct writer *w)
{
    size_t n = 0;
    for (size_t i = 0; i < json_array_size(w->findings); i++)
        n += json_is_true(json_object_get(json_array_get(w->findings, i), "late"));
    return n;
}

static size_t led(const struct writer *w)
{
    size_t n = 0;
    for (size_t i = 0; i < json_array_size(w->findings); i++)
        n += cut_int(json_array_get(w->findings, i), "lead_unit") == cut_int(w->cut, "unit_id");
    return n;
}

static void write_intro(struct writer *w)
{
    size_t n = json_array_size(w->findings), lead = led(w), over = late(w);
    struct str from = sources(w), until = cut_when(w->arena, cut_str(w->cut, "cut_at"));
    struct str part = STR(""), beyond = STR("");
    if (over)
        beyond = arena_printf(w->arena, "，其中%zu项已超过整改时限", over);
    if (lead < n)
        part = arena_printf(w->arena, "（牵头%zu项，配合%zu项）", lead, n - lead);
    switch (w->kind) {
    case PAPER_SUPERVISE:
        paper_say(&w->v, "intro",
                  "下列%zu项问题%.*s已交办你单位，截至%.*s尚未完成整改%.*s。现予督办，请抓紧整改。",
                  n, STR_ARG(part), STR_ARG(until), STR_ARG(beyond));
        break;
    case PAPER_ASSIGN:
        paper_say(&w->v, "intro", "现将%.*s发现的%zu项问题%.*s交你单位办理，请按时限完成整改。",
                  STR_ARG(from), n, STR_ARG(part));
        break;
    default:
        paper_say(&w->v, "intro",
                  "经%.*s，发现你单位负责的问题%zu项%.*s。请对照《%.*s》（%.*s版），按下列时限"
                  "完成整改。",
                  STR_ARG(from), n, STR_ARG(part), STR_ARG(cut_str(w->cut, "standard")),
                  STR_ARG(cut_str(w->cut, "edition")));
        break;
    }
}

static void write_problems(struct writer *w)
{
    docx_list(&w->v, "problems");
    for (size_t i = 0; i < json_array_size(w->findings); i++) {
        const json_t *f = json_array_get(w->findings, i);
        struct docx_values *v = docx_item(&w->v, "problems");
        struct str item = cut_str(f, "item"), place = cut_str(f, "place");
        paper_say(v, "n", "%zu", i + 1);
        if (place.n)
            paper_say(v, "place", "%.*s\n%.*s", STR_ARG(place), STR_ARG(cut_str(f, "region_name")));
        else
            docx_text(v, "place", cut_str(f, "region_name"));
        docx_text(v, "what", paper_what(w->arena, f));
        paper_long(v, f);
        if (item.n)
            paper_say(v, "clause", "%.*s %.*s", STR_ARG(item), STR_ARG(cut_str(f, "item_name")));
        else
            docx_text(v, "clause", STR("—"));
        docx_text(v, "units", paper_units(w->arena, f));
        docx_text(v, "due", paper_due(w->arena, f));
    }
}

static void demand(struct writer *w, size_t *n, struct str text)
{
    paper_say(docx_item(&w->v, "demands"), "demand", "%zu. %.*s", ++*n, STR_ARG(text));
}

static void write_demands(struct writer *w)
{
    struct str own = cut_str(w->cut, "requirement");
    size_t n = 0;
    docx_list(&w->v, "demands");
    if (own.n)
        demand(w, &n, own);
    demand(
        w, &n,
        STR("逐项核实，在时限前整改到位并填报整改情况。责任单位有误的，退回并说明理由；确需延期的，"
            "在时限届满前申请；对问题有异议的，可以申诉。"));
    demand(w, &n, STR("整改完成后，由未参与发现、交办和整改的人员核查，通过后销号。"));
    demand(w, &n,
           arena_printf(w->arena, "请于%.*s前确认签收。",
                        STR_ARG(cut_when(w->arena, cut_str(w->cut, "receive_by")))));
}

/* ---- photos: two in a row, each under the number of its finding ------------------------------ */

/* In the unit of the table's columns, less the margins. */
static const struct docx_picture ROOM = {.width = 74, .height = 56};

static struct str caption(struct writer *w, size_t n, const json_t *finding, const json_t *photo)
{
    struct str place = cut_str(finding, "place"), taken = cut_str(photo, "taken_at");
    struct str when = cut_when(w->arena, taken.n ? taken : cut_str(photo, "at"));
    return arena_printf(w->arena, "第%zu项　%.*s\n%.*s%s", n,
                        STR_ARG(place.n ? place : cut_str(finding, "region_name")), STR_ARG(when),
                        taken.n ? "拍摄" : "上传");
}

static bool add_photo(struct writer *w, size_t n, const json_t *finding, const json_t *photo,
                      struct docx_values **row, size_t *shown, struct err *err)
{
    bool left = *shown % 2 == 0;
    struct docx_picture how = ROOM;
    struct buf jpeg;
    buf_init(&jpeg, 0);
    bool ok = proof_small(w->app, cut_str(photo, "small"), &jpeg, err);
    struct str kept = arena_str(w->arena, buf_str(&jpeg));
    buf_release(&jpeg);
    if (!ok)
        return false;
    how.words = caption(w, n, finding, photo);
    if (!kept.p || !how.words.p)
        return err_set(err, ERR_MEMORY, NULL);
    if (left) {
        *row = docx_item(&w->v, "photo_rows");
        docx_picture(*row, "right", STR_NONE, &how);
        docx_text(*row, "right_words", STR_NONE);
    }
    docx_picture(*row, left ? "left" : "right", kept, &how);
    docx_text(*row, left ? "left_words" : "right_words", how.words);
    (*shown)++;
    return true;
}

static bool write_photos(struct writer *w, struct err *err)
{
    struct docx_values *row = NULL;
    size_t shown = 0;
    int64_t more = 0;
    docx_list(&w->v, "photo_rows");
    for (size_t i = 0; i < json_array_size(w->findings); i++) {
        const json_t *f = json_array_get(w->findings, i), *photos = json_object_get(f, "photos");
        for (size_t k = 0; k < json_array_size(photos); k++)
            if (!add_photo(w, i + 1, f, json_array_get(photos, k), &row, &shown, err))
                return false;
        more += cut_int(f, "photos_in_all") - (int64_t)json_array_size(photos);
    }
    paper_say(&w->v, "photos", "%zu", shown);
    if (more)
        paper_say(&w->v, "more_photos", "另有现场照片%lld张，见系统。", (long long)more);
    else
        docx_text(&w->v, "more_photos", STR_NONE);
    return true;
}

bool notice_docx(struct app *app, struct str cut, struct buf *out, struct err *err)
{
    json_t *root = cut_load(cut, err);
    if (!root)
        return false;
    struct arena arena;
    arena_init(&arena, 0);
    struct writer w = {.app = app,
                       .arena = &arena,
                       .cut = root,
                       .findings = json_object_get(root, "findings"),
                       .v = {.arena = &arena},
                       .kind = PAPER_RECTIFY};
    (void)paper_kind_parse(cut_str(root, "paper"), &w.kind);
    paper_docx_head(&w.v, root, cut);
    docx_text(&w.v, "title", str_of(PAPERS[w.kind].zh));
    docx_text(&w.v, "addressees", cut_str(root, "unit"));
    write_intro(&w);
    write_problems(&w);
    write_demands(&w);
    bool ok = write_photos(&w, err) && docx_fill(docx_builtin_notice(), &w.v, out, err);
    arena_release(&arena);
    json_decref(root);
    return ok;
}

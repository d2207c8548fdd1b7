/* The weekly bulletin as an official paper and as a workbook, from the frozen cut alone. */
#include "office/book.h"
#include "work/bulletin_read.h"
#include "work/demo.h"
#include "work/paper_parts.h"

struct writer {
    struct arena *arena;
    const json_t *cut;
    struct docx_values v;
};

static size_t count(const struct writer *w, const char *section)
{
    return json_array_size(json_object_get(w->cut, section));
}

static struct str place_of(struct arena *a, const json_t *f)
{
    struct str place = cut_str(f, "place"), region = cut_str(f, "region_name");
    return place.n ? arena_printf(a, "%.*s\n%.*s", STR_ARG(place), STR_ARG(region)) : region;
}

static void write_case(struct writer *w, struct docx_values *v, size_t i, const json_t *f)
{
    struct arena *a = w->arena;
    paper_say(v, "n", "%zu", i + 1);
    docx_text(v, "place", place_of(a, f));
    docx_text(v, "what", paper_what(a, f));
    paper_long(v, f);
    docx_text(v, "text", cut_str(f, "text"));
    docx_text(v, "units", paper_units(a, f));
    docx_text(v, "due", paper_due(a, f));
    docx_text(v, "state", paper_state(cut_str(f, "state")));
    docx_text(v, "closed", cut_day(a, cut_str(f, "closed_at")));
    docx_text(v, "check",
              json_is_true(json_object_get(f, "on_site")) ? STR("现场核查") : STR("书面核查"));
}

static void write_section(struct writer *w, const char *section)
{
    const json_t *list = json_object_get(w->cut, section), *f;
    size_t i;
    docx_list(&w->v, section);
    json_array_foreach(list, i, f) write_case(w, docx_item(&w->v, section), i, f);
}

static void write_late_units(struct writer *w)
{
    const json_t *list = json_object_get(w->cut, "late_units"), *u;
    size_t i;
    docx_list(&w->v, "late_units");
    json_array_foreach(list, i, u)
    {
        struct docx_values *v = docx_item(&w->v, "late_units");
        docx_text(v, "unit", cut_str(u, "name"));
        paper_say(v, "count", "%lld", (long long)cut_int(u, "n"));
        paper_say(v, "days", "%lld", (long long)cut_int(u, "days"));
    }
}

static void write_intro(struct writer *w)
{
    struct str from = cut_day(w->arena, cut_str(w->cut, "from"));
    struct str until = cut_day(w->arena, cut_str(w->cut, "until"));
    paper_say(&w->v, "title", "%.*s%s", STR_ARG(cut_str(w->cut, "region_name")),
              "问题整改情况通报");
    docx_text(&w->v, "addressees", STR("各有关单位"));
    paper_say(&w->v, "intro", "现将%.*s至%.*s检查发现的问题和整改情况通报如下。", STR_ARG(from),
              STR_ARG(until));
    paper_say(&w->v, "summary",
              "本期发现问题%zu项，销号%zu项，反复出现%zu项；截至%.*s，超期未整改%zu项，"
              "涉及%zu个单位。发现工作成效%zu项。",
              count(w, "found"), count(w, "closed"), count(w, "repeated"),
              STR_ARG(cut_when(w->arena, cut_str(w->cut, "cut_at"))), count(w, "late"),
              count(w, "late_units"), count(w, "good"));
}

bool weekly_docx(struct str cut, struct buf *out, struct err *err)
{
    json_t *root = cut_load(cut, err);
    if (!root)
        return false;
    struct arena arena;
    arena_init(&arena, (size_t)64 << 20);
    struct writer w = {.arena = &arena, .cut = root, .v = {.arena = &arena}};
    paper_docx_head(&w.v, root, cut);
    write_intro(&w);
    write_late_units(&w);
    for (int s = 0; s < WEEKLY_SECTION_COUNT; s++)
        write_section(&w, WEEKLY_SECTIONS[s]);
    bool ok = docx_fill(docx_builtin_weekly(), &w.v, out, err);
    arena_release(&arena);
    json_decref(root);
    return ok;
}

/* ---- workbook -------------------------------------------------------------------------------- */

static const struct book_column CASES[] = {{.label = "序号"},
                                           {.label = "点位", .width = 24},
                                           {.label = "所在地区", .width = 16},
                                           {.label = "存在问题", .width = 60},
                                           {.label = "标准条款", .width = 30},
                                           {.label = "牵头单位", .width = 24},
                                           {.label = "配合单位", .width = 24},
                                           {.label = "整改时限", .width = 18},
                                           {.label = "是否超期"},
                                           {.label = "状态"},
                                           {.label = "销号日期", .width = 14}};
static const struct book_column UNITS[] = {
    {.label = "单位", .width = 30}, {.label = "超期未整改"}, {.label = "最长超期天数"}};

static void book_cases(struct writer *w, struct book *book, const char *section, const char *name)
{
    struct book_sheet *s = book_sheet(book, str_of(name), CASES, ARRAY_LEN(CASES), 0);
    const json_t *list = json_object_get(w->cut, section), *f, *one;
    size_t i, k;
    json_array_foreach(list, i, f)
    {
        int row = (int)i + 2;
        struct str co = STR(""), item = cut_str(f, "item");
        json_array_foreach(json_object_get(f, "co"), k, one) co =
            arena_printf(w->arena, "%.*s%s%s", STR_ARG(co), k ? "、" : "", json_string_value(one));
        book_number(s, row, 1, DEC_INT((int64_t)i + 1));
        book_text(s, row, 2, cut_str(f, "place"));
        book_text(s, row, 3, cut_str(f, "region_name"));
        book_text(s, row, 4, paper_what(w->arena, f));
        book_text(
            s, row, 5,
            arena_printf(w->arena, "%.*s %.*s", STR_ARG(item), STR_ARG(cut_str(f, "item_name"))));
        book_text(s, row, 6, cut_str(f, "lead"));
        book_text(s, row, 7, co);
        book_text(s, row, 8, cut_when(w->arena, cut_str(f, "due_at")));
        book_text(s, row, 9, json_is_true(json_object_get(f, "late")) ? STR("是") : STR("否"));
        book_text(s, row, 10, paper_state(cut_str(f, "state")));
        book_text(s, row, 11, cut_day(w->arena, cut_str(f, "closed_at")));
    }
    book_rows(s, (int)json_array_size(list) + 1);
    paper_book_foot(w->arena, s, (int)json_array_size(list) + 3, w->cut);
}

static void book_units(struct writer *w, struct book *book)
{
    struct book_sheet *s = book_sheet(book, STR("超期单位"), UNITS, ARRAY_LEN(UNITS), 0);
    const json_t *list = json_object_get(w->cut, "late_units"), *u;
    size_t i;
    json_array_foreach(list, i, u)
    {
        book_text(s, (int)i + 2, 1, cut_str(u, "name"));
        book_number(s, (int)i + 2, 2, DEC_INT(cut_int(u, "n")));
        book_number(s, (int)i + 2, 3, DEC_INT(cut_int(u, "days")));
    }
    book_rows(s, (int)json_array_size(list) + 1);
    paper_book_foot(w->arena, s, (int)json_array_size(list) + 3, w->cut);
}

bool weekly_xlsx(struct str cut, struct buf *out, struct err *err)
{
    static const char *const NAMES[WEEKLY_SECTION_COUNT] = {"发现问题", "超期未整改", "已销号",
                                                            "反复出现", "工作成效"};
    json_t *root = cut_load(cut, err);
    if (!root)
        return false;
    struct arena arena;
    arena_init(&arena, (size_t)64 << 20);
    struct writer w = {.arena = &arena, .cut = root};
    struct book *book = paper_book(&arena, root, err);
    bool ok = book != NULL;
    if (ok) {
        book_units(&w, book);
        for (int s = 0; s < WEEKLY_SECTION_COUNT; s++)
            book_cases(&w, book, WEEKLY_SECTIONS[s], NAMES[s]);
        ok = book_finish(book, out, err);
    }
    arena_release(&arena);
    json_decref(root);
    return ok;
}

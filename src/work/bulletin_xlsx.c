/* The bulletin as a workbook: the same cut, one sheet per table. */
#include "office/book.h"
#include "work/bulletin.h"
#include "work/bulletin_read.h"
#include "work/demo.h"

struct sheets {
    struct arena *arena;
    const json_t *cut;
    struct book *book;
    bool demo;
};

static void number(struct book_sheet *s, int row, int column, const json_t *v)
{
    dec d;
    if (cut_dec(v, &d))
        book_number(s, row, column, d);
    else if (json_is_integer(v))
        book_number(s, row, column, DEC_INT(json_integer_value(v)));
    else
        book_text(s, row, column, STR("—"));
}

/* The last row of every sheet says what it is made from. */
static void footer(struct sheets *w, struct book_sheet *s, int row)
{
    struct str text = arena_printf(
        w->arena, "%s%s数据截止 %.*s，标准 %.*s %.*s", w->demo ? DEMO_NOTICE[LANG_ZH] : "",
        w->demo ? "。" : "", STR_ARG(cut_str(w->cut, "cut_at")),
        STR_ARG(cut_str(json_object_get(w->cut, "standard"), "id")),
        STR_ARG(cut_str(json_object_get(w->cut, "standard"), "edition")));
    const json_t *record = json_object_get(w->cut, "record");
    if (record)
        book_cell(s, row + 2, 1,
                  arena_printf(w->arena, "操作记录 %lld 条，末条 %.*s",
                               (long long)cut_int(record, "entries"),
                               STR_ARG(cut_str(record, "head"))),
                  CELL_TEXT, BOOK_MUTED);
    book_cell(s, row + 1, 1, text, CELL_TEXT, w->demo ? BOOK_NOTICE : BOOK_MUTED);
}

static void write_ranking(struct sheets *w)
{
    static const struct book_column COLUMNS[] = {{.label = "组别", .width = 16},
                                                 {.label = "排名"},
                                                 {.label = "县（市）", .width = 16},
                                                 {.label = "综合得分", .places = 2},
                                                 {.label = "县城得分", .places = 2},
                                                 {.label = "乡镇平均", .places = 2},
                                                 {.label = "距第一名", .places = 2},
                                                 {.label = "距前一名", .places = 2},
                                                 {.label = "上轮排名"},
                                                 {.label = "升降"},
                                                 {.label = "抽查点位"},
                                                 {.label = "达标指标"},
                                                 {.label = "未达标指标"},
                                                 {.label = "缺报指标"},
                                                 {.label = "未销号问题"}};
    static const char *const KEYS[] = {"to_first", "to_next", "before",  "moved",        "places",
                                       "passed",   "failed",  "missing", "open_findings"};
    struct book_sheet *s = book_sheet(w->book, STR("排名"), COLUMNS, ARRAY_LEN(COLUMNS), 0);
    const json_t *groups = json_object_get(w->cut, "groups");
    int at = 2;
    for (size_t i = 0; i < json_array_size(groups); i++) {
        const json_t *group = json_array_get(groups, i), *rows = json_object_get(group, "rows");
        for (size_t k = 0; k < json_array_size(rows); k++, at++) {
            const json_t *row = json_array_get(rows, k), *parts = json_object_get(row, "parts");
            book_text(s, at, 1, cut_name(group, "name"));
            if (cut_int(row, "rank"))
                number(s, at, 2, json_object_get(row, "rank"));
            else
                book_text(s, at, 2,
                          str_is(cut_str(row, "unranked"), "sample") ? STR("样本不足")
                                                                     : STR("未测评"));
            book_text(s, at, 3, cut_str(row, "name"));
            number(s, at, 4, json_object_get(row, "points"));
            number(s, at, 5, json_array_get(parts, 0));
            number(s, at, 6, json_array_get(parts, 1));
            for (size_t c = 0; c < ARRAY_LEN(KEYS); c++)
                number(s, at, 7 + (int)c, json_object_get(row, KEYS[c]));
        }
    }
    book_rows(s, at - 1);
    footer(w, s, at);
}

static void write_weakest(struct sheets *w)
{
    static const struct book_column COLUMNS[] = {{.label = "代码"},
                                                 {.label = "指标", .width = 44},
                                                 {.label = "单位"},
                                                 {.label = "未达标个数"},
                                                 {.label = "参评个数"},
                                                 {.label = "缺报个数"},
                                                 {.label = "差距最大", .width = 16},
                                                 {.label = "数值", .places = 2},
                                                 {.label = "目标", .places = 2},
                                                 {.label = "差距", .places = 2}};
    struct book_sheet *s = book_sheet(w->book, STR("薄弱指标"), COLUMNS, ARRAY_LEN(COLUMNS), 0);
    const json_t *rows = json_object_get(w->cut, "weakest");
    int at = 2;
    for (size_t i = 0; i < json_array_size(rows); i++, at++) {
        const json_t *row = json_array_get(rows, i);
        book_text(s, at, 1, cut_str(row, "code"));
        book_text(s, at, 2, cut_name(row, "name"));
        book_text(s, at, 3, cut_str(row, "unit"));
        number(s, at, 4, json_object_get(row, "failed"));
        number(s, at, 5, json_object_get(row, "judged"));
        number(s, at, 6, json_object_get(row, "missing"));
        book_text(s, at, 7, cut_str(row, "worst"));
        number(s, at, 8, json_object_get(row, "value"));
        number(s, at, 9, json_object_get(row, "target"));
        number(s, at, 10, json_object_get(row, "gap"));
    }
    book_rows(s, at - 1);
    footer(w, s, at);
}

static void write_samples(struct sheets *w)
{
    static const struct book_column KINDS[] = {
        {.label = "点位类别", .width = 24}, {.label = "抽查点位"}, {.label = "涉及地区"}};
    static const struct book_column LEFT[] = {{.label = "地区", .width = 16},
                                              {.label = "未测评内容", .width = 50}};
    struct book_sheet *s = book_sheet(w->book, STR("抽查样本"), KINDS, ARRAY_LEN(KINDS), 0);
    const json_t *rows = json_object_get(w->cut, "samples");
    int at = 2;
    for (size_t i = 0; i < json_array_size(rows); i++, at++) {
        const json_t *row = json_array_get(rows, i);
        book_text(s, at, 1, cut_name(row, "name"));
        number(s, at, 2, json_object_get(row, "places"));
        number(s, at, 3, json_object_get(row, "regions"));
    }
    book_rows(s, at - 1);
    footer(w, s, at);
    s = book_sheet(w->book, STR("未测评"), LEFT, ARRAY_LEN(LEFT), 0);
    rows = json_object_get(w->cut, "not_tested");
    at = 2;
    for (size_t i = 0; i < json_array_size(rows); i++, at++) {
        book_text(s, at, 1, cut_str(json_array_get(rows, i), "name"));
        book_text(s, at, 2, cut_name(json_array_get(rows, i), "what"));
    }
    book_rows(s, at - 1);
    footer(w, s, at);
}

bool bulletin_xlsx(struct str cut, struct buf *out, struct err *err)
{
    json_t *root = cut_load(cut, err);
    if (!root)
        return false;
    struct arena arena;
    struct date date = {2000, 1, 1};
    arena_init(&arena, 0);
    (void)date_parse(cut_str(root, "date"), &date);
    struct sheets w = {
        .arena = &arena, .cut = root, .demo = json_is_true(json_object_get(root, "demo"))};
    w.book = book_create(&arena, cut_str(root, "campaign"), date_to_msec(date), err);
    bool ok = w.book != NULL;
    if (ok) {
        if (w.demo)
            book_notice(w.book, DEMO_NOTICE[LANG_ZH]);
        write_ranking(&w);
        write_weakest(&w);
        write_samples(&w);
        ok = book_finish(w.book, out, err);
    }
    arena_release(&arena);
    json_decref(root);
    return ok;
}

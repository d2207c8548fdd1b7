/* The parts that the files of all papers share, from the cut alone. */
#include "work/paper_parts.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/hash.h"
#include "domain/lifecycle.h"
#include "work/bulletin_read.h"
#include "work/demo.h"

void paper_say(struct docx_values *v, const char *name, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    char *text = n < 0 ? NULL : arena_alloc(v->arena, (size_t)n + 1);
    if (text)
        vsnprintf(text, (size_t)n + 1, format, again);
    else
        (v->root ? v->root : v)->failed = true;
    va_end(again);
    va_end(args);
    docx_text(v, name, text ? (struct str){text, (size_t)n} : STR(""));
}

void paper_docx_head(struct docx_values *v, const json_t *cut, struct str bytes)
{
    const json_t *record = json_object_get(cut, "record");
    char digest[SHA256_HEX];
    struct str date = cut_day(v->arena, cut_str(cut, "date"));
    sha256_hex(bytes, digest);
    docx_flag(v, "demo", json_is_true(json_object_get(cut, "demo")));
    docx_text(v, "issuer", cut_str(cut, "issuer"));
    docx_text(v, "number",
              paper_number_text(v->arena, cut_str(cut, "paper"), cut_int(cut, "year"),
                                cut_int(cut, "number")));
    docx_text(v, "signer", cut_str(cut, "issuer"));
    docx_text(v, "date", date);
    docx_text(v, "printed_by", cut_str(cut, "issuer"));
    docx_text(v, "print_date", date);
    docx_text(v, "data_cut", cut_when(v->arena, cut_str(cut, "cut_at")));
    docx_text(v, "digest", arena_str(v->arena, str_of(digest)));
    paper_say(v, "record", "%lld条，末条%s %.*s", (long long)cut_int(record, "entries"),
              str_is(cut_str(record, "algorithm"), "sm3") ? "SM3" : "SHA-256",
              STR_ARG(cut_str(record, "head")));
}

static struct str word(const struct life_word *words, int n, struct str code)
{
    int at = life_word_find(words, n, code);
    return at < 0 ? code : str_of(words[at].zh);
}

struct str paper_source(struct str code)
{
    return word(FINDING_SOURCES, SOURCE_COUNT, code);
}

struct str paper_state(struct str code)
{
    enum finding_state state;
    return finding_state_parse(code, &state) ? str_of(FINDING_STATES[state].zh) : code;
}

struct str paper_what(struct arena *a, const json_t *finding)
{
    const json_t *defects = json_object_get(finding, "defects"), *one;
    struct str text = cut_str(finding, "text"), more = cut_str(finding, "requirement");
    size_t i;
    json_array_foreach(defects, i, one) text =
        arena_printf(a, "%.*s\n（%zu）%s", STR_ARG(text), i + 1, json_string_value(one));
    if (more.n)
        text = arena_printf(a, "%.*s\n整改要求：%.*s", STR_ARG(text), STR_ARG(more));
    if (json_is_true(json_object_get(finding, "repeated")))
        text = arena_printf(a, "%.*s\n（反复出现的问题）", STR_ARG(text));
    return text;
}

void paper_long(struct docx_values *v, const json_t *finding)
{
    enum { BYTES = 700 }; /* about a third of a page in the narrowest column */
    docx_flag(v, "long", paper_what(v->arena, finding).n > BYTES);
}

struct str paper_due(struct arena *a, const json_t *finding)
{
    struct str due = cut_str(finding, "due_at");
    struct str text = due.n ? cut_when(a, due) : STR("未设时限");
    struct str form = cut_str(finding, "form");
    int64_t level = cut_int(finding, "supervised");
    if (str_is(cut_str(finding, "state"), "suspended"))
        text = arena_printf(a, "%.*s\n挂账，时限暂停", STR_ARG(text));
    else if (json_is_true(json_object_get(finding, "late")))
        text = arena_printf(a, "%.*s\n已超期", STR_ARG(text));
    if (form.n)
        text = arena_printf(a, "%.*s\n%.*s", STR_ARG(text),
                            STR_ARG(word(FINDING_FORMS, FORM_COUNT, form)));
    if (level > 0 && level <= LEVEL_COUNT)
        text = arena_printf(a, "%.*s\n督办级别：%s", STR_ARG(text), FINDING_LEVELS[level - 1].zh);
    return text;
}

struct str paper_units(struct arena *a, const json_t *finding)
{
    const json_t *co = json_object_get(finding, "co"), *one;
    struct str lead = cut_str(finding, "lead");
    struct str text = lead.n ? lead : STR("未明确");
    size_t i;
    if (json_array_size(co))
        text = arena_printf(a, "牵头：%.*s\n配合：", STR_ARG(text));
    json_array_foreach(co, i, one) text =
        arena_printf(a, "%.*s%s%s", STR_ARG(text), i ? "、" : "", json_string_value(one));
    return text;
}

struct book *paper_book(struct arena *a, const json_t *cut, struct err *err)
{
    struct date date = {2000, 1, 1};
    (void)date_parse(cut_str(cut, "date"), &date);
    struct book *book = book_create(a, cut_str(cut, "campaign"), date_to_msec(date), err);
    if (book && json_is_true(json_object_get(cut, "demo")))
        book_notice(book, DEMO_NOTICE[LANG_ZH]);
    return book;
}

void paper_book_foot(struct arena *a, struct book_sheet *s, int row, const json_t *cut)
{
    const json_t *record = json_object_get(cut, "record");
    bool demo = json_is_true(json_object_get(cut, "demo"));
    struct str number =
        paper_number_text(a, cut_str(cut, "paper"), cut_int(cut, "year"), cut_int(cut, "number"));
    book_cell(s, row, 1,
              arena_printf(a, "%s%s%.*s，数据截止 %.*s", demo ? DEMO_NOTICE[LANG_ZH] : "",
                           demo ? "。" : "", STR_ARG(number), STR_ARG(cut_str(cut, "cut_at"))),
              CELL_TEXT, demo ? BOOK_NOTICE : BOOK_MUTED);
    book_cell(s, row + 1, 1,
              arena_printf(a, "操作记录 %lld 条，末条 %.*s", (long long)cut_int(record, "entries"),
                           STR_ARG(cut_str(record, "head"))),
              CELL_TEXT, BOOK_MUTED);
}

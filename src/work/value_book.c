#include "work/value_book.h"

#include "office/book.h"
#include "store/campaign.h"
#include "work/boards.h"
#include "work/demo.h"
#include "work/value_scope.h"
#include "work/value_table.h"

#include <string.h>

static const char *const SHEETS[2][2] = {{"指标", "Indicators"}, {"现场评分", "On-site"}};

/* ---- template
 * --------------------------------------------------------------------------------------- */

struct writing {
    struct arena *arena;
    const struct board_hold *hold;
    const struct standard *standard;
    const struct values *values;
    enum lang lang;
    struct book_sheet *sheet;
    int row;
    int subject;
};

/* Columns of a sheet in the order in which a clerk reads them. */
static const struct {
    enum value_column column;
    int width;
    bool open;
    const char *note_zh, *note_en;
} LAYOUT[] = {
    {VALUE_REGION, 14, false, "请勿修改", "do not change"},
    {VALUE_REGION_NAME, 16, false, NULL, NULL},
    {VALUE_CODE, 10, false, "请勿修改", "do not change"},
    {VALUE_NAME, 40, false, NULL, NULL},
    {VALUE_PART, 14, false, "分项、比较值（plan 为规划值，province_mean 为全省平均）或所辖地区代码",
     "sub-value, reference (plan, province_mean) or code of a sub-area"},
    {VALUE_PLACE, 30, false, NULL, NULL},
    {VALUE_PERIOD, 10, false, "年份或年月", "year or month"},
    {VALUE_UNIT, 10, false, NULL, NULL},
    {VALUE_REQUIREMENT, 30, false, NULL, NULL},
    {VALUE_STATE, 14, true, "填了数值可留空；没有数值时选：缺报、本轮未测评、不适用",
     "leave empty with a number; else choose: missing, not_tested, not_applicable"},
    {VALUE_VALUE, 12, true, "直接填数值；等级填 A–D；现场评分填 0–10 分或得分",
     "the number itself; a level as A-D; on-site a grade 0-10 or points"},
    {VALUE_NUMERATOR, 12, true, "有分子分母时填这两列，不填数值",
     "numerator and denominator instead of the value"},
    {VALUE_DENOMINATOR, 12, true, NULL, NULL},
    {VALUE_SOURCE, 30, true, "数据出处：文件、报表或系统名称",
     "where it comes from: a paper, a system"},
    {VALUE_NOTE, 24, true, NULL, NULL},
};
enum { LAYOUT_N = ARRAY_LEN(LAYOUT) };

static const char *const STATES_ZH[] = {"缺报", "本轮未测评", "不适用"};
static const char *const STATES_EN[] = {"missing", "not_tested", "not_applicable"};

static int column_at(enum value_column c)
{
    for (int i = 0; i < LAYOUT_N; i++)
        if (LAYOUT[i].column == c)
            return i + 1;
    return 0;
}

static struct book_sheet *open_sheet(struct book *book, enum lang lang, int which,
                                     struct book_column columns[LAYOUT_N])
{
    bool zh = lang == LANG_ZH;
    for (int i = 0; i < LAYOUT_N; i++) {
        const struct table_column *c = &VALUE_TABLE_COLUMNS[LAYOUT[i].column];
        columns[i] = (struct book_column){.label = zh ? c->label_zh : c->label_en,
                                          .note = zh ? LAYOUT[i].note_zh : LAYOUT[i].note_en,
                                          .width = LAYOUT[i].width,
                                          .open = LAYOUT[i].open};
        if (LAYOUT[i].column == VALUE_STATE) {
            columns[i].choices = zh ? STATES_ZH : STATES_EN;
            columns[i].choices_n = ARRAY_LEN(STATES_ZH);
        }
    }
    return book_sheet(book, str_of(SHEETS[which][zh ? 0 : 1]), columns, LAYOUT_N, BOOK_LOCKED);
}

static void put(struct writing *w, enum value_column c, struct str text)
{
    if (text.n)
        book_text(w->sheet, w->row, column_at(c), text);
}

static struct str in_lang(const struct writing *w, struct text2 t)
{
    return w->lang == LANG_EN && t.en.n ? t.en : t.zh;
}

static bool is_level(const struct standard *s, const struct value *v)
{
    if (v->item)
        return false;
    struct span rules = s->indicators[v->code].rules;
    for (int i = 0; i < rules.n; i++)
        if (s->rules[rules.first + i].kind == RULE_LEVEL_AT_LEAST)
            return true;
    return false;
}

static void put_known(struct writing *w, const struct value *v)
{
    if (v->state != VALUE_PRESENT && v->state != VALUE_EMPTY_DENOMINATOR) {
        int at = v->state == VALUE_MISSING ? 0 : v->state == VALUE_NOT_TESTED ? 1 : 2;
        put(w, VALUE_STATE, str_of(w->lang == LANG_ZH ? STATES_ZH[at] : STATES_EN[at]));
    } else if (v->ratio) {
        book_number(w->sheet, w->row, column_at(VALUE_NUMERATOR), v->numerator);
        book_number(w->sheet, w->row, column_at(VALUE_DENOMINATOR), v->denominator);
    } else if (is_level(w->standard, v)) {
        char level = (char)('A' + v->value.micro / DEC_ONE - 1);
        put(w, VALUE_VALUE, arena_str(w->arena, (struct str){&level, 1}));
    } else {
        book_number(w->sheet, w->row, column_at(VALUE_VALUE), v->value);
    }
    put(w, VALUE_SOURCE, v->source);
    put(w, VALUE_NOTE, v->note);
}

/* One line: what is asked, and what is known. */
static void line(struct writing *w, bool item, int code, struct str part, int64_t place,
                 struct str place_name, period p, struct str requirement)
{
    const struct standard *s = w->standard;
    char region[REGION_TEXT_MAX], when[PERIOD_TEXT_MAX];
    w->row++;
    region_format(w->values->subjects[w->subject].region, region);
    period_format(p, when);
    put(w, VALUE_REGION, arena_str(w->arena, str_of(region)));
    put(w, VALUE_REGION_NAME, w->hold->names[w->subject]);
    put(w, VALUE_CODE, item ? s->items[code].code : s->indicators[code].code);
    put(w, VALUE_NAME, in_lang(w, item ? s->items[code].name : s->indicators[code].name));
    put(w, VALUE_PART, part);
    put(w, VALUE_PLACE, place_name);
    put(w, VALUE_PERIOD, arena_str(w->arena, str_of(when)));
    put(w, VALUE_UNIT, item ? STR_NONE : s->indicators[code].unit);
    put(w, VALUE_REQUIREMENT, requirement);
    struct span run = values_of(w->values, w->subject, item, code);
    for (int i = run.first; i < run.first + run.n; i++) {
        const struct value *v = &w->values->at[i];
        if (v->place == place && v->period == p && str_eq(v->part, part))
            put_known(w, v);
    }
}

/* The rule in words, from the derivation of the verdict: one wording for all places. */
static struct str rule_words(struct writing *w, int indicator)
{
    const struct reason *r =
        board_explain_indicator(w->hold->now, w->arena, w->subject, indicator, NULL);
    if (r && !r->rule.zh.n && r->children)
        r = r->children;
    return r ? in_lang(w, r->rule) : STR_NONE;
}

static void years_of(struct writing *w, int indicator, struct str part, struct str words)
{
    const struct indicator *ind = &w->standard->indicators[indicator];
    int last = period_year(w->hold->now->period) - 1, years = ind->years > 0 ? ind->years : 1;
    for (int y = last - years + 1; y <= last; y++)
        line(w, false, indicator, part, 0, STR_NONE, y * 100, words);
}

/* The regions assessed inside the subject are its sub-areas. */
static void areas_of(struct writing *w, int indicator, struct str words)
{
    const struct int_list *members = &w->values->subjects[w->subject].members;
    for (int i = 0; i < members->n; i++) {
        char code[REGION_TEXT_MAX];
        region_format(w->values->subjects[members->at[i]].region, code);
        years_of(w, indicator, arena_str(w->arena, str_of(code)), words);
    }
}

static void indicator_lines(struct writing *w, int k)
{
    const struct standard *s = w->standard;
    const struct indicator *ind = &s->indicators[k];
    applies kind = (applies)1 << w->values->subjects[w->subject].kind;
    struct str words = rule_words(w, k);
    bool value = false;
    for (int i = 0; i < ind->rules.n; i++) {
        const struct rule *r = &s->rules[ind->rules.first + i];
        if (!(r->applies & kind))
            continue;
        if (r->scope == RULE_EVERY_AREA)
            areas_of(w, k, words);
        else if (r->scope == RULE_PART)
            years_of(w, k, s->parts[r->part].code, words);
        else if (r->scope == RULE_EVERY_PART)
            for (int p = 0; p < ind->parts.n; p++)
                years_of(w, k, s->parts[ind->parts.first + p].code, words);
        else if (!value)
            years_of(w, k, STR_NONE, words);
        value = value || r->scope == RULE_VALUE;
        if (r->reference.n)
            years_of(w, k, r->reference, words);
    }
}

static void indicator_sheet(struct writing *w, region_code region)
{
    w->row = 1;
    for (w->subject = 0; w->subject < w->values->n_subjects; w->subject++) {
        const struct subject *s = &w->values->subjects[w->subject];
        for (int k = 0; k < w->standard->n_indicators && region_inside(s->region, region); k++)
            if (w->standard->indicators[k].applies & (applies)1 << s->kind)
                indicator_lines(w, k);
    }
    book_rows(w->sheet, w->row);
}

static struct str item_words(struct writing *w, const struct item *item)
{
    bool zh = w->lang == LANG_ZH;
    if (item->method == ITEM_GRADED)
        return zh ? STR("评分 0–10") : STR("grade 0-10");
    if (item->method == ITEM_YES_NO)
        return zh ? STR("是 1，否 0") : STR("yes 1, no 0");
    char top[DEC_TEXT_MAX];
    dec_format(item->points, top);
    if (item->method == ITEM_BANDED)
        return zh ? arena_printf(w->arena, "得分 0–%s", top)
                  : arena_printf(w->arena, "points 0-%s", top);
    return zh ? STR("数量") : STR("number");
}

/* One line for an item, or one for each way in which its defects are counted. */
static void item_lines(struct writing *w, int k, int64_t place, struct str place_name)
{
    const struct standard *s = w->standard;
    const struct item *item = &s->items[k];
    bool by_part = item->method == ITEM_DEDUCT_BY;
    for (int i = 0; i < (by_part ? item->deductions.n : 1); i++)
        line(w, true, k, by_part ? s->deductions[item->deductions.first + i].part : STR_NONE, place,
             place_name, w->hold->now->period, item_words(w, item));
}

static void place_lines(struct writing *w, const struct place_row *place)
{
    int64_t list = map_get(&w->standard->checklist_by, place->kind);
    if (list < 0)
        return;
    const struct int_list *items = &w->standard->checklists[list].items;
    for (int i = 0; i < items->n; i++)
        item_lines(w, items->at[i], place->id, place->name);
}

/* Items judged for the region itself that somebody marked, or that belong to no checklist at all.
 */
static void own_items(struct writing *w)
{
    const struct standard *s = w->standard;
    for (int k = 0; k < s->n_items; k++)
        if (s->items[k].checklist < 0 && values_of(w->values, w->subject, true, k).n)
            item_lines(w, k, 0, STR_NONE);
}

static bool onsite_sheet(struct writing *w, struct store_tx *tx, region_code region,
                         struct err *err)
{
    struct value_scope scope = {0};
    if (!value_scope_places(&scope, tx, w->arena, region_subtree(region), err))
        return false;
    w->row = 1;
    for (w->subject = 0; w->subject < w->values->n_subjects; w->subject++) {
        region_code own = w->values->subjects[w->subject].region;
        if (!region_inside(own, region))
            continue;
        own_items(w);
        size_t n;
        const struct place_row *places = value_scope_at(&scope, own, &n);
        for (size_t i = 0; i < n; i++)
            place_lines(w, &places[i]);
    }
    book_rows(w->sheet, w->row);
    return true;
}

/* The last sheet: whose workbook this is and how it is filled in. */
static void about_sheet(struct writing *w, struct book *book, const struct campaign_row *c,
                        region_code region)
{
    static const struct book_column ZH[] = {{.label = "填写说明", .width = 80}};
    static const struct book_column EN[] = {{.label = "About this workbook", .width = 80}};
    static const char *const LINES[][2] = {
        {"只填可以修改的列，其余已锁定；有分子、分母时填这两列，否则直接填数值。",
         "Fill in the open columns only: numerator and denominator where there are both, else the "
         "value."},
        {"没有数值时在“状态”列选：缺报、本轮未测评、不适用。",
         "Without a number choose a state: missing, not_tested, not_applicable."},
        {"留空的行不改变已有数据。导入时有一处错误则全部不保存，可下载标出错误的工作簿。",
         "Empty rows change nothing. One bad cell and nothing is stored: the workbook comes back "
         "with every bad cell marked."},
    };
    bool zh = w->lang == LANG_ZH;
    char code[REGION_TEXT_MAX];
    region_format(region, code);
    struct book_sheet *s = book_sheet(book, zh ? STR("说明") : STR("About"), zh ? ZH : EN, 1, 0);
    book_text(s, 2, 1, zh || !c->name_en.n ? c->name_zh : c->name_en);
    book_text(s, 3, 1, arena_printf(w->arena, zh ? "地区：%s" : "Area: %s", code));
    int row = 4;
    for (size_t i = 0; i < ARRAY_LEN(LINES); i++)
        book_cell(s, row++, 1, str_of(LINES[i][zh ? 0 : 1]), CELL_TEXT, BOOK_WRAP);
    if (c->demo)
        book_cell(s, row, 1, str_of(DEMO_NOTICE[zh ? LANG_ZH : LANG_EN]), CELL_TEXT, BOOK_NOTICE);
}

bool value_book_template(struct app *app, struct store_tx *tx, int64_t campaign, region_code region,
                         enum lang lang, struct buf *out, struct err *err)
{
    struct board_hold hold;
    struct arena arena;
    struct book_column columns[LAYOUT_N];
    struct campaign_row c;
    bool found;
    arena_init(&arena, 0);
    if (!store_campaign_get(tx, &arena, campaign, &c, &found, err) ||
        !board_take(app, tx, campaign, 0, &hold, err)) {
        arena_release(&arena);
        return false;
    }
    struct writing w = {.arena = &arena,
                        .hold = &hold,
                        .standard = hold.standard,
                        .values = hold.now->values,
                        .lang = lang};
    struct book *book =
        book_create(&arena, lang == LANG_ZH ? STR("填报模板") : STR("Values"), app_now(app), err);
    bool ok = book != NULL;
    if (ok) {
        if (c.demo)
            book_notice(book, DEMO_NOTICE[lang]);
        w.sheet = open_sheet(book, lang, 0, columns);
        indicator_sheet(&w, region);
        struct book_column again[LAYOUT_N];
        w.sheet = open_sheet(book, lang, 1, again);
        ok = onsite_sheet(&w, tx, region, err);
        about_sheet(&w, book, &c, region);
        struct err closing = {0};
        if (!book_finish(book, out, &closing) && ok) {
            ok = false;
            if (err)
                *err = closing;
        }
    }
    arena_release(&arena);
    board_give(app, &hold);
    return ok;
}

/* ---- import
 * ----------------------------------------------------------------------------------------- */

struct reading {
    struct app *app;
    const struct actor *who;
    struct arena *arena;
    int64_t campaign;
    struct err_list *problems;
    struct value_scope scope; /* the places of the campaign inside the person's range */
    VEC(struct value_entry) entries;
    VEC(int) rows;
    VEC(struct str) files;
    int filled;
};

/* The place of this name at this region and kind; 0 = unknown, reported at its cell later. */
static int64_t find_place(const struct reading *r, const struct standard *s, const struct value *v)
{
    if (v->place == 0)
        return 0;
    struct str kind = s->checklists[s->items[v->code].checklist].kind;
    const struct place_row *p = value_scope_named(&r->scope, v->region, kind, v->place_name);
    return p ? p->id : 0;
}

static void problem(struct reading *r, struct str file, int row, int column, struct err *e)
{
    err_at(e, file, row, column, NULL);
    err_list_add(r->problems, e);
}

static bool add_entry(struct reading *r, const struct table *t, const struct standard *s,
                      const struct value_table_row *row, struct err *err)
{
    const struct value *v = &row->value;
    struct value_entry e = {.campaign = r->campaign,
                            .region = v->region,
                            .code = v->item ? s->items[v->code].code : s->indicators[v->code].code,
                            .part = v->part,
                            .place = find_place(r, s, v),
                            .period = v->period,
                            .state = v->state,
                            .has_value = v->state == VALUE_PRESENT && !v->ratio,
                            .has_ratio = v->ratio,
                            .value = v->value,
                            .numerator = v->numerator,
                            .denominator = v->denominator,
                            .source = v->source,
                            .note = v->note};
    if (v->place && !e.place) {
        struct err unknown;
        if (!actor_reaches(r->who, v->region, &unknown)) {
            problem(r, t->file, row->row, column_at(VALUE_REGION), &unknown);
            return true;
        }
        char region[REGION_TEXT_MAX];
        struct str kind = s->checklists[s->items[v->code].checklist].kind;
        region_format(v->region, region);
        err_set(&unknown, ERR_PLACE_UNKNOWN, err_word(v->place_name).z, region, err_word(e.code).z,
                err_word(kind).z);
        problem(r, t->file, row->row, column_at(VALUE_PLACE), &unknown);
        return true;
    }
    return (VEC_PUSH(r->arena, &r->entries, e) && VEC_PUSH(r->arena, &r->rows, row->row) &&
            VEC_PUSH(r->arena, &r->files, t->file)) ||
           err_set(err, ERR_MEMORY, NULL);
}

static bool read_sheet(struct reading *r, const struct table *t, const struct standard *s,
                       struct err *err)
{
    struct value_table_options options = {.empty_rows_allowed = true};
    struct value_table table = {0};
    if (!value_table_read(t, s, r->arena, &options, &table, r->problems))
        return true; /* the problems are in the list */
    for (size_t i = 0; i < table.rows.n; i++) {
        if (table.rows.at[i].empty)
            continue;
        r->filled++;
        if (!add_entry(r, t, s, &table.rows.at[i], err))
            return false;
    }
    return true;
}

/* values_enter was given the number of each entry (from 1) as its row, since two sheets share their
 * row numbers: here the entry's file, row and column take its place. */
static void place_problems(struct reading *r, size_t from)
{
    for (size_t i = from; i < r->problems->items.n; i++) {
        struct err *e = &r->problems->items.at[i];
        size_t k = (size_t)e->place.row - 1;
        if (e->place.row < 1 || k >= r->rows.n)
            continue;
        enum value_column c = e->code == ERR_NOT_FOUND ? VALUE_REGION : VALUE_VALUE;
        for (int f = 0; f < VALUE_COLUMNS; f++)
            if (strcmp(e->place.field, VALUE_TABLE_COLUMNS[f].id) == 0)
                c = (enum value_column)f;
        err_at(e, r->files.at[k], r->rows.at[k], column_at(c), VALUE_TABLE_COLUMNS[c].id);
    }
}

static bool number_entries(struct reading *r, int **numbers, struct err *err)
{
    *numbers = arena_alloc(r->arena, r->rows.n * sizeof **numbers);
    for (size_t i = 0; *numbers && i < r->rows.n; i++)
        (*numbers)[i] = (int)i + 1;
    return *numbers || err_set(err, ERR_MEMORY, NULL);
}

/* Those of the campaign inside the person's range. */
static bool read_places(struct reading *r, struct store_tx *tx, region_code campaign,
                        struct err *err)
{
    struct region_set within = region_set_within(&r->who->within, campaign);
    for (int i = 0; i < within.n; i++)
        if (!value_scope_places(&r->scope, tx, r->arena, region_subtree(within.at[i]), err))
            return false;
    return true;
}

static bool read_book(struct reading *r, struct store_tx *tx, const struct workbook *book,
                      struct err *err)
{
    struct board_hold hold;
    struct campaign_row c;
    bool found;
    if (!board_take(r->app, tx, r->campaign, 0, &hold, err))
        return false;
    bool ok = store_campaign_get(tx, r->arena, r->campaign, &c, &found, err) &&
              read_places(r, tx, c.region, err),
         any = false;
    for (size_t i = 0; ok && i < book->sheets.n; i++) {
        const struct sheet *s = &book->sheets.at[i];
        bool ours = false;
        for (int k = 0; k < 2; k++)
            ours = ours || str_is(s->name, SHEETS[k][0]) || str_is(s->name, SHEETS[k][1]);
        if (!ours)
            continue;
        any = true;
        ok = read_sheet(r, &s->table, hold.standard, err);
    }
    if (ok && !any) {
        struct err missing;
        err_set(&missing, ERR_FILE_MISSING, "指标 / Indicators");
        problem(r, book->file, 0, 0, &missing);
    }
    board_give(r->app, &hold);
    return ok;
}

/* Reads, checks and (unless dry) stores; the workbook goes to *book for marking. */
static bool take_in(struct reading *r, struct upload in, bool dry, struct workbook *book,
                    struct err *err)
{
    *book = (struct workbook){0};
    bool opened = xlsx_read(r->arena, in.name, in.data, NULL, book, r->problems);
    if (!opened && book->sheets.n == 0)
        return true;
    struct store_tx *tx = store_read(r->app->store, err);
    bool ok = tx && read_book(r, tx, book, err);
    store_read_end(tx);
    if (!ok || r->problems->total || r->entries.n == 0)
        return ok;
    struct err e = {0};
    size_t before = r->problems->items.n;
    int *numbers;
    if (!number_entries(r, &numbers, err))
        return false;
    struct value_batch batch = {.campaign = r->campaign,
                                .entries = r->entries.at,
                                .n = (int)r->entries.n,
                                .rows = numbers,
                                .dry = dry};
    if (values_enter(r->app, r->who, &batch, r->problems, &e))
        return true;
    place_problems(r, before);
    if (e.code == ERR_VALUES_INVALID)
        return true;
    if (err)
        *err = e;
    return false;
}

bool value_book_import(struct app *app, const struct actor *who, struct arena *arena,
                       int64_t campaign, struct upload file, bool dry,
                       struct value_book_report *out, struct err_list *problems, struct err *err)
{
    struct reading r = {
        .app = app, .who = who, .arena = arena, .campaign = campaign, .problems = problems};
    struct workbook book;
    if (!take_in(&r, file, dry, &book, err))
        return false;
    *out = (struct value_book_report){.rows = r.filled, .kept = problems->total == 0};
    return true;
}

bool value_book_mark(struct app *app, const struct actor *who, struct arena *arena,
                     int64_t campaign, struct upload file, enum lang lang, struct buf *out,
                     struct err *err)
{
    struct err_list problems = {.arena = arena};
    struct reading r = {
        .app = app, .who = who, .arena = arena, .campaign = campaign, .problems = &problems};
    struct workbook book;
    if (!take_in(&r, file, true, &book, err))
        return false;
    if (book.sheets.n == 0) {
        if (err && problems.items.n)
            *err = problems.items.at[0];
        return false;
    }
    return book_mark(arena, &book, &problems, lang, app_now(app), out, err);
}

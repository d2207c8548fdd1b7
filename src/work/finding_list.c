/* A list of findings, row by row. */
#include "work/finding_list.h"

#include <stdio.h>

#include "domain/deadline.h"
#include "office/docx_table.h"
#include "office/xlsx.h"
#include "store/campaign.h"
#include "store/finding.h"
#include "store/region.h"
#include "store/unit.h"
#include "work/finding_list_parts.h"
#include "work/standards.h"

enum { HEAD_CELLS = 2 }; /* a title above the table has one */

struct listing {
    struct app *app;
    const struct actor *who;
    struct arena *arena;
    const struct finding_list *in;
    struct finding_list_report *out;
    struct err_list *problems;
    struct store_tx *tx;
    const struct standard *standard;
    struct table table;
    const struct table_row *row;
    char digest[SHA256_HEX]; /* of the file */
    bool refused;
};

/* ---- cells -----------------------------------------------------------------------------------
 */

static struct cell cell_of(const struct listing *l, enum finding_field field)
{
    for (size_t i = 0; i < l->out->columns.n; i++) {
        if (l->out->columns.at[i].field != field)
            continue;
        struct cell c = l->row->cells[i];
        c.text = c.text.p ? str_trim(c.text) : STR("");
        return c;
    }
    return (struct cell){.row = l->row->row, .text = STR("")};
}

static struct str text_of(const struct listing *l, enum finding_field field)
{
    return cell_of(l, field).text;
}

/* Said at the cell; always true: the other rows are looked at, too. */
static bool problem(struct listing *l, enum finding_field field, struct err *e)
{
    struct cell c = cell_of(l, field);
    (void)table_fail(&l->table, &c, FINDING_FIELDS[field].code, e, l->problems);
    return true;
}

/* "2026-04-20", "2026年4月20日", "2026.4.20", "2026/4/20", with or without a time behind it. */
static bool date_of(struct str text, int64_t *day)
{
    int64_t n[3] = {0};
    int k = 0;
    bool in = false;
    for (size_t i = 0; i < text.n && k < 3; i++) {
        bool digit = text.p[i] >= '0' && text.p[i] <= '9';
        if (digit && n[k] < 100000)
            n[k] = n[k] * 10 + (text.p[i] - '0');
        if (in && !digit)
            k++;
        in = digit;
    }
    struct date d = {(int)n[0], (int)n[1], (int)n[2]};
    if (n[0] < 1970 || n[0] > 9999 || !date_valid(d))
        return false;
    *day = date_to_days(d);
    return true;
}

static bool found_on(struct listing *l, struct finding_row *f)
{
    struct str text = text_of(l, FIELD_FOUND);
    struct err e = {0};
    int64_t day;
    if (!text.n)
        return true;
    if (date_of(text, &day)) {
        f->found_at = date_to_msec(date_of_days(day));
        return true;
    }
    err_set(&e, ERR_DATE, err_word(text).z);
    return problem(l, FIELD_FOUND, &e);
}

/* A limit, or a day that is so many days behind the finding. */
static bool limit_of(struct listing *l, struct finding_row *f)
{
    struct str text = text_of(l, FIELD_LIMIT);
    struct limit limit;
    struct err e = {0};
    char name[LIMIT_TEXT_MAX];
    int64_t day, from = f->found_at ? calendar_day_of(f->found_at) : app_today(l->app);
    if (!text.n)
        return true;
    if (date_of(text, &day) && day > from && day - from <= LIMIT_MAX)
        limit = (struct limit){LIMIT_DAYS, (int32_t)(day - from)};
    else if (!limit_parse(text, &limit, &e))
        return problem(l, FIELD_LIMIT, &e);
    limit_format(&limit, name);
    f->time_limit = arena_str(l->arena, str_of(name));
    return f->time_limit.p != NULL;
}

/* Words of the standard, the life, the list: by code or by name in either language. */
static int word_of(struct str text, const struct life_word *words, int n)
{
    for (int i = 0; i < n; i++)
        if (str_is(text, words[i].code) || str_is(text, words[i].zh) || str_is(text, words[i].en))
            return i;
    return -1;
}

static bool source_of(struct listing *l, struct finding_row *f)
{
    struct str text = text_of(l, FIELD_SOURCE);
    int i = word_of(text, FINDING_SOURCES, SOURCE_COUNT);
    /* "省暗访组" and the like say more than the word itself. */
    for (int k = 0; i < 0 && text.n && k < SOURCE_COUNT; k++)
        if (memmem(text.p, text.n, FINDING_SOURCES[k].zh, strlen(FINDING_SOURCES[k].zh)))
            i = k;
    f->source = i >= 0 ? str_of(FINDING_SOURCES[i].code) : l->in->source;
    return true;
}

static bool severity_of(struct listing *l, struct finding_row *f)
{
    static const struct life_word WORDS[] = {
        {"1", "一般", "general"}, {"2", "较重", "serious"}, {"3", "严重", "critical"}};
    struct str text = text_of(l, FIELD_SEVERITY);
    int i = word_of(text, WORDS, 3);
    struct err e = {0};
    f->severity = i < 0 ? 1 : i + 1;
    if (i >= 0 || !text.n)
        return true;
    err_set(&e, ERR_CHOICE, err_word(text).z, "一般 (general), 较重 (serious), 严重 (critical)");
    return problem(l, FIELD_SEVERITY, &e);
}

/* ---- what the cells name ---------------------------------------------------------------------
 */

static bool region_of(struct listing *l, struct finding_row *f, struct err *err)
{
    struct str text = text_of(l, FIELD_REGION);
    struct region_rows rows = {0};
    struct err e = {0};
    char within[REGION_TEXT_MAX];
    f->region = l->in->region;
    if (!text.n)
        return true;
    if (!store_region_find(l->tx, l->arena, text, l->in->region, 20, &rows, err))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct region_row *r = &rows.at[i];
        char code[REGION_TEXT_MAX];
        region_format(r->code, code);
        if (!str_eq(r->name, text) && !str_is(text, code))
            continue;
        f->region = r->code;
        return true;
    }
    region_format(l->in->region, within);
    err_set(&e, ERR_REGION_IN, err_word(text).z, within);
    return problem(l, FIELD_REGION, &e);
}

static struct str more(struct listing *l, struct str text, const char *label, struct str value)
{
    return arena_printf(l->arena, "%.*s%s%s%.*s", STR_ARG(text), text.n ? "\n" : "", label,
                        STR_ARG(value));
}

/* The lead unit is suggested to whoever dispatches; a name that is not known stands in words. */
static bool unit_of(struct listing *l, struct finding_row *f, struct err *err)
{
    struct str text = text_of(l, FIELD_UNIT), first = text;
    struct unit_rows units = {0};
    static const char *const COMMAS[] = {"、", "，", ",", "；", ";", " ", "\n"};
    if (!text.n)
        return true;
    for (size_t i = 0; i < ARRAY_LEN(COMMAS); i++) {
        const char *at = memmem(first.p, first.n, COMMAS[i], strlen(COMMAS[i]));
        if (at)
            first.n = (size_t)(at - first.p);
    }
    if (!store_units_named(l->tx, l->arena, str_trim(first), 20, &units, err))
        return false;
    for (size_t i = 0; i < units.n && !f->lead_unit; i++) {
        const struct unit_row *u = &units.at[i];
        struct region_range range = region_subtree(u->region);
        if (!u->closed_on && ((f->region >= range.lo && f->region <= range.hi) ||
                              region_at_level(u->region, REGION_COUNTY) ==
                                  region_at_level(f->region, REGION_COUNTY)))
            f->lead_unit = u->id;
    }
    if (!f->lead_unit || first.n != text.n)
        f->requirement = more(l, f->requirement, "责任单位：", text);
    return f->requirement.p || err_set(err, ERR_MEMORY, NULL);
}

/* An item by code or name; another clause stands in words. */
static bool item_of(struct listing *l, struct finding_row *f, struct err *err)
{
    struct str text = text_of(l, FIELD_ITEM);
    const struct standard *s = l->standard;
    if (!text.n)
        return true;
    for (int i = 0; i < s->n_items; i++) {
        if (!str_eq(text, s->items[i].code) && !str_eq(text, s->items[i].name.zh) &&
            !str_eq(text, s->items[i].name.en))
            continue;
        f->item = s->items[i].code;
        return true;
    }
    f->requirement = more(l, f->requirement, "标准条款：", text);
    return f->requirement.p || err_set(err, ERR_MEMORY, NULL);
}

/* A place of a kind that the standard has, else an address. */
static void place_of(struct listing *l, struct finding_new *new)
{
    struct str kind = text_of(l, FIELD_KIND);
    const struct standard *s = l->standard;
    new->place_name = text_of(l, FIELD_PLACE);
    new->row.address = text_of(l, FIELD_ADDRESS);
    for (int i = 0; i < s->n_checklists; i++) {
        const struct checklist *c = &s->checklists[i];
        if (str_eq(kind, c->kind) || str_eq(kind, c->name.zh) || str_eq(kind, c->name.en))
            new->place_kind = c->kind;
    }
    if (new->place_kind.n || !new->place_name.n)
        return;
    new->row.address =
        new->row.address.n ? more(l, new->place_name, "", new->row.address) : new->place_name;
    new->place_name = STR("");
}

/* ---- rows ------------------------------------------------------------------------------------
 */

static bool one_row(struct listing *l, struct err *err)
{
    struct finding_new new = {.row = {.campaign = l->in->campaign,
                                      .round = l->in->round,
                                      .description = text_of(l, FIELD_TEXT),
                                      .finder = text_of(l, FIELD_FINDER),
                                      .requirement = text_of(l, FIELD_REQUIREMENT)}};
    struct finding_row *f = &new.row, old;
    struct err e = {0};
    bool found;
    int64_t id;
    size_t before = l->problems->total;
    f->key = arena_printf(l->arena, "%.32s-%d", l->digest, l->row->row);
    if (!f->key.p || !store_finding_by_key(l->tx, l->arena, f->campaign, f->key, &old, &found, err))
        return false;
    l->out->rows++;
    if (found) {
        l->out->again++;
        return true;
    }
    place_of(l, &new);
    if (!region_of(l, f, err) || !item_of(l, f, err) || !unit_of(l, f, err) || !found_on(l, f) ||
        !limit_of(l, f) || !source_of(l, f) || !severity_of(l, f))
        return false;
    if (l->problems->total > before)
        return true;
    if (finding_file_tx(l->app, l->tx, l->arena, l->who, &new, &id, &e)) {
        l->out->added++;
        return true;
    }
    if (err_http(e.code) >= 500) {
        if (err)
            *err = e;
        return false;
    }
    static const struct {
        const char *field;
        enum finding_field at;
    } FIELDS_AT[] = {{"text", FIELD_TEXT}, {"found_at", FIELD_FOUND}, {"region", FIELD_REGION}};
    for (size_t i = 0; i < ARRAY_LEN(FIELDS_AT); i++)
        if (strcmp(FIELDS_AT[i].field, e.place.field) == 0)
            return problem(l, FIELDS_AT[i].at, &e);
    return problem(l, FIELD_TEXT, &e);
}

static bool has_text(const struct listing *l)
{
    for (size_t i = 0; i < l->out->columns.n; i++)
        if (l->out->columns.at[i].field == FIELD_TEXT)
            return true;
    return false;
}

/* What was said of these heads is kept for the next list. */
static bool remember(struct listing *l, struct err *err)
{
    struct finding_mapping_row row = {
        .fields = l->in->fields, .changed_by = l->who->user, .changed_at = app_now(l->app)};
    char heads[SHA256_HEX];
    if (!l->in->fields.n)
        return true;
    if (!finding_list_heads(&l->table, heads, err))
        return false;
    row.heads = str_of(heads);
    return store_finding_mapping_put(l->tx, &row, err);
}

static bool all_rows(struct store_tx *tx, void *ctx, struct err *err)
{
    struct listing *l = ctx;
    struct campaign_row c;
    bool found;
    l->tx = tx;
    if (!store_campaign_get(tx, l->arena, l->in->campaign, &c, &found, err) ||
        !(found || err_set(err, ERR_NOT_FOUND, "campaign")) ||
        !standard_get(l->app, tx, c.standard, &l->standard, err) ||
        !finding_list_columns(tx, l->arena, l->in, &l->table, l->out, err))
        return false;
    if (!has_text(l)) {
        struct err e = {0};
        err_set(&e, ERR_FINDING_COLUMNS, err_word(l->in->file.name).z);
        err_list_add(l->problems, &e);
    }
    for (size_t i = 0; i < l->table.rows.n && has_text(l); i++) {
        l->row = &l->table.rows.at[i];
        if (!one_row(l, err))
            return false;
    }
    /* Undone on purpose: what is wrong, or only looked at, leaves nothing behind. */
    l->refused = !err_list_empty(l->problems) || l->in->dry;
    return !l->refused && remember(l, err);
}

static bool is_word(struct str data)
{
    return data.n > 4 && memmem(data.p, data.n, "word/document.xml", 17);
}

static bool read_file(struct listing *l)
{
    const struct upload *file = &l->in->file;
    struct table_limits limits = {.rows = FINDING_LIST_ROWS, .columns = FINDING_LIST_COLUMNS};
    struct xlsx_options options = {.limits = limits,
                                   .allow_formulas = true,
                                   .allow_merged = true,
                                   .fill_merged = true,
                                   .head_cells = HEAD_CELLS};
    struct workbook book;
    if (is_word(file->data))
        return docx_table_read(l->arena, file->name, file->data, HEAD_CELLS, &limits, &l->table,
                               l->problems);
    if (!xlsx_read(l->arena, file->name, file->data, &options, &book, l->problems))
        return false;
    for (size_t i = 0; i < book.sheets.n; i++)
        if (!book.sheets.at[i].hidden && book.sheets.at[i].table.columns) {
            l->table = book.sheets.at[i].table;
            return true;
        }
    struct err e = {0};
    err_set(&e, ERR_FINDING_COLUMNS, err_word(file->name).z);
    return err_list_add(l->problems, &e);
}

bool finding_list_import(struct app *app, const struct actor *who, struct arena *arena,
                         const struct finding_list *in, struct finding_list_report *out,
                         struct err_list *problems, struct err *err)
{
    struct listing l = {
        .app = app, .who = who, .arena = arena, .in = in, .out = out, .problems = problems};
    struct err own = {0};
    *out = (struct finding_list_report){0};
    if (!read_file(&l))
        return true;
    sha256_hex(in->file.data, l.digest);
    bool ok = store_write(app->store, all_rows, &l, &own);
    out->kept = (ok || l.refused) && err_list_empty(problems);
    if (!ok && !l.refused && err)
        *err = own;
    return ok || l.refused;
}

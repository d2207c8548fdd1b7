#include "work/finding_ledger.h"

#include <jansson.h>
#include <stdio.h>

#include "domain/lifecycle.h"
#include "store/campaign.h"
#include "work/demo.h"
#include "work/finding_filter.h"
#include "work/standards.h"

enum column {
    COL_N,
    COL_SOURCE,
    COL_FOUND,
    COL_FINDER,
    COL_PLACE,
    COL_ADDRESS,
    COL_KIND,
    COL_ITEM,
    COL_TEXT,
    COL_PHOTOS,
    COL_REPEATED,
    COL_LEAD,
    COL_UNITS,
    COL_LEADER,
    COL_PERSON,
    COL_REQUIREMENT,
    COL_DUE,
    COL_FIXED,
    COL_ANSWERS,
    COL_AFTER,
    COL_APPLIED,
    COL_CHECKER,
    COL_CHECKED,
    COL_CLOSED,
    COL_LATE,
    COL_SUPERVISED,
    COL_REMARK,
};

const char *const LEDGER_CODES[LEDGER_COLUMNS] = {
    "n",       "source",      "found",  "finder",   "place",      "address", "kind",
    "item",    "text",        "photos", "repeated", "lead",       "units",   "leader",
    "person",  "requirement", "due",    "fixed",    "answers",    "after",   "applied",
    "checker", "checked",     "closed", "late",     "supervised", "remark"};

static const struct {
    const char *zh, *en;
    int width;
} HEADS[LEDGER_COLUMNS] = {
    [COL_N] = {"序号", "No.", 6},
    [COL_SOURCE] = {"来源", "Source", 10},
    [COL_FOUND] = {"检查日期", "Found on", 11},
    [COL_FINDER] = {"检查人", "Inspector", 12},
    [COL_PLACE] = {"点位名称", "Place", 18},
    [COL_ADDRESS] = {"地址/网格", "Address, region", 20},
    [COL_KIND] = {"点位类别", "Kind of place", 11},
    [COL_ITEM] = {"标准条款", "Clause or item", 20},
    [COL_TEXT] = {"问题描述", "What was seen", 36},
    [COL_PHOTOS] = {"问题图片", "Photos", 10},
    [COL_REPEATED] = {"是否反复问题", "Came back", 8},
    [COL_LEAD] = {"牵头单位", "Lead unit", 16},
    [COL_UNITS] = {"责任单位", "Other units", 16},
    [COL_LEADER] = {"责任领导", "Leader", 9},
    [COL_PERSON] = {"责任人及电话", "Person, phone", 13},
    [COL_REQUIREMENT] = {"整改要求/措施", "What is to be done", 24},
    [COL_DUE] = {"整改时限", "Deadline", 12},
    [COL_FIXED] = {"整改完成日期", "Fixed on", 11},
    [COL_ANSWERS] = {"整改情况", "What was done", 28},
    [COL_AFTER] = {"整改后图片", "Photos afterwards", 10},
    [COL_APPLIED] = {"申请销号日期", "Closing asked on", 11},
    [COL_CHECKER] = {"核查人", "Re-checked by", 10},
    [COL_CHECKED] = {"核查意见（通过/退回）", "Re-check (passed, returned)", 20},
    [COL_CLOSED] = {"销号日期", "Closed on", 11},
    [COL_LATE] = {"是否超期", "Late", 7},
    [COL_SUPERVISED] = {"督办次数", "Supervised", 7},
    [COL_REMARK] = {"备注", "Remarks", 16},
};

bool ledger_choose(struct str codes, unsigned *columns, struct err *err)
{
    struct str rest = codes, one;
    unsigned chosen = 0;
    *columns = (1u << LEDGER_COLUMNS) - 1;
    if (!codes.n)
        return true;
    while (rest.p && str_split(&rest, ',', &one)) {
        int i = 0;
        while (i < LEDGER_COLUMNS && !str_is(one, LEDGER_CODES[i]))
            i++;
        if (i == LEDGER_COLUMNS) {
            err_set(err, ERR_CHOICE, err_word(one).z, "n, source, found, finder, place, text, ...");
            return err_at(err, STR_NONE, 0, 0, "columns");
        }
        chosen |= 1u << i;
    }
    *columns = chosen;
    return true;
}

int ledger_heads(unsigned columns, enum lang lang, struct book_column out[LEDGER_COLUMNS])
{
    int n = 0;
    for (int i = 0; i < LEDGER_COLUMNS; i++)
        if (columns & 1u << i)
            out[n++] = (struct book_column){.label = lang == LANG_ZH ? HEADS[i].zh : HEADS[i].en,
                                            .width = HEADS[i].width};
    return n;
}

/* ---- cells ---------------------------------------------------------------------------------- */

struct ledger_cell {
    struct str text;
    int64_t number;
    bool is_number;
    char room[24000]; /* ten answers */
};

static struct str named(struct ledger *l, struct text2 name)
{
    return l->lang == LANG_ZH || !name.en.n ? name.zh : name.en;
}

static struct str word_of(struct ledger *l, const struct life_word *words, int n, struct str code)
{
    int i = life_word_find(words, n, code);
    return i < 0 ? code : str_of(l->lang == LANG_ZH ? words[i].zh : words[i].en);
}

static struct str yes_no(struct ledger *l, bool yes)
{
    static const char *const WORDS[2][2] = {{"否", "是"}, {"no", "yes"}};
    return str_of(WORDS[l->lang][yes]);
}

static char *digits(char *to, int n, int count)
{
    for (int i = count - 1; i >= 0; i--, n /= 10)
        to[i] = (char)('0' + n % 10);
    return to + count;
}

/* "2026-04-29" in China, or "2026-04-29 18:00"; none for 0. By hand: printf takes a tenth of the
 * whole ledger. */
static struct str moment(struct ledger_cell *c, msec at, bool time)
{
    if (!at)
        return STR("");
    struct date d = date_of_msec(at);
    int minute = (int)((at - date_to_msec(d)) / 60000);
    char *to = digits(c->room, d.year, 4);
    *to++ = '-';
    to = digits(to, d.month, 2);
    *to++ = '-';
    to = digits(to, d.day, 2);
    if (time) {
        *to++ = ' ';
        to = digits(to, minute / 60, 2);
        *to++ = ':';
        to = digits(to, minute % 60, 2);
    }
    return (struct str){c->room, (size_t)(to - c->room)};
}

static struct str two(struct ledger_cell *c, struct str a, struct str b)
{
    if (!a.n || !b.n)
        return a.n ? a : b;
    if (a.n + 1 + b.n > sizeof c->room)
        return a;
    memcpy(c->room, a.p, a.n);
    c->room[a.n] = ' ';
    memcpy(c->room + a.n + 1, b.p, b.n);
    return (struct str){c->room, a.n + 1 + b.n};
}

static bool late(const struct ledger *l, const struct finding_ledger_row *f)
{
    if (!f->due_at)
        return false;
    if (f->fixed_at && (!f->open || str_is(f->state, "fixed")))
        return f->fixed_at > f->due_at;
    return f->open && !f->paused_at && f->due_at < l->now;
}

static struct str item_of(struct ledger *l, struct ledger_cell *c, struct str code)
{
    int64_t i = code.n ? map_get(&l->standard->item_by, code) : -1;
    return i < 0 ? code : two(c, code, named(l, l->standard->items[i].name));
}

static struct str kind_of(struct ledger *l, struct str code)
{
    int64_t i = code.n ? map_get(&l->standard->checklist_by, code) : -1;
    return i < 0 ? code : named(l, l->standard->checklists[i].name);
}

/* "12 close reason" or "12 return reason". */
static struct str checked_of(struct ledger *l, struct ledger_cell *c, struct str what)
{
    static const char *const WORDS[2][2] = {{"退回", "通过"}, {"returned", "passed"}};
    struct str reason = what, act, who;
    if (!what.n || !str_split(&reason, ' ', &who) || !reason.p || !str_split(&reason, ' ', &act))
        return STR("");
    return two(c, str_of(WORDS[l->lang][str_is(act, "close")]), reason);
}

/* The next unit of `parts`; a piece that does not begin like one belongs to the answer before it.
 */
struct ledger_part {
    int64_t unit;
    bool lead, declined;
    struct str answer;
};
static bool next_part(struct str *rest, struct ledger_part *out)
{
    struct str one, unit, part, state;
    if (!rest->p || !rest->n || !str_split(rest, '\x1e', &one))
        return false;
    *out = (struct ledger_part){.answer = one};
    if (str_split(&one, ' ', &unit) && str_to_i64(unit, &out->unit) && one.p &&
        str_split(&one, ' ', &part) && one.p && str_split(&one, ' ', &state)) {
        out->lead = str_is(part, "lead");
        out->declined = str_is(state, "declined");
        out->answer = one;
    }
    return true;
}

/* The names of the units that take part, or what all of them did. */
static struct str units_of(struct ledger *l, struct ledger_cell *c, struct str parts, bool answers)
{
    struct ledger_part p;
    size_t n = 0;
    while (next_part(&parts, &p)) {
        struct str text = answers                ? p.answer
                          : p.lead || p.declined ? STR("")
                                                 : finding_name(l->names, NAME_UNIT, p.unit);
        struct str between = !n ? STR("") : answers ? STR("；") : STR("、");
        if (!text.n)
            continue;
        if (n + between.n + text.n > sizeof c->room)
            break;
        memcpy(c->room + n, between.p, between.n);
        memcpy(c->room + n + between.n, text.p, text.n);
        n += between.n + text.n;
    }
    return (struct str){c->room, n};
}

/* The numbers of the photos of one part of the proof. */
static struct str photos_of(struct ledger_cell *c, struct str photos, const char *part)
{
    struct str one, which, between = STR("、");
    size_t n = 0;
    while (photos.p && photos.n && str_split(&photos, '\x1e', &one)) {
        if (!str_split(&one, ' ', &which) || !str_is(which, part) || !one.n)
            continue;
        if (n + between.n + one.n > sizeof c->room)
            break;
        if (n) {
            memcpy(c->room + n, between.p, between.n);
            n += between.n;
        }
        memcpy(c->room + n, one.p, one.n);
        n += one.n;
    }
    return (struct str){c->room, n};
}

static struct str checker_of(struct ledger *l, struct str checked)
{
    struct str rest = checked, who;
    int64_t user = 0;
    if (!checked.n || !str_split(&rest, ' ', &who) || !str_to_i64(who, &user))
        return STR("");
    return finding_name(l->names, NAME_USER, user);
}

static struct str remark_of(struct ledger *l, struct ledger_cell *c,
                            const struct finding_ledger_row *f)
{
    enum finding_state state;
    struct str text = f->state;
    if (finding_state_parse(f->state, &state))
        text = str_of(l->lang == LANG_ZH ? FINDING_STATES[state].zh : FINDING_STATES[state].en);
    if (f->good)
        text = l->lang == LANG_ZH ? STR("工作成效") : STR("good example");
    if (!str_is(f->state, "merged") || !f->into_id)
        return text;
    int n = snprintf(c->room, sizeof c->room, "%.*s → %lld", STR_ARG(text), (long long)f->into_id);
    return (struct str){c->room, (size_t)n};
}

static void fill(struct ledger *l, const struct finding_ledger_row *f, enum column column,
                 struct ledger_cell *c)
{
    switch (column) {
    case COL_N:
        c->is_number = true;
        c->number = l->n;
        break;
    case COL_SOURCE:
        c->text = word_of(l, FINDING_SOURCES, SOURCE_COUNT, f->source);
        break;
    case COL_FOUND:
        c->text = moment(c, f->found_at, false);
        break;
    case COL_FINDER:
        c->text = f->finder;
        break;
    case COL_PLACE:
        c->text = f->place_name;
        break;
    case COL_ADDRESS:
        c->text = two(c, finding_name(l->names, NAME_REGION, f->region), f->address);
        break;
    case COL_KIND:
        c->text = kind_of(l, f->place_kind);
        break;
    case COL_ITEM:
        c->text = item_of(l, c, f->item);
        break;
    case COL_TEXT:
        c->text = f->description;
        break;
    case COL_REPEATED:
        c->text = yes_no(l, f->repeat_of != 0);
        break;
    case COL_LEAD:
        c->text = finding_name(l->names, NAME_UNIT, f->lead_unit);
        break;
    case COL_UNITS:
        c->text = units_of(l, c, f->parts, false);
        break;
    case COL_REQUIREMENT:
        c->text = f->requirement;
        break;
    case COL_DUE:
        c->text = moment(c, f->due_at, true);
        break;
    case COL_FIXED:
    case COL_APPLIED: /* saying that it is fixed asks for the re-check */
        c->text = moment(c, f->fixed_at, false);
        break;
    case COL_ANSWERS:
        c->text = units_of(l, c, f->parts, true);
        break;
    case COL_CHECKER:
        c->text = checker_of(l, f->checked);
        break;
    case COL_CHECKED:
        c->text = checked_of(l, c, f->checked);
        break;
    case COL_CLOSED:
        c->text = moment(c, f->closed_at, false);
        break;
    case COL_LATE:
        c->text = f->due_at ? yes_no(l, late(l, f)) : STR("");
        break;
    case COL_SUPERVISED:
        c->is_number = true;
        c->number = f->supervisions;
        break;
    case COL_REMARK:
        c->text = remark_of(l, c, f);
        break;
    case COL_PHOTOS:
    case COL_AFTER:
        c->text = photos_of(c, f->photos, column == COL_AFTER ? "fixed" : "found");
        break;
    case COL_LEADER:
    case COL_PERSON:
        break; /* the office fills them in */
    }
}

void ledger_row(struct ledger *l, const struct finding_ledger_row *row)
{
    l->n++;
    for (int i = 0; i < LEDGER_COLUMNS; i++) {
        struct ledger_cell c;
        if (!(l->columns & 1u << i))
            continue;
        c.text = STR("");
        c.is_number = false;
        fill(l, row, (enum column)i, &c);
        if (c.is_number)
            l->sink.number(l->sink.to, c.number);
        else
            l->sink.text(l->sink.to, c.text);
    }
}

/* ---- the job -------------------------------------------------------------------------------- */

struct writing {
    struct job_run *run;
    struct ledger ledger;
    struct finding_names names;
    struct finding_filter filter;
    struct campaign_row campaign;
    int64_t total;
};

static struct str json_param(const void *ctx, const char *name)
{
    const char *text = json_string_value(json_object_get(ctx, name));
    return text ? str_of(text) : STR_NONE;
}

static void to_text(void *to, struct str text)
{
    book_roll_text(to, text);
}

static void to_number(void *to, int64_t n)
{
    book_roll_number(to, n);
}

static bool one_row(void *ctx, const struct finding_ledger_row *row, struct err *err)
{
    struct writing *w = ctx;
    ledger_row(&w->ledger, row);
    if (w->names.err.code != ERR_OK) {
        if (err)
            *err = w->names.err;
        return false;
    }
    return w->ledger.n % 64 != 0 || job_progress(w->run, w->ledger.n, w->total, err);
}

static bool prepare(struct writing *w, struct store_tx *tx, const json_t *params, struct err *err)
{
    struct job_run *r = w->run;
    bool found;
    char most[24];
    w->ledger.lang = r->job->lang == LANG_EN ? LANG_EN : LANG_ZH;
    w->ledger.now = app_now(r->app);
    if (!ledger_choose(json_param(params, "columns"), &w->ledger.columns, err) ||
        !store_campaign_get(tx, r->arena, r->job->campaign, &w->campaign, &found, err))
        return false;
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "campaign");
    if (!standard_get(r->app, tx, w->campaign.standard, &w->ledger.standard, err) ||
        !finding_filter_read(json_param, params, r->arena, w->ledger.standard, r->job->campaign,
                             &r->who, w->ledger.now, &w->filter, err) ||
        !store_finding_count(tx, &w->filter, LEDGER_ROWS_MAX + 1, &w->total, err))
        return false;
    snprintf(most, sizeof most, "%d", LEDGER_ROWS_MAX);
    return (w->total <= LEDGER_ROWS_MAX || err_set(err, ERR_LEDGER_ROWS, most)) &&
           job_progress(r, 0, w->total, err);
}

static bool write_all(struct writing *w, struct store_tx *tx, struct job_file *out, struct err *err)
{
    static const char *const TITLES[] = {"整改台账", "Ledger of findings"};
    struct book_column heads[LEDGER_COLUMNS];
    enum lang lang = w->ledger.lang;
    int n = ledger_heads(w->ledger.columns, lang, heads);
    struct book_roll *roll = book_roll_create(TITLES[lang], w->ledger.now, heads, n,
                                              w->campaign.demo ? DEMO_NOTICE[lang] : NULL, err);
    if (!roll)
        return false;
    w->ledger.sink = (struct ledger_sink){to_text, to_number, roll};
    if (!store_finding_ledger(tx, &w->filter, LEDGER_ROWS_MAX, one_row, w, err) ||
        !job_progress(w->run, w->ledger.n, w->total, err)) {
        book_roll_free(roll);
        return false;
    }
    return book_roll_finish(roll, &out->fd, err);
}

bool finding_ledger_run(struct job_run *r, struct job_file *out, struct err *err)
{
    struct writing w = {.run = r};
    char day[WHEN_TEXT_MAX];
    json_t *params = json_loadb(r->job->params.p, r->job->params.n, 0, NULL);
    if (!params)
        return err_set(err, ERR_INTERNAL, "job params");
    when_format(app_now(r->app), day);
    out->name = arena_printf(r->arena, "%s-%.10s.xlsx",
                             r->job->lang == LANG_EN ? "findings" : "整改台账", day);
    struct store_tx *tx = out->name.p ? store_read(r->app->store, err) : NULL;
    w.names =
        (struct finding_names){.tx = tx ? store_read(r->app->store, err) : NULL, .arena = r->arena};
    w.ledger.names = &w.names;
    bool ok = w.names.tx && prepare(&w, tx, params, err) && write_all(&w, tx, out, err);
    store_read_end(w.names.tx);
    store_read_end(tx);
    json_decref(params);
    return ok;
}

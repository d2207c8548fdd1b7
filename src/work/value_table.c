#include "work/value_table.h"

#include <stdio.h>

const struct table_column VALUE_TABLE_COLUMNS[VALUE_COLUMNS] = {
    [VALUE_REGION] = {"region", "区划代码", "Region code", false},
    [VALUE_CODE] = {"code", "指标代码", "Code", false},
    [VALUE_PART] = {"part", "分项", "Part", true},
    [VALUE_PLACE] = {"place", "点位", "Place", true},
    [VALUE_PERIOD] = {"period", "时期", "Period", false},
    [VALUE_STATE] = {"state", "状态", "State", true},
    [VALUE_VALUE] = {"value", "数值", "Value", true},
    [VALUE_NUMERATOR] = {"numerator", "分子", "Numerator", true},
    [VALUE_DENOMINATOR] = {"denominator", "分母", "Denominator", true},
    [VALUE_GROUP] = {"group", "分组", "Group", true},
    [VALUE_SOURCE] = {"source", "来源", "Source", true},
    [VALUE_NOTE] = {"note", "备注", "Note", true},
    [VALUE_REGION_NAME] = {"region_name", "区划名称", "Region", true},
    [VALUE_NAME] = {"name", "指标名称", "Name", true},
    [VALUE_UNIT] = {"unit", "单位", "Unit", true},
    [VALUE_REQUIREMENT] = {"requirement", "要求", "Requirement", true},
};

/* Where a region was first put into a group. */
struct group_seen {
    int group, row;
};

/* What reading one table needs. */
struct reading {
    const struct table *t;
    const struct standard *s;
    struct arena *arena;
    struct err_list *problems;
    const struct value_table_options *options;
    struct value_table *out;
    struct table_binding at;
    struct map places; /* region, kind and name -> number */
    struct map facts;  /* key of a fact -> row */
    struct map groups; /* region -> index into `grouped` */
    VEC(struct group_seen) grouped;
    int n_places;
};

/* One row while it is read. */
struct line {
    struct reading *r;
    const struct table_row *row;
    struct value_table_row v;
    bool good;
};

static struct cell cell_of(const struct line *l, enum value_column c)
{
    struct cell cell = table_cell(&l->r->at, l->row, c);
    cell.text = str_trim(cell.text);
    if (!cell.row)
        cell.row = l->row->row;
    return cell;
}

static struct str text_of(const struct line *l, enum value_column c)
{
    return cell_of(l, c).text;
}

/* The text with a NUL, for arguments of errors. */
static const char *z(const struct line *l, struct str s)
{
    struct str copy = arena_str(l->r->arena, s);
    return copy.p ? copy.p : "";
}

static void fail(struct line *l, enum value_column c, struct err *e)
{
    struct cell cell = cell_of(l, c);
    l->good = false;
    (void)table_fail(l->r->t, &cell, VALUE_TABLE_COLUMNS[c].id, e, l->r->problems);
}

#define FAIL(l, c, code, ...)                                                                      \
    do {                                                                                           \
        struct err fail_err_;                                                                      \
        (void)err_set(&fail_err_, (code), __VA_ARGS__);                                            \
        fail((l), (c), &fail_err_);                                                                \
    } while (0)

/* ---- region and code ------------------------------------------------------------------------ */

/* "county, town" of the standard's subjects. */
static const char *levels_of(const struct line *l)
{
    const struct standard *s = l->r->s;
    struct str text = STR("");
    for (int i = 0; i < s->n_subjects; i++)
        text = arena_printf(l->r->arena, "%.*s%s%s", STR_ARG(text), i ? ", " : "",
                            region_level_word(s->subjects[i].level));
    return text.p ? text.p : "";
}

static void read_region(struct line *l)
{
    struct err e = {0};
    struct str text = text_of(l, VALUE_REGION);
    if (!text.n)
        FAIL(l, VALUE_REGION, ERR_EMPTY, NULL);
    else if (!region_parse(text, &l->v.value.region, &e))
        fail(l, VALUE_REGION, &e);
    else if (standard_subject_of(l->r->s, l->v.value.region) < 0)
        FAIL(l, VALUE_REGION, ERR_VALUE_SUBJECT, z(l, text),
             region_level_word(region_level_of(l->v.value.region)), levels_of(l), NULL);
}

static bool read_code(struct line *l)
{
    const struct standard *s = l->r->s;
    struct str text = text_of(l, VALUE_CODE);
    int64_t indicator = map_get(&s->indicator_by, text), item = map_get(&s->item_by, text);
    l->v.value.item = indicator < 0;
    l->v.value.code = (int)(indicator < 0 ? item : indicator);
    if (l->v.value.code >= 0)
        return true;
    if (!text.n)
        FAIL(l, VALUE_CODE, ERR_EMPTY, NULL);
    else
        FAIL(l, VALUE_CODE, ERR_VALUE_CODE, z(l, text), z(l, s->id), z(l, s->edition), NULL);
    return false;
}

/* ---- part and place ------------------------------------------------------------------------- */

struct choices {
    struct str given;
    struct str known; /* "a, b", for the message */
    bool listing;     /* collect `known`: only once something is wrong */
    bool hit, area, plain;
};

static void offer(const struct line *l, struct choices *c, struct str part)
{
    if (!part.n)
        return;
    c->hit = c->hit || str_eq(part, c->given);
    if (c->listing)
        c->known = arena_printf(l->r->arena, "%.*s%s%.*s", STR_ARG(c->known),
                                c->known.n ? ", " : "", STR_ARG(part));
}

static void offer_of_indicator(const struct line *l, struct choices *c)
{
    const struct standard *s = l->r->s;
    const struct indicator *ind = &s->indicators[l->v.value.code];
    for (int i = 0; i < ind->parts.n; i++)
        offer(l, c, s->parts[ind->parts.first + i].code);
    for (int i = 0; i < ind->rules.n; i++) {
        const struct rule *rule = &s->rules[ind->rules.first + i];
        offer(l, c, rule->reference);
        c->area = c->area || rule->scope == RULE_EVERY_AREA;
    }
    c->plain = true; /* the value itself may always be there */
}

static void offer_of_item(const struct line *l, struct choices *c)
{
    const struct standard *s = l->r->s;
    const struct item *item = &s->items[l->v.value.code];
    for (int i = 0; i < item->deductions.n; i++)
        offer(l, c, s->deductions[item->deductions.first + i].part);
    c->plain = item->method != ITEM_DEDUCT_BY;
}

static void offer_parts(const struct line *l, struct choices *c)
{
    if (l->v.value.item)
        offer_of_item(l, c);
    else
        offer_of_indicator(l, c);
}

static void read_part(struct line *l)
{
    struct choices c = {.given = text_of(l, VALUE_PART), .known = STR("")};
    region_code area;
    l->v.value.part = c.given;
    offer_parts(l, &c);
    if (c.given.n ? c.hit : c.plain)
        return;
    c.listing = true;
    offer_parts(l, &c);
    if (c.area && region_parse(c.given, &area, NULL) && region_inside(area, l->v.value.region))
        return;
    if (c.area)
        FAIL(l, VALUE_PART, ERR_VALUE_AREA, z(l, c.given), z(l, text_of(l, VALUE_REGION)), NULL);
    else if (!c.given.n)
        FAIL(l, VALUE_PART, ERR_VALUE_PART_MISSING, c.known.p, NULL);
    else if (!c.known.n)
        FAIL(l, VALUE_PART, ERR_VALUE_NOT_HERE, z(l, c.given), z(l, text_of(l, VALUE_CODE)), NULL);
    else
        FAIL(l, VALUE_PART, ERR_CHOICE, z(l, c.given), c.known.p, NULL);
}

static void read_place(struct line *l)
{
    struct reading *r = l->r;
    struct value *v = &l->v.value;
    int checklist = v->item ? r->s->items[v->code].checklist : -1;
    v->place_name = text_of(l, VALUE_PLACE);
    if (checklist < 0) {
        if (v->place_name.n)
            FAIL(l, VALUE_PLACE, ERR_VALUE_NOT_HERE, z(l, v->place_name),
                 z(l, text_of(l, VALUE_CODE)), NULL);
        return;
    }
    if (!v->place_name.n) {
        FAIL(l, VALUE_PLACE, ERR_VALUE_PLACE_MISSING, z(l, text_of(l, VALUE_CODE)),
             z(l, r->s->checklists[checklist].kind), NULL);
        return;
    }
    struct str key = arena_printf(r->arena, "%lld %d %.*s", (long long)v->region, checklist,
                                  STR_ARG(v->place_name));
    int64_t known = key.p ? map_get(&r->places, key) : -1;
    v->place = known < 0 ? r->n_places + 1 : known;
    if (known >= 0)
        return;
    if (!key.p || !map_put(r->arena, &r->places, key, v->place))
        FAIL(l, VALUE_PLACE, ERR_MEMORY, NULL);
    r->n_places++;
}

/* ---- period, state, numbers ----------------------------------------------------------------- */

static void read_period(struct line *l)
{
    struct cell cell = cell_of(l, VALUE_PERIOD);
    if (!cell.text.n)
        FAIL(l, VALUE_PERIOD, ERR_EMPTY, NULL);
    else if (cell.kind == CELL_DATE)
        FAIL(l, VALUE_PERIOD, ERR_CELL_DATE, z(l, cell.text), "2026-04", NULL);
    else if (cell.kind == CELL_FORMULA)
        FAIL(l, VALUE_PERIOD, ERR_CELL_FORMULA, NULL);
    else if (!period_parse(cell.text, &l->v.value.period))
        FAIL(l, VALUE_PERIOD, ERR_PERIOD, z(l, cell.text), NULL);
}

static bool state_parse(struct str text, enum value_state *out)
{
    static const struct {
        enum value_state state;
        const char *zh;
    } WORDS[] = {
        {VALUE_PRESENT, "已填报"},
        {VALUE_MISSING, "缺报"},
        {VALUE_NOT_TESTED, "本轮未测评"},
        {VALUE_NOT_APPLICABLE, "不适用"},
    };
    for (size_t i = 0; i < ARRAY_LEN(WORDS); i++)
        if (str_is(text, value_state_word(WORDS[i].state)) || str_is(text, WORDS[i].zh)) {
            *out = WORDS[i].state;
            return true;
        }
    return false;
}

static void read_state(struct line *l)
{
    struct str text = text_of(l, VALUE_STATE);
    l->v.value.state = VALUE_PRESENT;
    if (text.n && !state_parse(text, &l->v.value.state))
        FAIL(l, VALUE_STATE, ERR_CHOICE, z(l, text), "present, missing, not_applicable, not_tested",
             NULL);
}

/* A..D where the rule is about levels. */
static bool read_level(const struct line *l, struct str text, dec *out)
{
    const struct standard *s = l->r->s;
    if (l->v.value.item || text.n != 1 || text.p[0] < 'A' || text.p[0] > 'D')
        return false;
    struct span rules = s->indicators[l->v.value.code].rules;
    for (int i = 0; i < rules.n; i++)
        if (s->rules[rules.first + i].kind == RULE_LEVEL_AT_LEAST) {
            *out = DEC_INT(text.p[0] - 'A' + 1);
            return true;
        }
    return false;
}

static void read_number(struct line *l, enum value_column c, dec *out)
{
    struct cell cell = cell_of(l, c);
    if (c == VALUE_VALUE && read_level(l, cell.text, out))
        return;
    if (!table_number(l->r->t, &cell, VALUE_TABLE_COLUMNS[c].id, out, l->r->problems))
        l->good = false;
}

static void read_numbers(struct line *l)
{
    struct value *v = &l->v.value;
    bool value = text_of(l, VALUE_VALUE).n, numerator = text_of(l, VALUE_NUMERATOR).n,
         denominator = text_of(l, VALUE_DENOMINATOR).n;
    if (v->state != VALUE_PRESENT) {
        if (value || numerator || denominator)
            FAIL(l,
                 value       ? VALUE_VALUE
                 : numerator ? VALUE_NUMERATOR
                             : VALUE_DENOMINATOR,
                 ERR_VALUE_AND_STATE, value_state_word(v->state), NULL);
        return;
    }
    l->v.empty = !value && !numerator && !denominator && !text_of(l, VALUE_STATE).n;
    if (value && (numerator || denominator)) {
        FAIL(l, VALUE_VALUE, ERR_VALUE_TWICE, NULL);
    } else if (value) {
        read_number(l, VALUE_VALUE, &v->value);
    } else if (numerator || denominator) {
        v->ratio = true;
        read_number(l, VALUE_NUMERATOR, &v->numerator);
        read_number(l, VALUE_DENOMINATOR, &v->denominator);
    } else if (!l->v.empty || !l->r->options || !l->r->options->empty_rows_allowed) {
        FAIL(l, VALUE_VALUE, ERR_VALUE_EMPTY, NULL);
    }
}

/* ---- group ---------------------------------------------------------------------------------- */

static void read_group(struct line *l)
{
    struct reading *r = l->r;
    struct str text = text_of(l, VALUE_GROUP), region = text_of(l, VALUE_REGION);
    l->v.group = -1;
    if (!text.n)
        return;
    int64_t group = map_get(&r->s->group_by, text);
    if (group < 0) {
        FAIL(l, VALUE_GROUP, ERR_DANGLING, z(l, text), "groups.csv", NULL);
        return;
    }
    l->v.group = (int)group;
    int64_t seen = map_get(&r->groups, region);
    struct group_seen now = {(int)group, l->row->row};
    if (seen < 0) {
        if (!map_put(r->arena, &r->groups, region, (int64_t)r->grouped.n) ||
            !VEC_PUSH(r->arena, &r->grouped, now))
            FAIL(l, VALUE_GROUP, ERR_MEMORY, NULL);
    } else if (r->grouped.at[seen].group != group) {
        char row[16];
        snprintf(row, sizeof row, "%d", r->grouped.at[seen].row);
        FAIL(l, VALUE_GROUP, ERR_VALUE_GROUP, z(l, region),
             z(l, r->s->groups[r->grouped.at[seen].group].code), row, NULL);
    }
}

/* ---- rows ----------------------------------------------------------------------------------- */

/* The same fact twice would leave open which one counts. */
static void check_twice(struct line *l)
{
    struct reading *r = l->r;
    const struct value *v = &l->v.value;
    struct str key =
        arena_printf(r->arena, "%lld %d %d %lld %d %.*s", (long long)v->region, v->item, v->code,
                     (long long)v->place, (int)v->period, STR_ARG(v->part));
    int64_t row = key.p ? map_get(&r->facts, key) : -1;
    if (row >= 0) {
        char text[24];
        snprintf(text, sizeof text, "%lld", (long long)row);
        FAIL(l, VALUE_CODE, ERR_VALUE_AGAIN, z(l, text_of(l, VALUE_CODE)), text, NULL);
    } else if (!key.p || !map_put(r->arena, &r->facts, key, l->row->row)) {
        FAIL(l, VALUE_CODE, ERR_MEMORY, NULL);
    }
}

/* The domain's own checks: what a mark may be, how a rate comes out. */
static void add(struct line *l)
{
    struct err e = {0};
    struct values *values = &l->r->out->values;
    const struct value *v = &l->v.value;
    if (!l->v.empty && !values_add(values, v, &e))
        fail(l, v->ratio ? VALUE_NUMERATOR : VALUE_VALUE, &e);
    else if (!values_add_subject(values, v->region, l->v.group, &e))
        fail(l, VALUE_REGION, &e);
    else if (!VEC_PUSH(l->r->arena, &l->r->out->rows, l->v))
        FAIL(l, VALUE_REGION, ERR_MEMORY, NULL);
}

static bool read_line(struct reading *r, const struct table_row *row)
{
    struct line l = {.r = r, .row = row, .good = true};
    l.v.row = row->row;
    read_region(&l);
    read_period(&l);
    read_state(&l);
    read_group(&l);
    l.v.value.source = text_of(&l, VALUE_SOURCE);
    l.v.value.note = text_of(&l, VALUE_NOTE);
    if (read_code(&l)) {
        read_part(&l);
        read_place(&l);
        read_numbers(&l);
    }
    if (l.good)
        check_twice(&l);
    if (l.good)
        add(&l);
    return l.good;
}

bool value_table_read(const struct table *t, const struct standard *s, struct arena *arena,
                      const struct value_table_options *options, struct value_table *out,
                      struct err_list *problems)
{
    struct err e = {0};
    struct reading *r = ARENA_NEW(arena, struct reading);
    bool good = r != NULL;
    *out = (struct value_table){0};
    values_init(&out->values, arena, s);
    if (!r) {
        err_set(&e, ERR_MEMORY, NULL);
        return err_list_add(problems, &e);
    }
    *r = (struct reading){
        .t = t, .s = s, .arena = arena, .problems = problems, .options = options, .out = out};
    if (!table_bind(t, VALUE_TABLE_COLUMNS, VALUE_COLUMNS, &r->at, problems))
        return false;
    for (size_t i = 0; i < t->rows.n; i++)
        good = read_line(r, &t->rows.at[i]) && good;
    if (good && !values_seal(&out->values, &e)) {
        err_at(&e, t->file, 0, 0, NULL);
        good = err_list_add(problems, &e);
    }
    return good;
}

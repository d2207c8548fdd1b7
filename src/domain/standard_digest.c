#include "domain/standard_digest.h"

#include <stdio.h>

/* The canonical text of a part: lines "key<TAB>value", always the same keys in the same order. */

static void line(struct buf *b, const char *key, struct str value)
{
    buf_addz(b, key);
    buf_addc(b, '\t');
    for (size_t i = 0; i < value.n; i++) /* one line stays one line */
        buf_addc(b, value.p[i] == '\n' || value.p[i] == '\t' ? ' ' : value.p[i]);
    buf_addc(b, '\n');
}

static void line2(struct buf *b, const char *key, struct text2 t)
{
    char en[80];
    snprintf(en, sizeof en, "%s.en", key);
    line(b, key, t.zh);
    line(b, en, t.en);
}

static void line_dec(struct buf *b, const char *key, dec d)
{
    char text[DEC_TEXT_MAX];
    line(b, key, (struct str){text, dec_format(d, text)});
}

static void line_int(struct buf *b, const char *key, int64_t v)
{
    char text[24];
    line(b, key, (struct str){text, (size_t)snprintf(text, sizeof text, "%lld", (long long)v)});
}

static void line_applies(struct buf *b, const struct standard *s, applies which)
{
    buf_addz(b, "applies\t");
    for (int i = 0; i < s->n_subjects; i++)
        if (which & (applies)1 << i) {
            buf_adds(b, s->subjects[i].code);
            buf_addc(b, ';');
        }
    buf_addc(b, '\n');
}

static void rule_line(struct buf *b, const struct standard *s, const struct rule *r)
{
    static const char *const SCOPES[] = {"", "", "*", "@area"};
    char key[96], text[DEC_TEXT_MAX];
    struct str part = r->part >= 0 ? s->parts[r->part].code : str_of(SCOPES[r->scope]);
    snprintf(key, sizeof key, "rule%s%.*s", part.n ? " " : "", STR_ARG(part));
    buf_printf(b, "%s\t%s ", key, rule_word(r->kind));
    if (r->reference.n) {
        buf_adds(b, r->reference);
    } else if (r->kind == RULE_LEVEL_BY_LIMITS) {
        for (int i = 0; i < 3; i++) {
            dec_format(r->limits[i], text);
            buf_printf(b, "%s%s", i ? ";" : "", text);
        }
    } else {
        dec_format(r->target, text);
        buf_addz(b, text);
    }
    if (r->alternative >= 0)
        buf_printf(b, " / %s", rule_word((enum rule_kind)r->alternative));
    buf_addz(b, " @");
    for (int i = 0; i < s->n_subjects; i++)
        if (r->applies & (applies)1 << i)
            buf_printf(b, " %.*s", STR_ARG(s->subjects[i].code));
    buf_addc(b, '\n');
}

static void indicator_text(struct buf *b, const struct standard *s, const struct indicator *ind)
{
    line2(b, "name", ind->name);
    line(b, "unit", ind->unit);
    line_int(b, "factor", ind->factor);
    line2(b, "numerator", ind->numerator);
    line2(b, "denominator", ind->denominator);
    line2(b, "scope", ind->scope);
    line_int(b, "years", ind->years);
    line_dec(b, "weight", ind->weight);
    line(b, "veto", ind->veto ? STR("yes") : STR("no"));
    line(b, "cell_kind", ind->cell_kind);
    line_applies(b, s, ind->applies);
    for (int i = ind->parts.first; i < ind->parts.first + ind->parts.n; i++) {
        const struct part *p = &s->parts[i];
        char key[64], factor[32];
        snprintf(key, sizeof key, "part %.*s", STR_ARG(p->code));
        snprintf(factor, sizeof factor, " x %lld", (long long)p->factor);
        line2(b, key, p->name);
        buf_printf(b, "%s.rate\t%.*s / %.*s (%.*s / %.*s) %.*s%s\n", key, STR_ARG(p->numerator.zh),
                   STR_ARG(p->denominator.zh), STR_ARG(p->numerator.en), STR_ARG(p->denominator.en),
                   STR_ARG(p->unit), factor);
    }
    for (int i = ind->rules.first; i < ind->rules.first + ind->rules.n; i++)
        rule_line(b, s, &s->rules[i]);
}

static void band_lines(struct buf *b, const struct standard *s, struct span bands)
{
    for (int i = bands.first; i < bands.first + bands.n; i++) {
        const struct band *x = &s->bands[i];
        char from[DEC_TEXT_MAX], to[DEC_TEXT_MAX], p[DEC_TEXT_MAX], q[DEC_TEXT_MAX];
        dec_format(x->from, from);
        dec_format(x->to, to);
        dec_format(x->points_from, p);
        dec_format(x->points_to, q);
        buf_printf(b, "band %s..%s\t%s..%s %.*s (%.*s)\n", from, to, p, q, STR_ARG(x->label.zh),
                   STR_ARG(x->label.en));
    }
}

static void item_text(struct buf *b, const struct standard *s, const struct item *it)
{
    line2(b, "name", it->name);
    line(b, "kind", it->checklist < 0 ? STR_NONE : s->checklists[it->checklist].kind);
    line_dec(b, "points", it->points);
    line(b, "method", str_of(item_word(it->method)));
    line_dec(b, "key_rate", it->key_rate);
    line_dec(b, "target", it->target);
    line_dec(b, "deduct_cap", it->deduct_cap);
    band_lines(b, s, it->bands);
    for (int i = it->deductions.first; i < it->deductions.first + it->deductions.n; i++) {
        const struct deduction *d = &s->deductions[i];
        char points[DEC_TEXT_MAX];
        dec_format(d->points, points);
        buf_printf(b, "deduction %.*s\t%s %.*s (%.*s)\n", STR_ARG(d->part), points,
                   STR_ARG(d->name.zh), STR_ARG(d->name.en));
    }
}

static void node_text(struct buf *b, const struct standard *s, const struct node *n)
{
    static const char *const EFFECTS[] = {"exclude", "zero", "block"};
    line2(b, "name", n->name);
    line(b, "parent", n->parent < 0 ? STR_NONE : s->nodes[n->parent].code);
    line(b, "method", str_of(node_word(n->method)));
    line(b, "ref", n->ref);
    line_dec(b, "points", n->points);
    line_dec(b, "weight", n->weight);
    line_dec(b, "lo", n->lo);
    line_dec(b, "hi", n->hi);
    line_int(b, "places", n->places);
    for (int i = 1; i < VALUE_STATES; i++)
        line(b, value_state_word((enum value_state)i), str_of(EFFECTS[n->effect[i]]));
    line_applies(b, s, n->applies);
    band_lines(b, s, n->bands);
}

/* ---- parts -------------------------------------------------------------------------------------
 */

const char *part_kind_word(enum part_kind kind)
{
    static const char *const WORDS[PART_KINDS] = {"clause", "requirement", "indicator", "item",
                                                  "node"};
    return WORDS[kind];
}

static int count_of(const struct standard *s, enum part_kind kind)
{
    const int n[PART_KINDS] = {s->n_clauses, s->n_requirements, s->n_indicators, s->n_items,
                               s->n_nodes};
    return n[kind];
}

static void part_text(struct buf *b, const struct standard *s, enum part_kind kind, int i)
{
    switch (kind) {
    case PART_CLAUSE:
        line2(b, "text", s->clauses[i].text);
        break;
    case PART_REQUIREMENT:
        line2(b, "text", s->requirements[i].text);
        break;
    case PART_INDICATOR:
        indicator_text(b, s, &s->indicators[i]);
        break;
    case PART_ITEM:
        item_text(b, s, &s->items[i]);
        break;
    default:
        node_text(b, s, &s->nodes[i]);
    }
}

static void part_name(const struct standard *s, enum part_kind kind, int i, struct str *code,
                      struct text2 *name)
{
    switch (kind) {
    case PART_CLAUSE:
        *code = s->clauses[i].code;
        *name = s->clauses[i].text;
        break;
    case PART_REQUIREMENT:
        *code = s->requirements[i].code;
        *name = s->requirements[i].text;
        break;
    case PART_INDICATOR:
        *code = s->indicators[i].code;
        *name = s->indicators[i].name;
        break;
    case PART_ITEM:
        *code = s->items[i].code;
        *name = s->items[i].name;
        break;
    default:
        *code = s->nodes[i].code;
        *name = s->nodes[i].name;
    }
}

static void identity_text(struct buf *b, const struct standard *s)
{
    line(b, "id", s->id);
    line(b, "edition", s->edition);
    line2(b, "name", s->name);
    line_int(b, "places", s->places);
    line_int(b, "rounding", s->rounding);
    for (int i = 0; i < s->n_subjects; i++)
        buf_printf(b, "subject\t%.*s %s\n", STR_ARG(s->subjects[i].code),
                   region_level_word(s->subjects[i].level));
    for (int i = 0; i < s->n_rankings; i++) {
        const struct ranking *r = &s->rankings[i];
        buf_printf(b, "ranking\t%.*s %.*s %.*s %d", STR_ARG(r->code),
                   STR_ARG(s->nodes[r->node].code), STR_ARG(s->subjects[r->subject].code),
                   r->places_min);
        for (int k = 0; k < r->ties.n; k++)
            buf_printf(b, " %.*s", STR_ARG(s->nodes[r->ties.at[k]].code));
        buf_addc(b, '\n');
    }
    for (int i = 0; i < s->n_passing; i++) {
        const struct pass_condition *p = &s->passing[i];
        char at_least[DEC_TEXT_MAX];
        dec_format(p->at_least, at_least);
        buf_printf(b, "passing\t%.*s %s\n",
                   STR_ARG(p->node < 0 ? STR("indicators") : s->nodes[p->node].code), at_least);
    }
}

bool standard_digest(const struct standard *s, struct arena *a, struct standard_digest *out,
                     struct err *err)
{
    size_t total = 0;
    for (int k = 0; k < PART_KINDS; k++)
        total += (size_t)count_of(s, (enum part_kind)k);
    struct part_digest *parts = ARENA_ARRAY(a, total + 1, struct part_digest);
    if (!parts)
        return err_set(err, ERR_MEMORY, NULL);
    struct buf whole, one;
    buf_init(&whole, 0);
    buf_init(&one, 0);
    identity_text(&whole, s);
    int n = 0;
    for (int k = 0; k < PART_KINDS; k++)
        for (int i = 0; i < count_of(s, (enum part_kind)k); i++) {
            struct part_digest *p = &parts[n++];
            p->kind = (enum part_kind)k;
            p->index = i;
            part_name(s, p->kind, i, &p->code, &p->name);
            buf_clear(&one);
            part_text(&one, s, p->kind, i);
            whole.failed |= buf_failed(&one);
            sha256_hex(buf_str(&one), p->hex);
            buf_printf(&whole, "%s\t%.*s\t%s\n", part_kind_word(p->kind), STR_ARG(p->code), p->hex);
        }
    bool ok = !buf_failed(&whole);
    if (ok) {
        *out = (struct standard_digest){.parts = parts, .n_parts = n};
        sha256_hex(buf_str(&whole), out->hex);
    }
    buf_release(&one);
    buf_release(&whole);
    return ok || err_set(err, ERR_MEMORY, NULL);
}

/* ---- differences -------------------------------------------------------------------------------
 */

static const struct {
    const char *key, *zh;
} KEYS[] = {
    {"text", "内容"},
    {"name", "名称"},
    {"unit", "单位"},
    {"factor", "系数"},
    {"numerator", "分子"},
    {"denominator", "分母"},
    {"scope", "统计范围"},
    {"years", "年数"},
    {"weight", "权重"},
    {"veto", "一票否决"},
    {"applies", "适用对象"},
    {"points", "分值"},
    {"method", "计分方法"},
    {"key_rate", "关键项最低得分率"},
    {"target", "目标值"},
    {"deduct_cap", "扣分上限"},
    {"parent", "上级"},
    {"ref", "引用"},
    {"places", "小数位"},
    {"kind", "评分表"},
    {"rule", "规则"},
    {"part", "分项"},
    {"band", "分档"},
    {"deduction", "扣分"},
    {"cell_kind", "细胞类别"},
    {"missing", "缺报"},
    {"not_tested", "未测评"},
    {"not_applicable", "不适用"},
    {"empty_denominator", "分母为零"},
    {"lo", "下限"},
    {"hi", "上限"},
};

static void put_key(struct buf *zh, struct str key)
{
    for (size_t i = 0; i < ARRAY_LEN(KEYS); i++) {
        struct str k = str_of(KEYS[i].key);
        if (str_starts(key, k) && (key.n == k.n || key.p[k.n] == ' ' || key.p[k.n] == '.')) {
            buf_addz(zh, KEYS[i].zh);
            buf_adds(zh, (struct str){key.p + k.n, key.n - k.n});
            return;
        }
    }
    buf_adds(zh, key);
}

static void put_change(struct buf *zh, struct buf *en, struct str key, struct str old,
                       struct str new)
{
    const struct str none_zh = STR("（无）"), none_en = STR("(none)");
    if (zh->n) {
        buf_addz(zh, ";");
        buf_addz(en, "; ");
    }
    put_key(zh, key);
    buf_adds(en, key);
    buf_printf(zh, ":%.*s → %.*s", STR_ARG(old.n ? old : none_zh), STR_ARG(new.n ? new : none_zh));
    buf_printf(en, ": %.*s -> %.*s", STR_ARG(old.n ? old : none_en),
               STR_ARG(new.n ? new : none_en));
}

/* The value of the nth line with this key; false when there is none. */
static bool find_line(struct str text, struct str key, int nth, struct str *value)
{
    struct str l, k;
    while (str_split(&text, '\n', &l)) {
        struct str rest = l;
        if (!l.n || !str_split(&rest, '\t', &k) || !str_eq(k, key) || nth-- > 0)
            continue;
        *value = rest;
        return true;
    }
    *value = STR_NONE;
    return false;
}

/* Which line of its key a line is. */
static int nth_of(struct str text, const char *at, struct str key)
{
    struct str l, k;
    int n = 0;
    while (str_split(&text, '\n', &l) && l.p != at) {
        struct str rest = l;
        if (l.n && str_split(&rest, '\t', &k) && str_eq(k, key))
            n++;
    }
    return n;
}

static void put_changes(struct buf *zh, struct buf *en, struct str old, struct str new)
{
    struct str rest = old, l, key, was, is;
    while (str_split(&rest, '\n', &l)) {
        was = l;
        if (!l.n || !str_split(&was, '\t', &key))
            continue;
        find_line(new, key, nth_of(old, l.p, key), &is);
        if (!str_eq(was, is))
            put_change(zh, en, key, was, is);
    }
    rest = new;
    while (str_split(&rest, '\n', &l)) {
        is = l;
        if (l.n && str_split(&is, '\t', &key) && !find_line(old, key, nth_of(new, l.p, key), &was))
            put_change(zh, en, key, STR_NONE, is);
    }
}

struct differ {
    const struct standard *old, *new;
    struct arena *a;
    struct buf t_old, t_new, zh, en;
    struct diff_row *rows;
    int n;
};

static int find_part(const struct standard *s, enum part_kind kind, struct str code)
{
    const struct map *maps[PART_KINDS] = {&s->clause_by, &s->requirement_by, &s->indicator_by,
                                          &s->item_by, &s->node_by};
    return (int)map_get(maps[kind], code);
}

static bool compare(struct differ *d, struct diff_row *row)
{
    struct buf *all[] = {&d->t_old, &d->t_new, &d->zh, &d->en};
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        buf_clear(all[i]);
    part_text(&d->t_old, d->old, row->kind, row->before);
    part_text(&d->t_new, d->new, row->kind, row->now);
    row->diff = str_eq(buf_str(&d->t_old), buf_str(&d->t_new)) ? DIFF_SAME : DIFF_CHANGED;
    if (row->diff == DIFF_CHANGED) {
        put_changes(&d->zh, &d->en, buf_str(&d->t_old), buf_str(&d->t_new));
        row->what =
            (struct text2){arena_str(d->a, buf_str(&d->zh)), arena_str(d->a, buf_str(&d->en))};
    }
    bool failed = row->diff == DIFF_CHANGED && (!row->what.zh.p || !row->what.en.p);
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        failed |= buf_failed(all[i]);
    return !failed;
}

static bool diff_kind_rows(struct differ *d, enum part_kind kind)
{
    for (int i = 0; i < count_of(d->new, kind); i++) {
        struct diff_row *row = &d->rows[d->n++];
        *row = (struct diff_row){.kind = kind, .now = i};
        part_name(d->new, kind, i, &row->code, &row->name);
        row->before = find_part(d->old, kind, row->code);
        if (row->before < 0)
            row->diff = DIFF_ADDED;
        else if (!compare(d, row))
            return false;
    }
    for (int i = 0; i < count_of(d->old, kind); i++) {
        struct diff_row row = {.kind = kind, .diff = DIFF_REMOVED, .before = i, .now = -1};
        part_name(d->old, kind, i, &row.code, &row.name);
        if (find_part(d->new, kind, row.code) < 0)
            d->rows[d->n++] = row;
    }
    return true;
}

bool standard_diff(const struct standard *before, const struct standard *now, struct arena *a,
                   struct diff_row **rows, int *n, struct err *err)
{
    struct differ d = {.old = before, .new = now, .a = a};
    size_t room = 1;
    for (int k = 0; k < PART_KINDS; k++)
        room +=
            (size_t)count_of(before, (enum part_kind)k) + (size_t)count_of(now, (enum part_kind)k);
    d.rows = ARENA_ARRAY(a, room, struct diff_row);
    struct buf *all[] = {&d.t_old, &d.t_new, &d.zh, &d.en};
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        buf_init(all[i], 0);
    bool ok = d.rows != NULL;
    for (int k = 0; ok && k < PART_KINDS; k++)
        ok = diff_kind_rows(&d, (enum part_kind)k);
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        buf_release(all[i]);
    if (!ok)
        return err_set(err, ERR_MEMORY, NULL);
    *rows = d.rows;
    *n = d.n;
    return true;
}

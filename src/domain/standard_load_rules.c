/* rules.csv: what each rule needs to be complete. */
#include <stdio.h>

#include "domain/standard_parts.h"

#define T(name) STANDARD_TABLE_##name

static bool is_trend(enum rule_kind k)
{
    return k == RULE_RISES || k == RULE_FALLS || k == RULE_RISES_EACH_YEAR ||
           k == RULE_FALLS_EACH_YEAR;
}

static bool needs_number(enum rule_kind k)
{
    return k <= RULE_EQUAL || k == RULE_NOT_ABOVE_MEAN;
}

static bool needs_reference(enum rule_kind k)
{
    return k == RULE_NOT_BELOW_REFERENCE || k == RULE_NOT_ABOVE_REFERENCE || k == RULE_MEETS_PLAN;
}

static bool code_like(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._", s.p[i]))
            return false;
    return s.n > 0 && s.n <= 40;
}

static void no_target(struct loader *l, int row, enum rule_kind kind)
{
    bad(l, T(rules), row, COL_rules_target, ERR_RULE_TARGET, rule_word(kind),
        kind == RULE_LEVEL_AT_LEAST    ? "a level A..D / 等级 A..D"
        : kind == RULE_LEVEL_BY_LIMITS ? "three limits for A;B;C / A;B;C 三个限值"
        : kind == RULE_NOT_ABOVE_MEAN  ? "a number of years / 年数"
        : needs_reference(kind) ? "the name of the reference, e.g. plan / 参照值名称，如 plan"
                                : "a target number / 目标值");
}

static void read_limits(struct loader *l, int row, struct rule *r)
{
    struct str text = cell(l, T(rules), row, COL_rules_target), rest = text, one;
    int n = 0;
    bool good = true;
    while (str_split(&rest, ';', &one)) {
        if (n < 3 && dec_parse(str_trim(one), &r->limits[n]))
            n++;
        else
            good = false;
    }
    bool up = n == 3 && dec_cmp(r->limits[0], r->limits[1]) <= 0 &&
              dec_cmp(r->limits[1], r->limits[2]) <= 0;
    bool down = n == 3 && dec_cmp(r->limits[0], r->limits[1]) >= 0 &&
                dec_cmp(r->limits[1], r->limits[2]) >= 0;
    if (!good || n != 3 || !(up || down))
        bad(l, T(rules), row, COL_rules_target, ERR_CHOICE, text_of(l, text),
            "three numbers that rise or fall: 1;3;5 / 由小到大或由大到小的三个数");
}

static void read_target(struct loader *l, int row, struct rule *r)
{
    struct str target = cell(l, T(rules), row, COL_rules_target);
    bool none = is_trend(r->kind) || r->kind == RULE_EXISTS || r->kind == RULE_HIGHER_BETTER ||
                r->kind == RULE_LOWER_BETTER;
    if (none) {
        if (target.n)
            bad(l, T(rules), row, COL_rules_target, ERR_CHOICE, text_of(l, target),
                "(empty / 留空)");
        return;
    }
    if (!target.n) {
        no_target(l, row, r->kind);
    } else if (needs_number(r->kind)) {
        if (!dec_parse(target, &r->target))
            bad(l, T(rules), row, COL_rules_target, ERR_NUMBER, text_of(l, target), "90");
        else if (r->kind == RULE_NOT_ABOVE_MEAN &&
                 (r->target.micro < DEC_ONE || r->target.micro > 20 * DEC_ONE ||
                  r->target.micro % DEC_ONE))
            bad(l, T(rules), row, COL_rules_target, ERR_RANGE, text_of(l, target), "1", "20");
    } else if (needs_reference(r->kind)) {
        r->reference = target;
        if (!code_like(target))
            bad(l, T(rules), row, COL_rules_target, ERR_CHOICE, text_of(l, target),
                "letters, digits, - . _ / 字母、数字、- . _");
    } else if (r->kind == RULE_LEVEL_AT_LEAST) {
        if (target.n != 1 || target.p[0] < 'A' || target.p[0] > 'D')
            bad(l, T(rules), row, COL_rules_target, ERR_CHOICE, text_of(l, target), "A;B;C;D");
        else
            r->target = DEC_INT(target.p[0] - 'A' + 1);
    } else {
        read_limits(l, row, r);
    }
}

static void read_scope(struct loader *l, int row, struct rule *r)
{
    struct standard *s = l->s;
    const struct indicator *ind = &s->indicators[r->indicator];
    struct str part = cell(l, T(rules), row, COL_rules_part);
    r->scope = RULE_VALUE;
    r->part = -1;
    if (!part.n)
        return;
    if (str_is(part, "@area")) {
        r->scope = RULE_EVERY_AREA;
        return;
    }
    if (str_is(part, "*") && ind->parts.n) {
        r->scope = RULE_EVERY_PART;
        return;
    }
    r->scope = RULE_PART;
    for (int i = ind->parts.first; i < ind->parts.first + ind->parts.n; i++)
        if (str_eq(s->parts[i].code, part))
            r->part = i;
    if (r->part < 0)
        bad(l, T(rules), row, COL_rules_part, ERR_DANGLING, text_of(l, part), "parts");
}

static struct rule read_rule(struct loader *l, int row, int indicator)
{
    struct rule r = {.indicator = indicator,
                     .applies = cell_applies(l, T(rules), row, COL_rules_applies),
                     .alternative = -1,
                     .basis = cell_basis(l, T(rules), row, COL_rules_basis)};
    const struct indicator *ind = &l->s->indicators[indicator];
    int kind = rule_of(cell(l, T(rules), row, COL_rules_rule));
    read_scope(l, row, &r);
    if (kind < 0)
        return r;
    r.kind = (enum rule_kind)kind;
    read_target(l, row, &r);
    struct str alternative = cell(l, T(rules), row, COL_rules_alternative);
    if (alternative.n) {
        r.alternative = rule_of(alternative);
        if (r.kind > RULE_EQUAL)
            bad(l, T(rules), row, COL_rules_alternative, ERR_CHOICE, text_of(l, alternative),
                "(empty / 留空)");
    }
    if ((is_trend(r.kind) || alternative.n) && ind->years < 2)
        bad(l, T(rules), row, COL_rules_rule, ERR_RULE_TARGET,
            rule_word(is_trend(r.kind) ? r.kind
                                       : (enum rule_kind)(r.alternative < 0 ? 0 : r.alternative)),
            "2 or more years in indicators.csv / indicators.csv 中至少 2 年数据");
    if (r.kind == RULE_NOT_ABOVE_MEAN && r.target.micro / DEC_ONE + 1 > ind->years)
        bad(l, T(rules), row, COL_rules_target, ERR_RULE_TARGET, rule_word(r.kind),
            "years in indicators.csv: target + 1 / indicators.csv 的年数应为目标值加 1");
    return r;
}

/* Each indicator has a rule for every kind of subject it applies to. */
static void check_covered(struct loader *l)
{
    struct standard *s = l->s;
    for (int i = 0; i < s->n_indicators - l->n_coverage; i++) {
        const struct indicator *ind = &s->indicators[i];
        /* A code that stands twice is told once: its rules belong to the first. */
        if (map_get(&s->indicator_by, ind->code) != i)
            continue;
        applies has = 0;
        for (int r = ind->rules.first; r < ind->rules.first + ind->rules.n; r++)
            has |= s->rules[r].applies;
        for (int k = 0; k < s->n_subjects; k++) {
            if (!(ind->applies & ~has & (applies)1 << k))
                continue;
            char what[ERR_ARG_MAX];
            snprintf(what, sizeof what, "rules: %.*s, %.*s", STR_ARG(ind->code),
                     STR_ARG(s->subjects[k].code));
            bad(l, T(indicators), i, COL_indicators_code, ERR_DANGLING, text_of(l, ind->code),
                what);
        }
    }
}

void load_rules(struct loader *l)
{
    struct standard *s = l->s;
    int n = rows_of(l, T(rules));
    s->rules = ARENA_ARRAY(l->a, (size_t)n + (size_t)l->n_coverage + 1, struct rule);
    int *of = ARENA_ARRAY(l->a, (size_t)n + 1, int);
    struct span *spans;
    if (!s->rules || !of) {
        no_memory(l);
        return;
    }
    int own = s->n_indicators - l->n_coverage;
    for (int r = 0; r < n; r++) {
        of[r] = cell_ref(l, T(rules), r, COL_rules_indicator, &s->indicator_by, "indicators");
        if (of[r] >= own) {
            bad(l, T(rules), r, COL_rules_indicator, ERR_DANGLING,
                text_of(l, cell(l, T(rules), r, COL_rules_indicator)), "indicators");
            of[r] = -1;
        }
    }
    int *order = rows_by_owner(l, of, n, s->n_indicators, &spans);
    if (!order)
        return;
    for (int i = 0; i < s->n_indicators; i++)
        s->indicators[i].rules = spans[i];
    for (int k = 0; order[k] >= 0; k++) {
        s->rules[k] = read_rule(l, order[k], of[order[k]]);
        s->n_rules = k + 1;
    }
    for (int i = own; i < s->n_indicators; i++) {
        struct indicator *ind = &s->indicators[i];
        ind->rules = (struct span){s->n_rules, 1};
        s->rules[s->n_rules++] = (struct rule){
            .indicator = i,
            .part = -1,
            .applies = ind->applies,
            .target = cell_dec(l, T(coverage), i - own, COL_coverage_at_least, DEC_ZERO),
            .alternative = -1,
            .basis = ind->basis};
    }
    check_covered(l);
}

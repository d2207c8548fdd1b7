#include "domain/rule.h"

static const char *const RULE_WORDS[RULE_KINDS] = {
    "at_least",
    "more_than",
    "at_most",
    "less_than",
    "equal",
    "rises_each_year",
    "falls_each_year",
    "rises",
    "falls",
    "not_above_mean",
    "not_below_reference",
    "not_above_reference",
    "meets_plan",
    "level_at_least",
    "exists",
    "higher_better",
    "lower_better",
    "level_by_limits",
};

const char *rule_word(enum rule_kind kind)
{
    return RULE_WORDS[kind];
}

/* One part of an indicator being judged. */
struct part_view {
    const struct values *v;
    int subject, indicator;
    struct str part;
    period p;
    struct reasons *r;
    struct reason *trace;
};

/* Periods in the order of their ends: a year ends behind its December. */
static int ends(period p)
{
    return period_month(p) ? p : p + 13;
}

const struct value *rule_value_at(const struct values *v, int subject, int indicator,
                                  struct str part, period p)
{
    struct span run = values_of(v, subject, false, indicator);
    const struct value *best = NULL;
    for (int i = run.first; i < run.first + run.n; i++) {
        const struct value *c = &v->at[i];
        if (str_eq(c->part, part) && ends(c->period) <= ends(p) &&
            (!best || ends(c->period) > ends(best->period)))
            best = c;
    }
    return best;
}

static const struct value *value_of_year(const struct part_view *w, int year)
{
    struct span run = values_of(w->v, w->subject, false, w->indicator);
    for (int i = run.first; i < run.first + run.n; i++)
        if (w->v->at[i].period == year * 100 && str_eq(w->v->at[i].part, w->part))
            return &w->v->at[i];
    return NULL;
}

static struct judgement judged(bool pass, dec value, dec target, dec gap)
{
    if (pass || gap.micro < 0)
        gap = DEC_ZERO;
    return (struct judgement){.verdict = pass ? VERDICT_PASS : VERDICT_FAIL,
                              .applies = true,
                              .value = value,
                              .target = target,
                              .has_gap = true,
                              .gap = gap};
}

static struct judgement without(enum value_state state)
{
    return (struct judgement){.verdict = VERDICT_NONE, .state = state, .applies = true};
}

static dec minus(dec a, dec b)
{
    dec d = DEC_ZERO;
    (void)dec_sub(a, b,
                  &d); /* both within the range of values: only the far ends overflow, then 0 */
    return d;
}

static struct judgement judge_fixed(const struct part_view *w, enum rule_kind kind, dec x, dec t)
{
    static const char *const SIGN[] = {[RULE_AT_LEAST] = "≥",
                                       [RULE_MORE_THAN] = ">",
                                       [RULE_AT_MOST] = "≤",
                                       [RULE_LESS_THAN] = "<",
                                       [RULE_EQUAL] = "="};
    int c = dec_cmp(x, t);
    bool pass = kind == RULE_AT_LEAST    ? c >= 0
                : kind == RULE_MORE_THAN ? c > 0
                : kind == RULE_AT_MOST   ? c <= 0
                : kind == RULE_LESS_THAN ? c < 0
                                         : c == 0;
    bool upward = kind == RULE_AT_LEAST || kind == RULE_MORE_THAN;
    dec gap = upward ? minus(t, x) : minus(x, t);
    if (kind == RULE_EQUAL && gap.micro < 0)
        gap = minus(t, x);
    if (w->trace)
        w->trace->arithmetic =
            reason_str(w->r, "%s %s %s %s", DT(x), SIGN[kind], DT(t), pass ? "✓" : "✗");
    return judged(pass, x, t, gap);
}

/* The last `years` whole years, the latest of them not after p. */
static struct judgement judge_trend(const struct part_view *w, enum rule_kind kind, int years)
{
    const struct value *last = NULL;
    int year = period_month(w->p) ? period_year(w->p) - 1 : period_year(w->p);
    for (int back = 0; !last && back < 5; back++)
        last = value_of_year(w, year - back);
    if (!last)
        return without(VALUE_MISSING);
    if (last->state != VALUE_PRESENT)
        return without(last->state);
    year = period_year(last->period);
    bool each = kind == RULE_RISES_EACH_YEAR || kind == RULE_FALLS_EACH_YEAR;
    bool rises = kind == RULE_RISES_EACH_YEAR || kind == RULE_RISES;
    bool pass = true;
    struct str text = STR_NONE;
    const struct value *before = NULL;
    dec worst = DEC_ZERO, target = DEC_ZERO;
    for (int y = year - years + 1; y <= year; y++) {
        const struct value *now = value_of_year(w, y);
        if (!now || now->state != VALUE_PRESENT) {
            if (w->trace)
                reason_remark(w->r, w->trace,
                              reason_text(w->r, "缺 %d 年数据", "%d is missing", y));
            return without(now ? now->state : VALUE_MISSING);
        }
        if (w->trace)
            text = before ? reason_str(w->r, "%.*s → %s", STR_ARG(text), DT(now->value))
                          : reason_str(w->r, "%s", DT(now->value));
        if (before && (each || y == year)) {
            dec step = rises ? minus(before->value, now->value) : minus(now->value, before->value);
            target = before->value;
            if (step.micro >= 0) {
                pass = false;
                worst = dec_cmp(step, worst) > 0 ? step : worst;
            }
        }
        if (each || !before)
            before = now;
        if (w->trace && now != last)
            reason_value(w->r, w->trace, now);
    }
    if (w->trace)
        w->trace->arithmetic = reason_str(w->r, "%.*s %s", STR_ARG(text), pass ? "✓" : "✗");
    return judged(pass, last->value, target, worst);
}

static struct judgement judge_mean(const struct part_view *w, int years)
{
    const struct value *last = rule_value_at(w->v, w->subject, w->indicator, w->part, w->p);
    int year = period_year(last->period);
    dec sum = DEC_ZERO, mean;
    struct str text = STR_NONE;
    for (int y = year - years; y < year; y++) {
        const struct value *now = value_of_year(w, y);
        if (!now || now->state != VALUE_PRESENT) {
            if (w->trace)
                reason_remark(w->r, w->trace,
                              reason_text(w->r, "缺 %d 年数据", "%d is missing", y));
            return without(now ? now->state : VALUE_MISSING);
        }
        if (!dec_add(sum, now->value, &sum))
            return without(VALUE_MISSING);
        if (w->trace) {
            text = text.n ? reason_str(w->r, "%.*s + %s", STR_ARG(text), DT(now->value))
                          : reason_str(w->r, "%s", DT(now->value));
            reason_value(w->r, w->trace, now);
        }
    }
    if (!dec_muldiv(sum, DEC_INT(1), DEC_INT(years), DEC_HALF_UP, &mean))
        return without(VALUE_MISSING);
    bool pass = dec_cmp(last->value, mean) <= 0;
    if (w->trace)
        w->trace->arithmetic = reason_str(w->r, "%s ≤ (%.*s) ÷ %d = %s %s", DT(last->value),
                                          STR_ARG(text), years, DT(mean), pass ? "✓" : "✗");
    return judged(pass, last->value, mean, minus(last->value, mean));
}

static struct judgement judge_reference(const struct part_view *w, const struct rule *rule, dec x)
{
    const struct value *ref = rule_value_at(w->v, w->subject, w->indicator, rule->reference, w->p);
    if (!ref || ref->state != VALUE_PRESENT) {
        if (w->trace)
            reason_remark(w->r, w->trace,
                          reason_text(w->r, "缺比较值 %.*s", "the reference %.*s is missing",
                                      STR_ARG(rule->reference)));
        return without(ref ? ref->state : VALUE_MISSING);
    }
    if (w->trace)
        reason_value(w->r, w->trace, ref);
    return judge_fixed(w, rule->kind == RULE_NOT_ABOVE_REFERENCE ? RULE_AT_MOST : RULE_AT_LEAST, x,
                       ref->value);
}

static struct judgement judge_level(const struct part_view *w, dec x, dec t)
{
    bool pass = dec_cmp(x, t) <= 0;
    if (w->trace)
        w->trace->arithmetic =
            reason_str(w->r, "%c %s %c %s", (char)('A' + x.micro / DEC_ONE - 1), pass ? "≥" : "<",
                       (char)('A' + t.micro / DEC_ONE - 1), pass ? "✓" : "✗");
    return judged(pass, x, t, minus(x, t));
}

/* The number earns a level; the level is the judgement's value, so that the worst of several parts
 * is the level of the whole. */
static struct judgement judge_limits(const struct part_view *w, const struct rule *rule, dec x)
{
    int level = rule_level(rule, x);
    if (w->trace)
        w->trace->arithmetic =
            reason_str(w->r, "%s (A %s, B %s, C %s) → %c", DT(x), DT(rule->limits[0]),
                       DT(rule->limits[1]), DT(rule->limits[2]), 'A' + level - 1);
    return judged(level < 4, DEC_INT(level), DEC_INT(3), DEC_INT(level - 3));
}

/* Yes counts only with its paper. */
static struct judgement judge_exists(const struct part_view *w, const struct value *v)
{
    bool yes = v->value.micro == DEC_ONE, paper = v->source.n > 0;
    if (yes && !paper && w->trace)
        reason_remark(w->r, w->trace,
                      (struct text2){STR("填“有”但未注明文件"), STR("yes, but no paper is named")});
    struct judgement j = judged(yes && paper, v->value, DEC_INT(1), DEC_INT(1));
    j.has_gap = false;
    return j;
}

static struct judgement judge_main(const struct part_view *w, const struct rule *rule,
                                   const struct value *now)
{
    if (rule_is_trend(rule->kind))
        return judge_trend(w, rule->kind, w->v->standard->indicators[w->indicator].years);
    if (!now)
        return without(VALUE_MISSING);
    if (now->state != VALUE_PRESENT)
        return without(now->state);
    switch (rule->kind) {
    case RULE_NOT_ABOVE_MEAN:
        return judge_mean(w, (int)(rule->target.micro / DEC_ONE));
    case RULE_NOT_BELOW_REFERENCE:
    case RULE_NOT_ABOVE_REFERENCE:
    case RULE_MEETS_PLAN:
        return judge_reference(w, rule, now->value);
    case RULE_LEVEL_AT_LEAST:
        return judge_level(w, now->value, rule->target);
    case RULE_LEVEL_BY_LIMITS:
        return judge_limits(w, rule, now->value);
    case RULE_EXISTS:
        return judge_exists(w, now);
    case RULE_HIGHER_BETTER:
    case RULE_LOWER_BETTER: {
        struct judgement j = without(VALUE_PRESENT);
        j.value = now->value;
        return j;
    }
    default:
        return judge_fixed(w, rule->kind, now->value, rule->target);
    }
}

/* One part under one rule, with the alternative when the fixed value is not reached. */
static struct judgement judge_part(const struct part_view *w, const struct rule *rule)
{
    const struct value *now = rule_value_at(w->v, w->subject, w->indicator, w->part, w->p);
    if (now && w->trace)
        reason_value(w->r, w->trace, now);
    struct judgement j = judge_main(w, rule, now);
    if (j.verdict == VERDICT_FAIL && rule->alternative >= 0) {
        struct str main_text = w->trace ? w->trace->arithmetic : STR_NONE;
        struct judgement alt = judge_trend(w, (enum rule_kind)rule->alternative,
                                           w->v->standard->indicators[w->indicator].years);
        if (w->trace && alt.verdict != VERDICT_NONE)
            w->trace->arithmetic =
                reason_str(w->r, "%.*s; %.*s", STR_ARG(main_text), STR_ARG(w->trace->arithmetic));
        if (alt.verdict == VERDICT_PASS) {
            j.verdict = VERDICT_PASS;
            j.by_alternative = true;
            j.gap = DEC_ZERO;
            if (w->trace)
                reason_remark(w->r, w->trace,
                              (struct text2){STR("未达定值，但趋势改善，符合"),
                                             STR("below the fixed value, but improving: passes")});
        }
    }
    if (w->trace) {
        w->trace->verdict = j.verdict;
        w->trace->value_state = j.state;
    }
    return j;
}

static void rule_words(const struct part_view *w, const struct rule *rule, struct str unit)
{
    static const struct text2 WORDS[RULE_KINDS] = {
        [RULE_AT_LEAST] = {STR_INIT("不低于 %s%.*s"), STR_INIT("at least %s %.*s")},
        [RULE_MORE_THAN] = {STR_INIT("高于 %s%.*s"), STR_INIT("more than %s %.*s")},
        [RULE_AT_MOST] = {STR_INIT("不高于 %s%.*s"), STR_INIT("at most %s %.*s")},
        [RULE_LESS_THAN] = {STR_INIT("低于 %s%.*s"), STR_INIT("less than %s %.*s")},
        [RULE_EQUAL] = {STR_INIT("等于 %s%.*s"), STR_INIT("equal to %s %.*s")},
        [RULE_RISES_EACH_YEAR] = {STR_INIT("逐年上升"), STR_INIT("rises every year")},
        [RULE_FALLS_EACH_YEAR] = {STR_INIT("逐年下降"), STR_INIT("falls every year")},
        [RULE_RISES] = {STR_INIT("呈上升趋势"), STR_INIT("rises over the years")},
        [RULE_FALLS] = {STR_INIT("呈下降趋势"), STR_INIT("falls over the years")},
        [RULE_NOT_ABOVE_MEAN] = {STR_INIT("不高于前 %s 年平均水平"),
                                 STR_INIT("not above the mean of the %s years before")},
        [RULE_NOT_BELOW_REFERENCE] = {STR_INIT("不低于比较值"),
                                      STR_INIT("not below the reference")},
        [RULE_NOT_ABOVE_REFERENCE] = {STR_INIT("不高于比较值"),
                                      STR_INIT("not above the reference")},
        [RULE_MEETS_PLAN] = {STR_INIT("达到规划值"), STR_INIT("reaches the planned value")},
        [RULE_LEVEL_AT_LEAST] = {STR_INIT("达到规定等级"), STR_INIT("reaches the level")},
        [RULE_EXISTS] = {STR_INIT("有，且注明文件"), STR_INIT("exists, with its paper named")},
        [RULE_LEVEL_BY_LIMITS] = {STR_INIT("按限值定级，不低于 C 级"),
                                  STR_INIT("level by limits, C or better")},
        [RULE_HIGHER_BETTER] = {STR_INIT("越高越好"), STR_INIT("higher is better")},
        [RULE_LOWER_BETTER] = {STR_INIT("越低越好"), STR_INIT("lower is better")},
    };
    struct reasons *r = w->r;
    struct text2 t = WORDS[rule->kind];
    bool number = rule->kind <= RULE_EQUAL;
    if (number)
        t = reason_text(r, t.zh.p, t.en.p, DT(rule->target), STR_ARG(unit));
    else if (rule->kind == RULE_NOT_ABOVE_MEAN)
        t = reason_text(r, t.zh.p, t.en.p, DT(rule->target));
    else if (rule->kind == RULE_LEVEL_AT_LEAST)
        t = reason_text(r, "不低于 %c 级", "level %c or better",
                        (char)('A' + rule->target.micro / DEC_ONE - 1));
    if (rule->alternative >= 0) {
        struct text2 a = WORDS[rule->alternative];
        t = (struct text2){reason_str(r, "%.*s，或%.*s", STR_ARG(t.zh), STR_ARG(a.zh)),
                           reason_str(r, "%.*s, or %.*s", STR_ARG(t.en), STR_ARG(a.en))};
    }
    w->trace->rule = t;
}

/* ---- several parts ------------------------------------------------------------------------------
 */

struct combining {
    struct judgement all;
    int n, skipped;
    int64_t worst;
    bool levels; /* the parts earn levels: the worst level is the value of the whole */
};

static int64_t shortfall(const struct judgement *j)
{
    int64_t t = j->target.micro < 0 ? -j->target.micro : j->target.micro;
    if (!j->has_gap)
        return 1;
    dec_wide share = (dec_wide)j->gap.micro * DEC_ONE / (t ? t : DEC_ONE);
    return share >= INT64_MAX ? INT64_MAX : (int64_t)share + 1;
}

/* A part that fails decides; else one that is unknown; else all pass. The widest gap is shown. */
static void combine(struct combining *c, const struct judgement *j)
{
    c->n++;
    if (j->verdict == VERDICT_NONE && j->state == VALUE_NOT_APPLICABLE) {
        c->skipped++;
        return;
    }
    if (j->verdict == VERDICT_FAIL) {
        if (c->all.verdict != VERDICT_FAIL || shortfall(j) > c->worst) {
            c->worst = shortfall(j);
            c->all = *j;
        }
        return;
    }
    if (c->all.verdict == VERDICT_FAIL)
        return;
    if (c->all.verdict == VERDICT_PASS && j->verdict == VERDICT_PASS && c->levels &&
        dec_cmp(j->value, c->all.value) > 0)
        c->all = *j;
    bool first = c->n - c->skipped == 1;
    bool graver =
        j->verdict == VERDICT_NONE && (c->all.verdict == VERDICT_PASS || j->state == VALUE_MISSING);
    if (first || graver)
        c->all = *j;
    else if (c->all.verdict == VERDICT_PASS)
        c->all.by_alternative |= j->by_alternative;
}

static struct judgement combined(const struct combining *c)
{
    if (c->n == 0)
        return without(VALUE_MISSING);
    return c->skipped == c->n ? without(VALUE_NOT_APPLICABLE) : c->all;
}

static void judge_into(struct combining *c, const struct part_view *base, const struct rule *rule,
                       struct str part, struct text2 name, struct str unit)
{
    struct part_view w = *base;
    w.part = part;
    if (base->trace) {
        w.trace = reason_child(w.r, base->trace, REASON_PART, part, name);
        if (w.trace)
            rule_words(&w, rule, unit);
    }
    struct judgement j = judge_part(&w, rule);
    c->levels = rule->kind == RULE_LEVEL_BY_LIMITS || rule->kind == RULE_LEVEL_AT_LEAST;
    combine(c, &j);
}

static void judge_areas(struct combining *c, const struct part_view *w, const struct rule *rule)
{
    const struct indicator *ind = &w->v->standard->indicators[w->indicator];
    struct span run = values_of(w->v, w->subject, false, w->indicator);
    region_code region = w->v->subjects[w->subject].region, area;
    struct str seen = STR_NONE;
    for (int i = run.first; i < run.first + run.n; i++) {
        struct str part = w->v->at[i].part;
        if (part.n == 0 || str_eq(part, seen) || !region_parse(part, &area, NULL) ||
            !region_inside(area, region))
            continue;
        seen = part;
        judge_into(c, w, rule, part, (struct text2){part, part}, ind->unit);
    }
}

static void judge_rule(struct combining *c, const struct part_view *w, const struct rule *rule)
{
    const struct standard *s = w->v->standard;
    const struct indicator *ind = &s->indicators[w->indicator];
    if (rule->scope == RULE_EVERY_AREA) {
        judge_areas(c, w, rule);
        return;
    }
    if (rule->scope == RULE_VALUE) {
        if (w->trace)
            rule_words(w, rule, ind->unit);
        struct judgement j = judge_part(w, rule);
        combine(c, &j);
        return;
    }
    for (int i = 0; i < ind->parts.n; i++) {
        const struct part *part = &s->parts[ind->parts.first + i];
        if (rule->scope == RULE_PART && rule->part != ind->parts.first + i)
            continue;
        judge_into(c, w, rule, part->code, part->name, part->unit.n ? part->unit : ind->unit);
    }
}

struct judgement rule_judge(const struct values *v, int subject, int indicator, period p,
                            struct reasons *r, struct reason *trace)
{
    const struct standard *s = v->standard;
    const struct indicator *ind = &s->indicators[indicator];
    applies kind = (applies)1 << v->subjects[subject].kind;
    if (!(ind->applies & kind))
        return (struct judgement){.verdict = VERDICT_NONE, .state = VALUE_NOT_APPLICABLE};
    struct part_view w = {v, subject, indicator, STR_NONE, p, r, trace};
    struct combining c = {.all = without(VALUE_MISSING)};
    bool in_parts = true;
    for (int i = 0; i < ind->rules.n; i++) {
        const struct rule *rule = &s->rules[ind->rules.first + i];
        if (!(rule->applies & kind))
            continue;
        judge_rule(&c, &w, rule);
        in_parts = in_parts && rule->scope != RULE_VALUE;
    }
    struct judgement j = combined(&c);
    /* "Not applicable" or "not tested" for the whole, entered in place of parts or areas. */
    const struct value *whole = rule_value_at(v, subject, indicator, STR_NONE, p);
    if (in_parts && whole && whole->state != VALUE_PRESENT && j.verdict == VERDICT_NONE)
        j.state = whole->state;
    if (trace) {
        trace->basis = ind->basis;
        trace->verdict = j.verdict;
        trace->value_state = j.state;
    }
    return j;
}

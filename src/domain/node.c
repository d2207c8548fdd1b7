#include "domain/node.h"

#include "domain/rule.h"

static const char *const NODE_WORDS[NODE_METHODS] = {
    "sum",  "weighted", "indicators", "indicator", "linear",  "bands",    "coverage",
    "item", "items",    "kind",       "own",       "members", "relative",
};

const char *node_word(enum node_method method)
{
    return NODE_WORDS[method];
}

/* One node on its way to a score: rate = got / full. */
struct work {
    const struct node_eval *e;
    const struct standard *s;
    const struct node *node;
    int subject;
    struct reasons *r;
    struct reason *trace;
    struct tally t;
    struct str sum; /* arithmetic so far */
    int left_out;
    bool failed; /* below, and said there */
};

static bool applies_to(const struct work *w, applies set)
{
    return set & (applies)1 << w->e->board->values->subjects[w->subject].kind;
}

static void add(struct work *w, dec got, dec full)
{
    if (!dec_add(w->t.got, got, &w->t.got) || !dec_add(w->t.full, full, &w->t.full))
        w->t.overflow = true;
}

/* An input without a number: what it does to the node. True when it counts as zero. */
static bool no_number(struct work *w, enum score_state state, enum value_state why,
                      struct reason *at)
{
    enum state_effect effect = state == SCORE_BLOCKED ? EFFECT_BLOCK : w->node->effect[why];
    reason_state(w->r, at, why, effect);
    if (effect == EFFECT_BLOCK) {
        w->t.state = SCORE_BLOCKED;
        w->t.why = why;
    } else if (effect == EFFECT_EXCLUDE) {
        w->left_out++;
        if (w->t.state != SCORE_BLOCKED)
            w->t.why = why;
    }
    return effect == EFFECT_ZERO;
}

static void say(struct work *w, struct str term)
{
    if (w->trace)
        w->sum = w->sum.n ? reason_str(w->r, "%.*s + %.*s", STR_ARG(w->sum), STR_ARG(term)) : term;
}

/* The derivation of another node below this one. */
static struct reason *explain(struct work *w, enum reason_kind kind, int subject, int node,
                              struct str code, struct text2 name)
{
    struct reason *at = reason_child(w->r, w->trace, kind, code, name);
    if (!at)
        return NULL;
    struct score score;
    struct node_seen seen = {0};
    at->region = w->e->board->values->subjects[subject].region;
    if (!node_eval(w->e, subject, node, &score, &seen, at))
        w->failed = true;
    return at;
}

static const struct score *score_of(const struct work *w, int subject, int node)
{
    return &w->e->board->results[subject].nodes[node];
}

/* ---- inner nodes
 * --------------------------------------------------------------------------------- */

static void eval_sum(struct work *w)
{
    for (int i = 0; i < w->node->children.n; i++) {
        const struct node *child = &w->s->nodes[w->node->children.at[i]];
        if (!applies_to(w, child->applies))
            continue;
        const struct score *sc = score_of(w, w->subject, w->node->children.at[i]);
        struct reason *at =
            explain(w, REASON_NODE, w->subject, w->node->children.at[i], child->code, child->name);
        if (sc->state == SCORE_OK)
            add(w, sc->points, sc->full);
        else if (no_number(w, sc->state, sc->why, at))
            add(w, DEC_ZERO, child->points);
        else
            continue;
        if (w->trace)
            say(w, reason_str(w->r, "%s", DT(sc->state == SCORE_OK ? sc->points : DEC_ZERO)));
    }
}

/* weight x points / full of one part. */
static void add_weighted(struct work *w, dec weight, const struct score *sc)
{
    dec part;
    if (!dec_muldiv(weight, sc->points, sc->full, DEC_HALF_UP, &part)) {
        w->t.overflow = true;
        return;
    }
    add(w, part, weight);
    if (w->trace)
        say(w, reason_str(w->r, "%s × %s ÷ %s", DT(weight), DT(sc->points), DT(sc->full)));
}

static void eval_weighted(struct work *w)
{
    for (int i = 0; i < w->node->children.n; i++) {
        const struct node *child = &w->s->nodes[w->node->children.at[i]];
        if (!applies_to(w, child->applies))
            continue;
        const struct score *sc = score_of(w, w->subject, w->node->children.at[i]);
        struct reason *at =
            explain(w, REASON_NODE, w->subject, w->node->children.at[i], child->code, child->name);
        if (sc->state == SCORE_OK && sc->full.micro)
            add_weighted(w, child->weight, sc);
        else if (no_number(w, sc->state, sc->why, at))
            add(w, DEC_ZERO, child->weight);
    }
}

static void eval_own(struct work *w)
{
    int ref = w->node->refs.at[0];
    const struct node *node = &w->s->nodes[ref];
    const struct score *sc = score_of(w, w->subject, ref);
    struct reason *at = explain(w, REASON_NODE, w->subject, ref, node->code, node->name);
    if (sc->state == SCORE_OK)
        add(w, sc->points, sc->full);
    else if (no_number(w, sc->state, sc->why, at))
        add(w, DEC_ZERO, DEC_INT(1));
    if (w->trace)
        say(w, reason_str(w->r, "%s", DT(sc->points)));
}

/* Mean of the members' rates. */
static void eval_members(struct work *w)
{
    int ref = w->node->refs.at[0];
    const struct node *node = &w->s->nodes[ref];
    const struct subject *own = &w->e->board->values->subjects[w->subject];
    for (int i = 0; i < own->members.n; i++) {
        int m = own->members.at[i];
        const struct subject *member = &w->e->board->values->subjects[m];
        if (!(node->applies & (applies)1 << member->kind))
            continue;
        const struct score *sc = score_of(w, m, ref);
        char code[REGION_TEXT_MAX];
        size_t n = region_format(member->region, code);
        struct str text = w->trace ? arena_str(w->r->arena, (struct str){code, n}) : STR_NONE;
        struct reason *at = explain(w, REASON_MEMBER, m, ref, text, (struct text2){text, text});
        dec rate;
        if (sc->state == SCORE_OK &&
            dec_muldiv(DEC_INT(1), sc->points, sc->full, DEC_HALF_UP, &rate)) {
            add(w, rate, DEC_INT(1));
            if (w->trace)
                say(w, reason_str(w->r, "%s ÷ %s", DT(sc->points), DT(sc->full)));
        } else if (no_number(w, sc->state, sc->why, at)) {
            add(w, DEC_ZERO, DEC_INT(1));
        }
    }
}

/* ---- indicators
 * ----------------------------------------------------------------------------------- */

static struct reason *explain_indicator(struct work *w, int indicator)
{
    const struct indicator *ind = &w->s->indicators[indicator];
    struct reason *at = reason_child(w->r, w->trace, REASON_INDICATOR, ind->code, ind->name);
    if (at)
        (void)rule_judge(w->e->board->values, w->subject, indicator, w->e->board->period, w->r, at);
    return at;
}

static void eval_indicators(struct work *w)
{
    dec passed = DEC_ZERO;
    for (int i = 0; i < w->node->refs.n; i++) {
        int k = w->node->refs.at[i];
        const struct indicator *ind = &w->s->indicators[k];
        const struct judgement *j = &w->e->board->results[w->subject].indicators[k];
        if (!j->applies || (j->verdict == VERDICT_NONE && j->state == VALUE_PRESENT))
            continue;
        struct reason *at = explain_indicator(w, k);
        if (j->verdict == VERDICT_NONE && !no_number(w, SCORE_NONE, j->state, at))
            continue;
        dec got = j->verdict == VERDICT_PASS ? ind->weight : DEC_ZERO;
        add(w, got, ind->weight);
        reason_points(at, got, ind->weight);
        if (at && ind->veto && j->verdict == VERDICT_FAIL)
            at->veto = true;
        if (!dec_add(passed, got, &passed))
            w->t.overflow = true;
    }
    if (w->trace)
        say(w, reason_str(w->r, "%s", DT(passed)));
}

static bool one_indicator(struct work *w, const struct judgement **j)
{
    int k = w->node->refs.at[0];
    *j = &w->e->board->results[w->subject].indicators[k];
    struct reason *at = explain_indicator(w, k);
    if (!(*j)->applies || (*j)->state != VALUE_PRESENT) {
        enum value_state why = (*j)->applies ? (*j)->state : VALUE_NOT_APPLICABLE;
        if (no_number(w, SCORE_NONE, why, at))
            add(w, DEC_ZERO, DEC_INT(1));
        return false;
    }
    return true;
}

static void eval_indicator(struct work *w)
{
    const struct judgement *j;
    if (!one_indicator(w, &j))
        return;
    add(w, j->verdict == VERDICT_PASS ? DEC_INT(1) : DEC_ZERO, DEC_INT(1));
    if (w->trace)
        say(w, reason_str(w->r, "%d", j->verdict == VERDICT_PASS));
}

/* (x - lo) / (hi - lo), from 0 to 1. */
static void eval_linear(struct work *w)
{
    const struct judgement *j;
    if (!one_indicator(w, &j))
        return;
    const struct node *n = w->node;
    dec got, whole;
    if (!dec_sub(j->value, n->lo, &got) || !dec_sub(n->hi, n->lo, &whole)) {
        w->t.overflow = true;
        return;
    }
    bool down = whole.micro < 0;
    if (down) {
        got.micro = -got.micro;
        whole.micro = -whole.micro;
    }
    dec kept = {got.micro < 0 ? 0 : got.micro > whole.micro ? whole.micro : got.micro};
    if (w->trace && kept.micro != got.micro) {
        say(w, reason_str(w->r, "%s", DT(kept)));
        reason_remark(w->r, w->trace,
                      reason_text(w->r, "数值 %s 超出 %s–%s，按端点计",
                                  "%s lies outside %s to %s: the end counts", DT(j->value),
                                  DT(n->lo), DT(n->hi)));
    } else if (w->trace) {
        say(w,
            reason_str(w->r, "%s − %s", DT(down ? n->lo : j->value), DT(down ? j->value : n->lo)));
    }
    add(w, kept, whole);
}

/* Points inside one band, straight from its first to its last. */
static dec band_points(struct work *w, const struct band *b, dec value)
{
    dec into, width, rise, extra = DEC_ZERO, points = b->points_from;
    if (!dec_sub(value, b->from, &into) || !dec_sub(b->to, b->from, &width) ||
        !dec_sub(b->points_to, b->points_from, &rise) ||
        (rise.micro && !dec_muldiv(rise, into, width, DEC_HALF_UP, &extra)) ||
        !dec_add(b->points_from, extra, &points))
        w->t.overflow = true;
    reason_remark(w->r, w->trace, b->label);
    if (w->trace && rise.micro)
        say(w, reason_str(w->r, "%s + (%s − %s) × (%s − %s) ÷ %s", DT(b->points_from),
                          DT(b->points_to), DT(b->points_from), DT(value), DT(b->from), DT(width)));
    else if (w->trace)
        say(w, reason_str(w->r, "%s", DT(points)));
    return points;
}

static void eval_bands(struct work *w)
{
    const struct judgement *j;
    if (!one_indicator(w, &j))
        return;
    for (int i = 0; i < w->node->bands.n; i++) {
        const struct band *b = &w->s->bands[w->node->bands.first + i];
        bool last = i + 1 == w->node->bands.n;
        if (dec_cmp(j->value, b->from) < 0 || dec_cmp(j->value, b->to) > 0 ||
            (!last && dec_cmp(j->value, b->to) == 0))
            continue;
        add(w, band_points(w, b, j->value), w->node->points);
        return;
    }
    add(w, DEC_ZERO, w->node->points);
    if (w->trace)
        reason_remark(w->r, w->trace,
                      reason_text(w->r, "%s 不在任何一档内：0 分", "%s is in no band: 0 points",
                                  DT(j->value)));
}

/* ---- relative: between the smallest and the largest of those compared ---------------------------
 */

struct board_range *node_range(const struct board *b, int subject, int indicator)
{
    const struct standard *s = b->standard;
    const struct subject *own = &b->values->subjects[subject];
    size_t row = (size_t)own->kind * (size_t)(s->n_groups + 1) + (size_t)(own->group + 1);
    return &b->ranges[row * (size_t)s->n_indicators + (size_t)indicator];
}

static bool lower_is_better(const struct standard *s, const struct indicator *ind)
{
    for (int i = 0; i < ind->rules.n; i++) {
        enum rule_kind k = s->rules[ind->rules.first + i].kind;
        if (k == RULE_LOWER_BETTER || k == RULE_AT_MOST || k == RULE_LESS_THAN || k == RULE_FALLS ||
            k == RULE_FALLS_EACH_YEAR || k == RULE_NOT_ABOVE_MEAN || k == RULE_NOT_ABOVE_REFERENCE)
            return true;
    }
    return false;
}

static void relative_one(struct work *w, int k)
{
    const struct indicator *ind = &w->s->indicators[k];
    const struct judgement *j = &w->e->board->results[w->subject].indicators[k];
    if (!j->applies)
        return;
    struct reason *at = explain_indicator(w, k);
    if (j->state != VALUE_PRESENT) {
        if (no_number(w, SCORE_NONE, j->state, at))
            add(w, DEC_ZERO, ind->weight);
        return;
    }
    const struct board_range *range = node_range(w->e->board, w->subject, k);
    if (dec_cmp(range->min, range->max) == 0) {
        w->left_out++;
        reason_remark(w->r, at,
                      (struct text2){STR("组内各地数值相同，不区分，不计入"),
                                     STR("all compared are equal: tells nothing, left out")});
        return;
    }
    bool lower = lower_is_better(w->s, ind);
    dec from, width, z, part;
    if (!(lower ? dec_sub(range->max, j->value, &from) : dec_sub(j->value, range->min, &from)) ||
        !dec_sub(range->max, range->min, &width) ||
        !dec_muldiv(DEC_INT(1), from, width, DEC_HALF_UP, &z) || !dec_mul(z, ind->weight, &part)) {
        w->t.overflow = true;
        return;
    }
    add(w, part, ind->weight);
    if (at) {
        at->arithmetic = lower ? reason_str(w->r, "(%s − %s) ÷ (%s − %s) = %s", DT(range->max),
                                            DT(j->value), DT(range->max), DT(range->min), DT(z))
                               : reason_str(w->r, "(%s − %s) ÷ (%s − %s) = %s", DT(j->value),
                                            DT(range->min), DT(range->max), DT(range->min), DT(z));
        reason_points(at, part, ind->weight);
        say(w, reason_str(w->r, "%s × %s", DT(ind->weight), DT(z)));
    }
}

static void eval_relative(struct work *w)
{
    for (int i = 0; i < w->node->refs.n; i++)
        relative_one(w, w->node->refs.at[i]);
}

/* ---- on-site marks
 * -------------------------------------------------------------------------------- */

static void eval_marks(struct work *w)
{
    const struct board *b = w->e->board;
    int left_out = w->left_out;
    if (w->node->method == NODE_KIND) {
        w->t = marks_of_kind(b->values, w->subject, w->node->refs.at[0], b->period, w->node->effect,
                             w->e->scratch, w->r, w->trace);
        if (w->trace && w->t.places) /* the sum of rates / number of places */
            say(w, reason_str(w->r, "%s", DT(w->t.got)));
    } else {
        w->t = marks_of_items(b->values, w->subject, &w->node->refs, b->period, w->node->effect,
                              w->r, w->trace);
        if (w->trace)
            say(w, reason_str(w->r, "%s", DT(w->t.got)));
    }
    w->left_out = left_out;
}

/* ---- the score
 * ------------------------------------------------------------------------------------ */

static void eval_inputs(struct work *w)
{
    switch (w->node->method) {
    case NODE_SUM:
        eval_sum(w);
        break;
    case NODE_WEIGHTED:
        eval_weighted(w);
        break;
    case NODE_OWN:
        eval_own(w);
        break;
    case NODE_MEMBERS:
        eval_members(w);
        break;
    case NODE_INDICATORS:
    case NODE_COVERAGE:
        eval_indicators(w);
        break;
    case NODE_INDICATOR:
        eval_indicator(w);
        break;
    case NODE_LINEAR:
        eval_linear(w);
        break;
    case NODE_BANDS:
        eval_bands(w);
        break;
    case NODE_RELATIVE:
        eval_relative(w);
        break;
    default:
        eval_marks(w);
        break;
    }
}

static struct text2 node_rule(enum node_method m)
{
    static const struct text2 RULES[NODE_METHODS] = {
        [NODE_SUM] = {STR_INIT("各项得分之和"), STR_INIT("sum of the parts")},
        [NODE_WEIGHTED] = {STR_INIT("按权重合成各部分得分率"),
                           STR_INIT("rates of the parts by weight")},
        [NODE_INDICATORS] = {STR_INIT("分值 × 达标指标权重 ÷ 参评指标权重"),
                             STR_INIT("points × weight of indicators that pass ÷ weight judged")},
        [NODE_INDICATOR] = {STR_INIT("达标得满分，不达标不得分"),
                            STR_INIT("all points when it passes, else none")},
        [NODE_LINEAR] = {STR_INIT("在下限与上限之间按直线折算"),
                         STR_INIT("straight between the lower and the upper mark")},
        [NODE_BANDS] = {STR_INIT("按档给分"), STR_INIT("points by band")},
        [NODE_COVERAGE] = {STR_INIT("分值 × 达标项 ÷ 参评项"),
                           STR_INIT("points × coverages that pass ÷ judged")},
        [NODE_ITEM] = {STR_INIT("单项评分"), STR_INIT("one item")},
        [NODE_ITEMS] = {STR_INIT("各评分项之和，折算到分值"),
                        STR_INIT("sum of the items, scaled to the points")},
        [NODE_KIND] = {STR_INIT("分值 × 抽查点位得分率的平均"),
                       STR_INIT("points × mean rate of the sampled places")},
        [NODE_OWN] = {STR_INIT("本级得分"), STR_INIT("the region's own score")},
        [NODE_MEMBERS] = {STR_INIT("所辖抽查地区得分率的平均"),
                          STR_INIT("mean rate of the sampled members")},
        [NODE_RELATIVE] = {STR_INIT("（数值 − 最小）÷（最大 − 最小），组内比较"),
                           STR_INIT("(value − min) ÷ (max − min), inside the group")},
    };
    return RULES[m];
}

static void write_trace(struct work *w, const struct score *sc)
{
    struct reason *t = w->trace;
    t->rule = node_rule(w->node->method);
    t->basis = w->node->basis;
    t->state = sc->state;
    if (sc->state != SCORE_OK) {
        t->value_state = sc->why;
        return;
    }
    reason_points(t, sc->points, sc->full);
    if (!w->sum.n) /* all below counts as zero */
        w->sum = STR("0");
    bool scaled = w->node->points.micro && dec_cmp(w->t.full, w->node->points) != 0;
    if (scaled)
        t->arithmetic = reason_str(w->r, "%s × (%.*s) ÷ %s = %s", DT(w->node->points),
                                   STR_ARG(w->sum), DT(w->t.full), DT(sc->points));
    else
        t->arithmetic = reason_str(w->r, "%.*s = %s", STR_ARG(w->sum), DT(sc->points));
    if (w->left_out)
        reason_remark(w->r, t,
                      reason_text(w->r, "%d 项不计入，其余折算为 %s 分",
                                  "%d left out, the rest is scaled to %s points", w->left_out,
                                  DT(sc->full)));
}

static bool settle(struct work *w, struct score *out)
{
    struct score sc = {.state = w->t.state, .why = w->t.why};
    if (w->failed)
        return false;
    if (w->t.no_memory)
        return err_set(w->e->err, ERR_MEMORY, NULL);
    if (sc.state == SCORE_OK && w->t.full.micro == 0) {
        sc.state = SCORE_NONE;
        if (sc.why == VALUE_PRESENT)
            sc.why = VALUE_NOT_TESTED;
    }
    if (sc.state == SCORE_OK) {
        sc.why = VALUE_PRESENT;
        sc.full = w->node->points.micro ? w->node->points : w->t.full;
        if (!dec_muldiv(DEC_INT(1), w->t.got, w->t.full, DEC_HALF_UP, &sc.rate) ||
            !dec_muldiv_places(sc.full, w->t.got, w->t.full, w->node->places, w->s->rounding,
                               &sc.points))
            w->t.overflow = true;
    }
    if (w->t.overflow)
        return err_set(w->e->err, ERR_ARITHMETIC, err_word(w->node->code).z);
    *out = sc;
    return true;
}

bool node_eval(const struct node_eval *e, int subject, int node, struct score *out,
               struct node_seen *seen, struct reason *trace)
{
    const struct standard *s = e->board->standard;
    struct work w = {.e = e,
                     .s = s,
                     .node = &s->nodes[node],
                     .subject = subject,
                     .r = e->reasons,
                     .trace = trace};
    if (!applies_to(&w, w.node->applies)) {
        *out = (struct score){.state = SCORE_NONE, .why = VALUE_NOT_APPLICABLE};
    } else {
        eval_inputs(&w);
        if (!settle(&w, out))
            return false;
    }
    seen->vetoes += w.t.vetoes;
    seen->places += w.t.places;
    seen->not_tested += w.t.not_tested;
    if (trace)
        write_trace(&w, out);
    return true;
}

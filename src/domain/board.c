#include "domain/node.h"
#include "domain/rule.h"

static bool uses_ranges(const struct standard *s)
{
    for (int i = 0; i < s->n_nodes; i++)
        if (s->nodes[i].method == NODE_RELATIVE)
            return true;
    return false;
}

static void count(struct result *r, const struct judgement *j)
{
    if (!j->applies)
        return;
    r->passed += j->verdict == VERDICT_PASS;
    r->failed += j->verdict == VERDICT_FAIL;
    if (j->verdict != VERDICT_NONE)
        return;
    r->missing += j->state == VALUE_MISSING;
    r->not_tested += j->state == VALUE_NOT_TESTED;
    r->not_applicable += j->state == VALUE_NOT_APPLICABLE;
    r->empty_denominator += j->state == VALUE_EMPTY_DENOMINATOR;
}

static void judge_all(struct board *b, int subject)
{
    struct result *r = &b->results[subject];
    struct score *nodes = r->nodes;
    struct judgement *indicators = r->indicators;
    *r = (struct result){.nodes = nodes, .indicators = indicators};
    struct reasons none = {0};
    for (int i = 0; i < b->standard->n_indicators; i++) {
        indicators[i] = rule_judge(b->values, subject, i, b->period, &none, NULL);
        count(r, &indicators[i]);
    }
}

/* The ranges of one kind and group, or of all (kind < 0). */
static void find_ranges(struct board *b, int kind, int group)
{
    const struct standard *s = b->standard;
    size_t each = (size_t)s->n_indicators;
    if (kind < 0)
        memset(b->ranges, 0,
               (size_t)s->n_subjects * (size_t)(s->n_groups + 1) * each * sizeof *b->ranges);
    else
        memset(b->ranges + ((size_t)kind * (size_t)(s->n_groups + 1) + (size_t)(group + 1)) * each,
               0, each * sizeof *b->ranges);
    for (int i = 0; i < b->values->n_subjects; i++) {
        const struct subject *own = &b->values->subjects[i];
        if (kind >= 0 && (own->kind != kind || own->group != group))
            continue;
        for (int k = 0; k < s->n_indicators; k++) {
            const struct judgement *j = &b->results[i].indicators[k];
            if (!j->applies || j->state != VALUE_PRESENT)
                continue;
            struct board_range *r = node_range(b, i, k);
            if (r->n == 0 || dec_cmp(j->value, r->min) < 0)
                r->min = j->value;
            if (r->n == 0 || dec_cmp(j->value, r->max) > 0)
                r->max = j->value;
            r->n++;
        }
    }
}

static bool condition_met(const struct board *b, const struct result *r,
                          const struct pass_condition *c)
{
    if (c->node < 0)
        return r->failed + r->missing + r->not_tested + r->empty_denominator == 0 && r->passed > 0;
    const struct score *sc = &r->nodes[c->node];
    (void)b;
    return sc->state == SCORE_OK && dec_cmp(sc->points, c->at_least) >= 0;
}

static bool passes(const struct board *b, int subject)
{
    const struct standard *s = b->standard;
    const struct result *r = &b->results[subject];
    bool all = s->n_passing > 0 && r->vetoes == 0;
    for (int i = 0; i < s->n_passing; i++)
        all = all && condition_met(b, r, &s->passing[i]);
    return all;
}

static bool score_nodes(struct board *b, int subject, struct err *err)
{
    struct reasons none = {0};
    struct node_eval e = {b, &b->scratch, &none, err};
    struct result *r = &b->results[subject];
    struct node_seen seen = {0};
    for (int i = 0; i < b->standard->n_nodes; i++) {
        arena_clear(&b->scratch);
        if (!node_eval(&e, subject, i, &r->nodes[i], &seen, NULL))
            return false;
    }
    r->vetoes = seen.vetoes;
    for (int i = 0; i < b->standard->n_indicators; i++)
        r->vetoes += b->standard->indicators[i].veto && r->indicators[i].verdict == VERDICT_FAIL;
    r->items_not_tested = seen.not_tested;
    r->places = seen.places;
    const struct int_list *members = &b->values->subjects[subject].members;
    for (int i = 0; i < members->n; i++)
        r->places += b->results[members->at[i]].places;
    r->passes = passes(b, subject);
    return true;
}

/* Whoever is around a subject stands before it, so going backwards members come first. */
static bool score_all(struct board *b, struct err *err)
{
    if (b->ranges)
        find_ranges(b, -1, -1);
    for (int i = b->values->n_subjects - 1; i >= 0; i--)
        if (!score_nodes(b, i, err))
            return false;
    return true;
}

static bool allocate(struct board *b)
{
    const struct standard *s = b->standard;
    size_t n = (size_t)b->values->n_subjects;
    b->results = ARENA_ARRAY(b->arena, n + 1, struct result);
    struct score *nodes = ARENA_ARRAY(b->arena, n * (size_t)s->n_nodes + 1, struct score);
    struct judgement *indicators =
        ARENA_ARRAY(b->arena, n * (size_t)s->n_indicators + 1, struct judgement);
    if (!b->results || !nodes || !indicators)
        return false;
    for (size_t i = 0; i < n; i++) {
        b->results[i].nodes = nodes + i * (size_t)s->n_nodes;
        b->results[i].indicators = indicators + i * (size_t)s->n_indicators;
    }
    if (!uses_ranges(s))
        return true;
    size_t rows = (size_t)s->n_subjects * (size_t)(s->n_groups + 1);
    b->ranges = ARENA_ARRAY(b->arena, rows * (size_t)s->n_indicators + 1, struct board_range);
    b->dirty = ARENA_ARRAY(b->arena, n + 1, bool);
    return b->ranges && b->dirty;
}

bool board_make(struct board *b, struct arena *arena, const struct values *v, period p,
                struct err *err)
{
    *b = (struct board){.arena = arena, .standard = v->standard, .values = v, .period = p};
    arena_init(&b->scratch, 0);
    if (!allocate(b))
        return err_set(err, ERR_MEMORY, NULL);
    for (int i = 0; i < v->n_subjects; i++)
        judge_all(b, i);
    return score_all(b, err);
}

void board_release(struct board *b)
{
    arena_release(&b->scratch);
}

/* Relative nodes: all of the subject's kind and group, and whoever is around one of them. */
static bool score_compared(struct board *b, int subject, struct err *err)
{
    const struct subject *subjects = b->values->subjects;
    int kind = subjects[subject].kind, group = subjects[subject].group;
    find_ranges(b, kind, group);
    memset(b->dirty, 0, (size_t)b->values->n_subjects);
    for (int i = b->values->n_subjects - 1; i >= 0; i--) {
        if (subjects[i].kind == kind && subjects[i].group == group)
            b->dirty[i] = true;
        if (!b->dirty[i])
            continue;
        if (subjects[i].parent >= 0)
            b->dirty[subjects[i].parent] = true;
        if (!score_nodes(b, i, err))
            return false;
    }
    return true;
}

bool board_update(struct board *b, int subject, struct err *err)
{
    judge_all(b, subject);
    if (b->ranges)
        return score_compared(b, subject, err);
    for (int i = subject; i >= 0; i = b->values->subjects[i].parent)
        if (!score_nodes(b, i, err))
            return false;
    return true;
}

struct reason *board_explain(const struct board *b, struct arena *arena, int subject, int node,
                             struct err *err)
{
    struct reasons r = {.arena = arena};
    struct reason top = {0};
    const struct node *n = &b->standard->nodes[node];
    struct reason *root = reason_child(&r, &top, REASON_NODE, n->code, n->name);
    struct node_eval e = {b, arena, &r, err};
    struct score score;
    struct node_seen seen = {0};
    if (root) {
        root->region = b->values->subjects[subject].region;
        if (!node_eval(&e, subject, node, &score, &seen, root))
            return NULL;
    }
    if (r.failed || !root) {
        err_set(err, ERR_MEMORY, NULL);
        return NULL;
    }
    return root;
}

struct reason *board_explain_indicator(const struct board *b, struct arena *arena, int subject,
                                       int indicator, struct err *err)
{
    struct reasons r = {.arena = arena};
    struct reason top = {0};
    const struct indicator *ind = &b->standard->indicators[indicator];
    struct reason *root = reason_child(&r, &top, REASON_INDICATOR, ind->code, ind->name);
    if (root) {
        root->region = b->values->subjects[subject].region;
        (void)rule_judge(b->values, subject, indicator, b->period, &r, root);
    }
    if (r.failed || !root) {
        err_set(err, ERR_MEMORY, NULL);
        return NULL;
    }
    return root;
}

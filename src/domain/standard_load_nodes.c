/* scoring.csv: the tree of nodes, what they take from, and their order. */
#include <stdio.h>

#include "domain/standard_parts.h"

#define T(name) STANDARD_TABLE_##name

enum { NODE_DEPTH_MAX = 64 };

/* ---- references --------------------------------------------------------------------------------
 */

static void all_indicators(struct loader *l, struct node *n, int section, bool coverage)
{
    struct standard *s = l->s;
    for (int i = 0; i < s->n_indicators; i++)
        if (s->indicators[i].coverage == coverage &&
            (section < 0 || s->indicators[i].section == section))
            int_list_add(l, &n->refs, i);
}

static void one_ref(struct loader *l, int row, struct node *n, const struct map *map,
                    const char *in)
{
    int i = cell_ref(l, T(scoring), row, COL_scoring_ref, map, in);
    if (i >= 0)
        int_list_add(l, &n->refs, i);
}

static void ref_items(struct loader *l, int row, struct node *n)
{
    n->refs = cell_refs(l, T(scoring), row, COL_scoring_ref, &l->s->item_by, "items");
    if (n->method == NODE_ITEM && n->refs.n > 1)
        bad(l, T(scoring), row, COL_scoring_ref, ERR_CHOICE, text_of(l, n->ref), "items: 1");
    for (int i = 0; i < n->refs.n; i++) {
        const struct item *it = &l->s->items[n->refs.at[i]];
        if (it->checklist >= 0)
            bad(l, T(scoring), row, COL_scoring_ref, ERR_DANGLING, text_of(l, it->code),
                "items without kind / 未填 kind 的评分项");
    }
}

static void ref_coverage(struct loader *l, int row, struct node *n)
{
    struct standard *s = l->s;
    if (str_is(n->ref, "*")) {
        all_indicators(l, n, -1, true);
        return;
    }
    int64_t i = map_get(&s->indicator_by, n->ref);
    if (i < 0 || !s->indicators[i].coverage)
        bad(l, T(scoring), row, COL_scoring_ref, ERR_DANGLING, text_of(l, n->ref), "coverage");
    else
        int_list_add(l, &n->refs, (int)i);
}

void load_node_ref(struct loader *l, int node, int row)
{
    struct standard *s = l->s;
    struct node *n = &s->nodes[node];
    bool none = n->method == NODE_SUM || n->method == NODE_WEIGHTED;
    if (none != (n->ref.n == 0)) {
        if (none)
            bad(l, T(scoring), row, COL_scoring_ref, ERR_CHOICE, text_of(l, n->ref),
                "(empty / 留空)");
        else
            bad(l, T(scoring), row, COL_scoring_ref, ERR_RULE_TARGET, node_word(n->method), "ref");
        return;
    }
    switch (n->method) {
    case NODE_INDICATORS:
    case NODE_RELATIVE:
        if (str_is(n->ref, "*")) {
            all_indicators(l, n, -1, false);
        } else {
            int section = cell_ref(l, T(scoring), row, COL_scoring_ref, &s->section_by, "sections");
            if (section >= 0)
                all_indicators(l, n, section, false);
        }
        break;
    case NODE_INDICATOR:
    case NODE_LINEAR:
    case NODE_BANDS:
        one_ref(l, row, n, &s->indicator_by, "indicators");
        break;
    case NODE_COVERAGE:
        ref_coverage(l, row, n);
        break;
    case NODE_ITEM:
    case NODE_ITEMS:
        ref_items(l, row, n);
        break;
    case NODE_KIND:
        one_ref(l, row, n, &s->checklist_by, "checklists");
        break;
    case NODE_OWN:
    case NODE_MEMBERS:
        one_ref(l, row, n, &s->node_by, "scoring");
        break;
    default:
        break;
    }
    bool takes = !none && n->method != NODE_OWN && n->method != NODE_MEMBERS;
    if (takes && !n->refs.n && (str_is(n->ref, "*") || map_get(&s->section_by, n->ref) >= 0))
        bad(l, T(scoring), row, COL_scoring_ref, ERR_DANGLING, text_of(l, n->ref),
            n->method == NODE_COVERAGE ? "coverage" : "indicators");
}

/* ---- one node ----------------------------------------------------------------------------------
 */

static void read_effects(struct loader *l, int row, struct node *n)
{
    for (int i = 1; i < VALUE_STATES; i++) {
        int e = choice_of("exclude;zero;block",
                          cell(l, T(scoring), row, COL_scoring_state_missing + (i - 1)));
        n->effect[i] = e < 0 ? l->s->effect[i] : (enum state_effect)e;
    }
}

static void read_linear(struct loader *l, int row, struct node *n)
{
    struct str text = cell(l, T(scoring), row, COL_scoring_target);
    if (n->method != NODE_LINEAR) {
        if (text.n)
            bad(l, T(scoring), row, COL_scoring_target, ERR_CHOICE, text_of(l, text),
                "(empty / 留空)");
        return;
    }
    if (!text.n) {
        bad(l, T(scoring), row, COL_scoring_target, ERR_RULE_TARGET, "linear", "lo..hi: 50..100");
        return;
    }
    bool good = false;
    for (size_t i = 1; i + 2 < text.n && !good; i++)
        good = text.p[i] == '.' && text.p[i + 1] == '.' &&
               dec_parse((struct str){text.p, i}, &n->lo) &&
               dec_parse((struct str){text.p + i + 2, text.n - i - 2}, &n->hi) &&
               dec_cmp(n->lo, n->hi) != 0;
    if (!good)
        bad(l, T(scoring), row, COL_scoring_target, ERR_CHOICE, text_of(l, text), "50..100");
}

static void read_node(struct loader *l, int i)
{
    struct standard *s = l->s;
    struct node *n = &s->nodes[i];
    int method = node_method_of(cell(l, T(scoring), i, COL_scoring_method));
    *n = (struct node){.code = cell(l, T(scoring), i, COL_scoring_node),
                       .parent = -1,
                       .method = method < 0 ? NODE_SUM : (enum node_method)method,
                       .ref = cell(l, T(scoring), i, COL_scoring_ref),
                       .points = cell_dec(l, T(scoring), i, COL_scoring_points, DEC_ZERO),
                       .weight = cell_dec(l, T(scoring), i, COL_scoring_weight, DEC_ZERO),
                       .places = (int)cell_int(l, T(scoring), i, COL_scoring_places, s->places),
                       .applies = cell_applies(l, T(scoring), i, COL_scoring_applies),
                       .name = cell2(l, T(scoring), i, COL_scoring_name_zh),
                       .basis = cell_basis(l, T(scoring), i, COL_scoring_basis)};
    cell_range(l, T(scoring), i, COL_scoring_places, DEC_ZERO, DEC_INT(DEC_PLACES));
    cell_range(l, T(scoring), i, COL_scoring_points, (dec){1}, DEC_INT(1000000));
    cell_range(l, T(scoring), i, COL_scoring_weight, (dec){1}, DEC_INT(100));
    read_effects(l, i, n);
    if (method >= 0)
        read_linear(l, i, n);
    if (n->code.n && map_get(&s->node_by, n->code) < 0 && !map_put(l->a, &s->node_by, n->code, i))
        no_memory(l);
}

static void read_parent(struct loader *l, int i)
{
    struct standard *s = l->s;
    struct node *n = &s->nodes[i];
    n->parent = cell_ref(l, T(scoring), i, COL_scoring_parent, &s->node_by, "scoring");
    struct node *up = n->parent >= 0 ? &s->nodes[n->parent] : NULL;
    bool weighs = up && up->method == NODE_WEIGHTED;
    struct str weight = cell(l, T(scoring), i, COL_scoring_weight);
    if (up)
        int_list_add(l, &up->children, i);
    if (up && up->method != NODE_SUM && !weighs)
        bad(l, T(scoring), i, COL_scoring_parent, ERR_CHOICE, text_of(l, up->code),
            "a node with method sum or weighted / sum 或 weighted 节点");
    if (weighs && !weight.n)
        bad(l, T(scoring), i, COL_scoring_weight, ERR_EMPTY, NULL);
    if (!weighs && weight.n)
        bad(l, T(scoring), i, COL_scoring_weight, ERR_CHOICE, text_of(l, weight), "(empty / 留空)");
    if (n->method != NODE_SUM && !cell(l, T(scoring), i, COL_scoring_points).n) {
        n->points = DEC_INT(100);
        if (!weighs)
            bad(l, T(scoring), i, COL_scoring_points, ERR_EMPTY, NULL);
    }
}

/* ---- the tree ----------------------------------------------------------------------------------
 */

enum { WHITE, OPEN, DONE };

/* Children and referred nodes first; false at a cycle or when too deep. */
static bool visit(struct loader *l, char *state, int *n_order, int at, int depth)
{
    struct node *n = &l->s->nodes[at];
    if (state[at] == DONE)
        return true;
    if (state[at] == OPEN)
        return bad(l, T(scoring), at, COL_scoring_node, ERR_CYCLE, text_of(l, n->code));
    if (depth > NODE_DEPTH_MAX)
        return bad(l, T(scoring), at, COL_scoring_node, ERR_TOO_LARGE, text_of(l, n->code),
                   "64 levels / 64 层");
    state[at] = OPEN;
    bool ok = true;
    for (int i = 0; ok && i < n->children.n; i++)
        ok = visit(l, state, n_order, n->children.at[i], depth + 1);
    if (n->method == NODE_OWN || n->method == NODE_MEMBERS)
        for (int i = 0; ok && i < n->refs.n; i++)
            ok = visit(l, state, n_order, n->refs.at[i], depth + 1);
    state[at] = DONE;
    if (ok)
        l->order[(*n_order)++] = at;
    return ok;
}

static bool find_order(struct loader *l)
{
    struct standard *s = l->s;
    int n_order = 0;
    char *state = ARENA_ARRAY(l->a, (size_t)s->n_nodes + 1, char);
    l->order = ARENA_ARRAY(l->a, (size_t)s->n_nodes + 1, int);
    if (!state || !l->order)
        return no_memory(l);
    bool ok = true;
    for (int i = 0; i < s->n_nodes; i++)
        if (s->nodes[i].parent < 0)
            ok &= visit(l, state, &n_order, i, 0);
    for (int i = 0; i < s->n_nodes; i++) /* what no root leads to hangs in a cycle */
        if (state[i] == WHITE)
            ok &= visit(l, state, &n_order, i, 0);
    return ok;
}

static dec sum_for(const struct standard *s, const struct node *n, int kind, bool weights)
{
    dec sum = DEC_ZERO;
    for (int i = 0; i < n->children.n; i++) {
        const struct node *c = &s->nodes[n->children.at[i]];
        if (c->applies & (applies)1 << kind)
            (void)dec_add(sum, weights ? c->weight : c->points, &sum);
    }
    return sum;
}

/* What the children bring together, for every kind of subject that the node is for. */
static void check_sum(struct loader *l, int i)
{
    struct standard *s = l->s;
    struct node *n = &s->nodes[i];
    bool weights = n->method == NODE_WEIGHTED;
    char have[DEC_TEXT_MAX], want[DEC_TEXT_MAX];
    dec full = weights ? DEC_INT(100) : n->points;
    for (int k = 0; k < s->n_subjects; k++) {
        if (!(n->applies & (applies)1 << k))
            continue;
        dec sum = sum_for(s, n, k, weights);
        if (!weights && full.micro == 0)
            full = n->points = sum;
        if (dec_cmp(sum, full) == 0 && sum.micro > 0)
            continue;
        dec_format(sum, have);
        dec_format(full, want);
        bad(l, T(scoring), i, weights ? COL_scoring_node : COL_scoring_points, ERR_WEIGHTS,
            weights ? "weights/权重" : "points/分值", text_of(l, n->code), have,
            full.micro ? want : "> 0");
        return;
    }
}

static void check_reach(struct loader *l, int i)
{
    struct standard *s = l->s;
    const struct node *n = &s->nodes[i];
    if ((n->method != NODE_OWN && n->method != NODE_MEMBERS) || !n->refs.n)
        return;
    const struct node *to = &s->nodes[n->refs.at[0]];
    for (int k = 0; k < s->n_subjects; k++) {
        if (!(n->applies & (applies)1 << k))
            continue;
        bool fits = n->method == NODE_OWN && (to->applies & (applies)1 << k);
        for (int m = 0; n->method == NODE_MEMBERS && m < s->n_subjects; m++)
            fits |= (to->applies & (applies)1 << m) && s->subjects[m].level > s->subjects[k].level;
        if (!fits)
            bad(l, T(scoring), i, COL_scoring_ref, ERR_DANGLING, text_of(l, to->code),
                n->method == NODE_OWN ? "nodes that apply to the same subjects / 适用对象相同的节点"
                                      : "nodes of subjects below / 下级对象的节点");
    }
}

void load_nodes(struct loader *l)
{
    struct standard *s = l->s;
    s->n_nodes = rows_of(l, T(scoring));
    s->nodes = ARENA_ARRAY(l->a, (size_t)s->n_nodes + 1, struct node);
    if (!s->nodes) {
        no_memory(l);
        return;
    }
    for (int i = 0; i < s->n_nodes && !l->memory; i++)
        read_node(l, i);
    for (int i = 0; i < s->n_nodes && !l->memory; i++) {
        read_parent(l, i);
        load_node_ref(l, i, i);
    }
    if (l->memory || !find_order(l))
        return;
    for (int k = 0; k < s->n_nodes; k++) {
        int i = l->order[k];
        if (s->nodes[i].method == NODE_SUM || s->nodes[i].method == NODE_WEIGHTED)
            check_sum(l, i);
    }
    for (int i = 0; i < s->n_nodes; i++)
        check_reach(l, i);
}

/* ---- final order -------------------------------------------------------------------------------
 */

static void renumber(struct int_list *list, const int *now)
{
    for (int i = 0; i < list->n; i++)
        list->at[i] = now[list->at[i]];
}

void order_nodes(struct loader *l)
{
    struct standard *s = l->s;
    int *now = ARENA_ARRAY(l->a, (size_t)s->n_nodes + 1, int);
    struct node *nodes = ARENA_ARRAY(l->a, (size_t)s->n_nodes + 1, struct node);
    if (!now || !nodes) {
        no_memory(l);
        return;
    }
    for (int k = 0; k < s->n_nodes; k++)
        now[l->order[k]] = k;
    for (int k = 0; k < s->n_nodes; k++) {
        nodes[k] = s->nodes[l->order[k]];
        struct node *n = &nodes[k];
        n->parent = n->parent < 0 ? -1 : now[n->parent];
        renumber(&n->children, now);
        if (n->method == NODE_OWN || n->method == NODE_MEMBERS)
            renumber(&n->refs, now);
        if (!map_put(l->a, &s->node_by, n->code, k))
            no_memory(l);
    }
    s->nodes = nodes;
    for (int i = 0; i < s->n_rankings; i++) {
        s->rankings[i].node = now[s->rankings[i].node];
        renumber(&s->rankings[i].ties, now);
    }
    for (int i = 0; i < s->n_passing; i++)
        if (s->passing[i].node >= 0)
            s->passing[i].node = now[s->passing[i].node];
}

#include "work/demo_parts.h"

static bool add_places(struct arena *arena, const struct demo_plan *plan, struct rng *rng,
                       struct demo_data *out)
{
    const struct standard *s = plan->standard;
    for (int i = 0; i < plan->n_subjects; i++) {
        bool county = plan->subjects[i].county == i;
        for (int k = 0; k < s->n_checklists; k++) {
            int64_t count = county ? rng_between(rng, 2, 3) : rng_between(rng, 1, 2);
            for (int64_t n = 1; n <= count; n++) {
                struct demo_place *p = VEC_ADD(arena, &out->places);
                if (!p)
                    return false;
                p->region = plan->subjects[i].region;
                p->checklist = k;
                p->name =
                    arena_printf(arena, "%.*s%.*s%lld号（演示）", STR_ARG(plan->subjects[i].name),
                                 STR_ARG(s->checklists[k].name.zh), (long long)n);
                if (!p->name.p)
                    return false;
            }
        }
    }
    return true;
}

/* The items that the sheet's tree asks of subjects of this kind. */
static void mark_items(const struct standard *s, int node, int kind, bool *used)
{
    const struct node *n = &s->nodes[node];
    if (!(n->applies & (applies)1 << kind))
        return;
    if (n->method == NODE_ITEM || n->method == NODE_ITEMS)
        for (int i = 0; i < n->refs.n; i++)
            used[n->refs.at[i]] = true;
    for (int i = 0; i < n->children.n; i++)
        mark_items(s, n->children.at[i], kind, used);
}

bool demo_data_make(struct arena *arena, const struct demo_plan *plan, struct demo_data *out,
                    struct err *err)
{
    struct rng rng = {plan->seed};
    *out = (struct demo_data){0};
    bool *used = ARENA_ARRAY(arena, (size_t)plan->standard->n_items + 1, bool);
    if (!used || !add_places(arena, plan, &rng, out))
        return err_set(err, ERR_MEMORY, NULL);
    if (!demo_indicators_make(arena, plan, &rng, out, err))
        return false;
    for (int i = 0; i < plan->n_subjects; i++) {
        int kind = standard_subject_of(plan->standard, plan->subjects[i].region);
        memset(used, 0, (size_t)plan->standard->n_items * sizeof *used);
        mark_items(plan->standard, plan->sheet_node, kind, used);
        for (int r = 0; r < DEMO_ROUNDS; r++)
            if (!demo_marks_make(arena, plan, i, r, &rng, used, out, err))
                return false;
    }
    return demo_findings_make(arena, plan, &rng, out, err);
}

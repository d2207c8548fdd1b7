/* The on-site marks of the demonstration: drawn, then nudged until the engine gives the target. */
#include "work/demo_parts.h"

#include <stdio.h>

/* One sheet being filled: the marks of one subject in one round, in a values set of its own. */
struct sheet {
    struct arena arena;
    struct values values;
    const struct demo_plan *plan;
    int subject;
    period period;
};

static bool adjustable(const struct value *v)
{
    return v->item && v->state == VALUE_PRESENT;
}

static bool sheet_points(struct sheet *s, dec *out, struct err *err)
{
    struct arena scratch;
    struct board board;
    arena_init(&scratch, 0);
    bool ok = board_make(&board, &scratch, &s->values, s->period, err);
    if (ok) {
        int at = values_subject(&s->values, s->plan->subjects[s->subject].region);
        const struct score *score = &board.results[at].nodes[s->plan->sheet_node];
        if (score->state == SCORE_OK)
            *out = score->points;
        else
            ok = err_set(err, ERR_INTERNAL, "a demonstration sheet has no score");
    }
    board_release(&board);
    arena_release(&scratch);
    return ok;
}

/* The step by which a mark may move, and its highest value. */
static void mark_scale(const struct item *item, int64_t *step, int64_t *top)
{
    if (item->method == ITEM_BANDED) {
        *step = DEC_ONE / 10;
        *top = item->points.micro;
    } else if (item->method == ITEM_GRADED) {
        *step = DEC_ONE / 2;
        *top = 10 * DEC_ONE;
    } else {
        *step = 0;
        *top = 0;
    }
}

static int64_t clamp(int64_t v, int64_t lo, int64_t hi)
{
    return v < lo ? lo : v > hi ? hi : v;
}

/* Moves one random mark a little; returns what it was before. */
static struct value *nudge(struct sheet *s, struct rng *rng, int direction, bool fine, dec *before)
{
    for (int tries = 0; tries < 1000; tries++) {
        struct value *v = &s->values.at[rng_between(rng, 0, (int64_t)s->values.n - 1)];
        if (!adjustable(v))
            continue;
        const struct item *item = &s->plan->standard->items[v->code];
        int64_t step, top;
        mark_scale(item, &step, &top);
        if (step == 0 || (fine && item->method != ITEM_BANDED))
            continue;
        int64_t moved = v->value.micro + direction * step * (fine ? rng_between(rng, 1, 12) : 1);
        moved = clamp(moved, top * 2 / 5, top);
        if (moved == v->value.micro)
            continue;
        *before = v->value;
        v->value.micro = moved;
        return v;
    }
    return NULL;
}

/* Walks towards the target: coarse steps over all marks, then fine ones over the banded items. */
static bool sheet_reach(struct sheet *s, struct rng *rng, dec target, struct err *err)
{
    enum { STEPS = 4000 };
    dec now;
    if (!sheet_points(s, &now, err))
        return false;
    for (int i = 0; i < STEPS && now.micro != target.micro; i++) {
        int64_t gap = target.micro - now.micro, size = gap < 0 ? -gap : gap;
        bool fine = size < 3 * DEC_ONE;
        dec before, then;
        struct value *v = nudge(s, rng, gap > 0 ? 1 : -1, fine, &before);
        if (!v)
            break;
        if (!sheet_points(s, &then, err))
            return false;
        int64_t left = target.micro - then.micro;
        if ((left < 0 ? -left : left) < size)
            now = then;
        else
            v->value = before;
    }
    if (now.micro == target.micro)
        return true;
    char a[DEC_TEXT_MAX], b[DEC_TEXT_MAX];
    dec_format(now, a);
    dec_format(target, b);
    char text[ERR_ARG_MAX];
    snprintf(text, sizeof text, "a demonstration sheet stays at %s instead of %s", a, b);
    return err_set(err, ERR_INTERNAL, text);
}

static bool add_mark(struct sheet *s, struct rng *rng, int item, int64_t place, dec full)
{
    const struct demo_plan *plan = s->plan;
    const struct item *it = &plan->standard->items[item];
    dec target = plan->subjects[s->subject].target[s->period == plan->rounds[1]];
    struct value v = {.region = plan->subjects[s->subject].region,
                      .item = true,
                      .code = item,
                      .place = place,
                      .period = s->period,
                      .source = STR("演示：现场检查记录 / demo on-site sheet")};
    int64_t step, top;
    mark_scale(it, &step, &top);
    if (it->method == ITEM_YES_NO) {
        v.value = DEC_INT(1);
    } else if (step) {
        int64_t even = (int64_t)((dec_wide)top * target.micro / full.micro);
        int64_t mark = even + rng_between(rng, -2 * top / 10, 2 * top / 10);
        mark = clamp(mark, top * 2 / 5, top);
        v.value.micro = mark - mark % step;
    } else {
        v.value = DEC_INT(0);
    }
    return values_add(&s->values, &v, NULL);
}

/* All marks of a subject: every item of every place of its own, every item judged for the region
 * that the sheet uses. The first town of every third county has a station that nobody visited. */
static bool sheet_draw(struct sheet *s, struct rng *rng, const struct demo_data *data,
                       const bool *item_used, struct err *err)
{
    const struct standard *std = s->plan->standard;
    dec full = std->nodes[s->plan->sheet_node].points;
    region_code region = s->plan->subjects[s->subject].region;
    for (size_t p = 0; p < data->places.n; p++) {
        if (data->places.at[p].region != region)
            continue;
        const struct checklist *list = &std->checklists[data->places.at[p].checklist];
        for (int i = 0; i < list->items.n; i++)
            if (!add_mark(s, rng, list->items.at[i], (int64_t)p + 1, full))
                return err_set(err, ERR_MEMORY, NULL);
    }
    for (int i = 0; i < std->n_items; i++)
        if (std->items[i].checklist < 0 && item_used[i] && !add_mark(s, rng, i, 0, full))
            return err_set(err, ERR_MEMORY, NULL);
    return true;
}

bool demo_marks_make(struct arena *arena, const struct demo_plan *plan, int subject, int round,
                     struct rng *rng, const bool *item_used, struct demo_data *out, struct err *err)
{
    struct sheet s = {.plan = plan, .subject = subject, .period = plan->rounds[round]};
    arena_init(&s.arena, 0);
    values_init(&s.values, &s.arena, plan->standard);
    bool ok = sheet_draw(&s, rng, out, item_used, err);
    /* What the sheet takes from indicators (satisfaction) counts too. */
    for (size_t i = 0; ok && i < out->values.n; i++) {
        const struct value *v = &out->values.at[i].v;
        if (!v->item && v->region == plan->subjects[subject].region)
            ok = values_add(&s.values, v, err);
    }
    ok = ok && values_seal(&s.values, err) &&
         sheet_reach(&s, rng, plan->subjects[subject].target[round], err);
    for (size_t i = 0; ok && i < s.values.n; i++) {
        if (!s.values.at[i].item)
            continue;
        struct demo_value *d = VEC_ADD(arena, &out->values);
        if (!d) {
            ok = err_set(err, ERR_MEMORY, NULL);
            break;
        }
        *d = (struct demo_value){.v = s.values.at[i], .round = round};
    }
    arena_release(&s.arena);
    return ok;
}

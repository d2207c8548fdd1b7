#include "domain/unit_rank.h"

#include <stdlib.h>

static int by_place(const void *a, const void *b)
{
    const struct unit_score *x = a, *y = b;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->why != y->why)
        return x->why < y->why ? -1 : 1;
    int by_rate = x->why == UNIT_NO_CASE ? 0 : dec_cmp(y->rate, x->rate);
    if (by_rate)
        return by_rate;
    return (x->unit > y->unit) - (x->unit < y->unit);
}

static size_t group_end(const struct unit_score *all, size_t n, size_t i)
{
    size_t end = i;
    while (end < n && all[end].group == all[i].group)
        end++;
    return end;
}

static size_t ranked_of(const struct unit_score *all, size_t i, size_t end)
{
    size_t n = 0;
    while (i + n < end && all[i + n].why == UNIT_RANKED)
        n++;
    return n;
}

void unit_rank(struct unit_score *all, size_t n, enum performance_rate by, int64_t min_sample)
{
    for (size_t i = 0; i < n; i++) {
        struct unit_score *u = &all[i];
        u->rate = DEC_ZERO;
        u->has_rate = performance_rate(&u->p, by, &u->rate);
        u->why = !u->has_rate ? UNIT_NO_CASE : u->p.due < min_sample ? UNIT_SAMPLE : UNIT_RANKED;
        u->rank = 0;
        u->tied = false;
        u->list = LIST_NONE;
    }
    qsort(all, n, sizeof *all, by_place);
    for (size_t i = 0; i < n; i = group_end(all, n, i)) {
        size_t end = group_end(all, n, i), ranked = ranked_of(all, i, end);
        for (size_t k = i; k < end; k++) {
            bool same = k > i && k < i + ranked && dec_cmp(all[k].rate, all[k - 1].rate) == 0;
            all[k].ranked = (int)ranked;
            if (k >= i + ranked)
                continue;
            all[k].rank = same ? all[k - 1].rank : (int)(k - i) + 1;
            all[k].tied = same;
            if (same)
                all[k - 1].tied = true;
        }
    }
}

void unit_lists(struct unit_score *all, size_t n, int top, int bottom)
{
    for (size_t i = 0; i < n; i = group_end(all, n, i)) {
        size_t ranked = ranked_of(all, i, group_end(all, n, i));
        for (size_t k = i; k < i + ranked; k++) {
            struct unit_score *u = &all[k];
            size_t not_above = 0, below = 0; /* with no higher rate, itself too; with a lower one */
            for (size_t m = i; m < i + ranked; m++) {
                not_above += dec_cmp(all[m].rate, u->rate) <= 0;
                below += dec_cmp(all[m].rate, u->rate) < 0;
            }
            u->from_below = (int)below + 1;
            if (ranked < (size_t)(top + bottom))
                continue;
            if (u->rank <= top && u->p.late_open == 0 && u->rate.micro > 0)
                u->list = LIST_RED;
            else if (not_above <= (size_t)bottom && u->rate.micro < 100 * DEC_ONE)
                u->list = LIST_BLACK;
        }
    }
}

#include "domain/score.h"

#include <stdlib.h>

struct order {
    const struct board *board;
    const struct ranking *ranking;
};

static int compare_points(const struct order *o, int a, int b, int node)
{
    const struct score *x = &o->board->results[a].nodes[node];
    const struct score *y = &o->board->results[b].nodes[node];
    if ((x->state == SCORE_OK) != (y->state == SCORE_OK))
        return x->state == SCORE_OK ? -1 : 1;
    return x->state == SCORE_OK ? dec_cmp(y->points, x->points) : 0;
}

/* Higher first, ties by the stated nodes; 0 = same rank. */
static int compare_scores(const struct order *o, int a, int b)
{
    int c = compare_points(o, a, b, o->ranking->node);
    for (int i = 0; c == 0 && i < o->ranking->ties.n; i++)
        c = compare_points(o, a, b, o->ranking->ties.at[i]);
    return c;
}

static int compare_rows(const void *x, const void *y, void *arg)
{
    const struct rank_row *a = x, *b = y;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    if ((a->why != UNRANKED_NO) != (b->why != UNRANKED_NO))
        return a->why == UNRANKED_NO ? -1 : 1;
    int c = a->why == UNRANKED_NO ? compare_scores(arg, a->subject, b->subject) : 0;
    return c ? c : (a->subject > b->subject) - (a->subject < b->subject);
}

static struct rank_row row_of(const struct order *o, int subject)
{
    const struct result *r = &o->board->results[subject];
    const struct score *sc = &r->nodes[o->ranking->node];
    struct rank_row row = {.subject = subject,
                           .group = o->board->values->subjects[subject].group,
                           .places = r->places,
                           .points = sc->points};
    if (sc->state != SCORE_OK)
        row.why = UNRANKED_STATE;
    else if (r->places < o->ranking->places_min)
        row.why = UNRANKED_SAMPLE;
    return row;
}

/* Ranks 1, 2, 2, 4 and distances inside one group: rows[0..n). */
static bool number_group(const struct order *o, struct rank_row *rows, int n)
{
    for (int i = 0; i < n && rows[i].why == UNRANKED_NO; i++) {
        rows[i].tied = false;
        rows[i].to_next = DEC_ZERO;
        bool same = i > 0 && compare_scores(o, rows[i - 1].subject, rows[i].subject) == 0;
        rows[i].rank = same ? rows[i - 1].rank : i + 1;
        if (same)
            rows[i].tied = rows[i - 1].tied = true;
        if (!dec_sub(rows[0].points, rows[i].points, &rows[i].to_first) ||
            (i > 0 && !dec_sub(rows[i - 1].points, rows[i].points, &rows[i].to_next)))
            return false;
    }
    return true;
}

/* The movement since `earlier`; an earlier round that cannot be ranked only leaves it out. */
static bool compare_with(const struct board *now, const struct board *earlier, int ranking,
                         struct arena *arena, struct rank_row *rows, int n, struct err *err)
{
    struct rank_row *old;
    int n_old;
    struct err why = {0};
    if (!rank_make(arena, earlier, NULL, ranking, &old, &n_old, &why))
        return why.code != ERR_MEMORY || err_set(err, ERR_MEMORY, NULL);
    int *rank_of = ARENA_ARRAY(arena, (size_t)earlier->values->n_subjects + 1, int);
    if (!rank_of)
        return err_set(err, ERR_MEMORY, NULL);
    for (int i = 0; i < n_old; i++)
        rank_of[old[i].subject] = old[i].rank;
    for (int i = 0; i < n; i++) {
        int at = values_subject(earlier->values, now->values->subjects[rows[i].subject].region);
        rows[i].before = at >= 0 ? rank_of[at] : 0;
        rows[i].moved = rows[i].before && rows[i].rank ? rows[i].before - rows[i].rank : 0;
    }
    return true;
}

bool rank_make(struct arena *arena, const struct board *now, const struct board *earlier,
               int ranking, struct rank_row **rows, int *n, struct err *err)
{
    struct order o = {now, &now->standard->rankings[ranking]};
    const struct values *v = now->values;
    struct rank_row *list = ARENA_ARRAY(arena, (size_t)v->n_subjects + 1, struct rank_row);
    if (!list)
        return err_set(err, ERR_MEMORY, NULL);
    int k = 0;
    for (int i = 0; i < v->n_subjects; i++)
        if (v->subjects[i].kind == o.ranking->subject)
            list[k++] = row_of(&o, i);
    qsort_r(list, (size_t)k, sizeof *list, compare_rows, &o);
    for (int i = 0; i < k;) {
        int end = i;
        while (end < k && list[end].group == list[i].group)
            end++;
        if (!number_group(&o, list + i, end - i))
            return err_set(err, ERR_ARITHMETIC, "rank");
        i = end;
    }
    if (earlier && !compare_with(now, earlier, ranking, arena, list, k, err))
        return false;
    *rows = list;
    *n = k;
    return true;
}

/* Takes one row out and puts it in where it belongs now; its group is numbered again. */
static bool place_row(const struct order *o, struct rank_row *rows, int n, int at)
{
    struct rank_row row = row_of(o, rows[at].subject);
    row.before = rows[at].before;
    int first = at, end = at + 1;
    while (first > 0 && rows[first - 1].group == row.group)
        first--;
    while (end < n && rows[end].group == row.group)
        end++;
    memmove(rows + at, rows + at + 1, (size_t)(end - at - 1) * sizeof *rows);
    int lo = first, hi = end - 1;
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        if (compare_rows(&rows[mid], &row, (void *)o) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    memmove(rows + lo + 1, rows + lo, (size_t)(end - 1 - lo) * sizeof *rows);
    rows[lo] = row;
    if (!number_group(o, rows + first, end - first))
        return false;
    for (int i = first; i < end; i++)
        rows[i].moved = rows[i].before && rows[i].rank ? rows[i].before - rows[i].rank : 0;
    return true;
}

bool rank_update(const struct board *now, int ranking, struct rank_row *rows, int n, int subject,
                 struct err *err)
{
    struct order o = {now, &now->standard->rankings[ranking]};
    for (int s = subject; s >= 0; s = now->values->subjects[s].parent) {
        int at = 0;
        while (at < n && rows[at].subject != s)
            at++;
        if (at < n && !place_row(&o, rows, n, at))
            return err_set(err, ERR_ARITHMETIC, "rank");
    }
    return true;
}

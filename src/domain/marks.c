#include "domain/marks.h"

#include <stdlib.h>

static const char *const ITEM_WORDS[ITEM_METHODS] = {
    "graded", "banded", "deduct", "deduct_by", "deduct_mean", "proportional", "yes_no",
};

const char *item_word(enum item_method method)
{
    return ITEM_WORDS[method];
}

/* The marks of one item at one place: a run of values (several with deduct_by). */
struct item_view {
    const struct values *v;
    int item;
    const struct value *const *marks;
    int n;
    struct reasons *r;
    struct reason *trace;
};

static dec limited(dec d, dec lo, dec hi)
{
    return dec_cmp(d, lo) < 0 ? lo : dec_cmp(d, hi) > 0 ? hi : d;
}

static bool deducted(const struct item_view *w, dec *out)
{
    const struct standard *s = w->v->standard;
    const struct item *item = &s->items[w->item];
    dec lost = DEC_ZERO;
    struct str text = STR_NONE;
    for (int i = 0; i < w->n; i++) {
        dec each = item->target, part;
        if (item->method == ITEM_DEDUCT_BY) {
            each = DEC_ZERO;
            for (int k = 0; k < item->deductions.n; k++) {
                const struct deduction *d = &s->deductions[item->deductions.first + k];
                if (str_eq(d->part, w->marks[i]->part))
                    each = d->points;
            }
        }
        if (!dec_mul(w->marks[i]->value, each, &part) || !dec_add(lost, part, &lost))
            return false;
        if (w->trace)
            text = text.n ? reason_str(w->r, "%.*s + %s × %s", STR_ARG(text),
                                       DT(w->marks[i]->value), DT(each))
                          : reason_str(w->r, "%s × %s", DT(w->marks[i]->value), DT(each));
    }
    dec cap = item->deduct_cap.micro ? item->deduct_cap : item->points;
    bool capped = dec_cmp(lost, cap) > 0;
    dec kept = limited(lost, DEC_ZERO, cap);
    if (!dec_sub(item->points, kept, out))
        return false;
    if (w->trace)
        w->trace->arithmetic =
            capped
                ? reason_str(w->r, "%s − min(%.*s = %s, %s) = %s", DT(item->points), STR_ARG(text),
                             DT(lost), DT(cap), DT(*out))
                : reason_str(w->r, "%s − (%.*s) = %s", DT(item->points), STR_ARG(text), DT(*out));
    return true;
}

/* points x value / whole, with the arithmetic written down. */
static bool share(const struct item_view *w, dec value, dec whole, dec *out)
{
    const struct item *item = &w->v->standard->items[w->item];
    dec got;
    if (!dec_muldiv(item->points, value, whole, DEC_HALF_UP, &got))
        return false;
    *out = limited(got, DEC_ZERO, item->points);
    if (w->trace)
        w->trace->arithmetic =
            reason_str(w->r, "%s × %s ÷ %s = %s", DT(item->points), DT(value), DT(whole), DT(*out));
    return true;
}

static bool item_points(const struct item_view *w, dec *out)
{
    const struct item *item = &w->v->standard->items[w->item];
    const struct value *m = w->marks[0];
    switch (item->method) {
    case ITEM_GRADED:
        return share(w, m->value, DEC_INT(10), out);
    case ITEM_YES_NO:
        return share(w, m->value, DEC_INT(1), out);
    case ITEM_PROPORTIONAL:
        return share(w, m->value, item->target, out);
    case ITEM_DEDUCT:
    case ITEM_DEDUCT_BY:
        return deducted(w, out);
    case ITEM_DEDUCT_MEAN: {
        dec kept;
        if (!dec_sub(item->points, m->value, &kept))
            return false;
        *out = limited(kept, DEC_ZERO, item->points);
        if (w->trace)
            w->trace->arithmetic = reason_str(w->r, "%s − %s ÷ %s = %s", DT(item->points),
                                              DT(m->numerator), DT(m->denominator), DT(*out));
        return true;
    }
    default: /* banded: the points are the mark */
        *out = limited(m->value, DEC_ZERO, item->points);
        if (w->trace)
            w->trace->arithmetic = reason_str(w->r, "%s", DT(*out));
        return true;
    }
}

static struct text2 item_rule(struct reasons *r, const struct item *item)
{
    switch (item->method) {
    case ITEM_GRADED:
        return reason_text(r, "分值 × 评分（0–10）÷ 10", "points × grade (0-10) ÷ 10");
    case ITEM_BANDED:
        return reason_text(r, "在 0–%s 分内按档给分", "points given by band, 0-%s",
                           DT(item->points));
    case ITEM_DEDUCT:
        return reason_text(r, "每处扣 %s 分，最多扣 %s 分", "%s off for each, at most %s",
                           DT(item->target),
                           DT(item->deduct_cap.micro ? item->deduct_cap : item->points));
    case ITEM_DEDUCT_BY:
        return reason_text(r, "按发现主体和是否重复扣分", "off by who found it and whether again");
    case ITEM_DEDUCT_MEAN:
        return reason_text(r, "满分 − 扣分合计 ÷ 个数", "points − sum of deductions ÷ number");
    case ITEM_PROPORTIONAL:
        return reason_text(r, "按比例得分，达到 %s%% 得满分", "in proportion, all at %s %%",
                           DT(item->target));
    default:
        return reason_text(r, "是得满分，否不得分", "yes earns all, no earns none");
    }
}

static struct text2 band_label(const struct standard *s, const struct item *item, dec mark)
{
    for (int i = 0; i < item->bands.n; i++) {
        const struct band *b = &s->bands[item->bands.first + i];
        bool last = i + 1 == item->bands.n;
        if (dec_cmp(mark, b->from) >= 0 &&
            (dec_cmp(mark, b->to) < 0 || (last && dec_cmp(mark, b->to) == 0)))
            return b->label;
    }
    return (struct text2){STR_NONE, STR_NONE};
}

/* The state of an item: that of its first mark which is not a number; no mark = not tested. */
static enum value_state item_state(const struct item_view *w)
{
    if (w->n == 0)
        return VALUE_NOT_TESTED;
    for (int i = 0; i < w->n; i++)
        if (w->marks[i]->state != VALUE_PRESENT)
            return w->marks[i]->state;
    return VALUE_PRESENT;
}

static void check_key(const struct item_view *w, dec got, struct tally *t)
{
    const struct item *item = &w->v->standard->items[w->item];
    dec rate;
    if (!item->key || !dec_muldiv(got, DEC_INT(100), item->points, DEC_DOWN, &rate) ||
        dec_cmp(rate, item->key_rate) >= 0)
        return;
    t->vetoes++;
    if (w->trace) {
        w->trace->veto = true;
        reason_remark(w->r, w->trace,
                      reason_text(w->r, "关键项得分率 %s%%，低于 %s%%：一票否决",
                                  "key item at %s %%, below %s %%: veto", DT(rate),
                                  DT(item->key_rate)));
    }
}

/* Adds one item to the tally by its state and effect. */
static void tally_item(struct item_view *w, const enum state_effect *effect, struct tally *t)
{
    const struct item *item = &w->v->standard->items[w->item];
    enum value_state state = item_state(w);
    dec got = DEC_ZERO;
    if (w->trace) {
        w->trace->basis = item->basis;
        w->trace->rule = item_rule(w->r, item);
        for (int i = 0; i < w->n; i++)
            reason_value(w->r, w->trace, w->marks[i]);
    }
    if (state == VALUE_PRESENT) {
        if (!item_points(w, &got)) {
            t->overflow = true;
            return;
        }
        check_key(w, got, t);
        if (w->trace) {
            struct text2 label = band_label(w->v->standard, item, w->marks[0]->value);
            if (label.zh.n)
                reason_remark(w->r, w->trace, label);
        }
    } else {
        t->not_tested += state == VALUE_NOT_TESTED;
        reason_state(w->r, w->trace, state, effect[state]);
        if (effect[state] == EFFECT_BLOCK)
            t->state = SCORE_BLOCKED;
        if (effect[state] != EFFECT_ZERO) {
            if (t->state != SCORE_BLOCKED || effect[state] == EFFECT_BLOCK)
                t->why = state;
            return;
        }
    }
    reason_points(w->trace, got, item->points);
    if (!dec_add(t->got, got, &t->got) || !dec_add(t->full, item->points, &t->full))
        t->overflow = true;
}

static void close_tally(struct tally *t)
{
    if (t->state != SCORE_BLOCKED && t->full.micro == 0) {
        t->state = SCORE_NONE;
        if (t->why == VALUE_PRESENT)
            t->why = VALUE_NOT_TESTED;
    }
}

enum { MARKS_MAX = 64 }; /* parts of one deduct_by item: more than that are refused by the loader */

static int marks_at(const struct values *v, struct span run, int64_t place, period p,
                    const struct value **out)
{
    int n = 0;
    for (int i = run.first; i < run.first + run.n && n < MARKS_MAX; i++)
        if (v->at[i].place == place && v->at[i].period == p)
            out[n++] = &v->at[i];
    return n;
}

struct tally marks_of_items(const struct values *v, int subject, const struct int_list *items,
                            period p, const enum state_effect *effect, struct reasons *r,
                            struct reason *trace)
{
    struct tally t = {0};
    const struct value *marks[MARKS_MAX];
    for (int i = 0; i < items->n; i++) {
        const struct item *item = &v->standard->items[items->at[i]];
        struct item_view w = {v, items->at[i], marks, 0, r, NULL};
        w.n = marks_at(v, values_of(v, subject, true, w.item), 0, p, marks);
        w.trace = reason_child(r, trace, REASON_ITEM, item->code, item->name);
        tally_item(&w, effect, &t);
    }
    close_tally(&t);
    return t;
}

struct mark {
    int64_t place;
    int item, value;
};

static int by_place(const void *a, const void *b)
{
    const struct mark *x = a, *y = b;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return x->item != y->item ? (x->item < y->item ? -1 : 1)
                              : (x->value > y->value) - (x->value < y->value);
}

/* The marks of all places of a checklist in this round, place by place. */
static struct mark *collect(const struct values *v, int subject, const struct checklist *list,
                            period p, struct arena *scratch, int *n)
{
    size_t total = 0;
    for (int i = 0; i < list->items.n; i++)
        total += (size_t)values_of(v, subject, true, list->items.at[i]).n;
    struct mark *marks = ARENA_ARRAY(scratch, total + 1, struct mark);
    *n = 0;
    for (int i = 0; marks && i < list->items.n; i++) {
        struct span run = values_of(v, subject, true, list->items.at[i]);
        for (int k = run.first; k < run.first + run.n; k++)
            if (v->at[k].period == p && v->at[k].place)
                marks[(*n)++] = (struct mark){v->at[k].place, i, k};
    }
    if (marks && *n)
        qsort(marks, (size_t)*n, sizeof *marks, by_place);
    return marks;
}

/* One place: its marks stand in marks[0..n). */
static void tally_place(const struct values *v, const struct checklist *list,
                        const struct mark *marks, int n, const enum state_effect *effect,
                        struct reasons *r, struct reason *trace, struct tally *kind)
{
    struct tally t = {0};
    const struct value *views[MARKS_MAX];
    struct str name = v->at[marks[0].value].place_name;
    struct reason *at = reason_child(r, trace, REASON_PLACE, name, (struct text2){name, name});
    int k = 0;
    for (int i = 0; i < list->items.n; i++) {
        const struct item *item = &v->standard->items[list->items.at[i]];
        struct item_view w = {v, list->items.at[i], views, 0, r, NULL};
        for (; k < n && marks[k].item == i; k++)
            if (w.n < MARKS_MAX)
                views[w.n++] = &v->at[marks[k].value];
        w.trace = reason_child(r, at, REASON_ITEM, item->code, item->name);
        tally_item(&w, effect, &t);
    }
    close_tally(&t);
    kind->vetoes += t.vetoes;
    kind->not_tested += t.not_tested;
    kind->overflow |= t.overflow;
    if (at)
        at->state = t.state;
    if (t.state == SCORE_BLOCKED) {
        kind->state = SCORE_BLOCKED;
        kind->why = t.why;
    }
    if (t.state != SCORE_OK) {
        if (kind->state == SCORE_OK)
            kind->why = t.why;
        return;
    }
    dec rate, sum;
    if (!dec_muldiv(DEC_INT(1), t.got, t.full, DEC_HALF_UP, &rate) ||
        !dec_add(kind->got, rate, &sum)) {
        kind->overflow = true;
        return;
    }
    kind->got = sum;
    kind->full = DEC_INT(++kind->places);
    reason_points(at, t.got, t.full);
    if (at)
        at->arithmetic = reason_str(r, "%s ÷ %s = %s", DT(t.got), DT(t.full), DT(rate));
}

struct tally marks_of_kind(const struct values *v, int subject, int checklist, period p,
                           const enum state_effect *effect, struct arena *scratch,
                           struct reasons *r, struct reason *trace)
{
    const struct checklist *list = &v->standard->checklists[checklist];
    struct tally t = {0};
    int n;
    struct mark *marks = collect(v, subject, list, p, scratch, &n);
    t.no_memory = !marks;
    for (int i = 0; i < n;) {
        int end = i;
        while (end < n && marks[end].place == marks[i].place)
            end++;
        tally_place(v, list, marks + i, end - i, effect, r, trace, &t);
        i = end;
    }
    close_tally(&t);
    return t;
}

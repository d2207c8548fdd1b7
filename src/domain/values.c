#include "domain/values.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const STATE_WORDS[VALUE_STATES] = {"present", "missing", "not_tested",
                                                      "not_applicable", "empty_denominator"};

const char *value_state_word(enum value_state s)
{
    return STATE_WORDS[s];
}

void values_init(struct values *v, struct arena *arena, const struct standard *s)
{
    *v = (struct values){.arena = arena, .standard = s};
}

static bool in_range(dec d, dec lo, dec hi, struct err *err)
{
    if (dec_cmp(d, lo) >= 0 && dec_cmp(d, hi) <= 0)
        return true;
    char a[DEC_TEXT_MAX], b[DEC_TEXT_MAX], c[DEC_TEXT_MAX];
    dec_format(d, a);
    dec_format(lo, b);
    dec_format(hi, c);
    return err_set(err, ERR_RANGE, a, b, c);
}

static bool whole(dec d, struct err *err)
{
    if (d.micro % DEC_ONE == 0)
        return true;
    char a[DEC_TEXT_MAX];
    dec_format(d, a);
    return err_set(err, ERR_NUMBER, a, "3");
}

/* What an item's mark may be. */
static bool mark_fits(const struct item *item, const struct value *v, struct err *err)
{
    static const dec MANY = {(int64_t)1000000 * DEC_ONE};
    switch (item->method) {
    case ITEM_GRADED:
        return in_range(v->value, DEC_ZERO, DEC_INT(10), err);
    case ITEM_BANDED:
        return in_range(v->value, DEC_ZERO, item->points, err);
    case ITEM_YES_NO:
        return in_range(v->value, DEC_ZERO, DEC_INT(1), err) && whole(v->value, err);
    case ITEM_DEDUCT:
    case ITEM_DEDUCT_BY:
        return in_range(v->value, DEC_ZERO, MANY, err) && whole(v->value, err);
    case ITEM_DEDUCT_MEAN:
        if (!v->ratio)
            return err_set(err, ERR_FIELD_MISSING, "numerator, denominator");
        return in_range(v->numerator, DEC_ZERO, (dec){DEC_LIMIT}, err);
    case ITEM_PROPORTIONAL:
        return in_range(v->value, DEC_ZERO, MANY, err);
    default:
        return true;
    }
}

/* What an indicator's number may be under its rules: levels and yes/no have few values. */
static bool number_fits(const struct standard *s, const struct value *v, struct err *err)
{
    const struct indicator *ind = &s->indicators[v->code];
    for (int i = 0; i < ind->rules.n; i++) {
        const struct rule *r = &s->rules[ind->rules.first + i];
        bool reference = r->reference.n && str_eq(r->reference, v->part);
        if (r->kind == RULE_LEVEL_AT_LEAST && !reference)
            return in_range(v->value, DEC_INT(1), DEC_INT(4), err) && whole(v->value, err);
        if (r->kind == RULE_EXISTS)
            return in_range(v->value, DEC_INT(1), DEC_INT(2), err) && whole(v->value, err);
    }
    return true;
}

/* Rates of items are percent, but a mean of deductions is plain. */
static int64_t factor_of(const struct standard *s, bool item, int code, struct str part)
{
    if (item)
        return s->items[code].method == ITEM_DEDUCT_MEAN ? 1 : 100;
    const struct indicator *ind = &s->indicators[code];
    for (int i = 0; i < ind->parts.n; i++)
        if (str_eq(s->parts[ind->parts.first + i].code, part))
            return s->parts[ind->parts.first + i].factor;
    return ind->factor;
}

int64_t standard_factor(const struct standard *s, struct str code, struct str part)
{
    int64_t indicator = map_get(&s->indicator_by, code), item = map_get(&s->item_by, code);
    if (indicator >= 0)
        return factor_of(s, false, (int)indicator, part);
    return item >= 0 ? factor_of(s, true, (int)item, part) : 1;
}

/* numerator / denominator -> value; an empty denominator is a state of its own. */
static bool derive(const struct standard *s, struct value *v, struct err *err)
{
    if (!v->ratio || v->state != VALUE_PRESENT)
        return true;
    if (v->denominator.micro < 0)
        return in_range(v->denominator, DEC_ZERO, (dec){DEC_LIMIT}, err);
    if (v->denominator.micro == 0) {
        v->state = VALUE_EMPTY_DENOMINATOR;
        v->value = DEC_ZERO;
        return true;
    }
    int64_t factor = factor_of(s, v->item, v->code, v->part);
    if (!dec_muldiv(v->numerator, DEC_INT(factor), v->denominator, DEC_HALF_UP, &v->value)) {
        struct str code = v->item ? s->items[v->code].code : s->indicators[v->code].code;
        return err_set(err, ERR_ARITHMETIC, err_word(code).z);
    }
    return true;
}

/* Derives what is derived and checks that the content fits its state and its code. */
static bool settle(const struct values *v, struct value *add, struct err *err)
{
    if (!derive(v->standard, add, err))
        return false;
    if (add->state != VALUE_PRESENT)
        return true;
    return add->item ? mark_fits(&v->standard->items[add->code], add, err)
                     : number_fits(v->standard, add, err);
}

bool values_reserve(struct values *v, size_t n, struct err *err)
{
    if (v->cap - v->n >= n)
        return true;
    struct value *at = ARENA_ARRAY(v->arena, v->n + n, struct value);
    if (!at)
        return err_set(err, ERR_MEMORY, NULL);
    if (v->n)
        memcpy(at, v->at, v->n * sizeof *at);
    v->at = at;
    v->cap = v->n + n;
    return true;
}

void values_split(struct values *v, size_t n, struct arena *arena, struct values *rest)
{
    *rest = (struct values){.arena = arena, .standard = v->standard};
    if (n >= v->cap)
        return;
    rest->at = v->at + n;
    rest->cap = v->cap - n;
    v->cap = n;
}

bool values_join(struct values *v, const struct values *rest, struct err *err)
{
    /* Neighbours again, unless one of them has outgrown its room. */
    if (rest->cap && rest->at == v->at + v->cap) {
        memmove(v->at + v->n, rest->at, rest->n * sizeof *v->at);
        v->cap += rest->cap;
    } else {
        if (!values_reserve(v, rest->n, err))
            return false;
        if (rest->n)
            memcpy(v->at + v->n, rest->at, rest->n * sizeof *v->at);
    }
    v->n += rest->n;
    return true;
}

bool value_of_code(const struct standard *s, region_code region, int64_t place, struct str code,
                   period p, int64_t state, struct value *out)
{
    *out = (struct value){
        .region = region, .place = place, .period = p, .state = (enum value_state)state};
    int64_t at = map_get(&s->indicator_by, code);
    if (at < 0) {
        out->item = true;
        at = map_get(&s->item_by, code);
    }
    out->code = (int)at;
    return at >= 0 && state >= 0 && state < VALUE_STATES;
}

bool values_add(struct values *v, const struct value *in, struct err *err)
{
    struct value add = *in;
    if (!settle(v, &add, err))
        return false;
    if (!vec_reserve(v->arena, (void **)&v->at, v->n, &v->cap, sizeof *v->at))
        return err_set(err, ERR_MEMORY, NULL);
    v->at[v->n++] = add;
    return true;
}

bool values_add_subject(struct values *v, region_code region, int group, struct err *err)
{
    if (!vec_reserve(v->arena, (void **)&v->subjects, (size_t)v->n_subjects, &v->cap_subjects,
                     sizeof *v->subjects))
        return err_set(err, ERR_MEMORY, NULL);
    v->subjects[v->n_subjects++] = (struct subject){.region = region, .group = group};
    return true;
}

static int by_key(const void *a, const void *b)
{
    const struct value *x = a, *y = b;
    if (x->region != y->region)
        return x->region < y->region ? -1 : 1;
    if (x->item != y->item)
        return x->item ? 1 : -1;
    if (x->code != y->code)
        return x->code < y->code ? -1 : 1;
    int c = str_cmp(x->part, y->part);
    if (c)
        return c;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return (x->period > y->period) - (x->period < y->period);
}

/* By region; of one region the row that names a group comes first. */
static int by_region(const void *a, const void *b)
{
    const struct subject *x = a, *y = b;
    if (x->region != y->region)
        return x->region < y->region ? -1 : 1;
    return (y->group > x->group) - (y->group < x->group);
}

/* The first value that does not stand above the one before it, or n. */
static size_t first_out_of_order(const struct values *v)
{
    size_t i = 1;
    while (i < v->n && by_key(&v->at[i - 1], &v->at[i]) < 0)
        i++;
    return i < v->n ? i : v->n;
}

static bool refuse_twice(const struct values *v, const struct value *d, struct err *err)
{
    char region[REGION_TEXT_MAX], per[PERIOD_TEXT_MAX], text[ERR_ARG_MAX];
    region_format(d->region, region);
    period_format(d->period, per);
    struct str code =
        d->item ? v->standard->items[d->code].code : v->standard->indicators[d->code].code;
    snprintf(text, sizeof text, "%s %.*s %.*s %s", region, STR_ARG(code), STR_ARG(d->part), per);
    return err_set(err, ERR_EXISTS, text);
}

/* Values that were stored region by region come back so: a look is cheaper than sorting again. */
static bool sort_unique(struct values *v, struct err *err)
{
    size_t i = first_out_of_order(v);
    if (i < v->n && by_key(&v->at[i - 1], &v->at[i]) > 0) {
        qsort(v->at, v->n, sizeof *v->at, by_key);
        i = first_out_of_order(v);
    }
    return i == v->n || refuse_twice(v, &v->at[i], err);
}

/* Subjects: those that were named, and every region that has a value. */
static bool find_subjects(struct values *v, struct err *err)
{
    for (size_t i = 0; i < v->n; i++)
        if ((i == 0 || v->at[i].region != v->at[i - 1].region) &&
            !values_add_subject(v, v->at[i].region, -1, err))
            return false;
    if (v->n_subjects == 0)
        return true;
    qsort(v->subjects, (size_t)v->n_subjects, sizeof *v->subjects, by_region);
    int n = 0;
    for (int i = 0; i < v->n_subjects; i++)
        if (i == 0 || v->subjects[i].region != v->subjects[n - 1].region)
            v->subjects[n++] = v->subjects[i];
    v->n_subjects = n;
    size_t at = 0;
    for (int i = 0; i < n; i++) {
        struct subject *s = &v->subjects[i];
        s->kind = standard_subject_of(v->standard, s->region);
        if (s->kind < 0) {
            char region[REGION_TEXT_MAX];
            region_format(s->region, region);
            return err_set(err, ERR_SUBJECT, region, region_level_word(region_level_of(s->region)));
        }
        while (at < v->n && v->at[at].region < s->region)
            at++;
        s->values.first = (int)at;
        while (at < v->n && v->at[at].region == s->region)
            at++;
        s->values.n = (int)at - s->values.first;
    }
    return true;
}

/* Ascending codes: whoever is around a subject stands before it, so a stack of open subtrees does.
 */
static bool find_members(struct values *v, struct err *err)
{
    int *stack = ARENA_ARRAY(v->arena, (size_t)v->n_subjects + 1, int);
    if (!stack)
        return err_set(err, ERR_MEMORY, NULL);
    int depth = 0;
    for (int i = 0; i < v->n_subjects; i++) {
        struct subject *s = &v->subjects[i];
        while (depth && !region_inside(s->region, v->subjects[stack[depth - 1]].region))
            depth--;
        s->parent = depth ? stack[depth - 1] : -1;
        if (s->parent >= 0)
            v->subjects[s->parent].members.n++;
        stack[depth++] = i;
    }
    for (int i = 0; i < v->n_subjects; i++) {
        struct int_list *m = &v->subjects[i].members;
        m->at = ARENA_ARRAY(v->arena, (size_t)m->n, int);
        if (!m->at)
            return err_set(err, ERR_MEMORY, NULL);
        m->n = 0;
    }
    for (int i = 0; i < v->n_subjects; i++)
        if (v->subjects[i].parent >= 0) {
            struct int_list *m = &v->subjects[v->subjects[i].parent].members;
            m->at[m->n++] = i;
        }
    return true;
}

bool values_seal(struct values *v, struct err *err)
{
    if (v->n > INT32_MAX / 2)
        return err_set(err, ERR_MEMORY, NULL);
    return sort_unique(v, err) && find_subjects(v, err) && find_members(v, err);
}

bool values_change(struct values *v, const struct value *in, bool *found, struct err *err)
{
    struct value add = *in;
    *found = false;
    if (!settle(v, &add, err))
        return false;
    struct value *at = v->n ? bsearch(&add, v->at, v->n, sizeof add, by_key) : NULL;
    if (at) {
        *at = add;
        *found = true;
    }
    return true;
}

int values_subject(const struct values *v, region_code region)
{
    int lo = 0, hi = v->n_subjects;
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        if (v->subjects[mid].region < region)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < v->n_subjects && v->subjects[lo].region == region ? lo : -1;
}

struct str values_place_name(const struct values *v, region_code region, int64_t place)
{
    int subject = place ? values_subject(v, region) : -1;
    if (subject < 0)
        return STR_NONE;
    const struct span *run = &v->subjects[subject].values;
    for (int i = run->first; i < run->first + run->n; i++)
        if (v->at[i].place == place)
            return v->at[i].place_name;
    return STR_NONE;
}

period values_latest(const struct values *v)
{
    period latest = 0;
    for (size_t i = 0; i < v->n; i++)
        if (v->at[i].period > latest)
            latest = v->at[i].period;
    return latest;
}

/* First value of the subject that is not before the key; its run of the same code is contiguous. */
static int lower_bound(const struct values *v, const struct subject *s, bool item, int code)
{
    int lo = s->values.first, hi = lo + s->values.n;
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        const struct value *m = &v->at[mid];
        bool before = m->item != item ? !m->item : m->code < code;
        if (before)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

struct span values_of(const struct values *v, int subject, bool item, int code)
{
    const struct subject *s = &v->subjects[subject];
    struct span run = {lower_bound(v, s, item, code), 0};
    int end = s->values.first + s->values.n;
    while (run.first + run.n < end && v->at[run.first + run.n].item == item &&
           v->at[run.first + run.n].code == code)
        run.n++;
    return run;
}

int standard_subject_of(const struct standard *s, region_code region)
{
    enum region_level level = region_level_of(region);
    for (int i = 0; i < s->n_subjects; i++)
        if (s->subjects[i].level == level)
            return i;
    return -1;
}

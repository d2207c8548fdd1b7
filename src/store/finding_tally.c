#include "store/finding_tally.h"

#include <stdlib.h>

#include "base/when.h"
#include "domain/lifecycle.h"
#include "store/finding_numbers.h"
#include "store/sql.h"

enum table { T_COUNT, T_AGE, T_COUNTY, T_UNIT };
enum { KEYS = 8, PARTS = 8, SPAN_DAY = 0, SPAN_MONTH = 1 };

struct cell {
    enum table table;
    int64_t key[KEYS];
    int64_t part[PARTS];
};

struct tally {
    struct cell *at;
    size_t n, cap;
};

struct tally *tally_new(struct err *err)
{
    struct tally *t = calloc(1, sizeof *t);
    if (!t)
        err_set(err, ERR_MEMORY, NULL);
    return t;
}

void tally_free(struct tally *t)
{
    if (t)
        free(t->at);
    free(t);
}

size_t tally_mark(const struct tally *t)
{
    return t->n;
}

void tally_back(struct tally *t, size_t mark)
{
    t->n = mark;
}

/* ---- what a finding counts as ----------------------------------------------------------------
 */

static bool push(struct tally *t, const struct cell *c, struct err *err)
{
    if (t->n == t->cap) {
        size_t cap = t->cap ? t->cap * 2 : 64;
        struct cell *at = reallocarray(t->at, cap, sizeof *at);
        if (!at)
            return err_set(err, ERR_MEMORY, NULL);
        t->at = at;
        t->cap = cap;
    }
    t->at[t->n++] = *c;
    return true;
}

static bool alike(struct tally *t, const struct finding_row *f, enum finding_state state, int sign,
                  struct err *err)
{
    int source = life_word_find(FINDING_SOURCES, SOURCE_COUNT, f->source);
    struct cell c = {.table = T_COUNT,
                     .key = {f->campaign, f->county, f->round, source,
                             f->good ? FINDING_NOTED : state, f->open ? f->severity : 0,
                             f->open && f->lead_unit, f->repeat_of != 0},
                     .part = {sign}};
    return push(t, &c, err);
}

static bool age(struct tally *t, const struct finding_row *f, int sign, struct err *err)
{
    struct cell c = {.table = T_AGE,
                     .key = {f->campaign, f->county, calendar_day_of(f->found_at)},
                     .part = {sign}};
    return !f->open || push(t, &c, err);
}

/* Which part of the counters by deadline it stands in; false when in none. */
static bool due_part(const struct finding_row *f, enum finding_state state, int64_t part[PARTS])
{
    bool late = f->fixed_at > f->due_at;
    if (f->good || f->due_at <= 0)
        return false;
    switch (state) {
    case FINDING_FIXED:
        part[late ? DUE_FIXED_LATE : DUE_FIXED] = 1;
        part[DUE_RETURNED] = f->returns;
        return true;
    case FINDING_CLOSED:
        part[late ? DUE_CLOSED_LATE : DUE_CLOSED] = 1;
        part[DUE_RETURNED] = f->returns;
        return true;
    case FINDING_DISPATCHED:
    case FINDING_FIXING:
        part[DUE_RUNNING] = 1;
        part[DUE_RETURNED_RUNNING] = f->returns;
        return true;
    case FINDING_SUSPENDED:
        part[DUE_SUSPENDED] = 1;
        return true;
    default:
        return false;
    }
}

static bool due(struct tally *t, const struct finding_row *f, enum finding_state state, int sign,
                struct err *err)
{
    struct cell c = {.table = T_COUNTY};
    if (!due_part(f, state, c.part))
        return true;
    for (int i = 0; i < PARTS; i++)
        c.part[i] *= sign;
    struct cell month = c, unit = c;
    int64_t day = calendar_day_of(f->due_at);
    struct date d = date_of_days(day);
    int64_t of_month = d.year * 100 + d.month;
    c.key[0] = month.key[0] = unit.key[0] = f->campaign;
    c.key[1] = SPAN_DAY;
    c.key[2] = day;
    c.key[3] = f->county;
    month.key[1] = SPAN_MONTH;
    month.key[2] = of_month;
    month.key[3] = f->county;
    unit.table = T_UNIT;
    unit.key[1] = f->county;
    unit.key[2] = of_month;
    unit.key[3] = f->lead_unit;
    return push(t, &c, err) && push(t, &month, err) && push(t, &unit, err);
}

static bool count(struct tally *t, const struct finding_row *f, int sign, struct err *err)
{
    enum finding_state state;
    return (finding_state_parse(f->state, &state) ||
            err_set(err, ERR_INTERNAL, "state of a finding")) &&
           alike(t, f, state, sign, err) && age(t, f, sign, err) && due(t, f, state, sign, err);
}

bool tally_change(struct store_tx *tx, const struct finding_row *was, const struct finding_row *is,
                  struct err *err)
{
    return (tx->tally || err_set(err, ERR_INTERNAL, "a finding outside of a write")) &&
           (!was || count(tx->tally, was, -1, err)) && count(tx->tally, is, 1, err);
}

/* ---- into the tables -------------------------------------------------------------------------
 */

static int by_key(const void *a, const void *b)
{
    const struct cell *x = a, *y = b;
    if (x->table != y->table)
        return x->table < y->table ? -1 : 1;
    for (int i = 0; i < KEYS; i++)
        if (x->key[i] != y->key[i])
            return x->key[i] < y->key[i] ? -1 : 1;
    return 0;
}

static bool nothing(const struct cell *c)
{
    int64_t any = 0;
    for (int i = 0; i < PARTS; i++)
        any |= c->part[i];
    return any == 0;
}

/* Each key once, in order; what comes out even is left out. */
static void merge(struct tally *t)
{
    size_t n = 0;
    qsort(t->at, t->n, sizeof *t->at, by_key);
    for (size_t i = 0; i < t->n;) {
        struct cell sum = t->at[i++];
        for (; i < t->n && by_key(&sum, &t->at[i]) == 0; i++)
            for (int p = 0; p < PARTS; p++)
                sum.part[p] += t->at[i].part[p];
        if (!nothing(&sum))
            t->at[n++] = sum;
    }
    t->n = n;
}

struct feed {
    const struct cell *at, *end;
};

static const struct cell *next_of(struct feed *f, enum table table)
{
    return f->at < f->end && f->at->table == table ? f->at++ : NULL;
}

static bool next_count(void *ctx, struct finding_count_row *in)
{
    const struct cell *c = next_of(ctx, T_COUNT);
    if (!c)
        return false;
    const int64_t *k = c->key;
    *in = (struct finding_count_row){.campaign = k[0],
                                     .county = k[1],
                                     .round = k[2],
                                     .source =
                                         k[3] < 0 ? STR("") : str_of(FINDING_SOURCES[k[3]].code),
                                     .state = str_of(FINDING_STATES[k[4]].code),
                                     .severity = k[5],
                                     .owned = k[6] != 0,
                                     .repeated = k[7] != 0,
                                     .n = c->part[0]};
    return true;
}

static bool next_age(void *ctx, struct finding_age_row *in)
{
    const struct cell *c = next_of(ctx, T_AGE);
    if (c)
        *in = (struct finding_age_row){c->key[0], c->key[1], c->key[2], c->part[0]};
    return c != NULL;
}

static struct finding_due_row due_row(const struct cell *c)
{
    const int64_t *p = c->part;
    return (struct finding_due_row){.campaign = c->key[0],
                                    .fixed = p[DUE_FIXED],
                                    .fixed_late = p[DUE_FIXED_LATE],
                                    .closed = p[DUE_CLOSED],
                                    .closed_late = p[DUE_CLOSED_LATE],
                                    .running = p[DUE_RUNNING],
                                    .suspended = p[DUE_SUSPENDED],
                                    .returned = p[DUE_RETURNED],
                                    .returned_running = p[DUE_RETURNED_RUNNING]};
}

static bool next_county(void *ctx, struct finding_due_row *in)
{
    const struct cell *c = next_of(ctx, T_COUNTY);
    if (!c)
        return false;
    *in = due_row(c);
    in->span = c->key[1];
    in->since = c->key[2];
    in->county = c->key[3];
    return true;
}

static bool next_unit(void *ctx, struct finding_due_row *in)
{
    const struct cell *c = next_of(ctx, T_UNIT);
    if (!c)
        return false;
    *in = due_row(c);
    in->county = c->key[1];
    in->since = c->key[2];
    in->unit = c->key[3];
    return true;
}

static bool any_left(const struct feed *f, enum table table)
{
    return f->at < f->end && f->at->table == table;
}

bool tally_flush(struct store_tx *tx, struct err *err)
{
    struct tally *t = tx->tally;
    if (!t->n)
        return true;
    merge(t);
    struct feed f = {t->at, t->at + t->n};
    t->n = 0;
    return (!any_left(&f, T_COUNT) || sql_finding_count_add(tx, next_count, &f, err)) &&
           (!any_left(&f, T_AGE) || sql_finding_age_add(tx, next_age, &f, err)) &&
           (!any_left(&f, T_COUNTY) || sql_finding_due_county_add(tx, next_county, &f, err)) &&
           (!any_left(&f, T_UNIT) || sql_finding_due_unit_add(tx, next_unit, &f, err));
}

/* ---- made anew -------------------------------------------------------------------------------
 */

bool store_finding_recount(struct store_tx *tx, struct err *err)
{
    struct tally *t = tx->tally;
    int64_t n;
    if (!sql_recount_clear_count(tx, &n, err) || !sql_recount_clear_age(tx, &n, err) ||
        !sql_recount_clear_county(tx, &n, err) || !sql_recount_clear_unit(tx, &n, err) ||
        !sql_recount_count(tx, &n, err) || !sql_recount_age(tx, &n, err) ||
        !sql_recount_county_days(tx, &n, err) || !sql_recount_county_months(tx, &n, err) ||
        !sql_recount_units(tx, &n, err))
        return false;
    /* What this transaction changed is in the findings already: at its end it adds up to nothing.
     */
    for (size_t i = 0, had = t->n; i < had; i++) {
        struct cell c = t->at[i];
        for (int p = 0; p < PARTS; p++)
            c.part[p] = -c.part[p];
        if (!push(t, &c, err))
            return false;
    }
    return true;
}

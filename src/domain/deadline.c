#include "domain/deadline.h"

#include <stdio.h>
#include <stdlib.h>

#define MINUTE INT64_C(60000)
enum { DAYS_MAX = 3660 * 3 }; /* however many rest days and pauses there are */

/* ---- limits ----------------------------------------------------------------------------------
 */

static const struct {
    const char *word;
    enum limit_unit unit;
} WORDS[] = {
    {"workhours", LIMIT_WORK_HOURS},
    {"workhour", LIMIT_WORK_HOURS},
    {"work hours", LIMIT_WORK_HOURS},
    {"work hour", LIMIT_WORK_HOURS},
    {"工作时", LIMIT_WORK_HOURS},
    {"工作小时", LIMIT_WORK_HOURS},
    {"workdays", LIMIT_WORK_DAYS},
    {"workday", LIMIT_WORK_DAYS},
    {"work days", LIMIT_WORK_DAYS},
    {"work day", LIMIT_WORK_DAYS},
    {"工作日", LIMIT_WORK_DAYS},
    {"hours", LIMIT_HOURS},
    {"hour", LIMIT_HOURS},
    {"小时", LIMIT_HOURS},
    {"紧急工作时", LIMIT_HOURS},
    {"days", LIMIT_DAYS},
    {"day", LIMIT_DAYS},
    {"天", LIMIT_DAYS},
    {"日", LIMIT_DAYS},
    {"自然日", LIMIT_DAYS},
};
static const char *const NAMES[] = {"workhours", "workdays", "hours", "days"};

bool limit_parse(struct str text, struct limit *out, struct err *err)
{
    struct str s = str_trim(text);
    int32_t n = 0;
    size_t digits = 0;
    while (digits < s.n && digits < 5 && s.p[digits] >= '0' && s.p[digits] <= '9')
        n = n * 10 + (s.p[digits++] - '0');
    struct str word = str_trim((struct str){s.p + digits, s.n - digits});
    struct str each = STR("个");
    if (str_starts(word, each))
        word = str_trim((struct str){word.p + each.n, word.n - each.n});
    for (size_t i = 0; digits && n >= 1 && n <= LIMIT_MAX && i < ARRAY_LEN(WORDS); i++) {
        if (!str_is(word, WORDS[i].word))
            continue;
        *out = (struct limit){WORDS[i].unit, n};
        return true;
    }
    return err_set(err, ERR_LIMIT, err_word(text).z);
}

void limit_format(const struct limit *l, char out[LIMIT_TEXT_MAX])
{
    int n = snprintf(out, LIMIT_TEXT_MAX, "%d %s", l->n, NAMES[l->unit]);
    if (l->n == 1 && n > 1)
        out[n - 1] = 0; /* 1 workday */
}

/* ---- pauses ----------------------------------------------------------------------------------
 */

struct pauses { /* ascending, apart */
    struct pause at[PAUSES_MAX];
    size_t n;
};

static int by_start(const void *a, const void *b)
{
    const struct pause *x = a, *y = b;
    return x->from < y->from ? -1 : x->from > y->from;
}

static bool merge(const struct pause *in, size_t n, struct pauses *out, struct err *err)
{
    struct pause all[PAUSES_MAX] = {{0, 0}};
    size_t m = 0;
    char most[12];
    for (size_t i = 0; i < n; i++) {
        if (in[i].to <= in[i].from)
            continue;
        if (m == PAUSES_MAX) {
            snprintf(most, sizeof most, "%d", PAUSES_MAX);
            return err_set(err, ERR_PAUSES, most);
        }
        all[m++] = in[i];
    }
    qsort(all, m, sizeof *all, by_start);
    out->n = 0;
    for (size_t i = 0; i < m; i++) {
        struct pause *last = out->n ? &out->at[out->n - 1] : NULL;
        if (!last || all[i].from > last->to)
            out->at[out->n++] = all[i];
        else if (all[i].to > last->to)
            last->to = all[i].to;
    }
    return true;
}

/* Does the clock stand at the moment, which ends something: the instant before it counts. */
static bool stands(const struct pauses *p, msec t)
{
    for (size_t i = 0; i < p->n; i++)
        if (t > p->at[i].from && t <= p->at[i].to)
            return true;
    return false;
}

/* ---- counting --------------------------------------------------------------------------------
 */

struct counting {
    const struct calendar *c;
    const struct pauses *pauses;
    msec from;
    int64_t left; /* ms, or days */
    msec due;     /* once left is 0 */
    bool stood;   /* the clock, for some of the day */
};

/* Uses up what of [from, to) is not paused. */
static void run(struct counting *k, msec from, msec to)
{
    if (from < k->from)
        from = k->from;
    for (size_t i = 0; i <= k->pauses->n && from < to && k->left > 0; i++) {
        bool more = i < k->pauses->n;
        const struct pause *p = &k->pauses->at[i];
        msec end = more && p->from < to ? p->from : to;
        if (end > from) {
            int64_t take = end - from < k->left ? end - from : k->left;
            k->left -= take;
            k->due = from + take;
        }
        if (more && p->to > from && p->from < to) {
            k->stood = true;
            from = p->to;
        }
    }
}

static void hours_of_day(struct counting *k, int64_t day, bool duty)
{
    msec midnight = calendar_midnight(day);
    if (!duty) {
        run(k, midnight, midnight + 1440 * MINUTE);
        return;
    }
    const struct duty *d = calendar_duty(k->c, day);
    for (int i = 0; i < d->n && calendar_works(k->c, day) && k->left > 0; i++)
        run(k, midnight + d->spans[i].from * MINUTE, midnight + d->spans[i].to * MINUTE);
}

static void count_day(struct counting *k, int64_t day, enum limit_unit unit)
{
    bool works = calendar_works(k->c, day);
    msec end = works ? calendar_duty_end(k->c, day) : calendar_midnight(day + 1);
    if (unit == LIMIT_WORK_DAYS && !works)
        return;
    k->stood = stands(k->pauses, end);
    if (k->stood)
        return;
    /* A rest day cannot be the last one. */
    if (k->left > 1 || works)
        k->left--;
    k->due = end;
}

bool deadline_compute(const struct calendar *c, msec from, const struct limit *limit,
                      const struct pause *pauses, size_t n, msec *due, struct deadline_steps *steps,
                      struct arena *arena, struct err *err)
{
    struct pauses apart = {.n = 0};
    bool days = limit->unit == LIMIT_WORK_DAYS || limit->unit == LIMIT_DAYS;
    int64_t first = calendar_day_of(from);
    if (!merge(pauses, n, &apart, err))
        return false;
    struct counting k = {.c = c,
                         .pauses = &apart,
                         .from = from,
                         .left = days ? limit->n : limit->n * 60 * MINUTE,
                         .due = from};
    for (int64_t day = days ? first + 1 : first; k.left > 0; day++) {
        int64_t before = k.left;
        if (day - first > DAYS_MAX)
            return err_set(err, ERR_LIMIT_FAR, NULL);
        k.stood = false;
        if (days)
            count_day(&k, day, limit->unit);
        else
            hours_of_day(&k, day, limit->unit == LIMIT_WORK_HOURS);
        struct deadline_step step = {day, calendar_works(c, day), k.stood, before - k.left, k.left};
        if (steps && !VEC_PUSH(arena, &steps->at, step))
            return err_set(err, ERR_MEMORY, NULL);
    }
    *due = k.due;
    return true;
}

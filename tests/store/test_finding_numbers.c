/* The counters of findings against the findings: thousands of changes by a seeded generator, some
 * of which fail; every number is counted again here, from what was written, by its definition in
 * docs/numbers.md. */
#include "store_test.h"

#include "base/rng.h"
#include "base/when.h"
#include "domain/lifecycle.h"
#include "store/campaign.h"
#include "store/check.h"
#include "store/finding.h"
#include "store/finding_numbers.h"
#include "store/standard.h"

#include <stdio.h>
#include <stdlib.h>

#define P5326 ((region_code)532600000000000)
#define C532624 532624000000000
#define TOWN ((region_code)532624001000000)
#define DAY INT64_C(86400000)
/* 2026-04-24 03:06:40 UTC, 11:06:40 in China */
#define NOW INT64_C(1777000000000)

enum { FINDINGS = 400, ACTS = 1500, AT_ONCE = 40 };

struct world {
    struct fixture f;
    int64_t campaign;
    struct rng rng;
    struct finding_row rows[FINDINGS];
    int n;
};

#define READ(f, call)                                                                              \
    do {                                                                                           \
        struct store_tx *tx = store_read((f)->store, &(f)->err);                                   \
        assert_ok(f, tx);                                                                          \
        assert_ok(f, call);                                                                        \
        store_read_end(tx);                                                                        \
    } while (0)

static bool make_world(struct store_tx *tx, void *ctx, struct err *err)
{
    struct world *w = ctx;
    struct standard_row s = {
        .code = STR("s"), .edition = STR("1"), .name_zh = STR("s"), .digest = STR("d")};
    struct campaign_row c = {
        .region = P5326, .name_zh = STR("c"), .period_from = 202601, .period_to = 202612};
    return store_standard_insert(tx, &s, NULL, 0, NULL, 0, &c.standard, err) &&
           store_campaign_insert(tx, &c, &w->campaign, err);
}

static int setup(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    void *f = NULL;
    if (!w || fixture_setup(&f))
        return -1;
    w->f = *(struct fixture *)f;
    free(f);
    w->rng.state = 20260424;
    assert_ok(&w->f, store_write(w->f.store, make_world, w, &w->f.err));
    *state = w;
    return 0;
}

/* ---- changes ---------------------------------------------------------------------------------
 */

static int64_t any(struct world *w, int64_t lo, int64_t hi)
{
    return rng_between(&w->rng, lo, hi);
}

/* Deadlines from February to July 2026, often at the edge of a day or month, and at NOW. */
static msec any_time(struct world *w)
{
    static const msec EDGES[] = {NOW,
                                 NOW - 1,
                                 NOW + 1,
                                 INT64_C(1777564800000) /* May 1, 00:00 */,
                                 INT64_C(1777564799999),
                                 INT64_C(1776960000000) /* today, 00:00 */};
    return any(w, 0, 3) == 0 ? EDGES[any(w, 0, (int64_t)ARRAY_LEN(EDGES) - 1)]
                             : INT64_C(1769875200000) + any(w, 0, 180 * DAY);
}

static void change(struct world *w, struct finding_row *f)
{
    enum finding_state s = (enum finding_state)any(w, 0, FINDING_COUNT - 1);
    if (f->good)
        s = FINDING_NOTED;
    f->state = str_of(FINDING_STATES[s].code);
    f->open = FINDING_STATES[s].open;
    f->lead_unit = any(w, 0, 3);
    f->due_at = any(w, 0, 4) ? any_time(w) : 0;
    f->fixed_at = any(w, 0, 2) ? f->due_at + any(w, -2, 2) : 0;
    f->returns = any(w, 0, 3);
    f->repeat_of = any(w, 0, 4) ? 0 : 1;
}

static struct finding_row new_row(struct world *w)
{
    static const region_code WHERE[] = {
        P5326, C532624, TOWN, TOWN + 1000000, TOWN + 1000000, 532622000000000, 532622002003000};
    region_code region = WHERE[any(w, 0, (int64_t)ARRAY_LEN(WHERE) - 1)];
    struct finding_row f = {.campaign = w->campaign,
                            .round = any(w, 0, 2),
                            .region = region,
                            .county = region_at_level(region, REGION_COUNTY),
                            .source = str_of(FINDING_SOURCES[any(w, 0, SOURCE_COUNT - 1)].code),
                            .good = any(w, 0, 9) == 0,
                            .severity = any(w, 1, 3),
                            .found_at = NOW - any(w, 0, 200 * DAY),
                            .version = 1};
    change(w, &f);
    return f;
}

struct some { /* of one job */
    struct world *w;
    int which[3];
    struct finding_row become[3];
    bool fails, inserts;
};

static bool do_some(struct store_tx *tx, void *ctx, struct err *err)
{
    struct some *s = ctx;
    bool fits = true;
    if (s->inserts)
        return store_finding_add(tx, &s->become[0], &s->become[0].id, err) &&
               (!s->fails || err_set(err, ERR_EMPTY, NULL));
    for (int i = 0; fits && i < 3; i++) {
        if (!store_finding_update(tx, &s->w->rows[s->which[i]], &s->become[i], &fits, err))
            return false;
    }
    return (fits && !s->fails) || err_set(err, ERR_EMPTY, NULL);
}

static void act(struct world *w)
{
    struct some s = {.w = w, .fails = any(w, 0, 4) == 0};
    s.inserts = w->n < FINDINGS && any(w, 0, 3) == 0;
    if (s.inserts)
        s.become[0] = new_row(w);
    for (int i = 0; !s.inserts && i < 3; i++) {
        s.which[i] = (int)any(w, 0, w->n / 3 - 1) * 3 + i;
        s.become[i] = w->rows[s.which[i]];
        change(w, &s.become[i]);
    }
    bool ok = store_write(w->f.store, do_some, &s, &w->f.err);
    assert_int_equal(ok, !s.fails);
    if (s.fails)
        return;
    if (s.inserts) {
        w->rows[w->n++] = s.become[0];
        return;
    }
    for (int i = 0; i < 3; i++) {
        w->rows[s.which[i]] = s.become[i];
        w->rows[s.which[i]].version++;
    }
}

static bool begin(struct store_tx *tx, void *ctx, struct err *err)
{
    struct world *w = ctx;
    for (int i = 0; i < AT_ONCE; i++)
        w->rows[w->n++] = new_row(w);
    if (!store_findings_insert(tx, w->rows, AT_ONCE, err))
        return false;
    for (int i = 0; i < AT_ONCE; i++) /* a new database counts from one */
        w->rows[i].id = i + 1;
    return true;
}

/* The findings of this test have no region: that is not what is asked. */
static bool count_fault(void *ctx, const struct store_fault *f, struct err *err)
{
    (void)err;
    *(int *)ctx += f->table.n > 8 && memcmp(f->table.p, "finding_", 8) == 0;
    return true;
}

/* Of the counters. */
static int faults(struct world *w)
{
    int n = 0;
    struct store_checking c = {NULL, count_fault, &n};
    READ(&w->f, store_check(tx, &c, &w->f.err));
    return n;
}

/* ---- counted again ---------------------------------------------------------------------------
 */

static bool is(const struct finding_row *f, enum finding_state s)
{
    return str_is(f->state, FINDING_STATES[s].code);
}

static bool runs(const struct finding_row *f)
{
    return is(f, FINDING_DISPATCHED) || is(f, FINDING_FIXING);
}

static const region_code REGIONS[] = {P5326, C532624, TOWN, 532622000000000, 532600000000000 + 5};

struct kinds {
    int64_t n[FINDING_COUNT], severity[4], source[SOURCE_COUNT], unowned, repeated, round[3];
};

static bool add_kind(void *ctx, const struct finding_count_row *r, struct err *err)
{
    struct kinds *k = ctx;
    enum finding_state s = FINDING_COUNT;
    (void)err;
    assert_true(finding_state_parse(r->state, &s));
    k->n[s] += r->n;
    k->round[r->round] += r->n;
    k->repeated += r->repeated ? r->n : 0;
    k->source[life_word_find(FINDING_SOURCES, SOURCE_COUNT, r->source)] += r->n;
    if (!FINDING_STATES[s].open)
        return true;
    k->severity[r->severity] += r->n;
    k->unowned += r->owned ? 0 : r->n;
    return true;
}

static void check_kinds(struct world *w, region_code region)
{
    struct kinds want = {0}, got = {0};
    int64_t ages[FINDING_AGES], age[FINDING_AGES] = {0}, late = 0, soon = 0, late_got, soon_got;
    int64_t today = 20567; /* 2026-04-24, by the calendar */
    for (int i = 0; i < w->n; i++) {
        const struct finding_row *f = &w->rows[i];
        enum finding_state s = FINDING_COUNT;
        if (!region_inside(f->region, region))
            continue;
        finding_state_parse(f->state, &s);
        want.n[s]++;
        want.round[f->round]++;
        want.repeated += f->repeat_of != 0;
        want.source[life_word_find(FINDING_SOURCES, SOURCE_COUNT, f->source)]++;
        if (!f->open)
            continue;
        want.severity[f->severity]++;
        want.unowned += f->lead_unit == 0;
        int64_t old = today - (f->found_at + 8 * 3600000) / DAY;
        age[old <= 3 ? 0 : old <= 7 ? 1 : old <= 15 ? 2 : old <= 30 ? 3 : old <= 90 ? 4 : 5]++;
        late += runs(f) && f->due_at > 0 && f->due_at < NOW;
        soon += runs(f) && f->due_at >= NOW && f->due_at < NOW + 3 * DAY;
    }
    READ(&w->f, store_finding_counts(tx, w->campaign, region, add_kind, &got, &w->f.err));
    assert_memory_equal(&want, &got, sizeof want);
    READ(&w->f, store_finding_ages(tx, w->campaign, region, today, ages, &w->f.err));
    assert_memory_equal(age, ages, sizeof ages);
    READ(&w->f, store_finding_running(tx, w->campaign, region, NOW, NOW + 3 * DAY, &late_got,
                                      &soon_got, &w->f.err));
    assert_int_equal(late_got, late);
    assert_int_equal(soon_got, soon);
}

static void add_rate(struct performance *p, const struct finding_row *f, msec now)
{
    bool done = is(f, FINDING_FIXED) || is(f, FINDING_CLOSED), in_time = f->fixed_at <= f->due_at;
    bool late_open = runs(f) && f->due_at < now;
    p->due += done || late_open;
    p->on_time += done && in_time;
    p->late += done && !in_time;
    p->late_open += late_open;
    p->closed += is(f, FINDING_CLOSED);
    p->closed_on_time += is(f, FINDING_CLOSED) && in_time;
    p->returned += done || late_open ? f->returns : 0;
    p->suspended += is(f, FINDING_SUSPENDED);
}

static void check_rates(struct world *w, region_code region, const struct finding_period *when,
                        bool by_county)
{
    static const int64_t KEYS[] = {0, 1, 2, 3, P5326, 532622000000000, C532624};
    struct finding_rates got = {0};
    size_t at = 0;
    READ(&w->f, store_finding_performance(tx, &w->f.arena, w->campaign, region, when, by_county,
                                          &got, &w->f.err));
    for (size_t k = 0; k < ARRAY_LEN(KEYS); k++) {
        struct performance want = {0};
        int n = 0;
        for (int i = 0; i < w->n; i++) {
            const struct finding_row *f = &w->rows[i];
            if ((by_county ? f->county : f->lead_unit) != KEYS[k] || f->good || f->due_at <= 0 ||
                f->due_at < when->from || f->due_at >= when->until ||
                !region_inside(f->region, region) ||
                !(runs(f) || is(f, FINDING_FIXED) || is(f, FINDING_CLOSED) ||
                  is(f, FINDING_SUSPENDED)))
                continue;
            n++;
            add_rate(&want, f, when->now);
        }
        if (at < got.n && got.at[at].key == KEYS[k])
            assert_memory_equal(&got.at[at++].p, &want, sizeof want);
        else
            assert_int_equal(n, 0);
    }
    assert_int_equal(at, got.n);
}

static void check_all_rates(struct world *w)
{
    static const msec NOWS[] = {NOW, NOW - 40 * DAY, NOW + 400 * DAY,
                                INT64_C(1777564800000) /* May 1, midnight */};
    for (int i = 0; i < 300; i++) {
        msec a = any_time(w), b = any_time(w);
        struct finding_period p = {a < b ? a : b, a < b ? b : a,
                                   NOWS[any(w, 0, (int64_t)ARRAY_LEN(NOWS) - 1)]};
        if (i % 5 == 0)
            p = (struct finding_period){1, INT64_MAX, p.now};
        if (i % 5 == 1) /* March and April 2026 */
            p = (struct finding_period){INT64_C(1772294400000), INT64_C(1777564800000), p.now};
        check_rates(w, REGIONS[any(w, 0, (int64_t)ARRAY_LEN(REGIONS) - 1)], &p, i % 2);
    }
}

static void test_counters(void **state)
{
    struct world *w = *state;
    assert_ok(&w->f, store_write(w->f.store, begin, w, &w->f.err));
    for (int i = 0; i < ACTS; i++)
        act(w);
    assert_true(w->n > FINDINGS / 2);
    for (size_t i = 0; i < ARRAY_LEN(REGIONS); i++)
        check_kinds(w, REGIONS[i]);
    check_all_rates(w);
}

struct recounting {
    struct world *w;
    bool fails;
};

/* With a new finding in the same job, before its counters are written. */
static bool recount(struct store_tx *tx, void *ctx, struct err *err)
{
    struct recounting *r = ctx;
    struct finding_row f = new_row(r->w);
    return store_finding_add(tx, &f, &f.id, err) && store_finding_recount(tx, err) &&
           (!r->fails || err_set(err, ERR_EMPTY, NULL));
}

/* What the check says of counters that somebody changed, and that they can be made anew. */
static void test_recount(void **state)
{
    struct world *w = *state;
    struct fixture *f = &w->f;
    struct recounting r = {w, true};
    assert_int_equal(faults(w), 0);
    fixture_sql(f, "UPDATE finding SET round = 1 WHERE id = 3 AND round <> 1");
    fixture_sql(f, "UPDATE finding SET round = 2 WHERE id = 3 AND round <> 2");
    assert_true(faults(w) >= 1);
    fixture_sql(f, "UPDATE finding_age SET n = n + 1 WHERE day % 5 = 0");
    fixture_sql(f, "DELETE FROM finding_due_unit WHERE unit = 2");
    fixture_sql(f, "UPDATE finding_due_county SET returned = returned + 1 WHERE span = 1");
    int wrong = faults(w);
    assert_true(wrong > 20);
    assert_false(store_write(f->store, recount, &r, &f->err));
    assert_int_equal(faults(w), wrong); /* nothing of it stayed */
    r.fails = false;
    assert_ok(f, store_write(f->store, recount, &r, &f->err));
    assert_int_equal(faults(w), 0);
    assert_int_equal(fixture_number(f, "SELECT CAST(sum(n) AS BIGINT) FROM finding_count"),
                     w->n + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_counters),
                                       cmocka_unit_test(test_recount)};
    return cmocka_run_group_tests(tests, setup, fixture_teardown);
}

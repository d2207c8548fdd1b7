/* So many values that two threads read them, between those of another campaign: every value arrives
 * once, with its text and at its place, on both databases; and a writer in between changes nothing
 * that one board sees. */
#include "../store/store_test.h"

#include "store/campaign.h"
#include "store/user.h"
#include "store/value.h"
#include "work/boards.h"
#include "work/standard_files.h"
#include "work/standard_store.h"
#include "work/value_entry.h"

/* 160 counties x 56 indicators x 12 months = 107,520 values: more than one thread reads alone. */
enum { COUNTIES = 160, INDICATORS = 56, MONTHS = 12 };

struct world {
    struct fixture *f;
    struct app app;
    const struct standard *s;
    int64_t campaign[2], user;
    int from, to, at; /* counties of the list at hand */
    int64_t of;       /* its campaign */
};

static region_code county(int i)
{
    return (INT64_C(110000) + (i / 60 + 1) * 100 + i % 60 + 1) * 1000000000;
}

/* 1 or 2: both are good for a level and for a yes. Every third value names a paper. */
static int number_of(int i, int k, int m)
{
    return 1 + (i + k + m) % 2;
}

static const char *const PAPERS[] = {"", "统计年报", "监测报告"};

static bool next_value(void *ctx, struct value_row *row)
{
    struct world *w = ctx;
    if (w->at == (w->to - w->from) * INDICATORS * MONTHS)
        return false;
    int m = w->at % MONTHS, k = w->at / MONTHS % INDICATORS,
        i = w->from + w->at / MONTHS / INDICATORS;
    *row = (struct value_row){.campaign = w->of,
                              .region = county(i),
                              .code = w->s->indicators[k].code,
                              .period = 202601 + m,
                              .source = str_of(PAPERS[(i + k) % 3]),
                              .number = DEC_INT(number_of(i, k, m)),
                              .has_number = true};
    w->at++;
    return true;
}

static void rewind_values(void *ctx)
{
    ((struct world *)ctx)->at = 0;
}

static bool import_fn(struct store_tx *tx, void *ctx, struct err *err)
{
    struct world *w = ctx;
    struct value_source source = {next_value, rewind_values, w};
    return store_values_import(tx, w->of, source, w->user, 0, err);
}

static void import(struct world *w, int64_t campaign, int from, int to)
{
    w->of = campaign;
    w->from = from;
    w->to = to;
    w->at = 0;
    assert_ok(w->f, store_write(w->f->store, import_fn, w, &w->f->err));
}

struct making {
    struct world *w;
    int64_t standard;
};

static bool campaigns_fn(struct store_tx *tx, void *ctx, struct err *err)
{
    struct making *m = ctx;
    struct world *w = m->w;
    struct user_row user = {.login = STR("clerk")};
    if (!store_user_insert(tx, &user, &w->user, err))
        return false;
    for (int c = 0; c < 2; c++) {
        struct campaign_row row = {.standard = m->standard,
                                   .name_zh = STR("试验"),
                                   .period_from = 202601,
                                   .period_to = 202612};
        struct round_row rounds[2] = {{.number = 1, .name_zh = STR("三月"), .period = 202603},
                                      {.number = 2, .name_zh = STR("四月"), .period = 202604}};
        if (!store_campaign_insert(tx, &row, &w->campaign[c], err))
            return false;
        rounds[0].campaign = rounds[1].campaign = w->campaign[c];
        if (!store_rounds_put(tx, w->campaign[c], rounds, 2, err))
            return false;
        for (int i = 0; i < COUNTIES; i++) {
            struct subject_row county_row = {
                .campaign = w->campaign[c], .region = county(i), .kind = STR("county")};
            if (!store_subjects_put(tx, w->campaign[c], &county_row, 1, err))
                return false;
        }
    }
    return true;
}

static int setup(void **state)
{
    if (fixture_setup(state))
        return 1;
    struct fixture *f = *state;
    struct world *w = test_calloc(1, sizeof *w);
    struct standard_source src;
    struct standard_stored stored;
    struct err_list problems = {.arena = &f->arena};
    w->f = f;
    assert_ok(f, app_init(&w->app, f->store, &f->err));
    assert_true(standard_source_of_path(
        &f->arena, SOURCE_ROOT "/standards/hygienic-city-county-2021", &src, &problems));
    assert_ok(f, standard_store(&w->app, &ACTOR_CONSOLE, &f->arena, &src, false, &stored, &problems,
                                &f->err));
    assert_int_equal(stored.standard->n_indicators, INDICATORS);
    w->s = stored.standard;
    struct making m = {w, stored.id};
    assert_ok(f, store_write(f->store, campaigns_fn, &m, &f->err));
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    struct world *w = *state;
    void *fixture = w->f;
    app_release(&w->app);
    test_free(w);
    return fixture_teardown(&fixture);
}

static void check_county(const struct values *v, int i)
{
    int subject = values_subject(v, county(i));
    assert_in_range(subject, 0, COUNTIES - 1);
    for (int k = 0; k < INDICATORS; k++) {
        struct span span = values_of(v, subject, false, k);
        assert_int_equal(span.n, MONTHS);
        for (int m = 0; m < MONTHS; m++) {
            const struct value *value = &v->at[span.first + m];
            assert_int_equal(value->period, 202601 + m);
            assert_int_equal(value->value.micro, number_of(i, k, m) * DEC_ONE);
            assert_true(str_eq(value->source, str_of(PAPERS[(i + k) % 3])));
        }
    }
}

static void every_value_arrives_once(void **state)
{
    struct world *w = *state;
    struct fixture *f = w->f;
    /* Of both campaigns in turn, so that the first one's ids have gaps; the last part is small. */
    import(w, w->campaign[0], 0, 100);
    import(w, w->campaign[1], 0, 3);
    import(w, w->campaign[0], 100, 150);
    import(w, w->campaign[1], 3, 5);
    import(w, w->campaign[0], 150, COUNTIES);
    struct store_tx *tx = store_read(f->store, &f->err);
    struct board_hold hold;
    assert_ok(f, board_take(&w->app, tx, w->campaign[0], 0, &hold, &f->err));
    const struct values *v = hold.now->values;
    assert_int_equal(v->n, COUNTIES * INDICATORS * MONTHS);
    assert_int_equal(v->n_subjects, COUNTIES);
    for (int i = 0; i < COUNTIES; i++)
        check_county(v, i);
    board_give(&w->app, &hold);
    assert_ok(f, board_take(&w->app, tx, w->campaign[1], 0, &hold, &f->err));
    assert_int_equal(hold.now->values->n, 5 * INDICATORS * MONTHS);
    board_give(&w->app, &hold);
    store_read_end(tx);
}

/* The snapshot is older than the newest values: the second thread must not mix them in. */
static void an_old_snapshot_stays_old(void **state)
{
    struct world *w = *state;
    struct fixture *f = w->f;
    import(w, w->campaign[0], 0, COUNTIES);
    struct store_tx *tx = store_read(f->store, &f->err);
    int64_t version;
    assert_ok(f, store_campaign_version(tx, w->campaign[0], &version, &f->err));
    struct actor who = {.user = w->user, .within = {.n = 1}};
    struct value_entry e = {.campaign = w->campaign[0],
                            .region = county(COUNTIES - 1),
                            .code = w->s->indicators[INDICATORS - 1].code,
                            .period = 202604,
                            .has_value = true,
                            .value = DEC_INT(3 - number_of(COUNTIES - 1, INDICATORS - 1, 3)),
                            .version = 1};
    struct value_outcome o;
    assert_ok(f, value_enter(&w->app, &who, &e, &o, &f->err));
    struct board_hold hold;
    assert_ok(f, board_take(&w->app, tx, w->campaign[0], 0, &hold, &f->err));
    assert_int_equal(hold.version, version);
    assert_int_equal(hold.now->values->n, COUNTIES * INDICATORS * MONTHS);
    check_county(hold.now->values, COUNTIES - 1);
    board_give(&w->app, &hold);
    store_read_end(tx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_value_arrives_once, setup, teardown),
        cmocka_unit_test_setup_teardown(an_old_snapshot_stays_old, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Standards, campaigns, places, values, findings and bulletins. */
#include "store_test.h"

#include "base/hash.h"
#include "base/when.h"
#include "store/bulletin.h"
#include "store/campaign.h"
#include "store/finding.h"
#include "store/finding_find.h"
#include "store/place.h"
#include "store/standard.h"
#include "store/user.h"
#include "store/value.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define C532622 532622000000000
#define C532624 532624000000000
static const struct region_range WENSHAN = {532600000000000, 532699999999999};

struct world { /* what every test starts from */
    struct fixture f;
    int64_t standard, campaign, user, other;
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
    struct standard_file_row files[] = {
        {.name = STR("standard.json"), .content = STR("{}")},
        {.name = STR("items.csv"), .content = {"a,\0b\xff", 5}}}; /* any bytes */
    struct standard_part_row parts[] = {
        {.kind = STR("item"), .code = STR("M.1"), .digest = STR("aa")},
        {.kind = STR("clause"), .code = STR("1.1"), .digest = STR("bb")}};
    struct standard_row s = {.code = STR("hygienic-county"),
                             .edition = STR("2021"),
                             .name_zh = STR("国家卫生县"),
                             .name_en = STR("National hygienic county"),
                             .digest = STR("d1"),
                             .imported_at = 5};
    struct user_row ann = {.login = STR("ann"), .name_zh = STR("安")};
    struct user_row ben = {.login = STR("ben"), .name_zh = STR("本")};
    if (!store_standard_insert(tx, &s, files, 2, parts, 2, &w->standard, err) ||
        !store_user_insert(tx, &ann, &w->user, err) || !store_user_insert(tx, &ben, &w->other, err))
        return false;
    struct campaign_row c = {.standard = w->standard,
                             .region = WENSHAN.lo,
                             .name_zh = STR("创建"),
                             .period_from = 202601,
                             .period_to = 202612,
                             .demo = true};
    struct subject_row subjects[] = {{.region = C532624, .kind = STR("county")},
                                     {.region = C532622, .kind = STR("county"), .grp = STR("A")}};
    struct round_row rounds[] = {{.number = 2, .name_zh = STR("四月"), .period = 202604},
                                 {.number = 1, .name_zh = STR("三月"), .period = 202603}};
    return store_campaign_insert(tx, &c, &w->campaign, err) &&
           store_subjects_put(tx, w->campaign, subjects, 2, err) &&
           store_rounds_put(tx, w->campaign, rounds, 2, err);
}

static int setup(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    void *f = NULL;
    if (!w || fixture_setup(&f))
        return -1;
    w->f = *(struct fixture *)f;
    free(f);
    assert_ok(&w->f, store_write(w->f.store, make_world, w, &w->f.err));
    *state = w;
    return 0;
}

static int64_t version(struct world *w)
{
    int64_t v = 0;
    READ(&w->f, store_campaign_version(tx, w->campaign, &v, &w->f.err));
    return v;
}

static void test_standard(void **state)
{
    struct world *w = *state;
    struct fixture *f = &w->f;
    struct standard_row s;
    bool found;
    READ(f, store_standard_find(tx, &f->arena, STR("hygienic-county"), STR("2021"), &s, &found,
                                &f->err));
    assert_true(found);
    assert_int_equal(s.id, w->standard);
    assert_str(s.name_zh, "国家卫生县");
    struct standard_file_rows files = {0};
    READ(f, store_standard_files(tx, &f->arena, w->standard, &files, &f->err));
    assert_int_equal(files.n, 2);
    assert_str(files.at[0].name, "items.csv");
    assert_true(str_eq(files.at[0].content, (struct str){"a,\0b\xff", 5}));
    struct standard_part_rows parts = {0};
    READ(f, store_standard_parts(tx, &f->arena, w->standard, &parts, &f->err));
    assert_int_equal(parts.n, 2);
    assert_str(parts.at[0].kind, "clause");
    struct world again = {0};
    assert_false(store_write(f->store, make_world, &again, &f->err));
    assert_int_equal(f->err.code, ERR_EXISTS);
    struct standard_rows all = {0};
    READ(f, store_standard_page(tx, &f->arena, 0, 10, &all, &f->err));
    assert_int_equal(all.n, 1);
    READ(f, store_standard_page(tx, &f->arena, all.at[0].id, 10, &all, &f->err));
    assert_int_equal(all.n, 1);
}

static bool confirm(struct store_tx *tx, void *ctx, struct err *err)
{
    struct world *w = ctx;
    struct confirmation_row c = {.standard = w->standard,
                                 .kind = STR("item"),
                                 .code = STR("M.1"),
                                 .user_id = w->user,
                                 .confirmed_at = 7,
                                 .note = STR("annex 2")};
    if (!store_confirmation_put(tx, &c, err))
        return false;
    c.user_id = w->other;
    return store_confirmation_put(tx, &c, err);
}

static void test_confirmation(void **state)
{
    struct world *w = *state;
    struct fixture *f = &w->f;
    assert_ok(f, store_write(f->store, confirm, w, &f->err));
    struct confirmation_rows c = {0};
    READ(f, store_confirmations(tx, &f->arena, w->standard, &c, &f->err));
    assert_int_equal(c.n, 1);
    assert_int_equal(c.at[0].user_id, w->other);
    assert_str(c.at[0].note, "annex 2");
}

static void test_campaign(void **state)
{
    struct world *w = *state;
    struct fixture *f = &w->f;
    struct campaign_row c;
    bool found;
    READ(f, store_campaign_get(tx, &f->arena, w->campaign, &c, &found, &f->err));
    assert_true(found && c.demo);
    assert_int_equal(c.version, 3); /* 1, + subjects, + rounds */
    struct campaign_rows rows = {0};
    READ(f, store_campaign_page(tx, &f->arena, WENSHAN, 0, 10, &rows, &f->err));
    assert_int_equal(rows.n, 1);
    struct region_range elsewhere = {C532622, C532622 + 999999999};
    rows.n = 0;
    READ(f, store_campaign_page(tx, &f->arena, elsewhere, 0, 10, &rows, &f->err));
    assert_int_equal(rows.n, 0);
    struct subject_rows subjects = {0};
    READ(f, store_subject_page(tx, &f->arena, w->campaign, WENSHAN, 0, 1, &subjects, &f->err));
    assert_int_equal(subjects.n, 1);
    assert_int_equal(subjects.at[0].region, C532622);
    assert_str(subjects.at[0].grp, "A");
    READ(f,
         store_subject_page(tx, &f->arena, w->campaign, WENSHAN, C532622, 9, &subjects, &f->err));
    assert_int_equal(subjects.n, 2);
    assert_int_equal(subjects.at[1].region, C532624);
    struct round_rows rounds = {0};
    READ(f, store_rounds(tx, &f->arena, w->campaign, &rounds, &f->err));
    assert_int_equal(rounds.n, 2);
    assert_str(rounds.at[0].name_zh, "三月");
    int64_t v;
    struct store_tx *tx = store_read(f->store, &f->err);
    assert_false(store_campaign_version(tx, 99, &v, &f->err));
    assert_int_equal(f->err.code, ERR_NOT_FOUND);
    store_read_end(tx);
}

struct put { /* one store_value_put */
    struct value_row row;
    int64_t user;
    msec now;
};

static bool put_fn(struct store_tx *tx, void *ctx, struct err *err)
{
    struct put *p = ctx;
    return store_value_put(tx, &p->row, p->user, p->now, err);
}

static struct value_row value_of(struct world *w, region_code region, const char *code)
{
    return (struct value_row){.campaign = w->campaign,
                              .region = region,
                              .code = str_of(code),
                              .period = 202604,
                              .has_number = true,
                              .number = DEC_INT(12)};
}

static void test_value_and_conflict(void **state)
{
    struct world *w = *state;
    struct fixture *f = &w->f;
    int64_t before = version(w);
    /* 2026-04-01T00:30:00Z is 08:30 in China. */
    struct put a = {value_of(w, C532624, "I.1"), w->user, 1775003400000};
    assert_ok(f, store_write(f->store, put_fn, &a, &f->err));
    assert_int_equal(a.row.version, 1);
    assert_int_equal(version(w), before + 1);
    struct put b = a; /* both saw version 1 */
    a.row.number = (dec){12500000};
    a.row.source = STR("县疾控中心");
    assert_ok(f, store_write(f->store, put_fn, &a, &f->err));
    assert_int_equal(a.row.version, 2);
    b.user = w->other;
    b.row.number = DEC_INT(99);
    assert_false(store_write(f->store, put_fn, &b, &f->err));
    assert_int_equal(f->err.code, ERR_CONFLICT);
    assert_string_equal(f->err.args[0], "安");
    assert_string_equal(f->err.args[1], "12.5");
    assert_string_equal(f->err.args[2], "2026-04-01T08:30:00+08:00");
    assert_int_equal(version(w), before + 2);
    /* Two people enter the same fact for the first time. */
    struct put c = {value_of(w, C532624, "I.1"), w->other, 9};
    assert_false(store_write(f->store, put_fn, &c, &f->err));
    assert_int_equal(f->err.code, ERR_CONFLICT);
    struct value_row got;
    bool found;
    READ(f, store_value_find(tx, &f->arena, &c.row, &got, &found, &f->err));
    assert_true(found);
    assert_int_equal(got.number.micro, 12500000);
    assert_true(got.has_number && !got.has_numerator && !got.has_denominator);
    assert_str(got.source, "县疾控中心");
    struct value_past_rows past = {0};
    READ(f, store_value_history(tx, &f->arena, got.id, &past, &f->err));
    assert_int_equal(past.n, 1);
    assert_int_equal(past.at[0].version, 1);
    assert_int_equal(past.at[0].number.micro, 12000000);
    /* Who entered it, and who had: the names of a page in one question. */
    struct user_name_rows users = {0}, before_them = {0};
    struct place_rows places = {0};
    READ(f, store_value_names(tx, &f->arena, &got, &got, &places, &users, &f->err));
    assert_int_equal(places.n, 0);
    assert_int_equal(users.n, 1);
    assert_str(users.at[0].name_zh, "安");
    READ(f, store_value_past_users(tx, &f->arena, got.id, &before_them, &f->err));
    assert_int_equal(before_them.n, 1);
    assert_int_equal(before_them.at[0].id, w->user);
}

struct list { /* an import of generated rows */
    struct world *w;
    int n, at;
    int64_t shift;
};

static bool list_next(void *ctx, struct value_row *row)
{
    static char code[16];
    struct list *l = ctx;
    if (l->at == l->n)
        return false;
    snprintf(code, sizeof code, "I.%d", l->at);
    *row = value_of(l->w, l->at % 2 ? C532622 : C532624, code);
    row->has_number = false;
    row->has_numerator = row->has_denominator = true;
    row->numerator = DEC_INT(l->at + (l->at < 5 ? l->shift : 0));
    row->denominator = DEC_INT(100);
    l->at++;
    return true;
}

static void list_rewind(void *ctx)
{
    ((struct list *)ctx)->at = 0;
}

static bool list_fn(struct store_tx *tx, void *ctx, struct err *err)
{
    struct list *l = ctx;
    struct value_source source = {list_next, list_rewind, l};
    return store_values_import(tx, l->w->campaign, source, l->w->user, 100 + l->shift, err);
}

static bool count_fact(void *ctx, const struct value_fact_row *row, struct err *err)
{
    (void)err;
    *(int64_t *)ctx += row->numerator.micro;
    return true;
}

static void test_values_import(void **state)
{
    struct world *w = *state;
    struct fixture *f = &w->f;
    struct list l = {.w = w, .n = 1200};
    int64_t before = version(w);
    assert_ok(f, store_write(f->store, list_fn, &l, &f->err));
    assert_int_equal(version(w), before + 1);
    l.shift = 1; /* the first five change, the rest is as before */
    assert_ok(f, store_write(f->store, list_fn, &l, &f->err));
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM value"), 1200);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM value WHERE version = 2"), 5);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM value_history"), 5);
    int64_t sum = 0;
    READ(f, store_value_facts(tx, w->campaign, 0, INT64_MAX, count_fact, &sum, &f->err));
    assert_int_equal(sum, (1199 * 1200 / 2 + 5) * DEC_ONE); /* 0 + 1 + ... + 1199, + 5 */
    /* Pages of 500 hold every row once, in order. */
    struct value_rows rows = {0};
    do {
        const struct value_row *last = rows.n ? &rows.at[rows.n - 1] : NULL;
        size_t n = rows.n;
        READ(f, store_value_page(tx, &f->arena, w->campaign, WENSHAN, last, 500, &rows, &f->err));
        if (n == rows.n)
            break;
    } while (rows.n <= 1200);
    assert_int_equal(rows.n, 1200);
    for (size_t i = 1; i < rows.n; i++) {
        const struct value_row *a = &rows.at[i - 1], *b = &rows.at[i];
        assert_true(a->region < b->region ||
                    (a->region == b->region && str_cmp(a->code, b->code) < 0));
    }
    rows.n = 0;
    READ(f, store_values_of_region(tx, &f->arena, w->campaign, C532622, 5000, &rows, &f->err));
    assert_int_equal(rows.n, 600);
}

static bool places_fn(struct store_tx *tx, void *ctx, struct err *err)
{
    int64_t *ids = ctx;
    return store_place_put(tx, C532624, STR("market"), STR("麻栗坡农贸市场"), &ids[0], err) &&
           store_place_put(tx, C532622, STR("market"), STR("江那农贸市场"), &ids[1], err) &&
           store_place_put(tx, C532624, STR("market"), STR("麻栗坡农贸市场"), &ids[2], err) &&
           store_place_put(tx, C532624, STR("school"), STR("麻栗坡农贸市场"), &ids[3], err);
}

static void test_places(void **state)
{
    struct world *w = *state;
    struct fixture *f = &w->f;
    int64_t ids[4];
    assert_ok(f, store_write(f->store, places_fn, ids, &f->err));
    assert_int_equal(ids[0], ids[2]);
    assert_int_not_equal(ids[0], ids[3]);
    struct place_rows rows = {0};
    READ(f, store_place_page(tx, &f->arena, WENSHAN, NULL, 1, &rows, &f->err));
    assert_int_equal(rows.n, 1);
    assert_int_equal(rows.at[0].id, ids[1]);
    struct place_row last = rows.at[0];
    READ(f, store_place_page(tx, &f->arena, WENSHAN, &last, 9, &rows, &f->err));
    assert_int_equal(rows.n, 3);
    struct place_row p;
    bool found;
    READ(f, store_place_get(tx, &f->arena, ids[3], &p, &found, &f->err));
    assert_str(p.kind, "school");
}

static bool findings_fn(struct store_tx *tx, void *ctx, struct err *err)
{
    struct world *w = ctx;
    struct finding_row rows[126 + 4];
    for (int i = 0; i < 130; i++)
        rows[i] = (struct finding_row){.campaign = w->campaign,
                                       .round = 2,
                                       .region = i % 2 ? C532624 + 100000000 : C532624,
                                       .item = STR("M.1"),
                                       .description = STR("地面有积水"),
                                       .county = C532624,
                                       .found_at = 1771200000000,
                                       .due_at = i * 1000,
                                       .state = i < 4 ? STR("closed") : STR("fixing"),
                                       .open = i >= 4,
                                       .version = 1};
    return store_findings_insert(tx, rows, 130, err);
}

static bool close_fn(struct store_tx *tx, void *ctx, struct err *err)
{
    struct finding_row *r = ctx, was = *r;
    bool fits;
    r->open = false;
    r->state = STR("closed");
    /* The second one comes with the version before. */
    return store_finding_update(tx, &was, r, &fits, err) && fits &&
           store_finding_update(tx, &was, r, &fits, err) && !fits;
}

static void test_findings(void **state)
{
    struct world *w = *state;
    struct fixture *f = &w->f;
    assert_ok(f, store_write(f->store, findings_fn, w, &f->err));
    int64_t n;
    struct region_range county = {C532624, C532624 + 999999999};
    READ(f, store_finding_open_count(tx, w->campaign, county, &n, &f->err));
    assert_int_equal(n, 126);
    struct finding_count *counts;
    size_t regions;
    READ(f, store_finding_open_counts(tx, &f->arena, w->campaign, WENSHAN, &counts, &regions,
                                      &f->err));
    assert_int_equal(regions, 2);
    assert_int_equal(counts[0].region, C532624);
    assert_int_equal(counts[0].n, 63);
    struct finding_filter filter = {
        .campaign = w->campaign, .region = C532624, .which = FINDINGS_OPEN};
    struct finding_line_rows rows = {0}, rest = {0};
    struct finding_at next;
    READ(f, store_finding_page(tx, &f->arena, &filter, NULL, 100, &rows, &next, &f->err));
    assert_int_equal(rows.n, 100);
    struct finding_line_row last = rows.at[99];
    assert_int_equal(last.due_at, 103000); /* the first open one is due at 4000 */
    assert_true(next.open && next.key == 103000 && next.id == last.id);
    READ(f, store_finding_page(tx, &f->arena, &filter, &next, 100, &rest, &next, &f->err));
    assert_int_equal(rest.n, 26);
    assert_int_equal(next.id, 0);
    struct finding_row one;
    bool found;
    READ(f, store_finding_get(tx, &f->arena, last.id, &one, &found, &f->err));
    assert_true(found && one.version == 1);
    assert_ok(f, store_write(f->store, close_fn, &one, &f->err));
    READ(f, store_finding_open_count(tx, w->campaign, county, &n, &f->err));
    assert_int_equal(n, 125);
    /* All of them, page by page, also from above the county and by region inside of it. */
    static const struct {
        region_code region;
        size_t n;
    } VIEWS[] = {
        {C532624, 130}, {(region_code)5326 * 100000000000, 130}, {C532624 + 100000000, 65}};
    for (size_t v = 0; v < ARRAY_LEN(VIEWS); v++) {
        struct finding_filter all = {.campaign = w->campaign, .region = VIEWS[v].region};
        struct finding_at after = {0};
        size_t seen = 0, ended = 0;
        do {
            struct finding_line_rows page = {0};
            READ(f, store_finding_page(tx, &f->arena, &all, after.id ? &after : NULL, 7, &page,
                                       &after, &f->err));
            for (size_t i = 0; i < page.n; i++) {
                assert_true(!ended || !page.at[i].open);
                ended += !page.at[i].open;
            }
            seen += page.n;
        } while (after.id);
        assert_int_equal(seen, VIEWS[v].n);
    }
    /* Late: due before, the clock running. */
    filter.before = 10000;
    rows.n = 0;
    READ(f, store_finding_page(tx, &f->arena, &filter, NULL, 100, &rows, &next, &f->err));
    assert_int_equal(rows.n, 6);
}

struct issue {
    struct world *w;
    struct bulletin_row row;
    bool fail;
};

static bool fill_bulletin(void *ctx, struct bulletin_row *row, struct err *err)
{
    struct issue *i = ctx;
    row->cut = arena_printf(&i->w->f.arena, "{\"number\":%lld}", (long long)row->number);
    return !i->fail || err_set(err, ERR_INTERNAL, "no paper");
}

static bool issue_fn(struct store_tx *tx, void *ctx, struct err *err)
{
    struct issue *i = ctx;
    return store_bulletin_insert(tx, &i->w->f.arena, &i->row, fill_bulletin, i, err);
}

static void test_bulletins(void **state)
{
    struct world *w = *state;
    struct fixture *f = &w->f;
    struct issue issue = {.w = w, .row = {.campaign = w->campaign, .year = 2026, .period = 202603}};
    assert_ok(f, store_write(f->store, issue_fn, &issue, &f->err));
    assert_int_equal(issue.row.number, 1);
    issue.fail = true;
    assert_false(store_write(f->store, issue_fn, &issue, &f->err));
    issue.fail = false;
    assert_ok(f, store_write(f->store, issue_fn, &issue, &f->err));
    assert_int_equal(issue.row.number, 2); /* the failed one gave its number back */
    int64_t second = issue.row.id;
    issue.row.year = 2027;
    assert_ok(f, store_write(f->store, issue_fn, &issue, &f->err));
    assert_int_equal(issue.row.number, 1);
    struct bulletin_row got;
    bool found;
    READ(f, store_bulletin_get(tx, &f->arena, second, &got, &found, &f->err));
    assert_str(got.cut, "{\"number\":2}");
    char hex[SHA256_HEX];
    sha256_hex(STR("{\"number\":2}"), hex);
    assert_str(got.digest, hex);
    struct bulletin_head_rows heads = {0};
    READ(f, store_bulletin_page(tx, &f->arena, w->campaign, 0, 2, &heads, &f->err));
    assert_int_equal(heads.n, 2);
    assert_int_equal(heads.at[0].year, 2027);
    READ(f, store_bulletin_page(tx, &f->arena, w->campaign, heads.at[1].id, 2, &heads, &f->err));
    assert_int_equal(heads.n, 3);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_standard), TEST(test_confirmation),       TEST(test_campaign),
        TEST(test_places),   TEST(test_value_and_conflict), TEST(test_values_import),
        TEST(test_findings), TEST(test_bulletins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Lists of findings: each filter, both orders, and walks that give up in time. */
#include "store_test.h"

#include "store/campaign.h"
#include "store/finding.h"
#include "store/finding_find.h"
#include "store/finding_life.h"
#include "store/place.h"
#include "store/standard.h"
#include "store/unit.h"
#include "store/user.h"

#include <stdio.h>
#include <stdlib.h>

#define COUNTY INT64_C(532624000000000)
#define TOWN INT64_C(532624100000000)
#define OTHER INT64_C(532622000000000)
#define CITY INT64_C(532600000000000)

struct world {
    struct fixture f;
    int64_t campaign, lead, co;
};

#define READ(f, call)                                                                              \
    do {                                                                                           \
        struct store_tx *tx = store_read((f)->store, &(f)->err);                                   \
        assert_ok(f, tx);                                                                          \
        assert_ok(f, call);                                                                        \
        store_read_end(tx);                                                                        \
    } while (0)

static bool make(struct store_tx *tx, void *ctx, struct err *err)
{
    struct world *w = ctx;
    struct standard_row s = {.code = STR("s"), .edition = STR("1"), .digest = STR("d")};
    struct unit_row lead = {.name = STR("市场局"), .kind = STR("bureau"), .region = COUNTY},
                    co = {.name = STR("卫健局"), .kind = STR("bureau"), .region = COUNTY};
    int64_t standard;
    if (!store_standard_insert(tx, &s, NULL, 0, NULL, 0, &standard, err))
        return false;
    struct campaign_row c = {
        .standard = standard, .region = CITY, .period_from = 202601, .period_to = 202612};
    return store_campaign_insert(tx, &c, &w->campaign, err) &&
           store_unit_insert(tx, &w->f.arena, &lead, &w->lead, err) &&
           store_unit_insert(tx, &w->f.arena, &co, &w->co, err);
}

static int setup(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    void *f = NULL;
    if (!w || fixture_setup(&f))
        return -1;
    w->f = *(struct fixture *)f;
    free(f);
    assert_ok(&w->f, store_write(w->f.store, make, w, &w->f.err));
    *state = w;
    return 0;
}

/* Due in the second i, found in the second 1000 - i; the tenth (1..) is the odd one out. */
static bool ten(struct store_tx *tx, void *ctx, struct err *err)
{
    struct world *w = ctx;
    int64_t place, id;
    if (!store_place_put(tx, COUNTY, STR("market"), STR("东门市场"), &place, err))
        return false;
    for (int i = 1; i <= 10; i++) {
        bool odd = i == 10;
        struct finding_row row = {.campaign = w->campaign,
                                  .round = odd ? 2 : 1,
                                  .region = odd ? TOWN : COUNTY,
                                  .county = COUNTY,
                                  .place = odd ? place : 0,
                                  .item = odd ? STR("C01") : STR("C02"),
                                  .source = odd ? STR("media") : STR("patrol"),
                                  .description = odd ? STR("污水外溢") : STR("地面积水"),
                                  .address = i == 9 ? STR("西街 3 号") : STR(""),
                                  .severity = odd ? 3 : 1,
                                  .found_at = (1000 - i) * 1000,
                                  .repeat_of = odd ? 1 : 0,
                                  .form = odd ? STR("long_term") : STR("dated"),
                                  .due_at = i * 1000,
                                  .state = i == 1 ? STR("closed") : STR("fixing"),
                                  .open = i != 1,
                                  .lead_unit = odd ? w->lead : 0,
                                  .stage_due_at = i >= 3 && i <= 7 ? (20 - i) * 1000 : 0,
                                  .version = 1};
        if (!store_finding_add(tx, &row, &id, err))
            return false;
        struct finding_unit_row part = {.finding = id,
                                        .unit = i == 2 ? w->co : w->lead,
                                        .part = i == 2 ? STR("co") : STR("lead"),
                                        .state = STR("asked"),
                                        .waiting = true,
                                        .due_at = i * 1000};
        if ((odd || i == 2) && !store_finding_units_put(tx, &part, 1, err))
            return false;
    }
    return true;
}

static struct finding_filter all(const struct world *w)
{
    return (struct finding_filter){.campaign = w->campaign,
                                   .region = COUNTY,
                                   .state = STR(""),
                                   .source = STR(""),
                                   .item = STR(""),
                                   .kind = STR(""),
                                   .items = STR(""),
                                   .form = STR(""),
                                   .part = STR(""),
                                   .words = STR("")};
}

/* What the list, the count and the ledger show, by their deadlines in seconds. */
static bool note(void *ctx, const struct finding_ledger_row *row, struct err *err)
{
    (void)err;
    struct buf *out = ctx;
    buf_printf(out, " %lld", (long long)row->due_at / 1000);
    return true;
}

static void shows(struct world *w, const struct finding_filter *f, const char *expected)
{
    struct finding_line_rows rows = {0};
    struct finding_at next;
    struct buf list, ledger;
    int64_t n;
    buf_init(&list, 0);
    buf_init(&ledger, 0);
    READ(&w->f, store_finding_page(tx, &w->f.arena, f, NULL, 50, &rows, &next, &w->f.err));
    assert_int_equal(next.id, 0);
    for (size_t i = 0; i < rows.n; i++)
        buf_printf(&list, " %lld", (long long)rows.at[i].due_at / 1000);
    READ(&w->f, store_finding_ledger(tx, f, 50, note, &ledger, &w->f.err));
    READ(&w->f, store_finding_count(tx, f, 50, &n, &w->f.err));
    assert_str(buf_str(&list), expected);
    assert_str(buf_str(&ledger), expected);
    assert_int_equal(n, rows.n);
    READ(&w->f, store_finding_count(tx, f, 1, &n, &w->f.err));
    assert_int_equal(n, rows.n ? 1 : 0);
    buf_release(&list);
    buf_release(&ledger);
}

static void test_filters(void **state)
{
    struct world *w = *state;
    assert_ok(&w->f, store_write(w->f.store, ten, w, &w->f.err));
    /* Open ones first, each by deadline. */
    shows(w, &(struct finding_filter){.campaign = w->campaign, .region = OTHER}, "");
    struct finding_filter f = all(w);
    shows(w, &f, " 2 3 4 5 6 7 8 9 10 1");
    f.region = CITY;
    shows(w, &f, " 2 3 4 5 6 7 8 9 10 1");
    f.sort = FINDINGS_BY_FOUND;
    shows(w, &f, " 1 2 3 4 5 6 7 8 9 10");
    f.region = COUNTY;
    shows(w, &f, " 1 2 3 4 5 6 7 8 9 10");
    f.which = FINDINGS_ENDED;
    shows(w, &f, " 1");
    f.which = FINDINGS_OPEN;
    f.found_from = 994000;
    f.found_until = 998000; /* found in the seconds 994, 995, 996, 997 */
    shows(w, &f, " 3 4 5 6");
    f.sort = FINDINGS_BY_DUE;
    shows(w, &f, " 3 4 5 6");
    f = all(w);
    f.due_from = 3000;
    f.due_until = 5000;
    shows(w, &f, " 3 4");
    f.sort = FINDINGS_BY_FOUND; /* the walk does not go by deadline */
    shows(w, &f, " 3 4");
    f.region = CITY;
    shows(w, &f, " 3 4");
    f.due_from = 0;
    shows(w, &f, " 1 2 3 4");
    f.due_from = 9000;
    f.due_until = 0;
    shows(w, &f, " 9 10");
#define ONE(field, value)                                                                          \
    f = all(w);                                                                                    \
    f.field = value;                                                                               \
    shows(w, &f, " 10")
    ONE(source, STR("media"));
    ONE(item, STR("C01"));
    ONE(kind, STR("market"));
    ONE(items, STR(" C0 C01 C03 "));
    ONE(form, STR("long_term"));
    ONE(round, 2);
    ONE(severity, 2);
    ONE(repeated, true);
    ONE(lead, w->lead);
    ONE(partner, w->lead);
    ONE(region, TOWN);
    ONE(words, STR("污水"));
    ONE(words, STR("东门"));
    f.words = STR("西街");
    shows(w, &f, " 9");
    f = all(w);
    f.items = STR(" ");
    shows(w, &f, "");
    f = all(w);
    f.words = STR("%");
    shows(w, &f, "");
    f = all(w);
    f.partner = w->co;
    shows(w, &f, " 2");
    f.part = STR("lead");
    shows(w, &f, "");
    f = all(w);
    f.unit = w->co;
    shows(w, &f, " 2");
    f = all(w);
    f.before = 4000;
    f.which = FINDINGS_OPEN;
    shows(w, &f, " 2 3");
}

static void test_stage(void **state)
{
    struct world *w = *state;
    struct finding_filter f;
    assert_ok(&w->f, store_write(w->f.store, ten, w, &w->f.err));
    /* Of the seconds 17 down to 13 in the third to the seventh; in their order in a county alone.
     */
    f = all(w);
    f.stage = 17000;
    f.which = FINDINGS_OPEN;
    shows(w, &f, " 4 5 6 7");
    f.sort = FINDINGS_BY_STAGE;
    shows(w, &f, " 7 6 5 4");
    f.round = 2;
    shows(w, &f, "");
    f.round = 0;
    f.region = TOWN;
    shows(w, &f, "");
    f.region = OTHER;
    shows(w, &f, "");
    f.region = CITY;
    shows(w, &f, " 4 5 6 7");
    f.sort = FINDINGS_BY_FOUND;
    shows(w, &f, " 4 5 6 7");
}

/* What waits for too long, two at a time: each once. */
static void test_stage_pages(void **state)
{
    struct world *w = *state;
    struct finding_filter f = all(w);
    struct finding_at at = {0};
    char text[40] = "";
    assert_ok(&w->f, store_write(w->f.store, ten, w, &w->f.err));
    f.stage = 17001;
    f.sort = FINDINGS_BY_STAGE;
    for (int page = 0; page < 3; page++) {
        struct finding_line_rows rows = {0};
        READ(&w->f,
             store_finding_page(tx, &w->f.arena, &f, at.id ? &at : NULL, 2, &rows, &at, &w->f.err));
        for (size_t i = 0; i < rows.n; i++)
            snprintf(text + strlen(text), sizeof text - strlen(text), " %lld",
                     (long long)rows.at[i].due_at / 1000);
        assert_int_equal(at.id == 0, page == 2);
    }
    assert_string_equal(text, " 7 6 5 4 3");
}

/* Pages of three, in both orders, meet each once. */
static void test_pages(void **state)
{
    struct world *w = *state;
    assert_ok(&w->f, store_write(w->f.store, ten, w, &w->f.err));
    for (int sort = 0; sort < 2; sort++)
        for (int region = 0; region < 2; region++) {
            struct finding_filter f = all(w);
            struct finding_at at = {0};
            int64_t sum = 0;
            int pages = 0;
            f.sort = (enum finding_sort)sort;
            f.region = region ? CITY : COUNTY;
            do {
                struct finding_line_rows rows = {0};
                READ(&w->f, store_finding_page(tx, &w->f.arena, &f, at.id ? &at : NULL, 3, &rows,
                                               &at, &w->f.err));
                for (size_t i = 0; i < rows.n; i++)
                    sum += rows.at[i].due_at / 1000;
                pages++;
            } while (at.id);
            assert_int_equal(sum, 55); /* 1 + .. + 10 */
            assert_int_equal(pages, 4);
        }
}

/* FINDING_WALK + 5000 open ones; the last alone has the word. */
static bool many(struct store_tx *tx, void *ctx, struct err *err)
{
    struct world *w = ctx;
    enum { N = FINDING_WALK + 5000 };
    struct finding_row *rows = ARENA_ARRAY(&w->f.arena, N, struct finding_row);
    for (int i = 0; i < N; i++)
        rows[i] = (struct finding_row){.campaign = w->campaign,
                                       .region = COUNTY,
                                       .county = COUNTY,
                                       .description = i == N - 1 ? STR("井盖") : STR("积水"),
                                       .severity = 1,
                                       .found_at = i + 1,
                                       .due_at = i + 1,
                                       .state = STR("fixing"),
                                       .open = true,
                                       .version = 1};
    return store_findings_insert(tx, rows, N, err);
}

static void test_gives_up(void **state)
{
    struct world *w = *state;
    assert_ok(&w->f, store_write(w->f.store, many, w, &w->f.err));
    for (int region = 0; region < 2; region++) {
        struct finding_filter f = all(w);
        struct finding_line_rows rows = {0};
        struct finding_at next;
        f.region = region ? CITY : COUNTY;
        f.words = STR("井盖");
        READ(&w->f, store_finding_page(tx, &w->f.arena, &f, NULL, 50, &rows, &next, &w->f.err));
        assert_int_equal(rows.n, 0);
        assert_true(next.id && next.open);
        /* Exactly FINDING_WALK rows were looked at: 1000 and the next, then 18999 and the next. */
        assert_int_equal(next.key, FINDING_WALK + 2);
        READ(&w->f, store_finding_page(tx, &w->f.arena, &f, &next, 50, &rows, &next, &w->f.err));
        assert_int_equal(rows.n, 1);
        assert_int_equal(next.id, 0);
        /* The last found first: at once. */
        rows.n = 0;
        f.sort = FINDINGS_BY_FOUND;
        READ(&w->f, store_finding_page(tx, &w->f.arena, &f, NULL, 50, &rows, &next, &w->f.err));
        assert_int_equal(rows.n, 1);
        assert_true(next.id);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, fixture_teardown)
    const struct CMUnitTest tests[] = {TEST(test_filters), TEST(test_stage), TEST(test_pages),
                                       TEST(test_stage_pages), TEST(test_gives_up)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The stored area tree. The rows are taken from the lists of the statistics office (prefecture 5326
 * and two special cases); what is expected is read off the lists by hand. */
#include "store_test.h"

#include "store/region.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const TREE[][2] = {
    {"53", "云南省"},
    {"5301", "昆明市"},
    {"530102", "五华区"},
    {"5326", "文山壮族苗族自治州"},
    {"532601", "文山市"},
    {"532622", "砚山县"},
    {"532624", "麻栗坡县"},
    {"532601001", "卧龙街道"},
    {"532601100", "古木镇"},
    {"532622100", "江那镇"},
    {"532622101", "平远镇"},
    {"532622100001", "江那社区居委会"},
    {"532622100201", "大新村委会"},
    {"532622101201", "大新寨村委会"},
    {"44", "广东省"},
    {"4419", "东莞市"},
    {"441900", "东莞市"}, /* repeats 4419 */
    {"441900003", "东城街道"},
    {"441900004", "南城街道"},
    {"35", "福建省"},
    {"3505", "泉州市"},
    {"350527", "金门县"},
    {"350527000", "金门县"},    /* repeats 350527 */
    {"350527000000", "金门县"}, /* and once more */
};
enum { TREE_N = ARRAY_LEN(TREE), TREE_REPEATED = 3 };

struct rows {
    const char *const (*at)[2];
    size_t n, i;
    const char *drop; /* a code that is left out */
    bool die;         /* kill -9 at the end of the writing stage */
};

static bool rows_next(void *ctx, struct region_input *row, struct err *err)
{
    (void)err;
    struct rows *r = ctx;
    while (r->i < r->n && r->drop && strcmp(r->at[r->i][0], r->drop) == 0)
        r->i++;
    if (r->i == r->n)
        return false;
    row->code = str_of(r->at[r->i][0]);
    row->name = str_of(r->at[r->i][1]);
    row->file = STR("tree.csv");
    row->row = (int)++r->i;
    return true;
}

static void die_at_index(void *ctx, enum region_import_stage stage, size_t done, size_t total)
{
    (void)done;
    (void)total;
    if (((struct rows *)ctx)->die && stage == REGION_IMPORT_INDEX)
        kill(getpid(), SIGKILL);
}

static bool import(struct fixture *f, struct rows *rows, const char *as_of,
                   struct region_import_result *result, struct err_list *problems)
{
    struct region_import in = {
        .next = rows_next, .ctx = rows, .progress = die_at_index, .progress_ctx = rows};
    if (as_of) {
        in.has_as_of = true;
        assert_true(date_parse(str_of(as_of), &in.as_of));
    }
    return store_region_import(f->store, &in, result, problems, &f->err);
}

static void import_tree(struct fixture *f)
{
    struct region_import_result r = {0};
    struct rows rows = {.at = TREE, .n = TREE_N};
    assert_ok(f, import(f, &rows, NULL, &r, NULL));
    assert_int_equal(r.read, TREE_N);
    assert_int_equal(r.repeated, TREE_REPEATED);
    assert_int_equal(r.added, TREE_N - TREE_REPEATED);
}

static int setup(void **state)
{
    int failed = fixture_setup(state);
    if (!failed)
        import_tree(*state);
    return failed;
}

static region_code code(const char *text)
{
    region_code c = 0;
    assert_true(region_parse(str_of(text), &c, NULL));
    return c;
}

/* The codes of the rows, with a blank between. */
static void assert_codes(const struct region_rows *rows, const char *expected)
{
    struct buf b;
    buf_init(&b, 0);
    for (size_t i = 0; i < rows->n; i++) {
        char text[REGION_TEXT_MAX];
        region_format(rows->at[i].code, text);
        buf_printf(&b, "%s%s", i ? " " : "", text);
    }
    assert_str(buf_str(&b), expected);
    buf_release(&b);
}

#define READ(f, call)                                                                              \
    do {                                                                                           \
        struct store_tx *tx = store_read((f)->store, &(f)->err);                                   \
        assert_ok(f, tx);                                                                          \
        assert_ok(f, call);                                                                        \
        store_read_end(tx);                                                                        \
    } while (0)

static void test_get_and_path(void **state)
{
    struct fixture *f = *state;
    struct region_row row;
    READ(f, store_region_need(tx, &f->arena, code("5326"), &row, &f->err));
    assert_str(row.name, "文山壮族苗族自治州");
    assert_str(row.initials, "wszzmzzzz");
    assert_int_equal(row.level, REGION_PREFECTURE);
    assert_int_equal(row.closed, 0);
    struct region_rows path = {0};
    READ(f, store_region_path(tx, &f->arena, code("532622100201"), &path, &f->err));
    assert_codes(&path, "53 5326 532622 532622100 532622100201");
    /* A list in any order, with one twice, the nation, and one that is not there. */
    const region_code list[] = {code("532622"), code("53"), 0, code("532622"), code("5399")};
    struct region_rows some = {0};
    READ(f, store_regions_of(tx, &f->arena, list, ARRAY_LEN(list), &some, &f->err));
    assert_codes(&some, "53 532622");
    some.n = 0;
    READ(f, store_regions_of(tx, &f->arena, list + 2, 1, &some, &f->err));
    assert_int_equal(some.n, 0);
    struct store_tx *tx = store_read(f->store, &f->err);
    assert_false(store_region_need(tx, &f->arena, code("5399"), &row, &f->err));
    assert_int_equal(f->err.code, ERR_REGION_UNKNOWN);
    store_read_end(tx);
}

static void assert_children(struct fixture *f, region_code of, region_code after, int n,
                            const char *expected)
{
    struct region_rows rows = {0};
    READ(f, store_region_children(tx, &f->arena, of, after, n, &rows, &f->err));
    assert_codes(&rows, expected);
}

static void test_children(void **state)
{
    struct fixture *f = *state;
    assert_children(f, REGION_CODE_NATION, 0, 50, "35 44 53");
    assert_children(f, REGION_CODE_NATION, code("35"), 1, "44");
    assert_children(f, code("5326"), 0, 50, "532601 532622 532624");
    assert_children(f, code("5326"), code("532601"), 50, "532622 532624");
    assert_children(f, code("532622"), 0, 50, "532622100 532622101");
    assert_children(f, code("4419"), 0, 50, "441900003 441900004"); /* towns, no county between */
    assert_children(f, code("44"), 0, 50, "4419");
    assert_children(f, code("532624"), 0, 50, "");
    assert_children(f, code("350527"), 0, 50, "");
    struct region_rows rows = {0};
    READ(f, store_region_of_level(tx, &f->arena, code("5326"), REGION_TOWN, 0, 3, &rows, &f->err));
    assert_codes(&rows, "532601001 532601100 532622100");
    rows.n = 0;
    READ(f, store_region_of_level(tx, &f->arena, code("5326"), REGION_TOWN, rows.at[2].code, 3,
                                  &rows, &f->err));
    assert_codes(&rows, "532622101");
    rows.n = 0;
    READ(f, store_region_of_level(tx, &f->arena, code("5326"), REGION_PREFECTURE, 0, 3, &rows,
                                  &f->err));
    assert_codes(&rows, "5326");
}

static void assert_find(struct fixture *f, const char *text, const char *within, int n,
                        const char *expected)
{
    struct region_rows rows = {0};
    region_code c = within ? code(within) : REGION_CODE_NATION;
    READ(f, store_region_find(tx, &f->arena, str_of(text), c, n, &rows, &f->err));
    assert_codes(&rows, expected);
}

static void test_find(void **state)
{
    struct fixture *f = *state;
    assert_find(f, "文山", NULL, 10, "5326 532601");
    assert_find(f, " 文山 ", NULL, 1, "5326");
    assert_find(f, "大新", NULL, 10, "532622100201 532622101201");
    assert_find(f, "大新村", NULL, 10, "532622100201");
    assert_find(f, "大新", "532622101", 10, "532622101201");
    assert_find(f, "新", NULL, 10, "");                            /* beginning only */
    assert_find(f, "新", "5326", 10, "532622100201 532622101201"); /* any part */
    assert_find(f, "wsz", NULL, 10, "5326");
    assert_find(f, "WS", NULL, 10, "5326 532601");
    assert_find(f, "dgs", NULL, 10, "4419");
    assert_find(f, "mlp", "5326", 10, "532624");
    assert_find(f, "mlp", "44", 10, "");
    assert_find(f, "53262", NULL, 10,
                "532622 532624 532622100 532622101 532622100001 "
                "532622100201 532622101201");
    assert_find(f, "53262", NULL, 2, "532622 532624");
    assert_find(f, "5", NULL, 1, "53");
    assert_find(f, "5326221002010001", NULL, 10, "");
    assert_find(f, "53", "532622100", 10, "532622100 532622100001 532622100201");
    assert_find(f, "", NULL, 10, "");
    assert_find(f, "\xff", NULL, 10, "");
    assert_find(f, "%", "5326", 10, "");
    assert_find(f, "'; DROP TABLE region; --", "5326", 10, "");
}

static void test_counts(void **state)
{
    struct fixture *f = *state;
    struct region_counts c;
    READ(f, store_region_count(tx, &c, &f->err));
    assert_int_equal(c.total, TREE_N - TREE_REPEATED);
    assert_int_equal(c.of_level[REGION_PROVINCE], 3);
    assert_int_equal(c.of_level[REGION_PREFECTURE], 4);
    assert_int_equal(c.of_level[REGION_COUNTY], 5);
    assert_int_equal(c.of_level[REGION_TOWN], 6);
    assert_int_equal(c.of_level[REGION_VILLAGE], 3);
}

static bool no_link(void *ctx, struct region_link_input *row, struct err *err)
{
    (void)err;
    if ((*(int *)ctx)++)
        return false;
    *row = (struct region_link_input){STR("532622101"), STR("532622100"), STR("merge"),
                                      STR("links.csv"), 2};
    return true;
}

/* A new list a year later: a town merged into another (its village moved), one renamed. */
static void test_new_list(void **state)
{
    struct fixture *f = *state;
    static const char *const next[][2] = {
        {"53", "云南省"},
        {"5301", "昆明市"},
        {"530102", "五华区"},
        {"5326", "文山壮族苗族自治州"},
        {"532601", "文山市"},
        {"532622", "砚山市"}, /* was 砚山县 */
        {"532624", "麻栗坡县"},
        {"532601001", "卧龙街道"},
        {"532601100", "古木镇"},
        {"532622100", "江那镇"},
        {"532622100001", "江那社区居委会"},
        {"532622100201", "大新村委会"},
        {"532622100202", "大新寨村委会"}, /* was 532622101201 */
    };
    struct rows rows = {.at = next, .n = ARRAY_LEN(next)};
    struct region_import_result r = {0};
    int links = 0;
    struct region_import in = {.next = rows_next,
                               .ctx = &rows,
                               .next_link = no_link,
                               .link_ctx = &links,
                               .has_as_of = true,
                               .as_of = {2026, 7, 1},
                               .within = code("53")};
    assert_ok(f, store_region_import(f->store, &in, &r, NULL, &f->err));
    assert_int_equal(r.added, 1);
    assert_int_equal(r.renamed, 1);
    assert_int_equal(r.closed, 2);
    assert_int_equal(r.links, 1);
    assert_int_equal(r.unchanged, 11);
    assert_children(f, code("532622"), 0, 50, "532622100");
    assert_children(f, REGION_CODE_NATION, 0, 50, "35 44 53"); /* outside: untouched */
    struct region_row row;
    READ(f, store_region_need(tx, &f->arena, code("532622101"), &row, &f->err));
    assert_int_equal(row.closed, date_to_days((struct date){2026, 7, 1}));
    READ(f, store_region_need(tx, &f->arena, code("532622100202"), &row, &f->err));
    assert_int_equal(row.opened, date_to_days((struct date){2026, 7, 1}));
    struct region_link_rows got = {0};
    READ(f, store_region_links(tx, &f->arena, code("532622101"), &got, &f->err));
    assert_int_equal(got.n, 1);
    assert_int_equal(got.at[0].new_code, code("532622100"));
    assert_str(got.at[0].kind, "merge");
    assert_str(got.at[0].old_name, "平远镇");
    got.n = 0;
    READ(f, store_region_links(tx, &f->arena, code("532622"), &got, &f->err));
    assert_int_equal(got.n, 1);
    assert_str(got.at[0].kind, "rename");
    assert_str(got.at[0].old_name, "砚山县");
    /* The old list again opens the closed ones anew. */
    rows = (struct rows){.at = TREE, .n = TREE_N};
    assert_ok(f, import(f, &rows, "2027-01-01", &r, NULL));
    assert_int_equal(r.reopened, 2);
    assert_int_equal(r.closed, 1);
    READ(f, store_region_need(tx, &f->arena, code("532622101"), &row, &f->err));
    assert_int_equal(row.closed, 0);
}

static void test_same_list_again(void **state)
{
    struct fixture *f = *state;
    struct rows rows = {.at = TREE, .n = TREE_N};
    struct region_import_result r = {0};
    assert_ok(f, import(f, &rows, "2026-07-01", &r, NULL));
    assert_int_equal(r.unchanged, TREE_N - TREE_REPEATED);
    assert_int_equal(r.added + r.closed + r.renamed + r.reopened, 0);
}

static void test_grid_below_village(void **state)
{
    struct fixture *f = *state;
    static const char *const grid[][2] = {{"532622100201001", "第一网格"},
                                          {"532622100201002", "第二网格"}};
    struct rows rows = {.at = grid, .n = 2};
    struct region_import_result r = {0};
    assert_ok(f, import(f, &rows, NULL, &r, NULL));
    assert_int_equal(r.added, 2);
    assert_int_equal(r.closed, 0);
    assert_children(f, code("532622100201"), 0, 50, "532622100201001 532622100201002");
}

/* Every bad row is named, and nothing is stored. */
static void test_bad_rows(void **state)
{
    struct fixture *f = *state;
    static const char long_name[] = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一"
                                    "二三四五六七八九十一二三四五六七"
                                    "八九十一二三四五六七八九十一"; /* 61 characters */
    static const char *const bad[][2] = {
        {"61", "陕西省"},       {"610", "x"},        {"6101", ""},
        {"610102", "\xb3\xc7"}, {"6102", "乙"},      {"6102", "乙"},
        {"610199", "a\nb"},     {"6103", long_name}, {"61", "另名"},
    };
    static const struct {
        int row;
        enum err_code code;
    } expected[] = {{2, ERR_REGION_CODE}, {3, ERR_EMPTY},     {4, ERR_ENCODING}, {7, ERR_ENCODING},
                    {8, ERR_LENGTH},      {9, ERR_DUPLICATE}, {6, ERR_DUPLICATE}};
    struct rows rows = {.at = bad, .n = ARRAY_LEN(bad)};
    struct err_list problems = {.arena = &f->arena};
    struct region_import_result r = {0};
    assert_false(import(f, &rows, NULL, &r, &problems));
    assert_int_equal(f->err.code, ERR_REGION_CODE);
    assert_int_equal(problems.total, ARRAY_LEN(expected));
    for (size_t i = 0; i < problems.items.n; i++) {
        assert_int_equal(problems.items.at[i].place.row, expected[i].row);
        assert_int_equal(problems.items.at[i].code, expected[i].code);
        assert_string_equal(problems.items.at[i].place.file, "tree.csv");
    }
    assert_children(f, REGION_CODE_NATION, 0, 50, "35 44 53");
}

static void test_parent_missing(void **state)
{
    struct fixture *f = *state;
    static const char *const lost[][2] = {{"532699101", "无县之镇"}, {"532601101", "有县之镇"}};
    struct rows rows = {.at = lost, .n = 2};
    struct region_import_result r = {0};
    assert_false(import(f, &rows, NULL, &r, NULL));
    assert_int_equal(f->err.code, ERR_REGION_UNKNOWN);
    assert_string_equal(f->err.args[0], "532699");
    assert_int_equal(f->err.place.row, 1);
    assert_children(f, code("532601"), 0, 50, "532601001 532601100");
    rows = (struct rows){.at = NULL, .n = 0};
    assert_false(import(f, &rows, NULL, &r, NULL));
    assert_int_equal(f->err.code, ERR_EMPTY);
}

/* kill -9 when the rows are written and the indexes are not: the tree is as before (empty). */
static void test_kill_during_import(void **state)
{
    struct fixture *f = *state;
    store_close(f->store);
    f->store = NULL;
    pid_t pid = fork();
    if (pid == 0) {
        struct fixture child = *f;
        struct rows rows = {.at = TREE, .n = TREE_N, .die = true};
        struct region_import_result r;
        child.store = store_open(f->where, NULL);
        import(&child, &rows, NULL, &r, NULL);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    fixture_open(f);
    assert_children(f, REGION_CODE_NATION, 0, 50, "");
    import_tree(f);
    assert_find(f, "wsz", NULL, 10, "5326");
}

/* A disk that is full after so many bytes, for every such number: all of the tree or nothing. */
static int import_limited(struct fixture *f, rlim_t bytes)
{
    pid_t pid = fork();
    if (pid == 0) {
        struct fixture child = *f;
        struct rows rows = {.at = TREE, .n = TREE_N};
        struct region_import_result r;
        child.store = store_open(f->where, NULL);
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &(struct rlimit){bytes, RLIM_INFINITY});
        _exit(import(&child, &rows, NULL, &r, NULL) ? 0 : (int)child.err.code);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void test_disk_full_anywhere(void **state)
{
    struct fixture *f = *state;
    if (on_postgres())
        return;
    int full = 0, done = 0;
    for (rlim_t bytes = 4096; bytes < 4 << 20 && !done; bytes += 8192) {
        store_close(f->store);
        f->store = NULL;
        int code = import_limited(f, bytes);
        fixture_open(f);
        int64_t n = fixture_number(f, "SELECT count(*) FROM region");
        if (code == 0) {
            assert_int_equal(n, TREE_N - TREE_REPEATED);
            done++;
        } else {
            assert_int_equal(code, ERR_DISK_FULL);
            assert_int_equal(n, 0);
            full++;
        }
    }
    assert_true(full > 3 && done == 1);
    assert_find(f, "wsz", NULL, 10, "5326");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_get_and_path),
        TEST(test_children),
        TEST(test_find),
        TEST(test_counts),
        TEST(test_new_list),
        TEST(test_same_list_again),
        TEST(test_grid_below_village),
        TEST(test_bad_rows),
        TEST(test_parent_missing),
        cmocka_unit_test_setup_teardown(test_disk_full_anywhere, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_kill_during_import, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

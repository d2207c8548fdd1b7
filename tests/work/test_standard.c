/* The loader of standards against a small good one, changed in one place at a time; the shipped
 * standards; folder and workbook there and back; differences between editions. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>

#include "domain/standard_digest.h"
#include "work/standard_files.h"

#define TINY SOURCE_ROOT "/tests/data/tiny"

static struct arena arena;
static struct err_list errs;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, 0);
    errs = (struct err_list){.arena = &arena};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void print_errors(void)
{
    for (size_t i = 0; i < errs.items.n; i++) {
        struct buf b;
        buf_init(&b, 0);
        err_line(&errs.items.at[i], LANG_EN, &b);
        print_message("%s\n", buf_str(&b).p);
        buf_release(&b);
    }
}

static struct str replaced(struct str in, const char *find, const char *put)
{
    char *at = strstr(in.p, find);
    assert_non_null(at);
    return arena_printf(&arena, "%.*s%s%s", (int)(at - in.p), in.p, put, at + strlen(find));
}

/* ---- one change, one problem -------------------------------------------------------------------
 */

struct change {
    const char *file, *find, *put; /* find NULL: the file becomes put; put NULL: it goes away */
    enum err_code code;
    int row, column;
    const char *where; /* the file of the problem; NULL = file */
};

/* Rows and columns were counted by hand in tests/data/tiny: the head is row 1. */
static const struct change CHANGES[] = {
    /* files, heads, shape */
    {"sections.csv", NULL, NULL, ERR_FILE_MISSING, 0, 0, NULL},
    {"scoring.csv", NULL, NULL, ERR_FILE_MISSING, 0, 0, NULL},
    {"standard.json", NULL, NULL, ERR_FILE_MISSING, 0, 0, NULL},
    {"extra.csv", NULL, "a\n1\n", ERR_CHOICE, 0, 0, NULL},
    {"notes.txt", NULL, "a", ERR_CHOICE, 0, 0, NULL},
    {"rules.csv", "target", "goal", ERR_COLUMN_UNKNOWN, 1, 5, NULL},
    {"rules.csv", "alternative", "target", ERR_COLUMN_TWICE, 1, 6, NULL},
    {"groups.csv", "code,name_zh,name_en\nall,全部,All", "name_zh,name_en\n全部,All",
     ERR_COLUMN_MISSING, 1, 0, NULL},
    {"groups.csv", "all,全部,All", "all,全部", ERR_COLUMN_COUNT, 2, 2, NULL},
    {"groups.csv", "全部", "\xC8\xFF", ERR_ENCODING, 0, 0, NULL},
    {"groups.csv", "all,全部", "all,\"全部", ERR_QUOTE, 2, 2, NULL},
    /* cells */
    {"sections.csv", "S1,环境", "S1,", ERR_EMPTY, 2, 2, NULL},
    {"sections.csv", "S1,", "S 1,", ERR_CHOICE, 2, 1, NULL},
    {"sections.csv", "S2,", "S1,", ERR_DUPLICATE, 3, 1, NULL},
    {"sections.csv", "Surroundings,recalled", "Surroundings,maybe", ERR_CHOICE, 2, 4, NULL},
    {"clauses.csv", "1,S1", "1,S9", ERR_DANGLING, 2, 2, NULL},
    {"requirements.csv", "1.1,1,", "1.1,2,", ERR_DANGLING, 2, 2, NULL},
    {"milestones.csv", "Start,0", "Start,soon", ERR_NUMBER, 2, 4, NULL},
    {"milestones.csv", "Start,0", "Start,-1", ERR_RANGE, 2, 4, NULL},
    /* indicators */
    {"indicators.csv", "A1,S1,1,", "A1,S1,7,", ERR_DANGLING, 2, 3, NULL},
    {"indicators.csv", "道路总长", "", ERR_EMPTY, 2, 10, NULL},
    {"indicators.csv", "%,100,", "%,0,", ERR_RANGE, 2, 7, NULL},
    {"indicators.csv", ",,county,", ",,village,", ERR_DANGLING, 2, 21, NULL},
    {"indicators.csv", ",yes,", ",perhaps,", ERR_CHOICE, 4, 20, NULL},
    {"indicators.csv", "A5,S2,,满意率,Satisfaction,%,,,,,,,,,,,,1",
     "A5,S2,,满意率,Satisfaction,%,,,,,,,,,,,,31", ERR_RANGE, 6, 18, NULL},
    {"parts.csv", "A3,rat", "A3,fly", ERR_DUPLICATE, 3, 1, NULL},
    {"parts.csv", "A3,rat", "A7,rat", ERR_DANGLING, 3, 1, NULL},
    {"coverage.csv", "C1,", "A2,", ERR_DUPLICATE, 2, 1, NULL},
    {"coverage.csv", ",60,", ",160,", ERR_RANGE, 2, 3, NULL},
    /* rules */
    {"rules.csv", "at_least,90", "at_least,", ERR_RULE_TARGET, 2, 5, NULL},
    {"rules.csv", "at_least,90", "at_least,90%", ERR_NUMBER, 2, 5, NULL},
    {"rules.csv", "at_least,90", "about,90", ERR_CHOICE, 2, 4, NULL},
    {"rules.csv", "at_least,90", "exists,90", ERR_CHOICE, 2, 5, NULL},
    {"rules.csv", "at_least,90", "meets_plan,", ERR_RULE_TARGET, 2, 5, NULL},
    {"rules.csv", "at_least,90", "level_at_least,E", ERR_CHOICE, 2, 5, NULL},
    {"rules.csv", "at_least,90", "level_by_limits,1;5;3", ERR_CHOICE, 2, 5, NULL},
    {"rules.csv", "at_least,90", "rises,", ERR_RULE_TARGET, 2, 4, NULL}, /* one year only */
    {"rules.csv", "A1,,", "A1,left,", ERR_DANGLING, 2, 2, NULL},
    {"rules.csv", "A1,,", "A9,,", ERR_DANGLING, 2, 1, NULL},
    {"rules.csv", "A1,,,", "A1,,moon,", ERR_DANGLING, 2, 3, NULL},
    {"rules.csv", "falls_each_year", "falls_sometimes", ERR_CHOICE, 3, 6, NULL},
    {"rules.csv", "not_above_mean,5", "not_above_mean,6", ERR_RULE_TARGET, 5, 5, NULL},
    {"rules.csv", "A5,,,", "A5,,town,", ERR_DANGLING, 6, 1, "indicators.csv"},
    /* checklists and items */
    {"items.csv", "M-1,market,60", "M-1,market,0", ERR_RANGE, 2, 3, NULL},
    {"items.csv", "M-1,market,60", "M-1,market,sixty", ERR_NUMBER, 2, 3, NULL},
    {"items.csv", "M-2,", "M-1,", ERR_DUPLICATE, 3, 1, NULL},
    {"items.csv", "M-2,", "A1,", ERR_DUPLICATE, 3, 1, NULL},
    {"items.csv", "graded,70", "graded,170", ERR_RANGE, 2, 5, NULL},
    {"items.csv", "graded,70,,", "graded,70,5,", ERR_CHOICE, 2, 6, NULL},
    {"items.csv", "deduct,,2,30", "deduct,,,30", ERR_RULE_TARGET, 3, 6, NULL},
    {"items.csv", "deduct,,2,30", "deduct,,2,41", ERR_RANGE, 3, 7, NULL},
    {"checklists.csv", "market,农贸市场,Market,1,recalled",
     "market,农贸市场,Market,1,recalled\nlane,小巷,Lane,1,recalled", ERR_DANGLING, 3, 1, NULL},
    {"deductions.csv", "R-2,city.again", "R-1,city.again", ERR_CHOICE, 3, 1, NULL},
    {"deductions.csv", "city.again", "city.first", ERR_DUPLICATE, 3, 1, NULL},
    {"bands.csv", "R-1,10,20", "R-1,11,20", ERR_CHOICE, 3, 2, NULL}, /* gap */
    {"bands.csv", "R-1,10,20", "R-1,9,20", ERR_CHOICE, 3, 2, NULL},  /* overlap */
    {"bands.csv", "R-1,10,20", "R-1,10,19", ERR_CHOICE, 3, 3, NULL}, /* does not reach the top */
    {"bands.csv", "R-1,0,10", "R-1,1,10", ERR_CHOICE, 2, 2, NULL},   /* does not start at 0 */
    {"bands.csv", "lamps,50,100,5,10", "lamps,50,100,5,11", ERR_RANGE, 5, 5, NULL},
    {"bands.csv", "lamps,50,100,5,10", "visit,50,100,5,10", ERR_DANGLING, 5, 1, NULL},
    /* scoring */
    {"scoring.csv", "*,100,60,", "*,100,50,", ERR_WEIGHTS, 2, 1, NULL},
    {"scoring.csv", "market,50,", "market,51,", ERR_WEIGHTS, 6, 5, NULL},
    {"scoring.csv", "*,100,60,", "*,100,,", ERR_EMPTY, 3, 6, NULL},
    {"scoring.csv", "own,visit", "own,visits", ERR_DANGLING, 4, 4, NULL},
    {"scoring.csv", "own,visit", "own,total", ERR_CYCLE, 2, 1, NULL},
    {"scoring.csv", "own,visit", "own,", ERR_RULE_TARGET, 4, 4, NULL},
    {"scoring.csv", "members,visit", "members,data", ERR_DANGLING, 5, 4, NULL}, /* wrong level */
    {"scoring.csv", "visit,,sum,,", "visit,,sum,A1,", ERR_CHOICE, 6, 4, NULL},
    {"scoring.csv", "R-1;R-2", "R-1;M-1", ERR_DANGLING, 8, 4, NULL},
    {"scoring.csv", "50..100", "50", ERR_CHOICE, 9, 7, NULL},
    {"scoring.csv", ",,50..100", ",,", ERR_RULE_TARGET, 9, 7, NULL},
    {"scoring.csv", "kind,market", "kind,lane", ERR_DANGLING, 7, 4, NULL},
    {"scoring.csv", "survey,visit", "survey,market", ERR_CHOICE, 9, 2, NULL},
    {"scoring.csv", "linear,A5", "guess,A5", ERR_CHOICE, 9, 3, NULL},
    {"scoring.csv", "coverage,*", "coverage,A1", ERR_DANGLING, 11, 4, NULL},
    {"scoring.csv", "*,100,60,,1", "*,100,60,,7", ERR_RANGE, 3, 8, NULL},
    /* standard.json: line and column of the value */
    {"standard.json", "\"format\": 1", "\"format\": 2", ERR_RANGE, 2, 13, NULL},
    {"standard.json", "\"format\": 1,", "\"format\": \"1\",", ERR_FIELD_TYPE, 2, 13, NULL},
    {"standard.json", "\"format\": 1,", "\"format\": 1", ERR_FILE_KIND, 3, 6, NULL},
    {"standard.json", "  \"id\": \"tiny\",\n", "", ERR_FIELD_MISSING, 0, 0, NULL},
    {"standard.json", "\"id\":", "\"ident\":", ERR_FIELD_UNKNOWN, 3, 12, NULL},
    {"standard.json", "\"id\": \"tiny\"", "\"id\": [\"tiny\"]", ERR_FIELD_TYPE, 3, 9, NULL},
    {"standard.json", "\"id\": \"tiny\"", "\"id\": \"tiny\", \"id\": \"a\"", ERR_FILE_KIND, 3, 20,
     NULL},
    {"standard.json", "\"zh\": \"示例标准\"", "\"zh\": \"\"", ERR_EMPTY, 6, 11, NULL},
    {"standard.json", "\"level\": \"county\"", "\"level\": \"planet\"", ERR_CHOICE, 12, 16, NULL},
    {"standard.json", "\"level\": \"county\"", "\"level\": \"grid\"", ERR_CHOICE, 12, 16, NULL},
    {"standard.json", "\"code\": \"town\"", "\"code\": \"county\"", ERR_DUPLICATE, 19, 15, NULL},
    {"standard.json", "\"missing\": \"zero\"", "\"missing\": \"ignore\"", ERR_CHOICE, 28, 16, NULL},
    {"standard.json", "\"places\": 2", "\"places\": 9", ERR_RANGE, 34, 15, NULL},
    {"standard.json", "\"places\": 2", "\"places\": 2.5", ERR_FIELD_TYPE, 34, 15, NULL},
    {"standard.json", "\"mode\": \"half_up\"", "\"mode\": \"up\"", ERR_CHOICE, 35, 13, NULL},
    {"standard.json", "\"node\": \"total\"", "\"node\": \"sum\"", ERR_DANGLING, 44, 15, NULL},
    {"standard.json", "\"visit\"", "\"visits\"", ERR_DANGLING, 47, 9, NULL},
    {"standard.json", "\"indicators\": \"all\"", "\"indicators\": \"some\"", ERR_CHOICE, 58, 21,
     NULL},
};

static struct standard_file *tiny(size_t *n)
{
    struct standard_file *files;
    assert_true(standard_files_read(&arena, TINY, &files, n, &errs));
    return files;
}

static size_t apply(const struct change *c, struct standard_file *files, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!str_is(files[i].name, c->file))
            continue;
        if (c->find) {
            files[i].data = replaced(files[i].data, c->find, c->put);
            return n;
        }
        files[i] = files[n - 1];
        return n - 1;
    }
    files[n] = (struct standard_file){str_of(c->file), str_of(c->put)};
    return n + 1;
}

static bool reported(const struct change *c)
{
    for (size_t i = 0; i < errs.items.n; i++) {
        const struct err *e = &errs.items.at[i];
        if (e->code == c->code && e->place.row == c->row && e->place.column == c->column &&
            strcmp(e->place.file, c->where ? c->where : c->file) == 0)
            return true;
    }
    return false;
}

static void every_change_is_found_at_its_place(void **state)
{
    int wrong = 0;
    for (size_t i = 0; i < ARRAY_LEN(CHANGES); i++) {
        teardown(state);
        setup(state);
        size_t n;
        struct standard_file *files = tiny(&n);
        n = apply(&CHANGES[i], files, n);
        struct standard *s = standard_of_files(&arena, files, n, &errs);
        if (!s && reported(&CHANGES[i]))
            continue;
        print_message("change %zu (%s, %s -> %s): loaded %d, not reported as %s %d:%d\n", i,
                      CHANGES[i].file, CHANGES[i].find ? CHANGES[i].find : "-",
                      CHANGES[i].put ? CHANGES[i].put : "-", s != NULL, err_key(CHANGES[i].code),
                      CHANGES[i].row, CHANGES[i].column);
        print_errors();
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

/* Without the items every other table would seem to refer to nothing: a misspelt head and a code
 * that stands twice are each told once, without what only follows from them. */
static void what_only_follows_is_not_told(void **state)
{
    (void)state;
    size_t n;
    struct standard_file *files = tiny(&n);
    const struct change head = {"items.csv", "points", "pionts", 0, 0, 0, NULL};
    apply(&head, files, n);
    assert_null(standard_of_files(&arena, files, n, &errs));
    assert_int_equal(errs.total, 2);
    assert_int_equal(errs.items.at[0].code, ERR_COLUMN_UNKNOWN);
    assert_int_equal(errs.items.at[1].code, ERR_COLUMN_MISSING);

    teardown(state);
    setup(state);
    files = tiny(&n);
    const struct change twice = {"indicators.csv", "\nA2,", "\nA1,", 0, 0, 0, NULL};
    apply(&twice, files, n);
    assert_null(standard_of_files(&arena, files, n, &errs));
    assert_int_equal(errs.items.at[0].code, ERR_DUPLICATE);
    for (size_t i = 0; i < errs.items.n; i++)
        assert_false(strcmp(errs.items.at[i].place.file, "indicators.csv") == 0 &&
                     errs.items.at[i].code == ERR_DANGLING);
}

static void all_problems_at_once(void **state)
{
    (void)state;
    size_t n;
    struct standard_file *files = tiny(&n);
    const struct change two[] = {{"rules.csv", "at_least,90", "at_least,", 0, 0, 0, NULL},
                                 {"scoring.csv", "own,visit", "own,nothing", 0, 0, 0, NULL}};
    apply(&two[0], files, n);
    apply(&two[1], files, n);
    assert_null(standard_of_files(&arena, files, n, &errs));
    assert_int_equal(errs.total, 2);
}

static void too_many_rows(void **state)
{
    (void)state;
    size_t n;
    struct standard_file *files = tiny(&n);
    struct buf b;
    buf_init(&b, 0);
    buf_addz(&b, "code,name_zh,name_en\n");
    for (int i = 0; i <= STANDARD_ROWS_MAX; i++)
        buf_printf(&b, "g%d,a,b\n", i);
    for (size_t i = 0; i < n; i++)
        if (str_is(files[i].name, "groups.csv"))
            files[i].data = buf_str(&b);
    assert_null(standard_of_files(&arena, files, n, &errs));
    assert_int_equal(errs.items.at[0].code, ERR_ROWS_MAX);
    buf_release(&b);
}

/* ---- what is loaded ----------------------------------------------------------------------------
 */

static void nodes_stand_behind_what_they_need(void **state)
{
    (void)state;
    struct standard *s = standard_of_path(&arena, TINY, &errs);
    assert_non_null(s);
    for (int i = 0; i < s->n_nodes; i++) {
        const struct node *n = &s->nodes[i];
        assert_int_equal(map_get(&s->node_by, n->code), i);
        for (int k = 0; k < n->children.n; k++) {
            assert_true(n->children.at[k] < i);
            assert_int_equal(s->nodes[n->children.at[k]].parent, i);
        }
        if (n->method == NODE_OWN || n->method == NODE_MEMBERS)
            assert_true(n->refs.at[0] < i);
    }
    assert_str(s->nodes[s->rankings[0].node].code, "total");
    assert_str(s->nodes[s->rankings[0].ties.at[0]].code, "visit");
    assert_int_equal(s->checklists[0].points.micro, 100 * DEC_ONE);
    assert_int_equal(s->items[1].deduct_cap.micro, 30 * DEC_ONE);
    assert_int_equal(s->indicators[5].coverage, 1);
    assert_int_equal(s->rules[s->indicators[5].rules.first].target.micro, 60 * DEC_ONE);
}

static void no_memory_at_any_point(void **state)
{
    size_t all, n;
    struct standard_file *files = tiny(&n);
    struct arena keep = arena;
    arena_init(&arena, 0);
    errs = (struct err_list){.arena = &arena};
    assert_non_null(standard_of_files(&arena, files, n, &errs));
    all = arena.allocations;
    for (size_t at = 1; at <= all; at++) {
        arena_release(&arena);
        arena_init(&arena, 0);
        arena.fail_at = at;
        errs = (struct err_list){.arena = &arena};
        assert_null(standard_of_files(&arena, files, n, &errs));
        assert_true(errs.total > 0);
    }
    arena_release(&keep);
    (void)state;
}

struct counts {
    const char *name;
    int sections, clauses, indicators, first_kind, second_kind, checklists, place_items;
};

static int applying(const struct standard *s, int kind)
{
    int n = 0;
    for (int i = 0; i < s->n_indicators; i++)
        n += (s->indicators[i].applies >> kind) & 1;
    return n;
}

/* Counts as published: 7 sections, 45 clauses, 56 indicators of which 52 for counties; 24 for
 * towns; 5 / 20 / 42 of the healthy city; 14 checklists with 72 items. */
static void shipped_standards_load(void **state)
{
    static const struct counts SHIPPED[] = {
        {"hygienic-city-county-2021", 7, 45, 56, 56, 52, 14, 72},
        {"hygienic-town-2021", 7, 0, 24, 24, 24, 14, 72},
        {"healthy-city-2018", 5, 20, 42, 42, 42, 0, 0},
        {"vector-density-2011", 3, 0, 10, 10, 10, 0, 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(SHIPPED); i++) {
        const struct counts *c = &SHIPPED[i];
        char path[4096];
        teardown(state);
        setup(state);
        snprintf(path, sizeof path, "%s/standards/%s", SOURCE_ROOT, c->name);
        struct standard *s = standard_of_path(&arena, path, &errs);
        print_errors();
        assert_non_null(s);
        assert_int_equal(s->n_sections, c->sections);
        assert_int_equal(s->n_clauses, c->clauses);
        assert_int_equal(s->n_indicators, c->indicators);
        assert_int_equal(applying(s, 0), c->first_kind);
        assert_int_equal(applying(s, s->n_subjects > 1 ? 1 : 0), c->second_kind);
        assert_int_equal(s->n_checklists, c->checklists);
        int place_items = 0;
        for (int k = 0; k < s->n_checklists; k++) {
            place_items += s->checklists[k].items.n;
            assert_int_equal(s->checklists[k].points.micro, 100 * DEC_ONE);
        }
        assert_int_equal(place_items, c->place_items);
    }
}

static void sheets_of_a_thousand_points(void **state)
{
    (void)state;
    struct standard *s =
        standard_of_path(&arena, SOURCE_ROOT "/standards/hygienic-city-county-2021", &errs);
    assert_non_null(s);
    const struct node *n = &s->nodes[map_get(&s->node_by, STR("onsite"))];
    assert_int_equal(n->points.micro, 1000 * DEC_ONE);
    assert_int_equal(n->places, 1);
    const struct item *poultry = &s->items[map_get(&s->item_by, STR("MKT-06"))];
    assert_true(poultry->key);
    assert_int_equal(poultry->points.micro, 20 * DEC_ONE);
    assert_int_equal(poultry->key_rate.micro, 70 * DEC_ONE);
    const struct node *combined = &s->nodes[map_get(&s->node_by, STR("combined"))];
    assert_int_equal(s->nodes[combined->children.at[0]].weight.micro, 70 * DEC_ONE);
    assert_int_equal(s->nodes[combined->children.at[1]].method, NODE_MEMBERS);
}

static void levels_by_limits(void **state)
{
    (void)state;
    struct standard *s =
        standard_of_path(&arena, SOURCE_ROOT "/standards/vector-density-2011", &errs);
    assert_non_null(s);
    const struct indicator *rodents = &s->indicators[0];
    const struct rule *proofing = &s->rules[rodents->rules.first];
    const struct rule *traces = &s->rules[rodents->rules.first + 1];
    /* proofing 97 / 95 / 93: more is better; traces 1 / 3 / 5: less is better */
    assert_int_equal(rule_level(proofing, DEC_INT(97)), 1);
    assert_int_equal(rule_level(proofing, DEC_INT(94)), 3);
    assert_int_equal(rule_level(proofing, DEC_INT(92)), 4);
    assert_int_equal(rule_level(traces, DEC_INT(1)), 1);
    assert_int_equal(rule_level(traces, DEC_INT(3)), 2);
    assert_int_equal(rule_level(traces, DEC_INT(6)), 4);
}

/* ---- there and back ----------------------------------------------------------------------------
 */

static const char *const FOLDERS[] = {TINY, SOURCE_ROOT "/standards/hygienic-city-county-2021",
                                      SOURCE_ROOT "/standards/hygienic-town-2021",
                                      SOURCE_ROOT "/standards/healthy-city-2018",
                                      SOURCE_ROOT "/standards/vector-density-2011"};

static void same_files(const struct standard_file *a, size_t n_a, const struct standard_file *b,
                       size_t n_b)
{
    assert_int_equal(n_a, n_b);
    for (size_t i = 0; i < n_a; i++) {
        assert_true(str_eq(a[i].name, b[i].name));
        if (!str_eq(a[i].data, b[i].data))
            fail_msg("%.*s differs", STR_ARG(a[i].name));
    }
}

static void folder_comes_back_byte_for_byte(void **state)
{
    for (size_t i = 0; i < ARRAY_LEN(FOLDERS); i++) {
        teardown(state);
        setup(state);
        struct standard_file *in, *out;
        size_t n_in, n_out;
        struct standard_source src;
        assert_true(standard_files_read(&arena, FOLDERS[i], &in, &n_in, &errs));
        assert_true(standard_source_of_files(&arena, in, n_in, &src, &errs));
        assert_true(standard_files_of_source(&arena, &src, &out, &n_out, NULL));
        same_files(in, n_in, out, n_out);
    }
}

static void workbook_comes_back(void **state)
{
    for (size_t i = 0; i < ARRAY_LEN(FOLDERS); i++) {
        teardown(state);
        setup(state);
        struct standard_file *in, *out;
        size_t n_in, n_out;
        struct standard_source src, back;
        struct standard_digest before, after;
        struct buf book;
        buf_init(&book, 0);
        assert_true(standard_files_read(&arena, FOLDERS[i], &in, &n_in, &errs));
        assert_true(standard_source_of_files(&arena, in, n_in, &src, &errs));
        assert_true(standard_book_of_source(&arena, &src, 0, &book, NULL));
        bool read = standard_source_of_book(&arena, STR("s.xlsx"), buf_str(&book), &back, &errs);
        print_errors();
        assert_true(read);
        assert_true(standard_files_of_source(&arena, &back, &out, &n_out, NULL));
        same_files(in, n_in, out, n_out);
        struct standard *s = standard_load(&src, &arena, &errs);
        struct standard *t = standard_load(&back, &arena, &errs);
        assert_true(s && t);
        assert_true(standard_digest(s, &arena, &before, NULL));
        assert_true(standard_digest(t, &arena, &after, NULL));
        assert_string_equal(before.hex, after.hex);
        buf_release(&book);
    }
}

/* ---- editions ----------------------------------------------------------------------------------
 */

static const struct diff_row *row_of(const struct diff_row *rows, int n, enum part_kind kind,
                                     const char *code)
{
    for (int i = 0; i < n; i++)
        if (rows[i].kind == kind && str_is(rows[i].code, code))
            return &rows[i];
    return NULL;
}

static void differences_in_words(void **state)
{
    (void)state;
    size_t n;
    struct standard_file *files = tiny(&n);
    struct standard *old = standard_of_files(&arena, files, n, &errs);
    static const struct change EDITS[] = {
        {"rules.csv", "at_least,90", "at_least,95", 0, 0, 0, NULL},
        {"items.csv", "R-1,,20,banded,,,,整体面貌", "R-1,,20,banded,,,,街区面貌", 0, 0, 0, NULL},
        {"items.csv", "M-1,market,60", "M-3,market,5,yes_no,,,,新项,New,,recalled\nM-1,market,60",
         0, 0, 0, NULL},
        {"requirements.csv", "1.1,1", "1.2,1", 0, 0, 0, NULL},
        {"indicators.csv", "A2,S2,,近视率,Myopia,%,,,,,,,,,,,,3,,,,recalled",
         "A2,S2,,近视率,Myopia,%,,,,,,,,,教体局,,,3,,,,annex", 0, 0, 0, NULL},
    };
    for (size_t i = 0; i < ARRAY_LEN(EDITS); i++)
        apply(&EDITS[i], files, n);
    struct standard *now = standard_of_files(&arena, files, n, &errs);
    print_errors();
    assert_true(old && now);
    struct diff_row *rows;
    int n_rows;
    assert_true(standard_diff(old, now, &arena, &rows, &n_rows, NULL));
    const struct diff_row *lamps = row_of(rows, n_rows, PART_INDICATOR, "A1");
    assert_int_equal(lamps->diff, DIFF_CHANGED);
    assert_str(lamps->what.en, "rule: at_least 90 @ county town -> at_least 95 @ county town");
    assert_int_equal(row_of(rows, n_rows, PART_ITEM, "R-1")->diff, DIFF_CHANGED);
    assert_str(row_of(rows, n_rows, PART_ITEM, "R-1")->what.zh, "名称:整体面貌 → 街区面貌");
    assert_int_equal(row_of(rows, n_rows, PART_ITEM, "M-3")->diff, DIFF_ADDED);
    assert_int_equal(row_of(rows, n_rows, PART_REQUIREMENT, "1.1")->diff, DIFF_REMOVED);
    assert_int_equal(row_of(rows, n_rows, PART_REQUIREMENT, "1.2")->diff, DIFF_ADDED);
    /* who has the data and how sure we are does not change what is judged */
    assert_int_equal(row_of(rows, n_rows, PART_INDICATOR, "A2")->diff, DIFF_SAME);
    assert_int_equal(row_of(rows, n_rows, PART_ITEM, "M-1")->diff, DIFF_SAME);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_change_is_found_at_its_place, setup, teardown),
        cmocka_unit_test_setup_teardown(what_only_follows_is_not_told, setup, teardown),
        cmocka_unit_test_setup_teardown(all_problems_at_once, setup, teardown),
        cmocka_unit_test_setup_teardown(too_many_rows, setup, teardown),
        cmocka_unit_test_setup_teardown(nodes_stand_behind_what_they_need, setup, teardown),
        cmocka_unit_test_setup_teardown(no_memory_at_any_point, setup, teardown),
        cmocka_unit_test_setup_teardown(shipped_standards_load, setup, teardown),
        cmocka_unit_test_setup_teardown(sheets_of_a_thousand_points, setup, teardown),
        cmocka_unit_test_setup_teardown(levels_by_limits, setup, teardown),
        cmocka_unit_test_setup_teardown(folder_comes_back_byte_for_byte, setup, teardown),
        cmocka_unit_test_setup_teardown(workbook_comes_back, setup, teardown),
        cmocka_unit_test_setup_teardown(differences_in_words, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

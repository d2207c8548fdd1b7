/* The hand calculations of docs/scoring.md: each folder of tests/data/scoring holds a standard, its
 * values and what a person has worked out. */
#include "../test.h"

#include "domain/score.h"
#include "office/csv.h"
#include "work/score_json.h"
#include "work/standard_files.h"

#include <stdio.h>
#include <stdlib.h>

struct model {
    struct arena arena;
    const struct standard *s;
    struct values v;
    struct board b;
    struct err err;
};

static struct str read_file(struct arena *a, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        fail_msg("cannot read %s", path);
    char *p = arena_alloc(a, 1 << 16);
    size_t n = p ? fread(p, 1, 1 << 16, f) : 0;
    fclose(f);
    return (struct str){p, n};
}

static struct table read_table(struct model *m, const char *path)
{
    struct table t;
    struct err_list errs = {.arena = &m->arena};
    if (!csv_read(&m->arena, str_of(path), read_file(&m->arena, path), NULL, &t, &errs))
        fail_msg("%s is no table", path);
    return t;
}

static struct str cell(const struct table *t, size_t row, const char *column)
{
    for (size_t c = 0; c < t->columns; c++)
        if (str_is(t->head[c].text, column))
            return t->rows.at[row].cells[c].text;
    fail_msg("no column %s", column);
    return STR_NONE;
}

static void number(struct str text, dec *out)
{
    if (text.n)
        assert_true(dec_parse(text, out));
}

static void add_value(struct model *m, const struct table *t, size_t row)
{
    struct value v = {.part = cell(t, row, "part"), .source = cell(t, row, "source")};
    struct str code = cell(t, row, "code"), state = cell(t, row, "state");
    assert_true(region_parse(cell(t, row, "region"), &v.region, NULL));
    assert_true(period_parse(cell(t, row, "period"), &v.period));
    v.code = (int)map_get(&m->s->indicator_by, code);
    v.item = v.code < 0;
    if (v.item)
        v.code = (int)map_get(&m->s->item_by, code);
    assert_true(v.code >= 0);
    for (int s = VALUE_PRESENT; s < VALUE_STATES; s++)
        if (str_is(state, value_state_word((enum value_state)s)))
            v.state = (enum value_state)s;
    v.place_name = cell(t, row, "place");
    for (size_t i = 0; v.place_name.n && i <= row; i++) /* the first row with this name */
        if (str_eq(cell(t, i, "place"), v.place_name)) {
            v.place = (int64_t)i + 1;
            break;
        }
    v.ratio = cell(t, row, "denominator").n > 0;
    number(cell(t, row, "value"), &v.value);
    number(cell(t, row, "numerator"), &v.numerator);
    number(cell(t, row, "denominator"), &v.denominator);
    if (!values_add(&m->v, &v, &m->err))
        fail_msg("values_add: %s", err_key(m->err.code));
    struct str group = cell(t, row, "group");
    int g = group.n ? (int)map_get(&m->s->group_by, group) : -1;
    assert_true(values_add_subject(&m->v, v.region, g, &m->err));
}

static void check_rank(struct model *m, int subject, long expected)
{
    struct rank_row *rows;
    int n, found = 0;
    assert_true(rank_make(&m->arena, &m->b, NULL, 0, &rows, &n, &m->err));
    for (int i = 0; i < n; i++)
        if (rows[i].subject == subject) {
            found++;
            assert_int_equal(rows[i].rank, expected);
        }
    assert_int_equal(found, 1);
}

static void check_row(struct model *m, const struct table *t, size_t row)
{
    region_code region;
    struct str kind = cell(t, row, "kind"), code = cell(t, row, "code");
    struct str expected = cell(t, row, "expected"), got = STR_NONE;
    assert_true(region_parse(cell(t, row, "region"), &region, NULL));
    int subject = values_subject(&m->v, region);
    assert_true(subject >= 0);
    const struct result *r = &m->b.results[subject];
    char text[DEC_TEXT_MAX];
    if (str_is(kind, "node")) {
        const struct score *sc = &r->nodes[map_get(&m->s->node_by, code)];
        got = sc->state == SCORE_OK ? (struct str){text, dec_format(sc->points, text)}
                                    : str_of(value_state_word(sc->why));
    } else if (str_is(kind, "indicator")) {
        const struct judgement *j = &r->indicators[map_get(&m->s->indicator_by, code)];
        got = j->verdict == VERDICT_NONE ? str_of(value_state_word(j->state))
                                         : str_of(j->verdict == VERDICT_PASS ? "pass" : "fail");
    } else if (str_is(kind, "vetoes")) {
        got = (struct str){text, (size_t)snprintf(text, sizeof text, "%d", r->vetoes)};
    } else if (str_is(kind, "places")) {
        got = (struct str){text, (size_t)snprintf(text, sizeof text, "%d", r->places)};
    } else {
        check_rank(m, subject, strtol(arena_str(&m->arena, expected).p, NULL, 10));
        return;
    }
    if (!str_eq(got, expected))
        fail_msg("%.*s %.*s: %.*s by hand, %.*s by the program", STR_ARG(cell(t, row, "region")),
                 STR_ARG(code), STR_ARG(expected), STR_ARG(got));
}

static void run(const char *name)
{
    struct model m = {0};
    char path[512];
    const char *root = getenv("SCORING_DATA");
    assert_non_null(root);
    arena_init(&m.arena, 0);
    struct err_list errs = {.arena = &m.arena};
    snprintf(path, sizeof path, "%s/%s/standard", root, name);
    m.s = standard_of_path(&m.arena, path, &errs);
    for (size_t i = 0; i < errs.items.n; i++) {
        struct buf line;
        buf_init(&line, 0);
        err_line(&errs.items.at[i], LANG_EN, &line);
        print_error("%.*s\n", STR_ARG(buf_str(&line)));
        buf_release(&line);
    }
    assert_non_null(m.s);
    values_init(&m.v, &m.arena, m.s);
    snprintf(path, sizeof path, "%s/%s/values.csv", root, name);
    struct table t = read_table(&m, path);
    for (size_t i = 0; i < t.rows.n; i++)
        add_value(&m, &t, i);
    assert_true(values_seal(&m.v, &m.err));
    assert_true(board_make(&m.b, &m.arena, &m.v, values_latest(&m.v), &m.err));
    snprintf(path, sizeof path, "%s/%s/expected.csv", root, name);
    t = read_table(&m, path);
    assert_true(t.rows.n > 0);
    for (size_t i = 0; i < t.rows.n; i++)
        check_row(&m, &t, i);
    board_release(&m.b);
    arena_release(&m.arena);
}

#define MODEL(function, folder)                                                                    \
    static void function(void **state)                                                             \
    {                                                                                              \
        (void)state;                                                                               \
        run(folder);                                                                               \
    }
MODEL(graded, "01-graded")
MODEL(banded, "02-banded")
MODEL(deduct, "03-deduct")
MODEL(proportional, "04-proportional")
MODEL(yes_no, "05-yes-no")
MODEL(indicators, "06-indicators")
MODEL(veto, "07-veto")
MODEL(places, "08-places")
MODEL(mixture, "09-mixture")
MODEL(states, "10-states")
MODEL(composite, "11-composite")
MODEL(relative, "12-relative")

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(graded),       cmocka_unit_test(banded),    cmocka_unit_test(deduct),
        cmocka_unit_test(proportional), cmocka_unit_test(yes_no),    cmocka_unit_test(indicators),
        cmocka_unit_test(veto),         cmocka_unit_test(places),    cmocka_unit_test(mixture),
        cmocka_unit_test(states),       cmocka_unit_test(composite), cmocka_unit_test(relative),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

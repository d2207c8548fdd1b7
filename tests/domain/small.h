/* Small standards made in memory, for tests of scores. Arrays have fixed room; indices are given
 * back. Everything applies to every kind of subject unless the test changes it. */
#ifndef TZ_TESTS_SMALL_H
#define TZ_TESTS_SMALL_H

#include "../test.h"

#include "base/rng.h"
#include "domain/rule.h"

enum { SMALL = 64 };

struct small {
    struct arena arena;
    struct standard s;
    struct values v;
    struct err err;
    struct subject_kind subjects[4];
    struct indicator indicators[SMALL];
    struct part parts[SMALL];
    struct rule rules[SMALL];
    struct item items[SMALL];
    struct checklist checklists[8];
    struct band bands[SMALL];
    struct deduction deductions[SMALL];
    struct node nodes[SMALL];
    struct ranking rankings[4];
    struct pass_condition passing[4];
    struct group groups[8];
    int lists[4 * SMALL];
    int n_lists;
    char codes[3 * SMALL][8];
    int n_codes;
};

static inline dec D(const char *text)
{
    dec d = DEC_ZERO;
    assert_true(dec_parse(str_of(text), &d));
    return d;
}

static inline struct str small_code(struct small *t, char letter)
{
    char *z = t->codes[t->n_codes++];
    z[0] = letter;
    z[1] = (char)('0' + t->n_codes / 100);
    z[2] = (char)('0' + t->n_codes / 10 % 10);
    z[3] = (char)('0' + t->n_codes % 10);
    return (struct str){z, 4};
}

/* Kinds: 0 = county, 1 = town, 2 = village. */
static inline struct small *small_new(void)
{
    static const enum region_level LEVELS[] = {REGION_COUNTY, REGION_TOWN, REGION_VILLAGE};
    struct small *t = test_calloc(1, sizeof *t);
    arena_init(&t->arena, 0);
    struct standard *s = &t->s;
    s->subjects = t->subjects, s->indicators = t->indicators, s->parts = t->parts;
    s->rules = t->rules, s->items = t->items, s->checklists = t->checklists, s->bands = t->bands;
    s->deductions = t->deductions, s->nodes = t->nodes, s->rankings = t->rankings;
    s->passing = t->passing, s->groups = t->groups;
    for (int i = 0; i < 3; i++)
        t->subjects[i].level = LEVELS[i];
    s->n_subjects = 3;
    s->places = 2;
    values_init(&t->v, &t->arena, s);
    return t;
}

static inline void small_free(struct small *t)
{
    arena_release(&t->arena);
    test_free(t);
}

/* Numbers that end with -1. */
#define LIST(...) ((const int[]){__VA_ARGS__, -1})
static inline struct int_list small_list(struct small *t, const int *list)
{
    struct int_list out = {t->lists + t->n_lists, 0};
    for (; list && *list >= 0; list++)
        out.at[out.n++] = *list;
    t->n_lists += out.n;
    return out;
}

static inline int small_indicator(struct small *t, int factor, int years, const char *weight)
{
    t->indicators[t->s.n_indicators] = (struct indicator){.code = small_code(t, 'i'),
                                                          .name = {STR("指标"), STR("indicator")},
                                                          .factor = factor,
                                                          .years = years,
                                                          .weight = D(weight),
                                                          .applies = ~0u,
                                                          .rules = {t->s.n_rules, 0}};
    return t->s.n_indicators++;
}

/* A rule of the newest indicator. */
static inline struct rule *small_rule(struct small *t, enum rule_kind kind, const char *target)
{
    struct rule *r = &t->rules[t->s.n_rules++];
    *r = (struct rule){.indicator = t->s.n_indicators - 1,
                       .part = -1,
                       .kind = kind,
                       .target = D(target),
                       .alternative = -1,
                       .applies = ~0u};
    t->indicators[t->s.n_indicators - 1].rules.n++;
    return r;
}

/* A part of the newest indicator; parts of one indicator are added one after the other. */
static inline int small_part(struct small *t, const char *code, int factor)
{
    struct indicator *ind = &t->indicators[t->s.n_indicators - 1];
    if (ind->parts.n++ == 0)
        ind->parts.first = t->s.n_parts;
    t->parts[t->s.n_parts] =
        (struct part){.indicator = t->s.n_indicators - 1, .code = str_of(code), .factor = factor};
    return t->s.n_parts++;
}

static inline int small_item(struct small *t, int checklist, enum item_method method,
                             const char *points, const char *target)
{
    t->items[t->s.n_items] = (struct item){.code = small_code(t, 't'),
                                           .name = {STR("评分项"), STR("item")},
                                           .checklist = checklist,
                                           .points = D(points),
                                           .method = method,
                                           .target = D(target)};
    return t->s.n_items++;
}

static inline int small_node(struct small *t, enum node_method method, const char *points,
                             const int *children, const int *refs)
{
    int k = t->s.n_nodes++;
    struct node *n = &t->nodes[k];
    *n = (struct node){.code = small_code(t, 'n'),
                       .name = {STR("得分"), STR("score")},
                       .parent = -1,
                       .method = method,
                       .points = D(points),
                       .places = 2,
                       .applies = ~0u};
    n->children = small_list(t, children);
    n->refs = small_list(t, refs);
    for (int i = 0; i < n->children.n; i++)
        t->nodes[n->children.at[i]].parent = k;
    return k;
}

struct fact {
    const char *region;
    int code;
    bool item;
    const char *part;
    int64_t place;
    period period;
    const char *value, *numerator, *denominator; /* NULL = not given */
    enum value_state state;
    const char *source;
};

static inline struct value small_value(const struct fact *f)
{
    struct value v = {.item = f->item,
                      .code = f->code,
                      .part = str_of(f->part),
                      .place = f->place,
                      .period = f->period ? f->period : 202604,
                      .state = f->state,
                      .source = str_of(f->source),
                      .ratio = f->numerator != NULL};
    assert_true(region_parse(str_of(f->region), &v.region, NULL));
    v.value = f->value ? D(f->value) : DEC_ZERO;
    v.numerator = f->numerator ? D(f->numerator) : DEC_ZERO;
    v.denominator = f->denominator ? D(f->denominator) : DEC_ZERO;
    return v;
}

#define FACT(t, ...) small_fact(t, &(struct fact){__VA_ARGS__})
static inline void small_fact(struct small *t, const struct fact *f)
{
    struct value v = small_value(f);
    if (!values_add(&t->v, &v, &t->err))
        fail_msg("values_add: %s", err_key(t->err.code));
}

static inline void small_board(struct small *t, struct board *b, period p)
{
    if (!values_seal(&t->v, &t->err) || !board_make(b, &t->arena, &t->v, p, &t->err))
        fail_msg("board: %s", err_key(t->err.code));
}

static inline void assert_dec(dec got, const char *expected)
{
    char text[DEC_TEXT_MAX];
    dec_format(got, text);
    assert_string_equal(text, expected);
}

#define assert_points(b, subject, node, expected)                                                  \
    do {                                                                                           \
        assert_int_equal((b)->results[subject].nodes[node].state, SCORE_OK);                       \
        assert_dec((b)->results[subject].nodes[node].points, expected);                            \
    } while (0)

#endif

/* standard.json: identity, subjects, states, rounding, rankings, conditions. */
#include <stdio.h>

#include "domain/standard_parts.h"

static struct str value_at(const struct loader *l, const char *path)
{
    int64_t row = map_get(&l->paths, str_of(path));
    return row < 0 ? STR_NONE : cell(l, STANDARD_TABLE_standard, (int)row, COL_standard_value);
}

/* The value of a path that must be there. */
static struct str need(struct loader *l, const char *path)
{
    if (map_get(&l->paths, str_of(path)) < 0)
        bad_path(l, path, ERR_FIELD_MISSING, path);
    return value_at(l, path);
}

static struct text2 text2_at(const struct loader *l, const char *path)
{
    char zh[128], en[128];
    snprintf(zh, sizeof zh, "%s.zh", path);
    snprintf(en, sizeof en, "%s.en", path);
    return (struct text2){value_at(l, zh), value_at(l, en)};
}

static int choice_at(struct loader *l, const char *path, const char *choices)
{
    struct str s = need(l, path);
    if (!s.n)
        return 0;
    int i = choice_of(choices, s);
    if (i < 0)
        bad_path(l, path, ERR_CHOICE, text_of(l, s), choices);
    return i < 0 ? 0 : i;
}

static int64_t int_at(struct loader *l, const char *path, int64_t lo, int64_t hi, int64_t fallback)
{
    struct str s = value_at(l, path);
    int64_t v;
    char a[24], b[24];
    if (!s.n)
        return fallback;
    snprintf(a, sizeof a, "%lld", (long long)lo);
    snprintf(b, sizeof b, "%lld", (long long)hi);
    if (!str_to_i64(s, &v))
        bad_path(l, path, ERR_NUMBER, text_of(l, s), a);
    else if (v < lo || v > hi)
        bad_path(l, path, ERR_RANGE, text_of(l, s), a, b);
    else
        return v;
    return fallback;
}

/* How many elements a list has; elements without a path before the last one are reported. */
static int list_length(struct loader *l, const char *name)
{
    int n = 0;
    char prefix[64];
    const struct standard_table *t = l->t[STANDARD_TABLE_standard];
    for (int i = 0; i < t->n_rows - 1; i++) {
        struct str path = cell(l, STANDARD_TABLE_standard, i, COL_standard_path), part;
        if (!str_split(&path, '.', &part) || !str_is(part, name) || !str_split(&path, '.', &part))
            continue;
        int64_t at;
        if (str_to_i64(part, &at) && at >= n)
            n = (int)at + 1;
    }
    for (int i = 0; i < n; i++) {
        bool some = false;
        snprintf(prefix, sizeof prefix, "%s.%d.", name, i);
        for (int r = 0; r < t->n_rows - 1; r++)
            some |=
                str_starts(cell(l, STANDARD_TABLE_standard, r, COL_standard_path), str_of(prefix));
        if (!some)
            bad_path(l, prefix, ERR_FIELD_MISSING, prefix);
    }
    return n;
}

/* Keys that must be in every element of a list, or at the top. */
static void check_must(struct loader *l, const char *list, int n)
{
    size_t name = strlen(list);
    for (int i = 0; i < LEAVES_N; i++) {
        const char *p = LEAVES[i].pattern;
        bool mine = name ? strncmp(p, list, name) == 0 && p[name] == '.' : !strchr(p, '#');
        for (int k = 0; LEAVES[i].must && mine && k < n; k++) {
            char path[128];
            if (name)
                snprintf(path, sizeof path, "%s.%d%s", list, k, p + name + 2);
            else
                snprintf(path, sizeof path, "%s", p);
            need(l, path);
        }
    }
}

static void read_paths(struct loader *l)
{
    const struct standard_table *t = l->t[STANDARD_TABLE_standard];
    for (int i = 0; i < t->n_rows - 1; i++) {
        struct str path = cell(l, STANDARD_TABLE_standard, i, COL_standard_path);
        if (leaf_of(path) < 0)
            bad(l, STANDARD_TABLE_standard, i, COL_standard_path, ERR_FIELD_UNKNOWN,
                text_of(l, path), "docs/standard-format.md");
        else if (!map_put(l->a, &l->paths, path, i))
            no_memory(l);
    }
}

static void read_subjects(struct loader *l)
{
    struct standard *s = l->s;
    int n = list_length(l, "subjects");
    if (n == 0)
        bad_path(l, "subjects", ERR_FIELD_MISSING, "subjects");
    if (n > SUBJECT_KINDS_MAX) {
        bad_path(l, "subjects.16.code", ERR_TOO_LARGE, "subjects", "16");
        n = SUBJECT_KINDS_MAX;
    }
    check_must(l, "subjects", n);
    s->subjects = ARENA_ARRAY(l->a, (size_t)n + 1, struct subject_kind);
    if (!s->subjects) {
        no_memory(l);
        return;
    }
    for (int i = 0; i < n; i++) {
        char path[64];
        struct subject_kind *k = &s->subjects[i];
        snprintf(path, sizeof path, "subjects.%d.name", i);
        k->name = text2_at(l, path);
        snprintf(path, sizeof path, "subjects.%d.code", i);
        k->code = value_at(l, path);
        if (k->code.n && map_get(&s->subject_by, k->code) >= 0)
            bad_path(l, path, ERR_DUPLICATE, text_of(l, k->code), "-");
        else if (k->code.n && !map_put(l->a, &s->subject_by, k->code, i))
            no_memory(l);
        snprintf(path, sizeof path, "subjects.%d.level", i);
        struct str level = value_at(l, path);
        if (level.n && (!region_level_parse(level, &k->level) || k->level < REGION_PROVINCE ||
                        k->level > REGION_VILLAGE))
            bad_path(l, path, ERR_CHOICE, text_of(l, level),
                     "province;prefecture;county;town;village");
        for (int j = 0; j < i && level.n; j++)
            if (s->subjects[j].level == k->level)
                bad_path(l, path, ERR_EXISTS, text_of(l, level));
        s->n_subjects = i + 1;
    }
}

void load_identity(struct loader *l)
{
    struct standard *s = l->s;
    read_paths(l);
    check_must(l, "", 1);
    if (value_at(l, "format").n)
        int_at(l, "format", 1, 1, 1);
    s->id = value_at(l, "id");
    s->edition = value_at(l, "edition");
    s->name = text2_at(l, "name");
    s->note = text2_at(l, "note");
    s->basis_document.number = value_at(l, "basis_document.number");
    s->basis_document.date = value_at(l, "basis_document.date");
    s->basis_document.title = text2_at(l, "basis_document.title");
    s->basis_document.issuer = text2_at(l, "basis_document.issuer");
    static const char *const STATES[VALUE_STATES] = {NULL, "states.missing", "states.not_tested",
                                                     "states.not_applicable",
                                                     "states.empty_denominator"};
    for (int i = 1; i < VALUE_STATES; i++)
        if (value_at(l, STATES[i]).n)
            s->effect[i] = (enum state_effect)choice_at(l, STATES[i], "exclude;zero;block");
    s->places = (int)int_at(l, "rounding.places", 0, 6, 2);
    if (value_at(l, "rounding.mode").n)
        s->rounding = (enum dec_rounding)choice_at(l, "rounding.mode", "half_up;half_even;down");
    read_subjects(l);
}

/* ---- rankings and conditions -------------------------------------------------------------------
 */

/* Index in a map by the value of a path; -1 and a report when it is not there. */
static int ref_at(struct loader *l, const char *path, const struct map *map, const char *in)
{
    struct str code = value_at(l, path);
    if (!code.n)
        return -1;
    int64_t i = map_get(map, code);
    if (i < 0)
        bad_path(l, path, ERR_DANGLING, text_of(l, code), in);
    return (int)i;
}

static void read_ranking(struct loader *l, int i)
{
    struct ranking *r = &l->s->rankings[i];
    char path[64];
    snprintf(path, sizeof path, "rankings.%d.code", i);
    r->code = value_at(l, path);
    for (int j = 0; j < i; j++)
        if (str_eq(l->s->rankings[j].code, r->code))
            bad_path(l, path, ERR_DUPLICATE, text_of(l, r->code), "-");
    snprintf(path, sizeof path, "rankings.%d.name", i);
    r->name = text2_at(l, path);
    snprintf(path, sizeof path, "rankings.%d.node", i);
    r->node = ref_at(l, path, &l->s->node_by, "scoring");
    snprintf(path, sizeof path, "rankings.%d.subject", i);
    r->subject = ref_at(l, path, &l->s->subject_by, "subjects");
    snprintf(path, sizeof path, "rankings.%d.min_places", i);
    r->places_min = (int)int_at(l, path, 0, 100000, 0);
    for (int k = 0;; k++) {
        snprintf(path, sizeof path, "rankings.%d.ties.%d", i, k);
        if (map_get(&l->paths, str_of(path)) < 0)
            return;
        int node = ref_at(l, path, &l->s->node_by, "scoring");
        if (node >= 0)
            int_list_add(l, &r->ties, node);
    }
}

static void read_condition(struct loader *l, int i)
{
    struct pass_condition *p = &l->s->passing[i];
    char node[64], at_least[64], indicators[64];
    snprintf(node, sizeof node, "passing.%d.node", i);
    snprintf(at_least, sizeof at_least, "passing.%d.at_least", i);
    snprintf(indicators, sizeof indicators, "passing.%d.indicators", i);
    p->node = -1;
    bool all = value_at(l, indicators).n > 0, one = value_at(l, node).n > 0;
    if (all && !str_is(value_at(l, indicators), "all"))
        bad_path(l, indicators, ERR_CHOICE, text_of(l, value_at(l, indicators)), "all");
    if (all == one)
        bad_path(l, all ? node : indicators, ERR_STANDARD,
                 "a condition has either node and at_least, or indicators / "
                 "一个条件写 node 与 at_least，或写 indicators");
    if (!one) {
        if (value_at(l, at_least).n)
            bad_path(l, at_least, ERR_FIELD_MISSING, node);
        return;
    }
    p->node = ref_at(l, node, &l->s->node_by, "scoring");
    struct str s = need(l, at_least);
    if (s.n && !dec_parse(s, &p->at_least))
        bad_path(l, at_least, ERR_NUMBER, text_of(l, s), "800");
}

void load_subject_lists(struct loader *l)
{
    struct standard *s = l->s;
    int n_rankings = list_length(l, "rankings"), n_passing = list_length(l, "passing");
    check_must(l, "rankings", n_rankings);
    s->rankings = ARENA_ARRAY(l->a, (size_t)n_rankings + 1, struct ranking);
    s->passing = ARENA_ARRAY(l->a, (size_t)n_passing + 1, struct pass_condition);
    if (!s->rankings || !s->passing) {
        no_memory(l);
        return;
    }
    for (int i = 0; i < n_rankings; i++)
        read_ranking(l, i);
    for (int i = 0; i < n_passing; i++)
        read_condition(l, i);
    s->n_rankings = n_rankings;
    s->n_passing = n_passing;
}

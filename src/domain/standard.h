/* A published standard in memory: immutable after loading, shared between threads.
 *
 * The format of its files is docs/standard-format.md. All text belongs to the arena given to
 * standard_load; cross references are indices into the arrays below (-1 = none). */
#ifndef TZ_DOMAIN_STANDARD_H
#define TZ_DOMAIN_STANDARD_H

#include "base/dec.h"
#include "base/err.h"
#include "base/map.h"
#include "domain/region.h"

struct text2 {
    struct str zh, en; /* en may be empty: then zh is shown */
};

enum basis { BASIS_ANNEX, BASIS_ITEM, BASIS_RECALLED };

enum { SUBJECT_KINDS_MAX = 16 };
typedef uint32_t applies; /* bit i = subject kind i */

struct subject_kind {
    struct str code;
    enum region_level level;
    struct text2 name;
};

struct section {
    struct str code;
    struct text2 name;
    enum basis basis;
};

struct clause {
    struct str code;
    int section;
    struct text2 text;
    enum basis basis;
};

struct requirement {
    struct str code;
    int clause;
    struct text2 text;
    enum basis basis;
};

/* A run of indices: items first .. first + n - 1 of some array. */
struct span {
    int first, n;
};

struct int_list {
    int *at;
    int n;
};

struct indicator {
    struct str code;
    int section;
    struct int_list clauses;
    struct text2 name, numerator, denominator, scope, owner, lead;
    struct str unit;
    int64_t factor; /* rate = factor x numerator / denominator */
    int years;
    dec weight;
    bool veto;
    bool coverage; /* came from coverage.csv; section is -1 then */
    struct str cell_kind;
    applies applies;
    enum basis basis;
    struct span parts; /* in standard.parts */
    struct span rules; /* in standard.rules */
};

struct part {
    int indicator;
    struct str code, unit;
    int64_t factor; /* of this part's rate; the indicator's when parts.csv names none */
    struct text2 name, numerator, denominator;
};

enum rule_kind {
    RULE_AT_LEAST,
    RULE_MORE_THAN,
    RULE_AT_MOST,
    RULE_LESS_THAN,
    RULE_EQUAL,
    RULE_RISES_EACH_YEAR,
    RULE_FALLS_EACH_YEAR,
    RULE_RISES,
    RULE_FALLS,
    RULE_NOT_ABOVE_MEAN,
    RULE_NOT_BELOW_REFERENCE,
    RULE_NOT_ABOVE_REFERENCE,
    RULE_MEETS_PLAN,
    RULE_LEVEL_AT_LEAST,
    RULE_EXISTS,
    RULE_HIGHER_BETTER,
    RULE_LOWER_BETTER,
    RULE_LEVEL_BY_LIMITS, /* the number earns level A..D by rule.limits; passes unless D */
    RULE_KINDS
};
/* The word of rules.csv. */
const char *rule_word(enum rule_kind kind);

enum rule_scope { RULE_VALUE, RULE_PART, RULE_EVERY_PART, RULE_EVERY_AREA };

struct rule {
    int indicator;
    enum rule_scope scope;
    int part; /* index in standard.parts with RULE_PART, else -1 */
    applies applies;
    enum rule_kind kind;
    dec target;           /* number, years, or level 1 (A) .. 4 (D) */
    dec limits[3];        /* level_by_limits: of A, B, C */
    struct str reference; /* name of the part with the reference or plan value */
    int alternative;      /* enum rule_kind, or -1 */
    enum basis basis;
};

/* level_by_limits: 1 (A) .. 4 (D) of a value. Limits that fall from A to C mean more is better
 * (97;95;93: value >= limit), all others less is better (1;3;5: value <= limit). An indicator whose
 * parts have such rules has the worst level among them as its deciding value (judgement.value), so
 * that a node with method `bands` can give points by level. */
static inline int rule_level(const struct rule *r, dec value)
{
    bool more = dec_cmp(r->limits[0], r->limits[2]) > 0;
    for (int i = 0; i < 3; i++) {
        int c = dec_cmp(value, r->limits[i]);
        if (more ? c >= 0 : c <= 0)
            return i + 1;
    }
    return 4;
}

struct checklist {
    struct str kind;
    struct text2 name;
    int places_min;
    enum basis basis;
    struct int_list items; /* in standard.items, in file order */
    dec points;            /* sum of its items */
};

enum item_method {
    ITEM_GRADED,
    ITEM_BANDED,
    ITEM_DEDUCT,
    ITEM_DEDUCT_BY,
    ITEM_DEDUCT_MEAN,
    ITEM_PROPORTIONAL,
    ITEM_YES_NO,
    ITEM_METHODS
};
const char *item_word(enum item_method method);

struct item {
    struct str code;
    int checklist; /* -1: judged for the region */
    dec points;
    enum item_method method;
    bool key;
    dec key_rate; /* percent */
    dec target;   /* deduct: points each; proportional: percent that earns all */
    dec deduct_cap;
    struct text2 name;
    struct int_list clauses;
    enum basis basis;
    struct span bands;      /* in standard.bands */
    struct span deductions; /* in standard.deductions */
};

struct band {
    dec from, to, points_from, points_to;
    struct text2 label;
};

struct deduction {
    int item;
    struct str part;
    dec points;
    struct text2 name;
};

enum node_method {
    NODE_SUM,
    NODE_WEIGHTED,
    NODE_INDICATORS,
    NODE_INDICATOR,
    NODE_LINEAR,
    NODE_BANDS,
    NODE_COVERAGE,
    NODE_ITEM,
    NODE_ITEMS,
    NODE_KIND,
    NODE_OWN,
    NODE_MEMBERS,
    NODE_RELATIVE,
    NODE_METHODS
};
const char *node_word(enum node_method method);

enum value_state {
    VALUE_PRESENT,
    VALUE_MISSING,
    VALUE_NOT_TESTED,
    VALUE_NOT_APPLICABLE,
    VALUE_EMPTY_DENOMINATOR,
    VALUE_STATES
};
const char *value_state_word(enum value_state s);

enum state_effect { EFFECT_EXCLUDE, EFFECT_ZERO, EFFECT_BLOCK };

struct node {
    struct str code;
    int parent; /* -1 = root */
    struct int_list children;
    enum node_method method;
    struct int_list refs; /* indicators, items, or one checklist / node, by method; resolved */
    struct str ref;       /* as written */
    dec points;
    dec weight;
    dec lo, hi; /* linear */
    int places;
    enum state_effect effect[VALUE_STATES];
    applies applies;
    struct text2 name;
    enum basis basis;
    struct span bands;
};

struct ranking {
    struct str code;
    struct text2 name;
    int node, subject;
    struct int_list ties;
    int places_min;
};

struct pass_condition {
    int node; /* -1: all indicators must pass */
    dec at_least;
};

struct group {
    struct str code;
    struct text2 name;
};

struct milestone {
    struct str code;
    struct text2 name;
    int month;
};

struct standard {
    struct str id, edition;
    struct text2 name, note;
    struct {
        struct str number, date;
        struct text2 title, issuer;
    } basis_document;
    enum dec_rounding rounding;
    int places;
    enum state_effect effect[VALUE_STATES];

    struct subject_kind *subjects;
    struct section *sections;
    struct clause *clauses;
    struct requirement *requirements;
    struct indicator *indicators;
    struct part *parts;
    struct rule *rules;
    struct checklist *checklists;
    struct item *items;
    struct band *bands;
    struct deduction *deductions;
    struct node *nodes; /* a node stands behind its children and behind every node it refers to */
    struct ranking *rankings;
    struct pass_condition *passing;
    struct group *groups;
    struct milestone *milestones;
    int n_subjects, n_sections, n_clauses, n_requirements, n_indicators, n_parts, n_rules,
        n_checklists, n_items, n_bands, n_deductions, n_nodes, n_rankings, n_passing, n_groups,
        n_milestones;

    /* code -> index */
    struct map section_by, clause_by, requirement_by, indicator_by, item_by, checklist_by, node_by,
        subject_by, group_by;
};

/* The kind of subject a region is by its level, or -1. */
int standard_subject_of(const struct standard *s, region_code region);

/* What numerator / denominator is multiplied with for this indicator (and part) or item code. */
int64_t standard_factor(const struct standard *s, struct str code, struct str part);

#endif

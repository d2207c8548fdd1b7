/* Verdicts, scores and ranks of very many units at once, from columns.
 *
 * For simulations and national overviews: the same scores as a board whose standard is one node
 * `indicators` over these rules, without the objects. A column holds one number per unit in
 * millionths, or a state: BATCH_STATE(VALUE_MISSING) and so on. What counts at the period is the
 * caller's business: the column is the latest value not after it; a trend has one column per whole
 * year. Units of one group stand together. Pure and without allocation: ranges of groups may be
 * scored by different threads at the same time, and any block of whole groups may be held in memory
 * alone. */
#ifndef TZ_DOMAIN_BATCH_H
#define TZ_DOMAIN_BATCH_H

#include "domain/standard.h"

enum { BATCH_YEARS = 6 };

#define BATCH_STATE(state) (INT64_MIN + (int64_t)(state))
#define BATCH_NUMBER_MIN (INT64_MIN + VALUE_STATES) /* from here on it is a number */

struct batch_rule {
    enum rule_kind kind;               /* at_least .. equal, or a trend over the years */
    int alternative;                   /* a trend that satisfies too, or -1 */
    dec target, weight;                /* weight >= 0 */
    const int64_t *now;                /* per unit; not used by a trend */
    const int64_t *years[BATCH_YEARS]; /* oldest first; for trends */
    int n_years;
};

struct batch {
    const struct batch_rule *rules;
    int n_rules;
    dec full;
    int places; /* 0..6 */
    enum dec_rounding rounding;
    enum state_effect effect[VALUE_STATES];
    const int32_t *groups; /* n_groups + 1 places in the columns where groups begin and end */
    int n_groups;
    /* results, one per unit */
    int64_t *points; /* millionths, or BATCH_STATE(why): nothing to score */
    bool *blocked;   /* NULL when no effect blocks: then points are BATCH_STATE(why) */
    int32_t *rank; /* 1.. in the group, equal points share it; 0 without points; NULL = not asked */
    uint64_t *scratch; /* two per unit; only with rank */
};

/* Checks what batch_score relies on: kinds, years, places, and that full x sum of weights fits 62
 * bits and full 31 bits when counted in units of the last place (2147 with 6 places). */
bool batch_check(const struct batch *b, struct err *err);
/* Scores and ranks the groups first .. end - 1 of a checked batch. */
void batch_score(const struct batch *b, int first, int end);

#endif

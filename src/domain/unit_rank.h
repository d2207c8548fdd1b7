/* Units ranked inside groups by how they handled findings, and the red and the black list of them.
 * Pure. Rules (docs/papers.md):
 *  - a unit without a case has no score, one with fewer cases than the minimum no rank;
 *  - equal rates, equal ranks; nothing hidden decides between them;
 *  - a group with fewer ranked units than both lists would take together has no list;
 *  - red: ranked among the first `top` (all of a tie), with nothing open and late, a rate above 0;
 *  - black: among the last `bottom`, unless the tie at the edge is longer; never with 100 %. */
#ifndef TZ_DOMAIN_UNIT_RANK_H
#define TZ_DOMAIN_UNIT_RANK_H

#include <stddef.h>

#include "domain/performance.h"

enum unit_unranked { UNIT_RANKED, UNIT_SAMPLE, UNIT_NO_CASE };
enum unit_list { LIST_NONE, LIST_RED, LIST_BLACK };

struct unit_score {
    int64_t unit;
    int group;
    struct performance p;
    /* set by unit_rank */
    bool has_rate;
    dec rate;
    enum unit_unranked why;
    int rank; /* 1.. inside of the group; 0 = none */
    bool tied;
    int ranked; /* so many of the group are */
    /* set by unit_lists */
    enum unit_list list;
    int from_below; /* 1 = the last */
};

/* Sorts: by group, then ranked ones by rate, then the others, each by unit. */
void unit_rank(struct unit_score *all, size_t n, enum performance_rate by, int64_t min_sample);
/* Of what unit_rank has sorted. */
void unit_lists(struct unit_score *all, size_t n, int top, int bottom);

#endif

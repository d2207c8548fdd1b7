/* Points of on-site items and places, from the marks of one round. */
#ifndef TZ_DOMAIN_MARKS_H
#define TZ_DOMAIN_MARKS_H

#include "domain/reason.h"

/* A fraction on its way to a score: what was got of what could be got. */
struct tally {
    enum score_state state; /* SCORE_NONE: nothing counted, see why */
    enum value_state why;
    dec got, full;
    int vetoes;
    int places;
    int not_tested; /* items */
    bool overflow, no_memory;
};

/* All items of `items` judged for the region itself (place 0). effect: of the node that asks. */
struct tally marks_of_items(const struct values *v, int subject, const struct int_list *items,
                            period p, const enum state_effect *effect, struct reasons *r,
                            struct reason *trace);

/* Mean over the sampled places of a checklist: got = sum of the places' rates (6 places), full =
 * their number. scratch holds temporary lists. */
struct tally marks_of_kind(const struct values *v, int subject, int checklist, period p,
                           const enum state_effect *effect, struct arena *scratch,
                           struct reasons *r, struct reason *trace);

#endif

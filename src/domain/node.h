/* Evaluating one node of the scoring tree for one subject; for board.c only. */
#ifndef TZ_DOMAIN_NODE_H
#define TZ_DOMAIN_NODE_H

#include "domain/marks.h"

struct board_range { /* of one indicator among the subjects of one kind and group */
    dec min, max;
    int n;
};

struct node_eval {
    const struct board *board;
    struct arena *scratch;
    struct reasons *reasons;
    struct err *err;
};

/* What a node saw besides its score. */
struct node_seen {
    int vetoes, places, not_tested;
};

/* Children, referred nodes and members must have been scored before. Writes the derivation into
 * `trace` (NULL = none). False: ERR_ARITHMETIC or ERR_MEMORY. */
bool node_eval(const struct node_eval *e, int subject, int node, struct score *out,
               struct node_seen *seen, struct reason *trace);

/* The range that an indicator is compared in. */
struct board_range *node_range(const struct board *b, int subject, int indicator);

#endif

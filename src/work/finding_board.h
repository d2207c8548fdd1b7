/* The board of findings and the comparison of rounds, from the counters (docs/numbers.md). */
#ifndef TZ_WORK_FINDING_BOARD_H
#define TZ_WORK_FINDING_BOARD_H

#include "domain/lifecycle.h"
#include "store/finding_numbers.h"

struct finding_board {
    int64_t open, good, late, soon, unowned;
    int64_t states[FINDING_COUNT];
    int64_t stages_late[FINDING_COUNT]; /* waiting in the state for longer than they may */
    /* of what is open: */
    int64_t severities[3], sources[SOURCE_COUNT], ages[FINDING_AGES];
};
bool finding_board_make(struct store_tx *tx, int64_t campaign, region_code region, msec now,
                        struct finding_board *out, struct err *err);

/* Found: but good examples and what was refused, withdrawn or merged. */
struct finding_round {
    int64_t round; /* 0 = outside of any */
    int64_t found, repeated, fixed, closed, open;
    int64_t self, independent; /* found by a self-check; by a check of somebody else */
};
struct finding_rounds {
    struct finding_round *at;
    size_t n, cap;
};
/* By number. */
bool finding_rounds_make(struct store_tx *tx, struct arena *arena, int64_t campaign,
                         region_code region, struct finding_rounds *out, struct err *err);

#endif

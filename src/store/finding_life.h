/* What belongs to one finding: its defects, units, steps, hands, requests, pauses and stages. All
 * that changes something is called in a write, by the workflow of work/findings.h alone. */
#ifndef TZ_STORE_FINDING_LIFE_H
#define TZ_STORE_FINDING_LIFE_H

#include "base/when.h"
#include "store/rows_gen.h"
#include "store/store.h"

bool store_finding_defects_insert(struct store_tx *tx, const struct finding_defect_row *rows,
                                  size_t n, struct err *err);
bool store_finding_defects(struct store_tx *tx, struct arena *arena, int64_t finding,
                           struct finding_defect_rows *out, struct err *err);
/* One defect goes to another finding, as its number to_n. */
bool store_finding_defect_move(struct store_tx *tx, int64_t finding, int64_t n, int64_t to_finding,
                               int64_t to_n, struct err *err);

bool store_finding_units_put(struct store_tx *tx, const struct finding_unit_row *rows, size_t n,
                             struct err *err);
/* The lead unit first. */
bool store_finding_units(struct store_tx *tx, struct arena *arena, int64_t finding,
                         struct finding_unit_line_rows *out, struct err *err);
/* The deadline and, of units that have not answered, whether something waits for them. */
bool store_finding_units_follow(struct store_tx *tx, int64_t finding, msec due_at, bool waiting,
                                struct err *err);
/* How many findings wait for the unit. */
bool store_finding_unit_load(struct store_tx *tx, int64_t unit, int64_t *n, struct err *err);

/* row->n is set: one more than the last. */
bool store_finding_step_add(struct store_tx *tx, struct finding_step_row *row, struct err *err);
/* Several, whose numbers are set. */
bool store_finding_steps_insert(struct store_tx *tx, const struct finding_step_row *rows, size_t n,
                                struct err *err);
bool store_finding_step_by_key(struct store_tx *tx, struct arena *arena, int64_t finding,
                               struct str key, struct finding_step_row *out, bool *found,
                               struct err *err);
/* The newest first, at most n. */
bool store_finding_steps(struct store_tx *tx, struct arena *arena, int64_t finding, int n,
                         struct finding_step_line_rows *out, struct err *err);

bool store_finding_hand_put(struct store_tx *tx, int64_t finding, int64_t user, struct str hand,
                            struct err *err);
/* Of somebody and of whom they act for. */
bool store_finding_hands_of(struct store_tx *tx, struct arena *arena, int64_t finding, int64_t user,
                            int64_t for_user, struct finding_held_rows *out, struct err *err);
bool store_finding_hands_copy(struct store_tx *tx, int64_t finding, int64_t to_finding,
                              struct err *err);

bool store_finding_request_insert(struct store_tx *tx, const struct finding_request_row *row,
                                  struct err *err);
bool store_finding_requests(struct store_tx *tx, struct arena *arena, int64_t finding,
                            struct finding_request_rows *out, struct err *err);
/* *decided is false when it had an answer already. Of the row: finding, n and what was decided. */
bool store_finding_request_decide(struct store_tx *tx, const struct finding_request_row *row,
                                  bool *decided, struct err *err);

bool store_finding_pause_begin(struct store_tx *tx, int64_t finding, msec at, struct err *err);
bool store_finding_pause_end(struct store_tx *tx, int64_t finding, msec at, struct err *err);
bool store_finding_pauses(struct store_tx *tx, struct arena *arena, int64_t finding,
                          struct finding_pause_rows *out, struct err *err);

bool store_finding_stages_put(struct store_tx *tx, const struct finding_stage_row *rows, size_t n,
                              struct err *err);
bool store_finding_stages(struct store_tx *tx, struct arena *arena, int64_t finding,
                          struct finding_stage_rows *out, struct err *err);

#endif

/* The pieces of demo_data_make; for the demo files only. */
#ifndef TZ_WORK_DEMO_PARTS_H
#define TZ_WORK_DEMO_PARTS_H

#include "work/demo_data.h"

/* Indicator values of all counties, three to six years back from the last round. */
bool demo_indicators_make(struct arena *arena, const struct demo_plan *plan, struct rng *rng,
                          struct demo_data *out, struct err *err);
/* Marks of one subject in one round that give its target. item_used: one flag per item. */
bool demo_marks_make(struct arena *arena, const struct demo_plan *plan, int subject, int round,
                     struct rng *rng, const bool *item_used, struct demo_data *out,
                     struct err *err);
/* Findings from the marks that lost most. */
bool demo_findings_make(struct arena *arena, const struct demo_plan *plan, struct rng *rng,
                        struct demo_data *out, struct err *err);

#endif

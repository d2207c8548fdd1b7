/* How long findings may wait in a state, and which wait for longer. See docs/findings.md. */
#ifndef TZ_STORE_STAGE_H
#define TZ_STORE_STAGE_H

#include "base/when.h"
#include "domain/region.h"
#include "store/rows_gen.h"
#include "store/store.h"

/* What the campaign says; states that it does not name have no row. */
bool store_stage_limits(struct store_tx *tx, struct arena *arena, int64_t campaign,
                        struct stage_limit_rows *out, struct err *err);
/* In place of those there were. In a write. */
bool store_stage_limits_put(struct store_tx *tx, int64_t campaign,
                            const struct stage_limit_row *rows, size_t n, struct err *err);
/* The campaign's limit of the state, and what the calendar of the region says from today on: in one
 * statement. Days and duty hours in the order that work/calendar.c takes them in. */
bool store_stage_rules(struct store_tx *tx, struct arena *arena, int64_t campaign, struct str state,
                       region_code region, int64_t today, struct stage_rule_rows *out,
                       struct err *err);

#endif

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

/* Up to which finding people were told that it waits for too long; *known: they ever were. */
bool store_stage_told(struct store_tx *tx, struct stage_told_row *out, bool *known,
                      struct err *err);
/* In a write. */
bool store_stage_told_put(struct store_tx *tx, const struct stage_told_row *row, struct err *err);
/* Those after it that wait for too long now, the longest first, at most n; and how many. */
bool store_stages_to_tell(struct store_tx *tx, struct arena *arena,
                          const struct stage_told_row *after, msec now, int n,
                          struct stage_told_rows *out, struct err *err);
bool store_stages_to_tell_count(struct store_tx *tx, const struct stage_told_row *after, msec now,
                                int64_t *n, struct err *err);

#endif

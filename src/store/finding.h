/* Findings: defects seen at a place against an item, with what belongs to them (docs/findings.md).
 * The workflow of work/findings.h alone writes them. */
#ifndef TZ_STORE_FINDING_H
#define TZ_STORE_FINDING_H

#include "base/when.h"
#include "domain/region.h"
#include "store/rows_gen.h"
#include "store/store.h"

/* The ids of the rows are ignored. In a write. */
bool store_findings_insert(struct store_tx *tx, const struct finding_row *rows, size_t n,
                           struct err *err);
bool store_finding_add(struct store_tx *tx, const struct finding_row *row, int64_t *id,
                       struct err *err);
bool store_finding_get(struct store_tx *tx, struct arena *arena, int64_t id,
                       struct finding_row *out, bool *found, struct err *err);
/* By what its reporter called it; never found for an empty key. */
bool store_finding_by_key(struct store_tx *tx, struct arena *arena, int64_t campaign,
                          struct str key, struct finding_row *out, bool *found, struct err *err);
/* was: as it was read in this write, row->version with it; *fits is false when it is another now.
 * The counters of store/finding_tally.h follow. */
bool store_finding_update(struct store_tx *tx, const struct finding_row *was,
                          const struct finding_row *row, bool *fits, struct err *err);
/* How many are open in the range. */
bool store_finding_open_count(struct store_tx *tx, int64_t campaign, struct region_range range,
                              int64_t *n, struct err *err);
struct finding_count {
    region_code region;
    int64_t n;
};
/* The same by region, of every region that has any, by code. *out is in the arena. */
bool store_finding_open_counts(struct store_tx *tx, struct arena *arena, int64_t campaign,
                               struct region_range range, struct finding_count **out, size_t *n,
                               struct err *err);

bool store_finding_line(struct store_tx *tx, struct arena *arena, int64_t id,
                        struct finding_line_row *out, bool *found, struct err *err);
/* By lead unit; of the closings from .. until, and of all that were opened again. */
bool store_finding_closings(struct store_tx *tx, struct arena *arena, int64_t campaign,
                            struct region_range range, msec from, msec until,
                            struct finding_closing_rows *out, struct err *err);
/* The mapping that was kept for a list with these heads (their SHA-256). */
bool store_finding_mapping_get(struct store_tx *tx, struct arena *arena, struct str heads,
                               struct finding_mapping_row *out, bool *found, struct err *err);
bool store_finding_mapping_put(struct store_tx *tx, const struct finding_mapping_row *row,
                               struct err *err);
/* The last ones of the campaign at the same place against the same item. */
bool store_finding_like(struct store_tx *tx, struct arena *arena, int64_t campaign, int64_t place,
                        struct str item, struct finding_like_rows *out, struct err *err);

#endif

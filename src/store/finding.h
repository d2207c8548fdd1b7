/* Findings: defects seen in a round at a place against an item. */
#ifndef TZ_STORE_FINDING_H
#define TZ_STORE_FINDING_H

#include "domain/region.h"
#include "store/rows_gen.h"
#include "store/store.h"

/* The ids of the rows are ignored. In a write. */
bool store_findings_insert(struct store_tx *tx, const struct finding_row *rows, size_t n,
                           struct err *err);
bool store_finding_get(struct store_tx *tx, struct arena *arena, int64_t id,
                       struct finding_row *out, bool *found, struct err *err);
/* *closed is false when it was not open. In a write. */
bool store_finding_close(struct store_tx *tx, int64_t id, int64_t on_date, bool *closed,
                         struct err *err);
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
/* By region, then id. `after`: the last row of the page before, or NULL. */
bool store_finding_page(struct store_tx *tx, struct arena *arena, int64_t campaign,
                        struct region_range range, bool open_only, const struct finding_row *after,
                        int n, struct finding_rows *out, struct err *err);
/* The places of all findings from `first` to `last` of a page, by id. */
bool store_finding_places(struct store_tx *tx, struct arena *arena, const struct finding_row *first,
                          const struct finding_row *last, struct place_rows *out, struct err *err);

#endif

/* Campaigns, the regions that they assess, and their rounds. Rows: store/rows_gen.h.
 * `range` limits a list to a subtree (region_subtree). */
#ifndef TZ_STORE_CAMPAIGN_H
#define TZ_STORE_CAMPAIGN_H

#include "domain/region.h"
#include "store/rows_gen.h"
#include "store/store.h"

/* In a write; id and version of the row are ignored (version starts at 1). */
bool store_campaign_insert(struct store_tx *tx, const struct campaign_row *row, int64_t *id,
                           struct err *err);
bool store_campaign_get(struct store_tx *tx, struct arena *arena, int64_t id,
                        struct campaign_row *out, bool *found, struct err *err);
/* Campaigns of regions in the range with an id > after, by id. */
bool store_campaign_page(struct store_tx *tx, struct arena *arena, struct region_range range,
                         int64_t after, int n, struct campaign_rows *out, struct err *err);
/* The version alone: a cached board is good as long as it has not grown. ERR_NOT_FOUND. */
bool store_campaign_version(struct store_tx *tx, int64_t id, int64_t *version, struct err *err);
/* For changes that scores depend on and that go past the functions here. In a write. */
bool store_campaign_bump(struct store_tx *tx, int64_t id, struct err *err);
/* The campaign goes on with another edition. In a write. */
bool store_campaign_set_standard(struct store_tx *tx, int64_t id, int64_t standard,
                                 struct err *err);

/* Adds or replaces; the campaign's version grows once. In a write. */
bool store_subjects_put(struct store_tx *tx, int64_t campaign, const struct subject_row *rows,
                        size_t n, struct err *err);
bool store_subject_page(struct store_tx *tx, struct arena *arena, int64_t campaign,
                        struct region_range range, region_code after, int n,
                        struct subject_rows *out, struct err *err);

/* Every assessed region of the campaign that the tree has, with its name, in no particular order.
 */
bool store_subject_names(struct store_tx *tx, int64_t campaign,
                         bool (*row)(void *ctx, const struct subject_name_row *row,
                                     struct err *err),
                         void *ctx, struct err *err);
/* The same page as nodes of the area tree; regions that the tree does not have are left out. */
bool store_subject_region_page(struct store_tx *tx, struct arena *arena, int64_t campaign,
                               struct region_range range, region_code after, int n,
                               struct region_rows *out, struct err *err);

/* Adds or replaces by number; ERR_EXISTS when another round has the period. In a write. */
bool store_rounds_put(struct store_tx *tx, int64_t campaign, const struct round_row *rows, size_t n,
                      struct err *err);
bool store_rounds(struct store_tx *tx, struct arena *arena, int64_t campaign,
                  struct round_rows *out, struct err *err);

#endif

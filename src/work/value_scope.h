/* What a batch of values may name - assessed regions and places of a range of regions - read from
 * the store once, so that a table of ten thousand rows costs as many statements as one of ten. */
#ifndef TZ_WORK_VALUE_SCOPE_H
#define TZ_WORK_VALUE_SCOPE_H

#include "domain/region.h"
#include "store/rows_gen.h"
#include "store/store.h"

struct value_scope {
    struct subject_rows subjects; /* ascending region */
    struct place_rows places;     /* ascending region, then id */
};

/* Everything in the arena; some thousand bytes per region. */
bool value_scope_read(struct value_scope *s, struct store_tx *tx, struct arena *arena,
                      int64_t campaign, struct region_range range, struct err *err);
/* Only the places of the range. */
bool value_scope_places(struct value_scope *s, struct store_tx *tx, struct arena *arena,
                        struct region_range range, struct err *err);

bool value_scope_assessed(const struct value_scope *s, region_code region);
/* The places of exactly this region: *n of them. */
const struct place_row *value_scope_at(const struct value_scope *s, region_code region, size_t *n);
/* NULL when there is none. */
const struct place_row *value_scope_place(const struct value_scope *s, region_code region,
                                          int64_t id);
const struct place_row *value_scope_named(const struct value_scope *s, region_code region,
                                          struct str kind, struct str name);

#endif

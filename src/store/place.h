/* Places that can be visited. Unique by region, kind and name. */
#ifndef TZ_STORE_PLACE_H
#define TZ_STORE_PLACE_H

#include "domain/region.h"
#include "store/rows_gen.h"
#include "store/store.h"

/* The id of the place, made when it is new. In a write. */
bool store_place_put(struct store_tx *tx, region_code region, struct str kind, struct str name,
                     int64_t *id, struct err *err);
bool store_place_get(struct store_tx *tx, struct arena *arena, int64_t id, struct place_row *out,
                     bool *found, struct err *err);
/* By region, then id. `after` is the last row of the page before (NULL: the first page). */
bool store_place_page(struct store_tx *tx, struct arena *arena, struct region_range range,
                      const struct place_row *after, int n, struct place_rows *out,
                      struct err *err);

#endif

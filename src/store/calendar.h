/* Working calendars of regions: days and duty hours that differ from what is shipped. */
#ifndef TZ_STORE_CALENDAR_H
#define TZ_STORE_CALENDAR_H

#include "domain/region.h"
#include "store/rows_gen.h"
#include "store/store.h"

/* Of the region and of all around it, up to the nation: by day, the nearest region of a day last.
 */
bool store_own_days(struct store_tx *tx, struct arena *arena, region_code region,
                    struct own_day_rows *out, struct err *err);
/* The nearest region last, each by day. */
bool store_own_duties(struct store_tx *tx, struct arena *arena, region_code region,
                      struct own_duty_rows *out, struct err *err);
bool store_own_day_count(struct store_tx *tx, region_code region, int64_t *n, struct err *err);
/* The rest is for writes. */
bool store_own_day_put(struct store_tx *tx, const struct own_day_row *row, struct err *err);
bool store_own_day_drop(struct store_tx *tx, region_code region, int64_t day, struct err *err);
bool store_own_duty_put(struct store_tx *tx, const struct own_duty_row *row, struct err *err);
bool store_own_duty_drop(struct store_tx *tx, region_code region, int64_t from_day,
                         struct err *err);

#endif

/* Units, and the posts that people have in them. */
#ifndef TZ_STORE_UNIT_H
#define TZ_STORE_UNIT_H

#include "base/arena.h"
#include "base/when.h"
#include "domain/region.h"
#include "store/rows_gen.h"
#include "store/store.h"

/* Sets the path from that of the parent. In a write. ERR_EXISTS when the credit code is taken. */
bool store_unit_insert(struct store_tx *tx, struct arena *arena, const struct unit_row *row,
                       int64_t *id, struct err *err);
bool store_unit_get(struct store_tx *tx, struct arena *arena, int64_t id, struct unit_row *out,
                    bool *found, struct err *err);
/* Of units in the range, by region; after: the last one of the page before, or NULL. */
bool store_unit_page(struct store_tx *tx, struct arena *arena, struct region_range range,
                     const struct unit_row *after, int n, struct unit_rows *out, struct err *err);
bool store_person_page(struct store_tx *tx, struct arena *arena, int64_t after, int n,
                       struct person_rows *out, struct err *err);
/* Of the units in the range of regions, or whose path lies in [lo, hi); after: of the last person of
 * the page before, or NULL. */
struct person_key {
    region_code region;
    struct str path;
    int64_t unit, id;
};
bool store_people_of_regions(struct store_tx *tx, struct arena *arena, struct region_range range,
                             const struct person_key *after, int n, struct person_rows *out,
                             struct err *err);
bool store_people_of_units(struct store_tx *tx, struct arena *arena, struct str lo, struct str hi,
                           const struct person_key *after, int n, struct person_rows *out,
                           struct err *err);
/* The unit of the account and those of its posts. */
bool store_units_of_person(struct store_tx *tx, struct arena *arena, int64_t user,
                           struct unit_rows *out, struct err *err);

bool store_post_insert(struct store_tx *tx, const struct post_row *row, int64_t *id,
                       struct err *err);
bool store_post_get(struct store_tx *tx, struct arena *arena, int64_t id, struct post_row *out,
                    bool *found, struct err *err);
bool store_posts_of_user(struct store_tx *tx, struct arena *arena, int64_t user,
                         struct post_rows *out, struct err *err);
/* What somebody can act in now: the own posts, then those delegated to them. */
bool store_posts_held(struct store_tx *tx, struct arena *arena, int64_t user, msec now,
                      int64_t today, struct held_post_rows *out, struct err *err);

#endif

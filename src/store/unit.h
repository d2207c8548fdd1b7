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

/* The subtree of a path ("/1/5/"): what begins with it lies in [path, unit_path_end(path)); alone:
 * the unit itself. .p is NULL when memory is out. */
struct str unit_path_end(struct arena *arena, struct str path, bool alone);

/* Lists: after NULL = from the beginning. Of regions by region, of units by path. */
bool store_unit_lines(struct store_tx *tx, struct arena *arena, struct region_range range,
                      const struct unit_row *after, int n, struct unit_line_rows *out,
                      struct err *err);
bool store_unit_lines_under(struct store_tx *tx, struct arena *arena, struct str lo, struct str hi,
                            const struct unit_row *after, int n, struct unit_line_rows *out,
                            struct err *err);
/* By name or credit code: any part of the name inside a prefecture or something smaller, its
 * beginning elsewhere; letters and digits alone are looked for in the codes, too. */
bool store_unit_find(struct store_tx *tx, struct arena *arena, struct region_range range,
                     struct str q, int n, struct unit_line_rows *out, struct err *err);
bool store_unit_coded(struct store_tx *tx, struct arena *arena, struct str code,
                      struct unit_row *out, bool *found, struct err *err);
/* Exactly of this name; at most n. */
bool store_units_named(struct store_tx *tx, struct arena *arena, struct str name, int n,
                       struct unit_rows *out, struct err *err);
/* Where this person is the contact. */
bool store_units_asked(struct store_tx *tx, struct arena *arena, int64_t user,
                       struct unit_rows *out, struct err *err);
/* All but path and created_at; *fits: the row has still that version. Moves nothing. In a write.
 * ERR_EXISTS when the credit code is taken. */
bool store_unit_update(struct store_tx *tx, const struct unit_row *row, bool *fits,
                       struct err *err);
/* The unit and all below it: from this path to that. In a write. */
bool store_unit_move(struct store_tx *tx, struct arena *arena, struct str from, struct str to,
                     struct err *err);
/* A unit below it whose region does not lie in the range. */
bool store_unit_outside(struct store_tx *tx, struct arena *arena, const struct unit_row *unit,
                        struct region_range range, struct unit_row *out, bool *found,
                        struct err *err);
bool store_unit_load(struct store_tx *tx, struct arena *arena, const struct unit_row *unit,
                     int64_t today, struct unit_load_row *out, struct err *err);

/* Whose name or login begins with q, of the units below a path, or (.p NULL) of a range of regions;
 * at most n. */
struct unit_span {
    struct region_range regions;
    struct str path, path_end;
};
bool store_people_find(struct store_tx *tx, struct arena *arena, const struct unit_span *span,
                       struct str q, int n, struct person_rows *out, struct err *err);

/* Posts that have not ended, of the people of those units; at most n. */
bool store_post_lines(struct store_tx *tx, struct arena *arena, const struct unit_span *span,
                      int64_t today, int n, struct post_line_rows *out, struct err *err);

bool store_person_page(struct store_tx *tx, struct arena *arena, int64_t after, int n,
                       struct person_rows *out, struct err *err);
/* Of the units in the range of regions, or whose path lies in [lo, hi); after: of the last person
 * of the page before, or NULL. */
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
/* Its last day; *live: it would have lasted longer. In a write. */
bool store_post_end(struct store_tx *tx, int64_t id, int64_t last_day, bool *live, struct err *err);
bool store_posts_of_user(struct store_tx *tx, struct arena *arena, int64_t user,
                         struct post_rows *out, struct err *err);
/* What somebody can act in now: the own posts, then those delegated to them. */
bool store_posts_held(struct store_tx *tx, struct arena *arena, int64_t user, msec now,
                      int64_t today, struct held_post_rows *out, struct err *err);

#endif

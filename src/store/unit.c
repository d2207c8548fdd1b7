#include "store/unit.h"

#include "base/buf.h"
#include "store/sql.h"

bool store_unit_insert(struct store_tx *tx, struct arena *arena, const struct unit_row *row,
                       int64_t *id, struct err *err)
{
    struct unit_insert_out made;
    struct unit_row above = {0};
    bool found = true;
    if (row->parent && !store_unit_get(tx, arena, row->parent, &above, &found, err))
        return false;
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "unit");
    if (!sql_unit_insert(tx, row, NULL, &made, &found, err))
        return false;
    struct str path = arena_printf(arena, "%.*s%lld/", STR_ARG(above.path.n ? above.path : STR("/")),
                                   (long long)made.id);
    if (!path.p)
        return err_set(err, ERR_MEMORY, NULL);
    if (!sql_unit_set_path(tx, &(struct unit_set_path_in){made.id, path}, NULL, err))
        return false;
    *id = made.id;
    return true;
}

bool store_unit_get(struct store_tx *tx, struct arena *arena, int64_t id, struct unit_row *out,
                    bool *found, struct err *err)
{
    return sql_unit_get(tx, &(struct unit_get_in){id}, arena, out, found, err);
}

bool store_unit_page(struct store_tx *tx, struct arena *arena, struct region_range range,
                     const struct unit_row *after, int n, struct unit_rows *out, struct err *err)
{
    struct unit_page_in in = {.lo = range.lo, .hi = range.hi, .region = -1, .n = sql_page(n)};
    if (after) {
        in.region = after->region;
        in.id = after->id;
    }
    return sql_unit_page(tx, &in, arena, out, err);
}

bool store_person_page(struct store_tx *tx, struct arena *arena, int64_t after, int n,
                       struct person_rows *out, struct err *err)
{
    return sql_person_page(tx, &(struct person_page_in){after, sql_page(n)}, arena, out, err);
}

bool store_people_of_regions(struct store_tx *tx, struct arena *arena, struct region_range range,
                             const struct person_key *after, int n, struct person_rows *out,
                             struct err *err)
{
    struct people_of_regions_in in = {
        .lo = range.lo, .hi = range.hi, .region = -1, .n = sql_page(n)};
    if (after) {
        in.region = after->region;
        in.unit = after->unit;
        in.id = after->id;
    }
    return sql_people_of_regions(tx, &in, arena, out, err);
}

bool store_people_of_units(struct store_tx *tx, struct arena *arena, struct str lo, struct str hi,
                           const struct person_key *after, int n, struct person_rows *out,
                           struct err *err)
{
    struct people_of_units_in in = {
        .lo = lo, .hi = hi, .path = after ? after->path : STR(""), .n = sql_page(n)};
    if (after)
        in.id = after->id;
    return sql_people_of_units(tx, &in, arena, out, err);
}

bool store_units_of_person(struct store_tx *tx, struct arena *arena, int64_t user,
                           struct unit_rows *out, struct err *err)
{
    return sql_unit_of_person(tx, &(struct unit_of_person_in){user}, arena, out, err);
}

bool store_post_insert(struct store_tx *tx, const struct post_row *row, int64_t *id,
                       struct err *err)
{
    struct post_insert_out made;
    bool found;
    if (!sql_post_insert(tx, row, NULL, &made, &found, err))
        return false;
    *id = made.id;
    return true;
}

bool store_post_get(struct store_tx *tx, struct arena *arena, int64_t id, struct post_row *out,
                    bool *found, struct err *err)
{
    return sql_post_get(tx, &(struct post_get_in){id}, arena, out, found, err);
}

bool store_posts_of_user(struct store_tx *tx, struct arena *arena, int64_t user,
                         struct post_rows *out, struct err *err)
{
    return sql_post_of_user(tx, &(struct post_of_user_in){user}, arena, out, err);
}

bool store_posts_held(struct store_tx *tx, struct arena *arena, int64_t user, msec now,
                      int64_t today, struct held_post_rows *out, struct err *err)
{
    return sql_posts_held(tx, &(struct posts_held_in){user, today}, arena, out, err) &&
           sql_posts_delegated(tx, &(struct posts_delegated_in){user, now, today}, arena, out, err);
}

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
    struct str path = arena_printf(
        arena, "%.*s%lld/", STR_ARG(above.path.n ? above.path : STR("/")), (long long)made.id);
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

/* Pages go on behind `after`, but never begin before the range, whatever was asked for; with one
 * bound below, the index is entered where the page begins. Ids begin with 1. */
bool store_unit_page(struct store_tx *tx, struct arena *arena, struct region_range range,
                     const struct unit_row *after, int n, struct unit_rows *out, struct err *err)
{
    struct unit_page_in in = {.region = range.lo, .hi = range.hi, .n = sql_page(n)};
    if (after && after->region >= range.lo) {
        in.region = after->region;
        in.id = after->id;
    }
    return sql_unit_page(tx, &in, arena, out, err);
}

struct str unit_path_end(struct arena *arena, struct str path, bool alone)
{
    /* '0' follows '/'; no path lies between "/5/" and "/5/!". */
    if (!path.n)
        return STR_NONE;
    return alone ? arena_printf(arena, "%.*s!", STR_ARG(path))
                 : arena_printf(arena, "%.*s0", (int)path.n - 1, path.p);
}

bool store_unit_lines(struct store_tx *tx, struct arena *arena, struct region_range range,
                      const struct unit_row *after, int n, struct unit_line_rows *out,
                      struct err *err)
{
    struct unit_lines_in in = {.region = range.lo, .hi = range.hi, .n = sql_page(n)};
    if (after && after->region >= range.lo) {
        in.region = after->region;
        in.id = after->id;
    }
    return sql_unit_lines(tx, &in, arena, out, err);
}

bool store_unit_lines_under(struct store_tx *tx, struct arena *arena, struct str lo, struct str hi,
                            const struct unit_row *after, int n, struct unit_line_rows *out,
                            struct err *err)
{
    struct unit_lines_under_in in = {.path = lo, .hi = hi, .n = sql_page(n)};
    if (after && str_cmp(after->path, lo) >= 0) {
        in.path = after->path;
        in.id = after->id;
    }
    return sql_unit_lines_under(tx, &in, arena, out, err);
}

#define LAST_CHAR "\xf4\x8f\xbf\xbf"

static struct str end_of(struct arena *arena, struct str beginning)
{
    return arena_printf(arena, "%.*s%s", STR_ARG(beginning), LAST_CHAR);
}

static bool looks_coded(struct str q)
{
    for (size_t i = 0; i < q.n; i++)
        if (!((q.p[i] >= '0' && q.p[i] <= '9') || (q.p[i] >= 'A' && q.p[i] <= 'Z')))
            return false;
    return q.n > 0;
}

/* Logins are of small letters, digits and . _ - */
static bool looks_login(struct str q)
{
    for (size_t i = 0; i < q.n; i++)
        if ((unsigned char)q.p[i] >= 0x80)
            return false;
    return q.n > 0;
}

bool store_unit_find(struct store_tx *tx, struct arena *arena, struct region_range range,
                     struct str q, int n, struct unit_line_rows *out, struct err *err)
{
    struct str end = end_of(arena, q);
    if (!end.p)
        return err_set(err, ERR_MEMORY, NULL);
    if (looks_coded(q)) {
        struct unit_lines_coded_in in = {range.lo, range.hi, q, end, sql_page(n)};
        if (!sql_unit_lines_coded(tx, &in, arena, out, err))
            return false;
        n -= (int)out->n;
    }
    if (n <= 0)
        return true;
    if (range.hi - range.lo < region_unit(REGION_PREFECTURE)) {
        struct unit_lines_part_in in = {range.lo, range.hi, q, sql_page(n)};
        return sql_unit_lines_part(tx, &in, arena, out, err);
    }
    struct unit_lines_named_in in = {range.lo, range.hi, q, end, sql_page(n)};
    return sql_unit_lines_named(tx, &in, arena, out, err);
}

bool store_unit_coded(struct store_tx *tx, struct arena *arena, struct str code,
                      struct unit_row *out, bool *found, struct err *err)
{
    return sql_unit_coded(tx, &(struct unit_coded_in){code}, arena, out, found, err);
}

bool store_units_named(struct store_tx *tx, struct arena *arena, struct str name, int n,
                       struct unit_rows *out, struct err *err)
{
    return sql_units_named(tx, &(struct units_named_in){name, sql_page(n)}, arena, out, err);
}

bool store_units_asked(struct store_tx *tx, struct arena *arena, int64_t user,
                       struct unit_rows *out, struct err *err)
{
    return sql_units_asked(tx, &(struct units_asked_in){user}, arena, out, err);
}

bool store_unit_update(struct store_tx *tx, const struct unit_row *row, bool *fits, struct err *err)
{
    int64_t changed;
    if (!sql_unit_update(tx, row, &changed, err))
        return false;
    *fits = changed > 0;
    return true;
}

bool store_unit_move(struct store_tx *tx, struct arena *arena, struct str from, struct str to,
                     struct err *err)
{
    struct str end = unit_path_end(arena, from, false);
    return end.p ? sql_unit_move(tx, &(struct unit_move_in){from, end, (int64_t)from.n, to}, NULL,
                                 err)
                 : err_set(err, ERR_MEMORY, NULL);
}

bool store_unit_outside(struct store_tx *tx, struct arena *arena, const struct unit_row *unit,
                        struct region_range range, struct unit_row *out, bool *found,
                        struct err *err)
{
    struct str end = unit_path_end(arena, unit->path, false);
    struct unit_below_outside_in in = {unit->id, unit->path, end, range.lo, range.hi};
    return end.p ? sql_unit_below_outside(tx, &in, arena, out, found, err)
                 : err_set(err, ERR_MEMORY, NULL);
}

bool store_unit_load(struct store_tx *tx, struct arena *arena, const struct unit_row *unit,
                     int64_t today, struct unit_load_row *out, struct err *err)
{
    bool found;
    struct str end = unit_path_end(arena, unit->path, false);
    struct unit_load_in in = {unit->id, unit->path, end, today};
    return end.p ? sql_unit_load(tx, &in, arena, out, &found, err) : err_set(err, ERR_MEMORY, NULL);
}

/* From the units on where these are few; where they are many, by the index of names or logins. */
bool store_people_find(struct store_tx *tx, struct arena *arena, const struct unit_span *span,
                       struct str q, int n, struct person_rows *out, struct err *err)
{
    struct str end = end_of(arena, q);
    struct region_range in = span->regions;
    if (!end.p)
        return err_set(err, ERR_MEMORY, NULL);
    if (span->path.p)
        return sql_people_below(
            tx, &(struct people_below_in){q, end, span->path, span->path_end, sql_page(n)}, arena,
            out, err);
    if (in.hi - in.lo < region_unit(REGION_PREFECTURE))
        return sql_people_near(tx, &(struct people_near_in){q, end, in.lo, in.hi, sql_page(n)},
                               arena, out, err);
    if (!looks_login(q))
        return sql_people_named(tx, &(struct people_named_in){q, end, in.lo, in.hi, sql_page(n)},
                                arena, out, err);
    return sql_people_called(tx, &(struct people_called_in){q, end, in.lo, in.hi, sql_page(n)},
                             arena, out, err);
}

bool store_post_lines(struct store_tx *tx, struct arena *arena, const struct unit_span *span,
                      int64_t today, int n, struct post_line_rows *out, struct err *err)
{
    bool any = !span->path.p;
    struct post_lines_in in = {.lo = span->regions.lo,
                               .hi = span->regions.hi,
                               .path = any ? STR("/") : span->path,
                               .path_hi = any ? STR("0") : span->path_end,
                               .today = today,
                               .n = sql_page(n)};
    return sql_post_lines(tx, &in, arena, out, err);
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
    struct people_of_regions_in in = {.region = range.lo, .hi = range.hi, .n = sql_page(n)};
    if (after && after->region >= range.lo) {
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
    struct people_of_units_in in = {.path = lo, .hi = hi, .n = sql_page(n)};
    if (after && str_cmp(after->path, lo) >= 0) {
        in.path = after->path;
        in.id = after->id;
    }
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

bool store_post_end(struct store_tx *tx, int64_t id, int64_t last_day, bool *live, struct err *err)
{
    int64_t changed;
    if (!sql_post_end(tx, &(struct post_end_in){id, last_day}, &changed, err))
        return false;
    *live = changed > 0;
    return true;
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

#include "store/place.h"

#include "store/sql.h"

bool store_place_put(struct store_tx *tx, region_code region, struct str kind, struct str name,
                     int64_t *id, struct err *err)
{
    struct place_put_out out;
    bool found;
    if (!sql_place_put(tx, &(struct place_put_in){region, kind, name}, NULL, &out, &found, err))
        return false;
    *id = out.id;
    return true;
}

bool store_place_get(struct store_tx *tx, struct arena *arena, int64_t id, struct place_row *out,
                     bool *found, struct err *err)
{
    return sql_place_get(tx, &(struct place_get_in){id}, arena, out, found, err);
}

bool store_place_page(struct store_tx *tx, struct arena *arena, struct region_range range,
                      const struct place_row *after, int n, struct place_rows *out, struct err *err)
{
    struct place_page_in in = {.hi = range.hi, .after_region = range.lo, .n = sql_page(n)};
    if (after && after->region >= range.lo) {
        in.after_region = after->region;
        in.after_id = after->id;
    }
    return sql_place_page(tx, &in, arena, out, err);
}

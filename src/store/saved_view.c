#include "store/saved_view.h"

#include "store/sql.h"

bool store_saved_view_insert(struct store_tx *tx, const struct saved_view_row *row, int64_t *id,
                             struct err *err)
{
    struct saved_view_insert_out out = {0};
    bool found;
    if (!sql_saved_view_insert(tx, row, NULL, &out, &found, err))
        return false;
    *id = out.id;
    return true;
}

bool store_saved_view_get(struct store_tx *tx, struct arena *arena, int64_t id,
                          struct saved_view_row *out, bool *found, struct err *err)
{
    return sql_saved_view_get(tx, &(struct saved_view_get_in){id}, arena, out, found, err);
}

bool store_saved_views(struct store_tx *tx, struct arena *arena, int64_t user, int64_t unit,
                       struct str page, struct saved_view_line_rows *out, struct err *err)
{
    struct saved_views_own_in own = {user, page};
    struct saved_views_unit_in shared = {unit, user, page};
    return sql_saved_views_own(tx, &own, arena, out, err) &&
           (!unit || sql_saved_views_unit(tx, &shared, arena, out, err));
}

bool store_saved_view_update(struct store_tx *tx, const struct saved_view_row *row, bool *fits,
                             struct err *err)
{
    int64_t changed;
    if (!sql_saved_view_update(tx, row, &changed, err))
        return false;
    *fits = changed == 1;
    return true;
}

bool store_saved_view_only(struct store_tx *tx, int64_t user, struct str page, int64_t id,
                           struct err *err)
{
    struct saved_view_no_standard_in in = {user, page, id};
    return sql_saved_view_no_standard(tx, &in, NULL, err);
}

bool store_saved_view_delete(struct store_tx *tx, int64_t id, struct err *err)
{
    return sql_saved_view_delete(tx, &(struct saved_view_delete_in){id}, NULL, err);
}

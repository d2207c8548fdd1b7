/* Views of lists that people keep under a name. */
#ifndef TZ_STORE_SAVED_VIEW_H
#define TZ_STORE_SAVED_VIEW_H

#include "base/when.h"
#include "store/rows_gen.h"
#include "store/store.h"

/* ERR_EXISTS when the person has one of this name for the page. In a write. */
bool store_saved_view_insert(struct store_tx *tx, const struct saved_view_row *row, int64_t *id,
                             struct err *err);
bool store_saved_view_get(struct store_tx *tx, struct arena *arena, int64_t id,
                          struct saved_view_row *out, bool *found, struct err *err);
/* The own ones, behind them those that others of the unit share. */
bool store_saved_views(struct store_tx *tx, struct arena *arena, int64_t user, int64_t unit,
                       struct str page, struct saved_view_line_rows *out, struct err *err);
/* row->version as it was read. In a write. */
bool store_saved_view_update(struct store_tx *tx, const struct saved_view_row *row, bool *fits,
                             struct err *err);
/* No other view of the page is the one that it opens with. In a write. */
bool store_saved_view_only(struct store_tx *tx, int64_t user, struct str page, int64_t id,
                           struct err *err);
bool store_saved_view_delete(struct store_tx *tx, int64_t id, struct err *err);

#endif

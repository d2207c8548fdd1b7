/* Views of lists, kept: each person has their own; those that are shared are seen by everybody who
 * acts in the same unit, and changed by their owner alone. */
#ifndef TZ_WORK_VIEWS_H
#define TZ_WORK_VIEWS_H

#include "store/saved_view.h"
#include "work/app.h"

enum { VIEWS_MAX = 50 }; /* of one person for one page */

/* Of the row: page, name, query, shared, standard. ERR_VIEWS_MANY, ERR_VIEW_NAME. */
bool view_add(struct app *app, const struct actor *who, struct arena *arena,
              const struct saved_view_row *row, int64_t *id, struct err *err);
/* Of the row also id and version, as it was seen. ERR_NOT_FOUND for one of somebody else,
 * ERR_CHANGED. */
bool view_change(struct app *app, const struct actor *who, struct arena *arena,
                 const struct saved_view_row *row, struct err *err);
bool view_delete(struct app *app, const struct actor *who, struct arena *arena, int64_t id,
                 struct err *err);

#endif

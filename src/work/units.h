/* Units: made, changed, moved in the tree, closed; each in one transaction with its entry in the
 * record. docs/organisation.md is the manual. */
#ifndef TZ_WORK_UNITS_H
#define TZ_WORK_UNITS_H

#include "store/unit.h"
#include "work/app.h"

/* A new unit: its region, and the unit above it, must lie inside of what `who` reaches.
 * ERR_CREDIT_CODE, ERR_CREDIT_CHECK, ERR_CHOICE (kind), ERR_EXISTS (code), ERR_UNIT_OUTSIDE,
 * ERR_UNIT_CLOSED. */
bool unit_add(struct app *app, const struct actor *who, const struct unit_row *row, int64_t *id,
              struct err *err);

/* row: as it shall be, id and version as they were seen; closed_on only says whether. ERR_CHANGED
 * when somebody was faster, ERR_UNIT_LOOP, ERR_UNIT_BUSY when it is closed with units or posts. */
bool unit_change(struct app *app, const struct actor *who, const struct unit_row *row,
                 struct err *err);

/* The same inside of a write, for imports; *id of a new one. */
bool unit_add_tx(struct app *app, struct store_tx *tx, struct arena *arena, const struct actor *who,
                 const struct unit_row *row, int64_t *id, struct err *err);
bool unit_change_tx(struct app *app, struct store_tx *tx, struct arena *arena,
                    const struct actor *who, const struct unit_row *row, struct err *err);

/* The unit, which must be there and open. */
bool unit_need_open(struct store_tx *tx, struct arena *arena, int64_t id, struct unit_row *out,
                    struct err *err);

#endif

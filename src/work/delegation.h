/* Delegations: for a time somebody acts in the post of another, as themselves and for them. */
#ifndef TZ_WORK_DELEGATION_H
#define TZ_WORK_DELEGATION_H

#include "store/delegation.h"
#include "store/unit.h"
#include "work/app.h"

enum { DELEGATION_DAYS = 92, DELEGATIONS_GIVEN = 10 };

/* A post of one's own, to somebody of its unit, of one below or of the one right above; days since
 * 1970, both count; from_day 0 = from now on. ERR_DELEGATE_POST, ERR_DELEGATE_WHOM,
 * ERR_DELEGATE_TIME, ERR_DELEGATE_MANY. */
struct delegation_wish {
    int64_t post, to, from_day, until_day;
    struct str reason;
};
bool delegation_make(struct app *app, const struct actor *who, const struct delegation_wish *wish,
                     struct err *err);
/* By the one who gave it, or the one who acts. ERR_NOT_FOUND for those of others. */
bool delegation_end(struct app *app, const struct actor *who, int64_t id, struct err *err);
/* Entry "delegation.end"; nothing when it is over. In a write. */
bool delegation_end_tx(struct app *app, struct store_tx *tx, struct arena *arena,
                       const struct actor *who, int64_t id, struct str post_login, struct err *err);

/* May the unit's people act for those of `of`? */
bool delegation_near(const struct unit_row *of, const struct unit_row *unit);

#endif

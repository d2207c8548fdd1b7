/* Tokens of programs that act for a unit: made and ended by the security administrator, each with
 * its entry in the record. A token acts in a role of the unit, and may do what is listed in it,
 * never more than the role: docs/accounts.md. */
#ifndef TZ_WORK_TOKEN_H
#define TZ_WORK_TOKEN_H

#include "store/token.h"
#include "work/app.h"

enum { TOKEN_DAYS_MAX = 365, TOKEN_NOTE_MINUTES = 5 };

/* row: name, unit and its name and region, role, permissions, hash; the rest is filled here. */
bool token_create(struct app *app, const struct actor *who, struct token_row *row, int64_t days,
                  struct err *err);
/* ERR_NOT_FOUND when it is none, or has ended already. */
bool token_end(struct app *app, const struct actor *who, int64_t id, struct err *err);

/* Is the permission among those of the list (with blanks between)? */
bool token_lists(struct str permissions, struct str permission);

#endif

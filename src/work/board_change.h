/* Between value_entry.c and the cache of boards. */
#ifndef TZ_WORK_BOARD_CHANGE_H
#define TZ_WORK_BOARD_CHANGE_H

#include "store/rows_gen.h"
#include "work/boards.h"

/* The value was stored and the campaign has this version now: boards of the version before that
 * nobody holds are brought up to date in place, the others are made anew when they are asked for.
 */
void boards_value_changed(struct app *app, const struct value_row *row, int64_t version);

/* Region, place, period and state checked and the code looked up; false when the standard has no
 * such code. Numbers and texts are left to the caller. */
bool value_of_row(const struct standard *s, int64_t region, int64_t place, struct str code,
                  period p, int64_t state, struct value *out);

#endif

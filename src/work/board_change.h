/* Between value_entry.c and the cache of boards. */
#ifndef TZ_WORK_BOARD_CHANGE_H
#define TZ_WORK_BOARD_CHANGE_H

#include "store/rows_gen.h"
#include "work/boards.h"

/* The value was stored and the campaign has this version now: boards of the version before that
 * nobody holds are brought up to date in place, the others are made anew when they are asked for.
 */
void boards_value_changed(struct app *app, const struct value_row *row, int64_t version);

#endif

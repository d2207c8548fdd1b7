/* Scored rounds, kept ready.
 *
 * The board of a campaign's round is made from the store once and kept until the campaign's version
 * says that values changed; several processes on one database agree by that number. A board_hold
 * keeps its board alive and unchanged until it is given back; hold it for one request only. */
#ifndef TZ_WORK_BOARDS_H
#define TZ_WORK_BOARDS_H

#include "domain/score.h"
#include "work/app.h"

struct board_hold {
    const struct board *now;
    const struct board *earlier; /* of the round before, or NULL */
    const struct standard *standard;
    int64_t campaign;
    int64_t version;              /* of the campaign when the board was made */
    int round;                    /* number of the round */
    const struct str *names;      /* region names, one per subject of `now` */
    const int64_t *open_findings; /* per subject, everything inside it included */
    void *entry;
};

bool boards_create(struct boards **out, struct err *err);
void boards_free(struct boards *boards);

/* round 0 = the latest. ERR_NOT_FOUND for an unknown campaign or round. */
bool board_take(struct app *app, struct store_tx *read, int64_t campaign, int round,
                struct board_hold *out, struct err *err);
void board_give(struct app *app, struct board_hold *hold);

#endif

/* Campaigns: a standard run in a region over a period, and what a new edition means for one. */
#ifndef TZ_WORK_CAMPAIGN_H
#define TZ_WORK_CAMPAIGN_H

#include "store/campaign.h"
#include "work/app.h"

/* The region must be in the tree and in range of the actor, the standard in the store, from <= to.
 * The assessed regions are those of the first ranking's level inside the region. */
bool campaign_create(struct app *app, const struct actor *who, const struct campaign_row *in,
                     int64_t *id, struct err *err);

/* Adds the next round: number, first and last day of its month (or year) are filled in. ERR_RANGE
 * for a period outside of the campaign. */
bool campaign_add_round(struct app *app, const struct actor *who, struct round_row *row,
                        struct err *err);

/* Moves a campaign to another edition of its standard. Values stay as they are; campaign_carryover
 * tells which of them still stand. */
bool campaign_change_standard(struct app *app, const struct actor *who, int64_t campaign,
                              int64_t standard, struct err *err);

enum carry { CARRY_OVER, CARRY_ANEW, CARRY_ADDED, CARRY_REMOVED };
const char *carry_word(enum carry c);

struct carry_row {
    struct str kind; /* indicator, item */
    struct str code;
    struct str name_zh, name_en;
    enum carry carry;
    int64_t values; /* entered in the campaign for this code */
};

struct carryover {
    int64_t from, to; /* standards; from 0 = the campaign's edition follows none */
    struct carry_row *rows;
    int n;
};

/* Indicator by indicator, item by item: the same text and scale as in the edition before carries
 * over, everything else is to be judged anew. */
bool campaign_carryover(struct app *app, struct store_tx *tx, struct arena *arena, int64_t campaign,
                        struct carryover *out, struct err *err);

#endif

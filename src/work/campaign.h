/* Campaigns: a standard run in a region over a period, and what a new edition means for one. */
#ifndef TZ_WORK_CAMPAIGN_H
#define TZ_WORK_CAMPAIGN_H

#include "work/app.h"

struct campaign_new {
    struct str code; /* short text, unique */
    int64_t standard;
    region_code region;
    struct str name_zh, name_en;
    struct date from, to;
    bool demo;
};

bool campaign_create(struct app *app, const struct actor *who, const struct campaign_new *in,
                     int64_t *id, struct err *err);

/* Moves a campaign to another edition of its standard. Values stay; what is judged is bound to the
 * digest of each part, so values of unchanged parts carry over and the rest is to be judged anew.
 */
bool campaign_change_standard(struct app *app, const struct actor *who, int64_t campaign,
                              int64_t standard, struct err *err);

enum carry { CARRY_OVER, CARRY_ANEW, CARRY_ADDED, CARRY_REMOVED };

struct carry_row {
    struct str kind; /* indicator, item */
    struct str code;
    struct str name_zh, name_en;
    enum carry carry;
    int64_t values; /* entered under the earlier edition */
};

/* What a campaign's move from edition `before` to its present one means, part by part; 0 = the
 * edition that it was moved from last. */
bool campaign_carryover(struct app *app, struct store_tx *read, struct arena *arena,
                        int64_t campaign, struct carry_row **rows, int *n, struct err *err);

#endif

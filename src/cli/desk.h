/* The workflows over the database of a command: store, app and one snapshot to read from. */
#ifndef TZ_CLI_DESK_H
#define TZ_CLI_DESK_H

#include "cli/cli.h"
#include "store/campaign.h"
#include "work/app.h"

struct desk {
    struct cli *cli;
    struct store *store;
    struct app app;
    bool app_ready;
    struct store_tx *tx; /* desk_read */
    struct actor actor;  /* whoever runs the command: not a stored account, any region */
};

/* make: a database that is not there is made. desk_end may be called after a failure too. */
bool desk_begin(struct desk *s, struct cli *cli, bool make, struct err *err);
bool desk_read(struct desk *s, struct err *err);
void desk_read_end(struct desk *s);
void desk_end(struct desk *s);

/* The campaign of an argument (its number); when it is not given, the only one there is. */
bool desk_campaign(struct desk *s, struct str argument, struct campaign_row *out, struct err *err);
/* A stored standard: its number, or "hygienic-city-county@2021". */
bool desk_standard(struct desk *s, struct str name, struct standard_row *out, struct err *err);
struct str cli_region_text(const struct cli *cli, region_code code);
struct str cli_period_text(const struct cli *cli, period p);

#endif

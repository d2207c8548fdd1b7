/* The workflows over the database of a command: store, app and one snapshot to read from. */
#ifndef TZ_CLI_SESSION_H
#define TZ_CLI_SESSION_H

#include "cli/cli.h"
#include "store/campaign.h"
#include "work/app.h"

struct session {
    struct cli *cli;
    struct store *store;
    struct app app;
    bool app_ready;
    struct store_tx *tx; /* session_read */
    struct actor actor;  /* whoever runs the command: not a stored account, any region */
};

/* make: a database that is not there is made. session_end may be called after a failure too. */
bool session_begin(struct session *s, struct cli *cli, bool make, struct err *err);
bool session_read(struct session *s, struct err *err);
void session_read_end(struct session *s);
void session_end(struct session *s);

/* The campaign of an argument (its number); when it is not given, the only one there is. */
bool session_campaign(struct session *s, struct str argument, struct campaign_row *out,
                      struct err *err);
/* A stored standard: its number, or "hygienic-city-county@2021". */
bool session_standard(struct session *s, struct str name, struct standard_row *out,
                      struct err *err);
struct str cli_region_text(const struct cli *cli, region_code code);
struct str cli_period_text(const struct cli *cli, period p);

#endif

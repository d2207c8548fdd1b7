/* What taizhang serve does by itself: reminders, and messages that go out. */
#ifndef TZ_CLI_SERVE_TELLER_H
#define TZ_CLI_SERVE_TELLER_H

#include "cli/cli.h"
#include "work/app.h"
#include "work/outgoing.h"

/* The hosts of --outgoing into *room, for app->outgoing. */
bool serve_outgoing(struct cli *cli, struct app *app, struct outgoing *room, struct err *err);
/* Its thread; what fails is a line on standard error. */
struct teller *serve_teller(struct cli *cli, struct app *app, struct err *err);

#endif

/* The plan of backups of taizhang serve. */
#ifndef TZ_CLI_SERVE_BACKUP_H
#define TZ_CLI_SERVE_BACKUP_H

#include "cli/cli.h"
#include "work/app.h"

/* app->backups by the options --backup-dir and its siblings; NULL without them. */
bool serve_backups(struct cli *cli, struct app *app, struct err *err);
/* Its thread, behind the start of the server. */
bool serve_backups_start(struct app *app, struct err *err);
void serve_backups_end(struct app *app);

#endif

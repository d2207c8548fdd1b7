/* The passphrase of backups: never an argument, since everybody can see those of a process. */
#ifndef TZ_CLI_PASSPHRASE_H
#define TZ_CLI_PASSPHRASE_H

#include "cli/cli.h"

/* The first line of --passphrase-file, else the environment's TAIZHANG_BACKUP_PASSPHRASE; .p is
 * NULL when there is none. needed: ERR_PASSPHRASE_MISSING then. */
bool cli_passphrase(struct cli *cli, bool needed, struct str *out, struct err *err);

#endif

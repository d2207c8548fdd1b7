/* The database of a command: --db, else the environment's TAIZHANG_DB, else ./data/taizhang.db. */
#ifndef TZ_CLI_DATABASE_H
#define TZ_CLI_DATABASE_H

#include "cli/cli.h"
#include "store/store.h"

/* NULL with *err set. `make`: a database that is not there is made; else ERR_NOT_FOUND, so that a
 * slip of the hand in --db does not leave an empty file behind. */
struct store *database_open(struct cli *cli, bool make, struct err *err);

/* Where the key of a database lies: --key, else secret.key beside an SQLite file; none for
 * PostgreSQL. .p is NULL then, or when memory is out. */
struct str database_key(struct cli *cli);
/* The same of the key that signs checkpoints: --key, else audit.key. */
struct str database_audit_key(struct cli *cli);
/* audit.key beside an SQLite file, whatever --key says: for backups, whose --key is the other one.
 */
struct str database_audit_key_beside(struct cli *cli);

/* The folder of stored files beside an SQLite database; .p is NULL for PostgreSQL. */
struct str database_files(struct cli *cli);

#endif

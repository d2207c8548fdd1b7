/* What making, listing and restoring backups share. */
#ifndef TZ_WORK_BACKUP_PARTS_H
#define TZ_WORK_BACKUP_PARTS_H

#include "work/archive.h"
#include "work/backup.h"

#define BACKUP_NAME_MAX 40

bool backup_io_error(const char *path, struct err *err); /* by errno */
/* taizhang-20260401-023000.tzb */
void backup_name(msec at, char out[BACKUP_NAME_MAX]);
bool backup_name_read(struct str name, msec *at);
/* Sleeps as long as the work since the last call took, at most 50 ms: others get half of the time.
 */
void backup_breathe(void *ctx);
/* Names in the archive. */
extern const char BACKUP_MANIFEST[], BACKUP_DATABASE[], BACKUP_KEY[], BACKUP_AUDIT_KEY[],
    BACKUP_FILES[];
/* Removes what an interrupted run left (no process holds it any more) and, keep > 0, all but the
 * newest archives. *removed counts the latter. */
bool backup_prune(struct arena *arena, const char *folder, int keep, int *removed, struct err *err);
/* Renames without replacing; ERR_EXISTS. */
bool backup_rename_new(const char *from, const char *to, struct err *err);
bool backup_sync_folder(const char *path);

#endif

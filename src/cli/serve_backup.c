#include "cli/serve_backup.h"

#include <stdio.h>

#include "cli/database.h"
#include "cli/passphrase.h"
#include "work/backup_plan.h"

/* A line on standard error, which is the log of a service; from the thread of the plan. */
static void say(void *ctx, const struct backup_done *done, const struct err *failed)
{
    const struct cli *cli = ctx;
    if (failed) {
        fputs(cli_text(cli, "备份未完成：", "no backup was made: "), stderr);
        cli_fail(cli, failed);
    } else {
        fprintf(stderr, cli_text(cli, "已备份：%s（%lld 字节）\n", "backed up: %s (%lld bytes)\n"),
                done->path.p, (long long)done->bytes);
    }
}

bool serve_backups(struct cli *cli, struct app *app, struct err *err)
{
    struct str at = cli_option(cli, "backup-at"), passphrase = STR_NONE;
    struct backup_plan_options o = {
        .folder = cli_option(cli, "backup-dir").p, .minute = -1, .say = say, .ctx = cli};
    if (!o.folder)
        return !at.p || err_set(err, ERR_ARGUMENT_MISSING, "--backup-dir", "serve --backup-at");
    if (store_is_postgres(app->store))
        return err_set(err, ERR_BACKUP_POSTGRES, NULL);
    if ((at.p && !backup_time_parse(at, &o.minute, err)) ||
        !cli_passphrase(cli, false, &passphrase, err))
        return false;
    o.how = (struct backup_options){.key = database_key(cli).p,
                                    .audit_key = database_audit_key_beside(cli).p,
                                    .files = database_files(cli).p,
                                    .passphrase = passphrase,
                                    .version = TZ_VERSION,
                                    .keep = (int)cli_count(cli, "backup-keep", 14)};
    app->backups = backup_plan_create(app, &o, err);
    return app->backups != NULL;
}

bool serve_backups_start(struct app *app, struct err *err)
{
    return !app->backups || backup_plan_start(app->backups, err);
}

void serve_backups_end(struct app *app)
{
    backup_plan_free(app->backups);
    app->backups = NULL;
}

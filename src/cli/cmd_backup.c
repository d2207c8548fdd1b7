/* taizhang backup, restore, check, recount: kept, brought back, looked through, counted anew. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/cli.h"
#include "cli/database.h"
#include "cli/desk.h"
#include "cli/passphrase.h"
#include "store/finding_numbers.h"
#include "work/audit.h"
#include "work/backup.h"
#include "work/check.h"
#include "work/file.h"
#include "work/proof.h"

/* ---- backup --------------------------------------------------------------------------------- */

static int show_backup(struct cli *cli, const struct backup_done *d)
{
    static const struct list_column COLUMNS[] = {{"file", "文件", "File", LIST_TEXT},
                                                 {"bytes", "字节", "Bytes", LIST_WHOLE},
                                                 {"rows", "数据行", "Rows", LIST_WHOLE},
                                                 {"entries", "操作记录", "Entries", LIST_WHOLE},
                                                 {"removed", "清除旧备份", "Removed", LIST_WHOLE}};
    struct listing l;
    listing_init(&l, cli->arena, COLUMNS, (int)ARRAY_LEN(COLUMNS));
    listing_text(&l, d->path);
    listing_whole(&l, d->bytes);
    listing_whole(&l, d->rows);
    listing_whole(&l, d->entries);
    listing_whole(&l, d->removed);
    return cli_list(cli, &l);
}

int run_backup(struct cli *cli)
{
    struct desk d = {0};
    struct err err = {0};
    struct backup_done done;
    struct str passphrase = STR_NONE;
    struct backup_options o = {.to = cli_option(cli, "to").p,
                               .version = TZ_VERSION,
                               .keep = (int)cli_count(cli, "keep", 0)};
    if (!cli_passphrase(cli, cli_flag(cli, "encrypt"), &passphrase, &err))
        return cli_fail(cli, &err);
    o.passphrase = passphrase;
    o.key = database_key(cli).p;
    o.audit_key = database_audit_key_beside(cli).p;
    o.files = database_files(cli).p;
    bool ok = desk_begin(&d, cli, false, &err) &&
              backup_make(&d.app, &d.actor, cli->arena, &o, &done, &err);
    int code = ok ? show_backup(cli, &done) : cli_fail(cli, &err);
    desk_end(&d);
    return code;
}

/* ---- restore -------------------------------------------------------------------------------- */

static bool restored_fn(struct store_tx *tx, void *ctx, struct err *err)
{
    struct desk *d = ctx;
    struct act act = {.kind = "backup.restore", .thing = cli_argument(d->cli, 0)};
    return audit_act(&d->app, tx, &d->actor, &act, err);
}

/* It can be opened, is brought up to date when it is older, and its record says what happened. */
static bool say_restored(void *ctx, const char *database, struct err *err)
{
    struct cli *cli = ctx;
    struct desk d = {.cli = cli, .actor = ACTOR_CONSOLE};
    d.store = store_open(database, err);
    d.app_ready = d.store && app_init(&d.app, d.store, err);
    bool ok = d.app_ready && store_write(d.store, restored_fn, &d, err);
    desk_end(&d);
    return ok;
}

int run_restore(struct cli *cli)
{
    static const struct list_column COLUMNS[] = {{"database", "数据库", "Database", LIST_TEXT},
                                                 {"entries", "文件数", "Entries", LIST_WHOLE},
                                                 {"bytes", "字节", "Bytes", LIST_WHOLE}};
    struct err err = {0};
    struct listing l;
    struct restore_done done;
    struct str passphrase = STR_NONE;
    if (!cli_passphrase(cli, false, &passphrase, &err) ||
        !backup_restore(cli->arena, cli_argument(cli, 0).p, cli_option(cli, "to").p, passphrase,
                        say_restored, cli, &done, &err))
        return cli_fail(cli, &err);
    listing_init(&l, cli->arena, COLUMNS, (int)ARRAY_LEN(COLUMNS));
    listing_text(&l, done.database);
    listing_whole(&l, done.entries);
    listing_whole(&l, done.bytes);
    return cli_list(cli, &l);
}

/* ---- check ---------------------------------------------------------------------------------- */

static bool show_fault(void *ctx, const struct store_fault *f, struct err *err)
{
    struct cli *cli = ctx;
    struct err fault = {0};
    (void)err;
    err_set(&fault, ERR_CHECK_FAULT, err_word(f->table).z, err_word(f->row.n ? f->row : STR("-")).z,
            err_word(cli->lang == LANG_ZH ? f->zh : f->en).z);
    cli_fail(cli, &fault);
    return true;
}

static int show_check(struct cli *cli, const struct check_done *d)
{
    static const struct list_column COLUMNS[] = {{"tables", "表", "Tables", LIST_WHOLE},
                                                 {"rows", "数据行", "Rows", LIST_WHOLE},
                                                 {"entries", "操作记录", "Entries", LIST_WHOLE},
                                                 {"standards", "标准", "Standards", LIST_WHOLE},
                                                 {"papers", "文书", "Papers", LIST_WHOLE},
                                                 {"files", "文件", "Files", LIST_WHOLE},
                                                 {"faults", "错误", "Faults", LIST_WHOLE}};
    struct listing l;
    listing_init(&l, cli->arena, COLUMNS, (int)ARRAY_LEN(COLUMNS));
    listing_whole(&l, d->tables);
    listing_whole(&l, d->rows);
    listing_whole(&l, d->entries);
    listing_whole(&l, d->standards);
    listing_whole(&l, d->papers);
    listing_whole(&l, d->files);
    listing_whole(&l, d->faults);
    int code = cli_list(cli, &l);
    return code == EXIT_GOOD && d->faults ? EXIT_NOT_IN_ORDER : code;
}

/* What killed processes left. */
static bool sweep(struct cli *cli, struct app *app, struct str files, struct err *err)
{
    int64_t removed;
    if (!cli_flag(cli, "sweep") || !files.p || !file_is_folder(files.p))
        return true;
    if (!proofs_create(app, files.p, err))
        return false;
    bool ok = proofs_sweep(app, &removed, err);
    if (ok)
        fprintf(
            stderr,
            cli_text(cli, "taizhang：清除遗留文件 %lld 个\n", "taizhang: files removed: %lld\n"),
            (long long)removed);
    proofs_free(app);
    return ok;
}

int run_check(struct cli *cli)
{
    struct desk d = {0};
    struct err err = {0};
    struct check_done done;
    struct str files = database_files(cli);
    bool ok = desk_begin(&d, cli, false, &err) && sweep(cli, &d.app, files, &err) &&
              desk_read(&d, &err) && check_everything(d.tx, files.p, show_fault, cli, &done, &err);
    int code = ok ? show_check(cli, &done) : cli_fail(cli, &err);
    desk_end(&d);
    return code;
}

/* ---- recount --------------------------------------------------------------------------------
 */

static bool recount(struct store_tx *tx, void *ctx, struct err *err)
{
    (void)ctx;
    return store_finding_recount(tx, err);
}

int run_recount(struct cli *cli)
{
    struct desk d = {0};
    struct err err = {0};
    bool ok = desk_begin(&d, cli, false, &err) && store_write(d.store, recount, NULL, &err);
    int code = ok ? EXIT_GOOD : cli_fail(cli, &err);
    desk_end(&d);
    return code;
}

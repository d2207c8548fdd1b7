/* taizhang remind: what a running server does every minute, for a timer or by hand. */
#include "cli/cli.h"
#include "cli/database.h"
#include "store/reminder.h"
#include "work/reminder.h"
#include "work/stage.h"

static bool waiting(struct app *app, int64_t *n, struct err *err)
{
    struct store_tx *tx = store_read(app->store, err);
    bool ok = tx && store_to_remind_count(tx, app_now(app), n, err);
    store_read_end(tx);
    return ok;
}

static int remind(struct cli *cli, struct app *app)
{
    struct err err = {0};
    struct reminded done;
    int64_t n, late;
    if (!cli_flag(cli, "now")) {
        if (!waiting(app, &n, &err) || !stages_to_tell(app, &late, &err))
            return cli_fail(cli, &err);
        out_printf(&cli->out,
                   cli_text(cli, "待提醒：%lld，环节超时待告知：%lld\n",
                            "to be looked at: %lld, steps over their limit to tell of: %lld\n"),
                   (long long)n, (long long)late);
        return EXIT_GOOD;
    }
    if (!reminders_run(app, &done, &err) || !stages_run(app, &late, &err))
        return cli_fail(cli, &err);
    out_printf(
        &cli->out,
        cli_text(cli, "已核对 %lld，提醒 %lld，督办 %lld，环节超时 %lld\n",
                 "looked at %lld, told %lld, supervised %lld, steps over their limit %lld\n"),
        (long long)done.looked, (long long)done.told, (long long)done.raised, (long long)late);
    return EXIT_GOOD;
}

int run_remind(struct cli *cli)
{
    struct err err = {0};
    struct app app;
    struct store *store = database_open(cli, false, &err);
    if (!store)
        return cli_fail(cli, &err);
    bool ready = app_init(&app, store, &err);
    int code = ready ? remind(cli, &app) : cli_fail(cli, &err);
    if (ready)
        app_release(&app);
    store_close(store);
    return code;
}

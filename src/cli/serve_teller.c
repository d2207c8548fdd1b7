#include "cli/serve_teller.h"

#include <stdio.h>

#include "work/fetch.h"
#include "work/teller.h"

bool serve_outgoing(struct cli *cli, struct app *app, struct outgoing *room, struct err *err)
{
    struct str hosts = cli_option(cli, "outgoing");
    if (!hosts.p)
        return true;
    app->outgoing = room;
    return fetch_init(err) && outgoing_parse(hosts, room, err);
}

static void say(void *ctx, const struct err *failed)
{
    const struct cli *cli = ctx;
    fputs(cli_text(cli, "提醒与消息未完成：", "reminders and messages: "), stderr);
    cli_fail(cli, failed);
}

struct teller *serve_teller(struct cli *cli, struct app *app, struct err *err)
{
    return teller_start(app, say, cli, err);
}

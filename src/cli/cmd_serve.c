/* taizhang serve: the server, until it is told to stop. */
#include "api/handlers.h"
#include "cli/cli.h"
#include "cli/database.h"
#include "cli/serve_backup.h"
#include "cli/serve_teller.h"
#include "http/transport.h"
#include "store/campaign.h"
#include "work/fetch.h"
#include "work/file.h"
#include "work/jobs.h"
#include "work/oidc.h"
#include "work/proof.h"
#include "work/secret.h"
#include "work/teller.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>

static const char DEFAULT_LISTEN[] = "127.0.0.1:8080";

/* A database with a demonstration campaign: its accounts are shown on the login page. */
static bool has_demo(struct store *store, struct arena *arena)
{
    struct campaign_rows rows = {0};
    struct region_range all = {0, REGION_CODE_MAX};
    struct store_tx *tx = store_read(store, NULL);
    bool demo = false;
    if (tx && store_campaign_page(tx, arena, all, 0, 1000, &rows, NULL))
        for (size_t i = 0; i < rows.n; i++)
            demo |= rows.at[i].demo;
    store_read_end(tx);
    return demo;
}

static void say_address(struct cli *cli, const char *listen, int port)
{
    const char *colon = strrchr(listen, ':');
    int host = colon ? (int)(colon - listen) : (int)strlen(listen);
    out_printf(&cli->out, cli_text(cli, "已启动：http://%.*s:%d\n", "serving http://%.*s:%d\n"),
               host, listen, port);
    out_flush(&cli->out);
}

static int serve(struct cli *cli, struct app *app, const char *listen)
{
    struct err err = {0};
    struct server server;
    sigset_t stop;
    int signal_number;
    sigemptyset(&stop);
    sigaddset(&stop, SIGINT);
    sigaddset(&stop, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &stop, NULL); /* before any thread is made: all inherit it */
    signal(SIGPIPE, SIG_IGN);
    server_init(&server, app, api_handlers);
    server.assets = WEB_ASSETS;
    server.n_assets = WEB_ASSETS_N;
    server.secure = cli_flag(cli, "secure");
    server.demo = has_demo(app->store, cli->arena);
    struct transport_options options = {.address = listen,
                                        .threads = (int)cli_count(cli, "threads", 0)};
    struct transport *transport = NULL;
    struct teller *teller = NULL;
    if (proxies_parse(cli_option(cli, "trusted-proxy"), &options.proxies, &err) &&
        serve_backups_start(app, &err) && jobs_begin(app, &err) &&
        (teller = serve_teller(cli, app, &err)) != NULL)
        transport = transport_start(&server, &options, &err);
    if (transport) {
        say_address(cli, listen, transport_port(transport));
        sigwait(&stop, &signal_number);
        transport_stop(transport);
    }
    teller_stop(teller);
    jobs_end(app);
    server_release(&server);
    return transport ? EXIT_GOOD : cli_fail(cli, &err);
}

/* The login service, when one is named. */
static bool login_service(struct cli *cli, struct app *app, struct err *err)
{
    struct oidc_config c = {.issuer = cli_option(cli, "oidc-issuer").p,
                            .client = cli_option(cli, "oidc-client").p,
                            .base_url = cli_option(cli, "base-url").p,
                            .ca = cli_option(cli, "oidc-ca").p,
                            .by_login = cli_flag(cli, "oidc-by-login")};
    struct str file = cli_option(cli, "oidc-secret"), secret;
    if (!c.issuer)
        return true;
    if (!c.client || !c.base_url)
        return err_set(err, ERR_ARGUMENT_MISSING, c.client ? "--base-url" : "--oidc-client",
                       "serve --oidc-issuer");
    if (file.p) {
        if (!file_read(cli->arena, file.p, 4096, &secret, err))
            return false;
        c.secret = arena_str(cli->arena, str_trim(secret)).p;
        if (!c.secret)
            return err_set(err, ERR_MEMORY, NULL);
    }
    return fetch_init(err) && oidc_create(&c, &app->oidc, err);
}

int run_serve(struct cli *cli)
{
    struct err err = {0};
    struct app app;
    struct outgoing hosts;
    const char *listen = cli_option(cli, "listen").p;
    struct store *store = database_open(cli, false, &err);
    if (!store)
        return cli_fail(cli, &err);
    int code;
    struct str key = database_key(cli), files = database_files(cli);
    bool ready = app_init(&app, store, &err);
    if (ready && (!key.p || secret_key_load(&app, key.p, &err)) && login_service(cli, &app, &err) &&
        (!files.p || proofs_create(&app, files.p, &err)) && serve_backups(cli, &app, &err) &&
        serve_outgoing(cli, &app, &hosts, &err))
        code = serve(cli, &app, listen ? listen : DEFAULT_LISTEN);
    else
        code = cli_fail(cli, &err);
    serve_backups_end(&app);
    proofs_free(&app);
    oidc_free(app.oidc);
    if (ready)
        app_release(&app);
    store_close(store);
    return code;
}

/* The running application: what every workflow needs, handed in from outside.
 *
 * One per process, made by main (or a test), shared by all threads. The clock and the source of
 * random bytes are parameters, so that tests can pin them. */
#ifndef TZ_WORK_APP_H
#define TZ_WORK_APP_H

#include "base/err.h"
#include "base/when.h"
#include "domain/region.h"
#include "store/store.h"

struct standards;
struct boards;
struct oidc;
struct backup_plan;

struct app {
    struct store *store;
    msec (*now)(void *ctx);
    void (*random)(void *ctx, void *out, size_t n);
    void *ctx;
    struct standards *standards; /* loaded standards, see work/standards.h */
    struct boards *boards;       /* scored rounds, see work/boards.h */
    struct oidc *oidc;           /* login service, see work/oidc.h; NULL = none */
    struct backup_plan *backups; /* of the server, see work/backup_plan.h; NULL = none */
    unsigned char key[32];       /* seals secrets in the store, see work/secret.h */
    bool has_key;
};

/* Clock and random bytes of the operating system. */
bool app_init(struct app *app, struct store *store, struct err *err);
void app_release(struct app *app); /* does not close the store */

static inline msec app_now(const struct app *app)
{
    return app->now(app->ctx);
}

/* Who does something: written into histories, and the region range in which it may be done. */
struct actor {
    int64_t user;       /* 0 = nobody, or the command line */
    struct str login;   /* empty = the command line */
    struct str address; /* where the request came from; empty = the command line */
    struct str name;
    int64_t for_user;     /* whom they act for; 0 = for themselves */
    struct str for_login; /* empty = for themselves */
    region_code region;   /* everything inside; 0 = the nation */
};

/* The command line: no account, any region. */
extern const struct actor ACTOR_CONSOLE;

#endif

/* The running application: what every workflow needs, handed in from outside.
 *
 * One per process, made by main (or a test), shared by all threads. The clock and the source of
 * random bytes are parameters, so that tests can pin them. */
#ifndef TZ_WORK_APP_H
#define TZ_WORK_APP_H

#include "base/err.h"
#include "base/when.h"
#include "store/store.h"
#include "work/actor.h"

struct standards;
struct boards;
struct oidc;
struct backup_plan;
struct outgoing;
struct jobs;
struct proofs;

struct app {
    struct store *store;
    msec (*now)(void *ctx);
    void (*random)(void *ctx, void *out, size_t n);
    void *ctx;
    struct standards *standards;     /* loaded standards, see work/standards.h */
    struct boards *boards;           /* scored rounds, see work/boards.h */
    struct oidc *oidc;               /* login service, see work/oidc.h; NULL = none */
    struct backup_plan *backups;     /* of the server, see work/backup_plan.h; NULL = none */
    struct jobs *jobs;               /* their thread, see work/jobs.h; NULL = none runs them */
    struct proofs *proofs;           /* files and photos, see work/proof.h; NULL = no folder */
    const struct outgoing *outgoing; /* hosts that may be sent to, work/outgoing.h; NULL = none */
    unsigned char key[32];           /* seals secrets in the store, see work/secret.h */
    bool has_key;
};

/* Clock and random bytes of the operating system. */
bool app_init(struct app *app, struct store *store, struct err *err);
void app_release(struct app *app); /* does not close the store */

static inline msec app_now(const struct app *app)
{
    return app->now(app->ctx);
}
/* Days since 1970 of the date in China. */
static inline int64_t app_today(const struct app *app)
{
    return date_to_days(date_of_msec(app->now(app->ctx)));
}

#endif

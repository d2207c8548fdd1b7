#include "work/app.h"

#include <sodium.h>
#include <time.h>

#include "work/boards.h"
#include "work/standards.h"

static msec system_now(void *ctx)
{
    (void)ctx;
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (msec)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void system_random(void *ctx, void *out, size_t n)
{
    (void)ctx;
    randombytes_buf(out, n);
}

bool app_init(struct app *app, struct store *store, struct err *err)
{
    *app = (struct app){.store = store, .now = system_now, .random = system_random};
    if (sodium_init() < 0)
        return err_set(err, ERR_INTERNAL, "libsodium does not start");
    if (standards_create(&app->standards, err) && boards_create(&app->boards, err))
        return true;
    app_release(app);
    return false;
}

void app_release(struct app *app)
{
    boards_free(app->boards);
    standards_free(app->standards);
    *app = (struct app){0};
}

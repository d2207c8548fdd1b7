#include "work/teller.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "work/channel.h"
#include "work/message.h"
#include "work/reminder.h"
#include "work/stage.h"

enum { LOOK_SECONDS = 5, REMIND_EVERY = 60, FORGET_EVERY = 3600 };

struct teller {
    struct app *app;
    void (*say)(void *ctx, const struct err *failed);
    void *ctx;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stop;
    pthread_t thread;
};

static void judge(struct teller *t, bool ok, const struct err *err)
{
    if (!ok)
        t->say(t->ctx, err);
}

static void look(struct teller *t, long seconds)
{
    struct err err = {0};
    struct reminded done;
    struct delivered sent;
    int64_t late, gone;
    if (seconds % REMIND_EVERY < LOOK_SECONDS) {
        judge(t, reminders_run(t->app, &done, &err), &err);
        judge(t, stages_run(t->app, &late, &err), &err);
    }
    if (seconds % FORGET_EVERY < LOOK_SECONDS)
        judge(t, messages_forget(t->app, &gone, &err) && channels_forget(t->app, &err), &err);
    judge(t, channels_deliver(t->app, &sent, &err), &err);
}

static void *teller_main(void *arg)
{
    struct teller *t = arg;
    struct timespec until;
    long seconds = 0;
    pthread_mutex_lock(&t->lock);
    while (!t->stop) {
        pthread_mutex_unlock(&t->lock);
        look(t, seconds);
        seconds += LOOK_SECONDS;
        pthread_mutex_lock(&t->lock);
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec += LOOK_SECONDS;
        while (!t->stop && pthread_cond_timedwait(&t->wake, &t->lock, &until) != ETIMEDOUT)
            continue;
    }
    pthread_mutex_unlock(&t->lock);
    return NULL;
}

struct teller *teller_start(struct app *app, void (*say)(void *ctx, const struct err *failed),
                            void *ctx, struct err *err)
{
    pthread_condattr_t attributes;
    struct teller *t = calloc(1, sizeof *t);
    if (!t) {
        err_set(err, ERR_MEMORY, NULL);
        return NULL;
    }
    t->app = app;
    t->say = say;
    t->ctx = ctx;
    pthread_mutex_init(&t->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&t->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pthread_create(&t->thread, NULL, teller_main, t) == 0)
        return t;
    pthread_cond_destroy(&t->wake);
    pthread_mutex_destroy(&t->lock);
    free(t);
    err_set(err, ERR_MEMORY, NULL);
    return NULL;
}

void teller_stop(struct teller *t)
{
    if (!t)
        return;
    pthread_mutex_lock(&t->lock);
    t->stop = true;
    pthread_cond_broadcast(&t->wake);
    pthread_mutex_unlock(&t->lock);
    pthread_join(t->thread, NULL);
    pthread_cond_destroy(&t->wake);
    pthread_mutex_destroy(&t->lock);
    free(t);
}

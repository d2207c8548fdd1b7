#include "work/backup_plan.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "work/file.h"

enum { LOOK_SECONDS = 20 };

#define MINUTE ((msec)60 * 1000)
#define DAY (24 * 60 * MINUTE)

struct backup_plan {
    struct app *app;
    struct backup_plan_options o;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t wake;
    bool running, asked, stop, started;
    struct actor who; /* has asked; its texts are the following */
    char login[ERR_ARG_MAX], address[ERR_ARG_MAX], name[ERR_ARG_MAX], for_login[ERR_ARG_MAX];
    msec tried, failed_at;
    struct err failure;
    pthread_t thread;
};

/* ---- when ----------------------------------------------------------------------------------- */

bool backup_time_parse(struct str s, int *minute, struct err *err)
{
    bool form = s.n == 5 && s.p[2] == ':';
    for (size_t i = 0; form && i < 5; i++)
        form = i == 2 || (s.p[i] >= '0' && s.p[i] <= '9');
    int h = form ? (s.p[0] - '0') * 10 + s.p[1] - '0' : 24;
    int m = form ? (s.p[3] - '0') * 10 + s.p[4] - '0' : 60;
    if (h > 23 || m > 59)
        return err_set(err, ERR_TIME_OF_DAY, err_word(s).z);
    *minute = h * 60 + m;
    return true;
}

msec backup_slot(msec now, int minute)
{
    msec today = date_to_msec(date_of_msec(now)) + minute * MINUTE;
    return today <= now ? today : today - DAY;
}

/* A clock that was set back (tried lies ahead) must not stop the backups. */
bool backup_due(msec now, int minute, msec newest, msec tried)
{
    msec slot = backup_slot(now, minute);
    return minute >= 0 && newest < slot &&
           (tried < slot || tried > now || now - tried >= BACKUP_AGAIN);
}

/* ---- making --------------------------------------------------------------------------------- */

static bool take_turn(struct backup_plan *p)
{
    pthread_mutex_lock(&p->lock);
    bool mine = !p->running;
    p->running = true;
    pthread_mutex_unlock(&p->lock);
    return mine;
}

bool backup_plan_make(struct backup_plan *p, const struct actor *who, struct arena *arena,
                      struct backup_done *out, struct err *err)
{
    struct err why = {0};
    if (!take_turn(p))
        return err_set(err, ERR_BACKUP_RUNNING, NULL);
    bool ok = backup_make(p->app, who, arena, &p->o.how, out, &why);
    pthread_mutex_lock(&p->lock);
    p->running = false;
    p->tried = app_now(p->app);
    p->failed_at = ok ? 0 : p->tried;
    p->failure = why;
    pthread_cond_broadcast(&p->wake);
    pthread_mutex_unlock(&p->lock);
    if (!ok && err)
        *err = why;
    return ok;
}

/* A text of who asked, kept beyond the request; what does not fit is cut. */
static struct str keep_text(char room[ERR_ARG_MAX], struct str s)
{
    memcpy(room, err_word(s).z, ERR_ARG_MAX);
    return str_of(room);
}

bool backup_plan_ask(struct backup_plan *p, const struct actor *who, struct err *err)
{
    pthread_mutex_lock(&p->lock);
    bool mine = !p->running && !p->asked;
    if (mine) {
        p->asked = true;
        p->who = *who;
        p->who.login = keep_text(p->login, who->login);
        p->who.address = keep_text(p->address, who->address);
        p->who.name = keep_text(p->name, who->name);
        p->who.for_login = keep_text(p->for_login, who->for_login);
        p->who.unit_path = STR("");
        pthread_cond_broadcast(&p->wake);
    }
    pthread_mutex_unlock(&p->lock);
    return mine || err_set(err, ERR_BACKUP_RUNNING, NULL);
}

void backup_plan_state(struct backup_plan *p, struct backup_state *out)
{
    pthread_mutex_lock(&p->lock);
    *out = (struct backup_state){
        .folder = str_of(p->o.folder),
        .minute = p->o.minute,
        .keep = p->o.how.keep,
        .encrypted = p->o.how.passphrase.p != NULL,
        .running = p->running || p->asked,
        .next = p->o.minute < 0 ? 0 : backup_slot(app_now(p->app), p->o.minute) + DAY,
        .failed_at = p->failed_at,
        .failure = p->failure};
    pthread_mutex_unlock(&p->lock);
}

/* ---- the thread ----------------------------------------------------------------------------- */

/* A folder that cannot be read is tried, so that it is told. */
static bool due(struct backup_plan *p, struct arena *arena)
{
    struct backup_list list = {0};
    msec newest = 0, now = app_now(p->app);
    if (backup_list(arena, p->o.folder, &list, NULL) && list.files.n)
        newest = list.files.at[0].at;
    pthread_mutex_lock(&p->lock);
    bool it_is = backup_due(now, p->o.minute, newest, p->tried);
    pthread_mutex_unlock(&p->lock);
    return it_is;
}

static void look(struct backup_plan *p, bool asked)
{
    static const struct actor SCHEDULE = {.login = STR_INIT("schedule"),
                                          .name = STR_INIT("schedule")};
    struct arena arena;
    struct backup_done done = {0};
    struct err why = {0};
    arena_init(&arena, 0);
    if (asked || due(p, &arena)) {
        bool ok = backup_plan_make(p, asked ? &p->who : &SCHEDULE, &arena, &done, &why);
        if (ok || why.code != ERR_BACKUP_RUNNING)
            p->o.say(p->o.ctx, &done, ok ? NULL : &why);
    }
    arena_release(&arena);
}

static void *plan_main(void *arg)
{
    struct backup_plan *p = arg;
    pthread_mutex_lock(&p->lock);
    while (!p->stop) {
        struct timespec until;
        bool asked = p->asked;
        pthread_mutex_unlock(&p->lock);
        look(p, asked);
        pthread_mutex_lock(&p->lock);
        if (asked)
            p->asked = false; /* not before it is made: who asks meanwhile is told that one runs */
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec += LOOK_SECONDS;
        while (!p->stop && !p->asked &&
               pthread_cond_timedwait(&p->wake, &p->lock, &until) != ETIMEDOUT)
            continue;
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

bool backup_plan_start(struct backup_plan *p, struct err *err)
{
    p->started = pthread_create(&p->thread, NULL, plan_main, p) == 0;
    return p->started || err_set(err, ERR_MEMORY, NULL);
}

struct backup_plan *backup_plan_create(struct app *app, const struct backup_plan_options *o,
                                       struct err *err)
{
    pthread_condattr_t attributes;
    if (!file_is_folder(o->folder)) {
        err_set(err, ERR_FILE_MISSING, o->folder);
        return NULL;
    }
    struct backup_plan *p = calloc(1, sizeof *p);
    if (!p) {
        err_set(err, ERR_MEMORY, NULL);
        return NULL;
    }
    p->app = app;
    p->o = *o;
    p->o.how.to = o->folder;
    pthread_mutex_init(&p->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&p->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    return p;
}

void backup_plan_free(struct backup_plan *p)
{
    if (!p)
        return;
    pthread_mutex_lock(&p->lock);
    p->stop = true;
    pthread_cond_broadcast(&p->wake);
    pthread_mutex_unlock(&p->lock);
    if (p->started)
        pthread_join(p->thread, NULL);
    pthread_cond_destroy(&p->wake);
    pthread_mutex_destroy(&p->lock);
    free(p);
}

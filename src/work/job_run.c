/* Running jobs: one at a time for each server, at low priority. */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "work/job_parts.h"

enum { LOOK_SECONDS = 5, NICENESS = 10, TELL_MS = 500, PART_BYTES = 1 << 20 };

struct jobs {
    struct app *app;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool asked;
    atomic_bool stop;
    char worker[17];
    pthread_t thread;
};

bool job_actor(struct app *app, struct store_tx *tx, struct arena *arena, const struct job_row *job,
               struct actor *out, struct err *err)
{
    const struct job_kind *kind = job_kind_find(job->kind);
    struct post_holder_row p;
    enum role role;
    bool found;
    if (!store_post_holder(tx, arena, job->user_id, job->post, app_now(app), app_today(app), &p,
                           &found, err))
        return false;
    struct region_set chosen = {0};
    if (!kind || !found || !role_parse(p.role, &role) || !region_set_parse(p.regions, &chosen))
        return err_set(err, ERR_JOB_POST, NULL);
    *out = (struct actor){.user = p.id,
                          .login = p.login,
                          .address = job->address,
                          .name = p.name,
                          .for_user = p.for_user,
                          .for_login = p.for_login,
                          .role = role,
                          .post = job->post,
                          .unit = p.unit,
                          .unit_path = p.unit_path,
                          .region = p.region,
                          .chosen = chosen};
    return actor_use(out, kind->permission, err) && actor_reaches(out, job->region, err);
}

/* ---- how far it is -------------------------------------------------------------------------- */

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct telling {
    struct job_run *run;
    bool mine, stop;
};

static bool tell_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct telling *t = ctx;
    const struct job_run *r = t->run;
    return store_job_seen(tx, r->job->id, r->worker, r->done, r->total, app_now(r->app), &t->mine,
                          &t->stop, err);
}

/* The right may have been taken away meanwhile. */
static bool still_allowed(const struct job_run *r, struct err *err)
{
    struct arena arena;
    struct actor who;
    arena_init(&arena, 1 << 20);
    struct store_tx *tx = store_read(r->app->store, err);
    bool ok = tx && job_actor(r->app, tx, &arena, r->job, &who, err);
    store_read_end(tx);
    arena_release(&arena);
    return ok;
}

bool job_progress(struct job_run *r, int64_t done, int64_t total, struct err *err)
{
    int64_t now = now_ms();
    r->done = done;
    r->total = total;
    if (jobs_stopping(r->app))
        return err_set(err, ERR_JOB_STOPPED, NULL);
    if (r->told_at && now - r->told_at < TELL_MS)
        return true;
    struct telling t = {.run = r};
    r->told_at = now;
    if (!store_write(r->app->store, tell_tx, &t, err))
        return false;
    if (!t.mine)
        return err_set(err, ERR_JOB_STOPPED, NULL);
    return t.stop ? err_set(err, ERR_JOB_CANCELLED, NULL) : still_allowed(r, err);
}

/* ---- its end -------------------------------------------------------------------------------- */

struct part {
    int64_t job, n;
    struct str bytes;
};

static bool part_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    const struct part *p = ctx;
    return store_job_part_put(tx, p->job, p->n, p->bytes, err);
}

static bool keep_parts(struct job_run *r, struct str all, struct err *err)
{
    struct part p = {.job = r->job->id};
    for (size_t at = 0; at < all.n; at += PART_BYTES) {
        size_t n = all.n - at < PART_BYTES ? all.n - at : PART_BYTES;
        p.n++;
        p.bytes = (struct str){all.p + at, n};
        if (!job_progress(r, r->done, r->total, err) ||
            !store_write(r->app->store, part_tx, &p, err))
            return false;
    }
    return true;
}

static bool keep_file(struct job_run *r, int fd, struct job_result_row *result, struct err *err)
{
    struct stat s;
    if (fstat(fd, &s) != 0)
        return err_system(err, "job", errno);
    if (s.st_size <= 0 || s.st_size > JOB_FILE_MAX)
        return err_set(err, ERR_TOO_LARGE, "job", "64 MB");
    size_t n = (size_t)s.st_size;
    void *p = mmap(NULL, n, PROT_READ, MAP_PRIVATE, fd, 0);
    if (p == MAP_FAILED)
        return err_system(err, "job", errno);
    char *digest = arena_alloc(r->arena, SHA256_HEX);
    bool ok = digest || err_set(err, ERR_MEMORY, NULL);
    if (ok) {
        sha256_hex((struct str){p, n}, digest);
        result->file_digest = str_of(digest);
        result->file_size = (int64_t)n;
        ok = keep_parts(r, (struct str){p, n}, err);
    }
    munmap(p, n);
    return ok;
}

struct ending {
    struct app *app;
    const struct job_result_row *result;
    bool again, mine;
};

static bool end_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct ending *e = ctx;
    const struct job_result_row *r = e->result;
    if (!str_is(r->state, "done") && !store_job_parts_delete(tx, r->id, err))
        return false;
    return e->again ? store_job_again(tx, r->id, r->worker, err)
                    : store_job_end(tx, r, &e->mine, err);
}

static struct str words(struct arena *arena, const struct err *e, enum lang lang)
{
    struct buf text;
    buf_init(&text, 4096);
    err_text(e, lang, &text);
    struct str out = arena_str(arena, buf_str(&text));
    buf_release(&text);
    return out.p ? out : STR("");
}

static bool finish(struct app *app, struct arena *arena, struct job_result_row *result,
                   const struct err *why, struct err *err)
{
    struct ending e = {.app = app, .result = result};
    result->ended_at = app_now(app);
    result->error_zh = result->error_en = STR("");
    if (why) {
        e.again = why->code == ERR_JOB_STOPPED;
        result->state = why->code == ERR_JOB_CANCELLED ? STR("cancelled") : STR("failed");
        result->file_name = result->file_digest = STR("");
        result->file_size = 0;
        if (why->code != ERR_JOB_CANCELLED) {
            result->error_zh = words(arena, why, LANG_ZH);
            result->error_en = words(arena, why, LANG_EN);
        }
    }
    return store_write(app->store, end_tx, &e, err);
}

static bool run(struct job_run *r, struct job_result_row *result, struct err *err)
{
    const struct job_kind *kind = job_kind_find(r->job->kind);
    struct job_file file = {.fd = -1};
    struct store_tx *tx = store_read(r->app->store, err);
    bool ok = tx && job_actor(r->app, tx, r->arena, r->job, &r->who, err);
    store_read_end(tx);
    ok = ok && kind->run(r, &file, err) && keep_file(r, file.fd, result, err);
    if (file.fd >= 0)
        close(file.fd);
    result->file_name = file.name.p ? file.name : STR("");
    result->done = r->done;
    result->total = r->total;
    return ok;
}

/* ---- taking turns --------------------------------------------------------------------------- */

struct claiming {
    struct app *app;
    int64_t id;
    struct str worker;
    bool mine;
};

static bool claim_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct claiming *c = ctx;
    return store_job_claim(tx, c->id, c->worker, app_now(c->app), &c->mine, err);
}

static bool claim(struct app *app, struct arena *arena, struct str worker, struct job_row *job,
                  bool *mine, struct err *err)
{
    struct err why = {0};
    *mine = false;
    struct store_tx *tx = store_read(app->store, err);
    bool found = false, ok = tx && store_job_next(tx, arena, job, &found, err);
    store_read_end(tx);
    if (!ok || !found)
        return ok;
    struct claiming c = {.app = app, .id = job->id, .worker = worker};
    if (!store_write(app->store, claim_tx, &c, &why)) {
        if (why.code == ERR_EXISTS)
            return true; /* another server has just begun one of this person */
        if (err)
            *err = why;
        return false;
    }
    *mine = c.mine;
    return true;
}

bool jobs_run_next(struct app *app, struct str worker, bool *ran, struct err *err)
{
    struct arena arena;
    struct job_row job;
    struct err why = {0};
    arena_init(&arena, 0);
    bool ok = claim(app, &arena, worker, &job, ran, err);
    if (ok && *ran) {
        struct job_run r = {.app = app, .arena = &arena, .job = &job, .worker = worker};
        struct job_result_row result = {.id = job.id, .worker = worker, .state = STR("done")};
        bool good = run(&r, &result, &why);
        ok = finish(app, &arena, &result, good ? NULL : &why, err);
    }
    arena_release(&arena);
    return ok;
}

/* ---- tidying -------------------------------------------------------------------------------- */

static bool give_up(struct app *app, struct arena *arena, const struct job_row *job,
                    struct err *err)
{
    struct err why = {0};
    struct job_result_row result = {
        .id = job->id, .worker = job->worker, .done = job->done, .total = job->total};
    err_set(&why,
            job->stop                 ? ERR_JOB_CANCELLED
            : job->tries >= JOB_TRIES ? ERR_JOB_LOST
                                      : ERR_JOB_STOPPED,
            NULL);
    return finish(app, arena, &result, &why, err);
}

static bool delete_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    const struct job_rows *old = ctx;
    for (size_t i = 0; i < old->n; i++)
        if (!store_job_delete(tx, old->at[i].id, err))
            return false;
    return true;
}

bool jobs_tidy(struct app *app, msec lost_before, struct err *err)
{
    struct arena arena;
    struct job_rows lost = {0}, old = {0};
    arena_init(&arena, 0);
    msec kept = app_now(app) - JOB_DAYS * (msec)86400000;
    struct store_tx *tx = store_read(app->store, err);
    bool ok = tx && store_jobs_lost(tx, &arena, lost_before, &lost, err) &&
              store_jobs_old(tx, &arena, kept, &old, err);
    store_read_end(tx);
    for (size_t i = 0; ok && i < lost.n; i++)
        ok = give_up(app, &arena, &lost.at[i], err);
    ok = ok && (!old.n || store_write(app->store, delete_tx, &old, err));
    arena_release(&arena);
    return ok;
}

/* ---- the thread ----------------------------------------------------------------------------- */

bool jobs_stopping(const struct app *app)
{
    return app->jobs && atomic_load(&app->jobs->stop);
}

void jobs_wake(struct app *app)
{
    struct jobs *j = app->jobs;
    if (!j)
        return;
    pthread_mutex_lock(&j->lock);
    j->asked = true;
    pthread_cond_signal(&j->wake);
    pthread_mutex_unlock(&j->lock);
}

static void rest(struct jobs *j)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += LOOK_SECONDS;
    pthread_mutex_lock(&j->lock);
    while (!atomic_load(&j->stop) && !j->asked &&
           pthread_cond_timedwait(&j->wake, &j->lock, &until) != ETIMEDOUT)
        continue;
    j->asked = false;
    pthread_mutex_unlock(&j->lock);
}

/* What cannot be done now (a database that does not answer) is done at the next look. */
static void *jobs_main(void *arg)
{
    struct jobs *j = arg;
    struct app *app = j->app;
    setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), NICENESS);
    /* An SQLite file belongs to one server: whatever runs there was left by one that died. */
    msec lost = store_is_postgres(app->store) ? app_now(app) - JOB_LEASE : INT64_MAX;
    while (!atomic_load(&j->stop)) {
        bool ran = false;
        if (jobs_tidy(app, lost, NULL))
            lost = app_now(app) - JOB_LEASE;
        if (!jobs_run_next(app, str_of(j->worker), &ran, NULL) || !ran)
            rest(j);
    }
    return NULL;
}

bool jobs_begin(struct app *app, struct err *err)
{
    unsigned char random[8];
    pthread_condattr_t attributes;
    struct jobs *j = calloc(1, sizeof *j);
    if (!j)
        return err_set(err, ERR_MEMORY, NULL);
    j->app = app;
    app->random(app->ctx, random, sizeof random);
    hex_of(random, sizeof random, j->worker);
    pthread_mutex_init(&j->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&j->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    app->jobs = j;
    if (pthread_create(&j->thread, NULL, jobs_main, j) == 0)
        return true;
    app->jobs = NULL;
    pthread_cond_destroy(&j->wake);
    pthread_mutex_destroy(&j->lock);
    free(j);
    return err_set(err, ERR_MEMORY, NULL);
}

void jobs_end(struct app *app)
{
    struct jobs *j = app->jobs;
    if (!j)
        return;
    pthread_mutex_lock(&j->lock);
    atomic_store(&j->stop, true);
    pthread_cond_signal(&j->wake);
    pthread_mutex_unlock(&j->lock);
    pthread_join(j->thread, NULL);
    app->jobs = NULL;
    pthread_cond_destroy(&j->wake);
    pthread_mutex_destroy(&j->lock);
    free(j);
}

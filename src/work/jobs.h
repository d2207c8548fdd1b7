/* Work that takes long: asked for, done by a thread of the server at low priority, looked at,
 * cancelled, its result fetched. See docs/jobs.md.
 *
 * A job is a row of the database: it survives the server, and several servers on one database take
 * turns. Nobody has two that run. The right is asked for again when it begins, while it runs, and
 * when its result is fetched. */
#ifndef TZ_WORK_JOBS_H
#define TZ_WORK_JOBS_H

#include "store/job.h"
#include "work/app.h"

enum {
    JOBS_OF_ONE = 5,    /* that have not ended */
    JOBS_WAITING = 200, /* of everybody */
    JOBS_SHOWN = 50,
    JOB_TRIES = 3,
    JOB_DAYS = 7, /* a job is kept after its end, with its result */
    JOB_FILE_MAX = 64 << 20,
};
#define JOB_LEASE ((msec)120 * 1000) /* a thread that is silent for so long has died */

struct job_run {
    struct app *app;
    struct arena *arena;
    const struct job_row *job;
    struct actor who; /* with the permission of the kind */
    struct str worker;
    int64_t done, total, told_at;
};

struct job_file {
    int fd; /* closed by whoever runs the job */
    struct str name;
};

struct job_kind {
    const char *code, *zh, *en;
    enum permission permission; /* that it needs in its region */
    bool (*run)(struct job_run *r, struct job_file *out, struct err *err);
};
/* The one table; NULL when there is none of this code. */
const struct job_kind *job_kind_find(struct str code);

/* Asks for it: kind, params, campaign, region and lang of the row. When the same is asked for
 * already, *out is that and *again is true. ERR_JOB_PERSON for a program, ERR_JOBS_MANY. */
bool job_start(struct app *app, const struct actor *who, struct arena *arena,
               const struct job_row *asked, struct job_row *out, bool *again, struct err *err);
/* Only to who asked: ERR_NOT_FOUND. */
bool job_of(struct store_tx *tx, struct arena *arena, const struct actor *who, int64_t id,
            struct job_row *out, struct err *err);
/* ERR_JOB_ENDED. */
bool job_cancel(struct app *app, const struct actor *who, struct arena *arena, int64_t id,
                struct err *err);
/* The result, when the right that the job needed is still there. ERR_JOB_NO_FILE. */
bool job_file(struct app *app, struct store_tx *tx, struct arena *arena, const struct job_row *job,
              struct buf *out, struct err *err);

/* For kinds: how far it is. May be called as often as one likes. False (err) when the job was
 * cancelled, the right is gone, or the server stops. */
bool job_progress(struct job_run *r, int64_t done, int64_t total, struct err *err);

/* ---- the thread ------------------------------------------------------------------------------
 */

/* Runs the next job that may begin, in the calling thread (which is that of a server, or a test).
 * *ran is false when there is none. False when the store cannot be asked. */
bool jobs_run_next(struct app *app, struct str worker, bool *ran, struct err *err);
/* Jobs whose thread has not been heard of since `lost_before` wait again or have failed, old ones
 * are removed. */
bool jobs_tidy(struct app *app, msec lost_before, struct err *err);

struct jobs;
/* app->jobs. What ran when the program died waits again. */
bool jobs_begin(struct app *app, struct err *err);
/* Waits until the job that runs has noticed: it waits again. */
void jobs_end(struct app *app);

#endif

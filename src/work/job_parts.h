/* Shared by jobs.c and job_run.c. */
#ifndef TZ_WORK_JOB_PARTS_H
#define TZ_WORK_JOB_PARTS_H

#include "base/hash.h"
#include "work/jobs.h"

/* Who asked, as they are now, with the permission of the kind: ERR_JOB_POST when the post does not
 * count any more, ERR_FORBIDDEN, ERR_OUT_OF_REGION. */
bool job_actor(struct app *app, struct store_tx *tx, struct arena *arena, const struct job_row *job,
               struct actor *out, struct err *err);
/* Does the thread of app->jobs stop? */
bool jobs_stopping(const struct app *app);
/* There may be something to do. */
void jobs_wake(struct app *app);

#endif

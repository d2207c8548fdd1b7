/* Jobs as people see them: asked for, looked at, cancelled, fetched. Run: job_run.c. */
#include "work/job_parts.h"

#include <stdio.h>

#include "work/audit.h"
#include "work/export.h"
#include "work/finding_ledger.h"

static const struct job_kind KINDS[] = {
    {"findings.ledger", "整改台账", "Ledger of findings", PERMISSION_finding_export,
     finding_ledger_run},
};

const struct job_kind *job_kind_find(struct str code)
{
    for (size_t i = 0; i < ARRAY_LEN(KINDS); i++)
        if (str_is(code, KINDS[i].code))
            return &KINDS[i];
    return NULL;
}

struct starting {
    struct app *app;
    const struct actor *who;
    struct arena *arena;
    const struct job_row *asked;
    struct job_row *out;
    bool *again;
};

static bool job_act(struct app *app, struct store_tx *tx, const struct actor *who,
                    struct arena *arena, const char *kind, const struct job_row *job,
                    struct err *err)
{
    struct act act = {.kind = kind,
                      .region = job->region,
                      .thing = arena_printf(arena, "job %lld", (long long)job->id),
                      .after = arena_printf(arena, "{\"kind\":\"%.*s\",\"of\":%.*s}",
                                            STR_ARG(job->kind), STR_ARG(job->params))};
    return (act.thing.p && act.after.p) ? audit_act(app, tx, who, &act, err)
                                        : err_set(err, ERR_MEMORY, NULL);
}

static bool start_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct starting *s = ctx;
    int64_t mine, waiting;
    char most[24];
    if (!store_job_same(tx, s->arena, s->asked, s->out, s->again, err))
        return false;
    if (*s->again)
        return true;
    if (!store_job_counts(tx, s->who->user, &mine, &waiting, err))
        return false;
    snprintf(most, sizeof most, "%d", JOBS_OF_ONE);
    if (mine >= JOBS_OF_ONE || waiting >= JOBS_WAITING)
        return err_set(err, mine >= JOBS_OF_ONE ? ERR_JOBS_MINE : ERR_JOBS_MANY, most);
    *s->out = *s->asked;
    return store_job_insert(tx, s->out, &s->out->id, err) &&
           job_act(s->app, tx, s->who, s->arena, "job.start", s->out, err);
}

bool job_start(struct app *app, const struct actor *who, struct arena *arena,
               const struct job_row *asked, struct job_row *out, bool *again, struct err *err)
{
    struct job_row row = *asked;
    if (!who->user || !who->post)
        return err_set(err, ERR_JOB_PERSON, NULL);
    row.user_id = who->user;
    row.post = who->post;
    row.address = who->address.n ? who->address : STR("");
    row.state = STR("waiting");
    row.worker = row.file_name = row.file_digest = row.error_zh = row.error_en = STR("");
    row.created_at = app_now(app);
    struct starting s = {app, who, arena, &row, out, again};
    if (!store_write(app->store, start_tx, &s, err))
        return false;
    jobs_wake(app);
    return true;
}

bool job_of(struct store_tx *tx, struct arena *arena, const struct actor *who, int64_t id,
            struct job_row *out, struct err *err)
{
    char text[40];
    bool found;
    snprintf(text, sizeof text, "job %lld", (long long)id);
    return store_job_get(tx, arena, id, out, &found, err) &&
           ((found && who->user && out->user_id == who->user) || err_set(err, ERR_NOT_FOUND, text));
}

struct cancelling {
    struct app *app;
    const struct actor *who;
    struct arena *arena;
    int64_t id;
};

static bool cancel_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct cancelling *c = ctx;
    struct job_row job;
    bool found;
    return job_of(tx, c->arena, c->who, c->id, &job, err) &&
           store_job_cancel(tx, c->id, app_now(c->app), &found, err) &&
           (found || err_set(err, ERR_JOB_ENDED, NULL)) &&
           job_act(c->app, tx, c->who, c->arena, "job.cancel", &job, err);
}

bool job_cancel(struct app *app, const struct actor *who, struct arena *arena, int64_t id,
                struct err *err)
{
    return store_write(app->store, cancel_tx, &(struct cancelling){app, who, arena, id}, err);
}

bool job_file(struct app *app, struct store_tx *tx, struct arena *arena, const struct job_row *job,
              struct buf *out, struct err *err)
{
    struct actor who;
    char digest[SHA256_HEX];
    if (!str_is(job->state, "done") || !job->file_name.n)
        return err_set(err, ERR_JOB_NO_FILE, NULL);
    if (!job_actor(app, tx, arena, job, &who, err) || !store_job_file(tx, job->id, out, err))
        return false;
    sha256_hex(buf_str(out), digest);
    return str_is(job->file_digest, digest) || err_set(err, ERR_INTERNAL, "job file");
}

/* Jobs: asked for, looked at, cancelled, fetched by who asked. */
#include "work/jobs.h"
#include "api/finding_json.h"
#include "api/handlers.h"
#include "work/finding_filter.h"
#include "work/finding_ledger.h"

static void job_json(struct request *q, struct json *j, const struct job_row *job, bool again)
{
    const struct job_kind *kind = job_kind_find(job->kind);
    json_obj(j);
    json_ki64(j, "id", job->id);
    json_kstr(j, "kind", job->kind);
    json_ktext2(j, "name",
                kind ? (struct text2){str_of(kind->zh), str_of(kind->en)}
                     : (struct text2){job->kind, job->kind});
    json_ki64(j, "campaign", job->campaign);
    json_kregion(j, "region", job->region);
    json_kstr(j, "state", job->state);
    json_kbool(j, "stopping", job->stop && !job->ended_at);
    json_ki64(j, "done", job->done);
    json_ki64(j, "total", job->total);
    json_ki64(j, "created_at", job->created_at);
    api_time(j, "started_at", job->started_at);
    api_time(j, "ended_at", job->ended_at);
    json_kstr(j, "file_name", job->file_name);
    json_ki64(j, "file_size", job->file_size);
    json_kstr(j, "error", q->lang == LANG_ZH ? job->error_zh : job->error_en);
    json_kbool(j, "again", again);
    json_end(j);
}

/* The number of somebody else's job is answered like that of none, and is a refusal in the record.
 */
static bool my_job(struct request *q, struct job_row *job, struct err *err)
{
    int64_t id = path_int(q, "job");
    *job = (struct job_row){0};
    if (request_read(q, err) && job_of(q->tx, q->arena, &q->actor, id, job, err))
        return true;
    q->elsewhere = job->id == id && job->user_id != q->actor.user;
    return false;
}

bool api_listJobs(struct request *q, struct reply *r, struct err *err)
{
    struct job_rows jobs = {0};
    struct json j;
    if (!request_read(q, err) ||
        (q->actor.user && !store_jobs_of(q->tx, q->arena, q->actor.user, JOBS_SHOWN, &jobs, err)))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "jobs");
    json_arr(&j);
    for (size_t i = 0; i < jobs.n; i++)
        job_json(q, &j, &jobs.at[i], false);
    json_end(&j);
    json_end(&j);
    return true;
}

bool api_getJob(struct request *q, struct reply *r, struct err *err)
{
    struct job_row job;
    struct json j;
    if (!my_job(q, &job, err))
        return false;
    reply_json(q, r, &j);
    job_json(q, &j, &job, false);
    return true;
}

bool api_cancelJob(struct request *q, struct reply *r, struct err *err)
{
    struct job_row job;
    if (!my_job(q, &job, err))
        return false;
    request_read_end(q);
    return job_cancel(q->app, &q->actor, q->arena, path_int(q, "job"), err) &&
           api_getJob(q, r, err);
}

bool api_getJobFile(struct request *q, struct reply *r, struct err *err)
{
    struct job_row job;
    if (!my_job(q, &job, err))
        return false;
    reply_file(q, r, job.file_name);
    return job_file(q->app, q->tx, q->arena, &job, &r->body, err);
}

/* The parameters as the job keeps them. */
static bool ledger_params(struct request *q, struct str *out, struct err *err)
{
    struct buf text;
    struct json j;
    struct str columns = query_str(q, "columns");
    buf_init(&text, 8192);
    json_begin(&j, &text);
    json_obj(&j);
    finding_filter_write(api_finding_param, q, &j);
    if (columns.n)
        json_kstr(&j, "columns", columns);
    json_end(&j);
    *out = buf_failed(&text) ? STR_NONE : arena_str(q->arena, buf_str(&text));
    buf_release(&text);
    return out->p || err_set(err, ERR_MEMORY, NULL);
}

bool api_startLedger(struct request *q, struct reply *r, struct err *err)
{
    struct job_row asked = {.kind = STR("findings.ledger"),
                            .campaign = q->campaign,
                            .region = query_region(q, "region"),
                            .lang = q->lang},
                   job;
    unsigned columns;
    bool again;
    struct json j;
    request_read_end(q);
    if (!ledger_choose(query_str(q, "columns"), &columns, err) ||
        !ledger_params(q, &asked.params, err) ||
        !job_start(q->app, &q->actor, q->arena, &asked, &job, &again, err))
        return false;
    reply_json(q, r, &j);
    job_json(q, &j, &job, again);
    return true;
}

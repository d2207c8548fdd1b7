#include "store/job.h"

#include "base/buf.h"
#include "store/sql.h"

bool store_job_insert(struct store_tx *tx, const struct job_row *row, int64_t *id, struct err *err)
{
    struct job_insert_out out = {0};
    bool found;
    if (!sql_job_insert(tx, row, NULL, &out, &found, err))
        return false;
    *id = out.id;
    return true;
}

bool store_job_get(struct store_tx *tx, struct arena *arena, int64_t id, struct job_row *out,
                   bool *found, struct err *err)
{
    return sql_job_get(tx, &(struct job_get_in){id}, arena, out, found, err);
}

bool store_job_same(struct store_tx *tx, struct arena *arena, const struct job_row *asked,
                    struct job_row *out, bool *found, struct err *err)
{
    struct job_same_in in = {asked->user_id, asked->kind, asked->params, asked->post};
    return sql_job_same(tx, &in, arena, out, found, err);
}

bool store_job_counts(struct store_tx *tx, int64_t user, int64_t *mine, int64_t *waiting,
                      struct err *err)
{
    struct job_counts_out out = {0};
    bool found;
    if (!sql_job_counts(tx, &(struct job_counts_in){user}, NULL, &out, &found, err))
        return false;
    *mine = out.mine;
    *waiting = out.waiting;
    return true;
}

bool store_jobs_of(struct store_tx *tx, struct arena *arena, int64_t user, int n,
                   struct job_rows *out, struct err *err)
{
    return sql_jobs_of(tx, &(struct jobs_of_in){user, sql_page(n)}, arena, out, err);
}

bool store_job_next(struct store_tx *tx, struct arena *arena, struct job_row *out, bool *found,
                    struct err *err)
{
    return sql_job_next(tx, arena, out, found, err);
}

bool store_job_claim(struct store_tx *tx, int64_t id, struct str worker, msec at, bool *mine,
                     struct err *err)
{
    int64_t changed;
    if (!sql_job_claim(tx, &(struct job_claim_in){id, worker, at}, &changed, err))
        return false;
    *mine = changed == 1;
    return true;
}

bool store_job_seen(struct store_tx *tx, int64_t id, struct str worker, int64_t done, int64_t total,
                    msec at, bool *mine, bool *stop, struct err *err)
{
    struct job_seen_in in = {id, worker, done, total, at};
    struct job_seen_out out = {0};
    if (!sql_job_seen(tx, &in, NULL, &out, mine, err))
        return false;
    *stop = out.stop;
    return true;
}

bool store_job_end(struct store_tx *tx, const struct job_result_row *result, bool *mine,
                   struct err *err)
{
    int64_t changed;
    if (!sql_job_end(tx, result, &changed, err))
        return false;
    *mine = changed == 1;
    return true;
}

bool store_job_cancel(struct store_tx *tx, int64_t id, msec at, bool *found, struct err *err)
{
    int64_t changed;
    if (!sql_job_cancel(tx, &(struct job_cancel_in){id, at}, &changed, err))
        return false;
    *found = changed == 1;
    return true;
}

bool store_jobs_lost(struct store_tx *tx, struct arena *arena, msec before, struct job_rows *out,
                     struct err *err)
{
    return sql_jobs_lost(tx, &(struct jobs_lost_in){before}, arena, out, err);
}

bool store_job_again(struct store_tx *tx, int64_t id, struct str worker, struct err *err)
{
    return sql_job_again(tx, &(struct job_again_in){id, worker}, NULL, err);
}

bool store_jobs_old(struct store_tx *tx, struct arena *arena, msec before, struct job_rows *out,
                    struct err *err)
{
    return sql_jobs_old(tx, &(struct jobs_old_in){before}, arena, out, err);
}

bool store_job_delete(struct store_tx *tx, int64_t id, struct err *err)
{
    return store_job_parts_delete(tx, id, err) &&
           sql_job_delete(tx, &(struct job_delete_in){id}, NULL, err);
}

bool store_job_part_put(struct store_tx *tx, int64_t job, int64_t n, struct str bytes,
                        struct err *err)
{
    return sql_job_part_put(tx, &(struct job_part_row){job, n, bytes}, NULL, err);
}

bool store_job_parts_delete(struct store_tx *tx, int64_t job, struct err *err)
{
    return sql_job_parts_delete(tx, &(struct job_parts_delete_in){job}, NULL, err);
}

static bool add_part(void *ctx, const struct job_part_row *row, struct err *err)
{
    struct buf *out = ctx;
    buf_adds(out, row->bytes);
    return !buf_failed(out) || err_set(err, ERR_MEMORY, NULL);
}

bool store_job_file(struct store_tx *tx, int64_t job, struct buf *out, struct err *err)
{
    return sql_job_parts(tx, &(struct job_parts_in){job}, add_part, out, err);
}

bool store_post_holder(struct store_tx *tx, struct arena *arena, int64_t user, int64_t post,
                       msec now, int64_t today, struct post_holder_row *out, bool *found,
                       struct err *err)
{
    struct post_holder_in in = {user, post, now, today};
    return sql_post_holder(tx, &in, arena, out, found, err);
}

/* Work that takes long: who asked for what, how far it is, what came of it (docs/jobs.md). The
 * workflow of work/jobs.h alone writes it. */
#ifndef TZ_STORE_JOB_H
#define TZ_STORE_JOB_H

#include "base/when.h"
#include "store/rows_gen.h"
#include "store/store.h"

bool store_job_insert(struct store_tx *tx, const struct job_row *row, int64_t *id, struct err *err);
bool store_job_get(struct store_tx *tx, struct arena *arena, int64_t id, struct job_row *out,
                   bool *found, struct err *err);
/* The same asked for by the same person in the same post, and not ended. */
bool store_job_same(struct store_tx *tx, struct arena *arena, const struct job_row *asked,
                    struct job_row *out, bool *found, struct err *err);
/* That have not ended: of the person; that wait: of everybody. */
bool store_job_counts(struct store_tx *tx, int64_t user, int64_t *mine, int64_t *waiting,
                      struct err *err);
bool store_jobs_of(struct store_tx *tx, struct arena *arena, int64_t user, int n,
                   struct job_rows *out, struct err *err);

/* The first that may begin: nobody has two that run. */
bool store_job_next(struct store_tx *tx, struct arena *arena, struct job_row *out, bool *found,
                    struct err *err);
/* *mine is false when another thread was faster; ERR_EXISTS when it has begun another one of the
 * same person. */
bool store_job_claim(struct store_tx *tx, int64_t id, struct str worker, msec at, bool *mine,
                     struct err *err);
/* *mine is false when it is not this thread's any more. *stop: it was cancelled. */
bool store_job_seen(struct store_tx *tx, int64_t id, struct str worker, int64_t done, int64_t total,
                    msec at, bool *mine, bool *stop, struct err *err);
bool store_job_end(struct store_tx *tx, const struct job_result_row *result, bool *mine,
                   struct err *err);
/* *found is false when it had ended. */
bool store_job_cancel(struct store_tx *tx, int64_t id, msec at, bool *found, struct err *err);
/* Running, but not heard of since `before`. */
bool store_jobs_lost(struct store_tx *tx, struct arena *arena, msec before, struct job_rows *out,
                     struct err *err);
bool store_job_again(struct store_tx *tx, int64_t id, struct str worker, struct err *err);
/* Ended before. */
bool store_jobs_old(struct store_tx *tx, struct arena *arena, msec before, struct job_rows *out,
                    struct err *err);
/* With its result. */
bool store_job_delete(struct store_tx *tx, int64_t id, struct err *err);

/* The result in pieces, 1..; a piece again replaces it. */
bool store_job_part_put(struct store_tx *tx, int64_t job, int64_t n, struct str bytes,
                        struct err *err);
bool store_job_parts_delete(struct store_tx *tx, int64_t job, struct err *err);
bool store_job_file(struct store_tx *tx, int64_t job, struct buf *out, struct err *err);

/* Who acts in the post, if it and the account count now. */
bool store_post_holder(struct store_tx *tx, struct arena *arena, int64_t user, int64_t post,
                       msec now, int64_t today, struct post_holder_row *out, bool *found,
                       struct err *err);

#endif

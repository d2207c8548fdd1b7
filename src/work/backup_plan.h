/* The backups of a running server: every day at a time, and when the administrator asks.
 *
 * One is made at a time, whoever asks. What went wrong is said (`say`), is an entry of the record,
 * and is tried again after BACKUP_AGAIN; it never stops the server. Shared by all threads. */
#ifndef TZ_WORK_BACKUP_PLAN_H
#define TZ_WORK_BACKUP_PLAN_H

#include "work/backup.h"

#define BACKUP_AGAIN ((msec)30 * 60 * 1000)

struct backup_plan_options {
    const char *folder;
    int minute; /* of the day in China, 0..1439; -1 = only when asked */
    struct backup_options how;
    /* Called by the thread of the plan; failed is NULL when it went well. */
    void (*say)(void *ctx, const struct backup_done *done, const struct err *failed);
    void *ctx;
};

struct backup_plan;
/* The texts of options must outlive it. ERR_FILE_MISSING when there is no such folder. */
struct backup_plan *backup_plan_create(struct app *app, const struct backup_plan_options *o,
                                       struct err *err);
/* Waits for a backup that is being made. NULL is allowed. */
void backup_plan_free(struct backup_plan *p);
/* The thread that looks at the clock. */
bool backup_plan_start(struct backup_plan *p, struct err *err);

/* Now, by somebody. ERR_BACKUP_RUNNING. */
bool backup_plan_make(struct backup_plan *p, const struct actor *who, struct arena *arena,
                      struct backup_done *out, struct err *err);

/* The same, by the thread of the plan: returns at once, backup_plan_state says how it goes. The
 * thread must have been started. ERR_BACKUP_RUNNING, also when one is asked for already. */
bool backup_plan_ask(struct backup_plan *p, const struct actor *who, struct err *err);

struct backup_state {
    struct str folder;
    int minute, keep;
    bool encrypted, running; /* running: or asked for */
    msec next;               /* by itself; 0 = only when asked */
    msec failed_at;          /* of the last one that was tried; 0: it went well, or none was */
    struct err failure;      /* why */
};
void backup_plan_state(struct backup_plan *p, struct backup_state *out);

/* "02:30" as minutes; ERR_TIME_OF_DAY. */
bool backup_time_parse(struct str s, int *minute, struct err *err);
/* The latest moment at this minute of a day in China that is not after `now`. */
msec backup_slot(msec now, int minute);
/* Is one to be made now? newest: time of the newest archive, tried: of the last try; 0 = none. */
bool backup_due(msec now, int minute, msec newest, msec tried);

#endif

/* The server's side of decoding photos: at most two helper processes (media/helper.h) that live on
 * between photos, started when first needed and again when one ended.
 *
 * A helper that crashes, is killed, takes too long or answers nonsense costs that photo an error
 * and is replaced; the server goes on. Any number of threads may ask; they wait for their turn. */
#ifndef TZ_MEDIA_POOL_H
#define TZ_MEDIA_POOL_H

#include "media/photo.h"

#include <pthread.h>
#include <sys/types.h>

enum {
    MEDIA_HELPERS_MAX = 2,
    MEDIA_CPU_MSEC = 5000,   /* of processor time for one photo */
    MEDIA_WALL_MSEC = 30000, /* of waiting for one photo, in all */
};

struct media_helper {
    pid_t pid; /* 0: none is running */
    int fd;
    bool busy;
    int photos; /* answered so far */
};

struct media_pool {
    pthread_mutex_t lock;
    pthread_cond_t free_one;
    struct media_helper helpers[MEDIA_HELPERS_MAX];
    const char *program; /* what is started; /proc/self/exe */
    const char *word;    /* its only argument; tests have others */
    int cpu_msec, wall_msec;
    unsigned started; /* processes so far */
};

/* Starts nothing yet. */
bool media_pool_init(struct media_pool *p, struct err *err);
/* Ends the helpers. Nobody may be asking any more. */
void media_pool_release(struct media_pool *p);

/* Facts of the photo, with the digest of its bytes. False with an error of this photo, or ERR_IO
 * when no helper can be started. */
bool photo_examine(struct media_pool *p, struct arena *a, struct str bytes, struct photo_facts *out,
                   struct err *err);

#endif

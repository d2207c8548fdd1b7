/* A small world for the targets that need more than bytes: the demonstration campaign in an area
 * tree of one prefecture, in a SQLite file of its own that goes with the process. Clock and random
 * bytes are pinned. */
#ifndef TZ_FUZZ_WORLD_H
#define TZ_FUZZ_WORLD_H

#include "fuzz.h"
#include "work/app.h"

enum { WORLD_USERS = 3 };

struct server;

struct world {
    struct app app;
    struct server *server;
    const char *cookies[WORLD_USERS]; /* of the demonstration's accounts, in their order */
    int64_t users[WORLD_USERS];
};

/* Made at the first call; ends the run when it cannot be made. */
struct world *world(void);
/* Sessions that an input ended begin again. */
void world_log_in(struct world *w);

#endif

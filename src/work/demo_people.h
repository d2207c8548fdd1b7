/* Units and accounts of the demonstration: one person for every role. None is a real person. */
#ifndef TZ_WORK_DEMO_PEOPLE_H
#define TZ_WORK_DEMO_PEOPLE_H

#include "base/arena.h"
#include "work/demo.h"

struct demo_people {
    struct arena *arena;
    struct str password; /* the hash of DEMO_PASSWORD */
    region_code prefecture, county, town;
    msec now;
};

/* Gives the id of the coordinator. In a write. */
bool demo_people_put(struct store_tx *tx, const struct demo_people *p, int64_t *coordinator,
                     struct err *err);

#endif

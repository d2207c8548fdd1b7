/* The findings of the demonstration, stored. */
#ifndef TZ_WORK_DEMO_LIFE_H
#define TZ_WORK_DEMO_LIFE_H

#include "store/store.h"
#include "work/demo_data.h"

struct demo_life {
    struct arena *arena;
    int64_t campaign;
    const struct standard *standard;
    const int64_t *places; /* ids, as the data counts them */
    struct date found[DEMO_ROUNDS];
};

bool demo_life_put(struct store_tx *tx, const struct demo_life *life, const struct demo_data *data,
                   struct err *err);

#endif

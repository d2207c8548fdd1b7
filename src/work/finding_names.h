/* Names by number, each asked of the store once: for lists that are longer than they have names. */
#ifndef TZ_WORK_FINDING_NAMES_H
#define TZ_WORK_FINDING_NAMES_H

#include "store/store.h"

enum finding_name { NAME_UNIT, NAME_REGION, NAME_USER, NAMES };

struct name_slot {
    int64_t id;
    struct str name;
    bool used;
};
struct finding_names {
    struct store_tx *tx; /* not the one in which rows are being read */
    struct arena *arena; /* what it holds grows with the names, not with the rows */
    struct {
        struct name_slot *slots;
        size_t n, cap;
    } of[NAMES];
    struct err err; /* the first failure; names are empty from then on */
};

/* Empty for 0 and for what there is not. */
struct str finding_name(struct finding_names *n, enum finding_name kind, int64_t id);

#endif

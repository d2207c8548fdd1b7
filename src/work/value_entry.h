/* Entering values: one at a time or many from a table; checked, kept with their history, scored.
 *
 * A writer sends the version of the value it saw (0 = there was none); whoever comes second is told
 * who changed what and when (ERR_CONFLICT). */
#ifndef TZ_WORK_VALUE_ENTRY_H
#define TZ_WORK_VALUE_ENTRY_H

#include "domain/values.h"
#include "work/app.h"

struct value_entry {
    int64_t campaign;
    region_code region;
    struct str code, part;
    int64_t place;
    period period;
    enum value_state state;
    bool has_value, has_ratio;
    dec value, numerator, denominator;
    struct str source, note;
    int64_t version; /* seen; -1 = overwrite whatever is there (imports) */
};

struct value_outcome {
    int64_t id, version;
    bool scored;                     /* the campaign has a round, so there is a board */
    dec points_before, points_after; /* of the region's default ranking */
    int rank_before, rank_after;     /* 0 = not ranked */
};

bool value_enter(struct app *app, const struct actor *who, const struct value_entry *in,
                 struct value_outcome *out, struct err *err);

/* All or nothing, in one transaction; every problem is added to `problems` with its row. Entries
 * with rows[i] tell the row number for messages; may be NULL. */
bool values_enter(struct app *app, const struct actor *who, const struct value_entry *in, int n,
                  const int *rows, struct err_list *problems, struct err *err);

#endif

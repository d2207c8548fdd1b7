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
    struct str place_name; /* in a batch with new_places: instead of its id */
    period period;
    enum value_state state;
    bool has_value, has_ratio; /* exactly one with VALUE_PRESENT, none otherwise */
    dec value, numerator, denominator;
    struct str source, note;
    int64_t version; /* that was seen; not looked at by values_enter */
};

struct value_outcome {
    int64_t id, version;
    region_code region; /* the ranked region around the value */
    bool scored_before, scored_after;
    dec points_before, points_after; /* in the standard's first ranking, latest round */
    int rank_before, rank_after;     /* 0 = not ranked */
};

bool value_enter(struct app *app, const struct actor *who, const struct value_entry *in,
                 struct value_outcome *out, struct err *err);

struct subject_row;

struct value_batch {
    int64_t campaign;
    const struct value_entry *entries;
    int n;
    const int *rows; /* of the entries in their file, for problems; may be NULL */
    /* Regions that are assessed from now on; none: NULL. */
    const struct subject_row *subjects;
    size_t n_subjects;
    bool new_places; /* places that entries name are made when they are new */
    bool dry;        /* only look; without subjects and new places */
};

/* All or nothing, in one transaction: values, and the places and assessed regions that come with
 * them. Every problem is added to `problems`, with its row, and ERR_VALUES_INVALID is set. */
bool values_enter(struct app *app, const struct actor *who, const struct value_batch *in,
                  struct err_list *problems, struct err *err);

#endif

/* Demonstration data: a made-up campaign that behaves like a real one.
 *
 * From a standard, the assessed regions and a seed it makes the places, marks, indicator values and
 * findings of two rounds. Nothing stores a total: the marks are drawn first and then nudged, mark
 * by mark, until the real scoring engine gives each on-site sheet the score the situation asks for.
 * Pure: same inputs, same data. Every name carries the word 演示. */
#ifndef TZ_WORK_DEMO_DATA_H
#define TZ_WORK_DEMO_DATA_H

#include "base/rng.h"
#include "domain/score.h"

enum { DEMO_ROUNDS = 2 };

struct demo_subject {
    region_code region;
    struct str name;
    int county;              /* index of the county it belongs to; its own index for a county */
    dec target[DEMO_ROUNDS]; /* wanted points of the on-site sheet in each round */
};

struct demo_place {
    region_code region;
    int checklist;
    struct str name;
};

struct demo_value {
    struct value v; /* v.place = index into places + 1, or 0 */
    int round;      /* 0.. for on-site marks, -1 for indicator values */
};

struct demo_finding {
    region_code region; /* of the subject */
    int county;
    int round;
    int64_t place; /* index + 1, or 0 */
    int item;
    struct str text_zh, text_en;
    bool open;
};

struct demo_data {
    VEC(struct demo_place) places;
    VEC(struct demo_value) values;
    VEC(struct demo_finding) findings;
};

struct demo_plan {
    const struct standard *standard;
    const struct demo_subject *subjects; /* counties and their towns */
    int n_subjects;
    period rounds[DEMO_ROUNDS];
    int sheet_node;  /* the node whose points the targets are about */
    int county_kind; /* subject kind of counties in the standard */
    int open_county; /* index of the county with exactly open_findings open ones in the last round
                      */
    int open_findings;
    uint64_t seed;
};

/* Fails with ERR_INTERNAL when a target cannot be reached by the standard's marks. */
bool demo_data_make(struct arena *arena, const struct demo_plan *plan, struct demo_data *out,
                    struct err *err);

#endif

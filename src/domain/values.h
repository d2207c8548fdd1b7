/* What was entered: the input of every score.
 *
 * A struct values holds the facts of many regions in one sorted array; build it with values_add and
 * values_seal, then it is immutable and may be shared between threads. Codes are indices of the
 * standard. All memory belongs to the arena. */
#ifndef TZ_DOMAIN_VALUES_H
#define TZ_DOMAIN_VALUES_H

#include "base/when.h"
#include "domain/standard.h"

struct value {
    region_code region;
    bool item; /* code is an item, else an indicator */
    int code;
    struct str part; /* "" = the value itself */
    int64_t place;   /* 0 = none; any id that is unique inside the region */
    period period;
    enum value_state state; /* VALUE_EMPTY_DENOMINATOR is derived by values_add */
    bool ratio;             /* numerator and denominator were given; value is derived */
    dec value, numerator, denominator;
    struct str source, note, place_name;
    int64_t id; /* of the stored row, 0 = none */
};

struct subject {
    region_code region;
    int kind;                /* in standard.subjects */
    int group;               /* in standard.groups, -1 = none */
    struct span values;      /* in values.at */
    int parent;              /* the nearest subject around it, or -1 */
    struct int_list members; /* subjects whose parent this is */
};

struct values {
    struct arena *arena;
    const struct standard *standard;
    struct value *at;
    size_t n, cap;
    struct subject *subjects; /* ascending region code */
    int n_subjects;
    size_t cap_subjects;
};

void values_init(struct values *v, struct arena *arena, const struct standard *s);
/* Room for n more values: one block instead of ever larger copies when n is known and large. */
bool values_reserve(struct values *v, size_t n, struct err *err);
/* The room behind the first n (reserved before) as values of their own, for another thread to fill;
 * both are whole again after values_join. What does not fit the room goes to `arena`. */
void values_split(struct values *v, size_t n, struct arena *arena, struct values *rest);
bool values_join(struct values *v, const struct values *rest, struct err *err);
/* Region, place, period and state as given, and whose code it is: an indicator's, else an item's;
 * false when the standard has no such code or there is no such state. Numbers and texts are left to
 * the caller. */
bool value_of_code(const struct standard *s, region_code region, int64_t place, struct str code,
                   period p, int64_t state, struct value *out);
/* Checks state against content (a present value needs a number; levels, yes/no and grades their
 * range), derives the rate, appends. */
bool values_add(struct values *v, const struct value *in, struct err *err);
/* Names a region as assessed even when it has no value yet, and sets its group (-1 = none). */
bool values_add_subject(struct values *v, region_code region, int group, struct err *err);
/* Sorts, refuses duplicates, finds the subjects and who is inside whom. */
bool values_seal(struct values *v, struct err *err);
/* Replaces the content of a value that is there (same region, code, part, place, period) in sealed
 * values; nobody may read them meanwhile. *found = false when there is no such value: then they
 * must be built anew. */
bool values_change(struct values *v, const struct value *in, bool *found, struct err *err);
/* Index of the subject, or -1. */
int values_subject(const struct values *v, region_code region);
/* The values of one indicator (item = false) or item of a subject: a run in v->at, in the order
 * part, place, period. */
struct span values_of(const struct values *v, int subject, bool item, int code);
/* The name that came with any mark of this place, or empty. */
struct str values_place_name(const struct values *v, region_code region, int64_t place);
/* The latest month (or year) that occurs. */
period values_latest(const struct values *v);

#endif

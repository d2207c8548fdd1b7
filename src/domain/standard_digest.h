/* What a judgement is bound to, and what changes between two editions.
 *
 * The digest of a part is the SHA-256 of its wording and scale in one canonical text: for a
 * clause and a requirement their text, for an indicator its name, unit, factor, wording, parts and
 * rules, for an item its points, method, bands and deductions, for a node its method, weights and
 * bands. Places of other things in the file, notes, departments and basis do not change it: a
 * result is carried over as long as the same thing is judged by the same scale. */
#ifndef TZ_DOMAIN_STANDARD_DIGEST_H
#define TZ_DOMAIN_STANDARD_DIGEST_H

#include "base/hash.h"
#include "domain/standard.h"

enum part_kind { PART_CLAUSE, PART_REQUIREMENT, PART_INDICATOR, PART_ITEM, PART_NODE, PART_KINDS };
/* "clause", "requirement", "indicator", "item", "node". */
const char *part_kind_word(enum part_kind kind);

struct part_digest {
    enum part_kind kind;
    int index; /* in the array of its kind */
    struct str code;
    struct text2 name;
    char hex[SHA256_HEX];
};

struct standard_digest {
    struct part_digest *parts; /* by kind, then as in the standard */
    int n_parts;
    char hex[SHA256_HEX]; /* of the whole: identity, states, rankings, conditions and all parts */
};

bool standard_digest(const struct standard *s, struct arena *a, struct standard_digest *out,
                     struct err *err);

enum diff_kind { DIFF_SAME, DIFF_CHANGED, DIFF_ADDED, DIFF_REMOVED };

struct diff_row {
    enum part_kind kind;
    enum diff_kind diff;
    struct str code;
    struct text2 name;
    int before, now;   /* indices in the old and the new standard, -1 = not there */
    struct text2 what; /* of a change: each line that differs, "points: 10 -> 12" */
};

/* Rows by kind: those of the new standard in its order, then what was removed. */
bool standard_diff(const struct standard *before, const struct standard *now, struct arena *a,
                   struct diff_row **rows, int *n, struct err *err);

#endif

/* Counters of findings: how many of a county are alike, by day found, and by day and month of the
 * deadline (sql/finding_tally.sql). Whatever writes a finding says so here; the counters are
 * changed once for all jobs of a transaction, right before its commit (store/writer.c), in the
 * order of their keys. So many findings that are reported at once change one counter once, and two
 * servers never wait for each other's counters in a circle. For store/ only. */
#ifndef TZ_STORE_FINDING_TALLY_H
#define TZ_STORE_FINDING_TALLY_H

#include "store/rows_gen.h"
#include "store/store.h"

/* The finding was counted as `was` (NULL: it is new) and is counted as `is` from now on. In a
 * write. */
bool tally_change(struct store_tx *tx, const struct finding_row *was, const struct finding_row *is,
                  struct err *err);

struct tally; /* of one writer */
struct tally *tally_new(struct err *err);
void tally_free(struct tally *t);
/* What a job that failed had said is taken back to where it was before. */
size_t tally_mark(const struct tally *t);
void tally_back(struct tally *t, size_t mark);
/* Into the tables. Nothing is left afterwards, whatever happens. */
bool tally_flush(struct store_tx *tx, struct err *err);

#endif

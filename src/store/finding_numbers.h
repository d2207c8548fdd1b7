/* Numbers of findings: boards, ageing, rates, tables, rounds (docs/numbers.md). Of a
 * county or something larger they come from the counters that every write keeps up to date
 * (store/finding_tally.h); inside of a county from the findings themselves. */
#ifndef TZ_STORE_FINDING_NUMBERS_H
#define TZ_STORE_FINDING_NUMBERS_H

#include "base/when.h"
#include "domain/calendar.h"
#include "domain/performance.h"
#include "domain/region.h"
#include "store/rows_gen.h"
#include "store/store.h"

/* The parts of the counters by deadline. */
enum due_part {
    DUE_FIXED,
    DUE_FIXED_LATE,
    DUE_CLOSED,
    DUE_CLOSED_LATE,
    DUE_RUNNING,
    DUE_SUSPENDED,
    DUE_RETURNED,
    DUE_RETURNED_RUNNING
};

/* Every kind of findings that the region has, with how many; in no order, a kind may come twice. */
bool store_finding_counts(struct store_tx *tx, int64_t campaign, region_code region,
                          bool (*row)(void *ctx, const struct finding_count_row *row,
                                      struct err *err),
                          void *ctx, struct err *err);

/* Open ones by how many days ago they were found: up to AGE_DAYS[0], up to AGE_DAYS[1], ..., more.
 */
enum { FINDING_AGES = 6 };
extern const int AGE_DAYS[FINDING_AGES - 1];
bool store_finding_ages(struct store_tx *tx, int64_t campaign, region_code region, int64_t today,
                        int64_t out[FINDING_AGES], struct err *err);

/* Whose deadline runs: it has run out at `now`, or does so between now and soon. */
bool store_finding_running(struct store_tx *tx, int64_t campaign, region_code region, msec now,
                           msec soon, int64_t *late, int64_t *soon_n, struct err *err);

/* What waits in its state for longer than it may at `now`, by state. */
bool store_finding_stages_late(struct store_tx *tx, int64_t campaign, region_code region, msec now,
                               bool (*row)(void *ctx, const struct stage_count_row *row,
                                           struct err *err),
                               void *ctx, struct err *err);

/* Of the deadlines from .. until, as it stands at `now`. */
struct finding_period {
    msec from, until, now;
};
struct finding_rate {
    int64_t key; /* county, or the unit that led (0 = none did) */
    struct str name, name_en;
    struct performance p;
};
struct finding_rates {
    struct finding_rate *at;
    size_t n, cap;
};
/* By lead unit, or by county; in the order of the key. One that has findings but no case yet is
 * there, too. */
bool store_finding_performance(struct store_tx *tx, struct arena *arena, int64_t campaign,
                               region_code region, const struct finding_period *when,
                               bool by_county, struct finding_rates *out, struct err *err);

/* Findings found in a period, by what they have in common (sql/finding_table.sql). */
enum finding_by { FINDINGS_BY_UNIT, FINDINGS_BY_REGION, FINDINGS_BY_ITEM, FINDINGS_BY_KIND };
struct finding_table {
    int64_t campaign;
    region_code region;
    enum finding_by by; /* region: those of the level below, and the region itself */
    struct finding_period found;
};
/* In the order of key or code, behind `after` (NULL = from the beginning), at most n. */
bool store_finding_table(struct store_tx *tx, struct arena *arena, const struct finding_table *t,
                         const struct finding_sum_row *after, int n, struct finding_sum_rows *out,
                         struct err *err);

/* All counters made anew from the findings. In a write. */
bool store_finding_recount(struct store_tx *tx, struct err *err);

#endif

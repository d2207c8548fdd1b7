/* Finding findings: a page of a list, how many there are, all of them as a ledger.
 *
 * Lists follow an index: by deadline (open ones before those that ended, those without a deadline
 * first), or the last found first; of one county what waits in a step for too long, the longest
 * first. What no index carries is asked of each row on the way, so that a
 * page never looks at more than FINDING_WALK rows: it may then hold fewer rows than it could, and
 * `next` says where to look on. */
#ifndef TZ_STORE_FINDING_FIND_H
#define TZ_STORE_FINDING_FIND_H

#include "base/when.h"
#include "domain/region.h"
#include "store/rows_gen.h"
#include "store/store.h"

enum { FINDING_WALK = 20000 };
enum finding_which { FINDINGS_ALL, FINDINGS_OPEN, FINDINGS_ENDED };
enum finding_sort {
    FINDINGS_BY_DUE,
    FINDINGS_BY_FOUND,
    FINDINGS_BY_STAGE, /* with .stage; above a county like FINDINGS_BY_DUE */
};
/* What a list shows. Empty texts and zeros: any. */
struct finding_filter {
    int64_t campaign;
    region_code region;
    enum finding_which which;
    enum finding_sort sort;
    int64_t unit; /* only what waits for this unit, by deadline; 0 = whatever */
    struct str state, source, item, kind, form;
    struct str items; /* any of these codes, a blank around each */
    int64_t round, lead;
    int64_t partner; /* takes part, as lead or co where `part` says so */
    struct str part;
    int64_t severity, severity_to; /* at least, at most; 0 = any */
    bool repeated, paper, again, flagged, unowned;
    msec before; /* due before this moment, the clock running */
    msec stage;  /* its step was to be over before this moment; 0 = whenever */
    msec due_from, due_until, found_from, found_until;
    struct str words; /* stand in description, place or address */
};

/* A row of a list; id 0 = none. */
struct finding_at {
    bool open;
    int64_t key, id; /* deadline, time found or limit of the step */
};

/* after: NULL = from the beginning; may be next. next->id 0: that was all. */
bool store_finding_page(struct store_tx *tx, struct arena *arena, const struct finding_filter *f,
                        const struct finding_at *after, int n, struct finding_line_rows *out,
                        struct finding_at *next, struct err *err);
/* How many, counting no further than `most`. */
bool store_finding_count(struct store_tx *tx, const struct finding_filter *f, int64_t most,
                         int64_t *n, struct err *err);
/* All of them in the order of the list, at most `most`; none is held in memory. */
typedef bool finding_ledger_fn(void *ctx, const struct finding_ledger_row *row, struct err *err);
bool store_finding_ledger(struct store_tx *tx, const struct finding_filter *f, int64_t most,
                          finding_ledger_fn *row, void *ctx, struct err *err);
/* Those with a position, at most n of each, looking at FINDING_WALK rows; *more: there may be
 * others.
 */
bool store_finding_spots(struct store_tx *tx, struct arena *arena, const struct finding_filter *f,
                         int n, struct finding_spot_rows *out, bool *more, struct err *err);
/* Open ones by the day on which they are due, from .. until; *more: there were more than
 * FINDING_DUE_MAX, the last days lack some. */
enum { FINDING_DUE_MAX = 200000 };
bool store_finding_days(struct store_tx *tx, struct arena *arena, int64_t campaign,
                        region_code region, msec from, msec until, struct finding_day_rows *out,
                        bool *more, struct err *err);

#endif

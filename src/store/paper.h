/* Numbered papers about findings, with the frozen data that they were made from (docs/papers.md).
 * The workflows of work/papers.h alone write them. */
#ifndef TZ_STORE_PAPER_H
#define TZ_STORE_PAPER_H

#include "base/when.h"
#include "domain/region.h"
#include "store/finding_numbers.h"
#include "store/rows_gen.h"
#include "store/store.h"

/* The next number of campaign, kind and year. In a write; a failure gives it back. */
bool store_paper_number(struct store_tx *tx, int64_t campaign, struct str kind, int64_t year,
                        int64_t *number, struct err *err);
/* Sets row->id and, from the cut, row->digest (text in the arena). In a write. */
bool store_paper_insert(struct store_tx *tx, struct arena *arena, struct paper_row *row,
                        const int64_t *findings, size_t n, struct err *err);
bool store_paper_get(struct store_tx *tx, struct arena *arena, int64_t id, struct paper_row *out,
                     bool *found, struct err *err);
bool store_paper_line(struct store_tx *tx, struct arena *arena, int64_t id,
                      struct paper_line_row *out, bool *found, struct err *err);
struct paper_filter {
    int64_t campaign;
    struct str shelf;
    region_code region;        /* inside of it */
    bool around;               /* or around it */
    struct str path, path_end; /* of the units they go to; path_end.n == 0: all */
    bool waiting;              /* not received, not published */
};
/* The latest first, with an id < before (0: from the latest on). */
bool store_paper_page(struct store_tx *tx, struct arena *arena, const struct paper_filter *f,
                      int64_t before, int n, struct paper_line_rows *out, struct err *err);
/* Those of one call; none for an empty key. */
bool store_paper_by_key(struct store_tx *tx, struct arena *arena, int64_t campaign, struct str key,
                        struct paper_line_rows *out, struct err *err);
/* In which the finding stands. */
bool store_paper_of_finding(struct store_tx *tx, struct arena *arena, int64_t finding,
                            struct paper_line_rows *out, struct err *err);
/* Received or published: of the row id, done_*, note and added. *fits is false when it was done
 * before. In a write. */
bool store_paper_done(struct store_tx *tx, const struct paper_row *row, bool *fits,
                      struct err *err);

/* Several findings with what belongs to them, each list by finding; ids that are none of the
 * campaign are left out. */
struct paper_cases {
    struct paper_case_rows cases;
    struct finding_defect_rows defects;
    struct paper_part_rows parts;
    struct paper_photo_rows photos; /* from store_paper_photos alone */
};
bool store_paper_cases(struct store_tx *tx, struct arena *arena, int64_t campaign,
                       const int64_t *ids, size_t n, struct paper_cases *out, struct err *err);
/* The photos of what was found, of all the cases. */
bool store_paper_photos(struct store_tx *tx, struct arena *arena, const int64_t *ids, size_t n,
                        struct paper_cases *out, struct err *err);
/* Found or closed in the period, or late at when->now; at most n, by id. */
bool store_paper_weekly(struct store_tx *tx, struct arena *arena, int64_t campaign,
                        struct region_range range, const struct finding_period *when, int n,
                        struct paper_cases *out, struct err *err);

/* ---- units in rankings and lists (paper_unit.c) ----------------------------------------------
 */

bool store_paper_units_insert(struct store_tx *tx, const struct paper_unit_row *rows, size_t n,
                              struct err *err);
bool store_paper_unit_lines(struct store_tx *tx, struct arena *arena, int64_t paper,
                            struct paper_unit_line_rows *out, struct err *err);
/* *fits is false when it does not stand there any more. In a write. */
bool store_paper_unit_off(struct store_tx *tx, int64_t paper, int64_t unit, msec at, int64_t by,
                          struct str how, struct str reason, bool *fits, struct err *err);
/* By unit, the oldest first. */
bool store_paper_replies(struct store_tx *tx, struct arena *arena, int64_t paper,
                         struct paper_reply_rows *out, struct err *err);
bool store_paper_reply_insert(struct store_tx *tx, const struct paper_reply_row *row,
                              struct err *err);
/* Of the row: paper, unit, n and what was decided. *fits is false when it was before. */
bool store_paper_reply_decide(struct store_tx *tx, const struct paper_reply_row *row, bool *fits,
                              struct err *err);
/* The latest first; drafts only when `everything`, or when a unit of the span stands in them. */
bool store_paper_reports(struct store_tx *tx, struct arena *arena, const struct paper_filter *f,
                         bool everything, int64_t before, int n, struct paper_line_rows *out,
                         struct err *err);
bool store_paper_kinds_of_units(struct store_tx *tx, struct arena *arena, const int64_t *ids,
                                size_t n, struct paper_kind_of_unit_rows *out, struct err *err);
/* How many findings that the unit leads in the range are open and late. */
bool store_paper_unit_late(struct store_tx *tx, int64_t campaign, int64_t unit,
                           struct region_range range, msec now, int64_t *n, struct err *err);

/* What a campaign has switched off. */
bool store_campaign_switched_off(struct store_tx *tx, int64_t campaign, struct str name, bool *off,
                                 struct err *err);
bool store_campaign_switch(struct store_tx *tx, int64_t campaign, struct str name, bool off,
                           int64_t by, msec at, struct err *err);

/* "[1,2]" for statements that take a list; .p is NULL when memory is out. */
struct str store_id_list(struct arena *arena, const int64_t *ids, size_t n);

#endif

/* What all papers are made of; for the files that make papers only. */
#ifndef TZ_WORK_PAPER_PARTS_H
#define TZ_WORK_PAPER_PARTS_H

#include <jansson.h>

#include "base/json.h"
#include "domain/standard.h"
#include "office/book.h"
#include "office/docx.h"
#include "store/paper.h"
#include "work/papers.h"

/* One call that makes papers, inside of the write. */
struct paper_making {
    struct app *app;
    struct store_tx *tx;
    struct arena *arena;
    const struct actor *who;
    int64_t campaign;
    msec now;
    struct str campaign_name, region_name, issuer, standard_id, standard_edition;
    struct text2 standard_name;
    region_code region; /* of the campaign */
    bool demo;
    const struct standard *standard;
    int photos; /* in the cut so far */
};
/* What the papers say about the campaign and about who makes them. */
bool paper_begin(struct paper_making *m, struct err *err);
/* Opens the cut with what every paper begins with; `number` is known. Ends with json_end. */
bool paper_cut_begin(struct paper_making *m, struct json *j, enum paper_kind kind, int64_t number,
                     struct err *err);
/* Keeps the paper and its entry of the record; row: kind .. cut as they are, the rest is filled. */
bool paper_keep(struct paper_making *m, enum paper_kind kind, struct paper_row *row,
                const int64_t *findings, size_t n, struct err *err);
/* The papers that a call with this key made: *again when there are any, and they are of the same
 * person and kind; ERR_KEY_USED when they are not. */
bool paper_repeated(struct store_tx *tx, struct arena *arena, const struct actor *who,
                    int64_t campaign, struct str key, enum paper_kind kind,
                    struct paper_line_rows *out, bool *again, struct err *err);

/* The finding as a member of an array of the cut. */
void paper_case(struct paper_making *m, struct json *j, const struct paper_cases *all, size_t i);

/* ---- bulletins, rankings, lists --------------------------------------------------------------
 */

/* ERR_REPORT_PERIOD when it is upside down, too long, or has not begun. */
bool report_period(struct app *app, const struct report_new *new, struct err *err);
/* The region lies inside of the campaign's and of what is reached. */
bool report_region(struct paper_making *m, const struct report_new *new, struct region_row *region,
                   struct err *err);
struct str paper_title(struct paper_making *m, enum paper_kind kind, struct str region,
                       const struct report_new *new, enum lang lang);
/* A unit has still something to do, and the time for it is over. */
bool paper_late(const struct paper_case_row *f, msec now);
int64_t paper_days_late(msec due, msec now);

enum weekly_section {
    WEEKLY_FOUND,
    WEEKLY_LATE,
    WEEKLY_CLOSED,
    WEEKLY_REPEATED,
    WEEKLY_GOOD,
    WEEKLY_SECTION_COUNT
};
extern const char *const WEEKLY_SECTIONS[WEEKLY_SECTION_COUNT]; /* members of the cut */
enum { STANDING_GROUPS_MAX = 30 };

/* ---- reading a cut, for files ----------------------------------------------------------------
 */

/* Tags that every template has: demo, issuer, number, title, signer, date, data_cut, digest,
 * record. */
void paper_docx_head(struct docx_values *v, const json_t *cut, struct str bytes);
void paper_say(struct docx_values *v, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* A code of the life of findings in Chinese. */
struct str paper_source(struct str code);
struct str paper_state(struct str code);
/* What was seen, the defects one by one, and what is to be done, in lines. */
struct str paper_what(struct arena *a, const json_t *finding);
/* The flag "long": its row may be broken across pages. */
void paper_long(struct docx_values *v, const json_t *finding);
/* The deadline with what stands beside it, in lines. */
struct str paper_due(struct arena *a, const json_t *finding);
/* Lead unit and those that take part. */
struct str paper_units(struct arena *a, const json_t *finding);
/* A workbook with the label of demonstrations, and what stands under each of its tables. */
struct book *paper_book(struct arena *a, const json_t *cut, struct err *err);
void paper_book_foot(struct arena *a, struct book_sheet *s, int row, const json_t *cut);

#endif

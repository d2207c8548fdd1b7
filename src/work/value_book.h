/* The workbook in which a unit fills in its values: out pre-filled, in checked, back with its bad
 * cells marked. Columns are those of docs/values-format.md (work/value_table.h); sheets 指标 and
 * 现场评分 (Indicators, On-site in English). */
#ifndef TZ_WORK_VALUE_BOOK_H
#define TZ_WORK_VALUE_BOOK_H

#include "base/buf.h"
#include "work/value_entry.h"

/* Everything that is asked of `region` and of what is assessed inside it, with what is known
 * already: indicators with their parts, references, sub-areas and years; on-site items of the
 * latest round at the places that are known. */
bool value_book_template(struct app *app, struct store_tx *tx, int64_t campaign, region_code region,
                         enum lang lang, struct buf *out, struct err *err);

struct value_book_report {
    int rows;  /* lines that hold something */
    bool kept; /* stored, or with dry: would be */
};

struct upload {
    struct str name; /* as the person knows it: problems stand at "name!sheet" */
    struct str data;
};

/* An uploaded workbook. All or nothing; every problem at its cell goes to `problems`, which may be
 * full while the function returns true: then nothing was kept and the report says so. False only
 * when the system failed. */
bool value_book_import(struct app *app, const struct actor *who, struct arena *arena,
                       int64_t campaign, struct upload file, bool dry,
                       struct value_book_report *out, struct err_list *problems, struct err *err);

/* The same workbook with every bad cell marked and a sheet that lists the problems. */
bool value_book_mark(struct app *app, const struct actor *who, struct arena *arena,
                     int64_t campaign, struct upload file, enum lang lang, struct buf *out,
                     struct err *err);

#endif

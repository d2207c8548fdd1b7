/* Excel workbooks (.xlsx) in.
 *
 * Every sheet becomes a struct table labelled "book.xlsx!sheet"; its first row that is not empty is
 * the head. Numbers are turned back from Excel's binary doubles into the decimal text a person
 * typed (15 significant digits, plain notation). Cells with a date format come as CELL_DATE with
 * ISO text. Formulas and merged cells are errors unless the options allow them. Input may be
 * hostile: see office/pack.h for the limits. */
#ifndef TZ_OFFICE_XLSX_H
#define TZ_OFFICE_XLSX_H

#include "office/table.h"

struct sheet {
    struct str name;
    bool hidden;
    bool skipped; /* not among options.only: the table is empty */
    struct table table;
};

struct workbook {
    struct str file;
    VEC(struct sheet) sheets;
};

enum { XLSX_SHEETS_MAX = 64 };

struct xlsx_options {
    struct table_limits limits; /* of each sheet; total_bytes also of all texts together */
    bool allow_formulas;        /* take the value that was saved with a formula */
    bool allow_merged;
    bool fill_merged; /* with allow_merged: every cell of a merged range has what it shows */
    size_t
        head_cells; /* the head has at least so many cells; what stands above it is passed over */
    const char *const *only; /* names of the sheets wanted; NULL = all */
    size_t only_n;
};

/* False when anything was added to errs; what could be read is in *out all the same, so that the
 * workbook can go back with its bad cells marked (out->sheets.n is 0 when it could not be opened).
 */
bool xlsx_read(struct arena *arena, struct str file, struct str data,
               const struct xlsx_options *options, struct workbook *out, struct err_list *errs);

/* The sheet by name; NULL when there is none. */
const struct sheet *workbook_sheet(const struct workbook *w, const char *name);

#endif

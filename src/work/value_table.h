/* Values as rows of a CSV file or worksheet (docs/values-format.md), read strictly.
 *
 * Every problem is reported with file, row and column; `values` is complete only when there was
 * none. Used by `taizhang score` (which goes on with `values`) and by the import of values (which
 * goes on with `rows`). All memory belongs to the arena; texts are views into the table. */
#ifndef TZ_WORK_VALUE_TABLE_H
#define TZ_WORK_VALUE_TABLE_H

#include "domain/values.h"
#include "office/table.h"

enum value_column {
    VALUE_REGION,
    VALUE_CODE,
    VALUE_PART,
    VALUE_PLACE,
    VALUE_PERIOD,
    VALUE_STATE,
    VALUE_VALUE,
    VALUE_NUMERATOR,
    VALUE_DENOMINATOR,
    VALUE_GROUP,
    VALUE_SOURCE,
    VALUE_NOTE,
    /* for the reader of a template only; not looked at */
    VALUE_REGION_NAME,
    VALUE_NAME,
    VALUE_UNIT,
    VALUE_REQUIREMENT,
    VALUE_COLUMNS
};
/* Ids and labels, in the order of the enum. */
extern const struct table_column VALUE_TABLE_COLUMNS[VALUE_COLUMNS];

struct value_table_row {
    struct value value; /* as values_add takes it; place: number of the place in this table, 0 =
                           none; place_name its name */
    int group;          /* index in the standard, -1 = not given */
    int row;            /* in the file */
    bool empty;         /* no state, no number: a line of a template that was not filled in */
};

struct value_table {
    VEC(struct value_table_row) rows;
    struct values values; /* sealed */
};

struct value_table_options {
    /* Lines without state and number are passed over (and marked `empty`) instead of refused. */
    bool empty_rows_allowed;
};

/* False when there was any problem. */
bool value_table_read(const struct table *t, const struct standard *s, struct arena *arena,
                      const struct value_table_options *options, struct value_table *out,
                      struct err_list *problems);

#endif

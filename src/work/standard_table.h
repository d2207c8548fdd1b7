/* A table of an office file as a table of a standard: for CSV files and workbooks alike. */
#ifndef TZ_WORK_STANDARD_TABLE_H
#define TZ_WORK_STANDARD_TABLE_H

#include "domain/standard_source.h"
#include "office/table.h"

/* The cells stay where they are; only the shape changes. */
bool standard_table_of_office(struct arena *a, const struct table *from, struct str name,
                              struct standard_table *to);

#endif

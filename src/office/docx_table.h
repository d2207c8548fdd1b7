/* Tables of Word documents (.docx) in. Input may be hostile: see office/pack.h for the limits. */
#ifndef TZ_OFFICE_DOCX_TABLE_H
#define TZ_OFFICE_DOCX_TABLE_H

#include "office/table.h"

/* The first table of the document with a row of at least head_cells cells that are not empty: that
 * row is its head. Merged cells have what they show. row and column of a cell count inside of the
 * table. ERR_DOCX_NO_TABLE when there is none. */
bool docx_table_read(struct arena *arena, struct str file, struct str data, size_t head_cells,
                     const struct table_limits *limits, struct table *out, struct err_list *errs);

#endif

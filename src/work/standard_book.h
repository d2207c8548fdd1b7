/* Shared by standard_files.c and standard_book.c. */
#ifndef TZ_WORK_STANDARD_BOOK_H
#define TZ_WORK_STANDARD_BOOK_H

#include "office/table.h"
#include "work/standard_files.h"

/* The cells stay where they are; only the shape changes. */
bool standard_table_of_office(struct arena *a, const struct table *from, struct str name,
                              struct standard_table *to);

#endif

/* A workbook (.xlsx) of one long sheet, written row after row: a row is on disk when the next one
 * begins, so that a million rows need no more memory than ten.
 *
 *   struct book_roll *r = book_roll_create(title, created, columns, n, notice, &err);
 *   book_roll_text(r, text); book_roll_blank(r); book_roll_number(r, 3);  ... one for each column
 *   book_roll_finish(r, &fd, &err);
 *
 * The head stands in row 1, frozen, with a filter, and on every printed page (A4 across, as wide as
 * the page); texts are wrapped. The file has no name: it is gone when fd is closed. */
#ifndef TZ_OFFICE_BOOK_ROLL_H
#define TZ_OFFICE_BOOK_ROLL_H

#include "base/when.h"
#include "office/book.h"

struct book_roll;

/* At most 64 columns, of which label and width count. notice: in red above every printed page, or
 * NULL. Texts of columns, notice and title must live until the end. ERR_MEMORY, ERR_IO,
 * ERR_DISK_FULL. */
struct book_roll *book_roll_create(const char *title, msec created,
                                   const struct book_column *columns, int n, const char *notice,
                                   struct err *err);
/* The next cell of the row; behind the last column a new row begins. What fails is told at the end.
 */
void book_roll_text(struct book_roll *r, struct str text);
void book_roll_number(struct book_roll *r, int64_t n);
/* The file, to be closed by the caller, at its beginning. Frees r, also after a failure. */
bool book_roll_finish(struct book_roll *r, int *fd, struct err *err);
/* Leaves it. NULL is allowed. */
void book_roll_free(struct book_roll *r);

#endif

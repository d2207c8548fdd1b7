/* Excel workbooks (.xlsx) out.
 *
 *   struct book *b = book_create(&arena, STR("标题"), created, &err);
 *   struct book_sheet *s = book_sheet(b, STR("指标"), columns, n, 0);
 *   book_text(s, 2, 1, STR("A1")); book_number(s, 2, 2, d);
 *   book_finish(b, &out, &err);
 *
 * Rows and columns count from 1, as in errors. Row 1 is the head, written by book_sheet, frozen and
 * with a filter. What fails on the way is remembered and told by book_finish, which must be called
 * (it frees the book, also after a failure). The same calls give the same bytes. */
#ifndef TZ_OFFICE_BOOK_H
#define TZ_OFFICE_BOOK_H

#include "base/when.h"
#include "office/xlsx.h"

struct book;
struct book_sheet;

struct book_column {
    const char *label;          /* head */
    const char *note;           /* comment on the head: what belongs here; NULL = none */
    int width;                  /* in half-width characters; 0 = by the label, at least 12 */
    int places;                 /* digits shown behind the point, at most 4; 0 = as they are */
    bool hidden;                /* key column that the program needs and the clerk does not */
    bool open;                  /* cells may be changed on a BOOK_LOCKED sheet */
    const char *const *choices; /* list to choose from (all together at most 255 characters), or */
    size_t choices_n;
};

enum book_sheet_flags {
    BOOK_HIDDEN = 1,
    BOOK_LOCKED = 2, /* protected without a password: against slips, not against intent */
    BOOK_NO_FILTER = 4,
};

enum book_style {
    BOOK_PLAIN,
    BOOK_BAD, /* red fill */
    BOOK_BOLD,
    BOOK_MUTED, /* grey text */
    BOOK_WRAP,
    BOOK_NOTICE, /* bold red text */
    BOOK_STYLES
};

/* NULL when memory is out. `created` is the time in the file's properties. */
struct book *book_create(struct arena *a, struct str title, msec created, struct err *err);
/* For the sheets made from now on: this text in red above every printed page (less than 200 bytes,
 * without '&'), and a red tab. */
void book_notice(struct book *b, const char *text);
/* Prints on A4 across, as wide as the page, the head on every page, the pages numbered.
 * Name: 1..31 characters without []:*?/\ ; others are replaced by '_', and a name that is taken
 * gives way to SheetN. NULL after a failure; all functions below take a NULL sheet and do nothing.
 * columns must live until book_finish. */
struct book_sheet *book_sheet(struct book *b, struct str name, const struct book_column *columns,
                              size_t n, unsigned flags);
void book_text(struct book_sheet *s, int row, int column, struct str text);
void book_number(struct book_sheet *s, int row, int column, dec value);
/* As a reader delivered it: numbers as numbers when Excel can hold them exactly, else as text. */
void book_cell(struct book_sheet *s, int row, int column, struct str text, enum cell_kind kind,
               enum book_style style);
/* A comment on a cell. */
void book_note(struct book_sheet *s, int row, int column, struct str text);
/* Applies the lists of choices and the protection to rows 2..last_row. */
void book_rows(struct book_sheet *s, int last_row);
bool book_finish(struct book *b, struct buf *out, struct err *err);

/* The uploaded workbook back to its sender: same sheets and cells, cells with an error red with the
 * text as comment, and a last sheet 问题清单 / Problems that lists all. Errors are matched by
 * place.file ("book.xlsx!sheet"), row and column. Sheets that the reader skipped are left out. */
bool book_mark(struct arena *a, const struct workbook *w, const struct err_list *errs,
               enum lang lang, msec created, struct buf *out, struct err *err);

#endif

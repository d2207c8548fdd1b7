/* CSV in and out (RFC 4180, comma, UTF-8).
 *
 * Reading is strict: a byte order mark is dropped; other encodings, NUL bytes, unclosed or stray
 * quotation marks and rows with another number of cells than the head are errors. Blank lines and
 * rows of empty cells are passed over but counted. Nothing is trimmed. A row's number is that of
 * the record: the head is 1; line breaks inside quotation marks do not count. */
#ifndef TZ_OFFICE_CSV_H
#define TZ_OFFICE_CSV_H

#include "office/table.h"

#include <stdio.h>

struct csv_options {
    struct table_limits limits;
    bool gb18030; /* the input is GB18030 (a superset of GBK and GB2312); default strict UTF-8 */
};

/* Exactly one of data and stream is used (stream when not NULL; read from where it stands). `file`
 * is the label in errors. NULL options = the defaults. Memory: one row and a block of input. */
bool csv_each(struct str file, struct str data, FILE *stream, const struct csv_options *options,
              table_row_fn *fn, void *ctx, struct err_list *errs);

/* The whole file as a table in the arena; false when anything was added to errs (the rows that were
 * in order are there all the same). */
bool csv_read(struct arena *arena, struct str file, struct str data,
              const struct csv_options *options, struct table *out, struct err_list *errs);

/* Writer. Goes to the FILE (the caller checks ferror at the end) or to the buf (buf_failed). Lines
 * end with CR LF. `guard` is for files that people open in a spreadsheet program: a text that would
 * be taken for a formula (starts with = + - @ TAB CR and is no number) gets an apostrophe in front.
 */
struct csv_writer {
    FILE *file;
    struct buf *buf;
    bool guard;
    bool inside; /* a cell of this row was written */
};

void csv_bom(struct csv_writer *w); /* for Excel, which takes a file without it for GBK */
void csv_cell(struct csv_writer *w, struct str text);
void csv_end_row(struct csv_writer *w);

#endif

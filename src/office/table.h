/* The one shape in which CSV files and worksheets reach the rest of the program.
 *
 * A table has a head row with one cell per column and rows of exactly that many cells. Rows in
 * which every cell is empty are dropped; `row` and `column` of a cell are its place in the file,
 * from 1, as a spreadsheet program shows them, so that an error can point at it. Texts are UTF-8
 * without NUL.
 *
 * Readers deliver rows one by one to a table_row_fn (for files that must not be held in memory) or
 * collect them in a struct table, whose memory belongs to the caller's arena. What is wrong is
 * added to an err_list: problems of single rows do not stop the reader, a damaged file or an
 * exceeded limit does. */
#ifndef TZ_OFFICE_TABLE_H
#define TZ_OFFICE_TABLE_H

#include "base/arena.h"
#include "base/dec.h"
#include "base/err.h"
#include "base/vec.h"

enum cell_kind {
    CELL_EMPTY,
    CELL_TEXT,
    CELL_NUMBER, /* xlsx only: the text is plain decimal notation with at most 15 digits */
    CELL_BOOL,   /* xlsx only: "true" or "false" */
    CELL_DATE,   /* xlsx only: "2026-04-01", with a time "2026-04-01T08:30", a time alone "08:30" */
    CELL_FORMULA, /* xlsx only, where formulas are not allowed: the text is the cached value */
    CELL_FAULT,   /* xlsx only: "#DIV/0!" and the like */
};

struct cell {
    struct str text;
    int row, column;
    enum cell_kind kind;
};

struct table_row {
    int row;
    const struct cell *cells; /* one per column of the head */
};

struct table {
    struct str file; /* "rules.csv" or "book.xlsx!rules" */
    const struct cell *head;
    size_t columns;
    VEC(struct table_row) rows;
};

/* Most that is taken in; 0 = the default. */
struct table_limits {
    size_t rows;        /* without the head; default 100,000 */
    size_t columns;     /* default 200 */
    size_t cell_bytes;  /* default 32,767 */
    size_t total_bytes; /* of all cells; default 64 MB */
};

/* Called for the head and then for each row; the cells live until it returns. False stops the
 * reader, which then returns false without adding an error. */
typedef bool table_row_fn(void *ctx, bool is_head, size_t columns, const struct table_row *row);

struct table_limits table_limits_of(const struct table_limits *limits); /* defaults filled in */

/* Collects rows; pass table_collect and a struct table_collector to a streaming reader. */
struct table_collector {
    struct arena *arena;
    struct table *table;
    bool out_of_memory;
};
bool table_collect(void *ctx, bool is_head, size_t columns, const struct table_row *row);

/* A column as a caller wants it. The head may show the id or one of the two labels. */
struct table_column {
    const char *id;
    const char *label_zh, *label_en; /* NULL = none */
    bool optional;
};

enum { TABLE_BIND_MAX = 128 };

/* Where each wanted column stands: at[i] is an index into a row's cells, -1 = not there. */
struct table_binding {
    const struct table *table;
    const struct table_column *columns;
    size_t n;
    int at[TABLE_BIND_MAX];
};

/* Reports unknown, missing and repeated columns; false when there was any. n <= TABLE_BIND_MAX. */
bool table_bind(const struct table *t, const struct table_column *columns, size_t n,
                struct table_binding *out, struct err_list *errs);
/* The cell of wanted column i in this row; an empty cell at column 0 when the column is not there.
 */
struct cell table_cell(const struct table_binding *b, const struct table_row *row, size_t i);
/* The same by column id; the id must be one of those bound. */
struct cell table_cell_id(const struct table_binding *b, const struct table_row *row,
                          const char *id);

/* Adds an error at this cell; always false. */
bool table_fail(const struct table *t, const struct cell *cell, const char *field, struct err *e,
                struct err_list *errs);
/* The cell as an exact number; false with ERR_CELL_DATE, ERR_CELL_FORMULA, ERR_EMPTY or ERR_NUMBER
 * at its place. */
bool table_number(const struct table *t, const struct cell *cell, const char *field, dec *out,
                  struct err_list *errs);

#define TABLE_REF_MAX 16
/* "A1", "AB12"; row and column from 1. */
void table_ref(int row, int column, char out[TABLE_REF_MAX]);

#endif

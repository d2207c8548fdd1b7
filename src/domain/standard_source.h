/* A standard as written: its tables as text, before and after loading.
 *
 * standard.json and the sheet `standard` of a workbook are the same table: one row per value, with
 * columns path and value ("subjects.0.name.zh"). So a folder and a workbook give the same source,
 * the loader knows only tables, and writing a source gives the same bytes wherever it came from.
 * Row 1 of a table is its head. All memory belongs to the arena; cells are views into it. */
#ifndef TZ_DOMAIN_STANDARD_SOURCE_H
#define TZ_DOMAIN_STANDARD_SOURCE_H

#include "base/err.h"
#include "domain/standard.h"

enum standard_table_id {
#define TABLE(name, required, zh, en) STANDARD_TABLE_##name,
#define COLUMN(table, name, kind, must, key, choices, width, zh, en)
#include "domain/standard_columns.def"
#undef TABLE
#undef COLUMN
    STANDARD_TABLES
};

enum {
    STANDARD_ROWS_MAX = 20000,
    STANDARD_COLUMNS_MAX = 64,
    STANDARD_CELL_MAX = 4000, /* characters */
    STANDARD_JSON_MAX = 1 << 20,
    STANDARD_CSV_MAX = 16 << 20,
    STANDARD_SOURCE_TABLES_MAX = 64
};

struct source_row {
    int number; /* line or row in the file, for errors */
    int column; /* 0 = the cell's own; else where a value of standard.json stands */
    struct str *cells;
    int n;
};

struct standard_table {
    struct str name; /* "indicators" */
    struct str file; /* for errors: "indicators.csv", "book.xlsx!indicators" */
    struct source_row *rows;
    int n_rows;
};

struct standard_source {
    struct standard_table *tables;
    int n_tables;
};

enum column_kind {
    COLUMN_TEXT,
    COLUMN_CODE,
    COLUMN_LIST,
    COLUMN_INT,
    COLUMN_NUMBER,
    COLUMN_CHOICE
};

struct standard_column {
    const char *name;
    enum column_kind kind;
    bool must, key;
    const char *choices; /* joined by ';', "" = none */
    int width;
    struct {
        const char *zh, *en;
    } help;
};

struct standard_table_spec {
    const char *name;
    bool required;
    struct {
        const char *zh, *en;
    } title;
    const struct standard_column *columns;
    int n_columns;
};

struct standard_table_spec standard_table_spec(enum standard_table_id id);
/* The table of this name, or -1. */
int standard_table_id(struct str name);

/* standard.json -> the table `standard`. Problems go to errs with line and column. */
bool standard_json_read(struct arena *a, struct str text, struct str file,
                        struct standard_table *out, struct err_list *errs);
/* The table `standard` -> standard.json, keys in the order of the format. The rows must be those of
 * a standard that loads; false when memory is out or the paths are not. */
bool standard_json_write(struct arena *a, const struct standard_table *t, struct buf *out);
/* A table as CSV: every column of the format in its order, quotes only where needed, \n. */
bool standard_csv_write(const struct standard_table *t, struct buf *out);
/* The same table with every column of the format in its order and the rows of `standard` in theirs:
 * what a worksheet shows. */
bool standard_table_canonical(struct arena *a, const struct standard_table *in,
                              struct standard_table *out);

/* A standard from its tables; NULL when anything is wrong, with every problem in errs. */
struct standard *standard_load(const struct standard_source *src, struct arena *a,
                               struct err_list *errs);

#endif

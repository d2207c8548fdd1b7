/* Standards as folders of files and as workbooks: both ways, without loss.
 *
 * A source (domain/standard_source.h) is what they have in common; standard_load makes it a
 * standard. Reading reports every problem with file, row and column; writing gives the one
 * canonical form, so that what was read from a canonical folder is written back byte for byte. */
#ifndef TZ_WORK_STANDARD_FILES_H
#define TZ_WORK_STANDARD_FILES_H

#include "base/when.h"
#include "domain/standard_source.h"

struct standard_file {
    struct str name; /* "rules.csv" */
    struct str data;
};

/* False when anything was added to errs. */
bool standard_source_of_files(struct arena *a, const struct standard_file *files, size_t n,
                              struct standard_source *out, struct err_list *errs);
bool standard_source_of_book(struct arena *a, struct str file, struct str data,
                             struct standard_source *out, struct err_list *errs);
/* The files of a folder (names that start with a point are passed over). */
bool standard_files_read(struct arena *a, const char *dir, struct standard_file **files, size_t *n,
                         struct err_list *errs);
/* A folder, or a workbook when the name ends in .xlsx. */
bool standard_source_of_path(struct arena *a, const char *path, struct standard_source *out,
                             struct err_list *errs);
/* Reads and loads; NULL when anything is wrong. */
struct standard *standard_of_path(struct arena *a, const char *path, struct err_list *errs);
struct standard *standard_of_files(struct arena *a, const struct standard_file *files, size_t n,
                                   struct err_list *errs);

/* standard.json and one .csv per table that has rows; sections and scoring always. */
bool standard_files_of_source(struct arena *a, const struct standard_source *src,
                              struct standard_file **files, size_t *n, struct err *err);
/* Writes files into a folder, which is made when it is not there. */
bool standard_files_write(const char *dir, const struct standard_file *files, size_t n,
                          struct err *err);
/* The same as a workbook: one sheet per table, also of those without rows, so that a clerk finds
 * where to write; heads carry an explanation, closed choices a list. */
bool standard_book_of_source(struct arena *a, const struct standard_source *src, msec created,
                             struct buf *out, struct err *err);

#endif

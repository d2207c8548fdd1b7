/* Files that commands take in: standards and values. Problems are printed where they are found;
 * each function returns EXIT_GOOD or the exit code. */
#ifndef TZ_CLI_INPUT_H
#define TZ_CLI_INPUT_H

#include "cli/cli.h"
#include "work/value_table.h"

/* A folder or an .xlsx workbook. */
int input_standard(struct cli *cli, const char *path, struct standard **out);
/* A CSV file or an .xlsx workbook; "-" is standard input. form: lines without a number are allowed,
 * as in a form that was not filled in to the end. */
int input_values(struct cli *cli, const char *path, const struct standard *s, bool form,
                 struct value_table *out);

/* Prints the problems and how many there are; the exit code of bad input, or of the system when
 * that is to blame. */
int input_problems(struct cli *cli, const char *path, const struct err_list *problems);

#endif

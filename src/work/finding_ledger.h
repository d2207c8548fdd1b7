/* The ledger of findings (整改台账) as a workbook: the columns that offices use, in their order. */
#ifndef TZ_WORK_FINDING_LEDGER_H
#define TZ_WORK_FINDING_LEDGER_H

#include "domain/standard.h"
#include "office/book_roll.h"
#include "work/finding_names.h"
#include "work/jobs.h"

enum { LEDGER_COLUMNS = 27, LEDGER_ROWS_MAX = 200000 };
/* Codes of the columns, by which some of them may be chosen. */
extern const char *const LEDGER_CODES[LEDGER_COLUMNS];

/* "n,found,text" as bits; all for an empty list. ERR_CHOICE. */
bool ledger_choose(struct str codes, unsigned *columns, struct err *err);

/* Where the cells go: a workbook, or whoever measures. */
struct ledger_sink {
    void (*text)(void *to, struct str text);
    void (*number)(void *to, int64_t n);
    void *to;
};
struct ledger {
    const struct standard *standard;
    struct finding_names *names;
    enum lang lang;
    unsigned columns;
    msec now;
    struct ledger_sink sink;
    int64_t n; /* rows so far */
};
void ledger_row(struct ledger *l, const struct finding_ledger_row *row);
/* Heads and widths of the chosen columns; gives how many. */
int ledger_heads(unsigned columns, enum lang lang, struct book_column out[LEDGER_COLUMNS]);

/* The job "findings.ledger"; its parameters are those of listFindings, with "columns". */
bool finding_ledger_run(struct job_run *r, struct job_file *out, struct err *err);

#endif

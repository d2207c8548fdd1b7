/* A list of findings that somebody superior fed back, as an Excel workbook or a table of a Word
 * document, taken in at once: every row becomes a filed finding. docs/findings.md says what the
 * columns may hold. */
#ifndef TZ_WORK_FINDING_LIST_H
#define TZ_WORK_FINDING_LIST_H

#include "base/vec.h"
#include "work/findings.h"
#include "work/value_book.h" /* struct upload */

enum { FINDING_LIST_ROWS = 2000, FINDING_LIST_COLUMNS = 40 };

enum finding_field {
    FIELD_NONE, /* the column is left out */
    FIELD_TEXT,
    FIELD_PLACE,
    FIELD_KIND,
    FIELD_ADDRESS,
    FIELD_REGION,
    FIELD_ITEM,
    FIELD_UNIT,
    FIELD_FOUND,
    FIELD_FINDER,
    FIELD_SOURCE,
    FIELD_REQUIREMENT,
    FIELD_LIMIT,
    FIELD_SEVERITY,
    FIELDS
};
extern const struct life_word FINDING_FIELDS[FIELDS];

struct finding_list {
    struct upload file;
    int64_t campaign, round;
    region_code region; /* of rows that name none */
    struct str source;  /* of rows that name none */
    struct str fields;  /* "text,place,,unit": what each column is; empty = as kept, or guessed */
    bool dry;
};
struct finding_list_column {
    struct str head;
    enum finding_field field;
};
struct finding_list_report {
    VEC(struct finding_list_column) columns;
    int rows, added, again; /* again: of the same file, there already */
    bool kept;              /* stored, or with dry: would be */
};

/* All or nothing; every problem at its cell goes to `problems`. False only when the system failed.
 */
bool finding_list_import(struct app *app, const struct actor *who, struct arena *arena,
                         const struct finding_list *in, struct finding_list_report *out,
                         struct err_list *problems, struct err *err);

#endif

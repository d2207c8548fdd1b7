/* The workbook in which an office keeps its units, people and posts: out with what is there, in all
 * at once. Sheets 单位, 人员, 岗位 (Units, People, Posts in English); columns by id or label.
 * docs/organisation.md says what a row means. */
#ifndef TZ_WORK_PEOPLE_BOOK_H
#define TZ_WORK_PEOPLE_BOOK_H

#include "base/buf.h"
#include "domain/password.h"
#include "office/table.h"
#include "work/account.h"
#include "work/value_book.h" /* struct upload */

enum people_sheet { SHEET_UNITS, SHEET_PEOPLE, SHEET_POSTS, PEOPLE_SHEETS };
extern const char *const PEOPLE_SHEET_NAMES[PEOPLE_SHEETS][2]; /* by language */
enum { PEOPLE_BOOK_ROWS = 2000, PEOPLE_COLUMNS_MAX = 8 };

struct people_column {
    struct table_column column;
    int width;
    const char *note_zh, *note_en;
};
extern const struct people_column PEOPLE_COLUMNS[PEOPLE_SHEETS][PEOPLE_COLUMNS_MAX];
extern const int PEOPLE_COLUMNS_N[PEOPLE_SHEETS];

/* What lies inside of what `who` reaches (and of the region, 0 = all): at most PEOPLE_BOOK_ROWS
 * units and as many people; ERR_ROWS_MAX when there is more. demo: say so on every page. */
bool people_book_template(struct app *app, struct store_tx *tx, const struct actor *who,
                          region_code region, bool demo, enum lang lang, struct buf *out,
                          struct err *err);

/* A one-time code that an import handed out. */
struct people_code {
    struct user_row user;
    struct account_code code;
};
struct people_report {
    int units, people, posts; /* new or changed */
    VEC(struct people_code) codes;
    bool kept; /* stored, or with dry: would be */
};

struct people_import {
    struct upload file;
    bool posts; /* the sheet of posts, else those of units and people */
    bool dry;
    int64_t hours; /* the codes are good for */
};
/* All or nothing, in one transaction; every problem at its cell goes to `problems`. False only when
 * the system failed. */
bool people_book_import(struct app *app, const struct actor *who, struct arena *arena,
                        const struct people_import *in, struct people_report *out,
                        struct err_list *problems, struct err *err);

#endif

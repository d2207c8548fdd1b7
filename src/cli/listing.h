/* A list of rows as every command prints it: an aligned table, CSV or JSON.
 *
 * Collect with listing_text and its siblings, cell by cell from left to right; listing_write prints
 * all. Tables have headings in the person's language and are aligned by display width; CSV and JSON
 * carry the column keys, which never change with the language. In JSON a column of whole numbers
 * or yes/no gives numbers and true/false, decimals are strings, an empty number is null. Cells are
 * views: their text must live until listing_write. */
#ifndef TZ_CLI_LISTING_H
#define TZ_CLI_LISTING_H

#include "base/dec.h"
#include "cli/out.h"

enum out_format { FORMAT_TABLE, FORMAT_CSV, FORMAT_JSON };

enum list_kind {
    LIST_TEXT,
    LIST_REMARK, /* text; a table leaves the column out when every row is empty */
    LIST_DECIMAL,
    LIST_WHOLE,
    LIST_YES_NO
};

struct list_column {
    const char *key, *zh, *en;
    enum list_kind kind;
};

struct listing {
    struct arena *arena;
    const struct list_column *columns;
    int n_columns;
    VEC(struct str) cells; /* row after row */
    bool failed;           /* memory was out */
};

void listing_init(struct listing *l, struct arena *arena, const struct list_column *columns, int n);
void listing_text(struct listing *l, struct str s);
void listing_dec(struct listing *l, dec d);
void listing_whole(struct listing *l, int64_t v);
void listing_yes(struct listing *l, bool v);
void listing_empty(struct listing *l);
bool listing_write(const struct listing *l, enum out_format format, enum lang lang, struct out *out,
                   struct err *err);

/* Text as a terminal may show it: control characters and those that turn the direction of writing
 * become U+FFFD, line ends and tabs blanks. */
void out_shown(struct out *o, struct str s);

#endif

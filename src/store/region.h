/* The stored area tree. Codes and ranges: domain/region.h. All lists show open regions only;
 * store_region_get and store_region_path find closed ones too. Functions take a running
 * transaction; results live in the arena. */
#ifndef TZ_STORE_REGION_H
#define TZ_STORE_REGION_H

#include "base/when.h"
#include "domain/region.h"
#include "store/rows_gen.h"
#include "store/store.h"

bool store_region_get(struct store_tx *tx, struct arena *arena, region_code code,
                      struct region_row *out, bool *found, struct err *err);
/* ERR_REGION_UNKNOWN when it is not there. */
bool store_region_need(struct store_tx *tx, struct arena *arena, region_code code,
                       struct region_row *out, struct err *err);
/* Of these codes (0 is passed over), by code, each once; those that the tree does not have are left
 * out. One statement. */
bool store_regions_of(struct store_tx *tx, struct arena *arena, const region_code *codes, size_t n,
                      struct region_rows *out, struct err *err);
/* From the province down to the region itself, as far as they exist. */
bool store_region_path(struct store_tx *tx, struct arena *arena, region_code code,
                       struct region_rows *out, struct err *err);
/* The regions right below code (the nation: 0) with a code > after, by code, at most n. */
bool store_region_children(struct store_tx *tx, struct arena *arena, region_code code,
                           region_code after, int n, struct region_rows *out, struct err *err);
/* All regions of one level in the subtree with a code > after, by code, at most n. */
bool store_region_of_level(struct store_tx *tx, struct arena *arena, region_code within,
                           enum region_level level, region_code after, int n,
                           struct region_rows *out, struct err *err);

/* What a person types into the search box: digits are the beginning of a code; letters the
 * beginning of the pinyin initials; anything else the beginning of a name - and inside a prefecture
 * or something smaller, any part of a name. Ordered by level, then code; at most n
 * (<= REGION_FIND_MAX). An empty text finds nothing. */
enum { REGION_FIND_MAX = 100 };
bool store_region_find(struct store_tx *tx, struct arena *arena, struct str text,
                       region_code within, int n, struct region_rows *out, struct err *err);

struct region_counts {
    int64_t of_level[REGION_LEVELS];
    int64_t total;
};
/* Reads the whole index by level: for the command line, not for a page. */
bool store_region_count(struct store_tx *tx, struct region_counts *out, struct err *err);

/* What the region came from and what it became. */
bool store_region_links(struct store_tx *tx, struct arena *arena, region_code code,
                        struct region_link_rows *out, struct err *err);

/* ---- import ------------------------------------------------------------------------------------
 * One transaction: a failure, a full disk or kill -9 leaves the old tree. All rows are held in
 * memory meanwhile (about 100 bytes each). */

enum { REGION_IMPORT_MAX = 2000000, REGION_NAME_MAX = 60 /* characters */ };

struct region_input { /* views, valid until the next call */
    struct str code, name;
    struct str file; /* where it stands, for messages; may be empty */
    int row;
};
struct region_link_input {
    struct str old_code, new_code, kind; /* kind: merge, split, recode */
    struct str file;
    int row;
};

enum region_import_stage { REGION_IMPORT_READ, REGION_IMPORT_WRITE, REGION_IMPORT_INDEX };

struct region_import_result;
struct region_import {
    /* The next row; false at the end, or with *err set when it could not be read. In any order; a
     * region's parent must be among the rows or stored already. */
    bool (*next)(void *ctx, struct region_input *row, struct err *err);
    void *ctx;
    /* Optional, needs as_of. */
    bool (*next_link)(void *ctx, struct region_link_input *row, struct err *err);
    void *link_ctx;
    /* The day of the new list. Without it (has_as_of false) rows are only added and renamed. With
     * it the rows are the whole list of `within` (0 = the nation): what is missing is closed. */
    bool has_as_of;
    struct date as_of;
    region_code within;
    /* Optional; done and total count rows (total 0: not known). Called now and then, also from the
     * writing thread while store_region_import waits. */
    void (*progress)(void *ctx, enum region_import_stage stage, size_t done, size_t total);
    void *progress_ctx;
    /* Optional: last in the transaction of the import, which is undone when it returns false. */
    bool (*done)(void *ctx, struct store_tx *tx, const struct region_import_result *result,
                 struct err *err);
    void *done_ctx;
};

struct region_import_result {
    size_t read;     /* rows of the source */
    size_t repeated; /* rows that repeat an area one level deeper under the same number */
    size_t added, renamed, closed, reopened, unchanged, links;
};

/* Every problem of the rows goes to problems (NULL is allowed), the first also to err. */
bool store_region_import(struct store *store, const struct region_import *in,
                         struct region_import_result *out, struct err_list *problems,
                         struct err *err);

#endif

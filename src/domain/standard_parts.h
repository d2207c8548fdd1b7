/* Inside of the loader of standards; for standard_*.c only. */
#ifndef TZ_DOMAIN_STANDARD_PARTS_H
#define TZ_DOMAIN_STANDARD_PARTS_H

#include "domain/standard_source.h"

/* COL_<table>_<column> counts through all tables; FIRST_<table> is the first column of a table. */
enum standard_column_id {
#define TABLE(name, required, zh, en) FIRST_##name, BEFORE_##name = FIRST_##name - 1,
#define COLUMN(table, name, kind, must, key, choices, width, zh, en) COL_##table##_##name,
#include "domain/standard_columns.def"
#undef TABLE
#undef COLUMN
    COL_COUNT
};

/* ---- keys of standard.json ---------------------------------------------------------------------
 */

enum leaf_type { LEAF_TEXT, LEAF_INT, LEAF_NUMBER };

struct leaf {
    const char *pattern; /* "subjects.#.code": # stands for a number */
    enum leaf_type type;
    bool must; /* inside its list element when there is one */
};

extern const struct leaf LEAVES[];
extern const int LEAVES_N;
/* Index of the pattern that the path follows, or -1. */
int leaf_of(struct str path);
/* Place in the format of the first `depth` segments of a path; LEAVES_N when it has none. */
int path_place(struct str path, int depth);
bool path_is_index(struct str segment);
enum { PATH_DEPTH = 6 };
/* Order of two paths in standard.json. */
int path_cmp(struct str a, struct str b);

/* ---- words -------------------------------------------------------------------------------------
 */

int choice_of(const char *choices, struct str word);
int rule_of(struct str word);
int item_method_of(struct str word);
int node_method_of(struct str word);

extern const struct standard_column STANDARD_COLUMNS[COL_COUNT];

/* ---- loading -----------------------------------------------------------------------------------
 */

struct loader {
    struct arena *a;
    struct err_list *errs;
    struct standard *s;
    const struct standard_table *t[STANDARD_TABLES]; /* NULL = absent */
    int at[COL_COUNT]; /* index of a column in its table, -1 = absent */
    struct map paths;  /* of `standard`: path -> row */
    int *order;        /* of nodes: children and referred nodes first */
    int n_coverage;    /* indicators from here on are coverage rules */
    bool memory;       /* out of it */
    bool unread;       /* a table is there and cannot be read */
};

static inline int rows_of(const struct loader *l, enum standard_table_id t)
{
    return l->t[t] && l->t[t]->n_rows > 1 ? l->t[t]->n_rows - 1 : 0;
}

/* Cell of row 0.. (behind the head), trimmed; empty when the column is absent. */
struct str cell(const struct loader *l, enum standard_table_id t, int row,
                enum standard_column_id col);
/* Reports a problem of a cell; always false. Up to four texts as in err_set. */
#define bad(l, t, row, col, code, ...)                                                             \
    bad_args((l), (t), (row), (col), (code), (const char *const[ERR_ARGS + 1]){__VA_ARGS__})
bool bad_args(struct loader *l, enum standard_table_id t, int row, enum standard_column_id col,
              enum err_code code, const char *const *args);
/* A problem of a value of standard.json, or of a missing one. */
#define bad_path(l, path, code, ...)                                                               \
    bad_path_args((l), (path), (code), (const char *const[ERR_ARGS + 1]){__VA_ARGS__})
bool bad_path_args(struct loader *l, const char *path, enum err_code code, const char *const *args);
/* Notes that memory is out; always false. */
bool no_memory(struct loader *l);
/* The text with a NUL, for arguments of errors. */
const char *text_of(const struct loader *l, struct str s);

struct text2 cell2(const struct loader *l, enum standard_table_id t, int row,
                   enum standard_column_id zh); /* the en column stands behind it */
enum basis cell_basis(const struct loader *l, enum standard_table_id t, int row,
                      enum standard_column_id col);
/* Empty = fallback. The generic check has reported bad ones already. */
dec cell_dec(const struct loader *l, enum standard_table_id t, int row, enum standard_column_id col,
             dec fallback);
int64_t cell_int(const struct loader *l, enum standard_table_id t, int row,
                 enum standard_column_id col, int64_t fallback);
/* A number of a cell in lo..hi, else ERR_RANGE; an empty or unreadable cell is let pass. */
bool cell_range(struct loader *l, enum standard_table_id t, int row, enum standard_column_id col,
                dec lo, dec hi);
/* Index by code, ERR_DANGLING (in table `in`) when unknown; -1 for an empty cell. */
int cell_ref(struct loader *l, enum standard_table_id t, int row, enum standard_column_id col,
             const struct map *map, const char *in);
struct int_list cell_refs(struct loader *l, enum standard_table_id t, int row,
                          enum standard_column_id col, const struct map *map, const char *in);
applies cell_applies(struct loader *l, enum standard_table_id t, int row,
                     enum standard_column_id col);
bool int_list_add(struct loader *l, struct int_list *list, int value);

/* Rows sorted by owner, each owner's in file order, ended by -1; spans[owner] tells its run. Rows
 * without an owner (-1) are left out. NULL when memory is out. */
int *rows_by_owner(struct loader *l, const int *of, int n, int owners, struct span **spans);

/* The steps, in this order; each reports what it finds and goes on. */
void load_tables(struct loader *l, const struct standard_source *src); /* heads, cells, keys */
void load_identity(struct loader *l);
void load_subject_lists(struct loader *l); /* rankings, passing: after the nodes */
void load_text(struct loader *l);          /* sections, clauses, requirements, groups, milestones */
void load_indicators(struct loader *l);    /* with parts and coverage */
void load_rules(struct loader *l);
void load_items(struct loader *l); /* checklists, items, deductions */
void load_nodes(struct loader *l);
void load_bands(struct loader *l);
void order_nodes(struct loader *l); /* only when there was no problem */
/* Resolves ref of a node (file order) and checks it against the method. */
void load_node_ref(struct loader *l, int node, int row);

#endif

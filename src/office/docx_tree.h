/* Inside of the docx filler: an XML part as a tree. */
#ifndef TZ_OFFICE_DOCX_TREE_H
#define TZ_OFFICE_DOCX_TREE_H

#include "office/pack.h"

struct node {
    const char *name;   /* with prefix; NULL = text */
    const char **attrs; /* name, value, ..., NULL */
    struct str text;
    struct node *first, *last, *next, *parent;
};

/* White space between elements is dropped (it has no meaning outside w:t). */
bool tree_read(const struct pack *p, int64_t index, struct arena *a, struct node **root,
               struct err *err);

bool node_is(const struct node *n, const char *name);
const struct node *node_child(const struct node *n, const char *name); /* NULL = none */
/* The first of this name below n, depth first. */
const struct node *node_find(const struct node *n, const char *name);

void xml_escape(struct buf *out, struct str s); /* drops what XML cannot hold */
void node_open(struct buf *out, const struct node *n, bool empty);
void node_write(struct buf *out, const struct node *n);

#endif

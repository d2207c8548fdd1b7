#include "office/docx_table.h"

#include "office/docx_tree.h"

struct reading {
    struct arena *arena;
    struct table *table;
    struct table_limits max;
    size_t head_cells, total;
    struct err err;
};

/* The text of a cell: paragraphs and line breaks become lines. */
static void cell_text(const struct node *n, struct buf *out, bool top)
{
    for (const struct node *c = n->first; c; c = c->next) {
        if (!c->name) {
            if (node_is(n, "w:t"))
                buf_adds(out, c->text);
            continue;
        }
        if (node_is(c, "w:tbl"))
            continue; /* a table inside of the cell says something else */
        if (node_is(c, "w:br"))
            buf_addc(out, '\n');
        else
            cell_text(c, out, false);
        if (top && node_is(c, "w:p") && c->next)
            buf_addc(out, '\n');
    }
}

static const char *property(const struct node *cell, const char *name)
{
    const struct node *pr = node_child(cell, "w:tcPr");
    const struct node *p = pr ? node_child(pr, name) : NULL;
    if (!p)
        return NULL;
    const char *value = xml_attr(p->attrs, "w:val");
    return value ? value : "";
}

static int span_of(const struct node *cell)
{
    const char *text = property(cell, "w:gridSpan");
    int64_t n;
    return text && str_to_i64(str_of(text), &n) && n > 1 && n < 200 ? (int)n : 1;
}

/* Goes on below the cell above it. */
static bool continues(const struct node *cell)
{
    const char *merge = property(cell, "w:vMerge");
    return merge && strcmp(merge, "restart") != 0;
}

static bool text_of(struct reading *r, const struct node *cell, struct str *out)
{
    struct buf text;
    buf_init(&text, r->max.cell_bytes + 1);
    cell_text(cell, &text, true);
    bool fits = !buf_failed(&text);
    *out = fits ? arena_str(r->arena, str_trim(buf_str(&text))) : STR_NONE;
    buf_release(&text);
    if (!fits)
        return err_set(&r->err, ERR_TOO_LARGE, "单元格 / cell", "32767");
    r->total += out->n;
    if (r->total > r->max.total_bytes)
        return err_set(&r->err, ERR_TOO_LARGE, "表格 / table", "64 MB");
    return out->p || out->n == 0 || err_set(&r->err, ERR_MEMORY, NULL);
}

/* The cells of one row, as wide as they stand. */
static bool read_row(struct reading *r, const struct node *tr, int number, struct cell *cells,
                     size_t *width)
{
    const struct table *t = r->table;
    const struct cell *above = t->rows.n ? t->rows.at[t->rows.n - 1].cells : NULL;
    *width = 0;
    for (const struct node *c = tr->first; c; c = c->next) {
        struct str text = STR("");
        if (!c->name || !node_is(c, "w:tc"))
            continue;
        bool same = continues(c) && above && *width < t->columns;
        if (same)
            text = above[*width].text;
        else if (!text_of(r, c, &text))
            return false;
        for (int k = span_of(c); k > 0 && *width < r->max.columns; k--) {
            cells[*width] = (struct cell){.text = text,
                                          .row = number,
                                          .column = (int)*width + 1,
                                          .kind = text.n ? CELL_TEXT : CELL_EMPTY};
            (*width)++;
        }
    }
    return true;
}

static bool add_row(struct reading *r, int number, const struct cell *cells, size_t width)
{
    struct table *t = r->table;
    size_t filled = 0;
    for (size_t i = 0; i < width; i++)
        filled += cells[i].text.n > 0;
    bool is_head = !t->columns;
    if (filled == 0 || (is_head && filled < r->head_cells))
        return true;
    size_t n = is_head ? width : t->columns;
    struct cell *kept = ARENA_ARRAY(r->arena, n, struct cell);
    if (!kept)
        return err_set(&r->err, ERR_MEMORY, NULL);
    for (size_t i = 0; i < n; i++)
        kept[i] = i < width ? cells[i] : (struct cell){.row = number, .column = (int)i + 1};
    if (is_head) {
        t->head = kept;
        t->columns = n;
        return true;
    }
    if (t->rows.n >= r->max.rows)
        return err_set(&r->err, ERR_ROWS_MAX, "100000");
    return VEC_PUSH(r->arena, &t->rows, ((struct table_row){number, kept})) ||
           err_set(&r->err, ERR_MEMORY, NULL);
}

static bool read_table(struct reading *r, const struct node *tbl)
{
    struct cell *cells = ARENA_ARRAY(r->arena, r->max.columns, struct cell);
    size_t width;
    int number = 0;
    if (!cells)
        return err_set(&r->err, ERR_MEMORY, NULL);
    for (const struct node *tr = tbl->first; tr; tr = tr->next)
        if (tr->name && node_is(tr, "w:tr") &&
            (!read_row(r, tr, ++number, cells, &width) || !add_row(r, number, cells, width)))
            return false;
    return true;
}

/* Tables inside of other things, the first that has a head. */
static bool find_table(struct reading *r, const struct node *n)
{
    for (const struct node *c = n->first; c; c = c->next) {
        if (!c->name)
            continue;
        if (node_is(c, "w:tbl") ? !read_table(r, c) : !find_table(r, c))
            return false;
        if (r->table->columns)
            return true;
    }
    return true;
}

bool docx_table_read(struct arena *arena, struct str file, struct str data, size_t head_cells,
                     const struct table_limits *limits, struct table *out, struct err_list *errs)
{
    struct reading r = {.arena = arena, .table = out, .head_cells = head_cells};
    struct pack p;
    struct node *root;
    r.max = table_limits_of(limits);
    *out = (struct table){.file = file};
    const char *name = arena_str(arena, file).p;
    if (!name || !pack_open(&p, name, "docx", data, &r.err)) {
        err_at(&r.err, file, 0, 0, NULL);
        return err_list_add(errs, &r.err);
    }
    int64_t part = pack_find(&p, "word/document.xml");
    if (part < 0)
        err_set(&r.err, ERR_FILE_KIND, name, "docx", "word/document.xml");
    else if (tree_read(&p, part, arena, &root, &r.err) && find_table(&r, root) && !out->columns)
        err_set(&r.err, ERR_DOCX_NO_TABLE, name);
    pack_close(&p);
    if (r.err.code == ERR_OK)
        return true;
    err_at(&r.err, file, 0, 0, NULL);
    return err_list_add(errs, &r.err);
}

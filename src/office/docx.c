#include "office/docx.h"

#include "office/docx_picture.h"
#include "office/docx_tree.h"

#include <stdio.h>

struct fill {
    struct buf *out;
    struct err *err;
    struct docx_pictures *pictures; /* NULL where none can stand */
    size_t steps; /* elements visited: lists nested in themselves could go on for ever */
    bool failed;
};

enum { STEPS_MAX = 20000000 };

static void emit(struct fill *f, const struct node *n, const struct docx_values *scope);

static void emit_children(struct fill *f, const struct node *n, const struct docx_values *scope)
{
    for (const struct node *c = n->first; c && !f->failed; c = c->next)
        emit(f, c, scope);
}

static const struct docx_value *find(const struct docx_values *v, const char *name)
{
    for (; v; v = v->outer)
        for (size_t i = 0; i < v->at.n; i++)
            if (strcmp(v->at.at[i].name, name) == 0)
                return &v->at.at[i];
    return NULL;
}

static void unknown(struct fill *f, const char *tag, const struct docx_values *scope)
{
    static const char *const prefix[] = {
        [DOCX_TEXT] = "", [DOCX_FLAG] = "if:", [DOCX_LIST] = "rows:", [DOCX_PICTURE] = "picture:"};
    char known[ERR_ARG_MAX];
    size_t at = 0;
    known[0] = '\0';
    for (const struct docx_values *v = scope; v; v = v->outer)
        for (size_t i = 0; i < v->at.n && at < sizeof known; i++)
            at += (size_t)snprintf(known + at, sizeof known - at, "%s%s%s", at ? ", " : "",
                                   prefix[v->at.at[i].kind], v->at.at[i].name);
    err_set(f->err, ERR_TEMPLATE_TAG, tag, known);
    f->failed = true;
}

/* A run with this text in the font of the run it replaces. */
static void emit_run(struct fill *f, const struct node *font, struct str text)
{
    if (text.n == 0)
        return;
    buf_addz(f->out, "<w:r>");
    if (font)
        node_write(f->out, font);
    struct str line;
    for (bool first = true; str_split(&text, '\n', &line); first = false) {
        if (!first)
            buf_addz(f->out, "<w:br/>");
        buf_addz(f->out, "<w:t xml:space=\"preserve\">");
        xml_escape(f->out, line);
        buf_addz(f->out, "</w:t>");
    }
    buf_addz(f->out, "</w:r>");
}

/* One paragraph like `model` (may be NULL) for each line of the text. */
static void emit_paragraphs(struct fill *f, const struct node *model, const struct node *font,
                            struct str text)
{
    const struct node *style = node_child(model, "w:pPr");
    struct str line = STR_NONE, rest = text.n ? text : STR("");
    while (str_split(&rest, '\n', &line)) {
        buf_addz(f->out, "<w:p>");
        if (style)
            node_write(f->out, style);
        emit_run(f, font, line);
        buf_addz(f->out, "</w:p>");
    }
}

/* The text in place of what the control stands around. */
static void emit_text(struct fill *f, const struct node *content, struct str text)
{
    const struct node *p = node_find(content, "w:p"), *r = node_find(content, "w:r");
    const struct node *font = r ? node_child(r, "w:rPr") : NULL;
    const struct node *cell = node_child(content, "w:tc");
    const struct node *style = font ? node_child(font, "w:rStyle") : NULL;
    const char *style_name = style ? xml_attr(style->attrs, "val") : NULL;
    if (style_name && strcmp(style_name, "PlaceholderText") == 0)
        font = NULL; /* Word's grey "click here" */
    if (cell) {
        const struct node *cell_style = node_child(cell, "w:tcPr");
        node_open(f->out, cell, false);
        if (cell_style)
            node_write(f->out, cell_style);
        emit_paragraphs(f, p, font, text);
        buf_addz(f->out, "</w:tc>");
    } else if (p) {
        emit_paragraphs(f, p, font, text);
    } else {
        emit_run(f, font, text);
    }
}

static bool holds(const struct docx_value *v)
{
    return v->kind == DOCX_FLAG ? v->flag : v->kind == DOCX_LIST ? v->items.n > 0 : v->text.n > 0;
}

static void emit_picture(struct fill *f, const struct docx_value *v)
{
    if (v->text.n && !docx_picture_run(f->pictures, v, f->out, f->err))
        f->failed = true;
}

/* What a control asks for. */
enum ask { ASK_TEXT, ASK_ROWS, ASK_IF, ASK_IFNOT, ASK_PICTURE, ASKS };

static enum ask ask_of(const char *tag, const char **name)
{
    static const struct str BEFORE[ASKS] = {[ASK_TEXT] = {"", 0},
                                            [ASK_ROWS] = {"rows:", 5},
                                            [ASK_IF] = {"if:", 3},
                                            [ASK_IFNOT] = {"ifnot:", 6},
                                            [ASK_PICTURE] = {"picture:", 8}};
    int a = ASKS - 1;
    while (a > ASK_TEXT && strncmp(tag, BEFORE[a].p, BEFORE[a].n) != 0)
        a--;
    *name = tag + BEFORE[a].n;
    return (enum ask)a;
}

static void emit_control(struct fill *f, const char *tag, const struct node *content,
                         const struct docx_values *scope)
{
    const char *name;
    enum ask ask = ask_of(tag, &name);
    const struct docx_value *v = find(scope, name);
    bool fits = v && (ask == ASK_ROWS      ? v->kind == DOCX_LIST
                      : ask == ASK_TEXT    ? v->kind == DOCX_TEXT
                      : ask == ASK_PICTURE ? v->kind == DOCX_PICTURE && f->pictures
                                           : true);
    if (!fits) {
        unknown(f, tag, scope);
    } else if (ask == ASK_ROWS) {
        for (size_t i = 0; i < v->items.n && !f->failed && !buf_failed(f->out); i++, f->steps++)
            emit_children(f, content, v->items.at[i]);
    } else if (ask == ASK_TEXT) {
        emit_text(f, content, v->text);
    } else if (ask == ASK_PICTURE) {
        emit_picture(f, v);
    } else if (holds(v) == (ask == ASK_IF)) {
        emit_children(f, content, scope);
    }
}

static void emit(struct fill *f, const struct node *n, const struct docx_values *scope)
{
    if (++f->steps > STEPS_MAX) {
        err_set(f->err, ERR_TOO_LARGE, "docx", "20,000,000 XML");
        f->failed = true;
        return;
    }
    if (!n->name) {
        xml_escape(f->out, n->text);
        return;
    }
    if (node_is(n, "w:sdt")) {
        const struct node *tag = node_child(node_child(n, "w:sdtPr"), "w:tag");
        const struct node *content = node_child(n, "w:sdtContent");
        const char *name = tag ? xml_attr(tag->attrs, "val") : NULL;
        if (name && name[0] && content) {
            emit_control(f, name, content, scope);
            return;
        }
    }
    node_open(f->out, n, !n->first);
    size_t before = f->out->n;
    emit_children(f, n, scope);
    /* Word refuses a cell without a paragraph */
    if (node_is(n, "w:tc") && !buf_failed(f->out) &&
        (f->out->n == before || !strstr(f->out->p + before, "<w:p")))
        buf_addz(f->out, "<w:p/>");
    if (n->first)
        buf_printf(f->out, "</%s>", n->name);
}

/* The parts that people see and edit. */
static bool is_filled(const char *part)
{
    return strcmp(part, "word/document.xml") == 0 || strncmp(part, "word/header", 11) == 0 ||
           strncmp(part, "word/footer", 11) == 0;
}

struct filling {
    const struct pack *template;
    const struct docx_values *values;
    struct docx_pictures pictures;
    struct str *parts; /* as they will stand, by number; in the arena */
};

static bool fill_part(struct filling *g, int64_t index, struct buf *out, struct err *err)
{
    struct arena *a = g->pictures.arena;
    const char *name = pack_name(g->template, index);
    struct node *root;
    struct err why = {0};
    struct fill f = {.out = out,
                     .err = &why,
                     .pictures = strcmp(name, "word/document.xml") == 0 ? &g->pictures : NULL};
    if (!is_filled(name))
        return pack_read(g->template, index, (size_t)32 << 20, out, err);
    if (!tree_read(g->template, index, a, &root, err))
        return false;
    buf_addz(out, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
    emit(&f, root, g->values);
    if (f.failed) {
        if (err)
            *err = why;
        return err_at(err, str_of(name), 0, 0, NULL);
    }
    return !buf_failed(out) || err_set(err, ERR_MEMORY, NULL);
}

/* The parts that say which pictures there are come first in the file and last into being. */
static bool fill_all(struct filling *g, struct pack_out *o, struct err *err)
{
    const struct pack *p = g->template;
    struct buf part;
    bool ok = true;
    g->parts = ARENA_ARRAY(g->pictures.arena, (size_t)p->entries, struct str);
    if (!g->parts)
        return err_set(err, ERR_MEMORY, NULL);
    buf_init(&part, 0);
    for (int64_t i = 0; i < p->entries && ok; i++) {
        buf_clear(&part);
        ok = fill_part(g, i, &part, err);
        g->parts[i] = arena_str(g->pictures.arena, buf_str(&part));
        ok = ok && (g->parts[i].p || err_set(err, ERR_MEMORY, NULL));
    }
    for (int64_t i = 0; i < p->entries && ok; i++) {
        buf_clear(&part);
        buf_adds(&part, g->parts[i]);
        ok = docx_picture_part(&g->pictures, pack_name(p, i), &part, err);
        pack_out_add(o, pack_name(p, i), buf_str(&part));
    }
    buf_release(&part);
    if (ok)
        docx_picture_files(&g->pictures, o);
    return ok;
}

static bool check_kind(const struct pack *p, struct arena *a, struct err *err)
{
    struct str part;
    bool right = false;
    if (!pack_relation(p, "", NULL, "/officeDocument", a, &part, err) ||
        !pack_has_type(p, part.p, "wordprocessingml.document.main+xml", &right, err))
        return false;
    if (!right || !str_is(part, "word/document.xml"))
        return err_set(err, ERR_FILE_KIND, p->file, p->kind, "[Content_Types].xml");
    return true;
}

bool docx_fill(struct str template_docx, const struct docx_values *values, struct buf *out,
               struct err *err)
{
    struct pack p;
    struct pack_out o;
    struct arena a;
    struct buf made;
    if (values->failed)
        return err_set(err, ERR_MEMORY, NULL);
    if (!pack_open(&p, "template.docx", "docx", template_docx, err))
        return false;
    arena_init(&a, (size_t)192 << 20);
    buf_init(&made, 0);
    bool ok = check_kind(&p, &a, err);
    if (ok && !pack_out_begin(&o, &a)) {
        ok = err_set(err, ERR_MEMORY, NULL);
    } else if (ok) {
        struct filling g = {.template = &p, .values = values, .pictures = {.arena = &a}};
        ok = fill_all(&g, &o, err);
        bool written = pack_out_end(&o, &made, ok ? err : NULL);
        ok = ok && written;
    }
    if (ok)
        buf_adds(out, buf_str(&made));
    buf_release(&made);
    arena_release(&a);
    pack_close(&p);
    return ok && (!buf_failed(out) || err_set(err, ERR_MEMORY, NULL));
}

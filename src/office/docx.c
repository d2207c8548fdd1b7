#include "office/docx.h"

#include "office/docx_tree.h"

#include <stdio.h>

struct fill {
    struct buf *out;
    struct err *err;
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
        [DOCX_TEXT] = "", [DOCX_FLAG] = "if:", [DOCX_LIST] = "rows:"};
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
    return v->kind == DOCX_FLAG ? v->flag : v->kind == DOCX_TEXT ? v->text.n > 0 : v->items.n > 0;
}

static void emit_control(struct fill *f, const char *tag, const struct node *content,
                         const struct docx_values *scope)
{
    bool rows = strncmp(tag, "rows:", 5) == 0, yes = strncmp(tag, "if:", 3) == 0;
    bool no = strncmp(tag, "ifnot:", 6) == 0;
    const struct docx_value *v = find(scope, tag + (rows ? 5 : yes ? 3 : no ? 6 : 0));
    if (!v || (rows && v->kind != DOCX_LIST) || (!rows && !yes && !no && v->kind != DOCX_TEXT)) {
        unknown(f, tag, scope);
    } else if (rows) {
        for (size_t i = 0; i < v->items.n && !f->failed && !buf_failed(f->out); i++, f->steps++)
            emit_children(f, content, v->items.at[i]);
    } else if (yes || no) {
        if (holds(v) == yes)
            emit_children(f, content, scope);
    } else {
        emit_text(f, content, v->text);
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

static bool fill_part(const struct pack *p, int64_t index, const struct docx_values *values,
                      struct arena *a, struct buf *out, struct err *err)
{
    struct node *root;
    struct err why = {0};
    struct fill f = {.out = out, .err = &why};
    if (!is_filled(pack_name(p, index)))
        return pack_read(p, index, (size_t)32 << 20, out, err);
    if (!tree_read(p, index, a, &root, err))
        return false;
    buf_addz(out, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
    emit(&f, root, values);
    if (f.failed) {
        if (err)
            *err = why;
        return err_at(err, str_of(pack_name(p, index)), 0, 0, NULL);
    }
    return !buf_failed(out) || err_set(err, ERR_MEMORY, NULL);
}

static bool fill_all(const struct pack *p, const struct docx_values *values, struct pack_out *o,
                     struct err *err)
{
    struct buf part;
    bool ok = true;
    buf_init(&part, 0);
    for (int64_t i = 0; i < p->entries && ok; i++) {
        buf_clear(&part);
        ok = fill_part(p, i, values, o->arena, &part, err);
        if (ok)
            pack_out_add(o, pack_name(p, i), buf_str(&part));
    }
    buf_release(&part);
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
        ok = fill_all(&p, values, &o, err);
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

#include "office/docx_tree.h"

#include "base/utf8.h"

enum { NODES_MAX = 500000 };

struct builder {
    struct arena *a;
    struct node *root, *now;
    size_t nodes;
    bool stop;
};

static struct node *add(struct builder *b)
{
    struct node *n = ++b->nodes <= NODES_MAX ? ARENA_NEW(b->a, struct node) : NULL;
    if (!n) {
        b->stop = true;
        return NULL;
    }
    n->parent = b->now;
    if (b->now) {
        if (b->now->last)
            b->now->last->next = n;
        else
            b->now->first = n;
        b->now->last = n;
    }
    return n;
}

static void on_start(void *ctx, const char *name, const char **attrs)
{
    struct builder *b = ctx;
    struct node *n = add(b);
    size_t count = 0;
    while (attrs[count])
        count++;
    if (!n)
        return;
    n->name = arena_str(b->a, str_of(name)).p;
    n->attrs = ARENA_ARRAY(b->a, count + 1, const char *);
    for (size_t i = 0; n->attrs && i < count; i++) {
        n->attrs[i] = arena_str(b->a, str_of(attrs[i])).p;
        b->stop = b->stop || !n->attrs[i];
    }
    b->stop = b->stop || !n->name || !n->attrs;
    if (!b->root)
        b->root = n;
    b->now = n;
}

static void on_end(void *ctx, const char *name)
{
    (void)name;
    struct builder *b = ctx;
    b->now = b->now->parent;
}

static void on_text(void *ctx, const char *p, int len)
{
    struct builder *b = ctx;
    struct str s = {p, (size_t)len};
    bool keeps_space = b->now && strcmp(xml_local(b->now->name), "t") == 0;
    if (!b->now || (!keeps_space && str_trim(s).n == 0))
        return;
    struct node *n = add(b);
    if (!n)
        return;
    n->text = arena_str(b->a, s);
    b->stop = b->stop || !n->text.p;
}

bool tree_read(const struct pack *p, int64_t index, struct arena *a, struct node **root,
               struct err *err)
{
    struct builder b = {.a = a};
    struct pack_xml x = {on_start, on_end, on_text, &b, &b.stop};
    if (!pack_parse(p, index, &x, err))
        return b.stop ? err_set(err, ERR_MEMORY, NULL) : false;
    *root = b.root;
    return true;
}

bool node_is(const struct node *n, const char *name)
{
    return n->name && strcmp(n->name, name) == 0;
}

const struct node *node_child(const struct node *n, const char *name)
{
    for (const struct node *c = n ? n->first : NULL; c; c = c->next)
        if (node_is(c, name))
            return c;
    return NULL;
}

const struct node *node_find(const struct node *n, const char *name)
{
    for (const struct node *c = n->first; c; c = c->next) {
        const struct node *found = node_is(c, name) ? c : node_find(c, name);
        if (found)
            return found;
    }
    return NULL;
}

void xml_escape(struct buf *out, struct str s)
{
    for (size_t i = 0, n; i < s.n; i += n) {
        int32_t c = utf8_next((struct str){s.p + i, s.n - i}, &n);
        if (c == '&')
            buf_addz(out, "&amp;");
        else if (c == '<')
            buf_addz(out, "&lt;");
        else if (c == '>')
            buf_addz(out, "&gt;");
        else if (c == '"')
            buf_addz(out, "&quot;");
        else if (c == '\n' || c == '\r' || c == '\t')
            buf_printf(out, "&#%d;", (int)c);
        else if (c >= 32 && c != 0xfffe && c != 0xffff)
            buf_add(out, s.p + i, n);
    }
}

void node_open(struct buf *out, const struct node *n, bool empty)
{
    buf_addc(out, '<');
    buf_addz(out, n->name);
    for (const char **a = n->attrs; *a; a += 2) {
        buf_addc(out, ' ');
        buf_addz(out, a[0]);
        buf_addz(out, "=\"");
        xml_escape(out, str_of(a[1]));
        buf_addc(out, '"');
    }
    buf_addz(out, empty ? "/>" : ">");
}

void node_write(struct buf *out, const struct node *n)
{
    if (!n->name) {
        xml_escape(out, n->text);
        return;
    }
    node_open(out, n, !n->first);
    for (const struct node *c = n->first; c; c = c->next)
        node_write(out, c);
    if (n->first)
        buf_printf(out, "</%s>", n->name);
}

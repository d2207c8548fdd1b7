#include "base/utf8.h"
#include "office/xlsx_parts.h"

static int hex4(const char *p)
{
    int v = 0;
    for (int i = 0; i < 4; i++) {
        const char *digits = "0123456789abcdef0123456789ABCDEF";
        const char *d = p[i] ? strchr(digits, p[i]) : NULL;
        if (!d)
            return -1;
        v = v * 16 + (int)((d - digits) % 16);
    }
    return v;
}

size_t xlsx_unescape(char *p, size_t n)
{
    size_t out = 0;
    for (size_t i = 0; i < n;) {
        int c =
            n - i >= 7 && p[i] == '_' && p[i + 1] == 'x' && p[i + 6] == '_' ? hex4(p + i + 2) : -1;
        if (c > 0 && (c < 0xd800 || c > 0xdfff)) {
            char u[4];
            size_t m = utf8_put(c, u);
            memcpy(p + out, u, m);
            out += m;
            i += 7;
        } else {
            p[out++] = p[i++];
        }
    }
    return out;
}

struct strings {
    struct xlsx *x;
    struct buf text;
    int phonetic;
    bool in_t, stop;
    struct err *err;
};

static void string_start(void *ctx, const char *name, const char **attrs)
{
    (void)attrs;
    struct strings *s = ctx;
    name = xml_local(name);
    if (strcmp(name, "si") == 0)
        buf_clear(&s->text);
    else if (strcmp(name, "rPh") == 0)
        s->phonetic++;
    s->in_t = strcmp(name, "t") == 0 && s->phonetic == 0;
}

static void string_text(void *ctx, const char *p, int n)
{
    struct strings *s = ctx;
    if (s->in_t)
        buf_add(&s->text, p, (size_t)n);
}

static void string_end(void *ctx, const char *name)
{
    struct strings *s = ctx;
    name = xml_local(name);
    s->in_t = false;
    s->phonetic -= strcmp(name, "rPh") == 0;
    if (strcmp(name, "si") != 0)
        return;
    struct str text = buf_str(&s->text);
    if (text.n)
        text.n = xlsx_unescape(s->text.p, s->text.n);
    s->x->string_bytes += text.n;
    bool too_much = buf_failed(&s->text) || s->x->string_bytes > s->x->max.total_bytes;
    text = arena_str(s->x->arena, text);
    if (too_much)
        err_set(s->err, ERR_TOO_LARGE, "xl/sharedStrings.xml", "64 MB");
    else if (!text.p || !VEC_PUSH(s->x->arena, &s->x->strings, text))
        err_set(s->err, ERR_MEMORY, NULL);
    else
        return;
    s->stop = true;
}

/* A relationship of the workbook that need not be there (index -1 then). */
static bool find_part(struct xlsx *x, const char *part, const char *type, int64_t *index,
                      struct err *err)
{
    struct err e = {0};
    struct str target;
    *index = -1;
    if (pack_relation(&x->pack, part, NULL, type, x->arena, &target, &e))
        *index = pack_find(&x->pack, target.p);
    else if (e.code != ERR_FILE_KIND)
        *err = e;
    return *index >= 0;
}

bool xlsx_strings(struct xlsx *x, const char *workbook_part, struct err *err)
{
    int64_t index;
    struct strings s = {.x = x, .err = err};
    struct pack_xml h = {string_start, string_end, string_text, &s, &s.stop};
    if (!find_part(x, workbook_part, "/sharedStrings", &index, err))
        return err->code == ERR_OK;
    buf_init(&s.text, (size_t)1 << 20);
    bool ok = pack_parse(&x->pack, index, &h, err);
    buf_release(&s.text);
    return ok;
}

struct styles {
    struct xlsx *x;
    bool in_cell_styles, stop;
};

static void style_start(void *ctx, const char *name, const char **attrs)
{
    struct styles *s = ctx;
    struct xlsx *x = s->x;
    const char *id = xml_attr(attrs, "numFmtId"), *code = xml_attr(attrs, "formatCode");
    int64_t n = 0;
    name = xml_local(name);
    if (strcmp(name, "cellXfs") == 0)
        s->in_cell_styles = true;
    if (id && !str_to_i64(str_of(id), &n))
        n = 0;
    if (strcmp(name, "numFmt") == 0 && code && x->date_format.n < 1000) {
        if (xlsx_format_is_date(code))
            s->stop = !VEC_PUSH(x->arena, &x->date_format, n);
    } else if (strcmp(name, "xf") == 0 && s->in_cell_styles) {
        bool date = xlsx_builtin_is_date(n);
        for (size_t i = 0; i < x->date_format.n && !date; i++)
            date = x->date_format.at[i] == n;
        s->stop = x->style_is_date.n >= 65536 || !VEC_PUSH(x->arena, &x->style_is_date, date);
    }
}

static void style_end(void *ctx, const char *name)
{
    struct styles *s = ctx;
    if (strcmp(xml_local(name), "cellXfs") == 0)
        s->in_cell_styles = false;
}

bool xlsx_styles(struct xlsx *x, const char *workbook_part, struct err *err)
{
    int64_t index;
    struct styles s = {.x = x};
    struct pack_xml h = {style_start, style_end, NULL, &s, &s.stop};
    if (!find_part(x, workbook_part, "/styles", &index, err))
        return err->code == ERR_OK;
    return pack_parse(&x->pack, index, &h, err) || (s.stop && err_set(err, ERR_MEMORY, NULL));
}

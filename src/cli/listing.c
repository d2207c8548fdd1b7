#include "cli/listing.h"

#include "base/json.h"
#include "base/utf8.h"
#include "cli/width.h"

void listing_init(struct listing *l, struct arena *arena, const struct list_column *columns, int n)
{
    *l = (struct listing){.arena = arena, .columns = columns, .n_columns = n};
}

void listing_text(struct listing *l, struct str s)
{
    if (!VEC_PUSH(l->arena, &l->cells, s))
        l->failed = true;
}

void listing_dec(struct listing *l, dec d)
{
    char text[DEC_TEXT_MAX];
    struct str s = arena_str(l->arena, (struct str){text, dec_format(d, text)});
    if (!s.p)
        l->failed = true;
    listing_text(l, s);
}

void listing_whole(struct listing *l, int64_t v)
{
    struct str s = arena_printf(l->arena, "%lld", (long long)v);
    if (!s.p)
        l->failed = true;
    listing_text(l, s);
}

void listing_yes(struct listing *l, bool v)
{
    listing_text(l, v ? STR("yes") : STR("no"));
}

void listing_empty(struct listing *l)
{
    listing_text(l, STR_NONE);
}

/* ---- table ---------------------------------------------------------------------------------- */

static bool turns_direction(int32_t cp)
{
    return cp == 0x061C || cp == 0x200E || cp == 0x200F || (cp >= 0x202A && cp <= 0x202E) ||
           (cp >= 0x2066 && cp <= 0x2069) || cp == 0xFEFF;
}

static struct str shown_char(struct str s, int32_t cp, size_t n)
{
    if (cp == '\n' || cp == '\r' || cp == '\t')
        return STR(" ");
    if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || turns_direction(cp))
        return STR("\xEF\xBF\xBD");
    return (struct str){s.p, n};
}

void out_shown(struct out *o, struct str s)
{
    while (s.n) {
        size_t n;
        int32_t cp = utf8_next(s, &n);
        out_add(o, shown_char(s, cp, n));
        s = (struct str){s.p + n, s.n - n};
    }
}

static int shown_width(struct str s)
{
    int width = 0;
    while (s.n) {
        size_t n;
        int32_t cp = utf8_next(s, &n);
        width += width_of(shown_char(s, cp, n));
        s = (struct str){s.p + n, s.n - n};
    }
    return width;
}

static struct str heading(const struct list_column *c, enum lang lang)
{
    return str_of(lang == LANG_ZH ? c->zh : c->en);
}

static struct str table_cell(const struct list_column *c, struct str s, enum lang lang)
{
    if (c->kind == LIST_YES_NO && s.n && lang == LANG_ZH)
        return str_is(s, "yes") ? STR("是") : STR("否");
    return s;
}

static void table_row(struct out *out, const struct listing *l, const struct str *cells,
                      const int *widths, enum lang lang, bool head)
{
    int blanks = 0; /* held back, so that no line ends in blanks */
    for (int c = 0; c < l->n_columns; c++) {
        if (widths[c] < 0)
            continue;
        const struct list_column *column = &l->columns[c];
        bool right = column->kind == LIST_DECIMAL || column->kind == LIST_WHOLE;
        struct str s = head ? heading(column, lang) : table_cell(column, cells[c], lang);
        int rest = widths[c] - shown_width(s);
        if (right)
            blanks += rest;
        if (s.n) {
            out_blank(out, blanks);
            out_shown(out, s);
            blanks = 0;
        }
        blanks += (right ? 0 : rest) + 2;
    }
    out_addz(out, "\n");
}

/* The width of each column, -1 for one that is left out. */
static int *table_widths(const struct listing *l, enum lang lang)
{
    size_t columns = (size_t)l->n_columns;
    int *widths = ARENA_ARRAY(l->arena, columns, int);
    if (!widths)
        return NULL;
    for (size_t i = 0; i < l->cells.n; i++) {
        size_t c = i % columns;
        int w = shown_width(table_cell(&l->columns[c], l->cells.at[i], lang));
        if (w > widths[c])
            widths[c] = w;
    }
    for (size_t c = 0; c < columns; c++) {
        int w = shown_width(heading(&l->columns[c], lang));
        if (widths[c] == 0 && l->columns[c].kind == LIST_REMARK)
            widths[c] = -1;
        else if (w > widths[c])
            widths[c] = w;
    }
    return widths;
}

static bool write_table(const struct listing *l, enum lang lang, struct out *out, struct err *err)
{
    size_t columns = (size_t)l->n_columns;
    const char *gap = "";
    int *widths = table_widths(l, lang);
    if (!widths)
        return err_set(err, ERR_MEMORY, NULL);
    table_row(out, l, NULL, widths, lang, true);
    for (size_t c = 0; c < columns; c++) {
        if (widths[c] < 0)
            continue;
        out_addz(out, gap);
        for (int i = 0; i < widths[c]; i++)
            out_addz(out, "-");
        gap = "  ";
    }
    out_addz(out, "\n");
    for (size_t i = 0; i < l->cells.n; i += columns)
        table_row(out, l, l->cells.at + i, widths, lang, false);
    return true;
}

/* ---- CSV (RFC 4180, LF) --------------------------------------------------------------------- */

static void csv_cell(struct out *out, struct str s)
{
    bool quote = s.n && (memchr(s.p, ',', s.n) || memchr(s.p, '"', s.n) || memchr(s.p, '\n', s.n) ||
                         memchr(s.p, '\r', s.n) || s.p[0] == ' ' || s.p[s.n - 1] == ' ');
    if (!quote) {
        out_add(out, s);
        return;
    }
    out_addz(out, "\"");
    for (size_t i = 0; i < s.n; i++)
        out_add(out, s.p[i] == '"' ? STR("\"\"") : (struct str){s.p + i, 1});
    out_addz(out, "\"");
}

static void write_csv(const struct listing *l, struct out *out)
{
    for (int c = 0; c < l->n_columns; c++) {
        csv_cell(out, str_of(l->columns[c].key));
        out_addz(out, c + 1 < l->n_columns ? "," : "\n");
    }
    for (size_t i = 0; i < l->cells.n; i++) {
        csv_cell(out, l->cells.at[i]);
        out_addz(out, (i + 1) % (size_t)l->n_columns ? "," : "\n");
    }
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void json_cell(struct json *j, const struct list_column *c, struct str s)
{
    int64_t whole;
    json_key(j, c->key);
    if (!s.n && c->kind != LIST_TEXT && c->kind != LIST_REMARK)
        json_nil(j);
    else if (c->kind == LIST_WHOLE && str_to_i64(s, &whole))
        json_i64(j, whole);
    else if (c->kind == LIST_YES_NO)
        json_bool(j, str_is(s, "yes"));
    else
        json_str(j, s);
}

/* One object a line, so that line tools can work on it too. */
static bool write_json(const struct listing *l, struct out *out, struct err *err)
{
    struct buf row;
    size_t rows = l->cells.n / (size_t)l->n_columns;
    bool ok = true;
    buf_init(&row, 0);
    out_addz(out, rows ? "[\n" : "[]\n");
    for (size_t r = 0; ok && r < rows; r++) {
        struct json j;
        buf_clear(&row);
        json_begin(&j, &row);
        json_obj(&j);
        for (int c = 0; c < l->n_columns; c++)
            json_cell(&j, &l->columns[c], l->cells.at[r * (size_t)l->n_columns + (size_t)c]);
        json_end(&j);
        out_add(out, buf_str(&row));
        out_addz(out, r + 1 < rows ? ",\n" : "\n]\n");
        ok = !buf_failed(&row);
    }
    buf_release(&row);
    return ok || err_set(err, ERR_MEMORY, NULL);
}

bool listing_write(const struct listing *l, enum out_format format, enum lang lang, struct out *out,
                   struct err *err)
{
    if (l->failed)
        return err_set(err, ERR_MEMORY, NULL);
    if (l->cells.n % (size_t)l->n_columns)
        return err_set(err, ERR_INTERNAL, "a row of the list is not complete", NULL);
    if (format == FORMAT_JSON)
        return write_json(l, out, err);
    if (format == FORMAT_CSV)
        write_csv(l, out);
    else
        return write_table(l, lang, out, err);
    return true;
}

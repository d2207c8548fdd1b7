#include "office/csv.h"

static void put(struct csv_writer *w, const char *p, size_t n)
{
    if (w->file && n)
        fwrite(p, 1, n, w->file);
    if (w->buf)
        buf_add(w->buf, p, n);
}

void csv_bom(struct csv_writer *w)
{
    put(w, "\xef\xbb\xbf", 3);
}

/* A spreadsheet program would run it as a formula; "-5" is a number and stays. */
static bool looks_like_formula(struct str s)
{
    dec d;
    return s.n && strchr("=+-@\t\r", s.p[0]) != NULL && !dec_parse(s, &d);
}

void csv_cell(struct csv_writer *w, struct str text)
{
    if (w->inside)
        put(w, ",", 1);
    w->inside = true;
    bool guarded = w->guard && looks_like_formula(text);
    bool quoted = guarded;
    for (size_t i = 0; i < text.n && !quoted; i++)
        quoted = strchr(",\"\r\n", text.p[i]) != NULL;
    if (text.n == 0 || !quoted) {
        put(w, text.p, text.n);
        return;
    }
    put(w, guarded ? "\"'" : "\"", guarded ? 2 : 1);
    for (size_t i = 0, from = 0; i <= text.n; i++) {
        if (i < text.n && text.p[i] != '"')
            continue;
        put(w, text.p + from, i - from);
        from = i;
        if (i < text.n)
            put(w, "\"", 1);
    }
    put(w, "\"", 1);
}

void csv_end_row(struct csv_writer *w)
{
    put(w, "\r\n", 2);
    w->inside = false;
}

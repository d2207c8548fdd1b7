#include "office/xlsx.h"

#include "office/xlsx_parts.h"

struct sheets {
    struct xlsx *x;
    struct workbook *book;
    VEC(struct str) ids; /* relationship of each sheet */
    struct err *err;
    bool stop;
};

static bool wanted(const struct xlsx_options *o, struct str name)
{
    for (size_t i = 0; i < o->only_n; i++)
        if (str_is(name, o->only[i]))
            return true;
    return o->only == NULL;
}

static void on_start(void *ctx, const char *name, const char **attrs)
{
    struct sheets *s = ctx;
    struct arena *a = s->x->arena;
    name = xml_local(name);
    if (strcmp(name, "workbookPr") == 0) {
        const char *from_1904 = xml_attr(attrs, "date1904");
        s->x->from_1904 = from_1904 && (from_1904[0] == '1' || from_1904[0] == 't');
    }
    if (strcmp(name, "sheet") != 0)
        return;
    const char *title = xml_attr(attrs, "name"), *state = xml_attr(attrs, "state");
    const char *id = xml_attr(attrs, "r:id");
    if (!id)
        id = xml_attr(attrs, "id");
    s->stop = true;
    if (!title || !id || s->book->sheets.n >= XLSX_SHEETS_MAX) {
        err_set(s->err, ERR_FILE_KIND, s->x->pack.file, "xlsx", "xl/workbook.xml <sheet>");
        return;
    }
    struct sheet sheet = {.name = arena_str(a, str_of(title)),
                          .hidden = state && strcmp(state, "visible") != 0};
    sheet.table.file = arena_printf(a, "%s!%s", s->x->pack.file, title);
    sheet.skipped = !wanted(s->x->options, sheet.name);
    struct str rel = arena_str(a, str_of(id));
    if (!sheet.name.p || !sheet.table.file.p || !rel.p || !VEC_PUSH(a, &s->book->sheets, sheet) ||
        !VEC_PUSH(a, &s->ids, rel))
        err_set(s->err, ERR_MEMORY, NULL);
    else
        s->stop = false;
}

static bool read_sheets(struct xlsx *x, const char *part, struct sheets *s, struct err *err)
{
    for (size_t i = 0; i < s->book->sheets.n; i++) {
        struct sheet *sheet = &s->book->sheets.at[i];
        struct str target;
        if (sheet->skipped)
            continue;
        if (!pack_relation(&x->pack, part, s->ids.at[i].p, NULL, x->arena, &target, err))
            return false;
        xlsx_sheet(x, pack_find(&x->pack, target.p), &sheet->table);
    }
    return true;
}

static bool read_package(struct xlsx *x, struct workbook *book, struct err *err)
{
    struct sheets s = {.x = x, .book = book, .err = err};
    struct pack_xml h = {.start = on_start, .ctx = &s, .stop = &s.stop};
    struct str part;
    bool right = false;
    if (!pack_relation(&x->pack, "", NULL, "/officeDocument", x->arena, &part, err) ||
        !pack_has_type(&x->pack, part.p, "spreadsheetml.sheet.main+xml", &right, err))
        return false;
    if (!right)
        return err_set(err, ERR_FILE_KIND, x->pack.file, "xlsx", "[Content_Types].xml");
    return pack_parse(&x->pack, pack_find(&x->pack, part.p), &h, err) &&
           xlsx_strings(x, part.p, err) && xlsx_styles(x, part.p, err) &&
           read_sheets(x, part.p, &s, err);
}

bool xlsx_read(struct arena *arena, struct str file, struct str data,
               const struct xlsx_options *options, struct workbook *out, struct err_list *errs)
{
    static const struct xlsx_options defaults = {0};
    struct xlsx x = {.arena = arena, .options = options ? options : &defaults, .errs = errs};
    struct workbook book = {.file = arena_str(arena, file)};
    struct err e = {0};
    size_t before = errs->total;
    x.max = table_limits_of(&x.options->limits);
    *out = (struct workbook){0};
    if (!book.file.p) {
        err_set(&e, ERR_MEMORY, NULL);
    } else if (pack_open(&x.pack, book.file.p, "xlsx", data, &e)) {
        read_package(&x, &book, &e);
        pack_close(&x.pack);
    }
    if (e.code != ERR_OK) {
        err_at(&e, book.file, 0, 0, NULL);
        err_list_add(errs, &e);
    }
    *out = book;
    return errs->total == before;
}

const struct sheet *workbook_sheet(const struct workbook *w, const char *name)
{
    for (size_t i = 0; i < w->sheets.n; i++)
        if (str_is(w->sheets.at[i].name, name))
            return &w->sheets.at[i];
    return NULL;
}

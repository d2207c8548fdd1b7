/* The workbook that a unit sends back, read, checked against the campaign and marked. An input that
 * is no archive is the XML of its sheet 指标, the usual shape made without deflate. Nothing is
 * stored: the world stays as it is. */
#include "world.h"

#include "office/pack.h"
#include "office/xlsx.h"
#include "work/value_book.h"

static const char *const parts[][2] = {
    {"[Content_Types].xml", "<Types><Override PartName='/xl/w.xml' "
                            "ContentType='x/spreadsheetml.sheet.main+xml'/></Types>"},
    {"_rels/.rels", "<R><Relationship Id='a' Type='x/officeDocument' Target='xl/w.xml'/></R>"},
    {"xl/w.xml", "<workbook><sheet name='指标' r:id='a'/></workbook>"},
    {"xl/_rels/w.xml.rels", "<R><Relationship Id='a' Type='x/sheet' Target='s.xml'/></R>"},
};

static void packed(struct arena *a, struct str *input, struct buf *file)
{
    struct pack_out o;
    FUZZ_CHECK(pack_out_begin(&o, a));
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        pack_out_add(&o, parts[i][0], str_of(parts[i][1]));
    pack_out_add(&o, "xl/s.xml", *input);
    FUZZ_CHECK(pack_out_end(&o, file, NULL));
    *input = buf_str(file);
}

/* Marked, it is a workbook again. */
static void check_marked(struct world *w, const struct actor *who, struct arena *a, struct upload f)
{
    struct buf out;
    struct workbook again = {0};
    struct err_list ignored = {.arena = a};
    struct xlsx_options options = {.allow_formulas = true, .allow_merged = true};
    buf_init(&out, 0);
    if (value_book_mark(&w->app, who, a, 1, f, LANG_ZH, &out, NULL)) {
        xlsx_read(a, STR("marked.xlsx"), buf_str(&out), &options, &again, &ignored);
        FUZZ_CHECK(again.sheets.n > 0);
    }
    buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct world *w = world();
    struct arena a;
    struct buf file;
    struct err err = {0};
    struct value_book_report report = {0};
    if (n > (1 << 17))
        return 0;
    arena_init(&a, (size_t)64 << 20);
    buf_init(&file, 0);
    struct err_list problems = {.arena = &a};
    struct upload upload = {STR("f.xlsx"), fuzz_str(data, n)};
    struct actor who = {.user = w->users[0],
                        .login = STR("u"),
                        .name = STR("u"),
                        .within = {.n = 1, .at = {INT64_C(532600000000000)}}};
    if (n < 2 || data[0] != 'P' || data[1] != 'K')
        packed(&a, &upload.data, &file);
    bool ok = value_book_import(&w->app, &who, &a, 1, upload, true, &report, &problems, &err);
    FUZZ_CHECK(ok != (err.code != ERR_OK));
    FUZZ_CHECK(!ok || report.kept == (problems.total == 0));
    if (n % 8 == 0)
        check_marked(w, &who, &a, upload);
    buf_release(&file);
    arena_release(&a);
    return 0;
}

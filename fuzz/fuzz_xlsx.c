/* Workbooks: as an archive when the input starts like one, else as the XML of the only sheet. */
#include "fuzz.h"

#include "office/book.h"
#include "office/pack.h"

static const char *const parts[][2] = {
    {"[Content_Types].xml", "<Types><Override PartName='/xl/w.xml' "
                            "ContentType='x/spreadsheetml.sheet.main+xml'/></Types>"},
    {"_rels/.rels", "<R><Relationship Id='a' Type='x/officeDocument' Target='xl/w.xml'/></R>"},
    {"xl/w.xml", "<workbook><sheet name='S' r:id='a'/></workbook>"},
    {"xl/_rels/w.xml.rels", "<R><Relationship Id='a' Type='x/sheet' Target='s.xml'/>"
                            "<Relationship Id='b' Type='x/styles' Target='y.xml'/></R>"},
    {"xl/y.xml", "<s><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></s>"},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a;
    struct buf file, out;
    struct pack_out o;
    struct workbook w;
    struct xlsx_options options = {.limits = {.rows = 1000, .columns = 50, .cell_bytes = 2000}};
    arena_init(&a, (size_t)64 << 20);
    buf_init(&file, 0);
    buf_init(&out, 0);
    struct err_list errs = {.arena = &a};
    struct str input = fuzz_str(data, n);
    if ((n < 2 || data[0] != 'P' || data[1] != 'K') && pack_out_begin(&o, &a)) {
        for (size_t i = 0; i < ARRAY_LEN(parts); i++)
            pack_out_add(&o, parts[i][0], str_of(parts[i][1]));
        pack_out_add(&o, "xl/s.xml", input);
        FUZZ_CHECK(pack_out_end(&o, &file, NULL));
        input = buf_str(&file);
    }
    bool ok = xlsx_read(&a, STR("f.xlsx"), input, &options, &w, &errs);
    FUZZ_CHECK(ok == (errs.total == 0));
    struct err err = {0};
    if (w.sheets.n && (n & 7) == 0)
        book_mark(&a, &w, &errs, LANG_ZH, 0, &out, &err);
    buf_release(&out);
    buf_release(&file);
    arena_release(&a);
    return 0;
}

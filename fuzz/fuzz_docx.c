/* Word templates: as an archive when the input starts like one, else as the XML of the document. */
#include "fuzz.h"

#include "office/docx.h"
#include "office/pack.h"

static void fill_values(struct docx_values *v)
{
    docx_text(v, "title", STR("甲\n乙<&>"));
    docx_flag(v, "demo", true);
    docx_flag(v, "off", false);
    for (int i = 0; i < 2; i++) {
        struct docx_values *g = docx_item(v, "groups");
        docx_text(g, "name", STR("组"));
        docx_text(docx_item(g, "ranks"), "rank", STR("1"));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a;
    struct buf file, out;
    struct pack_out o;
    struct docx_values v = {.arena = &a};
    arena_init(&a, (size_t)64 << 20);
    buf_init(&file, 0);
    buf_init(&out, 0);
    fill_values(&v);
    struct str input = fuzz_str(data, n);
    if ((n < 2 || data[0] != 'P' || data[1] != 'K') && pack_out_begin(&o, &a)) {
        pack_out_add(&o, "[Content_Types].xml",
                     STR("<T><Override PartName='/word/document.xml' "
                         "ContentType='wordprocessingml.document.main+xml'/></T>"));
        pack_out_add(&o, "_rels/.rels",
                     STR("<R><Relationship Id='a' Type='/officeDocument' "
                         "Target='word/document.xml'/></R>"));
        pack_out_add(&o, "word/document.xml", input);
        FUZZ_CHECK(pack_out_end(&o, &file, NULL));
        input = buf_str(&file);
    }
    struct err err = {0};
    bool ok = docx_fill(input, &v, &out, &err);
    FUZZ_CHECK(ok ? out.n > 0 : out.n == 0 && err.code != ERR_OK);
    buf_release(&out);
    buf_release(&file);
    arena_release(&a);
    return 0;
}

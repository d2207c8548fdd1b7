/* Filling Word templates: each kind of anchor, and templates that are wrong. */
#include "../test.h"

#include "office/docx.h"
#include "office/pack.h"
#include "sample_bulletin.h"

#define TYPES                                                                                      \
    "<Types><Override PartName='/word/document.xml' ContentType='application/"                     \
    "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>"
#define DOC_RELS                                                                                   \
    "<Relationships><Relationship Id='r1' Type='http://x/styles' Target='styles.xml'/>"            \
    "</Relationships>"
#define RELS                                                                                       \
    "<Relationships><Relationship Id='r1' Type='http://x/officeDocument' "                         \
    "Target='word/document.xml'/></Relationships>"
#define SDT(tag, content)                                                                          \
    "<w:sdt><w:sdtPr><w:tag w:val='" tag "'/></w:sdtPr><w:sdtContent>" content                     \
    "</w:sdtContent></w:sdt>"

static void make(struct buf *out, const char *body)
{
    struct arena a;
    struct pack_out o;
    arena_init(&a, 0);
    buf_init(out, 0);
    assert_true(pack_out_begin(&o, &a));
    pack_out_add(&o, "[Content_Types].xml", STR(TYPES));
    pack_out_add(&o, "_rels/.rels", STR(RELS));
    struct str doc = arena_printf(&a, "<w:d>%s</w:d>", body);
    pack_out_add(&o, "word/document.xml", doc);
    pack_out_add(&o, "word/_rels/document.xml.rels", STR(DOC_RELS));
    pack_out_add(&o, "word/other.xml", STR("<x> kept </x>"));
    assert_true(pack_out_end(&o, out, NULL));
    arena_release(&a);
}

static void part_of(struct str docx, const char *part, struct buf *out)
{
    struct pack p;
    struct err e = {0};
    assert_true(pack_open(&p, "o.docx", "docx", docx, &e));
    buf_init(out, 0);
    assert_true(pack_read(&p, pack_find(&p, part), 1 << 22, out, &e));
    pack_close(&p);
}

/* The document part of a filled file behind the XML declaration. */
static void document_of(struct str docx, struct buf *out)
{
    part_of(docx, "word/document.xml", out);
}

static void expect(const char *body, const struct docx_values *v, const char *wanted)
{
    struct buf t, out, doc;
    struct err e = {0};
    make(&t, body);
    buf_init(&out, 0);
    if (!docx_fill(buf_str(&t), v, &out, &e))
        fail_msg("%s %s", err_key(e.code), e.args[0]);
    document_of(buf_str(&out), &doc);
    const char *d = strstr(doc.p, "<w:d");
    assert_non_null(d);
    assert_string_equal(d, wanted);
    buf_release(&t);
    buf_release(&out);
    buf_release(&doc);
}

static void texts(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, 0);
    struct docx_values v = {.arena = &a};
    docx_text(&v, "x", STR("a<&\"\x01\nb"));
    docx_text(&v, "none", STR_NONE);
    expect("<w:p>" SDT("x", "<w:r><w:rPr><w:b/></w:rPr><w:t>o</w:t></w:r><w:r/>") "</w:p>", &v,
           "<w:d><w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">a&lt;&amp;&quot;</w:t>"
           "<w:br/><w:t xml:space=\"preserve\">b</w:t></w:r></w:p></w:d>");
    expect(SDT("x", "<w:p><w:pPr><w:s/></w:pPr><w:r><w:t>o</w:t></w:r></w:p>"), &v,
           "<w:d><w:p><w:pPr><w:s/></w:pPr><w:r><w:t xml:space=\"preserve\">a&lt;&amp;&quot;</w:t>"
           "</w:r></w:p><w:p><w:pPr><w:s/></w:pPr><w:r><w:t xml:space=\"preserve\">b</w:t></w:r>"
           "</w:p></w:d>");
    expect("<w:tr>" SDT("none", "<w:tc><w:tcPr/><w:p><w:r/></w:p></w:tc>") "</w:tr>", &v,
           "<w:d><w:tr><w:tc><w:tcPr/><w:p></w:p></w:tc></w:tr></w:d>");
    /* a control without a tag is not ours */
    expect("<w:sdt><w:sdtContent><w:p/></w:sdtContent></w:sdt>", &v,
           "<w:d><w:sdt><w:sdtContent><w:p/></w:sdtContent></w:sdt></w:d>");
    arena_release(&a);
}

static void lists_in_lists(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, 0);
    struct docx_values v = {.arena = &a};
    docx_flag(&v, "yes", true);
    docx_flag(&v, "no", false);
    docx_text(&v, "outer", STR("O"));
    docx_list(&v, "empty");
    for (int i = 0; i < 2; i++) {
        struct docx_values *g = docx_item(&v, "g");
        docx_text(g, "n", i ? STR("2") : STR("1"));
        docx_list(g, "r");
        for (int k = 0; k < 2 - i; k++)
            docx_text(docx_item(g, "r"), "c", k ? STR("b") : STR("a"));
    }
#define W(t) "<w:r><w:t xml:space=\"preserve\">" t "</w:t></w:r>"
    expect(SDT("rows:g", "<h>" SDT("n", "<w:r/>") "</h>" SDT(
                             "rows:r", "<i>" SDT("c", "") SDT("n", "") SDT("outer", "") "</i>")),
           &v,
           "<w:d><h>" W("1") "</h><i>" W("a") W("1") W("O") "</i><i>" W("b") W("1")
               W("O") "</i><h>" W("2") "</h><i>" W("a") W("2") W("O") "</i></w:d>");
    expect(SDT("if:yes", "<a/>") SDT("if:no", "<b/>") SDT("ifnot:no", "<c/>")
               SDT("if:outer", "<d/>") SDT("if:empty", "<e/>") SDT(
                   "rows:empty", SDT("whatever", "<f/>")) "<w:tc>" SDT("if:no", "<w:p/>") "</w:tc>",
           &v, "<w:d><a/><c/><d/><w:tc><w:p/></w:tc></w:d>");
    arena_release(&a);
}

/* The frame header (ITU-T T.81, B.2.2) of a picture of 480 by 360 behind two other segments, and
 * what makes it no picture. */
#define JPEG(size)                                                                                 \
    "\xff\xd8\xff\xe0\x00\x04\x01\x02\xff\xc4\x00\x02\xff\xc0\x00\x11\x08" size "\x03 and the "    \
    "rest"
#define JPEG_480 STR(JPEG("\x01\x68\x01\xe0"))

static void expect_part(struct str docx, const char *part, const char *wanted)
{
    struct buf is;
    part_of(docx, part, &is);
    assert_string_equal(is.p, wanted);
    buf_release(&is);
}

static void pictures(void **state)
{
    (void)state;
    struct arena a;
    struct buf t, out, doc, file;
    struct err e = {0};
    arena_init(&a, 0);
    struct docx_values v = {.arena = &a};
    /* 480 by 360 in 80 by 80 mm: 80 by 60 mm; in 80 by 30 mm: 40 by 30 mm. 36,000 units a mm. */
    docx_picture(&v, "wide", JPEG_480, &(struct docx_picture){STR("门<口>"), 80, 80});
    docx_picture(&v, "high", JPEG_480, &(struct docx_picture){STR("b"), 80, 30});
    docx_picture(&v, "none", STR_NONE, &(struct docx_picture){STR("c"), 80, 30});
    make(&t, "<w:p>" SDT("picture:wide", W("x")) "</w:p><w:p>" SDT("picture:high", W("x")) SDT(
                 "picture:none", W("x")) "</w:p>" SDT("if:none", "<n/>") SDT("if:wide", "<y/>"));
    buf_init(&out, 0);
    assert_true(docx_fill(buf_str(&t), &v, &out, &e));
    document_of(buf_str(&out), &doc);
    assert_non_null(strstr(doc.p, "<wp:extent cx=\"2880000\" cy=\"2160000\"/>"
                                  "<wp:docPr id=\"1\" name=\"picture1\" descr=\"门&lt;口&gt;\"/>"));
    assert_non_null(strstr(doc.p, "<wp:extent cx=\"1440000\" cy=\"1080000\"/><wp:docPr id=\"2\""));
    assert_non_null(strstr(doc.p, "r:embed=\"picture1\""));
    assert_non_null(strstr(doc.p, "r:embed=\"picture2\""));
    assert_null(strstr(doc.p, "picture3"));
    assert_non_null(strstr(doc.p, "</w:p><y/></w:d>"));
    part_of(buf_str(&out), "word/media/picture2.jpeg", &file);
    assert_true(str_eq(buf_str(&file), JPEG_480));
    buf_release(&file);
#define IMAGE(n)                                                                                   \
    "<Relationship Id=\"picture" n "\" Type=\"http://schemas.openxmlformats.org/officeDocument/"   \
    "2006/relationships/image\" Target=\"media/picture" n ".jpeg\"/>"
    expect_part(buf_str(&out), "word/_rels/document.xml.rels",
                "<Relationships><Relationship Id='r1' Type='http://x/styles' "
                "Target='styles.xml'/>" IMAGE("1") IMAGE("2") "</Relationships>");
    part_of(buf_str(&out), "[Content_Types].xml", &file);
    assert_non_null(
        strstr(file.p, "<Default Extension=\"jpeg\" ContentType=\"image/jpeg\"/></Types>"));
    buf_release(&file);
    buf_release(&doc);
    buf_release(&t);
    buf_release(&out);
    arena_release(&a);
}

static void expect_error(const char *body, const struct docx_values *v, enum err_code code,
                         const char *arg0, const char *arg1)
{
    struct buf t, out;
    struct err e = {0};
    make(&t, body);
    buf_init(&out, 0);
    assert_false(docx_fill(buf_str(&t), v, &out, &e));
    assert_int_equal(e.code, code);
    assert_int_equal(out.n, 0);
    if (arg0)
        assert_string_equal(e.args[0], arg0);
    if (arg1)
        assert_string_equal(e.args[1], arg1);
    buf_release(&t);
    buf_release(&out);
}

static void wrong_templates(void **state)
{
    (void)state;
    struct arena a;
    struct err e = {0};
    struct buf out;
    arena_init(&a, 0);
    struct docx_values v = {.arena = &a};
    docx_text(&v, "title", STR("t"));
    docx_flag(&v, "demo", true);
    docx_text(docx_item(&v, "list"), "x", STR("y"));
    expect_error(SDT("titel", ""), &v, ERR_TEMPLATE_TAG, "titel", "title, if:demo, rows:list");
    expect_error(SDT("rows:title", ""), &v, ERR_TEMPLATE_TAG, "rows:title", NULL);
    expect_error(SDT("list", ""), &v, ERR_TEMPLATE_TAG, "list", NULL);
    expect_error(SDT("x", ""), &v, ERR_TEMPLATE_TAG, "x", NULL);
    expect_error(SDT("picture:title", ""), &v, ERR_TEMPLATE_TAG, "picture:title", NULL);
    docx_picture(&v, "p", STR("GIF89a"), &(struct docx_picture){STR(""), 1, 1});
    expect_error(SDT("picture:p", ""), &v, ERR_FILE_KIND, "p", "jpeg");
    docx_picture(&v, "p", STR("\xff\xd8\xff\xe0\xff"), &(struct docx_picture){STR(""), 1, 1});
    expect_error(SDT("picture:p", ""), &v, ERR_FILE_KIND, "p", "jpeg");
    docx_picture(&v, "p", STR(JPEG("\0\0\0\1")), &(struct docx_picture){STR(""), 1, 1});
    expect_error(SDT("picture:p", ""), &v, ERR_FILE_KIND, "p", "jpeg");
    expect_error("<a>", &v, ERR_XML_BROKEN, NULL, "word/document.xml");
    buf_init(&out, 0);
    assert_false(docx_fill(STR("PK"), &v, &out, &e));
    assert_int_equal(e.code, ERR_ARCHIVE_BROKEN);
    buf_release(&out);
    arena_release(&a);
}

/* A list inside itself, 60 deep with two items, would be 2^60 steps. */
static void work_is_bounded(void **state)
{
    (void)state;
    struct arena a;
    struct buf body;
    arena_init(&a, 0);
    buf_init(&body, 0);
    struct docx_values v = {.arena = &a};
    docx_item(&v, "l");
    docx_item(&v, "l");
    for (int i = 0; i < 60; i++)
        buf_addz(&body, "<w:sdt><w:sdtPr><w:tag w:val='rows:l'/></w:sdtPr><w:sdtContent>");
    for (int i = 0; i < 60; i++)
        buf_addz(&body, "</w:sdtContent></w:sdt>");
    expect_error(body.p, &v, ERR_TOO_LARGE, NULL, NULL);
    buf_release(&body);
    arena_release(&a);
}

static void the_bulletin(void **state)
{
    (void)state;
    struct arena a;
    struct buf one, two, doc;
    struct err e = {0};
    arena_init(&a, 0);
    buf_init(&one, 0);
    buf_init(&two, 0);
    struct docx_values v = {.arena = &a}, w = {.arena = &a};
    sample_bulletin(&v, false);
    sample_bulletin(&w, false);
    if (!docx_fill(docx_builtin_bulletin(), &v, &one, &e))
        fail_msg("%s %s", err_key(e.code), e.args[0]);
    assert_true(docx_fill(docx_builtin_bulletin(), &w, &two, &e));
    assert_true(str_eq(buf_str(&one), buf_str(&two)));
    document_of(buf_str(&one), &doc);
    assert_null(strstr(doc.p, "w:sdt"));
    assert_non_null(strstr(doc.p, "22.79"));
    assert_non_null(strstr(doc.p, "不计零分"));
    /* A4 and the margins of GB/T 9704: 37, 35, 28, 26 mm in twentieths of a point (mm * 56.693) */
    assert_non_null(strstr(doc.p, "w:w=\"11906\" w:h=\"16838\""));
    assert_non_null(strstr(doc.p, "w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" "
                                  "w:left=\"1588\""));
    buf_release(&doc);
    buf_release(&one);
    buf_release(&two);
    arena_release(&a);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (size_t at = 1; at < 400; at += 7) {
        struct arena a;
        struct buf out;
        struct err e = {0};
        arena_init(&a, 0);
        buf_init(&out, 0);
        a.fail_at = at;
        struct docx_values v = {.arena = &a};
        sample_bulletin(&v, true);
        bool reached = a.allocations >= at;
        assert_int_equal(docx_fill(docx_builtin_bulletin(), &v, &out, &e), !reached);
        if (reached)
            assert_int_equal(e.code, ERR_MEMORY);
        buf_release(&out);
        arena_release(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts),
        cmocka_unit_test(lists_in_lists),
        cmocka_unit_test(pictures),
        cmocka_unit_test(wrong_templates),
        cmocka_unit_test(work_is_bounded),
        cmocka_unit_test(the_bulletin),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Pictures in a document: DrawingML inline pictures (ECMA-376 part 1, 20.4), JPEG only. */
#include "office/docx_picture.h"

#include <stdio.h>

#include "office/docx_tree.h"

#define NS "http://schemas.openxmlformats.org/"
enum { EMU_MM = 36000 }; /* English metric units in a millimetre */

static unsigned big16(const unsigned char *p)
{
    return (unsigned)p[0] << 8 | p[1];
}

/* Width and height stand in the frame header (ITU-T T.81, B.2.2). */
static bool jpeg_size(struct str jpeg, unsigned *width, unsigned *height)
{
    const unsigned char *p = (const unsigned char *)jpeg.p;
    if (!str_starts(jpeg, STR("\xff\xd8")))
        return false;
    for (size_t at = 2; at + 9 <= jpeg.n && p[at] == 0xff;) {
        unsigned marker = p[at + 1];
        if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 &&
            marker != 0xcc) {
            *height = big16(p + at + 5);
            *width = big16(p + at + 7);
            return *width && *height;
        }
        at += 2 + (size_t)big16(p + at + 2);
    }
    return false;
}

bool docx_picture_run(struct docx_pictures *pictures, const struct docx_value *v, struct buf *out,
                      struct err *err)
{
    unsigned w, h;
    if (!jpeg_size(v->text, &w, &h))
        return err_set(err, ERR_FILE_KIND, v->name, "jpeg", "word/media");
    if (!VEC_PUSH(pictures->arena, &pictures->jpegs, v->text))
        return err_set(err, ERR_MEMORY, NULL);
    int64_t wide = (int64_t)v->picture.width * EMU_MM, high = (int64_t)v->picture.height * EMU_MM;
    if (wide * h > high * w)
        wide = high * w / h;
    else
        high = wide * h / w;
    size_t n = pictures->jpegs.n;
    buf_printf(
        out,
        "<w:r><w:drawing><wp:inline xmlns:wp=\"" NS "drawingml/2006/wordprocessingDrawing\" "
        "distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"%lld\" cy=\"%lld\"/>"
        "<wp:docPr id=\"%zu\" name=\"picture%zu\" descr=\"",
        (long long)wide, (long long)high, n, n);
    xml_escape(out, v->picture.words);
    buf_printf(out,
               "\"/><a:graphic xmlns:a=\"" NS "drawingml/2006/main\"><a:graphicData uri=\"" NS
               "drawingml/2006/picture\"><pic:pic xmlns:pic=\"" NS "drawingml/2006/picture\">"
               "<pic:nvPicPr><pic:cNvPr id=\"%zu\" name=\"picture%zu.jpeg\"/><pic:cNvPicPr/>"
               "</pic:nvPicPr><pic:blipFill><a:blip xmlns:r=\"" NS
               "officeDocument/2006/relationships\" r:embed=\"picture%zu\"/><a:stretch>"
               "<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/>"
               "<a:ext cx=\"%lld\" cy=\"%lld\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/>"
               "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>"
               "</w:drawing></w:r>",
               n, n, n, (long long)wide, (long long)high);
    return true;
}

/* Puts `more` before the last `end` of the part. */
static bool put_before(struct buf *bytes, const char *end, struct str more, struct err *err)
{
    struct buf whole;
    char *last = NULL;
    for (char *p = bytes->n ? strstr(bytes->p, end) : NULL; p; p = strstr(p + 1, end))
        last = p;
    if (!last)
        return err_set(err, ERR_FILE_KIND, "template.docx", "docx", end);
    size_t at = (size_t)(last - bytes->p);
    buf_init(&whole, bytes->max);
    buf_add(&whole, bytes->p, at);
    buf_adds(&whole, more);
    buf_add(&whole, bytes->p + at, bytes->n - at);
    buf_clear(bytes);
    buf_adds(bytes, buf_str(&whole));
    bool ok = !buf_failed(&whole) && !buf_failed(bytes);
    buf_release(&whole);
    return ok || err_set(err, ERR_MEMORY, NULL);
}

bool docx_picture_part(const struct docx_pictures *pictures, const char *part, struct buf *bytes,
                       struct err *err)
{
    struct buf more;
    if (pictures->jpegs.n == 0)
        return true;
    if (strcmp(part, "[Content_Types].xml") == 0)
        return strstr(bytes->p, "Extension=\"jpeg\"") ||
               put_before(bytes, "</Types>",
                          STR("<Default Extension=\"jpeg\" ContentType=\"image/jpeg\"/>"), err);
    if (strcmp(part, "word/_rels/document.xml.rels") != 0)
        return true;
    buf_init(&more, 0);
    for (size_t i = 1; i <= pictures->jpegs.n; i++)
        buf_printf(&more,
                   "<Relationship Id=\"picture%zu\" Type=\"" NS
                   "officeDocument/2006/relationships/image\" Target=\"media/picture%zu.jpeg\"/>",
                   i, i);
    bool ok = put_before(bytes, "</Relationships>", buf_str(&more), err);
    buf_release(&more);
    return ok;
}

void docx_picture_files(const struct docx_pictures *pictures, struct pack_out *o)
{
    char name[48];
    for (size_t i = 0; i < pictures->jpegs.n; i++) {
        snprintf(name, sizeof name, "word/media/picture%zu.jpeg", i + 1);
        pack_out_add(o, name, pictures->jpegs.at[i]);
    }
}

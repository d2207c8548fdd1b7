/* The structure of a JPEG file (ITU-T T.81, annex B) before anything is decoded: markers, sizes,
 * number of scans, metadata, and where the picture ends. */
#include "media/picture.h"

#include <stdio.h>

enum { SOI = 0xd8, EOI = 0xd9, SOS = 0xda, APP1 = 0xe1, APP13 = 0xed };

struct walk {
    const unsigned char *p;
    size_t n, at;
    int segments;
};

static bool broken(struct err *err, const char *where)
{
    return err_set(err, ERR_PHOTO_BROKEN, where, NULL);
}

/* The next marker; behind it. Fill bytes (0xff) may stand before. */
static bool next_marker(struct walk *w, int *marker)
{
    if (w->at + 2 > w->n || w->p[w->at] != 0xff)
        return false;
    while (w->at < w->n && w->p[w->at] == 0xff)
        w->at++;
    if (w->at >= w->n)
        return false;
    *marker = w->p[w->at++];
    return true;
}

/* Passes over entropy-coded data to the next marker that is neither stuffing nor a restart. */
static bool pass_data(struct walk *w)
{
    while (w->at + 1 < w->n) {
        const unsigned char *ff = memchr(w->p + w->at, 0xff, w->n - w->at - 1);
        if (!ff)
            return false;
        w->at = (size_t)(ff - w->p);
        int next = ff[1];
        if (next == 0xff)
            w->at++;
        else if (next != 0 && !(next >= 0xd0 && next <= 0xd7))
            return true;
        else
            w->at += 2;
    }
    return false;
}

static bool is_frame(int marker)
{
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static void metadata(int marker, struct str body, struct photo_parts *out)
{
    static const struct str XMP = STR_INIT("http://ns.adobe.com/xap/1.0/\0");
    if (marker == APP1 && str_starts(body, STR("Exif\0\0")) && !out->exif.p)
        out->exif = (struct str){body.p + 6, body.n - 6};
    if (marker == APP1 && str_starts(body, XMP) && !out->xmp.p)
        out->xmp = (struct str){body.p + XMP.n, body.n - XMP.n};
    if (marker == APP13 && str_starts(body, STR("Photoshop 3.0")))
        out->editor = true;
}

static bool frame(struct str body, struct photo_parts *out, struct err *err)
{
    const unsigned char *p = (const unsigned char *)body.p;
    if (body.n < 6 || out->width)
        return broken(err, "SOF");
    out->height = p[1] << 8 | p[2];
    out->width = p[3] << 8 | p[4];
    if (!out->width || !out->height)
        return broken(err, "SOF");
    return true;
}

static bool segment(struct walk *w, int marker, struct photo_parts *out, struct err *err)
{
    size_t length = w->at + 2 <= w->n ? (size_t)w->p[w->at] << 8 | w->p[w->at + 1] : 0;
    if (length < 2 || length > w->n - w->at)
        return broken(err, "segment");
    struct str body = {(const char *)w->p + w->at + 2, length - 2};
    w->at += length;
    metadata(marker, body, out);
    if (is_frame(marker) && !frame(body, out, err))
        return false;
    if (marker != SOS)
        return ++w->segments <= 2000 || broken(err, "segments");
    if (!out->width)
        return broken(err, "SOS");
    if (++out->scans > PHOTO_SCANS_MAX) {
        char most[12];
        snprintf(most, sizeof most, "%d", PHOTO_SCANS_MAX);
        return err_set(err, ERR_PHOTO_SCANS, most, NULL);
    }
    return pass_data(w) || broken(err, "EOI");
}

bool jpeg_parts(struct str bytes, struct photo_parts *out, struct err *err)
{
    struct walk w = {.p = (const unsigned char *)bytes.p, .n = bytes.n, .at = 2};
    int marker;
    *out = (struct photo_parts){.kind = PHOTO_JPEG};
    while (next_marker(&w, &marker)) {
        if (marker == EOI) {
            out->end = w.at;
            return out->scans ? true : broken(err, "EOI");
        }
        if (marker == SOI || marker == 0 || marker == 1 || (marker >= 0xd0 && marker <= 0xd7))
            return broken(err, "marker");
        if (!segment(&w, marker, out, err))
            return false;
    }
    return broken(err, "EOI");
}

/* Files for tests: JPEG, PNG and EXIF as cameras write them. */
#include "market.h"

#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>
#include <png.h>

struct str make_jpeg(const struct picture *p, struct make_options options)
{
    struct jpeg_compress_struct j;
    struct jpeg_error_mgr errors; /* ends the test program on an error */
    unsigned char *bytes = NULL;
    unsigned long n = 0;
    j.err = jpeg_std_error(&errors);
    jpeg_create_compress(&j);
    jpeg_mem_dest(&j, &bytes, &n);
    j.image_width = (JDIMENSION)p->width;
    j.image_height = (JDIMENSION)p->height;
    j.input_components = p->channels;
    j.in_color_space = p->channels == 3 ? JCS_RGB : JCS_GRAYSCALE;
    jpeg_set_defaults(&j);
    jpeg_set_quality(&j, options.quality, TRUE);
    if (options.progressive)
        jpeg_simple_progression(&j);
    jpeg_start_compress(&j, TRUE);
    if (options.exif.n) {
        unsigned char part[65536];
        memcpy(part, "Exif\0\0", 6);
        memcpy(part + 6, options.exif.p, options.exif.n);
        jpeg_write_marker(&j, JPEG_APP0 + 1, part, (unsigned)options.exif.n + 6);
    }
    while (j.next_scanline < j.image_height) {
        JSAMPROW row = p->p + (size_t)j.next_scanline * j.image_width * (size_t)p->channels;
        jpeg_write_scanlines(&j, &row, 1);
    }
    jpeg_finish_compress(&j);
    jpeg_destroy_compress(&j);
    return (struct str){(const char *)bytes, n};
}

struct sink {
    char *p;
    size_t n, room;
};

static void on_write(png_structp png, png_bytep from, size_t n)
{
    struct sink *s = png_get_io_ptr(png);
    if (s->n + n > s->room) {
        s->room = (s->n + n) * 2;
        s->p = realloc(s->p, s->room);
    }
    memcpy(s->p + s->n, from, n);
    s->n += n;
}

struct str make_png(const struct picture *p, bool interlaced)
{
    struct sink sink = {0};
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(png, &sink, on_write, NULL);
    png_set_compression_level(png, 1);
    png_set_IHDR(png, info, (png_uint_32)p->width, (png_uint_32)p->height, 8,
                 p->channels == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY,
                 interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    int passes = png_set_interlace_handling(png);
    for (int pass = 0; pass < passes; pass++)
        for (int y = 0; y < p->height; y++)
            png_write_row(png, p->p + (size_t)y * (size_t)p->width * (size_t)p->channels);
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    return (struct str){sink.p, sink.n};
}

/* ---- EXIF: TIFF 6.0, little endian ---------------------------------------------------------- */

enum { ASCII = 2, SHORT = 3, LONG = 4, RATIONAL = 5 };

struct tiff {
    unsigned char *p;
    size_t n, room; /* n: where data behind the directories goes */
    size_t count_at;
    int entries;
};

static void put(struct tiff *t, size_t at, uint32_t v, int bytes)
{
    for (int i = 0; i < bytes && at + (size_t)i < t->room; i++)
        t->p[at + (size_t)i] = (unsigned char)(v >> (8 * i));
}

static uint32_t begin(struct tiff *t, int most)
{
    size_t at = t->n;
    t->count_at = at;
    t->entries = 0;
    t->n += 2 + (size_t)most * 12 + 4;
    return (uint32_t)at;
}

static void entry(struct tiff *t, int tag, int type, uint32_t n, uint32_t value)
{
    size_t at = t->count_at + 2 + (size_t)t->entries++ * 12;
    put(t, at, (uint32_t)tag, 2);
    put(t, at + 2, (uint32_t)type, 2);
    put(t, at + 4, n, 4);
    put(t, at + 8, value, 4);
    put(t, t->count_at, (uint32_t)t->entries, 2);
}

static void text(struct tiff *t, int tag, const char *z)
{
    if (!z)
        return;
    size_t n = strlen(z) + 1;
    uint32_t value = 0;
    if (n <= 4) {
        for (size_t i = 0; i < n; i++)
            value |= (uint32_t)(unsigned char)z[i] << (8 * i);
    } else {
        value = (uint32_t)t->n;
        memcpy(t->p + t->n, z, n);
        t->n += n + (n & 1);
    }
    entry(t, tag, ASCII, (uint32_t)n, value);
}

static void angle(struct tiff *t, int tag, int seconds)
{
    const int parts[] = {seconds / 3600, 1, seconds / 60 % 60, 1, seconds % 60, 1};
    entry(t, tag, RATIONAL, 3, (uint32_t)t->n);
    for (size_t i = 0; i < ARRAY_LEN(parts); i++, t->n += 4)
        put(t, t->n, (uint32_t)parts[i], 4);
}

size_t make_exif(const struct make_exif *e, unsigned char *out, size_t room)
{
    struct tiff t = {.p = out, .n = 8, .room = room};
    memset(out, 0, room);
    memcpy(out, "II*\0", 4);
    put(&t, 4, 8, 4);
    begin(&t, 8);
    text(&t, 0x010f, e->make);
    text(&t, 0x0110, e->model);
    if (e->orientation)
        entry(&t, 0x0112, SHORT, 1, (uint32_t)e->orientation);
    text(&t, 0x0131, e->software);
    text(&t, 0x0132, e->changed);
    entry(&t, 0x8769, LONG, 1, (uint32_t)t.n);
    size_t pointer = t.count_at + 2 + (size_t)t.entries * 12 + 8;
    entry(&t, 0x8825, LONG, 1, 0);
    begin(&t, 5);
    text(&t, 0x9003, e->taken);
    text(&t, 0x9011, e->offset);
    if (e->width) {
        entry(&t, 0xa002, LONG, 1, e->width);
        entry(&t, 0xa003, LONG, 1, e->height);
    }
    put(&t, pointer, (uint32_t)t.n, 4);
    begin(&t, 4);
    if (e->latitude_seconds || e->longitude_seconds) {
        text(&t, 1, e->latitude_seconds < 0 ? "S" : "N");
        angle(&t, 2, abs(e->latitude_seconds));
        text(&t, 3, e->longitude_seconds < 0 ? "W" : "E");
        angle(&t, 4, abs(e->longitude_seconds));
    }
    return t.n;
}

/* PNG in by libpng, row by row, reduced on the way: a picture of 50 million pixels never stands in
 * memory as a whole, unless it is interlaced. */
#include "media/picture.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <png.h>

static uint32_t be32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static bool broken(struct err *err, const char *where)
{
    return err_set(err, ERR_PHOTO_BROKEN, where, NULL);
}

/* XMP in PNG: an iTXt chunk of this keyword; five more fields end in the text. */
static void chunk_text(struct str body, struct photo_parts *out)
{
    static const struct str KEY = STR_INIT("XML:com.adobe.xmp\0\0\0\0\0");
    if (str_starts(body, KEY) && !out->xmp.p)
        out->xmp = (struct str){body.p + KEY.n, body.n - KEY.n};
}

bool png_parts(struct str bytes, struct photo_parts *out, struct err *err)
{
    const unsigned char *p = (const unsigned char *)bytes.p;
    size_t at = 8;
    *out = (struct photo_parts){.kind = PHOTO_PNG, .scans = 1};
    if (bytes.n < 33 || memcmp(p + 12, "IHDR", 4) != 0 || be32(p + 8) != 13)
        return broken(err, "IHDR");
    if (be32(p + 16) - 1 >= INT32_MAX || be32(p + 20) - 1 >= INT32_MAX)
        return broken(err, "IHDR");
    out->width = (int)be32(p + 16);
    out->height = (int)be32(p + 20);
    if (p[28])
        out->scans = 7;
    while (bytes.n - at >= 12) {
        size_t n = be32(p + at);
        if (n > bytes.n - at - 12)
            return broken(err, "chunk");
        struct str body = {bytes.p + at + 8, n};
        if (memcmp(p + at + 4, "eXIf", 4) == 0 && !out->exif.p)
            out->exif = body;
        if (memcmp(p + at + 4, "iTXt", 4) == 0)
            chunk_text(body, out);
        bool last = memcmp(p + at + 4, "IEND", 4) == 0;
        at += n + 12;
        if (last) {
            out->end = at;
            return true;
        }
    }
    return broken(err, "IEND");
}

struct png_in {
    png_structp png;
    png_infop info;
    struct str rest; /* what libpng has not read yet */
    bool memory;
    struct picture picture; /* the result */
    unsigned char *rows;    /* one row, or all when interlaced */
    uint32_t *sums;         /* of `factor` rows, per column and channel of the result */
    int width, height, factor;
};

static void on_read(png_structp png, png_bytep to, size_t n)
{
    struct png_in *in = png_get_io_ptr(png);
    if (n > in->rest.n)
        png_error(png, "cut off");
    memcpy(to, in->rest.p, n);
    in->rest.p += n;
    in->rest.n -= n;
}

static void on_error(png_structp png, png_const_charp message)
{
    struct png_in *in = png_get_error_ptr(png);
    in->memory = strstr(message, "emory") != NULL;
    longjmp(png_jmpbuf(png), 1);
}

static void on_warning(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

/* 8 bits RGB, transparency on white. */
static void plain_rgb(struct png_in *in)
{
    static const png_color_16 WHITE = {.red = 255, .green = 255, .blue = 255, .gray = 255};
    png_set_expand(in->png);
    png_set_scale_16(in->png);
    png_set_gray_to_rgb(in->png);
    if (png_get_color_type(in->png, in->info) & PNG_COLOR_MASK_ALPHA ||
        png_get_valid(in->png, in->info, PNG_INFO_tRNS))
        png_set_background(in->png, &WHITE, PNG_BACKGROUND_GAMMA_SCREEN, 0, 1.0);
}

/* Row y, added to the sums; a row of the result is ready when `factor` rows were added. */
static void add_row(struct png_in *in, int y, const unsigned char *row)
{
    int f = in->factor, w = in->picture.width, line = y / f;
    if (line >= in->picture.height)
        return;
    for (int x = 0; x < w * f; x++)
        for (int k = 0; k < 3; k++)
            in->sums[x / f * 3 + k] += row[x * 3 + k];
    if (y % f != f - 1)
        return;
    uint32_t n = (uint32_t)f * (uint32_t)f;
    unsigned char *to = in->picture.p + (size_t)line * (size_t)w * 3;
    for (int i = 0; i < w * 3; i++) {
        to[i] = (unsigned char)((in->sums[i] + n / 2) / n);
        in->sums[i] = 0;
    }
}

static bool make_room(struct png_in *in, bool whole, struct err *err)
{
    int side = in->width > in->height ? in->width : in->height;
    in->factor = side / PHOTO_THUMB_SIDE > 1 ? side / PHOTO_THUMB_SIDE : 1;
    int shorter = in->width < in->height ? in->width : in->height;
    if (in->factor > shorter)
        in->factor = shorter;
    int w = in->width / in->factor, h = in->height / in->factor;
    size_t row = (size_t)in->width * 3;
    in->rows = malloc(whole ? row * (size_t)in->height : row);
    in->sums = calloc((size_t)w * 3, sizeof *in->sums);
    if (!in->rows || !in->sums)
        return err_set(err, ERR_MEMORY, NULL);
    return picture_create(&in->picture, w, h, 3, err);
}

static bool decode(struct png_in *in, struct err *err)
{
    if (setjmp(png_jmpbuf(in->png)))
        return in->memory ? err_set(err, ERR_MEMORY, NULL) : broken(err, "PNG data");
    png_set_user_limits(in->png, PHOTO_SIDE_MAX, PHOTO_SIDE_MAX);
    png_set_chunk_cache_max(in->png, 100);
    png_set_chunk_malloc_max(in->png, 4 << 20);
    png_set_read_fn(in->png, in, on_read);
    png_read_info(in->png, in->info);
    in->width = (int)png_get_image_width(in->png, in->info);
    in->height = (int)png_get_image_height(in->png, in->info);
    plain_rgb(in);
    int passes = png_set_interlace_handling(in->png);
    png_read_update_info(in->png, in->info);
    size_t row = png_get_rowbytes(in->png, in->info);
    if (row != (size_t)in->width * 3)
        return broken(err, "PNG row");
    if (!make_room(in, passes > 1, err))
        return false;
    for (int pass = 0; pass < passes; pass++)
        for (int y = 0; y < in->height; y++) {
            unsigned char *to = in->rows + (passes > 1 ? row * (size_t)y : 0);
            png_read_row(in->png, to, NULL);
            if (pass == passes - 1)
                add_row(in, y, to);
        }
    png_read_end(in->png, NULL);
    return true;
}

bool png_decode(struct str bytes, const struct photo_parts *parts, struct picture *out,
                struct err *err)
{
    int64_t whole = (int64_t)parts->width * parts->height * 3;
    if (parts->scans > 1 && whole > PHOTO_STORED_MAX) {
        char mega[16];
        snprintf(mega, sizeof mega, "%d", PHOTO_STORED_MAX / 3 / 1000000);
        return err_set(err, ERR_PHOTO_STORED, mega, NULL);
    }
    struct png_in *in = calloc(1, sizeof *in);
    if (!in)
        return err_set(err, ERR_MEMORY, NULL);
    in->rest = (struct str){bytes.p, parts->end};
    in->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, in, on_error, on_warning);
    in->info = in->png ? png_create_info_struct(in->png) : NULL;
    bool ok = in->info ? decode(in, err) : err_set(err, ERR_MEMORY, NULL);
    if (in->png)
        png_destroy_read_struct(&in->png, &in->info, NULL);
    if (ok)
        *out = in->picture;
    else
        picture_release(&in->picture);
    free(in->rows);
    free(in->sums);
    free(in);
    return ok;
}

/* JPEG in and out by libjpeg. Its errors come back by longjmp; nothing of ours is allocated between
 * setjmp and there without being in struct jpeg_in. */
#include "media/picture.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#include <jerror.h>

struct trap {
    struct jpeg_error_mgr base;
    jmp_buf back;
    int code;
    bool cut_off; /* data ended early */
};

static void on_error(j_common_ptr c)
{
    struct trap *t = (struct trap *)c->err;
    t->code = t->base.msg_code;
    longjmp(t->back, 1);
}

static void on_message(j_common_ptr c, int level)
{
    struct trap *t = (struct trap *)c->err;
    if (level >= 0)
        return;
    t->cut_off = t->base.msg_code == JWRN_HIT_MARKER || t->base.msg_code == JWRN_JPEG_EOF;
    /* Where data are missing, or everything is wrong, the rest is not worth the time. */
    if (t->cut_off || ++t->base.num_warnings > 1000)
        on_error(c);
}

static struct jpeg_error_mgr *trap_init(struct trap *t)
{
    jpeg_std_error(&t->base);
    t->base.error_exit = on_error;
    t->base.emit_message = on_message;
    return &t->base;
}

static bool failed(const struct trap *t, struct err *err)
{
    char code[16];
    if (t->code == JERR_OUT_OF_MEMORY)
        return err_set(err, ERR_MEMORY, NULL);
    snprintf(code, sizeof code, "JPEG %d", t->code);
    return err_set(err, ERR_PHOTO_BROKEN, t->cut_off ? "JPEG data" : code, NULL);
}

/* ---- in ------------------------------------------------------------------------------------- */

/* Bytes of all coefficients, which a picture of several scans keeps at once. */
static int64_t stored_bytes(const struct jpeg_decompress_struct *j)
{
    int64_t sum = 0;
    for (int i = 0; i < j->num_components; i++)
        sum += (int64_t)j->comp_info[i].width_in_blocks * j->comp_info[i].height_in_blocks *
               DCTSIZE2 * (int64_t)sizeof(JCOEF);
    return sum;
}

static bool passes_fit(struct jpeg_decompress_struct *j, struct err *err)
{
    if (!jpeg_has_multiple_scans(j) || stored_bytes(j) <= PHOTO_STORED_MAX)
        return true;
    char mega[16];
    /* With colours at a quarter, as cameras store them, a pixel takes 3 bytes. */
    snprintf(mega, sizeof mega, "%d", PHOTO_STORED_MAX / 3 / 1000000);
    return err_set(err, ERR_PHOTO_STORED, mega, NULL);
}

static unsigned scale_of(int width, int height)
{
    int side = width > height ? width : height;
    for (unsigned eighths = 1; eighths < 8; eighths *= 2)
        if ((int64_t)side * eighths >= (int64_t)PHOTO_THUMB_SIDE * 8)
            return eighths;
    return 8;
}

struct jpeg_in {
    struct jpeg_decompress_struct j;
    struct trap trap;
    struct picture picture;
};

static bool decode(struct jpeg_in *in, struct str bytes, struct err *err)
{
    struct jpeg_decompress_struct *j = &in->j;
    if (setjmp(in->trap.back))
        return failed(&in->trap, err);
    jpeg_create_decompress(j);
    jpeg_mem_src(j, (const unsigned char *)bytes.p, bytes.n);
    jpeg_read_header(j, TRUE);
    if (!passes_fit(j, err))
        return false;
    if (j->num_components == 4)
        return err_set(err, ERR_PHOTO_KIND, "CMYK", NULL);
    j->out_color_space = JCS_RGB;
    j->dct_method = JDCT_ISLOW; /* the same pixels on every machine */
    j->scale_num = scale_of((int)j->image_width, (int)j->image_height);
    j->scale_denom = 8;
    jpeg_start_decompress(j);
    if (!picture_create(&in->picture, (int)j->output_width, (int)j->output_height, 3, err))
        return false;
    while (j->output_scanline < j->output_height) {
        JSAMPROW row = in->picture.p + (size_t)j->output_scanline * j->output_width * 3;
        jpeg_read_scanlines(j, &row, 1);
    }
    jpeg_finish_decompress(j);
    return true;
}

bool jpeg_decode(struct str bytes, const struct photo_parts *parts, struct picture *out,
                 struct err *err)
{
    struct jpeg_in *in = calloc(1, sizeof *in);
    if (!in)
        return err_set(err, ERR_MEMORY, NULL);
    in->j.err = trap_init(&in->trap);
    bool ok = decode(in, (struct str){bytes.p, parts->end}, err);
    jpeg_destroy_decompress(&in->j);
    if (ok)
        *out = in->picture;
    else
        picture_release(&in->picture);
    free(in);
    return ok;
}

/* ---- out ------------------------------------------------------------------------------------ */

struct jpeg_out {
    struct jpeg_compress_struct j;
    struct trap trap;
    unsigned char *bytes;
    unsigned long n;
};

static bool encode(struct jpeg_out *o, const struct picture *p, struct err *err)
{
    struct jpeg_compress_struct *j = &o->j;
    if (setjmp(o->trap.back))
        return failed(&o->trap, err);
    jpeg_create_compress(j);
    jpeg_mem_dest(j, &o->bytes, &o->n);
    j->image_width = (JDIMENSION)p->width;
    j->image_height = (JDIMENSION)p->height;
    j->input_components = 3;
    j->in_color_space = JCS_RGB;
    jpeg_set_defaults(j);
    jpeg_set_quality(j, 80, TRUE);
    jpeg_start_compress(j, TRUE);
    while (j->next_scanline < j->image_height) {
        JSAMPROW row = p->p + (size_t)j->next_scanline * j->image_width * 3;
        jpeg_write_scanlines(j, &row, 1);
    }
    jpeg_finish_compress(j);
    return true;
}

bool jpeg_encode(struct arena *a, const struct picture *p, struct str *out, struct err *err)
{
    struct jpeg_out *o = calloc(1, sizeof *o);
    if (!o)
        return err_set(err, ERR_MEMORY, NULL);
    o->j.err = trap_init(&o->trap);
    bool ok = encode(o, p, err);
    jpeg_destroy_compress(&o->j);
    if (ok) {
        struct str copy = arena_str(a, (struct str){(const char *)o->bytes, o->n});
        ok = copy.p != NULL || err_set(err, ERR_MEMORY, NULL);
        if (ok)
            *out = copy;
    }
    free(o->bytes);
    free(o);
    return ok;
}

#include "media/photo.h"

#include "media/picture.h"

#include <stdio.h>

static bool parts_of(struct str bytes, struct photo_parts *out, struct err *err)
{
    if (str_starts(bytes, STR("\xff\xd8\xff")))
        return jpeg_parts(bytes, out, err);
    if (str_starts(bytes, STR("\x89PNG\r\n\x1a\n")))
        return png_parts(bytes, out, err);
    return err_set(err, ERR_PHOTO_KIND, photo_kind_guess(bytes), NULL);
}

static bool size_fits(const struct photo_parts *p, struct err *err)
{
    char w[16], h[16], mega[16];
    snprintf(w, sizeof w, "%d", p->width);
    snprintf(h, sizeof h, "%d", p->height);
    snprintf(mega, sizeof mega, "%d", PHOTO_PIXELS_MAX / 1000000);
    if (p->width < PHOTO_SIDE_MIN || p->height < PHOTO_SIDE_MIN)
        return err_set(err, ERR_PHOTO_SMALL, w, h);
    if (p->width > PHOTO_SIDE_MAX || p->height > PHOTO_SIDE_MAX ||
        (int64_t)p->width * p->height > PHOTO_PIXELS_MAX)
        return err_set(err, ERR_PHOTO_PIXELS, w, h, mega);
    return true;
}

static bool make_thumb(struct arena *a, const struct picture *reduced, struct photo_facts *out,
                       struct err *err)
{
    int w = reduced->width, h = reduced->height, side = w > h ? w : h;
    struct picture small = {0}, upright = {0};
    if (side > PHOTO_THUMB_SIDE) {
        w = w * PHOTO_THUMB_SIDE / side;
        h = h * PHOTO_THUMB_SIDE / side;
    }
    bool ok = picture_resize(reduced, w > 0 ? w : 1, h > 0 ? h : 1, &small, err) &&
              picture_turn(&small, out->orientation, &upright, err) &&
              jpeg_encode(a, &upright, &out->thumb, err);
    out->thumb_width = upright.width;
    out->thumb_height = upright.height;
    picture_release(&small);
    picture_release(&upright);
    return ok;
}

static bool make_hashes(const struct picture *reduced, struct photo_facts *out, struct err *err)
{
    struct picture upright;
    if (!picture_turn(reduced, out->orientation, &upright, err))
        return false;
    bool ok = photo_hash(&upright, &out->hashes, err);
    picture_release(&upright);
    return ok;
}

bool photo_look(struct arena *a, struct str bytes, struct photo_facts *out, struct err *err)
{
    struct photo_parts parts;
    struct photo_facts facts = {0};
    struct picture reduced;
    char most[16];
    if (bytes.n > PHOTO_BYTES_MAX) {
        snprintf(most, sizeof most, "%d MB", PHOTO_BYTES_MAX >> 20);
        return err_set(err, ERR_PHOTO_BYTES, most, NULL);
    }
    if (!parts_of(bytes, &parts, err) || !size_fits(&parts, err) ||
        !photo_tail_look(bytes, parts.end, &facts, err))
        return false;
    facts.kind = parts.kind;
    facts.width = parts.width;
    facts.height = parts.height;
    exif_read(&parts, &facts);
    if (!(parts.kind == PHOTO_JPEG ? jpeg_decode : png_decode)(bytes, &parts, &reduced, err))
        return false;
    bool ok = make_hashes(&reduced, &facts, err) && make_thumb(a, &reduced, &facts, err);
    picture_release(&reduced);
    if (ok)
        *out = facts;
    return ok;
}

/* EXIF by libexif (JEITA CP-3451), XMP by looking for the creator tool. */
#include "media/picture.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <strings.h>

#include <libexif/exif-data.h>

/* Parts of names of programs that people edit pictures with; cameras do not write them. */
static const char *const EDITORS[] = {
    "photoshop",       "lightroom",   "gimp",       "snapseed", "picsart",
    "meitu",           "美图",        "xingtu",     "醒图",     "vsco",
    "pixelmator",      "affinity",    "paint.net",  "acdsee",   "imagemagick",
    "graphicsmagick",  "canva",       "facetune",   "luminar",  "darktable",
    "rawtherapee",     "picasa",      "photoscape", "fotor",    "beautyplus",
    "beautycam",       "faceu",       "remini",     "polarr",   "pixlr",
    "krita",           "capture one", "coreldraw",  "photopea", "windows photo editor",
    "microsoft paint",
};

bool photo_names_editor(struct str text)
{
    for (size_t i = 0; i < ARRAY_LEN(EDITORS); i++) {
        size_t n = strlen(EDITORS[i]);
        for (size_t at = 0; at + n <= text.n; at++)
            if (strncasecmp(text.p + at, EDITORS[i], n) == 0)
                return true;
    }
    return false;
}

void photo_text(struct str from, char out[PHOTO_TEXT_MAX])
{
    size_t used = 0;
    from = str_trim(from);
    while (from.n && *from.p) {
        size_t n;
        int32_t cp = utf8_next(from, &n);
        bool keep = cp >= 0x20 && cp != 0x7f && !(cp >= 0x80 && cp < 0xa0);
        if (used + n >= PHOTO_TEXT_MAX)
            break;
        if (keep)
            memcpy(out + used, from.p, n);
        else
            out[used] = '?';
        used += keep ? n : 1;
        from = (struct str){from.p + n, from.n - n};
    }
    out[used] = 0;
}

/* ---- entries -------------------------------------------------------------------------------- */

static const ExifEntry *entry(ExifData *d, ExifIfd ifd, unsigned tag)
{
    const ExifEntry *e = exif_content_get_entry(d->ifd[ifd], (ExifTag)tag);
    return e && e->data ? e : NULL;
}

static struct str text_of(ExifData *d, ExifIfd ifd, unsigned tag)
{
    const ExifEntry *e = entry(d, ifd, tag);
    if (!e || e->format != EXIF_FORMAT_ASCII)
        return STR_NONE;
    struct str s = {(const char *)e->data, strnlen((const char *)e->data, e->size)};
    return str_trim(s);
}

static int64_t number_of(ExifData *d, ExifIfd ifd, unsigned tag)
{
    const ExifEntry *e = entry(d, ifd, tag);
    ExifByteOrder order = exif_data_get_byte_order(d);
    if (e && e->format == EXIF_FORMAT_SHORT && e->size >= 2)
        return exif_get_short(e->data, order);
    if (e && e->format == EXIF_FORMAT_LONG && e->size >= 4)
        return exif_get_long(e->data, order);
    return 0;
}

/* ---- time ----------------------------------------------------------------------------------- */

static bool two_digits(struct str s, size_t at, int most, int *out)
{
    if (s.p[at] < '0' || s.p[at] > '9' || s.p[at + 1] < '0' || s.p[at + 1] > '9')
        return false;
    *out = (s.p[at] - '0') * 10 + s.p[at + 1] - '0';
    return *out <= most;
}

/* "+08:00" in minutes. */
static bool offset_of(struct str s, int *minutes)
{
    int h, m;
    if (s.n != 6 || (s.p[0] != '+' && s.p[0] != '-') || s.p[3] != ':' ||
        !two_digits(s, 1, 14, &h) || !two_digits(s, 4, 59, &m))
        return false;
    *minutes = (s.p[0] == '-' ? -1 : 1) * (h * 60 + m);
    return true;
}

/* "2026:04:01 08:30:00" in China's time, or at the offset when there is one. */
static bool time_of(struct str s, struct str offset, msec *out)
{
    char text[DATE_TEXT_MAX] = "";
    struct date date;
    int h, m, sec, minutes;
    if (s.n != 19 || s.p[4] != ':' || s.p[7] != ':' || s.p[13] != ':' || s.p[16] != ':')
        return false;
    memcpy(text, s.p, 10);
    text[4] = text[7] = '-';
    if (!date_parse(str_of(text), &date) || !two_digits(s, 11, 23, &h) ||
        !two_digits(s, 14, 59, &m) || !two_digits(s, 17, 59, &sec))
        return false;
    *out = date_to_msec(date) + ((int64_t)(h * 60 + m) * 60 + sec) * 1000;
    if (offset_of(offset, &minutes))
        *out += (int64_t)(8 * 60 - minutes) * 60000;
    return true;
}

static void read_times(ExifData *d, struct photo_facts *out)
{
    struct str taken = text_of(d, EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_ORIGINAL);
    struct str changed = text_of(d, EXIF_IFD_0, EXIF_TAG_DATE_TIME);
    struct str offset = text_of(d, EXIF_IFD_EXIF, EXIF_TAG_OFFSET_TIME_ORIGINAL);
    msec later;
    photo_text(taken, out->exif.taken);
    out->exif.has_taken_at = time_of(taken, offset, &out->exif.taken_at);
    /* Both are the camera's own clock; the offset cancels out. */
    if (out->exif.has_taken_at && time_of(changed, offset, &later) &&
        later > out->exif.taken_at + 60000)
        out->hints |= PHOTO_HINT_SAVED_LATER;
}

/* ---- position ------------------------------------------------------------------------------- */

/* Degrees, minutes, seconds as fractions, in millionths of a degree. */
static bool angle_of(ExifData *d, unsigned tag, int most, int64_t *out)
{
    const ExifEntry *e = entry(d, EXIF_IFD_GPS, tag);
    ExifByteOrder order = exif_data_get_byte_order(d);
    int64_t sum = 0;
    if (!e || e->format != EXIF_FORMAT_RATIONAL || e->components != 3 || e->size < 24)
        return false;
    for (int i = 0; i < 3; i++) {
        ExifRational r = exif_get_rational(e->data + i * 8, order);
        int64_t divisor = i == 0 ? 1 : i == 1 ? 60 : 3600;
        if (r.denominator == 0 || (int64_t)r.numerator > (int64_t)r.denominator * 180 * divisor)
            return false;
        int64_t below = (int64_t)r.denominator * divisor;
        sum += ((int64_t)r.numerator * 1000000000 + below / 2) / below;
    }
    *out = (sum + 500) / 1000;
    return *out <= (int64_t)most * 1000000;
}

static void read_position(ExifData *d, struct photo_facts *out)
{
    int64_t latitude, longitude;
    struct str ns = text_of(d, EXIF_IFD_GPS, EXIF_TAG_GPS_LATITUDE_REF);
    struct str ew = text_of(d, EXIF_IFD_GPS, EXIF_TAG_GPS_LONGITUDE_REF);
    if (!angle_of(d, EXIF_TAG_GPS_LATITUDE, 90, &latitude) ||
        !angle_of(d, EXIF_TAG_GPS_LONGITUDE, 180, &longitude))
        return;
    /* Without a fix many phones write nought and nought. */
    if (!(str_is(ns, "N") || str_is(ns, "S")) || !(str_is(ew, "E") || str_is(ew, "W")) ||
        (latitude == 0 && longitude == 0))
        return;
    out->exif.has_position = true;
    out->exif.latitude = (int32_t)(str_is(ns, "S") ? -latitude : latitude);
    out->exif.longitude = (int32_t)(str_is(ew, "W") ? -longitude : longitude);
}

/* ---- the whole ------------------------------------------------------------------------------ */

static void read_all(ExifData *d, struct photo_facts *out)
{
    int64_t orientation = number_of(d, EXIF_IFD_0, EXIF_TAG_ORIENTATION);
    int64_t w = number_of(d, EXIF_IFD_EXIF, EXIF_TAG_PIXEL_X_DIMENSION);
    int64_t h = number_of(d, EXIF_IFD_EXIF, EXIF_TAG_PIXEL_Y_DIMENSION);
    out->exif.there = true;
    if (orientation >= 1 && orientation <= 8)
        out->orientation = (int)orientation;
    bool same = (w == out->width && h == out->height) || (w == out->height && h == out->width);
    if (w > 0 && h > 0 && !same)
        out->hints |= PHOTO_HINT_SIZE_CHANGED;
    photo_text(text_of(d, EXIF_IFD_0, EXIF_TAG_MAKE), out->exif.make);
    photo_text(text_of(d, EXIF_IFD_0, EXIF_TAG_MODEL), out->exif.model);
    photo_text(text_of(d, EXIF_IFD_0, EXIF_TAG_SOFTWARE), out->exif.software);
    read_times(d, out);
    read_position(d, out);
}

/* libexif wants the head that a JPEG has before the TIFF structure, and counts in 32 bits. */
static ExifData *load(struct str tiff)
{
    static const struct str HEAD = STR_INIT("Exif\0\0");
    size_t n = tiff.n < 65536 ? tiff.n : 65536;
    unsigned char *copy = malloc(HEAD.n + n);
    ExifData *d = copy ? exif_data_new() : NULL;
    if (d) {
        memcpy(copy, HEAD.p, HEAD.n);
        memcpy(copy + HEAD.n, tiff.p, n);
        exif_data_unset_option(d, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
        exif_data_load_data(d, copy, (unsigned)(HEAD.n + n));
    }
    free(copy);
    return d;
}

/* Name spaces of editors stand in the XMP of cameras too; what counts is who wrote the file. */
static bool xmp_names_editor(struct str xmp)
{
    static const char *const FIELDS[] = {"CreatorTool", "softwareAgent"};
    for (size_t i = 0; i < ARRAY_LEN(FIELDS); i++) {
        const char *at = xmp.n ? memmem(xmp.p, xmp.n, FIELDS[i], strlen(FIELDS[i])) : NULL;
        size_t left = at ? xmp.n - (size_t)(at - xmp.p) : 0;
        if (at && photo_names_editor((struct str){at, left < 120 ? left : 120}))
            return true;
    }
    return false;
}

void exif_read(const struct photo_parts *parts, struct photo_facts *out)
{
    out->orientation = 1;
    ExifData *d = parts->exif.p && parts->exif.n >= 8 ? load(parts->exif) : NULL;
    if (d) {
        read_all(d, out);
        exif_data_unref(d);
    }
    if (!out->exif.make[0] && !out->exif.model[0])
        out->hints |= PHOTO_HINT_NO_CAMERA;
    if (parts->editor || photo_names_editor(str_of(out->exif.software)) ||
        xmp_names_editor(parts->xmp))
        out->hints |= PHOTO_HINT_EDITOR;
}

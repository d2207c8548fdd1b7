/* Inside of the layer: pixels in memory, and the steps from a file to facts. */
#ifndef TZ_MEDIA_PICTURE_H
#define TZ_MEDIA_PICTURE_H

#include "media/photo.h"

/* Rows of `channels` bytes a pixel, tightly packed; heap memory. */
struct picture {
    int width, height, channels; /* 1 grey, 3 RGB */
    unsigned char *p;
};

bool picture_create(struct picture *p, int width, int height, int channels, struct err *err);
void picture_release(struct picture *p);
/* The mean of what each new pixel covers, exact in integers; also makes pictures larger. */
bool picture_resize(const struct picture *from, int width, int height, struct picture *out,
                    struct err *err);
/* Upright by the EXIF orientation 1..8. */
bool picture_turn(const struct picture *from, int orientation, struct picture *out,
                  struct err *err);
/* Luma of ITU-R BT.601, as JPEG has it. */
bool picture_grey(const struct picture *from, struct picture *out, struct err *err);

/* What a file's structure says before anything is decoded. */
struct photo_parts {
    enum photo_kind kind;
    int width, height;
    size_t end;      /* where the picture ends; the rest is the tail */
    int scans;       /* JPEG: passes; PNG: 7 when interlaced, else 1 */
    struct str exif; /* TIFF structure, without "Exif\0\0"; .p NULL = none */
    struct str xmp;
    bool editor; /* parts that only an editing program writes */
};

/* Reads the structure; judges kind, size and passes by the limits. */
bool jpeg_parts(struct str bytes, struct photo_parts *out, struct err *err);
bool png_parts(struct str bytes, struct photo_parts *out, struct err *err);
/* "HEIC", "PDF" ...: what a file that is no JPEG or PNG seems to be; "?" when not known. */
const char *photo_kind_guess(struct str bytes);

/* The picture in RGB, reduced so that its longest side is at least PHOTO_THUMB_SIDE (or as stored
 * if it is smaller). */
bool jpeg_decode(struct str bytes, const struct photo_parts *parts, struct picture *out,
                 struct err *err);
bool png_decode(struct str bytes, const struct photo_parts *parts, struct picture *out,
                struct err *err);
/* A JPEG of the picture in the arena. */
bool jpeg_encode(struct arena *a, const struct picture *p, struct str *out, struct err *err);

/* Fills exif, orientation and the hints that come of them. Never fails: what cannot be read is not
 * there. */
void exif_read(const struct photo_parts *parts, struct photo_facts *out);
/* The text without control characters and bad UTF-8, cut to fit. */
void photo_text(struct str from, char out[PHOTO_TEXT_MAX]);
/* The text names a program for editing pictures. */
bool photo_names_editor(struct str text);

/* What stands behind `end`; false (polyglot) when it is another file. */
bool photo_tail_look(struct str bytes, size_t end, struct photo_facts *out, struct err *err);

bool photo_hash(const struct picture *upright, struct photo_hashes *out, struct err *err);

#endif

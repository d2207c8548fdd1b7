/* What a photo says about itself: kind, size, EXIF, traces of editing, what it looks like, and a
 * small picture of it.
 *
 * photo_look decodes in the calling process: it is meant for the helper (media/helper.h), the fuzz
 * target and tests. The server calls photo_examine (media/pool.h), which lets a helper process do
 * that and adds the digest. The photo itself is never changed.
 *
 * Nothing here decides: hints and likeness are shown to the person who re-checks. docs/photos.md
 * has limits, the method of the hashes and the figures. */
#ifndef TZ_MEDIA_PHOTO_H
#define TZ_MEDIA_PHOTO_H

#include "base/err.h"
#include "base/hash.h"
#include "base/when.h"

enum {
    PHOTO_BYTES_MAX = 20 << 20,
    PHOTO_PIXELS_MAX = 50 * 1000 * 1000,
    PHOTO_SIDE_MAX = 65000,
    PHOTO_SIDE_MIN = 16,
    PHOTO_SCANS_MAX = 32,        /* passes of a progressive JPEG */
    PHOTO_STORED_MAX = 90 << 20, /* bytes that a progressive or interlaced picture needs at once */
    PHOTO_THUMB_SIDE = 480,      /* longest side of the small picture */
    PHOTO_THUMB_BYTES_MAX = 512 << 10,
    PHOTO_TEXT_MAX = 64,
};

enum photo_kind { PHOTO_JPEG = 1, PHOTO_PNG };

/* What stands behind the end of the picture. Another file there (an archive, a document, a page, a
 * program) is refused: no camera writes one. */
enum photo_tail {
    PHOTO_TAIL_NONE,
    PHOTO_TAIL_ZEROS,   /* padding */
    PHOTO_TAIL_PICTURE, /* another picture: many phones keep a second one there */
    PHOTO_TAIL_FILM,    /* a short film ("motion photo") */
    PHOTO_TAIL_UNKNOWN,
    PHOTO_TAIL_LAST = PHOTO_TAIL_UNKNOWN,
};

/* Traces of editing or saving again; each says something that can be shown to a person. */
enum {
    PHOTO_HINT_EDITOR = 1,       /* the file names a program for editing (exif.software or XMP) */
    PHOTO_HINT_NO_CAMERA = 2,    /* no make or model: a messenger, a screenshot, an editor */
    PHOTO_HINT_SAVED_LATER = 4,  /* EXIF: changed more than a minute after it was taken */
    PHOTO_HINT_SIZE_CHANGED = 8, /* EXIF states another width and height than the picture has */
    PHOTO_HINT_TAIL = 16,        /* bytes behind the picture that are not padding */
    PHOTO_HINTS_ALL = 31,
};

struct photo_exif {
    bool there;                 /* an EXIF part was found and read */
    char taken[PHOTO_TEXT_MAX]; /* as the camera wrote it: "2026:04:01 08:30:00"; "" = none */
    bool has_taken_at;          /* taken could be read as a time */
    msec taken_at;              /* in China's time unless the file states another offset */
    bool has_position;
    int32_t latitude, longitude; /* millionths of a degree, north and east positive */
    char make[PHOTO_TEXT_MAX], model[PHOTO_TEXT_MAX], software[PHOTO_TEXT_MAX];
};

/* ---- what it looks like --------------------------------------------------------------------- */

enum {
    PHOTO_CUTS = 24,
    PHOTO_PROBES = 1 + 2 * PHOTO_CUTS,
    PHOTO_FINE_WORDS = 4,
    PHOTO_NEAR = 8,
    PHOTO_FINE_NEAR = 60
};

/* The hash of one part of a picture: 64 bits to search by (media/like.h), 256 to be sure. */
struct photo_hash {
    uint64_t near;
    uint64_t fine[PHOTO_FINE_WORDS];
};

/* probe[0] is the key: the middle of the picture, what is kept and searched among. The others are
 * the parts of this picture that would be the middle of the one it was cut from (1 .. PHOTO_CUTS),
 * or of one that was cut from it (the rest): at one side, at two that meet, or all around. To find
 * photos that this one was made of, search with probes 0 .. PHOTO_CUTS; with all, those made of it
 * too. */
struct photo_hashes {
    bool plain; /* too little in it to compare (a wall, a night): like nothing */
    struct photo_hash probe[PHOTO_PROBES];
};

/* The one rule of likeness: a probe of one is near the key of the other, by both hashes. */
bool photo_alike(const struct photo_hashes *a, const struct photo_hashes *b);
/* How far apart two pictures are by the long hash at their nearest probe: 0 the same, about 96 to
 * 117 for different places. Before and after of one spot may be anywhere below 110, so a small
 * distance says that it is the same spot, a large one nothing. 256 when one of them is plain. */
int photo_distance(const struct photo_hashes *a, const struct photo_hashes *b);
/* One probe against one key: what a search by `near` found is made sure with. */
bool photo_hash_alike(const struct photo_hash *probe, const struct photo_hash *key);
/* How far apart they are by the long hash. */
int photo_hash_distance(const struct photo_hash *probe, const struct photo_hash *key);

/* ---- the whole ------------------------------------------------------------------------------ */

struct photo_facts {
    enum photo_kind kind;
    int width, height;       /* as stored, before orientation */
    int orientation;         /* 1..8 as in EXIF; 1 when there is none */
    char digest[SHA256_HEX]; /* of the whole file; empty from photo_look */
    struct photo_exif exif;
    unsigned hints; /* PHOTO_HINT_* */
    enum photo_tail tail;
    int64_t tail_bytes;
    struct photo_hashes hashes;
    struct str thumb; /* a JPEG, upright, without any metadata; in the arena */
    int thumb_width, thumb_height;
};

/* Decodes in this process. False with what is wrong and would be right. Memory in use stays under
 * 130 MB whatever the file says. Not for bytes of strangers outside of the helper. */
bool photo_look(struct arena *a, struct str bytes, struct photo_facts *out, struct err *err);

#endif

#include "media/picture.h"

#include <strings.h>

enum { SNIFF = 1024, ZIP_END = 22 };

struct magic {
    struct str start;
    const char *name;
    int at;
};

/* Files that nobody's camera writes behind a picture, and that programs open. */
static const struct magic OTHER[] = {
    {STR_INIT("PK\3\4"), "ZIP", 0},
    {STR_INIT("%PDF-"), "PDF", 0},
    {STR_INIT("Rar!\x1a\7"), "RAR", 0},
    {STR_INIT("7z\xbc\xaf\x27\x1c"), "7z", 0},
    {STR_INIT("\x7f"
              "ELF"),
     "ELF", 0},
    {STR_INIT("MZ"), "EXE", 0},
    {STR_INIT("\x1f\x8b\x08"), "gzip", 0},
    {STR_INIT("BZh"), "bzip2", 0},
    {STR_INIT("\xfd"
              "7zXZ"),
     "xz", 0},
    {STR_INIT("\xd0\xcf\x11\xe0"), "DOC", 0},
    {STR_INIT("#!"), "script", 0},
    {STR_INIT("SQLite format 3"), "SQLite", 0},
    {STR_INIT("\xca\xfe\xba\xbe"), "class", 0},
    {STR_INIT("<?php"), "PHP", 0},
    {STR_INIT("<?xml"), "XML", 0},
    {STR_INIT("<svg"), "SVG", 0},
    {STR_INIT("<!doctype"), "HTML", 0},
    {STR_INIT("<html"), "HTML", 0},
    {STR_INIT("<script"), "HTML", 0},
    {STR_INIT("<head"), "HTML", 0},
    {STR_INIT("<body"), "HTML", 0},
};

/* Other kinds of pictures that people send. */
static const struct magic PICTURES[] = {
    {STR_INIT("ftypheic"), "HEIC", 4}, {STR_INIT("ftypheix"), "HEIC", 4},
    {STR_INIT("ftypmif1"), "HEIF", 4}, {STR_INIT("ftypavif"), "AVIF", 4},
    {STR_INIT("WEBP"), "WebP", 8},     {STR_INIT("GIF8"), "GIF", 0},
    {STR_INIT("BM"), "BMP", 0},        {STR_INIT("II*\0"), "TIFF", 0},
    {STR_INIT("MM\0*"), "TIFF", 0},    {STR_INIT("ftyp"), "MP4", 4},
};

static const char *find(const struct magic *table, size_t n, struct str s)
{
    for (size_t i = 0; i < n; i++) {
        size_t at = (size_t)table[i].at;
        struct str start = table[i].start;
        if (s.n >= at + start.n && strncasecmp(s.p + at, start.p, start.n) == 0)
            return table[i].name;
    }
    return NULL;
}

const char *photo_kind_guess(struct str bytes)
{
    const char *name = find(PICTURES, ARRAY_LEN(PICTURES), bytes);
    if (!name)
        name = find(OTHER, ARRAY_LEN(OTHER), bytes);
    return name ? name : "?";
}

/* The end record of a ZIP archive is found from the back of a file, whatever stands before it: it
 * must lie there with a comment that ends where the file ends. */
static bool ends_as_zip(struct str bytes)
{
    size_t far = bytes.n < ZIP_END + 65535 ? bytes.n : ZIP_END + 65535;
    for (size_t i = ZIP_END; i <= far; i++) {
        const unsigned char *p = (const unsigned char *)bytes.p + bytes.n - i;
        if (memcmp(p, "PK\5\6", 4) == 0 && (size_t)(p[20] | p[21] << 8) + ZIP_END <= i)
            return true;
    }
    return false;
}

static bool has(struct str where, const char *what)
{
    return memmem(where.p, where.n, what, strlen(what)) != NULL;
}

static struct str skip_padding(struct str s)
{
    while (s.n && (*s.p == 0 || *s.p == ' ' || *s.p == '\r' || *s.p == '\n' || *s.p == '\t'))
        s.p++, s.n--;
    return s;
}

static enum photo_tail kind_of(struct str rest)
{
    if (!rest.n)
        return PHOTO_TAIL_ZEROS;
    if (str_starts(rest, STR("\xff\xd8\xff")) || str_starts(rest, STR("\x89PNG")))
        return PHOTO_TAIL_PICTURE;
    if (has((struct str){rest.p, rest.n < 4096 ? rest.n : 4096}, "ftyp"))
        return PHOTO_TAIL_FILM;
    return PHOTO_TAIL_UNKNOWN;
}

bool photo_tail_look(struct str bytes, size_t end, struct photo_facts *out, struct err *err)
{
    struct str tail = {bytes.p + end, bytes.n - end}, rest = skip_padding(tail);
    struct str head = {bytes.p, bytes.n < SNIFF ? bytes.n : SNIFF};
    const char *other = find(OTHER, ARRAY_LEN(OTHER), rest);
    /* Readers of PDF look for its head in the first kilobyte. */
    if (has(head, "%PDF-"))
        other = "PDF";
    if (!other && ends_as_zip(bytes))
        other = "ZIP";
    if (other)
        return err_set(err, ERR_PHOTO_POLYGLOT, other, NULL);
    out->tail_bytes = (int64_t)tail.n;
    out->tail = tail.n ? kind_of(rest) : PHOTO_TAIL_NONE;
    if (rest.n)
        out->hints |= PHOTO_HINT_TAIL;
    return true;
}

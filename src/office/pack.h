/* A zip archive of XML parts (xlsx, docx) from bytes that nobody vouches for, read with limits.
 *
 * Opening checks every entry before anything is unpacked: number, size, sum of sizes, ratio, names
 * (no "..", no absolute path, no backslash, none twice), no encryption, only store and deflate;
 * macros and controls are refused. An entry that unpacks to more than it declares is refused when
 * it is read. XML parts are parsed while they are unpacked; a DOCTYPE is refused, so there are no
 * entities beyond the five of XML.
 */
#ifndef TZ_OFFICE_PACK_H
#define TZ_OFFICE_PACK_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

#include <expat.h>
#include <zip.h>

#define PACK_ENTRIES_MAX 2000
#define PACK_ENTRY_MAX ((uint64_t)256 << 20)
#define PACK_TOTAL_MAX ((uint64_t)512 << 20)
#define PACK_RATIO_MAX 200                  /* counted once an entry is over ... */
#define PACK_RATIO_FROM ((uint64_t)4 << 20) /* ... this size */
#define PACK_INDEX_MAX ((uint64_t)1 << 20)  /* a part of relationships or content types */
#define PACK_DEPTH_MAX 200                  /* of nested XML elements */
#define PACK_IN_MAX ((size_t)64 << 20)      /* bytes of the archive itself */

struct pack {
    zip_t *zip;
    const char *file; /* label in errors */
    const char *kind; /* "xlsx", "docx" */
    int64_t entries;
};

/* data must live as long as the pack. file and kind too. */
bool pack_open(struct pack *p, const char *file, const char *kind, struct str data,
               struct err *err);
void pack_close(struct pack *p);

/* The part's index, -1 when there is none. A leading '/' is passed over. */
int64_t pack_find(const struct pack *p, const char *part);
/* Its unpacked size as declared. */
uint64_t pack_size(const struct pack *p, int64_t index);
const char *pack_name(const struct pack *p, int64_t index);
/* The unpacked bytes, at most max. */
bool pack_read(const struct pack *p, int64_t index, size_t max, struct buf *out, struct err *err);

/* Parses one part; handlers stop it by setting *stop (their error is then the caller's matter and
 * this returns false without touching err). Element and attribute names keep their prefix. */
struct pack_xml {
    XML_StartElementHandler start;
    XML_EndElementHandler end;
    XML_CharacterDataHandler text;
    void *ctx;
    bool *stop;
};
bool pack_parse(const struct pack *p, int64_t index, const struct pack_xml *x, struct err *err);

/* Attribute by name without prefix when `name` has none; NULL when missing. */
const char *xml_attr(const char **attrs, const char *name);
/* The part of a name behind its prefix. */
const char *xml_local(const char *name);

/* The target part of the first relationship whose id is `id` (or, when id is NULL, whose type ends
 * in `type`) in the relationships of `part` ("" = of the package); full path in the archive. */
bool pack_relation(const struct pack *p, const char *part, const char *id, const char *type,
                   struct arena *a, struct str *target, struct err *err);
/* Does [Content_Types].xml give this part a type that contains `wanted`? */
bool pack_has_type(const struct pack *p, const char *part, const char *wanted, bool *yes,
                   struct err *err);

/* Writes archives: entries in the order they are added, fixed date, so the same input gives the
 * same bytes. */
struct pack_out {
    zip_t *zip;
    zip_source_t *source;
    struct arena *arena;
    bool failed;
};
bool pack_out_begin(struct pack_out *o, struct arena *a);
void pack_out_add(struct pack_out *o, const char *name, struct str data); /* data is copied */
bool pack_out_end(struct pack_out *o, struct buf *out, struct err *err);

#endif

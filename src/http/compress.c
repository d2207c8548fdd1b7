/* Large replies go out compressed: a matrix of all counties is 15 MB of text that repeats itself.
 */
#include <stdlib.h>
#include <zlib.h>

#include "http/server.h"

/* Below this the time costs more than the bytes. */
enum { COMPRESS_MIN = 64 << 10 };

/* "gzip" is in the list and not refused ("gzip;q=0"). */
static bool takes_gzip(struct str accept)
{
    struct str one;
    while (str_split(&accept, ',', &one)) {
        struct str quality = str_trim(one), name;
        str_split(&quality, ';', &name);
        if (!str_is(str_trim(name), "gzip"))
            continue;
        quality = str_trim(quality);
        return !(str_is(quality, "q=0") || str_is(quality, "q=0.0"));
    }
    return false;
}

/* The member as RFC 1952 has it, at the fastest level; *n bytes, or NULL: then the reply goes as it
 * is. */
static char *deflated(struct str text, size_t *n)
{
    enum { GZIP_WINDOW = 15 + 16, MEMORY_LEVEL = 8 };
    z_stream z = {.next_in = (z_const Bytef *)(uintptr_t)text.p, .avail_in = (uInt)text.n};
    if (text.n > UINT32_MAX / 2 || deflateInit2(&z, Z_BEST_SPEED, Z_DEFLATED, GZIP_WINDOW,
                                                MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
        return NULL;
    uLong room = deflateBound(&z, (uLong)text.n);
    char *out = malloc(room);
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)room;
    bool done = out && deflate(&z, Z_FINISH) == Z_STREAM_END;
    *n = z.total_out;
    deflateEnd(&z);
    if (done)
        return out;
    free(out);
    return NULL;
}

void reply_compress(struct reply *r, struct str accept)
{
    size_t n;
    if (r->fixed || r->body.n < COMPRESS_MIN || !str_is(r->media, "application/json") ||
        !takes_gzip(accept))
        return;
    char *text = deflated(buf_str(&r->body), &n);
    if (!text)
        return;
    size_t max = r->body.max;
    buf_release(&r->body);
    r->body = (struct buf){.p = text, .n = n, .cap = n, .max = max};
    r->gzip = true;
}

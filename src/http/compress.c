/* Large replies go out compressed: a matrix of all counties is 15 MB of text that repeats itself.
 */
#include <stdlib.h>
#include <strings.h>
#include <zlib.h>

#include "http/server.h"

/* Below this the time costs more than the bytes. */
enum { COMPRESS_MIN = 64 << 10 };

static bool no_weight(struct str parameter)
{
    parameter = str_trim(parameter);
    if (parameter.n < 3 || (parameter.p[0] | 32) != 'q' || parameter.p[1] != '=')
        return false;
    for (size_t i = 2; i < parameter.n; i++)
        if (parameter.p[i] != '0' && parameter.p[i] != '.')
            return false;
    return true;
}

/* RFC 9110, 12.5.3: named, or meant by "*", and not with the weight 0. */
bool takes_gzip(struct str accept)
{
    struct str one;
    bool any = false;
    while (accept.p && str_split(&accept, ',', &one)) {
        struct str rest = one, name;
        str_split(&rest, ';', &name);
        name = str_trim(name);
        bool takes = !no_weight(rest);
        if (name.n == 4 && strncasecmp(name.p, "gzip", 4) == 0)
            return takes;
        any = any || (takes && str_is(name, "*"));
    }
    return any;
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

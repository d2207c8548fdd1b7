/* The client's files. Whatever is no file and no API is a page of the client: index.html. */
#include "http/server.h"

#include <zlib.h>

enum { PLAIN_MAX = 16 << 20 }; /* the largest file that is unpacked for a client without gzip */

static const struct asset *find(const struct server *s, struct str path)
{
    for (int i = 0; i < s->n_assets; i++)
        if (str_is(path, s->assets[i].path))
            return &s->assets[i];
    return NULL;
}

static bool looks_like_page(struct str path)
{
    for (size_t i = path.n; i > 0 && path.p[i - 1] != '/'; i--)
        if (path.p[i - 1] == '.')
            return false;
    return true;
}

/* RFC 9110, 13.1.2: any of the list, compared weakly. */
static bool known_to_client(struct str list, struct str etag)
{
    struct str one;
    while (list.p && str_split(&list, ',', &one)) {
        one = str_trim(one);
        if (str_starts(one, STR("W/")))
            one = (struct str){one.p + 2, one.n - 2};
        if (str_eq(one, etag) || str_is(one, "*"))
            return true;
    }
    return false;
}

static bool unpack(const struct asset *a, struct buf *out)
{
    z_stream z = {.next_in = (Bytef *)(uintptr_t)a->data, .avail_in = (uInt)a->n};
    unsigned char block[16384];
    size_t total = 0;
    int rc = inflateInit2(&z, 16 + MAX_WBITS);
    while (rc == Z_OK && total <= PLAIN_MAX) {
        z.next_out = block;
        z.avail_out = sizeof block;
        rc = inflate(&z, Z_NO_FLUSH);
        size_t n = sizeof block - z.avail_out;
        total += n;
        buf_add(out, (const char *)block, n);
    }
    inflateEnd(&z);
    return rc == Z_STREAM_END && !buf_failed(out);
}

bool asset_reply(const struct server *s, const struct raw_request *raw, struct str path,
                 struct reply *r)
{
    const struct asset *a = find(s, path);
    if (!a && looks_like_page(path))
        a = find(s, STR("/index.html"));
    if (!a)
        return false;
    r->media = str_of(a->media);
    r->cache = a->immutable ? STR("public, max-age=31536000, immutable") : STR("no-cache");
    r->status = 200;
    if (a->gzip && !takes_gzip(gate_header(raw, "Accept-Encoding"))) {
        /* Rare: without a tag, which stands for the packed bytes. */
        if (unpack(a, &r->body))
            return true;
        buf_clear(&r->body);
        return false;
    }
    r->etag = str_of(a->etag);
    if (known_to_client(gate_header(raw, "If-None-Match"), r->etag)) {
        r->status = 304;
        return true;
    }
    r->gzip = a->gzip;
    r->fixed = a->data;
    r->fixed_n = a->n;
    return true;
}

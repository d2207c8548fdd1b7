/* The client's files. Whatever is no file and no API is a page of the client: index.html. */
#include "http/server.h"

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

bool asset_reply(const struct server *s, const struct raw_request *raw, struct str path,
                 struct reply *r)
{
    const struct asset *a = find(s, path);
    if (!a && looks_like_page(path))
        a = find(s, STR("/index.html"));
    if (!a)
        return false;
    r->media = str_of(a->media);
    r->etag = str_of(a->etag);
    r->cache = a->immutable ? STR("public, max-age=31536000, immutable") : STR("no-cache");
    if (str_eq(gate_header(raw, "If-None-Match"), r->etag)) {
        r->status = 304;
        return true;
    }
    r->status = 200;
    r->gzip = a->gzip;
    r->fixed = a->data;
    r->fixed_n = a->n;
    return true;
}

#include "office/pack.h"

#include <stdlib.h>

/* 1980-01-01 00:00, the first date a zip entry can hold. */
enum { DOS_DATE = (0 << 9) | (1 << 5) | 1 };

bool pack_out_begin(struct pack_out *o, struct arena *a)
{
    *o = (struct pack_out){.arena = a};
    o->source = zip_source_buffer_create(NULL, 0, 0, NULL);
    if (!o->source)
        return false;
    zip_source_keep(o->source);
    o->zip = zip_open_from_source(o->source, ZIP_TRUNCATE, NULL);
    if (!o->zip) {
        zip_source_free(o->source);
        zip_source_free(o->source);
    }
    return o->zip != NULL;
}

void pack_out_add(struct pack_out *o, const char *name, struct str data)
{
    struct str copy = arena_str(o->arena, data);
    zip_source_t *s = copy.p && !o->failed ? zip_source_buffer(o->zip, copy.p, copy.n, 0) : NULL;
    zip_int64_t at = s ? zip_file_add(o->zip, name, s, ZIP_FL_ENC_UTF_8) : -1;
    if (s && at < 0)
        zip_source_free(s);
    if (at < 0 || zip_set_file_compression(o->zip, (zip_uint64_t)at, ZIP_CM_DEFLATE, 6) != 0 ||
        zip_file_set_dostime(o->zip, (zip_uint64_t)at, 0, DOS_DATE, 0) != 0)
        o->failed = true;
}

bool pack_out_end(struct pack_out *o, struct buf *out, struct err *err)
{
    bool ok = !o->failed && zip_close(o->zip) == 0;
    if (!ok)
        zip_discard(o->zip);
    char block[8192];
    if (ok && zip_source_open(o->source) == 0) {
        zip_int64_t n;
        while ((n = zip_source_read(o->source, block, sizeof block)) > 0)
            buf_add(out, block, (size_t)n);
        ok = n == 0;
        zip_source_close(o->source);
    } else {
        ok = false;
    }
    zip_source_free(o->source);
    *o = (struct pack_out){0};
    return (ok && !buf_failed(out)) || err_set(err, ERR_MEMORY, NULL);
}

#include "media/wire.h"

#include "base/utf8.h"

enum { REPLY_ERROR = 0, REPLY_FACTS = 1 };

/* The errors that a helper may answer with. */
static const enum err_code ERRORS[] = {
    ERR_MEMORY,       ERR_PHOTO_BYTES, ERR_PHOTO_KIND,   ERR_PHOTO_BROKEN,   ERR_PHOTO_SMALL,
    ERR_PHOTO_PIXELS, ERR_PHOTO_SCANS, ERR_PHOTO_STORED, ERR_PHOTO_POLYGLOT,
};

/* ---- heads ---------------------------------------------------------------------------------- */

void wire_head(size_t length, unsigned char out[WIRE_HEAD])
{
    memcpy(out, "TZP1", 4);
    for (int i = 0; i < 4; i++)
        out[4 + i] = (unsigned char)(length >> (8 * i));
}

bool wire_head_read(const unsigned char head[WIRE_HEAD], size_t max, size_t *length)
{
    size_t n = 0;
    for (int i = 0; i < 4; i++)
        n |= (size_t)head[4 + i] << (8 * i);
    if (memcmp(head, "TZP1", 4) != 0 || n > max)
        return false;
    *length = n;
    return true;
}

/* ---- writing -------------------------------------------------------------------------------- */

static void put(struct buf *out, uint64_t v)
{
    unsigned char p[8];
    for (int i = 0; i < 8; i++)
        p[i] = (unsigned char)(v >> (8 * i));
    buf_add(out, p, sizeof p);
}

static void put_text(struct buf *out, struct str s)
{
    put(out, s.n);
    buf_adds(out, s);
}

void wire_facts(const struct photo_facts *f, struct buf *out)
{
    const struct photo_exif *e = &f->exif;
    const uint64_t numbers[] = {
        REPLY_FACTS,
        (uint64_t)f->kind,
        (uint64_t)f->width,
        (uint64_t)f->height,
        (uint64_t)f->orientation,
        f->hints,
        (uint64_t)f->tail,
        (uint64_t)f->tail_bytes,
        (uint64_t)f->thumb_width,
        (uint64_t)f->thumb_height,
        e->there,
        e->has_taken_at,
        (uint64_t)e->taken_at,
        e->has_position,
        (uint64_t)(int64_t)e->latitude,
        (uint64_t)(int64_t)e->longitude,
        f->hashes.plain,
    };
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
        put(out, numbers[i]);
    for (int i = 0; i < PHOTO_PROBES; i++) {
        put(out, f->hashes.probe[i].near);
        for (int k = 0; k < PHOTO_FINE_WORDS; k++)
            put(out, f->hashes.probe[i].fine[k]);
    }
    put_text(out, str_of(e->taken));
    put_text(out, str_of(e->make));
    put_text(out, str_of(e->model));
    put_text(out, str_of(e->software));
    put_text(out, f->thumb);
}

void wire_error(const struct err *error, struct buf *out)
{
    size_t which = 0; /* an error that is not in the list says no more than this one */
    for (size_t i = 0; i < ARRAY_LEN(ERRORS); i++)
        if (ERRORS[i] == error->code)
            which = i;
    put(out, REPLY_ERROR);
    put(out, which);
    for (int i = 0; i < ERR_ARGS; i++)
        put_text(out, str_of(error->args[i]));
}

/* ---- reading -------------------------------------------------------------------------------- */

struct reader {
    struct str rest;
    bool bad;
};

static int64_t get(struct reader *r, int64_t least, int64_t most)
{
    uint64_t v = 0;
    if (r->bad || r->rest.n < 8) {
        r->bad = true;
        return 0;
    }
    for (int i = 0; i < 8; i++)
        v |= (uint64_t)(unsigned char)r->rest.p[i] << (8 * i);
    r->rest = (struct str){r->rest.p + 8, r->rest.n - 8};
    int64_t n = (int64_t)v;
    if (n < least || n > most)
        r->bad = true;
    return n;
}

static struct str get_bytes(struct reader *r, int64_t max)
{
    size_t n = (size_t)get(r, 0, max);
    if (r->bad || n > r->rest.n) {
        r->bad = true;
        return STR_NONE;
    }
    struct str s = {r->rest.p, n};
    r->rest = (struct str){r->rest.p + n, r->rest.n - n};
    return s;
}

/* A text that photo_text could have made: short, UTF-8, nothing that steers a terminal. */
static void get_text(struct reader *r, char *out, int64_t room)
{
    struct str s = get_bytes(r, room - 1);
    if (r->bad || !utf8_valid(s)) {
        r->bad = true;
        return;
    }
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
            r->bad = true;
    if (s.n)
        memcpy(out, s.p, s.n);
    out[s.n] = 0;
}

static void read_facts(struct reader *r, struct photo_facts *f)
{
    struct photo_exif *e = &f->exif;
    f->kind = (enum photo_kind)get(r, PHOTO_JPEG, PHOTO_PNG);
    f->width = (int)get(r, PHOTO_SIDE_MIN, PHOTO_SIDE_MAX);
    f->height = (int)get(r, PHOTO_SIDE_MIN, PHOTO_SIDE_MAX);
    f->orientation = (int)get(r, 1, 8);
    f->hints = (unsigned)get(r, 0, PHOTO_HINTS_ALL);
    f->tail = (enum photo_tail)get(r, 0, PHOTO_TAIL_LAST);
    f->tail_bytes = get(r, 0, PHOTO_BYTES_MAX);
    f->thumb_width = (int)get(r, 1, PHOTO_THUMB_SIDE);
    f->thumb_height = (int)get(r, 1, PHOTO_THUMB_SIDE);
    e->there = get(r, 0, 1);
    e->has_taken_at = get(r, 0, 1);
    e->taken_at = get(r, -((int64_t)1 << 50), (int64_t)1 << 50);
    e->has_position = get(r, 0, 1);
    e->latitude = (int32_t)get(r, -90000000, 90000000);
    e->longitude = (int32_t)get(r, -180000000, 180000000);
    f->hashes.plain = get(r, 0, 1);
    for (int i = 0; i < PHOTO_PROBES; i++) {
        f->hashes.probe[i].near = (uint64_t)get(r, INT64_MIN, INT64_MAX);
        for (int k = 0; k < PHOTO_FINE_WORDS; k++)
            f->hashes.probe[i].fine[k] = (uint64_t)get(r, INT64_MIN, INT64_MAX);
    }
    get_text(r, e->taken, PHOTO_TEXT_MAX);
    get_text(r, e->make, PHOTO_TEXT_MAX);
    get_text(r, e->model, PHOTO_TEXT_MAX);
    get_text(r, e->software, PHOTO_TEXT_MAX);
    f->thumb = get_bytes(r, PHOTO_THUMB_BYTES_MAX);
    if (!str_starts(f->thumb, STR("\xff\xd8\xff")) || r->rest.n)
        r->bad = true;
}

static void read_error(struct reader *r, struct err *err)
{
    struct err e = {0};
    size_t which = (size_t)get(r, 0, (int64_t)ARRAY_LEN(ERRORS) - 1);
    for (int i = 0; i < ERR_ARGS; i++)
        get_text(r, e.args[i], ERR_ARG_MAX);
    if (r->bad || r->rest.n) {
        r->bad = true;
        return;
    }
    e.code = ERRORS[which];
    if (err)
        *err = e;
}

bool wire_reply_read(struct str reply, struct arena *a, struct photo_facts *out, bool *void_reply,
                     struct err *err)
{
    struct reader r = {.rest = reply};
    struct photo_facts facts = {0};
    int64_t kind = get(&r, REPLY_ERROR, REPLY_FACTS);
    *void_reply = false;
    if (!r.bad && kind == REPLY_FACTS)
        read_facts(&r, &facts);
    else if (!r.bad)
        read_error(&r, err);
    if (r.bad) {
        *void_reply = true;
        return false;
    }
    if (kind == REPLY_ERROR)
        return false;
    facts.thumb = arena_str(a, facts.thumb);
    if (!facts.thumb.p)
        return err_set(err, ERR_MEMORY, NULL);
    *out = facts;
    return true;
}

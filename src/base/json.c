#include "base/json.h"

#include "base/utf8.h"

void json_begin(struct json *j, struct buf *out)
{
    *j = (struct json){.out = out};
}

static void element(struct json *j)
{
    if (j->comma)
        buf_addc(j->out, ',');
    j->comma = true;
}

static void open_level(struct json *j, char open, char close)
{
    element(j);
    buf_addc(j->out, open);
    if (j->depth == JSON_DEPTH) {
        j->out->failed = true;
        return;
    }
    j->close[j->depth++] = close;
    j->comma = false;
}

void json_obj(struct json *j)
{
    open_level(j, '{', '}');
}

void json_arr(struct json *j)
{
    open_level(j, '[', ']');
}

void json_end(struct json *j)
{
    if (j->depth == 0) {
        j->out->failed = true;
        return;
    }
    buf_addc(j->out, j->close[--j->depth]);
    j->comma = true;
}

static void escape(struct buf *out, unsigned char c)
{
    static const char SHORT[] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f',
                                 ['\r'] = 'r', ['"'] = '"',  ['\\'] = '\\'};
    if (c < sizeof SHORT && SHORT[c]) {
        char two[2] = {'\\', SHORT[c]};
        buf_add(out, two, 2);
    } else {
        buf_printf(out, "\\u%04x", c);
    }
}

static void quoted(struct buf *out, struct str s)
{
    buf_addc(out, '"');
    size_t from = 0, i = 0;
    while (i < s.n) {
        unsigned char c = (unsigned char)s.p[i];
        size_t k = 1;
        bool plain = c >= 0x20 && c != '"' && c != '\\' && c < 0x80;
        bool bad = false;
        if (c >= 0x80) {
            bad = utf8_next((struct str){s.p + i, s.n - i}, &k) < 0;
            plain = !bad;
        }
        if (!plain) {
            buf_add(out, s.p + from, i - from);
            if (bad)
                buf_addz(out, "\xef\xbf\xbd");
            else
                escape(out, c);
            from = i + k;
        }
        i += k;
    }
    if (from < s.n)
        buf_add(out, s.p + from, s.n - from);
    buf_addc(out, '"');
}

void json_key(struct json *j, const char *key)
{
    element(j);
    quoted(j->out, str_of(key));
    buf_addc(j->out, ':');
    j->comma = false;
}

void json_str(struct json *j, struct str s)
{
    element(j);
    quoted(j->out, s);
}

/* Lists are mostly numbers: by hand, for a format string costs as much as all else of a member. */
void json_i64(struct json *j, int64_t v)
{
    char room[20];
    size_t at = sizeof room;
    uint64_t n = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    do
        room[--at] = (char)('0' + n % 10);
    while (n /= 10);
    if (v < 0)
        room[--at] = '-';
    element(j);
    buf_add(j->out, room + at, sizeof room - at);
}

void json_bool(struct json *j, bool v)
{
    element(j);
    buf_addz(j->out, v ? "true" : "false");
}

void json_nil(struct json *j)
{
    element(j);
    buf_addz(j->out, "null");
}

void json_dec(struct json *j, dec d)
{
    char text[DEC_TEXT_MAX];
    size_t n = dec_format(d, text);
    json_str(j, (struct str){text, n});
}

void json_raw(struct json *j, struct str s)
{
    element(j);
    buf_adds(j->out, s);
}

void json_kstr(struct json *j, const char *key, struct str s)
{
    json_key(j, key);
    json_str(j, s);
}

void json_ki64(struct json *j, const char *key, int64_t v)
{
    json_key(j, key);
    json_i64(j, v);
}

void json_kbool(struct json *j, const char *key, bool v)
{
    json_key(j, key);
    json_bool(j, v);
}

void json_kdec(struct json *j, const char *key, dec d)
{
    json_key(j, key);
    json_dec(j, d);
}

void json_knull(struct json *j, const char *key)
{
    json_key(j, key);
    json_nil(j);
}

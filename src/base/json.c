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

/* Is every one of eight bytes ASCII that stands as it is? The tests are exact as far as "some byte
 * is not": S. E. Anderson, Bit Twiddling Hacks, "determine if a word has a byte less than n". */
static bool plain_eight(const unsigned char *p)
{
    const uint64_t one = UINT64_C(0x0101010101010101), high = one << 7;
    uint64_t w, quote, slash;
    memcpy(&w, p, sizeof w);
    quote = w ^ (one * '"');
    slash = w ^ (one * '\\');
    uint64_t bad =
        ((w - one * 0x20) & ~w) | ((quote - one) & ~quote) | ((slash - one) & ~slash) | w;
    return (bad & high) == 0;
}

/* How much of it may stand as it is: up to what must be escaped or is no UTF-8. What lists are made
 * of, ASCII and characters of three bytes, is told apart here. */
static size_t plain(struct str s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    size_t i = 0;
    while (i < s.n) {
        unsigned char c = p[i];
        size_t k = 1;
        if (c < 0x80) {
            if (s.n - i >= 8 && plain_eight(p + i))
                k = 8;
            else if (c < 0x20 || c == '"' || c == '\\')
                break;
        } else if (c > 0xe0 && c < 0xed && s.n - i >= 3) {
            if ((p[i + 1] & 0xc0) != 0x80 || (p[i + 2] & 0xc0) != 0x80)
                break;
            k = 3;
        } else if (utf8_next((struct str){s.p + i, s.n - i}, &k) < 0) {
            break;
        }
        i += k;
    }
    return i;
}

/* The words between quotes, as they are, behind `before` and before `after` (0 = nothing). */
static void between(struct buf *out, char before, struct str s, char after)
{
    char *p = buf_room(out, s.n + 4), *end = p;
    if (!p)
        return;
    if (before)
        *end++ = before;
    *end++ = '"';
    if (s.n)
        memcpy(end, s.p, s.n);
    end += s.n;
    *end++ = '"';
    if (after)
        *end++ = after;
    buf_took(out, (size_t)(end - p));
}

static void quoted(struct buf *out, struct str s)
{
    size_t n = plain(s), k;
    if (n == s.n) {
        between(out, 0, s, 0);
        return;
    }
    buf_addc(out, '"');
    for (;;) {
        buf_add(out, s.p, n);
        if (n == s.n)
            break;
        s = (struct str){s.p + n, s.n - n};
        if ((unsigned char)s.p[0] < 0x80)
            escape(out, (unsigned char)s.p[0]);
        else
            buf_addz(out, "\xef\xbf\xbd");
        utf8_next(s, &k);
        s = (struct str){s.p + k, s.n - k};
        n = plain(s);
    }
    buf_addc(out, '"');
}

void json_key(struct json *j, const char *key)
{
    between(j->out, j->comma ? ',' : 0, str_of(key), ':');
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

/* What stands before routing: refuses requests that no honest client sends, instead of mending
 * them. */
#include <ctype.h>
#include <strings.h>

#include "base/utf8.h"
#include "http/server.h"

enum { TARGET_MAX = 4096, HEADER_NAME_MAX = 64, HEADER_VALUE_MAX = 8192 };

struct str gate_header(const struct raw_request *raw, const char *name)
{
    size_t n = strlen(name);
    for (int i = 0; i < raw->n_headers; i++)
        if (raw->headers[i].name.n == n && strncasecmp(raw->headers[i].name.p, name, n) == 0)
            return raw->headers[i].value;
    return STR_NONE;
}

static int count_header(const struct raw_request *raw, const char *name)
{
    size_t n = strlen(name);
    int count = 0;
    for (int i = 0; i < raw->n_headers; i++)
        count += raw->headers[i].name.n == n && strncasecmp(raw->headers[i].name.p, name, n) == 0;
    return count;
}

/* Letters, digits and these; a zero byte is none of them. */
static bool all_of(struct str s, const char *more)
{
    for (size_t i = 0; i < s.n; i++)
        if (!s.p[i] || (!isalnum((unsigned char)s.p[i]) && !strchr(more, s.p[i])))
            return false;
    return true;
}

static bool token(struct str s)
{
    return s.n > 0 && all_of(s, "!#$%&'*+-.^_`|~");
}

static bool headers_fit(const struct raw_request *raw)
{
    for (int i = 0; i < raw->n_headers; i++) {
        const struct header *h = &raw->headers[i];
        if (h->name.n > HEADER_NAME_MAX || h->value.n > HEADER_VALUE_MAX || !token(h->name))
            return false;
        for (size_t k = 0; k < h->value.n; k++)
            if ((unsigned char)h->value.p[k] < 0x20 && h->value.p[k] != '\t')
                return false;
    }
    return true;
}

static bool host_fits(struct str host)
{
    return host.n > 0 && host.n <= 255 && all_of(host, ".-:[]");
}

/* Origin form, no dot segments, no empty segments, no backslash, nothing unprintable. */
static bool target_fits(struct str t)
{
    if (t.n == 0 || t.n > TARGET_MAX || t.p[0] != '/')
        return false;
    size_t path = t.n;
    for (size_t i = 0; i < t.n; i++) {
        unsigned char c = (unsigned char)t.p[i];
        if (c <= 0x20 || c >= 0x7f || strchr("\\#\"<>^`{|}", c))
            return false;
        if (c == '?' && path == t.n)
            path = i;
    }
    struct str rest = {t.p + 1, path - 1}, part;
    while (str_split(&rest, '/', &part)) {
        bool last = rest.p == NULL;
        if ((part.n == 0 && !last) || str_is(part, ".") || str_is(part, ".."))
            return false;
    }
    return true;
}

static bool method_known(struct str m)
{
    return str_is(m, "GET") || str_is(m, "HEAD") || str_is(m, "POST") || str_is(m, "PUT") ||
           str_is(m, "DELETE");
}

bool gate_check(const struct raw_request *raw, struct err *err)
{
    struct str length = gate_header(raw, "Content-Length");
    int64_t n = 0;
    if (!method_known(raw->method))
        return err_set(err, ERR_METHOD, "?", "GET, HEAD, POST, PUT, DELETE");
    if (!target_fits(raw->target))
        return err_set(err, ERR_BAD_REQUEST, "target");
    if (!headers_fit(raw))
        return err_set(err, ERR_BAD_REQUEST, "header");
    if (count_header(raw, "Host") != 1 || !host_fits(gate_header(raw, "Host")))
        return err_set(err, ERR_BAD_REQUEST, "Host");
    if (count_header(raw, "Transfer-Encoding") > 0)
        return err_set(err, ERR_BAD_REQUEST, "Transfer-Encoding");
    if (count_header(raw, "Content-Length") > 1 ||
        (length.n && (!isdigit((unsigned char)length.p[0]) || !str_to_i64(length, &n))))
        return err_set(err, ERR_BAD_REQUEST, "Content-Length");
    if ((size_t)n != raw->body.n)
        return err_set(err, ERR_BAD_REQUEST, "Content-Length");
    return true;
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool percent_decode(struct arena *arena, struct str in, struct str *out, struct err *err)
{
    char *p = arena_alloc(arena, in.n + 1);
    size_t n = 0;
    if (!p)
        return err_set(err, ERR_MEMORY, NULL);
    for (size_t i = 0; i < in.n; i++) {
        char c = in.p[i];
        if (c == '%') {
            int hi = i + 2 < in.n ? hex(in.p[i + 1]) : -1;
            int lo = i + 2 < in.n ? hex(in.p[i + 2]) : -1;
            if (hi < 0 || lo < 0 || hi + lo == 0)
                return err_set(err, ERR_BAD_REQUEST, "%");
            c = (char)(hi << 4 | lo);
            i += 2;
        }
        p[n++] = c;
    }
    *out = (struct str){p, n};
    return utf8_valid(*out) || err_set(err, ERR_BAD_REQUEST, "UTF-8");
}

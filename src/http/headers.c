/* The headers of a reply: what it is, and what browsers may not do with it. */
#include "http/server.h"

#include <stdarg.h>
#include <stdio.h>

/* The client's pages: nothing but what this server sent, no script or style inside the page. */
static const char PAGE_POLICY[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' "
    "data:; "
    "font-src 'self' data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/* Data and files: opened by themselves they may do nothing at all. */
static const char DATA_POLICY[] =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/* As OWASP's list of security headers asks; docs/attacks.md says what each is against. */
static const struct {
    const char *name, *value;
} ALWAYS[] = {
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), display-capture=(), geolocation=(self), microphone=(), "
                           "payment=(), publickey-credentials-get=(), usb=()"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cross-Origin-Embedder-Policy", "require-corp"},
    {"X-Permitted-Cross-Domain-Policies", "none"},
};

static bool data_only(const struct reply *r)
{
    return r->op != OP_COUNT || str_is(r->media, "application/json");
}

static void add(struct reply_header *out, int *n, const char *name, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static void add(struct reply_header *out, int *n, const char *name, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    out[*n].name = name;
    vsnprintf(out[*n].value, sizeof out[*n].value, format, args);
    va_end(args);
    (*n)++;
}

/* RFC 8187: the name in UTF-8, percent-encoded. */
static void add_disposition(struct reply_header *out, int *n, struct str name)
{
    static const char HEX[] = "0123456789ABCDEF";
    char text[400];
    size_t k = 0;
    for (size_t i = 0; i < name.n && k + 4 < sizeof text; i++) {
        unsigned char c = (unsigned char)name.p[i];
        bool plain = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '.' ||
                     c == '-' || c == '_';
        if (plain) {
            text[k++] = (char)c;
        } else {
            text[k++] = '%';
            text[k++] = HEX[c >> 4];
            text[k++] = HEX[c & 15];
        }
    }
    text[k] = 0;
    add(out, n, "Content-Disposition", "attachment; filename*=UTF-8''%s", text);
}

int reply_headers(const struct reply *r, struct reply_header out[REPLY_HEADERS_MAX])
{
    int n = 0;
    if (r->media.n)
        add(out, &n, "Content-Type", "%.*s%s", STR_ARG(r->media),
            str_is(r->media, "application/json") ? "; charset=utf-8" : "");
    if (r->gzip)
        add(out, &n, "Content-Encoding", "gzip");
    add(out, &n, "Vary", "Accept-Encoding");
    if (r->etag.n)
        add(out, &n, "ETag", "%.*s", STR_ARG(r->etag));
    if (r->cookie.n)
        add(out, &n, "Set-Cookie", "%.*s", STR_ARG(r->cookie));
    if (r->location.n)
        add(out, &n, "Location", "%.*s", STR_ARG(r->location));
    if (r->file_name.n)
        add_disposition(out, &n, r->file_name);
    add(out, &n, "Cache-Control", "%.*s", STR_ARG(r->cache.n ? r->cache : STR("no-store")));
    add(out, &n, "Content-Security-Policy", "%s", data_only(r) ? DATA_POLICY : PAGE_POLICY);
    for (size_t i = 0; i < ARRAY_LEN(ALWAYS); i++)
        add(out, &n, ALWAYS[i].name, "%s", ALWAYS[i].value);
    if (r->close)
        add(out, &n, "Connection", "close");
    if (r->secure)
        add(out, &n, "Strict-Transport-Security", "max-age=31536000");
    return n;
}

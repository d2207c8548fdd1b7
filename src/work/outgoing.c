#include "work/outgoing.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- where to --------------------------------------------------------------------------------
 */

/* By libcurl's own parser: what is judged is what is connected to. */
static bool take_apart(struct str text, struct outgoing_host *out, bool *clean, struct str *path)
{
    CURLU *u = curl_url();
    char *scheme = NULL, *host = NULL, *port = NULL, *user = NULL, *password = NULL, *at = NULL;
    char room[600];
    bool ok = u && text.n < sizeof room && !memchr(text.p, 0, text.n);
    if (ok) {
        snprintf(room, sizeof room, "%.*s", STR_ARG(text));
        ok = curl_url_set(u, CURLUPART_URL, room, CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK &&
             curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
             curl_url_get(u, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
             curl_url_get(u, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) == CURLUE_OK;
    }
    ok = ok && strlen(scheme) < sizeof out->scheme && strlen(host) < sizeof out->host && host[0];
    if (ok) {
        snprintf(out->scheme, sizeof out->scheme, "%s", scheme);
        snprintf(out->host, sizeof out->host, "%s", host);
        for (char *p = out->host; *p; p++)
            *p = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
        out->port = (int)strtol(port, NULL, 10);
        *clean = curl_url_get(u, CURLUPART_USER, &user, 0) != CURLUE_OK &&
                 curl_url_get(u, CURLUPART_PASSWORD, &password, 0) != CURLUE_OK;
        if (curl_url_get(u, CURLUPART_PATH, &at, 0) == CURLUE_OK && at[0] && strcmp(at, "/") != 0)
            *path = STR("/");
    }
    curl_free(scheme);
    curl_free(host);
    curl_free(port);
    curl_free(user);
    curl_free(password);
    curl_free(at);
    curl_url_cleanup(u);
    return ok;
}

static bool known_scheme(const char *scheme)
{
    static const char *const KNOWN[] = {"https", "http", "smtp", "smtps"};
    for (size_t i = 0; i < ARRAY_LEN(KNOWN); i++)
        if (strcmp(scheme, KNOWN[i]) == 0)
            return true;
    return false;
}

bool outgoing_parse(struct str list, struct outgoing *out, struct err *err)
{
    struct str one;
    *out = (struct outgoing){0};
    while (list.p && str_split(&list, ',', &one)) {
        char url[300];
        bool clean;
        struct str path = STR_NONE;
        one = str_trim(one);
        if (!one.n)
            continue;
        bool whole = one.p && memmem(one.p, one.n, "://", 3);
        snprintf(url, sizeof url, "%s%.*s", whole ? "" : "https://", STR_ARG(one));
        struct outgoing_host *h = &out->at[out->n];
        if (out->n == OUTGOING_MAX || !take_apart(str_of(url), h, &clean, &path) || !clean ||
            path.p || !known_scheme(h->scheme))
            return err_set(err, ERR_OUTGOING_LIST, err_word(one).z);
        out->n++;
    }
    return true;
}

static bool good_text(struct str url)
{
    for (size_t i = 0; i < url.n; i++)
        if ((unsigned char)url.p[i] <= 0x20 || (unsigned char)url.p[i] == 0x7F)
            return false;
    return url.n > 0;
}

bool outgoing_allows(const struct outgoing *o, struct str url, char host[140], struct err *err)
{
    struct outgoing_host h;
    bool clean;
    struct str path = STR_NONE;
    if (!good_text(url) || !take_apart(url, &h, &clean, &path) || !clean)
        return err_set(err, ERR_OUTGOING_URL, NULL);
    snprintf(host, 140, "%s:%d", h.host, h.port);
    for (int i = 0; o && i < o->n; i++)
        if (strcmp(o->at[i].scheme, h.scheme) == 0 && strcmp(o->at[i].host, h.host) == 0 &&
            o->at[i].port == h.port)
            return true;
    return err_set(err, ERR_OUTGOING_HOST, host);
}

/* ---- sending ---------------------------------------------------------------------------------
 */

static size_t keep(char *data, size_t size, size_t n, void *ctx)
{
    struct buf *body = ctx;
    buf_add(body, data, size * n);
    return buf_failed(body) ? 0 : size * n;
}

struct feed {
    struct str left;
};

static size_t give(char *out, size_t size, size_t n, void *ctx)
{
    struct feed *f = ctx;
    size_t take = size * n < f->left.n ? size * n : f->left.n;
    memcpy(out, f->left.p, take);
    f->left.p += take;
    f->left.n -= take;
    return take;
}

static bool set(CURL *curl, CURLoption option, const void *to)
{
    return curl_easy_setopt(curl, option, to) == CURLE_OK;
}

static bool number(CURL *curl, CURLoption option, long to)
{
    return curl_easy_setopt(curl, option, to) == CURLE_OK;
}

static bool set_up(CURL *curl, const struct transmission *t, struct buf *body)
{
    return set(curl, CURLOPT_URL, t->url.p) &&
           set(curl, CURLOPT_PROTOCOLS_STR, "http,https,smtp,smtps") &&
           number(curl, CURLOPT_FOLLOWLOCATION, 0) && number(curl, CURLOPT_NOSIGNAL, 1) &&
           number(curl, CURLOPT_TIMEOUT, OUTGOING_SECONDS) &&
           number(curl, CURLOPT_CONNECTTIMEOUT, 5) && set(curl, CURLOPT_USERAGENT, "taizhang") &&
           curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep) == CURLE_OK &&
           set(curl, CURLOPT_WRITEDATA, body);
}

static bool set_up_http(CURL *curl, const struct transmission *t, struct curl_slist **list)
{
    char media[200];
    snprintf(media, sizeof media, "Content-Type: %.*s", STR_ARG(t->media));
    *list = curl_slist_append(NULL, media);
    for (int i = 0; *list && i < t->n_headers; i++) {
        struct curl_slist *more = curl_slist_append(*list, t->headers[i].p);
        if (!more)
            return false;
        *list = more;
    }
    return *list && number(curl, CURLOPT_POSTFIELDSIZE, (long)t->body.n) &&
           set(curl, CURLOPT_POSTFIELDS, t->body.p) && set(curl, CURLOPT_HTTPHEADER, *list);
}

static bool set_up_smtp(CURL *curl, const struct transmission *t, struct feed *feed,
                        struct curl_slist **list, struct arena *arena)
{
    struct str rest = t->receivers, one;
    bool here =
        str_starts(t->url, STR("smtp://127.0.0.1")) || str_starts(t->url, STR("smtp://localhost"));
    *list = NULL;
    while (rest.p && str_split(&rest, ',', &one)) {
        struct str address = arena_printf(arena, "<%.*s>", STR_ARG(str_trim(one)));
        struct curl_slist *more = address.p ? curl_slist_append(*list, address.p) : NULL;
        if (!more)
            return false;
        *list = more;
    }
    struct str from = arena_printf(arena, "<%.*s>", STR_ARG(t->sender));
    feed->left = t->body;
    bool ok = *list && from.p && set(curl, CURLOPT_MAIL_FROM, from.p) &&
              set(curl, CURLOPT_MAIL_RCPT, *list) &&
              curl_easy_setopt(curl, CURLOPT_READFUNCTION, give) == CURLE_OK &&
              set(curl, CURLOPT_READDATA, feed) && number(curl, CURLOPT_UPLOAD, 1) &&
              number(curl, CURLOPT_USE_SSL, here ? CURLUSESSL_TRY : CURLUSESSL_ALL);
    if (ok && t->login.n)
        ok = set(curl, CURLOPT_USERNAME, t->login.p) &&
             set(curl, CURLOPT_PASSWORD, t->secret.p ? t->secret.p : "");
    return ok;
}

static bool judge(CURL *curl, CURLcode said, bool smtp, const char *host, struct buf *body,
                  struct arena *arena, struct str *answer, struct err *err)
{
    long status = 0;
    char text[40];
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    snprintf(text, sizeof text, "%s %ld", smtp ? "SMTP" : "HTTP", status);
    struct str got = buf_str(body);
    if (said != CURLE_OK) {
        *answer = arena_printf(arena, "%s", curl_easy_strerror(said));
        return err_set(err, ERR_REMOTE, host, curl_easy_strerror(said));
    }
    *answer = arena_printf(arena, "%s %.*s", text, (int)(got.n < 4000 ? got.n : 4000),
                           got.p ? got.p : "");
    return (status >= 200 && status < 300) || err_set(err, ERR_REMOTE, host, text);
}

bool outgoing_send(const struct outgoing *o, const struct transmission *t, struct arena *arena,
                   struct str *answer, struct err *err)
{
    struct buf body;
    struct feed feed = {STR_NONE};
    struct curl_slist *list = NULL;
    char host[140];
    bool smtp = str_starts(t->url, STR("smtp"));
    *answer = STR("");
    if (!outgoing_allows(o, t->url, host, err))
        return false;
    CURL *curl = curl_easy_init();
    buf_init(&body, OUTGOING_ANSWER);
    bool ok = curl && set_up(curl, t, &body) &&
              (smtp ? set_up_smtp(curl, t, &feed, &list, arena) : set_up_http(curl, t, &list));
    ok = ok ? judge(curl, curl_easy_perform(curl), smtp, host, &body, arena, answer, err)
            : err_set(err, ERR_MEMORY, NULL);
    curl_slist_free_all(list);
    curl_easy_cleanup(curl);
    buf_release(&body);
    if (!answer->p)
        *answer = STR("");
    return ok;
}

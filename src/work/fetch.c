#include "work/fetch.h"

#include <curl/curl.h>
#include <stdio.h>

bool fetch_init(struct err *err)
{
    return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ||
           err_set(err, ERR_INTERNAL, "libcurl does not start");
}

bool fetch_allowed(const char *url)
{
    static const char *const HERE[] = {"http://127.0.0.1", "http://localhost", "http://[::1]"};
    struct str s = str_of(url);
    if (str_starts(s, STR("https://")))
        return true;
    for (size_t i = 0; i < ARRAY_LEN(HERE); i++) {
        size_t n = strlen(HERE[i]);
        if (str_starts(s, str_of(HERE[i])) && (s.n == n || s.p[n] == ':' || s.p[n] == '/'))
            return true;
    }
    return false;
}

static size_t keep(char *data, size_t size, size_t n, void *ctx)
{
    struct buf *body = ctx;
    buf_add(body, data, size * n);
    return buf_failed(body) ? 0 : size * n;
}

static bool set_up(CURL *curl, const struct fetch *f, struct buf *body)
{
    bool ok = curl_easy_setopt(curl, CURLOPT_URL, f->url) == CURLE_OK &&
              curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
              curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
              curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
              curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)FETCH_SECONDS) == CURLE_OK &&
              curl_easy_setopt(curl, CURLOPT_USERAGENT, "taizhang") == CURLE_OK &&
              curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep) == CURLE_OK &&
              curl_easy_setopt(curl, CURLOPT_WRITEDATA, (void *)body) == CURLE_OK;
    if (ok && f->ca)
        ok = curl_easy_setopt(curl, CURLOPT_CAINFO, f->ca) == CURLE_OK;
    if (ok && f->form.p)
        ok = curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)f->form.n) == CURLE_OK &&
             curl_easy_setopt(curl, CURLOPT_POSTFIELDS, f->form.p) == CURLE_OK;
    if (ok && f->user)
        ok = curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC) == CURLE_OK &&
             curl_easy_setopt(curl, CURLOPT_USERNAME, f->user) == CURLE_OK &&
             curl_easy_setopt(curl, CURLOPT_PASSWORD, f->secret ? f->secret : "") == CURLE_OK;
    return ok;
}

static bool judge(CURL *curl, CURLcode said, const struct fetch *f, struct err *err)
{
    long status = 0;
    char text[40];
    if (said != CURLE_OK)
        return err_set(err, ERR_REMOTE, f->url, curl_easy_strerror(said));
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    snprintf(text, sizeof text, "HTTP %ld", status);
    return status == 200 || err_set(err, ERR_REMOTE, f->url, text);
}

bool fetch_run(const struct fetch *f, struct arena *arena, struct str *out, struct err *err)
{
    struct buf body;
    CURL *curl = fetch_allowed(f->url) ? curl_easy_init() : NULL;
    if (!curl)
        return err_set(err, ERR_REMOTE, f->url, "https");
    buf_init(&body, FETCH_MAX);
    bool ok = set_up(curl, f, &body) ? judge(curl, curl_easy_perform(curl), f, err)
                                     : err_set(err, ERR_MEMORY, NULL);
    curl_easy_cleanup(curl);
    if (ok) {
        *out = arena_str(arena, buf_str(&body));
        ok = out->p || err_set(err, ERR_MEMORY, NULL);
    }
    buf_release(&body);
    return ok;
}

struct str fetch_escape(struct arena *arena, struct str text)
{
    static const char DIGITS[] = "0123456789ABCDEF";
    char *out = arena_alloc(arena, 3 * text.n + 1);
    size_t n = 0;
    for (size_t i = 0; out && i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        bool plain = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '-' ||
                     c == '.' || c == '_' || c == '~';
        if (plain) {
            out[n++] = (char)c;
        } else {
            out[n++] = '%';
            out[n++] = DIGITS[c >> 4];
            out[n++] = DIGITS[c & 15];
        }
    }
    return out ? (struct str){out, n} : STR_NONE;
}

#include "work/channel_format.h"

#include <jansson.h>
#include <sodium.h>
#include <stdio.h>

#include "base/hash.h"
#include "base/json.h"
#include "work/fetch.h"

const struct channel_kind_def CHANNEL_KIND[CHANNEL_KINDS] = {
    [CHANNEL_WECOM] = {"wecom", 2000, false, false, false},
    [CHANNEL_DINGTALK] = {"dingtalk", 4000, false, false, false},
    [CHANNEL_FEISHU] = {"feishu", 4000, false, false, false},
    [CHANNEL_WEBHOOK] = {"webhook", 8000, false, false, true},
    [CHANNEL_SMS] = {"sms", 420, false, true, false},
    [CHANNEL_SMTP] = {"smtp", 16000, true, true, false},
};

int channel_kind_find(struct str code)
{
    for (int i = 0; i < CHANNEL_KINDS; i++)
        if (str_is(code, CHANNEL_KIND[i].code))
            return i;
    return -1;
}

/* ---- pieces ----------------------------------------------------------------------------------
 */

static void hmac(struct str key, struct str text, unsigned char out[32])
{
    crypto_auth_hmacsha256_state s;
    crypto_auth_hmacsha256_init(&s, (const unsigned char *)key.p, key.n);
    crypto_auth_hmacsha256_update(&s, (const unsigned char *)text.p, text.n);
    crypto_auth_hmacsha256_final(&s, out);
}

static struct str base64(struct arena *arena, struct str in)
{
    size_t n = sodium_base64_encoded_len(in.n, sodium_base64_VARIANT_ORIGINAL);
    char *out = arena_alloc(arena, n);
    if (!out)
        return STR_NONE;
    sodium_bin2base64(out, n, (const unsigned char *)in.p, in.n, sodium_base64_VARIANT_ORIGINAL);
    return (struct str){out, n - 1};
}

/* What was written into the buffer, in the arena. */
static bool taken(struct buf *b, struct arena *arena, struct str *out)
{
    *out = buf_failed(b) ? STR_NONE : arena_str(arena, buf_str(b));
    buf_release(b);
    return out->p != NULL;
}

/* {"msgtype":"text","text":{"content":...}} */
static bool robot_body(struct arena *arena, struct str text, struct str *out)
{
    struct buf b;
    struct json j;
    buf_init(&b, 65536);
    json_begin(&j, &b);
    json_obj(&j);
    json_kstr(&j, "msgtype", STR("text"));
    json_key(&j, "text");
    json_obj(&j);
    json_kstr(&j, "content", text);
    json_end(&j);
    json_end(&j);
    return taken(&b, arena, out);
}

/* ---- each gateway ----------------------------------------------------------------------------
 */

static bool dingtalk(const struct parcel *p, struct arena *arena, struct transmission *t)
{
    unsigned char mac[32];
    t->url = p->url;
    if (p->secret.n) {
        struct str text = arena_printf(arena, "%lld\n%.*s", (long long)p->now, STR_ARG(p->secret));
        if (!text.p)
            return false;
        hmac(p->secret, text, mac);
        struct str sign = base64(arena, (struct str){(const char *)mac, sizeof mac});
        if (!sign.p)
            return false;
        bool more = memchr(p->url.p, '?', p->url.n) != NULL;
        t->url =
            arena_printf(arena, "%.*s%stimestamp=%lld&sign=%.*s", STR_ARG(p->url), more ? "&" : "?",
                         (long long)p->now, STR_ARG(fetch_escape(arena, sign)));
    }
    return t->url.p && robot_body(arena, p->text, &t->body);
}

static bool feishu(const struct parcel *p, struct arena *arena, struct transmission *t)
{
    unsigned char mac[32];
    struct buf b;
    struct json j;
    struct str at = arena_printf(arena, "%lld", (long long)(p->now / 1000)), sign = STR_NONE;
    struct str key = arena_printf(arena, "%.*s\n%.*s", STR_ARG(at), STR_ARG(p->secret));
    if (!at.p || !key.p)
        return false;
    if (p->secret.n) {
        hmac(key, STR(""), mac);
        sign = base64(arena, (struct str){(const char *)mac, sizeof mac});
        if (!sign.p)
            return false;
    }
    buf_init(&b, 65536);
    json_begin(&j, &b);
    json_obj(&j);
    if (sign.p) {
        json_kstr(&j, "timestamp", at);
        json_kstr(&j, "sign", sign);
    }
    json_kstr(&j, "msg_type", STR("text"));
    json_key(&j, "content");
    json_obj(&j);
    json_kstr(&j, "text", p->text);
    json_end(&j);
    json_end(&j);
    t->url = p->url;
    return taken(&b, arena, &t->body);
}

static bool webhook(const struct parcel *p, struct arena *arena, struct transmission *t)
{
    unsigned char mac[32];
    char hex[65];
    struct buf b;
    struct json j;
    buf_init(&b, 65536);
    json_begin(&j, &b);
    json_obj(&j);
    json_kstr(&j, "id", p->id);
    json_kstr(&j, "subject", p->subject);
    json_kstr(&j, "text", p->text);
    json_ki64(&j, "count", p->count);
    json_ki64(&j, "at", p->now);
    json_end(&j);
    if (!taken(&b, arena, &t->body))
        return false;
    struct str at = arena_printf(arena, "%lld", (long long)(p->now / 1000));
    struct str signs = arena_printf(arena, "%.*s.%.*s", STR_ARG(at), STR_ARG(t->body));
    if (!at.p || !signs.p)
        return false;
    hmac(p->secret, signs, mac);
    hex_of(mac, sizeof mac, hex);
    t->headers[0] = arena_printf(arena, "X-Taizhang-Timestamp: %.*s", STR_ARG(at));
    t->headers[1] = arena_printf(arena, "X-Taizhang-Signature: sha256=%s", hex);
    t->headers[2] = arena_printf(arena, "X-Taizhang-Id: %.*s", STR_ARG(p->id));
    t->n_headers = 3;
    t->url = p->url;
    return t->headers[0].p && t->headers[1].p && t->headers[2].p;
}

/* Inside of a JSON text: escaped, without the quotes. */
static void add_json(struct buf *out, struct str text)
{
    struct buf b;
    struct json j;
    buf_init(&b, 65536);
    json_begin(&j, &b);
    json_str(&j, text);
    struct str s = buf_str(&b);
    if (s.n >= 2)
        buf_add(out, s.p + 1, s.n - 2);
    buf_release(&b);
}

static bool sms(const struct channel_row *c, const struct parcel *p, struct arena *arena,
                struct transmission *t)
{
    struct buf b;
    bool json = str_starts(str_trim(c->template), STR("{"));
    buf_init(&b, 65536);
    for (size_t i = 0; i < c->template.n;) {
        struct str rest = {c->template.p + i, c->template.n - i}, what = STR_NONE;
        if (str_starts(rest, STR("{text}"))) {
            what = p->text;
            i += 6;
        } else if (str_starts(rest, STR("{receivers}"))) {
            what = c->receivers;
            i += 11;
        } else {
            buf_addc(&b, rest.p[0]);
            i++;
            continue;
        }
        if (json)
            add_json(&b, what);
        else
            buf_adds(&b, fetch_escape(arena, what));
    }
    t->url = p->url;
    t->media = json ? STR("application/json") : STR("application/x-www-form-urlencoded");
    return taken(&b, arena, &t->body);
}

/* RFC 2047 asks for pieces of at most 75 characters, and for whole characters in each. */
static void add_subject(struct buf *b, struct arena *arena, struct str text)
{
    const size_t most = 42;
    for (bool more = false; text.n; more = true) {
        size_t n = text.n < most ? text.n : most;
        while (n < text.n && n && ((unsigned char)text.p[n] & 0xC0) == 0x80)
            n--;
        buf_addz(b, more ? "\r\n =?UTF-8?B?" : "=?UTF-8?B?");
        buf_adds(b, base64(arena, (struct str){text.p, n}));
        buf_addz(b, "?=");
        text.p += n;
        text.n -= n;
    }
}

static void add_date(struct buf *b, msec now)
{
    static const char DAYS[] = "ThuFriSatSunMonTueWed";
    static const char MONTHS[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    char text[64], when[WHEN_TEXT_MAX];
    struct date d = date_of_msec(now);
    when_format(now, when);
    int64_t day = date_to_days(d);
    snprintf(text, sizeof text, "%.3s, %d %.3s %d %.8s +0800", DAYS + 3 * (((day % 7) + 7) % 7),
             d.day, MONTHS + 3 * (d.month - 1), d.year, when + 11);
    buf_addz(b, text);
}

static bool mail(const struct channel_row *c, const struct parcel *p, struct arena *arena,
                 struct transmission *t)
{
    struct buf b;
    const char *at = memchr(c->sender.p, '@', c->sender.n);
    struct str domain =
        at ? (struct str){at + 1, c->sender.n - (size_t)(at + 1 - c->sender.p)} : STR("localhost");
    struct str text = base64(arena, p->text);
    if (!text.p)
        return false;
    buf_init(&b, 131072);
    buf_addz(&b, "From: <");
    buf_adds(&b, c->sender);
    buf_addz(&b, ">\r\nTo: ");
    struct str rest = c->receivers, one;
    for (bool more = false; rest.p && str_split(&rest, ',', &one); more = true) {
        buf_addz(&b, more ? ",\r\n <" : "<");
        buf_adds(&b, str_trim(one));
        buf_addc(&b, '>');
    }
    buf_addz(&b, "\r\nSubject: ");
    add_subject(&b, arena, p->subject);
    buf_addz(&b, "\r\nDate: ");
    add_date(&b, p->now);
    buf_addz(&b, "\r\nMessage-ID: <");
    buf_adds(&b, p->id);
    buf_addc(&b, '@');
    buf_adds(&b, domain);
    buf_addz(&b, ">\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                 "Content-Transfer-Encoding: base64\r\nAuto-Submitted: auto-generated\r\n\r\n");
    for (size_t i = 0; i < text.n; i += 76) {
        buf_add(&b, text.p + i, text.n - i < 76 ? text.n - i : 76);
        buf_addz(&b, "\r\n");
    }
    t->url = p->url;
    t->login = arena_str(arena, c->login);
    t->secret = p->secret;
    t->sender = c->sender;
    t->receivers = c->receivers;
    return taken(&b, arena, &t->body);
}

bool channel_format(const struct channel_row *c, const struct parcel *p, struct arena *arena,
                    struct transmission *out, struct err *err)
{
    bool ok = false;
    *out = (struct transmission){.media = STR("application/json")};
    switch (channel_kind_find(c->kind)) {
    case CHANNEL_WECOM:
        out->url = p->url;
        ok = robot_body(arena, p->text, &out->body);
        break;
    case CHANNEL_DINGTALK:
        ok = dingtalk(p, arena, out);
        break;
    case CHANNEL_FEISHU:
        ok = feishu(p, arena, out);
        break;
    case CHANNEL_WEBHOOK:
        ok = webhook(p, arena, out);
        break;
    case CHANNEL_SMS:
        ok = sms(c, p, arena, out);
        break;
    case CHANNEL_SMTP:
        ok = mail(c, p, arena, out);
        break;
    default:
        return err_set(err, ERR_INTERNAL, "kind of a channel");
    }
    return ok || err_set(err, ERR_MEMORY, NULL);
}

bool channel_took(const struct channel_row *c, struct str answer)
{
    int kind = channel_kind_find(c->kind);
    const char *brace = answer.n ? memchr(answer.p, '{', answer.n) : NULL;
    if (kind != CHANNEL_WECOM && kind != CHANNEL_DINGTALK && kind != CHANNEL_FEISHU)
        return true;
    json_t *j = brace ? json_loadb(brace, answer.n - (size_t)(brace - answer.p),
                                   JSON_DISABLE_EOF_CHECK, NULL)
                      : NULL;
    json_t *code = json_object_get(j, kind == CHANNEL_FEISHU ? "code" : "errcode");
    if (!code && kind == CHANNEL_FEISHU)
        code = json_object_get(j, "StatusCode");
    bool ok = json_is_integer(code) && json_integer_value(code) == 0;
    json_decref(j);
    return ok;
}

#include "work/oidc.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "work/fetch.h"
#include "work/jwt.h"

enum {
    URL_MAX = 512,
    AT_ONCE = 2,
    KEEP_MINUTES = 60,
    KEYS_AGAIN_MINUTES = 1,
    MINUTE = 60 * 1000,
    REST_SECONDS = 10
};

struct oidc {
    struct oidc_config config;
    pthread_mutex_t lock; /* of everything below */
    int busy;             /* logins that wait for the service */
    msec read_at, keys_at, failed_at;
    char authorization[URL_MAX], token[URL_MAX], jwks[URL_MAX];
    json_t *keys;
};

bool oidc_create(const struct oidc_config *c, struct oidc **out, struct err *err)
{
    struct oidc *o = fetch_allowed(c->issuer) ? calloc(1, sizeof *o) : NULL;
    if (!fetch_allowed(c->issuer))
        return err_set(err, ERR_REMOTE, c->issuer, "https");
    if (!o)
        return err_set(err, ERR_MEMORY, NULL);
    o->config = *c;
    pthread_mutex_init(&o->lock, NULL);
    *out = o;
    return true;
}

void oidc_free(struct oidc *o)
{
    if (!o)
        return;
    json_decref(o->keys);
    pthread_mutex_destroy(&o->lock);
    free(o);
}

const struct oidc_config *oidc_config_of(const struct oidc *o)
{
    return &o->config;
}

/* ---- what the service says about itself
 * ------------------------------------------------------ */

static bool fetch_json(struct oidc *o, struct arena *arena, const char *url, json_t **out,
                       struct err *err)
{
    struct fetch f = {.url = url, .ca = o->config.ca};
    struct str body;
    if (!fetch_run(&f, arena, &body, err))
        return false;
    *out = json_loadb(body.p, body.n, JSON_REJECT_DUPLICATES, NULL);
    if (json_is_object(*out))
        return true;
    json_decref(*out);
    return err_set(err, ERR_REMOTE, url, "JSON");
}

static bool take_url(const json_t *said, const char *name, char out[URL_MAX], struct err *err)
{
    const char *url = json_string_value(json_object_get(said, name));
    if (!url || strlen(url) >= URL_MAX || !fetch_allowed(url) || strchr(url, '#'))
        return err_set(err, ERR_REMOTE, name, url ? url : "-");
    memcpy(out, url, strlen(url) + 1);
    return true;
}

static bool read_service(struct oidc *o, struct app *app, struct arena *arena, struct err *err)
{
    json_t *said;
    struct str issuer = str_of(o->config.issuer);
    while (issuer.n && issuer.p[issuer.n - 1] == '/')
        issuer.n--;
    struct str url = arena_printf(arena, "%.*s/.well-known/openid-configuration", STR_ARG(issuer));
    if (!url.p)
        return err_set(err, ERR_MEMORY, NULL);
    if (!fetch_json(o, arena, url.p, &said, err))
        return false;
    const char *name = json_string_value(json_object_get(said, "issuer"));
    bool ok =
        (name && strcmp(name, o->config.issuer) == 0) || err_set(err, ERR_REMOTE, url.p, "issuer");
    ok = ok && take_url(said, "authorization_endpoint", o->authorization, err) &&
         take_url(said, "token_endpoint", o->token, err) &&
         take_url(said, "jwks_uri", o->jwks, err);
    json_decref(said);
    if (ok)
        o->read_at = app_now(app);
    return ok;
}

static bool fresh(const struct app *app, msec at, int minutes)
{
    msec age = app_now(app) - at;
    return at != 0 && age >= 0 && age < (msec)minutes * MINUTE;
}

/* One after the other; whoever waits finds what the first has read, or that it did not answer. */
static bool know_service(struct oidc *o, struct app *app, struct arena *arena, struct err *err)
{
    pthread_mutex_lock(&o->lock);
    bool ok = fresh(app, o->read_at, KEEP_MINUTES);
    msec rested = app_now(app) - o->failed_at;
    if (!ok && o->failed_at && rested >= 0 && rested < REST_SECONDS * 1000) {
        err_set(err, ERR_REMOTE, o->config.issuer, "-");
    } else if (!ok) {
        ok = read_service(o, app, arena, err);
        o->failed_at = ok ? 0 : app_now(app);
    }
    pthread_mutex_unlock(&o->lock);
    return ok;
}

static bool read_keys(struct oidc *o, struct app *app, struct arena *arena, struct err *err)
{
    json_t *keys;
    if (!fetch_json(o, arena, o->jwks, &keys, err))
        return false;
    json_decref(o->keys);
    o->keys = keys;
    o->keys_at = app_now(app);
    return true;
}

/* A key that is not known may be new: the keys are read again, but not for every stranger. */
static bool open_token(struct oidc *o, struct app *app, struct arena *arena, struct str token,
                       json_t **claims, struct err *err)
{
    struct err first = {0};
    pthread_mutex_lock(&o->lock);
    bool ok = fresh(app, o->keys_at, KEEP_MINUTES) || read_keys(o, app, arena, err);
    if (ok) {
        ok = jwt_open(o->keys, token, claims, &first);
        if (!ok && strcmp(first.args[0], "key") == 0 &&
            !fresh(app, o->keys_at, KEYS_AGAIN_MINUTES)) {
            ok = read_keys(o, app, arena, &first) && jwt_open(o->keys, token, claims, &first);
        }
        if (!ok && err)
            *err = first;
    }
    pthread_mutex_unlock(&o->lock);
    return ok;
}

static bool enter(struct oidc *o, struct err *err)
{
    pthread_mutex_lock(&o->lock);
    bool room = o->busy < AT_ONCE;
    o->busy += room;
    pthread_mutex_unlock(&o->lock);
    return room || err_set(err, ERR_BUSY, NULL);
}

static void leave(struct oidc *o)
{
    pthread_mutex_lock(&o->lock);
    o->busy--;
    pthread_mutex_unlock(&o->lock);
}

/* ---- there
 * ----------------------------------------------------------------------------------- */

static void random_text(struct app *app, char out[OIDC_TOKEN_TEXT])
{
    unsigned char bytes[(OIDC_TOKEN_TEXT - 1) / 2];
    app->random(app->ctx, bytes, sizeof bytes);
    hex_of(bytes, sizeof bytes, out);
}

static struct str callback(const struct oidc *o, struct arena *arena)
{
    struct str url = arena_printf(arena, "%s/api/session/oidc/callback", o->config.base_url);
    return url.p ? fetch_escape(arena, url) : STR_NONE;
}

bool oidc_begin(struct app *app, struct arena *arena, struct oidc_asked *out, struct err *err)
{
    struct oidc *o = app->oidc;
    unsigned char digest[SHA256_SIZE];
    char challenge[64];
    if (!o)
        return err_set(err, ERR_OIDC_OFF, NULL);
    if (!enter(o, err))
        return false;
    bool known = know_service(o, app, arena, err);
    leave(o);
    if (!known)
        return false;
    random_text(app, out->state);
    random_text(app, out->nonce);
    random_text(app, out->verifier);
    sha256(str_of(out->verifier), digest);
    base64url_write(digest, sizeof digest, challenge);
    struct str client = fetch_escape(arena, str_of(o->config.client)), back = callback(o, arena);
    if (!client.p || !back.p)
        return err_set(err, ERR_MEMORY, NULL);
    out->url = arena_printf(arena,
                            "%s%cresponse_type=code&scope=openid%%20profile&client_id=%.*s"
                            "&redirect_uri=%.*s&state=%s&nonce=%s&code_challenge=%s"
                            "&code_challenge_method=S256",
                            o->authorization, strchr(o->authorization, '?') ? '&' : '?',
                            STR_ARG(client), STR_ARG(back), out->state, out->nonce, challenge);
    return out->url.p || err_set(err, ERR_MEMORY, NULL);
}

/* ---- and back
 * -------------------------------------------------------------------------------- */

static bool trade(struct oidc *o, struct arena *arena, struct str verifier, struct str code,
                  struct str *token, struct err *err)
{
    struct str escaped = fetch_escape(arena, code), back = callback(o, arena), body;
    /* RFC 6749, 2.3.1: both are encoded for a form before they become Basic. */
    struct str client = fetch_escape(arena, str_of(o->config.client)),
               secret = fetch_escape(arena, str_of(o->config.secret));
    if (!escaped.p || !back.p || !client.p || !secret.p)
        return err_set(err, ERR_MEMORY, NULL);
    struct fetch f = {.url = o->token,
                      .ca = o->config.ca,
                      .user = o->config.secret ? client.p : NULL,
                      .secret = secret.p};
    f.form = arena_printf(arena,
                          "grant_type=authorization_code&code=%.*s&redirect_uri=%.*s&client_id=%.*s"
                          "&code_verifier=%.*s",
                          STR_ARG(escaped), STR_ARG(back), STR_ARG(client), STR_ARG(verifier));
    if (!f.form.p)
        return err_set(err, ERR_MEMORY, NULL);
    if (!fetch_run(&f, arena, &body, err))
        return false;
    json_t *said = json_loadb(body.p, body.n, JSON_REJECT_DUPLICATES, NULL);
    const char *text = json_string_value(json_object_get(said, "id_token"));
    *token = text ? arena_str(arena, str_of(text)) : STR_NONE;
    json_decref(said);
    return token->p || err_set(err, ERR_TOKEN, "id_token");
}

static bool who_it_is(struct oidc *o, struct app *app, struct arena *arena, struct str token,
                      struct str nonce, struct oidc_person *out, struct err *err)
{
    json_t *claims;
    struct str z = arena_str(arena, nonce);
    if (!z.p)
        return err_set(err, ERR_MEMORY, NULL);
    if (!open_token(o, app, arena, token, &claims, err))
        return false;
    struct jwt_wanted wanted = {
        .issuer = o->config.issuer, .client = o->config.client, .nonce = z.p, .now = app_now(app)};
    bool ok = jwt_claims_fit(claims, &wanted, err);
    if (ok) {
        const char *login = json_string_value(json_object_get(claims, "preferred_username"));
        out->sub = arena_str(arena, str_of(json_string_value(json_object_get(claims, "sub"))));
        out->login = arena_str(arena, str_of(login ? login : ""));
        ok = (out->sub.p && out->login.p) || err_set(err, ERR_MEMORY, NULL);
    }
    json_decref(claims);
    return ok;
}

bool oidc_finish(struct app *app, struct arena *arena, struct str nonce, struct str verifier,
                 struct str code, struct oidc_person *out, struct err *err)
{
    struct oidc *o = app->oidc;
    struct str token;
    if (!o)
        return err_set(err, ERR_OIDC_OFF, NULL);
    if (!enter(o, err))
        return false;
    bool ok = know_service(o, app, arena, err) && trade(o, arena, verifier, code, &token, err) &&
              who_it_is(o, app, arena, token, nonce, out, err);
    leave(o);
    return ok;
}

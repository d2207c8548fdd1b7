#include "work/checkpoint.h"

#include <jansson.h>
#include <sodium.h>
#include <stdio.h>

#include "base/json.h"

enum { MESSAGE_MAX = 256 };

static bool message(const struct checkpoint *c, char out[MESSAGE_MAX], size_t *n)
{
    int len =
        snprintf(out, MESSAGE_MAX, "taizhang-checkpoint-1\n%.*s\n%lld\n%.*s\n%lld\n",
                 STR_ARG(c->algorithm), (long long)c->entries, STR_ARG(c->head), (long long)c->at);
    *n = (size_t)len;
    return len > 0 && len < MESSAGE_MAX;
}

static void pair(const unsigned char seed[SECRET_KEY], unsigned char public[32],
                 unsigned char secret[64])
{
    _Static_assert(crypto_sign_SEEDBYTES == SECRET_KEY, "a key file holds a seed");
    crypto_sign_seed_keypair(public, secret, seed);
}

void checkpoint_key(const unsigned char seed[SECRET_KEY], char out[CHECKPOINT_KEY_HEX])
{
    unsigned char public[32], secret[64];
    pair(seed, public, secret);
    hex_of(public, sizeof public, out);
    sodium_memzero(secret, sizeof secret);
}

static bool sign(struct arena *arena, const unsigned char seed[SECRET_KEY], struct checkpoint *c,
                 struct err *err)
{
    unsigned char public[32], secret[64], signature[64];
    char key[CHECKPOINT_KEY_HEX], hex[129], text[MESSAGE_MAX];
    size_t n;
    if (!message(c, text, &n))
        return err_set(err, ERR_INTERNAL, "checkpoint");
    pair(seed, public, secret);
    crypto_sign_detached(signature, NULL, (const unsigned char *)text, n, secret);
    sodium_memzero(secret, sizeof secret);
    hex_of(public, sizeof public, key);
    hex_of(signature, sizeof signature, hex);
    c->key = arena_str(arena, str_of(key));
    c->signature = arena_str(arena, str_of(hex));
    return (c->key.p && c->signature.p) || err_set(err, ERR_MEMORY, NULL);
}

bool checkpoint_make(struct app *app, struct store_tx *tx, struct arena *arena,
                     const struct actor *who, const unsigned char seed[SECRET_KEY],
                     struct checkpoint *out, struct err *err)
{
    struct audit_head_row head;
    struct buf after;
    if (!store_audit_head(tx, arena, &head, err))
        return false;
    *out = (struct checkpoint){
        .entries = head.seq, .at = app_now(app), .algorithm = head.algorithm, .head = head.hash};
    if (!sign(arena, seed, out, err))
        return false;
    buf_init(&after, 0);
    checkpoint_line(out, &after);
    struct act act = {.kind = "audit.checkpoint",
                      .thing = arena_printf(arena, "audit %lld", (long long)head.seq),
                      .after = str_trim(buf_str(&after))};
    bool ok = act.thing.p && !buf_failed(&after) ? audit_act(app, tx, who, &act, err)
                                                 : err_set(err, ERR_MEMORY, NULL);
    buf_release(&after);
    return ok;
}

void checkpoint_line(const struct checkpoint *c, struct buf *out)
{
    struct json j;
    json_begin(&j, out);
    json_obj(&j);
    json_kstr(&j, "checkpoint", STR("taizhang-checkpoint-1"));
    json_kstr(&j, "algorithm", c->algorithm);
    json_ki64(&j, "entries", c->entries);
    json_kstr(&j, "head", c->head);
    json_ki64(&j, "at", c->at);
    json_kstr(&j, "key", c->key);
    json_kstr(&j, "signature", c->signature);
    json_end(&j);
    buf_addc(out, '\n');
}

static struct str text_of(const json_t *line, const char *name, struct arena *arena)
{
    const json_t *v = json_object_get(line, name);
    return json_is_string(v)
               ? arena_str(arena, (struct str){json_string_value(v), json_string_length(v)})
               : STR_NONE;
}

static bool bytes_of(struct str hex, unsigned char *out, size_t size)
{
    size_t n = 0;
    const char *end = NULL;
    return hex.n == 2 * size && sodium_hex2bin(out, size, hex.p, hex.n, NULL, &n, &end) == 0 &&
           n == size;
}

static bool signed_well(const struct checkpoint *c, struct str key)
{
    unsigned char public[32], signature[64];
    char text[MESSAGE_MAX];
    size_t n;
    return (key.n == 0 || str_eq(key, c->key)) && bytes_of(c->key, public, sizeof public) &&
           bytes_of(c->signature, signature, sizeof signature) && message(c, text, &n) &&
           crypto_sign_verify_detached(signature, (const unsigned char *)text, n, public) == 0;
}

bool checkpoint_read(struct arena *arena, struct str line, struct str key, struct checkpoint *out,
                     struct err *err)
{
    json_error_t bad;
    json_t *root = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &bad);
    *out = (struct checkpoint){.entries = json_integer_value(json_object_get(root, "entries")),
                               .at = json_integer_value(json_object_get(root, "at")),
                               .algorithm = text_of(root, "algorithm", arena),
                               .head = text_of(root, "head", arena),
                               .key = text_of(root, "key", arena),
                               .signature = text_of(root, "signature", arena)};
    json_decref(root);
    enum audit_algorithm with;
    bool ok = out->key.p && out->signature.p && out->head.n == SHA256_HEX - 1 &&
              out->entries >= 0 && audit_algorithm_parse(out->algorithm, &with) &&
              signed_well(out, key);
    return ok || err_set(err, ERR_CHECKPOINT, NULL);
}

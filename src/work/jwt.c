#include "work/jwt.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

enum { KEY_MAX = 1024, SIGNATURE_MAX = 1024, RSA_BITS_MIN = 2048, P256 = 32, SKEW_SECONDS = 60 };

/* ---- base 64
 * --------------------------------------------------------------------------------- */

static int value_of(char c)
{
    return c >= 'A' && c <= 'Z'   ? c - 'A'
           : c >= 'a' && c <= 'z' ? c - 'a' + 26
           : c >= '0' && c <= '9' ? c - '0' + 52
           : c == '-'             ? 62
           : c == '_'             ? 63
                                  : -1;
}

long base64url_read(struct str text, unsigned char *out, size_t max)
{
    unsigned bits = 0;
    int n_bits = 0;
    size_t n = 0;
    if (text.n % 4 == 1)
        return -1;
    for (size_t i = 0; i < text.n; i++) {
        int v = value_of(text.p[i]);
        if (v < 0)
            return -1;
        bits = (bits << 6 | (unsigned)v) & 0xffff;
        n_bits += 6;
        if (n_bits >= 8) {
            if (n == max)
                return -1;
            n_bits -= 8;
            out[n++] = (unsigned char)(bits >> n_bits);
        }
    }
    /* Bits that mean nothing must be zero: one text for one value. */
    return (bits & ((1u << n_bits) - 1)) == 0 ? (long)n : -1;
}

void base64url_write(const unsigned char *p, size_t n, char *out)
{
    static const char LETTERS[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    unsigned bits = 0;
    int n_bits = 0;
    for (size_t i = 0; i < n; i++) {
        bits = (bits << 8 | p[i]) & 0xffff;
        for (n_bits += 8; n_bits >= 6; n_bits -= 6)
            *out++ = LETTERS[bits >> (n_bits - 6) & 63];
    }
    if (n_bits)
        *out++ = LETTERS[bits << (6 - n_bits) & 63];
    *out = 0;
}

static bool refused(struct err *err, const char *why)
{
    return err_set(err, ERR_TOKEN, why);
}

static struct str member(const json_t *object, const char *name)
{
    const json_t *v = json_object_get(object, name);
    return json_is_string(v) ? (struct str){json_string_value(v), json_string_length(v)} : STR_NONE;
}

static json_t *decoded(struct arena *arena, struct str part)
{
    unsigned char *room = arena_alloc(arena, part.n + 1);
    long n = room ? base64url_read(part, room, part.n) : -1;
    return n > 0 ? json_loadb((const char *)room, (size_t)n, JSON_REJECT_DUPLICATES, NULL) : NULL;
}

/* ---- keys
 * ------------------------------------------------------------------------------------ */

static EVP_PKEY *key_of_params(const char *type, OSSL_PARAM_BLD *build)
{
    EVP_PKEY *key = NULL;
    OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(build);
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    if (params && ctx && EVP_PKEY_fromdata_init(ctx) == 1 &&
        EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
        key = NULL;
    EVP_PKEY_CTX_free(ctx);
    OSSL_PARAM_free(params);
    return key;
}

static BIGNUM *number(const json_t *jwk, const char *name)
{
    unsigned char bytes[KEY_MAX];
    long n = base64url_read(member(jwk, name), bytes, sizeof bytes);
    return n > 0 ? BN_bin2bn(bytes, (int)n, NULL) : NULL;
}

static EVP_PKEY *rsa_key(const json_t *jwk)
{
    BIGNUM *n = number(jwk, "n"), *e = number(jwk, "e");
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    EVP_PKEY *key = NULL;
    if (n && e && build && BN_num_bits(n) >= RSA_BITS_MIN &&
        OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, n) &&
        OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, e))
        key = key_of_params("RSA", build);
    OSSL_PARAM_BLD_free(build);
    BN_free(n);
    BN_free(e);
    return key;
}

static EVP_PKEY *ec_key(const json_t *jwk)
{
    unsigned char point[1 + 2 * P256] = {4}; /* both coordinates, not compressed */
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    EVP_PKEY *key = NULL;
    if (build && str_is(member(jwk, "crv"), "P-256") &&
        base64url_read(member(jwk, "x"), point + 1, P256) == P256 &&
        base64url_read(member(jwk, "y"), point + 1 + P256, P256) == P256 &&
        OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) &&
        OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point))
        key = key_of_params("EC", build);
    OSSL_PARAM_BLD_free(build);
    return key;
}

/* The key that the token names; of several without a name, none. */
static const json_t *choose(const json_t *keys, struct str kid, const char *type)
{
    const json_t *list = json_object_get(keys, "keys"), *jwk, *found = NULL;
    size_t i;
    int fits = 0;
    json_array_foreach(list, i, jwk)
    {
        struct str use = member(jwk, "use");
        if (!str_is(member(jwk, "kty"), type) || (use.p && !str_is(use, "sig")) ||
            (kid.p && !str_eq(member(jwk, "kid"), kid)))
            continue;
        found = jwk;
        fits++;
    }
    return fits == 1 ? found : NULL;
}

/* ---- signatures
 * ------------------------------------------------------------------------------ */

/* r and s side by side become the ASN.1 that OpenSSL wants. */
static int to_der(const unsigned char *raw, size_t n, unsigned char *out, size_t max)
{
    ECDSA_SIG *sig = ECDSA_SIG_new();
    BIGNUM *r = n == 2 * P256 ? BN_bin2bn(raw, P256, NULL) : NULL;
    BIGNUM *s = r ? BN_bin2bn(raw + P256, P256, NULL) : NULL;
    int length = -1;
    if (sig && r && s && ECDSA_SIG_set0(sig, r, s)) { /* owns both now */
        length = i2d_ECDSA_SIG(sig, NULL);
        if (length > 0 && (size_t)length <= max)
            length = i2d_ECDSA_SIG(sig, &out);
        else
            length = -1;
    } else {
        BN_free(r);
        BN_free(s);
    }
    ECDSA_SIG_free(sig);
    return length;
}

static bool signed_by(EVP_PKEY *key, struct str text, const unsigned char *sig, size_t n)
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    bool ok = ctx && EVP_DigestVerifyInit(ctx, NULL, EVP_sha256(), NULL, key) == 1 &&
              EVP_DigestVerify(ctx, sig, n, (const unsigned char *)text.p, text.n) == 1;
    EVP_MD_CTX_free(ctx);
    return ok;
}

static bool check_signature(const json_t *keys, const json_t *head, struct str text, struct str sig,
                            struct err *err)
{
    unsigned char raw[SIGNATURE_MAX], der[2 * P256 + 16];
    struct str alg = member(head, "alg"), kid = member(head, "kid");
    bool rsa = str_is(alg, "RS256");
    if (!rsa && !str_is(alg, "ES256"))
        return refused(err, "alg");
    if (json_object_get(head, "crit"))
        return refused(err, "form"); /* extensions that would have to be understood */
    const json_t *jwk = choose(keys, kid, rsa ? "RSA" : "EC");
    EVP_PKEY *key = !jwk ? NULL : rsa ? rsa_key(jwk) : ec_key(jwk);
    if (!key)
        return refused(err, "key");
    long n = base64url_read(sig, raw, sizeof raw);
    if (!rsa && n > 0)
        n = to_der(raw, (size_t)n, der, sizeof der);
    bool ok = n > 0 && signed_by(key, text, rsa ? raw : der, (size_t)n);
    EVP_PKEY_free(key);
    return ok || refused(err, "signature");
}

bool jwt_open(const json_t *keys, struct str token, json_t **claims, struct err *err)
{
    struct str rest = token, head_text, body, sig;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    bool ok = token.n <= JWT_MAX && str_split(&rest, '.', &head_text) &&
              str_split(&rest, '.', &body) && str_split(&rest, '.', &sig) && !rest.p;
    json_t *head = ok ? decoded(&arena, head_text) : NULL;
    json_t *said = head ? decoded(&arena, body) : NULL;
    if (json_is_object(head) && json_is_object(said))
        ok = check_signature(keys, head, (struct str){token.p, head_text.n + 1 + body.n}, sig, err);
    else
        ok = refused(err, "form");
    json_decref(head);
    arena_release(&arena);
    if (ok)
        *claims = said;
    else
        json_decref(said);
    return ok;
}

/* ---- claims
 * ---------------------------------------------------------------------------------- */

/* One audience, or among several with this client as the one it was made for. */
static bool for_client(const json_t *claims, struct str client)
{
    const json_t *aud = json_object_get(claims, "aud"), *one;
    struct str azp = member(claims, "azp");
    bool among = json_is_string(aud) && str_eq(member(claims, "aud"), client);
    size_t i;
    json_array_foreach(aud, i, one) if (json_is_string(one) &&
                                        str_is(client, json_string_value(one))) among = true;
    if (json_array_size(aud) > 1 && !azp.p)
        return false;
    return among && (!azp.p || str_eq(azp, client));
}

bool jwt_claims_fit(const json_t *claims, const struct jwt_wanted *w, struct err *err)
{
    const json_t *exp = json_object_get(claims, "exp"), *iat = json_object_get(claims, "iat");
    int64_t now = w->now / 1000;
    struct str sub = member(claims, "sub");
    if (!str_is(member(claims, "iss"), w->issuer))
        return refused(err, "iss");
    if (!for_client(claims, str_of(w->client)))
        return refused(err, "aud");
    if (!json_is_integer(exp) || json_integer_value(exp) <= now - SKEW_SECONDS)
        return refused(err, "exp");
    if (!json_is_integer(iat) || json_integer_value(iat) > now + SKEW_SECONDS)
        return refused(err, "iat");
    if (!str_is(member(claims, "nonce"), w->nonce))
        return refused(err, "nonce");
    return (sub.n > 0 && sub.n <= 255) || refused(err, "sub");
}

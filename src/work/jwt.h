/* Signed tokens of a login service: JWS compact form (RFC 7515) with RS256 or ES256 (RFC 7518),
 * keys as JWK sets (RFC 7517). Signatures are checked by OpenSSL; whatever a token says itself
 * about which algorithm would do, only these two do. */
#ifndef TZ_WORK_JWT_H
#define TZ_WORK_JWT_H

#include <jansson.h>

#include "base/err.h"
#include "base/when.h"

enum { JWT_MAX = 16384 };

/* The claims of a token that one of the keys has signed; free with json_decref. ERR_TOKEN with the
 * reason: "form", "alg", "key", "signature". */
bool jwt_open(const json_t *keys, struct str token, json_t **claims, struct err *err);

/* What an ID token must say (OpenID Connect Core, 3.1.3.7). */
struct jwt_wanted {
    const char *issuer, *client, *nonce;
    msec now;
};
/* ERR_TOKEN with "iss", "aud", "exp", "iat", "nonce" or "sub". */
bool jwt_claims_fit(const json_t *claims, const struct jwt_wanted *w, struct err *err);

/* Base 64 for addresses, without padding; -1 when it is none or does not fit. */
long base64url_read(struct str text, unsigned char *out, size_t max);
/* out has room for 4 * (n + 2) / 3 + 1. */
void base64url_write(const unsigned char *p, size_t n, char *out);

#endif

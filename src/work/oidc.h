/* Logging in through a login service of the organisation: OpenID Connect, authorisation code with
 * PKCE (S256), state and nonce. Nothing of the service is trusted before its token was checked
 * (work/jwt.h); no account is made by it.
 *
 * One per process, shared by all threads. What the service says about itself is kept for an hour.
 */
#ifndef TZ_WORK_OIDC_H
#define TZ_WORK_OIDC_H

#include "work/app.h"

struct oidc_config {
    const char *issuer;   /* as it names itself */
    const char *client;   /* what it calls this program */
    const char *secret;   /* or NULL: a public client */
    const char *base_url; /* of this server as browsers see it: "https://taizhang.example" */
    const char *ca;       /* certificates to trust, or NULL */
    bool by_login;        /* an account that nobody was linked to is found by its login name */
};

/* The texts of `c` must outlive it. ERR_REMOTE when an address is not allowed (fetch.h). */
bool oidc_create(const struct oidc_config *c, struct oidc **out, struct err *err);
void oidc_free(struct oidc *o); /* NULL is allowed */
const struct oidc_config *oidc_config_of(const struct oidc *o);

enum { OIDC_TOKEN_TEXT = 65 };
/* What has to be kept until the browser comes back, and where it is sent. */
struct oidc_asked {
    char state[OIDC_TOKEN_TEXT], nonce[OIDC_TOKEN_TEXT], verifier[OIDC_TOKEN_TEXT];
    struct str url;
};
bool oidc_begin(struct app *app, struct arena *arena, struct oidc_asked *out, struct err *err);

/* Who came back. */
struct oidc_person {
    struct str sub, login; /* login: preferred_username, may be empty */
};
bool oidc_finish(struct app *app, struct arena *arena, struct str nonce, struct str verifier,
                 struct str code, struct oidc_person *out, struct err *err);

#endif

#include "base/hash.h"
#include "http/session.h"

const char COOKIE_SESSION[] = "tz_session", COOKIE_STEP[] = "tz_step";

struct str cookie_token(struct str header, const char *name)
{
    struct str part, key = str_of(name);
    while (str_split(&header, ';', &part)) {
        part = str_trim(part);
        if (part.n == key.n + 1 + 2 * (size_t)TOKEN_BYTES && str_starts(part, key) &&
            part.p[key.n] == '=')
            return (struct str){part.p + key.n + 1, part.n - key.n - 1};
    }
    return STR_NONE;
}

bool cookie_set(struct arena *arena, const char *name, struct str token, int seconds, bool secure,
                struct str *out, struct err *err)
{
    *out = arena_printf(arena, "%s=%.*s; Path=/; HttpOnly; SameSite=Lax; Max-Age=%d%s", name,
                        STR_ARG(token), seconds, secure ? "; Secure" : "");
    return out->p || err_set(err, ERR_MEMORY, NULL);
}

void token_make(struct app *app, char out[TOKEN_TEXT_MAX])
{
    unsigned char bytes[TOKEN_BYTES];
    app->random(app->ctx, bytes, sizeof bytes);
    hex_of(bytes, sizeof bytes, out);
}

struct str token_hash(struct arena *arena, struct str token)
{
    unsigned char digest[SHA256_SIZE];
    sha256(token, digest);
    return arena_str(arena, (struct str){(const char *)digest, sizeof digest});
}

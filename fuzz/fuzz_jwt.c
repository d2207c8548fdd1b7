/* What a login service and a person send: a set of keys and a token signed by one of them (first
 * line and the rest), base 64, and codes as they are typed. Nothing is opened that was not signed:
 * the only signed token here is that of RFC 7515, A.3, so whatever opens says what that one says.
 * Codes that are read are written again and read the same. */
#include "fuzz.h"

#include <stdio.h>

#include "domain/password.h"
#include "domain/totp.h"
#include "work/jwt.h"

static const char KEY[] = "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":"
                          "\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
                          "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}";

static void open_token(struct str keys, struct str token, bool ours)
{
    json_t *set = json_loadb(keys.n ? keys.p : "", keys.n, 0, NULL), *claims = NULL;
    struct err err = {0};
    struct jwt_wanted wanted = {"joe", "me", "nonce", 0};
    if (jwt_open(set, token, &claims, &err)) {
        const char *issuer = json_string_value(json_object_get(claims, "iss"));
        FUZZ_CHECK(!ours || (issuer && strcmp(issuer, "joe") == 0));
        (void)jwt_claims_fit(claims, &wanted, &err);
        json_decref(claims);
    } else {
        FUZZ_CHECK(err.code == ERR_TOKEN);
    }
    json_decref(set);
}

static void codes(struct str s)
{
    char text[CODE_TEXT_MAX], again[CODE_TEXT_MAX];
    int64_t step;
    struct err err = {0};
    if (code_read(s, text)) {
        FUZZ_CHECK(code_read(str_of(text), again));
        FUZZ_CHECK(strcmp(text, again) == 0);
    }
    FUZZ_CHECK(totp_match(STR("12345678901234567890"), s, 59000, 0, &step));
    FUZZ_CHECK(step >= 0 && step <= 2);
    (void)password_check(s, STR("li.na"), &err);
}

static void base64(struct str s)
{
    unsigned char bytes[256];
    char text[400];
    long n = base64url_read(s, bytes, sizeof bytes);
    if (n < 0)
        return;
    base64url_write(bytes, (size_t)n, text);
    FUZZ_CHECK(str_is(s, text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct str s = fuzz_str(data, n), rest = s, keys;
    codes(s);
    base64(s);
    open_token(STR_NONE, s, true);
    open_token(str_of(KEY), s, true);
    if (str_split(&rest, '\n', &keys) && rest.p)
        open_token(keys, rest, false);
    return 0;
}

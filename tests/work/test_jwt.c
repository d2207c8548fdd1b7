/* Signatures of the examples of RFC 7515 (A.2: RS256, A.3: ES256), and what must be refused. */
#include "../test.h"

#include <jansson.h>
#include <stdio.h>

#include "work/jwt.h"

#define BODY                                                                                       \
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVl" \
    "fQ"
#define RSA_N                                                                                      \
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4" \
    "d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5re" \
    "xMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxX" \
    "FvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"
#define RSA_SIGNATURE                                                                              \
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5" \
    "jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb" \
    "1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QO" \
    "YEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
#define RSA_KEY "{\"kty\":\"RSA\",\"n\":\"" RSA_N "\",\"e\":\"AQAB\"}"
#define EC_KEY                                                                                     \
    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","     \
    "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}"
#define RS256 "eyJhbGciOiJSUzI1NiJ9." BODY "." RSA_SIGNATURE
#define ES256                                                                                      \
    "eyJhbGciOiJFUzI1NiJ9." BODY                                                                   \
    ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"

/* "" when it was opened, else the reason. */
static const char *opened(const char *keys, const char *token)
{
    static struct err err;
    json_t *set = json_loads(keys, 0, NULL), *claims = NULL;
    assert_non_null(set);
    err = (struct err){0};
    bool ok = jwt_open(set, str_of(token), &claims, &err);
    json_decref(set);
    if (!ok) {
        assert_int_equal(err.code, ERR_TOKEN);
        return err.args[0];
    }
    assert_string_equal(json_string_value(json_object_get(claims, "iss")), "joe");
    assert_int_equal(json_integer_value(json_object_get(claims, "exp")), 1300819380);
    json_decref(claims);
    return "";
}

static void test_rfc_7515(void **state)
{
    (void)state;
    assert_string_equal(opened("{\"keys\":[" RSA_KEY "]}", RS256), "");
    assert_string_equal(opened("{\"keys\":[" EC_KEY "]}", ES256), "");
    assert_string_equal(opened("{\"keys\":[" RSA_KEY "," EC_KEY "]}", ES256), "");
}

static void test_refused(void **state)
{
    static const struct {
        const char *keys, *token, *why;
    } CASES[] = {
        {"{\"keys\":[" EC_KEY "]}", RS256, "key"},
        {"{\"keys\":[]}", RS256, "key"},
        {"{}", RS256, "key"},
        {"{\"keys\":[" RSA_KEY "," RSA_KEY "]}", RS256, "key"}, /* which one? */
        {"{\"keys\":[{\"kty\":\"RSA\",\"n\":\"ofgWCuLjybRlzo0t\",\"e\":\"AQAB\"}]}", RS256, "key"},
        /* none (RFC 7515, A.5), HS256, and RS256 with another body or a cut signature */
        {"{\"keys\":[" RSA_KEY "]}", "eyJhbGciOiJub25lIn0." BODY ".", "alg"},
        {"{\"keys\":[" RSA_KEY "]}", "eyJhbGciOiJIUzI1NiJ9." BODY ".AAAA", "alg"},
        {"{\"keys\":[" RSA_KEY "]}", "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2YifQ." RSA_SIGNATURE,
         "signature"},
        {"{\"keys\":[" RSA_KEY "]}", "eyJhbGciOiJSUzI1NiJ9." BODY ".", "signature"},
        {"{\"keys\":[" RSA_KEY "]}", "eyJhbGciOiJSUzI1NiJ9." BODY ".AAAA", "signature"},
        {"{\"keys\":[" EC_KEY "]}", "eyJhbGciOiJFUzI1NiJ9." BODY ".AAAA", "signature"},
        {"{\"keys\":[" RSA_KEY "]}", "eyJhbGciOiJSUzI1NiJ9." BODY, "form"},
        {"{\"keys\":[" RSA_KEY "]}", RS256 ".x", "form"},
        {"{\"keys\":[" RSA_KEY "]}", "", "form"},
        {"{\"keys\":[" RSA_KEY "]}", "..", "form"},
        {"{\"keys\":[" RSA_KEY "]}", "e30=." BODY "." RSA_SIGNATURE, "form"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(CASES); i++)
        if (strcmp(opened(CASES[i].keys, CASES[i].token), CASES[i].why) != 0)
            fail_msg("case %zu: %s", i, opened(CASES[i].keys, CASES[i].token));
}

/* ---- claims ------------------------------------------------------------------------------------
 */

static const char *fits(const char *claims)
{
    static struct err err;
    struct jwt_wanted w = {"https://id", "me", "n0nce", INT64_C(1777000000000)};
    json_t *said = json_loads(claims, 0, NULL);
    assert_non_null(said);
    err = (struct err){0};
    bool ok = jwt_claims_fit(said, &w, &err);
    json_decref(said);
    return ok ? "" : err.args[0];
}

#define CLAIMS(iss, aud, exp, iat, nonce, sub)                                                     \
    "{\"iss\":" iss ",\"aud\":" aud ",\"exp\":" exp ",\"iat\":" iat ",\"nonce\":" nonce            \
    ",\"sub\":" sub "}"
#define ISS "\"https://id\""
#define AUD "\"me\""
#define EXP "1777000300"
#define IAT "1777000000"
#define NONCE "\"n0nce\""
#define SUB "\"4711\""

static void test_claims(void **state)
{
    static const struct {
        const char *claims, *why;
    } CASES[] = {
        {CLAIMS(ISS, AUD, EXP, IAT, NONCE, SUB), ""},
        {CLAIMS("\"https://id/\"", AUD, EXP, IAT, NONCE, SUB), "iss"},
        {CLAIMS(ISS, "\"you\"", EXP, IAT, NONCE, SUB), "aud"},
        {CLAIMS(ISS, "[\"me\"]", EXP, IAT, NONCE, SUB), ""},
        {CLAIMS(ISS, "[\"me\",\"you\"]", EXP, IAT, NONCE, SUB), "aud"}, /* for whom of them? */
        {CLAIMS(ISS, "[\"me\",\"you\"],\"azp\":\"me\"", EXP, IAT, NONCE, SUB), ""},
        {CLAIMS(ISS, "[\"me\",\"you\"],\"azp\":\"you\"", EXP, IAT, NONCE, SUB), "aud"},
        {CLAIMS(ISS, "7", EXP, IAT, NONCE, SUB), "aud"},
        /* a minute of difference between the clocks is allowed */
        {CLAIMS(ISS, AUD, "1776999941", IAT, NONCE, SUB), ""},
        {CLAIMS(ISS, AUD, "1776999940", IAT, NONCE, SUB), "exp"},
        {CLAIMS(ISS, AUD, "\"1777000300\"", IAT, NONCE, SUB), "exp"},
        {CLAIMS(ISS, AUD, "9223372036854775807", IAT, NONCE, SUB), ""},
        {CLAIMS(ISS, AUD, EXP, "1777000060", NONCE, SUB), ""},
        {CLAIMS(ISS, AUD, EXP, "1777000061", NONCE, SUB), "iat"},
        {CLAIMS(ISS, AUD, EXP, IAT, "\"other\"", SUB), "nonce"},
        {CLAIMS(ISS, AUD, EXP, IAT, "null", SUB), "nonce"},
        {CLAIMS(ISS, AUD, EXP, IAT, NONCE, "\"\""), "sub"},
        {"{}", "iss"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(CASES); i++)
        if (strcmp(fits(CASES[i].claims), CASES[i].why) != 0)
            fail_msg("%s: %s", CASES[i].claims, fits(CASES[i].claims));
}

/* RFC 4648, 10: "foobar"; and the two letters that differ from plain base 64. */
static void test_base64(void **state)
{
    unsigned char out[16];
    char text[32];
    (void)state;
    assert_int_equal(base64url_read(STR("Zm9vYmFy"), out, sizeof out), 6);
    assert_memory_equal(out, "foobar", 6);
    assert_int_equal(base64url_read(STR("Zm9vYg"), out, sizeof out), 4);
    assert_int_equal(base64url_read(STR("-_-_"), out, sizeof out), 3);
    assert_memory_equal(out, "\xfb\xff\xbf", 3);
    assert_int_equal(base64url_read(STR("Zm9vYmFy"), out, 5), -1);
    static const char *const NONE[] = {"Z", "Zm9vY", "Zm9v+A", "Zg==", "Zh"};
    for (size_t i = 0; i < ARRAY_LEN(NONE); i++)
        assert_int_equal(base64url_read(str_of(NONE[i]), out, sizeof out), -1);
    base64url_write((const unsigned char *)"foobar", 6, text);
    assert_string_equal(text, "Zm9vYmFy");
    base64url_write((const unsigned char *)"foob", 4, text);
    assert_string_equal(text, "Zm9vYg");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rfc_7515),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_claims),
        cmocka_unit_test(test_base64),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

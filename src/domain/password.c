#include "domain/password.h"

#include <stdio.h>

#include "base/utf8.h"

/* Passwords that everybody tries first, and what they are made of. Written for this program: small
 * letters only, as stem() leaves them. */
static const char *const COMMON[] = {
#define COMMON_PASSWORD(text) text,
#include "domain/common_passwords.def"
#undef COMMON_PASSWORD
};

enum { STEM_MAX = 4 * PASSWORD_MAX, DIFFERENT_MIN = 5 };

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool letter(char c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

/* ---- rules ----------------------------------------------------------------------------------- */

static bool length_fits(struct str password, struct err *err)
{
    char n[24];
    size_t count = utf8_count(password);
    snprintf(n, sizeof n, "%zu", count);
    return (count >= PASSWORD_MIN && count <= PASSWORD_MAX) || err_set(err, ERR_PASSWORD_LENGTH, n);
}

/* The login name in any case, alone or with something around it. */
static bool holds_login(struct str password, struct str login)
{
    for (size_t at = 0; login.n >= 3 && at + login.n <= password.n; at++) {
        size_t i = 0;
        while (i < login.n && lower(password.p[at + i]) == lower(login.p[i]))
            i++;
        if (i == login.n)
            return true;
    }
    return false;
}

/* Without the digits and signs behind and before ("Password2026!"), then as letters what stands for
 * letters ("p@ssw0rd"), without what is left between them ("taizhang-demo"). */
static struct str stem(struct str password, char out[STEM_MAX])
{
    static const char SIGNS[] = "@4031$5!7", LETTERS[] = "aaoeissit";
    size_t first = 0, end = password.n, n = 0;
    while (first < end && !letter(password.p[first]))
        first++;
    while (end > first && !letter(password.p[end - 1]))
        end--;
    for (size_t i = first; i < end && n < STEM_MAX; i++) {
        char c = lower(password.p[i]);
        const char *sign = c ? strchr(SIGNS, c) : NULL;
        c = sign ? LETTERS[sign - SIGNS] : c;
        if (letter(c) || (unsigned char)c > 127)
            out[n++] = c;
    }
    return (struct str){out, n};
}

static int different(struct str password)
{
    bool seen[256] = {false};
    int n = 0;
    for (size_t i = 0; i < password.n; i++) {
        bool *one = &seen[(unsigned char)password.p[i]];
        n += !*one;
        *one = true;
    }
    return n;
}

static bool in_list(struct str text)
{
    for (size_t i = 0; i < ARRAY_LEN(COMMON); i++)
        if (str_is(text, COMMON[i]))
            return true;
    return false;
}

static bool everybody_tries(struct str password)
{
    char folded[STEM_MAX], room[STEM_MAX];
    size_t n = password.n < STEM_MAX ? password.n : STEM_MAX;
    for (size_t i = 0; i < n; i++)
        folded[i] = lower(password.p[i]);
    return in_list((struct str){folded, n}) || in_list(stem(password, room)) ||
           different(password) < DIFFERENT_MIN;
}

/* Small letters, capitals, digits, everything else (signs, Chinese). */
static int classes(struct str password)
{
    bool has[4] = {false};
    for (size_t i = 0; i < password.n; i++) {
        char c = password.p[i];
        has[c >= 'a' && c <= 'z'   ? 0
            : c >= 'A' && c <= 'Z' ? 1
            : c >= '0' && c <= '9' ? 2
                                   : 3] = true;
    }
    return has[0] + has[1] + has[2] + has[3];
}

bool password_check(struct str password, struct str login, struct err *err)
{
    if (!utf8_valid(password))
        return err_set(err, ERR_ENCODING, "1");
    if (!length_fits(password, err))
        return false;
    if (holds_login(password, login))
        return err_set(err, ERR_PASSWORD_LOGIN, NULL);
    if (everybody_tries(password))
        return err_set(err, ERR_PASSWORD_COMMON, NULL);
    return classes(password) >= 2 || err_set(err, ERR_PASSWORD_CLASSES, NULL);
}

/* ---- codes ----------------------------------------------------------------------------------- */

/* Crockford's base 32. */
static const char ALPHABET[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static void put_code(const char chars[CODE_CHARS], char out[CODE_TEXT_MAX])
{
    size_t n = 0;
    for (int i = 0; i < CODE_CHARS; i++) {
        if (i && i % 4 == 0)
            out[n++] = '-';
        out[n++] = chars[i];
    }
    out[n] = 0;
}

void code_of_bytes(const unsigned char bytes[CODE_BYTES], char out[CODE_TEXT_MAX])
{
    char chars[CODE_CHARS];
    unsigned bits = 0;
    int n_bits = 0, n = 0;
    for (int i = 0; i < CODE_BYTES; i++) {
        bits = (bits << 8 | bytes[i]) & 0xffff;
        for (n_bits += 8; n_bits >= 5; n_bits -= 5)
            chars[n++] = ALPHABET[bits >> (n_bits - 5) & 31];
    }
    put_code(chars, out);
}

bool code_read(struct str typed, char out[CODE_TEXT_MAX])
{
    char chars[CODE_CHARS];
    int n = 0;
    for (size_t i = 0; i < typed.n; i++) {
        char c = typed.p[i];
        if (c == '-' || c == ' ')
            continue;
        c = letter(c) ? (char)(lower(c) - 32) : c;
        c = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
        if (n == CODE_CHARS || !c || !strchr(ALPHABET, c))
            return false;
        chars[n++] = c;
    }
    if (n != CODE_CHARS)
        return false;
    put_code(chars, out);
    return true;
}

#include "domain/totp.h"

#include "base/hash.h"

/* RFC 4226, 5.3: four bytes from where the last half-byte points. */
bool totp_number(struct str secret, int64_t step, uint32_t *out)
{
    unsigned char message[8], mac[SHA1_SIZE];
    for (int i = 0; i < 8; i++)
        message[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
    if (!hmac_sha1(secret, (struct str){(const char *)message, sizeof message}, mac))
        return false;
    const unsigned char *p = mac + (mac[SHA1_SIZE - 1] & 15);
    *out = (uint32_t)(p[0] & 127) << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
    return true;
}

/* Six digits, or -1. */
static int32_t typed_number(struct str typed)
{
    int32_t v = 0;
    int n = 0;
    for (size_t i = 0; i < typed.n; i++) {
        char c = typed.p[i];
        if (c == ' ')
            continue;
        if (c < '0' || c > '9' || n++ == TOTP_DIGITS)
            return -1;
        v = v * 10 + (c - '0');
    }
    return n == TOTP_DIGITS ? v : -1;
}

bool totp_match(struct str secret, struct str typed, msec now, int64_t last, int64_t *step)
{
    int32_t want = typed_number(typed);
    int64_t found = 0;
    for (int64_t s = totp_step(now) - 1; s <= totp_step(now) + 1; s++) {
        uint32_t number;
        if (!totp_number(secret, s, &number))
            return false;
        if (want >= 0 && number % 1000000 == (uint32_t)want && s > last && found == 0)
            found = s;
    }
    *step = found;
    return true;
}

void totp_secret_text(const unsigned char secret[TOTP_SECRET_BYTES], char out[TOTP_SECRET_TEXT_MAX])
{
    static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    unsigned bits = 0;
    int n_bits = 0, n = 0;
    for (int i = 0; i < TOTP_SECRET_BYTES; i++) {
        bits = (bits << 8 | secret[i]) & 0xffff;
        for (n_bits += 8; n_bits >= 5; n_bits -= 5)
            out[n++] = LETTERS[bits >> (n_bits - 5) & 31];
    }
    out[n] = 0;
}

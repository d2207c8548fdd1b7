/* One-time codes by time: RFC 6238 with SHA-1, six digits, thirty seconds (what every app on a
 * phone knows), and the base 32 of RFC 4648 in which the secret is shown. */
#ifndef TZ_DOMAIN_TOTP_H
#define TZ_DOMAIN_TOTP_H

#include "base/base.h"
#include "base/when.h"

enum { TOTP_SECRET_BYTES = 20, TOTP_SECONDS = 30, TOTP_DIGITS = 6, TOTP_SECRET_TEXT_MAX = 33 };

static inline int64_t totp_step(msec now)
{
    return now / 1000 / TOTP_SECONDS;
}
/* The number whose last six (RFC: or eight) digits are shown. False when OpenSSL fails. */
bool totp_number(struct str secret, int64_t step, uint32_t *out);
/* The step whose code was typed: this one, one before or one after, and later than `last`; 0 = none
 * of them. Blanks are taken off. False when OpenSSL fails. */
bool totp_match(struct str secret, struct str typed, msec now, int64_t last, int64_t *step);
/* 20 bytes as 32 letters and digits. */
void totp_secret_text(const unsigned char secret[TOTP_SECRET_BYTES],
                      char out[TOTP_SECRET_TEXT_MAX]);

#endif

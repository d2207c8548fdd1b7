/* SHA-256 (OpenSSL, which uses the processor's instructions for it; libsodium when OpenSSL has no
 * memory) and its hexadecimal text; SM3 (GB/T 32905, OpenSSL) where a setting asks for
 * it; HMAC-SHA-1 (OpenSSL) for one-time codes alone. */
#ifndef TZ_BASE_HASH_H
#define TZ_BASE_HASH_H

#include "base/base.h"

#define SHA256_SIZE 32
#define SHA256_HEX 65 /* with the NUL */

#define SHA1_SIZE 20

void sha256(struct str data, unsigned char out[SHA256_SIZE]);
void sha256_hex(struct str data, char out[SHA256_HEX]);
/* False when OpenSSL has no memory, or no SM3. */
bool sm3_hex(struct str data, char out[SHA256_HEX]);
void hex_of(const unsigned char *p, size_t n, char *out); /* out has room for 2n + 1 */
/* False when OpenSSL has no memory. */
bool hmac_sha1(struct str key, struct str data, unsigned char out[SHA1_SIZE]);

#endif

#include "base/hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <pthread.h>
#include <sodium.h>

/* Looked for once: that costs more than hashing an entry of the record. */
static EVP_MD *fetched;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static void fetch(void)
{
    fetched = EVP_MD_fetch(NULL, "SHA256", NULL);
}

void sha256(struct str data, unsigned char out[SHA256_SIZE])
{
    const void *p = data.p ? data.p : "";
    unsigned int n = 0;
    pthread_once(&once, fetch);
    if (!fetched || EVP_Digest(p, data.n, out, &n, fetched, NULL) != 1 || n != SHA256_SIZE)
        crypto_hash_sha256(out, p, data.n);
}

void hex_of(const unsigned char *p, size_t n, char *out)
{
    static const char DIGITS[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = DIGITS[p[i] >> 4];
        out[2 * i + 1] = DIGITS[p[i] & 15];
    }
    out[2 * n] = 0;
}

void sha256_hex(struct str data, char out[SHA256_HEX])
{
    unsigned char digest[SHA256_SIZE];
    sha256(data, digest);
    hex_of(digest, sizeof digest, out);
}

bool sm3_hex(struct str data, char out[SHA256_HEX])
{
    unsigned char digest[SHA256_SIZE];
    unsigned int n = 0;
    if (EVP_Digest(data.p ? data.p : "", data.n, digest, &n, EVP_sm3(), NULL) != 1 ||
        n != sizeof digest)
        return false;
    hex_of(digest, sizeof digest, out);
    return true;
}

bool hmac_sha1(struct str key, struct str data, unsigned char out[SHA1_SIZE])
{
    return HMAC(EVP_sha1(), key.p ? key.p : "", (int)key.n,
                (const unsigned char *)(data.p ? data.p : ""), data.n, out, NULL) != NULL;
}

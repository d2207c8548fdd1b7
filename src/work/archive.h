/* A backup's file: named entries one behind the other, each with its length and digest, in the
 * clear or sealed with a passphrase. docs/backup.md describes every byte.
 *
 * Both sides work in one pass and hold 64 KiB; an entry may be of any length. */
#ifndef TZ_WORK_ARCHIVE_H
#define TZ_WORK_ARCHIVE_H

#include <sodium.h>

#include "base/err.h"
#include "base/hash.h"

enum {
    ARCHIVE_CHUNK = 64 << 10,
    ARCHIVE_NAME_MAX = 100,
    ARCHIVE_ENTRIES_MAX = 10000000,
    PASSPHRASE_MIN = 12,
    PASSPHRASE_MAX = 1024,
};

struct archive {
    int fd;
    const char *path; /* for errors; the caller's */
    bool sealed;
    crypto_secretstream_xchacha20poly1305_state seal;
    unsigned char chunk[ARCHIVE_CHUNK + crypto_secretstream_xchacha20poly1305_ABYTES];
    size_t at, n; /* of the plain bytes in `chunk` */
    bool writing;
    bool last; /* reading: this was the last chunk */
    crypto_hash_sha256_state entry, lines;
    char name[ARCHIVE_NAME_MAX]; /* of the entry at hand */
    int64_t size, left;
    int64_t entries;
    /* Called after each 1 MB of writing or reading; may sleep. NULL is allowed. */
    void (*pause)(void *ctx);
    void *ctx;
    int64_t since_pause;
};

/* ---- writing -------------------------------------------------------------------------------- */

/* passphrase .p NULL: in the clear. `salt` and the rest are random: libsodium's. */
bool archive_begin(struct archive *a, int fd, const char *path, struct str passphrase,
                   struct err *err);
bool archive_entry(struct archive *a, const char *name, int64_t size, struct err *err);
bool archive_add(struct archive *a, const void *p, size_t n, struct err *err);
/* As long as it was said to be; its digest. */
bool archive_entry_end(struct archive *a, char digest[SHA256_HEX], struct err *err);
/* The end line, and all of it on disk. */
bool archive_end(struct archive *a, struct err *err);

/* ---- reading -------------------------------------------------------------------------------- */

/* ERR_BACKUP_KIND, ERR_BACKUP_SEALED, ERR_BACKUP_PASSPHRASE. */
bool archive_open(struct archive *a, int fd, const char *path, struct str passphrase,
                  struct err *err);
/* The next entry: a->name, a->size; *end behind the last. ERR_BACKUP_DAMAGED names the place. */
bool archive_next(struct archive *a, bool *end, struct err *err);
/* Bytes of this entry; *got is 0 behind the last, when its digest was found right. */
bool archive_read(struct archive *a, void *p, size_t n, size_t *got, struct err *err);
/* Skips the rest of the entry, checking its digest. */
bool archive_skip(struct archive *a, struct err *err);
/* Forgets the key. */
void archive_close(struct archive *a);

#endif

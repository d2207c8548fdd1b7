#include "work/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { PAUSE_BYTES = 1 << 20, LINE_MAX_BYTES = 160 };
#define ABYTES crypto_secretstream_xchacha20poly1305_ABYTES
#define HEADERBYTES crypto_secretstream_xchacha20poly1305_HEADERBYTES

static const char CLEAR[] = "taizhang-backup-1 clear\n", SEALED[] = "taizhang-backup-1 sealed\n";

static bool io_error(const struct archive *a, struct err *err)
{
    return err_system(err, a->path, errno);
}

static bool damaged(const struct archive *a, struct err *err)
{
    return err_set(err, ERR_BACKUP_DAMAGED, a->path, a->name[0] ? a->name : "head");
}

/* On disk piece by piece: one large flush at the end would hold up whoever else waits for the disk.
 */
static void breathe(struct archive *a, size_t n)
{
    a->since_pause += (int64_t)n;
    if (a->since_pause < PAUSE_BYTES)
        return;
    if (a->writing)
        (void)sync_file_range(a->fd, 0, 0,
                              SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE |
                                  SYNC_FILE_RANGE_WAIT_AFTER);
    a->since_pause = 0;
    if (a->pause)
        a->pause(a->ctx);
}

static bool write_all(struct archive *a, const void *bytes, size_t n, struct err *err)
{
    const char *p = bytes;
    breathe(a, n);
    while (n) {
        ssize_t done = write(a->fd, p, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return io_error(a, err);
        p += done;
        n -= (size_t)done;
    }
    return true;
}

/* Fewer than n only at the end of the file. */
static bool read_all(struct archive *a, void *bytes, size_t n, size_t *got, struct err *err)
{
    char *p = bytes;
    breathe(a, n);
    for (*got = 0; *got < n;) {
        ssize_t done = read(a->fd, p + *got, n - *got);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return io_error(a, err);
        if (done == 0)
            break;
        *got += (size_t)done;
    }
    return true;
}

static bool derive(struct str passphrase, const unsigned char *salt, unsigned char *key,
                   struct err *err)
{
    if (passphrase.n < PASSPHRASE_MIN || passphrase.n > PASSPHRASE_MAX) {
        char n[24], min[8], max[8];
        snprintf(n, sizeof n, "%zu", passphrase.n);
        snprintf(min, sizeof min, "%d", PASSPHRASE_MIN);
        snprintf(max, sizeof max, "%d", PASSPHRASE_MAX);
        return err_set(err, ERR_PASSPHRASE_LENGTH, n, min, max);
    }
    return crypto_pwhash(key, crypto_secretstream_xchacha20poly1305_KEYBYTES, passphrase.p,
                         passphrase.n, salt, crypto_pwhash_OPSLIMIT_MODERATE,
                         crypto_pwhash_MEMLIMIT_MODERATE, crypto_pwhash_ALG_ARGON2ID13) == 0 ||
           err_set(err, ERR_MEMORY, NULL);
}

/* ---- writing -------------------------------------------------------------------------------- */

static bool begin_sealed(struct archive *a, struct str passphrase, struct err *err)
{
    unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES],
        head[crypto_pwhash_SALTBYTES + HEADERBYTES];
    randombytes_buf(head, crypto_pwhash_SALTBYTES);
    bool ok = derive(passphrase, head, key, err);
    if (ok)
        crypto_secretstream_xchacha20poly1305_init_push(&a->seal, head + crypto_pwhash_SALTBYTES,
                                                        key);
    sodium_memzero(key, sizeof key);
    return ok && write_all(a, head, sizeof head, err);
}

bool archive_begin(struct archive *a, int fd, const char *path, struct str passphrase,
                   struct err *err)
{
    *a = (struct archive){.fd = fd,
                          .path = path,
                          .sealed = passphrase.p != NULL,
                          .writing = true,
                          .pause = a->pause,
                          .ctx = a->ctx};
    if (sodium_init() < 0)
        return err_set(err, ERR_INTERNAL, "libsodium does not start");
    crypto_hash_sha256_init(&a->lines);
    return a->sealed
               ? write_all(a, SEALED, sizeof SEALED - 1, err) && begin_sealed(a, passphrase, err)
               : write_all(a, CLEAR, sizeof CLEAR - 1, err);
}

static bool put_chunk(struct archive *a, bool last, struct err *err)
{
    unsigned char sealed[sizeof a->chunk];
    size_t n = a->n;
    a->n = 0;
    if (!a->sealed)
        return write_all(a, a->chunk, n, err);
    crypto_secretstream_xchacha20poly1305_push(
        &a->seal, sealed, NULL, a->chunk, n, NULL, 0,
        last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
    return write_all(a, sealed, n + ABYTES, err);
}

static bool put(struct archive *a, const void *bytes, size_t n, struct err *err)
{
    const char *p = bytes;
    while (n) {
        size_t some = ARCHIVE_CHUNK - a->n;
        if (some > n)
            some = n;
        memcpy(a->chunk + a->n, p, some);
        a->n += some;
        p += some;
        n -= some;
        if (a->n == ARCHIVE_CHUNK && !put_chunk(a, false, err))
            return false;
    }
    return true;
}

static void hash(crypto_hash_sha256_state *state, const void *p, size_t n)
{
    crypto_hash_sha256_update(state, p, n);
}

bool archive_entry(struct archive *a, const char *name, int64_t size, struct err *err)
{
    char line[LINE_MAX_BYTES];
    if (strlen(name) >= sizeof a->name || a->left)
        return err_set(err, ERR_INTERNAL, "archive entry");
    size_t n = (size_t)snprintf(line, sizeof line, "%s %lld\n", name, (long long)size);
    memcpy(a->name, name, strlen(name) + 1);
    a->size = a->left = size;
    crypto_hash_sha256_init(&a->entry);
    hash(&a->entry, line, n);
    hash(&a->lines, line, n);
    return put(a, line, n, err);
}

bool archive_add(struct archive *a, const void *p, size_t n, struct err *err)
{
    if ((int64_t)n > a->left)
        return err_set(err, ERR_INTERNAL, "archive entry");
    hash(&a->entry, p, n);
    a->left -= (int64_t)n;
    return put(a, p, n, err);
}

static void hex_end(crypto_hash_sha256_state *state, char hex[SHA256_HEX])
{
    unsigned char sum[SHA256_SIZE];
    crypto_hash_sha256_final(state, sum);
    hex_of(sum, sizeof sum, hex);
}

bool archive_entry_end(struct archive *a, char digest[SHA256_HEX], struct err *err)
{
    if (a->left)
        return err_set(err, ERR_INTERNAL, "archive entry");
    hex_end(&a->entry, digest);
    a->entries++;
    hash(&a->lines, digest, SHA256_HEX - 1);
    hash(&a->lines, "\n", 1);
    return put(a, digest, SHA256_HEX - 1, err) && put(a, "\n", 1, err);
}

bool archive_end(struct archive *a, struct err *err)
{
    char line[LINE_MAX_BYTES], hex[SHA256_HEX];
    size_t n = (size_t)snprintf(line, sizeof line, "end %lld ", (long long)a->entries);
    hash(&a->lines, line, n);
    hex_end(&a->lines, hex);
    n += (size_t)snprintf(line + n, sizeof line - n, "%s\n", hex);
    return put(a, line, n, err) && put_chunk(a, true, err) &&
           (fsync(a->fd) == 0 || io_error(a, err));
}

/* ---- reading -------------------------------------------------------------------------------- */

static bool open_sealed(struct archive *a, struct str passphrase, struct err *err)
{
    unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES],
        head[crypto_pwhash_SALTBYTES + HEADERBYTES];
    size_t got;
    if (!passphrase.p)
        return err_set(err, ERR_BACKUP_SEALED, a->path);
    if (!read_all(a, head, sizeof head, &got, err))
        return false;
    if (got < sizeof head)
        return damaged(a, err);
    bool ok = derive(passphrase, head, key, err) &&
              (crypto_secretstream_xchacha20poly1305_init_pull(
                   &a->seal, head + crypto_pwhash_SALTBYTES, key) == 0 ||
               err_set(err, ERR_BACKUP_PASSPHRASE, a->path));
    sodium_memzero(key, sizeof key);
    return ok;
}

/* The next plain bytes; a->last when there are no more. */
static bool take_chunk(struct archive *a, struct err *err)
{
    unsigned char sealed[sizeof a->chunk], tag = 0;
    unsigned long long plain = 0;
    size_t got;
    if (a->last)
        return damaged(a, err);
    a->at = 0;
    if (!a->sealed) {
        if (!read_all(a, a->chunk, ARCHIVE_CHUNK, &a->n, err))
            return false;
        a->last = a->n < ARCHIVE_CHUNK;
        return true;
    }
    if (!read_all(a, sealed, sizeof sealed, &got, err))
        return false;
    if (got < ABYTES || crypto_secretstream_xchacha20poly1305_pull(&a->seal, a->chunk, &plain, &tag,
                                                                   sealed, got, NULL, 0) != 0)
        return a->name[0] ? damaged(a, err) : err_set(err, ERR_BACKUP_PASSPHRASE, a->path);
    a->n = (size_t)plain;
    a->last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    return true;
}

bool archive_open(struct archive *a, int fd, const char *path, struct str passphrase,
                  struct err *err)
{
    char head[sizeof SEALED] = "";
    size_t got;
    *a = (struct archive){.fd = fd, .path = path, .pause = a->pause, .ctx = a->ctx};
    if (sodium_init() < 0)
        return err_set(err, ERR_INTERNAL, "libsodium does not start");
    crypto_hash_sha256_init(&a->lines);
    if (!read_all(a, head, sizeof CLEAR - 1, &got, err))
        return false;
    if (got == sizeof CLEAR - 1 && memcmp(head, CLEAR, got) == 0)
        return true;
    if (got != sizeof CLEAR - 1 || memcmp(head, SEALED, got) != 0 ||
        !read_all(a, head, 1, &got, err) || got != 1 || head[0] != '\n')
        return err_set(err, ERR_BACKUP_KIND, path);
    a->sealed = true;
    return open_sealed(a, passphrase, err);
}

static bool take(struct archive *a, void *bytes, size_t n, struct err *err)
{
    for (char *p = bytes; n;) {
        if (a->at == a->n && !take_chunk(a, err))
            return false;
        size_t some = a->n - a->at;
        if (some > n)
            some = n;
        memcpy(p, a->chunk + a->at, some);
        a->at += some;
        p += some;
        n -= some;
    }
    return true;
}

/* With its line feed. */
static bool take_line(struct archive *a, char line[LINE_MAX_BYTES], size_t *n, struct err *err)
{
    for (*n = 0; *n < LINE_MAX_BYTES - 1; (*n)++) {
        if (!take(a, line + *n, 1, err))
            return false;
        if (line[*n] == '\n') {
            line[++*n] = 0;
            return true;
        }
    }
    return damaged(a, err);
}

/* Behind the end line there is nothing. */
static bool take_end(struct archive *a, const char *line, size_t n, struct err *err)
{
    char right[LINE_MAX_BYTES], hex[SHA256_HEX];
    size_t head = (size_t)snprintf(right, sizeof right, "end %lld ", (long long)a->entries);
    hash(&a->lines, right, head);
    hex_end(&a->lines, hex);
    snprintf(right + head, sizeof right - head, "%s\n", hex);
    memcpy(a->name, "end", 4);
    if (n != strlen(right) || memcmp(line, right, n) != 0 || a->at != a->n)
        return damaged(a, err);
    if (!a->last) { /* the file may end with a full chunk */
        size_t got;
        char more;
        if (a->sealed || !read_all(a, &more, 1, &got, err) || got)
            return damaged(a, err);
    } else if (a->sealed) {
        size_t got;
        char more;
        if (!read_all(a, &more, 1, &got, err) || got)
            return damaged(a, err);
    }
    return true;
}

static bool name_good(struct str name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
        bool between = (c == '.' || c == '/') && i > 0 && i + 1 < name.n && name.p[i - 1] != '.' &&
                       name.p[i - 1] != '/';
        if (!word && !between)
            return false;
    }
    return name.n > 0 && name.n < ARCHIVE_NAME_MAX;
}

bool archive_next(struct archive *a, bool *end, struct err *err)
{
    char line[LINE_MAX_BYTES];
    size_t n;
    struct str rest, name;
    if (!archive_skip(a, err) || !take_line(a, line, &n, err))
        return false;
    *end = n > 4 && memcmp(line, "end ", 4) == 0;
    if (*end)
        return take_end(a, line, n, err);
    rest = (struct str){line, n - 1};
    str_split(&rest, ' ', &name);
    if (name_good(name)) { /* what is wrong with the line is found at this entry */
        memcpy(a->name, name.p, name.n);
        a->name[name.n] = 0;
    }
    if (!name_good(name) || !rest.p || !str_to_i64(rest, &a->size) || a->size < 0 ||
        ++a->entries > ARCHIVE_ENTRIES_MAX)
        return damaged(a, err);
    a->left = a->size;
    crypto_hash_sha256_init(&a->entry);
    hash(&a->entry, line, n);
    hash(&a->lines, line, n);
    /* An empty entry has its digest right here. */
    size_t got;
    return a->size > 0 || archive_read(a, line, 0, &got, err);
}

static bool take_digest(struct archive *a, struct err *err)
{
    char right[SHA256_HEX + 1], found[SHA256_HEX];
    hex_end(&a->entry, right);
    memcpy(right + SHA256_HEX - 1, "\n", 2);
    if (!take(a, found, SHA256_HEX, err))
        return false;
    if (memcmp(found, right, SHA256_HEX) != 0)
        return damaged(a, err);
    hash(&a->lines, found, SHA256_HEX);
    return true;
}

bool archive_read(struct archive *a, void *p, size_t n, size_t *got, struct err *err)
{
    *got = (int64_t)n < a->left ? n : (size_t)a->left;
    if (a->left == 0 && a->size > 0)
        return true;
    if (!take(a, p, *got, err))
        return false;
    hash(&a->entry, p, *got);
    a->left -= (int64_t)*got;
    return a->left > 0 || take_digest(a, err);
}

bool archive_skip(struct archive *a, struct err *err)
{
    char bytes[4096];
    size_t got;
    while (a->left > 0)
        if (!archive_read(a, bytes, sizeof bytes, &got, err))
            return false;
    return true;
}

void archive_close(struct archive *a)
{
    sodium_memzero(&a->seal, sizeof a->seal);
    sodium_memzero(a->chunk, sizeof a->chunk);
}

#include "work/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"

enum { SECRET_MAX = 1024 };

/* ---- the key
 * --------------------------------------------------------------------------------- */

static bool make_key(struct app *app, const char *path, unsigned char key[SECRET_KEY],
                     struct err *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return err_set(err, ERR_IO, path, strerror(errno));
    app->random(app->ctx, key, SECRET_KEY);
    bool ok = write(fd, key, SECRET_KEY) == SECRET_KEY && fsync(fd) == 0;
    int why = errno;
    close(fd);
    if (ok)
        return true;
    unlink(path);
    return err_set(err, ERR_IO, path, strerror(why));
}

static bool read_key(int fd, const char *path, unsigned char key[SECRET_KEY], struct err *err)
{
    struct stat is;
    char more;
    bool ok = read(fd, key, SECRET_KEY) == SECRET_KEY && read(fd, &more, 1) == 0;
    if (!ok)
        return err_set(err, ERR_FILE_KIND, path, "key", "32 B");
    /* A key that others may read protects from nobody. */
    if (fstat(fd, &is) != 0 || (is.st_mode & 077) != 0)
        return err_set(err, ERR_KEY_OPEN, path);
    return true;
}

bool secret_file(struct app *app, const char *path, unsigned char key[SECRET_KEY], struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool ok;
    if (fd >= 0) {
        ok = read_key(fd, path, key, err);
        close(fd);
    } else {
        ok = errno == ENOENT ? make_key(app, path, key, err)
                             : err_set(err, ERR_IO, path, strerror(errno));
    }
    return ok;
}

bool secret_key_load(struct app *app, const char *path, struct err *err)
{
    app->has_key = secret_file(app, path, app->key, err);
    return app->has_key;
}

/* ---- sealing
 * --------------------------------------------------------------------------------- */

static bool as_hex(struct arena *arena, const char *head, const unsigned char *p, size_t n,
                   struct str *out, struct err *err)
{
    char text[2 * SECRET_MAX + 1];
    hex_of(p, n, text);
    *out = arena_printf(arena, "%s%s", head, text);
    return out->p || err_set(err, ERR_MEMORY, NULL);
}

bool secret_seal(struct app *app, struct arena *arena, struct str plain, struct str *out,
                 struct err *err)
{
    unsigned char box[SECRET_MAX];
    const size_t head = crypto_secretbox_NONCEBYTES, more = crypto_secretbox_MACBYTES;
    if (plain.n + head + more > sizeof box)
        return err_set(err, ERR_INTERNAL, "secret");
    if (!app->has_key)
        return as_hex(arena, "plain:", (const unsigned char *)plain.p, plain.n, out, err);
    app->random(app->ctx, box, head);
    crypto_secretbox_easy(box + head, (const unsigned char *)plain.p, plain.n, box, app->key);
    return as_hex(arena, "box:", box, head + more + plain.n, out, err);
}

bool secret_open(const struct app *app, struct arena *arena, struct str sealed, struct str *out,
                 struct err *err)
{
    unsigned char box[SECRET_MAX], plain[SECRET_MAX];
    bool boxed = str_starts(sealed, STR("box:"));
    struct str at = boxed ? STR("box:") : STR("plain:");
    size_t n = 0;
    const size_t head = crypto_secretbox_NONCEBYTES, more = crypto_secretbox_MACBYTES;
    if (!str_starts(sealed, at) ||
        sodium_hex2bin(box, sizeof box, sealed.p + at.n, sealed.n - at.n, NULL, &n, NULL) != 0)
        return err_set(err, ERR_SECRET, NULL);
    if (!boxed) {
        *out = arena_str(arena, (struct str){(const char *)box, n});
        return out->p || err_set(err, ERR_MEMORY, NULL);
    }
    if (!app->has_key || n < head + more ||
        crypto_secretbox_open_easy(plain, box + head, n - head, box, app->key) != 0)
        return err_set(err, ERR_SECRET, NULL);
    *out = arena_str(arena, (struct str){(const char *)plain, n - head - more});
    return out->p || err_set(err, ERR_MEMORY, NULL);
}

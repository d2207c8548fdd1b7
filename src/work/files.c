#include "work/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { AGE = 24 * 3600 };

static bool io(const char *path, struct err *err)
{
    return err_system(err, path, errno);
}

static bool make_folder(const char *path, struct err *err)
{
    return mkdir(path, 0700) == 0 || errno == EEXIST || io(path, err);
}

static bool sync_folder(const char *path, struct err *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    if (!ok)
        io(path, err);
    if (fd >= 0)
        close(fd);
    return ok;
}

static bool is_digest(struct str s)
{
    bool good = s.n == SHA256_HEX - 1;
    for (size_t i = 0; good && i < s.n; i++)
        good = (s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f');
    return good;
}

static void path_of(const struct files *f, struct str sha256, char out[FILES_PATH_MAX])
{
    snprintf(out, FILES_PATH_MAX, "%s/%.2s/%.2s/%.60s", f->root, sha256.p, sha256.p + 2,
             sha256.p + 4);
}

/* ---- what is left over ---------------------------------------------------------------------- */

/* Files without a name that a killed process left. */
static bool clear_new(const char *path, msec now, struct err *err)
{
    DIR *dir = opendir(path);
    struct dirent *e;
    if (!dir)
        return io(path, err);
    while ((e = readdir(dir))) {
        struct stat is;
        if (e->d_name[0] != '.' && fstatat(dirfd(dir), e->d_name, &is, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISREG(is.st_mode) && is.st_mtime < now / 1000 - AGE)
            unlinkat(dirfd(dir), e->d_name, 0);
    }
    closedir(dir);
    return true;
}

bool files_begin(struct files *f, const char *root, msec now, struct err *err)
{
    char path[FILES_PATH_MAX];
    if (snprintf(f->root, sizeof f->root, "%s", root) >= (int)sizeof f->root)
        return err_set(err, ERR_IO, root, "name");
    snprintf(path, sizeof path, "%s/.new", f->root);
    return make_folder(f->root, err) && make_folder(path, err) && clear_new(path, now, err);
}

/* ---- holding -------------------------------------------------------------------------------- */

static int lock(const struct files *f, int how, struct err *err)
{
    char path[FILES_PATH_MAX];
    snprintf(path, sizeof path, "%s/.lock", f->root);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600), done = -1;
    if (fd >= 0)
        do
            done = flock(fd, how);
        while (done != 0 && errno == EINTR);
    if (done == 0)
        return fd;
    io(path, err);
    if (fd >= 0)
        close(fd);
    return -1;
}

int files_hold(const struct files *f, struct err *err)
{
    return lock(f, LOCK_SH, err);
}

void files_release(int hold)
{
    if (hold >= 0)
        close(hold);
}

/* ---- putting -------------------------------------------------------------------------------- */

static bool write_all(int fd, struct str s)
{
    while (s.n) {
        ssize_t n = write(fd, s.p, s.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        s = (struct str){s.p + n, s.n - (size_t)n};
    }
    return true;
}

static bool same_bytes(int fd, struct str s)
{
    char block[64 << 10];
    ssize_t n;
    while ((n = read(fd, block, sizeof block)) > 0) {
        if ((size_t)n > s.n || memcmp(block, s.p, (size_t)n) != 0)
            return false;
        s = (struct str){s.p + n, s.n - (size_t)n};
    }
    return n == 0 && s.n == 0;
}

/* There already, with the same bytes, on disk, and not old any more. */
static bool is_there(const char *path, struct str bytes)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return false;
    bool same = same_bytes(fd, bytes) && futimens(fd, NULL) == 0 && fsync(fd) == 0;
    close(fd);
    return same;
}

static bool write_new(const struct files *f, struct str bytes, char path[FILES_PATH_MAX],
                      struct err *err)
{
    snprintf(path, FILES_PATH_MAX, "%s/.new/XXXXXX", f->root);
    int fd = mkostemp(path, O_CLOEXEC);
    if (fd < 0)
        return io(path, err);
    bool ok = write_all(fd, bytes) && fsync(fd) == 0;
    int error = errno;
    if (close(fd) != 0 && ok) {
        ok = false;
        error = errno;
    }
    if (!ok)
        unlink(path);
    return ok || err_system(err, path, error);
}

/* The two folders above the file, made and on disk. */
static bool make_place(const struct files *f, const char *sha256, char inner[FILES_PATH_MAX],
                       struct err *err)
{
    char outer[FILES_PATH_MAX];
    snprintf(outer, sizeof outer, "%s/%.2s", f->root, sha256);
    snprintf(inner, FILES_PATH_MAX, "%s/%.2s/%.2s", f->root, sha256, sha256 + 2);
    struct stat is;
    if (stat(inner, &is) == 0)
        return true;
    return make_folder(outer, err) && make_folder(inner, err) && sync_folder(outer, err) &&
           sync_folder(f->root, err);
}

bool files_put(const struct files *f, struct str bytes, const char *sha256, struct err *err)
{
    char path[FILES_PATH_MAX], folder[FILES_PATH_MAX], temporary[FILES_PATH_MAX];
    path_of(f, str_of(sha256), path);
    if (!make_place(f, sha256, folder, err))
        return false;
    if (is_there(path, bytes))
        return sync_folder(folder, err);
    if (!write_new(f, bytes, temporary, err))
        return false;
    if (rename(temporary, path) != 0) {
        io(path, err);
        unlink(temporary);
        return false;
    }
    return sync_folder(folder, err);
}

/* ---- getting -------------------------------------------------------------------------------- */

static bool lost(struct str sha256, struct err *err)
{
    return err_set(err, ERR_FILE_LOST, err_word(sha256).z);
}

bool files_has(const struct files *f, struct str sha256, int64_t size)
{
    char path[FILES_PATH_MAX];
    struct stat is;
    if (!is_digest(sha256))
        return false;
    path_of(f, sha256, path);
    return lstat(path, &is) == 0 && S_ISREG(is.st_mode) && (!size || is.st_size == size);
}

bool files_get(const struct files *f, struct str sha256, int64_t size, struct buf *out,
               struct err *err)
{
    char path[FILES_PATH_MAX], block[64 << 10];
    ssize_t n;
    int64_t got = 0;
    if (!is_digest(sha256))
        return lost(sha256, err);
    path_of(f, sha256, path);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return errno == ENOENT ? lost(sha256, err) : io(path, err);
    while ((n = read(fd, block, sizeof block)) > 0) {
        buf_add(out, block, (size_t)n);
        got += n;
    }
    close(fd);
    if (n < 0 || (size && got != size))
        return lost(sha256, err);
    return !buf_failed(out) || err_set(err, ERR_MEMORY, NULL);
}

/* ---- sweeping ------------------------------------------------------------------------------- */

struct sweeping {
    const struct files *f;
    time_t before;
    bool (*known)(void *ctx, struct str sha256, bool *yes, struct err *err);
    void *ctx;
    int64_t removed;
};

/* Nothing is put while it is asked and removed. */
static bool sweep_file(struct sweeping *s, const char *path, struct str sha256, struct err *err)
{
    struct stat is;
    bool known = true;
    int held = lock(s->f, LOCK_EX, err);
    if (held < 0)
        return false;
    bool ok = s->known(s->ctx, sha256, &known, err);
    if (ok && !known && stat(path, &is) == 0 && is.st_mtime < s->before)
        s->removed += unlink(path) == 0;
    files_release(held);
    return ok;
}

static bool sweep_folder(struct sweeping *s, const char *path, char name[SHA256_HEX], size_t at,
                         struct err *err)
{
    DIR *dir = opendir(path);
    struct dirent *e;
    bool ok = true;
    if (!dir)
        return io(path, err);
    while (ok && (e = readdir(dir))) {
        char inner[FILES_PATH_MAX];
        struct stat is;
        size_t n = strlen(e->d_name);
        if (e->d_name[0] == '.' || n != (at < 4 ? 2 : SHA256_HEX - 1 - 4) ||
            snprintf(inner, sizeof inner, "%s/%s", path, e->d_name) >= (int)sizeof inner ||
            lstat(inner, &is) != 0)
            continue;
        memcpy(name + at, e->d_name, n + 1);
        if (at < 4 && S_ISDIR(is.st_mode))
            ok = sweep_folder(s, inner, name, at + 2, err);
        else if (at == 4 && S_ISREG(is.st_mode) && is.st_mtime < s->before)
            ok = sweep_file(s, inner, str_of(name), err);
    }
    closedir(dir);
    return ok;
}

bool files_sweep(const struct files *f, msec now,
                 bool (*known)(void *ctx, struct str sha256, bool *yes, struct err *err), void *ctx,
                 int64_t *removed, struct err *err)
{
    struct sweeping s = {.f = f, .before = now / 1000 - AGE, .known = known, .ctx = ctx};
    char name[SHA256_HEX];
    bool ok = sweep_folder(&s, f->root, name, 0, err);
    *removed = s.removed;
    return ok;
}

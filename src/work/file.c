#include "work/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool io_error(const char *path, int error, struct err *err)
{
    if (error == ENOENT || error == ENOTDIR)
        return err_set(err, ERR_FILE_MISSING, path, NULL);
    if (error == EISDIR)
        return err_set(err, ERR_IS_FOLDER, path, NULL);
    return err_system(err, path, error);
}

/* Reads to the end; the size is not trusted, since pipes have none. */
static bool read_all(int fd, const char *path, size_t max, struct buf *to, struct err *err)
{
    char block[64 << 10];
    for (;;) {
        ssize_t n = read(fd, block, sizeof block);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return io_error(path, errno, err);
        if (n == 0)
            return true;
        if (to->n + (size_t)n > max) {
            char text[32];
            snprintf(text, sizeof text, "%zu MB", max >> 20);
            return err_set(err, ERR_TOO_LARGE, path, text, NULL);
        }
        buf_add(to, block, (size_t)n);
        if (buf_failed(to))
            return err_set(err, ERR_MEMORY, NULL);
    }
}

bool file_read(struct arena *arena, const char *path, size_t max, struct str *out, struct err *err)
{
    bool input = strcmp(path, "-") == 0;
    int fd = input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return io_error(path, errno, err);
    struct buf to;
    buf_init(&to, max + 1);
    bool ok = read_all(fd, input ? "<stdin>" : path, max, &to, err);
    if (ok) {
        struct str kept = arena_str(arena, buf_str(&to));
        ok = kept.p != NULL || err_set(err, ERR_MEMORY, NULL);
        if (ok)
            *out = kept;
    }
    buf_release(&to);
    if (!input)
        close(fd);
    return ok;
}

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

/* A pipe or a device (/dev/stdout) is written as it is. */
static bool write_directly(const char *path, struct str data, struct err *err)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return io_error(path, errno, err);
    bool ok = write_all(fd, data);
    int error = errno;
    if (close(fd) != 0 && ok) {
        ok = false;
        error = errno;
    }
    return ok || io_error(path, error, err);
}

bool file_write(const char *path, struct str data, struct err *err)
{
    struct stat st;
    if (stat(path, &st) == 0) {
        if (S_ISDIR(st.st_mode))
            return io_error(path, EISDIR, err);
        if (!S_ISREG(st.st_mode))
            return write_directly(path, data, err);
    }
    char *name = NULL;
    if (asprintf(&name, "%s.XXXXXX", path) < 0)
        return err_set(err, ERR_MEMORY, NULL);
    int fd = mkostemp(name, O_CLOEXEC), error = errno;
    bool ok = fd >= 0;
    if (ok) {
        mode_t mask = umask(0);
        umask(mask);
        ok = fchmod(fd, 0666 & ~mask) == 0 && write_all(fd, data) && fsync(fd) == 0;
        error = errno;
        if (close(fd) != 0 && ok) {
            ok = false;
            error = errno;
        }
        if (ok && rename(name, path) != 0) {
            ok = false;
            error = errno;
        }
        if (!ok)
            unlink(name);
    }
    free(name);
    return ok || io_error(path, error, err);
}

bool file_is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool file_exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode));
}

/* Makes the disk of a program read-only from one moment to the other, as a system does whose disk
 * has failed: while the file named by TZ_READ_ONLY exists, whatever would change a file fails with
 * EROFS. Preloaded by readonly.py; sockets, pipes and devices are not touched. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

/* POSIX allows what ISO C does not: a function out of dlsym. */
#define NEXT(name, ...) (__extension__(__typeof__(&name)) dlsym(RTLD_NEXT, #name))(__VA_ARGS__)

static int frozen(void)
{
    const char *flag = getenv("TZ_READ_ONLY");
    int before = errno, is = flag && access(flag, F_OK) == 0;
    errno = before;
    return is;
}

static int file_frozen(int fd)
{
    struct stat s;
    if (!frozen() || fstat(fd, &s) != 0 || !S_ISREG(s.st_mode))
        return 0;
    errno = EROFS;
    return 1;
}

static int refuse(void)
{
    errno = EROFS;
    return -1;
}

#define CHANGES (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND)
#define OPEN(name, from, ...)                                                                      \
    va_list more;                                                                                  \
    va_start(more, from);                                                                          \
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;                                      \
    va_end(more);                                                                                  \
    if ((flags & CHANGES) && frozen() && !device(path))                                            \
        return refuse();                                                                           \
    return NEXT(name, __VA_ARGS__, mode)

static int device(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0 && !S_ISREG(s.st_mode) && !S_ISDIR(s.st_mode);
}

int open(const char *path, int flags, ...)
{
    OPEN(open, flags, path, flags);
}

int open64(const char *path, int flags, ...)
{
    OPEN(open64, flags, path, flags);
}

int openat(int dir, const char *path, int flags, ...)
{
    OPEN(openat, flags, dir, path, flags);
}

ssize_t write(int fd, const void *from, size_t n)
{
    return file_frozen(fd) ? -1 : NEXT(write, fd, from, n);
}

ssize_t pwrite(int fd, const void *from, size_t n, off_t at)
{
    return file_frozen(fd) ? -1 : NEXT(pwrite, fd, from, n, at);
}

ssize_t pwrite64(int fd, const void *from, size_t n, off64_t at)
{
    return file_frozen(fd) ? -1 : NEXT(pwrite64, fd, from, n, at);
}

int ftruncate(int fd, off_t n)
{
    return file_frozen(fd) ? -1 : NEXT(ftruncate, fd, n);
}

int ftruncate64(int fd, off64_t n)
{
    return file_frozen(fd) ? -1 : NEXT(ftruncate64, fd, n);
}

int unlink(const char *path)
{
    return frozen() ? refuse() : NEXT(unlink, path);
}

int rename(const char *from, const char *to)
{
    return frozen() ? refuse() : NEXT(rename, from, to);
}

int mkdir(const char *path, mode_t mode)
{
    return frozen() ? refuse() : NEXT(mkdir, path, mode);
}

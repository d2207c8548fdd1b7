#include "cli/out.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { OUT_CHUNK = 64 << 10 };

void out_init(struct out *o, int fd)
{
    *o = (struct out){.fd = fd};
    buf_init(&o->waiting, 0);
}

void out_flush(struct out *o)
{
    struct str s = buf_str(&o->waiting);
    if (buf_failed(&o->waiting) && !o->error)
        o->error = ENOMEM;
    while (s.n && !o->error) {
        ssize_t n = write(o->fd, s.p, s.n);
        if (n > 0)
            s = (struct str){s.p + n, s.n - (size_t)n};
        else if (n < 0 && errno != EINTR)
            o->error = errno;
    }
    buf_clear(&o->waiting);
}

static void flush_when_full(struct out *o)
{
    if (o->waiting.n >= OUT_CHUNK || buf_failed(&o->waiting))
        out_flush(o);
}

void out_add(struct out *o, struct str s)
{
    buf_adds(&o->waiting, s);
    flush_when_full(o);
}

void out_addz(struct out *o, const char *z)
{
    out_add(o, str_of(z));
}

void out_printf(struct out *o, const char *format, ...)
{
    char small[512];
    va_list ap, again;
    va_start(ap, format);
    va_copy(again, ap);
    int n = vsnprintf(small, sizeof small, format, ap);
    va_end(ap);
    if (n < 0) {
        o->error = o->error ? o->error : EINVAL;
    } else if ((size_t)n < sizeof small) {
        buf_add(&o->waiting, small, (size_t)n);
    } else {
        char *large = NULL;
        if (vasprintf(&large, format, again) < 0)
            o->error = o->error ? o->error : ENOMEM;
        else
            buf_add(&o->waiting, large, (size_t)n);
        free(large);
    }
    va_end(again);
    flush_when_full(o);
}

void out_blank(struct out *o, int n)
{
    for (; n > 0; n--)
        buf_addc(&o->waiting, ' ');
    flush_when_full(o);
}

bool out_finish(struct out *o, struct err *err)
{
    out_flush(o);
    buf_release(&o->waiting);
    /* Some file systems tell of a full disk only when the file is closed. */
    if (close(o->fd) != 0 && !o->error && errno != EBADF)
        o->error = errno;
    if (!o->error)
        return true;
    return err_system(err, "<stdout>", o->error);
}

bool out_guard_descriptors(void)
{
    for (int fd = 0; fd <= 2; fd++) {
        if (fcntl(fd, F_GETFD) != -1 || errno != EBADF)
            continue;
        /* The lowest free number is this one: those below it are open by now. */
        if (open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
            return false;
    }
    return true;
}

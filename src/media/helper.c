#include "media/helper.h"

#include "media/sandbox.h"
#include "media/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HELPER_ARENA_MAX = 4 << 20 };

static bool read_all(void *to, size_t n)
{
    unsigned char *p = to;
    while (n) {
        ssize_t k = read(0, p, n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return false;
        p += k;
        n -= (size_t)k;
    }
    return true;
}

static bool write_all(const void *from, size_t n)
{
    const unsigned char *p = from;
    while (n) {
        ssize_t k = write(0, p, n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return false;
        p += k;
        n -= (size_t)k;
    }
    return true;
}

static bool answer(struct str photo)
{
    struct arena a;
    struct buf reply;
    struct photo_facts facts;
    struct err err = {0};
    unsigned char head[WIRE_HEAD];
    arena_init(&a, HELPER_ARENA_MAX);
    buf_init(&reply, WIRE_REPLY_MAX);
    if (photo_look(&a, photo, &facts, &err))
        wire_facts(&facts, &reply);
    else
        wire_error(&err, &reply);
    bool ok = !buf_failed(&reply);
    if (ok) {
        wire_head(reply.n, head);
        ok = write_all(head, sizeof head) && write_all(reply.p, reply.n);
    }
    buf_release(&reply);
    arena_release(&a);
    return ok;
}

/* One photo; false when the server is gone or sends no frame. */
static bool serve_one(void)
{
    unsigned char head[WIRE_HEAD];
    size_t n;
    if (!read_all(head, sizeof head) || !wire_head_read(head, PHOTO_BYTES_MAX, &n))
        return false;
    char *photo = malloc(n ? n : 1);
    bool ok = photo && read_all(photo, n) && answer((struct str){photo, n});
    free(photo);
    return ok;
}

int media_helper_main(void)
{
    int kind;
    socklen_t n = sizeof kind;
    /* Started by hand there is nobody to talk to. */
    if (getsockopt(0, SOL_SOCKET, SO_TYPE, &kind, &n) != 0 || kind != SOCK_STREAM)
        return 2;
    /* Nothing but the socket is open from here on. */
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0 || dup2(null, 1) < 0 || dup2(null, 2) < 0)
        return 5;
    if (close_range(3, ~0u, 0) != 0 || !sandbox_enter())
        return 5;
    for (int i = 0; i < MEDIA_HELPER_PHOTOS && serve_one(); i++)
        ;
    _exit(0);
}

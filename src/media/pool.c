#include "media/pool.h"

#include "media/helper.h"
#include "media/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LOOK_MSEC = 200 }; /* how often the helper's clock is looked at while it works */

bool media_pool_init(struct media_pool *p, struct err *err)
{
    *p = (struct media_pool){.program = "/proc/self/exe",
                             .word = MEDIA_HELPER_WORD,
                             .cpu_msec = MEDIA_CPU_MSEC,
                             .wall_msec = MEDIA_WALL_MSEC};
    if (pthread_mutex_init(&p->lock, NULL) != 0)
        return err_set(err, ERR_MEMORY, NULL);
    if (pthread_cond_init(&p->free_one, NULL) != 0) {
        pthread_mutex_destroy(&p->lock);
        return err_set(err, ERR_MEMORY, NULL);
    }
    return true;
}

/* ---- one helper ----------------------------------------------------------------------------- */

/* Ends it for certain; nothing of it is left behind. */
static void end(struct media_helper *h)
{
    if (h->pid == 0)
        return;
    close(h->fd);
    kill(h->pid, SIGKILL);
    while (waitpid(h->pid, NULL, 0) < 0 && errno == EINTR)
        ;
    h->pid = 0;
    h->photos = 0;
}

void media_pool_release(struct media_pool *p)
{
    for (int i = 0; i < MEDIA_HELPERS_MAX; i++)
        end(&p->helpers[i]);
    pthread_cond_destroy(&p->free_one);
    pthread_mutex_destroy(&p->lock);
}

static int spawn(const struct media_pool *p, int fd, pid_t *pid)
{
    char *argv[] = {(char *)"taizhang", (char *)p->word, NULL}, *envp[] = {NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, usual;
    int error = posix_spawn_file_actions_init(&actions);
    if (error)
        return error;
    error = posix_spawnattr_init(&attributes);
    if (error) {
        posix_spawn_file_actions_destroy(&actions);
        return error;
    }
    sigemptyset(&none);
    sigfillset(&usual);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    error = posix_spawn_file_actions_adddup2(&actions, fd, 0);
    if (!error)
        error = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    if (!error)
        error = posix_spawn(pid, p->program, &actions, &attributes, argv, envp);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

static bool start(struct media_pool *p, struct media_helper *h, struct err *err)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return err_system(err, "media helper", errno);
    int error = spawn(p, ends[1], &h->pid);
    close(ends[1]);
    if (error) {
        close(ends[0]);
        h->pid = 0;
        return err_system(err, "media helper", error);
    }
    h->fd = ends[0];
    fcntl(h->fd, F_SETFL, O_NONBLOCK);
    __atomic_add_fetch(&p->started, 1, __ATOMIC_RELAXED);
    return true;
}

/* ---- talking to it -------------------------------------------------------------------------- */

static int64_t msec_of(clockid_t clock)
{
    struct timespec t;
    return clock_gettime(clock, &t) == 0 ? (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000 : -1;
}

enum talk { TALK_DONE, TALK_ENDED, TALK_SLOW };

struct talk_limits {
    clockid_t cpu; /* of the helper */
    int64_t cpu_until, wall_until;
    bool has_cpu;
};

static struct talk_limits limits_of(const struct media_pool *p, const struct media_helper *h)
{
    struct talk_limits l = {.wall_until = msec_of(CLOCK_MONOTONIC) + p->wall_msec};
    l.has_cpu = clock_getcpuclockid(h->pid, &l.cpu) == 0;
    int64_t used = l.has_cpu ? msec_of(l.cpu) : -1;
    l.has_cpu = used >= 0;
    l.cpu_until = used + p->cpu_msec;
    return l;
}

/* Waits until the helper reads or answers, ended, or used up its time. */
static enum talk wait_for(const struct media_helper *h, short what, const struct talk_limits *l)
{
    for (;;) {
        struct pollfd at = {.fd = h->fd, .events = what};
        int n = poll(&at, 1, LOOK_MSEC);
        if (n > 0)
            return TALK_DONE;
        if (n < 0 && errno != EINTR)
            return TALK_ENDED;
        if (msec_of(CLOCK_MONOTONIC) > l->wall_until ||
            (l->has_cpu && msec_of(l->cpu) > l->cpu_until))
            return TALK_SLOW;
    }
}

static enum talk send_all(const struct media_helper *h, struct str s, const struct talk_limits *l)
{
    while (s.n) {
        ssize_t k = send(h->fd, s.p, s.n, MSG_NOSIGNAL);
        if (k > 0) {
            s = (struct str){s.p + k, s.n - (size_t)k};
            continue;
        }
        if (k < 0 && errno != EAGAIN && errno != EINTR)
            return TALK_ENDED;
        enum talk t = wait_for(h, POLLOUT, l);
        if (t != TALK_DONE)
            return t;
    }
    return TALK_DONE;
}

static enum talk receive(const struct media_helper *h, void *to, size_t n,
                         const struct talk_limits *l)
{
    unsigned char *p = to;
    while (n) {
        ssize_t k = recv(h->fd, p, n, 0);
        if (k > 0) {
            p += k;
            n -= (size_t)k;
            continue;
        }
        if (k == 0 || (errno != EAGAIN && errno != EINTR))
            return TALK_ENDED;
        enum talk t = wait_for(h, POLLIN, l);
        if (t != TALK_DONE)
            return t;
    }
    return TALK_DONE;
}

static enum talk send_photo(const struct media_helper *h, struct str photo,
                            const struct talk_limits *l)
{
    unsigned char head[WIRE_HEAD];
    wire_head(photo.n, head);
    enum talk t = send_all(h, (struct str){(const char *)head, sizeof head}, l);
    return t == TALK_DONE ? send_all(h, photo, l) : t;
}

/* The reply in heap memory; the head may be anything. */
static enum talk receive_reply(const struct media_helper *h, const struct talk_limits *l,
                               struct str *reply)
{
    unsigned char head[WIRE_HEAD];
    size_t n;
    enum talk t = receive(h, head, sizeof head, l);
    if (t != TALK_DONE)
        return t;
    if (!wire_head_read(head, WIRE_REPLY_MAX, &n) || n == 0)
        return TALK_ENDED;
    char *p = malloc(n);
    if (!p)
        return TALK_ENDED;
    t = receive(h, p, n, l);
    if (t == TALK_DONE)
        *reply = (struct str){p, n};
    else
        free(p);
    return t;
}

/* ---- a photo -------------------------------------------------------------------------------- */

static struct media_helper *take(struct media_pool *p)
{
    struct media_helper *found = NULL;
    pthread_mutex_lock(&p->lock);
    while (!found) {
        for (int i = 0; i < MEDIA_HELPERS_MAX; i++) {
            struct media_helper *h = &p->helpers[i];
            /* One that runs already is better than one that must be started. */
            if (!h->busy && (!found || (h->pid && !found->pid)))
                found = h;
        }
        if (!found)
            pthread_cond_wait(&p->free_one, &p->lock);
    }
    found->busy = true;
    pthread_mutex_unlock(&p->lock);
    return found;
}

static void give_back(struct media_pool *p, struct media_helper *h)
{
    pthread_mutex_lock(&p->lock);
    h->busy = false;
    pthread_cond_signal(&p->free_one);
    pthread_mutex_unlock(&p->lock);
}

/* A helper that runs; false when none can be started. */
static bool ready(struct media_pool *p, struct media_helper *h, struct err *err)
{
    if (h->pid && waitpid(h->pid, NULL, WNOHANG) != 0) {
        close(h->fd);
        h->pid = 0;
        h->photos = 0;
    }
    return h->pid || start(p, h, err);
}

/* One photo to one helper, which is ended unless it answered as it should. */
static enum talk try(struct media_pool *p, struct media_helper *h, struct arena *a,
                     struct str photo, struct photo_facts *out, bool *ok, struct err *err)
{
    struct talk_limits l = limits_of(p, h);
    struct str reply = STR_NONE;
    bool void_reply = false;
    enum talk t = send_photo(h, photo, &l);
    if (t == TALK_DONE)
        t = receive_reply(h, &l, &reply);
    if (t == TALK_DONE)
        *ok = wire_reply_read(reply, a, out, &void_reply, err);
    free((char *)reply.p);
    if (void_reply)
        t = TALK_ENDED;
    if (t != TALK_DONE || ++h->photos >= MEDIA_HELPER_PHOTOS)
        end(h);
    return t;
}

static bool ask(struct media_pool *p, struct media_helper *h, struct arena *a, struct str photo,
                struct photo_facts *out, struct err *err)
{
    for (;;) {
        bool ok = false;
        if (!ready(p, h, err))
            return false;
        bool old = h->photos > 0;
        enum talk t = try(p, h, a, photo, out, &ok, err);
        if (t == TALK_DONE)
            return ok;
        if (t == TALK_SLOW)
            return err_set(err, ERR_PHOTO_SLOW, NULL);
        /* One that had answered before may have been killed since; a fresh one decides. */
        if (!old)
            return err_set(err, ERR_PHOTO_CRASH, NULL);
    }
}

bool photo_examine(struct media_pool *p, struct arena *a, struct str bytes, struct photo_facts *out,
                   struct err *err)
{
    char most[16];
    if (bytes.n > PHOTO_BYTES_MAX) {
        snprintf(most, sizeof most, "%d MB", PHOTO_BYTES_MAX >> 20);
        return err_set(err, ERR_PHOTO_BYTES, most, NULL);
    }
    struct photo_facts facts;
    struct media_helper *h = take(p);
    bool ok = ask(p, h, a, bytes, &facts, err);
    give_back(p, h);
    if (!ok)
        return false;
    /* The helper is not asked for the digest: it is what the original is held to. */
    sha256_hex(bytes, facts.digest);
    *out = facts;
    return true;
}

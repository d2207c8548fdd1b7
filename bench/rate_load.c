/* A load of requests over HTTP on loopback, the same bytes for whatever server is asked:
 *
 *   bench-rate-load PORT CONNECTIONS SECONDS METHOD TARGETS HEADERS [BODY]
 *
 * TARGETS  a file, one path with query a line, taken in turn
 * HEADERS  a file, one header a line ("Cookie: ..."); connection i sends line i of them alone
 * BODY     a file, sent with each request; every "{n}" in it becomes a number that no other request
 *          of the run has, {r} a number of the run
 *
 * Each connection is kept alive and sends its next request when it has the answer (a closed loop);
 * after SECONDS nothing new is sent and what is under way is waited for. One line comes out:
 *   ok N errors N seconds S rate R p50 US p99 US max US bytes N
 * where ok counts answers of 200..299 (bytes are those of their bodies), and errors all else; the
 * first error is shown. One second of warming up comes before; it counts in ok, not in the rate. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    CONNECTIONS_MAX = 256,
    SECONDS_MAX = 120,
    LINES_MAX = 4096,
    REQUEST_MAX = 16 << 10,
    REPLY_MAX = 1 << 20,
    WARM_UP_MS = 1000,
    DRAIN_MS = 30000,
    /* of the histogram: 64 steps to each doubling, from 1 us to over an hour */
    STEPS = 64,
    BUCKETS = 32 * STEPS,
};

struct lines {
    char *at[LINES_MAX];
    int n;
};

struct client {
    int fd;
    const char *header;
    char request[REQUEST_MAX];
    size_t request_n, sent;
    char *reply;
    size_t got, want; /* want: 0 = the head is not there yet */
    int status;
    int64_t began; /* us */
};

struct load {
    int port, epoll, running, under_way;
    const char *method;
    struct lines targets, headers;
    const char *body;
    unsigned next;
    int64_t begin, measure, end, last; /* us; last: the last answer that was measured */
    struct client clients[CONNECTIONS_MAX];
    uint64_t histogram[BUCKETS], measured, ok, errors, bytes;
    int64_t max;
};

static void die(const char *what)
{
    fprintf(stderr, "bench-rate-load: %s: %s\n", what, strerror(errno));
    exit(2);
}

static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static char *read_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    char *text = calloc(1, REPLY_MAX);
    if (!f || !text)
        die(path);
    size_t n = fread(text, 1, REPLY_MAX - 1, f);
    text[n] = 0;
    fclose(f);
    return text;
}

static void read_lines(const char *path, struct lines *out)
{
    char *rest = read_file(path);
    for (char *line = strtok(rest, "\n"); line && out->n < LINES_MAX; line = strtok(NULL, "\n"))
        out->at[out->n++] = line;
    if (!out->n) {
        errno = ENODATA;
        die(path);
    }
}

/* ---- the histogram -----------------------------------------------------------------------------
 */

static int bucket_of(int64_t us)
{
    int doubling = 0;
    for (int64_t v = us; v >= 2 * STEPS; v /= 2)
        doubling++;
    int at = doubling * STEPS + (int)(us >> doubling);
    return at < BUCKETS ? at : BUCKETS - 1;
}

/* The upper end of what falls into the bucket. */
static int64_t bucket_end(int at)
{
    int doubling = at < 2 * STEPS ? 0 : at / STEPS - 1;
    return ((int64_t)(at - doubling * STEPS) + 1) << doubling;
}

static int64_t percentile(const struct load *l, double share)
{
    uint64_t below = 0, want = (uint64_t)((double)l->measured * share);
    for (int i = 0; i < BUCKETS; i++) {
        below += l->histogram[i];
        if (below > want)
            return bucket_end(i);
    }
    return l->max;
}

/* ---- requests ----------------------------------------------------------------------------------
 */

/* The body with its numbers; returns its length. */
static size_t fill(char *out, size_t room, const char *body, unsigned n, unsigned run)
{
    size_t used = 0;
    for (const char *p = body; *p && used + 16 < room; p++) {
        bool number = strncmp(p, "{n}", 3) == 0, r = strncmp(p, "{r}", 3) == 0;
        if (number || r) {
            used += (size_t)snprintf(out + used, room - used, "%u", number ? n : run);
            p += 2;
        } else {
            out[used++] = *p;
        }
    }
    return used;
}

static void make_request(struct load *l, struct client *c)
{
    char body[REQUEST_MAX / 2];
    unsigned n = l->next++;
    size_t body_n = l->body ? fill(body, sizeof body, l->body, n, (unsigned)getpid()) : 0;
    int k =
        snprintf(c->request, sizeof c->request, "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s\r\n",
                 l->method, l->targets.at[n % (unsigned)l->targets.n], l->port, c->header);
    if (k > 0 && l->body)
        k += snprintf(c->request + k, sizeof c->request - (size_t)k,
                      "Content-Type: application/json\r\nContent-Length: %zu\r\n", body_n);
    if (k < 0 || (size_t)k + 2 + body_n > sizeof c->request) {
        errno = EMSGSIZE;
        die("request");
    }
    c->request_n = (size_t)k;
    memcpy(c->request + c->request_n, "\r\n", 2);
    memcpy(c->request + c->request_n + 2, body, body_n);
    c->request_n += 2 + body_n;
}

static void send_more(struct client *c)
{
    while (c->sent < c->request_n) {
        ssize_t n = send(c->fd, c->request + c->sent, c->request_n - c->sent, MSG_NOSIGNAL);
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            return; /* small requests: the socket takes them sooner or later */
        if (n <= 0)
            die("send");
        c->sent += (size_t)n;
    }
}

static void begin(struct load *l, struct client *c)
{
    make_request(l, c);
    c->sent = c->got = c->want = 0;
    c->began = now_us();
    l->under_way++;
    send_more(c);
}

/* ---- answers -----------------------------------------------------------------------------------
 */

/* Reads the head when it is there whole. */
static void read_head(struct client *c)
{
    c->reply[c->got] = 0;
    char *end = strstr(c->reply, "\r\n\r\n");
    if (!end)
        return;
    *end = 0;
    char *length = strcasestr(c->reply, "\r\ncontent-length:");
    if (sscanf(c->reply, "HTTP/1.1 %d", &c->status) != 1 || (!length && c->status != 204)) {
        errno = EPROTO;
        die("an answer without Content-Length");
    }
    c->want = (size_t)(end + 4 - c->reply) + (length ? strtoul(length + 17, NULL, 10) : 0);
    if (c->want >= REPLY_MAX) {
        errno = EMSGSIZE;
        die("answer");
    }
}

static void count(struct load *l, struct client *c)
{
    int64_t t = now_us(), took = t - c->began;
    l->under_way--;
    if (c->status < 200 || c->status > 299) {
        if (l->errors++ == 0)
            fprintf(stderr, "first error: %d %s\n", c->status, c->reply + strlen(c->reply) + 4);
        return;
    }
    l->ok++;
    if (c->began < l->measure)
        return;
    l->last = t;
    l->measured++;
    l->bytes += c->want - strlen(c->reply) - 4;
    l->histogram[bucket_of(took)]++;
    if (took > l->max)
        l->max = took;
}

static void receive(struct load *l, struct client *c)
{
    ssize_t n = recv(c->fd, c->reply + c->got, REPLY_MAX - 1 - c->got, 0);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n <= 0)
        die("the server ended a connection");
    c->got += (size_t)n;
    if (!c->want)
        read_head(c);
    if (!c->want || c->got < c->want)
        return;
    c->reply[c->got] = 0;
    count(l, c);
    if (now_us() < l->end)
        begin(l, c);
}

/* ---- the run -----------------------------------------------------------------------------------
 */

static void join(struct load *l, int i)
{
    struct client *c = &l->clients[i];
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)l->port)};
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
    int on = 1;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    c->reply = malloc(REPLY_MAX);
    c->header = l->headers.at[i % l->headers.n];
    if (c->fd < 0 || !c->reply || connect(c->fd, (struct sockaddr *)&to, sizeof to) != 0)
        die("connect");
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    fcntl(c->fd, F_SETFL, O_NONBLOCK);
    if (epoll_ctl(l->epoll, EPOLL_CTL_ADD, c->fd, &e) != 0)
        die("epoll");
}

static void run(struct load *l)
{
    struct epoll_event ready[CONNECTIONS_MAX];
    for (int i = 0; i < l->running; i++)
        begin(l, &l->clients[i]);
    while (l->under_way > 0) {
        int n = epoll_wait(l->epoll, ready, CONNECTIONS_MAX, 100);
        for (int i = 0; i < n; i++)
            receive(l, ready[i].data.ptr);
        for (int i = 0; n == 0 && i < l->running; i++)
            send_more(&l->clients[i]);
        if (now_us() > l->end + (int64_t)DRAIN_MS * 1000) {
            errno = ETIMEDOUT;
            die("answers that never came");
        }
    }
}

int main(int argc, char **argv)
{
    static struct load l;
    if (argc < 7 || argc > 8) {
        fprintf(stderr,
                "usage: bench-rate-load PORT CONNECTIONS SECONDS METHOD TARGETS HEADERS [BODY]\n");
        return 2;
    }
    int seconds = atoi(argv[3]);
    l.port = atoi(argv[1]);
    l.running = atoi(argv[2]);
    l.method = argv[4];
    read_lines(argv[5], &l.targets);
    read_lines(argv[6], &l.headers);
    l.body = argc == 8 ? read_file(argv[7]) : NULL;
    l.epoll = epoll_create1(EPOLL_CLOEXEC);
    if (l.running < 1 || l.running > CONNECTIONS_MAX || seconds < 1 || seconds > SECONDS_MAX) {
        errno = EINVAL;
        die("numbers");
    }
    for (int i = 0; i < l.running; i++)
        join(&l, i);
    l.begin = now_us();
    l.measure = l.begin + (int64_t)WARM_UP_MS * 1000;
    l.end = l.measure + (int64_t)seconds * 1000000;
    run(&l);
    double seconds_measured = l.measured ? (double)(l.last - l.measure) / 1e6 : 1;
    printf("ok %llu errors %llu seconds %.1f rate %.1f p50 %lld p99 %lld max %lld bytes %llu\n",
           (unsigned long long)l.ok, (unsigned long long)l.errors, seconds_measured,
           (double)l.measured / seconds_measured, (long long)percentile(&l, 0.5),
           (long long)percentile(&l, 0.99), (long long)l.max, (unsigned long long)l.bytes);
    return l.errors ? 1 : 0;
}

#include "http/transport.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

/* Bodies up to this size are always taken in; of larger ones only so much at a time that nobody
 * fills the memory with uploads that never end. */
enum { BODY_FREE = 64 << 10 };
/* Every connection has a thread, so that nobody waits behind the request of somebody else; requests
 * take turns, so that there are never more snapshots open than the store has, and only a few of
 * those that need much memory. */
enum { TURNS = 64, LARGE_TURNS = 4 };

struct turns {
    pthread_mutex_t lock;
    pthread_cond_t left[2]; /* somebody did: small, large */
    int free[2];
};
#define BODIES_MAX ((size_t)256 << 20)

struct transport {
    struct MHD_Daemon *daemon;
    struct server *server;
    int port;
    struct turns turns;
    size_t bodies_max;
    struct proxies proxies;
    atomic_size_t bodies; /* bytes of large bodies that are being held */
};

/* One request while it comes in. */
struct incoming {
    char *target; /* as it was sent */
    bool started, refused, crowded;
    struct server_wants wants;
    struct buf body;
    size_t held; /* its part of transport.bodies */
};

static void *on_target(void *cls, const char *uri, struct MHD_Connection *connection)
{
    (void)cls;
    (void)connection;
    struct incoming *in = calloc(1, sizeof *in);
    if (in)
        in->target = strdup(uri);
    return in;
}

static void on_end(void *cls, struct MHD_Connection *connection, void **state,
                   enum MHD_RequestTerminationCode why)
{
    struct transport *t = cls;
    struct incoming *in = *state;
    (void)connection;
    (void)why;
    if (!in)
        return;
    atomic_fetch_sub(&t->bodies, in->held);
    buf_release(&in->body);
    free(in->target);
    free(in);
    *state = NULL;
}

struct collecting {
    struct raw_request *raw;
    bool overflow;
};

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind, const char *name,
                                 size_t name_n, const char *value, size_t value_n)
{
    (void)kind;
    struct collecting *c = cls;
    if (c->raw->n_headers == HEADERS_MAX) {
        c->overflow = true;
        return MHD_NO;
    }
    c->raw->headers[c->raw->n_headers++] =
        (struct header){{name, name_n}, {value ? value : "", value ? value_n : 0}};
    return MHD_YES;
}

static struct str address_of(struct MHD_Connection *connection, char *room, size_t size)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    room[0] = 0;
    if (info && info->client_addr->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)info->client_addr)->sin_addr,
                  room, (socklen_t)size);
    else if (info && info->client_addr->sa_family == AF_INET6)
        inet_ntop(AF_INET6,
                  &((const struct sockaddr_in6 *)(const void *)info->client_addr)->sin6_addr, room,
                  (socklen_t)size);
    return str_of(room);
}

static enum MHD_Result send_reply(struct MHD_Connection *connection, struct reply *r)
{
    struct reply_header headers[REPLY_HEADERS_MAX];
    int n = reply_headers(r, headers);
    struct MHD_Response *response;
    if (r->fixed) {
        response = MHD_create_response_from_buffer(r->fixed_n, (void *)(uintptr_t)r->fixed,
                                                   MHD_RESPMEM_PERSISTENT);
    } else {
        /* The buffer goes to the library, which frees it. */
        response = MHD_create_response_from_buffer(r->body.n, r->body.p ? r->body.p : "",
                                                   r->body.p ? MHD_RESPMEM_MUST_FREE
                                                             : MHD_RESPMEM_PERSISTENT);
        if (response)
            r->body = (struct buf){.max = r->body.max};
    }
    if (!response)
        return MHD_NO;
    for (int i = 0; i < n; i++)
        MHD_add_response_header(response, headers[i].name, headers[i].value);
    enum MHD_Result done = MHD_queue_response(connection, (unsigned)r->status, response);
    MHD_destroy_response(response);
    return done;
}

static enum MHD_Result refuse(const struct transport *t, struct MHD_Connection *connection,
                              int status, const char *text)
{
    struct reply r = {.status = status,
                      .media = STR("application/json"),
                      .secure = t->server->secure,
                      .fixed = (const unsigned char *)text,
                      .fixed_n = strlen(text)};
    return send_reply(connection, &r);
}

/* The body is larger than its operation takes: said before it is read. */
static enum MHD_Result refuse_large(const struct transport *t, struct MHD_Connection *connection)
{
    return refuse(t, connection, 413,
                  "{\"error\":{\"code\":\"too_large\",\"message\":\"请求内容过大。 / "
                  "The request is too large.\"}}");
}

static enum MHD_Result refuse_crowded(const struct transport *t, struct MHD_Connection *connection)
{
    return refuse(t, connection, 503,
                  "{\"error\":{\"code\":\"busy\",\"message\":\"正在上传的文件过多，请稍后再试。 / "
                  "Too many files are being uploaded; try again later.\"}}");
}

/* False when all large bodies together would be too much. */
static bool take_body(struct transport *t, struct incoming *in, const char *data, size_t n)
{
    if (buf_failed(&in->body))
        return true; /* too large, told at the end */
    size_t after = in->body.n + n, large = after > BODY_FREE ? after - BODY_FREE - in->held : 0;
    if (large && atomic_fetch_add(&t->bodies, large) + large > t->bodies_max) {
        atomic_fetch_sub(&t->bodies, large);
        return false;
    }
    in->held += large;
    buf_add(&in->body, data, n);
    return true;
}

static void turn_take(struct turns *t, bool large)
{
    pthread_mutex_lock(&t->lock);
    while (t->free[large] == 0)
        pthread_cond_wait(&t->left[large], &t->lock);
    t->free[large]--;
    pthread_mutex_unlock(&t->lock);
}

static void turn_leave(struct turns *t, bool large)
{
    pthread_mutex_lock(&t->lock);
    t->free[large]++;
    pthread_cond_signal(&t->left[large]);
    pthread_mutex_unlock(&t->lock);
}

static enum MHD_Result serve(struct transport *t, struct MHD_Connection *connection,
                             const char *method, struct incoming *in)
{
    struct raw_request raw = {
        .method = str_of(method), .target = str_of(in->target), .body = buf_str(&in->body)};
    struct collecting c = {.raw = &raw};
    char address[ADDRESS_TEXT_MAX], client[ADDRESS_TEXT_MAX];
    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, on_header, &c);
    raw.address = address_of(connection, address, sizeof address);
    if (c.overflow)
        raw.n_headers = 0; /* no Host: the gate refuses it */
    raw.address = proxies_client(&t->proxies, raw.address, &raw, client);
    struct reply r;
    turn_take(&t->turns, in->wants.large);
    server_handle(t->server, &raw, &r, NULL);
    turn_leave(&t->turns, in->wants.large);
    enum MHD_Result done = send_reply(connection, &r);
    reply_release(&r);
    return done;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *data_n, void **state)
{
    struct transport *t = cls;
    struct incoming *in = *state;
    (void)url;
    (void)version;
    if (!in || !in->target)
        return MHD_NO;
    if (!in->started) {
        in->started = true;
        in->wants = server_wants(str_of(method), str_of(in->target));
        buf_init(&in->body, in->wants.body_max);
        const char *length =
            MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Length");
        int64_t n = 0;
        if (length && str_to_i64(str_of(length), &n) && n > (int64_t)in->wants.body_max &&
            n > 65536) {
            in->refused = true;
            return refuse_large(t, connection);
        }
        return MHD_YES;
    }
    if (*data_n) {
        if (!in->refused && !in->crowded)
            in->crowded = !take_body(t, in, data, *data_n);
        *data_n = 0;
        return MHD_YES;
    }
    if (in->refused)
        return MHD_YES;
    if (in->crowded)
        return refuse_crowded(t, connection);
    return buf_failed(&in->body) ? refuse_large(t, connection) : serve(t, connection, method, in);
}

static bool parse_address(const char *text, struct sockaddr_storage *out, struct err *err)
{
    char host[INET6_ADDRSTRLEN + 2];
    const char *colon = strrchr(text, ':');
    int64_t port;
    struct sockaddr_in *v4 = (struct sockaddr_in *)(void *)out;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)(void *)out;
    memset(out, 0, sizeof *out);
    if (colon && (size_t)(colon - text) < sizeof host && str_to_i64(str_of(colon + 1), &port) &&
        port >= 0 && port <= 65535) {
        size_t n = (size_t)(colon - text);
        memcpy(host, text, n);
        host[n] = 0;
        if (inet_pton(AF_INET, host, &v4->sin_addr) == 1) {
            v4->sin_family = AF_INET;
            v4->sin_port = htons((uint16_t)port);
            return true;
        }
        if (n > 2 && host[0] == '[' && host[n - 1] == ']') {
            host[n - 1] = 0;
            if (inet_pton(AF_INET6, host + 1, &v6->sin6_addr) == 1) {
                v6->sin6_family = AF_INET6;
                v6->sin6_port = htons((uint16_t)port);
                return true;
            }
        }
    }
    char message[ERR_ARG_MAX];
    snprintf(message, sizeof message, "%.100s: 127.0.0.1:8080", text);
    return err_set(err, ERR_USAGE, message);
}

/* Large ones may take a part of the turns alone, so that small ones never wait for them. */
static void turns_init(struct turns *t, int n)
{
    n = n > 0 && n < TURNS ? n : TURNS;
    int large = n > LARGE_TURNS ? LARGE_TURNS : (n + 1) / 2;
    pthread_mutex_init(&t->lock, NULL);
    for (int i = 0; i < 2; i++)
        pthread_cond_init(&t->left[i], NULL);
    t->free[true] = large;
    t->free[false] = n > large ? n - large : 1;
}

static void turns_release(struct turns *t)
{
    for (int i = 0; i < 2; i++)
        pthread_cond_destroy(&t->left[i]);
    pthread_mutex_destroy(&t->lock);
}

struct transport *transport_start(struct server *s, const struct transport_options *o,
                                  struct err *err)
{
    struct sockaddr_storage address;
    if (!parse_address(o->address, &address, err))
        return NULL;
    struct transport *t = calloc(1, sizeof *t);
    if (!t) {
        err_set(err, ERR_MEMORY, NULL);
        return NULL;
    }
    t->server = s;
    t->proxies = o->proxies;
    t->bodies_max = o->bodies_max ? o->bodies_max : BODIES_MAX;
    turns_init(&t->turns, o->threads);
    unsigned flags = MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL;
    if (address.ss_family == AF_INET6)
        flags |= MHD_USE_IPv6;
    t->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, on_request, t, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)(o->connections ? o->connections : 1000),
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)(o->idle_seconds ? o->idle_seconds : 30),
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)32768, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_URI_LOG_CALLBACK, on_target, NULL, MHD_OPTION_NOTIFY_COMPLETED, on_end, t,
        MHD_OPTION_END);
    if (!t->daemon) {
        err_set(err, ERR_IO, o->address, strerror(errno));
        turns_release(&t->turns);
        free(t);
        return NULL;
    }
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(t->daemon, MHD_DAEMON_INFO_BIND_PORT);
    t->port = info ? info->port : 0;
    return t;
}

int transport_port(const struct transport *t)
{
    return t->port;
}

size_t transport_bodies(const struct transport *t)
{
    return atomic_load(&t->bodies);
}

void transport_stop(struct transport *t)
{
    if (!t)
        return;
    MHD_stop_daemon(t->daemon);
    turns_release(&t->turns);
    free(t);
}

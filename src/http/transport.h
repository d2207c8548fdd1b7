/* The real sockets: libmicrohttpd with a thread for each connection. Handlers block. */
#ifndef TZ_HTTP_TRANSPORT_H
#define TZ_HTTP_TRANSPORT_H

#include "http/proxy.h"
#include "http/server.h"

struct transport;

struct transport_options {
    const char *address;    /* "127.0.0.1:8080" or "[::1]:8080"; port 0 = any free one */
    int threads;            /* requests that are answered at once; 0 = 64 */
    int connections;        /* at most; 0 = 1000 */
    int idle_seconds;       /* a connection that says nothing that long is closed; 0 = 30 */
    size_t bodies_max;      /* bytes of all large bodies that come in at once; 0 = 256 MB */
    struct proxies proxies; /* whose word on the client's address is taken */
};

struct transport *transport_start(struct server *s, const struct transport_options *o,
                                  struct err *err);
int transport_port(const struct transport *t);
/* Bytes of large bodies that are being held now. */
size_t transport_bodies(const struct transport *t);
/* No new connections; waits for requests that run. NULL is allowed. */
void transport_stop(struct transport *t);

#endif

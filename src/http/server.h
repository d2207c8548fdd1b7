/* From a raw request to a reply: gate, route, session, rights, contract, handler, errors.
 *
 * Free of any HTTP library: the real transport (transport.h) and the tests call server_handle. A
 * struct server is immutable while it serves and shared by all threads. */
#ifndef TZ_HTTP_SERVER_H
#define TZ_HTTP_SERVER_H

#include <pthread.h>

#include "http/exchange.h"

/* A file of the client, packed into the program. */
struct asset {
    const char *path, *media, *etag;
    const unsigned char *data;
    size_t n;
    bool gzip;      /* data is gzip */
    bool immutable; /* the name carries a hash of the content */
};

/* Those that were packed; none in a program built without the client. */
extern const struct asset WEB_ASSETS[];
extern const int WEB_ASSETS_N;

enum { REFUSAL_SLOTS = 256 };

struct server {
    struct app *app;
    op_handler *const *handlers; /* OP_COUNT */
    const struct asset *assets;
    int n_assets;
    bool secure;    /* behind TLS: cookies are marked Secure */
    bool demo;      /* a demonstration database */
    size_t fail_at; /* tests: this allocation of every request fails; 0 = never */
    pthread_mutex_t hash_lock;
    pthread_cond_t hash_free;
    int hashing, waiting;
    pthread_mutex_t refused_lock; /* record.c: refusals that are entries are counted */
    int64_t refused_hour, refused_all;
    struct refusals {
        int64_t user, hour, n;
    } refused[REFUSAL_SLOTS];
};

void server_init(struct server *s, struct app *app, op_handler *const *handlers);
void server_release(struct server *s);

/* What one request cost; the contract's x-cost says how much it may, the tests hold every call to
 * it.
 */
struct request_cost {
    size_t allocations, bytes; /* in the request's arena */
    uint64_t statements;       /* in the store */
};

/* Always gives a reply; the caller frees it with reply_release. cost may be NULL. */
void server_handle(struct server *s, const struct raw_request *raw, struct reply *out,
                   struct request_cost *cost);
void reply_release(struct reply *r);

/* headers.c: what goes with a reply, in the arena-free array; values point into the reply and
 * `room`. */
enum { REPLY_HEADERS_MAX = 24 };
struct reply_header {
    const char *name;
    char value[1400];
};
int reply_headers(const struct reply *r, struct reply_header out[REPLY_HEADERS_MAX]);

/* What a request will want, by the contract, before its body is there: nothing for an unknown
 * target. */
struct server_wants {
    size_t body_max; /* for an early 413 */
    bool large;      /* takes or gives a file, or costs a megabyte and more */
};
struct server_wants server_wants(struct str method, struct str target);

/* ---- pieces, in their own files
 * ------------------------------------------------------------------ */

/* gate.c: refuses what no honest client sends. */
bool gate_check(const struct raw_request *raw, struct err *err);
struct str gate_header(const struct raw_request *raw, const char *name);
/* Decodes %XX strictly; no NUL, valid UTF-8. */
bool percent_decode(struct arena *arena, struct str in, struct str *out, struct err *err);

/* router.c */
bool route_find(struct request *q, struct str method, struct str path, struct err *err);

/* rights.c: the one place where rights are checked. */
/* May the operation be asked by anybody, logged in or not? */
bool rights_public(const struct op_def *op);
/* The permission of the operation and everything that its path and parameters name. */
bool rights_check(struct request *q, struct err *err);

/* assets.c */
bool asset_reply(const struct server *s, const struct raw_request *raw, struct str path,
                 struct reply *r);

/* compress.c: may the reply be gzip, by the Accept-Encoding of the request? */
bool takes_gzip(struct str accept);
/* gzip for a large JSON reply when `accept` (Accept-Encoding) takes it. */
void reply_compress(struct reply *r, struct str accept);

#endif

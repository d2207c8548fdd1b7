/* One request and its reply, free of any HTTP library: what handlers see.
 *
 * Everything lives in the request's arena, except the reply's body, a buffer of its own. */
#ifndef TZ_HTTP_EXCHANGE_H
#define TZ_HTTP_EXCHANGE_H

#include "base/json.h"
#include "http/contract.h"
#include "work/app.h"

struct header {
    struct str name, value;
};

struct pair {
    struct str name, value;
};

enum { HEADERS_MAX = 64, QUERY_MAX = 32, PATH_PARAMS_MAX = 4 };

/* As it came over the wire; nothing was checked. */
struct raw_request {
    struct str method, target; /* target with its query, still percent-encoded */
    struct header headers[HEADERS_MAX];
    int n_headers;
    struct str body;
    struct str address; /* of the peer, for lock-out */
};

/* What still stands between a login and the work: until then account.own alone is open. */
enum session_step { STEP_DONE, STEP_PASSWORD, STEP_RENEW, STEP_ENROL, STEP_CODE };

struct server;
struct request {
    struct app *app;
    struct server *server; /* for the handlers of sessions and accounts */
    struct arena *arena;
    enum op op;
    const struct op_def *def;
    enum lang lang;
    struct pair query[QUERY_MAX];
    int n_query;
    struct pair path[PATH_PARAMS_MAX];
    int n_path;
    json_t *json;              /* checked body, or NULL */
    struct str body;           /* of other media */
    struct str address, agent; /* where from; what the browser says it is */
    struct store_tx *tx;       /* a snapshot, opened by request_read, ended after the handler */
    /* who asks; user = 0 for public operations */
    struct actor actor;
    int64_t token; /* let in by this one; 0 = none */
    struct str name_zh, name_en;
    struct str unit_name, unit_name_en;
    struct str session; /* hash of the cookie */
    struct str half;    /* cookie of a login that is half way, or empty */
    enum session_step step;
    int64_t campaign; /* from the path, checked against the range; 0 = none */
    bool elsewhere;   /* something of another campaign or person was named; see request_owns */
    struct err_list *problems; /* goes with the error that the handler returns */
};

struct reply {
    int status;
    struct str media; /* with charset when text */
    struct buf body;
    struct str file_name; /* offers the body for saving, UTF-8 */
    struct str cookie;    /* value of Set-Cookie, or empty */
    struct str location;  /* where a 302 goes, or empty */
    struct str etag, cache;
    bool gzip;
    bool secure;                /* it goes through TLS */
    bool close;                 /* and the connection ends */
    const unsigned char *fixed; /* body in the program itself, instead of `body` */
    size_t fixed_n;
    enum op op; /* OP_COUNT = none */
    char cookie_room[256], name_room[256],
        location_room[1400]; /* set by server_handle: outlive the request */
};

typedef bool op_handler(struct request *q, struct reply *r, struct err *err);

/* ---- for handlers ------------------------------------------------------------------------------
 */

/* The snapshot of this request; the same for the whole request. */
bool request_read(struct request *q, struct err *err);
/* Ends it early, before a write. */
void request_read_end(struct request *q);

/* The thing with this number was found, and belongs to the campaign of the path. ERR_NOT_FOUND
 * otherwise; the answer does not tell the two apart, but the number of somebody else's thing is a
 * refusal in the record. */
bool request_owns(struct request *q, bool found, int64_t campaign, const char *thing, int64_t id,
                  struct err *err);

/* Checked parameters: absent = the fallback. */
struct str query_str(const struct request *q, const char *name);
int64_t query_int(const struct request *q, const char *name, int64_t fallback);
bool query_bool(const struct request *q, const char *name);
region_code query_region(const struct request *q, const char *name); /* 0 when absent */
struct str path_str(const struct request *q, const char *name);
int64_t path_int(const struct request *q, const char *name);
region_code path_region(const struct request *q, const char *name);

struct str body_str(const struct request *q, const char *name); /* empty when absent */
int64_t body_int(const struct request *q, const char *name, int64_t fallback);
bool body_bool(const struct request *q, const char *name);          /* false when absent */
bool body_dec(const struct request *q, const char *name, dec *out); /* false when absent or null */
region_code body_region(const struct request *q, const char *name);
int64_t body_day(const struct request *q, const char *name); /* since 1970; 0 when absent */
period body_period(const struct request *q, const char *name);

/* Starts a JSON reply with the status of the contract. */
void reply_json(struct request *q, struct reply *r, struct json *j);
/* A file to save, of the contract's media type. */
void reply_file(struct request *q, struct reply *r, struct str name);
/* {"code","message",...} of one problem, in this language. */
void problem_to_json(struct json *j, const struct err *e, enum lang lang);
/* Fails when the buffer did. */
bool reply_done(struct reply *r, struct err *err);

#endif

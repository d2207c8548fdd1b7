/* One request to another server: HTTPS (plain HTTP only to this machine), no redirects, a limit of
 * time and size. Blocks; libcurl. */
#ifndef TZ_WORK_FETCH_H
#define TZ_WORK_FETCH_H

#include "base/err.h"

struct fetch {
    const char *url;
    struct str form;           /* a POST of application/x-www-form-urlencoded; .p NULL = a GET */
    const char *user, *secret; /* HTTP Basic, or NULL */
    const char *ca;            /* file of certificates to trust, or NULL: those of the system */
};

enum { FETCH_MAX = 1 << 20, FETCH_SECONDS = 10 };

/* Once per process, before threads are made. */
bool fetch_init(struct err *err);
/* https, or http to 127.0.0.1, [::1] or localhost. */
bool fetch_allowed(const char *url);
/* The body of a 200, in the arena. ERR_REMOTE otherwise. */
bool fetch_run(const struct fetch *f, struct arena *arena, struct str *out, struct err *err);
/* Percent-encoded for a query or a form. */
struct str fetch_escape(struct arena *arena, struct str text);

#endif

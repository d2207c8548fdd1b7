/* What leaves this server for a gateway: to hosts that whoever runs it has named, and to no others.
 * HTTPS unless the list says otherwise, no redirects, a limit of time and size. Blocks; libcurl. */
#ifndef TZ_WORK_OUTGOING_H
#define TZ_WORK_OUTGOING_H

#include "base/err.h"

enum { OUTGOING_MAX = 32, OUTGOING_SECONDS = 15, OUTGOING_ANSWER = 16384, OUTGOING_HEADERS = 4 };

/* Names of hosts with commas between: "qyapi.weixin.qq.com" is https on its usual port; another
 * port, or another scheme (http, smtp, smtps) is written out: "smtps://mail.example:465". */
struct outgoing {
    int n;
    struct outgoing_host {
        char scheme[8], host[128];
        int port;
    } at[OUTGOING_MAX];
};
/* ERR_OUTGOING_LIST. */
bool outgoing_parse(struct str list, struct outgoing *out, struct err *err);
/* Is the address one of them? Its host goes to `host`, to be shown. ERR_OUTGOING_URL for what is no
 * address or carries a name or password, ERR_OUTGOING_HOST. */
bool outgoing_allows(const struct outgoing *o, struct str url, char host[140], struct err *err);

/* One transmission. Texts end with a zero byte; .p NULL = none. */
struct transmission {
    struct str url, media, body;
    struct str headers[OUTGOING_HEADERS]; /* "Name: value" */
    int n_headers;
    struct str login, secret, sender, receivers; /* SMTP; receivers with commas between */
};
/* What the other side said: status (HTTP or SMTP) and body, shortened. ERR_REMOTE when there was no
 * answer, or no good one: *answer has what there was. */
bool outgoing_send(const struct outgoing *o, const struct transmission *t, struct arena *arena,
                   struct str *answer, struct err *err);

#endif

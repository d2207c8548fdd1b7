/* Channels: kept by the administrator, fed by what people are told, emptied by a server's thread.
 * See docs/messages.md. */
#ifndef TZ_WORK_CHANNEL_H
#define TZ_WORK_CHANNEL_H

#include "store/channel.h"
#include "work/channel_format.h"
#include "work/message.h"

enum { CHANNEL_URL_MAX = 500, CHANNEL_SECRET_MAX = 200, CHANNEL_KEEP_DAYS = 180 };
#define CHANNEL_TRY_FOR (INT64_C(7) * 86400000) /* then it is given up */

struct channel_new {
    struct channel_row row; /* id, version: 0 = a new one; url, host and secret are not used */
    struct str url, secret; /* in the clear; .p NULL = as it was */
};
/* Within what `who` reaches, to a host that the server may reach. ERR_OUT_OF_REGION, ERR_CHOICE,
 * ERR_EMPTY, ERR_OUTGOING_*, ERR_CHANNEL_*, ERR_CHANGED, ERR_NOT_FOUND. Entries "channel.add",
 * "channel.change": never with address or secret. */
bool channel_keep(struct app *app, const struct actor *who, const struct channel_new *new,
                  int64_t *id, struct err *err);
/* A message to try it with, and what was given up once more. Entries "channel.test",
 * "channel.retry". ERR_NOT_FOUND outside of what is reached. */
bool channel_test(struct app *app, const struct actor *who, int64_t id, struct err *err);
bool channel_retry(struct app *app, const struct actor *who, int64_t id, struct err *err);

/* ---- what goes out ---------------------------------------------------------------------------
 */

/* Puts a message into the channels that it concerns, in the write of the act. */
bool channel_feed(struct telling *t, enum message_kind kind, int64_t unit, struct str data,
                  struct err *err);

struct delivered {
    int64_t sent, failed, late; /* transmissions; channels that were quiet or full */
};
/* Empties the channels whose time has come: what waits in one goes out as one message. A channel is
 * claimed first, so that of several servers one sends. A server that dies between the gateway's yes
 * and its note sends once more. */
bool channels_deliver(struct app *app, struct delivered *out, struct err *err);
/* Deletes what went out, or was given up, CHANNEL_KEEP_DAYS ago. */
bool channels_forget(struct app *app, struct err *err);

/* How long is waited after so many failures in a row: a minute, doubled up to half an hour, and up
 * to a quarter more by chance. */
msec channel_wait(struct app *app, int64_t fails);
/* When quiet hours that hold at `now` end; 0 = they do not hold. Minutes of the day in China. */
msec channel_quiet_until(const struct channel_row *c, msec now);

#endif

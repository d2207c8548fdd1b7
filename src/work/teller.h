/* The thread of a server that reminds and sends: every minute the reminders, every few seconds what
 * waits to go out, every hour what may be forgotten. What went wrong is said and tried again; it
 * never stops the server. */
#ifndef TZ_WORK_TELLER_H
#define TZ_WORK_TELLER_H

#include "work/app.h"

struct teller;
/* say: a line of what failed; from the thread. */
struct teller *teller_start(struct app *app, void (*say)(void *ctx, const struct err *failed),
                            void *ctx, struct err *err);
/* Waits for what is being done. NULL is allowed. */
void teller_stop(struct teller *t);

#endif

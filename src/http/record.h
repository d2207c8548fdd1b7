/* What the server itself puts into the record: files that go out, and requests that are refused for
 * want of a right. */
#ifndef TZ_HTTP_RECORD_H
#define TZ_HTTP_RECORD_H

#include "http/server.h"

/* So many refusals of one account or token are entries in an hour, and so many of all together: a
 * flood fills neither disk nor record. The last one of an account says so. */
enum { REFUSALS_OF_ONE = 30, REFUSALS_OF_ALL = 2000 };

/* A reply that is a file to save is an entry before it goes out. The exports of the record have
 * their own. */
bool record_file(struct request *q, const struct reply *r, struct str path, struct err *err);
/* For somebody who is logged in or has a token: what the right, the range or the campaign does not
 * let through. Never fails: the answer stays the same. */
void record_refusal(struct request *q, struct str path, const struct err *why);

#endif

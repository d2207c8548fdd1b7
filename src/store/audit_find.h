/* Looking into the record of acts: by number, thing, person and kind each by its index. */
#ifndef TZ_STORE_AUDIT_FIND_H
#define TZ_STORE_AUDIT_FIND_H

#include "store/audit.h"

/* So many entries are looked at for one page; then it says where to go on. */
enum { AUDIT_WINDOW = 20000 };

/* The entries that fit, the latest first: those with numbers below query->before, at most query->n;
 * query->floor is not looked at. *next: from where the next page goes on, 0 = there is no more; a
 * page may hold less than n, even nothing, and go on all the same. window 0 = AUDIT_WINDOW. */
bool store_audit_find(struct store_tx *tx, struct arena *arena, const struct audit_query_row *query,
                      int64_t window, struct audit_rows *out, int64_t *next, struct err *err);
/* The same, the oldest first, every one to the callback; texts are valid during it. */
bool store_audit_extract(struct store_tx *tx, const struct audit_query_row *query,
                         bool (*row)(void *ctx, const struct audit_row *row, struct err *err),
                         void *ctx, struct err *err);
bool store_audit_get(struct store_tx *tx, struct arena *arena, int64_t seq, struct audit_row *out,
                     bool *found, struct err *err);

#endif

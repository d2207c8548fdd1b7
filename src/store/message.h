/* What people are told: messages to whoever acts in a post. See docs/messages.md. */
#ifndef TZ_STORE_MESSAGE_H
#define TZ_STORE_MESSAGE_H

#include "base/when.h"
#include "domain/region.h"
#include "store/rows_gen.h"
#include "store/store.h"

/* What a post was told under the same key is not told again. In a write. */
bool store_messages_put(struct store_tx *tx, const struct message_row *rows, size_t n,
                        struct err *err);

/* Posts of people with an account in use: of the units that take part in a finding; of the offices,
 * inspectors and leaders of a region and of those around it; of colleagues with the same role. */
bool store_posts_of_finding(struct store_tx *tx, struct arena *arena, int64_t finding,
                            int64_t today, struct told_post_rows *out, struct err *err);
bool store_posts_of_offices(struct store_tx *tx, struct arena *arena, region_code region,
                            int64_t today, struct told_post_rows *out, struct err *err);
bool store_posts_of_colleagues(struct store_tx *tx, struct arena *arena, int64_t post,
                               int64_t today, struct told_post_rows *out, struct err *err);

/* What is unread goes along to another post; what stays unread is dropped. In a write. */
bool store_messages_copy(struct store_tx *tx, int64_t post, int64_t to_post, struct err *err);
bool store_messages_drop(struct store_tx *tx, int64_t post, struct err *err);

/* Of the posts that somebody acts in at this moment, own and delegated. */
struct message_reader {
    int64_t user;
    msec now;
    int64_t today;
};
/* At most 100. */
bool store_messages_unread(struct store_tx *tx, const struct message_reader *who, int64_t *n,
                           struct err *err);
/* The newest first; before 0 = from the newest on; kind empty = all. */
bool store_messages_page(struct store_tx *tx, struct arena *arena, const struct message_reader *who,
                         bool unread, struct str kind, int64_t before, int n,
                         struct message_rows *out, struct err *err);
/* As read, those with an id of first .. last. In a write. */
bool store_messages_mark(struct store_tx *tx, const struct message_reader *who, int64_t first,
                         int64_t last, int64_t *n, struct err *err);
/* Those that were read before this moment, at most n. In a write. */
bool store_messages_forget(struct store_tx *tx, msec before, int n, int64_t *gone, struct err *err);

#endif

#include "store/message.h"

#include "store/sql.h"

struct run {
    size_t at, n;
    const struct message_row *rows;
};

static bool next(void *ctx, struct message_row *in)
{
    struct run *r = ctx;
    if (r->at == r->n)
        return false;
    *in = r->rows[r->at++];
    return true;
}

bool store_messages_put(struct store_tx *tx, const struct message_row *rows, size_t n,
                        struct err *err)
{
    return !n || sql_message_insert(tx, next, &(struct run){.n = n, .rows = rows}, err);
}

bool store_posts_of_finding(struct store_tx *tx, struct arena *arena, int64_t finding,
                            int64_t today, struct told_post_rows *out, struct err *err)
{
    return sql_posts_of_finding(tx, &(struct posts_of_finding_in){finding, today}, arena, out, err);
}

bool store_posts_of_offices(struct store_tx *tx, struct arena *arena, region_code region,
                            int64_t today, struct told_post_rows *out, struct err *err)
{
    struct posts_of_offices_in in = {.a = region,
                                     .b = region_at_level(region, REGION_COUNTY),
                                     .c = region_at_level(region, REGION_PREFECTURE),
                                     .d = region_at_level(region, REGION_PROVINCE),
                                     .e = REGION_CODE_NATION,
                                     .today = today};
    return sql_posts_of_offices(tx, &in, arena, out, err);
}

bool store_posts_of_colleagues(struct store_tx *tx, struct arena *arena, int64_t post,
                               int64_t today, struct told_post_rows *out, struct err *err)
{
    return sql_posts_of_colleagues(tx, &(struct posts_of_colleagues_in){post, today}, arena, out,
                                   err);
}

bool store_messages_copy(struct store_tx *tx, int64_t post, int64_t to_post, struct err *err)
{
    int64_t changed;
    return sql_message_copy(tx, &(struct message_copy_in){post, to_post}, &changed, err);
}

bool store_messages_drop(struct store_tx *tx, int64_t post, struct err *err)
{
    int64_t changed;
    return sql_message_drop_unread(tx, &(struct message_drop_unread_in){post}, &changed, err);
}

bool store_messages_unread(struct store_tx *tx, const struct message_reader *who, int64_t *n,
                           struct err *err)
{
    struct message_unread_out out;
    bool found;
    if (!sql_message_unread(tx, &(struct message_unread_in){who->user, who->now, who->today}, NULL,
                            &out, &found, err))
        return false;
    *n = out.n;
    return true;
}

bool store_messages_page(struct store_tx *tx, struct arena *arena, const struct message_reader *who,
                         bool unread, struct str kind, int64_t before, int n,
                         struct message_rows *out, struct err *err)
{
    struct message_page_in in = {.user_id = who->user,
                                 .now = who->now,
                                 .today = who->today,
                                 .unread = unread,
                                 .kind = kind.p ? kind : STR(""),
                                 .before = before ? before : INT64_MAX,
                                 .n = n};
    return sql_message_page(tx, &in, arena, out, err);
}

bool store_messages_mark(struct store_tx *tx, const struct message_reader *who, int64_t first,
                         int64_t last, int64_t *n, struct err *err)
{
    return sql_message_mark(
        tx, &(struct message_mark_in){who->user, who->now, who->today, first, last}, n, err);
}

bool store_messages_forget(struct store_tx *tx, msec before, int n, int64_t *gone, struct err *err)
{
    return sql_message_forget(tx, &(struct message_forget_in){before, n}, gone, err);
}

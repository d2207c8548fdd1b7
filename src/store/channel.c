#include "store/channel.h"

#include "store/sql.h"

struct run {
    size_t at, n;
    const struct sending_row *rows;
};

static bool next(void *ctx, struct sending_row *in)
{
    struct run *r = ctx;
    if (r->at == r->n)
        return false;
    *in = r->rows[r->at++];
    return true;
}

bool store_channel_insert(struct store_tx *tx, const struct channel_row *row, int64_t *id,
                          struct err *err)
{
    struct channel_insert_out made;
    bool found;
    if (!sql_channel_insert(tx, row, NULL, &made, &found, err))
        return false;
    *id = made.id;
    return true;
}

bool store_channel_update(struct store_tx *tx, const struct channel_row *row, bool *fits,
                          struct err *err)
{
    int64_t changed;
    if (!sql_channel_update(tx, row, &changed, err))
        return false;
    *fits = changed > 0;
    return true;
}

bool store_channel_get(struct store_tx *tx, struct arena *arena, int64_t id,
                       struct channel_row *out, bool *found, struct err *err)
{
    return sql_channel_get(tx, &(struct channel_get_in){id}, arena, out, found, err);
}

bool store_channels(struct store_tx *tx, struct arena *arena, struct region_range range,
                    struct channel_rows *out, struct err *err)
{
    return sql_channel_page(tx, &(struct channel_page_in){range.lo, range.hi, 0, 200}, arena, out,
                            err);
}

bool store_channel_states(struct store_tx *tx, struct arena *arena, struct region_range range,
                          struct channel_state_rows *out, struct err *err)
{
    return sql_channel_states(tx, &(struct channel_states_in){range.lo, range.hi}, arena, out, err);
}

bool store_channels_for(struct store_tx *tx, struct arena *arena, region_code region,
                        struct channel_for_rows *out, struct err *err)
{
    struct channels_for_in in = {.a = region,
                                 .b = region_at_level(region, REGION_COUNTY),
                                 .c = region_at_level(region, REGION_PREFECTURE),
                                 .d = region_at_level(region, REGION_PROVINCE),
                                 .e = REGION_CODE_NATION};
    return sql_channels_for(tx, &in, arena, out, err);
}

bool store_sendings_put(struct store_tx *tx, const struct sending_row *rows, size_t n,
                        struct err *err)
{
    return !n || sql_sending_insert(tx, next, &(struct run){.n = n, .rows = rows}, err);
}

bool store_sendings(struct store_tx *tx, struct arena *arena, int64_t channel, int64_t before,
                    int n, struct sending_rows *out, struct err *err)
{
    struct sending_page_in in = {channel, before ? before : INT64_MAX, n};
    return sql_sending_page(tx, &in, arena, out, err);
}

bool store_channels_due(struct store_tx *tx, struct arena *arena, msec now,
                        struct channel_state_rows *out, struct err *err)
{
    return sql_channels_due(tx, &(struct channels_due_in){now, 100}, arena, out, err);
}

bool store_channel_claim(struct store_tx *tx, int64_t id, msec now, msec lease, int64_t by,
                         bool *mine, struct err *err)
{
    int64_t changed;
    if (!sql_channel_claim(tx, &(struct channel_claim_in){id, now, lease, by}, &changed, err))
        return false;
    *mine = changed > 0;
    return true;
}

bool store_channel_release(struct store_tx *tx, int64_t id, int64_t by, int64_t fails, msec next_at,
                           bool *mine, struct err *err)
{
    int64_t changed;
    if (!sql_channel_release(tx, &(struct channel_release_in){id, by, fails, next_at}, &changed,
                             err))
        return false;
    *mine = changed > 0;
    return true;
}

bool store_sending_waiting(struct store_tx *tx, int64_t channel, struct sending_sum_row *out,
                           struct err *err)
{
    bool found;
    return sql_sending_waiting(tx, &(struct sending_waiting_in){channel}, NULL, out, &found, err);
}

bool store_sending_next(struct store_tx *tx, struct arena *arena, int64_t channel, int n,
                        struct sending_rows *out, struct err *err)
{
    return sql_sending_next(tx, &(struct sending_next_in){channel, n}, arena, out, err);
}

bool store_sending_recent(struct store_tx *tx, int64_t channel, msec since, int64_t *n, msec *first,
                          struct err *err)
{
    struct sending_recent_out out;
    bool found;
    if (!sql_sending_recent(tx, &(struct sending_recent_in){channel, since}, NULL, &out, &found,
                            err))
        return false;
    *n = out.n;
    *first = out.first;
    return true;
}

bool store_sending_try(struct store_tx *tx, int64_t channel, int64_t last, struct err *err)
{
    int64_t changed;
    return sql_sending_try(tx, &(struct sending_try_in){channel, last}, &changed, err);
}

bool store_sending_done(struct store_tx *tx, int64_t channel, int64_t first, int64_t last, msec at,
                        struct str answer, struct err *err)
{
    int64_t changed;
    return sql_sending_done(tx, &(struct sending_done_in){channel, first, last, at, answer},
                            &changed, err);
}

bool store_sending_failed(struct store_tx *tx, int64_t channel, int64_t last, msec old,
                          struct str answer, struct err *err)
{
    int64_t changed;
    return sql_sending_failed(tx, &(struct sending_failed_in){channel, last, old, answer}, &changed,
                              err);
}

bool store_sending_again(struct store_tx *tx, int64_t channel, msec now, struct err *err)
{
    int64_t changed;
    return sql_sending_again(tx, &(struct sending_again_in){channel, now}, &changed, err) &&
           sql_channel_at_once(tx, &(struct channel_at_once_in){channel}, &changed, err);
}

bool store_sending_forget(struct store_tx *tx, msec before, int n, struct err *err)
{
    int64_t changed;
    return sql_sending_forget(tx, &(struct sending_forget_in){before, n}, &changed, err);
}

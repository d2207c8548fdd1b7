/* Channels and what goes out of them. See docs/messages.md. */
#ifndef TZ_STORE_CHANNEL_H
#define TZ_STORE_CHANNEL_H

#include "base/when.h"
#include "domain/region.h"
#include "store/rows_gen.h"
#include "store/store.h"

bool store_channel_insert(struct store_tx *tx, const struct channel_row *row, int64_t *id,
                          struct err *err);
/* *fits: it has still the version of the row. */
bool store_channel_update(struct store_tx *tx, const struct channel_row *row, bool *fits,
                          struct err *err);
bool store_channel_get(struct store_tx *tx, struct arena *arena, int64_t id,
                       struct channel_row *out, bool *found, struct err *err);
bool store_channels(struct store_tx *tx, struct arena *arena, struct region_range range,
                    struct channel_rows *out, struct err *err);
bool store_channel_states(struct store_tx *tx, struct arena *arena, struct region_range range,
                          struct channel_state_rows *out, struct err *err);
/* Those of the region and of the regions around it. */
bool store_channels_for(struct store_tx *tx, struct arena *arena, region_code region,
                        struct channel_for_rows *out, struct err *err);

/* What a channel has under the same key is not put again. In a write, as all below. */
bool store_sendings_put(struct store_tx *tx, const struct sending_row *rows, size_t n,
                        struct err *err);
bool store_sendings(struct store_tx *tx, struct arena *arena, int64_t channel, int64_t before,
                    int n, struct sending_rows *out, struct err *err);

/* Channels with something to send, whose time has come. */
bool store_channels_due(struct store_tx *tx, struct arena *arena, msec now,
                        struct channel_state_rows *out, struct err *err);
/* *mine: nobody else sends for it until `lease`. */
bool store_channel_claim(struct store_tx *tx, int64_t id, msec now, msec lease, int64_t by,
                         bool *mine, struct err *err);
/* *mine: it was still claimed by `by`. */
bool store_channel_release(struct store_tx *tx, int64_t id, int64_t by, int64_t fails, msec next_at,
                           bool *mine, struct err *err);
/* How many wait and the newest of them; the first n of them. */
bool store_sending_waiting(struct store_tx *tx, int64_t channel, struct sending_sum_row *out,
                           struct err *err);
bool store_sending_next(struct store_tx *tx, struct arena *arena, int64_t channel, int n,
                        struct sending_rows *out, struct err *err);
/* How often something went out since then, and when first. */
bool store_sending_recent(struct store_tx *tx, int64_t channel, msec since, int64_t *n, msec *first,
                          struct err *err);
/* All that waits up to `last`. */
bool store_sending_try(struct store_tx *tx, int64_t channel, int64_t last, struct err *err);
bool store_sending_done(struct store_tx *tx, int64_t channel, int64_t first, int64_t last, msec at,
                        struct str answer, struct err *err);
bool store_sending_failed(struct store_tx *tx, int64_t channel, int64_t last, msec old,
                          struct str answer, struct err *err);
/* What was given up waits again, and nothing is waited for any longer. */
bool store_sending_again(struct store_tx *tx, int64_t channel, msec now, struct err *err);
bool store_sending_forget(struct store_tx *tx, msec before, int n, struct err *err);

#endif

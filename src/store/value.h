/* Entered values, with their history. Every change bumps the version of the campaign.
 *
 * A value is one fact: campaign, region, place (0 = none), code, part and period; `state` is
 * enum value_state of domain/standard.h. number, numerator and denominator may be absent
 * (has_number ...); the store keeps what was entered and computes nothing. */
#ifndef TZ_STORE_VALUE_H
#define TZ_STORE_VALUE_H

#include "base/when.h"
#include "domain/region.h"
#include "store/rows_gen.h"
#include "store/store.h"

/* Saves one value as `user` at `now`. row->version is the version that the person saw (0: there was
 * none); when it is another one by now, ERR_CONFLICT names who changed it, to what, and when.
 * On success row->id and row->version are those stored. In a write. */
bool store_value_put(struct store_tx *tx, struct value_row *row, int64_t user, msec now,
                     struct err *err);

/* Saves many, whatever is there (an import; the last one wins). What does not change keeps its
 * version. next fills a row and returns false at the end; the texts must live until its next call.
 * The rows are read twice: rewind starts them over. In a write. */
struct value_source {
    bool (*next)(void *ctx, struct value_row *row);
    void (*rewind)(void *ctx);
    void *ctx;
};
bool store_values_import(struct store_tx *tx, int64_t campaign, struct value_source source,
                         int64_t user, msec now, struct err *err);

bool store_value_get(struct store_tx *tx, struct arena *arena, int64_t id, struct value_row *out,
                     bool *found, struct err *err);
/* By its key: campaign, region, place, code, part and period of `key`. */
bool store_value_find(struct store_tx *tx, struct arena *arena, const struct value_row *key,
                      struct value_row *out, bool *found, struct err *err);
/* By region, place, code, part, period. `after`: the last row of the page before, or NULL. */
bool store_value_page(struct store_tx *tx, struct arena *arena, int64_t campaign,
                      struct region_range range, const struct value_row *after, int n,
                      struct value_rows *out, struct err *err);
/* All of exactly this region; at most n. */
bool store_values_of_region(struct store_tx *tx, struct arena *arena, int64_t campaign,
                            region_code region, int n, struct value_rows *out, struct err *err);
/* All of one indicator or item of exactly this region; at most n. */
bool store_values_of_code(struct store_tx *tx, struct arena *arena, int64_t campaign,
                          region_code region, struct str code, int n, struct value_rows *out,
                          struct err *err);
/* How many values the campaign has by code. */
bool store_value_codes(struct store_tx *tx, struct arena *arena, int64_t campaign,
                       struct value_code_rows *out, struct err *err);
/* The smallest and the largest id of the campaign's values; 0 when there are none. */
bool store_value_extent(struct store_tx *tx, struct arena *arena, int64_t campaign, int64_t *first,
                        int64_t *last, struct err *err);
/* The values of the campaign with ids from first to last, in no particular order: what scores are
 * made from. The texts of a row are valid during the callback only. */
bool store_value_facts(struct store_tx *tx, int64_t campaign, int64_t first, int64_t last,
                       bool (*row)(void *ctx, const struct value_fact_row *row, struct err *err),
                       void *ctx, struct err *err);
/* The places and the people of all values from `first` to `last` of a page, by id (of others of the
 * same regions too). Added to the lists. */
bool store_value_names(struct store_tx *tx, struct arena *arena, const struct value_row *first,
                       const struct value_row *last, struct place_rows *places,
                       struct user_name_rows *users, struct err *err);
/* The people of its history, by id. */
bool store_value_past_users(struct store_tx *tx, struct arena *arena, int64_t value,
                            struct user_name_rows *out, struct err *err);
/* What the value was before each change, the latest first. */
bool store_value_history(struct store_tx *tx, struct arena *arena, int64_t value,
                         struct value_past_rows *out, struct err *err);

#endif

#include "store/campaign.h"

#include "store/sql.h"

#include <stdio.h>

bool store_campaign_insert(struct store_tx *tx, const struct campaign_row *row, int64_t *id,
                           struct err *err)
{
    struct campaign_insert_out made;
    bool found;
    if (!sql_campaign_insert(tx, row, NULL, &made, &found, err))
        return false;
    *id = made.id;
    return true;
}

bool store_campaign_get(struct store_tx *tx, struct arena *arena, int64_t id,
                        struct campaign_row *out, bool *found, struct err *err)
{
    return sql_campaign_get(tx, &(struct campaign_get_in){id}, arena, out, found, err);
}

bool store_campaign_page(struct store_tx *tx, struct arena *arena, struct region_range range,
                         int64_t after, int n, struct campaign_rows *out, struct err *err)
{
    struct campaign_page_in in = {range.lo, range.hi, after, sql_page(n)};
    return sql_campaign_page(tx, &in, arena, out, err);
}

bool store_campaign_version(struct store_tx *tx, int64_t id, int64_t *version, struct err *err)
{
    struct campaign_version_out out;
    bool found;
    if (!sql_campaign_version(tx, &(struct campaign_version_in){id}, NULL, &out, &found, err))
        return false;
    if (!found) {
        char text[32];
        snprintf(text, sizeof text, "campaign %lld", (long long)id);
        return err_set(err, ERR_NOT_FOUND, text);
    }
    *version = out.version;
    return true;
}

bool store_campaign_bump(struct store_tx *tx, int64_t id, struct err *err)
{
    return sql_campaign_bump(tx, &(struct campaign_bump_in){id}, NULL, err);
}

bool store_campaign_set_standard(struct store_tx *tx, int64_t id, int64_t standard, struct err *err)
{
    return sql_campaign_set_standard(tx, &(struct campaign_set_standard_in){id, standard}, NULL,
                                     err);
}

struct run { /* feeds an array to a bulk statement */
    size_t at, n;
    int64_t campaign;
    const struct subject_row *subjects;
    const struct round_row *rounds;
};

static bool next_subject(void *ctx, struct subject_row *in)
{
    struct run *r = ctx;
    if (r->at == r->n)
        return false;
    *in = r->subjects[r->at++];
    in->campaign = r->campaign;
    return true;
}

static bool next_round(void *ctx, struct round_row *in)
{
    struct run *r = ctx;
    if (r->at == r->n)
        return false;
    *in = r->rounds[r->at++];
    in->campaign = r->campaign;
    return true;
}

bool store_subjects_put(struct store_tx *tx, int64_t campaign, const struct subject_row *rows,
                        size_t n, struct err *err)
{
    struct run r = {.n = n, .campaign = campaign, .subjects = rows};
    return sql_subject_put(tx, next_subject, &r, err) && store_campaign_bump(tx, campaign, err);
}

bool store_subject_page(struct store_tx *tx, struct arena *arena, int64_t campaign,
                        struct region_range range, region_code after, int n,
                        struct subject_rows *out, struct err *err)
{
    struct subject_page_in in = {campaign, range.lo, range.hi, after, sql_page(n)};
    return sql_subject_page(tx, &in, arena, out, err);
}

bool store_subject_names(struct store_tx *tx, int64_t campaign,
                         bool (*row)(void *ctx, const struct subject_name_row *row,
                                     struct err *err),
                         void *ctx, struct err *err)
{
    return sql_subject_names(tx, &(struct subject_names_in){campaign}, row, ctx, err);
}

bool store_subject_region_page(struct store_tx *tx, struct arena *arena, int64_t campaign,
                               struct region_range range, region_code after, int n,
                               struct region_rows *out, struct err *err)
{
    struct subject_region_page_in in = {campaign, range.lo, range.hi, after, sql_page(n)};
    return sql_subject_region_page(tx, &in, arena, out, err);
}

bool store_rounds_put(struct store_tx *tx, int64_t campaign, const struct round_row *rows, size_t n,
                      struct err *err)
{
    struct run r = {.n = n, .campaign = campaign, .rounds = rows};
    return sql_round_put(tx, next_round, &r, err) && store_campaign_bump(tx, campaign, err);
}

bool store_rounds(struct store_tx *tx, struct arena *arena, int64_t campaign,
                  struct round_rows *out, struct err *err)
{
    return sql_rounds(tx, &(struct rounds_in){campaign}, arena, out, err);
}

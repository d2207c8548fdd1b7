#include "store/value.h"

#include "store/campaign.h"
#include "store/sql.h"

#include <stdio.h>

/* The number that a person would read, for the message of a conflict. */
static void value_text(const struct value_row *v, char out[2 * DEC_TEXT_MAX + 4])
{
    char a[DEC_TEXT_MAX + 1], b[DEC_TEXT_MAX + 1];
    if (v->has_numerator && v->has_denominator) {
        a[dec_format(v->numerator, a)] = 0;
        b[dec_format(v->denominator, b)] = 0;
        snprintf(out, 2 * DEC_TEXT_MAX + 4, "%s / %s", a, b);
    } else if (v->has_number) {
        out[dec_format(v->number, out)] = 0;
    } else {
        snprintf(out, 2 * DEC_TEXT_MAX + 4, "-");
    }
}

static bool conflict(struct store_tx *tx, const struct value_row *now, struct err *err)
{
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct value_changer_out who = {0};
    bool found = false;
    char name[128], text[2 * DEC_TEXT_MAX + 4], when[WHEN_TEXT_MAX + 1];
    bool ok = sql_value_changer(tx, &(struct value_changer_in){now->changed_by}, &arena, &who,
                                &found, err);
    if (ok) {
        snprintf(name, sizeof name, "%.*s", STR_ARG(found ? who.name_zh : STR("?")));
        value_text(now, text);
        when[when_format(now->changed_at, when)] = 0;
        err_set(err, ERR_CONFLICT, name, text, when);
    }
    arena_release(&arena);
    return false;
}

static bool changed_meanwhile(struct store_tx *tx, const struct value_row *key, struct err *err)
{
    struct arena arena;
    arena_init(&arena, 1 << 20);
    struct value_row now;
    bool found, ok = store_value_find(tx, &arena, key, &now, &found, err);
    if (ok && found)
        conflict(tx, &now, err);
    else if (ok)
        err_set(err, ERR_NOT_FOUND, "value");
    arena_release(&arena);
    return false;
}

bool store_value_put(struct store_tx *tx, struct value_row *row, int64_t user, msec now,
                     struct err *err)
{
    struct value_row v = *row;
    v.changed_by = user;
    v.changed_at = now;
    if (row->version == 0) {
        struct value_insert_out made;
        bool inserted;
        if (!sql_value_insert(tx, &v, NULL, &made, &inserted, err))
            return false;
        if (!inserted)
            return changed_meanwhile(tx, row, err);
        v.id = made.id;
        v.version = 1;
    } else {
        int64_t kept, changed;
        struct value_keep_in keep = {row->id, row->version};
        if (!sql_value_keep(tx, &keep, &kept, err) || !sql_value_update(tx, &v, &changed, err))
            return false;
        if (changed != 1 || kept != 1)
            return changed_meanwhile(tx, row, err);
        v.version++;
    }
    if (!store_campaign_bump(tx, v.campaign, err))
        return false;
    *row = v;
    return true;
}

struct run {
    struct value_source source;
    int64_t campaign, user;
    msec now;
};

static bool next_value(void *ctx, struct value_row *in)
{
    struct run *r = ctx;
    if (!r->source.next(r->source.ctx, in))
        return false;
    in->campaign = r->campaign;
    in->changed_by = r->user;
    in->changed_at = r->now;
    return true;
}

bool store_values_import(struct store_tx *tx, int64_t campaign, struct value_source source,
                         int64_t user, msec now, struct err *err)
{
    struct run r = {source, campaign, user, now};
    source.rewind(source.ctx);
    if (!sql_value_import_keep(tx, next_value, &r, err))
        return false;
    source.rewind(source.ctx);
    return sql_value_import_put(tx, next_value, &r, err) && store_campaign_bump(tx, campaign, err);
}

bool store_value_get(struct store_tx *tx, struct arena *arena, int64_t id, struct value_row *out,
                     bool *found, struct err *err)
{
    return sql_value_get(tx, &(struct value_get_in){id}, arena, out, found, err);
}

bool store_value_find(struct store_tx *tx, struct arena *arena, const struct value_row *key,
                      struct value_row *out, bool *found, struct err *err)
{
    struct value_find_in in = {key->campaign, key->region, key->place,
                               key->code,     key->part,   key->period};
    return sql_value_find(tx, &in, arena, out, found, err);
}

bool store_value_page(struct store_tx *tx, struct arena *arena, int64_t campaign,
                      struct region_range range, const struct value_row *after, int n,
                      struct value_rows *out, struct err *err)
{
    struct value_page_in in = {
        .campaign = campaign, .hi = range.hi, .after_region = range.lo, .n = sql_page(n)};
    if (after && after->region >= range.lo) {
        in.after_region = after->region;
        in.after_place = after->place;
        in.after_code = after->code;
        in.after_part = after->part;
        in.after_period = after->period;
    }
    return sql_value_page(tx, &in, arena, out, err);
}

bool store_values_of_region(struct store_tx *tx, struct arena *arena, int64_t campaign,
                            region_code region, int n, struct value_rows *out, struct err *err)
{
    struct values_of_region_in in = {campaign, region, n};
    return sql_values_of_region(tx, &in, arena, out, err);
}

bool store_values_of_code(struct store_tx *tx, struct arena *arena, int64_t campaign,
                          region_code region, struct str code, int n, struct value_rows *out,
                          struct err *err)
{
    struct values_of_code_in in = {campaign, region, code, n};
    return sql_values_of_code(tx, &in, arena, out, err);
}

bool store_value_codes(struct store_tx *tx, struct arena *arena, int64_t campaign,
                       struct value_code_rows *out, struct err *err)
{
    return sql_value_codes(tx, &(struct value_codes_in){campaign}, arena, out, err);
}

bool store_value_extent(struct store_tx *tx, struct arena *arena, int64_t campaign, int64_t *first,
                        int64_t *last, struct err *err)
{
    struct value_extent_out out = {0};
    bool found;
    if (!sql_value_extent(tx, &(struct value_extent_in){campaign}, arena, &out, &found, err))
        return false;
    *first = out.first;
    *last = out.last;
    return true;
}

bool store_value_facts(struct store_tx *tx, int64_t campaign, int64_t first, int64_t last,
                       bool (*row)(void *ctx, const struct value_fact_row *row, struct err *err),
                       void *ctx, struct err *err)
{
    return sql_value_facts(tx, &(struct value_facts_in){campaign, first, last}, row, ctx, err);
}

bool store_value_history(struct store_tx *tx, struct arena *arena, int64_t value,
                         struct value_past_rows *out, struct err *err)
{
    return sql_value_history(tx, &(struct value_history_in){value}, arena, out, err);
}

bool store_value_names(struct store_tx *tx, struct arena *arena, const struct value_row *first,
                       const struct value_row *last, struct place_rows *places,
                       struct user_name_rows *users, struct err *err)
{
    struct value_places_in in = {first->campaign, first->region, first->place, last->region,
                                 last->place};
    struct value_users_in who = {first->campaign, first->region, first->place, last->region,
                                 last->place};
    return sql_value_places(tx, &in, arena, places, err) &&
           sql_value_users(tx, &who, arena, users, err);
}

bool store_value_past_users(struct store_tx *tx, struct arena *arena, int64_t value,
                            struct user_name_rows *out, struct err *err)
{
    return sql_value_past_users(tx, &(struct value_past_users_in){value}, arena, out, err);
}

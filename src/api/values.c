#include "api/handlers.h"

#include <stdio.h>

#include "store/campaign.h"
#include "store/value.h"
#include "work/standards.h"
#include "work/value_entry.h"

enum { VALUES_PAGE = 50 };

static bool campaign_standard(struct request *q, const struct standard **s, struct err *err)
{
    struct campaign_row c;
    bool found;
    return request_read(q, err) &&
           store_campaign_get(q->tx, q->arena, q->campaign, &c, &found, err) &&
           standard_get(q->app, q->tx, c.standard, s, err);
}

static void maybe_dec(struct json *j, const char *key, bool has, dec d)
{
    if (has)
        json_kdec(j, key, d);
    else
        json_knull(j, key);
}

/* The rate of a value that was entered as numerator and denominator, or the number itself. */
static bool number_of(const struct standard *s, const struct value_row *v, dec *out,
                      enum value_state *state)
{
    *state = (enum value_state)v->state;
    *out = v->number;
    if (*state != VALUE_PRESENT || !v->has_numerator || !v->has_denominator)
        return *state == VALUE_PRESENT && v->has_number;
    if (v->denominator.micro == 0) {
        *state = VALUE_EMPTY_DENOMINATOR;
        return false;
    }
    int64_t factor = standard_factor(s, v->code, v->part);
    return dec_muldiv(v->numerator, DEC_INT(factor), v->denominator, DEC_HALF_UP, out);
}

void api_value(struct json *j, const struct standard *s, const struct value_row *v,
               struct str place_name, struct str changer)
{
    dec number;
    enum value_state state;
    bool has = number_of(s, v, &number, &state);
    json_obj(j);
    json_ki64(j, "id", v->id);
    json_kregion(j, "region", v->region);
    json_ki64(j, "place", v->place);
    json_kstr(j, "place_name", place_name);
    json_kstr(j, "code", v->code);
    json_kstr(j, "part", v->part);
    json_kperiod(j, "period", (period)v->period);
    json_kstr(j, "state", str_of(value_state_word(state)));
    maybe_dec(j, "value", has, number);
    maybe_dec(j, "numerator", v->has_numerator, v->numerator);
    maybe_dec(j, "denominator", v->has_denominator, v->denominator);
    json_kstr(j, "source", v->source);
    json_kstr(j, "note", v->note);
    json_ki64(j, "version", v->version);
    json_kstr(j, "changed_by", changer);
    json_ki64(j, "changed_at", v->changed_at);
    json_end(j);
}

/* Places and people that the values name, read at once for all of them. */
struct names {
    struct request *q;
    struct place_rows places;
    struct user_name_rows users;
};

static bool names_of(struct names *n, const struct value_row *first, const struct value_row *last,
                     struct err *err)
{
    return store_value_names(n->q->tx, n->q->arena, first, last, &n->places, &n->users, err);
}

static struct str place_name(const struct names *n, int64_t id)
{
    for (size_t i = 0; i < n->places.n; i++)
        if (n->places.at[i].id == id)
            return n->places.at[i].name;
    return STR_NONE;
}

static struct str user_name(const struct names *n, int64_t id)
{
    for (size_t i = 0; i < n->users.n; i++)
        if (n->users.at[i].id == id)
            return n->users.at[i].name_zh;
    return STR_NONE;
}

static void write_value(const struct names *n, struct json *j, const struct standard *s,
                        const struct value_row *v)
{
    api_value(j, s, v, place_name(n, v->place), user_name(n, v->changed_by));
}

/* ---- a page
 * ---------------------------------------------------------------------------------------------- */

/* "after" is the id of the last value of the page before: its row is the key to go on from. */
static bool after_row(struct request *q, struct value_row *row, const struct value_row **after,
                      struct err *err)
{
    int64_t id;
    bool found;
    *after = NULL;
    if (!api_after(q, &id, err))
        return false;
    if (id == 0)
        return true;
    if (!store_value_get(q->tx, q->arena, id, row, &found, err))
        return false;
    if (!found || row->campaign != q->campaign)
        return api_not_found("value", id, err);
    *after = row;
    return true;
}

bool api_listValues(struct request *q, struct reply *r, struct err *err)
{
    const struct standard *s;
    struct value_row last;
    const struct value_row *after;
    struct value_rows rows = {0};
    struct names names = {.q = q};
    struct json j;
    int n = (int)query_int(q, "limit", VALUES_PAGE);
    struct str code = query_str(q, "code");
    region_code region = query_region(q, "region");
    if (!campaign_standard(q, &s, err) || !after_row(q, &last, &after, err))
        return false;
    bool ok =
        code.n ? store_values_of_code(q->tx, q->arena, q->campaign, region, code, n + 1, &rows, err)
               : store_value_page(q->tx, q->arena, q->campaign, region_subtree(region), after,
                                  n + 1, &rows, err);
    if (!ok || (rows.n && !names_of(&names, &rows.at[0], &rows.at[rows.n - 1], err)))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "values");
    json_arr(&j);
    for (size_t i = 0; i < rows.n && i < (size_t)n; i++)
        write_value(&names, &j, s, &rows.at[i]);
    json_end(&j);
    char next[24] = "";
    if (rows.n > (size_t)n && code.n == 0)
        snprintf(next, sizeof next, "%lld", (long long)rows.at[n - 1].id);
    json_kstr(&j, "next", str_of(next));
    json_end(&j);
    return true;
}

/* ---- one value
 * --------------------------------------------------------------------------------------------- */

static void write_standing(struct json *j, const char *key, region_code region, int rank,
                           bool scored, dec points)
{
    json_key(j, key);
    json_obj(j);
    json_kregion(j, "region", region);
    json_ki64(j, "rank", rank);
    maybe_dec(j, "points", scored, points);
    json_end(j);
}

bool api_putValue(struct request *q, struct reply *r, struct err *err)
{
    struct value_entry e = {.campaign = q->campaign,
                            .region = body_region(q, "region"),
                            .code = body_str(q, "code"),
                            .part = body_str(q, "part"),
                            .place = body_int(q, "place", 0),
                            .period = body_period(q, "period"),
                            .source = body_str(q, "source"),
                            .note = body_str(q, "note"),
                            .version = body_int(q, "version", 0)};
    struct str state = body_str(q, "state");
    for (int i = 0; i < VALUE_STATES; i++)
        if (str_is(state, value_state_word((enum value_state)i)))
            e.state = (enum value_state)i;
    bool numerator = body_dec(q, "numerator", &e.numerator);
    bool denominator = body_dec(q, "denominator", &e.denominator);
    e.has_value = body_dec(q, "value", &e.value);
    e.has_ratio = numerator && denominator;
    if (numerator != denominator)
        return err_set(err, ERR_FIELD_MISSING, numerator ? "denominator" : "numerator");
    struct value_outcome o;
    request_read_end(q);
    if (!value_enter(q->app, &q->actor, &e, &o, err))
        return false;
    const struct standard *s;
    struct value_row row;
    bool found;
    struct names names = {.q = q};
    struct json j;
    if (!campaign_standard(q, &s, err) ||
        !store_value_get(q->tx, q->arena, o.id, &row, &found, err) ||
        !names_of(&names, &row, &row, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "value");
    write_value(&names, &j, s, &row);
    write_standing(&j, "before", o.region, o.rank_before, o.scored_before, o.points_before);
    write_standing(&j, "after", o.region, o.rank_after, o.scored_after, o.points_after);
    json_end(&j);
    return true;
}

static void write_past(const struct names *n, struct json *j, const struct standard *s,
                       const struct value_row *now, const struct value_past_row *p)
{
    struct value_row v = *now;
    dec number;
    enum value_state state;
    v.state = p->state;
    v.number = p->number;
    v.has_number = p->has_number;
    v.numerator = p->numerator;
    v.has_numerator = p->has_numerator;
    v.denominator = p->denominator;
    v.has_denominator = p->has_denominator;
    bool has = number_of(s, &v, &number, &state);
    json_obj(j);
    json_ki64(j, "version", p->version);
    json_kstr(j, "state", str_of(value_state_word(state)));
    maybe_dec(j, "value", has, number);
    maybe_dec(j, "numerator", p->has_numerator, p->numerator);
    maybe_dec(j, "denominator", p->has_denominator, p->denominator);
    json_kstr(j, "source", p->source);
    json_kstr(j, "note", p->note);
    json_kstr(j, "changed_by", user_name(n, p->changed_by));
    json_ki64(j, "changed_at", p->changed_at);
    json_end(j);
}

bool api_getValueHistory(struct request *q, struct reply *r, struct err *err)
{
    const struct standard *s;
    struct value_row row;
    struct value_past_rows past = {0};
    struct names names = {.q = q};
    bool found;
    int64_t id = path_int(q, "value");
    if (!campaign_standard(q, &s, err) || !store_value_get(q->tx, q->arena, id, &row, &found, err))
        return false;
    if (!found || row.campaign != q->campaign)
        return api_not_found("value", id, err);
    if (!store_value_history(q->tx, q->arena, id, &past, err) ||
        !names_of(&names, &row, &row, err) ||
        !store_value_past_users(q->tx, q->arena, id, &names.users, err))
        return false;
    struct json j;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "value");
    write_value(&names, &j, s, &row);
    json_key(&j, "past");
    json_arr(&j);
    for (size_t i = 0; i < past.n; i++)
        write_past(&names, &j, s, &row, &past.at[i]);
    json_end(&j);
    json_end(&j);
    return true;
}

#include "work/value_act.h"

#include <stdio.h>

#include "base/json.h"

/* What can change of a value. */
static void content(const struct value_row *v, struct buf *out)
{
    struct json j;
    json_begin(&j, out);
    json_obj(&j);
    json_kstr(&j, "state", str_of(value_state_word((enum value_state)v->state)));
    if (v->has_number)
        json_kdec(&j, "value", v->number);
    if (v->has_numerator)
        json_kdec(&j, "numerator", v->numerator);
    if (v->has_denominator)
        json_kdec(&j, "denominator", v->denominator);
    json_kstr(&j, "source", v->source);
    json_kstr(&j, "note", v->note);
    json_end(&j);
}

bool value_act(struct app *app, struct store_tx *tx, struct arena *arena, const struct actor *who,
               const struct value_row *before, const struct value_row *after, struct err *err)
{
    struct buf was, became;
    char p[PERIOD_TEXT_MAX];
    buf_init(&was, 0);
    buf_init(&became, 0);
    if (before)
        content(before, &was);
    content(after, &became);
    period_format((period)after->period, p);
    struct act act = {.kind = "value.change",
                      .region = after->region,
                      .thing = arena_printf(arena, "campaign %lld %.*s%s%.*s %s value %lld",
                                            (long long)after->campaign, STR_ARG(after->code),
                                            after->part.n ? " " : "", STR_ARG(after->part), p,
                                            (long long)after->id),
                      .before = buf_str(&was),
                      .after = buf_str(&became)};
    bool ok = act.thing.p && !buf_failed(&was) && !buf_failed(&became)
                  ? audit_act(app, tx, who, &act, err)
                  : err_set(err, ERR_MEMORY, NULL);
    buf_release(&was);
    buf_release(&became);
    return ok;
}

static void put(struct buf *out, struct str s)
{
    buf_printf(out, "%zu:", s.n);
    buf_adds(out, s);
    buf_addc(out, ',');
}

static void put_dec(struct buf *out, bool has, dec d)
{
    char text[DEC_TEXT_MAX];
    put(out, has ? (struct str){text, dec_format(d, text)} : STR_NONE);
}

static void put_entry(struct buf *out, const struct value_entry *e)
{
    char region[REGION_TEXT_MAX], p[PERIOD_TEXT_MAX], place[24];
    put(out, (struct str){region, region_format(e->region, region)});
    put(out, e->code);
    put(out, e->part);
    put(out,
        (struct str){place, (size_t)snprintf(place, sizeof place, "%lld", (long long)e->place)});
    put(out, (struct str){p, period_format(e->period, p)});
    put(out, str_of(value_state_word(e->state)));
    put_dec(out, e->has_value, e->value);
    put_dec(out, e->has_ratio, e->numerator);
    put_dec(out, e->has_ratio, e->denominator);
    put(out, e->source);
    put(out, e->note);
    buf_addc(out, '\n');
}

bool values_act(struct app *app, struct store_tx *tx, struct arena *arena, const struct actor *who,
                const struct campaign_row *c, const struct value_entry *entries, int n,
                struct err *err)
{
    struct buf list, became;
    char digest[SHA256_HEX];
    buf_init(&list, (size_t)1 << 30);
    buf_init(&became, 0);
    for (int i = 0; i < n; i++)
        put_entry(&list, &entries[i]);
    sha256_hex(buf_str(&list), digest);
    buf_printf(&became, "{\"values\":%d,\"sha256\":\"%s\"}", n, digest);
    struct act act = {.kind = "values.import",
                      .region = c->region,
                      .thing = arena_printf(arena, "campaign %lld", (long long)c->id),
                      .after = buf_str(&became)};
    bool ok = act.thing.p && !buf_failed(&list) && !buf_failed(&became)
                  ? audit_act(app, tx, who, &act, err)
                  : err_set(err, ERR_MEMORY, NULL);
    buf_release(&list);
    buf_release(&became);
    return ok;
}

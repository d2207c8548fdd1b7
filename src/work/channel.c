/* Channels: who keeps them and what is fed into them. */
#include "work/channel.h"

#include <stdio.h>

#include "store/unit.h"
#include "work/changes.h"
#include "work/secret.h"

/* ---- keeping ---------------------------------------------------------------------------------
 */

struct keeping {
    struct app *app;
    const struct actor *who;
    const struct channel_new *new;
    struct arena arena;
    struct channel_row row;
    int64_t id;
};

static bool at(struct err *err, const char *field)
{
    err_at(err, STR_NONE, 0, 0, field);
    return false;
}

/* Nothing that ends a line or a bracket of a mail's head. */
static bool plain(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || s.p[i] == '<' || s.p[i] == '>' || s.p[i] == '"')
            return false;
    return true;
}

static bool kinds_fit(struct str kinds, struct err *err)
{
    struct str rest = kinds, one;
    while (rest.n && str_split(&rest, ' ', &one))
        if (message_kind_find(one) < 0)
            return err_set(err, ERR_CHOICE, err_word(one).z, "-") || at(err, "kinds");
    return true;
}

static bool receivers_fit(const struct channel_row *c, struct err *err)
{
    struct str rest = c->receivers, one;
    const struct channel_kind_def *kind = &CHANNEL_KIND[channel_kind_find(c->kind)];
    bool mail = kind->smtp;
    if (kind->receivers && !c->receivers.n)
        return err_set(err, ERR_EMPTY, NULL) || at(err, "receivers");
    while (rest.n && str_split(&rest, ',', &one))
        if (!plain(one) || !str_trim(one).n || (mail && !memchr(one.p, '@', one.n)))
            return err_set(err, ERR_CHANNEL_RECEIVER, err_word(one).z) || at(err, "receivers");
    if (mail && (!c->sender.n || !plain(c->sender) || !memchr(c->sender.p, '@', c->sender.n)))
        return err_set(err, ERR_CHANNEL_RECEIVER, err_word(c->sender).z) || at(err, "sender");
    return true;
}

static bool scheme_fits(bool smtp, struct str url, struct err *err)
{
    return str_starts(url, STR("smtp")) == smtp || err_set(err, ERR_OUTGOING_URL, NULL) ||
           at(err, "url");
}

static bool address_fits(struct keeping *k, struct err *err)
{
    char host[140];
    struct str url = k->new->url;
    const struct channel_kind_def *kind = &CHANNEL_KIND[channel_kind_find(k->row.kind)];
    if (!url.p)
        return k->row.url.n || err_set(err, ERR_EMPTY, NULL) || at(err, "url");
    if (!scheme_fits(kind->smtp, url, err))
        return false;
    if (!outgoing_allows(k->app->outgoing, url, host, err))
        return at(err, "url");
    k->row.host = arena_str(&k->arena, str_of(host));
    return (k->row.host.p || err_set(err, ERR_MEMORY, NULL)) &&
           secret_seal(k->app, &k->arena, url, &k->row.url, err);
}

static bool fits(struct keeping *k, struct err *err)
{
    const struct channel_row *c = &k->row;
    int kind = channel_kind_find(c->kind);
    if (kind < 0)
        return err_set(err, ERR_CHOICE, err_word(c->kind).z,
                       "wecom, dingtalk, feishu, webhook, sms, smtp") ||
               at(err, "kind");
    if (!str_trim(c->name).n)
        return err_set(err, ERR_EMPTY, NULL) || at(err, "name");
    if (kind == CHANNEL_SMS && !memmem(c->template.p, c->template.n, "{text}", 6))
        return err_set(err, ERR_CHANNEL_TEMPLATE, NULL) || at(err, "template");
    if (CHANNEL_KIND[kind].secret_needed && !k->new->secret.n && !c->secret.n)
        return err_set(err, ERR_EMPTY, NULL) || at(err, "secret");
    return kinds_fit(c->kinds, err) && receivers_fit(c, err) && address_fits(k, err) &&
           (!k->new->secret.p ||
            secret_seal(k->app, &k->arena, k->new->secret, &k->row.secret, err));
}

/* Somebody else's is not there. */
static bool need(struct store_tx *tx, struct arena *arena, const struct actor *who, int64_t id,
                 struct channel_row *out, struct err *err)
{
    bool found;
    char text[40];
    if (!store_channel_get(tx, arena, id, out, &found, err))
        return false;
    snprintf(text, sizeof text, "channel %lld", (long long)id);
    return (found && actor_reaches(who, out->region, NULL)) || err_set(err, ERR_NOT_FOUND, text);
}

static bool unit_fits(struct keeping *k, struct store_tx *tx, struct err *err)
{
    struct unit_row unit;
    bool found;
    if (!k->row.unit)
        return true;
    if (!store_unit_get(tx, &k->arena, k->row.unit, &unit, &found, err))
        return false;
    if (!found || !region_inside(unit.region, k->row.region))
        return err_set(err, ERR_OUT_OF_UNIT, NULL) || at(err, "unit");
    return true;
}

static bool note(struct keeping *k, struct store_tx *tx, const struct channel_row *was, bool made,
                 struct err *err)
{
    struct changes c;
    const struct channel_row *is = &k->row;
    changes_begin(&c);
    changes_str(&c, "name", was->name, is->name);
    changes_str(&c, "kind", was->kind, is->kind);
    changes_region(&c, "region", was->region, is->region);
    changes_i64(&c, "unit", was->unit, is->unit);
    changes_str(&c, "kinds", was->kinds, is->kinds);
    changes_str(&c, "host", was->host, is->host);
    changes_str(&c, "receivers", was->receivers, is->receivers);
    changes_str(&c, "sender", was->sender, is->sender);
    changes_i64(&c, "quiet_from", was->quiet_from, is->quiet_from);
    changes_i64(&c, "quiet_to", was->quiet_to, is->quiet_to);
    changes_i64(&c, "per_hour", was->per_hour, is->per_hour);
    changes_bool(&c, "active", was->active, is->active);
    changes_bool(&c, "address_given", false, k->new->url.p != NULL);
    changes_bool(&c, "secret_given", false, k->new->secret.p != NULL);
    changes_i64(&c, "version", was->version, is->version + (made ? 0 : 1));
    struct act act = {.kind = made ? "channel.add" : "channel.change",
                      .region = is->region,
                      .thing = arena_printf(&k->arena, "channel %lld", (long long)k->id)};
    bool ok = changes_act(&c, k->app, tx, k->who, &act, made, err);
    changes_end(&c);
    return ok;
}

static bool keep_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct keeping *k = ctx;
    struct channel_row was = {0};
    bool fit;
    k->row = k->new->row;
    k->id = k->row.id;
    k->row.url = k->row.secret = k->row.host = STR("");
    if (k->id) {
        if (!need(tx, &k->arena, k->who, k->id, &was, err))
            return false;
        k->row.url = was.url;
        k->row.secret = was.secret;
        k->row.host = was.host;
        /* An address of another kind is another address. */
        if (!k->new->url.p && !str_eq(was.kind, k->row.kind))
            k->row.url = k->row.host = STR("");
    }
    if (!actor_reaches(k->who, k->row.region, err) || !fits(k, err) || !unit_fits(k, tx, err))
        return false;
    if (!k->id) {
        k->row.version = 1;
        return store_channel_insert(tx, &k->row, &k->id, err) && note(k, tx, &was, true, err);
    }
    return store_channel_update(tx, &k->row, &fit, err) &&
           (fit || err_set(err, ERR_CHANGED, NULL)) && note(k, tx, &was, false, err);
}

bool channel_keep(struct app *app, const struct actor *who, const struct channel_new *new,
                  int64_t *id, struct err *err)
{
    struct keeping k = {.app = app, .who = who, .new = new};
    arena_init(&k.arena, 0);
    bool ok = store_write(app->store, keep_tx, &k, err);
    *id = k.id;
    arena_release(&k.arena);
    return ok;
}

/* ---- trying ----------------------------------------------------------------------------------
 */

struct trying {
    struct app *app;
    const struct actor *who;
    struct arena arena;
    int64_t id;
    bool test;
};

static bool try_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct trying *t = ctx;
    struct channel_row c;
    msec now = app_now(t->app);
    struct sending_row row = {.channel = t->id,
                              .kind = STR("test"),
                              .data = STR("{}"),
                              .key = arena_printf(&t->arena, "test %lld", (long long)now),
                              .at = now,
                              .state = STR("waiting")};
    struct act act = {.kind = t->test ? "channel.test" : "channel.retry",
                      .thing = arena_printf(&t->arena, "channel %lld", (long long)t->id)};
    if (!row.key.p || !act.thing.p)
        return err_set(err, ERR_MEMORY, NULL);
    if (!need(tx, &t->arena, t->who, t->id, &c, err))
        return false;
    act.region = c.region;
    return (!t->test || store_sendings_put(tx, &row, 1, err)) &&
           store_sending_again(tx, t->id, now, err) && audit_act(t->app, tx, t->who, &act, err);
}

static bool try_it(struct app *app, const struct actor *who, int64_t id, bool test, struct err *err)
{
    struct trying t = {.app = app, .who = who, .id = id, .test = test};
    arena_init(&t.arena, 0);
    bool ok = store_write(app->store, try_tx, &t, err);
    arena_release(&t.arena);
    return ok;
}

bool channel_test(struct app *app, const struct actor *who, int64_t id, struct err *err)
{
    return try_it(app, who, id, true, err);
}

bool channel_retry(struct app *app, const struct actor *who, int64_t id, struct err *err)
{
    return try_it(app, who, id, false, err);
}

/* ---- feeding ---------------------------------------------------------------------------------
 */

static bool wants(const struct channel_for_row *c, const char *kind, int64_t unit)
{
    struct str rest = c->kinds, one;
    if (c->unit && c->unit != unit)
        return false;
    if (!rest.n)
        return true;
    while (rest.p && str_split(&rest, ' ', &one))
        if (str_is(one, kind))
            return true;
    return false;
}

bool channel_feed(struct telling *t, enum message_kind kind, int64_t unit, struct str data,
                  struct err *err)
{
    const char *code = MESSAGE_KIND[kind].code;
    if (!t->have_channels) {
        t->have_channels = true;
        if (!store_channels_for(t->tx, t->arena, t->f->region, &t->channels, err))
            return false;
    }
    for (size_t i = 0; i < t->channels.n; i++) {
        if (!wants(&t->channels.at[i], code, unit))
            continue;
        struct sending_row row = {.channel = t->channels.at[i].id,
                                  .campaign = t->f->campaign,
                                  .finding = t->f->id,
                                  .kind = str_of(code),
                                  .data = data,
                                  .key = message_key(t, kind, unit),
                                  .at = app_now(t->app),
                                  .state = STR("waiting")};
        if (!data.p || !row.key.p || !VEC_PUSH(t->arena, &t->sendings, row))
            return err_set(err, ERR_MEMORY, NULL);
    }
    return true;
}

/* Channels: where messages go out to, and what went. Addresses and secrets are never shown. */
#include <stdio.h>

#include "api/handlers.h"
#include "work/channel.h"

enum { SENDINGS_PAGE = 50 };

static void write_words(struct json *j, const char *key, struct str words)
{
    struct str one;
    json_key(j, key);
    json_arr(j);
    while (words.n && str_split(&words, ' ', &one))
        if (one.n)
            json_str(j, one);
    json_end(j);
}

static void write_channel(struct json *j, const struct channel_row *c,
                          const struct channel_state_row *s)
{
    json_obj(j);
    json_ki64(j, "id", c->id);
    json_kstr(j, "name", c->name);
    json_kstr(j, "kind", c->kind);
    json_kregion(j, "region", c->region);
    json_ki64(j, "unit", c->unit);
    write_words(j, "kinds", c->kinds);
    json_kstr(j, "lang", c->lang);
    json_kstr(j, "host", c->host);
    json_kstr(j, "login", c->login);
    json_kbool(j, "has_secret", c->secret.n > 0);
    json_kstr(j, "sender", c->sender);
    json_kstr(j, "receivers", c->receivers);
    json_kstr(j, "template", c->template);
    json_ki64(j, "quiet_from", c->quiet_from);
    json_ki64(j, "quiet_to", c->quiet_to);
    json_ki64(j, "per_hour", c->per_hour);
    json_kbool(j, "active", c->active);
    json_ki64(j, "version", c->version);
    json_ki64(j, "waiting", s ? s->waiting : 0);
    json_ki64(j, "fails", s ? s->fails : 0);
    json_ki64(j, "next_at", s ? s->next_at : 0);
    json_end(j);
}

static bool read_all(struct request *q, struct channel_rows *rows,
                     struct channel_state_rows *states, struct err *err)
{
    for (int i = 0; i < q->actor.within.n; i++) {
        struct region_range range = region_subtree(q->actor.within.at[i]);
        if (!store_channels(q->tx, q->arena, range, rows, err) ||
            !store_channel_states(q->tx, q->arena, range, states, err))
            return false;
    }
    return true;
}

static const struct channel_state_row *state_of(const struct channel_state_rows *states, int64_t id)
{
    for (size_t i = 0; i < states->n; i++)
        if (states->at[i].id == id)
            return &states->at[i];
    return NULL;
}

static void write_kinds(struct json *j)
{
    json_key(j, "kinds");
    json_arr(j);
    for (int i = 0; i < MESSAGE_KINDS; i++) {
        json_obj(j);
        json_kstr(j, "code", str_of(MESSAGE_KIND[i].code));
        api_names(j, "name", str_of(MESSAGE_KIND[i].zh), str_of(MESSAGE_KIND[i].en));
        json_end(j);
    }
    json_end(j);
}

bool api_listChannels(struct request *q, struct reply *r, struct err *err)
{
    struct channel_rows rows = {0};
    struct channel_state_rows states = {0};
    struct json j;
    const struct outgoing *o = q->app->outgoing;
    if (!request_read(q, err) || !read_all(q, &rows, &states, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "hosts");
    json_arr(&j);
    for (int i = 0; o && i < o->n; i++) {
        char text[200];
        snprintf(text, sizeof text, "%s://%s:%d", o->at[i].scheme, o->at[i].host, o->at[i].port);
        json_str(&j, str_of(text));
    }
    json_end(&j);
    json_key(&j, "channels");
    json_arr(&j);
    for (size_t i = 0; i < rows.n; i++)
        write_channel(&j, &rows.at[i], state_of(&states, rows.at[i].id));
    json_end(&j);
    write_kinds(&j);
    json_end(&j);
    return true;
}

static struct str words(const struct request *q, const char *name)
{
    const json_t *one;
    struct buf b;
    size_t i;
    buf_init(&b, 2000);
    json_array_foreach(json_object_get(q->json, name), i, one)
    {
        buf_addz(&b, i ? " " : "");
        buf_addz(&b, json_string_value(one));
    }
    struct str out = buf_failed(&b) ? STR("") : arena_str(q->arena, buf_str(&b));
    buf_release(&b);
    return out.p ? out : STR("");
}

static struct str given(const struct request *q, const char *name)
{
    struct str s = body_str(q, name);
    return s.n ? s : STR_NONE;
}

static struct channel_new new_of(const struct request *q, int64_t id)
{
    return (struct channel_new){.row = {.id = id,
                                        .version = body_int(q, "version", 0),
                                        .name = str_trim(body_str(q, "name")),
                                        .kind = body_str(q, "kind"),
                                        .region = body_region(q, "region"),
                                        .unit = body_int(q, "unit", 0),
                                        .kinds = words(q, "kinds"),
                                        .lang = body_str(q, "lang"),
                                        .login = body_str(q, "login"),
                                        .sender = str_trim(body_str(q, "sender")),
                                        .receivers = str_trim(body_str(q, "receivers")),
                                        .template = body_str(q, "template"),
                                        .quiet_from = body_int(q, "quiet_from", 0),
                                        .quiet_to = body_int(q, "quiet_to", 0),
                                        .per_hour = body_int(q, "per_hour", 0),
                                        .active = body_bool(q, "active")},
                                .url = given(q, "url"),
                                .secret = given(q, "secret")};
}

static bool keep(struct request *q, struct reply *r, int64_t id, struct err *err)
{
    struct channel_new new = new_of(q, id);
    request_read_end(q);
    return channel_keep(q->app, &q->actor, &new, &id, err) && api_listChannels(q, r, err);
}

bool api_addChannel(struct request *q, struct reply *r, struct err *err)
{
    return keep(q, r, 0, err);
}

bool api_changeChannel(struct request *q, struct reply *r, struct err *err)
{
    return keep(q, r, path_int(q, "channel"), err);
}

bool api_testChannel(struct request *q, struct reply *r, struct err *err)
{
    r->status = q->def->status;
    request_read_end(q);
    return channel_test(q->app, &q->actor, path_int(q, "channel"), err);
}

bool api_retryChannel(struct request *q, struct reply *r, struct err *err)
{
    r->status = q->def->status;
    request_read_end(q);
    return channel_retry(q->app, &q->actor, path_int(q, "channel"), err);
}

static void write_sending(struct request *q, struct json *j, const struct sending_row *s)
{
    struct buf text;
    buf_init(&text, 8192);
    if (!str_is(s->kind, "test"))
        message_text(s->kind, s->finding, s->data, q->lang, &text);
    json_obj(j);
    json_ki64(j, "id", s->id);
    json_kstr(j, "kind", s->kind);
    json_kstr(j, "text", buf_str(&text));
    json_ki64(j, "at", s->at);
    json_kstr(j, "state", s->state);
    json_ki64(j, "tries", s->tries);
    json_ki64(j, "sent_at", s->sent_at);
    json_ki64(j, "together", s->together);
    json_kstr(j, "answer", s->answer);
    json_end(j);
    buf_release(&text);
}

bool api_listSendings(struct request *q, struct reply *r, struct err *err)
{
    struct sending_rows rows = {0};
    struct channel_row c;
    struct json j;
    int64_t before, id = path_int(q, "channel");
    bool found;
    char next[24] = "";
    size_t n = (size_t)query_int(q, "limit", SENDINGS_PAGE);
    if (!api_after(q, &before, err) || !request_read(q, err) ||
        !store_channel_get(q->tx, q->arena, id, &c, &found, err))
        return false;
    if (!found || !actor_reaches(&q->actor, c.region, NULL))
        return api_not_found("channel", id, err);
    if (!store_sendings(q->tx, q->arena, id, before, (int)n + 1, &rows, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "sendings");
    json_arr(&j);
    for (size_t i = 0; i < rows.n && i < n; i++)
        write_sending(q, &j, &rows.at[i]);
    json_end(&j);
    if (rows.n > n)
        snprintf(next, sizeof next, "%lld", (long long)rows.at[n - 1].id);
    json_kstr(&j, "next", str_of(next));
    json_end(&j);
    return true;
}

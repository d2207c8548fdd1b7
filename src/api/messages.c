/* The inbox: what the posts are told that somebody acts in. */
#include <stdio.h>

#include "api/handlers.h"
#include "work/message.h"

enum { MESSAGES_PAGE = 30 };

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

static bool write_message(struct request *q, struct json *j, const struct message_row *m,
                          struct err *err)
{
    struct buf text;
    int kind = message_kind_find(m->kind);
    buf_init(&text, 8192);
    message_text(m->kind, m->finding, m->data, q->lang, &text);
    json_obj(j);
    json_ki64(j, "id", m->id);
    json_kstr(j, "kind", m->kind);
    json_kstr(j, "name",
              kind < 0
                  ? m->kind
                  : str_of(q->lang == LANG_ZH ? MESSAGE_KIND[kind].zh : MESSAGE_KIND[kind].en));
    json_kstr(j, "text", buf_str(&text));
    json_ki64(j, "campaign", m->campaign);
    json_ki64(j, "finding", m->finding);
    json_ki64(j, "at", m->at);
    json_kbool(j, "read", m->read_at != 0);
    json_end(j);
    bool ok = !buf_failed(&text) || err_set(err, ERR_MEMORY, NULL);
    buf_release(&text);
    return ok;
}

bool api_listMessages(struct request *q, struct reply *r, struct err *err)
{
    struct message_rows rows = {0};
    struct message_reader who = message_reader_of(q->app, q->actor.user);
    struct json j;
    int64_t before, unread;
    char next[24] = "";
    size_t n = (size_t)query_int(q, "limit", MESSAGES_PAGE);
    if (!api_after(q, &before, err) || !request_read(q, err) ||
        !store_messages_page(q->tx, q->arena, &who, query_bool(q, "unread"), query_str(q, "kind"),
                             before, (int)n + 1, &rows, err) ||
        !store_messages_unread(q->tx, &who, &unread, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "messages");
    json_arr(&j);
    for (size_t i = 0; i < rows.n && i < n; i++)
        if (!write_message(q, &j, &rows.at[i], err))
            return false;
    json_end(&j);
    if (rows.n > n)
        snprintf(next, sizeof next, "%lld", (long long)rows.at[n - 1].id);
    json_kstr(&j, "next", str_of(next));
    json_ki64(&j, "unread", unread);
    write_kinds(&j);
    json_end(&j);
    return true;
}

bool api_countMessages(struct request *q, struct reply *r, struct err *err)
{
    struct message_reader who = message_reader_of(q->app, q->actor.user);
    struct json j;
    int64_t unread;
    if (!request_read(q, err) || !store_messages_unread(q->tx, &who, &unread, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_ki64(&j, "unread", unread);
    json_end(&j);
    return true;
}

bool api_readMessages(struct request *q, struct reply *r, struct err *err)
{
    request_read_end(q);
    return messages_mark(q->app, &q->actor, body_int(q, "first", 0), body_int(q, "last", 0), err) &&
           api_countMessages(q, r, err);
}

#include "http/exchange.h"

#include <stdio.h>

bool request_read(struct request *q, struct err *err)
{
    if (!q->tx)
        q->tx = store_read(q->app->store, err);
    return q->tx != NULL;
}

void request_read_end(struct request *q)
{
    store_read_end(q->tx);
    q->tx = NULL;
}

bool request_owns(struct request *q, bool found, int64_t campaign, const char *thing, int64_t id,
                  struct err *err)
{
    char text[60];
    if (found && campaign == q->campaign)
        return true;
    q->elsewhere = found;
    snprintf(text, sizeof text, "%s %lld", thing, (long long)id);
    return err_set(err, ERR_NOT_FOUND, text);
}

static struct str find(const struct pair *pairs, int n, const char *name)
{
    for (int i = 0; i < n; i++)
        if (str_is(pairs[i].name, name))
            return pairs[i].value;
    return STR_NONE;
}

struct str query_str(const struct request *q, const char *name)
{
    return find(q->query, q->n_query, name);
}

int64_t query_int(const struct request *q, const char *name, int64_t fallback)
{
    int64_t v = fallback;
    (void)str_to_i64(query_str(q, name), &v);
    return v;
}

bool query_bool(const struct request *q, const char *name)
{
    return str_is(query_str(q, name), "true");
}

static region_code region_of(struct str text)
{
    region_code code = 0;
    (void)region_parse(text, &code, NULL);
    return code;
}

region_code query_region(const struct request *q, const char *name)
{
    return region_of(query_str(q, name));
}

struct str path_str(const struct request *q, const char *name)
{
    return find(q->path, q->n_path, name);
}

int64_t path_int(const struct request *q, const char *name)
{
    int64_t v = 0;
    (void)str_to_i64(path_str(q, name), &v);
    return v;
}

region_code path_region(const struct request *q, const char *name)
{
    return region_of(path_str(q, name));
}

struct str body_str(const struct request *q, const char *name)
{
    const json_t *v = json_object_get(q->json, name);
    return json_is_string(v) ? (struct str){json_string_value(v), json_string_length(v)} : STR_NONE;
}

int64_t body_int(const struct request *q, const char *name, int64_t fallback)
{
    const json_t *v = json_object_get(q->json, name);
    return json_is_integer(v) ? json_integer_value(v) : fallback;
}

bool body_bool(const struct request *q, const char *name)
{
    return json_is_true(json_object_get(q->json, name));
}

bool body_dec(const struct request *q, const char *name, dec *out)
{
    struct str text = body_str(q, name);
    return text.n && dec_parse(text, out);
}

region_code body_region(const struct request *q, const char *name)
{
    return region_of(body_str(q, name));
}

int64_t body_day(const struct request *q, const char *name)
{
    struct date d;
    struct str text = body_str(q, name);
    return text.n && date_parse(text, &d) ? date_to_days(d) : 0;
}

period body_period(const struct request *q, const char *name)
{
    period p = 0;
    (void)period_parse(body_str(q, name), &p);
    return p;
}

void reply_json(struct request *q, struct reply *r, struct json *j)
{
    r->status = q->def->status;
    r->media = STR("application/json");
    json_begin(j, &r->body);
}

void reply_file(struct request *q, struct reply *r, struct str name)
{
    r->status = q->def->status;
    r->media = str_of(q->def->reply_media);
    r->file_name = name;
}

bool reply_done(struct reply *r, struct err *err)
{
    return buf_failed(&r->body) ? err_set(err, ERR_TOO_LARGE, "reply", "64 MB") : true;
}

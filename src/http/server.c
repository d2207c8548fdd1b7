#include "http/record.h"
#include "http/session.h"

#include <stdio.h>
#include <strings.h>

enum { REQUEST_MEMORY = 96 << 20, QUERY_TEXT_MAX = 1024, LARGE_KILOBYTES = 1024 };

void server_init(struct server *s, struct app *app, op_handler *const *handlers)
{
    *s = (struct server){.app = app, .handlers = handlers};
    pthread_mutex_init(&s->hash_lock, NULL);
    pthread_cond_init(&s->hash_free, NULL);
    pthread_mutex_init(&s->refused_lock, NULL);
}

void server_release(struct server *s)
{
    pthread_cond_destroy(&s->hash_free);
    pthread_mutex_destroy(&s->hash_lock);
    pthread_mutex_destroy(&s->refused_lock);
}

void reply_release(struct reply *r)
{
    buf_release(&r->body);
}

static enum lang lang_of(struct str accept)
{
    return accept.n >= 2 && strncasecmp(accept.p, "en", 2) == 0 ? LANG_EN : LANG_ZH;
}

/* ---- errors
 * ------------------------------------------------------------------------------------------ */

static void problem_members(struct json *j, const struct err *e, enum lang lang)
{
    struct buf text;
    buf_init(&text, 4096);
    err_text(e, lang, &text);
    json_kstr(j, "code", str_of(err_key(e->code)));
    json_kstr(j, "message", buf_str(&text));
    buf_release(&text);
    if (e->place.file[0])
        json_kstr(j, "file", str_of(e->place.file));
    if (e->place.row)
        json_ki64(j, "row", e->place.row);
    if (e->place.column)
        json_ki64(j, "column", e->place.column);
    if (e->place.field[0])
        json_kstr(j, "field", str_of(e->place.field));
}

void problem_to_json(struct json *j, const struct err *e, enum lang lang)
{
    json_obj(j);
    problem_members(j, e, lang);
    json_end(j);
}

static void reply_error(struct reply *r, const struct err *e, const struct err_list *problems,
                        enum lang lang)
{
    struct json j;
    buf_clear(&r->body);
    r->status = err_http(e->code);
    r->media = STR("application/json");
    r->file_name = r->cookie = r->location = r->etag = STR_NONE;
    r->gzip = false;
    r->fixed = NULL;
    json_begin(&j, &r->body);
    json_obj(&j);
    json_key(&j, "error");
    json_obj(&j);
    problem_members(&j, e, lang);
    if (problems && problems->items.n) {
        json_key(&j, "problems");
        json_arr(&j);
        for (size_t i = 0; i < problems->items.n; i++)
            problem_to_json(&j, &problems->items.at[i], lang);
        json_end(&j);
    }
    json_end(&j);
    json_end(&j);
}

/* ---- reading the request
 * ------------------------------------------------------------------------------ */

static struct str target_path(struct str target)
{
    struct str path;
    str_split(&target, '?', &path);
    return path;
}

static bool split_target(struct request *q, struct str target, struct str *path, struct err *err)
{
    struct str query = target, raw_path, part;
    str_split(&query, '?', &raw_path);
    *path = raw_path;
    while (query.p && str_split(&query, '&', &part)) {
        struct str value = part, name;
        str_split(&value, '=', &name);
        if (part.n == 0)
            continue;
        if (q->n_query == QUERY_MAX || part.n > QUERY_TEXT_MAX)
            return err_set(err, ERR_TOO_LARGE, "query", "32");
        struct pair *p = &q->query[q->n_query];
        if (!percent_decode(q->arena, name, &p->name, err) ||
            !percent_decode(q->arena, value, &p->value, err))
            return false;
        for (int i = 0; i < q->n_query; i++)
            if (str_eq(q->query[i].name, p->name))
                return err_set(err, ERR_BAD_REQUEST, "query");
        q->n_query++;
    }
    return true;
}

static const struct op_param *param_of(const struct op_def *op, enum param_in in, struct str name)
{
    for (int i = op->first_param; i < op->first_param + op->n_params; i++)
        if (OP_PARAMS[i].in == in && str_is(name, OP_PARAMS[i].name))
            return &OP_PARAMS[i];
    return NULL;
}

static bool unknown_param(const struct op_def *op, struct str name, struct err *err)
{
    char list[ERR_ARG_MAX] = "-", shown[ERR_ARG_MAX];
    size_t n = 0;
    for (int i = op->first_param; i < op->first_param + op->n_params; i++)
        if (OP_PARAMS[i].in == PARAM_QUERY) {
            int k = snprintf(list + n, sizeof list - n, "%s%s", n ? ", " : "", OP_PARAMS[i].name);
            n = k > 0 && n + (size_t)k < sizeof list ? n + (size_t)k : sizeof list - 1;
        }
    snprintf(shown, sizeof shown, "%.*s", STR_ARG(name));
    return err_set(err, ERR_FIELD_UNKNOWN, shown, list);
}

static bool check_params(struct request *q, struct err *err)
{
    for (int i = 0; i < q->n_path; i++) {
        const struct op_param *p = param_of(q->def, PARAM_PATH, q->path[i].name);
        if (!percent_decode(q->arena, q->path[i].value, &q->path[i].value, err) || !p ||
            !contract_check_text(p->schema, q->path[i].value, p->name, err))
            return false;
    }
    for (int i = 0; i < q->n_query; i++) {
        const struct op_param *p = param_of(q->def, PARAM_QUERY, q->query[i].name);
        if (!p)
            return unknown_param(q->def, q->query[i].name, err);
        if (!contract_check_text(p->schema, q->query[i].value, p->name, err))
            return false;
    }
    for (int i = q->def->first_param; i < q->def->first_param + q->def->n_params; i++)
        if (OP_PARAMS[i].in == PARAM_QUERY && OP_PARAMS[i].required &&
            !query_str(q, OP_PARAMS[i].name).p)
            return err_set(err, ERR_FIELD_MISSING, OP_PARAMS[i].name);
    return true;
}

static bool media_fits(struct str have, const char *want)
{
    struct str rest = have, type;
    return str_split(&rest, ';', &type) && str_trim(type).n == strlen(want) &&
           strncasecmp(str_trim(type).p, want, strlen(want)) == 0;
}

static bool read_body(struct request *q, const struct raw_request *raw, struct err *err)
{
    const struct op_def *op = q->def;
    if (op->body < 0)
        return raw->body.n == 0 || err_set(err, ERR_BAD_REQUEST, "body");
    if (raw->body.n > op->body_max) {
        char max[24];
        snprintf(max, sizeof max, "%zu", op->body_max);
        return err_set(err, ERR_TOO_LARGE, "body", max);
    }
    struct str type = gate_header(raw, "Content-Type");
    if (!media_fits(type, op->body_media)) {
        return err_set(err, ERR_MEDIA_TYPE, err_word(type).z, op->body_media);
    }
    if (strcmp(op->body_media, "application/json") != 0) {
        q->body = raw->body;
        return raw->body.n > 0 || err_set(err, ERR_EMPTY, NULL);
    }
    json_error_t bad;
    q->json = json_loadb(raw->body.p, raw->body.n, JSON_REJECT_DUPLICATES, &bad);
    if (!q->json) {
        err_set(err, ERR_BAD_REQUEST, bad.text);
        return err_at(err, STR("body"), bad.line, bad.column, NULL);
    }
    return contract_check(op->body, q->json, err);
}

/* ---- origin
 * --------------------------------------------------------------------------------------------- */

/* A write that another site made this browser send: refused. */
static bool same_origin(const struct raw_request *raw, struct err *err)
{
    struct str site = gate_header(raw, "Sec-Fetch-Site");
    if (site.p && !str_is(site, "same-origin") && !str_is(site, "none"))
        return err_set(err, ERR_ORIGIN, NULL);
    struct str origin = gate_header(raw, "Origin"), host = gate_header(raw, "Host");
    if (!origin.p)
        return true;
    struct str scheme_http = STR("http://"), scheme_https = STR("https://");
    size_t skip = str_starts(origin, scheme_https)  ? scheme_https.n
                  : str_starts(origin, scheme_http) ? scheme_http.n
                                                    : origin.n;
    return str_eq((struct str){origin.p + skip, origin.n - skip}, host) ||
           err_set(err, ERR_ORIGIN, NULL);
}

/* ---- serving
 * -------------------------------------------------------------------------------------------- */

static bool serve(struct request *q, const struct raw_request *raw, struct reply *r,
                  struct err *err)
{
    struct str path;
    r->close = true; /* what comes behind a request that is no honest one is not read as another */
    if (!gate_check(raw, err))
        return false;
    r->close = false;
    if (!split_target(q, raw->target, &path, err))
        return false;
    bool api = str_starts(path, STR("/api/"));
    bool read = str_is(raw->method, "GET") || str_is(raw->method, "HEAD");
    if (!api && read && asset_reply(q->server, raw, path, r))
        return true;
    /* A browser adds cookies by itself, but never a token. */
    struct str token = token_given(raw);
    if (!route_find(q, raw->method, path, err) || (!read && !token.n && !same_origin(raw, err)))
        return false;
    r->op = q->op;
    r->cache = STR("no-store");
    bool logged_in =
        rights_public(q->def) || (token.n ? token_load(q, token, err) : session_load(raw, q, err));
    if (!RIGHT_CHECK(RIGHT_LOGIN, logged_in) || !check_params(q, err) || !rights_check(q, err))
        return false;
    if (!read_body(q, raw, err))
        return false;
    /* Where the contract takes a reason, the entry of what is done has it. */
    q->actor.reason = q->json ? body_str(q, "reason") : query_str(q, "reason");
    op_handler *handler = q->server->handlers[q->op];
    if (!handler)
        return err_set(err, ERR_INTERNAL, q->def->id);
    return handler(q, r, err) && reply_done(r, err) && record_file(q, r, path, err);
}

void server_handle(struct server *server, const struct raw_request *raw, struct reply *out,
                   struct request_cost *cost)
{
    struct arena arena;
    struct err err = {0};
    uint64_t statements = store_statements();
    arena_init(&arena, REQUEST_MEMORY);
    arena.fail_at = server->fail_at;
    struct err_list problems = {.arena = &arena, .max = 200};
    struct request q = {.server = server,
                        .app = server->app,
                        .arena = &arena,
                        .op = OP_COUNT,
                        .lang = lang_of(gate_header(raw, "Accept-Language")),
                        .address = raw->address,
                        .agent = gate_header(raw, "User-Agent"),
                        .half = cookie_token(gate_header(raw, "Cookie"), COOKIE_STEP),
                        .problems = &problems};
    *out = (struct reply){.op = OP_COUNT};
    buf_init(&out->body, 0);
    if (serve(&q, raw, out, &err)) {
        reply_compress(out, gate_header(raw, "Accept-Encoding"));
    } else {
        if (q.def)
            record_refusal(&q, target_path(raw->target), &err);
        reply_error(out, &err, &problems, q.lang);
    }
    request_read_end(&q);
    json_decref(q.json);
    /* What outlives the arena is copied. */
    snprintf(out->cookie_room, sizeof out->cookie_room, "%.*s", STR_ARG(out->cookie));
    snprintf(out->name_room, sizeof out->name_room, "%.*s", STR_ARG(out->file_name));
    snprintf(out->location_room, sizeof out->location_room, "%.*s", STR_ARG(out->location));
    out->location = str_of(out->location_room);
    out->secure = server->secure;
    out->cookie = str_of(out->cookie_room);
    out->file_name = str_of(out->name_room);
    if (cost)
        *cost = (struct request_cost){.allocations = arena.allocations,
                                      .bytes = arena.used,
                                      .statements = store_statements() - statements};
    arena_release(&arena);
}

struct server_wants server_wants(struct str method, struct str target)
{
    struct request q = {0};
    struct str query = target, path;
    str_split(&query, '?', &path);
    if (!route_find(&q, method, path, NULL))
        return (struct server_wants){0};
    const struct op_def *op = q.def;
    bool file = (op->body_media && strcmp(op->body_media, "application/json") != 0) ||
                (op->reply_media && strcmp(op->reply_media, "application/json") != 0);
    return (struct server_wants){.body_max = op->body >= 0 ? op->body_max : 0,
                                 .large = file || op->cost.kilobytes >= LARGE_KILOBYTES};
}

/* A request from the wire to the reply: gate, target, cookie, route, rights, query and body against
 * the contract, the handler. The input is written like a request: "POST /api/session", lines of
 * headers, an empty line, the body. Its first byte says whose session goes with it ('1'..'3'; else
 * none) or, as '!', that nothing is added: not even Host and Content-Length.
 *
 * Whatever comes in, the answer is one that the contract knows, in UTF-8, with its headers. */
#include "world.h"

#include "http/server.h"

#include <stdio.h>

static void add(struct raw_request *raw, struct str name, struct str value)
{
    if (raw->n_headers < HEADERS_MAX)
        raw->headers[raw->n_headers++] = (struct header){name, value};
}

/* As a transport would: lines, each with its CR taken off. */
static void take_apart(struct str in, struct raw_request *raw)
{
    struct str line;
    bool first = true;
    while (in.p && str_split(&in, '\n', &line) && line.n) {
        if (line.p[line.n - 1] == '\r')
            line.n--;
        struct str rest = line, name;
        if (line.n == 0)
            break;
        if (first)
            str_split(&rest, ' ', &raw->method);
        else
            str_split(&rest, ':', &name);
        if (first)
            raw->target = rest;
        else
            add(raw, name, str_trim(rest));
        first = false;
    }
    raw->body = in;
}

static void check_json(const struct reply *r)
{
    json_error_t why;
    struct err err = {0};
    struct str body = buf_str(&r->body);
    bool good = r->op != OP_COUNT && r->status == OPS[r->op].status;
    int schema = good ? OPS[r->op].reply : SCHEMA_ERROR;
    json_t *v = json_loadb(body.p ? body.p : "", body.n, JSON_REJECT_DUPLICATES, &why);
    FUZZ_CHECK(v && schema >= 0);
    if (!contract_check(schema, v, &err)) {
        fprintf(stderr, "%.*s: %s at %s\n", STR_ARG(body), err_key(err.code), err.place.field);
        abort();
    }
    json_decref(v);
}

static void check_headers(const struct reply *r)
{
    struct reply_header headers[REPLY_HEADERS_MAX];
    int n = reply_headers(r, headers);
    FUZZ_CHECK(n <= REPLY_HEADERS_MAX);
    for (int i = 0; i < n; i++)
        for (const char *p = headers[i].value; *p; p++)
            FUZZ_CHECK((unsigned char)*p >= 0x20 && (unsigned char)*p < 0x7f);
}

/* What the gate lets through needs no second look by anyone behind it. */
static void check_gate(const struct raw_request *raw)
{
    if (!gate_check(raw, NULL))
        return;
    struct str rest = raw->target, path;
    str_split(&rest, '?', &path);
    FUZZ_CHECK(path.n && path.p[0] == '/' && !memmem(path.p, path.n, "/../", 4));
    for (int i = 0; i < raw->n_headers; i++)
        for (size_t k = 0; k < raw->headers[i].name.n; k++)
            FUZZ_CHECK(raw->headers[i].name.p[k] > 0x20 && raw->headers[i].name.p[k] < 0x7f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct world *w = world();
    struct raw_request raw = {.address = STR("192.0.2.1")};
    struct reply r;
    char length[24];
    int who = n ? data[0] : 0;
    if (n)
        take_apart(fuzz_str(data + 1, n - 1), &raw);
    snprintf(length, sizeof length, "%zu", raw.body.n);
    if (who != '!') {
        add(&raw, STR("Host"), STR("localhost:8080"));
        if (raw.body.n)
            add(&raw, STR("Content-Length"), str_of(length));
    }
    if (who >= '1' && who <= '3')
        add(&raw, STR("Cookie"), str_of(w->cookies[who - '1']));
    check_gate(&raw);
    server_handle(w->server, &raw, &r, NULL);
    FUZZ_CHECK(r.status >= 200 && r.status < 600);
    if (str_is(r.media, "application/json"))
        check_json(&r);
    else
        FUZZ_CHECK(r.status < 300);
    check_headers(&r);
    if (r.op == OP_logout && r.status < 300)
        world_log_in(w);
    reply_release(&r);
    return 0;
}

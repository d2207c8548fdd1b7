#include "api_test.h"

#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/audit.h"
#include "store/region.h"
#include "store/unit.h"
#include "store/user.h"
#include "work/demo.h"
#include "work/proof.h"
#include "work/standard_files.h"
#include "work/standard_store.h"

static msec pinned_now(void *ctx)
{
    return ((struct api *)ctx)->now;
}

static void counted_bytes(void *ctx, void *out, size_t n)
{
    struct api *api = ctx;
    memset(out, ++api->next_random, n);
}

/* ---- the area tree
 * -------------------------------------------------------------------------------- */

struct csv_lines {
    struct str rest;
    int row;
};

static bool next_region(void *ctx, struct region_input *row, struct err *err)
{
    struct csv_lines *lines = ctx;
    struct str line, code;
    (void)err;
    do {
        if (!lines->rest.p || !str_split(&lines->rest, '\n', &line))
            return false;
        lines->row++;
    } while (line.n == 0 || line.p[0] < '0' || line.p[0] > '9');
    str_split(&line, ',', &code);
    struct str name;
    str_split(&line, ',', &name);
    *row = (struct region_input){.code = code, .name = name, .row = lines->row};
    return true;
}

static bool import_regions(struct api *api, struct err *err)
{
    FILE *f = fopen(SOURCE_ROOT "/tests/data/regions/5326.csv", "rb");
    if (!f)
        return false;
    char *text = arena_alloc(&api->arena, 1 << 16);
    size_t n = fread(text, 1, 1 << 16, f);
    fclose(f);
    struct csv_lines lines = {.rest = {text, n}};
    struct region_import in = {.next = next_region, .ctx = &lines};
    struct region_import_result result = {0};
    return store_region_import(api->store, &in, &result, NULL, err) && result.added > 30;
}

/* ---- accounts
 * ------------------------------------------------------------------------------------- */

/* With the same password as those of the demonstration. */
static bool add_coordinator(struct store_tx *tx, struct api *api, const char *login,
                            region_code region, struct err *err)
{
    struct user_row row;
    bool found;
    int64_t user, unit, post;
    struct unit_row office = {
        .name = str_of(login), .kind = STR("office"), .region = region, .version = 1};
    if (!store_user_find(tx, &api->arena, STR("coordinator"), &row, &found, err) || !found ||
        !store_unit_insert(tx, &api->arena, &office, &unit, err))
        return false;
    row.login = str_of(login);
    row.unit = unit;
    if (!store_user_insert(tx, &row, &user, err))
        return false;
    struct post_row of = {.user_id = user, .unit = unit, .role = STR("coordinator")};
    return store_post_insert(tx, &of, &post, err);
}

static bool add_accounts(struct store_tx *tx, void *ctx, struct err *err)
{
    return add_coordinator(tx, ctx, "stranger", (region_code)5301 * 100000000000, err) &&
           add_coordinator(tx, ctx, "deputy", (region_code)532624 * 1000000000, err);
}

static bool log_in(struct api *api)
{
    static const char *const NAMES[DEPUTY + 1] = {NULL,     "coordinator", "county",
                                                  "leader", "stranger",    "deputy"};
    for (int i = 1; i <= DEPUTY; i++) {
        char body[128];
        snprintf(body, sizeof body, "{\"name\":\"%s\",\"password\":\"taizhang-demo\"}", NAMES[i]);
        api_call(api, NOBODY, "POST", "/api/session", body);
        if (api->status != 200)
            return false;
        snprintf(api->cookies[i], sizeof api->cookies[i], "%.*s", (int)strcspn(api->cookie, ";"),
                 api->cookie);
    }
    return true;
}

static bool fill(struct api *api, struct err *err)
{
    struct err_list problems = {.arena = &api->arena};
    struct standard_source src;
    struct standard_stored stored;
    return import_regions(api, err) &&
           standard_source_of_path(&api->arena, SOURCE_ROOT "/standards/hygienic-city-county-2021",
                                   &src, &problems) &&
           standard_store(&api->app, &ACTOR_CONSOLE, &api->arena, &src, false, &stored, &problems,
                          err) &&
           demo_create(&api->app, stored.id, err) &&
           store_write(api->store, add_accounts, api, err);
}

int api_setup(void **state)
{
    struct api *api = calloc(1, sizeof *api);
    struct err err = {0};
    const char *postgres = getenv("TZ_TEST_POSTGRES"); /* an empty database */
    char where[300];
    if (!api)
        return -1;
    *state = api;
    arena_init(&api->arena, 0);
    snprintf(api->dir, sizeof api->dir, "/tmp/tz-api.XXXXXX");
    if (!mkdtemp(api->dir))
        return -1;
    if (postgres)
        snprintf(where, sizeof where, "%s", postgres);
    else
        snprintf(where, sizeof where, "sqlite:%s/test.db", api->dir);
    api->now = INT64_C(1777000000000); /* 2026-04-24 03:06:40 UTC */
    api->store = store_open(where, &err);
    bool ok = api->store && app_init(&api->app, api->store, &err);
    if (ok) {
        api->app.now = pinned_now;
        api->app.random = counted_bytes;
        api->app.ctx = api;
        server_init(&api->server, &api->app, api_handlers);
        snprintf(api->files, sizeof api->files, "%s/files", api->dir);
        ok = proofs_create(&api->app, api->files, &err) && fill(api, &err) && log_in(api);
    }
    if (!ok)
        print_error("set-up: %s %s, last status %d\n", err_key(err.code), err.args[0], api->status);
    return ok ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *is, int kind, struct FTW *where)
{
    (void)is;
    (void)kind;
    (void)where;
    return remove(path);
}

int api_teardown(void **state)
{
    struct api *api = *state;
    static const char *const ENDS[] = {"", "-wal", "-shm"};
    server_release(&api->server);
    proofs_free(&api->app);
    nftw(api->files, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    app_release(&api->app);
    store_close(api->store);
    for (size_t i = 0; i < ARRAY_LEN(ENDS); i++) {
        char path[100];
        snprintf(path, sizeof path, "%s/test.db%s", api->dir, ENDS[i]);
        unlink(path);
    }
    rmdir(api->dir);
    json_decref(api->json);
    arena_release(&api->arena);
    free(api);
    return 0;
}

/* ---- calls
 * ---------------------------------------------------------------------------------------- */

static void check_reply(struct api *api, const struct reply *r)
{
    struct err err = {0};
    if (!str_is(r->media, "application/json"))
        return;
    json_error_t bad;
    api->json = json_loadb(api->body.p, api->body.n, JSON_REJECT_DUPLICATES, &bad);
    if (!api->json)
        fail_msg("not JSON: %s", bad.text);
    bool good = r->op != OP_COUNT && r->status == OPS[r->op].status;
    int schema = good ? OPS[r->op].reply : SCHEMA_ERROR;
    if (schema < 0)
        fail_msg("%s: a body that the contract does not have", OPS[r->op].id);
    if (!contract_check(schema, api->json, &err))
        fail_msg("%s: reply against the contract: %s %s at %s",
                 r->op == OP_COUNT ? "-" : OPS[r->op].id, err_key(err.code), err.args[0],
                 err.place.field);
}

/* Once, when the board has to be made or the session's time is noted. */
enum { COLD_STATEMENTS = 10 };

static bool within(const struct request_cost *c, const struct op_cost *max, unsigned more)
{
    return c->statements <= max->statements + more && c->allocations <= max->allocations &&
           c->bytes <= (size_t)max->kilobytes * 1024;
}

/* Every call of every test is held to the x-cost of its operation. A read that had to make the
 * board is asked again: then all is in memory. A write cannot be asked twice. */
static void check_cost(struct api *api, const struct raw_request *raw, enum op op)
{
    const struct op_def *def = &OPS[op];
    struct request_cost c = api->cost;
    struct op_cost max = def->cost;
    if (api->status == 403 || api->status == 404) { /* the entry of a refusal */
        max.statements += 4;
        max.allocations += 2;
    }
    bool good = within(&c, &max, 0);
    if (!good && strcmp(def->method, "GET") != 0) {
        good = within(&c, &max, COLD_STATEMENTS);
    } else if (!good && within(&c, &max, COLD_STATEMENTS)) {
        struct reply again;
        server_handle(&api->server, raw, &again, &c);
        reply_release(&again);
        good = within(&c, &def->cost, 0);
    }
    if (!good)
        fail_msg("%s cost %llu statements, %zu allocations, %zu bytes: more than its x-cost",
                 def->id, (unsigned long long)c.statements, c.allocations, c.bytes);
    api->cost = c;
}

/* Writes that leave no entry when they are answered well: what only looks (dry_run), what keeps
 * nothing or brings nothing new (the reply says so), and the operations of this list. */
static const struct {
    enum op op;
    const char *why;
} SILENT[] = {
    {OP_beginCodes, "a secret that is not in force before confirmCodes"},
    {OP_readMessages, "a mark in one's own inbox"},
    {OP_makeBackup, "the thread that makes it writes backup.make or backup.failed, by who asked"},
};

static bool nothing_new(const struct api *api, enum op op)
{
    return json_is_true(json_object_get(api->json, "again")) ||
           (op == OP_importFindings &&
            json_integer_value(json_object_get(api->json, "added")) == 0) ||
           ((op == OP_importUnits || op == OP_importPosts) &&
            json_integer_value(json_object_get(api->json, "units")) == 0 &&
            json_integer_value(json_object_get(api->json, "people")) == 0 &&
            json_integer_value(json_object_get(api->json, "posts")) == 0);
}

static bool silent(const struct api *api, const struct raw_request *raw, enum op op)
{
    static const char LOOKS[] = "dry_run=true";
    for (size_t i = 0; i < ARRAY_LEN(SILENT); i++)
        if (SILENT[i].op == op)
            return true;
    return json_is_false(json_object_get(api->json, "kept")) || nothing_new(api, op) ||
           memmem(raw->target.p, raw->target.n, LOOKS, strlen(LOOKS));
}

static int64_t record_length(struct api *api)
{
    struct audit_head_row head;
    struct arena arena;
    arena_init(&arena, 0);
    struct store_tx *tx = store_read(api->store, NULL);
    int64_t n = tx && store_audit_head(tx, &arena, &head, NULL) ? head.seq : -1;
    store_read_end(tx);
    arena_release(&arena);
    return n;
}

/* What changes something, and every file that goes out, is in the record. */
static void check_recorded(struct api *api, const struct raw_request *raw, const struct reply *r,
                           int64_t before)
{
    const struct op_def *def = &OPS[r->op];
    bool writes = strcmp(def->method, "GET") != 0 && !silent(api, raw, r->op);
    if (r->status == def->status && (writes || r->file_name.n) && before >= 0 &&
        record_length(api) <= before)
        fail_msg("%s was answered well and left no entry in the record", def->id);
}

void api_raw(struct api *api, const struct raw_request *raw)
{
    struct reply r;
    int64_t before = record_length(api);
    json_decref(api->json);
    api->json = NULL;
    server_handle(&api->server, raw, &r, &api->cost);
    api->status = r.status;
    api->body = arena_str(&api->arena, buf_str(&r.body));
    snprintf(api->cookie, sizeof api->cookie, "%.*s", STR_ARG(r.cookie));
    snprintf(api->media, sizeof api->media, "%.*s", STR_ARG(r.media));
    check_reply(api, &r);
    if (r.op != OP_COUNT)
        check_cost(api, raw, r.op);
    if (r.op != OP_COUNT)
        check_recorded(api, raw, &r, before);
    if (r.op != OP_COUNT && r.status == OPS[r.op].status) {
        api->answered[r.op] = true;
        if (OPS[r.op].reply_media && strcmp(OPS[r.op].reply_media, "*/*") != 0)
            assert_string_equal(api->media, OPS[r.op].reply_media);
    }
    reply_release(&r);
}

void api_send(struct api *api, enum who who, const char *method, const char *target,
              struct str media, struct str body)
{
    char length[24];
    struct raw_request raw = {.method = str_of(method),
                              .target = str_of(target),
                              .body = body,
                              .address = STR("127.0.0.1")};
    snprintf(length, sizeof length, "%zu", body.n);
    raw.headers[raw.n_headers++] = (struct header){STR("Host"), STR("localhost:8080")};
    raw.headers[raw.n_headers++] =
        (struct header){STR("Accept-Language"), str_of(api->lang ? api->lang : "en")};
    if (who != NOBODY)
        raw.headers[raw.n_headers++] = (struct header){STR("Cookie"), str_of(api->cookies[who])};
    if (body.p) {
        raw.headers[raw.n_headers++] = (struct header){STR("Content-Type"), media};
        raw.headers[raw.n_headers++] = (struct header){STR("Content-Length"), str_of(length)};
    }
    api_raw(api, &raw);
}

void api_call(struct api *api, enum who who, const char *method, const char *target,
              const char *body)
{
    api_send(api, who, method, target, STR("application/json"), body ? str_of(body) : STR_NONE);
}

/* ---- looking into the reply
 * ----------------------------------------------------------------------- */

json_t *api_at(struct api *api, const char *path)
{
    json_t *at = api->json;
    struct str rest = str_of(path), part;
    while (at && rest.p && str_split(&rest, '.', &part)) {
        char name[64];
        int64_t index;
        snprintf(name, sizeof name, "%.*s", STR_ARG(part));
        at = json_is_array(at) && str_to_i64(part, &index) ? json_array_get(at, (size_t)index)
                                                           : json_object_get(at, name);
    }
    if (!at)
        fail_msg("no %s in %.*s", path, (int)(api->body.n < 400 ? api->body.n : 400), api->body.p);
    return at;
}

const char *api_text(struct api *api, const char *path)
{
    json_t *v = api_at(api, path);
    if (!json_is_string(v))
        fail_msg("%s is not a text", path);
    return json_string_value(v);
}

int64_t api_int(struct api *api, const char *path)
{
    json_t *v = api_at(api, path);
    if (!json_is_integer(v))
        fail_msg("%s is not a number", path);
    return json_integer_value(v);
}

const char *api_target(struct api *api, const char *format, ...)
{
    char text[400];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return arena_str(&api->arena, str_of(text)).p;
}

void api_good(struct api *api, enum who who, const char *method, const char *where,
              const char *body)
{
    api_call(api, who, method, where, body);
    if (api->status >= 300)
        fail_msg("%s %s: %d %.*s", method, where, api->status, (int)(api->body.n % 500),
                 api->body.p);
}

const char *api_entry(struct api *api, json_t *value, int64_t version, const char *note)
{
    json_t *e = json_object();
    static const char *const KEEP[] = {"region", "place",     "code",        "part",  "period",
                                       "state",  "numerator", "denominator", "source"};
    for (size_t i = 0; i < ARRAY_LEN(KEEP); i++)
        json_object_set(e, KEEP[i], json_object_get(value, KEEP[i]));
    if (json_is_null(json_object_get(value, "numerator")))
        json_object_set(e, "value", json_object_get(value, "value"));
    json_object_set_new(e, "version", json_integer(version));
    json_object_set_new(e, "note", json_string(note));
    char *text = json_dumps(e, 0);
    const char *kept = arena_str(&api->arena, str_of(text)).p;
    free(text);
    json_decref(e);
    return kept;
}

/* ---- what was exercised -------------------------------------------------------------------------
 */

static const struct {
    const char *path, *program;
} PROGRAMS[] = {
    {"/api/account/password", "account"},
    {"/api/account", "codes"},
    {"/api/session/oidc", "test_oidc.py"},
    {"/api/session/code", "codes"},
    {"/api/settings", "codes"},
    {"/api/calendar", "calendar"},
    {"/api/tokens", "tokens"},
    {"/api/people/{person}/reset", "account"},
    {"/api/people", "organisation"},
    {"/api/units/import", "people_book"},
    {"/api/units/template", "people_book"},
    {"/api/units", "organisation"},
    {"/api/delegations", "organisation"},
    {"/api/posts", "people_book"},
    {"/api/messages", "messages"},
    {"/api/channels", "channels"},
    {"/api/campaigns/{campaign}/reminders", "reminders"},
    {"/api/campaigns/{campaign}/stage-limits", "stages"},
    {"/api/backups", "backups"},
    {"/api/audit", "audit"},
    {"/api/campaigns/{campaign}/notices", "notices"},
    {"/api/campaigns/{campaign}/reports", "reports"},
    {"/api/campaigns/{campaign}/findings/import", "finding_list"},
    {"/api/campaigns/{campaign}/findings/ledger", "jobs"},
    {"/api/campaigns/{campaign}/findings/board", "finding_numbers"},
    {"/api/campaigns/{campaign}/findings/rounds", "finding_numbers"},
    {"/api/campaigns/{campaign}/findings/table", "finding_numbers"},
    {"/api/jobs", "jobs"},
    {"/api/views", "watch"},
    {"/api/campaigns/{campaign}/findings/calendar", "watch"},
    {"/api/campaigns/{campaign}/findings/map", "watch"},
    {"/api/campaigns/{campaign}/findings/{finding}/proofs", "proofs"},
    {"/api/campaigns/{campaign}/findings/{finding}/measures", "proofs"},
    {"/api/campaigns/{campaign}/findings", "findings"},
};

static const char *program_of(const struct op_def *op)
{
    for (size_t i = 0; i < ARRAY_LEN(PROGRAMS); i++)
        if (strncmp(op->path, PROGRAMS[i].path, strlen(PROGRAMS[i].path)) == 0)
            return PROGRAMS[i].program;
    return "api";
}

void api_assert_answered(struct api *api, const char *program)
{
    int silent = 0, mine = 0;
    for (int i = 0; i < OP_COUNT; i++) {
        if (strcmp(program_of(&OPS[i]), program) != 0)
            continue;
        mine++;
        if (!api->answered[i]) {
            print_error("not exercised: %s\n", OPS[i].id);
            silent++;
        }
    }
    assert_true(mine > 0);
    assert_int_equal(silent, 0);
}

void api_assert_elsewhere(struct api *api, const char *thing)
{
    struct audit_rows rows = {0};
    struct store_tx *tx = store_read(api->store, NULL);
    assert_true(store_audit_page(tx, &api->arena, INT64_MAX, 1, &rows, NULL));
    store_read_end(tx);
    if (!str_is(rows.at[0].kind, "request.refused") || !str_is(rows.at[0].thing, thing) ||
        !strstr(rows.at[0].became.p, "\"why\":\"elsewhere\""))
        fail_msg("%s: the last entry is %.*s of %.*s", thing, STR_ARG(rows.at[0].kind),
                 STR_ARG(rows.at[0].thing));
}

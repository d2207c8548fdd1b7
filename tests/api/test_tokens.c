/* Tokens of programs: made, used within their scope and time, ended; without a cookie. */
#include "api_people.h"

#include <stdio.h>

#include "base/hash.h"
#include "store/token.h"
#include "store/unit.h"
#include "work/audit.h"

enum { MINUTE = 60 * 1000 };
#define DAY ((msec)24 * 60 * MINUTE)

/* ---- units ------------------------------------------------------------------------------------
 */

struct unit_job {
    struct api *api;
    struct unit_row row;
    int64_t id;
};

static bool unit_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct unit_job *j = ctx;
    bool fits;
    if (j->row.id)
        return store_unit_update(tx, &j->row, &fits, err) && fits;
    return store_unit_insert(tx, &j->api->arena, &j->row, &j->id, err);
}

/* A unit of its own in this region. */
static int64_t unit_in(struct api *api, const char *region)
{
    struct unit_job j = {.api = api,
                         .row = {.name = STR("数据中心"), .kind = STR("office"), .version = 1}};
    assert_true(region_parse(str_of(region), &j.row.region, NULL));
    assert_true(store_write(api->store, unit_tx, &j, NULL));
    return j.id;
}

static struct unit_row unit_now(struct api *api, int64_t id)
{
    struct unit_row row;
    bool found;
    struct store_tx *tx = store_read(api->store, NULL);
    assert_true(store_unit_get(tx, &api->arena, id, &row, &found, NULL) && found);
    store_read_end(tx);
    return row;
}

static void unit_change(struct api *api, struct unit_row row)
{
    assert_true(store_write(api->store, unit_tx, &(struct unit_job){.api = api, .row = row}, NULL));
}

/* Of the security administrator in the place of STRANGER: a token of this role in a unit of that
 * region. */
static int64_t make_of(struct api *api, const char *role, int64_t unit, const char *permissions,
                       const char **token)
{
    api_good(api, STRANGER, "POST", "/api/tokens",
             api_target(api,
                        "{\"name\":\"收数接口\",\"role\":\"%s\",\"unit\":%lld,"
                        "\"permissions\":[%s],\"days\":30}",
                        role, (long long)unit, permissions));
    *token = api_target(api, "%s", api_text(api, "token"));
    assert_memory_equal(*token, "tz_", 3);
    assert_int_equal(strlen(*token), 3 + 64);
    return api_int(api, "id");
}

static int64_t make(struct api *api, const char *role, const char *region, const char *permissions,
                    const char **token)
{
    return make_of(api, role, unit_in(api, region), permissions, token);
}

/* As a program asks: no cookie, and headers of another site's page. */
static void ask(struct api *api, const char *token, const char *method, const char *target,
                const char *body)
{
    char length[24];
    struct raw_request raw = {
        .method = str_of(method), .target = str_of(target), .address = STR("10.1.2.3")};
    snprintf(length, sizeof length, "%zu", body ? strlen(body) : 0);
    raw.headers[raw.n_headers++] = (struct header){STR("Host"), STR("localhost:8080")};
    raw.headers[raw.n_headers++] = (struct header){STR("Origin"), STR("https://elsewhere.example")};
    raw.headers[raw.n_headers++] =
        (struct header){STR("Authorization"), str_of(api_target(api, "Bearer %s", token))};
    if (body) {
        raw.body = str_of(body);
        raw.headers[raw.n_headers++] =
            (struct header){STR("Content-Type"), STR("application/json")};
        raw.headers[raw.n_headers++] = (struct header){STR("Content-Length"), str_of(length)};
    }
    api_raw(api, &raw);
}

static struct token_row stored(struct api *api, int64_t id)
{
    struct token_row row;
    bool found;
    struct store_tx *tx = store_read(api->store, NULL);
    assert_true(store_token_get(tx, &api->arena, id, &row, &found, NULL) && found);
    store_read_end(tx);
    return row;
}

static int entries(struct api *api, const char *kind)
{
    struct audit_rows rows = {0};
    int n = 0;
    struct store_tx *tx = store_read(api->store, NULL);
    assert_true(store_audit_page(tx, &api->arena, INT64_MAX, 1000, &rows, NULL));
    store_read_end(tx);
    for (size_t i = 0; i < rows.n; i++)
        n += str_is(rows.at[i].kind, kind);
    return n;
}

/* ---- tests -------------------------------------------------------------------------------------
 */

static void test_make(void **state)
{
    struct api *api = *state;
    const char *token;
    people_add(api, "security.two", "security_administrator");
    people_log_in(api, STRANGER, "security.two", PEOPLE_PASSWORD);
    int64_t id = make(api, "responsible_unit", "532624",
                      "\"campaign.read\",\"value.write\",\"campaign.read\"", &token);
    api_good(api, STRANGER, "GET", "/api/tokens", NULL);
    assert_int_equal(api_int(api, "tokens.0.id"), id);
    assert_string_equal(api_text(api, "offers.0.role"), "coordinator");
    assert_string_equal(api_text(api, "tokens.0.region"), "532624");
    assert_string_equal(api_text(api, "tokens.0.unit_name.zh"), "数据中心");
    assert_int_equal(api_int(api, "tokens.0.unit"), stored(api, id).unit);
    assert_int_equal(json_array_size(api_at(api, "tokens.0.permissions")), 2);
    assert_int_equal(api_int(api, "tokens.0.used"), 0);
    assert_int_equal(api_int(api, "tokens.0.expires"), api->now + 30 * DAY);
    /* Its hash is stored, not the token. */
    assert_int_equal(stored(api, id).hash.n, 32);
    api_call(api, COORDINATOR, "POST", "/api/tokens",
             "{\"name\":\"x\",\"role\":\"responsible_unit\",\"unit\":1,\"permissions\":["
             "\"campaign.read\"]}");
    assert_refused(api, 403, "forbidden");
}

static const struct {
    const char *region, *body;
    int status;
    const char *code;
} BAD[] = {
    {"532624", "\"role\":\"leader\",\"permissions\":[\"value.write\"]", 400, "token_scope"},
    {"532624", "\"role\":\"emperor\",\"permissions\":[\"campaign.read\"]", 400, "token_scope"},
    {"532624", "\"role\":\"responsible_unit\",\"permissions\":[\"account.own\"]", 400,
     "token_scope"},
    {"532624", "\"role\":\"coordinator\",\"permissions\":[\"standard.write\"]", 400, "token_scope"},
    {"532624", "\"role\":\"administrator\",\"permissions\":[\"region.read\"]", 400, "token_scope"},
    {"532624", "\"role\":\"responsible_unit\",\"permissions\":[]", 400, "empty"},
    {"5301", "\"role\":\"responsible_unit\",\"permissions\":[\"campaign.read\"]", 403,
     "out_of_unit"},
    {"532624",
     "\"role\":\"responsible_unit\",\"permissions\":[\"campaign.read\"],"
     "\"days\":366",
     400, "range"},
};

static void test_bad(void **state)
{
    struct api *api = *state;
    for (size_t i = 0; i < ARRAY_LEN(BAD); i++) {
        api_call(api, STRANGER, "POST", "/api/tokens",
                 api_target(api, "{\"name\":\"x\",\"unit\":%lld,%s}",
                            (long long)unit_in(api, BAD[i].region), BAD[i].body));
        assert_refused(api, BAD[i].status, BAD[i].code);
    }
}

static void test_use(void **state)
{
    struct api *api = *state;
    const char *token;
    msec before = api->now;
    int64_t id =
        make(api, "responsible_unit", "532624", "\"campaign.read\",\"value.write\"", &token);
    ask(api, token, "GET", "/api/campaigns", NULL);
    assert_status(api, 200);
    assert_int_equal(stored(api, id).used_at, before);
    assert_true(str_is(stored(api, id).used_from, "10.1.2.3"));
    api->now += 5 * MINUTE - 1;
    ask(api, token, "GET", "/api/campaigns", NULL);
    assert_int_equal(stored(api, id).used_at, before); /* noted every five minutes */
    api->now++;
    ask(api, token, "GET", "/api/campaigns", NULL);
    assert_int_equal(stored(api, id).used_at, before + 5 * MINUTE);
    /* A change: no cookie, so what Origin says does not matter. It is written down as the token's.
     */
    api_good(api, COORDINATOR, "GET", "/api/campaigns/1/values?region=532624&limit=1", NULL);
    const char *entry =
        api_entry(api, api_at(api, "values.0"), api_int(api, "values.0.version"), "by a program");
    ask(api, token, "PUT", "/api/campaigns/1/values", entry);
    assert_status(api, 200);
    struct audit_rows rows = {0};
    struct store_tx *tx = store_read(api->store, NULL);
    assert_true(store_audit_page(tx, &api->arena, INT64_MAX, 1, &rows, NULL));
    store_read_end(tx);
    assert_str(rows.at[0].kind, "value.change");
    assert_str(rows.at[0].who, api_target(api, "token %lld", (long long)id));
    api->now = before;
}

/* Out of scope: the operation, the region, the account. */
static void test_scope(void **state)
{
    struct api *api = *state;
    const char *token;
    struct audit_rows rows = {0};
    int64_t id = make(api, "coordinator", "532624", "\"campaign.read\",\"value.read\"", &token);
    int refused = entries(api, "token.refused");
    ask(api, token, "POST", "/api/campaigns/1/bulletins", "{}");
    assert_refused(api, 403, "forbidden");
    assert_int_equal(entries(api, "token.refused"), refused + 1);
    ask(api, token, "PUT", "/api/campaigns/1/values", "{}");
    assert_refused(api, 403, "forbidden");
    assert_int_equal(entries(api, "token.refused"), refused + 1); /* every five minutes */
    api->now -= 60 * MINUTE; /* the clock was set back: nothing is missed, and nothing floods */
    for (int i = 0; i < 2; i++) {
        ask(api, token, "PUT", "/api/campaigns/1/values", "{}");
        assert_refused(api, 403, "forbidden");
        assert_int_equal(entries(api, "token.refused"), refused + 2);
    }
    api->now += 60 * MINUTE;
    ask(api, token, "GET", "/api/campaigns/1/values?region=532622", NULL);
    assert_refused(api, 403, "out_of_region");
    struct store_tx *tx = store_read(api->store, NULL);
    assert_true(store_audit_page(tx, &api->arena, INT64_MAX, 1, &rows, NULL));
    store_read_end(tx);
    assert_str(rows.at[0].kind, "request.refused");
    assert_str(rows.at[0].who, api_target(api, "token %lld", (long long)id));
    assert_str(rows.at[0].address, "10.1.2.3");
    assert_str(rows.at[0].thing, "campaigns/1/values");
    assert_non_null(strstr(rows.at[0].became.p, "out_of_region"));
    ask(api, token, "GET", "/api/session", NULL);
    assert_refused(api, 403, "forbidden");
    ask(api, token, "POST", "/api/account/password", "{\"old\":\"\",\"new\":\"\"}");
    assert_refused(api, 403, "forbidden");
    ask(api, token, "GET", "/api/tokens", NULL);
    assert_refused(api, 403, "forbidden");
}

static void test_end(void **state)
{
    struct api *api = *state;
    const char *token, *other;
    msec before = api->now;
    int64_t id = make(api, "responsible_unit", "532624", "\"campaign.read\"", &token);
    make(api, "responsible_unit", "532624", "\"campaign.read\"", &other);
    assert_string_not_equal(token, other);
    const char *path = api_target(api, "/api/tokens/%lld", (long long)id);
    api_call(api, COORDINATOR, "DELETE", path, NULL);
    assert_refused(api, 403, "forbidden");
    api_good(api, STRANGER, "DELETE", path, NULL);
    ask(api, token, "GET", "/api/campaigns", NULL);
    assert_refused(api, 401, "token_wrong");
    ask(api, other, "GET", "/api/campaigns", NULL);
    assert_status(api, 200);
    api_call(api, STRANGER, "DELETE", path, NULL);
    assert_refused(api, 404, "not_found"); /* ended already */
    api_call(api, STRANGER, "DELETE", "/api/tokens/4711", NULL);
    assert_refused(api, 404, "not_found");
    api->now = before + 30 * DAY - 1;
    ask(api, other, "GET", "/api/campaigns", NULL);
    assert_status(api, 200);
    api->now++;
    ask(api, other, "GET", "/api/campaigns", NULL);
    assert_refused(api, 401, "token_wrong"); /* expired */
    api->now = before;
}

/* A token reaches what its unit reaches: it goes along when the unit moves, and stops with it. */
static void test_unit(void **state)
{
    static const char AT[] = "/api/campaigns/1/values?region=%s";
    struct api *api = *state;
    const char *token;
    int64_t unit = unit_in(api, "532624");
    int64_t id = make_of(api, "responsible_unit", unit, "\"value.read\"", &token);
    ask(api, token, "GET", api_target(api, AT, "532624"), NULL);
    assert_status(api, 200);
    struct unit_row row = unit_now(api, unit);
    assert_true(region_parse(STR("532622"), &row.region, NULL));
    unit_change(api, row);
    ask(api, token, "GET", api_target(api, AT, "532624"), NULL);
    assert_refused(api, 403, "out_of_region");
    ask(api, token, "GET", api_target(api, AT, "532622"), NULL);
    assert_status(api, 200);
    row = unit_now(api, unit);
    row.closed_on = 20545;
    unit_change(api, row);
    int refused = entries(api, "token.refused");
    ask(api, token, "GET", api_target(api, AT, "532622"), NULL);
    assert_refused(api, 401, "token_wrong");
    assert_int_equal(entries(api, "token.refused"), refused + 1);
    assert_int_equal(stored(api, id).ended_at, 0);
    static const char NEW[] = "{\"name\":\"x\",\"unit\":%lld,\"role\":\"responsible_unit\","
                              "\"permissions\":[\"value.read\"]}";
    api_call(api, STRANGER, "POST", "/api/tokens", api_target(api, NEW, (long long)unit));
    assert_refused(api, 422, "unit_closed");
    api_call(api, STRANGER, "POST", "/api/tokens", api_target(api, NEW, 4711LL));
    assert_refused(api, 404, "not_found");
}

static bool old_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    int64_t id;
    return store_token_insert(tx, ctx, &id, err);
}

/* Of the time before tokens had units: its region, as it was given. */
static void test_without_unit(void **state)
{
    struct api *api = *state;
    unsigned char digest[SHA256_SIZE];
    struct str token = STR("tz_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
    sha256(token, digest);
    struct token_row row = {.name = STR("old"),
                            .role = STR("responsible_unit"),
                            .permissions = STR("value.read"),
                            .hash = {(const char *)digest, sizeof digest},
                            .created_by = 1,
                            .expires_at = api->now + DAY,
                            .used_from = STR("")};
    assert_true(region_parse(STR("532624"), &row.region, NULL));
    assert_true(store_write(api->store, old_tx, &row, NULL));
    ask(api, token.p, "GET", "/api/campaigns/1/values?region=532624", NULL);
    assert_status(api, 200);
    ask(api, token.p, "GET", "/api/campaigns/1/values?region=532622", NULL);
    assert_refused(api, 403, "out_of_region");
    api_good(api, STRANGER, "GET", "/api/tokens", NULL);
    assert_int_equal(api_int(api, "tokens.0.unit"), 0);
}

/* What is no token: another, none behind "Bearer", and a session's cookie in its place. */
static void test_strangers(void **state)
{
    struct api *api = *state;
    static const char *const NONE[] = {
        "tz_", "x", "tz_0000000000000000000000000000000000000000000000000000000000000000"};
    for (size_t i = 0; i < ARRAY_LEN(NONE); i++) {
        ask(api, NONE[i], "GET", "/api/campaigns", NULL);
        assert_refused(api, 401, "token_wrong");
    }
    ask(api, strchr(api->cookies[COORDINATOR], '=') + 1, "GET", "/api/campaigns", NULL);
    assert_refused(api, 401, "token_wrong");
    ask(api, "", "GET", "/api/campaigns", NULL);
    assert_refused(api, 401, "login_needed");
    ask(api, "", "PUT", "/api/campaigns/1/values", "{}");
    assert_refused(api, 403, "origin");
}

static void test_record(void **state)
{
    struct api *api = *state;
    struct err err = {0};
    struct audit_walk walk;
    struct store_tx *tx = store_read(api->store, &err);
    assert_true(audit_verify(tx, &walk, &err));
    store_read_end(tx);
    assert_int_equal(walk.fault, AUDIT_SOUND);
    assert_int_equal(entries(api, "token.create"), 6);
    assert_int_equal(entries(api, "token.end"), 1);
}

static void test_answered(void **state)
{
    api_assert_answered(*state, "tokens");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_make),         cmocka_unit_test(test_bad),
        cmocka_unit_test(test_use),          cmocka_unit_test(test_scope),
        cmocka_unit_test(test_end),          cmocka_unit_test(test_unit),
        cmocka_unit_test(test_without_unit), cmocka_unit_test(test_strangers),
        cmocka_unit_test(test_record),       cmocka_unit_test(test_answered),
    };
    return cmocka_run_group_tests(tests, api_setup, api_teardown);
}

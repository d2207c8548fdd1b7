/* Tokens of programs: made, used within their scope and time, ended; without a cookie. */
#include "api_people.h"

#include <stdio.h>

#include "store/token.h"
#include "work/audit.h"

enum { MINUTE = 60 * 1000 };
#define DAY ((msec)24 * 60 * MINUTE)

/* Of the security administrator in the place of STRANGER: a token of this role and range. */
static int64_t make(struct api *api, const char *role, const char *region, const char *permissions,
                    const char **token)
{
    api_good(api, STRANGER, "POST", "/api/tokens",
             api_target(api,
                        "{\"name\":\"收数接口\",\"role\":\"%s\",\"region\":\"%s\","
                        "\"permissions\":[%s],\"days\":30}",
                        role, region, permissions));
    *token = api_target(api, "%s", api_text(api, "token"));
    assert_memory_equal(*token, "tz_", 3);
    assert_int_equal(strlen(*token), 3 + 64);
    return api_int(api, "id");
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
    assert_int_equal(json_array_size(api_at(api, "tokens.0.permissions")), 2);
    assert_int_equal(api_int(api, "tokens.0.used"), 0);
    assert_int_equal(api_int(api, "tokens.0.expires"), api->now + 30 * DAY);
    /* Its hash is stored, not the token. */
    assert_int_equal(stored(api, id).hash.n, 32);
    api_call(api, COORDINATOR, "POST", "/api/tokens",
             "{\"name\":\"x\",\"role\":\"responsible_unit\",\"region\":\"532624\",\"permissions\":["
             "\"campaign.read\"]}");
    assert_refused(api, 403, "forbidden");
}

static const struct {
    const char *body;
    int status;
    const char *code;
} BAD[] = {
    {"\"role\":\"leader\",\"region\":\"532624\",\"permissions\":[\"value.write\"]", 400,
     "token_scope"},
    {"\"role\":\"emperor\",\"region\":\"532624\",\"permissions\":[\"campaign.read\"]", 400,
     "token_scope"},
    {"\"role\":\"responsible_unit\",\"region\":\"532624\",\"permissions\":[\"account.own\"]", 400,
     "token_scope"},
    {"\"role\":\"coordinator\",\"region\":\"532624\",\"permissions\":[\"standard.write\"]", 400,
     "token_scope"},
    {"\"role\":\"administrator\",\"region\":\"532624\",\"permissions\":[\"region.read\"]", 400,
     "token_scope"},
    {"\"role\":\"responsible_unit\",\"region\":\"532624\",\"permissions\":[]", 400, "empty"},
    {"\"role\":\"responsible_unit\",\"region\":\"5301\",\"permissions\":[\"campaign.read\"]", 403,
     "out_of_region"},
    {"\"role\":\"responsible_unit\",\"region\":\"532624\",\"permissions\":[\"campaign.read\"],"
     "\"days\":366",
     400, "range"},
};

static void test_bad(void **state)
{
    struct api *api = *state;
    for (size_t i = 0; i < ARRAY_LEN(BAD); i++) {
        api_call(api, STRANGER, "POST", "/api/tokens",
                 api_target(api, "{\"name\":\"x\",%s}", BAD[i].body));
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
    make(api, "coordinator", "532624", "\"campaign.read\",\"value.read\"", &token);
    int refused = entries(api, "token.refused");
    ask(api, token, "POST", "/api/campaigns/1/bulletins", "{}");
    assert_refused(api, 403, "forbidden");
    assert_int_equal(entries(api, "token.refused"), refused + 1);
    ask(api, token, "PUT", "/api/campaigns/1/values", "{}");
    assert_refused(api, 403, "forbidden");
    assert_int_equal(entries(api, "token.refused"), refused + 1); /* every five minutes */
    ask(api, token, "GET", "/api/campaigns/1/values?region=532622", NULL);
    assert_refused(api, 403, "out_of_region");
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
    assert_int_equal(entries(api, "token.create"), 5);
    assert_int_equal(entries(api, "token.end"), 1);
}

static void test_answered(void **state)
{
    api_assert_answered(*state, "tokens");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_make),   cmocka_unit_test(test_bad),
        cmocka_unit_test(test_use),    cmocka_unit_test(test_scope),
        cmocka_unit_test(test_end),    cmocka_unit_test(test_strangers),
        cmocka_unit_test(test_record), cmocka_unit_test(test_answered),
    };
    return cmocka_run_group_tests(tests, api_setup, api_teardown);
}

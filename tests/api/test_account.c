/* Passwords, first logins, codes of the administrator: one's own account over the API. */
#include "api_people.h"

#include <stdio.h>

#include "work/account.h"
#include "work/audit.h"

enum { HOUR = 3600 * 1000 };

#define OLD PEOPLE_PASSWORD
static const char NEW[] = "three green teapots 7";

static void set_password(struct api *api, enum who who, const char *old, const char *new)
{
    api_call(api, who, "POST", "/api/account/password",
             api_target(api, "{\"old\":\"%s\",\"new\":\"%s\"}", old, new));
}

/* ---- tests -------------------------------------------------------------------------------------
 */

/* A new password ends the other sessions and not this one; the old one opens nothing any more. */
static void test_change(void **state)
{
    struct api *api = *state;
    people_add(api, "anna", "coordinator");
    people_log_in(api, DEPUTY, "anna", OLD);
    people_log_in(api, STRANGER, "anna", OLD);
    set_password(api, DEPUTY, OLD, NEW);
    assert_status(api, 204);
    api_good(api, DEPUTY, "GET", "/api/session", NULL);
    api_call(api, STRANGER, "GET", "/api/session", NULL);
    assert_refused(api, 401, "login_needed");
    people_try(api, "anna", OLD);
    assert_refused(api, 401, "login_failed");
    people_log_in(api, STRANGER, "anna", NEW);
}

static void test_rules(void **state)
{
    struct api *api = *state;
    people_add(api, "berta", "coordinator");
    people_log_in(api, DEPUTY, "berta", OLD);
    set_password(api, DEPUTY, OLD, "short-1");
    assert_refused(api, 400, "password_length");
    assert_string_equal(api_text(api, "error.field"), "new");
    set_password(api, DEPUTY, OLD, "my-Berta-4711");
    assert_refused(api, 400, "password_login");
    set_password(api, DEPUTY, OLD, OLD);
    assert_refused(api, 400, "password_common");
    set_password(api, DEPUTY, OLD, NEW);
    assert_status(api, 204);
    set_password(api, DEPUTY, NEW, NEW);
    assert_refused(api, 400, "password_same");
}

/* Whoever finds an open browser cannot try passwords there either. */
static void test_wrong_old(void **state)
{
    struct api *api = *state;
    msec before = api->now;
    people_add(api, "carla", "coordinator");
    people_log_in(api, DEPUTY, "carla", OLD);
    for (int i = 0; i < 5; i++) {
        set_password(api, DEPUTY, "guess", NEW);
        assert_refused(api, 403, "password_wrong");
        assert_string_equal(api_text(api, "error.field"), "old");
    }
    set_password(api, DEPUTY, OLD, NEW);
    assert_refused(api, 429, "login_locked");
    people_try(api, "carla", OLD);
    assert_refused(api, 429, "login_locked");
    api->now += 60 * 1000;
    set_password(api, DEPUTY, OLD, NEW);
    assert_status(api, 204);
    api->now = before;
}

static bool failures_kept(struct api *api, const char *who)
{
    struct login_failure_row row;
    bool found;
    struct store_tx *tx = store_read(api->store, NULL);
    assert_true(store_login_failure_get(tx, &api->arena, str_of(who), &row, &found, NULL));
    store_read_end(tx);
    return found;
}

/* What is older than a day is not kept: whoever tries names at random fills no table. */
static void test_forgotten(void **state)
{
    struct api *api = *state;
    msec before = api->now;
    people_try(api, "ghost", "guess");
    assert_refused(api, 401, "login_failed");
    api->now += 24 * (msec)HOUR;
    people_try(api, "phantom", "guess");
    assert_true(failures_kept(api, "login:ghost"));
    api->now++;
    people_try(api, "phantom", "guess");
    assert_false(failures_kept(api, "login:ghost"));
    assert_true(failures_kept(api, "login:phantom"));
    api->now = before;
}

/* The administrator resets: the code opens once, and then only the own account until a password is
 * set. */
static void test_reset(void **state)
{
    struct api *api = *state;
    int64_t id = people_add(api, "doris", "coordinator");
    people_add(api, "admin.one", "administrator");
    people_log_in(api, LEADER, "doris", OLD);
    people_log_in(api, STRANGER, "admin.one", OLD);
    const char *reset = api_target(api, "/api/people/%lld/reset", (long long)id);
    api_call(api, COORDINATOR, "POST", reset, "{}");
    assert_refused(api, 403, "forbidden");
    api_good(api, COUNTY, "GET", "/api/people", NULL); /* its own unit */
    assert_int_equal(json_array_size(api_at(api, "people")), 1);
    assert_string_equal(api_text(api, "people.0.login"), "county");
    api_good(api, COUNTY, "GET",
             api_target(api, "/api/people/%lld", (long long)api_int(api, "people.0.id")), NULL);
    assert_string_equal(api_text(api, "posts.0.role"), "responsible_unit");
    api_good(api, STRANGER, "GET", api_target(api, "/api/people?after=%lld", (long long)id - 1),
             NULL);
    assert_string_equal(api_text(api, "people.0.login"), "doris");
    assert_string_equal(api_text(api, "people.0.password"), "set");
    api_good(api, STRANGER, "POST", reset, "{}");
    const char *code = api_target(api, "%s", api_text(api, "code"));
    assert_int_equal(strlen(code), 19);
    assert_string_equal(api_text(api, "login"), "doris");
    assert_int_equal(api_int(api, "until"), api->now + (msec)24 * HOUR);
    api_call(api, LEADER, "GET", "/api/session", NULL);
    assert_refused(api, 401, "login_needed"); /* her sessions ended */
    people_try(api, "doris", OLD);
    assert_refused(api, 401, "login_failed");
    people_log_in(api, LEADER, "doris", code);
    assert_string_equal(api_text(api, "step"), "password");
    people_try(api, "doris", code);
    assert_refused(api, 401, "login_failed"); /* once */
    api_call(api, LEADER, "GET", "/api/campaigns", NULL);
    assert_refused(api, 403, "password_needed");
    api_call(api, LEADER, "PUT", "/api/campaigns/1/values", "{}");
    assert_refused(api, 403, "password_needed");
    api_good(api, LEADER, "GET", "/api/session", NULL);
    set_password(api, LEADER, "", "tiny");
    assert_refused(api, 400, "password_length");
    set_password(api, LEADER, "", NEW); /* nobody has an old one */
    assert_status(api, 204);
    api_good(api, LEADER, "GET", "/api/campaigns", NULL);
    api_good(api, LEADER, "GET", "/api/session", NULL);
    assert_string_equal(api_text(api, "step"), "done");
    api_call(api, STRANGER, "POST", "/api/people/4711/reset", "{}");
    assert_refused(api, 404, "not_found");
    api_call(api, STRANGER, "POST", reset, "{\"hours\":169}");
    assert_refused(api, 400, "range");
}

static void test_code_expires(void **state)
{
    struct api *api = *state;
    msec before = api->now;
    int64_t id = people_add(api, "emma", "coordinator");
    people_add(api, "admin.two", "administrator");
    people_log_in(api, STRANGER, "admin.two", OLD);
    const char *reset = api_target(api, "/api/people/%lld/reset", (long long)id);
    api_good(api, STRANGER, "POST", reset, "{\"hours\":2}");
    const char *code = api_target(api, "%s", api_text(api, "code"));
    api->now = before + 2 * HOUR;
    people_try(api, "emma", code);
    assert_refused(api, 401, "code_expired");
    people_try(api, "emma", "guess");
    assert_refused(api, 401, "login_failed"); /* who does not know it learns nothing */
    api->now = before + 2 * HOUR - 1;
    people_try(api, "emma", api_target(api, "  %s", code)); /* as people type it */
    assert_status(api, 200);
    api->now = before;
}

/* An administrator cannot take over the accounts of those who watch, nor of a colleague. */
static void test_guarded(void **state)
{
    struct api *api = *state;
    static const char *const GUARDED[] = {"administrator", "security_administrator", "auditor"};
    people_add(api, "admin.three", "administrator");
    people_log_in(api, STRANGER, "admin.three", OLD);
    for (size_t i = 0; i < ARRAY_LEN(GUARDED); i++) {
        int64_t id = people_add(api, api_target(api, "guarded%zu", i), GUARDED[i]);
        api_call(api, STRANGER, "POST", api_target(api, "/api/people/%lld/reset", (long long)id),
                 "{}");
        assert_refused(api, 403, "reset_refused");
    }
}

/* ---- a copied cookie ----------------------------------------------------------------------------
 */

static bool refused_seen(void *ctx, const struct audit_row *row, struct err *err)
{
    int *n = ctx;
    (void)err;
    if (str_is(row->kind, "session.refused") && str_is(row->who, "flora")) {
        assert_true(row->user_id > 0);
        assert_str(row->became, "{\"operation\":\"listCampaigns\"}");
        ++*n;
    }
    return true;
}

static int refusals(struct api *api)
{
    struct err err = {0};
    int n = 0;
    struct store_tx *tx = store_read(api->store, &err);
    assert_true(store_audit_all(tx, refused_seen, &n, &err));
    store_read_end(tx);
    return n;
}

/* Shown again after its session was ended, a cookie opens nothing, and the record tells whose it
 * was: once an hour, however often it is tried, and not of a session that went out of time. */
static void test_copied(void **state)
{
    struct api *api = *state;
    msec before = api->now;
    people_add(api, "flora", "coordinator");
    people_log_in(api, LEADER, "flora", OLD);
    people_log_in(api, STRANGER, "flora", OLD);
    int began = refusals(api);
    api_good(api, STRANGER, "DELETE", "/api/account/sessions", NULL); /* all but this one */
    for (int i = 0; i < 3; i++) {
        api_call(api, LEADER, "GET", "/api/campaigns", NULL);
        assert_refused(api, 401, "login_needed");
    }
    assert_int_equal(refusals(api), began + 1);
    api->now = before + HOUR - 1;
    api_call(api, LEADER, "GET", "/api/campaigns", NULL);
    assert_int_equal(refusals(api), began + 1);
    api->now = before + HOUR;
    api_call(api, LEADER, "GET", "/api/campaigns", NULL);
    assert_int_equal(refusals(api), began + 2);
    api->now = before + (msec)100 * 24 * HOUR;
    api_call(api, STRANGER, "GET", "/api/campaigns", NULL);
    assert_refused(api, 401, "login_needed");
    assert_int_equal(refusals(api), began + 2);
    people_log_in(api, STRANGER, "flora", OLD); /* what was ended a month ago is forgotten */
    api_call(api, LEADER, "GET", "/api/campaigns", NULL);
    assert_refused(api, 401, "login_needed");
    assert_int_equal(refusals(api), began + 2);
    api->now = before;
}

/* ---- the record --------------------------------------------------------------------------------
 */

static bool kind_seen(void *ctx, const struct audit_row *row, struct err *err)
{
    static const char *const KINDS[] = {"password.change", "password.failed", "password.reset"};
    unsigned *seen = ctx;
    (void)err;
    for (size_t i = 0; i < ARRAY_LEN(KINDS); i++)
        if (str_is(row->kind, KINDS[i]))
            *seen |= 1u << i;
    /* No password, code or hash is in it. */
    const struct str texts[] = {row->was, row->became, row->reason, row->thing};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        if (texts[i].n && (memmem(texts[i].p, texts[i].n, "argon2", 6) ||
                           memmem(texts[i].p, texts[i].n, NEW, strlen(NEW))))
            fail_msg("in the record: %.*s", STR_ARG(texts[i]));
    return true;
}

static void test_record(void **state)
{
    struct api *api = *state;
    struct err err = {0};
    struct audit_walk walk;
    unsigned seen = 0;
    struct store_tx *tx = store_read(api->store, &err);
    assert_true(audit_verify(tx, &walk, &err));
    assert_int_equal(walk.fault, AUDIT_SOUND);
    assert_true(store_audit_all(tx, kind_seen, &seen, &err));
    store_read_end(tx);
    assert_int_equal(seen, (1u << 3) - 1);
}

static void test_answered(void **state)
{
    api_assert_answered(*state, "account");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_change),    cmocka_unit_test(test_rules),
        cmocka_unit_test(test_wrong_old), cmocka_unit_test(test_forgotten),
        cmocka_unit_test(test_reset),     cmocka_unit_test(test_code_expires),
        cmocka_unit_test(test_guarded),   cmocka_unit_test(test_copied),
        cmocka_unit_test(test_record),    cmocka_unit_test(test_answered),
    };
    return cmocka_run_group_tests(tests, api_setup, api_teardown);
}

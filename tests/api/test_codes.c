/* The second step of a login, sessions seen and ended, settings. The codes are worked out with
 * domain/totp.h, which tests/domain/test_totp.c holds to the vectors of RFC 6238. */
#include "api_people.h"

#include <stdio.h>

#include "domain/totp.h"
#include "store/second_step.h"
#include "work/audit.h"

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE };

/* ---- a phone -----------------------------------------------------------------------------------
 */

struct phone {
    unsigned char secret[TOTP_SECRET_BYTES];
    char recovery[10][20];
};

static void scan(struct phone *p, const char *text)
{
    unsigned bits = 0;
    int n_bits = 0, n = 0;
    for (; *text; text++) {
        unsigned v = *text >= 'A' ? (unsigned)(*text - 'A') : (unsigned)(*text - '2' + 26);
        bits = (bits << 5 | v) & 0xfff;
        n_bits += 5;
        if (n_bits >= 8) {
            n_bits -= 8;
            p->secret[n++] = (unsigned char)(bits >> n_bits);
        }
    }
    assert_int_equal(n, TOTP_SECRET_BYTES);
}

static const char *shown(struct api *api, const struct phone *p)
{
    uint32_t n;
    assert_true(totp_number((struct str){(const char *)p->secret, sizeof p->secret},
                            totp_step(api->now), &n));
    return api_target(api, "%06u", n % 1000000);
}

static void send_code(struct api *api, enum who who, const char *method, const char *where,
                      const char *code)
{
    api_call(api, who, method, where, api_target(api, "{\"code\":\"%s\"}", code));
}

static void enrol(struct api *api, enum who who, struct phone *p)
{
    api_good(api, who, "POST", "/api/account/codes",
             api_target(api, "{\"password\":\"%s\"}", PEOPLE_PASSWORD));
    scan(p, api_text(api, "secret"));
    size_t size = json_array_size(api_at(api, "qr"));
    assert_true(size >= 21 && (size - 21) % 4 == 0); /* sides of QR codes: 21, 25, ... */
    assert_int_equal(strlen(api_text(api, "qr.0")), size);
    assert_memory_equal(api_text(api, "qr.0"), "11111110", 8); /* a finder's edge */
    send_code(api, who, "PUT", "/api/account/codes", shown(api, p));
    assert_status(api, 200);
    for (int i = 0; i < 10; i++)
        snprintf(p->recovery[i], sizeof p->recovery[i], "%s",
                 api_text(api, api_target(api, "codes.%d", i)));
}

/* The password is right; `who` holds the half of a session. */
static void half_way(struct api *api, enum who who, const char *login)
{
    people_log_in(api, who, login, PEOPLE_PASSWORD);
    assert_string_equal(api_text(api, "step"), "code");
    assert_string_equal(api_text(api, "login"), "");
    assert_memory_equal(api->cookies[who], "tz_step=", 8);
}

/* ---- codes -------------------------------------------------------------------------------------
 */

static void test_enrol(void **state)
{
    struct api *api = *state;
    struct phone p;
    people_add(api, "anna", "coordinator");
    people_log_in(api, DEPUTY, "anna", PEOPLE_PASSWORD);
    api_good(api, DEPUTY, "GET", "/api/account/codes", NULL);
    assert_true(json_is_false(api_at(api, "active")));
    api_call(api, DEPUTY, "POST", "/api/account/codes", "{\"password\":\"guess\"}");
    assert_refused(api, 403, "password_wrong");
    send_code(api, DEPUTY, "PUT", "/api/account/codes", "123456");
    assert_refused(api, 404, "not_found"); /* not begun */
    api_good(api, DEPUTY, "POST", "/api/account/codes",
             api_target(api, "{\"password\":\"%s\"}", PEOPLE_PASSWORD));
    assert_non_null(strstr(api_text(api, "uri"), "otpauth://totp/Taizhang:anna?secret="));
    send_code(api, DEPUTY, "PUT", "/api/account/codes", "000000");
    assert_refused(api, 401, "login_code");
    people_log_in(api, STRANGER, "anna", PEOPLE_PASSWORD); /* not on yet: one step */
    assert_string_equal(api_text(api, "step"), "done");
    enrol(api, DEPUTY, &p);
    api_good(api, DEPUTY, "GET", "/api/account/codes", NULL);
    assert_true(json_is_true(api_at(api, "active")));
    assert_int_equal(api_int(api, "recovery_left"), 10);
    assert_int_equal(api_int(api, "since"), api->now);
    api_call(api, DEPUTY, "POST", "/api/account/codes",
             api_target(api, "{\"password\":\"%s\"}", PEOPLE_PASSWORD));
    assert_refused(api, 409, "exists");
}

static void test_login(void **state)
{
    struct api *api = *state;
    struct phone p;
    msec before = api->now;
    people_add(api, "berta", "coordinator");
    people_log_in(api, DEPUTY, "berta", PEOPLE_PASSWORD);
    enrol(api, DEPUTY, &p);
    half_way(api, STRANGER, "berta");
    api_call(api, STRANGER, "GET", "/api/session", NULL);
    assert_refused(api, 401, "login_needed");
    send_code(api, NOBODY, "POST", "/api/session/code", shown(api, &p));
    assert_refused(api, 401, "login_needed"); /* without the half */
    send_code(api, STRANGER, "POST", "/api/session/code", shown(api, &p));
    assert_refused(api, 401, "login_code"); /* it turned the codes on: used */
    api->now += 30 * SECOND;
    const char *code = shown(api, &p);
    send_code(api, STRANGER, "POST", "/api/session/code", code);
    assert_status(api, 200);
    assert_string_equal(api_text(api, "login"), "berta");
    send_code(api, STRANGER, "POST", "/api/session/code", code);
    assert_refused(api, 401, "login_needed"); /* that half is used up */
    half_way(api, STRANGER, "berta");
    send_code(api, STRANGER, "POST", "/api/session/code", code);
    assert_refused(api, 401, "login_code"); /* no code opens twice */
    send_code(api, STRANGER, "POST", "/api/session/code", p.recovery[3]);
    assert_status(api, 200);
    half_way(api, STRANGER, "berta");
    send_code(api, STRANGER, "POST", "/api/session/code", p.recovery[3]);
    assert_refused(api, 401, "login_code");
    api->now += 5 * MINUTE;
    send_code(api, STRANGER, "POST", "/api/session/code", shown(api, &p));
    assert_refused(api, 401, "login_needed"); /* five minutes for the second step */
    api->now = before;
}

/* Wrong codes are guesses like wrong passwords: five, and the account rests. */
static void test_guessing(void **state)
{
    struct api *api = *state;
    struct phone p;
    msec before = api->now;
    people_add(api, "carla", "coordinator");
    people_log_in(api, DEPUTY, "carla", PEOPLE_PASSWORD);
    enrol(api, DEPUTY, &p);
    api->now += 30 * SECOND;
    half_way(api, STRANGER, "carla");
    for (int i = 0; i < 5; i++) {
        send_code(api, STRANGER, "POST", "/api/session/code",
                  i % 2 ? "000001" : "0000-0000-0000-0000");
        assert_refused(api, 401, "login_code");
    }
    send_code(api, STRANGER, "POST", "/api/session/code", shown(api, &p));
    assert_refused(api, 429, "login_locked");
    people_try(api, "carla", PEOPLE_PASSWORD);
    assert_refused(api, 429, "login_locked");
    api->now += MINUTE;
    send_code(api, STRANGER, "POST", "/api/session/code", shown(api, &p));
    assert_status(api, 200);
    api->now = before;
}

static void test_off(void **state)
{
    struct api *api = *state;
    struct phone p;
    people_add(api, "doris", "coordinator");
    people_log_in(api, DEPUTY, "doris", PEOPLE_PASSWORD);
    api_call(api, DEPUTY, "POST", "/api/account/codes/recovery",
             api_target(api, "{\"password\":\"%s\"}", PEOPLE_PASSWORD));
    assert_refused(api, 404, "not_found");
    enrol(api, DEPUTY, &p);
    api_good(api, DEPUTY, "POST", "/api/account/codes/recovery",
             api_target(api, "{\"password\":\"%s\"}", PEOPLE_PASSWORD));
    assert_string_not_equal(api_text(api, "codes.3"), p.recovery[3]);
    half_way(api, STRANGER, "doris");
    send_code(api, STRANGER, "POST", "/api/session/code", p.recovery[3]);
    assert_refused(api, 401, "login_code"); /* of the paper before */
    api_call(api, DEPUTY, "POST", "/api/account/codes/off", "{\"password\":\"guess\"}");
    assert_refused(api, 403, "password_wrong");
    api_good(api, DEPUTY, "POST", "/api/account/codes/off",
             api_target(api, "{\"password\":\"%s\"}", PEOPLE_PASSWORD));
    people_log_in(api, STRANGER, "doris", PEOPLE_PASSWORD);
    assert_string_equal(api_text(api, "step"), "done");
}

/* The phone is lost: the administrator's code alone does not do, with codes_off it does. */
static void test_reset(void **state)
{
    struct api *api = *state;
    struct phone p;
    int64_t id = people_add(api, "emma", "coordinator");
    people_add(api, "admin.one", "administrator");
    people_log_in(api, DEPUTY, "emma", PEOPLE_PASSWORD);
    enrol(api, DEPUTY, &p);
    people_log_in(api, LEADER, "admin.one", PEOPLE_PASSWORD);
    const char *reset = api_target(api, "/api/people/%lld/reset", (long long)id);
    api_good(api, LEADER, "POST", reset, "{}");
    people_try(api, "emma", api_target(api, "%s", api_text(api, "code")));
    assert_status(api, 200);
    assert_string_equal(api_text(api, "step"), "code");
    api_good(api, LEADER, "POST", reset, "{\"codes_off\":true}");
    people_try(api, "emma", api_target(api, "%s", api_text(api, "code")));
    assert_status(api, 200);
    assert_string_equal(api_text(api, "step"), "password");
}

/* ---- settings ----------------------------------------------------------------------------------
 */

static void set(struct api *api, const char *name, const char *value)
{
    api_call(api, LEADER, "PUT", api_target(api, "/api/settings/%s", name),
             api_target(api, "{\"value\":\"%s\"}", value));
}

static void test_settings(void **state)
{
    struct api *api = *state;
    people_add(api, "security.two", "security_administrator");
    people_log_in(api, LEADER, "security.two", PEOPLE_PASSWORD);
    api_good(api, LEADER, "GET", "/api/settings", NULL);
    assert_string_equal(api_text(api, "settings.0.name"), "session_idle_minutes");
    assert_string_equal(api_text(api, "settings.0.value"), "720");
    api_call(api, COORDINATOR, "PUT", "/api/settings/password_days", "{\"value\":\"1\"}");
    assert_refused(api, 403, "forbidden");
    set(api, "session_idle_minutes", "14");
    assert_refused(api, 400, "range");
    set(api, "session_idle_minutes", "soon");
    assert_refused(api, 400, "number");
    assert_string_equal(api_text(api, "error.field"), "value");
    set(api, "unknown", "1");
    assert_refused(api, 404, "not_found");
    set(api, "second_step_roles", "coordinator,emperor");
    assert_refused(api, 404, "not_found");
}

/* 30 minutes after the last use, 1 hour after the login. */
static void test_session_limits(void **state)
{
    struct api *api = *state;
    msec before = api->now;
    set(api, "session_idle_minutes", "30");
    assert_status(api, 204);
    set(api, "session_hours", "1");
    assert_status(api, 204);
    people_add(api, "frieda", "coordinator");
    people_log_in(api, DEPUTY, "frieda", PEOPLE_PASSWORD);
    static const struct {
        int minutes, status;
    } USES[] = {{29, 200}, {58, 200}, {60, 401}};
    for (size_t i = 0; i < ARRAY_LEN(USES); i++) {
        api->now = before + USES[i].minutes * (msec)MINUTE;
        api_call(api, DEPUTY, "GET", "/api/session", NULL);
        assert_status(api, USES[i].status);
    }
    api->now = before;
    people_log_in(api, DEPUTY, "frieda", PEOPLE_PASSWORD);
    api->now = before + 30 * (msec)MINUTE;
    api_call(api, DEPUTY, "GET", "/api/session", NULL);
    assert_refused(api, 401, "login_needed");
    api->now = before;
    set(api, "session_idle_minutes", "720");
    set(api, "session_hours", "168");
    assert_status(api, 204);
}

static void test_password_days(void **state)
{
    struct api *api = *state;
    msec before = api->now;
    set(api, "password_days", "90");
    people_add(api, "gerda", "coordinator");
    api->now += 90 * 24 * (msec)HOUR - 1;
    people_log_in(api, DEPUTY, "gerda", PEOPLE_PASSWORD);
    assert_string_equal(api_text(api, "step"), "done");
    api->now++;
    people_log_in(api, DEPUTY, "gerda", PEOPLE_PASSWORD);
    assert_string_equal(api_text(api, "step"), "renew");
    api_call(api, DEPUTY, "GET", "/api/campaigns", NULL);
    assert_refused(api, 403, "password_needed");
    api_good(
        api, DEPUTY, "POST", "/api/account/password",
        api_target(api, "{\"old\":\"%s\",\"new\":\"three green teapots 7\"}", PEOPLE_PASSWORD));
    api_good(api, DEPUTY, "GET", "/api/campaigns", NULL);
    api->now = before;
    people_log_in(api, LEADER, "security.two", PEOPLE_PASSWORD);
    set(api, "password_days", "0");
    assert_status(api, 204);
}

static void test_required(void **state)
{
    struct api *api = *state;
    struct phone p;
    set(api, "second_step_roles", "auditor,coordinator");
    assert_status(api, 204);
    people_add(api, "helga", "coordinator");
    people_log_in(api, DEPUTY, "helga", PEOPLE_PASSWORD);
    assert_string_equal(api_text(api, "step"), "enrol");
    api_call(api, DEPUTY, "GET", "/api/campaigns", NULL);
    assert_refused(api, 403, "enrol_needed");
    api_good(api, DEPUTY, "GET", "/api/account/codes", NULL);
    assert_true(json_is_true(api_at(api, "required")));
    enrol(api, DEPUTY, &p);
    api_good(api, DEPUTY, "GET", "/api/campaigns", NULL);
    set(api, "second_step_roles", "");
    assert_status(api, 204);
}

/* ---- sessions ----------------------------------------------------------------------------------
 */

static void test_sessions(void **state)
{
    struct api *api = *state;
    people_add(api, "irma", "coordinator");
    people_log_in(api, DEPUTY, "irma", PEOPLE_PASSWORD);
    people_log_in(api, STRANGER, "irma", PEOPLE_PASSWORD);
    people_log_in(api, COUNTY, "irma", PEOPLE_PASSWORD);
    api_good(api, DEPUTY, "GET", "/api/account/sessions", NULL);
    assert_int_equal(json_array_size(api_at(api, "sessions")), 3);
    assert_string_equal(api_text(api, "sessions.0.address"), "127.0.0.1");
    int mine = 0;
    const char *other = NULL, *own = NULL;
    for (int i = 0; i < 3; i++) {
        const char *id = api_target(api, "%s", api_text(api, api_target(api, "sessions.%d.id", i)));
        bool this = json_is_true(api_at(api, api_target(api, "sessions.%d.this", i)));
        mine += this;
        if (this)
            own = id;
        else
            other = id;
    }
    assert_int_equal(mine, 1);
    api_good(api, DEPUTY, "DELETE", api_target(api, "/api/account/sessions/%s", other), NULL);
    api_good(api, DEPUTY, "GET", "/api/account/sessions", NULL);
    assert_int_equal(json_array_size(api_at(api, "sessions")), 2);
    /* Of somebody else: not found, and it goes on. */
    api_call(api, LEADER, "DELETE", api_target(api, "/api/account/sessions/%s", own), NULL);
    assert_refused(api, 404, "not_found");
    api_good(api, DEPUTY, "DELETE", "/api/account/sessions", NULL);
    api_good(api, DEPUTY, "GET", "/api/session", NULL);
    api_call(api, STRANGER, "GET", "/api/session", NULL);
    assert_refused(api, 401, "login_needed");
    api_call(api, COUNTY, "GET", "/api/session", NULL);
    assert_refused(api, 401, "login_needed");
}

/* ---- at rest -----------------------------------------------------------------------------------
 */

static void test_sealed(void **state)
{
    struct api *api = *state;
    struct phone p;
    struct totp_row row;
    bool found;
    memset(api->app.key, 7, sizeof api->app.key);
    api->app.has_key = true;
    int64_t id = people_add(api, "jutta", "coordinator");
    people_log_in(api, DEPUTY, "jutta", PEOPLE_PASSWORD);
    enrol(api, DEPUTY, &p);
    struct store_tx *tx = store_read(api->store, NULL);
    assert_true(store_totp_get(tx, &api->arena, id, &row, &found, NULL) && found);
    store_read_end(tx);
    assert_true(str_starts(row.secret, STR("box:")));
    api->now += 30 * SECOND;
    half_way(api, STRANGER, "jutta");
    api->app.key[0] = 8;
    send_code(api, STRANGER, "POST", "/api/session/code", shown(api, &p));
    assert_refused(api, 503, "secret");
    api->app.key[0] = 7;
    send_code(api, STRANGER, "POST", "/api/session/code", shown(api, &p));
    assert_status(api, 200);
    api->app.has_key = false;
}

/* ---- the record --------------------------------------------------------------------------------
 */

static bool kind_seen(void *ctx, const struct audit_row *row, struct err *err)
{
    static const char *const KINDS[] = {"login.password", "login.code.failed", "totp.on",
                                        "totp.off",       "totp.recovery",     "session.end",
                                        "setting.change"};
    unsigned *seen = ctx;
    (void)err;
    for (size_t i = 0; i < ARRAY_LEN(KINDS); i++)
        if (str_is(row->kind, KINDS[i]))
            *seen |= 1u << i;
    if (str_is(row->kind, "setting.change") && str_is(row->thing, "setting password_days") &&
        str_is(row->became, "{\"value\":\"90\"}"))
        assert_true(str_is(row->was, "{\"value\":\"0\"}"));
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
    assert_int_equal(seen, (1u << 7) - 1);
}

static void test_answered(void **state)
{
    api_assert_answered(*state, "codes");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_enrol),          cmocka_unit_test(test_login),
        cmocka_unit_test(test_guessing),       cmocka_unit_test(test_off),
        cmocka_unit_test(test_reset),          cmocka_unit_test(test_settings),
        cmocka_unit_test(test_session_limits), cmocka_unit_test(test_password_days),
        cmocka_unit_test(test_required),       cmocka_unit_test(test_sessions),
        cmocka_unit_test(test_sealed),         cmocka_unit_test(test_record),
        cmocka_unit_test(test_answered),
    };
    return cmocka_run_group_tests(tests, api_setup, api_teardown);
}

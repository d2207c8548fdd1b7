/* Units, people, posts, delegations and hand-over: as the administrator and the security
 * administrator of the demonstration's prefecture do them over the API. */
#include "api_people.h"

#include <stdio.h>

#include "store/unit.h"
#include "work/audit.h"
#include "work/demo.h"

/* Places of cookies: nobody of the demonstration's own is needed here. */
#define ADMIN STRANGER
#define GUARD DEPUTY
#define OTHER COUNTY
#define CLERK LEADER
/* What new people set in place of their code. */
#define OWN "four quiet lanterns 9"
#define DAY ((msec)24 * 3600 * 1000)

/* The newest entry of this kind, or NULL. */
static const struct audit_row *entry(struct api *api, const char *kind)
{
    struct audit_rows *rows = ARENA_NEW(&api->arena, struct audit_rows);
    struct store_tx *tx = store_read(api->store, NULL);
    assert_true(store_audit_page(tx, &api->arena, INT64_MAX, 1000, rows, NULL));
    store_read_end(tx);
    for (size_t i = 0; i < rows->n; i++)
        if (str_is(rows->at[i].kind, kind))
            return &rows->at[i];
    return NULL;
}

static bool says(struct str text, const char *part)
{
    return text.n && memmem(text.p, text.n, part, strlen(part));
}

static void log_in_all(struct api *api)
{
    people_log_in(api, ADMIN, "admin", DEMO_PASSWORD);
    people_log_in(api, GUARD, "security", DEMO_PASSWORD);
    people_log_in(api, COORDINATOR, "coordinator", DEMO_PASSWORD);
}

static int64_t new_unit(struct api *api, const char *name, const char *region, int64_t parent)
{
    api_good(api, ADMIN, "POST", "/api/units",
             api_target(api,
                        "{\"name\":\"%s\",\"kind\":\"bureau\",\"region\":\"%s\",\"parent\":%lld}",
                        name, region, (long long)parent));
    return api_int(api, "id");
}

/* An account; the code stands in the reply. */
static int64_t new_person(struct api *api, const char *login, int64_t unit)
{
    api_good(api, ADMIN, "POST", "/api/people",
             api_target(api, "{\"login\":\"%s\",\"name\":\"某人\",\"unit\":%lld}", login,
                        (long long)unit));
    const char *code = api_target(api, "%s", api_text(api, "code"));
    api_good(api, ADMIN, "GET", api_target(api, "/api/people?q=%s", login), NULL);
    int64_t id = api_int(api, "people.0.id");
    /* The code opens the door once, then a password is set. */
    people_log_in(api, OTHER, login, code);
    api_good(api, OTHER, "POST", "/api/account/password",
             api_target(api, "{\"old\":\"%s\",\"new\":\"%s\"}", code, OWN));
    return id;
}

static void give(struct api *api, int64_t person, int64_t unit, const char *more)
{
    api_call(api, GUARD, "POST", api_target(api, "/api/people/%lld/posts", (long long)person),
             api_target(api, "{\"unit\":%lld,%s}", (long long)unit, more));
}

static void given(struct api *api, int64_t person, int64_t unit, const char *role)
{
    give(api, person, unit, api_target(api, "\"role\":\"%s\"", role));
    assert_status(api, 201);
}

/* ---- units -----------------------------------------------------------------------------------
 */

static void test_unit(void **state)
{
    struct api *api = *state;
    log_in_all(api);
    api_good(api, ADMIN, "POST", "/api/units",
             "{\"name\":\" 县教育局 \",\"name_en\":\"Education "
             "bureau\",\"code\":\"91350100M000100Y43\","
             "\"kind\":\"bureau\",\"region\":\"532624\",\"contact\":\"值班室\",\"phone\":\"0876-"
             "1\"}");
    int64_t id = api_int(api, "id"), version = api_int(api, "version");
    assert_string_equal(api_text(api, "name.zh"), "县教育局");
    assert_string_equal(api_text(api, "region_name"), "麻栗坡县");
    assert_int_equal(version, 1);
    const struct audit_row *e = entry(api, "unit.add");
    assert_non_null(e);
    assert_true(says(e->became, "91350100M000100Y43") && e->was.n == 0);
    /* Changed, with what was before. */
    api_good(api, ADMIN, "PUT", api_target(api, "/api/units/%lld", (long long)id),
             "{\"version\":1,\"name\":\"县教育体育局\",\"code\":\"91350100M000100Y43\","
             "\"kind\":\"bureau\",\"region\":\"532624\"}");
    assert_int_equal(api_int(api, "version"), 2);
    e = entry(api, "unit.change");
    assert_true(says(e->was, "县教育局") && says(e->became, "县教育体育局"));
    assert_false(says(e->became, "bureau")); /* the kind did not change */
    /* Whoever is second is told so, and nothing is lost. */
    api_call(api, ADMIN, "PUT", api_target(api, "/api/units/%lld", (long long)id),
             "{\"version\":1,\"name\":\"别的\",\"kind\":\"bureau\",\"region\":\"532624\"}");
    assert_refused(api, 409, "changed");
    api_good(api, ADMIN, "GET", "/api/units?q=%E6%95%99%E8%82%B2&region=532624", NULL);
    assert_int_equal(json_array_size(api_at(api, "units")), 1);
    assert_string_equal(api_text(api, "units.0.name.zh"), "县教育体育局");
    api_good(api, ADMIN, "GET", "/api/units?q=91350100", NULL);
    assert_int_equal(api_int(api, "units.0.id"), id);
}

static const struct {
    const char *body;
    int status;
    const char *code, *field;
} BAD_UNITS[] = {
    {"\"name\":\"x\",\"kind\":\"bureau\",\"region\":\"532624\",\"code\":\"91350100M000100Y43\"",
     409, "exists", "code"},
    {"\"name\":\"x\",\"kind\":\"bureau\",\"region\":\"532624\",\"code\":\"91350100M000100Y42\"",
     400, "credit_check", "code"},
    {"\"name\":\"x\",\"kind\":\"bureau\",\"region\":\"532624\",\"code\":\"9135\"", 400,
     "credit_code", "code"},
    {"\"name\":\"  \",\"kind\":\"bureau\",\"region\":\"532624\"", 400, "empty", "name"},
    {"\"name\":\"x\",\"kind\":\"empire\",\"region\":\"532624\"", 400, "choice", "kind"},
    {"\"name\":\"x\",\"kind\":\"bureau\",\"region\":\"5301\"", 403, "out_of_region", "region"},
    {"\"name\":\"x\",\"kind\":\"bureau\",\"region\":\"0\"", 403, "out_of_region", "region"},
    {"\"name\":\"x\",\"kind\":\"bureau\",\"region\":\"532624\",\"parent\":999999", 404, "not_found",
     "parent"},
    {"\"name\":\"x\",\"kind\":\"bureau\",\"region\":\"532624\",\"contact_user\":999999", 403,
     "out_of_unit", "contact_user"},
};

static void test_bad_units(void **state)
{
    struct api *api = *state;
    for (size_t i = 0; i < ARRAY_LEN(BAD_UNITS); i++) {
        api_call(api, ADMIN, "POST", "/api/units", api_target(api, "{%s}", BAD_UNITS[i].body));
        assert_refused(api, BAD_UNITS[i].status, BAD_UNITS[i].code);
        assert_string_equal(api_text(api, "error.field"), BAD_UNITS[i].field);
    }
    api_call(api, COORDINATOR, "POST", "/api/units",
             "{\"name\":\"x\",\"kind\":\"bureau\",\"region\":\"532624\"}");
    assert_refused(api, 403, "forbidden");
}

static struct str path_of(struct api *api, int64_t unit)
{
    struct unit_row row;
    bool found;
    struct store_tx *tx = store_read(api->store, NULL);
    assert_true(store_unit_get(tx, &api->arena, unit, &row, &found, NULL) && found);
    store_read_end(tx);
    return row.path;
}

static void put_unit(struct api *api, int64_t unit, int64_t version, const char *region,
                     int64_t parent, const char *more)
{
    api_call(api, ADMIN, "PUT", api_target(api, "/api/units/%lld", (long long)unit),
             api_target(api,
                        "{\"version\":%lld,\"name\":\"u\",\"kind\":\"bureau\",\"region\":\"%s\","
                        "\"parent\":%lld%s}",
                        (long long)version, region, (long long)parent, more));
}

/* A unit moves with everything below it; nothing stands below itself. */
static void test_tree(void **state)
{
    struct api *api = *state;
    int64_t a = new_unit(api, "甲", "5326", 0), b = new_unit(api, "乙", "532624", a),
            c = new_unit(api, "丙", "532624102", b), d = new_unit(api, "丁", "5326", 0);
    assert_string_equal(
        api_target(api, "%.*s", STR_ARG(path_of(api, c))),
        api_target(api, "/%lld/%lld/%lld/", (long long)a, (long long)b, (long long)c));
    put_unit(api, b, 1, "532624", d, "");
    assert_status(api, 200);
    assert_string_equal(
        api_target(api, "%.*s", STR_ARG(path_of(api, c))),
        api_target(api, "/%lld/%lld/%lld/", (long long)d, (long long)b, (long long)c));
    put_unit(api, b, 2, "532624", c, "");
    assert_refused(api, 422, "unit_loop");
    put_unit(api, b, 2, "532624", b, "");
    assert_refused(api, 422, "unit_loop");
    /* A region that does not contain what stands below, or is not contained by what is above. */
    put_unit(api, b, 2, "532622", d, "");
    assert_refused(api, 422, "unit_outside");
    put_unit(api, c, 1, "532622", b, "");
    assert_refused(api, 422, "unit_outside");
    /* Closed from below; what is closed takes nobody in. */
    put_unit(api, b, 2, "532624", d, ",\"closed\":true");
    assert_refused(api, 409, "unit_busy");
    put_unit(api, c, 1, "532624102", b, ",\"closed\":true");
    assert_status(api, 200);
    assert_string_equal(api_text(api, "closed_on"), "2026-04-24");
    put_unit(api, b, 2, "532624", d, ",\"closed\":true");
    assert_status(api, 200);
    put_unit(api, a, 1, "5326", b, "");
    assert_refused(api, 422, "unit_closed");
    api_call(
        api, ADMIN, "POST", "/api/people",
        api_target(api, "{\"login\":\"nowhere\",\"name\":\"某\",\"unit\":%lld}", (long long)b));
    assert_refused(api, 422, "unit_closed");
}

/* Lists go on where they ended, each unit once; own units alone for those who see no more. */
static void test_unit_lists(void **state)
{
    struct api *api = *state;
    int64_t top = new_unit(api, "众", "532624", 0);
    for (int i = 0; i < 130; i++)
        new_unit(api, api_target(api, "第 %d 科", i), "532624102", top);
    const char *after = "";
    int n = 0, pages = 0;
    do {
        api_good(api, ADMIN, "GET", api_target(api, "/api/units?region=532624102&after=%s", after),
                 NULL);
        n += (int)json_array_size(api_at(api, "units"));
        after = api_target(api, "%s", api_text(api, "next"));
        pages++;
    } while (*after);
    assert_int_equal(pages, 2);
    assert_true(n >= 131 && n <= 134);
    api_good(api, ADMIN, "GET", "/api/units?q=%E7%A7%91&region=532624102", NULL);
    assert_int_equal(json_array_size(api_at(api, "units")), 50);
    people_log_in(api, OTHER, "lead", DEMO_PASSWORD);
    api_good(api, OTHER, "GET", "/api/units", NULL);
    assert_int_equal(json_array_size(api_at(api, "units")), 2); /* health and market bureau */
    api_good(api, OTHER, "GET", "/api/units?region=532624102", NULL);
    assert_int_equal(json_array_size(api_at(api, "units")), 0);
    api_call(api, ADMIN, "GET", "/api/units?region=5301", NULL);
    assert_refused(api, 403, "out_of_region");
    api_good(api, OTHER, "GET", "/api/units?q=%E7%A7%91", NULL);
    assert_int_equal(json_array_size(api_at(api, "units")), 0);
    people_log_in(api, OTHER, "county", DEMO_PASSWORD);
    api_good(api, OTHER, "GET", "/api/units", NULL);
    assert_int_equal(json_array_size(api_at(api, "units")), 1);
}

/* A page that is said to go on behind somebody else's unit or person begins in the own range all
 * the same. */
static void test_pages_stay_inside(void **state)
{
    static const struct {
        const char *login;
        size_t units, people; /* that they reach in the demonstration */
    } WHO[] = {{"county", 1, 1}, {"lead", 2, 2}};
    struct api *api = *state;
    for (size_t i = 0; i < ARRAY_LEN(WHO); i++) {
        people_log_in(api, OTHER, WHO[i].login, DEMO_PASSWORD);
        for (int after = 1; after <= 11; after++) {
            if (after <= 9) {
                api_good(api, OTHER, "GET", api_target(api, "/api/units?after=%d", after), NULL);
                assert_true(json_array_size(api_at(api, "units")) <= WHO[i].units);
            }
            api_good(api, OTHER, "GET", api_target(api, "/api/people?after=%d", after), NULL);
            assert_true(json_array_size(api_at(api, "people")) <= WHO[i].people);
        }
    }
}

/* ---- people and posts --------------------------------------------------------------------------
 */

static void test_person(void **state)
{
    struct api *api = *state;
    int64_t unit = new_unit(api, "卫生监督所", "532624", 0);
    int64_t id = new_person(api, "wang.min", unit);
    /* Somebody without a post gets in and sees nothing. */
    people_log_in(api, OTHER, "wang.min", OWN);
    assert_string_equal(api_text(api, "role"), "no_post");
    api_call(api, OTHER, "GET", "/api/campaigns", NULL);
    assert_refused(api, 403, "forbidden");
    given(api, id, unit, "town");
    assert_string_equal(api_text(api, "posts.0.unit_name"), "卫生监督所");
    people_log_in(api, OTHER, "wang.min", OWN);
    assert_string_equal(api_text(api, "role"), "town");
    api_good(api, OTHER, "GET", "/api/campaigns", NULL);
    /* Ended: from the next request on. */
    api_good(api, ADMIN, "GET", api_target(api, "/api/people/%lld", (long long)id), NULL);
    int64_t post = api_int(api, "posts.0.id");
    api_call(api, GUARD, "DELETE",
             api_target(api, "/api/people/%lld/posts/%lld?reason=%%E8%%B0%%83%%E7%%A6%%BB",
                        (long long)id, (long long)post),
             NULL);
    assert_status(api, 204);
    api_call(api, OTHER, "GET", "/api/campaigns", NULL);
    assert_refused(api, 403, "forbidden");
    api_call(api, GUARD, "DELETE",
             api_target(api, "/api/people/%lld/posts/%lld", (long long)id, (long long)post), NULL);
    assert_refused(api, 409, "post_ended");
    assert_true(says(entry(api, "post.end")->became, "\"until\":\"2026-04-23\""));
    assert_str(entry(api, "post.end")->reason, "调离");
    /* Closed: the session ends, the login is refused, the entry says what was before. */
    api_call(api, ADMIN, "PUT", api_target(api, "/api/people/%lld", (long long)id),
             api_target(api,
                        "{\"version\":1,\"name\":\"王敏\",\"unit\":%lld,\"disabled\":true,"
                        "\"reason\":\"退休\"}",
                        (long long)unit));
    assert_status(api, 200);
    api_call(api, OTHER, "GET", "/api/session", NULL);
    assert_refused(api, 401, "login_needed");
    people_try(api, "wang.min", OWN);
    assert_status(api, 401);
    assert_true(says(entry(api, "account.disable")->was, "\"disabled\":false"));
    assert_str(entry(api, "account.disable")->reason, "退休");
    give(api, id, unit, "\"role\":\"town\"");
    assert_refused(api, 422, "person_disabled");
    api_call(api, ADMIN, "PUT", api_target(api, "/api/people/%lld", (long long)id),
             api_target(api, "{\"version\":1,\"name\":\"王敏\",\"unit\":%lld,\"disabled\":false}",
                        (long long)unit));
    assert_refused(api, 409, "changed");
}

static const struct {
    const char *more;
    int status;
    const char *code;
} BAD_POSTS[] = {
    {"\"role\":\"emperor\"", 400, "choice"},
    {"\"role\":\"public\"", 400, "choice"},
    {"\"role\":\"no_post\"", 400, "choice"},
    {"\"role\":\"auditor\"", 422, "role_alone"},
    {"\"role\":\"administrator\"", 422, "role_alone"},
    {"\"role\":\"town\"", 409, "post_there"},
    {"\"role\":\"inspector\"", 422, "post_regions"},
    {"\"role\":\"inspector\",\"regions\":[\"5301\"]", 403, "out_of_region"},
    {"\"role\":\"leader\",\"regions\":[\"532624\"]", 422, "post_no_regions"},
    {"\"role\":\"leader\",\"until\":\"2026-04-23\"", 400, "days_order"},
    {"\"role\":\"leader\",\"from\":\"2026-06-02\",\"until\":\"2026-06-01\"", 400, "days_order"},
    {"\"role\":\"leader\",\"until\":\"2026-02-30\"", 400, "date"},
};

static void test_bad_posts(void **state)
{
    struct api *api = *state;
    int64_t unit = new_unit(api, "爱卫中心", "532624", 0);
    int64_t id = new_person(api, "li.hua", unit);
    given(api, id, unit, "town");
    for (size_t i = 0; i < ARRAY_LEN(BAD_POSTS); i++) {
        give(api, id, unit, BAD_POSTS[i].more);
        assert_refused(api, BAD_POSTS[i].status, BAD_POSTS[i].code);
    }
    give(api, id, unit, "\"role\":\"inspector\",\"regions\":[\"532624\",\"532622\",\"532624102\"]");
    assert_status(api, 201);
    assert_string_equal(api_text(api, "posts.1.regions"), "532622 532624");
    give(api, id, 999999, "\"role\":\"leader\"");
    assert_refused(api, 404, "not_found");
    /* From a day on: not before it. */
    give(api, id, unit, "\"role\":\"leader\",\"from\":\"2026-05-04\",\"until\":\"2026-05-05\"");
    assert_status(api, 201);
    people_log_in(api, OTHER, "li.hua", OWN);
    assert_int_equal(json_array_size(api_at(api, "posts")), 2);
    msec now = api->now;
    api->now += 10 * DAY;
    people_log_in(api, OTHER, "li.hua", OWN);
    assert_int_equal(json_array_size(api_at(api, "posts")), 3);
    api->now += 2 * DAY;
    people_log_in(api, OTHER, "li.hua", OWN);
    assert_int_equal(json_array_size(api_at(api, "posts")), 2);
    api->now = now;
    log_in_all(api);
}

/* Three people, and none of them can become another. */
static void test_alone(void **state)
{
    struct api *api = *state;
    api_good(api, GUARD, "GET", "/api/people?q=security", NULL);
    int64_t self = api_int(api, "people.0.id"), unit = api_int(api, "people.0.unit");
    give(api, self, unit, "\"role\":\"coordinator\"");
    assert_refused(api, 403, "role_self");
    api_good(api, GUARD, "GET", "/api/people?q=admin", NULL);
    int64_t admin = api_int(api, "people.0.id");
    give(api, admin, unit, "\"role\":\"coordinator\"");
    assert_refused(api, 422, "role_alone");
    api_good(api, ADMIN, "GET", "/api/people?q=auditor", NULL);
    int64_t auditor = api_int(api, "people.0.id");
    api_call(api, ADMIN, "PUT", api_target(api, "/api/people/%lld", (long long)auditor),
             api_target(api, "{\"version\":0,\"name\":\"审\",\"unit\":%lld,\"disabled\":true}",
                        (long long)unit));
    assert_refused(api, 403, "person_guarded");
    api_call(api, ADMIN, "PUT", api_target(api, "/api/people/%lld", (long long)admin),
             api_target(api, "{\"version\":0,\"name\":\"管\",\"unit\":%lld,\"disabled\":true}",
                        (long long)unit));
    assert_refused(api, 422, "person_self");
    /* The administrator gives no posts, the security administrator makes no people. */
    api_call(api, ADMIN, "POST", api_target(api, "/api/people/%lld/posts", (long long)auditor),
             "{\"unit\":1,\"role\":\"town\"}");
    assert_refused(api, 403, "forbidden");
    api_call(api, GUARD, "POST", "/api/people", "{\"login\":\"ghost\",\"name\":\"x\",\"unit\":1}");
    assert_refused(api, 403, "forbidden");
}

/* A county's administrator sees somebody who works there too, and cannot take over the account. */
static void test_reaches_further(void **state)
{
    struct api *api = *state;
    int64_t county = new_unit(api, "县信息中心", "532624", 0);
    int64_t admin = new_person(api, "county.admin", county);
    given(api, admin, county, "administrator");
    api_good(api, ADMIN, "GET", "/api/people?q=coordinator", NULL);
    int64_t person = api_int(api, "people.0.id"), home = api_int(api, "people.0.unit");
    given(api, person, county, "town");
    people_log_in(api, OTHER, "county.admin", OWN);
    api_good(api, OTHER, "GET", api_target(api, "/api/people/%lld", (long long)person), NULL);
    api_call(api, OTHER, "POST", api_target(api, "/api/people/%lld/reset", (long long)person),
             "{}");
    assert_refused(api, 403, "out_of_unit");
    api_call(api, OTHER, "PUT", api_target(api, "/api/people/%lld", (long long)person),
             api_target(api, "{\"version\":0,\"name\":\"x\",\"unit\":%lld,\"disabled\":true}",
                        (long long)county));
    assert_refused(api, 403, "out_of_unit");
    api_call(api, OTHER, "GET", api_target(api, "/api/people?unit=%lld", (long long)home), NULL);
    assert_refused(api, 403, "out_of_unit");
    api_call(
        api, OTHER, "POST", "/api/people",
        api_target(api, "{\"login\":\"smuggled\",\"name\":\"x\",\"unit\":%lld}", (long long)home));
    assert_refused(api, 403, "out_of_unit");
    api_call(api, OTHER, "POST", "/api/units",
             api_target(api,
                        "{\"name\":\"x\",\"kind\":\"bureau\",\"region\":\"532624\","
                        "\"parent\":%lld}",
                        (long long)home));
    assert_refused(api, 403, "out_of_unit");
    api_good(api, OTHER, "GET", "/api/people?q=coordinator", NULL);
    assert_int_equal(json_array_size(api_at(api, "people")), 0);
}

/* ---- delegations -------------------------------------------------------------------------------
 */

static void delegate(struct api *api, enum who who, int64_t post, int64_t to, const char *more)
{
    api_call(api, who, "POST", "/api/delegations",
             api_target(api, "{\"post\":%lld,\"to\":%lld,\"reason\":\"出差\",%s}", (long long)post,
                        (long long)to, more));
}

static void test_delegation(void **state)
{
    struct api *api = *state;
    int64_t unit = new_unit(api, "县疾控中心", "532624", 0),
            below = new_unit(api, "疾控中心一科", "532624", unit),
            beside = new_unit(api, "县医院", "532624", 0);
    int64_t head = new_person(api, "head", unit), clerk = new_person(api, "clerk", below),
            far = new_person(api, "far", beside);
    given(api, head, unit, "town");
    int64_t post = api_int(api, "posts.0.id");
    people_log_in(api, OTHER, "head", OWN);
    api_good(api, OTHER, "GET", "/api/delegations/people", NULL);
    assert_int_equal(json_array_size(api_at(api, "people")), 1);
    assert_string_equal(api_text(api, "people.0.login"), "clerk");
    api_good(api, OTHER, "GET", "/api/delegations/people?q=cl", NULL);
    assert_int_equal(json_array_size(api_at(api, "people")), 1);
    delegate(api, OTHER, post, far, "\"until\":\"2026-04-24\"");
    assert_refused(api, 422, "delegate_whom");
    delegate(api, OTHER, post, head, "\"until\":\"2026-04-24\"");
    assert_refused(api, 422, "delegate_whom");
    delegate(api, OTHER, post + 1000, clerk, "\"until\":\"2026-04-24\"");
    assert_refused(api, 422, "delegate_post");
    delegate(api, OTHER, 1, clerk, "\"until\":\"2026-04-24\""); /* somebody else's post */
    assert_refused(api, 422, "delegate_post");
    delegate(api, OTHER, post, clerk, "\"until\":\"2026-04-23\"");
    assert_refused(api, 400, "delegate_time");
    delegate(api, OTHER, post, clerk, "\"until\":\"2027-04-24\"");
    assert_refused(api, 400, "delegate_time");
    delegate(api, OTHER, post, clerk, "\"until\":\"2026-04-24\"");
    assert_status(api, 201);
    assert_string_equal(api_text(api, "given.0.login"), "clerk");
    int64_t delegation = api_int(api, "given.0.id");
    /* The clerk acts as themselves, for the head; the record says both. */
    people_log_in(api, CLERK, "clerk", OWN);
    assert_int_equal(api_int(api, "posts.0.delegation"), delegation);
    api_good(api, CLERK, "PUT", "/api/session/post",
             api_target(api, "{\"post\":%lld,\"delegation\":%lld}", (long long)post,
                        (long long)delegation));
    assert_string_equal(api_text(api, "for"), "head");
    api_good(api, CLERK, "GET", "/api/campaigns", NULL);
    api_good(api, CLERK, "GET", "/api/delegations", NULL);
    assert_string_equal(api_text(api, "received.0.login"), "head");
    /* It cannot be passed on. */
    delegate(api, CLERK, post, far, "\"until\":\"2026-04-24\"");
    assert_refused(api, 422, "delegate_post");
    /* Nobody else ends it. */
    api_call(api, COORDINATOR, "DELETE",
             api_target(api, "/api/delegations/%lld", (long long)delegation), NULL);
    assert_refused(api, 404, "not_found");
    /* Over by itself after the last day, in China. */
    msec now = api->now;
    api->now += 7 * 3600 * 1000; /* in use: the session does not end */
    api_good(api, CLERK, "GET", "/api/campaigns", NULL);
    api->now = INT64_C(1777046400000); /* 2026-04-25T00:00+08:00 */
    api_call(api, CLERK, "GET", "/api/campaigns", NULL);
    assert_refused(api, 403, "forbidden");
    api->now -= 1;
    api_good(api, CLERK, "GET", "/api/campaigns", NULL);
    api->now = now;
    api_call(api, OTHER, "DELETE", api_target(api, "/api/delegations/%lld", (long long)delegation),
             NULL);
    assert_status(api, 204);
    api_call(api, CLERK, "GET", "/api/campaigns", NULL);
    assert_refused(api, 403, "forbidden");
    assert_true(str_is(entry(api, "delegation.give")->reason, "出差"));
    assert_non_null(entry(api, "delegation.end"));
}

/* ---- hand-over ---------------------------------------------------------------------------------
 */

static void test_handover(void **state)
{
    struct api *api = *state;
    int64_t unit = new_unit(api, "县住建局", "532624", 0);
    int64_t old = new_person(api, "old.hand", unit), new = new_person(api, "new.hand", unit),
            deputy = new_person(api, "deputy.hand", unit);
    given(api, old, unit, "responsible_unit");
    int64_t post = api_int(api, "posts.0.id");
    put_unit(api, unit, 1, "532624", 0, api_target(api, ",\"contact_user\":%lld", (long long)old));
    assert_string_equal(api_text(api, "contact_login"), "old.hand");
    people_log_in(api, OTHER, "old.hand", OWN);
    delegate(api, OTHER, post, deputy, "\"until\":\"2026-05-30\"");
    assert_status(api, 201);
    const char *work =
        api_target(api, "/api/people/%lld/work?successor=%lld", (long long)old, (long long)new);
    api_good(api, ADMIN, "GET", work, NULL);
    assert_int_equal(json_array_size(api_at(api, "work")), 3);
    assert_string_equal(api_text(api, "work.0.kind"), "post");
    assert_true(json_is_false(api_at(api, "work.0.can")));
    assert_string_equal(api_text(api, "work.1.kind"), "contact");
    assert_string_equal(api_text(api, "work.2.kind"), "delegation_given");
    const char *step = api_target(api, "/api/people/%lld/handover", (long long)old);
    const char *body = api_target(api, "{\"successor\":%lld,\"reason\":\"调离\",\"disable\":true}",
                                  (long long)new);
    /* Nothing goes while one thing cannot. */
    api_call(api, ADMIN, "POST", step, body);
    assert_refused(api, 422, "handover_post");
    api_good(api, ADMIN, "GET", work, NULL);
    assert_int_equal(json_array_size(api_at(api, "work")), 3);
    given(api, new, unit, "responsible_unit");
    api_good(api, ADMIN, "POST", step, body);
    assert_int_equal(json_array_size(api_at(api, "work")), 3);
    assert_true(json_is_true(api_at(api, "work.0.can")));
    api_good(api, ADMIN, "GET", api_target(api, "/api/units/%lld", (long long)unit), NULL);
    assert_string_equal(api_text(api, "contact_login"), "new.hand");
    api_call(api, OTHER, "GET", "/api/session", NULL);
    assert_refused(api, 401, "login_needed");
    api_good(api, ADMIN, "GET", work, NULL);
    assert_int_equal(json_array_size(api_at(api, "work")), 0);
    const struct audit_row *e = entry(api, "handover");
    assert_true(str_is(e->reason, "调离") && says(e->became, "new.hand"));
    api_call(api, ADMIN, "POST", step,
             api_target(api, "{\"successor\":%lld,\"reason\":\"x\"}", (long long)old));
    assert_refused(api, 422, "person_self");
    api_call(api, GUARD, "POST", step, body);
    assert_refused(api, 403, "forbidden");
}

static void test_sound(void **state)
{
    struct api *api = *state;
    struct audit_walk walk;
    struct store_tx *tx = store_read(api->store, NULL);
    assert_true(audit_verify(tx, &walk, NULL));
    assert_int_equal(walk.fault, AUDIT_SOUND);
    store_read_end(tx);
    api_assert_answered(api, "organisation");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unit),
        cmocka_unit_test(test_bad_units),
        cmocka_unit_test(test_tree),
        cmocka_unit_test(test_unit_lists),
        cmocka_unit_test(test_pages_stay_inside),
        cmocka_unit_test(test_person),
        cmocka_unit_test(test_bad_posts),
        cmocka_unit_test(test_alone),
        cmocka_unit_test(test_reaches_further),
        cmocka_unit_test(test_delegation),
        cmocka_unit_test(test_handover),
        cmocka_unit_test(test_sound),
    };
    return cmocka_run_group_tests_name("api-organisation", tests, api_setup, api_teardown);
}

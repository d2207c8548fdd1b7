/* Every operation of the contract, who may ask it, and what it says to bad input. What a call may
 * cost is asserted by api_test.c for all of them. */
#include "api_test.h"

#include "work/audit.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "store/user.h"
#include "work/standard_files.h"

#define COUNTY_4 "532624"
#define XLSX STR("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")

/* ---- reading
 * -------------------------------------------------------------------------------------- */

static void test_session(void **state)
{
    struct api *api = *state;
    api_good(api, NOBODY, "GET", "/api/health", NULL);
    assert_string_equal(api_text(api, "status"), "ok");
    api_good(api, COUNTY, "GET", "/api/session", NULL);
    assert_string_equal(api_text(api, "role"), "responsible_unit");
    assert_string_equal(api_text(api, "region"), COUNTY_4);
    assert_string_equal(api_text(api, "region_name"), "麻栗坡县");
    /* The one post there is; somebody else's is not to be had. */
    api_good(api, COUNTY, "PUT", "/api/session/post",
             api_target(api, "{\"post\":%lld}", (long long)api_int(api, "post")));
    api_good(api, COUNTY, "GET", "/api/rights", NULL);
    api_good(api, COUNTY, "GET", "/api/units/5", NULL);
    assert_string_equal(api_text(api, "region"), COUNTY_4);
    api_good(api, COUNTY, "GET", "/api/people/2", NULL);
    assert_string_equal(api_text(api, "posts.0.role"), "responsible_unit");
    api_call(api, COUNTY, "PUT", "/api/session/post", "{\"post\":1}");
    assert_refused(api, 404, "not_found");
    api_call(api, NOBODY, "GET", "/api/session", NULL);
    assert_refused(api, 401, "login_needed");
}

static void test_regions(void **state)
{
    struct api *api = *state;
    api_good(api, LEADER, "GET", "/api/regions?parent=5326", NULL);
    assert_int_equal(json_array_size(api_at(api, "regions")), 8);
    assert_string_equal(api_text(api, "regions.3.name"), "麻栗坡县");
    api_good(api, LEADER, "GET", "/api/regions?parent=5326&limit=3&after=532622", NULL);
    assert_string_equal(api_text(api, "regions.0.code"), "532623");
    assert_true(json_is_true(api_at(api, "more")));
    api_good(api, LEADER, "GET", "/api/regions/search?q=mlpx", NULL); /* 麻栗坡县 */
    assert_string_equal(api_text(api, "regions.0.code"), COUNTY_4);
    api_good(api, LEADER, "GET", "/api/regions/" COUNTY_4, NULL);
    api_call(api, LEADER, "GET", "/api/regions/999999", NULL);
    assert_refused(api, 404, "region_unknown");
}

static void test_standards(void **state)
{
    struct api *api = *state;
    api_good(api, LEADER, "GET", "/api/standards", NULL);
    assert_int_equal(json_array_size(api_at(api, "standards")), 1);
    api_good(api, LEADER, "GET", "/api/standards/1", NULL);
    api_good(api, LEADER, "GET", "/api/standards/1/indicators", NULL);
    api_good(api, LEADER, "GET", "/api/standards/1/checklists", NULL);
    api_good(api, LEADER, "GET", "/api/standards/1/diff?to=1", NULL);
    api_good(api, LEADER, "GET", "/api/standards/1/workbook", NULL);
    assert_memory_equal(api->body.p, "PK", 2);
    api_call(api, LEADER, "GET", "/api/standards/77", NULL);
    assert_refused(api, 404, "not_found");
}

static void test_campaign(void **state)
{
    struct api *api = *state;
    api_good(api, COUNTY, "GET", "/api/campaigns", NULL);
    assert_true(json_is_true(api_at(api, "campaigns.0.demo")));
    api_good(api, COUNTY, "GET", "/api/campaigns/1", NULL);
    assert_int_equal(json_array_size(api_at(api, "rounds")), 2);
    api_good(api, LEADER, "GET", "/api/campaigns/1/overview", NULL);
    assert_int_equal(json_array_size(api_at(api, "subjects")), 8);
    api_good(api, LEADER, "GET", "/api/campaigns/1/matrix", NULL);
    assert_int_equal(json_array_size(api_at(api, "rows")), 8);
    api_good(api, LEADER, "GET", "/api/campaigns/1/matrix?within=532624", NULL);
    assert_int_equal(json_array_size(api_at(api, "rows")), 1);
    assert_string_equal(api_text(api, "rows.0.region"), "532624");
    api_good(api, LEADER, "GET", "/api/campaigns/1/carryover", NULL);
    api_call(api, LEADER, "GET", "/api/campaigns/9", NULL);
    assert_refused(api, 404, "not_found");
}

/* The situation that the demonstration was asked to show (April: 532622 first, 532624 fifth of
 * eight and 22.79 points behind, 126 findings open in it). */
static void test_ranking(void **state)
{
    struct api *api = *state;
    api_good(api, LEADER, "GET", "/api/campaigns/1/ranking", NULL);
    assert_int_equal(json_array_size(api_at(api, "rows")), 8);
    assert_string_equal(api_text(api, "rows.0.region"), "532622");
    assert_string_equal(api_text(api, "rows.4.region"), COUNTY_4);
    assert_int_equal(api_int(api, "rows.4.rank"), 5);
    assert_string_equal(api_text(api, "rows.4.to_first"), "22.79");
    api_good(api, LEADER, "GET", "/api/campaigns/1/ranking?round=1", NULL);
    api_good(api, LEADER, "GET", "/api/campaigns/1/scores/" COUNTY_4, NULL);
    assert_string_equal(api_text(api, "reason.kind"), "node");
    api_good(api, LEADER, "GET", "/api/campaigns/1/scores/" COUNTY_4 "/indicators/I01", NULL);
    api_good(api, LEADER, "GET", "/api/campaigns/1/findings?region=" COUNTY_4 "&limit=50", NULL);
    assert_int_equal(api_int(api, "open"), 126);
    assert_int_equal(json_array_size(api_at(api, "findings")), 50);
    api_call(api, LEADER, "GET", "/api/campaigns/1/ranking?round=7", NULL);
    assert_true(api->status == 404 || api->status == 400);
    api_call(api, LEADER, "GET", "/api/campaigns/1/ranking?ranking=none", NULL);
    assert_true(api->status == 404 || api->status == 400);
}

/* ---- values
 * --------------------------------------------------------------------------------------- */

static const char VALUES[] = "/api/campaigns/1/values";

static void test_value(void **state)
{
    struct api *api = *state;
    api_good(api, COUNTY, "GET", "/api/campaigns/1/values?region=" COUNTY_4 "&limit=50", NULL);
    assert_int_equal(json_array_size(api_at(api, "values")), 50);
    int64_t id = api_int(api, "values.0.id"), version = api_int(api, "values.0.version");
    const char *first = api_entry(api, api_at(api, "values.0"), version, "first"),
               *second = api_entry(api, api_at(api, "values.0"), version, "second");
    const char *next = api_target(api, "/api/campaigns/1/values?region=" COUNTY_4 "&after=%s",
                                  api_text(api, "next"));
    api_good(api, COUNTY, "GET", next, NULL);
    assert_int_not_equal(api_int(api, "values.0.id"), id);
    api_good(api, COUNTY, "PUT", VALUES, first);
    assert_string_equal(api_text(api, "value.note"), "first");
    assert_int_equal(api_int(api, "value.version"), version + 1);
    assert_string_equal(api_text(api, "after.region"), COUNTY_4);
    /* The second of two people is told. */
    api_call(api, COORDINATOR, "PUT", VALUES, second);
    assert_refused(api, 409, "conflict");
    api_good(api, COUNTY, "GET",
             api_target(api, "/api/campaigns/1/values/%lld/history", (long long)id), NULL);
    assert_string_equal(api_text(api, "value.note"), "first");
    assert_int_equal(api_int(api, "past.0.version"), version);
}

static const struct {
    const char *body;
    int status;
    const char *code;
} BAD_ENTRIES[] = {
    {"{", 400, "bad_request"},
    {"[]", 400, "field_type"},
    {"{\"region\":\"532624\"}", 400, "field_missing"},
    {"{\"region\":532624,\"code\":\"I01\",\"period\":\"2025\",\"state\":\"missing\",\"version\":0}",
     400, "field_type"},
    {"{\"region\":\"532624\",\"code\":\"I01\",\"period\":\"2025\",\"state\":\"missing\","
     "\"version\":0,\"more\":1}",
     400, "field_unknown"},
    {"{\"region\":\"532624\",\"code\":\"I01\",\"period\":\"2025\",\"state\":\"missing\","
     "\"version\":-1}",
     400, "range"},
    {"{\"region\":\"532624\",\"code\":\"I01\",\"period\":\"2025\",\"state\":\"maybe\","
     "\"version\":0}",
     400, "choice"},
    {"{\"region\":\"532624\",\"code\":\"I01\",\"period\":\"2025-13\",\"state\":\"missing\","
     "\"version\":0}",
     400, "period"},
    {"{\"region\":\"532624\",\"code\":\"I01\",\"period\":\"2025\",\"state\":\"present\","
     "\"value\":\"many\",\"version\":0}",
     400, "number"},
    {"{\"region\":\"532624\",\"code\":\"I01\",\"period\":\"2025\",\"state\":\"present\","
     "\"value\":12.5,\"version\":0}",
     400, "field_type"},
    {"{\"region\":\"5326\",\"region\":\"532624\",\"code\":\"I01\",\"period\":\"2025\","
     "\"state\":\"missing\",\"version\":0}",
     400, "bad_request"},
    {"{\"region\":\"532622\",\"code\":\"I01\",\"period\":\"2025\",\"state\":\"missing\","
     "\"version\":0}",
     403, "out_of_region"},
};

static void test_bad_entries(void **state)
{
    struct api *api = *state;
    for (size_t i = 0; i < ARRAY_LEN(BAD_ENTRIES); i++) {
        api_call(api, COUNTY, "PUT", VALUES, BAD_ENTRIES[i].body);
        assert_refused(api, BAD_ENTRIES[i].status, BAD_ENTRIES[i].code);
    }
    api_call(api, COUNTY, "PUT", VALUES,
             "{\"region\":\"532624\",\"code\":\"I01\",\"period\":\"1950\",\"state\":\"missing\","
             "\"version\":0}");
    assert_refused(api, 400, "range"); /* far outside of this campaign */
    assert_string_equal(api_text(api, "error.field"), "period");
    api_call(api, COUNTY, "PUT", VALUES,
             "{\"region\":\"532624\",\"code\":\"NONE\",\"period\":\"2025\",\"state\":\"missing\","
             "\"version\":0}");
    assert_int_equal(api->status / 100, 4);
    api_send(api, COUNTY, "PUT", VALUES, STR("text/plain"), STR("{}"));
    assert_refused(api, 415, "media_type");
    api_call(api, COUNTY, "GET", "/api/campaigns/1/values?region=" COUNTY_4 "&limit=0", NULL);
    assert_refused(api, 400, "range");
    api_call(api, COUNTY, "GET", "/api/campaigns/1/values?region=" COUNTY_4 "&odd=1", NULL);
    assert_refused(api, 400, "field_unknown");
    api_call(api, COUNTY, "GET", VALUES, NULL);
    assert_refused(api, 400, "field_missing");
}

/* What a person is told who enters a value where none belongs: what is wrong and what would be
 * right, in the language of the request. The campaign is that of the prefecture 5326; assessed are
 * its counties, their seats and sampled towns, 532601 first. */
static const struct {
    enum who who;
    const char *region, *code, *place, *period;
    int status;
    const char *key, *field, *en, *zh;
} MISPLACED[] = {
    {COORDINATOR, "532601403", "I01", "0", "2025", 400, "not_assessed", "region",
     "532601403 文山高新技术产业开发区 is not among the assessed regions of this campaign; "
     "assessed "
     "there: 532601, ",
     "532601403 文山高新技术产业开发区 不在本活动的评价对象之列，可填报的评价对象：532601, "},
    {COUNTY, "532624999", "I01", "0", "2025", 404, "region_unknown", "region",
     "Region 532624999 is not in the region tree.", "区划树中没有 532624999。"},
    {COUNTY, "532622", "I01", "0", "2025", 403, "out_of_region", "region",
     "Region 532622 is outside your range 532624.", "区划 532622 不在您的管辖范围 532624 内。"},
    {COUNTY, COUNTY_4, "X99", "0", "2025", 400, "value_code", "code",
     "\"X99\" is no indicator, coverage rule or item of hygienic-city-county 2021.",
     "标准 hygienic-city-county 2021 中没有指标、覆盖率要求或评分项“X99”。"},
    {COUNTY, COUNTY_4, "I01", "0", "1950", 400, "range", "period",
     "1950 is out of range; it must be from 2016 to 2026.",
     "1950 超出范围，应在 2016 至 2026 之间。"},
    {COUNTY, COUNTY_4, "I01", "0", "2025-13", 400, "period", "period",
     "\"2025-13\" is not a period; write 2026 or 2026-04.",
     "“2025-13”不是有效时期，应写作 2026 或 2026-04。"},
};

static void check_misplaced(struct api *api, size_t i, const char *lang, const char *text)
{
    api->lang = lang;
    api_call(api, MISPLACED[i].who, "PUT", VALUES,
             api_target(api,
                        "{\"region\":\"%s\",\"code\":\"%s\",\"place\":%s,\"period\":\"%s\","
                        "\"state\":\"missing\",\"version\":0}",
                        MISPLACED[i].region, MISPLACED[i].code, MISPLACED[i].place,
                        MISPLACED[i].period));
    api->lang = NULL;
    assert_refused(api, MISPLACED[i].status, MISPLACED[i].key);
    assert_string_equal(api_text(api, "error.field"), MISPLACED[i].field);
    const char *said = api_text(api, "error.message");
    if (strncmp(said, text, strlen(text)) != 0)
        fail_msg("said: %s", said);
}

static void test_misplaced(void **state)
{
    struct api *api = *state;
    for (size_t i = 0; i < ARRAY_LEN(MISPLACED); i++) {
        check_misplaced(api, i, "en", MISPLACED[i].en);
        check_misplaced(api, i, "zh-CN", MISPLACED[i].zh);
    }
    /* An item's mark at a place of another region. */
    api_call(api, COORDINATOR, "GET", "/api/campaigns/1/values?region=532622&limit=200", NULL);
    int64_t place = 0;
    const char *code = "";
    size_t i;
    json_t *v;
    json_array_foreach(api_at(api, "values"), i,
                       v) if (json_integer_value(json_object_get(v, "place")))
    {
        place = json_integer_value(json_object_get(v, "place"));
        code = api_target(api, "%s", json_string_value(json_object_get(v, "code")));
    }
    assert_true(place > 0);
    api_call(
        api, COUNTY, "PUT", VALUES,
        api_target(api,
                   "{\"region\":\"532624\",\"code\":\"%s\",\"place\":%lld,\"period\":\"2026-04\","
                   "\"state\":\"missing\",\"version\":0}",
                   code, (long long)place));
    assert_refused(api, 400, "place_unknown");
    assert_string_equal(api_text(api, "error.field"), "place");
}

static void test_value_workbook(void **state)
{
    struct api *api = *state;
    api_good(api, COUNTY, "GET", "/api/campaigns/1/template?region=" COUNTY_4, NULL);
    struct str book = api->body;
    api_send(api, COUNTY, "POST", "/api/campaigns/1/import?dry_run=true", XLSX, book);
    assert_status(api, 200);
    assert_true(json_is_false(api_at(api, "kept")));
    api_send(api, COUNTY, "POST", "/api/campaigns/1/import", XLSX, book);
    assert_status(api, 200);
    assert_true(json_is_true(api_at(api, "kept")));
    api_send(api, COUNTY, "POST", "/api/campaigns/1/marked", XLSX, book);
    assert_status(api, 200);
    assert_memory_equal(api->body.p, "PK", 2);
    api_send(api, COUNTY, "POST", "/api/campaigns/1/import", XLSX, STR("not a workbook"));
    assert_status(api, 200);
    assert_true(json_is_false(api_at(api, "kept")));
    assert_true(json_array_size(api_at(api, "problems")) > 0);
}

/* ---- rights
 * --------------------------------------------------------------------------------------- */

static void test_ranges(void **state)
{
    struct api *api = *state;
    /* A coordinator of one county may not decide for the prefecture. */
    api_call(api, DEPUTY, "POST", "/api/campaigns/1/bulletins", "{}");
    assert_refused(api, 403, "out_of_region");
    api_call(api, DEPUTY, "PUT", "/api/campaigns/1/standard", "{\"standard\":1}");
    assert_refused(api, 403, "out_of_region");
    api_good(api, STRANGER, "GET", "/api/campaigns", NULL);
    assert_int_equal(json_array_size(api_at(api, "campaigns")), 0);
}

/* ---- changing
 * ------------------------------------------------------------------------------------- */

static struct str workbook_of(struct api *api, const char *folder, const char *edition)
{
    struct err_list problems = {.arena = &api->arena};
    struct standard_file *files;
    struct standard_source src;
    struct buf out;
    size_t n;
    assert_true(standard_files_read(&api->arena, folder, &files, &n, &problems));
    for (size_t i = 0; edition && i < n; i++)
        if (str_is(files[i].name, "standard.json")) {
            const char *text = arena_str(&api->arena, files[i].data).p;
            const char *at = strstr(text, "\"edition\": \"2021\"");
            assert_non_null(at);
            files[i].data = arena_printf(&api->arena, "%.*s\"edition\": \"%s\"%s", (int)(at - text),
                                         text, edition, at + strlen("\"edition\": \"2021\""));
        }
    assert_true(standard_source_of_files(&api->arena, files, n, &src, &problems));
    buf_init(&out, 0);
    assert_true(standard_book_of_source(&api->arena, &src, api->now, &out, NULL));
    struct str book = arena_str(&api->arena, buf_str(&out));
    buf_release(&out);
    return book;
}

static void test_new_edition(void **state)
{
    struct api *api = *state;
    struct str book =
        workbook_of(api, SOURCE_ROOT "/standards/hygienic-city-county-2021", "2026-test");
    api_send(api, COORDINATOR, "POST", "/api/standards?dry_run=true", XLSX, book);
    assert_status(api, 200);
    assert_int_equal(api_int(api, "id"), 0);
    api_send(api, COORDINATOR, "POST", "/api/standards", XLSX, book);
    assert_status(api, 200);
    int64_t id = api_int(api, "id");
    api_send(api, COORDINATOR, "POST", "/api/standards", XLSX, book);
    assert_refused(api, 409, "exists");
    api_call(api, COORDINATOR, "POST", "/api/standards/1/confirmations",
             "{\"kind\":\"indicator\",\"code\":\"I01\"}");
    assert_status(api, 204);
    api_good(api, COORDINATOR, "PUT", "/api/campaigns/1/standard",
             api_target(api, "{\"standard\":%lld}", (long long)id));
    assert_string_equal(api_text(api, "rows.0.carry"), "carried"); /* the text is the same */
    api_good(api, COORDINATOR, "POST", "/api/campaigns",
             "{\"standard\":1,\"region\":\"5326\",\"name_zh\":\"试\",\"from\":\"2026-01\","
             "\"to\":\"2026-12\"}");
    api_call(api, COORDINATOR, "POST", "/api/campaigns",
             "{\"standard\":1,\"region\":\"5301\",\"name_zh\":\"试\",\"from\":\"2026-01\","
             "\"to\":\"2026-12\"}");
    assert_refused(api, 403, "out_of_region");
    /* Rounds count from 1 in each campaign; one period has one round. */
    const char *rounds = "/api/campaigns/2/rounds",
               *may = "{\"period\":\"2026-05\",\"name_zh\":\"五月\"}";
    api_call(api, LEADER, "POST", rounds, may);
    assert_refused(api, 403, "forbidden");
    api_call(api, COORDINATOR, "POST", rounds, may);
    assert_status(api, 201);
    assert_int_equal(api_int(api, "number"), 1);
    assert_string_equal(api_text(api, "period"), "2026-05");
    api_call(api, COORDINATOR, "POST", rounds, may);
    assert_refused(api, 409, "exists");
    static const char *const OUTSIDE[] = {"2025-12", "2027-01", "2025", "2027"};
    for (size_t i = 0; i < ARRAY_LEN(OUTSIDE); i++) {
        api_call(api, COORDINATOR, "POST", rounds,
                 api_target(api, "{\"period\":\"%s\",\"name_zh\":\"外\"}", OUTSIDE[i]));
        assert_refused(api, 400, "range");
    }
}

static void test_bulletin(void **state)
{
    struct api *api = *state;
    api_good(api, COORDINATOR, "POST", "/api/campaigns/1/bulletins", "{}");
    int64_t id = api_int(api, "id");
    assert_int_equal(api_int(api, "number"), 1);
    api_good(api, LEADER, "GET", "/api/campaigns/1/bulletins", NULL);
    const char *docx = api_target(api, "/api/campaigns/1/bulletins/%lld/docx", (long long)id);
    api_good(api, LEADER, "GET", docx, NULL);
    struct str once = api->body;
    api_good(api, LEADER, "GET", docx, NULL);
    assert_true(str_eq(once, api->body));
    api_good(api, LEADER, "GET",
             api_target(api, "/api/campaigns/1/bulletins/%lld/xlsx", (long long)id), NULL);
}

static void test_logout(void **state)
{
    struct api *api = *state;
    api_call(api, DEPUTY, "DELETE", "/api/session", NULL);
    assert_status(api, 204);
    api_call(api, DEPUTY, "GET", "/api/session", NULL);
    assert_refused(api, 401, "login_needed");
}

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE };

static struct session_row session_of(struct api *api, enum who who)
{
    unsigned char digest[SHA256_SIZE];
    struct session_row row;
    bool found = false;
    const char *token = strchr(api->cookies[who], '=') + 1;
    sha256(str_of(token), digest);
    struct store_tx *tx = store_read(api->store, NULL);
    assert_true(store_session_get(tx, &api->arena, (struct str){(char *)digest, sizeof digest},
                                  &row, &found, NULL));
    store_read_end(tx);
    assert_true(found);
    return row;
}

static int session_at(struct api *api, enum who who, msec at)
{
    api->now = at;
    api_call(api, who, "GET", "/api/session", NULL);
    return api->status;
}

/* A session ends twelve hours after its last use, and seven days after the login at the latest. A
 * use is noted every five minutes only. The stranger's is never used meanwhile. */
static void test_session_ends(void **state)
{
    struct api *api = *state;
    msec before = api->now, login = session_of(api, LEADER).created_at;
    assert_int_equal(session_of(api, LEADER).expires_at, login + (msec)12 * HOUR);
    assert_int_equal(session_at(api, LEADER, login + 5 * MINUTE - 1), 200);
    assert_int_equal(session_of(api, LEADER).seen_at, login);
    assert_int_equal(session_at(api, LEADER, login + 5 * MINUTE), 200);
    assert_int_equal(session_of(api, LEADER).seen_at, login + 5 * MINUTE);
    assert_int_equal(session_at(api, LEADER, login + (msec)12 * HOUR), 200);
    assert_int_equal(session_at(api, STRANGER, login + (msec)12 * HOUR), 401);
    assert_string_equal(api_text(api, "error.code"), "login_needed");
    for (int hours = 23; hours < 7 * 24; hours += 11)
        assert_int_equal(session_at(api, LEADER, login + (msec)hours * HOUR), 200);
    assert_int_equal(session_at(api, LEADER, login + (msec)7 * 24 * HOUR - 1), 200);
    assert_int_equal(session_of(api, LEADER).expires_at, login + (msec)7 * 24 * HOUR);
    assert_int_equal(session_at(api, LEADER, login + (msec)7 * 24 * HOUR), 401);
    api->now = before;
}

/* Five wrong passwords and the account rests for a minute. */
static void test_guessing(void **state)
{
    struct api *api = *state;
    msec before = api->now;
    for (int i = 0; i < 5; i++) {
        api_call(api, NOBODY, "POST", "/api/session",
                 "{\"name\":\"stranger\",\"password\":\"guess\"}");
        assert_refused(api, 401, "login_failed");
    }
    static const char RIGHT[] = "{\"name\":\"stranger\",\"password\":\"taizhang-demo\"}";
    api_call(api, NOBODY, "POST", "/api/session", RIGHT);
    assert_refused(api, 429, "login_locked");
    api->now += 60 * 1000;
    api_call(api, NOBODY, "POST", "/api/session", RIGHT);
    assert_status(api, 200);
    assert_non_null(strstr(api->cookie, "HttpOnly; SameSite=Lax"));
    api->now = before;
}

/* Of all that this program did the record has an entry, and its chain is sound. */
static bool kind_seen(void *ctx, const struct audit_row *row, struct err *err)
{
    static const char *const KINDS[] = {
        "login",           "login.failed",    "logout",          "value.change",
        "values.import",   "standard.import", "basis.confirm",   "round.add",
        "campaign.create", "bulletin.make",   "demo.create",     "campaign.standard",
        "session.post",    "file.export",     "request.refused", "session.refused"};
    unsigned *seen = ctx;
    (void)err;
    for (size_t i = 0; i < ARRAY_LEN(KINDS); i++)
        if (str_is(row->kind, KINDS[i])) {
            *seen |= 1u << i;
            return true;
        }
    fail_msg("unknown: %.*s", STR_ARG(row->kind));
    return false;
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
    assert_int_equal(seen, (1u << 16) - 1);
}

static void test_all_answered(void **state)
{
    api_assert_answered(*state, "api");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_session),        cmocka_unit_test(test_regions),
        cmocka_unit_test(test_standards),      cmocka_unit_test(test_campaign),
        cmocka_unit_test(test_ranking),        cmocka_unit_test(test_value),
        cmocka_unit_test(test_bad_entries),    cmocka_unit_test(test_misplaced),
        cmocka_unit_test(test_value_workbook), cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_bulletin),       cmocka_unit_test(test_new_edition),
        cmocka_unit_test(test_session_ends),   cmocka_unit_test(test_guessing),
        cmocka_unit_test(test_logout),         cmocka_unit_test(test_record),
        cmocka_unit_test(test_all_answered),
    };
    return cmocka_run_group_tests(tests, api_setup, api_teardown);
}

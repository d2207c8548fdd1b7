/* The auditor's part of the API: searching, following, taking along, verifying; and that each of
 * these looks is in the record itself. */
#include "api_people.h"

#include <stdio.h>

#include "office/xlsx.h"
#include "store/audit.h"
#include "work/audit.h"
#include "work/audit_kinds.h"

static int64_t length(struct api *api)
{
    struct audit_head_row head;
    struct store_tx *tx = store_read(api->store, NULL);
    assert_true(store_audit_head(tx, &api->arena, &head, NULL));
    store_read_end(tx);
    return head.seq;
}

/* The latest entry is of this kind, by the auditor, and holds this. */
static void assert_last(struct api *api, const char *kind, const char *after)
{
    struct audit_rows rows = {0};
    struct store_tx *tx = store_read(api->store, NULL);
    assert_true(store_audit_page(tx, &api->arena, INT64_MAX, 1, &rows, NULL));
    store_read_end(tx);
    assert_string_equal(rows.at[0].kind.p, kind);
    assert_string_equal(rows.at[0].who.p, "watch");
    if (strncmp(rows.at[0].became.p, after, strlen(after)) != 0)
        fail_msg("%s", rows.at[0].became.p);
}

static void only_the_auditor(void **state)
{
    static const char *const TARGETS[] = {"/api/audit", "/api/audit/state", "/api/audit/lines",
                                          "/api/audit/xlsx"};
    struct api *api = *state;
    people_add(api, "watch", "auditor");
    people_add(api, "keeper", "administrator");
    people_log_in(api, DEPUTY, "keeper", PEOPLE_PASSWORD);
    for (size_t i = 0; i < ARRAY_LEN(TARGETS); i++) {
        api_call(api, DEPUTY, "GET", TARGETS[i], NULL);
        assert_refused(api, 403, "forbidden");
        api_call(api, COORDINATOR, "GET", TARGETS[i], NULL);
        assert_refused(api, 403, "forbidden");
    }
    api_call(api, DEPUTY, "POST", "/api/audit/verify", NULL);
    assert_refused(api, 403, "forbidden");
    people_log_in(api, LEADER, "watch", PEOPLE_PASSWORD);
}

static void state_of_the_record(void **state)
{
    struct api *api = *state;
    int64_t before = length(api);
    api_good(api, LEADER, "GET", "/api/audit/state", NULL);
    assert_int_equal(api_int(api, "entries"), before);
    assert_int_equal(length(api), before);
    assert_string_equal(api_text(api, "algorithm"), "sha256");
    assert_true(json_is_null(api_at(api, "checkpoint")));
    assert_int_equal(json_array_size(api_at(api, "kinds")), AUDIT_KINDS_N);
}

/* Every value.change of the demonstration's first value that is changed here twice. */
static void followed(void **state)
{
    struct api *api = *state;
    api_good(api, COORDINATOR, "GET", "/api/campaigns/1/values?limit=1&region=532624", NULL);
    json_t *value = json_incref(json_array_get(api_at(api, "values"), 0));
    const char *body =
        api_entry(api, value, json_integer_value(json_object_get(value, "version")), "first");
    api_good(api, COORDINATOR, "PUT", "/api/campaigns/1/values", body);
    json_decref(value);
    api_good(api, LEADER, "GET", "/api/audit?kind=value.change&person=coordinator", NULL);
    assert_int_equal(json_array_size(api_at(api, "entries")), 1);
    assert_string_equal(api_text(api, "entries.0.what.en"), "Changed a value");
    assert_string_equal(api_text(api, "entries.0.what.zh"), "修改数据");
    assert_string_equal(api_text(api, "entries.0.who"), "coordinator");
    assert_true(strlen(api_text(api, "entries.0.region_name")) > 0);
    assert_string_equal(api_text(api, "next"), "");
    assert_last(api, "audit.read", "{\"person\":\"coordinator\",\"kind\":\"value.change\"}");
    const char *thing = arena_str(&api->arena, str_of(api_text(api, "entries.0.thing"))).p;
    struct buf target;
    buf_init(&target, 0);
    buf_addz(&target, "/api/audit?region=53&kind=value.&thing=");
    for (const char *p = thing; *p; p++)
        *p == ' ' ? buf_addz(&target, "%20") : buf_addc(&target, *p);
    api_good(api, LEADER, "GET", buf_str(&target).p, NULL);
    buf_release(&target);
    assert_int_equal(json_array_size(api_at(api, "entries")), 1);
    assert_string_equal(api_text(api, "entries.0.thing"), thing);
    api_good(api, LEADER, "GET", "/api/audit?kind=value.change&region=45", NULL);
    assert_int_equal(json_array_size(api_at(api, "entries")), 0);
    api_good(api, LEADER, "GET", "/api/audit?until=1", NULL);
    assert_int_equal(json_array_size(api_at(api, "entries")), 0);
    assert_int_equal(api_int(api, "searched"), 1);
}

/* One entry for a search, not one for each page; and no page without it. */
static void pages(void **state)
{
    struct api *api = *state;
    for (int i = 0; i < 210; i++)
        api_good(api, LEADER, "GET", "/api/audit?limit=1", NULL);
    int64_t before = length(api), seen = before + 1;
    const char *next = "";
    do {
        api_good(api, LEADER, "GET",
                 api_target(api, "/api/audit?limit=30%s%s", *next ? "&after=" : "", next), NULL);
        for (size_t i = 0; i < json_array_size(api_at(api, "entries")); i++) {
            int64_t n = json_integer_value(
                json_object_get(json_array_get(api_at(api, "entries"), i), "entry"));
            assert_int_equal(n, --seen);
        }
        next = arena_str(&api->arena, str_of(api_text(api, "next"))).p;
    } while (*next);
    assert_int_equal(seen, 1);
    assert_int_equal(length(api), before + 1);
    assert_last(api, "audit.read", "{}");
    static const char *const BAD[] = {"limit=3&after=5",    "after=9-3", "after=3-2",
                                      "after=x-y",          "after=-",   "after=0-9",
                                      "kind=login&after=%s"};
    api_good(api, LEADER, "GET", "/api/audit?limit=3", NULL);
    const char *mine = arena_str(&api->arena, str_of(api_text(api, "next"))).p;
    before = length(api);
    for (size_t i = 0; i < ARRAY_LEN(BAD); i++) {
        const char *query =
            i + 1 == ARRAY_LEN(BAD) ? api_target(api, "kind=login&after=%s", mine) : BAD[i];
        api_call(api, LEADER, "GET", api_target(api, "/api/audit?%s", query), NULL);
        assert_refused(api, 400, "bad_request");
    }
    assert_int_equal(length(api), before);
    api_good(api, LEADER, "GET", api_target(api, "/api/audit?limit=200&after=%s", mine), NULL);
}

static void verified(void **state)
{
    struct api *api = *state;
    int64_t before = length(api);
    api_good(api, LEADER, "POST", "/api/audit/verify", NULL);
    assert_string_equal(api_text(api, "result"), "sound");
    assert_int_equal(api_int(api, "entries"), before);
    assert_int_equal(api_int(api, "at"), 0);
    assert_string_equal(api_text(api, "message"), "");
    assert_last(api, "audit.verify", "{\"result\":\"sound\",\"entries\":");
}

/* The file is what `taizhang audit verify FILE` walks: its lines fit, to the head it names. */
static void taken_along(void **state)
{
    struct api *api = *state;
    struct audit_head_row head;
    struct audit_walk w;
    struct str rest, line;
    api_good(api, LEADER, "GET", "/api/audit/lines", NULL);
    assert_last(api, "audit.export", "{\"format\":\"jsonl\",\"entries\":");
    rest = api->body;
    str_split(&rest, '\n', &line);
    assert_true(audit_first_line_read(&api->arena, line, &head, NULL));
    audit_walk_begin(&w, AUDIT_SHA256, NULL);
    while (str_split(&rest, '\n', &line) && line.n) {
        struct audit_row row;
        assert_true(audit_line_read(&api->arena, line, &row, NULL));
        struct audit_entry e = store_audit_entry(&row);
        assert_true(audit_walk_next(&w, &e, row.hash, NULL));
    }
    audit_walk_end(&w, head.seq, head.hash);
    assert_int_equal(w.fault, AUDIT_SOUND);
    assert_int_equal(w.n + 1, length(api));
    api_good(api, LEADER, "GET", "/api/audit/lines?kind=value.", NULL);
    assert_last(api, "audit.export", "{\"kind\":\"value.\",\"format\":\"jsonl\",\"entries\":1,");
    struct err err = {0};
    rest = api->body;
    str_split(&rest, '\n', &line);
    assert_false(audit_first_line_read(&api->arena, line, &head, &err));
    assert_int_equal(err.code, ERR_AUDIT_EXTRACT);
}

static void as_a_workbook(void **state)
{
    static const char *const HEAD[2] = {"序号", "Entry"}, *const WHAT[2] = {"修改数据",
                                                                            "Changed a value"};
    struct api *api = *state;
    for (int lang = 0; lang < 2; lang++) {
        struct workbook book = {0};
        struct err_list errs = {.arena = &api->arena};
        api->lang = lang ? "en" : "zh";
        api_good(api, LEADER, "GET", "/api/audit/xlsx?kind=value.change", NULL);
        assert_last(api, "audit.export",
                    "{\"kind\":\"value.change\",\"format\":\"xlsx\",\"entries\":1,");
        assert_true(xlsx_read(&api->arena, STR("audit.xlsx"), api->body, &(struct xlsx_options){0},
                              &book, &errs));
        const struct table *t = &book.sheets.at[0].table;
        assert_int_equal(t->rows.n, 1);
        assert_true(str_is(t->head[0].text, HEAD[lang]));
        assert_true(str_is(t->rows.at[0].cells[5].text, WHAT[lang]));
    }
    api->lang = NULL;
}

/* A file that goes out is an entry with its digest; asking for what the role does not include too,
 * but not without end: 30 of one account in an hour, the last of which says so. */
static void files_and_refusals(void **state)
{
    struct api *api = *state;
    char digest[SHA256_HEX];
    struct audit_rows rows = {0};
    api_good(api, COORDINATOR, "GET", "/api/standards/1/workbook", NULL);
    sha256_hex(api->body, digest);
    for (int i = 0; i < 40; i++) {
        api_call(api, COORDINATOR, "GET", "/api/audit?thing=x", NULL);
        assert_refused(api, 403, "forbidden");
    }
    struct store_tx *tx = store_read(api->store, NULL);
    assert_true(store_audit_page(tx, &api->arena, INT64_MAX, 40, &rows, NULL));
    store_read_end(tx);
    size_t refused = 0;
    while (str_is(rows.at[refused].kind, "request.refused")) {
        assert_true(str_is(rows.at[refused].who, "coordinator"));
        assert_true(str_is(rows.at[refused].thing, "audit"));
        bool last = strstr(rows.at[refused].became.p, "not recorded") != NULL;
        assert_int_equal(last, refused == 0);
        refused++;
    }
    /* Four of them were asked in the first test of this program, at the same pinned hour. */
    assert_int_equal(refused, 30 - 4);
    assert_true(str_is(rows.at[refused].kind, "file.export"));
    assert_true(str_is(rows.at[refused].thing, "standards/1/workbook"));
    assert_non_null(strstr(rows.at[refused].became.p, digest));
    api->now += 3600 * 1000;
    int64_t before = length(api);
    api_call(api, COORDINATOR, "GET", "/api/audit?thing=x", NULL);
    assert_int_equal(length(api), before + 1);
    api_call(api, NOBODY, "GET", "/api/audit", NULL);
    assert_refused(api, 401, "login_needed");
    assert_int_equal(length(api), before + 1);
}

/* What is there, but belongs to another campaign, is answered like what is not there; the record
 * tells them apart. */
static void things_of_others(void **state)
{
    static const char *const THEIRS[] = {"bulletins/1/docx", "bulletins/1/xlsx", "values/1/history",
                                         "findings/1"};
    static const char *const NOBODYS[] = {"bulletins/4711/docx", "values/987654/history",
                                          "findings/987654"};
    struct api *api = *state;
    api->now += 3600 * 1000;
    api_good(api, COORDINATOR, "POST", "/api/campaigns/1/bulletins", "{}");
    assert_int_equal(api_int(api, "id"), 1);
    api_good(api, COORDINATOR, "POST", "/api/campaigns",
             "{\"standard\":1,\"region\":\"5326\",\"name_zh\":\"试\",\"from\":\"2026-01\","
             "\"to\":\"2026-12\"}");
    int64_t before = length(api);
    for (size_t i = 0; i < ARRAY_LEN(NOBODYS); i++) {
        api_call(api, COORDINATOR, "GET", api_target(api, "/api/campaigns/2/%s", NOBODYS[i]), NULL);
        assert_refused(api, 404, "not_found");
    }
    assert_int_equal(length(api), before);
    for (size_t i = 0; i < ARRAY_LEN(THEIRS); i++) {
        const char *thing = api_target(api, "campaigns/2/%s", THEIRS[i]);
        api_call(api, COORDINATOR, "GET", api_target(api, "/api/%s", thing), NULL);
        assert_refused(api, 404, "not_found");
        api_assert_elsewhere(api, thing);
    }
    assert_int_equal(length(api), before + (int64_t)ARRAY_LEN(THEIRS));
}

static bool broken_fn(struct store_tx *tx, void *ctx, struct err *err)
{
    struct api *api = ctx;
    struct act act = {.kind = "no.such.kind"};
    return audit_act(&api->app, tx, &ACTOR_CONSOLE, &act, err);
}

/* A kind without words is no kind. */
static void kinds_have_words(void **state)
{
    struct api *api = *state;
    struct err err = {0};
    assert_false(store_write(api->store, broken_fn, api, &err));
    assert_int_equal(err.code, ERR_INTERNAL);
    for (int i = 0; i < AUDIT_KINDS_N; i++) {
        assert_true(AUDIT_KINDS[i].zh[0] && AUDIT_KINDS[i].en[0]);
        for (int k = 0; k < i; k++)
            assert_string_not_equal(AUDIT_KINDS[i].code, AUDIT_KINDS[k].code);
    }
    assert_true(str_is(audit_kind_text(STR("old.kind"), LANG_EN), "old.kind"));
}

static void all_answered(void **state)
{
    api_assert_answered(*state, "audit");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_auditor),   cmocka_unit_test(state_of_the_record),
        cmocka_unit_test(followed),           cmocka_unit_test(pages),
        cmocka_unit_test(verified),           cmocka_unit_test(taken_along),
        cmocka_unit_test(as_a_workbook),      cmocka_unit_test(kinds_have_words),
        cmocka_unit_test(files_and_refusals), cmocka_unit_test(things_of_others),
        cmocka_unit_test(all_answered),
    };
    return cmocka_run_group_tests(tests, api_setup, api_teardown);
}

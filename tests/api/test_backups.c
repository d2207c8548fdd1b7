/* Backups over the API: for the administrator alone, one at a time, in the record. The times of the
 * plan by hand: China is 8 hours ahead, so 02:30 there is 18:30 of the day before in UTC. */
#include "api_people.h"

#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "store/audit.h"
#include "work/backup_parts.h"
#include "work/backup_plan.h"

#define HOUR ((msec)3600 * 1000)

static struct backup_plan_options options = {.minute = 150, .how = {.version = "0", .keep = 2}};

static void off(void **state)
{
    struct api *api = *state;
    people_add(api, "keeper", "administrator");
    people_log_in(api, LEADER, "keeper", PEOPLE_PASSWORD);
    api_good(api, LEADER, "GET", "/api/backups", NULL);
    assert_false(json_is_true(api_at(api, "on")));
    api_call(api, LEADER, "POST", "/api/backups", NULL);
    assert_refused(api, 409, "backup_off");
    api_call(api, COORDINATOR, "GET", "/api/backups", NULL);
    assert_refused(api, 403, "forbidden");
    api_call(api, COORDINATOR, "POST", "/api/backups", NULL);
    assert_refused(api, 403, "forbidden");
}

/* The thread of the plan has done what it was asked for: asked for by looking, as the page does. */
static void until_made(struct api *api)
{
    const struct timespec short_while = {.tv_nsec = 5000000};
    do {
        nanosleep(&short_while, NULL);
        api_good(api, LEADER, "GET", "/api/backups", NULL);
    } while (json_is_true(api_at(api, "running")));
}

static void say(void *ctx, const struct backup_done *done, const struct err *failed)
{
    (void)ctx, (void)done, (void)failed;
}

static void made(void **state)
{
    struct api *api = *state;
    struct err err = {0};
    struct str place = arena_printf(&api->arena, "%s/kept", api->dir);
    assert_int_equal(mkdir(place.p, 0700), 0);
    options.folder = place.p;
    options.say = say;
    api->app.backups = backup_plan_create(&api->app, &options, &err);
    assert_non_null(api->app.backups);
    api_good(api, LEADER, "GET", "/api/backups", NULL);
    assert_true(json_is_true(api_at(api, "on")));
    assert_string_equal(api_text(api, "daily"), "02:30");
    assert_int_equal(api_int(api, "next"), backup_slot(api->now, 150) + 24 * HOUR);
    /* Asked for before there is a thread: a second one has to wait for it. */
    api_good(api, LEADER, "POST", "/api/backups", NULL);
    assert_true(json_is_true(api_at(api, "running")));
    api_call(api, LEADER, "POST", "/api/backups", NULL);
    assert_refused(api, 409, "backup_running");
    assert_true(backup_plan_start(api->app.backups, &err));
    until_made(api);
    msec at = 0;
    assert_int_equal(json_array_size(api_at(api, "backups")), 1);
    assert_true(backup_name_read(str_of(api_text(api, "backups.0.name")), &at));
    assert_true(at <= api->now && at > api->now - 1000);
    assert_int_equal(api_int(api, "backups.0.at"), at);
    assert_true(api_int(api, "backups.0.bytes") > 4096);
    assert_true(json_is_null(api_at(api, "failure")));
    /* The same second: the name is taken. This failure is shown until one goes well. */
    api_good(api, LEADER, "POST", "/api/backups", NULL);
    until_made(api);
    assert_int_equal(api_int(api, "failure.at"), api->now);
    for (int i = 0; i < 2; i++) {
        api->now += 60000;
        api_good(api, LEADER, "POST", "/api/backups", NULL);
        until_made(api);
    }
    assert_true(json_is_null(api_at(api, "failure")));
    assert_int_equal(json_array_size(api_at(api, "backups")), 2);
    backup_plan_free(api->app.backups);
    api->app.backups = NULL;
}

static void in_the_record(void **state)
{
    static const char *const KINDS[] = {"backup.make", "backup.make", "backup.failed",
                                        "backup.make"};
    struct api *api = *state;
    struct audit_rows rows = {0};
    struct store_tx *tx = store_read(api->store, NULL);
    assert_true(store_audit_page(tx, &api->arena, INT64_MAX, 4, &rows, NULL));
    for (size_t i = 0; i < 4; i++) {
        assert_true(str_is(rows.at[i].kind, KINDS[i]));
        assert_true(str_is(rows.at[i].who, "keeper"));
    }
    store_read_end(tx);
}

/* 2026-04-02 12:00 in China is 04:00 UTC: day 20545 since 1970 (date -d 2026-04-02 +%s / 86400). */
static void when_it_is_due(void **state)
{
    const msec noon = 20545 * 24 * HOUR + 4 * HOUR;
    (void)state;
    assert_int_equal(backup_slot(noon, 150), noon - 9 * HOUR - HOUR / 2);
    assert_int_equal(backup_slot(noon, 720), noon);
    assert_int_equal(backup_slot(noon, 721), noon + 60000 - 24 * HOUR);
    assert_int_equal(backup_slot(noon + 12 * HOUR, 0), noon + 12 * HOUR);
    assert_true(backup_due(noon, 150, 0, 0));                              /* there is none yet */
    assert_true(backup_due(noon, 150, noon - 10 * HOUR, 0));               /* it was missed */
    assert_false(backup_due(noon, 150, noon - 9 * HOUR, noon - 9 * HOUR)); /* it was made */
    assert_false(backup_due(noon, -1, 0, 0));                              /* only when asked */
    /* It failed: again after half an hour, and at the next day's time. */
    assert_false(backup_due(noon, 150, 0, noon - HOUR / 2 + 1));
    assert_true(backup_due(noon, 150, 0, noon - HOUR / 2));
    assert_true(backup_due(noon, 720, noon - HOUR, noon - 1));
    /* The clock was set back by an hour after a failure. */
    assert_true(backup_due(noon, 150, 0, noon + HOUR));
}

static void times_of_day(void **state)
{
    static const char *const BAD[] = {"", "2:30", "24:00", "02:60", "02-30", "02:3x", "02:300"};
    int minute;
    (void)state;
    assert_true(backup_time_parse(STR("23:59"), &minute, NULL));
    assert_int_equal(minute, 1439);
    assert_true(backup_time_parse(STR("00:00"), &minute, NULL));
    assert_int_equal(minute, 0);
    for (size_t i = 0; i < ARRAY_LEN(BAD); i++)
        assert_false(backup_time_parse(str_of(BAD[i]), &minute, NULL));
}

static void all_answered(void **state)
{
    api_assert_answered(*state, "backups");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(off),           cmocka_unit_test(made),
        cmocka_unit_test(in_the_record), cmocka_unit_test(when_it_is_due),
        cmocka_unit_test(times_of_day),  cmocka_unit_test(all_answered),
    };
    return cmocka_run_group_tests(tests, api_setup, api_teardown);
}

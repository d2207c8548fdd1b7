/* No statement walks through a big table: what SQLite's planner says about each of them. A new
 * statement that scans fails here until it has an index, or stands in the list with its reason. */
#include "store_test.h"

#include "store/finding_find.h"
#include "store/sql.h"

#include <sqlite3.h>
#include <stdio.h>

/* Tables that stay small, whatever the country: one row each, or a handful. */
static const char *const SMALL[] = {"schema_version",
                                    "setting",
                                    "json_each" /* a list of codes */,
                                    "back" /* a window of the record */,
                                    "x" /* the units of one finding */,
                                    "c" /* counties that have findings */,
                                    "counted",
                                    "d" /* windows of lists */,
                                    "mine" /* at most 100 unread messages */};
/* Statements that read a whole index on purpose. */
static const char *const WHOLE[] = {"audit_all", "region_level_counts"};

static bool in_list(const char *const *list, size_t n, const char *text)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i], text) == 0)
            return true;
    return false;
}

static void check_step(const char *name, const char *detail)
{
    char table[64];
    if (sscanf(detail, "SCAN %63s", table) == 1 && strcmp(table, "CONSTANT") != 0 &&
        !in_list(SMALL, ARRAY_LEN(SMALL), table) && !in_list(WHOLE, ARRAY_LEN(WHOLE), name) &&
        strncmp(name, "check_", 6) != 0 /* taizhang check walks every table */ &&
        strncmp(name, "recount_", 8) != 0 /* and taizhang recount all findings */ &&
        !strstr(detail, "SUBQUERY") && strcmp(name, "region_any") != 0)
        fail_msg("%s: %s", name, detail);
}

static void test_no_scans(void **state)
{
    struct fixture *f = *state;
    sqlite3 *db;
    assert_int_equal(sqlite3_open(f->where + 7, &db), SQLITE_OK);
    int planned = 0;
    for (int i = 0; i < SQL_COUNT; i++) {
        char sql[8192];
        snprintf(sql, sizeof sql, "EXPLAIN QUERY PLAN %s", SQL_STATEMENTS[i].sqlite);
        sqlite3_stmt *p;
        assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &p, NULL), SQLITE_OK);
        while (sqlite3_step(p) == SQLITE_ROW) {
            check_step(SQL_STATEMENTS[i].name, (const char *)sqlite3_column_text(p, 3));
            planned++;
        }
        sqlite3_finalize(p);
    }
    sqlite3_close(db);
    assert_true(planned > 50);
}

/* The pages come in the order of their index: nothing is sorted, so a page of 50 reads 50 rows. */
static void test_pages_are_not_sorted(void **state)
{
    struct fixture *f = *state;
    static const int pages[] = {SQL_region_level_page,
                                SQL_standard_page,
                                SQL_campaign_page,
                                SQL_subject_page,
                                SQL_place_page,
                                SQL_value_page,
                                SQL_values_of_region,
                                SQL_finding_page_county,
                                SQL_finding_page_due,
                                SQL_finding_page_unit,
                                SQL_finding_page_found,
                                SQL_finding_page_found_all,
                                SQL_finding_ledger_county,
                                SQL_finding_ledger_due,
                                SQL_finding_ledger_found,
                                SQL_finding_ledger_found_all,
                                SQL_finding_ledger_unit,
                                SQL_finding_skip_county,
                                SQL_finding_skip_due,
                                SQL_finding_skip_found,
                                SQL_finding_skip_found_all,
                                SQL_jobs_of,
                                SQL_job_next,
                                SQL_job_parts,
                                SQL_finding_like,
                                SQL_finding_steps,
                                SQL_bulletin_page,
                                SQL_user_page,
                                SQL_subject_region_page,
                                SQL_audit_find,
                                SQL_audit_find_thing,
                                SQL_audit_find_who,
                                SQL_audit_find_for,
                                SQL_audit_find_kind,
                                SQL_audit_extract};
    sqlite3 *db;
    assert_int_equal(sqlite3_open(f->where + 7, &db), SQLITE_OK);
    for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
        char sql[8192];
        snprintf(sql, sizeof sql, "EXPLAIN QUERY PLAN %s", SQL_STATEMENTS[pages[i]].sqlite);
        sqlite3_stmt *p;
        assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &p, NULL), SQLITE_OK);
        while (sqlite3_step(p) == SQLITE_ROW)
            if (strstr((const char *)sqlite3_column_text(p, 3), "TEMP B-TREE"))
                fail_msg("%s is sorted", SQL_STATEMENTS[pages[i]].name);
        sqlite3_finalize(p);
    }
    sqlite3_close(db);
}

static void assert_plan(struct fixture *f, int id, const char *expected)
{
    sqlite3 *db;
    char sql[8192];
    bool seen = false;
    assert_int_equal(sqlite3_open(f->where + 7, &db), SQLITE_OK);
    snprintf(sql, sizeof sql, "EXPLAIN QUERY PLAN %s", SQL_STATEMENTS[id].sqlite);
    sqlite3_stmt *p;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &p, NULL), SQLITE_OK);
    while (sqlite3_step(p) == SQLITE_ROW)
        seen = seen || strstr((const char *)sqlite3_column_text(p, 3), expected);
    sqlite3_finalize(p);
    sqlite3_close(db);
    if (!seen)
        fail_msg("%s does not use %s", SQL_STATEMENTS[id].name, expected);
}

static void test_search_indexes(void **state)
{
    struct fixture *f = *state;
    assert_plan(f, SQL_region_by_name, "region_by_name (level=? AND name>? AND name<?)");
    assert_plan(f, SQL_region_by_initials,
                "region_by_initials (level=? AND initials>? AND initials<?)");
    assert_plan(f, SQL_region_level_page, "region_by_level (level=? AND rowid>? AND rowid<?)");
    assert_plan(f, SQL_region_in_subtree, "PRIMARY KEY (rowid>? AND rowid<?)");
    assert_plan(f, SQL_value_facts, "value_by_campaign (campaign=? AND id>? AND id<?)");
    assert_plan(f, SQL_audit_find, "audit USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)");
    assert_plan(f, SQL_audit_find_thing, "audit_by_thing (thing=? AND rowid>? AND rowid<?)");
    assert_plan(f, SQL_audit_find_who, "audit_by_who (who=? AND rowid>? AND rowid<?)");
    assert_plan(f, SQL_audit_find_for, "audit_by_for (for_login=? AND rowid>? AND rowid<?)");
    assert_plan(f, SQL_audit_find_kind, "audit_by_kind (kind=? AND rowid>? AND rowid<?)");
    assert_plan(f, SQL_audit_back_kind, "COVERING INDEX audit_by_kind (kind=? AND rowid<?)");
    assert_plan(f, SQL_audit_between, "COVERING INDEX audit_by_time (at>? AND at<?)");
    assert_plan(f, SQL_finding_open_count, "COVERING INDEX finding_open");
    /* A page far behind starts at its region, not at the beginning of the range (SQLite then
     * passes over rows of that one region: an alias of rowid is no part of a row comparison). */
    assert_plan(f, SQL_place_page, "place_by_region (region>? AND region<?)");
    assert_plan(f, SQL_finding_page_county,
                "finding_by_county (campaign=? AND county=? AND open=? AND due_at>? AND due_at<?)");
    assert_plan(f, SQL_finding_page_due,
                "finding_by_due (campaign=? AND open=? AND due_at>? AND due_at<?)");
    assert_plan(f, SQL_finding_page_found,
                "finding_by_found_county (campaign=? AND county=? AND found_at>? AND found_at<?)");
    assert_plan(f, SQL_finding_page_found_all,
                "finding_by_found (campaign=? AND found_at>? AND found_at<?)");
    assert_plan(f, SQL_finding_skip_county, "COVERING INDEX finding_by_county");
    assert_plan(f, SQL_finding_skip_found, "COVERING INDEX finding_by_found_county");
    assert_plan(f, SQL_finding_page_unit, "finding_unit_todo (unit=? AND waiting=? AND");
    assert_plan(f, SQL_finding_like, "finding_by_place (place=? AND item=?)");
    /* Either index of county does. */
    assert_plan(f, SQL_finding_closings, "county (campaign=? AND county>? AND county<?)");
    assert_plan(f, SQL_finding_counts, "PRIMARY KEY (campaign=? AND county>? AND county<?)");
    assert_plan(f, SQL_finding_counts_inside, "county (campaign=? AND county=?)");
    assert_plan(f, SQL_finding_ages_inside, "finding_open (campaign=? AND region>? AND region<?)");
    assert_plan(f, SQL_finding_running_county,
                "COVERING INDEX finding_running (campaign=? AND county=? AND due_at>?");
    assert_plan(f, SQL_finding_running,
                "COVERING INDEX finding_running (campaign=? AND county>? AND county<?)");
    assert_plan(f, SQL_finding_due_counties,
                "PRIMARY KEY (campaign=? AND span=? AND since>? AND since<?)");
    assert_plan(f, SQL_finding_due_units, "PRIMARY KEY (campaign=? AND county>? AND county<?)");
    assert_plan(f, SQL_finding_due_rows_units_in,
                "finding_by_county (campaign=? AND county=? AND open=? AND due_at>? AND due_at<?)");
    assert_plan(f, SQL_finding_due_rows_county,
                "finding_by_county (campaign=? AND county=? AND open=? AND due_at>? AND due_at<?)");
    assert_plan(f, SQL_finding_due_rows_units,
                "finding_by_due (campaign=? AND open=? AND due_at>? AND due_at<?)");
    assert_plan(f, SQL_finding_due_rows_counties,
                "finding_by_due (campaign=? AND open=? AND due_at>? AND due_at<?)");
    assert_plan(f, SQL_finding_due_rows_running,
                "finding_by_due (campaign=? AND open=? AND due_at>? AND due_at<?)");
    assert_plan(f, SQL_finding_unit_load, "finding_unit_todo (unit=? AND waiting=?)");
    assert_plan(f, SQL_value_page,
                "(campaign=? AND (region,place,code,part,period)>(?,?,?,?,?) AND region<?)");
}

/* A statement keeps its plan whatever is bound: also where a parameter is compared with the column
 * of a partial index (finding.open), which SQLite would else take as a reason to prepare anew each
 * time. */
static void test_prepared_once(void **state)
{
    struct fixture *f = *state;
    struct err err = {0};
    struct arena arena;
    struct store *store = store_open(f->where, &err);
    assert_non_null(store);
    struct store_tx *tx = store_read(store, &err);
    assert_non_null(tx);
    arena_init(&arena, 0);
    for (int i = 0; i < 6; i++) {
        struct finding_filter filter = {.campaign = 1,
                                        .region = 532624000000000,
                                        .which = i % 2 ? FINDINGS_OPEN : FINDINGS_ENDED};
        struct finding_line_rows rows = {0};
        struct finding_at next;
        assert_true(store_finding_page(tx, &arena, &filter, NULL, 50, &rows, &next, &err));
    }
    int seen = 0;
    for (sqlite3_stmt *p = NULL; (p = sqlite3_next_stmt(store_sqlite_db(tx->conn), p));) {
        if (sqlite3_stmt_status(p, SQLITE_STMTSTATUS_REPREPARE, 0) > 0)
            fail_msg("prepared anew: %s", sqlite3_sql(p));
        seen += sqlite3_stmt_status(p, SQLITE_STMTSTATUS_RUN, 0) >= 6;
    }
    assert_int_equal(seen, 1);
    store_read_end(tx);
    arena_release(&arena);
    store_close(store);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_no_scans),
        TEST(test_pages_are_not_sorted),
        TEST(test_search_indexes),
        TEST(test_prepared_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

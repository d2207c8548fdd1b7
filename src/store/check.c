#include "store/check.h"

#include <stdio.h>

#include "store/sql.h"

#define COUNTS_ZH "计数与问题不符，请执行 taizhang recount"
#define COUNTS_EN "does not count what the findings are; run taizhang recount"
#define NUMBER_ZH "编号大于已发出的最大编号"
#define NUMBER_EN "its number is larger than the last that was given"

static const struct {
    int id;
    const char *table, *zh, *en;
} CHECKS[] = {
    {SQL_check_region_level, "region", "级别不在 1 至 6 之间，或没有名称",
     "its level is not 1 to 6, or it has no name"},
    {SQL_check_region_link, "region_link", "所联系的区划都不存在", "neither region exists"},
    {SQL_check_campaign_region, "campaign", "区划不存在", "its region does not exist"},
    {SQL_check_campaign_standard, "campaign", "标准不存在，或起止时期颠倒",
     "its standard does not exist, or it ends before it begins"},
    {SQL_check_subject_region, "subject", "区划或创建活动不存在",
     "its region or campaign does not exist"},
    {SQL_check_place_region, "place", "区划不存在", "its region does not exist"},
    {SQL_check_value_region, "value", "区划不存在", "its region does not exist"},
    {SQL_check_value_campaign, "value", "创建活动不存在", "its campaign does not exist"},
    {SQL_check_value_place, "value", "点位不存在", "its place does not exist"},
    {SQL_check_value_state, "value", "状态、版本、代码、时期或分子分母不成立",
     "its state, version, code, period, or numerator and denominator cannot be"},
    {SQL_check_history_value, "value_history", "没有更新的现值", "there is no later value"},
    {SQL_check_finding_region, "finding", "区划、创建活动、轮次或点位不存在",
     "its region, campaign, round or place does not exist"},
    {SQL_check_proof_finding, "proof", "问题不存在，或类别与文件不符",
     "its finding does not exist, or its kind does not fit its file"},
    {SQL_check_proof_flag, "proof_flag", "所指照片不存在", "the photo it is about does not exist"},
    {SQL_check_finding_count, "finding_count", COUNTS_ZH, COUNTS_EN},
    {SQL_check_finding_age, "finding_age", COUNTS_ZH, COUNTS_EN},
    {SQL_check_finding_due_county, "finding_due_county", COUNTS_ZH, COUNTS_EN},
    {SQL_check_finding_due_unit, "finding_due_unit", COUNTS_ZH, COUNTS_EN},
    {SQL_check_bulletin_number, "bulletin", NUMBER_ZH, NUMBER_EN},
    {SQL_check_paper_number, "paper", NUMBER_ZH, NUMBER_EN},
};

struct walk {
    struct store_tx *tx;
    const struct store_checking *to;
    struct str table;
    const char *zh, *en;
    int64_t rows;
    int faults;
    struct arena *arena;
    VEC(struct str) tables;
};

static bool tell(struct walk *w, struct str row, struct str zh, struct str en, struct err *err)
{
    struct store_fault f = {w->table, row, zh, en};
    return ++w->faults > STORE_FAULTS_MAX || w->to->fault(w->to->ctx, &f, err);
}

/* ---- tables --------------------------------------------------------------------------------- */

static bool table_row(void *ctx, const struct str *cells, int n, struct err *err)
{
    struct walk *w = ctx;
    struct str name = n == 1 ? arena_str(w->arena, cells[0]) : STR_NONE;
    return (name.p && VEC_PUSH(w->arena, &w->tables, name)) || err_set(err, ERR_MEMORY, NULL);
}

static bool list_tables(struct walk *w, struct err *err)
{
    struct store_conn *c = w->tx->conn;
    return c->ops->look(c,
                        c->ops->postgres
                            ? "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() "
                              "ORDER BY tablename COLLATE \"C\""
                            : "SELECT name FROM sqlite_schema WHERE type = 'table' AND "
                              "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
                        table_row, w, err);
}

static bool count_row(void *ctx, const struct str *cells, int n, struct err *err)
{
    struct walk *w = ctx;
    (void)n;
    return str_to_i64(cells[0], &w->rows) || err_set(err, ERR_INTERNAL, "count");
}

static bool any_row(void *ctx, const struct str *cells, int n, struct err *err)
{
    struct walk *w = ctx;
    (void)cells;
    (void)n;
    (void)err;
    w->rows++;
    return true;
}

/* The names are those of our own migrations. */
static bool look_at(struct walk *w, const char *what, struct str table, store_look_fn *row,
                    struct err *err)
{
    struct store_conn *c = w->tx->conn;
    char sql[200];
    if (snprintf(sql, sizeof sql, "SELECT %s FROM \"%.*s\"", what, STR_ARG(table)) >=
        (int)sizeof sql)
        return err_set(err, ERR_INTERNAL, "table");
    w->rows = 0;
    return c->ops->look(c, sql, row, w, err);
}

/* A statement that failed may have ended the snapshot: another one, to go on with. */
static bool begin_again(struct store_tx *tx, struct err *err)
{
    struct store_conn *c = tx->conn;
    (void)c->ops->script(c, "ROLLBACK", NULL);
    return store_begin(c, false, err);
}

static bool unreadable(struct walk *w, const struct err *why, struct err *err)
{
    char row[24];
    struct str text = str_of(why->args[0]);
    snprintf(row, sizeof row, "%lld", (long long)w->rows + 1);
    struct str zh = arena_printf(w->arena, "无法读取（%.*s）", STR_ARG(text));
    struct str en =
        arena_printf(w->arena, "cannot be read (%s %.*s)", err_key(why->code), STR_ARG(text));
    if (why->code == ERR_MEMORY || !zh.p || !en.p)
        return err_set(err, ERR_MEMORY, NULL);
    return tell(w, str_of(row), zh, en, err) && begin_again(w->tx, err);
}

static bool read_tables(struct walk *w, struct err *err)
{
    for (size_t i = 0; i < w->tables.n; i++) {
        struct err why = {0};
        w->table = w->tables.at[i];
        w->faults = 0;
        if (!look_at(w, "*", w->table, any_row, &why) && !unreadable(w, &why, err))
            return false;
        if (w->to->table && !w->to->table(w->to->ctx, w->table, w->rows, err))
            return false;
    }
    return true;
}

/* ---- what the database says itself ---------------------------------------------------------- */

static bool integrity_row(void *ctx, const struct str *cells, int n, struct err *err)
{
    (void)n;
    return str_is(cells[0], "ok") || tell(ctx, STR_NONE, cells[0], cells[0], err);
}

static bool reference_row(void *ctx, const struct str *cells, int n, struct err *err)
{
    struct walk *w = ctx;
    w->table = cells[0];
    struct str zh = arena_printf(w->arena, "所引用的 %.*s 不存在", STR_ARG(cells[2]));
    struct str en =
        arena_printf(w->arena, "the %.*s it refers to does not exist", STR_ARG(cells[2]));
    (void)n;
    return zh.p && en.p ? tell(w, cells[1], zh, en, err) : err_set(err, ERR_MEMORY, NULL);
}

static bool ask_sqlite(struct walk *w, const char *sql, store_look_fn *row, struct err *err)
{
    struct store_conn *c = w->tx->conn;
    struct err why = {0};
    w->table = STR("sqlite");
    w->faults = 0;
    w->rows = 0;
    return c->ops->look(c, sql, row, w, &why) || unreadable(w, &why, err);
}

/* ---- what must hold ------------------------------------------------------------------------- */

static bool fault_row(void *ctx, const struct sql_cell *cells, struct err *err)
{
    struct walk *w = ctx;
    return tell(w, cells[0].s, str_of(w->zh), str_of(w->en), err);
}

static bool ask_rules(struct walk *w, struct err *err)
{
    for (size_t i = 0; i < ARRAY_LEN(CHECKS); i++) {
        struct err why = {0};
        w->table = str_of(CHECKS[i].table);
        w->zh = CHECKS[i].zh;
        w->en = CHECKS[i].en;
        w->faults = 0;
        w->rows = 0;
        if (!store_run(w->tx, CHECKS[i].id, NULL, fault_row, w, NULL, &why) &&
            !unreadable(w, &why, err))
            return false;
    }
    return true;
}

static bool check_all(struct walk *w, struct err *err)
{
    bool postgres = w->tx->conn->ops->postgres;
    return list_tables(w, err) &&
           (postgres || (ask_sqlite(w, "PRAGMA integrity_check(20)", integrity_row, err) &&
                         ask_sqlite(w, "PRAGMA foreign_key_check", reference_row, err))) &&
           read_tables(w, err) && ask_rules(w, err);
}

bool store_check(struct store_tx *tx, const struct store_checking *to, struct err *err)
{
    struct arena arena;
    arena_init(&arena, 0);
    struct walk w = {.tx = tx, .to = to, .arena = &arena};
    bool ok = check_all(&w, err);
    arena_release(&arena);
    return ok;
}

bool store_count_rows(struct store_tx *tx, const struct store_checking *to, struct err *err)
{
    struct arena arena;
    arena_init(&arena, 0);
    struct walk w = {.tx = tx, .to = to, .arena = &arena};
    bool ok = list_tables(&w, err);
    for (size_t i = 0; ok && i < w.tables.n; i++)
        ok = look_at(&w, "count(*)", w.tables.at[i], count_row, err) &&
             to->table(to->ctx, w.tables.at[i], w.rows, err);
    arena_release(&arena);
    return ok;
}

bool store_schema_version(struct store_tx *tx, int64_t *version, struct err *err)
{
    struct schema_version_out out;
    bool found;
    if (!sql_schema_version(tx, NULL, &out, &found, err))
        return false;
    *version = out.version;
    return true;
}

bool store_frozen_cuts(struct store_tx *tx,
                       bool (*row)(void *ctx, const struct frozen_row *row, struct err *err),
                       void *ctx, struct err *err)
{
    return sql_check_frozen_cuts(tx, row, ctx, err);
}

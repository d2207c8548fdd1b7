/* The PostgreSQL back end: libpq, binary parameters and results, statements prepared per
 * connection at first use. */
#include "store/sql.h"

#include <endian.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>

enum { OID_BYTEA = 17, OID_INT8 = 20, OID_TEXT = 25, PIPE_ROWS = 512 };

struct post {
    struct store_conn head;
    PGconn *db;
    bool writer;
    bool prepared[SQL_COUNT];
};

static bool post_fail(struct post *c, const PGresult *r, struct err *err)
{
    const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
    if (!state)
        return err_set(err, ERR_STORE, PQerrorMessage(c->db));
    if (strcmp(state, "53100") == 0)
        return err_set(err, ERR_DISK_FULL, NULL);
    if (strcmp(state, "25006") == 0)
        return err_set(err, ERR_STORE_READ_ONLY, NULL);
    if (strcmp(state, "53200") == 0)
        return err_set(err, ERR_MEMORY, NULL);
    if (strcmp(state, "55P03") == 0 || strcmp(state, "40P01") == 0 || strcmp(state, "40001") == 0 ||
        strcmp(state, "53300") == 0)
        return err_set(err, ERR_STORE_BUSY, NULL);
    if (strcmp(state, "23505") == 0) {
        const char *key = PQresultErrorField(r, PG_DIAG_CONSTRAINT_NAME);
        return err_set(err, ERR_EXISTS, key ? key : "");
    }
    const char *text = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
    return err_set(err, ERR_STORE, text ? text : PQerrorMessage(c->db));
}

static bool post_script(struct store_conn *head, const char *sql, struct err *err)
{
    struct post *c = (struct post *)head;
    PGresult *r = PQexec(c->db, sql);
    ExecStatusType s = PQresultStatus(r);
    bool ok = s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK;
    /* COMMIT of a failed transaction is a ROLLBACK, and says so only here. */
    if (ok && strcmp(sql, "COMMIT") == 0 && strcmp(PQcmdStatus(r), "COMMIT") != 0)
        ok = err_set(err, ERR_STORE, "the transaction was rolled back");
    else if (!ok)
        post_fail(c, r, err);
    PQclear(r);
    return ok;
}

static bool post_bound(struct store_conn *head, enum bound which, struct err *err)
{
    static const char *const TEXTS[BOUNDS] = {
        [BOUND_READ] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        [BOUND_WRITE] = "BEGIN",
        [BOUND_COMMIT] = "COMMIT",
        [BOUND_ROLLBACK] = "ROLLBACK",
        [BOUND_JOB] = "SAVEPOINT job",
        [BOUND_JOB_DONE] = "RELEASE SAVEPOINT job",
        [BOUND_JOB_UNDO] = "ROLLBACK TO SAVEPOINT job; RELEASE SAVEPOINT job"};
    return post_script(head, TEXTS[which], err);
}

static void post_close(struct store_conn *head)
{
    struct post *c = (struct post *)head;
    PQfinish(c->db);
    free(c);
}

static void quiet(void *arg, const char *message)
{
    (void)arg;
    (void)message;
}

static bool post_settle(struct post *c, struct err *err)
{
    memset(c->prepared, 0, sizeof c->prepared);
    if (PQstatus(c->db) != CONNECTION_OK)
        return err_set(err, ERR_STORE, PQerrorMessage(c->db));
    PQsetNoticeProcessor(c->db, quiet, NULL);
    const char *encoding = PQparameterStatus(c->db, "server_encoding");
    if (!encoding || strcmp(encoding, "UTF8") != 0)
        return err_set(err, ERR_STORE, "the database must be created with encoding UTF8");
    return post_script(&c->head,
                       "SET client_encoding = 'UTF8'; SET lock_timeout = '5s';"
                       "SET standard_conforming_strings = on",
                       err) &&
           (!c->writer || post_script(&c->head, "SET synchronous_commit = on", err));
}

static struct store_conn *post_open(const char *where, bool writer, struct err *err)
{
    struct post *c = calloc(1, sizeof *c);
    if (!c) {
        err_set(err, ERR_MEMORY, NULL);
        return NULL;
    }
    c->head.ops = &STORE_POSTGRES;
    c->writer = writer;
    c->db = PQconnectdb(where);
    if (c->db && post_settle(c, err))
        return &c->head;
    if (!c->db)
        err_set(err, ERR_MEMORY, NULL);
    post_close(&c->head);
    return NULL;
}

static bool post_alive(struct store_conn *head)
{
    return PQstatus(((struct post *)head)->db) == CONNECTION_OK;
}

static bool post_revive(struct store_conn *head, struct err *err)
{
    struct post *c = (struct post *)head;
    PQreset(c->db);
    return post_settle(c, err);
}

static Oid type_of(unsigned char type)
{
    return type == SQL_TEXT ? OID_TEXT : type == SQL_BLOB ? OID_BYTEA : OID_INT8;
}

static bool post_prepare(struct post *c, int id, struct err *err)
{
    if (c->prepared[id])
        return true;
    const struct sql_statement *st = &SQL_STATEMENTS[id];
    Oid types[SQL_CELLS_MAX];
    for (int i = 0; i < st->n_in; i++)
        types[i] = type_of(st->in[i]);
    PGresult *r = PQprepare(c->db, st->name, st->postgres, st->n_in, types);
    bool ok = PQresultStatus(r) == PGRES_COMMAND_OK || post_fail(c, r, err);
    PQclear(r);
    c->prepared[id] = ok;
    return ok;
}

static bool post_check(struct store_conn *head, int id, struct err *err)
{
    struct post *c = (struct post *)head;
    const struct sql_statement *st = &SQL_STATEMENTS[id];
    if (!post_prepare(c, id, err))
        return false;
    PGresult *r = PQdescribePrepared(c->db, st->name);
    bool ok = PQresultStatus(r) == PGRES_COMMAND_OK && PQnparams(r) == st->n_in &&
              PQnfields(r) == st->n_out;
    for (int i = 0; ok && i < st->n_out; i++)
        ok = PQftype(r, i) == type_of(st->out[i]);
    if (!ok)
        err_set(err, ERR_INTERNAL, st->name);
    PQclear(r);
    return ok;
}

struct params {
    const char *values[SQL_CELLS_MAX];
    int lengths[SQL_CELLS_MAX], formats[SQL_CELLS_MAX];
    uint64_t numbers[SQL_CELLS_MAX];
};

static bool post_bind(struct params *p, const struct sql_statement *st, const struct sql_cell *in,
                      struct err *err)
{
    for (int i = 0; i < st->n_in; i++) {
        p->formats[i] = 1;
        if (in[i].null) {
            p->values[i] = NULL;
            p->lengths[i] = 0;
        } else if (st->in[i] == SQL_TEXT || st->in[i] == SQL_BLOB) {
            if (st->in[i] == SQL_TEXT && !sql_text_good(in[i].s, err))
                return false;
            if (in[i].s.n > INT32_MAX / 2)
                return err_set(err, ERR_TOO_LARGE, st->name, "1 GB");
            p->values[i] = in[i].s.n ? in[i].s.p : "";
            p->lengths[i] = (int)in[i].s.n;
        } else {
            p->numbers[i] = htobe64((uint64_t)in[i].i);
            p->values[i] = (const char *)&p->numbers[i];
            p->lengths[i] = 8;
        }
    }
    return true;
}

static bool post_rows(const PGresult *r, const struct sql_statement *st, sql_row_fn *row, void *ctx,
                      struct err *err)
{
    int rows = PQntuples(r);
    if (rows > 0 && PQnfields(r) != st->n_out)
        return err_set(err, ERR_INTERNAL, st->name);
    for (int i = 0; row && i < rows; i++) {
        struct sql_cell out[SQL_CELLS_MAX];
        for (int k = 0; k < st->n_out; k++) {
            const char *p = PQgetvalue(r, i, k);
            size_t n = (size_t)PQgetlength(r, i, k);
            out[k] = (struct sql_cell){.null = PQgetisnull(r, i, k)};
            if (out[k].null)
                continue;
            if (st->out[k] == SQL_TEXT || st->out[k] == SQL_BLOB) {
                out[k].s = (struct str){p, n};
            } else {
                uint64_t number;
                if (n != 8)
                    return err_set(err, ERR_INTERNAL, st->name);
                memcpy(&number, p, 8);
                out[k].i = (int64_t)be64toh(number);
            }
        }
        if (!row(ctx, out, err))
            return false;
    }
    return true;
}

static int64_t affected(const PGresult *r)
{
    return strtoll(PQcmdTuples((PGresult *)r), NULL, 10);
}

/* Row by row, for results that need not fit into memory. All results are always taken. */
static bool post_stream(struct post *c, const struct sql_statement *st, const struct params *p,
                        sql_row_fn *row, void *ctx, struct err *err)
{
    if (!PQsendQueryPrepared(c->db, st->name, st->n_in, p->values, p->lengths, p->formats, 1))
        return post_fail(c, NULL, err);
    PQsetSingleRowMode(c->db);
    bool ok = true;
    PGresult *r;
    while ((r = PQgetResult(c->db))) {
        ExecStatusType s = PQresultStatus(r);
        if (ok && s != PGRES_SINGLE_TUPLE && s != PGRES_TUPLES_OK)
            ok = post_fail(c, r, err);
        else if (ok)
            ok = post_rows(r, st, row, ctx, err);
        PQclear(r);
    }
    return ok;
}

static bool post_run(struct store_conn *head, int id, const struct sql_cell *in, sql_row_fn *row,
                     void *ctx, int64_t *changed, struct err *err)
{
    struct post *c = (struct post *)head;
    const struct sql_statement *st = &SQL_STATEMENTS[id];
    struct params p;
    if (!post_prepare(c, id, err) || !post_bind(&p, st, in, err))
        return false;
    if (st->streams)
        return post_stream(c, st, &p, row, ctx, err);
    PGresult *r = PQexecPrepared(c->db, st->name, st->n_in, p.values, p.lengths, p.formats, 1);
    ExecStatusType s = PQresultStatus(r);
    bool ok = s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK ? post_rows(r, st, row, ctx, err)
                                                            : post_fail(c, r, err);
    if (ok && changed)
        *changed = affected(r);
    PQclear(r);
    return ok;
}

static bool look_row(const PGresult *r, store_look_fn *row, void *ctx, struct err *err)
{
    struct str cells[SQL_CELLS_MAX];
    int n = PQnfields(r);
    if (n > SQL_CELLS_MAX)
        return err_set(err, ERR_INTERNAL, "columns");
    for (int k = 0; k < n; k++)
        cells[k] = PQgetisnull(r, 0, k)
                       ? STR_NONE
                       : (struct str){PQgetvalue(r, 0, k), (size_t)PQgetlength(r, 0, k)};
    return row(ctx, cells, n, err);
}

static bool post_look(struct store_conn *head, const char *sql, store_look_fn *row, void *ctx,
                      struct err *err)
{
    struct post *c = (struct post *)head;
    if (!PQsendQuery(c->db, sql))
        return post_fail(c, NULL, err);
    PQsetSingleRowMode(c->db);
    bool ok = true;
    PGresult *r;
    while ((r = PQgetResult(c->db))) {
        ExecStatusType s = PQresultStatus(r);
        if (ok && s != PGRES_SINGLE_TUPLE && s != PGRES_TUPLES_OK)
            ok = post_fail(c, r, err);
        else if (ok && PQntuples(r) == 1)
            ok = look_row(r, row, ctx, err);
        PQclear(r);
    }
    return ok;
}

/* Takes the answers of the statements sent since the last one. */
static bool pipe_drain(struct post *c, struct err *err)
{
    bool ok = PQpipelineSync(c->db) || post_fail(c, NULL, err);
    int nulls = 0;
    while (ok || nulls < 2) {
        PGresult *r = PQgetResult(c->db);
        if (!r) { /* the end of one statement's answers; two in a row: the connection is gone */
            if (++nulls > 1)
                return err_set(err, ERR_STORE, PQerrorMessage(c->db));
            continue;
        }
        nulls = 0;
        ExecStatusType s = PQresultStatus(r);
        bool end = s == PGRES_PIPELINE_SYNC;
        if (s == PGRES_FATAL_ERROR && ok)
            ok = post_fail(c, r, err);
        PQclear(r);
        if (end)
            return ok;
    }
    return false;
}

/* Pipelined: one round trip for PIPE_ROWS rows instead of one each. */
static bool post_run_many(struct store_conn *head, int id, sql_next_fn *next, void *ctx,
                          struct err *err)
{
    struct post *c = (struct post *)head;
    const struct sql_statement *st = &SQL_STATEMENTS[id];
    if (!post_prepare(c, id, err))
        return false;
    if (!PQenterPipelineMode(c->db))
        return post_fail(c, NULL, err);
    struct params p;
    struct sql_cell in[SQL_CELLS_MAX] = {0};
    bool ok = true;
    int sent = 0;
    while (ok && next(ctx, in)) {
        ok = post_bind(&p, st, in, err);
        if (ok &&
            !PQsendQueryPrepared(c->db, st->name, st->n_in, p.values, p.lengths, p.formats, 1))
            ok = post_fail(c, NULL, err);
        if (ok && ++sent == PIPE_ROWS) {
            ok = pipe_drain(c, err);
            sent = 0;
        }
    }
    if (sent)
        ok = pipe_drain(c, ok ? err : NULL) && ok;
    if (!PQexitPipelineMode(c->db) && ok)
        ok = post_fail(c, NULL, err);
    return ok;
}

const struct store_ops STORE_POSTGRES = {
    .open = post_open,
    .close = post_close,
    .script = post_script,
    .bound = post_bound,
    .run = post_run,
    .run_many = post_run_many,
    .check = post_check,
    .revive = post_revive,
    .alive = post_alive,
    .look = post_look,
    .lock_schema = "SELECT pg_advisory_xact_lock(8210301)",
    .postgres = true,
};

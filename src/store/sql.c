/* Running statements on one connection. */
#include "store/sql.h"

#include "base/utf8.h"

#include <stdio.h>

static _Thread_local uint64_t statements;

uint64_t store_statements(void)
{
    return statements;
}

void store_count(uint64_t n)
{
    statements += n;
}

bool sql_text_good(struct str s, struct err *err)
{
    for (size_t at = 0, n; at < s.n; at += n) {
        if (s.p[at] &&
            (unsigned char)s.p[at] < 0x80) { /* ASCII, the common case of codes and digests */
            n = 1;
            continue;
        }
        if (utf8_next((struct str){s.p + at, s.n - at}, &n) <= 0) {
            char text[24];
            snprintf(text, sizeof text, "%zu", at + 1);
            return err_set(err, ERR_ENCODING, text);
        }
    }
    return true;
}

bool sql_text(struct arena *a, const struct sql_cell *c, struct str *out)
{
    if (!a || c->null || c->s.n == 0) {
        *out = c->null || c->s.n == 0 ? STR_NONE : c->s;
        return true;
    }
    *out = arena_str(a, c->s);
    return out->p != NULL;
}

bool store_run(struct store_tx *tx, int id, const struct sql_cell *in, sql_row_fn *row, void *ctx,
               int64_t *changed, struct err *err)
{
    statements++;
    return tx->conn->ops->run(tx->conn, id, in, row, ctx, changed, err);
}

bool store_run_many(struct store_tx *tx, int id, sql_next_fn *next, void *ctx, struct err *err)
{
    statements++;
    return tx->conn->ops->run_many(tx->conn, id, next, ctx, err);
}

void store_bulk(struct store_tx *tx, bool on)
{
    if (tx->conn->ops->bulk)
        tx->conn->ops->bulk(tx->conn, on);
}

bool store_begin(struct store_conn *c, bool writes, struct err *err)
{
    enum bound begin = writes ? BOUND_WRITE : BOUND_READ;
    if (c->ops->alive(c) && c->ops->bound(c, begin, err))
        return true;
    /* Nothing has happened yet in this transaction, so a fresh connection may try again. */
    if (c->ops->alive(c))
        return false;
    return c->ops->revive(c, err) && c->ops->bound(c, begin, err);
}

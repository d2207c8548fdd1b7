#include "store/audit_find.h"

#include "store/sql.h"

enum driver { BY_NUMBER, BY_THING, BY_WHO, BY_FOR, BY_KIND };

/* One kind, and not all that begin alike. */
static bool one_kind(const struct audit_query_row *q)
{
    return q->kind_lo.n && q->kind_hi.n == q->kind_lo.n + 1 && str_starts(q->kind_hi, q->kind_lo) &&
           q->kind_hi.p[q->kind_lo.n] == '\x01';
}

static enum driver driver_of(const struct audit_query_row *q)
{
    return q->thing.n       ? BY_THING
           : q->who.n       ? BY_WHO
           : q->for_login.n ? BY_FOR
           : one_kind(q)    ? BY_KIND
                            : BY_NUMBER;
}

/* What is asked beside the times: rows of the leading index may be passed over for it. */
static int asked(const struct audit_query_row *q)
{
    return (q->thing.n != 0) + (q->who.n != 0) + (q->for_login.n != 0) + (q->kind_lo.n != 0) +
           (q->hi != 0);
}

static bool back(struct store_tx *tx, enum driver by, const struct audit_query_row *q,
                 int64_t window, int64_t *seq, int64_t *n, struct err *err)
{
    bool found, ok;
#define BACK(name, field)                                                                          \
    struct audit_back_##name##_in in = {q->field, q->before, window};                              \
    struct audit_back_##name##_out out = {0};                                                      \
    ok = sql_audit_back_##name(tx, &in, NULL, &out, &found, err);                                  \
    *seq = out.seq;                                                                                \
    *n = out.n
    if (by == BY_THING) {
        BACK(thing, thing);
    } else if (by == BY_WHO) {
        BACK(who, who);
    } else if (by == BY_FOR) {
        BACK(for, for_login);
    } else {
        BACK(kind, kind_lo);
    }
#undef BACK
    return ok;
}

/* Where this page stops looking. */
static bool floor_of(struct store_tx *tx, enum driver by, int64_t bottom, int64_t window,
                     struct audit_query_row *q, struct err *err)
{
    int64_t seq, n;
    q->floor = bottom;
    if (asked(q) > (by != BY_NUMBER)) {
        if (by == BY_NUMBER) {
            seq = q->before - window;
        } else {
            if (!back(tx, by, q, window, &seq, &n, err))
                return false;
            seq = n == window ? seq : bottom;
        }
        q->floor = seq > bottom ? seq : bottom;
    }
    return true;
}

static bool narrow(struct store_tx *tx, struct audit_query_row *q, int64_t *bottom, struct err *err)
{
    struct audit_between_in in = {q->from_at, q->until_at};
    struct audit_between_out out = {0};
    bool found;
    *bottom = 1;
    if (q->until_at) {
        if (!sql_audit_between(tx, &in, NULL, &out, &found, err))
            return false;
        *bottom = out.first;
    } else {
        struct arena arena;
        struct audit_head_row head;
        arena_init(&arena, 0);
        bool ok = store_audit_head(tx, &arena, &head, err);
        out.last = ok ? head.seq : 0;
        arena_release(&arena);
        if (!ok)
            return false;
    }
    if (q->before > out.last)
        q->before = out.last + 1;
    return true;
}

bool store_audit_find(struct store_tx *tx, struct arena *arena, const struct audit_query_row *query,
                      int64_t window, struct audit_rows *out, int64_t *next, struct err *err)
{
    struct audit_query_row q = *query;
    enum driver by = driver_of(&q);
    int64_t bottom;
    size_t n = (size_t)sql_page((int)query->n);
    bool ok;
    q.n = (int64_t)n + 1;
    if (!narrow(tx, &q, &bottom, err) ||
        !floor_of(tx, by, bottom, window ? window : AUDIT_WINDOW, &q, err))
        return false;
    switch (by) {
    case BY_THING:
        ok = sql_audit_find_thing(tx, &q, arena, out, err);
        break;
    case BY_WHO:
        ok = sql_audit_find_who(tx, &q, arena, out, err);
        break;
    case BY_FOR:
        ok = sql_audit_find_for(tx, &q, arena, out, err);
        break;
    case BY_KIND:
        ok = sql_audit_find_kind(tx, &q, arena, out, err);
        break;
    default:
        ok = sql_audit_find(tx, &q, arena, out, err);
    }
    if (!ok)
        return false;
    *next = q.floor > bottom ? q.floor : 0;
    if (out->n > n) {
        out->n = n;
        *next = out->at[n - 1].seq;
    }
    return true;
}

bool store_audit_extract(struct store_tx *tx, const struct audit_query_row *query,
                         bool (*row)(void *ctx, const struct audit_row *row, struct err *err),
                         void *ctx, struct err *err)
{
    struct audit_query_row q = *query;
    return narrow(tx, &q, &q.floor, err) && sql_audit_extract(tx, &q, row, ctx, err);
}

bool store_audit_get(struct store_tx *tx, struct arena *arena, int64_t seq, struct audit_row *out,
                     bool *found, struct err *err)
{
    return sql_audit_get(tx, &(struct audit_get_in){seq}, arena, out, found, err);
}

#include "store/delegation.h"

#include "store/sql.h"

bool store_delegation_insert(struct store_tx *tx, const struct delegation_row *row, int64_t *id,
                             struct err *err)
{
    struct delegation_insert_out made;
    bool found;
    if (!sql_delegation_insert(tx, row, NULL, &made, &found, err))
        return false;
    *id = made.id;
    return true;
}

bool store_delegation_get(struct store_tx *tx, struct arena *arena, int64_t id,
                          struct delegation_row *out, bool *found, struct err *err)
{
    return sql_delegation_get(tx, &(struct delegation_get_in){id}, arena, out, found, err);
}

bool store_delegation_end(struct store_tx *tx, int64_t id, msec now, bool *live, struct err *err)
{
    int64_t changed;
    if (!sql_delegation_end(tx, &(struct delegation_end_in){id, now}, &changed, err))
        return false;
    *live = changed > 0;
    return true;
}

bool store_delegations_given(struct store_tx *tx, struct arena *arena, int64_t user, msec now,
                             struct delegation_line_rows *out, struct err *err)
{
    return sql_delegations_given(tx, &(struct delegations_given_in){user, now}, arena, out, err);
}

bool store_delegations_received(struct store_tx *tx, struct arena *arena, int64_t user, msec now,
                                struct delegation_line_rows *out, struct err *err)
{
    return sql_delegations_received(tx, &(struct delegations_received_in){user, now}, arena, out,
                                    err);
}

#include "store/token.h"

#include "store/sql.h"

bool store_token_find(struct store_tx *tx, struct arena *arena, struct str hash,
                      struct token_row *out, bool *found, struct err *err)
{
    return sql_token_find(tx, &(struct token_find_in){hash}, arena, out, found, err);
}

bool store_token_get(struct store_tx *tx, struct arena *arena, int64_t id, struct token_row *out,
                     bool *found, struct err *err)
{
    return sql_token_get(tx, &(struct token_get_in){id}, arena, out, found, err);
}

bool store_token_page(struct store_tx *tx, struct arena *arena, int64_t before, int n,
                      struct token_rows *out, struct err *err)
{
    return sql_token_page(tx, &(struct token_page_in){before, sql_page(n)}, arena, out, err);
}

bool store_token_insert(struct store_tx *tx, const struct token_row *row, int64_t *id,
                        struct err *err)
{
    struct token_insert_out made;
    bool found;
    if (!sql_token_insert(tx, row, NULL, &made, &found, err))
        return false;
    *id = made.id;
    return true;
}

bool store_token_used(struct store_tx *tx, int64_t id, msec at, struct str from, struct err *err)
{
    return sql_token_used(tx, &(struct token_used_in){id, at, from}, NULL, err);
}

bool store_token_refused(struct store_tx *tx, int64_t id, msec at, struct err *err)
{
    return sql_token_refused(tx, &(struct token_refused_in){id, at}, NULL, err);
}

bool store_token_end(struct store_tx *tx, int64_t id, msec at, bool *was_live, struct err *err)
{
    struct token_end_out out;
    return sql_token_end(tx, &(struct token_end_in){id, at}, NULL, &out, was_live, err);
}

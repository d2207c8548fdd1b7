#include "store/bulletin.h"

#include "base/hash.h"
#include "store/sql.h"

bool store_bulletin_insert(struct store_tx *tx, struct arena *arena, struct bulletin_row *row,
                           bool (*fill)(void *ctx, struct bulletin_row *row, struct err *err),
                           void *ctx, struct err *err)
{
    struct bulletin_row b = *row;
    struct bulletin_number_out number;
    struct bulletin_insert_out made;
    char hex[SHA256_HEX];
    bool found;
    if (!sql_bulletin_number(tx, &(struct bulletin_number_in){b.campaign, b.year}, NULL, &number,
                             &found, err))
        return false;
    b.number = number.last;
    if (fill && !fill(ctx, &b, err))
        return false;
    sha256_hex(b.cut, hex);
    b.digest = arena_str(arena, str_of(hex));
    if (!b.digest.p)
        return err_set(err, ERR_MEMORY, NULL);
    if (!sql_bulletin_insert(tx, &b, NULL, &made, &found, err))
        return false;
    b.id = made.id;
    *row = b;
    return true;
}

bool store_bulletin_get(struct store_tx *tx, struct arena *arena, int64_t id,
                        struct bulletin_row *out, bool *found, struct err *err)
{
    return sql_bulletin_get(tx, &(struct bulletin_get_in){id}, arena, out, found, err);
}

bool store_bulletin_page(struct store_tx *tx, struct arena *arena, int64_t campaign, int64_t before,
                         int n, struct bulletin_head_rows *out, struct err *err)
{
    struct bulletin_page_in in = {campaign, before ? before : INT64_MAX, sql_page(n)};
    return sql_bulletin_page(tx, &in, arena, out, err);
}

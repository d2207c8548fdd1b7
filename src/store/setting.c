#include "store/setting.h"

#include "store/sql.h"

bool store_settings(struct store_tx *tx, struct arena *arena, struct setting_rows *out,
                    struct err *err)
{
    return sql_setting_all(tx, arena, out, err);
}

bool store_setting_put(struct store_tx *tx, const struct setting_row *row, struct err *err)
{
    return sql_setting_put(tx, row, NULL, err);
}

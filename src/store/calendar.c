#include "store/calendar.h"

#include "store/sql.h"

#define AROUND(region)                                                                             \
    REGION_CODE_NATION, region_at_level(region, REGION_PROVINCE),                                  \
        region_at_level(region, REGION_PREFECTURE), region_at_level(region, REGION_COUNTY),        \
        region_at_level(region, REGION_TOWN), region_at_level(region, REGION_VILLAGE), (region)

bool store_own_days(struct store_tx *tx, struct arena *arena, region_code region,
                    struct own_day_rows *out, struct err *err)
{
    return sql_own_days(tx, &(struct own_days_in){AROUND(region)}, arena, out, err);
}

bool store_own_duties(struct store_tx *tx, struct arena *arena, region_code region,
                      struct own_duty_rows *out, struct err *err)
{
    return sql_own_duties(tx, &(struct own_duties_in){AROUND(region)}, arena, out, err);
}

bool store_own_day_count(struct store_tx *tx, region_code region, int64_t *n, struct err *err)
{
    struct own_day_count_out out = {0};
    bool found;
    bool ok = sql_own_day_count(tx, &(struct own_day_count_in){region}, NULL, &out, &found, err);
    *n = out.n;
    return ok;
}

bool store_own_day_put(struct store_tx *tx, const struct own_day_row *row, struct err *err)
{
    return sql_own_day_put(tx, row, NULL, err);
}

bool store_own_day_drop(struct store_tx *tx, region_code region, int64_t day, struct err *err)
{
    return sql_own_day_drop(tx, &(struct own_day_drop_in){region, day}, NULL, err);
}

bool store_own_duty_put(struct store_tx *tx, const struct own_duty_row *row, struct err *err)
{
    return sql_own_duty_put(tx, row, NULL, err);
}

bool store_own_duty_drop(struct store_tx *tx, region_code region, int64_t from_day, struct err *err)
{
    return sql_own_duty_drop(tx, &(struct own_duty_drop_in){region, from_day}, NULL, err);
}

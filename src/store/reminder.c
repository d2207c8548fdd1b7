#include "store/reminder.h"

#include "store/sql.h"

struct run {
    size_t at, n;
    const struct reminder_row *rows;
};

static bool next(void *ctx, struct reminder_row *in)
{
    struct run *r = ctx;
    if (r->at == r->n)
        return false;
    *in = r->rows[r->at++];
    return true;
}

bool store_reminders(struct store_tx *tx, struct arena *arena, int64_t campaign,
                     struct reminder_rows *out, struct err *err)
{
    return sql_reminders(tx, &(struct reminders_in){campaign}, arena, out, err);
}

bool store_reminders_put(struct store_tx *tx, int64_t campaign, const struct reminder_row *rows,
                         size_t n, struct err *err)
{
    int64_t changed;
    return sql_reminders_clear(tx, &(struct reminders_clear_in){campaign}, &changed, err) &&
           sql_reminder_insert(tx, next, &(struct run){.n = n, .rows = rows}, err) &&
           sql_campaign_remind_anew(tx, &(struct campaign_remind_anew_in){campaign}, &changed, err);
}

bool store_to_remind(struct store_tx *tx, struct arena *arena, msec now, int n,
                     struct to_remind_rows *out, struct err *err)
{
    return sql_units_to_remind(tx, &(struct units_to_remind_in){now, n}, arena, out, err);
}

bool store_to_remind_count(struct store_tx *tx, msec now, int64_t *n, struct err *err)
{
    struct units_to_remind_count_out out;
    bool found;
    if (!sql_units_to_remind_count(tx, &(struct units_to_remind_count_in){now}, NULL, &out, &found,
                                   err))
        return false;
    *n = out.n;
    return true;
}

bool store_remind_at(struct store_tx *tx, int64_t finding, int64_t unit, msec at, struct err *err)
{
    int64_t changed;
    return sql_unit_remind_at(tx, &(struct unit_remind_at_in){finding, unit, at}, &changed, err);
}

bool store_told_put(struct store_tx *tx, const struct finding_told_row *row, bool *first,
                    struct err *err)
{
    int64_t changed;
    if (!sql_finding_told_put(tx, row, &changed, err))
        return false;
    *first = changed > 0;
    return true;
}

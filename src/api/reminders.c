/* When a campaign reminds of deadlines. */
#include "api/handlers.h"
#include "work/reminder.h"

bool api_getReminders(struct request *q, struct reply *r, struct err *err)
{
    struct reminder_rows rows = {0};
    struct json j;
    bool own;
    if (!request_read(q, err) || !reminders_of(q->tx, q->arena, q->campaign, &rows, &own, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_kbool(&j, "own", own);
    json_key(&j, "reminders");
    json_arr(&j);
    for (size_t i = 0; i < rows.n; i++) {
        json_obj(&j);
        json_kstr(&j, "moment", rows.at[i].moment);
        json_kstr(&j, "amount", rows.at[i].amount);
        json_kstr(&j, "level", rows.at[i].level);
        json_kbool(&j, "active", rows.at[i].active);
        json_end(&j);
    }
    json_end(&j);
    json_end(&j);
    return true;
}

static struct str text_of(const json_t *one, const char *name)
{
    const char *s = json_string_value(json_object_get(one, name));
    return s ? str_of(s) : STR("");
}

bool api_changeReminders(struct request *q, struct reply *r, struct err *err)
{
    struct reminder_row rows[REMINDERS_MAX];
    const json_t *one;
    size_t i, n = 0;
    json_array_foreach(json_object_get(q->json, "reminders"), i, one)
    {
        if (n < REMINDERS_MAX)
            rows[n++] =
                (struct reminder_row){.moment = text_of(one, "moment"),
                                      .amount = text_of(one, "amount"),
                                      .level = text_of(one, "level"),
                                      .active = json_is_true(json_object_get(one, "active"))};
    }
    request_read_end(q);
    return reminders_change(q->app, &q->actor, q->campaign, rows, n, err) &&
           api_getReminders(q, r, err);
}

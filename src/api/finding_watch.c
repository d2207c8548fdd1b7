/* Findings in a calendar of their deadlines and on a map. */
#include "api/finding_json.h"
#include "api/handlers.h"
#include "work/calendar.h"
#include "work/finding_filter.h"
#include "work/finding_spot.h"

enum { SPOTS_MAX = 1000 };

static struct date month_of(period p, int more)
{
    int month = period_month(p) - 1 + more;
    return (struct date){period_year(p) + month / 12, month % 12 + 1, 1};
}

static void write_day(struct json *j, const struct calendar *c, int64_t day,
                      const struct finding_day_row *due)
{
    const struct calendar_day *named = calendar_find(c, day);
    json_obj(j);
    api_day(j, "day", day);
    json_kbool(j, "works", calendar_works(c, day));
    json_ktext2(j, "holiday",
                named ? (struct text2){named->name_zh, named->name_en}
                      : (struct text2){STR(""), STR("")});
    json_ki64(j, "due", due ? due->due : 0);
    json_ki64(j, "paused", due ? due->paused : 0);
    json_end(j);
}

bool api_getFindingCalendar(struct request *q, struct reply *r, struct err *err)
{
    period month;
    struct calendar calendar;
    struct finding_day_rows due = {0};
    struct json j;
    bool more;
    size_t at = 0;
    if (!period_parse(query_str(q, "month"), &month) || !period_month(month)) {
        err_set(err, ERR_PERIOD, err_word(query_str(q, "month")).z);
        return err_at(err, STR_NONE, 0, 0, "month");
    }
    int64_t from = date_to_days(month_of(month, 0)), until = date_to_days(month_of(month, 1));
    region_code region = query_region(q, "region");
    if (!request_read(q, err) || !calendar_load(q->tx, q->arena, region, &calendar, err) ||
        !store_finding_days(q->tx, q->arena, q->campaign, region, calendar_midnight(from),
                            calendar_midnight(until), &due, &more, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    api_day(&j, "today", app_today(q->app));
    json_kbool(&j, "known", period_year(month) <= CALENDAR_CN_LAST);
    json_kbool(&j, "more", more);
    json_key(&j, "days");
    json_arr(&j);
    for (int64_t day = from; day < until; day++) {
        bool there = at < due.n && due.at[at].day == day;
        write_day(&j, &calendar, day, there ? &due.at[at] : NULL);
        at += there;
    }
    json_end(&j);
    json_end(&j);
    return true;
}

static void write_spot(struct request *q, struct json *j, const struct finding_spot_row *s)
{
    int64_t lat = s->lat, lon = s->lon;
    finding_blur(&q->actor, &lat, &lon);
    json_obj(j);
    json_ki64(j, "id", s->id);
    json_ki64(j, "lat", lat);
    json_ki64(j, "lon", lon);
    json_ki64(j, "severity", s->severity);
    json_kstr(j, "state", s->state);
    json_kbool(j, "open", s->open);
    json_kbool(j, "late", s->open && s->due_at && s->due_at < app_now(q->app) && !s->paused_at);
    json_kstr(j, "text", s->description);
    json_end(j);
}

bool api_getFindingMap(struct request *q, struct reply *r, struct err *err)
{
    struct finding_filter f;
    const struct standard *s;
    struct finding_spot_rows rows = {0};
    struct json j;
    bool more;
    if (!request_read(q, err) || !api_campaign_standard(q, &s, err) ||
        !finding_filter_read(api_finding_param, q, q->arena, s, q->campaign, &q->actor,
                             app_now(q->app), &f, err) ||
        !store_finding_spots(q->tx, q->arena, &f, SPOTS_MAX, &rows, &more, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_kbool(&j, "more", more);
    json_kbool(&j, "blurred", finding_blurred(&q->actor));
    json_key(&j, "points");
    json_arr(&j);
    for (size_t i = 0; i < rows.n; i++)
        write_spot(q, &j, &rows.at[i]);
    json_end(&j);
    json_end(&j);
    return true;
}

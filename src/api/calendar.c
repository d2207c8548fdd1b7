/* The working calendar of a region. */
#include "work/calendar.h"

#include "api/handlers.h"
#include "store/calendar.h"
#include "store/region.h"

/* The nearest region that says something of the day; 0 = none does. */
static region_code said_by(const struct own_day_rows *own, int64_t day)
{
    region_code region = 0;
    for (size_t i = 0; i < own->n && own->at[i].day <= day; i++)
        if (own->at[i].day == day)
            region = own->at[i].region;
    return region;
}

static void own(struct json *j, region_code region)
{
    if (region)
        json_kregion(j, "own", region);
    else
        json_kstr(j, "own", STR(""));
}

/* Names of the regions that say something: whoever sees the calendar of one below need not see
 * them elsewhere. */
static bool write_owners(struct request *q, struct json *j, const struct own_day_rows *days,
                         const struct own_duty_rows *duties, struct err *err)
{
    struct str name;
    json_key(j, "owners");
    json_arr(j);
    for (region_code r = path_region(q, "region"); r; r = region_parent(r)) {
        bool says = false;
        for (size_t i = 0; i < days->n && !says; i++)
            says = days->at[i].region == r;
        for (size_t i = 0; i < duties->n && !says; i++)
            says = duties->at[i].region == r;
        if (!says)
            continue;
        if (!api_region_name(q, r, &name, err))
            return false;
        json_obj(j);
        json_kregion(j, "region", r);
        json_kstr(j, "name", name);
        json_end(j);
    }
    json_end(j);
    return true;
}

static void write_days(struct json *j, const struct calendar *c, const struct own_day_rows *rows,
                       int64_t first, int64_t last)
{
    json_key(j, "days");
    json_arr(j);
    for (size_t i = 0; i < c->n; i++) {
        const struct calendar_day *d = &c->days[i];
        if (d->day < first || d->day > last)
            continue;
        json_obj(j);
        api_day(j, "day", d->day);
        json_kbool(j, "works", d->works);
        api_names(j, "name", d->name_zh, d->name_en.n ? d->name_en : d->name_zh);
        own(j, said_by(rows, d->day));
        json_end(j);
    }
    json_end(j);
}

static void write_duties(struct json *j, const struct calendar *c, const struct own_duty_rows *rows)
{
    char hours[DUTY_TEXT_MAX];
    json_key(j, "duties");
    json_arr(j);
    for (size_t i = 0; i < c->n_duties; i++) {
        const struct duty *d = &c->duties[i];
        duty_format(d, hours);
        json_obj(j);
        if (i)
            api_day(j, "from", d->from_day);
        else
            json_knull(j, "from");
        json_kstr(j, "hours", str_of(hours));
        own(j, i ? rows->at[rows->n - 1].region : 0);
        json_end(j);
    }
    json_end(j);
}

static bool known(struct request *q, struct err *err)
{
    struct region_row row;
    bool found;
    if (!request_read(q, err) ||
        !store_region_get(q->tx, q->arena, path_region(q, "region"), &row, &found, err))
        return false;
    return found || err_set(err, ERR_NOT_FOUND, path_str(q, "region").p);
}

static bool answer(struct request *q, struct reply *r, int year, struct err *err)
{
    struct calendar c;
    struct own_day_rows days = {0};
    struct own_duty_rows duties = {0};
    struct json j;
    region_code region = path_region(q, "region");
    if (!request_read(q, err) || !calendar_load(q->tx, q->arena, region, &c, err) ||
        !store_own_days(q->tx, q->arena, region, &days, err) ||
        !store_own_duties(q->tx, q->arena, region, &duties, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_kregion(&j, "region", region);
    json_ki64(&j, "year", year);
    json_ki64(&j, "known_until", CALENDAR_CN_LAST);
    write_days(&j, &c, &days, date_to_days((struct date){year, 1, 1}),
               date_to_days((struct date){year, 12, 31}));
    write_duties(&j, &c, &duties);
    bool ok = write_owners(q, &j, &days, &duties, err);
    json_end(&j);
    return ok;
}

bool api_getCalendar(struct request *q, struct reply *r, struct err *err)
{
    int year = date_of_days(app_today(q->app)).year;
    return known(q, err) && answer(q, r, (int)query_int(q, "year", year), err);
}

bool api_setCalendarDay(struct request *q, struct reply *r, struct err *err)
{
    struct str kind = body_str(q, "kind");
    struct calendar_day_wish wish = {.region = path_region(q, "region"),
                                     .day = body_day(q, "day"),
                                     .as_shipped = str_is(kind, "shipped"),
                                     .works = str_is(kind, "works"),
                                     .name_zh = str_trim(body_str(q, "name_zh")),
                                     .name_en = str_trim(body_str(q, "name_en"))};
    if (!known(q, err))
        return false;
    request_read_end(q);
    return calendar_day_set(q->app, &q->actor, &wish, err) &&
           answer(q, r, date_of_days(wish.day).year, err);
}

bool api_setCalendarDuty(struct request *q, struct reply *r, struct err *err)
{
    int64_t from = body_day(q, "from");
    if (!known(q, err))
        return false;
    request_read_end(q);
    return calendar_duty_set(q->app, &q->actor, path_region(q, "region"), from,
                             str_trim(body_str(q, "hours")), err) &&
           answer(q, r, date_of_days(from).year, err);
}

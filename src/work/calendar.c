#include "work/calendar.h"

#include <stdio.h>

#include "store/calendar.h"
#include "work/changes.h"

static const struct duty SHIPPED_DUTY = {
    .from_day = INT64_MIN, .spans = {{510, 720}, {870, 1080}}, .n = 2}; /* DUTY_DEFAULT */

void calendar_shipped(struct calendar *out)
{
    *out = (struct calendar){
        .days = CALENDAR_CN, .n = CALENDAR_CN_N, .duties = &SHIPPED_DUTY, .n_duties = 1};
}

/* Both ascending; of the region's own the last of a day counts, and it counts over the shipped. */
static bool merge_days(struct arena *arena, const struct own_day_rows *own, struct calendar *out,
                       struct err *err)
{
    size_t i = 0, k = 0, n = 0;
    struct calendar_day *days = ARENA_ARRAY(arena, CALENDAR_CN_N + own->n, struct calendar_day);
    if (!days)
        return err_set(err, ERR_MEMORY, NULL);
    while (i < CALENDAR_CN_N || k < own->n) {
        const struct own_day_row *row = k < own->n ? &own->at[k] : NULL;
        if (!row || (i < CALENDAR_CN_N && CALENDAR_CN[i].day < row->day)) {
            days[n++] = CALENDAR_CN[i++];
            continue;
        }
        if (i < CALENDAR_CN_N && CALENDAR_CN[i].day == row->day)
            i++;
        struct calendar_day day = {row->day, row->works, row->name_zh, row->name_en};
        if (n && days[n - 1].day == row->day)
            days[n - 1] = day;
        else
            days[n++] = day;
        k++;
    }
    out->days = days;
    out->n = n;
    return true;
}

/* Those of the nearest region that says anything, behind the shipped ones. */
static bool merge_duties(struct arena *arena, const struct own_duty_rows *own, struct calendar *out,
                         struct err *err)
{
    struct duty *duties = ARENA_ARRAY(arena, own->n + 1, struct duty);
    if (!duties)
        return err_set(err, ERR_MEMORY, NULL);
    duties[0] = SHIPPED_DUTY;
    size_t n = 1;
    for (size_t i = 0; i < own->n; i++) {
        if (i && own->at[i].region != own->at[i - 1].region)
            n = 1;
        duties[n].from_day = own->at[i].from_day;
        if (!duty_parse(own->at[i].hours, &duties[n++], err))
            return false;
    }
    out->duties = duties;
    out->n_duties = n;
    return true;
}

bool calendar_merge(struct arena *arena, const struct own_day_rows *days,
                    const struct own_duty_rows *duties, struct calendar *out, struct err *err)
{
    calendar_shipped(out);
    return (!days->n || merge_days(arena, days, out, err)) &&
           (!duties->n || merge_duties(arena, duties, out, err));
}

bool calendar_load(struct store_tx *tx, struct arena *arena, region_code region,
                   struct calendar *out, struct err *err)
{
    struct own_day_rows days = {0};
    struct own_duty_rows duties = {0};
    return store_own_days(tx, arena, region, &days, err) &&
           store_own_duties(tx, arena, region, &duties, err) &&
           calendar_merge(arena, &days, &duties, out, err);
}

/* ---- changing ---------------------------------------------------------------------------------
 */

struct change {
    struct app *app;
    const struct actor *who;
    struct arena arena;
    const struct calendar_day_wish *day; /* or: */
    region_code region;
    int64_t from_day;
    struct str hours;
};

static struct str thing_of(struct arena *arena, region_code region, int64_t day)
{
    char code[REGION_TEXT_MAX], date[DATE_TEXT_MAX];
    region_format(region, code);
    date_format(date_of_days(day), date);
    return arena_printf(arena, "calendar %s %s", code, date);
}

static bool note(struct change *c, struct store_tx *tx, const char *kind, region_code region,
                 int64_t day, struct changes *what, bool made, struct err *err)
{
    struct act act = {.kind = kind, .region = region, .thing = thing_of(&c->arena, region, day)};
    return act.thing.p ? changes_act(what, c->app, tx, c->who, &act, made, err)
                       : err_set(err, ERR_MEMORY, NULL);
}

static bool day_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct change *c = ctx;
    const struct calendar_day_wish *w = c->day;
    struct own_day_rows rows = {0};
    const struct own_day_row *was = NULL;
    struct changes what;
    char most[12];
    int64_t n;
    if (!store_own_days(tx, &c->arena, w->region, &rows, err) ||
        !store_own_day_count(tx, w->region, &n, err))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        if (rows.at[i].region == w->region && rows.at[i].day == w->day)
            was = &rows.at[i];
    snprintf(most, sizeof most, "%d", CALENDAR_OWN_MAX);
    if (!was && !w->as_shipped && n >= CALENDAR_OWN_MAX)
        return err_set(err, ERR_CALENDAR_FULL, most);
    struct own_day_row row = {w->region,  w->day,       w->works,       w->name_zh,
                              w->name_en, c->who->user, app_now(c->app)};
    if (!(w->as_shipped ? store_own_day_drop(tx, w->region, w->day, err)
                        : store_own_day_put(tx, &row, err)))
        return false;
    changes_begin(&what);
    changes_str(&what, "day",
                !was         ? STR("")
                : was->works ? STR("works")
                             : STR("rests"),
                w->as_shipped ? STR("")
                : w->works    ? STR("works")
                              : STR("rests"));
    changes_str(&what, "name_zh", was ? was->name_zh : STR(""),
                w->as_shipped ? STR("") : w->name_zh);
    changes_str(&what, "name_en", was ? was->name_en : STR(""),
                w->as_shipped ? STR("") : w->name_en);
    bool ok = note(c, tx, "calendar.day", w->region, w->day, &what, !was, err);
    changes_end(&what);
    return ok;
}

static bool duty_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct change *c = ctx;
    struct own_duty_rows rows = {0};
    struct str was = STR("");
    struct changes what;
    if (!store_own_duties(tx, &c->arena, c->region, &rows, err))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        if (rows.at[i].region == c->region && rows.at[i].from_day == c->from_day)
            was = rows.at[i].hours;
    struct own_duty_row row = {c->region, c->from_day, c->hours, c->who->user, app_now(c->app)};
    if (!(c->hours.n ? store_own_duty_put(tx, &row, err)
                     : store_own_duty_drop(tx, c->region, c->from_day, err)))
        return false;
    changes_begin(&what);
    changes_str(&what, "hours", was, c->hours);
    bool ok = note(c, tx, "calendar.duty", c->region, c->from_day, &what, !was.n, err);
    changes_end(&what);
    return ok;
}

static bool change(struct change *c, store_fn *fn, struct err *err)
{
    arena_init(&c->arena, 0);
    bool ok = store_write(c->app->store, fn, c, err);
    arena_release(&c->arena);
    return ok;
}

bool calendar_day_set(struct app *app, const struct actor *who,
                      const struct calendar_day_wish *wish, struct err *err)
{
    if (!actor_reaches(who, wish->region, err))
        return false;
    if (!wish->as_shipped && !wish->works && !wish->name_zh.n)
        return err_set(err, ERR_EMPTY, NULL) || err_at(err, STR_NONE, 0, 0, "name_zh");
    return change(&(struct change){.app = app, .who = who, .day = wish}, day_tx, err);
}

bool calendar_duty_set(struct app *app, const struct actor *who, region_code region,
                       int64_t from_day, struct str hours, struct err *err)
{
    struct duty duty = {0};
    char text[DUTY_TEXT_MAX] = "";
    if (!actor_reaches(who, region, err))
        return false;
    if (hours.n && !duty_parse(hours, &duty, err))
        return err_at(err, STR_NONE, 0, 0, "hours");
    if (hours.n)
        duty_format(&duty, text);
    return change(
        &(struct change){
            .app = app, .who = who, .region = region, .from_day = from_day, .hours = str_of(text)},
        duty_tx, err);
}

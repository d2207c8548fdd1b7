/* The calendar that deadlines are counted by: the shipped one, and over it what a region and those
 * around it say; the nearest counts. A deadline that was counted stays as it is until something
 * happens to its clock (an extension, a pause, a new limit). */
#ifndef TZ_WORK_CALENDAR_H
#define TZ_WORK_CALENDAR_H

#include "domain/calendar.h"
#include "domain/region.h"
#include "work/app.h"

/* Duty hours where nothing else was set. */
#define DUTY_DEFAULT "08:30-12:00 14:30-18:00"
enum {
    CALENDAR_NAME_MAX = 60,  /* bytes of a day's name */
    CALENDAR_OWN_MAX = 2000, /* days of one region */
};

/* What is shipped, alone. */
void calendar_shipped(struct calendar *out);

/* Of a place in the region; in the arena. Two statements. */
bool calendar_load(struct store_tx *tx, struct arena *arena, region_code region,
                   struct calendar *out, struct err *err);

/* The same of what was read already, of days and duty hours in the order that store/calendar.h has
 * them. */
struct own_day_rows;
struct own_duty_rows;
bool calendar_merge(struct arena *arena, const struct own_day_rows *days,
                    const struct own_duty_rows *duties, struct calendar *out, struct err *err);

/* What a region says of a day, or no longer says. Each is an entry of the record.
 * ERR_OUT_OF_REGION, ERR_EMPTY (a day off needs a name), ERR_CALENDAR_FULL. */
struct calendar_day_wish {
    region_code region;
    int64_t day;
    bool as_shipped; /* the region says nothing of it any more */
    bool works;
    struct str name_zh, name_en;
};
bool calendar_day_set(struct app *app, const struct actor *who,
                      const struct calendar_day_wish *wish, struct err *err);
/* Duty hours from a day on; empty = as the region around has them. ERR_DUTY. */
bool calendar_duty_set(struct app *app, const struct actor *who, region_code region,
                       int64_t from_day, struct str hours, struct err *err);

#endif

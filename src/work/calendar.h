/* The calendar that deadlines are counted by. */
#ifndef TZ_WORK_CALENDAR_H
#define TZ_WORK_CALENDAR_H

#include "domain/calendar.h"
#include "work/app.h"

/* Duty hours of an office where nothing else was set. */
#define DUTY_DEFAULT "08:30-12:00 14:30-18:00"

/* What is shipped. */
bool calendar_load(struct app *app, struct store_tx *tx, struct arena *arena, struct calendar *out,
                   struct err *err);

#endif

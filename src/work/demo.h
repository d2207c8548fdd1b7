/* The demonstration campaign: prefecture 5326 with its eight counties, March and April 2026, in the
 * hygienic-county standard; and an account for
 * every role. Needs the national region tree in the store. */
#ifndef TZ_WORK_DEMO_H
#define TZ_WORK_DEMO_H

#include "work/app.h"

struct demo_account {
    const char *name;
    enum role role;
    int unit; /* in DEMO_UNITS */
    const char *title_zh, *title_en;
};
/* Of all accounts of the demonstration. */
#define DEMO_PASSWORD "taizhang-demo"

/* What stands on every document with demonstration data, by language. */
extern const char *const DEMO_NOTICE[2];

extern const struct demo_account DEMO_ACCOUNTS[];
extern const int DEMO_ACCOUNTS_N;

/* Creates everything in one transaction; ERR_EXISTS when a demonstration is there already.
 * `standard` is the id those of hygienic-city-county as shipped. */
bool demo_create(struct app *app, int64_t standard, struct err *err);

#endif

/* Standards of the database: stored with their files, loaded once, shared.
 *
 * A loaded standard never changes (a new edition is a new row), so pointers stay good until
 * app_release. */
#ifndef TZ_WORK_STANDARDS_H
#define TZ_WORK_STANDARDS_H

#include "domain/standard.h"
#include "work/app.h"

bool standards_create(struct standards **out, struct err *err);
void standards_free(struct standards *standards);

bool standard_get(struct app *app, struct store_tx *read, int64_t id, const struct standard **out,
                  struct err *err);

#endif

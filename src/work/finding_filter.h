/* What a list of findings shows, as the parameters of listFindings say it: read from an address, or
 * from the JSON in which a job keeps them. */
#ifndef TZ_WORK_FINDING_FILTER_H
#define TZ_WORK_FINDING_FILTER_H

#include "base/json.h"
#include "domain/standard.h"
#include "store/finding_find.h"
#include "work/actor.h"

#define FINDING_SOON (INT64_C(3) * 86400000)

/* The value of a parameter, .p NULL when it is not there. */
typedef struct str finding_param_fn(const void *ctx, const char *name);

/* Every parameter but page and campaign. */
extern const char *const FINDING_PARAMS[];
extern const int FINDING_PARAMS_N;

/* s: of the campaign. The texts of *out are those that `get` gave, or in the arena.
 * ERR_REGION_CODE.
 */
bool finding_filter_read(finding_param_fn *get, const void *ctx, struct arena *arena,
                         const struct standard *s, int64_t campaign, const struct actor *who,
                         msec now, struct finding_filter *out, struct err *err);
/* Those that are there, in a fixed order, as members of an object. */
void finding_filter_write(finding_param_fn *get, const void *ctx, struct json *j);

#endif

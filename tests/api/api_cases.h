/* Findings brought to where a test needs them, through the API; and what a Word file says. */
#ifndef TZ_TESTS_API_CASES_H
#define TZ_TESTS_API_CASES_H

#include "api_people.h"

#define CAMPAIGN "/api/campaigns/1"

/* The unit whose name holds the text (percent-encoded). */
int64_t cases_unit(struct api *api, const char *name);
/* Reported in 532624 by INSPECTOR, who must be logged in; more: further members of the body. */
int64_t cases_report(struct api *api, const char *text, const char *more);
/* One act through a door, of the version as it stands; more: further members. Whatever it answers.
 */
void cases_try(struct api *api, enum who who, int64_t id, const char *door, const char *act,
               const char *more);
/* And it is done. */
void cases_act(struct api *api, enum who who, int64_t id, const char *door, const char *act,
               const char *more);
/* Reported and dispatched by COORDINATOR to `lead`, with a limit ("3 workdays"). */
int64_t cases_dispatched(struct api *api, const char *text, int64_t lead, const char *limit,
                         const char *more);
/* The text of the Word file that was answered: one line for each paragraph, "|" between lines of
 * one. In the arena. */
const char *cases_docx(struct api *api);

#endif

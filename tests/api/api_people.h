/* Further people for the tests of accounts. */
#ifndef TZ_TESTS_API_PEOPLE_H
#define TZ_TESTS_API_PEOPLE_H

#include "api_test.h"

extern const char PEOPLE_PASSWORD[]; /* of each of them */

/* Like the coordinator of the demonstration, with another name and role; the id. */
int64_t people_add(struct api *api, const char *login, const char *role);
/* The answer stands in api, whatever it is. */
void people_try(struct api *api, const char *login, const char *password);
/* It is a good one, and the place `who` is theirs from now on. */
void people_log_in(struct api *api, enum who who, const char *login, const char *password);

#endif

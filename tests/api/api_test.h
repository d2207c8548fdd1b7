/* The whole API over the in-memory transport: a real SQLite store with the demonstration campaign
 * in a small area tree, a pinned clock, and accounts inside and outside of the range. Every reply
 * is checked against the contract, the cost of every call against the operation's x-cost; which
 * operations answered well is remembered. */
#ifndef TZ_TESTS_API_TEST_H
#define TZ_TESTS_API_TEST_H

#include "../test.h"

#include "api/handlers.h"
#include "http/server.h"

/* COORDINATOR..LEADER are those of the demonstration. STRANGER: coordinator of another prefecture.
 * DEPUTY: coordinator of the county 532624 alone. INSPECTOR and LEAD log in where they are needed.
 */
enum who { NOBODY, COORDINATOR, COUNTY, LEADER, STRANGER, DEPUTY, INSPECTOR, LEAD, WHO_COUNT };

struct api {
    struct arena arena; /* for the tests */
    struct store *store;
    struct app app;
    struct server server;
    char dir[64];
    char files[80]; /* the folder of stored files */
    msec now;
    unsigned char next_random;
    char cookies[WHO_COUNT][128];
    bool answered[OP_COUNT];  /* with the status of the contract */
    struct request_cost cost; /* of the last call */
    const char *lang;         /* Accept-Language; NULL = en */
    /* of the last call; json is NULL for files */
    int status;
    json_t *json;
    struct str body; /* in the arena */
    char cookie[256];
    char media[128];
};

/* cmocka group set-up and tear-down; *state is the struct api. */
int api_setup(void **state);
int api_teardown(void **state);

/* body NULL = none; media by the contract. The reply stands in `api`. */
void api_call(struct api *api, enum who who, const char *method, const char *target,
              const char *body);
void api_send(struct api *api, enum who who, const char *method, const char *target,
              struct str media, struct str body);
/* Any request as it is; adds nothing. */
void api_raw(struct api *api, const struct raw_request *raw);

/* Members of the reply by a path: "rows.0.rank". Fails the test when it is not there. */
json_t *api_at(struct api *api, const char *path);
const char *api_text(struct api *api, const char *path);
int64_t api_int(struct api *api, const char *path);

/* assert_int_equal of the status that shows the reply. */
#define assert_status(api, expected)                                                               \
    do {                                                                                           \
        if ((api)->status != (expected))                                                           \
            fail_msg("status %d, expected %d: %.*s", (api)->status, (expected),                    \
                     (int)((api)->body.n < 600 ? (api)->body.n : 600), (api)->body.p);             \
    } while (0)
/* The request was refused with this status and this code. */
#define assert_refused(api, expected, code)                                                        \
    do {                                                                                           \
        assert_status(api, expected);                                                              \
        assert_string_equal(api_text(api, "error.code"), code);                                    \
    } while (0)

/* A target with numbers in it, in the arena. */
const char *api_target(struct api *api, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* A call that must be answered well. */
void api_good(struct api *api, enum who who, const char *method, const char *where,
              const char *body);

/* Last in a program: an operation that no test got a good answer from fails. Each operation belongs
 * to one program, by its path (api_test.c); "api" has those that no other has. */
void api_assert_answered(struct api *api, const char *program);

/* The last entry of the record is a refusal: this ("jobs/7") belongs to somebody else. */
void api_assert_elsewhere(struct api *api, const char *thing);

/* The PUT body for a value as the list showed it, of this version and with another note. */
const char *api_entry(struct api *api, json_t *value, int64_t version, const char *note);

#endif

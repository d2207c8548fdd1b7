/* The contract as tables (made from api/openapi.yaml) and the check of JSON against it. The same
 * check judges what comes in and, in tests, what goes out. */
#ifndef TZ_HTTP_CONTRACT_H
#define TZ_HTTP_CONTRACT_H

#include <jansson.h>

#include "base/err.h"
#include "domain/rights.h"
#include "http/contract_gen.h"

enum {
    TYPE_OBJECT = 1,
    TYPE_ARRAY = 2,
    TYPE_STRING = 4,
    TYPE_INTEGER = 8,
    TYPE_BOOLEAN = 16,
    TYPE_NULL = 32
};
enum schema_format {
    FORMAT_NONE,
    FORMAT_REGION,
    FORMAT_PERIOD,
    FORMAT_DECIMAL,
    FORMAT_DATE,
    FORMAT_BINARY
};

struct schema_prop {
    const char *name;
    int schema;
    bool required;
};

struct schema {
    int types;
    enum schema_format format;
    int min_length, max_length; /* characters, or members of an array; -1 = no limit */
    bool has_min, has_max;
    int64_t min, max;
    const char *const *choices; /* NULL-terminated, or NULL */
    int items;                  /* of an array */
    int extra;                  /* values of further members, -1 = none allowed */
    int first, n;               /* in SCHEMA_PROPS */
    int or_else;                /* null, or this schema; -1 = not so */
};

enum param_in { PARAM_PATH, PARAM_QUERY };

struct op_param {
    const char *name;
    enum param_in in;
    bool required;
    int schema;
};

enum region_source {
    REGION_NONE,
    REGION_CAMPAIGN,
    REGION_QUERY,
    REGION_PATH,
    REGION_VALUE,
    REGION_UNIT,
    REGION_PERSON,
    REGION_PERSON_WHOLE,
    REGION_FINDING,
    REGION_ANSWER,
    REGION_PAPER
};

/* At most, of one call; see x-cost in the contract. */
struct op_cost {
    unsigned statements, allocations, kilobytes;
};

struct op_def {
    const char *id, *method, *path;
    enum permission permission;
    enum region_source region;
    const char *region_param;
    int first_param, n_params; /* in OP_PARAMS */
    int body;                  /* schema, -1 = none */
    const char *body_media;
    size_t body_max;
    int status;
    int reply; /* schema, -1 = none */
    const char *reply_media;
    struct op_cost cost;
};

extern const struct schema SCHEMAS[];
extern const struct schema_prop SCHEMA_PROPS[];
extern const struct op_param OP_PARAMS[];
extern const struct op_def OPS[OP_COUNT];
extern const int SCHEMA_ERROR;

/* The value against the schema; the error's field is the path to what is wrong ("value.0.code"). */
bool contract_check(int schema, const json_t *value, struct err *err);
/* The text of a parameter against its schema. */
bool contract_check_text(int schema, struct str text, const char *name, struct err *err);

#endif

/* The handlers of the API, one per operation of the contract, one file per resource, thin. */
#ifndef TZ_API_HANDLERS_H
#define TZ_API_HANDLERS_H

#include "http/exchange.h"
#include "work/score_json.h"

/* By enum op; the table is complete (a test says so). */
extern op_handler *const api_handlers[OP_COUNT];

#define HANDLER(op) bool api_##op(struct request *q, struct reply *r, struct err *err);
EACH_OP(HANDLER)
#undef HANDLER

/* ---- shared by the files of this folder ---------------------------------------------------------
 */

struct region_row;
/* {"code","name","level"} and, when path.p is set, "path". */
void api_region(struct json *j, const struct region_row *row, struct str path);
void api_names(struct json *j, const char *key, struct str zh, struct str en);
/* "2026-04-01" or null for day 0. */
void api_day(struct json *j, const char *key, int64_t day);
/* The region's name, or its code when the tree does not know it. */
bool api_region_name(struct request *q, region_code code, struct str *name, struct err *err);
struct region_rows;
/* NULL when it is not among them (ascending code). */
const struct region_row *api_region_in(const struct region_rows *regions, region_code code);
/* The same for a row of a list, from the regions that were read for it at once (ascending code). */
bool api_name_in(struct request *q, const struct region_rows *regions, region_code code,
                 struct str *name, struct err *err);
/* The name of the workbook in the body: the parameter "file", or "workbook.xlsx". */
struct str api_file_name(const struct request *q);
void api_basis(struct json *j, enum basis b);
struct value_row;
/* One Value of the contract; place_name and changer may be empty. */
void api_value(struct json *j, const struct standard *s, const struct value_row *v,
               struct str place_name, struct str changer);
/* The parameter "after" of a page: the id of the last row before it, 0 = the first page. */
bool api_after(const struct request *q, int64_t *id, struct err *err);
/* The person with the posts, as the answer. */
bool api_person(struct request *q, struct reply *r, int64_t id, struct err *err);
struct user_row;
struct account_code;
/* One ResetCode of the contract. */
void api_code(struct json *j, const struct user_row *user, const struct account_code *code);
/* "thing 12" does not exist; always false. */
bool api_not_found(const char *thing, int64_t id, struct err *err);

#endif

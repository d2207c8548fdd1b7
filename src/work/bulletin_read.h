/* Reading a stored cut back; for the files of bulletins and papers only. Absent members read as
 * empty or 0. */
#ifndef TZ_WORK_BULLETIN_READ_H
#define TZ_WORK_BULLETIN_READ_H

#include <jansson.h>

#include "base/arena.h"
#include "base/dec.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/when.h"

/* A reference of the caller; NULL when it is no cut. */
json_t *cut_load(struct str cut, struct err *err);
struct str cut_str(const json_t *o, const char *key);
int64_t cut_int(const json_t *o, const char *key);
/* The Chinese of a {"zh","en"} member. */
struct str cut_name(const json_t *o, const char *key);
bool cut_dec(const json_t *value, dec *out);
/* A decimal member with exactly so many places; "—" when it is null. */
struct str cut_fixed(struct arena *a, const json_t *o, const char *key, int places);
/* At most two places, for reading: 20.412698 -> 20.41, 23 -> 23. The workbook has the whole number.
 */
struct str cut_short(struct arena *a, const json_t *o, const char *key);
/* The same of an array's element. */
struct str cut_element(struct arena *a, const json_t *array, size_t i, int places);
/* "2026-05-06" or what begins so -> 2026年5月6日 */
struct str cut_day(struct arena *a, struct str iso);
/* "2026-05-06T10:31:14+08:00" -> 2026年5月6日10:31 */
struct str cut_when(struct arena *a, struct str iso);

#endif

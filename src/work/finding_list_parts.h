/* The pieces of finding_list_import; for the files work/finding_list*.c only. */
#ifndef TZ_WORK_FINDING_LIST_PARTS_H
#define TZ_WORK_FINDING_LIST_PARTS_H

#include "base/hash.h"
#include "office/table.h"
#include "work/finding_list.h"

/* SHA-256 of the heads: the same list next week has the same. */
bool finding_list_heads(const struct table *t, char out[SHA256_HEX], struct err *err);
/* Fills out->columns. */
bool finding_list_columns(struct store_tx *tx, struct arena *arena, const struct finding_list *in,
                          const struct table *t, struct finding_list_report *out, struct err *err);

#endif

/* Rankings and lists of units; for the files work/standing*.c only. */
#ifndef TZ_WORK_STANDING_PARTS_H
#define TZ_WORK_STANDING_PARTS_H

#include "domain/unit_rank.h"
#include "work/paper_parts.h"

extern const char *const RATE_CODES[PERFORMANCE_RATES], *const RATE_NAMES[PERFORMANCE_RATES];
/* The Chinese name of a rate by its code. */
const char *standing_rate_name(struct str code);

#endif

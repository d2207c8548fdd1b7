/* Units: the kinds of organisations, and their credit codes. */
#ifndef TZ_DOMAIN_UNIT_H
#define TZ_DOMAIN_UNIT_H

#include "base/err.h"

struct unit_kind {
    const char *code, *zh, *en;
};
enum { UNIT_KINDS_N = 13 };
extern const struct unit_kind UNIT_KINDS[UNIT_KINDS_N];

/* By code or by one of the two words; NULL when there is no such kind. */
const struct unit_kind *unit_kind_find(struct str word);

/* Unified social credit code, GB 32100-2015: 18 of 0-9 and A-Z without I O S V Z, the last one of
 * them the check character. Empty is good: not every unit has one. ERR_CREDIT_CODE for another
 * length or character, ERR_CREDIT_CHECK (which names the right one) for a slip. */
bool credit_code_check(struct str code, struct err *err);

#endif

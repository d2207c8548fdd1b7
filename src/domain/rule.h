/* Judging one indicator of one subject by the rules of the standard. */
#ifndef TZ_DOMAIN_RULE_H
#define TZ_DOMAIN_RULE_H

#include "domain/reason.h"

static inline bool rule_is_trend(enum rule_kind k)
{
    return k == RULE_RISES || k == RULE_FALLS || k == RULE_RISES_EACH_YEAR ||
           k == RULE_FALLS_EACH_YEAR;
}

/* Judges the indicator for the subject at the end of period p. Writes the derivation below `trace`
 * (NULL = none). */
struct judgement rule_judge(const struct values *v, int subject, int indicator, period p,
                            struct reasons *r, struct reason *trace);

/* The value of an indicator's part that counts at p: the latest not after p (a year counts as its
 * end), or NULL. */
const struct value *rule_value_at(const struct values *v, int subject, int indicator,
                                  struct str part, period p);

#endif

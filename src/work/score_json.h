/* Scores, ranks and derivations as JSON: the one shape that the API and the command line give. */
#ifndef TZ_WORK_SCORE_JSON_H
#define TZ_WORK_SCORE_JSON_H

#include "base/json.h"
#include "domain/score.h"

/* {"zh": ..., "en": ...}; an empty en shows zh. */
void json_ktext2(struct json *j, const char *key, struct text2 t);
/* The shortest code text. */
void json_kregion(struct json *j, const char *key, region_code code);
void json_kperiod(struct json *j, const char *key, period p);

const char *verdict_word(enum verdict v);
const char *score_state_word(enum score_state s);

/* {"state","why","points","full","rate"}; numbers are null without a score. */
void score_to_json(struct json *j, const struct score *s);
/* {"verdict","state","value","target","gap","by_alternative"} */
void judgement_to_json(struct json *j, const struct judgement *g);
/* Counts, veto, pass and all nodes of one subject. names[] = region names or NULL. */
void result_to_json(struct json *j, const struct board *b, int subject, struct str name);
/* One row of a ranking; name may be empty. */
void rank_row_to_json(struct json *j, const struct board *b, int ranking, const struct rank_row *r,
                      struct str name);
/* A derivation, all the way down. */
void reason_to_json(struct json *j, const struct reason *r);

#endif

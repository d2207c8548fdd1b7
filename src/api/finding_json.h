/* A finding as JSON: shared by findings.c and finding.c. */
#ifndef TZ_API_FINDING_JSON_H
#define TZ_API_FINDING_JSON_H

#include "base/when.h"
#include "domain/standard.h"
#include "http/exchange.h"
#include "store/rows_gen.h"

/* One Finding of the contract; region: its name. */
void api_finding_line(struct json *j, const struct standard *s, const struct finding_line_row *f,
                      struct str region, msec now);
/* A point in time, or null for 0. */
void api_time(struct json *j, const char *key, msec at);
/* The standard of the campaign of the path. */
bool api_campaign_standard(struct request *q, const struct standard **s, struct err *err);
/* FindingDetail, as the answer. again: what was asked had been done before. */
bool api_finding(struct request *q, struct reply *r, int64_t id, bool again, struct err *err);
/* A parameter of the address, for work/finding_filter.h. */
struct str api_finding_param(const void *q, const char *name);

/* Proof of a finding with what was noticed about it: "proofs". */
struct api_proofs {
    struct proof_line_rows proofs;
    struct proof_flag_line_rows flags;
};
bool api_proofs_read(struct request *q, int64_t finding, struct api_proofs *out, struct err *err);
void api_proofs_write(const struct request *q, struct json *j, const struct api_proofs *all);

#endif

/* The frozen cut of a bulletin: everything it says, as JSON, written once and stored.
 *
 * The .docx and the .xlsx are made from the cut and from nothing else, so making them again gives
 * the same content whatever has changed since. Text in both languages; decimals as text. */
#ifndef TZ_WORK_BULLETIN_CUT_H
#define TZ_WORK_BULLETIN_CUT_H

#include "base/json.h"
#include "domain/score.h"

enum { CUT_WEAKEST = 5 };

struct cut_source {
    const struct board *now, *earlier; /* earlier may be NULL */
    int ranking;
    const struct str *names;      /* of the regions, one per subject of `now` */
    const int64_t *open_findings; /* one per subject, members' included */
    struct str region_name, round_name, campaign_name, standard_digest;
    struct str issuer; /* who publishes: the coordinator's office */
    region_code region;
    bool demo;
    int year, number;
    struct date date;
    msec cut_at;
    int64_t version; /* of the campaign's values */
    /* The record of what was done as it stood before the bulletin's own entry. */
    int64_t record_entries;
    struct str record_head, record_algorithm;
};

bool cut_write(const struct cut_source *source, struct arena *arena, struct buf *out,
               struct err *err);

#endif

/* Where findings were seen, for whom. */
#ifndef TZ_WORK_FINDING_SPOT_H
#define TZ_WORK_FINDING_SPOT_H

#include "work/actor.h"

/* Who only reads gets positions to about a kilometre: none of reporting, handling, fixing and
 * re-checking is theirs, and a position may be somebody's door. */
bool finding_blurred(const struct actor *who);
/* Millionths of a degree, to the middle of a field of 0.01 degrees where they are blurred. */
void finding_blur(const struct actor *who, int64_t *lat, int64_t *lon);

#endif

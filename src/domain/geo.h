/* How far two places on the earth are apart, in whole numbers. */
#ifndef TZ_DOMAIN_GEO_H
#define TZ_DOMAIN_GEO_H

#include "base/base.h"

/* Metres between two positions in millionths of a degree (WGS 84), by the sphere of 6,371 km with
 * the cosine of the middle latitude: within 1 % up to some hundred kilometres, beyond that still
 * "far". */
int64_t geo_metres(int64_t lat1, int64_t lon1, int64_t lat2, int64_t lon2);

#endif

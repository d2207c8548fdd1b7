#include "work/finding_spot.h"

enum { FIELD = 10000 };

bool finding_blurred(const struct actor *who)
{
    static const enum permission ACTS[] = {PERMISSION_finding_report, PERMISSION_finding_manage,
                                           PERMISSION_finding_answer, PERMISSION_finding_recheck};
    for (size_t i = 0; i < ARRAY_LEN(ACTS); i++)
        if (right_scope(who->role, ACTS[i]) != SCOPE_none)
            return false;
    return true;
}

static int64_t middle(int64_t v)
{
    int64_t field = v >= 0 ? v / FIELD : -((FIELD - 1 - v) / FIELD);
    return field * FIELD + FIELD / 2;
}

void finding_blur(const struct actor *who, int64_t *lat, int64_t *lon)
{
    if (!finding_blurred(who))
        return;
    *lat = middle(*lat);
    *lon = middle(*lon);
}

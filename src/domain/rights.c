#include "domain/rights.h"

#include <stdio.h>

bool role_parse(struct str code, enum role *out)
{
    for (int i = 0; i < ROLE_COUNT; i++)
        if (str_is(code, ROLES[i].code)) {
            *out = (enum role)i;
            return true;
        }
    return false;
}

bool region_set_add(struct region_set *set, region_code code)
{
    int kept = 0, at = 0;
    if (region_set_has(set, code))
        return true;
    for (int i = 0; i < set->n; i++)
        if (!region_inside(set->at[i], code))
            set->at[kept++] = set->at[i];
    set->n = kept;
    if (set->n == REGION_SET_MAX)
        return false;
    while (at < set->n && set->at[at] < code)
        at++;
    for (int i = set->n++; i > at; i--)
        set->at[i] = set->at[i - 1];
    set->at[at] = code;
    return true;
}

bool region_set_parse(struct str text, struct region_set *out)
{
    struct region_set set = {0};
    struct str part;
    while (text.n && str_split(&text, ' ', &part)) {
        region_code code = REGION_CODE_NATION;
        if ((!str_is(part, "0") && !region_parse(part, &code, NULL)) || !region_set_add(&set, code))
            return false;
    }
    *out = set;
    return true;
}

void region_set_format(const struct region_set *set, char out[REGION_SET_TEXT])
{
    size_t n = 0;
    out[0] = 0;
    for (int i = 0; i < set->n; i++) {
        char code[REGION_TEXT_MAX];
        region_format(set->at[i], code);
        n += (size_t)snprintf(out + n, REGION_SET_TEXT - n, "%s%s", i ? " " : "", code);
    }
}

bool region_set_has(const struct region_set *set, region_code code)
{
    for (int i = 0; i < set->n; i++)
        if (region_inside(code, set->at[i]))
            return true;
    return false;
}

bool region_set_touches(const struct region_set *set, region_code region)
{
    for (int i = 0; i < set->n; i++)
        if (region_inside(region, set->at[i]) || region_inside(set->at[i], region))
            return true;
    return false;
}

struct region_set region_set_within(const struct region_set *set, region_code region)
{
    struct region_set in = {0};
    if (region_set_has(set, region))
        return region_set_of(region);
    for (int i = 0; i < set->n; i++)
        if (region_inside(set->at[i], region))
            in.at[in.n++] = set->at[i];
    return in;
}

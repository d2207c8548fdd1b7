#include "work/actor.h"

const struct actor ACTOR_CONSOLE = {
    .name = STR_INIT("taizhang"), .role = ROLE_no_post, .within = {.n = 1}, .scope = SCOPE_all};

static struct region_set reach_of(const struct actor *who, enum scope scope)
{
    switch (scope) {
    case SCOPE_all:
        return region_set_of(REGION_CODE_NATION);
    case SCOPE_region:
        return region_set_of(who->region);
    case SCOPE_chosen:
        return who->chosen;
    default:
        return (struct region_set){0};
    }
}

bool actor_use(struct actor *who, enum permission permission, struct err *err)
{
    enum scope scope = right_scope(who->role, permission);
    if (!RIGHT_CHECK(RIGHT_ROLE, scope != SCOPE_none))
        return err_set(err, ERR_FORBIDDEN, PERMISSIONS[permission].code);
    who->scope = scope;
    who->within = reach_of(who, scope);
    return true;
}

bool actor_reaches(const struct actor *who, region_code region, struct err *err)
{
    if (RIGHT_CHECK(RIGHT_REGION, region_set_has(&who->within, region)))
        return true;
    char a[REGION_TEXT_MAX], b[REGION_SET_TEXT];
    region_format(region, a);
    region_set_format(&who->within, b);
    return err_set(err, ERR_OUT_OF_REGION, a, b[0] ? b : "-");
}

bool actor_reaches_unit(const struct actor *who, int64_t unit, struct str path, region_code region,
                        struct err *err)
{
    bool reached = region_set_has(&who->within, region);
    if (who->scope == SCOPE_unit)
        reached = unit == who->unit;
    if (who->scope == SCOPE_units)
        reached = who->unit_path.n && str_starts(path, who->unit_path);
    return RIGHT_CHECK(RIGHT_UNIT, reached) || err_set(err, ERR_OUT_OF_UNIT, NULL);
}

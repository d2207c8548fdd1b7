#include "work/demo_people.h"

#include "store/unit.h"
#include "store/user.h"

enum { OFFICE, GOVERNMENT, COUNTY, HEALTH, MARKET, TOWN, GROUP, PROVINCE, SERVER };
enum place { PREFECTURE_PLACE, COUNTY_PLACE, TOWN_PLACE, PROVINCE_PLACE };

static const struct {
    const char *name, *name_en, *kind;
    enum place place;
    int above; /* unit, or -1 */
} UNITS[] = {
    [OFFICE] = {"州创建办（演示）", "Prefecture campaign office (demonstration)", "office",
                PREFECTURE_PLACE, -1},
    [GOVERNMENT] = {"州政府（演示）", "Prefecture government (demonstration)", "government",
                    PREFECTURE_PLACE, -1},
    [COUNTY] = {"县政府（演示）", "County government (demonstration)", "government", COUNTY_PLACE,
                GOVERNMENT},
    [HEALTH] = {"县卫生健康局（演示）", "County health bureau (demonstration)", "bureau",
                COUNTY_PLACE, COUNTY},
    [MARKET] = {"县市场监管局（演示）", "County market bureau (demonstration)", "bureau",
                COUNTY_PLACE, HEALTH},
    [TOWN] = {"镇政府（演示）", "Town government (demonstration)", "government", TOWN_PLACE,
              COUNTY},
    [GROUP] = {"考核组（演示）", "Inspection group (demonstration)", "group", PREFECTURE_PLACE,
               OFFICE},
    [PROVINCE] = {"省爱卫办（演示）", "Provincial office (demonstration)", "office", PROVINCE_PLACE,
                  -1},
    [SERVER] = {"州信息中心（演示）", "Prefecture computing centre (demonstration)", "office",
                PREFECTURE_PLACE, GOVERNMENT},
};

const struct demo_account DEMO_ACCOUNTS[] = {
    {"coordinator", ROLE_coordinator, OFFICE, "市创建办（演示账号）",
     "Prefecture coordinator (demonstration)"},
    {"county", ROLE_responsible_unit, MARKET, "麻栗坡县填报单位（演示账号）",
     "County unit of 532624 (demonstration)"},
    {"leader", ROLE_leader, GOVERNMENT, "分管领导（演示账号）", "Leader in charge (demonstration)"},
    {"lead", ROLE_lead_unit, HEALTH, "县牵头部门（演示账号）", "County lead unit (demonstration)"},
    {"town", ROLE_town, TOWN, "镇经办人员（演示账号）", "Town office (demonstration)"},
    {"grid", ROLE_grid_keeper, TOWN, "网格员（演示账号）", "Grid keeper (demonstration)"},
    {"inspector", ROLE_inspector, GROUP, "检查员（演示账号）", "Inspector (demonstration)"},
    {"superior", ROLE_superior_reader, PROVINCE, "省级查阅人员（演示账号）",
     "Provincial reader (demonstration)"},
    {"admin", ROLE_administrator, SERVER, "系统管理员（演示账号）",
     "Administrator (demonstration)"},
    {"security", ROLE_security_administrator, SERVER, "安全管理员（演示账号）",
     "Security administrator (demonstration)"},
    {"auditor", ROLE_auditor, SERVER, "审计管理员（演示账号）", "Auditor (demonstration)"},
};
const int DEMO_ACCOUNTS_N = ARRAY_LEN(DEMO_ACCOUNTS);

static region_code region_of(const struct demo_people *p, enum place place)
{
    switch (place) {
    case COUNTY_PLACE:
        return p->county;
    case TOWN_PLACE:
        return p->town;
    case PROVINCE_PLACE:
        return region_at_level(p->county, REGION_PROVINCE);
    default:
        return p->prefecture;
    }
}

static bool put_units(struct store_tx *tx, const struct demo_people *p, int64_t *ids,
                      struct err *err)
{
    for (size_t i = 0; i < ARRAY_LEN(UNITS); i++) {
        struct unit_row row = {.name = str_of(UNITS[i].name),
                               .name_en = str_of(UNITS[i].name_en),
                               .kind = str_of(UNITS[i].kind),
                               .region = region_of(p, UNITS[i].place),
                               .parent = UNITS[i].above < 0 ? 0 : ids[UNITS[i].above],
                               .version = 1,
                               .created_at = p->now};
        if (!store_unit_insert(tx, p->arena, &row, &ids[i], err))
            return false;
    }
    return true;
}

/* The inspector's post is for the county of the demonstration alone. */
static bool put_post(struct store_tx *tx, const struct demo_people *p, int64_t user, int64_t unit,
                     enum role role, struct err *err)
{
    struct region_set chosen = region_set_of(p->county);
    char text[REGION_SET_TEXT] = "";
    int64_t id;
    if (role == ROLE_inspector)
        region_set_format(&chosen, text);
    struct post_row row = {.user_id = user,
                           .unit = unit,
                           .role = str_of(ROLES[role].code),
                           .regions = str_of(text),
                           .created_at = p->now};
    return store_post_insert(tx, &row, &id, err);
}

bool demo_people_put(struct store_tx *tx, const struct demo_people *p, int64_t *coordinator,
                     struct err *err)
{
    int64_t units[ARRAY_LEN(UNITS)];
    if (!put_units(tx, p, units, err))
        return false;
    for (int i = 0; i < DEMO_ACCOUNTS_N; i++) {
        const struct demo_account *a = &DEMO_ACCOUNTS[i];
        int64_t id;
        struct user_row row = {.login = str_of(a->name),
                               .name_zh = str_of(a->title_zh),
                               .name_en = str_of(a->title_en),
                               .unit = units[a->unit],
                               .password = p->password,
                               .created_at = p->now};
        if (!store_user_insert(tx, &row, &id, err) ||
            !put_post(tx, p, id, units[a->unit], a->role, err))
            return false;
        if (i == 0)
            *coordinator = id;
    }
    return true;
}

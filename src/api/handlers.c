#include "api/handlers.h"

#include <stdio.h>

#include "store/region.h"

#define ROW(op) [OP_##op] = api_##op
op_handler *const api_handlers[OP_COUNT] = {
    ROW(getHealth),        ROW(login),           ROW(getSession),
    ROW(logout),           ROW(listRegions),     ROW(searchRegions),
    ROW(getRegion),        ROW(listStandards),   ROW(importStandard),
    ROW(getStandard),      ROW(listIndicators),  ROW(listChecklists),
    ROW(exportStandard),   ROW(diffStandards),   ROW(confirmBasis),
    ROW(listCampaigns),    ROW(createCampaign),  ROW(getCampaign),
    ROW(changeStandard),   ROW(getCarryover),    ROW(getOverview),
    ROW(getMatrix),        ROW(getRanking),      ROW(explainScore),
    ROW(explainIndicator), ROW(listValues),      ROW(putValue),
    ROW(getValueHistory),  ROW(listFindings),    ROW(listBulletins),
    ROW(makeBulletin),     ROW(getBulletinDocx), ROW(getBulletinXlsx),
    ROW(getValueTemplate), ROW(importValues),    ROW(markWorkbook),
};
#undef ROW

void api_names(struct json *j, const char *key, struct str zh, struct str en)
{
    json_ktext2(j, key, (struct text2){zh, en});
}

void api_region(struct json *j, const struct region_row *row, struct str path)
{
    json_obj(j);
    json_kregion(j, "code", row->code);
    json_kstr(j, "name", row->name);
    json_kstr(j, "level", str_of(region_level_word((enum region_level)row->level)));
    if (path.p)
        json_kstr(j, "path", path);
    json_end(j);
}

void api_day(struct json *j, const char *key, int64_t day)
{
    char text[DATE_TEXT_MAX];
    if (day == 0) {
        json_knull(j, key);
        return;
    }
    date_format(date_of_days(day), text);
    json_kstr(j, key, str_of(text));
}

bool api_region_name(struct request *q, region_code code, struct str *name, struct err *err)
{
    struct region_row row;
    bool found = false;
    if (code && !store_region_get(q->tx, q->arena, code, &row, &found, err))
        return false;
    if (found) {
        *name = row.name;
        return true;
    }
    char text[REGION_TEXT_MAX];
    region_format(code, text);
    *name = code ? arena_str(q->arena, str_of(text)) : STR("全国");
    return name->p || err_set(err, ERR_MEMORY, NULL);
}

void api_basis(struct json *j, enum basis b)
{
    static const char *const WORDS[] = {"annex", "item", "recalled"};
    json_kstr(j, "basis", str_of(WORDS[b]));
}

bool api_not_found(const char *thing, int64_t id, struct err *err)
{
    char text[80];
    snprintf(text, sizeof text, "%s %lld", thing, (long long)id);
    return err_set(err, ERR_NOT_FOUND, text);
}

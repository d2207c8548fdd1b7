#include "api/handlers.h"
#include "store/region.h"
#include "work/campaign.h"

enum { CAMPAIGNS_SHOWN = 200, SUBJECTS_PAGE = 1000 };

static bool write_campaign(struct request *q, struct json *j, const struct campaign_row *c,
                           struct err *err)
{
    struct str name;
    if (!api_region_name(q, c->region, &name, err))
        return false;
    json_obj(j);
    json_ki64(j, "id", c->id);
    api_names(j, "name", c->name_zh, c->name_en);
    json_kregion(j, "region", c->region);
    json_kstr(j, "region_name", name);
    json_ki64(j, "standard", c->standard);
    json_kperiod(j, "from", (period)c->period_from);
    json_kperiod(j, "to", (period)c->period_to);
    json_kbool(j, "demo", c->demo);
    json_ki64(j, "version", c->version);
    json_end(j);
    return true;
}

/* Campaigns inside my range, and those of the regions around me, in which I am assessed. */
bool api_listCampaigns(struct request *q, struct reply *r, struct err *err)
{
    struct campaign_rows rows = {0};
    struct json j;
    struct region_range all = {0, REGION_CODE_MAX};
    if (!request_read(q, err) ||
        !store_campaign_page(q->tx, q->arena, all, 0, CAMPAIGNS_SHOWN, &rows, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "campaigns");
    json_arr(&j);
    for (size_t i = 0; i < rows.n; i++)
        if ((region_inside(rows.at[i].region, q->actor.region) ||
             region_inside(q->actor.region, rows.at[i].region)) &&
            !write_campaign(q, &j, &rows.at[i], err))
            return false;
    json_end(&j);
    json_end(&j);
    return true;
}

bool api_createCampaign(struct request *q, struct reply *r, struct err *err)
{
    struct campaign_row row = {.standard = body_int(q, "standard", 0),
                               .region = body_region(q, "region"),
                               .name_zh = body_str(q, "name_zh"),
                               .name_en = body_str(q, "name_en"),
                               .period_from = body_period(q, "from"),
                               .period_to = body_period(q, "to")};
    bool found;
    int64_t id;
    struct json j;
    request_read_end(q);
    if (!campaign_create(q->app, &q->actor, &row, &id, err) || !request_read(q, err) ||
        !store_campaign_get(q->tx, q->arena, id, &row, &found, err))
        return false;
    reply_json(q, r, &j);
    return write_campaign(q, &j, &row, err);
}

static void write_rounds(struct json *j, const struct round_rows *rounds)
{
    json_key(j, "rounds");
    json_arr(j);
    for (size_t i = 0; i < rounds->n; i++) {
        json_obj(j);
        json_ki64(j, "number", rounds->at[i].number);
        api_names(j, "name", rounds->at[i].name_zh, rounds->at[i].name_en);
        json_kperiod(j, "period", (period)rounds->at[i].period);
        json_end(j);
    }
    json_end(j);
}

/* Names of the subjects by walks through the levels, not one by one. */
static bool subject_names(struct request *q, const struct campaign_row *c, struct map *names,
                          struct region_rows *all, struct err *err)
{
    for (int level = REGION_PROVINCE; level <= REGION_TOWN; level++) {
        struct region_rows rows = {0};
        if (!store_region_of_level(q->tx, q->arena, c->region, (enum region_level)level, 0,
                                   SUBJECTS_PAGE, &rows, err))
            return false;
        for (size_t i = 0; i < rows.n; i++) {
            struct str key = {(const char *)&rows.at[i].code, sizeof rows.at[i].code};
            if (!VEC_PUSH(q->arena, all, rows.at[i]) ||
                !map_put(q->arena, names, key, (int64_t)all->n - 1))
                return err_set(err, ERR_MEMORY, NULL);
        }
    }
    return true;
}

bool api_getCampaign(struct request *q, struct reply *r, struct err *err)
{
    struct campaign_row c;
    struct round_rows rounds = {0};
    struct subject_rows subjects = {0};
    struct region_rows regions = {0};
    struct map names = {0};
    bool found;
    struct json j;
    if (!request_read(q, err) ||
        !store_campaign_get(q->tx, q->arena, q->campaign, &c, &found, err) ||
        !store_rounds(q->tx, q->arena, c.id, &rounds, err) ||
        !store_subject_page(q->tx, q->arena, c.id, region_subtree(q->actor.region), 0,
                            SUBJECTS_PAGE, &subjects, err) ||
        !subject_names(q, &c, &names, &regions, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "campaign");
    if (!write_campaign(q, &j, &c, err))
        return false;
    write_rounds(&j, &rounds);
    json_key(&j, "subjects");
    json_arr(&j);
    for (size_t i = 0; i < subjects.n; i++) {
        struct str key = {(const char *)&subjects.at[i].region, sizeof subjects.at[i].region};
        int64_t at = map_get(&names, key);
        json_obj(&j);
        json_kregion(&j, "region", subjects.at[i].region);
        json_kstr(&j, "name", at >= 0 ? regions.at[at].name : STR_NONE);
        json_kstr(&j, "kind", subjects.at[i].kind);
        json_kstr(&j, "group", subjects.at[i].grp);
        json_end(&j);
    }
    json_end(&j);
    json_end(&j);
    return true;
}

/* ---- editions
 * ------------------------------------------------------------------------------------------ */

static bool write_carryover(struct request *q, struct reply *r, struct err *err)
{
    struct carryover c;
    struct json j;
    if (!request_read(q, err) || !campaign_carryover(q->app, q->tx, q->arena, q->campaign, &c, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_ki64(&j, "from", c.from);
    json_ki64(&j, "to", c.to);
    json_key(&j, "rows");
    json_arr(&j);
    for (int i = 0; i < c.n; i++) {
        json_obj(&j);
        json_kstr(&j, "kind", c.rows[i].kind);
        json_kstr(&j, "code", c.rows[i].code);
        api_names(&j, "name", c.rows[i].name_zh, c.rows[i].name_en);
        json_kstr(&j, "carry", str_of(carry_word(c.rows[i].carry)));
        json_ki64(&j, "values", c.rows[i].values);
        json_end(&j);
    }
    json_end(&j);
    json_end(&j);
    return true;
}

bool api_getCarryover(struct request *q, struct reply *r, struct err *err)
{
    return write_carryover(q, r, err);
}

bool api_changeStandard(struct request *q, struct reply *r, struct err *err)
{
    request_read_end(q);
    return campaign_change_standard(q->app, q->campaign, body_int(q, "standard", 0), err) &&
           write_carryover(q, r, err);
}

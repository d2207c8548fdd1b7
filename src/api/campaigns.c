#include "api/handlers.h"
#include "store/region.h"
#include "work/campaign.h"

enum { CAMPAIGNS_SHOWN = 200 };

static void write_campaign(struct json *j, const struct campaign_row *c, struct str name)
{
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
}

/* Campaigns inside my range, and those of the regions around me, in which I am assessed. */
bool api_listCampaigns(struct request *q, struct reply *r, struct err *err)
{
    struct campaign_rows rows = {0};
    struct region_rows regions = {0};
    struct json j;
    struct region_range all = {0, REGION_CODE_MAX};
    if (!request_read(q, err) ||
        !store_campaign_page(q->tx, q->arena, all, 0, CAMPAIGNS_SHOWN, &rows, err))
        return false;
    region_code *codes = ARENA_ARRAY(q->arena, rows.n + 1, region_code);
    if (!codes)
        return err_set(err, ERR_MEMORY, NULL);
    for (size_t i = 0; i < rows.n; i++)
        codes[i] = rows.at[i].region;
    if (!store_regions_of(q->tx, q->arena, codes, rows.n, &regions, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "campaigns");
    json_arr(&j);
    for (size_t i = 0; i < rows.n; i++) {
        struct str name;
        if (!region_set_touches(&q->actor.within, rows.at[i].region))
            continue;
        if (!api_name_in(q, &regions, rows.at[i].region, &name, err))
            return false;
        write_campaign(&j, &rows.at[i], name);
    }
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
    struct str name;
    struct json j;
    request_read_end(q);
    if (!campaign_create(q->app, &q->actor, &row, &id, err) || !request_read(q, err) ||
        !store_campaign_get(q->tx, q->arena, id, &row, &found, err) ||
        !api_region_name(q, row.region, &name, err))
        return false;
    reply_json(q, r, &j);
    write_campaign(&j, &row, name);
    return true;
}

static void write_round(struct json *j, const struct round_row *row)
{
    json_obj(j);
    json_ki64(j, "number", row->number);
    api_names(j, "name", row->name_zh, row->name_en);
    json_kperiod(j, "period", (period)row->period);
    json_end(j);
}

bool api_addRound(struct request *q, struct reply *r, struct err *err)
{
    struct round_row row = {.campaign = q->campaign,
                            .name_zh = body_str(q, "name_zh"),
                            .name_en = body_str(q, "name_en"),
                            .period = body_period(q, "period")};
    struct json j;
    request_read_end(q);
    if (!campaign_add_round(q->app, &q->actor, &row, err))
        return false;
    reply_json(q, r, &j);
    write_round(&j, &row);
    return true;
}

static void write_rounds(struct json *j, const struct round_rows *rounds)
{
    json_key(j, "rounds");
    json_arr(j);
    for (size_t i = 0; i < rounds->n; i++)
        write_round(j, &rounds->at[i]);
    json_end(j);
}

/* What is assessed inside the region, with the regions as the tree has them. */
static bool read_subjects(struct request *q, int64_t campaign, struct subject_rows *subjects,
                          struct region_rows *regions, region_code within, struct err *err)
{
    struct region_range range = region_subtree(within);
    size_t before;
    do {
        before = subjects->n;
        region_code after = before ? subjects->at[before - 1].region : 0;
        if (!store_subject_page(q->tx, q->arena, campaign, range, after, STORE_PAGE_MAX, subjects,
                                err))
            return false;
        if (subjects->n == before)
            break;
        range.hi = subjects->at[subjects->n - 1].region; /* of these alone */
        if (!store_subject_region_page(q->tx, q->arena, campaign, range, after, STORE_PAGE_MAX,
                                       regions, err))
            return false;
        range = region_subtree(within);
    } while (subjects->n - before == STORE_PAGE_MAX);
    return true;
}

static bool write_subjects(struct request *q, struct json *j, const struct subject_rows *subjects,
                           const struct region_rows *regions, struct err *err)
{
    json_key(j, "subjects");
    json_arr(j);
    for (size_t i = 0; i < subjects->n; i++) {
        const struct subject_row *s = &subjects->at[i];
        struct str name;
        if (!api_name_in(q, regions, s->region, &name, err))
            return false;
        json_obj(j);
        json_kregion(j, "region", s->region);
        json_kstr(j, "name", name);
        json_kstr(j, "kind", s->kind);
        json_kstr(j, "group", s->grp);
        json_end(j);
    }
    json_end(j);
    return true;
}

bool api_getCampaign(struct request *q, struct reply *r, struct err *err)
{
    struct campaign_row c;
    struct round_rows rounds = {0};
    struct subject_rows subjects = {0};
    struct region_rows regions = {0};
    struct str name;
    bool found;
    struct json j;
    if (!request_read(q, err) ||
        !store_campaign_get(q->tx, q->arena, q->campaign, &c, &found, err) ||
        !api_region_name(q, c.region, &name, err) ||
        !store_rounds(q->tx, q->arena, c.id, &rounds, err))
        return false;
    struct region_set within = region_set_within(&q->actor.within, c.region);
    for (int i = 0; i < within.n; i++)
        if (!read_subjects(q, c.id, &subjects, &regions, within.at[i], err))
            return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "campaign");
    write_campaign(&j, &c, name);
    write_rounds(&j, &rounds);
    if (!write_subjects(q, &j, &subjects, &regions, err))
        return false;
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
    return campaign_change_standard(q->app, &q->actor, q->campaign, body_int(q, "standard", 0),
                                    err) &&
           write_carryover(q, r, err);
}

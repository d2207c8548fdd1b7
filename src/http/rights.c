/* The one place where the rights of a request are checked: the permission of the operation by the
 * role, and what path and parameters name by how far it reaches. Regions and units that stand in
 * bodies and files are judged by the workflows with the same functions (work/actor.h). */
#include <stdio.h>

#include "http/server.h"
#include "store/campaign.h"
#include "store/finding.h"
#include "store/finding_life.h"
#include "store/paper.h"
#include "store/unit.h"
#include "store/value.h"

bool rights_public(const struct op_def *op)
{
    return right_scope(ROLE_public, op->permission) != SCOPE_none;
}

static bool not_found(const char *thing, int64_t id, struct err *err)
{
    char text[60];
    snprintf(text, sizeof text, "%s %lld", thing, (long long)id);
    return err_set(err, ERR_NOT_FOUND, text);
}

/* The campaign of the path: it must exist and touch what is reached (a county unit works in the
 * campaign of its prefecture) or, where the contract says so, lie inside. */
static bool campaign_fits(struct request *q, struct err *err)
{
    struct campaign_row row;
    bool found;
    int64_t id = path_int(q, "campaign");
    if (!request_read(q, err) || !store_campaign_get(q->tx, q->arena, id, &row, &found, err))
        return false;
    if (!found)
        return not_found("campaign", id, err);
    q->campaign = id;
    /* Who reaches units works in the campaigns that touch the region of their own. */
    bool by_unit = q->actor.scope == SCOPE_unit || q->actor.scope == SCOPE_units;
    struct region_set reach = by_unit ? region_set_of(q->actor.region) : q->actor.within;
    if (!RIGHT_CHECK(RIGHT_CAMPAIGN, region_set_touches(&reach, row.region)))
        return actor_reaches(&q->actor, row.region, err);
    bool whole = q->def->region == REGION_CAMPAIGN && strcmp(q->def->region_param, "all") == 0;
    return !whole || RIGHT_CHECK(RIGHT_CAMPAIGN_ALL, actor_reaches(&q->actor, row.region, err));
}

static bool value_fits(struct request *q, int64_t id, struct err *err)
{
    struct value_row row;
    bool found;
    if (!request_read(q, err) || !store_value_get(q->tx, q->arena, id, &row, &found, err))
        return false;
    return request_owns(q, found, row.campaign, "value", id, err) &&
           RIGHT_CHECK(RIGHT_VALUE, actor_reaches(&q->actor, row.region, err));
}

static bool unit_fits(struct request *q, int64_t id, struct err *err)
{
    struct unit_row row;
    bool found;
    if (!request_read(q, err) || !store_unit_get(q->tx, q->arena, id, &row, &found, err))
        return false;
    if (!found)
        return not_found("unit", id, err);
    return RIGHT_CHECK(RIGHT_OF_UNIT,
                       actor_reaches_unit(&q->actor, row.id, row.path, row.region, err));
}

/* Somebody is seen through any unit that they belong to or have a post in, and changed by those
 * alone who reach all of them: nobody takes over an account that reaches further than oneself. */
static bool person_fits(struct request *q, int64_t id, bool whole, struct err *err)
{
    struct unit_rows units = {0};
    size_t reached = 0;
    if (!request_read(q, err) || !store_units_of_person(q->tx, q->arena, id, &units, err))
        return false;
    if (units.n == 0)
        return not_found("person", id, err);
    for (size_t i = 0; i < units.n; i++) {
        const struct unit_row *u = &units.at[i];
        reached += actor_reaches_unit(&q->actor, u->id, u->path, u->region, NULL);
    }
    if (whole && reached > 0)
        return RIGHT_CHECK(RIGHT_OF_WHOLE_PERSON,
                           reached == units.n || err_set(err, ERR_OUT_OF_UNIT, NULL));
    return RIGHT_CHECK(RIGHT_OF_PERSON, reached > 0 || err_set(err, ERR_OUT_OF_UNIT, NULL));
}

static bool finding_of(struct request *q, int64_t id, struct finding_row *row, struct err *err)
{
    bool found;
    return request_read(q, err) && store_finding_get(q->tx, q->arena, id, row, &found, err) &&
           request_owns(q, found, row->campaign, "finding", id, err);
}

static bool finding_fits(struct request *q, int64_t id, struct err *err)
{
    struct finding_row row;
    return finding_of(q, id, &row, err) &&
           RIGHT_CHECK(RIGHT_FINDING, actor_reaches(&q->actor, row.region, err));
}

/* One of the units that answer for it lies inside of what is reached. */
static bool answer_fits(struct request *q, int64_t id, struct err *err)
{
    struct finding_row row;
    struct finding_unit_line_rows units = {0};
    if (!finding_of(q, id, &row, err) || !store_finding_units(q->tx, q->arena, id, &units, err))
        return false;
    bool reached = false;
    for (size_t i = 0; i < units.n; i++) {
        const struct finding_unit_line_row *u = &units.at[i];
        reached = reached || actor_reaches_unit(&q->actor, u->unit, u->path, u->region, NULL);
    }
    return RIGHT_CHECK(RIGHT_ANSWER, reached || err_set(err, ERR_OUT_OF_UNIT, NULL));
}

/* A notice belongs to its unit and to those who reach its region; what goes to everybody also to
 * those who sit inside of that. */
static bool paper_fits(struct request *q, int64_t id, struct err *err)
{
    struct paper_line_row row;
    bool found;
    if (!request_read(q, err) || !store_paper_line(q->tx, q->arena, id, &row, &found, err))
        return false;
    if (!request_owns(q, found, row.campaign, "paper", id, err))
        return false;
    bool by_unit = q->actor.scope == SCOPE_unit || q->actor.scope == SCOPE_units;
    if (row.unit && by_unit)
        return RIGHT_CHECK(RIGHT_PAPER, actor_reaches_unit(&q->actor, row.unit, row.unit_path,
                                                           row.unit_region, err));
    struct region_set reach = by_unit ? region_set_of(q->actor.region) : q->actor.within;
    if (!row.unit && region_set_touches(&reach, row.region))
        return true;
    return RIGHT_CHECK(RIGHT_PAPER, actor_reaches(&q->actor, row.region, err));
}

static bool path_has(const struct request *q, const char *name)
{
    for (int i = 0; i < q->n_path; i++)
        if (str_is(q->path[i].name, name))
            return true;
    return false;
}

bool rights_check(struct request *q, struct err *err)
{
    const char *name = q->def->region_param;
    if (rights_public(q->def))
        return true;
    if (q->step != STEP_DONE && q->def->permission != PERMISSION_account_own)
        return err_set(err, q->step == STEP_ENROL ? ERR_ENROL_NEEDED : ERR_PASSWORD_NEEDED, NULL);
    if (!actor_use(&q->actor, q->def->permission, err) ||
        (path_has(q, "campaign") && !campaign_fits(q, err)))
        return false;
    switch (q->def->region) {
    case REGION_QUERY:
        return !query_str(q, name).p ||
               RIGHT_CHECK(RIGHT_QUERY, actor_reaches(&q->actor, query_region(q, name), err));
    case REGION_PATH:
        return RIGHT_CHECK(RIGHT_PATH, actor_reaches(&q->actor, path_region(q, name), err));
    case REGION_VALUE:
        return value_fits(q, path_int(q, name), err);
    case REGION_UNIT:
        return unit_fits(q, path_int(q, name), err);
    case REGION_PERSON:
        return person_fits(q, path_int(q, name), false, err);
    case REGION_PERSON_WHOLE:
        return person_fits(q, path_int(q, name), true, err);
    case REGION_FINDING:
        return finding_fits(q, path_int(q, name), err);
    case REGION_ANSWER:
        return answer_fits(q, path_int(q, name), err);
    case REGION_PAPER:
        return paper_fits(q, path_int(q, name), err);
    case REGION_NONE:
    case REGION_CAMPAIGN:
        break;
    }
    return true;
}

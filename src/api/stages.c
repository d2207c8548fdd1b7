/* How long findings of a campaign may wait in a state. */
#include "api/handlers.h"
#include "work/stage.h"

bool api_getStageLimits(struct request *q, struct reply *r, struct err *err)
{
    struct stage_limit limits[FINDING_COUNT];
    struct json j;
    if (!request_read(q, err) || !stage_limits_of(q->tx, q->arena, q->campaign, limits, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "limits");
    json_arr(&j);
    for (int i = 0; i < FINDING_COUNT; i++) {
        if (!stage_limited((enum finding_state)i))
            continue;
        json_obj(&j);
        json_kstr(&j, "state", str_of(FINDING_STATES[i].code));
        json_kstr(&j, "limit", limits[i].limit);
        json_kbool(&j, "own", limits[i].own);
        json_kstr(&j, "standard", str_of(FINDING_STATES[i].limit));
        json_end(&j);
    }
    json_end(&j);
    json_end(&j);
    return true;
}

static struct str text_of(const json_t *one, const char *name)
{
    const char *s = json_string_value(json_object_get(one, name));
    return s ? str_of(s) : STR("");
}

bool api_changeStageLimits(struct request *q, struct reply *r, struct err *err)
{
    struct stage_limit_row rows[FINDING_COUNT];
    const json_t *one;
    size_t i, n = 0;
    json_array_foreach(json_object_get(q->json, "limits"), i, one)
    {
        if (n < ARRAY_LEN(rows))
            rows[n++] = (struct stage_limit_row){.state = text_of(one, "state"),
                                                 .time_limit = text_of(one, "limit")};
    }
    request_read_end(q);
    return stage_limits_change(q->app, &q->actor, q->campaign, rows, n, err) &&
           api_getStageLimits(q, r, err);
}

/* One finding: shown whole, and acted on. */
#include "store/finding.h"
#include "api/finding_json.h"
#include "api/handlers.h"
#include "store/finding_life.h"
#include "store/region.h"
#include "work/finding_spot.h"
#include "work/findings.h"
#include "work/proof.h"

enum { STEPS_SHOWN = 200 };

struct whole {
    struct finding_row f;
    struct finding_line_row line;
    struct finding_defect_rows defects;
    struct finding_unit_line_rows units;
    struct finding_request_rows requests;
    struct finding_stage_rows stages;
    struct finding_step_line_rows steps;
    struct api_proofs proofs;
    unsigned acts, adds;
};

static bool read_whole(struct request *q, int64_t id, struct whole *w, struct err *err)
{
    unsigned hands;
    bool found;
    if (!request_read(q, err) || !store_finding_get(q->tx, q->arena, id, &w->f, &found, err))
        return false;
    if (!found)
        return api_not_found("finding", id, err);
    return store_finding_line(q->tx, q->arena, id, &w->line, &found, err) &&
           store_finding_defects(q->tx, q->arena, id, &w->defects, err) &&
           store_finding_units(q->tx, q->arena, id, &w->units, err) &&
           store_finding_requests(q->tx, q->arena, id, &w->requests, err) &&
           store_finding_stages(q->tx, q->arena, id, &w->stages, err) &&
           store_finding_steps(q->tx, q->arena, id, STEPS_SHOWN, &w->steps, err) &&
           api_proofs_read(q, id, &w->proofs, err) &&
           finding_hands(q->tx, q->arena, &q->actor, id, &hands, err) &&
           finding_possible(&q->actor, &w->f, &w->units, &w->requests, hands, &w->acts, err) &&
           proof_possible(&q->actor, &w->f, &w->units, hands, &w->adds);
}

static void write_defects(struct json *j, const struct whole *w)
{
    json_key(j, "defects");
    json_arr(j);
    for (size_t i = 0; i < w->defects.n; i++) {
        json_obj(j);
        json_ki64(j, "n", w->defects.at[i].n);
        json_kstr(j, "text", w->defects.at[i].description);
        json_end(j);
    }
    json_end(j);
}

static void write_units(struct json *j, const struct whole *w)
{
    json_key(j, "units");
    json_arr(j);
    for (size_t i = 0; i < w->units.n; i++) {
        const struct finding_unit_line_row *u = &w->units.at[i];
        json_obj(j);
        json_ki64(j, "unit", u->unit);
        api_names(j, "name", u->name, u->name_en.n ? u->name_en : u->name);
        json_kstr(j, "part", u->part);
        json_kstr(j, "state", u->state);
        json_ki64(j, "asked_at", u->asked_at);
        api_time(j, "fixed_at", u->fixed_at);
        json_kstr(j, "answer", u->answer);
        json_end(j);
    }
    json_end(j);
}

static void write_requests(struct json *j, const struct whole *w)
{
    json_key(j, "requests");
    json_arr(j);
    for (size_t i = 0; i < w->requests.n; i++) {
        const struct finding_request_row *a = &w->requests.at[i];
        json_obj(j);
        json_ki64(j, "n", a->n);
        json_kstr(j, "kind", a->kind);
        json_ki64(j, "unit", a->unit);
        json_ki64(j, "at", a->at);
        json_kstr(j, "reason", a->reason);
        json_kstr(j, "wanted", a->wanted);
        api_time(j, "decided_at", a->decided_at);
        json_kbool(j, "granted", a->granted);
        json_kstr(j, "given", a->given);
        json_kstr(j, "answer", a->answer);
        json_end(j);
    }
    json_end(j);
}

static void write_stages(struct json *j, const struct whole *w)
{
    json_key(j, "stages");
    json_arr(j);
    for (size_t i = 0; i < w->stages.n; i++) {
        const struct finding_stage_row *s = &w->stages.at[i];
        json_obj(j);
        json_ki64(j, "n", s->n);
        json_kstr(j, "target", s->target);
        api_day(j, "due_on", s->due_on);
        api_day(j, "done_on", s->done_on);
        json_end(j);
    }
    json_end(j);
}

static void write_steps(struct json *j, const struct whole *w)
{
    json_key(j, "steps");
    json_arr(j);
    for (size_t i = 0; i < w->steps.n; i++) {
        const struct finding_step_line_row *s = &w->steps.at[i];
        json_obj(j);
        json_ki64(j, "n", s->n);
        json_ki64(j, "at", s->at);
        api_names(j, "who", s->name_zh, s->name_en.n ? s->name_en : s->name_zh);
        json_kstr(j, "for", s->for_zh);
        json_kstr(j, "unit", s->unit_name);
        json_kstr(j, "action", s->action);
        json_kstr(j, "was", s->was);
        json_kstr(j, "became", s->became);
        api_time(j, "due_at", s->due_at);
        json_kstr(j, "reason", s->reason);
        json_key(j, "detail");
        json_raw(j, s->detail.n ? s->detail : STR("{}"));
        json_end(j);
    }
    json_end(j);
}

static void write_row(struct request *q, struct json *j, const struct finding_row *f)
{
    json_kstr(j, "finder", f->finder);
    if (f->has_lat && f->has_lon) {
        int64_t lat = f->lat, lon = f->lon;
        finding_blur(&q->actor, &lat, &lon);
        json_ki64(j, "lat", lat);
        json_ki64(j, "lon", lon);
    } else {
        json_knull(j, "lat");
        json_knull(j, "lon");
    }
    json_kstr(j, "requirement", f->requirement);
    json_kstr(j, "limit", f->time_limit);
    api_time(j, "from_at", f->from_at);
    api_time(j, "filed_at", f->filed_at);
    api_time(j, "fixed_at", f->fixed_at);
    json_ki64(j, "into", f->into_id);
}

static void write_adds(struct json *j, unsigned adds)
{
    json_key(j, "adds");
    json_arr(j);
    for (int i = 0; i < PROOF_COUNT; i++)
        if (adds & 1U << i)
            json_str(j, str_of(FINDING_PROOFS[i].code));
    json_end(j);
}

bool api_finding(struct request *q, struct reply *r, int64_t id, bool again, struct err *err)
{
    struct whole w = {0};
    const struct standard *s;
    struct str region;
    struct json j;
    if (!read_whole(q, id, &w, err) || !api_campaign_standard(q, &s, err) ||
        !api_region_name(q, w.f.region, &region, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "finding");
    api_finding_line(&j, s, &w.line, region, app_now(q->app));
    write_row(q, &j, &w.f);
    write_defects(&j, &w);
    write_units(&j, &w);
    write_requests(&j, &w);
    write_stages(&j, &w);
    write_steps(&j, &w);
    json_kstr(&j, "need", w.f.need.n ? w.f.need : str_of(FINDING_NEEDS[NEED_TEXT].code));
    json_kstr(&j, "need_reason", w.f.need_reason);
    api_proofs_write(q, &j, &w.proofs);
    write_adds(&j, w.adds);
    json_key(&j, "acts");
    json_arr(&j);
    for (int i = 0; i < ACT_COUNT; i++)
        if (w.acts & 1U << i)
            json_str(&j, str_of(FINDING_ACTS[i].code));
    json_end(&j);
    json_kbool(&j, "again", again);
    json_end(&j);
    return true;
}

bool api_getFinding(struct request *q, struct reply *r, struct err *err)
{
    return api_finding(q, r, path_int(q, "finding"), false, err);
}

/* ---- acts ------------------------------------------------------------------------------------
 */

static int numbers(const struct request *q, const char *name, int64_t *out, int max)
{
    const json_t *one;
    size_t i;
    int n = 0;
    json_array_foreach(json_object_get(q->json, name), i, one) if (n < max) out[n++] =
        json_integer_value(one);
    return n;
}

static int stages(const struct request *q, struct finding_stage_new *out)
{
    const json_t *one;
    struct date date;
    size_t i;
    int n = 0;
    json_array_foreach(json_object_get(q->json, "stages"), i, one)
    {
        if (n == FINDING_STAGES_MAX)
            break;
        out[n].target = str_of(json_string_value(json_object_get(one, "target")));
        bool good = date_parse(str_of(json_string_value(json_object_get(one, "due_on"))), &date);
        out[n++].due_on = good ? date_to_days(date) : 0;
    }
    return n;
}

static bool act(struct request *q, struct reply *r, struct err *err)
{
    int64_t co[FINDING_UNITS_MAX], defects[FINDING_DEFECTS_MAX];
    struct finding_stage_new targets[FINDING_STAGES_MAX];
    struct finding_call call = {.campaign = q->campaign,
                                .finding = path_int(q, "finding"),
                                .version = body_int(q, "version", 0),
                                .key = body_str(q, "key"),
                                .reason = str_trim(body_str(q, "reason")),
                                .unit = body_int(q, "unit", 0),
                                .lead = body_int(q, "lead", 0),
                                .co = co,
                                .n_co = numbers(q, "co", co, FINDING_UNITS_MAX),
                                .form = body_str(q, "form"),
                                .requirement = str_trim(body_str(q, "requirement")),
                                .limit = str_trim(body_str(q, "limit")),
                                .need = body_str(q, "need"),
                                .need_reason = str_trim(body_str(q, "need_reason")),
                                .on_site = body_bool(q, "on_site"),
                                .level = body_str(q, "level"),
                                .into = body_int(q, "into", 0),
                                .defects = defects,
                                .n_defects = numbers(q, "defects", defects, FINDING_DEFECTS_MAX),
                                .stages = targets,
                                .n_stages = stages(q, targets),
                                .stage = body_int(q, "stage", 0)};
    bool again;
    if (!finding_action_parse(body_str(q, "act"), &call.action))
        return err_set(err, ERR_CHOICE, err_word(body_str(q, "act")).z, "-");
    request_read_end(q);
    return finding_act(q->app, &q->actor, q->def->permission, &call, &again, err) &&
           api_finding(q, r, call.finding, again, err);
}

bool api_manageFinding(struct request *q, struct reply *r, struct err *err)
{
    return act(q, r, err);
}

bool api_answerFinding(struct request *q, struct reply *r, struct err *err)
{
    return act(q, r, err);
}

bool api_recheckFinding(struct request *q, struct reply *r, struct err *err)
{
    return act(q, r, err);
}

bool api_superviseFinding(struct request *q, struct reply *r, struct err *err)
{
    return act(q, r, err);
}

bool api_hearFinding(struct request *q, struct reply *r, struct err *err)
{
    return act(q, r, err);
}

/* The workbook of units, people and posts. */
#include "work/people_book.h"
#include "api/handlers.h"
#include "http/session.h"
#include "work/settings.h"

bool api_getPeopleTemplate(struct request *q, struct reply *r, struct err *err)
{
    region_code region = query_region(q, "region");
    bool by_unit = q->actor.scope == SCOPE_unit || q->actor.scope == SCOPE_units;
    if (query_str(q, "region").p && !by_unit && !actor_reaches(&q->actor, region, err))
        return false;
    reply_file(q, r, STR("taizhang-people.xlsx"));
    return request_read(q, err) && people_book_template(q->app, q->tx, &q->actor, region,
                                                        q->server->demo, q->lang, &r->body, err);
}

static bool take_in(struct request *q, struct reply *r, bool posts, struct err *err)
{
    struct people_report report;
    struct settings settings;
    struct json j;
    struct people_import in = {
        .file = {api_file_name(q), q->body}, .posts = posts, .dry = query_bool(q, "dry_run")};
    if (!request_read(q, err) || !settings_read(q->tx, q->arena, &settings, err))
        return false;
    in.hours = settings.number[SETTING_CODE_HOURS];
    request_read_end(q);
    if (!people_book_import(q->app, &q->actor, q->arena, &in, &report, q->problems, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_kbool(&j, "kept", report.kept && !in.dry);
    json_ki64(&j, "units", report.units);
    json_ki64(&j, "people", report.people);
    json_ki64(&j, "posts", report.posts);
    json_key(&j, "codes");
    json_arr(&j);
    for (size_t i = 0; i < report.codes.n; i++)
        api_code(&j, &report.codes.at[i].user, &report.codes.at[i].code);
    json_end(&j);
    json_key(&j, "problems");
    json_arr(&j);
    for (size_t i = 0; i < q->problems->items.n; i++)
        problem_to_json(&j, &q->problems->items.at[i], q->lang);
    json_end(&j);
    json_end(&j);
    return true;
}

bool api_importUnits(struct request *q, struct reply *r, struct err *err)
{
    return take_in(q, r, false, err);
}

bool api_importPosts(struct request *q, struct reply *r, struct err *err)
{
    return take_in(q, r, true, err);
}

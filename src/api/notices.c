/* Notices to units: listed, made, received, downloaded. */
#include <jansson.h>

#include "api/finding_json.h"
#include "api/handlers.h"
#include "store/paper.h"
#include "store/unit.h"
#include "work/bulletin_read.h"
#include "work/papers.h"

enum { NOTICES_PAGE = 50 };

static void write_notice(struct request *q, struct json *j, const struct paper_line_row *p)
{
    msec now = app_now(q->app);
    json_obj(j);
    json_ki64(j, "id", p->id);
    json_kstr(j, "kind", p->kind);
    json_ki64(j, "year", p->year);
    json_ki64(j, "number", p->number);
    json_kstr(j, "number_text", paper_number_text(q->arena, p->kind, p->year, p->number));
    api_names(j, "title", p->title_zh, p->title_en);
    json_ki64(j, "unit", p->unit);
    api_names(j, "unit_name", p->unit_name, p->unit_name_en.n ? p->unit_name_en : p->unit_name);
    json_kregion(j, "region", p->region);
    json_ki64(j, "findings", p->findings);
    json_ki64(j, "made_at", p->made_at);
    json_kstr(j, "made_by", p->made_name);
    json_ki64(j, "receive_by", p->due_at);
    api_time(j, "received_at", p->done_at);
    json_kstr(j, "received_by", p->done_name);
    json_kstr(j, "received_for", p->done_for_name);
    json_kstr(j, "received_unit", p->done_unit_name);
    json_kstr(j, "note", p->note);
    json_kbool(j, "late", (p->done_at ? p->done_at : now) > p->due_at);
    json_kstr(j, "digest", p->digest);
    json_end(j);
}

/* What whoever asks reaches: units by their path, others by region. */
static bool reach(struct request *q, struct paper_filter *f, struct err *err)
{
    struct str region = query_str(q, "region");
    const struct actor *a = &q->actor;
    if (a->scope == SCOPE_unit || a->scope == SCOPE_units) {
        f->path = a->unit_path;
        f->path_end = unit_path_end(q->arena, a->unit_path, a->scope == SCOPE_unit);
        return f->path_end.n || err_set(err, ERR_OUT_OF_UNIT, NULL);
    }
    f->region = region.p ? query_region(q, "region") : region_set_first(&a->within);
    return actor_reaches(a, f->region, err);
}

static bool reached(const struct request *q, const struct paper_line_row *p)
{
    const struct actor *a = &q->actor;
    if (a->scope == SCOPE_unit || a->scope == SCOPE_units)
        return actor_reaches_unit(a, p->unit, p->unit_path, p->unit_region, NULL);
    return actor_reaches(a, p->region, NULL);
}

bool api_listNotices(struct request *q, struct reply *r, struct err *err)
{
    struct paper_filter f = {
        .campaign = q->campaign, .shelf = STR("notice"), .waiting = query_bool(q, "waiting")};
    struct paper_line_rows rows = {0};
    size_t n = (size_t)query_int(q, "limit", NOTICES_PAGE), shown = 0;
    int64_t after = 0, finding = query_int(q, "finding", 0);
    struct json j;
    char next[24] = "";
    if (!reach(q, &f, err) || !api_after(q, &after, err) || !request_read(q, err))
        return false;
    if (finding ? !store_paper_of_finding(q->tx, q->arena, finding, &rows, err)
                : !store_paper_page(q->tx, q->arena, &f, after, (int)n + 1, &rows, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "notices");
    json_arr(&j);
    for (size_t i = 0; i < rows.n && shown < n; i++) {
        const struct paper_line_row *p = &rows.at[i];
        if (p->campaign != q->campaign || !str_is(p->shelf, "notice") || !reached(q, p))
            continue;
        write_notice(q, &j, p);
        shown++;
    }
    json_end(&j);
    if (!finding && rows.n > n)
        snprintf(next, sizeof next, "%lld", (long long)rows.at[n - 1].id);
    json_kstr(&j, "next", str_of(next));
    json_end(&j);
    return true;
}

bool api_makeNotices(struct request *q, struct reply *r, struct err *err)
{
    const json_t *list = json_object_get(q->json, "findings"), *one;
    int64_t *findings = ARENA_ARRAY(q->arena, json_array_size(list) + 1, int64_t);
    struct paper_line_rows rows = {0};
    struct notice_new new = {.campaign = q->campaign,
                             .findings = findings,
                             .unit = body_int(q, "unit", 0),
                             .co = body_bool(q, "co"),
                             .requirement = str_trim(body_str(q, "requirement")),
                             .receive = str_trim(body_str(q, "receive")),
                             .key = body_str(q, "key")};
    struct json j;
    size_t i;
    bool again;
    if (!findings)
        return err_set(err, ERR_MEMORY, NULL);
    json_array_foreach(list, i, one) findings[new.n++] = json_integer_value(one);
    if (!new.receive.n)
        new.receive = STR("1 workdays");
    if (!paper_kind_parse(body_str(q, "kind"), &new.kind))
        return err_set(err, ERR_CHOICE, err_word(body_str(q, "kind")).z, "-");
    request_read_end(q);
    if (!notices_make(q->app, &q->actor, q->arena, &new, &rows, &again, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "notices");
    json_arr(&j);
    for (i = 0; i < rows.n; i++)
        write_notice(q, &j, &rows.at[i]);
    json_end(&j);
    json_kbool(&j, "again", again);
    json_end(&j);
    return true;
}

static bool need_notice(struct request *q, int64_t id, struct paper_row *row, struct err *err)
{
    bool found;
    if (!request_read(q, err) || !store_paper_get(q->tx, q->arena, id, row, &found, err))
        return false;
    if (!found || row->campaign != q->campaign || !str_is(row->shelf, "notice"))
        return api_not_found("notice", id, err);
    return true;
}

static void write_problems(struct json *j, const json_t *cut)
{
    const json_t *list = json_object_get(cut, "findings"), *f;
    size_t i;
    json_key(j, "problems");
    json_arr(j);
    json_array_foreach(list, i, f)
    {
        json_obj(j);
        json_ki64(j, "id", cut_int(f, "id"));
        json_kstr(j, "place",
                  cut_str(f, "place").n ? cut_str(f, "place") : cut_str(f, "region_name"));
        json_kstr(j, "text", cut_str(f, "text"));
        json_kstr(j, "due", cut_str(f, "due_at"));
        json_kbool(j, "late", json_is_true(json_object_get(f, "late")));
        json_end(j);
    }
    json_end(j);
}

static bool show(struct request *q, struct reply *r, bool again, struct err *err)
{
    struct paper_row row;
    struct paper_line_row line;
    struct json j;
    bool found;
    int64_t id = path_int(q, "paper");
    if (!need_notice(q, id, &row, err) ||
        !store_paper_line(q->tx, q->arena, id, &line, &found, err))
        return false;
    json_t *cut = cut_load(row.cut, err);
    if (!cut)
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "notice");
    write_notice(q, &j, &line);
    write_problems(&j, cut);
    json_kbool(&j, "again", again);
    json_end(&j);
    json_decref(cut);
    return true;
}

bool api_getNotice(struct request *q, struct reply *r, struct err *err)
{
    return show(q, r, false, err);
}

bool api_receiveNotice(struct request *q, struct reply *r, struct err *err)
{
    bool again;
    request_read_end(q);
    return notice_receive(q->app, &q->actor, path_int(q, "paper"), str_trim(body_str(q, "note")),
                          &again, err) &&
           show(q, r, again, err);
}

bool api_getNoticeDocx(struct request *q, struct reply *r, struct err *err)
{
    struct paper_row row;
    if (!need_notice(q, path_int(q, "paper"), &row, err))
        return false;
    struct str number = paper_number_text(q->arena, row.kind, row.year, row.number);
    reply_file(q, r, arena_printf(q->arena, "%.*s.docx", STR_ARG(number)));
    return notice_docx(q->app, row.cut, &r->body, err);
}

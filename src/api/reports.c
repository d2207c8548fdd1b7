/* Bulletins of findings, rankings and lists of units: made, shown, answered, published. */
#include <jansson.h>

#include "api/finding_json.h"
#include "api/handlers.h"
#include "store/paper.h"
#include "store/unit.h"
#include "work/bulletin_read.h"
#include "work/papers.h"

enum { REPORTS_PAGE = 50, MIN_CASES = 3, TOP = 2, BOTTOM = 1 };

static void write_report(struct request *q, struct json *j, const struct paper_line_row *p)
{
    json_obj(j);
    json_ki64(j, "id", p->id);
    json_kstr(j, "kind", p->kind);
    json_ki64(j, "year", p->year);
    json_ki64(j, "number", p->number);
    json_kstr(j, "number_text", paper_number_text(q->arena, p->kind, p->year, p->number));
    api_names(j, "title", p->title_zh, p->title_en);
    json_kregion(j, "region", p->region);
    json_ki64(j, "findings", p->findings);
    json_ki64(j, "made_at", p->made_at);
    json_kstr(j, "made_by", p->made_name);
    json_ki64(j, "reply_by", p->due_at);
    api_time(j, "published_at", p->done_at);
    json_kstr(j, "digest", p->digest);
    json_end(j);
}

/* Whoever makes or hears them sees what is only prepared. */
static bool sees_drafts(const struct request *q)
{
    return right_scope(q->actor.role, PERMISSION_bulletin_write) != SCOPE_none ||
           right_scope(q->actor.role, PERMISSION_bulletin_hear) != SCOPE_none;
}

/* May they speak for the unit? Then they also see the draft in which it stands. */
static bool speaks_for(const struct request *q, const struct paper_unit_line_row *u)
{
    struct actor a = q->actor;
    return actor_use(&a, PERMISSION_bulletin_reply, NULL) &&
           actor_reaches_unit(&a, u->unit, u->path, u->region, NULL);
}

/* The units that somebody may speak for, as a span of paths; an empty one for nobody. */
static bool own_span(struct request *q, struct paper_filter *f, struct err *err)
{
    struct actor a = q->actor;
    f->path = f->path_end = STR("");
    if (!actor_use(&a, PERMISSION_bulletin_reply, NULL) || !a.unit_path.n)
        return true;
    f->path = a.unit_path;
    f->path_end = unit_path_end(q->arena, a.unit_path, a.scope == SCOPE_unit);
    return f->path_end.p || err_set(err, ERR_MEMORY, NULL);
}

bool api_listReports(struct request *q, struct reply *r, struct err *err)
{
    struct paper_filter f = {.campaign = q->campaign,
                             .shelf = query_str(q, "kind"),
                             .region = region_set_first(&q->actor.within)};
    struct paper_line_rows rows = {0};
    size_t n = (size_t)query_int(q, "limit", REPORTS_PAGE);
    int64_t after;
    bool off;
    struct json j;
    char next[24] = "";
    if (!own_span(q, &f, err) || !api_after(q, &after, err) || !request_read(q, err) ||
        !ranking_off(q->tx, q->campaign, &off, err))
        return false;
    bool hidden = off && !str_is(f.shelf, "weekly");
    if (!hidden &&
        !store_paper_reports(q->tx, q->arena, &f, sees_drafts(q), after, (int)n + 1, &rows, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "reports");
    json_arr(&j);
    for (size_t i = 0; i < rows.n && i < n; i++)
        write_report(q, &j, &rows.at[i]);
    json_end(&j);
    if (rows.n > n)
        snprintf(next, sizeof next, "%lld", (long long)rows.at[n - 1].id);
    json_kstr(&j, "next", str_of(next));
    json_kbool(&j, "ranking_on", !off);
    json_end(&j);
    return true;
}

/* ---- made ------------------------------------------------------------------------------------ */

static bool read_day(const struct request *q, const char *name, int64_t absent, int64_t *out,
                     struct err *err)
{
    struct date date;
    struct str text = body_str(q, name);
    *out = absent;
    if (!text.n)
        return true;
    if (!date_parse(text, &date))
        return err_set(err, ERR_DATE, err_word(text).z) || err_at(err, STR_NONE, 0, 0, name);
    *out = date_to_days(date);
    return true;
}

static bool read_groups(struct request *q, struct report_new *new, struct err *err)
{
    const json_t *groups = json_object_get(q->json, "groups"), *g, *u;
    struct report_member *all = ARENA_ARRAY(q->arena, REPORT_MEMBERS_MAX, struct report_member);
    size_t i, k;
    if (!all)
        return err_set(err, ERR_MEMORY, NULL);
    json_array_foreach(groups, i, g)
    {
        json_array_foreach(json_object_get(g, "units"), k, u)
        {
            if (new->n_members == REPORT_MEMBERS_MAX)
                return err_set(err, ERR_TOO_LARGE, "groups", "300") ||
                       err_at(err, STR_NONE, 0, 0, "groups");
            all[new->n_members].unit = json_integer_value(u);
            all[new->n_members++].group = str_trim(cut_str(g, "name"));
        }
    }
    new->members = all;
    return true;
}

bool api_makeReport(struct request *q, struct reply *r, struct err *err)
{
    struct report_new new = {.campaign = q->campaign,
                             .region = body_region(q, "region"),
                             .key = body_str(q, "key"),
                             .by = RATE_CLOSED_ON_TIME,
                             .min = body_int(q, "min", MIN_CASES),
                             .top = (int)body_int(q, "top", TOP),
                             .bottom = (int)body_int(q, "bottom", BOTTOM)};
    struct paper_line_row line = {0};
    enum paper_kind kind;
    struct json j;
    bool again;
    if (!paper_kind_parse(body_str(q, "kind"), &kind) ||
        (body_str(q, "by").n && !standing_rate_parse(body_str(q, "by"), &new.by)))
        return err_set(err, ERR_CHOICE, err_word(body_str(q, "kind")).z, "-");
    if (!read_day(q, "from", 0, &new.from, err) || !read_day(q, "until", 0, &new.until, err) ||
        !read_day(q, "reply_until", app_today(q->app) + 3, &new.reply_until, err) ||
        !read_groups(q, &new, err))
        return false;
    request_read_end(q);
    if (kind == PAPER_WEEKLY
            ? !weekly_make(q->app, &q->actor, q->arena, &new, &line, &again, err)
            : !standing_make(q->app, &q->actor, q->arena, kind, &new, &line, &again, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "report");
    write_report(q, &j, &line);
    json_kbool(&j, "again", again);
    json_end(&j);
    return true;
}

/* ---- shown ----------------------------------------------------------------------------------- */

struct shown {
    struct paper_row row;
    struct paper_line_row line;
    struct paper_unit_line_rows units;
    struct paper_reply_rows replies;
};

/* A ranking or list is there for everybody once it is published; before, for those who make and
 * hear it and for the units in it. Switched off, for nobody. */
static bool need_report(struct request *q, int64_t id, struct shown *s, struct err *err)
{
    bool found, off;
    if (!request_read(q, err) || !store_paper_get(q->tx, q->arena, id, &s->row, &found, err))
        return false;
    if (!found || s->row.campaign != q->campaign || str_is(s->row.shelf, "notice"))
        return api_not_found("report", id, err);
    if (!store_paper_line(q->tx, q->arena, id, &s->line, &found, err) ||
        !store_paper_unit_lines(q->tx, q->arena, id, &s->units, err) ||
        !store_paper_replies(q->tx, q->arena, id, &s->replies, err) ||
        !ranking_off(q->tx, q->campaign, &off, err))
        return false;
    if (off && !str_is(s->row.shelf, "weekly"))
        return err_set(err, ERR_RANKING_OFF, NULL);
    bool may = s->row.done_at || sees_drafts(q);
    for (size_t i = 0; i < s->units.n && !may; i++)
        may = speaks_for(q, &s->units.at[i]);
    return may || api_not_found("report", id, err);
}

static void write_unit(struct json *j, const json_t *u)
{
    static const char *const COUNTS[] = {"due",    "on_time",        "late",     "late_open",
                                         "closed", "closed_on_time", "returned", "suspended"};
    static const char *const RATES[] = {"on_time", "closed", "closed_on_time", "returned"};
    json_obj(j);
    json_ki64(j, "unit", cut_int(u, "unit"));
    json_kstr(j, "name", cut_str(u, "name"));
    json_ki64(j, "rank", cut_int(u, "rank"));
    json_kbool(j, "tied", json_is_true(json_object_get(u, "tied")));
    json_kstr(j, "why", cut_str(u, "why"));
    json_kstr(j, "list", cut_str(u, "list"));
    json_kstr(j, "reason", cut_str(u, "reason"));
    for (size_t i = 0; i < ARRAY_LEN(COUNTS); i++)
        json_ki64(j, COUNTS[i], cut_int(u, COUNTS[i]));
    json_key(j, "rates");
    json_obj(j);
    for (size_t i = 0; i < ARRAY_LEN(RATES); i++) {
        struct str text = cut_str(json_object_get(u, "rates"), RATES[i]);
        if (text.n)
            json_kstr(j, RATES[i], text);
        else
            json_knull(j, RATES[i]);
    }
    json_end(j);
    json_end(j);
}

static void write_cut(struct json *j, const json_t *cut)
{
    static const char *const SECTIONS[] = {"found", "late", "closed", "repeated", "good"};
    const json_t *one, *u;
    size_t i, k;
    json_key(j, "sections");
    json_obj(j);
    for (i = 0; i < ARRAY_LEN(SECTIONS); i++)
        json_ki64(j, SECTIONS[i], (int64_t)json_array_size(json_object_get(cut, SECTIONS[i])));
    json_end(j);
    json_key(j, "late_units");
    json_arr(j);
    json_array_foreach(json_object_get(cut, "late_units"), i, one)
    {
        json_obj(j);
        json_ki64(j, "unit", cut_int(one, "unit"));
        json_kstr(j, "name", cut_str(one, "name"));
        json_ki64(j, "n", cut_int(one, "n"));
        json_ki64(j, "days", cut_int(one, "days"));
        json_end(j);
    }
    json_end(j);
    json_key(j, "groups");
    json_arr(j);
    json_array_foreach(json_object_get(cut, "groups"), i, one)
    {
        json_obj(j);
        json_kstr(j, "name", cut_str(one, "name"));
        json_ki64(j, "ranked", cut_int(one, "ranked"));
        json_kbool(j, "left_out", json_is_true(json_object_get(one, "left_out")));
        json_key(j, "units");
        json_arr(j);
        json_array_foreach(json_object_get(one, "units"), k, u) write_unit(j, u);
        json_end(j);
        json_end(j);
    }
    json_end(j);
}

static void write_standing(struct request *q, struct json *j, const struct shown *s)
{
    json_key(j, "units");
    json_arr(j);
    for (size_t i = 0; i < s->units.n; i++) {
        const struct paper_unit_line_row *u = &s->units.at[i];
        json_obj(j);
        json_ki64(j, "unit", u->unit);
        json_kstr(j, "list", u->list);
        api_time(j, "off_at", u->off_at);
        json_kstr(j, "off_how", u->off_how);
        json_kstr(j, "off_reason", u->off_reason);
        json_kbool(j, "mine", speaks_for(q, u));
        json_end(j);
    }
    json_end(j);
    json_key(j, "replies");
    json_arr(j);
    for (size_t i = 0; i < s->replies.n; i++) {
        const struct paper_reply_row *r = &s->replies.at[i];
        json_obj(j);
        json_ki64(j, "unit", r->unit);
        json_ki64(j, "n", r->n);
        json_kstr(j, "kind", r->kind);
        json_ki64(j, "at", r->at);
        json_kstr(j, "text", r->message);
        api_time(j, "decided_at", r->decided_at);
        json_kbool(j, "granted", r->granted);
        json_kstr(j, "answer", r->answer);
        json_end(j);
    }
    json_end(j);
}

bool api_getReport(struct request *q, struct reply *r, struct err *err)
{
    struct shown s = {0};
    struct json j;
    if (!need_report(q, path_int(q, "paper"), &s, err))
        return false;
    json_t *cut = cut_load(s.row.cut, err);
    if (!cut)
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "report");
    write_report(q, &j, &s.line);
    write_cut(&j, cut);
    write_standing(q, &j, &s);
    json_end(&j);
    json_decref(cut);
    return true;
}

static bool file(struct request *q, struct reply *r, const char *ending, struct shown *s,
                 struct err *err)
{
    if (!need_report(q, path_int(q, "paper"), s, err))
        return false;
    struct str number = paper_number_text(q->arena, s->row.kind, s->row.year, s->row.number);
    struct str name = arena_printf(q->arena, "%.*s%s.%s", STR_ARG(number),
                                   s->row.done_at ? "" : "（征求意见稿）", ending);
    reply_file(q, r, name);
    return name.p || err_set(err, ERR_MEMORY, NULL);
}

bool api_getReportDocx(struct request *q, struct reply *r, struct err *err)
{
    struct shown s = {0};
    return file(q, r, "docx", &s, err) &&
           (str_is(s.row.shelf, "weekly") ? weekly_docx(s.row.cut, &r->body, err)
                                          : standing_docx(s.row.cut, s.row.added, &r->body, err));
}

bool api_getReportXlsx(struct request *q, struct reply *r, struct err *err)
{
    struct shown s = {0};
    return file(q, r, "xlsx", &s, err) &&
           (str_is(s.row.shelf, "weekly") ? weekly_xlsx(s.row.cut, &r->body, err)
                                          : standing_xlsx(s.row.cut, s.row.added, &r->body, err));
}

/* ---- answered, published --------------------------------------------------------------------- */

static bool call(struct request *q, struct reply *r,
                 bool (*what)(struct app *, const struct actor *, const struct standing_call *,
                              struct err *),
                 struct str text, struct err *err)
{
    struct standing_call c = {.campaign = q->campaign,
                              .paper = path_int(q, "paper"),
                              .unit = body_int(q, "unit", 0),
                              .text = str_trim(text),
                              .appeal = body_bool(q, "appeal"),
                              .uphold = body_bool(q, "uphold")};
    request_read_end(q);
    return what(q->app, &q->actor, &c, err) && api_getReport(q, r, err);
}

bool api_replyToReport(struct request *q, struct reply *r, struct err *err)
{
    return call(q, r, standing_reply, body_str(q, "text"), err);
}

bool api_hearReport(struct request *q, struct reply *r, struct err *err)
{
    return call(q, r, standing_hear, body_str(q, "reason"), err);
}

bool api_clearFromList(struct request *q, struct reply *r, struct err *err)
{
    return call(q, r, standing_clear, body_str(q, "reason"), err);
}

bool api_publishReport(struct request *q, struct reply *r, struct err *err)
{
    return call(q, r, standing_publish, STR(""), err);
}

bool api_switchRanking(struct request *q, struct reply *r, struct err *err)
{
    struct json j;
    bool on = body_bool(q, "on");
    request_read_end(q);
    if (!ranking_switch(q->app, &q->actor, q->campaign, on, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_kbool(&j, "on", on);
    json_end(&j);
    return true;
}

/* Views of lists that people keep. */
#include "work/views.h"
#include "api/handlers.h"

static void view_json(struct request *q, struct json *j, const struct saved_view_line_row *v)
{
    json_obj(j);
    json_ki64(j, "id", v->id);
    json_kbool(j, "mine", v->user_id == q->actor.user);
    json_kstr(j, "owner", v->owner);
    json_kstr(j, "name", v->name);
    json_kstr(j, "query", v->query);
    json_kbool(j, "shared", v->shared);
    json_kbool(j, "standard", v->standard);
    json_ki64(j, "version", v->version);
    json_end(j);
}

/* All of the page, as the answer. */
static bool reply_views(struct request *q, struct reply *r, struct str page, struct err *err)
{
    struct saved_view_line_rows rows = {0};
    struct json j;
    if (!request_read(q, err) ||
        !store_saved_views(q->tx, q->arena, q->actor.user, q->actor.unit, page, &rows, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "views");
    json_arr(&j);
    for (size_t i = 0; i < rows.n; i++)
        view_json(q, &j, &rows.at[i]);
    json_end(&j);
    json_end(&j);
    return true;
}

bool api_listViews(struct request *q, struct reply *r, struct err *err)
{
    return reply_views(q, r, query_str(q, "page"), err);
}

static struct saved_view_row row_of(const struct request *q)
{
    return (struct saved_view_row){.page = body_str(q, "page"),
                                   .name = body_str(q, "name"),
                                   .query = body_str(q, "query"),
                                   .shared = body_bool(q, "shared"),
                                   .standard = body_bool(q, "standard"),
                                   .version = body_int(q, "version", 0)};
}

bool api_addView(struct request *q, struct reply *r, struct err *err)
{
    struct saved_view_row row = row_of(q);
    int64_t id;
    request_read_end(q);
    return view_add(q->app, &q->actor, q->arena, &row, &id, err) &&
           reply_views(q, r, row.page, err);
}

bool api_changeView(struct request *q, struct reply *r, struct err *err)
{
    struct saved_view_row row = row_of(q);
    row.id = path_int(q, "view");
    request_read_end(q);
    return view_change(q->app, &q->actor, q->arena, &row, err) && reply_views(q, r, row.page, err);
}

bool api_deleteView(struct request *q, struct reply *r, struct err *err)
{
    request_read_end(q);
    if (!view_delete(q->app, &q->actor, q->arena, path_int(q, "view"), err))
        return false;
    r->status = q->def->status;
    return true;
}

/* One's own delegations. */
#include "api/handlers.h"
#include "store/user.h"
#include "work/delegation.h"

enum { DEPUTIES_SHOWN = 50 };

static void write_lines(struct json *j, const char *key, const struct delegation_line_rows *rows)
{
    json_key(j, key);
    json_arr(j);
    for (size_t i = 0; i < rows->n; i++) {
        const struct delegation_line_row *d = &rows->at[i];
        json_obj(j);
        json_ki64(j, "id", d->id);
        json_ki64(j, "post", d->post);
        json_kstr(j, "role", d->role);
        json_kstr(j, "unit_name", d->unit_name);
        api_names(j, "who", d->name_zh, d->name_en.n ? d->name_en : d->name_zh);
        json_kstr(j, "login", d->login);
        json_ki64(j, "from", d->from_at);
        json_ki64(j, "until", d->until_at);
        json_kstr(j, "reason", d->reason);
        json_end(j);
    }
    json_end(j);
}

bool api_listDelegations(struct request *q, struct reply *r, struct err *err)
{
    struct delegation_line_rows given = {0}, received = {0};
    struct json j;
    msec now = app_now(q->app);
    if (!request_read(q, err) ||
        !store_delegations_given(q->tx, q->arena, q->actor.user, now, &given, err) ||
        !store_delegations_received(q->tx, q->arena, q->actor.user, now, &received, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    write_lines(&j, "given", &given);
    write_lines(&j, "received", &received);
    json_end(&j);
    return true;
}

bool api_delegate(struct request *q, struct reply *r, struct err *err)
{
    struct delegation_wish wish = {.post = body_int(q, "post", 0),
                                   .to = body_int(q, "to", 0),
                                   .from_day = body_day(q, "from"),
                                   .until_day = body_day(q, "until"),
                                   .reason = str_trim(body_str(q, "reason"))};
    if (!wish.reason.n)
        return err_set(err, ERR_EMPTY, NULL) || err_at(err, STR_NONE, 0, 0, "reason");
    request_read_end(q);
    return delegation_make(q->app, &q->actor, &wish, err) && api_listDelegations(q, r, err);
}

bool api_endDelegation(struct request *q, struct reply *r, struct err *err)
{
    r->status = q->def->status;
    request_read_end(q);
    return delegation_end(q->app, &q->actor, path_int(q, "delegation"), err);
}

/* Of the unit of the post that is acted in and those below it, then of the unit above. */
static bool read_deputies(struct request *q, struct person_rows *rows, struct err *err)
{
    struct unit_row own, above;
    bool found;
    struct str text = query_str(q, "q");
    struct unit_span span = {.regions = {0, INT64_MAX}};
    if (!store_unit_get(q->tx, q->arena, q->actor.unit, &own, &found, err) || !found)
        return found || err_set(err, ERR_OUT_OF_UNIT, NULL);
    for (int step = 0; step < 2; step++) {
        if (step == 1 &&
            (!own.parent || !store_unit_get(q->tx, q->arena, own.parent, &above, &found, err)))
            return own.parent == 0;
        span.path = step ? above.path : own.path;
        span.path_end = unit_path_end(q->arena, span.path, step == 1);
        if (!span.path_end.p)
            return err_set(err, ERR_MEMORY, NULL);
        bool ok = text.p
                      ? store_people_find(q->tx, q->arena, &span, text, DEPUTIES_SHOWN, rows, err)
                      : store_people_of_units(q->tx, q->arena, span.path, span.path_end, NULL,
                                              DEPUTIES_SHOWN, rows, err);
        if (!ok)
            return false;
    }
    return true;
}

bool api_listDeputies(struct request *q, struct reply *r, struct err *err)
{
    struct person_rows rows = {0};
    struct json j;
    int shown = 0;
    if (!request_read(q, err) || !read_deputies(q, &rows, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "people");
    json_arr(&j);
    for (size_t i = 0; i < rows.n && shown < DEPUTIES_SHOWN; i++) {
        const struct person_row *p = &rows.at[i];
        enum role role;
        if (p->disabled || p->id == q->actor.user ||
            (role_parse(p->role, &role) && ROLES[role].alone))
            continue;
        shown++;
        json_obj(&j);
        json_ki64(&j, "id", p->id);
        json_kstr(&j, "login", p->login);
        api_names(&j, "name", p->name_zh, p->name_en.n ? p->name_en : p->name_zh);
        json_kstr(&j, "unit_name", p->unit_name);
        json_end(&j);
    }
    json_end(&j);
    json_end(&j);
    return true;
}

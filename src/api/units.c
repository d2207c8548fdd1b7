/* Units and people, and the matrix of rights. */
#include "api/handlers.h"
#include "store/unit.h"
#include "store/user.h"

static void write_unit(struct json *j, const struct unit_row *u, struct str region_name)
{
    json_obj(j);
    json_ki64(j, "id", u->id);
    json_kstr(j, "code", u->code);
    api_names(j, "name", u->name, u->name_en.n ? u->name_en : u->name);
    json_kstr(j, "kind", u->kind);
    json_kregion(j, "region", u->region);
    json_kstr(j, "region_name", region_name);
    json_ki64(j, "parent", u->parent);
    json_kstr(j, "contact", u->contact);
    json_kstr(j, "phone", u->phone);
    api_day(j, "closed_on", u->closed_on);
    json_ki64(j, "version", u->version);
    json_end(j);
}

bool api_getUnit(struct request *q, struct reply *r, struct err *err)
{
    struct unit_row row;
    bool found;
    struct str name;
    struct json j;
    int64_t id = path_int(q, "unit");
    if (!request_read(q, err) || !store_unit_get(q->tx, q->arena, id, &row, &found, err))
        return false;
    if (!found)
        return api_not_found("unit", id, err);
    if (!api_region_name(q, row.region, &name, err))
        return false;
    reply_json(q, r, &j);
    write_unit(&j, &row, name);
    return true;
}

static void write_post(struct json *j, const struct post_row *p)
{
    json_obj(j);
    json_ki64(j, "id", p->id);
    json_ki64(j, "unit", p->unit);
    json_kstr(j, "role", p->role);
    json_kstr(j, "regions", p->regions);
    api_day(j, "from", p->from_day);
    api_day(j, "until", p->until_day);
    json_end(j);
}

bool api_getPerson(struct request *q, struct reply *r, struct err *err)
{
    struct user_row row;
    struct post_rows posts = {0};
    bool found;
    struct json j;
    int64_t id = path_int(q, "person");
    if (!request_read(q, err) || !store_user_get(q->tx, q->arena, id, &row, &found, err))
        return false;
    if (!found)
        return api_not_found("person", id, err);
    if (!store_posts_of_user(q->tx, q->arena, id, &posts, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_ki64(&j, "id", row.id);
    json_kstr(&j, "login", row.login);
    api_names(&j, "name", row.name_zh, row.name_en.n ? row.name_en : row.name_zh);
    json_ki64(&j, "unit", row.unit);
    json_kstr(&j, "phone", row.phone);
    json_kbool(&j, "disabled", row.disabled);
    json_key(&j, "posts");
    json_arr(&j);
    for (size_t i = 0; i < posts.n; i++)
        write_post(&j, &posts.at[i]);
    json_end(&j);
    json_end(&j);
    return true;
}

static void write_roles(struct json *j)
{
    json_key(j, "roles");
    json_arr(j);
    for (int i = 0; i < ROLE_COUNT; i++) {
        json_obj(j);
        json_kstr(j, "role", str_of(ROLES[i].code));
        api_names(j, "name", str_of(ROLES[i].zh), str_of(ROLES[i].en));
        api_names(j, "about", str_of(ROLES[i].about_zh), str_of(ROLES[i].about_en));
        json_kbool(j, "alone", ROLES[i].alone);
        json_end(j);
    }
    json_end(j);
}

static void write_cells(struct json *j, enum permission permission)
{
    json_key(j, "scopes");
    json_arr(j);
    for (int role = 0; role < ROLE_COUNT; role++)
        json_str(j, str_of(SCOPES[right_scope((enum role)role, permission)].code));
    json_end(j);
}

bool api_getRights(struct request *q, struct reply *r, struct err *err)
{
    struct json j;
    (void)err;
    reply_json(q, r, &j);
    json_obj(&j);
    write_roles(&j);
    json_key(&j, "scopes");
    json_arr(&j);
    for (int i = 0; i < SCOPE_COUNT; i++) {
        json_obj(&j);
        json_kstr(&j, "scope", str_of(SCOPES[i].code));
        api_names(&j, "name", str_of(SCOPES[i].zh), str_of(SCOPES[i].en));
        json_end(&j);
    }
    json_end(&j);
    json_key(&j, "permissions");
    json_arr(&j);
    for (int i = 0; i < PERMISSION_COUNT; i++) {
        const struct permission_def *p = &PERMISSIONS[i];
        json_obj(&j);
        json_kstr(&j, "permission", str_of(p->code));
        api_names(&j, "resource", str_of(p->resource_zh), str_of(p->resource_en));
        api_names(&j, "action", str_of(p->action_zh), str_of(p->action_en));
        write_cells(&j, (enum permission)i);
        json_end(&j);
    }
    json_end(&j);
    json_end(&j);
    return true;
}

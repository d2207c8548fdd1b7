/* The matrix of rights. */
#include "api/handlers.h"

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

#include "http/session.h"
#include "api/handlers.h"
#include "store/unit.h"
#include "work/demo.h"

/* Only a demonstration says its passwords: they are made with its data and open nothing else. */
static void write_demo_accounts(struct json *j)
{
    json_key(j, "accounts");
    json_arr(j);
    for (int i = 0; i < DEMO_ACCOUNTS_N; i++) {
        const struct demo_account *a = &DEMO_ACCOUNTS[i];
        json_obj(j);
        json_kstr(j, "login", str_of(a->name));
        json_kstr(j, "password", STR(DEMO_PASSWORD));
        api_names(j, "name", str_of(a->title_zh), str_of(a->title_en));
        json_kstr(j, "role", str_of(ROLES[a->role].code));
        json_end(j);
    }
    json_end(j);
}

bool api_getHealth(struct request *q, struct reply *r, struct err *err)
{
    struct json j;
    (void)err;
    reply_json(q, r, &j);
    json_obj(&j);
    json_kstr(&j, "status", STR("ok"));
    json_kstr(&j, "version", STR(TAIZHANG_VERSION));
    json_kbool(&j, "demo", q->server->demo);
    json_kbool(&j, "service", q->app->oidc != NULL);
    if (q->server->demo)
        write_demo_accounts(&j);
    json_end(&j);
    return true;
}

static const char *const STEPS[] = {[STEP_DONE] = "done",
                                    [STEP_PASSWORD] = "password",
                                    [STEP_RENEW] = "renew",
                                    [STEP_ENROL] = "enrol",
                                    [STEP_CODE] = "code"};

/* Of a login that is half way nothing is told. */
static bool write_half(struct request *q, struct reply *r)
{
    struct json j;
    reply_json(q, r, &j);
    json_obj(&j);
    json_kstr(&j, "login", STR(""));
    api_names(&j, "name", STR(""), STR(""));
    json_kstr(&j, "role", STR(""));
    api_names(&j, "role_name", STR(""), STR(""));
    json_ki64(&j, "post", 0);
    json_ki64(&j, "unit", 0);
    api_names(&j, "unit_name", STR(""), STR(""));
    json_kstr(&j, "for", STR(""));
    json_kstr(&j, "region", STR(""));
    json_kstr(&j, "region_name", STR(""));
    json_key(&j, "permissions");
    json_arr(&j);
    json_end(&j);
    json_key(&j, "posts");
    json_arr(&j);
    json_end(&j);
    json_kstr(&j, "step", str_of(STEPS[q->step]));
    json_end(&j);
    return true;
}

static void write_post(struct json *j, const struct held_post_row *p)
{
    json_obj(j);
    json_ki64(j, "post", p->post);
    json_ki64(j, "delegation", p->delegation);
    json_kstr(j, "role", p->role);
    api_names(j, "unit", p->unit_name, p->unit_name_en.n ? p->unit_name_en : p->unit_name);
    json_kstr(j, "for", p->for_name);
    json_end(j);
}

static void write_permissions(struct json *j, enum role role)
{
    json_key(j, "permissions");
    json_arr(j);
    for (int i = 0; i < PERMISSION_COUNT; i++)
        if (right_scope(role, (enum permission)i) != SCOPE_none)
            json_str(j, str_of(PERMISSIONS[i].code));
    json_end(j);
}

static bool write_session(struct request *q, struct reply *r, struct err *err)
{
    struct json j;
    struct str name;
    struct held_post_rows held = {0};
    const struct actor *a = &q->actor;
    region_code region = a->chosen.n ? region_set_first(&a->chosen) : a->region;
    if (!request_read(q, err) || !api_region_name(q, region, &name, err) ||
        !store_posts_held(q->tx, q->arena, a->user, app_now(q->app), app_today(q->app), &held, err))
        return false;
    r->status = 200;
    r->media = STR("application/json");
    json_begin(&j, &r->body);
    json_obj(&j);
    json_kstr(&j, "login", a->login);
    api_names(&j, "name", q->name_zh, q->name_en);
    json_kstr(&j, "role", str_of(ROLES[a->role].code));
    api_names(&j, "role_name", str_of(ROLES[a->role].zh), str_of(ROLES[a->role].en));
    json_ki64(&j, "post", a->post);
    json_ki64(&j, "unit", a->unit);
    api_names(&j, "unit_name", q->unit_name, q->unit_name_en.n ? q->unit_name_en : q->unit_name);
    json_kstr(&j, "for", a->for_login);
    json_kregion(&j, "region", region);
    json_kstr(&j, "region_name", name);
    write_permissions(&j, a->role);
    json_key(&j, "posts");
    json_arr(&j);
    for (size_t i = 0; i < held.n; i++)
        write_post(&j, &held.at[i]);
    json_end(&j);
    json_kstr(&j, "step", str_of(STEPS[q->step]));
    json_end(&j);
    return true;
}

bool api_actInPost(struct request *q, struct reply *r, struct err *err)
{
    return session_act(q, body_int(q, "post", 0), body_int(q, "delegation", 0), err) &&
           write_session(q, r, err);
}

bool api_login(struct request *q, struct reply *r, struct err *err)
{
    return session_start(q->server, q, body_str(q, "name"), body_str(q, "password"), r, err) &&
           (q->step == STEP_CODE ? write_half(q, r) : write_session(q, r, err));
}

bool api_loginCode(struct request *q, struct reply *r, struct err *err)
{
    return session_code(q->server, q, q->half, body_str(q, "code"), r, err) &&
           write_session(q, r, err);
}

bool api_getSession(struct request *q, struct reply *r, struct err *err)
{
    return write_session(q, r, err);
}

bool api_logout(struct request *q, struct reply *r, struct err *err)
{
    r->status = q->def->status;
    return session_end(q->server, q, r, err);
}

bool api_beginService(struct request *q, struct reply *r, struct err *err)
{
    return session_oidc_begin(q->server, q, r, err);
}

bool api_endService(struct request *q, struct reply *r, struct err *err)
{
    return session_oidc_back(q->server, q, r, err);
}

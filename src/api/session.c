#include "http/session.h"
#include "api/handlers.h"
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
        json_kstr(j, "password", str_of(a->password));
        api_names(j, "name", str_of(a->title_zh), str_of(a->title_en));
        json_kstr(j, "role", str_of(a->role));
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
    json_kbool(&j, "demo", request_server(q)->demo);
    json_kbool(&j, "service", q->app->oidc != NULL);
    if (request_server(q)->demo)
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
    json_kstr(&j, "region", STR(""));
    json_kstr(&j, "region_name", STR(""));
    json_key(&j, "permissions");
    json_arr(&j);
    json_end(&j);
    json_kstr(&j, "step", str_of(STEPS[q->step]));
    json_end(&j);
    return true;
}

static bool write_session(struct request *q, struct reply *r, struct err *err)
{
    struct json j;
    struct str name;
    if (!request_read(q, err) || !api_region_name(q, q->actor.region, &name, err))
        return false;
    r->status = 200;
    r->media = STR("application/json");
    json_begin(&j, &r->body);
    json_obj(&j);
    json_kstr(&j, "login", q->login);
    api_names(&j, "name", q->name_zh, q->name_en);
    json_kstr(&j, "role", q->role);
    json_kregion(&j, "region", q->actor.region);
    json_kstr(&j, "region_name", name);
    json_key(&j, "permissions");
    json_arr(&j);
    for (int i = 0; i < ROLE_RIGHTS_N; i++)
        if (str_is(q->role, ROLE_RIGHTS[i].role))
            json_str(&j, str_of(ROLE_RIGHTS[i].permission));
    json_end(&j);
    json_kstr(&j, "step", str_of(STEPS[q->step]));
    json_end(&j);
    return true;
}

bool api_login(struct request *q, struct reply *r, struct err *err)
{
    return session_start(request_server(q), q, body_str(q, "name"), body_str(q, "password"), r,
                         err) &&
           (q->step == STEP_CODE ? write_half(q, r) : write_session(q, r, err));
}

bool api_loginCode(struct request *q, struct reply *r, struct err *err)
{
    return session_code(request_server(q), q, q->half, body_str(q, "code"), r, err) &&
           write_session(q, r, err);
}

bool api_getSession(struct request *q, struct reply *r, struct err *err)
{
    return write_session(q, r, err);
}

bool api_logout(struct request *q, struct reply *r, struct err *err)
{
    r->status = q->def->status;
    return session_end(request_server(q), q, r, err);
}

bool api_beginService(struct request *q, struct reply *r, struct err *err)
{
    return session_oidc_begin(request_server(q), q, r, err);
}

bool api_endService(struct request *q, struct reply *r, struct err *err)
{
    return session_oidc_back(request_server(q), q, r, err);
}

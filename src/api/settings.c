#include "work/settings.h"

#include "api/handlers.h"

bool api_listSettings(struct request *q, struct reply *r, struct err *err)
{
    struct settings s;
    struct json j;
    if (!request_read(q, err) || !settings_read(q->tx, q->arena, &s, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "settings");
    json_arr(&j);
    for (int i = 0; i < SETTING_COUNT; i++) {
        const struct setting_def *d = &SETTINGS[i];
        json_obj(&j);
        json_kstr(&j, "name", str_of(d->name));
        api_names(&j, "text", str_of(d->zh), str_of(d->en));
        json_kstr(&j, "value", s.text[i]);
        json_kstr(&j, "standard", str_of(d->standard));
        json_kstr(&j, "kind", d->max ? STR("number") : STR("roles"));
        json_ki64(&j, "min", d->min);
        json_ki64(&j, "max", d->max);
        json_end(&j);
    }
    json_end(&j);
    json_end(&j);
    return true;
}

static bool role_known(struct str code)
{
    enum role role;
    return role_parse(code, &role) && role_given(role);
}

bool api_changeSetting(struct request *q, struct reply *r, struct err *err)
{
    r->status = q->def->status;
    request_read_end(q);
    return setting_change(q->app, &q->actor, path_str(q, "setting"), body_str(q, "value"),
                          role_known, err);
}

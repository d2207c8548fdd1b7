#include "work/settings.h"

#include <stdio.h>

#include "base/json.h"
#include "work/audit.h"

const struct setting_def SETTINGS[SETTING_COUNT] = {
    [SETTING_SESSION_IDLE_MINUTES] = {"session_idle_minutes", "无操作多少分钟后退出登录",
                                      "a session ends so many minutes after its last use", 15,
                                      7 * 24 * 60, "720"},
    [SETTING_SESSION_HOURS] = {"session_hours", "登录后最多多少小时须重新登录",
                               "a session ends so many hours after the login at the latest", 1,
                               30 * 24, "168"},
    [SETTING_PASSWORD_DAYS] = {"password_days", "密码使用多少天后须更换，0 为不限",
                               "a password must be changed after so many days, 0 = never", 0, 3650,
                               "0"},
    [SETTING_CODE_HOURS] = {"code_hours", "重置所发一次性密码的有效小时数",
                            "a one-time code in place of a password is valid for so many hours", 1,
                            168, "24"},
    [SETTING_SECOND_STEP_ROLES] = {"second_step_roles", "登录时须使用动态口令的角色",
                                   "roles that need one-time codes to log in", 0, 0, ""},
};

static bool is_number(const struct setting_def *d)
{
    return d->max != 0;
}

static int setting_of(struct str name)
{
    for (int i = 0; i < SETTING_COUNT; i++)
        if (str_is(name, SETTINGS[i].name))
            return i;
    return -1;
}

bool settings_read(struct store_tx *tx, struct arena *arena, struct settings *out, struct err *err)
{
    struct setting_rows rows = {0};
    if (!store_settings(tx, arena, &rows, err))
        return false;
    *out = (struct settings){0};
    for (int i = 0; i < SETTING_COUNT; i++)
        out->text[i] = str_of(SETTINGS[i].standard);
    for (size_t i = 0; i < rows.n; i++) {
        int k = setting_of(rows.at[i].name);
        if (k >= 0) /* a newer program may have known more */
            out->text[k] = rows.at[i].value;
    }
    for (int i = 0; i < SETTING_COUNT; i++)
        if (is_number(&SETTINGS[i]))
            (void)str_to_i64(out->text[i], &out->number[i]);
    return true;
}

bool setting_has_role(const struct settings *s, enum setting which, struct str role)
{
    struct str rest = s->text[which], one;
    while (role.n && rest.p && str_split(&rest, ',', &one))
        if (str_eq(str_trim(one), role))
            return true;
    return false;
}

/* ---- changing
 * -------------------------------------------------------------------------------- */

static bool number_fits(const struct setting_def *d, struct str value, struct err *err)
{
    int64_t v;
    char min[24], max[24];
    if (!str_to_i64(value, &v))
        return err_set(err, ERR_NUMBER, err_word(value).z, d->standard);
    snprintf(min, sizeof min, "%lld", (long long)d->min);
    snprintf(max, sizeof max, "%lld", (long long)d->max);
    return (v >= d->min && v <= d->max) || err_set(err, ERR_RANGE, err_word(value).z, min, max);
}

static bool roles_fit(struct str value, bool (*role_known)(struct str role), struct err *err)
{
    struct str rest = value, one;
    while (rest.n && str_split(&rest, ',', &one))
        if (!role_known(str_trim(one)))
            return err_set(err, ERR_NOT_FOUND, err_word(str_trim(one)).z);
    return true;
}

struct change {
    struct app *app;
    const struct actor *who;
    struct arena arena;
    int which;
    struct str value;
};

static void value_json(struct str value, struct buf *out)
{
    struct json j;
    json_begin(&j, out);
    json_obj(&j);
    json_kstr(&j, "value", value);
    json_end(&j);
}

static bool change_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct change *c = ctx;
    struct settings now;
    struct buf before, after;
    const char *name = SETTINGS[c->which].name;
    struct setting_row row = {.name = str_of(name),
                              .value = c->value,
                              .changed_by = c->who->user,
                              .changed_at = app_now(c->app)};
    if (!settings_read(tx, &c->arena, &now, err) || !store_setting_put(tx, &row, err))
        return false;
    buf_init(&before, 0);
    buf_init(&after, 0);
    value_json(now.text[c->which], &before);
    value_json(c->value, &after);
    struct act act = {.kind = "setting.change",
                      .thing = arena_printf(&c->arena, "setting %s", name),
                      .before = buf_str(&before),
                      .after = buf_str(&after)};
    bool ok = act.thing.p && !buf_failed(&before) && !buf_failed(&after)
                  ? audit_act(c->app, tx, c->who, &act, err)
                  : err_set(err, ERR_MEMORY, NULL);
    buf_release(&before);
    buf_release(&after);
    return ok;
}

bool setting_change(struct app *app, const struct actor *who, struct str name, struct str value,
                    bool (*role_known)(struct str role), struct err *err)
{
    struct change c = {.app = app, .who = who, .which = setting_of(name), .value = value};
    if (c.which < 0)
        return err_set(err, ERR_NOT_FOUND, err_word(name).z);
    const struct setting_def *d = &SETTINGS[c.which];
    if (!(is_number(d) ? number_fits(d, value, err) : roles_fit(value, role_known, err)))
        return err_at(err, STR_NONE, 0, 0, "value");
    arena_init(&c.arena, 0);
    bool ok = store_write(app->store, change_tx, &c, err);
    arena_release(&c.arena);
    return ok;
}

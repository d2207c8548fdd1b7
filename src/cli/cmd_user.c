/* taizhang user: accounts on the server's console, which is never locked out. */
#include "cli/cli.h"
#include "cli/desk.h"
#include "store/unit.h"
#include "store/user.h"
#include "work/account.h"
#include "work/second_step.h"

/* ---- list ----------------------------------------------------------------------------------- */

static const struct list_column COLUMNS[] = {
    {"user", "编号", "Number", LIST_WHOLE},        {"login", "用户名", "Login", LIST_TEXT},
    {"name", "姓名", "Name", LIST_TEXT},           {"role", "角色", "Role", LIST_TEXT},
    {"region", "区划", "Region", LIST_TEXT},       {"password", "密码", "Password", LIST_TEXT},
    {"disabled", "停用", "Disabled", LIST_YES_NO},
};

static struct str in_language(const struct cli *cli, struct str zh, struct str en)
{
    return cli->lang == LANG_EN && en.n ? en : zh;
}

static const char *const PASSWORD_WORDS[] = {"none", "set", "code"};

static void user_line(struct cli *cli, struct listing *l, const struct person_row *u)
{
    listing_whole(l, u->id);
    listing_text(l, u->login);
    listing_text(l, in_language(cli, u->name_zh, u->name_en));
    listing_text(l, u->role);
    listing_text(l, cli_region_text(cli, u->region));
    listing_text(l, str_of(PASSWORD_WORDS[u->password]));
    listing_yes(l, u->disabled);
}

static bool list_all(struct desk *d, struct listing *l, struct err *err)
{
    int64_t after = 0;
    for (;;) {
        struct person_rows rows = {0};
        if (!store_person_page(d->tx, d->cli->arena, after, STORE_PAGE_MAX, &rows, err))
            return false;
        for (size_t i = 0; i < rows.n; i++) {
            user_line(d->cli, l, &rows.at[i]);
            after = rows.at[i].id;
        }
        if (rows.n < STORE_PAGE_MAX)
            return true;
    }
}

int run_user_list(struct cli *cli)
{
    struct desk d;
    struct err err = {0};
    struct listing l;
    listing_init(&l, cli->arena, COLUMNS, (int)ARRAY_LEN(COLUMNS));
    bool ok = desk_begin(&d, cli, false, &err) && desk_read(&d, &err) && list_all(&d, &l, &err);
    int code = ok ? cli_list(cli, &l) : cli_fail(cli, &err);
    desk_end(&d);
    return code;
}

/* ---- codes ---------------------------------------------------------------------------------- */

static const struct list_column CODE_COLUMNS[] = {
    {"login", "用户名", "Login", LIST_TEXT},
    {"code", "一次性密码", "One-time code", LIST_TEXT},
    {"until", "有效期至", "Valid until", LIST_TEXT},
};

static bool new_code(struct desk *d, struct account_code *code, struct err *err)
{
    char hash[ACCOUNT_HASH_MAX];
    int64_t hours = cli_count(d->cli, "hours", ACCOUNT_CODE_HOURS);
    if (hours < 1 || hours > 168)
        return err_set(err, ERR_RANGE, cli_option(d->cli, "hours").p, "1", "168");
    account_code_make(&d->app, hours, code);
    if (!account_hash(str_of(code->text), hash, err))
        return false;
    code->hash = arena_str(d->cli->arena, str_of(hash));
    return code->hash.p || err_set(err, ERR_MEMORY, NULL);
}

/* The only time that it is shown. */
static int show_code(struct cli *cli, struct str login, const struct account_code *code)
{
    struct listing l;
    char until[WHEN_TEXT_MAX];
    size_t n = when_format(code->until, until);
    listing_init(&l, cli->arena, CODE_COLUMNS, (int)ARRAY_LEN(CODE_COLUMNS));
    listing_text(&l, login);
    listing_text(&l, str_of(code->text));
    listing_text(&l, arena_str(cli->arena, (struct str){until, n}));
    return cli_list(cli, &l);
}

static bool add(struct desk *d, struct account_code *code, struct err *err)
{
    struct cli *cli = d->cli;
    int64_t id;
    struct user_row row = {.login = cli_argument(cli, 0),
                           .name_zh = cli_option(cli, "name"),
                           .name_en = cli_option(cli, "name-en"),
                           .phone = STR("")};
    struct account_place place = {.unit = cli_count(cli, "unit", 0),
                                  .region = cli_region(cli, "region")};
    if (!role_parse(cli_option(cli, "role"), &place.role))
        return err_set(err, ERR_NOT_FOUND, cli_option(cli, "role").p);
    if (!row.name_en.p)
        row.name_en = STR("");
    return account_login_check(row.login, err) && new_code(d, code, err) &&
           account_add(&d->app, &d->actor, &row, &place, code, &id, err);
}

int run_user_add(struct cli *cli)
{
    struct desk d;
    struct err err = {0};
    struct account_code made;
    bool ok = desk_begin(&d, cli, false, &err) && add(&d, &made, &err);
    int code = ok ? show_code(cli, cli_argument(cli, 0), &made) : cli_fail(cli, &err);
    desk_end(&d);
    return code;
}

/* ---- one account ---------------------------------------------------------------------------- */

static bool find(struct desk *d, struct user_row *user, struct err *err)
{
    bool found;
    struct str login = cli_argument(d->cli, 0);
    if (!desk_read(d, err) || !store_user_find(d->tx, d->cli->arena, login, user, &found, err))
        return false;
    desk_read_end(d);
    return found || err_set(err, ERR_NOT_FOUND, err_word(login).z);
}

static bool codes_off(struct desk *d, const struct user_row *user, struct err *err)
{
    return !cli_flag(d->cli, "codes-off") ||
           second_step_off(&d->app, &d->actor, user->id, user->login, err);
}

int run_user_reset(struct cli *cli)
{
    struct desk d;
    struct err err = {0};
    struct user_row user;
    struct account_code made;
    bool ok = desk_begin(&d, cli, false, &err) && find(&d, &user, &err) &&
              new_code(&d, &made, &err) && codes_off(&d, &user, &err) &&
              account_reset(&d.app, &d.actor, &user, &made, &err);
    int code = ok ? show_code(cli, user.login, &made) : cli_fail(cli, &err);
    desk_end(&d);
    return code;
}

static int set_disabled(struct cli *cli, bool disabled)
{
    struct desk d;
    struct err err = {0};
    struct user_row user;
    bool ok = desk_begin(&d, cli, false, &err) && find(&d, &user, &err) &&
              account_set_disabled(&d.app, &d.actor, &user, disabled, &err);
    desk_end(&d);
    return ok ? EXIT_GOOD : cli_fail(cli, &err);
}

int run_user_disable(struct cli *cli)
{
    return set_disabled(cli, true);
}

int run_user_enable(struct cli *cli)
{
    return set_disabled(cli, false);
}

int run_user_unlock(struct cli *cli)
{
    struct desk d;
    struct err err = {0};
    struct user_row user;
    bool ok = desk_begin(&d, cli, false, &err) && find(&d, &user, &err) &&
              account_unlock(&d.app, &d.actor, &user, &err);
    desk_end(&d);
    return ok ? EXIT_GOOD : cli_fail(cli, &err);
}

int run_user_link(struct cli *cli)
{
    struct desk d;
    struct err err = {0};
    struct user_row user;
    bool ok = desk_begin(&d, cli, false, &err) && find(&d, &user, &err) &&
              account_link(&d.app, &d.actor, user.id, cli_option(cli, "issuer"),
                           cli_option(cli, "sub"), &err);
    desk_end(&d);
    return ok ? EXIT_GOOD : cli_fail(cli, &err);
}

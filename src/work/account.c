#include "work/account.h"

#include <sodium.h>
#include <stdio.h>

#include "base/json.h"
#include "store/oidc.h"
#include "store/region.h"
#include "store/unit.h"
#include "work/audit.h"
#include "work/units.h"

bool account_hash(struct str password, char out[ACCOUNT_HASH_MAX], struct err *err)
{
    _Static_assert(ACCOUNT_HASH_MAX >= crypto_pwhash_STRBYTES, "room for the text");
    return crypto_pwhash_str(out, password.p ? password.p : "", password.n,
                             crypto_pwhash_OPSLIMIT_INTERACTIVE,
                             crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0 ||
           err_set(err, ERR_MEMORY, NULL);
}

void account_code_make(struct app *app, int64_t hours, struct account_code *out)
{
    unsigned char bytes[CODE_BYTES];
    app->random(app->ctx, bytes, sizeof bytes);
    *out = (struct account_code){.until = app_now(app) + hours * 3600 * 1000};
    code_of_bytes(bytes, out->text);
}

bool account_login_check(struct str login, struct err *err)
{
    bool good = login.n >= 3 && login.n <= 32 && login.p[0] >= 'a' && login.p[0] <= 'z';
    for (size_t i = 0; good && i < login.n; i++) {
        char c = login.p[i];
        good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    }
    return good || err_set(err, ERR_LOGIN_NAME, err_word(login).z);
}

bool account_guarded_role(enum role role)
{
    return ROLES[role].alone;
}

bool account_guarded(struct store_tx *tx, struct arena *arena, int64_t user, bool *guarded,
                     enum role *role, struct err *err)
{
    struct post_rows posts = {0};
    *guarded = false;
    if (!store_posts_of_user(tx, arena, user, &posts, err))
        return false;
    for (size_t i = 0; i < posts.n && !*guarded; i++)
        *guarded = role_parse(posts.at[i].role, role) && account_guarded_role(*role);
    return true;
}

struct str account_guesses(struct arena *arena, struct str login)
{
    return arena_printf(arena, "login:%.*s", STR_ARG(login));
}

/* ---- one transaction each
 * -------------------------------------------------------------------- */

enum task { ADD, SET_PASSWORD, RESET, SET_DISABLED, UNLOCK };

struct job {
    struct app *app;
    struct arena *arena;
    const struct actor *who;
    enum task task;
    struct user_row user;
    struct user_password password;
    struct str keep;
    struct account_place place;
    bool disabled;
    int64_t id;
};

static const char *const KINDS[] = {[ADD] = "account.add",
                                    [SET_PASSWORD] = "password.change",
                                    [RESET] = "password.reset",
                                    [UNLOCK] = "account.unlock"};

/* What a new account is, what a code is good for. Never the password or its hash. */
static void write_after(const struct job *j, struct buf *out)
{
    struct json w;
    json_begin(&w, out);
    json_obj(&w);
    if (j->task == ADD) {
        json_kstr(&w, "name", j->user.name_zh);
        if (j->place.role != ROLE_no_post)
            json_kstr(&w, "role", str_of(ROLES[j->place.role].code));
        json_ki64(&w, "unit", j->user.unit);
    }
    json_ki64(&w, "until", j->password.until);
    json_end(&w);
}

static bool note(struct job *j, struct store_tx *tx, struct err *err)
{
    struct buf after;
    buf_init(&after, 0);
    if (j->task == ADD || j->task == RESET)
        write_after(j, &after);
    const char *kind = j->task != SET_DISABLED ? KINDS[j->task]
                       : j->disabled           ? "account.disable"
                                               : "account.enable";
    struct act act = {.kind = kind,
                      .thing = arena_printf(j->arena, "account %.*s", STR_ARG(j->user.login)),
                      .after = buf_str(&after)};
    bool ok = act.thing.p && !buf_failed(&after) ? audit_act(j->app, tx, j->who, &act, err)
                                                 : err_set(err, ERR_MEMORY, NULL);
    buf_release(&after);
    return ok;
}

static bool unlock(struct job *j, struct store_tx *tx, struct err *err)
{
    struct str key = account_guesses(j->arena, j->user.login);
    return key.p ? store_login_failure_clear(tx, key, err) : err_set(err, ERR_MEMORY, NULL);
}

/* The first unit of exactly this region, or a new one with its name. */
static bool unit_of_region(struct job *j, struct store_tx *tx, int64_t *unit, struct err *err)
{
    struct unit_rows units = {0};
    struct region_row region;
    bool found;
    struct region_range range = {j->place.region, j->place.region};
    if (!store_unit_page(tx, j->arena, range, NULL, 1, &units, err) ||
        !store_region_get(tx, j->arena, j->place.region, &region, &found, err))
        return false;
    if (units.n) {
        *unit = units.at[0].id;
        return true;
    }
    struct unit_row row = {.name = found ? region.name : STR("全国"),
                           .name_en = found ? STR_NONE : STR("Whole country"),
                           .kind = STR("government"),
                           .region = j->place.region,
                           .version = 1,
                           .created_at = j->user.created_at};
    return store_unit_insert(tx, j->arena, &row, unit, err);
}

/* The unit that was chosen must be open and reached. */
static bool place_fits(struct job *j, struct store_tx *tx, struct err *err)
{
    struct unit_row unit;
    return (unit_need_open(tx, j->arena, j->place.unit, &unit, err) &&
            actor_reaches_unit(j->who, unit.id, unit.path, unit.region, err)) ||
           err_at(err, STR_NONE, 0, 0, "unit");
}

static bool add(struct job *j, struct store_tx *tx, struct err *err)
{
    int64_t post;
    j->user.unit = j->place.unit;
    if (j->user.unit && !place_fits(j, tx, err))
        return false;
    if (!j->user.unit && !unit_of_region(j, tx, &j->user.unit, err))
        return false;
    if (!store_user_insert(tx, &j->user, &j->id, err))
        return false;
    struct post_row row = {.user_id = j->id,
                           .unit = j->user.unit,
                           .role = str_of(ROLES[j->place.role].code),
                           .created_at = j->user.created_at};
    return j->place.role == ROLE_no_post || store_post_insert(tx, &row, &post, err);
}

static bool carry_out(struct job *j, struct store_tx *tx, struct err *err)
{
    switch (j->task) {
    case ADD:
        return add(j, tx, err);
    case RESET:
        if (!unlock(j, tx, err))
            return false;
        /* fall through */
    case SET_PASSWORD:
        return store_user_set_password(tx, j->user.id, &j->password, j->keep, err);
    case SET_DISABLED:
        return store_user_set_disabled(tx, j->user.id, j->disabled, err);
    case UNLOCK:
        return unlock(j, tx, err);
    }
    return err_set(err, ERR_INTERNAL, "account");
}

static bool job_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct job *j = ctx;
    return carry_out(j, tx, err) && note(j, tx, err);
}

static bool run(struct job *j, struct err *err)
{
    struct arena arena;
    struct job own = *j;
    arena_init(&arena, 0);
    own.arena = &arena;
    bool ok = store_write(j->app->store, job_tx, &own, err);
    arena_release(&arena);
    j->id = own.id;
    return ok;
}

static struct user_password of_code(struct app *app, const struct account_code *code)
{
    return (struct user_password){
        .hash = code->hash, .at = app_now(app), .until = code->until, .must_change = true};
}

static struct job adding(struct app *app, const struct actor *who, const struct user_row *row,
                         const struct account_place *place, const struct account_code *code)
{
    struct job j = {.app = app, .who = who, .task = ADD, .user = *row, .place = *place};
    j.password = of_code(app, code);
    j.user.password = code->hash;
    j.user.password_at = j.user.created_at = app_now(app);
    j.user.password_until = code->until;
    j.user.must_change = true;
    j.user.version = 1;
    return j;
}

bool account_add_tx(struct app *app, struct store_tx *tx, struct arena *arena,
                    const struct actor *who, const struct user_row *row,
                    const struct account_place *place, const struct account_code *code, int64_t *id,
                    struct err *err)
{
    struct job j = adding(app, who, row, place, code);
    j.arena = arena;
    if (!job_tx(tx, &j, err))
        return false;
    *id = j.id;
    return true;
}

bool account_add(struct app *app, const struct actor *who, const struct user_row *row,
                 const struct account_place *place, const struct account_code *code, int64_t *id,
                 struct err *err)
{
    struct job j = adding(app, who, row, place, code);
    struct err own = {0};
    if (!account_login_check(row->login, err))
        return false;
    if (run(&j, &own)) {
        *id = j.id;
        return true;
    }
    if (own.code == ERR_EXISTS) /* the store names the key, people know the login */
        return err_set(err, ERR_EXISTS, err_word(row->login).z);
    if (err)
        *err = own;
    return false;
}

bool account_set_password(struct app *app, const struct actor *who, struct str hash,
                          struct str keep, struct err *err)
{
    struct job j = {.app = app,
                    .who = who,
                    .task = SET_PASSWORD,
                    .user = {.id = who->user, .login = who->login},
                    .password = {.hash = hash, .at = app_now(app)},
                    .keep = keep};
    return run(&j, err);
}

bool account_reset(struct app *app, const struct actor *who, const struct user_row *user,
                   const struct account_code *code, struct err *err)
{
    struct job j = {.app = app, .who = who, .task = RESET, .user = *user};
    j.password = of_code(app, code);
    return run(&j, err);
}

bool account_set_disabled(struct app *app, const struct actor *who, const struct user_row *user,
                          bool disabled, struct err *err)
{
    struct job j = {
        .app = app, .who = who, .task = SET_DISABLED, .user = *user, .disabled = disabled};
    return run(&j, err);
}

bool account_unlock(struct app *app, const struct actor *who, const struct user_row *user,
                    struct err *err)
{
    struct job j = {.app = app, .who = who, .task = UNLOCK, .user = *user};
    return run(&j, err);
}

/* ---- login services
 * ---------------------------------------------------------------------------- */

bool account_linked(struct app *app, struct store_tx *tx, const struct actor *who,
                    const struct oidc_link_row *link, struct err *err)
{
    struct buf after;
    struct json w;
    char thing[40];
    buf_init(&after, 0);
    json_begin(&w, &after);
    json_obj(&w);
    json_kstr(&w, "issuer", link->issuer);
    json_kstr(&w, "sub", link->sub);
    json_end(&w);
    snprintf(thing, sizeof thing, "person %lld", (long long)link->user_id);
    struct act act = {.kind = "account.link", .thing = str_of(thing), .after = buf_str(&after)};
    bool ok =
        !buf_failed(&after) ? audit_act(app, tx, who, &act, err) : err_set(err, ERR_MEMORY, NULL);
    buf_release(&after);
    return ok;
}

struct linking {
    struct app *app;
    const struct actor *who;
    struct oidc_link_row row;
};

static bool link_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct linking *l = ctx;
    return store_oidc_link_put(tx, &l->row, err) &&
           account_linked(l->app, tx, l->who, &l->row, err);
}

bool account_link(struct app *app, const struct actor *who, int64_t user, struct str issuer,
                  struct str sub, struct err *err)
{
    struct linking l = {
        app, who, {.issuer = issuer, .sub = sub, .user_id = user, .linked_at = app_now(app)}};
    return store_write(app->store, link_tx, &l, err);
}

#include "work/people.h"

#include <stdio.h>

#include "store/region.h"
#include "work/account.h"
#include "work/changes.h"
#include "work/message.h"
#include "work/units.h"

static bool not_there(const char *thing, int64_t id, struct err *err)
{
    char text[40];
    snprintf(text, sizeof text, "%s %lld", thing, (long long)id);
    return err_set(err, ERR_NOT_FOUND, text);
}

static bool need_user(struct store_tx *tx, struct arena *arena, int64_t id, struct user_row *out,
                      struct err *err)
{
    bool found;
    return store_user_get(tx, arena, id, out, &found, err) &&
           (found || not_there("person", id, err));
}

/* ---- people ----------------------------------------------------------------------------------
 */

static bool note_person(struct app *app, struct store_tx *tx, struct arena *arena,
                        const struct actor *who, const struct user_row *a, const struct user_row *b,
                        struct err *err)
{
    struct changes c;
    changes_begin(&c);
    changes_str(&c, "name", a->name_zh, b->name_zh);
    changes_str(&c, "name_en", a->name_en, b->name_en);
    changes_i64(&c, "unit", a->unit, b->unit);
    changes_str(&c, "phone", a->phone, b->phone);
    changes_bool(&c, "disabled", a->disabled, b->disabled);
    struct act act = {.kind = a->disabled == b->disabled ? "account.change"
                              : b->disabled              ? "account.disable"
                                                         : "account.enable",
                      .thing = arena_printf(arena, "account %.*s", STR_ARG(a->login))};
    bool ok = changes_act(&c, app, tx, who, &act, false, err);
    changes_end(&c);
    return ok;
}

/* An administrator must not shut out another: the auditor least of all. */
static bool may_change(struct store_tx *tx, struct arena *arena, const struct actor *who,
                       const struct user_row *was, const struct user_row *row, struct err *err)
{
    bool guarded;
    enum role role;
    if (was->unit == row->unit && was->disabled == row->disabled)
        return true;
    if (row->disabled && was->id == who->user)
        return err_set(err, ERR_PERSON_SELF, NULL);
    if (!account_guarded(tx, arena, was->id, &guarded, &role, err))
        return false;
    return !guarded || !who->user ||
           err_set(err, ERR_PERSON_GUARDED, err_word(was->login).z, ROLES[role].code);
}

bool person_change_tx(struct app *app, struct store_tx *tx, struct arena *arena,
                      const struct actor *who, const struct user_row *row, struct err *err)
{
    struct user_row was;
    struct unit_row unit;
    bool fits;
    if (!need_user(tx, arena, row->id, &was, err) || !may_change(tx, arena, who, &was, row, err))
        return false;
    if (was.unit != row->unit && (!unit_need_open(tx, arena, row->unit, &unit, err) ||
                                  !actor_reaches_unit(who, unit.id, unit.path, unit.region, err)))
        return err_at(err, STR_NONE, 0, 0, "unit");
    if (!store_user_update(tx, row, &fits, err))
        return false;
    if (!fits)
        return err_set(err, ERR_CHANGED, NULL);
    if (row->disabled && !was.disabled && !store_session_end_others(tx, was.id, STR(""), err))
        return false;
    return note_person(app, tx, arena, who, &was, row, err);
}

/* ---- posts -----------------------------------------------------------------------------------
 */

bool roles_fit(struct store_tx *tx, struct arena *arena, const struct user_row *user,
               enum role role, int64_t today, struct err *err)
{
    struct post_rows posts = {0};
    enum role other;
    if (!store_posts_of_user(tx, arena, user->id, &posts, err))
        return false;
    for (size_t i = 0; i < posts.n; i++) {
        const struct post_row *p = &posts.at[i];
        bool over = p->until_day && p->until_day < today;
        if (!over && role_parse(p->role, &other) && !roles_together(other, role))
            return err_set(err, ERR_ROLE_ALONE, err_word(user->login).z, ROLES[other].code,
                           ROLES[role].code);
    }
    return true;
}

/* Does any permission of the role reach the chosen regions? */
static bool role_chooses(enum role role)
{
    for (int p = 0; p < PERMISSION_COUNT; p++)
        if (right_scope(role, (enum permission)p) == SCOPE_chosen)
            return true;
    return false;
}

static bool regions_fit(const struct actor *who, enum role role, struct str text, struct err *err)
{
    struct region_set set;
    if (!role_chooses(role))
        return text.n == 0 || err_set(err, ERR_POST_NO_REGIONS, ROLES[role].code);
    if (!region_set_parse(text, &set) || set.n == 0)
        return err_set(err, ERR_POST_REGIONS, ROLES[role].code);
    for (int i = 0; i < set.n; i++)
        if (!actor_reaches(who, set.at[i], err))
            return false;
    return true;
}

static bool days_fit(const struct post_row *row, int64_t today, struct err *err)
{
    char from[DATE_TEXT_MAX], until[DATE_TEXT_MAX];
    int64_t first = row->from_day > today ? row->from_day : today;
    if (!row->until_day || row->until_day >= first)
        return true;
    date_format(date_of_days(first), from);
    date_format(date_of_days(row->until_day), until);
    return err_set(err, ERR_DAYS_ORDER, from, until);
}

/* The same post, not over before this one begins. */
static bool new_post(struct store_tx *tx, struct arena *arena, const struct user_row *user,
                     const struct post_row *row, int64_t today, struct err *err)
{
    struct post_rows posts = {0};
    if (!store_posts_of_user(tx, arena, user->id, &posts, err))
        return false;
    for (size_t i = 0; i < posts.n; i++) {
        const struct post_row *p = &posts.at[i];
        int64_t first = row->from_day > today ? row->from_day : today;
        bool over = p->until_day && p->until_day < first;
        bool later = row->until_day && p->from_day > row->until_day;
        if (!over && !later && p->unit == row->unit && str_eq(p->role, row->role))
            return err_set(err, ERR_POST_THERE, err_word(user->login).z);
    }
    return true;
}

static bool note_post(struct app *app, struct store_tx *tx, struct arena *arena,
                      const struct actor *who, const char *kind, const struct post_row *p,
                      struct str login, region_code region, int64_t until, struct err *err)
{
    struct changes c;
    char from[DATE_TEXT_MAX] = "", last[DATE_TEXT_MAX] = "", before[DATE_TEXT_MAX] = "";
    bool made = until == p->until_day;
    if (p->from_day)
        date_format(date_of_days(p->from_day), from);
    if (until)
        date_format(date_of_days(until), last);
    if (p->until_day && !made)
        date_format(date_of_days(p->until_day), before);
    changes_begin(&c);
    changes_i64(&c, "post", 0, p->id);
    changes_str(&c, "role", STR(""), p->role);
    changes_i64(&c, "unit", 0, p->unit);
    changes_str(&c, "regions", STR(""), p->regions);
    changes_str(&c, "from", STR(""), str_of(from));
    changes_str(&c, "until", str_of(before), str_of(last));
    struct act act = {.kind = kind,
                      .region = region,
                      .thing = arena_printf(arena, "account %.*s", STR_ARG(login))};
    bool ok = changes_act(&c, app, tx, who, &act, made, err);
    changes_end(&c);
    return ok;
}

bool post_give_tx(struct app *app, struct store_tx *tx, struct arena *arena,
                  const struct actor *who, const struct post_row *in, int64_t *id, struct err *err)
{
    struct post_row row = *in;
    struct user_row user;
    struct unit_row unit;
    enum role role;
    int64_t today = app_today(app);
    if (!role_parse(row.role, &role) || !role_given(role))
        return err_set(err, ERR_CHOICE, err_word(row.role).z, "coordinator, town, ...") ||
               err_at(err, STR_NONE, 0, 0, "role");
    if (!need_user(tx, arena, row.user_id, &user, err))
        return false;
    if (who->user && who->user == user.id)
        return err_set(err, ERR_ROLE_SELF, NULL);
    if (user.disabled)
        return err_set(err, ERR_PERSON_DISABLED, err_word(user.login).z);
    if (!unit_need_open(tx, arena, row.unit, &unit, err) ||
        !actor_reaches_unit(who, unit.id, unit.path, unit.region, err))
        return err_at(err, STR_NONE, 0, 0, "unit");
    if (!regions_fit(who, role, row.regions, err))
        return err_at(err, STR_NONE, 0, 0, "regions");
    if (!days_fit(&row, today, err))
        return err_at(err, STR_NONE, 0, 0, "until");
    if (!roles_fit(tx, arena, &user, role, today, err) ||
        !new_post(tx, arena, &user, &row, today, err))
        return err_at(err, STR_NONE, 0, 0, "role");
    row.created_at = app_now(app);
    if (!store_post_insert(tx, &row, id, err))
        return false;
    row.id = *id;
    return note_post(app, tx, arena, who, "post.give", &row, user.login, unit.region, row.until_day,
                     err);
}

bool post_end_tx(struct app *app, struct store_tx *tx, struct arena *arena, const struct actor *who,
                 const struct post_row *post, struct str login, region_code region, int64_t to_post,
                 struct err *err)
{
    int64_t last = app_today(app) - 1;
    bool live;
    if (!store_post_end(tx, post->id, last, &live, err))
        return false;
    return (live || err_set(err, ERR_POST_ENDED, NULL)) &&
           messages_pass_on(app, tx, arena, post->id, to_post, err) &&
           note_post(app, tx, arena, who, "post.end", post, login, region, last, err);
}

/* ---- one transaction each
 * -------------------------------------------------------------------- */

struct job {
    struct app *app;
    struct arena *arena;
    const struct actor *who;
    const struct user_row *person;
    const struct post_row *give;
    int64_t user, post;
};

static bool end_post(struct job *j, struct store_tx *tx, struct err *err)
{
    struct post_row post;
    struct user_row user;
    struct unit_row unit;
    bool found;
    if (!store_post_get(tx, j->arena, j->post, &post, &found, err))
        return false;
    if (!found || post.user_id != j->user)
        return not_there("post", j->post, err);
    if (j->who->user && j->who->user == j->user)
        return err_set(err, ERR_ROLE_SELF, NULL);
    if (!need_user(tx, j->arena, j->user, &user, err) ||
        !store_unit_get(tx, j->arena, post.unit, &unit, &found, err))
        return false;
    return actor_reaches_unit(j->who, unit.id, unit.path, unit.region, err) &&
           post_end_tx(j->app, tx, j->arena, j->who, &post, user.login, unit.region, 0, err);
}

static bool job_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct job *j = ctx;
    if (j->person)
        return person_change_tx(j->app, tx, j->arena, j->who, j->person, err);
    if (j->give)
        return post_give_tx(j->app, tx, j->arena, j->who, j->give, &j->post, err);
    return end_post(j, tx, err);
}

static bool run(struct job *j, struct err *err)
{
    struct arena arena;
    struct job own = *j;
    arena_init(&arena, 0);
    own.arena = &arena;
    bool ok = store_write(j->app->store, job_tx, &own, err);
    arena_release(&arena);
    j->post = own.post;
    return ok;
}

bool person_change(struct app *app, const struct actor *who, const struct user_row *row,
                   struct err *err)
{
    return run(&(struct job){.app = app, .who = who, .person = row}, err);
}

bool post_give(struct app *app, const struct actor *who, const struct post_row *row, int64_t *id,
               struct err *err)
{
    struct job j = {.app = app, .who = who, .give = row};
    if (!run(&j, err))
        return false;
    *id = j.post;
    return true;
}

bool post_end(struct app *app, const struct actor *who, int64_t user, int64_t post, struct err *err)
{
    return run(&(struct job){.app = app, .who = who, .user = user, .post = post}, err);
}

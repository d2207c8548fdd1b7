#include "work/delegation.h"

#include <stdio.h>

#include "store/user.h"
#include "work/changes.h"
#include "work/people.h"

#define DAY ((msec)24 * 3600 * 1000)

struct job {
    struct app *app;
    struct arena *arena;
    const struct actor *who;
    const struct delegation_wish *wish; /* NULL = end */
    int64_t id;
};

static bool not_there(int64_t id, struct err *err)
{
    char text[40];
    snprintf(text, sizeof text, "delegation %lld", (long long)id);
    return err_set(err, ERR_NOT_FOUND, text);
}

bool delegation_near(const struct unit_row *of, const struct unit_row *unit)
{
    return str_starts(unit->path, of->path) || unit->id == of->parent;
}

static bool note(struct job *j, struct store_tx *tx, const char *kind,
                 const struct delegation_row *d, struct str giver, struct str to, struct err *err)
{
    struct changes c;
    changes_begin(&c);
    changes_i64(&c, "delegation", 0, d->id);
    changes_i64(&c, "post", 0, d->post);
    changes_str(&c, "to", STR(""), to);
    changes_i64(&c, "from", 0, d->from_at);
    changes_i64(&c, "until", 0, d->until_at);
    struct act act = {.kind = kind,
                      .thing = arena_printf(j->arena, "account %.*s", STR_ARG(giver)),
                      .reason = d->reason};
    bool ok = changes_act(&c, j->app, tx, j->who, &act, true, err);
    changes_end(&c);
    return ok;
}

/* ---- making ----------------------------------------------------------------------------------
 */

static bool own_post(struct job *j, struct store_tx *tx, struct post_row *post,
                     struct unit_row *unit, enum role *role, struct err *err)
{
    bool found;
    int64_t today = app_today(j->app);
    if (!store_post_get(tx, j->arena, j->wish->post, post, &found, err))
        return false;
    bool own = found && post->user_id == j->who->user &&
               (!post->until_day || post->until_day >= today) && role_parse(post->role, role) &&
               !ROLES[*role].alone;
    if (!own)
        return err_set(err, ERR_DELEGATE_POST, NULL) || err_at(err, STR_NONE, 0, 0, "post");
    return store_unit_get(tx, j->arena, post->unit, unit, &found, err);
}

static bool deputy_fits(struct job *j, struct store_tx *tx, const struct unit_row *unit,
                        enum role role, struct user_row *to, struct err *err)
{
    struct unit_row theirs = {0};
    bool found, unit_found = false;
    struct err alone = {0};
    if (!store_user_get(tx, j->arena, j->wish->to, to, &found, err) ||
        (found && !store_unit_get(tx, j->arena, to->unit, &theirs, &unit_found, err)))
        return false;
    bool fits = found && unit_found && to->id != j->who->user && !to->disabled &&
                delegation_near(unit, &theirs);
    if (fits && !roles_fit(tx, j->arena, to, role, app_today(j->app), &alone)) {
        if (alone.code != ERR_ROLE_ALONE) {
            *err = alone;
            return false;
        }
        fits = false;
    }
    return fits || err_set(err, ERR_DELEGATE_WHOM, found ? err_word(to->login).z : "-") ||
           err_at(err, STR_NONE, 0, 0, "to");
}

static bool times_fit(struct job *j, struct delegation_row *row, struct err *err)
{
    int64_t today = app_today(j->app), from = j->wish->from_day ? j->wish->from_day : today;
    char most[16];
    snprintf(most, sizeof most, "%d", DELEGATION_DAYS);
    if (from < today || j->wish->until_day < from || j->wish->until_day - from >= DELEGATION_DAYS)
        return err_set(err, ERR_DELEGATE_TIME, most) || err_at(err, STR_NONE, 0, 0, "until");
    row->created_at = app_now(j->app);
    row->from_at = from == today ? row->created_at : date_to_msec(date_of_days(from));
    row->until_at = date_to_msec(date_of_days(j->wish->until_day)) + DAY;
    return true;
}

static bool make(struct job *j, struct store_tx *tx, struct err *err)
{
    struct post_row post;
    struct unit_row unit;
    struct user_row to;
    struct delegation_line_rows given = {0};
    struct delegation_row row = {
        .post = j->wish->post, .to_user = j->wish->to, .reason = j->wish->reason};
    enum role role;
    char most[16];
    if (!own_post(j, tx, &post, &unit, &role, err) || !deputy_fits(j, tx, &unit, role, &to, err) ||
        !times_fit(j, &row, err) ||
        !store_delegations_given(tx, j->arena, j->who->user, row.created_at, &given, err))
        return false;
    snprintf(most, sizeof most, "%d", DELEGATIONS_GIVEN);
    if (given.n >= DELEGATIONS_GIVEN)
        return err_set(err, ERR_DELEGATE_MANY, most);
    return store_delegation_insert(tx, &row, &row.id, err) &&
           note(j, tx, "delegation.give", &row, j->who->login, to.login, err);
}

/* ---- ending ----------------------------------------------------------------------------------
 */

bool delegation_end_tx(struct app *app, struct store_tx *tx, struct arena *arena,
                       const struct actor *who, int64_t id, struct str post_login, struct err *err)
{
    struct job j = {app, arena, who, NULL, id};
    struct delegation_row row;
    struct user_row to;
    bool found, live;
    if (!store_delegation_get(tx, arena, id, &row, &found, err))
        return false;
    if (!found)
        return not_there(id, err);
    if (!store_user_get(tx, arena, row.to_user, &to, &found, err) ||
        !store_delegation_end(tx, id, app_now(app), &live, err))
        return false;
    row.until_at = app_now(app);
    return !live || note(&j, tx, "delegation.end", &row, post_login, to.login, err);
}

static bool end(struct job *j, struct store_tx *tx, struct err *err)
{
    struct delegation_row row;
    struct post_row post = {0};
    struct user_row giver;
    bool found;
    if (!store_delegation_get(tx, j->arena, j->id, &row, &found, err) ||
        (found && !store_post_get(tx, j->arena, row.post, &post, &found, err)))
        return false;
    if (!found || (post.user_id != j->who->user && row.to_user != j->who->user) ||
        row.until_at <= app_now(j->app))
        return not_there(j->id, err);
    return store_user_get(tx, j->arena, post.user_id, &giver, &found, err) &&
           delegation_end_tx(j->app, tx, j->arena, j->who, j->id, giver.login, err);
}

static bool job_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct job *j = ctx;
    return j->wish ? make(j, tx, err) : end(j, tx, err);
}

static bool run(const struct job *j, struct err *err)
{
    struct arena arena;
    struct job own = *j;
    arena_init(&arena, 0);
    own.arena = &arena;
    bool ok = store_write(j->app->store, job_tx, &own, err);
    arena_release(&arena);
    return ok;
}

bool delegation_make(struct app *app, const struct actor *who, const struct delegation_wish *wish,
                     struct err *err)
{
    return run(&(struct job){.app = app, .who = who, .wish = wish}, err);
}

bool delegation_end(struct app *app, const struct actor *who, int64_t id, struct err *err)
{
    return run(&(struct job){.app = app, .who = who, .id = id}, err);
}

#include "work/handover.h"

#include <stdio.h>

#include "store/delegation.h"
#include "store/message.h"
#include "store/unit.h"
#include "store/user.h"
#include "work/account.h"
#include "work/changes.h"
#include "work/delegation.h"
#include "work/people.h"
#include "work/units.h"

const char *const WORK_KIND_WORDS[WORK_KINDS] = {"post", "contact", "delegation_given",
                                                 "delegation_received"};

/* ---- the list --------------------------------------------------------------------------------
 */

static bool add(struct arena *arena, struct work_list *out, struct work_item item, struct err *err)
{
    return VEC_PUSH(arena, &out->items, item) || err_set(err, ERR_MEMORY, NULL);
}

static bool holds(const struct post_rows *posts, const struct post_row *p, int64_t today)
{
    for (size_t i = 0; i < posts->n; i++) {
        const struct post_row *o = &posts->at[i];
        if (o->unit == p->unit && str_eq(o->role, p->role) && o->from_day <= today &&
            (!o->until_day || o->until_day >= today))
            return true;
    }
    return false;
}

static bool list_posts(struct app *app, struct store_tx *tx, struct arena *arena, int64_t from,
                       int64_t successor, struct work_list *out, struct err *err)
{
    struct post_rows posts = {0}, theirs = {0};
    struct unit_row unit;
    bool found;
    int64_t today = app_today(app);
    if (!store_posts_of_user(tx, arena, from, &posts, err) ||
        (successor && !store_posts_of_user(tx, arena, successor, &theirs, err)))
        return false;
    for (size_t i = 0; i < posts.n; i++) {
        const struct post_row *p = &posts.at[i];
        if (p->until_day && p->until_day < today)
            continue;
        if (!store_unit_get(tx, arena, p->unit, &unit, &found, err) ||
            !add(arena, out,
                 (struct work_item){WORK_POST, p->id, p->unit, unit.name, p->role,
                                    holds(&theirs, p, today)},
                 err))
            return false;
    }
    return true;
}

static bool list_contacts(struct store_tx *tx, struct arena *arena, int64_t from, int64_t successor,
                          struct work_list *out, struct err *err)
{
    struct unit_rows units = {0};
    if (!store_units_asked(tx, arena, from, &units, err))
        return false;
    for (size_t i = 0; i < units.n; i++)
        if (!add(arena, out,
                 (struct work_item){WORK_CONTACT, units.at[i].id, units.at[i].id, units.at[i].name,
                                    STR(""), successor != 0},
                 err))
            return false;
    return true;
}

static bool list_delegations(const struct delegation_line_rows *rows, enum work_kind kind,
                             int64_t successor, struct arena *arena, struct work_list *out,
                             struct err *err)
{
    for (size_t i = 0; i < rows->n; i++) {
        const struct delegation_line_row *d = &rows->at[i];
        if (!add(arena, out,
                 (struct work_item){kind, d->id, d->unit, d->unit_name, d->role, successor != 0},
                 err))
            return false;
    }
    return true;
}

bool handover_list(struct app *app, struct store_tx *tx, struct arena *arena, int64_t from,
                   int64_t successor, struct work_list *out, struct err *err)
{
    struct delegation_line_rows given = {0}, received = {0};
    *out = (struct work_list){0};
    return list_posts(app, tx, arena, from, successor, out, err) &&
           list_contacts(tx, arena, from, successor, out, err) &&
           store_delegations_given(tx, arena, from, app_now(app), &given, err) &&
           store_delegations_received(tx, arena, from, app_now(app), &received, err) &&
           list_delegations(&given, WORK_GIVEN, successor, arena, out, err) &&
           list_delegations(&received, WORK_RECEIVED, successor, arena, out, err);
}

/* ---- the step --------------------------------------------------------------------------------
 */

struct job {
    struct app *app;
    struct arena *arena;
    const struct actor *who;
    const struct handover *h;
    struct work_list *out;
    struct user_row from, to;
};

static bool need_user(struct job *j, struct store_tx *tx, int64_t id, struct user_row *out,
                      struct err *err)
{
    bool found;
    char text[40];
    snprintf(text, sizeof text, "person %lld", (long long)id);
    return store_user_get(tx, j->arena, id, out, &found, err) &&
           (found || err_set(err, ERR_NOT_FOUND, text));
}

/* Both are people that `who` may move work of, and none is an administrator. */
static bool people_fit(struct job *j, struct store_tx *tx, struct err *err)
{
    struct unit_row unit;
    enum role role;
    bool guarded;
    if (!need_user(j, tx, j->h->from, &j->from, err) ||
        !need_user(j, tx, j->h->successor, &j->to, err))
        return false;
    if (j->from.id == j->to.id || j->from.id == j->who->user)
        return err_set(err, ERR_PERSON_SELF, NULL);
    if (!account_guarded(tx, j->arena, j->from.id, &guarded, &role, err))
        return false;
    if (guarded && j->who->user)
        return err_set(err, ERR_PERSON_GUARDED, err_word(j->from.login).z, ROLES[role].code);
    if (j->to.disabled)
        return err_set(err, ERR_PERSON_DISABLED, err_word(j->to.login).z) ||
               err_at(err, STR_NONE, 0, 0, "successor");
    return unit_need_open(tx, j->arena, j->to.unit, &unit, err) &&
           actor_reaches_unit(j->who, unit.id, unit.path, unit.region, err);
}

/* That of the successor which takes it over. */
static bool successor_post(struct job *j, struct store_tx *tx, int64_t post, int64_t *to,
                           struct err *err)
{
    struct told_post_rows rows = {0};
    *to = 0;
    if (!store_posts_of_colleagues(tx, j->arena, post, app_today(j->app), &rows, err))
        return false;
    for (size_t i = 0; i < rows.n && !*to; i++)
        if (rows.at[i].user_id == j->to.id)
            *to = rows.at[i].post;
    return true;
}

static bool move_post(struct job *j, struct store_tx *tx, const struct work_item *w,
                      struct err *err)
{
    struct post_row post;
    struct unit_row unit;
    int64_t to;
    bool found;
    if (!w->can)
        return err_set(err, ERR_HANDOVER_POST, err_word(j->to.login).z, err_word(w->role).z,
                       err_word(w->unit_name).z);
    return store_post_get(tx, j->arena, w->thing, &post, &found, err) &&
           store_unit_get(tx, j->arena, w->unit, &unit, &found, err) &&
           successor_post(j, tx, w->thing, &to, err) &&
           post_end_tx(j->app, tx, j->arena, j->who, &post, j->from.login, unit.region, to, err);
}

/* Units that the administrator does not reach keep their contact, and the list says so. */
static bool move_contact(struct job *j, struct store_tx *tx, struct work_item *w, struct err *err)
{
    struct unit_row unit;
    bool found;
    if (!store_unit_get(tx, j->arena, w->unit, &unit, &found, err))
        return false;
    w->can = actor_reaches_unit(j->who, unit.id, unit.path, unit.region, NULL);
    if (!w->can)
        return true;
    unit.contact_user = j->to.id;
    return unit_change_tx(j->app, tx, j->arena, j->who, &unit, err);
}

static bool move(struct job *j, struct store_tx *tx, struct work_item *w, struct err *err)
{
    struct delegation_row row;
    struct post_row post;
    struct user_row giver;
    bool found;
    switch (w->kind) {
    case WORK_POST:
        return move_post(j, tx, w, err);
    case WORK_CONTACT:
        return move_contact(j, tx, w, err);
    default:
        return store_delegation_get(tx, j->arena, w->thing, &row, &found, err) &&
               store_post_get(tx, j->arena, row.post, &post, &found, err) &&
               need_user(j, tx, post.user_id, &giver, err) &&
               delegation_end_tx(j->app, tx, j->arena, j->who, w->thing, giver.login, err);
    }
}

static bool note(struct job *j, struct store_tx *tx, struct err *err)
{
    struct changes c;
    changes_begin(&c);
    changes_str(&c, "to", STR(""), j->to.login);
    changes_i64(&c, "things", 0, (int64_t)j->out->items.n);
    struct act act = {.kind = "handover",
                      .thing = arena_printf(j->arena, "account %.*s", STR_ARG(j->from.login)),
                      .reason = j->h->reason};
    bool ok = changes_act(&c, j->app, tx, j->who, &act, true, err);
    changes_end(&c);
    return ok;
}

static bool handover_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct job *j = ctx;
    if (!people_fit(j, tx, err) ||
        !handover_list(j->app, tx, j->arena, j->h->from, j->h->successor, j->out, err))
        return false;
    for (size_t i = 0; i < j->out->items.n; i++)
        if (!move(j, tx, &j->out->items.at[i], err))
            return false;
    struct user_row closed = j->from;
    closed.disabled = true;
    return (!j->h->disable || j->from.disabled ||
            person_change_tx(j->app, tx, j->arena, j->who, &closed, err)) &&
           note(j, tx, err);
}

bool handover_do(struct app *app, const struct actor *who, struct arena *arena,
                 const struct handover *h, struct work_list *out, struct err *err)
{
    struct job j = {.app = app, .who = who, .arena = arena, .h = h, .out = out};
    return store_write(app->store, handover_tx, &j, err);
}

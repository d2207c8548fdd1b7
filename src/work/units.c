#include "work/units.h"

#include <stdio.h>

#include "domain/unit.h"
#include "store/finding_life.h"
#include "store/region.h"
#include "work/changes.h"

struct job {
    struct app *app;
    struct arena *arena;
    const struct actor *who;
    struct unit_row row;
    int64_t id;
};

static bool no_unit(int64_t id, struct err *err)
{
    char text[40];
    snprintf(text, sizeof text, "unit %lld", (long long)id);
    return err_set(err, ERR_NOT_FOUND, text);
}

static bool need(struct store_tx *tx, struct arena *arena, int64_t id, struct unit_row *out,
                 struct err *err)
{
    bool found;
    return store_unit_get(tx, arena, id, out, &found, err) && (found || no_unit(id, err));
}

bool unit_need_open(struct store_tx *tx, struct arena *arena, int64_t id, struct unit_row *out,
                    struct err *err)
{
    return need(tx, arena, id, out, err) &&
           (!out->closed_on || err_set(err, ERR_UNIT_CLOSED, err_word(out->name).z));
}

/* ---- what must hold --------------------------------------------------------------------------
 */

static bool kind_known(struct str kind, struct err *err)
{
    char list[ERR_ARG_MAX] = "";
    size_t n = 0;
    for (int i = 0; i < UNIT_KINDS_N; i++) {
        if (str_is(kind, UNIT_KINDS[i].code))
            return true;
        int k = snprintf(list + n, sizeof list - n, "%s%s", n ? ", " : "", UNIT_KINDS[i].code);
        n = k > 0 && n + (size_t)k < sizeof list ? n + (size_t)k : sizeof list - 1;
    }
    return err_set(err, ERR_CHOICE, err_word(kind).z, list) || err_at(err, STR_NONE, 0, 0, "kind");
}

static bool fields_fit(struct job *j, struct store_tx *tx, struct err *err)
{
    struct region_row region;
    if (!credit_code_check(j->row.code, err))
        return err_at(err, STR_NONE, 0, 0, "code");
    if (!kind_known(j->row.kind, err))
        return false;
    if (!actor_reaches(j->who, j->row.region, err) ||
        !store_region_need(tx, j->arena, j->row.region, &region, err))
        return err_at(err, STR_NONE, 0, 0, "region");
    return true;
}

/* The unit above: open, reached, around this one, and not this one or one below it. */
static bool above_fits(struct job *j, struct store_tx *tx, const struct unit_row *was,
                       struct unit_row *above, struct err *err)
{
    *above = (struct unit_row){.path = STR("/")};
    if (!j->row.parent)
        return true;
    bool same = was && was->parent == j->row.parent;
    if (!unit_need_open(tx, j->arena, j->row.parent, above, err))
        return err_at(err, STR_NONE, 0, 0, "parent");
    if (!same && !actor_reaches_unit(j->who, above->id, above->path, above->region, err))
        return err_at(err, STR_NONE, 0, 0, "parent");
    if (was && str_starts(above->path, was->path))
        return err_set(err, ERR_UNIT_LOOP, err_word(above->name).z, err_word(was->name).z) ||
               err_at(err, STR_NONE, 0, 0, "parent");
    struct region_range range = region_subtree(above->region);
    if (j->row.region < range.lo || j->row.region > range.hi)
        return err_set(err, ERR_UNIT_OUTSIDE, err_word(above->name).z, err_word(j->row.name).z) ||
               err_at(err, STR_NONE, 0, 0, "parent");
    return true;
}

/* Whom to ask must be somebody with an account of a unit that is reached. */
static bool contact_fits(struct job *j, struct store_tx *tx, const struct unit_row *was,
                         struct err *err)
{
    struct unit_rows units = {0};
    if (!j->row.contact_user || (was && was->contact_user == j->row.contact_user))
        return true;
    if (!store_units_of_person(tx, j->arena, j->row.contact_user, &units, err))
        return false;
    for (size_t i = 0; i < units.n; i++) {
        const struct unit_row *u = &units.at[i];
        if (actor_reaches_unit(j->who, u->id, u->path, u->region, NULL))
            return true;
    }
    return err_set(err, ERR_OUT_OF_UNIT, NULL) || err_at(err, STR_NONE, 0, 0, "contact_user");
}

static bool may_close(struct job *j, struct store_tx *tx, const struct unit_row *was,
                      struct err *err)
{
    struct unit_load_row load;
    char below[24], posts[24];
    int64_t findings;
    if (!store_unit_load(tx, j->arena, was, app_today(j->app), &load, err))
        return false;
    snprintf(below, sizeof below, "%lld", (long long)load.below);
    snprintf(posts, sizeof posts, "%lld", (long long)load.posts);
    if (load.below || load.posts)
        return err_set(err, ERR_UNIT_BUSY, err_word(was->name).z, below, posts);
    if (!store_finding_unit_load(tx, was->id, &findings, err))
        return false;
    snprintf(posts, sizeof posts, "%lld", (long long)findings);
    return findings == 0 || err_set(err, ERR_UNIT_FINDINGS, err_word(was->name).z, posts);
}

/* What stands below must stay inside of the region. */
static bool below_fits(struct job *j, struct store_tx *tx, const struct unit_row *was,
                       struct err *err)
{
    struct unit_row other;
    bool found = false;
    if (j->row.region != was->region &&
        !store_unit_outside(tx, j->arena, was, region_subtree(j->row.region), &other, &found, err))
        return false;
    return !found || err_set(err, ERR_UNIT_OUTSIDE, err_word(was->name).z, err_word(other.name).z);
}

/* ---- the record -------------------------------------------------------------------------------
 */

static bool note(struct job *j, struct store_tx *tx, const struct unit_row *was, struct err *err)
{
    static const struct unit_row NOTHING;
    const struct unit_row *a = was ? was : &NOTHING, *b = &j->row;
    struct changes c;
    changes_begin(&c);
    changes_str(&c, "name", a->name, b->name);
    changes_str(&c, "name_en", a->name_en, b->name_en);
    changes_str(&c, "code", a->code, b->code);
    changes_str(&c, "kind", a->kind, b->kind);
    changes_region(&c, "region", a->region, b->region);
    changes_i64(&c, "parent", a->parent, b->parent);
    changes_str(&c, "contact", a->contact, b->contact);
    changes_i64(&c, "contact_user", a->contact_user, b->contact_user);
    changes_str(&c, "phone", a->phone, b->phone);
    changes_bool(&c, "closed", a->closed_on != 0, b->closed_on != 0);
    struct act act = {.kind = was ? "unit.change" : "unit.add",
                      .region = b->region,
                      .thing = arena_printf(j->arena, "unit %lld", (long long)j->id)};
    bool ok = changes_act(&c, j->app, tx, j->who, &act, !was, err);
    changes_end(&c);
    return ok;
}

/* The store names the key, people know the code. */
static bool taken(const struct job *j, const struct err *own, struct err *err)
{
    if (own->code == ERR_EXISTS)
        return err_set(err, ERR_EXISTS, err_word(j->row.code).z) ||
               err_at(err, STR_NONE, 0, 0, "code");
    if (err)
        *err = *own;
    return false;
}

/* ---- adding, changing -------------------------------------------------------------------------
 */

static bool add(struct job *j, struct store_tx *tx, struct err *err)
{
    struct unit_row above;
    struct err own = {0};
    if (!fields_fit(j, tx, err) || !above_fits(j, tx, NULL, &above, err) ||
        !contact_fits(j, tx, NULL, err))
        return false;
    j->row.version = 1;
    j->row.closed_on = 0;
    j->row.created_at = app_now(j->app);
    if (!store_unit_insert(tx, j->arena, &j->row, &j->id, &own))
        return taken(j, &own, err);
    return note(j, tx, NULL, err);
}

static bool change(struct job *j, struct store_tx *tx, struct err *err)
{
    struct unit_row was, above;
    struct err own = {0};
    bool fits;
    if (!need(tx, j->arena, j->row.id, &was, err))
        return false;
    if (!actor_reaches_unit(j->who, was.id, was.path, was.region, err) || !fields_fit(j, tx, err) ||
        !above_fits(j, tx, &was, &above, err) || !contact_fits(j, tx, &was, err) ||
        !below_fits(j, tx, &was, err))
        return false;
    j->id = was.id;
    if (j->row.closed_on) {
        j->row.closed_on = was.closed_on ? was.closed_on : app_today(j->app);
        if (!was.closed_on && !may_close(j, tx, &was, err))
            return false;
    }
    if (!store_unit_update(tx, &j->row, &fits, &own))
        return taken(j, &own, err);
    if (!fits)
        return err_set(err, ERR_CHANGED, NULL);
    if (j->row.parent != was.parent) {
        struct str path =
            arena_printf(j->arena, "%.*s%lld/", STR_ARG(above.path), (long long)was.id);
        if (!path.p)
            return err_set(err, ERR_MEMORY, NULL);
        if (!store_unit_move(tx, j->arena, was.path, path, err))
            return false;
    }
    return note(j, tx, &was, err);
}

bool unit_add_tx(struct app *app, struct store_tx *tx, struct arena *arena, const struct actor *who,
                 const struct unit_row *row, int64_t *id, struct err *err)
{
    struct job j = {app, arena, who, *row, 0};
    if (!add(&j, tx, err))
        return false;
    *id = j.id;
    return true;
}

bool unit_change_tx(struct app *app, struct store_tx *tx, struct arena *arena,
                    const struct actor *who, const struct unit_row *row, struct err *err)
{
    struct job j = {app, arena, who, *row, 0};
    return change(&j, tx, err);
}

static bool job_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct job *j = ctx;
    return j->row.id ? change(j, tx, err) : add(j, tx, err);
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

bool unit_add(struct app *app, const struct actor *who, const struct unit_row *row, int64_t *id,
              struct err *err)
{
    struct job j = {app, NULL, who, *row, 0};
    j.row.id = 0;
    if (!run(&j, err))
        return false;
    *id = j.id;
    return true;
}

bool unit_change(struct app *app, const struct actor *who, const struct unit_row *row,
                 struct err *err)
{
    struct job j = {app, NULL, who, *row, 0};
    return run(&j, err);
}

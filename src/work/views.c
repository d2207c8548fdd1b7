#include "work/views.h"

#include <stdio.h>

#include "work/changes.h"

struct keeping {
    struct app *app;
    const struct actor *who;
    struct arena *arena;
    struct saved_view_row row;
};

static bool note(struct keeping *k, struct store_tx *tx, const struct saved_view_row *was,
                 const struct saved_view_row *now, const char *kind, struct err *err)
{
    struct changes c;
    int64_t id = now ? now->id : was ? was->id : 0;
    struct act act = {.kind = kind, .thing = arena_printf(k->arena, "view %lld", (long long)id)};
    changes_begin(&c);
    changes_str(&c, "name", was ? was->name : STR(""), now ? now->name : STR(""));
    changes_str(&c, "query", was ? was->query : STR(""), now ? now->query : STR(""));
    changes_bool(&c, "shared", was && was->shared, now && now->shared);
    changes_bool(&c, "standard", was && was->standard, now && now->standard);
    changes_i64(&c, "version", was ? was->version : 0, now ? now->version : 0);
    bool ok = (act.thing.p || err_set(err, ERR_MEMORY, NULL)) &&
              changes_act(&c, k->app, tx, k->who, &act, !was, err);
    changes_end(&c);
    return ok;
}

/* Only the owner's, in whatever post. */
static bool own(struct keeping *k, struct store_tx *tx, int64_t id, struct saved_view_row *out,
                struct err *err)
{
    char text[40];
    bool found;
    snprintf(text, sizeof text, "view %lld", (long long)id);
    return store_saved_view_get(tx, k->arena, id, out, &found, err) &&
           ((found && out->user_id == k->who->user) || err_set(err, ERR_NOT_FOUND, text));
}

static bool taken(const struct err *why, struct str name, struct err *err)
{
    if (why->code == ERR_EXISTS) {
        err_set(err, ERR_EXISTS, err_word(name).z);
        return err_at(err, STR_NONE, 0, 0, "name");
    }
    if (err)
        *err = *why;
    return false;
}

/* One alone is opened with the page. */
static bool only(struct keeping *k, struct store_tx *tx, struct err *err)
{
    return !k->row.standard ||
           store_saved_view_only(tx, k->row.user_id, k->row.page, k->row.id, err);
}

static bool add_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct keeping *k = ctx;
    struct saved_view_line_rows mine = {0};
    char most[24];
    struct err why = {0};
    snprintf(most, sizeof most, "%d", VIEWS_MAX);
    if (!store_saved_views(tx, k->arena, k->row.user_id, 0, k->row.page, &mine, err))
        return false;
    if (mine.n >= VIEWS_MAX)
        return err_set(err, ERR_VIEWS_MANY, most);
    if (!store_saved_view_insert(tx, &k->row, &k->row.id, &why))
        return taken(&why, k->row.name, err);
    return only(k, tx, err) && note(k, tx, NULL, &k->row, "view.save", err);
}

static bool fits(const struct keeping *k, struct err *err)
{
    if (!k->who->user)
        return err_set(err, ERR_VIEW_PERSON, NULL);
    return k->row.name.n || (err_set(err, ERR_EMPTY, NULL), err_at(err, STR_NONE, 0, 0, "name"));
}

static struct keeping keeping_of(struct app *app, const struct actor *who, struct arena *arena,
                                 const struct saved_view_row *row)
{
    struct keeping k = {app, who, arena, *row};
    k.row.name = str_trim(row->name);
    k.row.user_id = who->user;
    k.row.unit = who->unit;
    k.row.changed_at = app_now(app);
    return k;
}

bool view_add(struct app *app, const struct actor *who, struct arena *arena,
              const struct saved_view_row *row, int64_t *id, struct err *err)
{
    struct keeping k = keeping_of(app, who, arena, row);
    k.row.version = 1;
    if (!fits(&k, err) || !store_write(app->store, add_tx, &k, err))
        return false;
    *id = k.row.id;
    return true;
}

static bool change_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct keeping *k = ctx;
    struct saved_view_row was;
    struct err why = {0};
    bool same;
    if (!own(k, tx, k->row.id, &was, err))
        return false;
    k->row.page = was.page;
    if (!store_saved_view_update(tx, &k->row, &same, &why))
        return taken(&why, k->row.name, err);
    if (!same)
        return err_set(err, ERR_CHANGED, NULL);
    k->row.version++;
    return only(k, tx, err) && note(k, tx, &was, &k->row, "view.save", err);
}

bool view_change(struct app *app, const struct actor *who, struct arena *arena,
                 const struct saved_view_row *row, struct err *err)
{
    struct keeping k = keeping_of(app, who, arena, row);
    return fits(&k, err) && store_write(app->store, change_tx, &k, err);
}

static bool delete_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct keeping *k = ctx;
    struct saved_view_row was;
    return own(k, tx, k->row.id, &was, err) && store_saved_view_delete(tx, was.id, err) &&
           note(k, tx, &was, NULL, "view.delete", err);
}

bool view_delete(struct app *app, const struct actor *who, struct arena *arena, int64_t id,
                 struct err *err)
{
    struct keeping k = {app, who, arena, {.id = id}};
    return store_write(app->store, delete_tx, &k, err);
}

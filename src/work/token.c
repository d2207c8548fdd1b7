#include "work/token.h"

#include <stdio.h>

#include "base/json.h"
#include "work/audit.h"

bool token_lists(struct str permissions, struct str permission)
{
    struct str rest = permissions, one;
    while (rest.p && str_split(&rest, ' ', &one))
        if (one.n && str_eq(one, permission))
            return true;
    return false;
}

struct job {
    struct app *app;
    const struct actor *who;
    struct token_row *row; /* made; NULL = ended */
    int64_t id;
};

static void write_after(const struct token_row *t, struct buf *out)
{
    struct json w;
    json_begin(&w, out);
    json_obj(&w);
    json_kstr(&w, "name", t->name);
    json_ki64(&w, "unit", t->unit);
    json_kstr(&w, "unit_name", t->unit_name);
    json_kstr(&w, "role", t->role);
    json_kstr(&w, "permissions", t->permissions);
    json_ki64(&w, "expires", t->expires_at);
    json_end(&w);
}

static bool note(const struct job *j, struct store_tx *tx, struct err *err)
{
    struct buf after;
    char thing[40];
    buf_init(&after, 0);
    if (j->row)
        write_after(j->row, &after);
    snprintf(thing, sizeof thing, "token %lld", (long long)j->id);
    struct act act = {.kind = j->row ? "token.create" : "token.end",
                      .region = j->row ? j->row->region : 0,
                      .thing = str_of(thing),
                      .after = buf_str(&after)};
    bool ok = !buf_failed(&after) ? audit_act(j->app, tx, j->who, &act, err)
                                  : err_set(err, ERR_MEMORY, NULL);
    buf_release(&after);
    return ok;
}

static bool create_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct job *j = ctx;
    return store_token_insert(tx, j->row, &j->id, err) && note(j, tx, err);
}

bool token_create(struct app *app, const struct actor *who, struct token_row *row, int64_t days,
                  struct err *err)
{
    struct job j = {.app = app, .who = who, .row = row};
    row->created_by = who->user;
    row->created_at = app_now(app);
    row->expires_at = row->created_at + days * 24 * 3600 * 1000;
    if (!store_write(app->store, create_tx, &j, err))
        return false;
    row->id = j.id;
    return true;
}

static bool end_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct job *j = ctx;
    bool live;
    char text[40];
    snprintf(text, sizeof text, "token %lld", (long long)j->id);
    return store_token_end(tx, j->id, app_now(j->app), &live, err) &&
           (live || err_set(err, ERR_NOT_FOUND, text)) && note(j, tx, err);
}

bool token_end(struct app *app, const struct actor *who, int64_t id, struct err *err)
{
    return store_write(app->store, end_tx, &(struct job){.app = app, .who = who, .id = id}, err);
}

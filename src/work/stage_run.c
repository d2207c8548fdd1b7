/* Limits of steps that have passed: whoever is to act is told, once. See docs/messages.md. */
#include "store/finding.h"
#include "store/finding_life.h"
#include "work/message.h"
#include "work/stage.h"

enum { AT_ONCE = 20, BATCHES_MAX = 5000 };

struct batch {
    struct app *app;
    struct arena *arena;
    struct store_tx *tx;
    msec now;
    int64_t told;
    bool more;
};

/* Who has to do the next step. */
static enum permission permission_of(enum finding_state state)
{
    return state == FINDING_FIXED      ? PERMISSION_finding_recheck
           : state == FINDING_APPEALED ? PERMISSION_finding_hear
                                       : PERMISSION_finding_manage;
}

/* Those that have not answered. */
static bool tell_asked(struct batch *b, struct telling *t, struct err *err)
{
    struct finding_unit_line_rows units = {0};
    if (!store_finding_units(b->tx, b->arena, t->f->id, &units, err))
        return false;
    for (size_t i = 0; i < units.n; i++) {
        const struct finding_unit_line_row *u = &units.at[i];
        if (str_is(u->state, "asked") &&
            !tell_unit(t, MESSAGE_STAGE_LATE, u->unit, u->name, u->name_en, err))
            return false;
    }
    return true;
}

static bool tell(struct batch *b, const struct stage_told_row *late, struct err *err)
{
    struct finding_row f;
    enum finding_state state;
    bool found;
    if (!store_finding_get(b->tx, b->arena, late->finding, &f, &found, err))
        return false;
    if (!found || !finding_state_parse(f.state, &state) || !stage_limited(state))
        return true;
    struct telling t = {
        .app = b->app,
        .tx = b->tx,
        .arena = b->arena,
        .f = &f,
        .stage = true,
        .about = arena_printf(b->arena, "%.*s %lld", STR_ARG(f.state), (long long)f.stage_due_at)};
    b->told++;
    return (t.about.p || err_set(err, ERR_MEMORY, NULL)) &&
           (state != FINDING_DISPATCHED || tell_asked(b, &t, err)) &&
           tell_office(&t, MESSAGE_STAGE_LATE, permission_of(state), 0, STR(""), STR(""), err) &&
           tell_end(&t, err);
}

static bool batch_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct batch *b = ctx;
    struct stage_told_row after = {0};
    struct stage_told_rows rows = {0};
    bool known;
    b->tx = tx;
    if (!store_stage_told(tx, &after, &known, err))
        return false;
    if (!known)
        return store_stage_told_put(tx, &(struct stage_told_row){b->now, 0}, err);
    if (!store_stages_to_tell(tx, b->arena, &after, b->now, AT_ONCE, &rows, err))
        return false;
    b->more = rows.n == AT_ONCE;
    for (size_t i = 0; i < rows.n; i++)
        if (!tell(b, &rows.at[i], err))
            return false;
    return !rows.n || store_stage_told_put(tx, &rows.at[rows.n - 1], err);
}

bool stages_run(struct app *app, int64_t *told, struct err *err)
{
    bool ok = true, more = true;
    *told = 0;
    for (int i = 0; i < BATCHES_MAX && ok && more; i++) {
        struct arena arena;
        arena_init(&arena, 0);
        struct batch b = {.app = app, .arena = &arena, .now = app_now(app)};
        ok = store_write(app->store, batch_tx, &b, err);
        *told += ok ? b.told : 0;
        more = b.more;
        arena_release(&arena);
    }
    return ok;
}

bool stages_to_tell(struct app *app, int64_t *n, struct err *err)
{
    struct stage_told_row after;
    bool known = false;
    struct store_tx *tx = store_read(app->store, err);
    *n = 0;
    bool ok = tx && store_stage_told(tx, &after, &known, err) &&
              (!known || store_stages_to_tell_count(tx, &after, app_now(app), n, err));
    store_read_end(tx);
    return ok;
}

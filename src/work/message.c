#include "work/message.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "store/finding.h"
#include "store/unit.h"
#include "work/channel.h"

enum { WHAT_MAX = 120, REASON_MAX = 300, FORGET_AT_ONCE = 5000 }; /* bytes of texts */

/* ---- who -------------------------------------------------------------------------------------
 */

static bool need_units(struct telling *t, struct err *err)
{
    if (t->have_units)
        return true;
    t->have_units = true;
    return store_posts_of_finding(t->tx, t->arena, t->f->id, app_today(t->app), &t->units, err);
}

static bool need_offices(struct telling *t, struct err *err)
{
    if (t->have_offices)
        return true;
    t->have_offices = true;
    return store_posts_of_offices(t->tx, t->arena, t->f->region, app_today(t->app), &t->offices,
                                  err);
}

/* At a character's end. */
static struct str cut(struct str s, size_t most)
{
    if (s.n <= most)
        return s;
    size_t n = most;
    while (n && ((unsigned char)s.p[n] & 0xC0) == 0x80)
        n--;
    return (struct str){s.p, n};
}

static struct str data_of(struct telling *t, struct str name, struct str name_en)
{
    struct buf text;
    struct json j;
    buf_init(&text, 4096);
    json_begin(&j, &text);
    json_obj(&j);
    json_kstr(&j, "what", cut(t->f->description, WHAT_MAX));
    json_kstr(&j, "unit", name);
    json_kstr(&j, "unit_en", name_en);
    if (t->stage) {
        json_kstr(&j, "state", t->f->state);
        json_ki64(&j, "until", t->f->stage_due_at);
    } else if (t->f->due_at && !t->f->paused_at && t->f->open) {
        json_ki64(&j, "due_at", t->f->due_at);
    }
    if (t->reason.n)
        json_kstr(&j, "reason", cut(t->reason, REASON_MAX));
    if (t->level.n)
        json_kstr(&j, "level", t->level);
    if (t->into.n)
        json_kstr(&j, "into", t->into);
    json_end(&j);
    struct str out = buf_failed(&text) ? STR_NONE : arena_str(t->arena, buf_str(&text));
    buf_release(&text);
    return out;
}

struct str message_key(struct telling *t, enum message_kind kind, int64_t unit)
{
    return arena_printf(t->arena, "%lld %s %lld %.*s", (long long)t->f->id, MESSAGE_KIND[kind].code,
                        (long long)unit, STR_ARG(t->about));
}

static bool add(struct telling *t, enum message_kind kind, const struct told_post_row *p,
                int64_t unit, struct str data, struct err *err)
{
    if (p->user_id == t->by || (t->by_for && p->user_id == t->by_for))
        return true;
    struct message_row row = {.post = p->post,
                              .campaign = t->f->campaign,
                              .finding = t->f->id,
                              .unit = unit,
                              .kind = str_of(MESSAGE_KIND[kind].code),
                              .data = data,
                              .key = message_key(t, kind, unit),
                              .at = app_now(t->app)};
    return (data.p && row.key.p && VEC_PUSH(t->arena, &t->rows, row)) ||
           err_set(err, ERR_MEMORY, NULL);
}

static bool can(const struct told_post_row *p, enum permission permission)
{
    enum role role;
    return role_parse(p->role, &role) && right_scope(role, permission) != SCOPE_none;
}

bool tell_unit(struct telling *t, enum message_kind kind, int64_t unit, struct str name,
               struct str name_en, struct err *err)
{
    struct str data = data_of(t, name, name_en);
    int n = 0;
    if (!need_units(t, err) || !channel_feed(t, kind, unit, data, err))
        return false;
    for (size_t i = 0; i < t->units.n; i++) {
        const struct told_post_row *p = &t->units.at[i];
        if (p->unit != unit || !can(p, PERMISSION_finding_answer))
            continue;
        n++;
        if (!add(t, kind, p, unit, data, err))
            return false;
    }
    return n || kind == MESSAGE_ROUTED_AWAY ||
           tell_office(t, MESSAGE_NOBODY, PERMISSION_finding_manage, unit, name, name_en, err);
}

/* Chosen for an inspector, or its unit's region around the finding. */
static bool covers(const struct told_post_row *p, enum permission permission, region_code region)
{
    enum role role;
    struct region_set chosen;
    if (!role_parse(p->role, &role))
        return false;
    if (right_scope(role, permission) == SCOPE_chosen)
        return region_set_parse(p->regions, &chosen) && region_set_has(&chosen, region);
    return region_inside(region, p->region);
}

/* Posts with a role of this level of the tree alone, so that a county's matter is not told to the
 * whole province. */
static enum region_level nearest(const struct telling *t, const char *role)
{
    enum region_level level = REGION_NATION;
    for (size_t i = 0; i < t->offices.n; i++) {
        const struct told_post_row *p = &t->offices.at[i];
        if (str_is(p->role, role) && region_level_of(p->region) > level &&
            region_inside(t->f->region, p->region))
            level = region_level_of(p->region);
    }
    return level;
}

static bool tell_role(struct telling *t, enum message_kind kind, enum permission permission,
                      const char *role, int64_t unit, struct str data, struct err *err)
{
    enum region_level level = nearest(t, role);
    for (size_t i = 0; i < t->offices.n; i++) {
        const struct told_post_row *p = &t->offices.at[i];
        bool chosen = strcmp(role, ROLES[ROLE_inspector].code) == 0;
        if (str_is(p->role, role) && can(p, permission) && covers(p, permission, t->f->region) &&
            (chosen || region_level_of(p->region) == level) && !add(t, kind, p, unit, data, err))
            return false;
    }
    return true;
}

bool tell_office(struct telling *t, enum message_kind kind, enum permission permission,
                 int64_t unit, struct str name, struct str name_en, struct err *err)
{
    struct str data = data_of(t, name, name_en);
    return need_offices(t, err) && channel_feed(t, kind, unit, data, err) &&
           tell_role(t, kind, permission, ROLES[ROLE_coordinator].code, unit, data, err) &&
           tell_role(t, kind, permission, ROLES[ROLE_inspector].code, unit, data, err) &&
           tell_role(t, kind, permission, ROLES[ROLE_leader].code, unit, data, err);
}

bool tell_leaders(struct telling *t, enum message_kind kind, int64_t unit, struct str name,
                  struct str name_en, struct err *err)
{
    return need_offices(t, err) &&
           tell_role(t, kind, PERMISSION_finding_supervise, ROLES[ROLE_leader].code, unit,
                     data_of(t, name, name_en), err);
}

bool tell_end(struct telling *t, struct err *err)
{
    return store_messages_put(t->tx, t->rows.at, t->rows.n, err) &&
           store_sendings_put(t->tx, t->sendings.at, t->sendings.n, err);
}

/* ---- a post ends -----------------------------------------------------------------------------
 */

static bool copy_all(struct store_tx *tx, int64_t post, const struct told_post_rows *to,
                     const char *role, int *n, struct err *err)
{
    for (size_t i = 0; i < to->n; i++) {
        if (role && !str_is(to->at[i].role, role))
            continue;
        ++*n;
        if (to->at[i].post != post && !store_messages_copy(tx, post, to->at[i].post, err))
            return false;
    }
    return true;
}

static bool to_others(struct app *app, struct store_tx *tx, struct arena *arena, int64_t post,
                      int *n, struct err *err)
{
    struct told_post_rows rows = {0};
    struct post_row row;
    struct unit_row unit;
    bool found;
    if (!store_posts_of_colleagues(tx, arena, post, app_today(app), &rows, err) ||
        !copy_all(tx, post, &rows, NULL, n, err))
        return false;
    if (*n)
        return true;
    return store_post_get(tx, arena, post, &row, &found, err) &&
           store_unit_get(tx, arena, row.unit, &unit, &found, err) &&
           store_posts_of_offices(tx, arena, unit.region, app_today(app), &rows, err) &&
           copy_all(tx, post, &rows, ROLES[ROLE_coordinator].code, n, err);
}

bool messages_pass_on(struct app *app, struct store_tx *tx, struct arena *arena, int64_t post,
                      int64_t to_post, struct err *err)
{
    int n = to_post != 0;
    bool ok = to_post ? store_messages_copy(tx, post, to_post, err)
                      : to_others(app, tx, arena, post, &n, err);
    /* Without anybody they stay where they are: whoever gets the post back finds them. */
    return ok && (!n || store_messages_drop(tx, post, err));
}

/* ---- reading ---------------------------------------------------------------------------------
 */

struct marking {
    struct app *app;
    const struct actor *who;
    int64_t first, last, n;
};

static bool mark_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct marking *m = ctx;
    struct message_reader r = message_reader_of(m->app, m->who->user);
    return store_messages_mark(tx, &r, m->first, m->last, &m->n, err);
}

bool messages_mark(struct app *app, const struct actor *who, int64_t first, int64_t last,
                   struct err *err)
{
    struct marking m = {app, who, first, last, 0};
    return store_write(app->store, mark_tx, &m, err);
}

static bool forget_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct marking *m = ctx;
    msec before = app_now(m->app) - (msec)MESSAGE_KEEP_DAYS * 24 * 3600 * 1000;
    return store_messages_forget(tx, before, FORGET_AT_ONCE, &m->n, err);
}

bool messages_forget(struct app *app, int64_t *gone, struct err *err)
{
    struct marking m = {.app = app};
    bool ok = store_write(app->store, forget_tx, &m, err);
    *gone = m.n;
    return ok;
}

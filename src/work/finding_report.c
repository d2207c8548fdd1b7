/* A new finding: reported by somebody, or filed because somebody superior found it. */
#include "work/findings.h"

#include <stdio.h>

#include "store/campaign.h"
#include "store/finding.h"
#include "store/finding_life.h"
#include "store/place.h"
#include "store/region.h"
#include "work/changes.h"
#include "work/finding_parts.h"
#include "work/stage.h"
#include "work/standards.h"

struct reporting {
    struct app *app;
    struct arena *arena;
    const struct actor *who;
    const struct finding_new *new;
    struct finding_row f;
    enum finding_state state;
    const char *action; /* report or import */
    int64_t id;
    bool again;
};

static bool at(const char *field, struct err *err)
{
    return err_at(err, STR_NONE, 0, 0, field);
}

/* A place that is named is made when it is new; its region is that of the finding. */
static bool find_place(struct reporting *r, struct store_tx *tx, struct err *err)
{
    struct place_row place;
    bool found;
    if (!r->f.place && !r->new->place_name.n)
        return true;
    if (!r->f.place)
        return actor_reaches(r->who, r->f.region, err) &&
               store_place_put(tx, r->f.region, r->new->place_kind, r->new->place_name, &r->f.place,
                               err);
    if (!store_place_get(tx, r->arena, r->f.place, &place, &found, err))
        return false;
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "place") || at("place", err);
    r->f.region = place.region;
    return true;
}

static bool region_fits(struct reporting *r, struct store_tx *tx, const struct campaign_row *c,
                        struct err *err)
{
    struct region_row region;
    struct region_range range = region_subtree(c->region);
    char a[REGION_TEXT_MAX], b[REGION_TEXT_MAX];
    if (!actor_reaches(r->who, r->f.region, err) ||
        !store_region_need(tx, r->arena, r->f.region, &region, err))
        return at("region", err);
    region_format(r->f.region, a);
    region_format(c->region, b);
    return (r->f.region >= range.lo && r->f.region <= range.hi) ||
           err_set(err, ERR_OUT_OF_REGION, a, b) || at("region", err);
}

static bool round_fits(struct reporting *r, struct store_tx *tx, struct err *err)
{
    struct round_rows rounds = {0};
    if (!r->f.round)
        return true;
    if (!store_rounds(tx, r->arena, r->f.campaign, &rounds, err))
        return false;
    for (size_t i = 0; i < rounds.n; i++)
        if (rounds.at[i].number == r->f.round)
            return true;
    return err_set(err, ERR_NOT_FOUND, "round") || at("round", err);
}

static bool repeat_fits(struct reporting *r, struct store_tx *tx, struct err *err)
{
    struct finding_row other;
    bool found;
    if (!r->f.repeat_of)
        return true;
    if (!store_finding_get(tx, r->arena, r->f.repeat_of, &other, &found, err))
        return false;
    return (found && other.campaign == r->f.campaign) || err_set(err, ERR_NOT_FOUND, "finding") ||
           at("repeat_of", err);
}

static bool words_fit(struct reporting *r, struct store_tx *tx, const struct campaign_row *c,
                      struct err *err)
{
    const struct standard *s;
    char text[WHEN_TEXT_MAX];
    if (!r->f.description.n)
        return err_set(err, ERR_EMPTY, NULL) || at("text", err);
    if (life_word_find(FINDING_SOURCES, SOURCE_COUNT, r->f.source) < 0)
        return err_set(err, ERR_CHOICE, err_word(r->f.source).z,
                       "self, patrol, unannounced, ...") ||
               at("source", err);
    if (r->f.found_at > app_now(r->app)) {
        when_format(r->f.found_at, text);
        return err_set(err, ERR_FINDING_LATER, text) || at("found_at", err);
    }
    if (!r->f.item.n)
        return true;
    return standard_get(r->app, tx, c->standard, &s, err) &&
           (map_get(&s->item_by, r->f.item) >= 0 || err_set(err, ERR_NOT_FOUND, "item") ||
            at("item", err));
}

static bool put_defects(struct reporting *r, struct store_tx *tx, struct err *err)
{
    struct finding_defect_row rows[FINDING_DEFECTS_MAX];
    int n = 0;
    for (int i = 0; i < r->new->n_defects &&n < FINDING_DEFECTS_MAX; i++) {
        if (!str_trim(r->new->defects[i]).n)
            return err_set(err, ERR_EMPTY, NULL) || at("defects", err);
        rows[n] = (struct finding_defect_row){r->id, n + 1, str_trim(r->new->defects[i])};
        n++;
    }
    return !n || store_finding_defects_insert(tx, rows, (size_t)n, err);
}

static bool note(struct reporting *r, struct store_tx *tx, struct err *err)
{
    struct finding_step_row step = {.finding = r->id,
                                    .at = app_now(r->app),
                                    .user_id = r->who->user,
                                    .for_user = r->who->for_user,
                                    .unit = r->who->unit,
                                    .action = str_of(r->action),
                                    .became = r->f.state};
    struct changes c;
    changes_begin(&c);
    changes_str(&c, "text", STR(""), r->f.description);
    changes_str(&c, "source", STR(""), r->f.source);
    changes_str(&c, "item", STR(""), r->f.item);
    changes_i64(&c, "place", 0, r->f.place);
    changes_str(&c, "state", STR(""), r->f.state);
    changes_i64(&c, "repeat_of", 0, r->f.repeat_of);
    changes_i64(&c, "stage_due_at", 0, r->f.stage_due_at);
    char kind[40];
    snprintf(kind, sizeof kind, "finding.%s", r->action);
    struct act act = {.kind = kind,
                      .region = r->f.region,
                      .thing = arena_printf(r->arena, "finding %lld", (long long)r->id)};
    bool ok = store_finding_step_add(tx, &step, err) &&
              changes_act(&c, r->app, tx, r->who, &act, true, err);
    changes_end(&c);
    return ok;
}

/* Is it there already under its key? Then it must be the same one. */
static bool again(struct reporting *r, struct store_tx *tx, bool *there, struct err *err)
{
    struct finding_row old;
    if (!store_finding_by_key(tx, r->arena, r->f.campaign, r->f.key, &old, there, err))
        return false;
    if (!*there)
        return true;
    r->id = old.id;
    return (old.found_by == r->who->user && str_eq(old.description, r->f.description)) ||
           err_set(err, ERR_KEY_USED, err_word(r->f.key).z) || at("key", err);
}

static bool report(struct store_tx *tx, void *ctx, struct err *err)
{
    struct reporting *r = ctx;
    struct campaign_row c;
    bool found;
    if (!again(r, tx, &found, err))
        return false;
    r->again = found;
    if (found)
        return true;
    if (!store_campaign_get(tx, r->arena, r->f.campaign, &c, &found, err))
        return false;
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "campaign");
    if (!words_fit(r, tx, &c, err) || !find_place(r, tx, err) || !region_fits(r, tx, &c, err) ||
        !round_fits(r, tx, err) || !repeat_fits(r, tx, err))
        return false;
    r->f.county = region_level_of(r->f.region) > REGION_COUNTY
                      ? region_at_level(r->f.region, REGION_COUNTY)
                      : r->f.region;
    return stage_due(tx, r->arena, r->f.campaign, r->f.region, r->state, app_now(r->app),
                     &r->f.stage_due_at, err) &&
           store_finding_add(tx, &r->f, &r->id, err) && put_defects(r, tx, err) &&
           finding_hands_put(tx, r->who, r->id, HAND_FOUND, err) && note(r, tx, err);
}

static struct reporting of(struct app *app, struct arena *arena, const struct actor *who,
                           const struct finding_new *new, enum finding_state state)
{
    struct reporting r = {.app = app, .arena = arena, .who = who, .new = new, .f = new->row};
    struct finding_row *f = &r.f;
    r.action = state == FINDING_FILED ? "import" : "report";
    f->description = str_trim(f->description);
    f->found_by = who->user;
    f->filed_at = state == FINDING_FILED ? app_now(app) : 0;
    if (!f->found_at)
        f->found_at = app_now(app);
    if (f->severity < 1 || f->severity > 3)
        f->severity = 1;
    if (f->good)
        state = FINDING_NOTED;
    r.state = state;
    f->state = str_of(FINDING_STATES[state].code);
    f->open = FINDING_STATES[state].open;
    f->version = 1;
    return r;
}

bool finding_report(struct app *app, const struct actor *who, const struct finding_new *new,
                    int64_t *id, bool *again, struct err *err)
{
    struct arena arena;
    arena_init(&arena, 0);
    struct reporting r = of(app, &arena, who, new, FINDING_REPORTED);
    bool ok = store_write(app->store, report, &r, err);
    if (ok) {
        *id = r.id;
        *again = r.again;
    }
    arena_release(&arena);
    return ok;
}

bool finding_file_tx(struct app *app, struct store_tx *tx, struct arena *arena,
                     const struct actor *who, const struct finding_new *new, int64_t *id,
                     struct err *err)
{
    struct reporting r = of(app, arena, who, new, FINDING_FILED);
    if (!report(tx, &r, err))
        return false;
    *id = r.id;
    return true;
}

#include "work/value_entry.h"

#include <stdio.h>

#include "store/campaign.h"
#include "store/place.h"
#include "store/region.h"
#include "store/value.h"
#include "work/board_change.h"
#include "work/standards.h"
#include "work/value_act.h"
#include "work/value_scope.h"

/* ---- checking one entry -------------------------------------------------------------------------
 */

static void row_of_entry(const struct value_entry *in, struct value_row *row)
{
    *row = (struct value_row){.campaign = in->campaign,
                              .region = in->region,
                              .place = in->place,
                              .code = in->code,
                              .part = in->part,
                              .period = in->period,
                              .state = in->state,
                              .number = in->value,
                              .has_number = in->has_value,
                              .numerator = in->numerator,
                              .has_numerator = in->has_ratio,
                              .denominator = in->denominator,
                              .has_denominator = in->has_ratio,
                              .source = in->source,
                              .note = in->note,
                              .version = in->version};
}

static bool unknown_code(const struct standard *s, struct str code, struct err *err)
{
    err_set(err, ERR_VALUE_CODE, err_word(code).z, err_word(s->id).z, err_word(s->edition).z);
    return err_at(err, STR_NONE, 0, 0, "code");
}

/* A part must be one of the standard: a named part, a reference, a sub-area or a deduction. */
static bool part_fits(const struct standard *s, const struct value *v, struct err *err)
{
    if (v->part.n == 0)
        return true;
    if (v->item) {
        const struct item *item = &s->items[v->code];
        for (int i = 0; i < item->deductions.n; i++)
            if (str_eq(s->deductions[item->deductions.first + i].part, v->part))
                return true;
    } else {
        const struct indicator *ind = &s->indicators[v->code];
        region_code area;
        for (int i = 0; i < ind->parts.n; i++)
            if (str_eq(s->parts[ind->parts.first + i].code, v->part))
                return true;
        for (int i = 0; i < ind->rules.n; i++) {
            const struct rule *r = &s->rules[ind->rules.first + i];
            if (r->reference.n && str_eq(r->reference, v->part))
                return true;
            if (r->scope == RULE_EVERY_AREA && region_parse(v->part, &area, NULL) &&
                region_inside(area, v->region))
                return true;
        }
    }
    return err_set(err, ERR_DANGLING, err_word(v->part).z, "parts.csv");
}

/* Marks belong to the months of the campaign; indicators go back as many years as the standard
 * collects, and ten at least, for trends and means. */
static bool period_fits(const struct campaign_row *c, const struct standard *s,
                        const struct value *v, struct err *err)
{
    enum { YEARS_BACK = 10 };
    int years = v->item                                     ? 0
                : s->indicators[v->code].years > YEARS_BACK ? s->indicators[v->code].years
                                                            : YEARS_BACK;
    int year = period_year(v->period), first = period_year((period)c->period_from) - years,
        last = period_year((period)c->period_to);
    if (year >= first && year <= last)
        return true;
    char shown[24], lo[24], hi[24];
    snprintf(shown, sizeof shown, "%d", year);
    snprintf(lo, sizeof lo, "%d", first);
    snprintf(hi, sizeof hi, "%d", last);
    err_set(err, ERR_RANGE, shown, lo, hi);
    return err_at(err, STR_NONE, 0, 0, "period");
}

/* Everything about one entry that the campaign and its standard know. */
static bool entry_fits(const struct campaign_row *c, const struct standard *s,
                       const struct value_entry *in, struct err *err)
{
    struct value v;
    if (!value_of_code(s, in->region, in->place, in->code, in->period, in->state, &v))
        return unknown_code(s, in->code, err);
    v.part = in->part;
    if (v.item != (in->place != 0) && (!v.item || s->items[v.code].checklist >= 0))
        return err_set(err, v.item ? ERR_FIELD_MISSING : ERR_FIELD_UNKNOWN, "place", "code, value");
    if (v.item && in->place && s->items[v.code].checklist < 0)
        return err_set(err, ERR_FIELD_UNKNOWN, "place", "code, value");
    if (!part_fits(s, &v, err) || !period_fits(c, s, &v, err))
        return false;
    if (in->state != VALUE_PRESENT)
        return in->has_value || in->has_ratio
                   ? err_set(err, ERR_STATE_NUMBER, value_state_word(in->state))
                   : true;
    if (in->has_value == in->has_ratio)
        return err_set(err, ERR_ONE_NUMBER, NULL);
    v.ratio = in->has_ratio;
    v.value = in->value;
    v.numerator = in->numerator;
    v.denominator = in->denominator;
    struct arena scratch;
    struct values check;
    arena_init(&scratch, 0);
    values_init(&check, &scratch, s);
    bool ok = values_add(&check, &v, err);
    arena_release(&scratch);
    return ok;
}

/* The campaign, its standard, and whether the actor may write there. */
static bool open_campaign(struct app *app, struct store_tx *tx, struct arena *arena,
                          int64_t campaign, struct campaign_row *row, const struct standard **s,
                          struct err *err)
{
    bool found;
    if (!store_campaign_get(tx, arena, campaign, row, &found, err))
        return false;
    if (!found) {
        char text[40];
        snprintf(text, sizeof text, "campaign %lld", (long long)campaign);
        return err_set(err, ERR_NOT_FOUND, text);
    }
    return standard_get(app, tx, row->standard, s, err);
}

/* The first few regions that the person could have meant: "532621, 532622, 532623, ...". */
static bool assessed_words(struct store_tx *tx, struct arena *arena, const struct actor *who,
                           const struct campaign_row *c, char out[ERR_ARG_MAX], struct err *err)
{
    enum { SHOWN = 4 };
    struct subject_rows rows = {0};
    struct region_set within = region_set_within(&who->within, c->region);
    for (int i = 0; i < within.n && rows.n <= SHOWN; i++)
        if (!store_subject_page(tx, arena, c->id, region_subtree(within.at[i]), 0, SHOWN + 1, &rows,
                                err))
            return false;
    size_t n = 0;
    snprintf(out, ERR_ARG_MAX, "-");
    for (size_t i = 0; i < rows.n && i < SHOWN; i++) {
        char code[REGION_TEXT_MAX];
        region_format(rows.at[i].region, code);
        n += (size_t)snprintf(out + n, ERR_ARG_MAX - n, "%s%s", n ? ", " : "", code);
    }
    if (rows.n > SHOWN)
        snprintf(out + n, ERR_ARG_MAX - n, ", ...");
    return true;
}

static bool not_assessed(struct store_tx *tx, struct arena *arena, const struct actor *who,
                         const struct campaign_row *c, region_code region, struct err *err)
{
    struct region_row row;
    bool found;
    char code[REGION_TEXT_MAX], shown[ERR_ARG_MAX], others[ERR_ARG_MAX];
    if (!store_region_get(tx, arena, region, &row, &found, err) ||
        !assessed_words(tx, arena, who, c, others, err))
        return false;
    region_format(region, code);
    if (found) {
        snprintf(shown, sizeof shown, "%s %.*s", code, STR_ARG(row.name));
        err_set(err, ERR_NOT_ASSESSED, shown, others);
    } else {
        err_set(err, ERR_REGION_UNKNOWN, code);
    }
    return err_at(err, STR_NONE, 0, 0, "region");
}

static bool region_in_campaign(region_code region, const struct actor *who,
                               const struct campaign_row *c, struct err *err)
{
    if (!actor_reaches(who, region, err))
        return err_at(err, STR_NONE, 0, 0, "region");
    if (region_inside(region, c->region))
        return true;
    char a[REGION_TEXT_MAX], b[REGION_TEXT_MAX];
    region_format(region, a);
    region_format(c->region, b);
    err_set(err, ERR_OUT_OF_CAMPAIGN, a, b);
    return err_at(err, STR_NONE, 0, 0, "region");
}

/* In range of the actor, of the campaign, and a subject of it. */
static bool region_fits(struct store_tx *tx, struct arena *arena, const struct actor *who,
                        const struct campaign_row *c, const struct value_scope *scope,
                        region_code region, struct err *err)
{
    return region_in_campaign(region, who, c, err) &&
           (value_scope_assessed(scope, region) || not_assessed(tx, arena, who, c, region, err));
}

/* The place stands in the region and is of the kind that the item is judged at. */
static bool place_fits(const struct value_scope *scope, const struct standard *s,
                       const struct value_entry *in, struct err *err)
{
    if (in->place == 0)
        return true;
    const struct item *item = &s->items[map_get(&s->item_by, in->code)];
    struct str kind = s->checklists[item->checklist].kind;
    const struct place_row *place = value_scope_place(scope, in->region, in->place);
    if (place && str_eq(place->kind, kind))
        return true;
    char id[24], region[REGION_TEXT_MAX];
    snprintf(id, sizeof id, "%lld", (long long)in->place);
    region_format(in->region, region);
    err_set(err, ERR_PLACE_UNKNOWN, id, region, err_word(in->code).z, err_word(kind).z);
    return err_at(err, STR_NONE, 0, 0, "place");
}

/* ---- one value
 * ----------------------------------------------------------------------------------- */

struct standing {
    region_code region;
    int rank;
    dec points;
    bool scored;
};

/* Where the ranked region around the value stands. */
static void standing_of(struct app *app, struct store_tx *tx, int64_t campaign, region_code region,
                        struct standing *out)
{
    struct board_hold hold;
    *out = (struct standing){.region = region};
    if (!board_take(app, tx, campaign, 0, &hold, NULL))
        return;
    struct arena arena;
    struct rank_row *rows;
    int n;
    arena_init(&arena, 0);
    if (hold.standard->n_rankings && rank_make(&arena, hold.now, NULL, 0, &rows, &n, NULL))
        for (int i = 0; i < n; i++) {
            region_code around = hold.now->values->subjects[rows[i].subject].region;
            if (!region_inside(region, around))
                continue;
            out->region = around;
            out->rank = rows[i].rank;
            out->points = rows[i].points;
            out->scored = rows[i].why != UNRANKED_STATE;
        }
    arena_release(&arena);
    board_give(app, &hold);
}

/* A version was seen, but no value is there: nothing can be deleted, so it is another's number. */
static bool value_gone(const struct value_row *row, struct err *err)
{
    char text[ERR_ARG_MAX], region[REGION_TEXT_MAX];
    region_format(row->region, region);
    snprintf(text, sizeof text, "%s %.*s", region, STR_ARG(row->code));
    return err_set(err, ERR_NOT_FOUND, text);
}

struct entering {
    struct app *app;
    const struct actor *who;
    const struct value_entry *in;
    struct value_row row;
    int64_t version; /* of the campaign, afterwards */
    struct arena *arena;
};

static bool enter_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct entering *e = ctx;
    struct campaign_row c;
    const struct standard *s;
    struct value_scope scope;
    struct region_range one = {e->in->region, e->in->region};
    if (!open_campaign(e->app, tx, e->arena, e->in->campaign, &c, &s, err) ||
        !value_scope_read(&scope, tx, e->arena, c.id, one, err) ||
        !region_fits(tx, e->arena, e->who, &c, &scope, e->in->region, err) ||
        !entry_fits(&c, s, e->in, err) || !place_fits(&scope, s, e->in, err))
        return false;
    struct value_row there;
    bool found = false;
    row_of_entry(e->in, &e->row);
    if (e->row.version > 0) { /* the version that was seen belongs to the value that is there */
        if (!store_value_find(tx, e->arena, &e->row, &there, &found, err))
            return false;
        if (!found)
            return value_gone(&e->row, err);
        e->row.id = there.id;
    }
    return store_value_put(tx, &e->row, e->who->user, app_now(e->app), err) &&
           value_act(e->app, tx, e->arena, e->who, found ? &there : NULL, &e->row, err) &&
           store_campaign_version(tx, c.id, &e->version, err);
}

bool value_enter(struct app *app, const struct actor *who, const struct value_entry *in,
                 struct value_outcome *out, struct err *err)
{
    struct arena arena;
    arena_init(&arena, 0);
    struct entering e = {.app = app, .who = who, .in = in, .arena = &arena};
    struct standing before, after;
    struct store_tx *tx = store_read(app->store, err);
    bool ok = tx != NULL;
    if (ok)
        standing_of(app, tx, in->campaign, in->region, &before);
    store_read_end(tx);
    ok = ok && store_write(app->store, enter_tx, &e, err);
    if (ok)
        boards_value_changed(app, &e.row, e.version);
    tx = ok ? store_read(app->store, err) : NULL;
    if (tx) {
        standing_of(app, tx, in->campaign, in->region, &after);
        store_read_end(tx);
        *out = (struct value_outcome){.id = e.row.id,
                                      .version = e.row.version,
                                      .region = after.region,
                                      .scored_before = before.scored,
                                      .scored_after = after.scored,
                                      .points_before = before.points,
                                      .points_after = after.points,
                                      .rank_before = before.rank,
                                      .rank_after = after.rank};
    }
    arena_release(&arena);
    return ok && tx;
}

/* ---- many
 * ----------------------------------------------------------------------------------------- */

struct importing {
    struct app *app;
    const struct actor *who;
    const struct value_batch *in;
    struct value_entry *entries; /* with the ids of their places */
    int at;
    struct err_list *problems;
    struct arena *arena;
};

static void problem_at(struct importing *m, int i, struct err *e)
{
    if (m->in->rows && e->place.row == 0)
        e->place.row = m->in->rows[i];
    err_list_add(m->problems, e);
}

/* What the entries may name, as far as it lies inside the campaign. */
static bool read_scope(struct importing *m, struct store_tx *tx, const struct campaign_row *c,
                       struct value_scope *scope, struct err *err)
{
    struct region_range all = region_subtree(c->region), used = {all.hi, all.lo};
    for (int i = 0; i < m->in->n; i++) {
        region_code region = m->entries[i].region;
        if (region < all.lo || region > all.hi)
            continue;
        used.lo = region < used.lo ? region : used.lo;
        used.hi = region > used.hi ? region : used.hi;
    }
    return value_scope_read(scope, tx, m->arena, c->id, used, err);
}

/* The kind of place at which the item of this code is judged; empty when there is none. */
static struct str kind_of(const struct standard *s, struct str code)
{
    int64_t item = map_get(&s->item_by, code);
    int checklist = item >= 0 ? s->items[item].checklist : -1;
    return checklist >= 0 ? s->checklists[checklist].kind : STR_NONE;
}

/* The ids of the places that the entries name, made when they are new. Where an entry is not in
 * order, that is found later, and nothing of this is kept. */
static bool put_places(struct importing *m, struct store_tx *tx, const struct campaign_row *c,
                       const struct standard *s, struct err *err)
{
    struct value_scope scope;
    struct map made = {0};
    if (!read_scope(m, tx, c, &scope, err))
        return false;
    for (int i = 0; i < m->in->n; i++) {
        struct value_entry *e = &m->entries[i];
        struct str kind = kind_of(s, e->code);
        if (!e->place_name.n || !kind.n)
            continue;
        const struct place_row *known = value_scope_named(&scope, e->region, kind, e->place_name);
        if (known) {
            e->place = known->id;
            continue;
        }
        struct str key = arena_printf(m->arena, "%lld %.*s %.*s", (long long)e->region,
                                      STR_ARG(kind), STR_ARG(e->place_name));
        int64_t id = key.p ? map_get(&made, key) : -1;
        if (id < 0 && (!store_place_put(tx, e->region, kind, e->place_name, &id, err) || !key.p ||
                       !map_put(m->arena, &made, key, id)))
            return err && err->code ? false : err_set(err, ERR_MEMORY, NULL);
        e->place = id;
    }
    return true;
}

/* Assessed from now on: inside the person's range and the campaign. */
static bool put_subjects(struct importing *m, struct store_tx *tx, const struct campaign_row *c,
                         struct err *err)
{
    for (size_t i = 0; i < m->in->n_subjects; i++)
        if (!region_in_campaign(m->in->subjects[i].region, m->who, c, err))
            return false;
    return store_subjects_put(tx, c->id, m->in->subjects, m->in->n_subjects, err);
}

/* Checks every entry. A region that does not fit is reported once per run of rows. */
static bool check_all(struct importing *m, struct store_tx *tx, const struct campaign_row *c,
                      const struct standard *s, struct err *err)
{
    region_code known = -1;
    bool known_ok = false;
    size_t before = m->problems->total;
    struct value_scope scope;
    if (!read_scope(m, tx, c, &scope, err))
        return false;
    for (int i = 0; i < m->in->n; i++) {
        struct err e = {0};
        const struct value_entry *in = &m->entries[i];
        if (in->region != known) {
            known = in->region;
            known_ok = region_fits(tx, m->arena, m->who, c, &scope, known, &e);
            if (!known_ok && err_http(e.code) >= 500) {
                if (err)
                    *err = e;
                return false;
            }
        } else if (!known_ok) {
            continue;
        }
        if (!known_ok || !entry_fits(c, s, in, &e) || !place_fits(&scope, s, in, &e))
            problem_at(m, i, &e);
    }
    if (m->problems->total == before)
        return true;
    char text[24];
    snprintf(text, sizeof text, "%zu", m->problems->total);
    return err_set(err, ERR_VALUES_INVALID, text);
}

static bool next_row(void *ctx, struct value_row *row)
{
    struct importing *m = ctx;
    if (m->at == m->in->n)
        return false;
    row_of_entry(&m->entries[m->at++], row);
    return true;
}

static void rewind_rows(void *ctx)
{
    ((struct importing *)ctx)->at = 0;
}

static bool import_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct importing *m = ctx;
    struct campaign_row c;
    const struct standard *s;
    if (!open_campaign(m->app, tx, m->arena, m->in->campaign, &c, &s, err) ||
        (m->in->n_subjects && !put_subjects(m, tx, &c, err)) ||
        (m->in->new_places && !put_places(m, tx, &c, s, err)) || !check_all(m, tx, &c, s, err))
        return false;
    struct value_source source = {next_row, rewind_rows, m};
    return store_values_import(tx, c.id, source, m->who->user, app_now(m->app), err) &&
           values_act(m->app, tx, m->arena, m->who, &c, m->entries, m->in->n, err);
}

static bool only_look(struct importing *m, struct err *err)
{
    struct campaign_row c;
    const struct standard *s;
    struct store_tx *tx = store_read(m->app->store, err);
    bool ok = tx && open_campaign(m->app, tx, m->arena, m->in->campaign, &c, &s, err) &&
              check_all(m, tx, &c, s, err);
    store_read_end(tx);
    return ok;
}

bool values_enter(struct app *app, const struct actor *who, const struct value_batch *in,
                  struct err_list *problems, struct err *err)
{
    struct arena arena;
    arena_init(&arena, 0);
    struct importing m = {.app = app, .who = who, .in = in, .problems = problems, .arena = &arena};
    m.entries = ARENA_ARRAY(&arena, (size_t)in->n + 1, struct value_entry);
    bool ok = m.entries || err_set(err, ERR_MEMORY, NULL);
    for (int i = 0; ok && i < in->n; i++)
        m.entries[i] = in->entries[i];
    if (ok)
        ok = in->dry ? only_look(&m, err) : store_write(app->store, import_tx, &m, err);
    arena_release(&arena);
    return ok;
}

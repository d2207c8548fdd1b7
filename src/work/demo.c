#include "work/demo.h"

#include <sodium.h>
#include <stdio.h>

#include "store/campaign.h"
#include "store/place.h"
#include "store/region.h"
#include "store/value.h"
#include "work/audit.h"
#include "work/demo_data.h"
#include "work/demo_life.h"
#include "work/demo_people.h"
#include "work/standards.h"

#define CODE(text6) ((region_code)text6 * 1000000000)

const char *const DEMO_NOTICE[2] = {
    [LANG_ZH] = "演示数据，不代表任何真实地区",
    [LANG_EN] = "Demonstration data: these are not the figures of any real area"};

enum { COUNTIES = 8, TOWNS = 2, DEMO_SEED = 20260424, OPEN_FINDINGS = 126 };
static const region_code DEMO_PREFECTURE = (region_code)5326 * 100000000000;

/* Wanted on-site points in tenths: county seat and two towns, March and April. Everything else
 * (ranks, distances, movement) is what the scoring makes of them. */
static const struct {
    region_code county;
    int march[1 + TOWNS], april[1 + TOWNS];
} SITUATION[COUNTIES] = {
    {CODE(532601), {9124, 8895, 8741}, {9189, 9022, 8810}},
    {CODE(532622), {9032, 8814, 8768}, {9216, 9053, 8975}},
    {CODE(532623), {8901, 8502, 8428}, {8936, 8662, 8514}},
    {CODE(532624), {8843, 8152, 8016}, {9154, 8461, 8337}},
    {CODE(532625), {8975, 8698, 8604}, {9047, 8846, 8792}},
    {CODE(532626), {8623, 8205, 8119}, {8812, 8427, 8293}},
    {CODE(532627), {8999, 8703, 8617}, {9085, 8934, 8896}},
    {CODE(532628), {8888, 8583, 8465}, {8993, 8715, 8689}},
};
static const region_code OPEN_COUNTY = CODE(532624);

static const struct round_row ROUNDS[DEMO_ROUNDS] = {
    {.number = 1,
     .name_zh = STR_INIT("三月交叉检查（演示）"),
     .name_en = STR_INIT("March cross-check (demonstration)"),
     .period = 202603},
    {.number = 2,
     .name_zh = STR_INIT("四月交叉检查（演示）"),
     .name_en = STR_INIT("April cross-check (demonstration)"),
     .period = 202604},
};

struct creating {
    struct app *app;
    struct arena *arena;
    int64_t standard_id;
    const struct standard *standard;
    struct demo_subject subjects[COUNTIES * (1 + TOWNS)];
    struct demo_data data;
    struct demo_plan plan;
    int64_t *place_ids;
    int64_t campaign;
    size_t next;
    char password[crypto_pwhash_STRBYTES];
};

static void set_targets(struct demo_subject *s, int county, int which)
{
    s->target[0] = (dec){SITUATION[county].march[which] * DEC_ONE / 10};
    s->target[1] = (dec){SITUATION[county].april[which] * DEC_ONE / 10};
}

/* The counties and, of each, its second and third town: the first is mostly the seat itself. */
static bool find_subjects(struct creating *c, struct store_tx *tx, struct err *err)
{
    for (int i = 0; i < COUNTIES; i++) {
        struct region_row county;
        struct region_rows towns = {0};
        struct demo_subject *s = &c->subjects[i * (1 + TOWNS)];
        if (!store_region_need(tx, c->arena, SITUATION[i].county, &county, err) ||
            !store_region_children(tx, c->arena, SITUATION[i].county, 0, 1 + TOWNS, &towns, err))
            return false;
        if (towns.n < 1 + TOWNS)
            return err_set(err, ERR_NOT_FOUND, "towns of the demonstration's counties");
        s[0] = (struct demo_subject){
            .region = county.code, .name = county.name, .county = i * (1 + TOWNS)};
        set_targets(&s[0], i, 0);
        for (int t = 1; t <= TOWNS; t++) {
            s[t] = (struct demo_subject){
                .region = towns.at[t].code, .name = towns.at[t].name, .county = i * (1 + TOWNS)};
            set_targets(&s[t], i, t);
        }
    }
    return true;
}

static bool make_plan(struct creating *c, struct err *err)
{
    int64_t sheet = map_get(&c->standard->node_by, STR("onsite"));
    int64_t kind = map_get(&c->standard->subject_by, STR("county"));
    if (sheet < 0 || kind < 0)
        return err_set(err, ERR_NOT_FOUND, "node onsite or subject county of the standard");
    c->plan = (struct demo_plan){.standard = c->standard,
                                 .subjects = c->subjects,
                                 .n_subjects = ARRAY_LEN(c->subjects),
                                 .rounds = {202603, 202604},
                                 .sheet_node = (int)sheet,
                                 .county_kind = (int)kind,
                                 .open_findings = OPEN_FINDINGS,
                                 .seed = DEMO_SEED};
    for (int i = 0; i < c->plan.n_subjects; i++)
        if (c->subjects[i].region == OPEN_COUNTY)
            c->plan.open_county = i;
    return demo_data_make(c->arena, &c->plan, &c->data, err);
}

static bool hash_password(struct creating *c, struct err *err)
{
    return crypto_pwhash_str(c->password, DEMO_PASSWORD, strlen(DEMO_PASSWORD),
                             crypto_pwhash_OPSLIMIT_INTERACTIVE,
                             crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0 ||
           err_set(err, ERR_MEMORY, NULL);
}

/* ---- one transaction
 * ------------------------------------------------------------------------------- */

static bool put_campaign(struct creating *c, struct store_tx *tx, struct err *err)
{
    struct campaign_row row = {
        .standard = c->standard_id,
        .region = DEMO_PREFECTURE,
        .name_zh = STR("2026 年国家卫生县创建月度交叉检查（演示数据）"),
        .name_en = STR("National hygienic county campaign 2026, monthly cross-checks "
                       "(demonstration data)"),
        .period_from = 202601,
        .period_to = 202612,
        .demo = true,
        .created_at = app_now(c->app)};
    struct subject_row subjects[ARRAY_LEN(c->subjects)];
    struct round_row rounds[DEMO_ROUNDS];
    if (!store_campaign_insert(tx, &row, &c->campaign, err))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(c->subjects); i++) {
        int kind = standard_subject_of(c->standard, c->subjects[i].region);
        if (kind < 0)
            return err_set(err, ERR_NOT_FOUND, "subject town of the standard");
        subjects[i] = (struct subject_row){.campaign = c->campaign,
                                           .region = c->subjects[i].region,
                                           .kind = c->standard->subjects[kind].code};
    }
    for (int i = 0; i < DEMO_ROUNDS; i++) {
        int month = period_month((period)ROUNDS[i].period);
        rounds[i] = ROUNDS[i];
        rounds[i].campaign = c->campaign;
        rounds[i].starts_on = date_to_days((struct date){2026, month, 16});
        rounds[i].ends_on = date_to_days((struct date){2026, month, 24});
    }
    return store_subjects_put(tx, c->campaign, subjects, ARRAY_LEN(subjects), err) &&
           store_rounds_put(tx, c->campaign, rounds, DEMO_ROUNDS, err);
}

static bool put_places(struct creating *c, struct store_tx *tx, struct err *err)
{
    for (size_t i = 0; i < c->data.places.n; i++) {
        const struct demo_place *p = &c->data.places.at[i];
        if (!store_place_put(tx, p->region, c->standard->checklists[p->checklist].kind, p->name,
                             &c->place_ids[i], err))
            return false;
    }
    return true;
}

static bool next_value(void *ctx, struct value_row *row)
{
    struct creating *c = ctx;
    if (c->next == c->data.values.n)
        return false;
    const struct value *v = &c->data.values.at[c->next++].v;
    const struct standard *s = c->standard;
    bool number = v->state == VALUE_PRESENT;
    *row =
        (struct value_row){.campaign = c->campaign,
                           .region = v->region,
                           .place = v->place ? c->place_ids[v->place - 1] : 0,
                           .code = v->item ? s->items[v->code].code : s->indicators[v->code].code,
                           .part = v->part,
                           .period = v->period,
                           .state = v->state,
                           .number = v->value,
                           .has_number = number && !v->ratio,
                           .numerator = v->numerator,
                           .has_numerator = number && v->ratio,
                           .denominator = v->denominator,
                           .has_denominator = number && v->ratio,
                           .source = v->source,
                           .note = v->note};
    return true;
}

static void rewind_values(void *ctx)
{
    ((struct creating *)ctx)->next = 0;
}

static bool put_findings(struct creating *c, struct store_tx *tx, struct err *err)
{
    struct demo_life life = {.arena = c->arena,
                             .campaign = c->campaign,
                             .standard = c->standard,
                             .places = c->place_ids};
    for (int r = 0; r < DEMO_ROUNDS; r++)
        life.found[r] = (struct date){2026, period_month((period)ROUNDS[r].period), 20};
    return demo_life_put(tx, &life, &c->data, err);
}

static bool create_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct creating *c = ctx;
    int64_t user;
    struct value_source source = {next_value, rewind_values, c};
    struct demo_people people = {.arena = c->arena,
                                 .password = str_of(c->password),
                                 .prefecture = DEMO_PREFECTURE,
                                 .county = OPEN_COUNTY,
                                 .now = app_now(c->app)};
    for (size_t i = 0; i < ARRAY_LEN(c->subjects) && !people.town; i++)
        if (region_parent(c->subjects[i].region) == OPEN_COUNTY)
            people.town = c->subjects[i].region;
    return demo_people_put(tx, &people, &user, err) && put_campaign(c, tx, err) &&
           put_places(c, tx, err) &&
           store_values_import(tx, c->campaign, source, user, app_now(c->app), err) &&
           put_findings(c, tx, err) &&
           audit_act(c->app, tx, &ACTOR_CONSOLE,
                     &(struct act){.kind = "demo.create", .thing = STR("campaign")}, err);
}

static bool prepare(struct creating *c, struct err *err)
{
    struct campaign_rows there = {0};
    struct store_tx *tx = store_read(c->app->store, err);
    bool ok = tx && store_campaign_page(tx, c->arena, region_subtree(DEMO_PREFECTURE), 0, 100,
                                        &there, err);
    for (size_t i = 0; ok && i < there.n; i++)
        if (there.at[i].demo)
            ok = err_set(err, ERR_EXISTS, "demo");
    ok = ok && standard_get(c->app, tx, c->standard_id, &c->standard, err) &&
         find_subjects(c, tx, err);
    store_read_end(tx);
    if (!ok || !make_plan(c, err) || !hash_password(c, err))
        return false;
    c->place_ids = ARENA_ARRAY(c->arena, c->data.places.n + 1, int64_t);
    return c->place_ids ? true : err_set(err, ERR_MEMORY, NULL);
}

bool demo_create(struct app *app, int64_t standard, struct err *err)
{
    struct arena arena;
    arena_init(&arena, 0);
    struct creating *c = ARENA_NEW(&arena, struct creating);
    bool ok = c != NULL;
    if (!ok)
        err_set(err, ERR_MEMORY, NULL);
    if (ok) {
        c->app = app;
        c->arena = &arena;
        c->standard_id = standard;
        ok = prepare(c, err) && store_write(app->store, create_tx, c, err);
    }
    arena_release(&arena);
    return ok;
}

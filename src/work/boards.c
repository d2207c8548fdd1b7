#include "work/boards.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/campaign.h"
#include "work/board_change.h"
#include "work/board_input.h"
#include "work/standards.h"

enum { BOARDS_MAX = 16 };

/* One round of one campaign, scored. The values serve both boards: marks of all periods are in
 * them. */
struct entry {
    int64_t campaign, version;
    int round;
    struct board_input in;
    struct board now, earlier;
    bool has_earlier;
    int holds;
    bool gone; /* replaced by a newer one: freed when the last hold is given back */
    uint64_t used;
};

struct boards {
    pthread_mutex_t lock;
    pthread_mutex_t making; /* one at a time: they are large */
    struct entry *at[BOARDS_MAX];
    uint64_t clock;
};

bool boards_create(struct boards **out, struct err *err)
{
    struct boards *b = calloc(1, sizeof *b);
    if (!b)
        return err_set(err, ERR_MEMORY, NULL);
    pthread_mutex_init(&b->lock, NULL);
    pthread_mutex_init(&b->making, NULL);
    *out = b;
    return true;
}

static void entry_free(struct entry *e)
{
    board_release(&e->now);
    if (e->has_earlier)
        board_release(&e->earlier);
    board_input_release(&e->in);
    free(e);
}

void boards_free(struct boards *b)
{
    if (!b)
        return;
    for (int i = 0; i < BOARDS_MAX; i++)
        if (b->at[i])
            entry_free(b->at[i]);
    pthread_mutex_destroy(&b->lock);
    pthread_mutex_destroy(&b->making);
    free(b);
}

static bool entry_read(struct app *app, struct store_tx *tx, const struct campaign_row *c,
                       const struct round_row *now, const struct round_row *earlier,
                       struct entry *e, struct err *err)
{
    const struct standard *standard;
    if (!standard_get(app, tx, c->standard, &standard, err) ||
        !board_input_read(app->store, tx, c, standard, &e->in, err) ||
        !board_make(&e->now, &e->in.arena, &e->in.values, (period)now->period, err))
        return false;
    if (!earlier)
        return true;
    e->has_earlier = true;
    return board_make(&e->earlier, &e->in.arena, &e->in.values, (period)earlier->period, err);
}

/* The round of this number (0 = the latest) and the one before it. */
static bool find_round(struct store_tx *tx, struct arena *arena, int64_t campaign, int number,
                       const struct round_row **now, const struct round_row **earlier,
                       struct err *err)
{
    struct round_rows rounds = {0};
    if (!store_rounds(tx, arena, campaign, &rounds, err))
        return false;
    *now = *earlier = NULL;
    for (size_t i = 0; i < rounds.n; i++) {
        if (number && rounds.at[i].number > number)
            break;
        *earlier = *now;
        /* cppcheck-suppress autoVariables ; the rows are in the arena, not in `rounds` */
        *now = &rounds.at[i];
    }
    if (*now && (!number || (*now)->number == number))
        return true;
    char text[40];
    snprintf(text, sizeof text, "round %d", number);
    return err_set(err, ERR_NOT_FOUND, text);
}

static struct entry *entry_make(struct app *app, struct store_tx *tx, const struct campaign_row *c,
                                int number, struct err *err)
{
    struct entry *e = calloc(1, sizeof *e);
    if (!e) {
        err_set(err, ERR_MEMORY, NULL);
        return NULL;
    }
    board_input_init(&e->in);
    e->campaign = c->id;
    e->version = c->version;
    const struct round_row *now, *earlier;
    if (find_round(tx, &e->in.arena, c->id, number, &now, &earlier, err)) {
        e->round = (int)now->number;
        if (entry_read(app, tx, c, now, earlier, e, err))
            return e;
    }
    entry_free(e);
    return NULL;
}

/* ---- the cache
 * ------------------------------------------------------------------------------------- */

static void drop(struct boards *b, int i)
{
    struct entry *e = b->at[i];
    b->at[i] = NULL;
    e->gone = true;
    if (e->holds == 0)
        entry_free(e);
}

/* Finds the entry and holds it; older versions of the campaign go. Under the lock. */
static struct entry *find(struct boards *b, int64_t campaign, int64_t version, int round)
{
    struct entry *found = NULL;
    for (int i = 0; i < BOARDS_MAX; i++) {
        struct entry *e = b->at[i];
        if (!e || e->campaign != campaign)
            continue;
        if (e->version < version)
            drop(b, i);
        else if (e->version == version && e->round == round)
            found = e;
    }
    if (found) {
        found->holds++;
        found->used = ++b->clock;
    }
    return found;
}

static void insert(struct boards *b, struct entry *e)
{
    int slot = 0;
    for (int i = 0; i < BOARDS_MAX; i++) {
        if (!b->at[i]) {
            slot = i;
            break;
        }
        if (b->at[i]->used < b->at[slot]->used)
            slot = i;
    }
    if (b->at[slot])
        drop(b, slot);
    e->holds = 1;
    e->used = ++b->clock;
    b->at[slot] = e;
}

static struct entry *find_locked(struct boards *b, int64_t campaign, int64_t version, int round)
{
    pthread_mutex_lock(&b->lock);
    struct entry *e = find(b, campaign, version, round);
    pthread_mutex_unlock(&b->lock);
    return e;
}

static struct entry *take(struct app *app, struct store_tx *tx, const struct campaign_row *c,
                          int round, struct err *err)
{
    struct boards *b = app->boards;
    struct entry *e = find_locked(b, c->id, c->version, round);
    if (e)
        return e;
    pthread_mutex_lock(&b->making);
    e = find_locked(b, c->id, c->version, round);
    if (!e && (e = entry_make(app, tx, c, round, err))) {
        pthread_mutex_lock(&b->lock);
        insert(b, e);
        pthread_mutex_unlock(&b->lock);
    }
    pthread_mutex_unlock(&b->making);
    return e;
}

bool board_take(struct app *app, struct store_tx *tx, int64_t campaign, int round,
                struct board_hold *out, struct err *err)
{
    struct arena arena;
    arena_init(&arena, 0);
    struct campaign_row c;
    bool found, ok = store_campaign_get(tx, &arena, campaign, &c, &found, err);
    if (ok && !found) {
        char text[40];
        snprintf(text, sizeof text, "campaign %lld", (long long)campaign);
        ok = err_set(err, ERR_NOT_FOUND, text);
    }
    const struct round_row *now, *earlier;
    ok = ok && find_round(tx, &arena, campaign, round, &now, &earlier, err);
    struct entry *e = ok ? take(app, tx, &c, (int)now->number, err) : NULL;
    arena_release(&arena);
    if (!e)
        return false;
    *out = (struct board_hold){.now = &e->now,
                               .earlier = e->has_earlier ? &e->earlier : NULL,
                               .standard = e->now.standard,
                               .campaign = campaign,
                               .version = e->version,
                               .round = e->round,
                               .names = e->in.names,
                               .open_findings = e->in.open_findings,
                               .entry = e};
    return true;
}

void board_give(struct app *app, struct board_hold *hold)
{
    struct entry *e = hold->entry;
    if (!e)
        return;
    pthread_mutex_lock(&app->boards->lock);
    bool last = --e->holds == 0 && e->gone;
    pthread_mutex_unlock(&app->boards->lock);
    if (last)
        entry_free(e);
    hold->entry = NULL;
}

/* ---- one changed value
 * ----------------------------------------------------------------------------- */

static bool change_entry(struct entry *e, const struct value_row *row, int64_t version)
{
    struct value v;
    bool found = false;
    int subject = values_subject(&e->in.values, row->region);
    if (subject < 0 || !value_of_code(e->now.standard, row->region, row->place, row->code,
                                      (period)row->period, row->state, &v))
        return false;
    v.id = row->id;
    v.ratio = row->has_numerator && row->has_denominator;
    v.value = row->number;
    v.numerator = row->numerator;
    v.denominator = row->denominator;
    v.part = arena_str(&e->in.arena, row->part);
    v.source = arena_str(&e->in.arena, row->source);
    v.note = arena_str(&e->in.arena, row->note);
    v.place_name = values_place_name(&e->in.values, row->region, row->place);
    if (!v.part.p || !v.source.p || !v.note.p || !values_change(&e->in.values, &v, &found, NULL) ||
        !found || !board_update(&e->now, subject, NULL) ||
        (e->has_earlier && !board_update(&e->earlier, subject, NULL)))
        return false;
    e->version = version;
    return true;
}

void boards_value_changed(struct app *app, const struct value_row *row, int64_t version)
{
    struct boards *b = app->boards;
    pthread_mutex_lock(&b->lock);
    for (int i = 0; i < BOARDS_MAX; i++) {
        struct entry *e = b->at[i];
        if (!e || e->campaign != row->campaign || e->version + 1 != version)
            continue;
        if (e->holds || !change_entry(e, row, version))
            drop(b, i);
    }
    pthread_mutex_unlock(&b->lock);
}

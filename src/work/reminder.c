/* The rules of reminders: what they are, how they are changed, when they apply. */
#include "work/reminder.h"

#include <stdio.h>

#include "domain/deadline.h"
#include "domain/lifecycle.h"
#include "store/campaign.h"
#include "work/changes.h"

#define MINUTE INT64_C(60000)
#define DAY (1440 * MINUTE)

/* Where a campaign has said nothing: told the working day before and when it is late. Nothing is
 * supervised unless somebody wants it. */
static const struct {
    const char *moment, *amount, *level;
    bool active;
} STANDARD[] = {
    {"before", "1 workdays", "", true},         {"after", "1 hours", "", true},
    {"after", "1 workdays", "reminder", false}, {"after", "3 workdays", "notice", false},
    {"after", "10 workdays", "talk", false},
};

bool reminders_of(struct store_tx *tx, struct arena *arena, int64_t campaign,
                  struct reminder_rows *out, bool *own, struct err *err)
{
    *out = (struct reminder_rows){0};
    if (!store_reminders(tx, arena, campaign, out, err))
        return false;
    *own = out->n > 0;
    for (size_t i = 0; i < ARRAY_LEN(STANDARD) && !*own; i++) {
        struct reminder_row row = {.campaign = campaign,
                                   .n = (int64_t)i + 1,
                                   .moment = str_of(STANDARD[i].moment),
                                   .amount = str_of(STANDARD[i].amount),
                                   .level = str_of(STANDARD[i].level),
                                   .active = STANDARD[i].active};
        if (!VEC_PUSH(arena, out, row))
            return err_set(err, ERR_MEMORY, NULL);
    }
    return true;
}

/* ---- when ------------------------------------------------------------------------------------
 */

/* So far behind a moment its limit certainly reaches: days off never make more than four fifths of
 * a stretch of forty days and more. */
static msec reach(const struct limit *l)
{
    int64_t days = l->unit == LIMIT_HOURS        ? l->n / 24 + 1
                   : l->unit == LIMIT_WORK_HOURS ? l->n / 7 + 1
                                                 : l->n;
    return (days + 40) * 5 * DAY;
}

bool reminder_moment(const struct calendar *c, const struct reminder_row *rule, msec due, msec *out,
                     struct err *err)
{
    struct limit limit;
    msec end;
    if (!limit_parse(rule->amount, &limit, err))
        return false;
    if (str_is(rule->moment, "after"))
        return deadline_compute(c, due, &limit, NULL, 0, out, NULL, NULL, err);
    /* The later a limit begins, the later it ends: halved until the minute is found. */
    msec lo = due - reach(&limit), hi = due;
    while (hi - lo > MINUTE) {
        msec middle = lo + (hi - lo) / 2;
        if (!deadline_compute(c, middle, &limit, NULL, 0, &end, NULL, NULL, err))
            return false;
        if (end >= due)
            hi = middle;
        else
            lo = middle;
    }
    *out = hi;
    return true;
}

/* ---- changing --------------------------------------------------------------------------------
 */

struct change {
    struct app *app;
    const struct actor *who;
    int64_t campaign;
    struct reminder_row *rows;
    size_t n;
    struct arena arena;
};

static bool wrong(struct err *err, const char *field)
{
    err_at(err, STR_NONE, 0, 0, field);
    return false;
}

static bool fits(struct change *c, size_t i, struct err *err)
{
    struct reminder_row *r = &c->rows[i];
    struct limit limit;
    char text[LIMIT_TEXT_MAX];
    bool after = str_is(r->moment, "after");
    if (!after && !str_is(r->moment, "before"))
        return err_set(err, ERR_CHOICE, err_word(r->moment).z, "before, after") ||
               wrong(err, "moment");
    if (!limit_parse(str_trim(r->amount), &limit, err))
        return wrong(err, "amount");
    if (r->level.n && life_word_find(FINDING_LEVELS, LEVEL_COUNT, r->level) < 0)
        return err_set(err, ERR_CHOICE, err_word(r->level).z, "reminder, notice, talk") ||
               wrong(err, "level");
    if (r->level.n && !after)
        return err_set(err, ERR_REMINDER_LEVEL, NULL) || wrong(err, "level");
    limit_format(&limit, text);
    r->amount = arena_str(&c->arena, str_of(text));
    r->campaign = c->campaign;
    r->n = (int64_t)i + 1;
    for (size_t k = 0; k < i; k++)
        if (str_eq(c->rows[k].moment, r->moment) && str_eq(c->rows[k].amount, r->amount))
            return err_set(err, ERR_REMINDER_TWICE, err_word(r->amount).z) || wrong(err, "amount");
    return r->amount.p || err_set(err, ERR_MEMORY, NULL);
}

/* "before 1 workdays, after 3 workdays notice (off)" */
static struct str in_words(struct arena *arena, const struct reminder_row *rows, size_t n)
{
    struct buf text;
    buf_init(&text, 2048);
    for (size_t i = 0; i < n; i++) {
        buf_addz(&text, i ? ", " : "");
        buf_adds(&text, rows[i].moment);
        buf_addc(&text, ' ');
        buf_adds(&text, rows[i].amount);
        buf_addz(&text, rows[i].level.n ? " " : "");
        buf_adds(&text, rows[i].level);
        buf_addz(&text, rows[i].active ? "" : " (off)");
    }
    struct str out = buf_failed(&text) ? STR_NONE : arena_str(arena, buf_str(&text));
    buf_release(&text);
    return out;
}

static bool change_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct change *c = ctx;
    struct campaign_row campaign;
    struct reminder_rows was = {0};
    struct changes ch;
    bool found, own;
    if (!store_campaign_get(tx, &c->arena, c->campaign, &campaign, &found, err) || !found)
        return found || err_set(err, ERR_NOT_FOUND, "campaign");
    if (!reminders_of(tx, &c->arena, c->campaign, &was, &own, err) ||
        !store_reminders_put(tx, c->campaign, c->rows, c->n, err))
        return false;
    struct act act = {.kind = "reminder.change",
                      .region = campaign.region,
                      .thing = arena_printf(&c->arena, "campaign %lld", (long long)c->campaign)};
    changes_begin(&ch);
    changes_str(&ch, "reminders", own ? in_words(&c->arena, was.at, was.n) : STR("standard"),
                in_words(&c->arena, c->rows, c->n));
    bool ok = changes_act(&ch, c->app, tx, c->who, &act, false, err);
    changes_end(&ch);
    return ok;
}

bool reminders_change(struct app *app, const struct actor *who, int64_t campaign,
                      struct reminder_row *rows, size_t n, struct err *err)
{
    struct change c = {.app = app, .who = who, .campaign = campaign, .rows = rows, .n = n};
    arena_init(&c.arena, 0);
    bool ok = true;
    for (size_t i = 0; i < n && ok; i++)
        ok = fits(&c, i, err);
    ok = ok && store_write(app->store, change_tx, &c, err);
    arena_release(&c.arena);
    return ok;
}

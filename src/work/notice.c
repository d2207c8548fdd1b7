/* Notices: a selection of findings, told to the units that answer for them. */
#include "work/paper_parts.h"

#include <stdio.h>
#include <stdlib.h>

#include "domain/deadline.h"
#include "store/paper.h"
#include "store/unit.h"
#include "work/audit.h"
#include "work/calendar.h"

struct making {
    struct paper_making m;
    const struct notice_new *new;
    struct paper_cases all;
    int64_t units[NOTICE_UNITS_MAX];
    int n_units;
    msec receive;
    struct paper_line_rows *out;
    bool again;
};

static bool at(const char *field, struct err *err)
{
    return err_at(err, STR_NONE, 0, 0, field);
}

static bool refuse(struct err *err, enum err_code code, int64_t finding)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)finding);
    return err_set(err, code, text) || at("findings", err);
}

static bool waits(const struct paper_case_row *f)
{
    return !f->good && (str_is(f->state, "dispatched") || str_is(f->state, "fixing") ||
                        str_is(f->state, "suspended"));
}

/* The part of the unit in the finding; NULL when it has none, or sent it back. */
static const struct paper_part_row *part_of(const struct making *k, int64_t finding, int64_t unit)
{
    for (size_t i = 0; i < k->all.parts.n; i++) {
        const struct paper_part_row *p = &k->all.parts.at[i];
        if (p->finding == finding && p->unit == unit && !str_is(p->state, "declined"))
            return p;
    }
    return NULL;
}

static bool add_unit(struct making *k, int64_t unit, struct err *err)
{
    char most[16];
    for (int i = 0; i < k->n_units; i++)
        if (k->units[i] == unit)
            return true;
    snprintf(most, sizeof most, "%d", NOTICE_UNITS_MAX);
    if (k->n_units == NOTICE_UNITS_MAX)
        return err_set(err, ERR_NOTICE_UNITS, most) || at("findings", err);
    k->units[k->n_units++] = unit;
    return true;
}

/* Each finding is there, in reach, waits for a unit, and says to whom it goes. */
static bool check(struct making *k, struct err *err)
{
    const struct paper_case_rows *cases = &k->all.cases;
    char text[40];
    for (int i = 0; i < k->new->n; i++) {
        size_t c = 0;
        while (c < cases->n && cases->at[c].id != k->new->findings[i])
            c++;
        snprintf(text, sizeof text, "finding %lld", (long long)k->new->findings[i]);
        if (c == cases->n)
            return err_set(err, ERR_NOT_FOUND, text) || at("findings", err);
        if (!actor_reaches(k->m.who, cases->at[c].region, err))
            return at("findings", err);
        if (!waits(&cases->at[c]))
            return refuse(err, ERR_NOTICE_STATE, cases->at[c].id);
        if (k->new->unit && !part_of(k, cases->at[c].id, k->new->unit))
            return refuse(err, ERR_NOTICE_UNIT, cases->at[c].id);
    }
    if (k->new->unit)
        return add_unit(k, k->new->unit, err);
    for (size_t i = 0; i < k->all.parts.n; i++) {
        const struct paper_part_row *p = &k->all.parts.at[i];
        if (!str_is(p->state, "declined") && (k->new->co || str_is(p->part, "lead")) &&
            !add_unit(k, p->unit, err))
            return false;
    }
    return k->n_units > 0 || refuse(err, ERR_NOTICE_STATE, k->new->findings[0]);
}

static bool receive_until(struct making *k, struct err *err)
{
    struct calendar c;
    struct limit limit;
    return (limit_parse(k->new->receive, &limit, err) || at("receive", err)) &&
           calendar_load(k->m.tx, k->m.arena, k->m.who->region, &c, err) &&
           deadline_compute(&c, k->m.now, &limit, NULL, 0, &k->receive, NULL, NULL, err);
}

/* Those of the unit, and the smallest region that holds all of them. */
static size_t of_unit(const struct making *k, int64_t unit, size_t *which, region_code *region)
{
    size_t n = 0;
    for (size_t i = 0; i < k->all.cases.n; i++) {
        const struct paper_part_row *p = part_of(k, k->all.cases.at[i].id, unit);
        if (!p || (!k->new->unit && !k->new->co && !str_is(p->part, "lead")))
            continue;
        which[n++] = i;
        if (n == 1)
            *region = k->all.cases.at[i].region;
        while (*region) {
            struct region_range r = region_subtree(*region);
            if (k->all.cases.at[i].region >= r.lo && k->all.cases.at[i].region <= r.hi)
                break;
            *region = region_parent(*region);
        }
    }
    return n;
}

static bool write_cut(struct making *k, struct json *j, const struct unit_row *unit, int64_t number,
                      const size_t *which, size_t n, struct err *err)
{
    char until[WHEN_TEXT_MAX];
    if (!paper_cut_begin(&k->m, j, k->new->kind, number, err))
        return false;
    k->m.photos = 0;
    when_format(k->receive, until);
    json_kstr(j, "unit", unit->name);
    json_ki64(j, "unit_id", unit->id);
    json_kstr(j, "receive_by", str_of(until));
    json_kstr(j, "requirement", k->new->requirement);
    json_key(j, "findings");
    json_arr(j);
    for (size_t i = 0; i < n; i++)
        paper_case(&k->m, j, &k->all, which[i]);
    json_end(j);
    json_end(j);
    return true;
}

static bool make_one(struct making *k, int64_t id, struct err *err)
{
    struct arena *a = k->m.arena;
    const struct paper_kind_def *def = &PAPERS[k->new->kind];
    size_t *which = ARENA_ARRAY(a, k->all.cases.n, size_t);
    int64_t *findings = ARENA_ARRAY(a, k->all.cases.n, int64_t);
    struct paper_row row = {.unit = id, .key = k->new->key, .due_at = k->receive};
    struct paper_line_row *line = VEC_ADD(a, k->out);
    struct unit_row unit;
    struct buf cut;
    struct json j;
    bool found;
    if (!which || !findings || !line)
        return err_set(err, ERR_MEMORY, NULL);
    size_t n = of_unit(k, id, which, &row.region);
    for (size_t i = 0; i < n; i++)
        findings[i] = k->all.cases.at[which[i]].id;
    if (!store_unit_get(k->m.tx, a, id, &unit, &found, err) ||
        !store_paper_number(k->m.tx, k->m.campaign, str_of(def->code), date_of_msec(k->m.now).year,
                            &row.number, err))
        return false;
    row.title_zh = arena_printf(a, "%s（%.*s，%zu项）", def->zh, STR_ARG(unit.name), n);
    row.title_en = arena_printf(a, "%s (%zu)", def->en, n);
    buf_init(&cut, 0);
    json_begin(&j, &cut);
    bool ok = write_cut(k, &j, &unit, row.number, which, n, err);
    row.cut = buf_str(&cut);
    ok = ok && ((row.title_zh.p && row.title_en.p && !buf_failed(&cut)) ||
                err_set(err, ERR_MEMORY, NULL));
    ok = ok && paper_keep(&k->m, k->new->kind, &row, findings, n, err);
    buf_release(&cut);
    return ok && store_paper_line(k->m.tx, a, row.id, line, &found, err);
}

static int by_id(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static bool make(struct store_tx *tx, void *ctx, struct err *err)
{
    struct making *k = ctx;
    k->m.tx = tx;
    if (!paper_repeated(tx, k->m.arena, k->m.who, k->m.campaign, k->new->key, k->new->kind, k->out,
                        &k->again, err))
        return false;
    if (k->again)
        return true;
    if (!paper_begin(&k->m, err) || !receive_until(k, err) ||
        !store_paper_cases(tx, k->m.arena, k->m.campaign, k->new->findings, (size_t)k->new->n,
                           &k->all, err) ||
        !store_paper_photos(tx, k->m.arena, k->new->findings, (size_t)k->new->n, &k->all, err) ||
        !check(k, err))
        return false;
    qsort(k->units, (size_t)k->n_units, sizeof *k->units, by_id);
    for (int i = 0; i < k->n_units; i++)
        if (!make_one(k, k->units[i], err))
            return false;
    return true;
}

bool notices_make(struct app *app, const struct actor *who, struct arena *arena,
                  const struct notice_new *new, struct paper_line_rows *out, bool *again,
                  struct err *err)
{
    struct making k = {.m = {.app = app, .arena = arena, .who = who, .campaign = new->campaign},
                       .new = new,
                       .out = out};
    if (new->n == 0)
        return err_set(err, ERR_EMPTY, NULL) || at("findings", err);
    if (!str_is(str_of(PAPERS[new->kind].shelf), "notice"))
        return err_set(err, ERR_CHOICE, PAPERS[new->kind].code, "rectify, supervise, assign") ||
               at("kind", err);
    bool ok = store_write(app->store, make, &k, err);
    *again = k.again;
    return ok;
}

/* ---- receipt ---------------------------------------------------------------------------------
 */

struct receiving {
    struct app *app;
    struct arena arena;
    const struct actor *who;
    int64_t paper;
    struct str note;
    bool again;
};

static bool receive(struct store_tx *tx, void *ctx, struct err *err)
{
    struct receiving *r = ctx;
    struct paper_line_row line;
    bool found, fits;
    struct paper_row row = {.id = r->paper,
                            .done_at = app_now(r->app),
                            .done_by = r->who->user,
                            .done_for = r->who->for_user,
                            .done_unit = r->who->unit,
                            .note = r->note,
                            .added = STR("")};
    if (!store_paper_line(tx, &r->arena, r->paper, &line, &found, err))
        return false;
    if (!found || !str_is(line.shelf, "notice"))
        return err_set(err, ERR_NOT_FOUND, "paper");
    if (!actor_reaches_unit(r->who, line.unit, line.unit_path, line.unit_region, err) ||
        !store_paper_done(tx, &row, &fits, err))
        return false;
    r->again = !fits;
    if (!fits)
        return true;
    struct actor who = *r->who;
    who.reason = r->note;
    struct act act = {.kind = "notice.receive",
                      .region = line.region,
                      .thing = arena_printf(&r->arena, "paper %lld", (long long)r->paper),
                      .after = arena_printf(&r->arena, "{\"unit\":%lld,\"late\":%s}",
                                            (long long)r->who->unit,
                                            row.done_at > line.due_at ? "true" : "false")};
    return act.thing.p && act.after.p ? audit_act(r->app, tx, &who, &act, err)
                                      : err_set(err, ERR_MEMORY, NULL);
}

bool notice_receive(struct app *app, const struct actor *who, int64_t paper, struct str note,
                    bool *again, struct err *err)
{
    struct receiving r = {.app = app, .who = who, .paper = paper, .note = note};
    arena_init(&r.arena, 0);
    bool ok = store_write(app->store, receive, &r, err);
    *again = r.again;
    arena_release(&r.arena);
    return ok;
}

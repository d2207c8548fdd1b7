/* The units of a finding: asked, claiming, fixing, sending back. */
#include "work/finding_parts.h"

#include <stdio.h>

#include "store/finding_life.h"
#include "store/region.h"
#include "store/unit.h"
#include "work/units.h"

static bool is(const struct finding_unit_line_row *u, const char *state)
{
    return str_is(u->state, state);
}

bool finding_part_put(struct finding_doing *d, const struct finding_unit_line_row *u,
                      struct err *err)
{
    struct finding_unit_row row = {.finding = d->f.id,
                                   .unit = u->unit,
                                   .part = u->part,
                                   .state = u->state,
                                   .due_at = d->f.due_at,
                                   .asked_at = u->asked_at,
                                   .fixed_at = u->fixed_at,
                                   .answer = u->answer};
    return store_finding_units_put(d->tx, &row, 1, err);
}

/* All parts that take part: fixed? */
static bool all_fixed(const struct finding_doing *d)
{
    size_t fixed = 0, rest = 0;
    for (size_t i = 0; i < d->units.n; i++) {
        fixed += is(&d->units.at[i], "fixed");
        rest += !is(&d->units.at[i], "fixed") && !is(&d->units.at[i], "declined");
    }
    return fixed > 0 && rest == 0;
}

/* Everybody who had answered is asked again. */
static bool back_to_work(struct finding_doing *d, struct err *err)
{
    for (size_t i = 0; i < d->units.n; i++) {
        struct finding_unit_line_row *u = &d->units.at[i];
        if (!is(u, "fixed"))
            continue;
        u->state = STR("claimed");
        if (!finding_part_put(d, u, err))
            return false;
    }
    return true;
}

/* ---- dispatching -----------------------------------------------------------------------------
 */

/* Its region contains that of the finding, or lies inside of it or of its county. */
static bool unit_fits(struct finding_doing *d, const struct unit_row *u, struct err *err)
{
    struct region_range own = region_subtree(u->region), county = region_subtree(d->f.county);
    char text[REGION_TEXT_MAX];
    if ((d->f.region >= own.lo && d->f.region <= own.hi) ||
        (u->region >= county.lo && u->region <= county.hi))
        return true;
    region_format(d->f.region, text);
    return err_set(err, ERR_FINDING_UNIT, err_word(u->name).z, text);
}

static struct finding_unit_line_row *known(struct finding_doing *d, int64_t unit)
{
    for (size_t i = 0; i < d->units.n; i++)
        if (d->units.at[i].unit == unit)
            return &d->units.at[i];
    return NULL;
}

/* One unit is asked; one that was already keeps what it did. */
static bool ask(struct finding_doing *d, int64_t unit, const char *part, struct err *err)
{
    struct unit_row u;
    struct finding_unit_line_row *row = known(d, unit);
    if (!unit_need_open(d->tx, d->arena, unit, &u, err) || !unit_fits(d, &u, err))
        return err_at(err, STR_NONE, 0, 0, part);
    if (!row) {
        row = VEC_ADD(d->arena, &d->units);
        if (!row)
            return err_set(err, ERR_MEMORY, NULL);
        *row = (struct finding_unit_line_row){.finding = d->f.id,
                                              .unit = unit,
                                              .name = u.name,
                                              .name_en = u.name_en,
                                              .state = STR("declined")};
    }
    if (is(row, "declined")) {
        row->state = STR("asked");
        row->asked_at = d->now;
        row->fixed_at = 0;
        row->answer = STR("");
    }
    row->part = str_of(part);
    return finding_part_put(d, row, err);
}

static bool wanted(const struct finding_call *call, int64_t lead, int64_t unit)
{
    for (int i = 0; i < call->n_co; i++)
        if (call->co[i] == unit)
            return true;
    return unit == lead;
}

static bool ask_all(struct finding_doing *d, struct err *err)
{
    const struct finding_call *call = d->call;
    int64_t lead = call->lead ? call->lead : d->f.lead_unit;
    char text[24];
    if (!lead)
        return err_set(err, ERR_FINDING_NO_UNIT, NULL) || err_at(err, STR_NONE, 0, 0, "lead");
    for (int i = 0; i < call->n_co; i++) {
        bool twice = call->co[i] == lead;
        for (int k = 0; k < i; k++)
            twice = twice || call->co[k] == call->co[i];
        snprintf(text, sizeof text, "unit %lld", (long long)call->co[i]);
        if (twice)
            return err_set(err, ERR_FINDING_UNIT_TWICE, text) || err_at(err, STR_NONE, 0, 0, "co");
    }
    for (size_t i = 0; i < d->units.n; i++) {
        struct finding_unit_line_row *u = &d->units.at[i];
        if (wanted(call, lead, u->unit) || is(u, "declined"))
            continue;
        u->state = STR("declined");
        if (!finding_part_put(d, u, err))
            return false;
    }
    if (!ask(d, lead, "lead", err))
        return false;
    for (int i = 0; i < call->n_co; i++)
        if (!ask(d, call->co[i], "co", err))
            return false;
    d->f.lead_unit = lead;
    return true;
}

/* The trail says who was asked. */
static void tell_units(struct finding_doing *d)
{
    json_key(d->detail, "units");
    json_arr(d->detail);
    for (size_t i = 0; i < d->units.n; i++)
        if (!is(&d->units.at[i], "declined"))
            json_str(d->detail, d->units.at[i].name);
    json_end(d->detail);
}

bool finding_dispatch(struct finding_doing *d, struct err *err)
{
    const struct finding_call *call = d->call;
    int form = life_word_find(FINDING_FORMS, FORM_COUNT, call->form);
    if (form < 0)
        return err_set(err, ERR_CHOICE, err_word(call->form).z, "at_once, dated, long_term") ||
               err_at(err, STR_NONE, 0, 0, "form");
    d->f.form = call->form;
    if (call->requirement.n)
        d->f.requirement = call->requirement;
    if (!d->f.filed_at)
        d->f.filed_at = d->now;
    if (!finding_need_set(d, err) || !ask_all(d, err))
        return false;
    tell_units(d);
    return finding_clock_start(d, call->limit.n ? call->limit : d->f.time_limit, err);
}

bool finding_route(struct finding_doing *d, struct err *err)
{
    if (!finding_need_set(d, err) || !ask_all(d, err))
        return false;
    tell_units(d);
    if (d->call->requirement.n)
        d->f.requirement = d->call->requirement;
    if (all_fixed(d))
        d->to = FINDING_FIXED;
    return !d->call->limit.n || finding_clock_start(d, d->call->limit, err);
}

/* ---- answering -------------------------------------------------------------------------------
 */

static bool stands_at(const struct finding_doing *d, struct err *err)
{
    return err_set(err, ERR_FINDING_PART, err_word(d->mine->state).z);
}

bool finding_claim(struct finding_doing *d, struct err *err)
{
    if (!is(d->mine, "asked"))
        return stands_at(d, err);
    d->mine->state = STR("claimed");
    return finding_part_put(d, d->mine, err);
}

/* Without the lead unit it is to be dispatched anew; without another one it goes on. */
bool finding_send_back(struct finding_doing *d, struct err *err)
{
    if (is(d->mine, "fixed"))
        return stands_at(d, err);
    d->mine->state = STR("declined");
    if (!finding_part_put(d, d->mine, err))
        return false;
    if (!str_is(d->mine->part, "lead")) {
        d->to = all_fixed(d) ? FINDING_FIXED : d->from;
        if (d->to == FINDING_FIXED)
            d->f.fixed_at = d->now;
        return true;
    }
    d->f.lead_unit = 0;
    d->f.from_at = d->f.due_at = 0;
    return true;
}

bool finding_fix(struct finding_doing *d, struct err *err)
{
    if (is(d->mine, "fixed"))
        return stands_at(d, err);
    if (!finding_need_met(d, err))
        return false;
    d->mine->state = STR("fixed");
    d->mine->fixed_at = d->now;
    d->mine->answer = d->call->reason;
    if (!finding_part_put(d, d->mine, err))
        return false;
    d->to = all_fixed(d) ? FINDING_FIXED : FINDING_FIXING;
    if (d->to == FINDING_FIXED)
        d->f.fixed_at = d->now;
    return true;
}

/* ---- after the re-check ----------------------------------------------------------------------
 */

bool finding_return(struct finding_doing *d, struct err *err)
{
    d->f.returns++;
    return back_to_work(d, err) &&
           (!d->call->limit.n || finding_clock_start(d, d->call->limit, err));
}

bool finding_reopen(struct finding_doing *d, struct err *err)
{
    d->f.reopened++;
    d->f.closed_at = 0;
    d->f.on_site = false;
    if (!d->f.lead_unit) {
        /* Closed before anybody was asked: it is dispatched first. */
        d->to = FINDING_FILED;
        return true;
    }
    return back_to_work(d, err) && finding_clock_start(d, d->call->limit, err);
}

/* What bulletins of findings, rankings and lists of units have in common. */
#include "work/paper_parts.h"

#include <stdio.h>

#include "store/region.h"

static bool at(const char *field, struct err *err)
{
    return err_at(err, STR_NONE, 0, 0, field);
}

bool report_period(struct app *app, const struct report_new *new, struct err *err)
{
    char a[DATE_TEXT_MAX], b[DATE_TEXT_MAX];
    date_format(date_of_days(new->from), a);
    date_format(date_of_days(new->until), b);
    if (new->from > new->until || new->until - new->from >= REPORT_DAYS_MAX)
        return err_set(err, ERR_REPORT_PERIOD, a, b) || at("until", err);
    return new->from <= app_today(app) || err_set(err, ERR_REPORT_PERIOD, a, b) || at("from", err);
}

bool report_region(struct paper_making *m, const struct report_new *new, struct region_row *region,
                   struct err *err)
{
    struct region_range whole = region_subtree(m->region);
    char a[REGION_TEXT_MAX], b[REGION_TEXT_MAX];
    if (!actor_reaches(m->who, new->region, err) ||
        !store_region_need(m->tx, m->arena, new->region, region, err))
        return at("region", err);
    region_format(new->region, a);
    region_format(m->region, b);
    return (new->region >= whole.lo &&new->region <= whole.hi) ||
           err_set(err, ERR_OUT_OF_REGION, a, b) || at("region", err);
}

struct str paper_title(struct paper_making *m, enum paper_kind kind, struct str region,
                       const struct report_new *new, enum lang lang)
{
    struct date a = date_of_days(new->from), b = date_of_days(new->until);
    char from[DATE_TEXT_MAX], until[DATE_TEXT_MAX];
    if (lang == LANG_ZH)
        return arena_printf(m->arena, "%.*s%s（%d月%d日至%d月%d日）", STR_ARG(region),
                            PAPERS[kind].zh, a.month, a.day, b.month, b.day);
    date_format(a, from);
    date_format(b, until);
    return arena_printf(m->arena, "%s, %s to %s", PAPERS[kind].en, from, until);
}

bool paper_late(const struct paper_case_row *f, msec now)
{
    return (str_is(f->state, "dispatched") || str_is(f->state, "fixing")) && f->due_at &&
           f->due_at < now;
}

int64_t paper_days_late(msec due, msec now)
{
    return date_to_days(date_of_msec(now)) - date_to_days(date_of_msec(due));
}

/* The deadline of a finding: its limit, then each extension that was granted, by the calendar, with
 * the spans in which the clock stood. */
#include "work/finding_parts.h"

#include "domain/deadline.h"
#include "store/finding_life.h"
#include "work/calendar.h"

bool finding_limit(struct arena *arena, struct str text, struct str *out, struct err *err)
{
    struct limit limit;
    char name[LIMIT_TEXT_MAX];
    if (!limit_parse(text, &limit, err))
        return err_at(err, STR_NONE, 0, 0, "limit");
    limit_format(&limit, name);
    *out = arena_str(arena, str_of(name));
    return out->p || err_set(err, ERR_MEMORY, NULL);
}

static bool pauses_of(struct finding_doing *d, struct pause spans[PAUSES_MAX], size_t *n,
                      struct err *err)
{
    struct finding_pause_rows rows = {0};
    *n = 0;
    if (!store_finding_pauses(d->tx, d->arena, d->f.id, &rows, err))
        return false;
    for (size_t i = 0; i < rows.n && *n < PAUSES_MAX; i++)
        spans[(*n)++] =
            (struct pause){rows.at[i].from_at, rows.at[i].to_at ? rows.at[i].to_at : d->now};
    return true;
}

static bool add(const struct calendar *c, struct str text, const struct pause *spans, size_t n,
                msec *due, struct err *err)
{
    struct limit limit;
    return limit_parse(text, &limit, err) &&
           deadline_compute(c, *due, &limit, spans, n, due, NULL, NULL, err);
}

bool finding_clock_due(struct finding_doing *d, struct str more, struct err *err)
{
    struct calendar c;
    struct finding_request_rows asked = {0};
    struct pause spans[PAUSES_MAX];
    size_t n;
    msec due = d->f.from_at;
    if (!d->f.from_at || !d->f.time_limit.n) {
        d->f.due_at = 0;
        return true;
    }
    if (!calendar_load(d->tx, d->arena, d->f.region, &c, err) || !pauses_of(d, spans, &n, err) ||
        !add(&c, d->f.time_limit, spans, n, &due, err) ||
        !store_finding_requests(d->tx, d->arena, d->f.id, &asked, err))
        return false;
    /* Those of an earlier limit went with it. */
    for (size_t i = 0; i < asked.n; i++)
        if (asked.at[i].granted && asked.at[i].given.n && asked.at[i].decided_at >= d->f.from_at &&
            !add(&c, asked.at[i].given, spans, n, &due, err))
            return false;
    if (more.n && !add(&c, more, spans, n, &due, err))
        return false;
    d->f.due_at = due;
    return true;
}

bool finding_clock_start(struct finding_doing *d, struct str limit, struct err *err)
{
    if (!limit.n && str_is(d->f.form, FINDING_FORMS[FORM_LONG_TERM].code)) {
        /* A project has stages instead. */
        d->f.time_limit = STR("");
        d->f.from_at = d->f.due_at = 0;
        return true;
    }
    if (!finding_limit(d->arena, limit, &d->f.time_limit, err))
        return false;
    d->f.from_at = d->now;
    json_kstr(d->detail, "limit", d->f.time_limit);
    return finding_clock_due(d, STR(""), err);
}

bool finding_clock_stop(struct finding_doing *d, struct err *err)
{
    d->f.paused_at = d->now;
    return store_finding_pause_begin(d->tx, d->f.id, d->now, err);
}

bool finding_clock_go(struct finding_doing *d, struct err *err)
{
    d->f.paused_at = 0;
    return store_finding_pause_end(d->tx, d->f.id, d->now, err) &&
           finding_clock_due(d, STR(""), err);
}

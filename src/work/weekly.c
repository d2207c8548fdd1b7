/* The weekly bulletin of findings: what was found, closed and is late in a region, as a frozen cut.
 */
#include "work/paper_parts.h"

#include <stdio.h>

#include "store/finding_numbers.h"
#include "store/region.h"

struct making {
    struct paper_making m;
    const struct report_new *new;
    struct paper_cases all;
    struct region_row region;
    msec from, until;
    struct paper_line_row *out;
    bool again;
};

static bool found_then(const struct making *k, const struct paper_case_row *f)
{
    return f->found_at >= k->from && f->found_at < k->until;
}

static bool in_section(const struct making *k, const struct paper_case_row *f,
                       enum weekly_section section)
{
    switch (section) {
    case WEEKLY_FOUND:
        return !f->good && found_then(k, f);
    case WEEKLY_LATE:
        return paper_late(f, k->m.now);
    case WEEKLY_CLOSED:
        return str_is(f->state, "closed") && f->closed_at >= k->from && f->closed_at < k->until;
    case WEEKLY_REPEATED:
        return !f->good && (f->reopened > 0 ? f->open || found_then(k, f)
                                            : f->repeat_of != 0 && found_then(k, f));
    default:
        return f->good && found_then(k, f);
    }
}

const char *const WEEKLY_SECTIONS[WEEKLY_SECTION_COUNT] = {"found", "late", "closed", "repeated",
                                                           "good"};

/* One more late finding of a unit. */
struct late_unit {
    int64_t unit;
    struct str name;
    int64_t n, days; /* the longest */
};

static int by_late(const void *a, const void *b)
{
    const struct late_unit *x = a, *y = b;
    if (x->n != y->n)
        return x->n < y->n ? 1 : -1;
    return (x->unit > y->unit) - (x->unit < y->unit);
}

static bool write_late_units(struct making *k, struct json *j, struct err *err)
{
    struct late_unit *units = ARENA_ARRAY(k->m.arena, k->all.cases.n + 1, struct late_unit);
    size_t n = 0;
    if (!units)
        return err_set(err, ERR_MEMORY, NULL);
    for (size_t i = 0; i < k->all.cases.n; i++) {
        const struct paper_case_row *f = &k->all.cases.at[i];
        if (!paper_late(f, k->m.now))
            continue;
        size_t u = 0;
        while (u < n && units[u].unit != f->lead_unit)
            u++;
        if (u == n)
            units[n++] = (struct late_unit){f->lead_unit, f->lead_name, 0, 0};
        int64_t days = paper_days_late(f->due_at, k->m.now);
        units[u].n++;
        if (days > units[u].days)
            units[u].days = days;
    }
    qsort(units, n, sizeof *units, by_late);
    json_key(j, "late_units");
    json_arr(j);
    for (size_t i = 0; i < n; i++) {
        json_obj(j);
        json_ki64(j, "unit", units[i].unit);
        json_kstr(j, "name", units[i].name);
        json_ki64(j, "n", units[i].n);
        json_ki64(j, "days", units[i].days);
        json_end(j);
    }
    json_end(j);
    return true;
}

static void write_section(struct making *k, struct json *j, enum weekly_section section)
{
    json_key(j, WEEKLY_SECTIONS[section]);
    json_arr(j);
    for (size_t i = 0; i < k->all.cases.n; i++)
        if (in_section(k, &k->all.cases.at[i], section))
            paper_case(&k->m, j, &k->all, i);
    json_end(j);
}

static bool write_cut(struct making *k, struct json *j, int64_t number, struct err *err)
{
    char day[DATE_TEXT_MAX];
    if (!paper_cut_begin(&k->m, j, PAPER_WEEKLY, number, err))
        return false;
    json_kstr(j, "region_name", k->region.name);
    date_format(date_of_days(k->new->from), day);
    json_kstr(j, "from", str_of(day));
    date_format(date_of_days(k->new->until), day);
    json_kstr(j, "until", str_of(day));
    if (!write_late_units(k, j, err))
        return false;
    for (int s = 0; s < WEEKLY_SECTION_COUNT; s++)
        write_section(k, j, (enum weekly_section)s);
    json_end(j);
    return true;
}

static size_t count(const struct making *k, enum weekly_section section, int64_t *ids)
{
    size_t n = 0;
    for (size_t i = 0; i < k->all.cases.n; i++)
        if (in_section(k, &k->all.cases.at[i], section))
            ids[n++] = k->all.cases.at[i].id;
    return n;
}

static bool keep(struct making *k, struct err *err)
{
    struct arena *a = k->m.arena;
    int64_t *ids = ARENA_ARRAY(a, k->all.cases.n + 1, int64_t);
    struct paper_row row = {.region = k->new->region,
                            .key = k->new->key,
                            .due_at = k->m.now,
                            .done_at = k->m.now,
                            .done_by = k->m.who->user,
                            .done_for = k->m.who->for_user,
                            .done_unit = k->m.who->unit};
    struct buf cut;
    struct json j;
    bool found;
    if (!ids)
        return err_set(err, ERR_MEMORY, NULL);
    size_t n = count(k, WEEKLY_FOUND, ids);
    if (!store_paper_number(k->m.tx, k->m.campaign, str_of(PAPERS[PAPER_WEEKLY].code),
                            date_of_msec(k->m.now).year, &row.number, err))
        return false;
    row.title_zh = paper_title(&k->m, PAPER_WEEKLY, k->region.name, k->new, LANG_ZH);
    row.title_en = paper_title(&k->m, PAPER_WEEKLY, k->region.name, k->new, LANG_EN);
    buf_init(&cut, 0);
    json_begin(&j, &cut);
    bool ok = write_cut(k, &j, row.number, err);
    row.cut = buf_str(&cut);
    ok = ok && ((row.title_zh.p && row.title_en.p && !buf_failed(&cut)) ||
                err_set(err, ERR_MEMORY, NULL));
    ok = ok && paper_keep(&k->m, PAPER_WEEKLY, &row, ids, n, err);
    buf_release(&cut);
    return ok && store_paper_line(k->m.tx, a, row.id, k->out, &found, err);
}

static bool make(struct store_tx *tx, void *ctx, struct err *err)
{
    struct making *k = ctx;
    struct paper_line_rows before = {0};
    char most[16];
    k->m.tx = tx;
    if (!paper_repeated(tx, k->m.arena, k->m.who, k->m.campaign, k->new->key, PAPER_WEEKLY, &before,
                        &k->again, err))
        return false;
    if (k->again) {
        *k->out = before.at[0];
        return true;
    }
    if (!paper_begin(&k->m, err) || !report_region(&k->m, k->new, &k->region, err) ||
        !store_paper_weekly(tx, k->m.arena, k->m.campaign, region_subtree(k->new->region),
                            &(struct finding_period){k->from, k->until, k->m.now},
                            WEEKLY_FINDINGS_MAX + 1, &k->all, err))
        return false;
    snprintf(most, sizeof most, "%d", WEEKLY_FINDINGS_MAX);
    if (k->all.cases.n > WEEKLY_FINDINGS_MAX)
        return err_set(err, ERR_REPORT_LARGE, most) || err_at(err, STR_NONE, 0, 0, "from");
    return keep(k, err);
}

bool weekly_make(struct app *app, const struct actor *who, struct arena *arena,
                 const struct report_new *new, struct paper_line_row *out, bool *again,
                 struct err *err)
{
    struct making k = {.m = {.app = app, .arena = arena, .who = who, .campaign = new->campaign},
                       .new = new,
                       .from = date_to_msec(date_of_days(new->from)),
                       .until = date_to_msec(date_of_days(new->until + 1)),
                       .out = out};
    bool ok = report_period(app, new, err) && store_write(app->store, make, &k, err);
    *again = k.again;
    return ok;
}

/* Rankings of units inside groups, and the red and the black list of them, as frozen cuts. */
#include "work/standing_parts.h"

#include <stdio.h>
#include <stdlib.h>

#include "domain/unit.h"
#include "store/finding_numbers.h"

struct making {
    struct paper_making m;
    const struct report_new *new;
    enum paper_kind kind;
    struct region_row region;
    struct finding_rates rows;
    struct paper_kind_of_unit_rows units;
    struct unit_score *scores;
    size_t n;
    struct str groups[STANDING_GROUPS_MAX];
    int n_groups;
    VEC(struct paper_unit_row) stand;
    msec from, until, reply_by;
    struct paper_line_row *out;
    bool again;
};

const char *const RATE_CODES[PERFORMANCE_RATES] = {"on_time", "closed", "closed_on_time",
                                                   "returned"};
const char *const RATE_NAMES[PERFORMANCE_RATES] = {"按期处置率", "结案率", "按期结案率", "返工率"};

bool standing_rate_parse(struct str code, enum performance_rate *out)
{
    for (int i = 0; i < RATE_RETURNED; i++)
        if (str_is(code, RATE_CODES[i])) {
            *out = (enum performance_rate)i;
            return true;
        }
    return false;
}

/* ---- groups ---------------------------------------------------------------------------------- */

static int group_named(struct making *k, struct str name)
{
    for (int i = 0; i < k->n_groups; i++)
        if (str_eq(k->groups[i], name))
            return i;
    if (k->n_groups == STANDING_GROUPS_MAX)
        return -1;
    k->groups[k->n_groups] = name;
    return k->n_groups++;
}

static const struct finding_rate *row_of(const struct making *k, int64_t unit)
{
    for (size_t i = 0; i < k->rows.n; i++)
        if (k->rows.at[i].key == unit)
            return &k->rows.at[i];
    return NULL;
}

static void add(struct making *k, int64_t unit, int group)
{
    const struct finding_rate *r = row_of(k, unit);
    struct unit_score *s = &k->scores[k->n++];
    *s = (struct unit_score){.unit = unit, .group = group};
    if (r)
        s->p = r->p;
}

static const struct paper_kind_of_unit_row *unit_of(const struct making *k, int64_t unit)
{
    for (size_t i = 0; i < k->units.n; i++)
        if (k->units.at[i].id == unit)
            return &k->units.at[i];
    return NULL;
}

/* The kinds of the units, in the order of their table. */
static bool group_by_kind(struct making *k)
{
    for (int g = 0; g < UNIT_KINDS_N; g++)
        for (size_t i = 0; i < k->units.n; i++)
            if (str_is(k->units.at[i].kind, UNIT_KINDS[g].code))
                add(k, k->units.at[i].id, group_named(k, str_of(UNIT_KINDS[g].zh)));
    return true;
}

/* As they were said; whoever is in two of them is refused, an unknown unit too. */
static bool group_as_said(struct making *k, struct err *err)
{
    char text[32];
    for (int i = 0; i < k->new->n_members; i++) {
        const struct report_member *m = &k->new->members[i];
        snprintf(text, sizeof text, "unit %lld", (long long)m->unit);
        if (!unit_of(k, m->unit))
            return err_set(err, ERR_NOT_FOUND, text) || err_at(err, STR_NONE, 0, 0, "groups");
        for (size_t u = 0; u < k->n; u++)
            if (k->scores[u].unit == m->unit)
                return err_set(err, ERR_FINDING_UNIT_TWICE, text) ||
                       err_at(err, STR_NONE, 0, 0, "groups");
        int group = group_named(k, m->group);
        if (group < 0)
            return err_set(err, ERR_TOO_LARGE, "groups", "30");
        add(k, m->unit, group);
    }
    return true;
}

static bool gather(struct making *k, struct err *err)
{
    struct finding_period when = {k->from, k->until, k->m.now};
    size_t most = (size_t)k->new->n_members;
    if (!store_finding_performance(k->m.tx, k->m.arena, k->m.campaign, k->new->region, &when, false,
                                   &k->rows, err))
        return false;
    most += k->rows.n;
    int64_t *ids = ARENA_ARRAY(k->m.arena, most + 1, int64_t);
    k->scores = ARENA_ARRAY(k->m.arena, most + 1, struct unit_score);
    if (!ids || !k->scores)
        return err_set(err, ERR_MEMORY, NULL);
    size_t n = 0;
    for (int i = 0; i < k->new->n_members; i++)
        ids[n++] = k->new->members[i].unit;
    for (size_t i = 0; i < k->rows.n && !k->new->n_members; i++)
        if (k->rows.at[i].key)
            ids[n++] = k->rows.at[i].key;
    if (!store_paper_kinds_of_units(k->m.tx, k->m.arena, ids, n, &k->units, err))
        return false;
    if (k->new->n_members ? !group_as_said(k, err) : !group_by_kind(k))
        return false;
    unit_rank(k->scores, k->n, k->new->by, k->new->min);
    if (k->kind == PAPER_LISTS)
        unit_lists(k->scores, k->n, k->new->top, k->new->bottom);
    return true;
}

/* ---- the cut --------------------------------------------------------------------------------- */

static struct str percent(struct making *k, const struct unit_score *s)
{
    char text[DEC_TEXT_MAX];
    dec_format(s->rate, text);
    return arena_printf(k->m.arena, "%s%%", text);
}

/* Why it stands there, with the numbers. */
static struct str reason_of(struct making *k, const struct unit_score *s)
{
    struct arena *a = k->m.arena;
    struct str group = k->groups[s->group], rate = percent(k, s);
    const char *name = RATE_NAMES[k->new->by];
    if (s->list == LIST_BLACK)
        return arena_printf(
            a, "%s%.*s，在%.*s%d个参评单位中列倒数第%d位；应处置%lld项，超期未处置%lld项。", name,
            STR_ARG(rate), STR_ARG(group), s->ranked, s->from_below, (long long)s->p.due,
            (long long)s->p.late_open);
    return arena_printf(a, "%s%.*s，在%.*s%d个参评单位中列第%d位%s；应处置%lld项，无超期未处置。",
                        name, STR_ARG(rate), STR_ARG(group), s->ranked, s->rank,
                        s->tied ? "（并列）" : "", (long long)s->p.due);
}

static bool stand(struct making *k, const struct unit_score *s, const char *list, int64_t place,
                  struct str reason)
{
    struct paper_unit_row *row = VEC_ADD(k->m.arena, &k->stand);
    if (!row || !reason.p)
        return false;
    *row = (struct paper_unit_row){.unit = s->unit,
                                   .list = str_of(list),
                                   .grp = k->groups[s->group],
                                   .place = place,
                                   .reason = reason,
                                   .off_how = STR(""),
                                   .off_reason = STR("")};
    return true;
}

static void write_counts(struct json *j, const struct unit_score *s)
{
    json_ki64(j, "due", s->p.due);
    json_ki64(j, "on_time", s->p.on_time);
    json_ki64(j, "late", s->p.late);
    json_ki64(j, "late_open", s->p.late_open);
    json_ki64(j, "closed", s->p.closed);
    json_ki64(j, "closed_on_time", s->p.closed_on_time);
    json_ki64(j, "returned", s->p.returned);
    json_ki64(j, "suspended", s->p.suspended);
    json_key(j, "rates");
    json_obj(j);
    for (int r = 0; r < PERFORMANCE_RATES; r++) {
        dec value;
        if (performance_rate(&s->p, (enum performance_rate)r, &value))
            json_kdec(j, RATE_CODES[r], value);
        else
            json_knull(j, RATE_CODES[r]);
    }
    json_end(j);
}

static bool write_unit(struct making *k, struct json *j, const struct unit_score *s)
{
    static const char *const WHY[] = {"", "sample", "none"}, *const LISTS[] = {"", "red", "black"};
    const struct paper_kind_of_unit_row *unit = unit_of(k, s->unit);
    struct str reason = STR("");
    bool listed = k->kind == PAPER_LISTS && s->list != LIST_NONE;
    if (listed)
        reason = reason_of(k, s);
    if (listed
            ? !stand(k, s, LISTS[s->list], s->list == LIST_BLACK ? s->from_below : s->rank, reason)
            : k->kind == PAPER_RANKING && !stand(k, s, "rank", s->rank, STR("")))
        return false;
    json_obj(j);
    json_ki64(j, "unit", s->unit);
    json_kstr(j, "name", unit ? unit->name : STR(""));
    json_ki64(j, "rank", s->rank);
    json_kbool(j, "tied", s->tied);
    json_kstr(j, "why", str_of(WHY[s->why]));
    json_kstr(j, "list", str_of(LISTS[s->list]));
    json_ki64(j, "from_below", s->from_below);
    json_kstr(j, "reason", reason);
    write_counts(j, s);
    json_end(j);
    return true;
}

static bool write_groups(struct making *k, struct json *j)
{
    json_key(j, "groups");
    json_arr(j);
    for (size_t i = 0; i < k->n;) {
        int group = k->scores[i].group;
        bool left_out =
            k->kind == PAPER_LISTS && k->scores[i].ranked < (int)(k->new->top + k->new->bottom);
        json_obj(j);
        json_kstr(j, "name", k->groups[group]);
        json_ki64(j, "ranked", k->scores[i].ranked);
        json_kbool(j, "left_out", left_out);
        json_key(j, "units");
        json_arr(j);
        for (; i < k->n && k->scores[i].group == group; i++)
            if (!write_unit(k, j, &k->scores[i]))
                return false;
        json_end(j);
        json_end(j);
    }
    json_end(j);
    return true;
}

static bool write_cut(struct making *k, struct json *j, int64_t number, struct err *err)
{
    char day[DATE_TEXT_MAX], when[WHEN_TEXT_MAX];
    if (!paper_cut_begin(&k->m, j, k->kind, number, err))
        return false;
    json_kstr(j, "region_name", k->region.name);
    date_format(date_of_days(k->new->from), day);
    json_kstr(j, "from", str_of(day));
    date_format(date_of_days(k->new->until), day);
    json_kstr(j, "until", str_of(day));
    when_format(k->reply_by, when);
    json_kstr(j, "reply_by", str_of(when));
    json_kstr(j, "by", str_of(RATE_CODES[k->new->by]));
    json_ki64(j, "min", k->new->min);
    json_ki64(j, "top", k->new->top);
    json_ki64(j, "bottom", k->new->bottom);
    json_kbool(j, "by_kind", k->new->n_members == 0);
    if (!write_groups(k, j))
        return err_set(err, ERR_MEMORY, NULL);
    json_end(j);
    return true;
}

/* ---- making ---------------------------------------------------------------------------------- */

static bool keep(struct making *k, struct err *err)
{
    struct paper_row row = {.region = k->new->region, .key = k->new->key, .due_at = k->reply_by};
    struct buf cut;
    struct json j;
    bool found;
    if (!store_paper_number(k->m.tx, k->m.campaign, str_of(PAPERS[k->kind].code),
                            date_of_msec(k->m.now).year, &row.number, err))
        return false;
    row.title_zh = paper_title(&k->m, k->kind, k->region.name, k->new, LANG_ZH);
    row.title_en = paper_title(&k->m, k->kind, k->region.name, k->new, LANG_EN);
    buf_init(&cut, 0);
    json_begin(&j, &cut);
    bool ok = write_cut(k, &j, row.number, err);
    row.cut = buf_str(&cut);
    ok = ok && ((row.title_zh.p && row.title_en.p && !buf_failed(&cut)) ||
                err_set(err, ERR_MEMORY, NULL));
    ok = ok && paper_keep(&k->m, k->kind, &row, NULL, 0, err);
    buf_release(&cut);
    for (size_t i = 0; i < k->stand.n; i++)
        k->stand.at[i].paper = row.id;
    return ok &&
           (k->stand.n == 0 || store_paper_units_insert(k->m.tx, k->stand.at, k->stand.n, err)) &&
           store_paper_line(k->m.tx, k->m.arena, row.id, k->out, &found, err);
}

/* Has any unit a case? */
static bool anything(const struct making *k)
{
    for (size_t i = 0; i < k->n; i++)
        if (k->scores[i].has_rate)
            return true;
    return false;
}

static bool make(struct store_tx *tx, void *ctx, struct err *err)
{
    struct making *k = ctx;
    struct paper_line_rows before = {0};
    bool off;
    k->m.tx = tx;
    if (!store_campaign_switched_off(tx, k->m.campaign, STR("unit_ranking"), &off, err))
        return false;
    if (off)
        return err_set(err, ERR_RANKING_OFF, NULL);
    if (!paper_repeated(tx, k->m.arena, k->m.who, k->m.campaign, k->new->key, k->kind, &before,
                        &k->again, err))
        return false;
    if (k->again) {
        *k->out = before.at[0];
        return true;
    }
    if (!paper_begin(&k->m, err) || !report_region(&k->m, k->new, &k->region, err) ||
        !gather(k, err))
        return false;
    if (!anything(k))
        return err_set(err, ERR_REPORT_NOTHING, NULL) || err_at(err, STR_NONE, 0, 0, "from");
    k->reply_by = date_to_msec(date_of_days(k->new->reply_until + 1));
    if (k->reply_by <= k->m.now)
        return err_set(err, ERR_REPORT_REPLY, NULL) || err_at(err, STR_NONE, 0, 0, "reply_until");
    return keep(k, err);
}

bool standing_make(struct app *app, const struct actor *who, struct arena *arena,
                   enum paper_kind kind, const struct report_new *new, struct paper_line_row *out,
                   bool *again, struct err *err)
{
    struct making k = {.m = {.app = app, .arena = arena, .who = who, .campaign = new->campaign},
                       .new = new,
                       .kind = kind,
                       .from = date_to_msec(date_of_days(new->from)),
                       .until = date_to_msec(date_of_days(new->until + 1)),
                       .out = out};
    bool ok = report_period(app, new, err) && store_write(app->store, make, &k, err);
    *again = k.again;
    return ok;
}

/* What all papers have in common: their kinds, the beginning of the cut, number, keeping. */
#include "work/paper_parts.h"

#include <stdio.h>

#include "base/hash.h"
#include "domain/lifecycle.h"
#include "store/campaign.h"
#include "store/region.h"
#include "store/standard.h"
#include "store/unit.h"
#include "work/audit.h"
#include "work/standards.h"

const struct paper_kind_def PAPERS[PAPER_KINDS] = {
    [PAPER_RECTIFY] = {"rectify", "notice", "创建整改", "整改通知书", "Rectification notice"},
    [PAPER_SUPERVISE] = {"supervise", "notice", "创建督办", "限期整改督办单", "Supervision order"},
    [PAPER_ASSIGN] = {"assign", "notice", "创建交办", "问题交办单", "Assignment of problems"},
    [PAPER_WEEKLY] = {"weekly", "weekly", "创建通报", "问题整改情况通报", "Bulletin of findings"},
    [PAPER_RANKING] = {"ranking", "ranking", "创建排名", "责任单位问题整改排名",
                       "Ranking of units"},
    [PAPER_LISTS] = {"lists", "lists", "创建榜单", "问题整改红黑榜", "Red and black list"},
};

bool paper_kind_parse(struct str code, enum paper_kind *out)
{
    for (int i = 0; i < PAPER_KINDS; i++)
        if (str_is(code, PAPERS[i].code)) {
            *out = (enum paper_kind)i;
            return true;
        }
    return false;
}

struct str paper_number_text(struct arena *arena, struct str kind, int64_t year, int64_t number)
{
    enum paper_kind k = PAPER_RECTIFY;
    (void)paper_kind_parse(kind, &k);
    return arena_printf(arena, "%s〔%lld〕%lld号", PAPERS[k].mark, (long long)year,
                        (long long)number);
}

/* The office that makes it: the unit of the post, or that of the campaign. */
static bool find_issuer(struct paper_making *m, struct err *err)
{
    struct unit_row unit;
    bool found = false;
    if (m->who->unit && !store_unit_get(m->tx, m->arena, m->who->unit, &unit, &found, err))
        return false;
    m->issuer = found ? unit.name : arena_printf(m->arena, "%.*s创建办", STR_ARG(m->region_name));
    return m->issuer.p || err_set(err, ERR_MEMORY, NULL);
}

bool paper_begin(struct paper_making *m, struct err *err)
{
    struct campaign_row c;
    struct region_row region;
    bool found;
    if (!store_campaign_get(m->tx, m->arena, m->campaign, &c, &found, err))
        return false;
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "campaign");
    if (!store_region_need(m->tx, m->arena, c.region, &region, err) ||
        !standard_get(m->app, m->tx, c.standard, &m->standard, err))
        return false;
    m->now = app_now(m->app);
    m->campaign_name = c.name_zh;
    m->region = c.region;
    m->region_name = region.name;
    m->demo = c.demo;
    return find_issuer(m, err);
}

bool paper_cut_begin(struct paper_making *m, struct json *j, enum paper_kind kind, int64_t number,
                     struct err *err)
{
    struct audit_head_row head;
    struct date date = date_of_msec(m->now);
    char day[DATE_TEXT_MAX], when[WHEN_TEXT_MAX];
    if (!store_audit_head(m->tx, m->arena, &head, err))
        return false;
    date_format(date, day);
    when_format(m->now, when);
    json_obj(j);
    json_ki64(j, "format", 1);
    json_kstr(j, "paper", str_of(PAPERS[kind].code));
    json_kbool(j, "demo", m->demo);
    json_ki64(j, "year", date.year);
    json_ki64(j, "number", number);
    json_kstr(j, "date", str_of(day));
    json_kstr(j, "cut_at", str_of(when));
    json_key(j, "record");
    json_obj(j);
    json_ki64(j, "entries", head.seq);
    json_kstr(j, "head", head.hash);
    json_kstr(j, "algorithm", head.algorithm);
    json_end(j);
    json_kstr(j, "issuer", m->issuer);
    json_kstr(j, "campaign", m->campaign_name);
    json_kstr(j, "standard", m->standard->name.zh);
    json_kstr(j, "edition", m->standard->edition);
    return true;
}

bool paper_keep(struct paper_making *m, enum paper_kind kind, struct paper_row *row,
                const int64_t *findings, size_t n, struct err *err)
{
    char audited[24];
    row->campaign = m->campaign;
    row->kind = str_of(PAPERS[kind].code);
    row->shelf = str_of(PAPERS[kind].shelf);
    row->year = date_of_msec(m->now).year;
    row->region_hi = region_subtree(row->region).hi;
    row->findings = (int64_t)n;
    row->made_at = m->now;
    row->made_by = m->who->user;
    row->made_for = m->who->for_user;
    row->note = row->added = STR("");
    if (!store_paper_insert(m->tx, m->arena, row, findings, n, err))
        return false;
    snprintf(audited, sizeof audited, "%s.make",
             str_is(row->shelf, "notice") ? "notice" : PAPERS[kind].code);
    struct act act = {
        .kind = audited,
        .region = row->region,
        .thing = arena_printf(m->arena, "paper %lld", (long long)row->id),
        .after = arena_printf(
            m->arena,
            "{\"kind\":\"%s\",\"number\":%lld,\"unit\":%lld,\"findings\":%lld,\"sha256\":\"%.*s\"}",
            PAPERS[kind].code, (long long)row->number, (long long)row->unit, (long long)n,
            STR_ARG(row->digest))};
    return act.thing.p && act.after.p ? audit_act(m->app, m->tx, m->who, &act, err)
                                      : err_set(err, ERR_MEMORY, NULL);
}

bool paper_repeated(struct store_tx *tx, struct arena *arena, const struct actor *who,
                    int64_t campaign, struct str key, enum paper_kind kind,
                    struct paper_line_rows *out, bool *again, struct err *err)
{
    *again = false;
    if (!key.n)
        return true;
    if (!store_paper_by_key(tx, arena, campaign, key, out, err))
        return false;
    *again = out->n > 0;
    return !*again ||
           (out->at[0].made_by == who->user && str_is(out->at[0].kind, PAPERS[kind].code)) ||
           err_set(err, ERR_KEY_USED, err_word(key).z) || err_at(err, STR_NONE, 0, 0, "key");
}

/* ---- a finding in the cut -------------------------------------------------------------------- */

static void json_time(struct json *j, const char *key, msec at)
{
    char text[WHEN_TEXT_MAX];
    when_format(at, text);
    json_kstr(j, key, at ? str_of(text) : STR(""));
}

static void write_defects(struct json *j, const struct paper_cases *all, int64_t finding)
{
    json_key(j, "defects");
    json_arr(j);
    for (size_t i = 0; i < all->defects.n; i++)
        if (all->defects.at[i].finding == finding)
            json_str(j, all->defects.at[i].description);
    json_end(j);
}

/* Of the life that has gone on: a unit that declined does not stand on paper. */
static void write_co(struct json *j, const struct paper_cases *all, int64_t finding)
{
    json_key(j, "co");
    json_arr(j);
    for (size_t i = 0; i < all->parts.n; i++) {
        const struct paper_part_row *p = &all->parts.at[i];
        if (p->finding == finding && str_is(p->part, "co") && !str_is(p->state, "declined"))
            json_str(j, p->name);
    }
    json_end(j);
}

/* The first ones of the finding, while there is room; how many there are in all. */
static void write_photos(struct paper_making *m, struct json *j, const struct paper_cases *all,
                         int64_t finding)
{
    int64_t n = 0;
    json_key(j, "photos");
    json_arr(j);
    for (size_t i = 0; i < all->photos.n; i++) {
        const struct paper_photo_row *p = &all->photos.at[i];
        if (p->finding != finding || ++n > NOTICE_PHOTOS_EACH || m->photos == NOTICE_PHOTOS_MAX)
            continue;
        m->photos++;
        json_obj(j);
        json_ki64(j, "proof", p->proof);
        json_kstr(j, "small", p->thumb);
        json_time(j, "at", p->at);
        json_time(j, "taken_at", p->taken_at);
        json_end(j);
    }
    json_end(j);
    json_ki64(j, "photos_in_all", n);
}

void paper_case(struct paper_making *m, struct json *j, const struct paper_cases *all, size_t i)
{
    const struct paper_case_row *f = &all->cases.at[i];
    int64_t item = f->item.n ? map_get(&m->standard->item_by, f->item) : -1;
    json_obj(j);
    json_ki64(j, "id", f->id);
    json_kstr(j, "place", f->place_name.n ? f->place_name : f->address);
    json_kstr(j, "region_name", f->region_name);
    json_kstr(j, "item", f->item);
    json_kstr(j, "item_name", item >= 0 ? m->standard->items[item].name.zh : STR(""));
    json_kstr(j, "source", f->source);
    json_kstr(j, "text", f->description);
    write_defects(j, all, f->id);
    json_ki64(j, "severity", f->severity);
    json_time(j, "found_at", f->found_at);
    json_kbool(j, "repeated", f->repeat_of != 0 || f->reopened > 0);
    json_kstr(j, "form", f->form);
    json_kstr(j, "requirement", f->requirement);
    json_time(j, "due_at", f->due_at);
    json_kbool(j, "late", paper_late(f, m->now));
    json_kstr(j, "state", f->state);
    json_ki64(j, "supervised", f->supervised);
    json_ki64(j, "lead_unit", f->lead_unit);
    json_kstr(j, "lead", f->lead_name);
    write_co(j, all, f->id);
    json_time(j, "fixed_at", f->fixed_at);
    json_time(j, "closed_at", f->closed_at);
    json_kbool(j, "on_site", f->on_site);
    if (all->photos.n)
        write_photos(m, j, all, f->id);
    json_end(j);
}

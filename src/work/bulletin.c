#include "work/bulletin.h"

#include <stdio.h>

#include "base/hash.h"
#include "domain/standard_digest.h"
#include "store/bulletin.h"
#include "store/campaign.h"
#include "store/region.h"
#include "store/standard.h"
#include "work/audit.h"
#include "work/boards.h"
#include "work/bulletin_cut.h"

/* A bulletin being made: the board is held from before the write until after it, so that the number
 * is the only thing the transaction adds. */
struct making {
    struct app *app;
    struct arena *arena;
    const struct actor *who;
    struct cut_source source;
    struct buf cut;
    struct bulletin_row row;
};

static bool fill(void *ctx, struct bulletin_row *row, struct err *err)
{
    struct making *m = ctx;
    m->source.number = (int)row->number;
    if (!cut_write(&m->source, m->arena, &m->cut, err))
        return false;
    int month = period_month(m->source.now->period);
    row->title_zh =
        arena_printf(m->arena, "关于%d年%d月%.*s排名情况的通报", period_year(m->source.now->period),
                     month, STR_ARG(m->source.now->standard->name.zh));
    row->title_en =
        arena_printf(m->arena, "Ranking of %d-%02d, %.*s", period_year(m->source.now->period),
                     month, STR_ARG(m->source.now->standard->name.en));
    row->cut = buf_str(&m->cut);
    return (row->title_zh.p && row->title_en.p) || err_set(err, ERR_MEMORY, NULL);
}

static bool insert_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct making *m = ctx;
    struct audit_head_row head;
    if (!store_audit_head(tx, m->arena, &head, err))
        return false;
    m->source.record_entries = head.seq;
    m->source.record_head = head.hash;
    m->source.record_algorithm = head.algorithm;
    if (!store_bulletin_insert(tx, m->arena, &m->row, fill, m, err))
        return false;
    struct act act = {.kind = "bulletin.make",
                      .region = m->source.region,
                      .thing = arena_printf(m->arena, "campaign %lld bulletin %lld",
                                            (long long)m->row.campaign, (long long)m->row.id),
                      .after = arena_printf(m->arena, "{\"number\":%lld,\"sha256\":\"%.*s\"}",
                                            (long long)m->row.number, STR_ARG(m->row.digest))};
    return act.thing.p && act.after.p ? audit_act(m->app, tx, m->who, &act, err)
                                      : err_set(err, ERR_MEMORY, NULL);
}

static int ranking_of(const struct standard *s, struct str code, struct err *err)
{
    for (int i = 0; i < s->n_rankings; i++)
        if (code.n == 0 || str_eq(s->rankings[i].code, code))
            return i;
    char shown[64];
    snprintf(shown, sizeof shown, "%.*s", STR_ARG(code));
    err_set(err, ERR_NOT_FOUND, code.n ? shown : "ranking");
    return -1;
}

/* What the cut says about the campaign around the board. */
static bool describe(struct making *m, struct store_tx *tx, const struct board_hold *h,
                     struct err *err)
{
    struct campaign_row c;
    struct region_row region;
    struct standard_row edition;
    struct round_rows rounds = {0};
    bool found;
    if (!store_campaign_get(tx, m->arena, h->campaign, &c, &found, err) ||
        !store_region_need(tx, m->arena, c.region, &region, err) ||
        !store_standard_get(tx, m->arena, c.standard, &edition, &found, err) ||
        !store_rounds(tx, m->arena, h->campaign, &rounds, err))
        return false;
    struct cut_source *s = &m->source;
    for (size_t i = 0; i < rounds.n; i++)
        if (rounds.at[i].number == h->round)
            s->round_name = rounds.at[i].name_zh;
    s->region_name = region.name;
    s->campaign_name = c.name_zh;
    s->standard_digest = edition.digest;
    s->issuer = arena_printf(m->arena, "%.*s创建办", STR_ARG(region.name));
    s->region = c.region;
    s->demo = c.demo;
    s->cut_at = app_now(m->app);
    s->date = date_of_msec(s->cut_at);
    s->year = s->date.year;
    s->version = h->version;
    return s->issuer.p || err_set(err, ERR_MEMORY, NULL);
}

static bool make(struct making *m, int64_t campaign, int round, struct str ranking, struct err *err)
{
    struct board_hold h = {0};
    struct store_tx *tx = store_read(m->app->store, err);
    bool ok = tx && board_take(m->app, tx, campaign, round, &h, err);
    if (ok) {
        m->source.now = h.now;
        m->source.earlier = h.earlier;
        m->source.names = h.names;
        m->source.open_findings = h.open_findings;
        m->source.ranking = ranking_of(h.standard, ranking, err);
        ok = m->source.ranking >= 0 && describe(m, tx, &h, err);
    }
    store_read_end(tx);
    if (ok) {
        m->row = (struct bulletin_row){.campaign = campaign,
                                       .year = m->source.year,
                                       .period = h.now->period,
                                       .made_on = date_to_days(m->source.date),
                                       .made_by = m->who->user};
        ok = store_write(m->app->store, insert_tx, m, err);
    }
    if (h.entry)
        board_give(m->app, &h);
    return ok;
}

bool bulletin_make(struct app *app, const struct actor *who, int64_t campaign, int round,
                   struct str ranking, int64_t *id, struct err *err)
{
    struct arena arena;
    arena_init(&arena, 0);
    struct making m = {.app = app, .arena = &arena, .who = who};
    buf_init(&m.cut, 0);
    bool ok = make(&m, campaign, round, ranking, err);
    if (ok)
        *id = m.row.id;
    buf_release(&m.cut);
    arena_release(&arena);
    return ok;
}

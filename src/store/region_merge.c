/* Writing an import: the sorted rows against the stored tree, in one transaction. */
#include "store/region_import.h"

#include "domain/pinyin.h"
#include "store/sql.h"

enum { PROGRESS_ROWS = 50000 };

struct merge {
    struct region_load *l;
    struct store_tx *tx;
    int64_t today; /* as_of in days, or 0 */
    size_t at;     /* items before this one have met the stored tree */
    bool fresh;
    VEC(uint32_t) added;            /* indices of items */
    VEC(struct region_row) changed; /* names in the arena or in items */
    VEC(struct region_link_row) links;
    size_t sent; /* by the bulk callbacks */
    char initials[PINYIN_INITIALS_MAX];
};

static struct str item_name(const struct region_item *it)
{
    return (struct str){it->name, it->name_n};
}

static void report(const struct merge *m, enum region_import_stage stage, size_t total)
{
    const struct region_import *in = m->l->in;
    if (in->progress && (m->sent % PROGRESS_ROWS == 0 || m->sent == total))
        in->progress(in->progress_ctx, stage, m->sent, total);
}

static bool next_added(void *ctx, struct region_row *row)
{
    struct merge *m = ctx;
    size_t total = m->fresh ? m->l->items.n : m->added.n;
    if (m->sent == total)
        return false;
    const struct region_item *it = &m->l->items.at[m->fresh ? m->sent : m->added.at[m->sent]];
    m->sent++;
    report(m, REGION_IMPORT_WRITE, total);
    *row = (struct region_row){
        .code = it->code,
        .name = item_name(it),
        .level = region_level_of(it->code),
        .initials = {m->initials, pinyin_initials(item_name(it), m->initials)},
        .opened = m->today,
    };
    return true;
}

static bool next_changed(void *ctx, struct region_row *row)
{
    struct merge *m = ctx;
    if (m->sent == m->changed.n)
        return false;
    *row = m->changed.at[m->sent++];
    row->initials = (struct str){m->initials, pinyin_initials(row->name, m->initials)};
    return true;
}

static bool next_link(void *ctx, struct region_link_row *row)
{
    struct merge *m = ctx;
    if (m->sent == m->links.n)
        return false;
    *row = m->links.at[m->sent++];
    return true;
}

/* An empty tree: rows in order of the key first, indexes after. */
static bool fill(struct merge *m, struct err *err)
{
    store_bulk(m->tx, true);
    bool ok = sql_region_drop_by_level(m->tx, NULL, err) &&
              sql_region_drop_by_name(m->tx, NULL, err) &&
              sql_region_drop_by_initials(m->tx, NULL, err) &&
              sql_region_insert(m->tx, next_added, m, err);
    m->sent = 0;
    report(m, REGION_IMPORT_INDEX, 3);
    ok = ok && sql_region_make_by_level(m->tx, NULL, err) &&
         sql_region_make_by_name(m->tx, NULL, err) && sql_region_make_by_initials(m->tx, NULL, err);
    m->l->result.added = m->l->items.n;
    store_bulk(m->tx, false);
    return ok;
}

static bool change(struct merge *m, const struct region_row *old, struct str name, int64_t opened,
                   int64_t closed, struct err *err)
{
    struct region_row *r = VEC_ADD(&m->l->arena, &m->changed);
    if (!r)
        return err_set(err, ERR_MEMORY, NULL);
    *r = (struct region_row){
        .code = old->code, .name = name, .level = old->level, .opened = opened, .closed = closed};
    return true;
}

static bool rename_link(struct merge *m, const struct region_row *old, struct err *err)
{
    struct region_link_row link = {.old_code = old->code,
                                   .new_code = old->code,
                                   .on_date = m->today,
                                   .kind = STR("rename"),
                                   .old_name = arena_str(&m->l->arena, old->name)};
    return (link.old_name.p && VEC_PUSH(&m->l->arena, &m->links, link)) ||
           err_set(err, ERR_MEMORY, NULL);
}

/* A stored region and the row of the same code. */
static bool meet(struct merge *m, const struct region_row *old, const struct region_item *it,
                 struct err *err)
{
    struct region_import_result *r = &m->l->result;
    bool renamed = !str_eq(old->name, item_name(it)), reopened = old->closed != 0;
    r->renamed += renamed;
    r->reopened += reopened;
    r->unchanged += !renamed && !reopened;
    if (!renamed && !reopened)
        return true;
    return (!renamed || rename_link(m, old, err)) &&
           change(m, old, item_name(it), reopened ? m->today : old->opened, 0, err);
}

static bool stored_row(void *ctx, const struct region_row *old, struct err *err)
{
    struct merge *m = ctx;
    struct region_load *l = m->l;
    for (; m->at < l->items.n && l->items.at[m->at].code < old->code; m->at++)
        if (!VEC_PUSH(&l->arena, &m->added, (uint32_t)m->at))
            return err_set(err, ERR_MEMORY, NULL);
    if (m->at < l->items.n && l->items.at[m->at].code == old->code)
        return meet(m, old, &l->items.at[m->at++], err);
    if (!l->in->has_as_of || old->closed || old->code == l->in->within)
        return true;
    l->result.closed++;
    struct str name = arena_str(&l->arena, old->name);
    return name.p ? change(m, old, name, old->opened, m->today, err)
                  : err_set(err, ERR_MEMORY, NULL);
}

static bool compare(struct merge *m, struct err *err)
{
    struct region_load *l = m->l;
    struct region_each_in range = {l->items.at[0].code, l->items.at[l->items.n - 1].code};
    if (l->in->has_as_of) {
        struct region_range r = region_subtree(l->in->within);
        range = (struct region_each_in){r.lo, r.hi};
    }
    if (!sql_region_each(m->tx, &range, stored_row, m, err))
        return false;
    for (; m->at < l->items.n; m->at++)
        if (!VEC_PUSH(&l->arena, &m->added, (uint32_t)m->at))
            return err_set(err, ERR_MEMORY, NULL);
    l->result.added = m->added.n;
    return true;
}

/* Every parent that is not among the rows must be stored and open. */
static bool check_orphans(struct merge *m, struct err *err)
{
    struct region_load *l = m->l;
    region_code known = -1;
    for (size_t i = 0; i < l->orphans.n; i++) {
        struct region_row row;
        bool found = false;
        if (l->orphans.at[i] == known)
            continue;
        if (!sql_region_get(m->tx, &(struct region_get_in){l->orphans.at[i]}, &l->arena, &row,
                            &found, err))
            return false;
        if (found && row.closed == 0) {
            known = l->orphans.at[i];
            continue;
        }
        char parent[REGION_TEXT_MAX];
        region_format(l->orphans.at[i], parent);
        struct err e;
        err_set(&e, ERR_REGION_UNKNOWN, parent);
        region_item_problem(l, &l->items.at[l->orphan_rows.at[i]], &e);
    }
    if (l->first.code != ERR_OK && err)
        *err = l->first;
    return l->first.code == ERR_OK;
}

static bool add_links(struct merge *m, struct err *err)
{
    struct region_load *l = m->l;
    for (size_t i = 0; i < l->links.n; i++) {
        const struct region_link_item *it = &l->links.at[i];
        struct region_row old, new;
        struct err e = {0};
        if (!store_region_need(m->tx, &l->arena, it->old_code, &old, &e) ||
            !store_region_need(m->tx, &l->arena, it->new_code, &new, &e)) {
            if (e.code != ERR_REGION_UNKNOWN) {
                if (err)
                    *err = e;
                return false;
            }
            err_at(&e, it->file, it->row, 0, NULL);
            region_problem(l, &e);
            continue;
        }
        struct region_link_row link = {.old_code = it->old_code,
                                       .new_code = it->new_code,
                                       .on_date = m->today,
                                       .kind = str_of(it->kind),
                                       .old_name = old.name};
        if (!VEC_PUSH(&l->arena, &m->links, link))
            return err_set(err, ERR_MEMORY, NULL);
        l->result.links++;
    }
    if (l->first.code != ERR_OK && err)
        *err = l->first;
    return l->first.code == ERR_OK;
}

bool region_merge(struct store_tx *tx, void *ctx, struct err *err)
{
    struct region_load *l = ctx;
    struct merge m = {.l = l, .tx = tx, .today = l->in->has_as_of ? date_to_days(l->in->as_of) : 0};
    struct region_any_out any;
    bool found;
    if (!sql_region_any(tx, &l->arena, &any, &found, err) || !check_orphans(&m, err))
        return false;
    m.fresh = !found;
    if (m.fresh) {
        if (!fill(&m, err))
            return false;
    } else {
        if (!compare(&m, err) || !sql_region_insert(tx, next_added, &m, err))
            return false;
        m.sent = 0;
        if (!sql_region_update(tx, next_changed, &m, err))
            return false;
    }
    if (!add_links(&m, err))
        return false;
    m.sent = 0;
    if (m.links.n && !sql_region_link_insert(tx, next_link, &m, err))
        return false;
    return !l->in->done || l->in->done(l->in->done_ctx, tx, &l->result, err);
}

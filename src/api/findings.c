#include "api/handlers.h"

#include <stdio.h>

#include "store/campaign.h"
#include "store/finding.h"
#include "store/region.h"
#include "work/standards.h"

enum { FINDINGS_PAGE = 50 };

static bool after_row(struct request *q, struct finding_row *row, const struct finding_row **after,
                      struct err *err)
{
    int64_t id;
    bool found;
    *after = NULL;
    if (!api_after(q, &id, err))
        return false;
    if (id == 0)
        return true;
    if (!store_finding_get(q->tx, q->arena, id, row, &found, err))
        return false;
    if (!found || row->campaign != q->campaign)
        return api_not_found("finding", id, err);
    *after = row;
    return true;
}

struct finding_names {          /* of the page */
    struct region_rows regions; /* by code */
    struct place_rows places;   /* by id */
};

static struct str place_name(const struct finding_names *n, int64_t id)
{
    size_t lo = 0, hi = n->places.n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (n->places.at[mid].id < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < n->places.n && n->places.at[lo].id == id ? n->places.at[lo].name : STR_NONE;
}

static bool read_names(struct request *q, const struct finding_rows *rows,
                       struct finding_names *names, struct err *err)
{
    region_code *codes = ARENA_ARRAY(q->arena, rows->n + 1, region_code);
    if (!codes)
        return err_set(err, ERR_MEMORY, NULL);
    for (size_t i = 0; i < rows->n; i++)
        codes[i] = rows->at[i].region;
    return !rows->n || (store_finding_places(q->tx, q->arena, &rows->at[0], &rows->at[rows->n - 1],
                                             &names->places, err) &&
                        store_regions_of(q->tx, q->arena, codes, rows->n, &names->regions, err));
}

static bool write_finding(struct request *q, struct json *j, const struct standard *s,
                          const struct finding_row *f, const struct finding_names *names,
                          struct err *err)
{
    struct str region;
    if (!api_name_in(q, &names->regions, f->region, &region, err))
        return false;
    int64_t item = map_get(&s->item_by, f->item);
    json_obj(j);
    json_ki64(j, "id", f->id);
    json_ki64(j, "round", f->round);
    json_kregion(j, "region", f->region);
    json_kstr(j, "region_name", region);
    json_kstr(j, "place_name", place_name(names, f->place));
    json_kstr(j, "item", f->item);
    json_ktext2(j, "item_name", item >= 0 ? s->items[item].name : (struct text2){f->item, f->item});
    json_kstr(j, "text", f->description);
    api_day(j, "found_on", f->found_on);
    api_day(j, "closed_on", f->closed_on);
    json_end(j);
    return true;
}

bool api_listFindings(struct request *q, struct reply *r, struct err *err)
{
    struct campaign_row c;
    const struct standard *s;
    struct finding_row row;
    const struct finding_row *after;
    struct finding_rows rows = {0};
    struct finding_names names = {0};
    bool found;
    int64_t open;
    struct json j;
    int n = (int)query_int(q, "limit", FINDINGS_PAGE);
    struct region_range range = region_subtree(query_region(q, "region"));
    if (!request_read(q, err) ||
        !store_campaign_get(q->tx, q->arena, q->campaign, &c, &found, err) ||
        !standard_get(q->app, q->tx, c.standard, &s, err) || !after_row(q, &row, &after, err) ||
        !store_finding_page(q->tx, q->arena, q->campaign, range, query_bool(q, "open"), after,
                            n + 1, &rows, err) ||
        !store_finding_open_count(q->tx, q->campaign, range, &open, err))
        return false;
    if (!read_names(q, &rows, &names, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "findings");
    json_arr(&j);
    for (size_t i = 0; i < rows.n && i < (size_t)n; i++)
        if (!write_finding(q, &j, s, &rows.at[i], &names, err))
            return false;
    json_end(&j);
    char next[24] = "";
    if (rows.n > (size_t)n)
        snprintf(next, sizeof next, "%lld", (long long)rows.at[n - 1].id);
    json_kstr(&j, "next", str_of(next));
    json_ki64(&j, "open", open);
    json_end(&j);
    return true;
}

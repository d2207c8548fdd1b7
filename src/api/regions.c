#include "api/handlers.h"
#include "store/region.h"

enum { REGIONS_PAGE = 100, FOUND = 20 };

/* The regions around each of the first n, in one question. */
static bool read_around(struct request *q, const struct region_rows *rows, size_t n,
                        struct region_rows *around, struct err *err)
{
    region_code *codes = ARENA_ARRAY(q->arena, n * REGION_LEVELS + 1, region_code);
    size_t k = 0;
    if (!codes)
        return err_set(err, ERR_MEMORY, NULL);
    for (int level = REGION_PROVINCE; level < REGION_LEVELS; level++)
        for (size_t i = 0; i < n; i++)
            if (level < rows->at[i].level)
                codes[k++] = region_at_level(rows->at[i].code, (enum region_level)level);
    return store_regions_of(q->tx, q->arena, codes, k, around, err);
}

/* "province prefecture county", as far as the tree has them; empty for a province. */
static bool path_text(struct request *q, const struct region_row *row,
                      const struct region_rows *around, struct str *out, struct err *err)
{
    struct buf text;
    buf_init(&text, 4096);
    for (int level = REGION_PROVINCE; level < row->level; level++) {
        const struct region_row *r =
            api_region_in(around, region_at_level(row->code, (enum region_level)level));
        if (r && r->code != row->code)
            buf_printf(&text, "%s%.*s", text.n ? " " : "", STR_ARG(r->name));
    }
    *out = arena_str(q->arena, buf_str(&text));
    buf_release(&text);
    return out->p || err_set(err, ERR_MEMORY, NULL);
}

static bool write_page(struct request *q, struct reply *r, const struct region_rows *rows, int n,
                       bool paths, struct err *err)
{
    struct json j;
    struct region_rows around = {0};
    size_t shown = rows->n < (size_t)n ? rows->n : (size_t)n;
    if (paths && !read_around(q, rows, shown, &around, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "regions");
    json_arr(&j);
    for (size_t i = 0; i < shown; i++) {
        struct str path = STR_NONE;
        if (paths && !path_text(q, &rows->at[i], &around, &path, err))
            return false;
        api_region(&j, &rows->at[i], path);
    }
    json_end(&j);
    json_kbool(&j, "more", rows->n > (size_t)n);
    json_end(&j);
    return true;
}

bool api_listRegions(struct request *q, struct reply *r, struct err *err)
{
    struct region_rows rows = {0};
    int n = (int)query_int(q, "limit", REGIONS_PAGE);
    return request_read(q, err) &&
           store_region_children(q->tx, q->arena, query_region(q, "parent"),
                                 query_region(q, "after"), n + 1, &rows, err) &&
           write_page(q, r, &rows, n, false, err);
}

bool api_searchRegions(struct request *q, struct reply *r, struct err *err)
{
    struct region_rows rows = {0};
    int n = (int)query_int(q, "limit", FOUND);
    return request_read(q, err) &&
           store_region_find(q->tx, q->arena, query_str(q, "q"), query_region(q, "within"),
                             n < REGION_FIND_MAX ? n + 1 : n, &rows, err) &&
           write_page(q, r, &rows, n, true, err);
}

bool api_getRegion(struct request *q, struct reply *r, struct err *err)
{
    struct region_row row;
    struct region_rows path = {0};
    struct region_link_rows links = {0};
    region_code code = path_region(q, "region");
    if (!request_read(q, err) || !store_region_need(q->tx, q->arena, code, &row, err) ||
        !store_region_path(q->tx, q->arena, code, &path, err) ||
        !store_region_links(q->tx, q->arena, code, &links, err))
        return false;
    struct json j;
    reply_json(q, r, &j);
    json_obj(&j);
    json_kregion(&j, "code", row.code);
    json_kstr(&j, "name", row.name);
    json_kstr(&j, "level", str_of(region_level_word((enum region_level)row.level)));
    json_kstr(&j, "initials", row.initials);
    api_day(&j, "opened", row.opened);
    api_day(&j, "closed", row.closed);
    json_key(&j, "path");
    json_arr(&j);
    for (size_t i = 0; i < path.n; i++)
        if (path.at[i].code != row.code)
            api_region(&j, &path.at[i], STR_NONE);
    json_end(&j);
    json_key(&j, "links");
    json_arr(&j);
    for (size_t i = 0; i < links.n; i++) {
        json_obj(&j);
        json_kregion(&j, "from", links.at[i].old_code);
        json_kregion(&j, "to", links.at[i].new_code);
        api_day(&j, "date", links.at[i].on_date);
        json_kstr(&j, "kind", links.at[i].kind);
        json_end(&j);
    }
    json_end(&j);
    json_end(&j);
    return true;
}

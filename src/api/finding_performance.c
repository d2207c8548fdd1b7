/* How findings were handled and closed, by unit or county. */
#include "api/handlers.h"
#include "domain/performance.h"
#include "store/finding.h"
#include "store/finding_numbers.h"
#include "store/region.h"

static void rate(struct json *j, const char *key, const struct performance *p,
                 enum performance_rate which)
{
    dec value;
    if (performance_rate(p, which, &value))
        json_kdec(j, key, value);
    else
        json_knull(j, key);
}

static void write_row(struct json *j, const struct finding_rate *row, struct str region,
                      bool by_county)
{
    const struct performance *p = &row->p;
    json_obj(j);
    json_ki64(j, "unit", by_county ? 0 : row->key);
    if (by_county)
        json_kregion(j, "county", row->key);
    else
        json_kstr(j, "county", STR(""));
    api_names(j, "name", by_county ? region : row->name,
              by_county        ? region
              : row->name_en.n ? row->name_en
                               : row->name);
    json_ki64(j, "due", p->due);
    json_ki64(j, "on_time", p->on_time);
    json_ki64(j, "late", p->late);
    json_ki64(j, "late_open", p->late_open);
    json_ki64(j, "closed", p->closed);
    json_ki64(j, "closed_on_time", p->closed_on_time);
    json_ki64(j, "returned", p->returned);
    json_ki64(j, "suspended", p->suspended);
    json_key(j, "rates");
    json_obj(j);
    rate(j, "on_time", p, RATE_ON_TIME);
    rate(j, "closed", p, RATE_CLOSED);
    rate(j, "closed_on_time", p, RATE_CLOSED_ON_TIME);
    rate(j, "returned", p, RATE_RETURNED);
    json_end(j);
    json_end(j);
}

bool api_getPerformance(struct request *q, struct reply *r, struct err *err)
{
    struct finding_rates rows = {0};
    struct region_rows regions = {0};
    struct finding_period when = {.from = query_int(q, "from", 1),
                                  .until = query_int(q, "until", INT64_MAX),
                                  .now = app_now(q->app)};
    bool by_county = str_is(query_str(q, "by"), "county");
    struct str name = STR("");
    struct json j;
    if (!request_read(q, err) ||
        !store_finding_performance(q->tx, q->arena, q->campaign, query_region(q, "region"), &when,
                                   by_county, &rows, err))
        return false;
    region_code *codes = ARENA_ARRAY(q->arena, rows.n + 1, region_code);
    if (!codes)
        return err_set(err, ERR_MEMORY, NULL);
    for (size_t i = 0; i < rows.n; i++)
        codes[i] = rows.at[i].key;
    if (by_county && rows.n && !store_regions_of(q->tx, q->arena, codes, rows.n, &regions, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "rows");
    json_arr(&j);
    for (size_t i = 0; i < rows.n; i++) {
        if (by_county && !api_name_in(q, &regions, rows.at[i].key, &name, err))
            return false;
        write_row(&j, &rows.at[i], name, by_county);
    }
    json_end(&j);
    json_end(&j);
    return true;
}

bool api_listClosings(struct request *q, struct reply *r, struct err *err)
{
    struct finding_closing_rows rows = {0};
    struct json j;
    struct region_range range = region_subtree(query_region(q, "region"));
    if (!request_read(q, err) ||
        !store_finding_closings(q->tx, q->arena, q->campaign, range, query_int(q, "from", 1),
                                query_int(q, "until", INT64_MAX), &rows, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "units");
    json_arr(&j);
    for (size_t i = 0; i < rows.n; i++) {
        const struct finding_closing_row *c = &rows.at[i];
        json_obj(&j);
        json_ki64(&j, "unit", c->unit);
        api_names(&j, "name", c->name, c->name_en.n ? c->name_en : c->name);
        json_ki64(&j, "closed", c->closed);
        json_ki64(&j, "paper", c->paper);
        json_ki64(&j, "again", c->reopened);
        json_ki64(&j, "returned", c->returned);
        json_ki64(&j, "late", c->late);
        json_ki64(&j, "flagged", c->flagged);
        json_end(&j);
    }
    json_end(&j);
    json_end(&j);
    return true;
}

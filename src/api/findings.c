/* Findings: listed, reported. One of them and what is done with it: finding.c. */
#include <stdio.h>

#include "api/finding_json.h"
#include "api/handlers.h"
#include "store/campaign.h"
#include "store/finding.h"
#include "store/region.h"
#include "work/finding_filter.h"
#include "work/findings.h"
#include "work/standards.h"

enum { FINDINGS_PAGE = 50 };

/* "open.key.id" of the last row of the page before, or of where it stopped. */
static bool after_row(struct request *q, struct finding_at *row, const struct finding_at **after,
                      struct err *err)
{
    struct str rest = query_str(q, "after"), open, key;
    *after = NULL;
    if (rest.n == 0)
        return true;
    if (!str_split(&rest, '.', &open) || !str_split(&rest, '.', &key) ||
        !str_to_i64(key, &row->key) || !str_to_i64(rest, &row->id))
        return err_set(err, ERR_NUMBER, err_word(query_str(q, "after")).z, "1.1774483199000.12");
    row->open = str_is(open, "1");
    *after = row;
    return true;
}

struct str api_finding_param(const void *q, const char *name)
{
    return query_str(q, name);
}

static bool read_regions(struct request *q, const struct finding_line_rows *rows,
                         struct region_rows *regions, struct err *err)
{
    region_code *codes = ARENA_ARRAY(q->arena, rows->n + 1, region_code);
    if (!codes)
        return err_set(err, ERR_MEMORY, NULL);
    for (size_t i = 0; i < rows->n; i++)
        codes[i] = rows->at[i].region;
    return !rows->n || store_regions_of(q->tx, q->arena, codes, rows->n, regions, err);
}

void api_time(struct json *j, const char *key, msec at)
{
    if (at)
        json_ki64(j, key, at);
    else
        json_knull(j, key);
}

/* Its deadline runs: what is fixed and waits for its re-check is not late. */
static bool runs(struct str code)
{
    enum finding_state state;
    return finding_state_parse(code, &state) && FINDING_STATES[state].clock;
}

void api_finding_line(struct json *j, const struct standard *s, const struct finding_line_row *f,
                      struct str region, msec now)
{
    int64_t item = f->item.n ? map_get(&s->item_by, f->item) : -1;
    json_obj(j);
    json_ki64(j, "id", f->id);
    json_ki64(j, "round", f->round);
    json_kregion(j, "region", f->region);
    json_kstr(j, "region_name", region);
    json_ki64(j, "place", f->place);
    json_kstr(j, "place_name", f->place_name);
    json_kstr(j, "place_kind", f->place_kind);
    json_kstr(j, "address", f->address);
    json_kstr(j, "item", f->item);
    json_ktext2(j, "item_name", item >= 0 ? s->items[item].name : (struct text2){f->item, f->item});
    json_kstr(j, "text", f->description);
    json_kstr(j, "source", f->source);
    json_kbool(j, "good", f->good);
    json_ki64(j, "severity", f->severity);
    json_ki64(j, "found_at", f->found_at);
    json_ki64(j, "repeat_of", f->repeat_of);
    json_kstr(j, "form", f->form);
    api_time(j, "due_at", f->due_at);
    json_kbool(j, "late", f->due_at && f->due_at < now && runs(f->state));
    api_time(j, "stage_due_at", f->stage_due_at);
    json_kbool(j, "stage_late", f->stage_due_at && f->stage_due_at < now);
    json_kstr(j, "state", f->state);
    json_kbool(j, "open", f->open);
    json_kbool(j, "paused", f->paused_at != 0);
    json_ki64(j, "lead_unit", f->lead_unit);
    api_names(j, "lead_name", f->lead_name, f->lead_name_en.n ? f->lead_name_en : f->lead_name);
    api_time(j, "closed_at", f->closed_at);
    json_kbool(j, "on_site", f->on_site);
    json_ki64(j, "returns", f->returns);
    json_ki64(j, "reopened", f->reopened);
    json_ki64(j, "supervised", f->supervised);
    json_ki64(j, "version", f->version);
    json_ki64(j, "flagged", f->flagged);
    json_end(j);
}

bool api_campaign_standard(struct request *q, const struct standard **s, struct err *err)
{
    struct campaign_row c;
    bool found;
    return store_campaign_get(q->tx, q->arena, q->campaign, &c, &found, err) &&
           standard_get(q->app, q->tx, c.standard, s, err);
}

static bool write_page(struct request *q, struct reply *r, const struct standard *s,
                       const struct finding_line_rows *rows, const struct finding_at *next,
                       int64_t open, struct err *err)
{
    struct region_rows regions = {0};
    struct json j;
    struct str name;
    char text[64] = "";
    if (!read_regions(q, rows, &regions, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "findings");
    json_arr(&j);
    for (size_t i = 0; i < rows->n; i++) {
        if (!api_name_in(q, &regions, rows->at[i].region, &name, err))
            return false;
        api_finding_line(&j, s, &rows->at[i], name, app_now(q->app));
    }
    json_end(&j);
    if (next->id)
        snprintf(text, sizeof text, "%d.%lld.%lld", next->open, (long long)next->key,
                 (long long)next->id);
    json_kstr(&j, "next", str_of(text));
    json_ki64(&j, "open", open);
    json_end(&j);
    return true;
}

bool api_listFindings(struct request *q, struct reply *r, struct err *err)
{
    struct finding_at row = {0}, next;
    const struct finding_at *after;
    struct finding_line_rows rows = {0};
    struct finding_filter f;
    const struct standard *s;
    int64_t open;
    int n = (int)query_int(q, "limit", FINDINGS_PAGE);
    return after_row(q, &row, &after, err) && request_read(q, err) &&
           api_campaign_standard(q, &s, err) &&
           finding_filter_read(api_finding_param, q, q->arena, s, q->campaign, &q->actor,
                               app_now(q->app), &f, err) &&
           store_finding_page(q->tx, q->arena, &f, after, n, &rows, &next, err) &&
           store_finding_open_count(q->tx, q->campaign, region_subtree(f.region), &open, err) &&
           write_page(q, r, s, &rows, &next, open, err);
}

bool api_listAlikeFindings(struct request *q, struct reply *r, struct err *err)
{
    struct finding_like_rows rows = {0};
    struct json j;
    if (!request_read(q, err) ||
        !store_finding_like(q->tx, q->arena, q->campaign, query_int(q, "place", 0),
                            query_str(q, "item"), &rows, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "findings");
    json_arr(&j);
    for (size_t i = 0; i < rows.n; i++) {
        if (!actor_reaches(&q->actor, rows.at[i].region, NULL))
            continue;
        json_obj(&j);
        json_ki64(&j, "id", rows.at[i].id);
        json_ki64(&j, "found_at", rows.at[i].found_at);
        json_kstr(&j, "state", rows.at[i].state);
        json_kstr(&j, "text", rows.at[i].description);
        json_end(&j);
    }
    json_end(&j);
    json_end(&j);
    return true;
}

static struct finding_row row_of(const struct request *q)
{
    struct finding_row row = {.campaign = q->campaign,
                              .round = body_int(q, "round", 0),
                              .region = body_region(q, "region"),
                              .place = body_int(q, "place", 0),
                              .item = body_str(q, "item"),
                              .source = body_str(q, "source"),
                              .key = body_str(q, "key"),
                              .good = body_bool(q, "good"),
                              .description = body_str(q, "text"),
                              .address = str_trim(body_str(q, "address")),
                              .severity = body_int(q, "severity", 1),
                              .found_at = body_int(q, "found_at", 0),
                              .finder = str_trim(body_str(q, "finder")),
                              .repeat_of = body_int(q, "repeat_of", 0)};
    row.has_lat = json_is_integer(json_object_get(q->json, "lat"));
    row.has_lon = json_is_integer(json_object_get(q->json, "lon"));
    row.lat = body_int(q, "lat", 0);
    row.lon = body_int(q, "lon", 0);
    return row;
}

bool api_reportFinding(struct request *q, struct reply *r, struct err *err)
{
    struct str defects[FINDING_DEFECTS_MAX];
    struct finding_new new = {.row = row_of(q),
                              .place_kind = body_str(q, "place_kind"),
                              .place_name = str_trim(body_str(q, "place_name")),
                              .defects = defects};
    const json_t *one;
    size_t i;
    int64_t id;
    bool again;
    json_array_foreach(json_object_get(q->json, "defects"), i,
                       one) if (new.n_defects < FINDING_DEFECTS_MAX) defects[new.n_defects++] =
        str_of(json_string_value(one));
    request_read_end(q);
    return finding_report(q->app, &q->actor, &new, &id, &again, err) &&
           api_finding(q, r, id, again, err);
}

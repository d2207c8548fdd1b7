/* The record of what was done, for the auditor. */
#include <jansson.h>
#include <stdatomic.h>

#include "api/handlers.h"
#include "http/server.h"
#include "store/region.h"
#include "work/audit_kinds.h"
#include "work/audit_read.h"

static struct audit_filter filter_of(const struct request *q)
{
    return (struct audit_filter){.person = query_str(q, "person"),
                                 .for_person = query_str(q, "for"),
                                 .kind = query_str(q, "kind"),
                                 .thing = query_str(q, "thing"),
                                 .region = query_region(q, "region"),
                                 .from = query_int(q, "from", 0),
                                 .until = query_int(q, "until", 0)};
}

static void kind_names(struct json *j, const char *key, struct str kind)
{
    api_names(j, key, audit_kind_text(kind, LANG_ZH), audit_kind_text(kind, LANG_EN));
}

static bool write_entry(struct request *q, struct json *j, const struct audit_row *e,
                        const struct region_rows *regions, struct err *err)
{
    struct str name = STR("");
    if (e->region && !api_name_in(q, regions, e->region, &name, err))
        return false;
    json_obj(j);
    json_ki64(j, "entry", e->seq);
    json_ki64(j, "at", e->at);
    json_kstr(j, "who", e->who);
    json_kstr(j, "for", e->for_login);
    json_kstr(j, "address", e->address);
    json_kstr(j, "kind", e->kind);
    kind_names(j, "what", e->kind);
    if (e->region)
        json_kregion(j, "region", e->region);
    else
        json_kstr(j, "region", STR(""));
    json_kstr(j, "region_name", name);
    json_kstr(j, "thing", e->thing);
    json_kstr(j, "before", e->was);
    json_kstr(j, "after", e->became);
    json_kstr(j, "reason", e->reason);
    json_kstr(j, "hash", e->hash);
    json_end(j);
    return true;
}

bool api_listAudit(struct request *q, struct reply *r, struct err *err)
{
    struct audit_filter filter = filter_of(q);
    struct audit_found found;
    struct region_rows regions = {0};
    struct json j;
    request_read_end(q);
    if (!audit_look(q->app, &q->actor, q->arena, &filter, query_str(q, "after"),
                    (int)query_int(q, "limit", AUDIT_PAGE), &found, err))
        return false;
    region_code *codes = ARENA_ARRAY(q->arena, found.rows.n + 1, region_code);
    if (!codes)
        return err_set(err, ERR_MEMORY, NULL);
    for (size_t i = 0; i < found.rows.n; i++)
        codes[i] = found.rows.at[i].region;
    if (!request_read(q, err) ||
        !store_regions_of(q->tx, q->arena, codes, found.rows.n, &regions, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "entries");
    json_arr(&j);
    for (size_t i = 0; i < found.rows.n; i++)
        if (!write_entry(q, &j, &found.rows.at[i], &regions, err))
            return false;
    json_end(&j);
    json_kstr(&j, "next", found.next);
    json_ki64(&j, "searched", found.searched);
    json_end(&j);
    return true;
}

/* ---- state and verdict ----------------------------------------------------------------------- */

static struct str member(const json_t *o, const char *name)
{
    const json_t *v = json_object_get(o, name);
    return json_is_string(v) ? (struct str){json_string_value(v), json_string_length(v)} : STR("");
}

static void write_checkpoint(struct json *j, const struct audit_rows *rows)
{
    json_t *point =
        rows->n ? json_loadb(rows->at[0].became.p, rows->at[0].became.n, 0, NULL) : NULL;
    if (!point) {
        json_knull(j, "checkpoint");
        return;
    }
    json_key(j, "checkpoint");
    json_obj(j);
    json_ki64(j, "entries", json_integer_value(json_object_get(point, "entries")));
    json_kstr(j, "head", member(point, "head"));
    json_ki64(j, "at", json_integer_value(json_object_get(point, "at")));
    json_kstr(j, "key", member(point, "key"));
    json_end(j);
    json_decref(point);
}

bool api_getAuditState(struct request *q, struct reply *r, struct err *err)
{
    struct audit_head_row head;
    struct audit_rows points = {0};
    struct audit_query_row newest = {.before = INT64_MAX,
                                     .kind_lo = STR("audit.checkpoint"),
                                     .kind_hi = STR("audit.checkpoint\x01"),
                                     .n = 1};
    int64_t next;
    struct json j;
    if (!request_read(q, err) || !store_audit_head(q->tx, q->arena, &head, err) ||
        !store_audit_find(q->tx, q->arena, &newest, 0, &points, &next, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_ki64(&j, "entries", head.seq);
    json_kstr(&j, "head", head.hash);
    json_kstr(&j, "algorithm", head.algorithm);
    write_checkpoint(&j, &points);
    json_key(&j, "kinds");
    json_arr(&j);
    for (int i = 0; i < AUDIT_KINDS_N; i++) {
        json_obj(&j);
        json_kstr(&j, "kind", str_of(AUDIT_KINDS[i].code));
        kind_names(&j, "text", str_of(AUDIT_KINDS[i].code));
        json_end(&j);
    }
    json_end(&j);
    json_end(&j);
    return true;
}

/* One at a time: a long chain keeps a thread busy for seconds. */
static atomic_flag verifying = ATOMIC_FLAG_INIT;

bool api_verifyAudit(struct request *q, struct reply *r, struct err *err)
{
    struct audit_walk w;
    struct err verdict = {0};
    struct buf text;
    struct json j;
    request_read_end(q);
    if (atomic_flag_test_and_set(&verifying))
        return err_set(err, ERR_BUSY, NULL);
    bool ok = audit_check(q->app, &q->actor, &w, err);
    atomic_flag_clear(&verifying);
    if (!ok)
        return false;
    buf_init(&text, 4096);
    if (!audit_sound(&w, &verdict))
        err_text(&verdict, q->lang, &text);
    reply_json(q, r, &j);
    json_obj(&j);
    json_kstr(&j, "result", str_of(AUDIT_FAULTS[w.fault]));
    json_ki64(&j, "entries", w.n);
    json_kstr(&j, "head", str_of(w.head));
    json_ki64(&j, "at", w.fault == AUDIT_SOUND ? 0 : w.at);
    json_kstr(&j, "message", buf_str(&text));
    json_end(&j);
    buf_release(&text);
    return true;
}

/* ---- files -------------------------------------------------------------------------------------
 */

bool api_exportAuditLines(struct request *q, struct reply *r, struct err *err)
{
    struct audit_filter filter = filter_of(q);
    request_read_end(q);
    reply_file(q, r, STR("taizhang-audit.jsonl"));
    return audit_lines(q->app, &q->actor, &filter, &r->body, err);
}

bool api_exportAuditSheet(struct request *q, struct reply *r, struct err *err)
{
    struct audit_filter filter = filter_of(q);
    request_read_end(q);
    reply_file(q, r, STR("taizhang-audit.xlsx"));
    return audit_sheet(q->app, &q->actor, &filter, q->lang, q->server->demo, &r->body, err);
}

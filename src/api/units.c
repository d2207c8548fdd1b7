/* Units: seen, found, made, changed. */
#include <stdio.h>

#include "api/handlers.h"
#include "store/region.h"
#include "store/unit.h"
#include "store/user.h"
#include "work/units.h"

enum { UNITS_SHOWN = 100, UNITS_FOUND = 50 };

/* ---- lists -----------------------------------------------------------------------------------
 */

static bool write_line(struct request *q, struct json *j, const struct unit_line_row *u,
                       const struct region_rows *regions, struct err *err)
{
    struct str name;
    if (!api_name_in(q, regions, u->region, &name, err))
        return false;
    json_obj(j);
    json_ki64(j, "id", u->id);
    json_kstr(j, "code", u->code);
    api_names(j, "name", u->name, u->name_en.n ? u->name_en : u->name);
    json_kstr(j, "kind", u->kind);
    json_kregion(j, "region", u->region);
    json_kstr(j, "region_name", name);
    json_ki64(j, "parent", u->parent);
    json_kstr(j, "parent_name", u->parent_name);
    api_day(j, "closed_on", u->closed_on);
    json_end(j);
    return true;
}

/* The last unit of the page before, which is read again: the place to go on from. */
static bool last_of(struct request *q, int64_t id, struct unit_row *row, struct err *err)
{
    bool found;
    return store_unit_get(q->tx, q->arena, id, row, &found, err) &&
           (found || api_not_found("unit", id, err));
}

static bool by_unit(const struct actor *a)
{
    return a->scope == SCOPE_unit || a->scope == SCOPE_units;
}

/* What is reached, and inside of the region that was asked for. */
static bool wanted(const struct request *q, struct region_set *out, struct err *err)
{
    *out = q->actor.within;
    if (!query_str(q, "region").p)
        return true;
    *out = region_set_of(query_region(q, "region"));
    return by_unit(&q->actor) || actor_reaches(&q->actor, out->at[0], err);
}

static bool read_page(struct request *q, const struct region_set *set, const struct unit_row *after,
                      struct unit_line_rows *rows, struct err *err)
{
    const struct actor *a = &q->actor;
    if (by_unit(a)) {
        struct str end = unit_path_end(q->arena, a->unit_path, a->scope == SCOPE_unit);
        return end.p ? store_unit_lines_under(q->tx, q->arena, a->unit_path, end, after,
                                              UNITS_SHOWN + 1, rows, err)
                     : err_set(err, ERR_OUT_OF_UNIT, NULL);
    }
    for (int i = 0; i < set->n && rows->n <= UNITS_SHOWN; i++)
        if (!store_unit_lines(q->tx, q->arena, region_subtree(set->at[i]), after, UNITS_SHOWN + 1,
                              rows, err))
            return false;
    return true;
}

/* Who reaches their own units alone, looks among those. */
static bool find(struct request *q, const struct region_set *set, struct str text,
                 struct unit_line_rows *rows, struct err *err)
{
    const struct actor *a = &q->actor;
    struct unit_line_rows all = {0};
    struct region_set home = region_set_of(a->region);
    if (by_unit(a))
        set = &home;
    for (int i = 0; i < set->n && all.n < UNITS_FOUND; i++)
        if (!store_unit_find(q->tx, q->arena, region_subtree(set->at[i]), text,
                             by_unit(a) ? STORE_PAGE_MAX : UNITS_FOUND, &all, err))
            return false;
    for (size_t i = 0; i < all.n && rows->n < UNITS_FOUND; i++) {
        const struct unit_line_row *u = &all.at[i];
        if (actor_reaches_unit(a, u->id, u->path, u->region, NULL) && !VEC_PUSH(q->arena, rows, *u))
            return err_set(err, ERR_MEMORY, NULL);
    }
    return true;
}

bool api_listUnits(struct request *q, struct reply *r, struct err *err)
{
    struct unit_line_rows rows = {0};
    struct region_rows regions = {0};
    region_code codes[UNITS_SHOWN + 1];
    struct unit_row after;
    struct json j;
    int64_t id;
    char next[24] = "";
    struct str text = query_str(q, "q");
    struct region_set set;
    if (!wanted(q, &set, err) || !api_after(q, &id, err) || !request_read(q, err) ||
        (id && !last_of(q, id, &after, err)) ||
        !(text.p ? find(q, &set, text, &rows, err)
                 : read_page(q, &set, id ? &after : NULL, &rows, err)))
        return false;
    size_t n = rows.n < UNITS_SHOWN ? rows.n : UNITS_SHOWN;
    for (size_t i = 0; i < n; i++)
        codes[i] = rows.at[i].region;
    if (!store_regions_of(q->tx, q->arena, codes, n, &regions, err))
        return false;
    if (rows.n > n)
        snprintf(next, sizeof next, "%lld", (long long)rows.at[n - 1].id);
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "units");
    json_arr(&j);
    for (size_t i = 0; i < n; i++)
        if (region_set_has(&set, rows.at[i].region) || !query_str(q, "region").p)
            if (!write_line(q, &j, &rows.at[i], &regions, err))
                return false;
    json_end(&j);
    json_kstr(&j, "next", str_of(next));
    json_end(&j);
    return true;
}

/* ---- one -------------------------------------------------------------------------------------
 */

static bool write_unit(struct request *q, struct reply *r, const struct unit_row *u,
                       struct err *err)
{
    struct str region_name;
    struct unit_row above = {0};
    struct user_row asked = {0};
    struct json j;
    bool found;
    if (!api_region_name(q, u->region, &region_name, err) ||
        (u->parent && !store_unit_get(q->tx, q->arena, u->parent, &above, &found, err)) ||
        (u->contact_user && !store_user_get(q->tx, q->arena, u->contact_user, &asked, &found, err)))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_ki64(&j, "id", u->id);
    json_kstr(&j, "code", u->code);
    api_names(&j, "name", u->name, u->name_en.n ? u->name_en : u->name);
    json_kstr(&j, "kind", u->kind);
    json_kregion(&j, "region", u->region);
    json_kstr(&j, "region_name", region_name);
    json_ki64(&j, "parent", u->parent);
    json_kstr(&j, "parent_name", above.name.p ? above.name : STR(""));
    json_kstr(&j, "contact", asked.id ? asked.name_zh : u->contact);
    json_ki64(&j, "contact_user", u->contact_user);
    json_kstr(&j, "contact_login", asked.id ? asked.login : STR(""));
    json_kstr(&j, "phone", u->phone);
    api_day(&j, "closed_on", u->closed_on);
    json_ki64(&j, "version", u->version);
    json_end(&j);
    return true;
}

static bool answer(struct request *q, struct reply *r, int64_t id, struct err *err)
{
    struct unit_row row;
    return request_read(q, err) && last_of(q, id, &row, err) && write_unit(q, r, &row, err);
}

bool api_getUnit(struct request *q, struct reply *r, struct err *err)
{
    return answer(q, r, path_int(q, "unit"), err);
}

static struct unit_row of_body(const struct request *q)
{
    return (struct unit_row){
        .code = body_str(q, "code"),
        .name = str_trim(body_str(q, "name")),
        .name_en = str_trim(body_str(q, "name_en")),
        .kind = body_str(q, "kind"),
        .region = body_region(q, "region"),
        .parent = body_int(q, "parent", 0),
        .contact = str_trim(body_str(q, "contact")),
        .contact_user = body_int(q, "contact_user", 0),
        .phone = str_trim(body_str(q, "phone")),
    };
}

static bool named(const struct unit_row *row, struct err *err)
{
    return row->name.n || err_set(err, ERR_EMPTY, NULL) || err_at(err, STR_NONE, 0, 0, "name");
}

bool api_addUnit(struct request *q, struct reply *r, struct err *err)
{
    struct unit_row row = of_body(q);
    int64_t id;
    if (!named(&row, err))
        return false;
    request_read_end(q);
    return unit_add(q->app, &q->actor, &row, &id, err) && answer(q, r, id, err);
}

bool api_changeUnit(struct request *q, struct reply *r, struct err *err)
{
    struct unit_row row = of_body(q);
    row.id = path_int(q, "unit");
    row.version = body_int(q, "version", 0);
    row.closed_on = body_bool(q, "closed");
    if (!named(&row, err))
        return false;
    request_read_end(q);
    return unit_change(q->app, &q->actor, &row, err) && answer(q, r, row.id, err);
}

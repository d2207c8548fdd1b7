/* Tokens of programs: seen, made, ended. */
#include "work/token.h"

#include "api/handlers.h"
#include "http/session.h"
#include "store/region.h"
#include "store/unit.h"

enum { TOKENS_SHOWN = 200, PERMISSIONS_MAX = 40 };

/* What nobody gets by a token: one's own account is that of a person, and what is written about a
 * standard is signed by one. */
static bool for_programs(enum permission permission)
{
    return permission != PERMISSION_account_own && permission != PERMISSION_standard_write &&
           permission != PERMISSION_delegation_write && permission != PERMISSION_service_use;
}

/* Does the role have it, and may a program? */
static bool grantable(struct str role_code, const char *code)
{
    enum role role;
    if (!role_parse(role_code, &role) || !role_given(role) || account_guarded_role(role))
        return false;
    for (int p = 0; p < PERMISSION_COUNT; p++)
        if (strcmp(PERMISSIONS[p].code, code) == 0)
            return right_scope(role, (enum permission)p) != SCOPE_none &&
                   for_programs((enum permission)p);
    return false;
}

static bool write_token(struct request *q, struct json *j, const struct token_row *t,
                        const struct region_rows *regions, struct err *err)
{
    struct str rest = t->permissions, one, name;
    if (!api_name_in(q, regions, t->region, &name, err))
        return false;
    json_obj(j);
    json_ki64(j, "id", t->id);
    json_kstr(j, "name", t->name);
    json_ki64(j, "unit", t->unit);
    api_names(j, "unit_name", t->unit_name, t->unit_name_en.n ? t->unit_name_en : t->unit_name);
    json_kstr(j, "role", t->role);
    json_kregion(j, "region", t->region);
    json_kstr(j, "region_name", name);
    json_key(j, "permissions");
    json_arr(j);
    while (rest.p && str_split(&rest, ' ', &one))
        json_str(j, one);
    json_end(j);
    json_ki64(j, "made", t->created_at);
    json_ki64(j, "expires", t->expires_at);
    json_ki64(j, "ended", t->ended_at);
    json_ki64(j, "used", t->used_at);
    json_kstr(j, "used_from", t->used_from);
    json_end(j);
    return true;
}

static bool offered(enum role role)
{
    return role_given(role) && !account_guarded_role(role);
}

static void write_offers(struct json *j)
{
    json_key(j, "offers");
    json_arr(j);
    for (int role = 0; role < ROLE_COUNT; role++) {
        if (!offered((enum role)role))
            continue;
        json_obj(j);
        json_kstr(j, "role", str_of(ROLES[role].code));
        json_key(j, "permissions");
        json_arr(j);
        for (int p = 0; p < PERMISSION_COUNT; p++)
            if (right_scope((enum role)role, (enum permission)p) != SCOPE_none &&
                for_programs((enum permission)p))
                json_str(j, str_of(PERMISSIONS[p].code));
        json_end(j);
        json_end(j);
    }
    json_end(j);
}

bool api_listTokens(struct request *q, struct reply *r, struct err *err)
{
    struct token_rows rows = {0};
    struct region_rows regions = {0};
    region_code codes[TOKENS_SHOWN];
    struct json j;
    bool ok = request_read(q, err) &&
              store_token_page(q->tx, q->arena, INT64_MAX, TOKENS_SHOWN, &rows, err);
    for (size_t i = 0; ok && i < rows.n; i++)
        codes[i] = rows.at[i].region;
    if (!ok || !store_regions_of(q->tx, q->arena, codes, rows.n, &regions, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    write_offers(&j);
    json_key(&j, "tokens");
    json_arr(&j);
    for (size_t i = 0; ok && i < rows.n; i++)
        if (region_set_has(&q->actor.within, rows.at[i].region))
            ok = write_token(q, &j, &rows.at[i], &regions, err);
    json_end(&j);
    json_end(&j);
    return ok;
}

/* Each of them one that the role has, and once. */
static bool permissions(struct request *q, struct str role, struct str *out, struct err *err)
{
    const json_t *list = json_object_get(q->json, "permissions"), *one;
    size_t i;
    *out = STR("");
    if (json_array_size(list) == 0 || json_array_size(list) > PERMISSIONS_MAX)
        return err_set(err, ERR_EMPTY, NULL);
    json_array_foreach(list, i, one)
    {
        const char *p = json_string_value(one);
        if (!grantable(role, p))
            return err_set(err, ERR_TOKEN_SCOPE, p, err_word(role).z);
        if (token_lists(*out, str_of(p)))
            continue;
        *out = arena_printf(q->arena, "%.*s%s%s", STR_ARG(*out), out->n ? " " : "", p);
        if (!out->p)
            return err_set(err, ERR_MEMORY, NULL);
    }
    return true;
}

/* Whose it is: an open unit that is reached. */
static bool belongs(struct request *q, struct token_row *row, struct err *err)
{
    struct unit_row unit;
    bool found;
    row->unit = body_int(q, "unit", 0);
    if (!request_read(q, err) || !store_unit_get(q->tx, q->arena, row->unit, &unit, &found, err))
        return false;
    if (!found)
        return api_not_found("unit", row->unit, err);
    row->region = unit.region;
    row->unit_name = unit.name;
    if (!actor_reaches_unit(&q->actor, unit.id, unit.path, unit.region, err))
        return false;
    return !unit.closed_on || err_set(err, ERR_UNIT_CLOSED, err_word(unit.name).z);
}

bool api_createToken(struct request *q, struct reply *r, struct err *err)
{
    char random[TOKEN_TEXT_MAX];
    struct json j;
    struct token_row row = {
        .name = body_str(q, "name"), .role = body_str(q, "role"), .used_from = STR("")};
    if (!belongs(q, &row, err))
        return false;
    if (!permissions(q, row.role, &row.permissions, err))
        return err_at(err, STR_NONE, 0, 0, "permissions");
    token_make(q->app, random);
    struct str token = arena_printf(q->arena, "%s%s", TOKEN_PREFIX, random);
    if (!token.p)
        return err_set(err, ERR_MEMORY, NULL);
    row.hash = token_hash(q->arena, token);
    request_read_end(q);
    if (!row.hash.p)
        return err_set(err, ERR_MEMORY, NULL);
    if (!token_create(q->app, &q->actor, &row, body_int(q, "days", 90), err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_ki64(&j, "id", row.id);
    json_kstr(&j, "token", token);
    json_ki64(&j, "expires", row.expires_at);
    json_end(&j);
    return true;
}

bool api_endToken(struct request *q, struct reply *r, struct err *err)
{
    struct token_row row;
    bool found;
    int64_t id = path_int(q, "token");
    r->status = q->def->status;
    if (!request_read(q, err) || !store_token_get(q->tx, q->arena, id, &row, &found, err))
        return false;
    if (!found)
        return api_not_found("token", id, err);
    if (!actor_reaches(&q->actor, row.region, err))
        return false;
    request_read_end(q);
    return token_end(q->app, &q->actor, id, err);
}

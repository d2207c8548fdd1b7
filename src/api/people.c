/* People: who has an account, and whether they can get in. */
#include <stdio.h>

#include "api/handlers.h"
#include "http/session.h"
#include "store/region.h"
#include "store/unit.h"
#include "store/user.h"
#include "work/people.h"
#include "work/settings.h"

enum { PEOPLE_SHOWN = 100, PEOPLE_FOUND = 50 };
static const char *const PASSWORD_WORDS[] = {"none", "set", "code"};

static bool write_person(struct request *q, struct json *j, const struct person_row *u,
                         const struct region_rows *regions, struct err *err)
{
    struct str name;
    if (!api_name_in(q, regions, u->region, &name, err))
        return false;
    json_obj(j);
    json_ki64(j, "id", u->id);
    json_kstr(j, "login", u->login);
    api_names(j, "name", u->name_zh, u->name_en);
    json_kstr(j, "role", u->role);
    json_ki64(j, "unit", u->unit);
    json_kstr(j, "unit_name", u->unit_name);
    json_kregion(j, "region", u->region);
    json_kstr(j, "region_name", name);
    json_kstr(j, "password", str_of(PASSWORD_WORDS[u->password]));
    json_kbool(j, "disabled", u->disabled);
    json_end(j);
    return true;
}

/* The last person of the page before, as the place to go on from. */
static bool key_of(struct request *q, int64_t id, struct person_key *key, struct err *err)
{
    struct user_row user;
    struct unit_row unit;
    bool found;
    if (!store_user_get(q->tx, q->arena, id, &user, &found, err))
        return false;
    if (found && !store_unit_get(q->tx, q->arena, user.unit, &unit, &found, err))
        return false;
    if (!found)
        return api_not_found("person", id, err);
    *key = (struct person_key){unit.region, unit.path, unit.id, id};
    return true;
}

static bool of_path(struct request *q, struct str path, bool alone, const struct person_key *after,
                    struct person_rows *rows, struct err *err)
{
    struct str end = unit_path_end(q->arena, path, alone);
    return end.p ? store_people_of_units(q->tx, q->arena, path, end, after, PEOPLE_SHOWN + 1, rows,
                                         err)
                 : err_set(err, ERR_OUT_OF_UNIT, NULL);
}

/* Those of one unit, which must be reached. */
static bool of_unit(struct request *q, const struct person_key *after, struct person_rows *rows,
                    struct err *err)
{
    struct unit_row unit;
    bool found;
    int64_t id = query_int(q, "unit", 0);
    if (!store_unit_get(q->tx, q->arena, id, &unit, &found, err))
        return false;
    if (!found)
        return api_not_found("unit", id, err);
    return actor_reaches_unit(&q->actor, id, unit.path, unit.region, err) &&
           of_path(q, unit.path, true, after, rows, err);
}

static bool find(struct request *q, struct str text, struct person_rows *rows, struct err *err)
{
    const struct actor *a = &q->actor;
    struct unit_span span = {.regions = {0, INT64_MAX}};
    if (a->scope == SCOPE_unit || a->scope == SCOPE_units) {
        span.path = a->unit_path;
        span.path_end = unit_path_end(q->arena, a->unit_path, a->scope == SCOPE_unit);
        return span.path_end.p
                   ? store_people_find(q->tx, q->arena, &span, text, PEOPLE_FOUND, rows, err)
                   : err_set(err, ERR_OUT_OF_UNIT, NULL);
    }
    for (int i = 0; i < a->within.n && rows->n < PEOPLE_FOUND; i++) {
        span.regions = region_subtree(a->within.at[i]);
        if (!store_people_find(q->tx, q->arena, &span, text, PEOPLE_FOUND, rows, err))
            return false;
    }
    return true;
}

/* Everybody whose unit lies inside of what is reached. */
static bool read_people(struct request *q, const struct person_key *after, struct person_rows *rows,
                        struct err *err)
{
    const struct actor *a = &q->actor;
    if (query_str(q, "q").p)
        return find(q, query_str(q, "q"), rows, err);
    if (query_str(q, "unit").p)
        return of_unit(q, after, rows, err);
    if (a->scope == SCOPE_unit || a->scope == SCOPE_units)
        return of_path(q, a->unit_path, a->scope == SCOPE_unit, after, rows, err);
    for (int i = 0; i < a->within.n && rows->n <= PEOPLE_SHOWN; i++)
        if (!store_people_of_regions(q->tx, q->arena, region_subtree(a->within.at[i]), after,
                                     PEOPLE_SHOWN + 1, rows, err))
            return false;
    return true;
}

bool api_listPeople(struct request *q, struct reply *r, struct err *err)
{
    struct person_rows rows = {0};
    struct region_rows regions = {0};
    struct person_key key;
    region_code codes[PEOPLE_SHOWN + 1];
    struct json j;
    int64_t after;
    char next[24] = "";
    if (!api_after(q, &after, err) || !request_read(q, err) ||
        (after && !key_of(q, after, &key, err)) || !read_people(q, after ? &key : NULL, &rows, err))
        return false;
    size_t n = rows.n < PEOPLE_SHOWN ? rows.n : PEOPLE_SHOWN;
    for (size_t i = 0; i < n; i++)
        codes[i] = rows.at[i].region;
    if (!store_regions_of(q->tx, q->arena, codes, n, &regions, err))
        return false;
    if (rows.n > n)
        snprintf(next, sizeof next, "%lld", (long long)rows.at[n - 1].id);
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "people");
    json_arr(&j);
    for (size_t i = 0; i < n; i++)
        if (!write_person(q, &j, &rows.at[i], &regions, err))
            return false;
    json_end(&j);
    json_kstr(&j, "next", str_of(next));
    json_end(&j);
    return true;
}

/* ---- one -------------------------------------------------------------------------------------
 */

static struct str unit_name(const struct unit_rows *units, int64_t id)
{
    for (size_t i = 0; i < units->n; i++)
        if (units->at[i].id == id)
            return units->at[i].name;
    return STR("");
}

static void write_post(struct json *j, const struct post_row *p, const struct unit_rows *units)
{
    json_obj(j);
    json_ki64(j, "id", p->id);
    json_ki64(j, "unit", p->unit);
    json_kstr(j, "unit_name", unit_name(units, p->unit));
    json_kstr(j, "role", p->role);
    json_kstr(j, "regions", p->regions);
    api_day(j, "from", p->from_day);
    api_day(j, "until", p->until_day);
    json_end(j);
}

bool api_person(struct request *q, struct reply *r, int64_t id, struct err *err)
{
    struct user_row row;
    struct unit_rows units = {0};
    struct post_rows posts = {0};
    bool found;
    struct json j;
    if (!request_read(q, err) || !store_user_get(q->tx, q->arena, id, &row, &found, err))
        return false;
    if (!found)
        return api_not_found("person", id, err);
    if (!store_posts_of_user(q->tx, q->arena, id, &posts, err) ||
        !store_units_of_person(q->tx, q->arena, id, &units, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_ki64(&j, "id", row.id);
    json_kstr(&j, "login", row.login);
    api_names(&j, "name", row.name_zh, row.name_en.n ? row.name_en : row.name_zh);
    json_ki64(&j, "unit", row.unit);
    json_kstr(&j, "unit_name", unit_name(&units, row.unit));
    json_kstr(&j, "phone", row.phone);
    json_kbool(&j, "disabled", row.disabled);
    json_ki64(&j, "version", row.version);
    json_key(&j, "posts");
    json_arr(&j);
    for (size_t i = 0; i < posts.n; i++)
        write_post(&j, &posts.at[i], &units);
    json_end(&j);
    json_end(&j);
    return true;
}

bool api_getPerson(struct request *q, struct reply *r, struct err *err)
{
    return api_person(q, r, path_int(q, "person"), err);
}

void api_code(struct json *j, const struct user_row *user, const struct account_code *code)
{
    json_obj(j);
    json_kstr(j, "login", user->login);
    api_names(j, "name", user->name_zh, user->name_en.n ? user->name_en : user->name_zh);
    json_kstr(j, "code", str_of(code->text));
    json_ki64(j, "until", code->until);
    json_end(j);
}

bool api_addPerson(struct request *q, struct reply *r, struct err *err)
{
    struct settings settings;
    struct account_code code;
    struct account_place place = {.unit = body_int(q, "unit", 0), .role = ROLE_no_post};
    struct user_row row = {.login = body_str(q, "login"),
                           .name_zh = str_trim(body_str(q, "name")),
                           .name_en = str_trim(body_str(q, "name_en")),
                           .phone = str_trim(body_str(q, "phone"))};
    struct json j;
    int64_t id;
    if (!row.name_zh.n)
        return err_set(err, ERR_EMPTY, NULL) || err_at(err, STR_NONE, 0, 0, "name");
    if (!request_read(q, err) || !settings_read(q->tx, q->arena, &settings, err))
        return false;
    if (!account_login_check(row.login, err))
        return err_at(err, STR_NONE, 0, 0, "login");
    request_read_end(q);
    account_code_make(q->app, body_int(q, "hours", settings.number[SETTING_CODE_HOURS]), &code);
    if (!password_hash(q->server, q->arena, str_of(code.text), &code.hash, err) ||
        !account_add(q->app, &q->actor, &row, &place, &code, &id, err))
        return false;
    reply_json(q, r, &j);
    api_code(&j, &row, &code);
    return true;
}

bool api_changePerson(struct request *q, struct reply *r, struct err *err)
{
    struct user_row row = {.id = path_int(q, "person"),
                           .version = body_int(q, "version", 0),
                           .name_zh = str_trim(body_str(q, "name")),
                           .name_en = str_trim(body_str(q, "name_en")),
                           .unit = body_int(q, "unit", 0),
                           .phone = str_trim(body_str(q, "phone")),
                           .disabled = body_bool(q, "disabled")};
    if (!row.name_zh.n)
        return err_set(err, ERR_EMPTY, NULL) || err_at(err, STR_NONE, 0, 0, "name");
    request_read_end(q);
    return person_change(q->app, &q->actor, &row, err) && api_person(q, r, row.id, err);
}

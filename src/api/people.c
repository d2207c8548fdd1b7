/* People: who has an account, and whether they can get in. */
#include <stdio.h>

#include "api/handlers.h"
#include "store/region.h"
#include "store/unit.h"
#include "store/user.h"

enum { PEOPLE_SHOWN = 100 };
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

/* Everybody whose unit lies inside of what is reached. */
static bool read_people(struct request *q, const struct person_key *after, struct person_rows *rows,
                        struct err *err)
{
    const struct actor *a = &q->actor;
    if (a->scope == SCOPE_unit || a->scope == SCOPE_units) {
        struct str path = a->unit_path, end = STR("0");
        if (a->scope == SCOPE_unit) /* no path lies between "/5/" and "/5/!" */
            end = STR("/!");
        struct str hi = arena_printf(q->arena, "%.*s%.*s", (int)(path.n ? path.n - 1 : 0), path.p,
                                     STR_ARG(end));
        return path.n && hi.p ? store_people_of_units(q->tx, q->arena, path, hi, after,
                                                      PEOPLE_SHOWN + 1, rows, err)
                              : err_set(err, ERR_OUT_OF_UNIT, NULL);
    }
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

/* People: who has an account, and whether they can get in. */
#include <stdio.h>

#include "api/handlers.h"
#include "store/region.h"
#include "store/user.h"

enum { PEOPLE_SHOWN = 100 };

static const char *password_word(const struct user_row *u)
{
    return u->password_until ? "code" : u->password.n == 0 ? "none" : "set";
}

static bool write_person(struct request *q, struct json *j, const struct user_row *u,
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
    json_kregion(j, "region", u->region);
    json_kstr(j, "region_name", name);
    json_kstr(j, "password", str_of(password_word(u)));
    json_kbool(j, "disabled", u->disabled);
    json_end(j);
    return true;
}

bool api_listPeople(struct request *q, struct reply *r, struct err *err)
{
    struct user_rows rows = {0};
    struct region_rows regions = {0};
    region_code codes[PEOPLE_SHOWN + 1];
    struct json j;
    int64_t after;
    char next[24] = "";
    if (!api_after(q, &after, err) || !request_read(q, err) ||
        !store_user_page(q->tx, q->arena, after, PEOPLE_SHOWN + 1, &rows, err))
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
        if (region_inside(rows.at[i].region, q->actor.region) &&
            !write_person(q, &j, &rows.at[i], &regions, err))
            return false;
    json_end(&j);
    json_kstr(&j, "next", str_of(next));
    json_end(&j);
    return true;
}

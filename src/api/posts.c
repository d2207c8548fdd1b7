/* Posts: given and ended. */
#include "api/handlers.h"
#include "work/people.h"

/* "532601 532624" of the list in the body. */
static bool regions_of(struct request *q, struct str *out, struct err *err)
{
    const json_t *list = json_object_get(q->json, "regions"), *one;
    struct region_set set = {0};
    char text[REGION_SET_TEXT];
    region_code code;
    size_t i;
    json_array_foreach(list, i, one)
    {
        struct str given = {json_string_value(one), json_string_length(one)};
        if (!region_parse(given, &code, err))
            return false;
        if (!region_set_add(&set, code))
            return err_set(err, ERR_POST_REGIONS, body_str(q, "role").p);
    }
    region_set_format(&set, text);
    *out = set.n ? arena_str(q->arena, str_of(text)) : STR("");
    return out->p || err_set(err, ERR_MEMORY, NULL);
}

bool api_givePost(struct request *q, struct reply *r, struct err *err)
{
    struct post_row row = {.user_id = path_int(q, "person"),
                           .unit = body_int(q, "unit", 0),
                           .role = body_str(q, "role"),
                           .from_day = body_day(q, "from"),
                           .until_day = body_day(q, "until")};
    int64_t id;
    if (!regions_of(q, &row.regions, err))
        return err_at(err, STR_NONE, 0, 0, "regions");
    request_read_end(q);
    return post_give(q->app, &q->actor, &row, &id, err) && api_person(q, r, row.user_id, err);
}

bool api_endPost(struct request *q, struct reply *r, struct err *err)
{
    r->status = q->def->status;
    request_read_end(q);
    return post_end(q->app, &q->actor, path_int(q, "person"), path_int(q, "post"), err);
}

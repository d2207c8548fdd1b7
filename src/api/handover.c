/* What somebody leaves behind, and the step that hands it over. */
#include "work/handover.h"
#include "api/handlers.h"

static bool write_list(struct request *q, struct reply *r, const struct work_list *list)
{
    struct json j;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "work");
    json_arr(&j);
    for (size_t i = 0; i < list->items.n; i++) {
        const struct work_item *w = &list->items.at[i];
        json_obj(&j);
        json_kstr(&j, "kind", str_of(WORK_KIND_WORDS[w->kind]));
        json_ki64(&j, "thing", w->thing);
        json_ki64(&j, "unit", w->unit);
        json_kstr(&j, "unit_name", w->unit_name);
        json_kstr(&j, "role", w->role);
        json_kbool(&j, "can", w->can);
        json_end(&j);
    }
    json_end(&j);
    json_end(&j);
    return true;
}

bool api_listWork(struct request *q, struct reply *r, struct err *err)
{
    struct work_list list;
    return request_read(q, err) &&
           handover_list(q->app, q->tx, q->arena, path_int(q, "person"),
                         query_int(q, "successor", 0), &list, err) &&
           write_list(q, r, &list);
}

bool api_handOver(struct request *q, struct reply *r, struct err *err)
{
    struct work_list list;
    struct handover h = {.from = path_int(q, "person"),
                         .successor = body_int(q, "successor", 0),
                         .reason = body_str(q, "reason"),
                         .disable = body_bool(q, "disable")};
    request_read_end(q);
    return handover_do(q->app, &q->actor, q->arena, &h, &list, err) && write_list(q, r, &list);
}

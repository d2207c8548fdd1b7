#include "api_people.h"

#include <stdio.h>

#include "store/unit.h"
#include "store/user.h"

const char PEOPLE_PASSWORD[] = "taizhang-demo";

struct adding {
    struct api *api;
    const char *login, *role;
    int64_t id;
};

static bool add_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct adding *a = ctx;
    struct user_row row;
    bool found;
    if (!store_user_find(tx, &a->api->arena, STR("coordinator"), &row, &found, err) || !found)
        return false;
    row.login = str_of(a->login);
    if (!store_user_insert(tx, &row, &a->id, err))
        return false;
    int64_t post;
    struct post_row of = {.user_id = a->id, .unit = row.unit, .role = str_of(a->role)};
    return store_post_insert(tx, &of, &post, err);
}

int64_t people_add(struct api *api, const char *login, const char *role)
{
    struct adding a = {api, login, role, 0};
    struct err err = {0};
    if (!store_write(api->store, add_tx, &a, &err))
        fail_msg("%s: %s", login, err_key(err.code));
    return a.id;
}

void people_try(struct api *api, const char *login, const char *password)
{
    api_call(api, NOBODY, "POST", "/api/session",
             api_target(api, "{\"name\":\"%s\",\"password\":\"%s\"}", login, password));
}

void people_log_in(struct api *api, enum who who, const char *login, const char *password)
{
    people_try(api, login, password);
    assert_status(api, 200);
    snprintf(api->cookies[who], sizeof api->cookies[who], "%.*s", (int)strcspn(api->cookie, ";"),
             api->cookie);
}

/* Where one is logged in, and signing out elsewhere. */
#include <stdio.h>

#include "api/handlers.h"
#include "base/hash.h"
#include "http/session.h"
#include "work/audit.h"

enum { NAME_BYTES = 8, NAME_MAX_TEXT = 2 * NAME_BYTES + 1 };

/* A session's name: the beginning of its hash. Nobody gets in with that. */
static void name_of(struct str hash, char out[NAME_MAX_TEXT])
{
    size_t n = hash.n < NAME_BYTES ? hash.n : NAME_BYTES;
    hex_of((const unsigned char *)hash.p, n, out);
}

bool api_listSessions(struct request *q, struct reply *r, struct err *err)
{
    struct session_rows rows = {0};
    struct json j;
    if (!request_read(q, err) ||
        !store_sessions_of(q->tx, q->arena, q->actor.user, app_now(q->app), &rows, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "sessions");
    json_arr(&j);
    for (size_t i = 0; i < rows.n; i++) {
        const struct session_row *s = &rows.at[i];
        char name[NAME_MAX_TEXT];
        name_of(s->hash, name);
        json_obj(&j);
        json_kstr(&j, "id", str_of(name));
        json_kstr(&j, "address", s->address);
        json_kstr(&j, "agent", s->agent);
        json_ki64(&j, "began", s->created_at);
        json_ki64(&j, "seen", s->seen_at);
        json_kbool(&j, "this", str_eq(s->hash, q->session));
        json_end(&j);
    }
    json_end(&j);
    json_end(&j);
    return true;
}

/* ---- ending
 * ---------------------------------------------------------------------------------- */

struct ending {
    struct request *q;
    struct str hash; /* none: all others */
    struct str thing;
};

static bool end_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    const struct ending *e = ctx;
    struct request *q = e->q;
    struct act act = {.kind = "session.end", .thing = e->thing};
    bool ok = e->hash.n ? store_session_end(tx, e->hash, err)
                        : store_session_end_others(tx, q->actor.user, q->session, err);
    return ok && audit_act(q->app, tx, &q->actor, &act, err);
}

bool api_endSession(struct request *q, struct reply *r, struct err *err)
{
    struct session_rows rows = {0};
    struct ending e = {.q = q};
    struct str wanted = path_str(q, "session");
    r->status = q->def->status;
    if (!request_read(q, err) ||
        !store_sessions_of(q->tx, q->arena, q->actor.user, app_now(q->app), &rows, err))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        char name[NAME_MAX_TEXT];
        name_of(rows.at[i].hash, name);
        if (str_is(wanted, name))
            e.hash = rows.at[i].hash;
    }
    request_read_end(q);
    if (!e.hash.n)
        return err_set(err, ERR_NOT_FOUND, err_word(wanted).z);
    e.thing = arena_printf(q->arena, "session %.*s", STR_ARG(wanted));
    return e.thing.p ? store_write(q->app->store, end_tx, &e, err) : err_set(err, ERR_MEMORY, NULL);
}

bool api_endOtherSessions(struct request *q, struct reply *r, struct err *err)
{
    struct ending e = {.q = q, .thing = STR("sessions")};
    r->status = q->def->status;
    request_read_end(q);
    return store_write(q->app->store, end_tx, &e, err);
}

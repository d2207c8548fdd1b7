#include <strings.h>

#include "http/session.h"
#include "work/audit.h"
#include "work/token.h"

static const msec NOTE_EVERY = (msec)TOKEN_NOTE_MINUTES * 60 * 1000;
const char TOKEN_PREFIX[] = "tz_";

struct str token_given(const struct raw_request *raw)
{
    struct str head = gate_header(raw, "Authorization");
    struct str bearer = STR("Bearer ");
    if (head.n <= bearer.n || strncasecmp(head.p, bearer.p, bearer.n) != 0)
        return STR_NONE;
    return str_trim((struct str){head.p + bearer.n, head.n - bearer.n});
}

/* ---- noting
 * ---------------------------------------------------------------------------------- */

struct noting {
    struct request *q;
    const struct token_row *token;
    const char *why; /* of a refusal */
};

static bool used_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    const struct noting *n = ctx;
    struct str from = n->q->address.n ? n->q->address : STR("");
    return store_token_used(tx, n->token->id, app_now(n->q->app), from, err);
}

static bool refused_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    const struct noting *n = ctx;
    struct request *q = n->q;
    struct act act = {.kind = "token.refused",
                      .thing = arena_printf(q->arena, "token %lld", (long long)n->token->id),
                      .after = arena_printf(q->arena, "{\"operation\":\"%s\",\"why\":\"%s\"}",
                                            q->def->id, n->why)};
    return act.thing.p && act.after.p
               ? store_token_refused(tx, n->token->id, app_now(q->app), err) &&
                     audit_act(q->app, tx, &q->actor, &act, err)
               : err_set(err, ERR_MEMORY, NULL);
}

/* A use is noted every few minutes, and so is a refusal, which is an entry of the record too. When
 * that fails (a full disk) the answer is the same. */
static void note_use(struct request *q, const struct token_row *t)
{
    request_read_end(q);
    if (app_now(q->app) - t->used_at >= NOTE_EVERY)
        (void)store_write(q->app->store, used_tx, &(struct noting){q, t, NULL}, NULL);
}

static bool refuse(struct request *q, const struct token_row *t, enum err_code code,
                   const char *arg, struct err *err)
{
    request_read_end(q);
    if (msec_ago(t->refused_at, app_now(q->app), NOTE_EVERY))
        (void)store_write(q->app->store, refused_tx, &(struct noting){q, t, err_key(code)}, NULL);
    return err_set(err, code, arg);
}

/* ---- whose it is
 * ----------------------------------------------------------------------------- */

static void become(struct request *q, const struct token_row *t, struct str login)
{
    q->actor = (struct actor){.login = login,
                              .address = q->address,
                              .name = t->name,
                              .role = ROLE_no_post,
                              .unit = t->unit,
                              .unit_path = t->unit_path,
                              .region = t->region,
                              .chosen = region_set_of(t->region)};
    enum role role;
    if (role_parse(t->role, &role) && role_given(role))
        q->actor.role = role;
    q->name_zh = q->name_en = t->name;
    q->step = STEP_DONE;
}

bool token_load(struct request *q, struct str token, struct err *err)
{
    struct token_row t;
    bool found;
    struct str hash = token_hash(q->arena, token);
    if (!hash.p)
        return err_set(err, ERR_MEMORY, NULL);
    if (!str_starts(token, str_of(TOKEN_PREFIX)))
        return err_set(err, ERR_TOKEN_WRONG, NULL);
    if (!request_read(q, err) || !store_token_find(q->tx, q->arena, hash, &t, &found, err))
        return false;
    if (!found)
        return err_set(err, ERR_TOKEN_WRONG, NULL);
    struct str login = arena_printf(q->arena, "token %lld", (long long)t.id);
    if (!login.p)
        return err_set(err, ERR_MEMORY, NULL);
    become(q, &t, login);
    if (t.ended_at || t.closed_on || t.expires_at <= app_now(q->app))
        return refuse(q, &t, ERR_TOKEN_WRONG, NULL, err);
    const char *permission = PERMISSIONS[q->def->permission].code;
    if (!token_lists(t.permissions, str_of(permission)))
        return refuse(q, &t, ERR_FORBIDDEN, permission, err);
    q->token = t.id;
    note_use(q, &t);
    return true;
}

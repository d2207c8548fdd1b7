#include "work/audit.h"

#include <jansson.h>
#include <stdio.h>

#include "base/json.h"
#include "work/audit_kinds.h"

bool audit_act(struct app *app, struct store_tx *tx, const struct actor *who, const struct act *act,
               struct err *err)
{
    if (!audit_kind_find(str_of(act->kind)))
        return err_set(err, ERR_INTERNAL, act->kind);
    struct arena arena;
    struct audit_entry e = {.at = app_now(app),
                            .user = who->user,
                            .who = who->login.n ? who->login : STR("console"),
                            .for_user = who->for_user,
                            .for_login = who->for_login,
                            .address = who->address,
                            .kind = str_of(act->kind),
                            .region = act->region,
                            .thing = act->thing,
                            .before = act->before,
                            .after = act->after,
                            .reason = act->reason.n ? act->reason : who->reason};
    arena_init(&arena, 0);
    bool ok = store_audit_append(tx, &arena, &e, err);
    arena_release(&arena);
    return ok;
}

/* ---- verifying ------------------------------------------------------------------------------- */

void audit_walk_begin(struct audit_walk *w, enum audit_algorithm with,
                      const struct audit_point *point)
{
    *w = (struct audit_walk){.with = with};
    memcpy(w->head, AUDIT_BEGIN, sizeof w->head);
    if (point) {
        w->watch = point->entries;
        snprintf(w->watched, sizeof w->watched, "%.*s", STR_ARG(point->head));
    }
}

static bool broken(struct audit_walk *w, enum audit_fault fault, int64_t at)
{
    w->fault = fault;
    w->at = at;
    return false;
}

bool audit_walk_next(struct audit_walk *w, const struct audit_entry *e, struct str hash,
                     struct err *err)
{
    char right[SHA256_HEX];
    if (w->fault != AUDIT_SOUND)
        return false;
    if (e->seq != w->n + 1)
        return broken(w, AUDIT_MISSING, w->n + 1);
    if (!audit_hash(w->with, str_of(w->head), e, right))
        return err_set(err, ERR_MEMORY, NULL);
    if (!str_is(hash, right))
        return broken(w, AUDIT_CHANGED, e->seq);
    memcpy(w->head, right, sizeof right);
    w->n++;
    if (w->n == w->watch && strcmp(w->head, w->watched) != 0)
        return broken(w, AUDIT_OTHER, w->n);
    return true;
}

static bool walk_row(void *ctx, const struct audit_row *row, struct err *err)
{
    struct audit_walk *w = ctx;
    struct audit_entry e = store_audit_entry(row);
    return w->fault != AUDIT_SOUND || audit_walk_next(w, &e, row->hash, err) ||
           w->fault != AUDIT_SOUND;
}

bool audit_verify(struct store_tx *tx, struct audit_walk *out, struct err *err)
{
    return audit_verify_since(tx, NULL, out, err);
}

bool audit_verify_since(struct store_tx *tx, const struct audit_point *point,
                        struct audit_walk *out, struct err *err)
{
    struct arena arena;
    struct audit_head_row head;
    arena_init(&arena, 0);
    enum audit_algorithm with = AUDIT_SHA256;
    bool ok =
        store_audit_head(tx, &arena, &head, err) &&
        (audit_algorithm_parse(head.algorithm, &with) || err_set(err, ERR_INTERNAL, "audit_head"));
    audit_walk_begin(out, with, point);
    ok = ok && store_audit_all(tx, walk_row, out, err);
    if (ok)
        audit_walk_end(out, head.seq, head.hash);
    arena_release(&arena);
    return ok;
}

void audit_walk_end(struct audit_walk *w, int64_t entries, struct str head)
{
    if (entries < w->watch)
        entries = w->watch;
    if (w->fault == AUDIT_SOUND && entries > w->n)
        broken(w, AUDIT_CUT, w->n + 1);
    else if (w->fault == AUDIT_SOUND && (entries < w->n || !str_is(head, w->head)))
        broken(w, AUDIT_HEAD, w->n);
}

bool audit_sound(const struct audit_walk *w, struct err *err)
{
    static const enum err_code CODES[] = {[AUDIT_CHANGED] = ERR_AUDIT_CHANGED,
                                          [AUDIT_MISSING] = ERR_AUDIT_MISSING,
                                          [AUDIT_CUT] = ERR_AUDIT_CUT,
                                          [AUDIT_HEAD] = ERR_AUDIT_HEAD,
                                          [AUDIT_OTHER] = ERR_AUDIT_OTHER};
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)w->at);
    return w->fault == AUDIT_SOUND || err_set(err, CODES[w->fault], text);
}

/* ---- files -------------------------------------------------------------------------------------
 */

bool audit_choose(struct app *app, struct store_tx *tx, const struct actor *who,
                  enum audit_algorithm with, struct err *err)
{
    struct arena arena;
    struct audit_head_row head;
    bool chosen = false;
    arena_init(&arena, 0);
    bool ok = store_audit_head(tx, &arena, &head, err) &&
              store_audit_choose(tx, &arena, with, &chosen, err) &&
              (chosen || err_set(err, ERR_AUDIT_BEGUN, head.algorithm.p));
    struct act act = {.kind = "audit.hash", .thing = STR("audit")};
    if (ok) {
        act.before = arena_printf(&arena, "{\"hash\":\"%s\"}", head.algorithm.p);
        act.after = arena_printf(&arena, "{\"hash\":\"%s\"}", AUDIT_ALGORITHM_NAMES[with].p);
        ok = act.before.p && act.after.p ? audit_act(app, tx, who, &act, err)
                                         : err_set(err, ERR_MEMORY, NULL);
    }
    arena_release(&arena);
    return ok;
}

void audit_first_line(const struct audit_head_row *head, struct buf *out)
{
    struct json j;
    json_begin(&j, out);
    json_obj(&j);
    json_kstr(&j, "record", STR("taizhang-audit-1"));
    json_kstr(&j, "algorithm", head->algorithm);
    json_ki64(&j, "entries", head->seq);
    json_kstr(&j, "head", head->hash);
    json_end(&j);
    buf_addc(out, '\n');
}

void audit_line(const struct audit_row *r, struct buf *out)
{
    struct json j;
    json_begin(&j, out);
    json_obj(&j);
    json_ki64(&j, "seq", r->seq);
    json_ki64(&j, "at", r->at);
    json_ki64(&j, "user", r->user_id);
    json_kstr(&j, "who", r->who);
    json_ki64(&j, "for_user", r->for_user);
    json_kstr(&j, "for", r->for_login);
    json_kstr(&j, "address", r->address);
    json_kstr(&j, "kind", r->kind);
    json_ki64(&j, "region", r->region);
    json_kstr(&j, "thing", r->thing);
    json_kstr(&j, "before", r->was);
    json_kstr(&j, "after", r->became);
    json_kstr(&j, "reason", r->reason);
    json_kstr(&j, "hash", r->hash);
    json_end(&j);
    buf_addc(out, '\n');
}

/* Numbers and texts of a line by their names; each must be there. */
static bool take(const json_t *line, const char *name, int64_t *number, struct str *text,
                 struct arena *arena)
{
    const json_t *v = json_object_get(line, name);
    if (number) {
        *number = json_integer_value(v);
        return json_is_integer(v);
    }
    *text = json_is_string(v)
                ? arena_str(arena, (struct str){json_string_value(v), json_string_length(v)})
                : STR_NONE;
    return text->p != NULL;
}

bool audit_first_line_read(struct arena *arena, struct str line, struct audit_head_row *out,
                           struct err *err)
{
    json_error_t bad;
    json_t *root = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &bad);
    struct str record;
    enum audit_algorithm with;
    bool ok = json_object_size(root) == 4 && take(root, "record", NULL, &record, arena) &&
              str_is(record, "taizhang-audit-1") &&
              take(root, "algorithm", NULL, &out->algorithm, arena) &&
              audit_algorithm_parse(out->algorithm, &with) &&
              take(root, "entries", &out->seq, NULL, arena) &&
              take(root, "head", NULL, &out->hash, arena);
    bool extract = json_object_get(root, "extract") != NULL;
    json_decref(root);
    return ok || (extract ? err_set(err, ERR_AUDIT_EXTRACT, NULL)
                          : err_set(err, ERR_BAD_REQUEST, root ? "audit" : bad.text));
}

bool audit_line_read(struct arena *arena, struct str line, struct audit_row *out, struct err *err)
{
    json_error_t bad;
    json_t *root = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &bad);
    struct {
        const char *name;
        int64_t *number;
        struct str *text;
    } fields[] = {{"seq", &out->seq, NULL},           {"at", &out->at, NULL},
                  {"user", &out->user_id, NULL},      {"who", NULL, &out->who},
                  {"for_user", &out->for_user, NULL}, {"for", NULL, &out->for_login},
                  {"address", NULL, &out->address},   {"kind", NULL, &out->kind},
                  {"region", &out->region, NULL},     {"thing", NULL, &out->thing},
                  {"before", NULL, &out->was},        {"after", NULL, &out->became},
                  {"reason", NULL, &out->reason},     {"hash", NULL, &out->hash}};
    bool ok = json_object_size(root) == ARRAY_LEN(fields);
    for (size_t i = 0; ok && i < ARRAY_LEN(fields); i++)
        ok = take(root, fields[i].name, fields[i].number, fields[i].text, arena);
    json_decref(root);
    return ok || err_set(err, ERR_BAD_REQUEST, root ? "audit" : bad.text);
}

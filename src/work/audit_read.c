#include "work/audit_read.h"

#include <stdio.h>

#include "base/json.h"
#include "work/audit_parts.h"
#include "work/score_json.h"

const char *const AUDIT_FAULTS[] = {
    [AUDIT_SOUND] = "sound", [AUDIT_CHANGED] = "changed", [AUDIT_MISSING] = "missing",
    [AUDIT_CUT] = "cut",     [AUDIT_HEAD] = "head",       [AUDIT_OTHER] = "other"};

/* ---- what is asked --------------------------------------------------------------------------- */

/* Kinds are written with letters, digits and points: what follows in byte order ends the range. */
static bool kinds_of(struct arena *arena, struct str kind, struct audit_query_row *q,
                     struct err *err)
{
    if (!kind.n)
        return true;
    q->kind_lo = kind;
    q->kind_hi = kind.p[kind.n - 1] == '.' ? arena_printf(arena, "%.*s/", (int)kind.n - 1, kind.p)
                                           : arena_printf(arena, "%.*s\x01", STR_ARG(kind));
    return q->kind_hi.p || err_set(err, ERR_MEMORY, NULL);
}

bool audit_query_of(struct arena *arena, const struct audit_filter *f, struct audit_query_row *q,
                    struct err *err)
{
    *q = (struct audit_query_row){.before = INT64_MAX,
                                  .who = f->person,
                                  .for_login = f->for_person,
                                  .thing = f->thing,
                                  .from_at = f->from,
                                  .until_at = f->until  ? f->until
                                              : f->from ? INT64_MAX
                                                        : 0};
    if (f->region) {
        struct region_range range = region_subtree(f->region);
        q->lo = range.lo;
        q->hi = range.hi;
    }
    return kinds_of(arena, f->kind, q, err);
}

static bool asks(const struct audit_filter *f)
{
    return f->person.n || f->for_person.n || f->kind.n || f->thing.n || f->region || f->from ||
           f->until;
}

static void text_member(struct json *j, const char *name, struct str value)
{
    if (value.n)
        json_kstr(j, name, value);
}

/* Always the same for the same filter: a later page is known by it. */
static void filter_members(struct json *j, const struct audit_filter *f)
{
    text_member(j, "person", f->person);
    text_member(j, "for", f->for_person);
    text_member(j, "kind", f->kind);
    text_member(j, "thing", f->thing);
    if (f->region)
        json_kregion(j, "region", f->region);
    if (f->from)
        json_ki64(j, "from", f->from);
    if (f->until)
        json_ki64(j, "until", f->until);
}

static struct str filter_json(struct arena *arena, const struct audit_filter *f)
{
    struct buf text;
    struct json j;
    buf_init(&text, 8192);
    json_begin(&j, &text);
    json_obj(&j);
    filter_members(&j, f);
    json_end(&j);
    struct str kept = buf_failed(&text) ? STR_NONE : arena_str(arena, buf_str(&text));
    buf_release(&text);
    return kept;
}

/* ---- the entry of a look --------------------------------------------------------------------- */

struct noting {
    struct app *app;
    const struct actor *who;
    struct arena *arena;
    struct act act;
    int64_t seq;
};

static bool note_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct noting *n = ctx;
    struct audit_head_row head;
    if (!audit_act(n->app, tx, n->who, &n->act, err) || !store_audit_head(tx, n->arena, &head, err))
        return false;
    n->seq = head.seq;
    return true;
}

static bool note(struct app *app, const struct actor *who, struct arena *arena, const char *kind,
                 struct str after, int64_t *seq, struct err *err)
{
    struct noting n = {app, who, arena, {.kind = kind, .thing = STR("audit"), .after = after}, 0};
    if (!after.p)
        return err_set(err, ERR_MEMORY, NULL);
    if (!store_write(app->store, note_tx, &n, err))
        return false;
    if (seq)
        *seq = n.seq;
    return true;
}

/* ---- pages ------------------------------------------------------------------------------------
 */

/* "412-4711": the next page begins below 412; entry 4711 notes who looks and for what. */
static bool cursor_read(struct str cursor, int64_t *before, int64_t *entry)
{
    struct str first, rest = cursor;
    return str_split(&rest, '-', &first) && str_to_i64(first, before) && str_to_i64(rest, entry) &&
           *before > 0 && *before <= *entry;
}

static bool goes_on(struct store_tx *tx, struct arena *arena, const struct actor *who,
                    struct str filter, int64_t entry, struct err *err)
{
    struct audit_row row;
    bool found;
    if (!store_audit_get(tx, arena, entry, &row, &found, err))
        return false;
    return (found && str_is(row.kind, "audit.read") && row.user_id == who->user &&
            str_eq(row.became, filter)) ||
           err_set(err, ERR_BAD_REQUEST, "after");
}

bool audit_look(struct app *app, const struct actor *who, struct arena *arena,
                const struct audit_filter *filter, struct str cursor, int n,
                struct audit_found *out, struct err *err)
{
    struct audit_query_row q;
    struct str asked = filter_json(arena, filter);
    int64_t entry = 0, next = 0;
    if (!asked.p)
        return err_set(err, ERR_MEMORY, NULL);
    if (!audit_query_of(arena, filter, &q, err))
        return false;
    if (cursor.n && !cursor_read(cursor, &q.before, &entry))
        return err_set(err, ERR_BAD_REQUEST, "after");
    q.n = n;
    *out = (struct audit_found){.next = STR("")};
    struct store_tx *tx = store_read(app->store, err);
    bool ok = tx && (!cursor.n || goes_on(tx, arena, who, asked, entry, err)) &&
              store_audit_find(tx, arena, &q, 0, &out->rows, &next, err);
    store_read_end(tx);
    if (!ok || (!cursor.n && !note(app, who, arena, "audit.read", asked, &entry, err)))
        return false;
    out->searched = next ? next : 1;
    if (next)
        out->next = arena_printf(arena, "%lld-%lld", (long long)next, (long long)entry);
    return out->next.p || err_set(err, ERR_MEMORY, NULL);
}

/* ---- files ------------------------------------------------------------------------------------
 */

struct taking {
    struct buf *out;
    int64_t n;
};

bool audit_too_many(int64_t max, struct err *err)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)max);
    return err_set(err, ERR_AUDIT_TOO_MANY, text);
}

static bool take_line(void *ctx, const struct audit_row *row, struct err *err)
{
    struct taking *t = ctx;
    if (++t->n > AUDIT_LINES_MAX)
        return audit_too_many(AUDIT_LINES_MAX, err);
    audit_line(row, t->out);
    return !buf_failed(t->out) || audit_too_many(t->n - 1, err);
}

/* What it is an extract of and by which question stands in the record, with the digest of the file.
 */
static void extract_line(const struct audit_head_row *head, struct buf *out)
{
    struct json j;
    json_begin(&j, out);
    json_obj(&j);
    json_kstr(&j, "extract", STR("taizhang-audit-1"));
    json_kstr(&j, "algorithm", head->algorithm);
    json_end(&j);
    buf_addc(out, '\n');
}

bool audit_note_file(struct app *app, const struct actor *who, struct arena *arena,
                     const struct audit_filter *f, const char *format, int64_t n,
                     const struct buf *file, struct err *err)
{
    struct buf text;
    struct json j;
    char digest[SHA256_HEX];
    sha256_hex(buf_str(file), digest);
    buf_init(&text, 8192);
    json_begin(&j, &text);
    json_obj(&j);
    filter_members(&j, f);
    json_kstr(&j, "format", str_of(format));
    json_ki64(&j, "entries", n);
    json_kstr(&j, "sha256", str_of(digest));
    json_end(&j);
    struct str after = buf_failed(&text) ? STR_NONE : buf_str(&text);
    bool ok = note(app, who, arena, "audit.export", after, NULL, err);
    buf_release(&text);
    return ok;
}

static bool lines(struct app *app, struct arena *arena, const struct audit_filter *f,
                  struct taking *t, struct err *err)
{
    struct audit_query_row q;
    struct audit_head_row head;
    if (!audit_query_of(arena, f, &q, err))
        return false;
    q.n = AUDIT_LINES_MAX + 1;
    struct store_tx *tx = store_read(app->store, err);
    bool ok = tx && store_audit_head(tx, arena, &head, err);
    if (ok && asks(f))
        extract_line(&head, t->out);
    else if (ok)
        audit_first_line(&head, t->out);
    ok = ok && store_audit_extract(tx, &q, take_line, t, err);
    store_read_end(tx);
    return ok && (!buf_failed(t->out) || err_set(err, ERR_MEMORY, NULL));
}

bool audit_lines(struct app *app, const struct actor *who, const struct audit_filter *filter,
                 struct buf *out, struct err *err)
{
    struct arena arena;
    struct taking t = {.out = out};
    arena_init(&arena, 0);
    bool ok = lines(app, &arena, filter, &t, err) &&
              audit_note_file(app, who, &arena, filter, "jsonl", t.n, out, err);
    arena_release(&arena);
    return ok;
}

/* ---- verifying --------------------------------------------------------------------------------
 */

static void result_json(const struct audit_walk *w, struct buf *out)
{
    struct json j;
    json_begin(&j, out);
    json_obj(&j);
    json_kstr(&j, "result", str_of(AUDIT_FAULTS[w->fault]));
    json_ki64(&j, "entries", w->n);
    if (w->fault != AUDIT_SOUND)
        json_ki64(&j, "at", w->at);
    json_kstr(&j, "head", str_of(w->head));
    json_end(&j);
}

bool audit_check(struct app *app, const struct actor *who, struct audit_walk *out, struct err *err)
{
    struct arena arena;
    struct buf text;
    struct store_tx *tx = store_read(app->store, err);
    bool ok = tx && audit_verify(tx, out, err);
    store_read_end(tx);
    if (!ok)
        return false;
    arena_init(&arena, 0);
    buf_init(&text, 4096);
    result_json(out, &text);
    ok = !buf_failed(&text) || err_set(err, ERR_MEMORY, NULL);
    ok = ok && note(app, who, &arena, "audit.verify", buf_str(&text), NULL, err);
    buf_release(&text);
    arena_release(&arena);
    return ok;
}

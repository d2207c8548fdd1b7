/* Proof is added: rights, the file on disk, then its row, its flags and the entry of the record in
 * one write. */
#include "work/proof.h"

#include <stdio.h>

#include "base/dec.h"
#include "store/finding.h"
#include "store/finding_life.h"
#include "work/changes.h"
#include "work/finding_parts.h"
#include "work/proof_parts.h"

struct adding {
    struct app *app;
    struct arena *arena;
    const struct actor *who;
    const struct proof_new *new;
    struct finding_row f;
    int64_t unit; /* in whose name */
    struct proof_looked looked;
    struct proof_likes likes;
    struct proof_row row;
    int64_t id;
    bool again;
};

static bool at(const char *field, struct err *err)
{
    return err_at(err, STR_NONE, 0, 0, field);
}

/* ---- who may ---------------------------------------------------------------------------------
 */

static bool part_fits(enum finding_proof part, const struct actor *who, const struct finding_row *f,
                      const struct finding_unit_line_rows *units, unsigned hands, int64_t named,
                      int64_t *unit, struct err *err)
{
    const struct finding_proof_def *p = &FINDING_PROOFS[part];
    enum finding_state state = FINDING_COUNT;
    if (!finding_state_parse(f->state, &state))
        return err_set(err, ERR_INTERNAL, "state of a finding");
    *unit = who->unit;
    if (p->by_unit) {
        const struct finding_unit_line_row *mine = finding_part(who, units, named, err);
        if (!mine)
            return false;
        if (str_is(mine->state, "fixed"))
            return err_set(err, ERR_FINDING_PART, err_word(mine->state).z);
        *unit = mine->unit;
    } else if (!actor_reaches(who, f->region, err)) {
        return false;
    }
    return finding_proof_fits(part, state, hands, err);
}

bool proof_possible(const struct actor *who, const struct finding_row *f,
                    const struct finding_unit_line_rows *units, unsigned hands, unsigned *parts)
{
    int64_t unit;
    *parts = 0;
    for (int i = 0; i < PROOF_COUNT; i++) {
        struct actor in = *who;
        if (actor_use(&in, FINDING_PROOFS[i].permission, NULL) &&
            part_fits((enum finding_proof)i, &in, f, units, hands, 0, &unit, NULL))
            *parts |= 1U << i;
    }
    return true;
}

static bool repeated(struct adding *a, struct store_tx *tx, struct err *err)
{
    struct proof_row old;
    if (!store_proof_by_key(tx, a->arena, a->f.id, a->new->key, &old, &a->again, err))
        return false;
    if (!a->again)
        return true;
    char sha256[SHA256_HEX] = "";
    if (a->new->bytes.p)
        sha256_hex(a->new->bytes, sha256);
    a->id = old.id;
    return (old.user_id == a->who->user && str_is(old.sha256, sha256) &&
            str_is(old.part, FINDING_PROOFS[a->new->part].code)) ||
           err_set(err, ERR_KEY_USED, err_word(a->new->key).z) || at("key", err);
}

static bool room_left(struct adding *a, struct store_tx *tx, struct err *err)
{
    int64_t n, bytes;
    char many[24], most[24];
    if (!store_proof_totals(tx, a->f.id, &n, &bytes, err))
        return false;
    snprintf(many, sizeof many, "%d", (int)n);
    snprintf(most, sizeof most, "%d", PROOFS_MEGABYTES_MAX);
    return (n < PROOFS_MAX && bytes + (int64_t)a->new->bytes.n <= (int64_t)PROOFS_MEGABYTES_MAX
                                                                      << 20) ||
           err_set(err, ERR_PROOF_MANY, many, most);
}

/* Asked before anything is decoded, and again in the write. */
static bool may(struct adding *a, struct store_tx *tx, struct err *err)
{
    struct finding_unit_line_rows units = {0};
    unsigned hands;
    bool found;
    if (!store_finding_get(tx, a->arena, a->new->finding, &a->f, &found, err))
        return false;
    if (!found || a->f.campaign != a->new->campaign)
        return err_set(err, ERR_NOT_FOUND, "finding");
    if (!repeated(a, tx, err))
        return false;
    return a->again ||
           (store_finding_units(tx, a->arena, a->f.id, &units, err) &&
            finding_hands(tx, a->arena, a->who, a->f.id, &hands, err) &&
            part_fits(a->new->part, a->who, &a->f, &units, hands, a->new->unit, &a->unit, err) &&
            room_left(a, tx, err));
}

/* ---- the row --------------------------------------------------------------------------------- */

static bool measure_fits(const struct proof_new *new, struct err *err)
{
    dec value;
    if (new->bytes.p)
        return true;
    if (!dec_parse(new->amount, &value))
        return err_set(err, ERR_NUMBER, err_word(new->amount).z, "0.35") || at("amount", err);
    return new->amount_unit.n || err_set(err, ERR_EMPTY, NULL) || at("unit_of", err);
}

static struct str joined(struct arena *arena, const char *a, const char *b)
{
    return arena_printf(arena, "%s%s%s", a, a[0] && b[0] ? " " : "", b);
}

static bool photo_row(struct adding *a, struct err *err)
{
    const struct photo_facts *p = &a->looked.facts;
    struct proof_row *r = &a->row;
    r->thumb = str_of(a->looked.thumb);
    r->width = p->width;
    r->height = p->height;
    r->taken_at = p->exif.has_taken_at ? p->exif.taken_at : 0;
    r->camera = joined(a->arena, p->exif.make, p->exif.model);
    r->software = str_of(p->exif.software);
    r->has_exif_lat = r->has_exif_lon = p->exif.has_position;
    r->exif_lat = p->exif.latitude;
    r->exif_lon = p->exif.longitude;
    r->hints = p->hints;
    r->tail = p->tail;
    r->plain = p->hashes.plain;
    r->near = (int64_t)p->hashes.probe[0].near;
    r->fine = proof_fine(a->arena, &p->hashes.probe[0]);
    return (r->camera.p && r->fine.p) || err_set(err, ERR_MEMORY, NULL);
}

static bool make_row(struct adding *a, struct err *err)
{
    const struct proof_new *new = a->new;
    struct proof_row *r = &a->row;
    *r = (struct proof_row){.campaign = new->campaign,
                            .finding = new->finding,
                            .key = new->key,
                            .part = str_of(FINDING_PROOFS[new->part].code),
                            .pass = a->f.returns + a->f.reopened,
                            .kind = str_of(a->looked.kind),
                            .user_id = a->who->user,
                            .for_user = a->who->for_user,
                            .unit = a->unit,
                            .at = app_now(a->app),
                            .name = new->name,
                            .media = str_of(a->looked.media),
                            .bytes = (int64_t) new->bytes.n,
                            .sha256 = str_of(a->looked.sha256),
                            .note = new->note,
                            .amount = new->amount,
                            .amount_unit = new->amount_unit,
                            .instrument = new->instrument,
                            .shot_at = new->shot_at,
                            .has_lat = new->has_position,
                            .has_lon = new->has_position,
                            .lat = new->lat,
                            .lon = new->lon,
                            .accuracy = new->accuracy,
                            .spot = 256};
    return strcmp(a->looked.kind, "photo") != 0 || photo_row(a, err);
}

/* ---- the write ------------------------------------------------------------------------------- */

static bool note(struct adding *a, struct store_tx *tx, struct err *err)
{
    struct changes c;
    changes_begin(&c);
    changes_str(&c, "part", STR(""), a->row.part);
    changes_str(&c, "kind", STR(""), a->row.kind);
    changes_str(&c, "name", STR(""), a->row.name);
    changes_str(&c, "sha256", STR(""), a->row.sha256);
    changes_i64(&c, "bytes", 0, a->row.bytes);
    changes_str(&c, "amount", STR(""), a->row.amount);
    changes_str(&c, "unit_of", STR(""), a->row.amount_unit);
    struct act act = {.kind = "finding.proof",
                      .region = a->f.region,
                      .thing = arena_printf(a->arena, "finding %lld", (long long)a->f.id)};
    bool ok = changes_act(&c, a->app, tx, a->who, &act, true, err);
    changes_end(&c);
    return ok;
}

static bool judge(struct adding *a, struct store_tx *tx, struct proof_judging *j, struct err *err)
{
    const struct photo_hashes *h = &a->looked.facts.hashes;
    *j = (struct proof_judging){.app = a->app,
                                .tx = tx,
                                .arena = a->arena,
                                .f = &a->f,
                                .part = a->new->part,
                                .row = &a->row,
                                .hashes = h,
                                .likes = &a->likes};
    return strcmp(a->looked.kind, "photo") != 0 ||
           (proof_likes_rest(tx, a->arena, h, a->f.id, &a->likes, err) && proof_judge(j, err));
}

/* The entry of the record comes first: its lock lets the photos of several servers be compared and
 * numbered in one order. */
static bool add(struct store_tx *tx, void *ctx, struct err *err)
{
    struct adding *a = ctx;
    struct proof_judging j;
    if (!may(a, tx, err))
        return false;
    if (a->again)
        return true;
    if (!make_row(a, err) || !note(a, tx, err) || !judge(a, tx, &j, err) ||
        !store_proof_add(tx, &a->row, &a->id, err))
        return false;
    for (size_t i = 0; i < j.flags.n; i++)
        j.flags.at[i].proof = a->id;
    bool tells = j.flags.n && a->new->part != PROOF_FOUND;
    return store_proof_flags_add(tx, j.flags.at, j.flags.n, err) &&
           (!tells || store_proof_flagged(tx, a->f.id, err)) &&
           finding_hands_put(tx, a->who, a->f.id, FINDING_PROOFS[a->new->part].hand, err);
}

/* Before the write: what can be refused cheaply, then the look at the file, then its likes. */
static bool prepare(struct adding *a, struct err *err)
{
    struct store_tx *tx = store_read(a->app->store, err);
    if (!tx)
        return false;
    bool ok = may(a, tx, err);
    store_read_end(tx);
    if (!ok || a->again)
        return ok;
    if (!proof_look(a->app->proofs, a->arena, a->new->bytes, a->new->name, &a->looked, err))
        return false;
    if (strcmp(a->looked.kind, "photo") != 0)
        return true;
    tx = store_read(a->app->store, err);
    ok = tx && proof_likes(a->app, tx, a->arena, &a->looked.facts.hashes, a->new->finding,
                           &a->likes, err);
    store_read_end(tx);
    return ok;
}

static bool put_files(struct adding *a, struct err *err)
{
    const struct files *f = &a->app->proofs->files;
    return files_put(f, a->new->bytes, a->looked.sha256, err) &&
           (!a->looked.thumb[0] || files_put(f, a->looked.facts.thumb, a->looked.thumb, err));
}

static bool keep(struct adding *a, struct err *err)
{
    if (!a->new->bytes.p)
        return store_write(a->app->store, add, a, err);
    int hold = files_hold(&a->app->proofs->files, err);
    bool ok = hold >= 0 && put_files(a, err) && store_write(a->app->store, add, a, err);
    files_release(hold);
    return ok;
}

bool proof_add(struct app *app, const struct actor *who, const struct proof_new *new, int64_t *id,
               bool *again, struct err *err)
{
    struct arena arena;
    if (new->bytes.p && !app->proofs)
        return err_set(err, ERR_FILES_NONE, NULL);
    if (!measure_fits(new, err))
        return false;
    arena_init(&arena, 0);
    struct adding *a = ARENA_NEW(&arena, struct adding);
    bool ok = a || err_set(err, ERR_MEMORY, NULL);
    if (ok) {
        *a = (struct adding){.app = app, .arena = &arena, .who = who, .new = new};
        ok = prepare(a, err) && (a->again || keep(a, err));
        *id = a->id;
        *again = a->again;
    }
    arena_release(&arena);
    return ok;
}

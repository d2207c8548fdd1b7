/* Proof of findings: added, shown with what was noticed about it, given out. */
#include "api/finding_json.h"
#include "api/handlers.h"
#include "store/proof.h"
#include "work/finding_spot.h"
#include "work/proof.h"

bool api_proofs_read(struct request *q, int64_t finding, struct api_proofs *out, struct err *err)
{
    return store_proof_lines(q->tx, q->arena, finding, PROOFS_MAX, &out->proofs, err) &&
           (!out->proofs.n || store_proof_flag_lines(q->tx, q->arena, finding, &out->flags, err));
}

/* ---- shown ----------------------------------------------------------------------------------- */

static void write_hints(struct json *j, int64_t hints)
{
    static const char *const NAMES[] = {"editor", "no_camera", "saved_later", "size_changed",
                                        "tail"};
    json_key(j, "hints");
    json_arr(j);
    for (size_t i = 0; i < ARRAY_LEN(NAMES); i++)
        if (hints & 1 << i)
            json_str(j, str_of(NAMES[i]));
    json_end(j);
}

/* The other photo is shown to those alone who may read its finding. */
static void write_flag(const struct actor *reader, struct json *j,
                       const struct proof_flag_line_row *f)
{
    bool outside = f->other && !actor_reaches(reader, f->region, NULL);
    json_obj(j);
    json_kstr(j, "kind", f->kind);
    json_ki64(j, "amount", f->amount);
    json_ki64(j, "other", outside ? 0 : f->other);
    json_ki64(j, "campaign", outside ? 0 : f->campaign);
    json_ki64(j, "finding", outside ? 0 : f->finding);
    json_kbool(j, "outside", outside);
    api_time(j, "at", outside ? 0 : f->at);
    json_end(j);
}

static void write_flags(const struct actor *reader, struct json *j, const struct api_proofs *all,
                        int64_t proof)
{
    json_key(j, "flags");
    json_arr(j);
    for (size_t i = 0; i < all->flags.n; i++)
        if (all->flags.at[i].proof == proof)
            write_flag(reader, j, &all->flags.at[i]);
    json_end(j);
}

/* Who only reads gets positions to about a kilometre. */
static void write_position(const struct actor *reader, struct json *j, const char *lat_key,
                           const char *lon_key, bool there, int64_t lat, int64_t lon)
{
    finding_blur(reader, &lat, &lon);
    if (there) {
        json_ki64(j, lat_key, lat);
        json_ki64(j, lon_key, lon);
    } else {
        json_knull(j, lat_key);
        json_knull(j, lon_key);
    }
}

static void write_photo(const struct actor *reader, struct json *j, const struct proof_line_row *p)
{
    json_ki64(j, "width", p->width);
    json_ki64(j, "height", p->height);
    api_time(j, "taken_at", p->taken_at);
    json_kstr(j, "camera", p->camera);
    json_kstr(j, "software", p->software);
    write_position(reader, j, "exif_lat", "exif_lon", p->has_exif_lat && p->has_exif_lon,
                   p->exif_lat, p->exif_lon);
    api_time(j, "shot_at", p->shot_at);
    write_position(reader, j, "lat", "lon", p->has_lat && p->has_lon, p->lat, p->lon);
    json_ki64(j, "accuracy", p->accuracy);
    write_hints(j, p->hints);
    json_kbool(j, "same_spot", p->spot_of && p->spot < PROOF_SAME_SPOT);
    json_ki64(j, "spot_of", p->spot_of);
}

void api_proofs_write(const struct request *q, struct json *j, const struct api_proofs *all)
{
    struct actor reader = q->actor; /* whatever door it came through */
    if (!actor_use(&reader, PERMISSION_finding_read, NULL))
        reader.scope = SCOPE_none, reader.within = (struct region_set){0};
    json_key(j, "proofs");
    json_arr(j);
    for (size_t i = 0; i < all->proofs.n; i++) {
        const struct proof_line_row *p = &all->proofs.at[i];
        json_obj(j);
        json_ki64(j, "id", p->id);
        json_kstr(j, "part", p->part);
        json_ki64(j, "pass", p->pass);
        json_kstr(j, "kind", p->kind);
        api_names(j, "who", p->name_zh, p->name_en.n ? p->name_en : p->name_zh);
        json_kstr(j, "for", p->for_zh);
        json_kstr(j, "unit", p->unit_name);
        json_ki64(j, "at", p->at);
        json_kstr(j, "name", p->name);
        json_kstr(j, "media", p->media);
        json_ki64(j, "bytes", p->bytes);
        json_kstr(j, "sha256", p->sha256);
        json_kbool(j, "thumb", p->thumb.n > 0);
        json_kstr(j, "note", p->note);
        json_kstr(j, "amount", p->amount);
        json_kstr(j, "unit_of", p->amount_unit);
        json_kstr(j, "instrument", p->instrument);
        write_photo(&reader, j, p);
        write_flags(&reader, j, all, p->id);
        json_end(j);
    }
    json_end(j);
}

/* ---- added ----------------------------------------------------------------------------------- */

static bool add(struct request *q, struct reply *r, const struct proof_new *new, struct err *err)
{
    int64_t id;
    bool again;
    request_read_end(q);
    return proof_add(q->app, &q->actor, new, &id, &again, err) &&
           api_finding(q, r, new->finding, again, err);
}

static bool add_file(struct request *q, struct reply *r, enum finding_proof part, struct err *err)
{
    struct proof_new new = {.campaign = q->campaign,
                            .finding = path_int(q, "finding"),
                            .part = part,
                            .key = query_str(q, "key"),
                            .note = str_trim(query_str(q, "note")),
                            .unit = query_int(q, "unit", 0),
                            .bytes = q->body,
                            .name = str_trim(query_str(q, "name")),
                            .shot_at = query_int(q, "shot_at", 0),
                            .has_position = query_str(q, "lat").p && query_str(q, "lon").p,
                            .lat = query_int(q, "lat", 0),
                            .lon = query_int(q, "lon", 0),
                            .accuracy = query_int(q, "accuracy", 0)};
    return add(q, r, &new, err);
}

static bool add_measure(struct request *q, struct reply *r, enum finding_proof part,
                        struct err *err)
{
    struct proof_new new = {.campaign = q->campaign,
                            .finding = path_int(q, "finding"),
                            .part = part,
                            .key = body_str(q, "key"),
                            .note = str_trim(body_str(q, "note")),
                            .unit = body_int(q, "unit", 0),
                            .amount = body_str(q, "amount"),
                            .amount_unit = str_trim(body_str(q, "unit_of")),
                            .instrument = str_trim(body_str(q, "instrument"))};
    return add(q, r, &new, err);
}

bool api_addFoundProof(struct request *q, struct reply *r, struct err *err)
{
    return add_file(q, r, PROOF_FOUND, err);
}

bool api_addFixedProof(struct request *q, struct reply *r, struct err *err)
{
    return add_file(q, r, PROOF_FIXED, err);
}

bool api_addCheckProof(struct request *q, struct reply *r, struct err *err)
{
    return add_file(q, r, PROOF_CHECK, err);
}

bool api_addFixedMeasure(struct request *q, struct reply *r, struct err *err)
{
    return add_measure(q, r, PROOF_FIXED, err);
}

bool api_addCheckMeasure(struct request *q, struct reply *r, struct err *err)
{
    return add_measure(q, r, PROOF_CHECK, err);
}

/* ---- given out ------------------------------------------------------------------------------- */

/* The number of a proof of another finding is answered like that of none, and is a refusal in the
 * record. */
static bool read_proof(struct request *q, struct proof_row *p, struct err *err)
{
    int64_t finding = path_int(q, "finding"), id = path_int(q, "proof");
    *p = (struct proof_row){0};
    if (request_read(q, err) && proof_need(q->tx, q->arena, finding, id, p, err))
        return true;
    q->elsewhere = p->id == id && p->finding != finding;
    return false;
}

/* The bytes never change: whoever may see them may keep them for a day. */
bool api_getProofThumb(struct request *q, struct reply *r, struct err *err)
{
    struct proof_row p;
    if (!read_proof(q, &p, err) || !proof_file(q->app, &p, true, &r->body, err))
        return false;
    r->status = q->def->status;
    r->media = str_of(q->def->reply_media);
    r->cache = STR("private, max-age=86400");
    return true;
}

/* Every type that proof can have, with the ending that fits it. */
static const struct kept {
    const char *media, *ending;
} KEPT[] = {
    {"image/jpeg", "jpg"},
    {"image/png", "png"},
    {"application/pdf", "pdf"},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
};

static const struct kept *kept_as(struct str media)
{
    for (size_t i = 0; i < ARRAY_LEN(KEPT); i++)
        if (str_is(media, KEPT[i].media))
            return &KEPT[i];
    return NULL;
}

/* Saved under a name of our own: an ending that fits what it is. A photo that says where it was
 * taken does not go to those who get positions blurred. */
bool api_getProofFile(struct request *q, struct reply *r, struct err *err)
{
    struct proof_row p;
    if (!read_proof(q, &p, err))
        return false;
    if (p.has_exif_lat && finding_blurred(&q->actor))
        return err_set(err, ERR_PROOF_POSITION, NULL);
    if (!proof_file(q->app, &p, false, &r->body, err))
        return false;
    const struct kept *kept = kept_as(p.media);
    struct str part = arena_str(q->arena, p.part);
    struct str name =
        arena_printf(q->arena, "finding-%lld-%s-%lld.%s", (long long)p.finding,
                     part.p ? part.p : "", (long long)p.id, kept ? kept->ending : "bin");
    if (!part.p || !name.p)
        return err_set(err, ERR_MEMORY, NULL);
    reply_file(q, r, name);
    r->media = str_of(kept ? kept->media : "application/octet-stream");
    return true;
}

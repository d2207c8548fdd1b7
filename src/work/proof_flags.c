/* What is noticed about a photo when it arrives. Flags decide nothing: a person sees them with both
 * pictures. */
#include "domain/geo.h"
#include "work/proof_parts.h"

#define MINUTE INT64_C(60000)
#define HOUR (60 * MINUTE)

static bool flag(struct proof_judging *j, enum finding_flag kind, int64_t other, int64_t amount,
                 struct err *err)
{
    struct proof_flag_row *row = VEC_ADD(j->arena, &j->flags);
    if (!row)
        return err_set(err, ERR_MEMORY, NULL);
    *row = (struct proof_flag_row){
        .kind = str_of(FINDING_FLAGS[kind].code), .other = other, .amount = amount};
    return true;
}

/* The same file: in another finding, in this one, many times within an hour. */
static bool judge_file(struct proof_judging *j, struct err *err)
{
    struct proof_same_rows rows = {0};
    int64_t lately = 1;
    bool here = false, elsewhere = false;
    if (!store_proof_same_file(j->tx, j->arena, j->row->sha256, &rows, err))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct proof_same_row *r = &rows.at[i];
        bool own = r->finding == j->f->id, *told = own ? &here : &elsewhere;
        lately += j->row->at - r->at < HOUR;
        if (*told)
            continue;
        *told = true;
        if (!flag(j, own ? FLAG_AGAIN : FLAG_SAME_FILE, r->id, 0, err))
            return false;
    }
    return lately < PROOF_BURST || flag(j, FLAG_BURST, 0, lately, err);
}

static bool same_file(const struct proof_judging *j, int64_t id)
{
    for (size_t i = 0; i < j->flags.n; i++)
        if (j->flags.at[i].other == id)
            return true;
    return false;
}

/* The nearest ones; those of the finding that this one was split from are its own. */
static bool judge_likes(struct proof_judging *j, struct err *err)
{
    for (int n = 0; n < PROOF_ALIKE_MAX; n++) {
        const struct proof_like *best = NULL;
        for (size_t i = 0; i < j->likes->near.n; i++) {
            const struct proof_like *l = &j->likes->near.at[i];
            if (!same_file(j, l->id) && l->finding != j->f->into_id &&
                (!best || l->distance < best->distance))
                best = l;
        }
        if (!best)
            return true;
        if (!flag(j, FLAG_ALIKE, best->id, best->distance, err))
            return false;
    }
    return true;
}

/* When it was taken, by the app or by the file. */
static bool judge_time(struct proof_judging *j, struct err *err)
{
    int64_t taken = j->row->taken_at ? j->row->taken_at : j->row->shot_at;
    if (!taken)
        return true;
    int64_t early = (j->f->found_at - taken) / MINUTE, ahead = (taken - j->row->at) / MINUTE;
    if (j->part != PROOF_FOUND && early > PROOF_MINUTES && !flag(j, FLAG_EARLY, 0, early, err))
        return false;
    return ahead <= PROOF_MINUTES || flag(j, FLAG_AHEAD, 0, ahead, err);
}

struct position {
    bool there;
    int64_t lat, lon, accuracy;
};

static struct position position_of(const struct proof_row *p)
{
    if (p->has_lat && p->has_lon)
        return (struct position){true, p->lat, p->lon, p->accuracy};
    if (p->has_exif_lat && p->has_exif_lon)
        return (struct position){true, p->exif_lat, p->exif_lon, 0};
    return (struct position){0};
}

/* Where the finding is: by whoever reported it, or by the first photo of it that says. */
static bool judge_place(struct proof_judging *j, const struct proof_rows *before, struct err *err)
{
    struct position here = position_of(j->row);
    struct position there = {j->f->has_lat && j->f->has_lon, j->f->lat, j->f->lon, 0};
    for (size_t i = 0; i < before->n && !there.there && j->part != PROOF_FOUND; i++)
        there = position_of(&before->at[i]);
    if (!here.there || !there.there)
        return true;
    int64_t metres = geo_metres(here.lat, here.lon, there.lat, there.lon);
    return metres <= PROOF_FAR + here.accuracy + there.accuracy ||
           flag(j, FLAG_FAR, 0, metres, err);
}

/* How near the before-photo that looks most like it is. */
static void compare_before(struct proof_judging *j, const struct proof_rows *before)
{
    for (size_t i = 0; i < before->n; i++) {
        struct photo_hash key;
        if (before->at[i].plain || !proof_hash(before->at[i].near, before->at[i].fine, &key))
            continue;
        for (int k = 0; k < PHOTO_PROBES; k++) {
            int d = photo_hash_distance(&j->hashes->probe[k], &key);
            if (d >= j->row->spot)
                continue;
            j->row->spot = d;
            j->row->spot_of = before->at[i].id;
        }
    }
}

bool proof_judge(struct proof_judging *j, struct err *err)
{
    const unsigned edited = PHOTO_HINT_EDITOR | PHOTO_HINT_SAVED_LATER | PHOTO_HINT_SIZE_CHANGED;
    struct proof_rows before = {0};
    j->row->spot = 256;
    if (!store_proof_photos(j->tx, j->arena, j->f->id, str_of(FINDING_PROOFS[PROOF_FOUND].code),
                            &before, err))
        return false;
    if (j->part != PROOF_FOUND && !j->row->plain)
        compare_before(j, &before);
    return judge_file(j, err) && judge_likes(j, err) && judge_time(j, err) &&
           judge_place(j, &before, err) &&
           (!((unsigned)j->row->hints & edited) ||
            flag(j, FLAG_EDITED, 0, j->row->hints & (int64_t)edited, err));
}

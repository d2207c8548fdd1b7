/* The pieces of work/proof.h; for the files work/proof*.c only. */
#ifndef TZ_WORK_PROOF_PARTS_H
#define TZ_WORK_PROOF_PARTS_H

#include "media/like.h"
#include "store/proof.h"
#include "work/files.h"
#include "work/proof.h"

struct proofs {
    struct files files;
    struct media_pool pool;
    struct like like;
    pthread_mutex_t catching; /* one catches up at a time */
    int64_t last;             /* id of the newest photo in the index */
    pthread_mutex_t looking_lock;
    int looking; /* photos being looked at */
};

/* A file as it was looked at. */
struct proof_looked {
    const char *kind; /* "photo", "paper", "measure" */
    const char *media;
    char sha256[SHA256_HEX], thumb[SHA256_HEX];
    struct photo_facts facts; /* of a photo */
};

/* What it is by its content; a photo is examined. ERR_PROOF_KIND, ERR_PROOF_BYTES, ERR_BUSY,
 * ERR_PHOTO_*. */
bool proof_look(struct proofs *p, struct arena *arena, struct str bytes, struct str name,
                struct proof_looked *out, struct err *err);

/* ---- likeness ------------------------------------------------------------------------------- */

struct proof_like {
    int64_t id, finding;
    int distance;
};
struct proof_likes {
    VEC(struct proof_like) near; /* other findings' photos that look like it */
    int64_t seen;                /* up to this id they were compared */
};
/* Photos that other processes or this one added are in the index from now on. */
bool proofs_catch_up(struct app *app, struct store_tx *tx, int64_t *last, struct err *err);
/* Looks among all photos but those of this finding. */
bool proof_likes(struct app *app, struct store_tx *tx, struct arena *arena,
                 const struct photo_hashes *h, int64_t finding, struct proof_likes *out,
                 struct err *err);
/* Those that were added since, inside of the write. */
bool proof_likes_rest(struct store_tx *tx, struct arena *arena, const struct photo_hashes *h,
                      int64_t finding, struct proof_likes *out, struct err *err);
/* Kept and back. */
struct str proof_fine(struct arena *arena, const struct photo_hash *h);
bool proof_hash(int64_t near, struct str fine, struct photo_hash *out);

/* ---- flags ---------------------------------------------------------------------------------- */

struct proof_judging {
    struct app *app;
    struct store_tx *tx;
    struct arena *arena;
    const struct finding_row *f;
    enum finding_proof part;
    struct proof_row *row; /* spot and spot_of are filled in */
    const struct photo_hashes *hashes;
    const struct proof_likes *likes;
    VEC(struct proof_flag_row) flags; /* without their proof */
};
/* Inside of the write, before the row is there. */
bool proof_judge(struct proof_judging *j, struct err *err);

#endif

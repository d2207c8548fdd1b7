/* Proof of findings: photos, papers, measurements. Taken in, looked at, flagged, given out. See
 * docs/photos.md and api/lifecycle.yaml (proofs, flags, needs).
 *
 * The file is on disk, and so is its small picture, before the row is written; success is answered
 * after both. The original is never changed. */
#ifndef TZ_WORK_PROOF_H
#define TZ_WORK_PROOF_H

#include "domain/lifecycle.h"
#include "media/pool.h"
#include "store/rows_gen.h"
#include "work/app.h"

enum {
    PROOFS_MAX = 60,            /* of a finding */
    PROOFS_MEGABYTES_MAX = 300, /* of all its files */
    PROOF_PAPER_MAX = 10 << 20, /* bytes of a paper */
    PROOF_NAME_MAX = 200,       /* bytes of a file's name */
    PROOF_TEXT_MAX = 600,       /* of a note */
    PROOF_LOOKING_MAX = 3,      /* photos being looked at, one of them waiting */
    PROOF_FAR = 1000,           /* metres, beyond the accuracy, from which a photo is far away */
    PROOF_MINUTES = 10,         /* so much may clocks differ */
    PROOF_BURST = 3,            /* so often the same file within an hour */
    PROOF_ALIKE_MAX = 5,        /* photos of other findings that are named */
    PROOF_SAME_SPOT = 96,       /* less than this by the long hash: looks like the same spot */
};

/* ---- of the running program ----------------------------------------------------------------- */

/* With the folder of files, which is made when it is not there. Nothing is started: the helper
 * processes with the first photo, and with it the index of likeness is read from the store. */
bool proofs_create(struct app *app, const char *folder, struct err *err);
void proofs_free(struct app *app);
/* Tests: the program that is started as the helper. */
struct media_pool *proofs_pool(struct app *app);
/* Removes files that no row names and that are older than a day. */
bool proofs_sweep(struct app *app, int64_t *removed, struct err *err);

/* ---- adding --------------------------------------------------------------------------------- */

struct proof_new {
    int64_t campaign, finding;
    enum finding_proof part;
    struct str key, note; /* key: of this call; again with it is harmless */
    int64_t unit;         /* in whose name; 0 = the own one */
    /* a file, its name as it was sent; what it is says its content */
    struct str bytes, name;
    /* or a measurement (bytes.p NULL) */
    struct str amount, amount_unit, instrument;
    /* by the app at the shutter */
    int64_t shot_at; /* 0 = unknown */
    bool has_position;
    int64_t lat, lon, accuracy;
};

/* ERR_PROOF_*, ERR_PHOTO_*, ERR_FINDING_STATE, ERR_FINDING_HAND, ERR_OUT_OF_REGION,
 * ERR_OUT_OF_UNIT, ERR_BUSY, ERR_DISK_FULL, ERR_KEY_USED. */
bool proof_add(struct app *app, const struct actor *who, const struct proof_new *new, int64_t *id,
               bool *again, struct err *err);
/* Which parts could be added now by whoever asks: bits of enum finding_proof. */
bool proof_possible(const struct actor *who, const struct finding_row *f,
                    const struct finding_unit_line_rows *units, unsigned hands, unsigned *parts);

/* ---- giving out ----------------------------------------------------------------------------- */

/* The proof, which must be of that finding. ERR_NOT_FOUND. */
bool proof_need(struct store_tx *tx, struct arena *arena, int64_t finding, int64_t proof,
                struct proof_row *out, struct err *err);
/* Its file, or its small picture; ERR_NOT_FOUND when it has none. */
bool proof_file(struct app *app, const struct proof_row *proof, bool thumb, struct buf *out,
                struct err *err);
/* The small picture of that digest. ERR_FILE_LOST when its bytes are not the same any more. */
bool proof_small(struct app *app, struct str sha256, struct buf *out, struct err *err);

#endif

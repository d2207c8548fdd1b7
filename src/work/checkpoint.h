/* Signed checkpoints of the record (Ed25519): what length and head it had, to be kept elsewhere. A
 * tail that was cut off together with the head that the database keeps shows against one. */
#ifndef TZ_WORK_CHECKPOINT_H
#define TZ_WORK_CHECKPOINT_H

#include "work/audit.h"
#include "work/secret.h"

#define CHECKPOINT_KEY_HEX 65

struct checkpoint {
    int64_t entries;
    msec at;
    struct str algorithm, head, key, signature; /* hexadecimal; key: the public one */
};

/* The public key, 64 hexadecimal digits. */
void checkpoint_key(const unsigned char seed[SECRET_KEY], char out[CHECKPOINT_KEY_HEX]);
/* Signs the head as it is, and notes that as an entry. */
bool checkpoint_make(struct app *app, struct store_tx *tx, struct arena *arena,
                     const struct actor *who, const unsigned char seed[SECRET_KEY],
                     struct checkpoint *out, struct err *err);
/* One line of JSON, and back; ERR_CHECKPOINT unless it is signed, by `key` when that is not empty.
 */
void checkpoint_line(const struct checkpoint *c, struct buf *out);
bool checkpoint_read(struct arena *arena, struct str line, struct str key, struct checkpoint *out,
                     struct err *err);
#endif

/* Files of proof given out, and those that nobody names swept. */
#include "work/proof_parts.h"

#include <stdio.h>

bool proof_need(struct store_tx *tx, struct arena *arena, int64_t finding, int64_t proof,
                struct proof_row *out, struct err *err)
{
    char text[40];
    bool found;
    if (!store_proof_get(tx, arena, proof, out, &found, err))
        return false;
    snprintf(text, sizeof text, "proof %lld", (long long)proof);
    return (found && out->finding == finding) || err_set(err, ERR_NOT_FOUND, text);
}

bool proof_file(struct app *app, const struct proof_row *proof, bool thumb, struct buf *out,
                struct err *err)
{
    struct str sha256 = thumb ? proof->thumb : proof->sha256;
    if (!app->proofs)
        return err_set(err, ERR_FILES_NONE, NULL);
    if (!sha256.n)
        return err_set(err, ERR_NOT_FOUND, "file");
    return files_get(&app->proofs->files, sha256, thumb ? 0 : proof->bytes, out, err);
}

bool proof_small(struct app *app, struct str sha256, struct buf *out, struct err *err)
{
    char hex[SHA256_HEX];
    if (!app->proofs)
        return err_set(err, ERR_FILES_NONE, NULL);
    if (!files_get(&app->proofs->files, sha256, 0, out, err))
        return false;
    sha256_hex(buf_str(out), hex);
    return str_is(sha256, hex) || err_set(err, ERR_FILE_LOST, err_word(sha256).z);
}

static bool known(void *ctx, struct str sha256, bool *yes, struct err *err)
{
    struct app *app = ctx;
    struct store_tx *tx = store_read(app->store, err);
    bool ok = tx && store_proof_file_known(tx, sha256, yes, err);
    store_read_end(tx);
    return ok;
}

bool proofs_sweep(struct app *app, int64_t *removed, struct err *err)
{
    return files_sweep(&app->proofs->files, app_now(app), known, app, removed, err);
}

/* What the running program has for photos: files, helpers, the index of likeness. */
#include "work/proof_parts.h"

#include <stdlib.h>

enum { INDEX_MAX = 60 * 1000 * 1000, ALIKE_LOOKED_MAX = 400, MATCHES_MAX = 200 };

bool proofs_create(struct app *app, const char *folder, struct err *err)
{
    struct proofs *p = calloc(1, sizeof *p);
    if (!p)
        return err_set(err, ERR_MEMORY, NULL);
    if (!files_begin(&p->files, folder, app_now(app), err) ||
        !like_init(&p->like, INDEX_MAX, err)) {
        free(p);
        return false;
    }
    if (!media_pool_init(&p->pool, err)) {
        like_release(&p->like);
        free(p);
        return false;
    }
    pthread_mutex_init(&p->catching, NULL);
    pthread_mutex_init(&p->looking_lock, NULL);
    app->proofs = p;
    return true;
}

void proofs_free(struct app *app)
{
    struct proofs *p = app->proofs;
    if (!p)
        return;
    media_pool_release(&p->pool);
    like_release(&p->like);
    pthread_mutex_destroy(&p->catching);
    pthread_mutex_destroy(&p->looking_lock);
    free(p);
    app->proofs = NULL;
}

struct media_pool *proofs_pool(struct app *app)
{
    return &app->proofs->pool;
}

/* ---- the index ------------------------------------------------------------------------------ */

struct str proof_fine(struct arena *arena, const struct photo_hash *h)
{
    unsigned char *p = arena_alloc(arena, sizeof h->fine);
    for (int i = 0; p && i < PHOTO_FINE_WORDS; i++)
        for (int k = 0; k < 8; k++)
            p[i * 8 + k] = (unsigned char)(h->fine[i] >> (56 - 8 * k));
    return p ? (struct str){(const char *)p, sizeof h->fine} : STR_NONE;
}

bool proof_hash(int64_t near, struct str fine, struct photo_hash *out)
{
    *out = (struct photo_hash){.near = (uint64_t)near};
    if (fine.n != sizeof out->fine)
        return false;
    for (size_t i = 0; i < fine.n; i++)
        out->fine[i / 8] = out->fine[i / 8] << 8 | (unsigned char)fine.p[i];
    return true;
}

static bool add_page(struct proofs *p, const struct proof_near_rows *rows, struct err *err)
{
    for (size_t i = 0; i < rows->n; i++) {
        if (rows->at[i].id > UINT32_MAX)
            return err_set(err, ERR_INTERNAL, "more photos than the index takes");
        if (!like_add(&p->like, (uint64_t)rows->at[i].near, (uint32_t)rows->at[i].id, err))
            return false;
        p->last = rows->at[i].id;
    }
    return true;
}

bool proofs_catch_up(struct app *app, struct store_tx *tx, int64_t *last, struct err *err)
{
    struct proofs *p = app->proofs;
    struct arena arena;
    bool ok = true, more = true;
    arena_init(&arena, 0);
    pthread_mutex_lock(&p->catching);
    while (ok && more) {
        struct proof_near_rows rows = {0};
        arena_clear(&arena);
        ok = store_proof_nears_after(tx, &arena, p->last, STORE_PAGE_MAX, &rows, err) &&
             add_page(p, &rows, err);
        more = rows.n == STORE_PAGE_MAX;
    }
    *last = p->last;
    pthread_mutex_unlock(&p->catching);
    arena_release(&arena);
    return ok;
}

/* ---- likeness ------------------------------------------------------------------------------- */

static bool keep_like(struct arena *arena, const struct photo_hashes *h, int64_t finding,
                      const struct proof_key_row *row, struct proof_likes *out, struct err *err)
{
    struct photo_hash key;
    int least = 256;
    if (row->finding == finding || !proof_hash(row->near, row->fine, &key))
        return true;
    for (int i = 0; i < PHOTO_PROBES; i++) {
        if (!photo_hash_alike(&h->probe[i], &key))
            continue;
        int d = photo_hash_distance(&h->probe[i], &key);
        least = d < least ? d : least;
    }
    if (least == 256)
        return true;
    struct proof_like *l = VEC_ADD(arena, &out->near);
    if (!l)
        return err_set(err, ERR_MEMORY, NULL);
    *l = (struct proof_like){row->id, row->finding, least};
    return true;
}

static bool keep_likes(struct arena *arena, const struct photo_hashes *h, int64_t finding,
                       const struct proof_key_rows *rows, struct proof_likes *out, struct err *err)
{
    for (size_t i = 0; i < rows->n; i++)
        if (!keep_like(arena, h, finding, &rows->at[i], out, err))
            return false;
    return true;
}

/* The ids that some probe finds by the short hash; at most ALIKE_LOOKED_MAX of them. */
static size_t find_ids(struct proofs *p, const struct photo_hashes *h,
                       int64_t ids[ALIKE_LOOKED_MAX])
{
    struct like_match found[MATCHES_MAX];
    size_t n = 0;
    for (int i = 0; i < PHOTO_PROBES && n < ALIKE_LOOKED_MAX; i++) {
        bool more;
        size_t k = like_find(&p->like, h->probe[i].near, PHOTO_NEAR, found, MATCHES_MAX, &more);
        for (size_t a = 0; a < k && n < ALIKE_LOOKED_MAX; a++) {
            bool again = false;
            for (size_t b = 0; b < n; b++)
                again = again || ids[b] == found[a].id;
            if (!again)
                ids[n++] = found[a].id;
        }
    }
    return n;
}

bool proof_likes(struct app *app, struct store_tx *tx, struct arena *arena,
                 const struct photo_hashes *h, int64_t finding, struct proof_likes *out,
                 struct err *err)
{
    int64_t ids[ALIKE_LOOKED_MAX];
    struct proof_key_rows rows = {0};
    if (!proofs_catch_up(app, tx, &out->seen, err))
        return false;
    if (h->plain)
        return true;
    size_t n = find_ids(app->proofs, h, ids);
    return store_proof_keys_of(tx, arena, ids, n, &rows, err) &&
           keep_likes(arena, h, finding, &rows, out, err);
}

bool proof_likes_rest(struct store_tx *tx, struct arena *arena, const struct photo_hashes *h,
                      int64_t finding, struct proof_likes *out, struct err *err)
{
    struct proof_key_rows rows = {0};
    return h->plain || (store_proof_keys_after(tx, arena, out->seen, STORE_PAGE_MAX, &rows, err) &&
                        keep_likes(arena, h, finding, &rows, out, err));
}

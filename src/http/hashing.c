#include <sodium.h>

#include "http/session.h"

enum { HASHES_AT_ONCE = 2, HASHES_WAITING = 16 };

static bool enter(struct server *s, struct err *err)
{
    pthread_mutex_lock(&s->hash_lock);
    bool room = s->waiting < HASHES_WAITING;
    if (room) {
        s->waiting++;
        while (s->hashing >= HASHES_AT_ONCE)
            pthread_cond_wait(&s->hash_free, &s->hash_lock);
        s->waiting--;
        s->hashing++;
    }
    pthread_mutex_unlock(&s->hash_lock);
    return room || err_set(err, ERR_BUSY, NULL);
}

static void leave(struct server *s)
{
    pthread_mutex_lock(&s->hash_lock);
    s->hashing--;
    pthread_cond_signal(&s->hash_free);
    pthread_mutex_unlock(&s->hash_lock);
}

/* Of no password at all: an unknown name costs the same time as a known one. */
static const char NOBODY[] = "$argon2id$v=19$m=65536,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
                             "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

bool password_verify(struct server *s, struct arena *arena, struct str stored, struct str password,
                     bool *right, struct err *err)
{
    struct str z = arena_str(arena, stored.n ? stored : str_of(NOBODY));
    if (!z.p)
        return err_set(err, ERR_MEMORY, NULL);
    if (!enter(s, err))
        return false;
    *right = crypto_pwhash_str_verify(z.p, password.p, password.n) == 0 && stored.n;
    leave(s);
    return true;
}

bool password_hash(struct server *s, struct arena *arena, struct str password, struct str *out,
                   struct err *err)
{
    char text[ACCOUNT_HASH_MAX];
    if (!enter(s, err))
        return false;
    bool ok = account_hash(password, text, err);
    leave(s);
    if (!ok)
        return false;
    *out = arena_str(arena, str_of(text));
    return out->p || err_set(err, ERR_MEMORY, NULL);
}

/* Accounts, sessions and wrong passwords. Nothing here hashes or compares: the store keeps what it
 * is given (argon2id text, hash of the cookie). */
#ifndef TZ_STORE_USER_H
#define TZ_STORE_USER_H

#include "base/when.h"
#include "store/rows_gen.h"
#include "store/store.h"

/* ERR_EXISTS when the login name is taken. In a write. */
bool store_user_insert(struct store_tx *tx, const struct user_row *row, int64_t *id,
                       struct err *err);
bool store_user_get(struct store_tx *tx, struct arena *arena, int64_t id, struct user_row *out,
                    bool *found, struct err *err);
bool store_user_find(struct store_tx *tx, struct arena *arena, struct str login,
                     struct user_row *out, bool *found, struct err *err);
/* Names, unit, phone, disabled; *fits: the row has still that version. Ends no session. In a write.
 */
bool store_user_update(struct store_tx *tx, const struct user_row *row, bool *fits,
                       struct err *err);
bool store_user_page(struct store_tx *tx, struct arena *arena, int64_t after, int n,
                     struct user_rows *out, struct err *err);
struct user_password {
    struct str hash;  /* argon2id text */
    msec at, until;   /* until 0 = a password, else a one-time code */
    bool must_change; /* at the next login */
};
/* Both end the sessions of the user, the first all but the one of `keep` (its hash, or empty). In a
 * write. */
bool store_user_set_password(struct store_tx *tx, int64_t id, const struct user_password *p,
                             struct str keep, struct err *err);
bool store_user_set_disabled(struct store_tx *tx, int64_t id, bool disabled, struct err *err);
/* A code is used up: the account has no password. *first: nobody did so before. In a write. */
bool store_user_spend_code(struct store_tx *tx, int64_t id, bool *first, struct err *err);
bool store_user_must_change(struct store_tx *tx, int64_t id, struct err *err);
bool store_session_end_others(struct store_tx *tx, int64_t user, struct str keep, struct err *err);

bool store_session_insert(struct store_tx *tx, const struct session_row *row, struct err *err);
/* Those that have not expired, last used first; at most SESSIONS_SHOWN. */
enum { SESSIONS_SHOWN = 100 };
bool store_sessions_of(struct store_tx *tx, struct arena *arena, int64_t user, msec now,
                       struct session_rows *out, struct err *err);
/* One-time codes have to be set up first, in all sessions of the user. In a write. */
bool store_session_enrol(struct store_tx *tx, int64_t user, bool enrol, struct err *err);
bool store_session_get(struct store_tx *tx, struct arena *arena, struct str hash,
                       struct session_row *out, bool *found, struct err *err);
/* The user of a session that has not expired at `now`, unless disabled, and the post that is acted
 * in: one statement. today: days since 1970, local. */
bool store_session_user(struct store_tx *tx, struct arena *arena, struct str hash, msec now,
                        int64_t today, struct session_user_row *out, bool *found, struct err *err);
/* From now on the session acts in this post. In a write. */
bool store_session_act(struct store_tx *tx, struct str hash, int64_t post, int64_t delegation,
                       struct err *err);
/* Notes the use and moves the end; nothing when a later use was noted already. In a write. */
bool store_session_seen(struct store_tx *tx, struct str hash, msec seen_at, msec expires_at,
                        struct err *err);
/* In a write. What is ended before its time is known by its hash so many days from its login on. */
enum { ENDED_SESSION_DAYS = 31 };
bool store_session_end(struct store_tx *tx, struct str hash, struct err *err);
/* Of a session that was ended, not of one that went out of time. */
bool store_ended_session(struct store_tx *tx, struct arena *arena, struct str hash,
                         struct ended_session_row *out, bool *found, struct err *err);
bool store_ended_session_refused(struct store_tx *tx, struct str hash, msec at, struct err *err);
/* In a write; what was ended long ago is forgotten, too. */
bool store_session_delete_expired(struct store_tx *tx, msec now, struct err *err);

/* Lock-out: `who` is a login name or an address, as the caller spells it. */
bool store_login_failure_get(struct store_tx *tx, struct arena *arena, struct str who,
                             struct login_failure_row *out, bool *found, struct err *err);
/* One more; *failures of them since a pause longer than from `since` to now. In a write. */
bool store_login_failure_add(struct store_tx *tx, struct str who, msec now, msec since,
                             int64_t *failures, struct err *err);
bool store_login_failure_clear(struct store_tx *tx, struct str who, struct err *err);
bool store_login_failure_delete_old(struct store_tx *tx, msec before, struct err *err);

#endif

/* Accounts: made, disabled, reset, and passwords set; each in one transaction with its entry in the
 * record. Whether it may be done is decided before (rights); docs/accounts.md is the manual. */
#ifndef TZ_WORK_ACCOUNT_H
#define TZ_WORK_ACCOUNT_H

#include "domain/password.h"
#include "store/user.h"
#include "work/app.h"

enum { ACCOUNT_HASH_MAX = 128, ACCOUNT_CODE_HOURS = 24 };

/* argon2id, interactive; slow on purpose. The server hashes through http/session.h. */
bool account_hash(struct str password, char out[ACCOUNT_HASH_MAX], struct err *err);

/* A one-time code: printed, typed once in place of the password, then a password must be set. */
struct account_code {
    char text[CODE_TEXT_MAX];
    struct str hash; /* argon2id of the text */
    msec until;
};
void account_code_make(struct app *app, int64_t hours, struct account_code *out);

/* 3 to 32 of a-z 0-9 . _ - with a letter first. ERR_LOGIN_NAME. */
bool account_login_check(struct str login, struct err *err);

/* Where a new account belongs: a unit, or one that is made for the region when it has none. */
struct account_place {
    int64_t unit; /* 0 = by the region */
    region_code region;
    enum role role; /* of its first post; ROLE_no_post = none */
};
/* A new account; its password is the code. row: login and names. */
bool account_add(struct app *app, const struct actor *who, const struct user_row *row,
                 const struct account_place *place, const struct account_code *code, int64_t *id,
                 struct err *err);
/* The same inside of a write, for imports: the login must have been looked for. */
bool account_add_tx(struct app *app, struct store_tx *tx, struct arena *arena,
                    const struct actor *who, const struct user_row *row,
                    const struct account_place *place, const struct account_code *code, int64_t *id,
                    struct err *err);
/* One's own password; all sessions but `keep` end. */
bool account_set_password(struct app *app, const struct actor *who, struct str hash,
                          struct str keep, struct err *err);
/* The password is the code from now on, all sessions end, nothing is locked any more. */
bool account_reset(struct app *app, const struct actor *who, const struct user_row *user,
                   const struct account_code *code, struct err *err);
/* Disabling ends all sessions. */
bool account_set_disabled(struct app *app, const struct actor *who, const struct user_row *user,
                          bool disabled, struct err *err);
/* Wrong passwords so far are forgotten. */
bool account_unlock(struct app *app, const struct actor *who, const struct user_row *user,
                    struct err *err);

/* The entry of a link between an account and a login service, which the caller makes in this write.
 */
struct oidc_link_row;
bool account_linked(struct app *app, struct store_tx *tx, const struct actor *who,
                    const struct oidc_link_row *link, struct err *err);
/* On the console. ERR_EXISTS when the name there belongs to somebody else. */
bool account_link(struct app *app, const struct actor *who, int64_t user, struct str issuer,
                  struct str sub, struct err *err);

/* Administrators of any kind: an administrator must not take over the account of another. */
bool account_guarded_role(enum role role);
/* Has the person such a post, in whatever time? role: the first of them. */
bool account_guarded(struct store_tx *tx, struct arena *arena, int64_t user, bool *guarded,
                     enum role *role, struct err *err);
/* The key of the account's wrong passwords in the store; .p is NULL when memory is out. */
struct str account_guesses(struct arena *arena, struct str login);

#endif

/* Who asks: cookies, sessions, passwords and guessing. Only the session handlers need this; the
 * others see q->actor.
 *
 * A session is a random token in a cookie; the store knows its hash only. */
#ifndef TZ_HTTP_SESSION_H
#define TZ_HTTP_SESSION_H

#include "http/server.h"
#include "work/account.h"
#include "work/second_step.h"
#include "work/settings.h"

enum { TOKEN_BYTES = 32, TOKEN_TEXT_MAX = 2 * TOKEN_BYTES + 1 };

/* ---- lockout.c: guessing is slowed down by account and by address ------------------------------
 */

struct guess {
    struct str account, address; /* as the store has them */
};
bool guess_of(struct request *q, struct str login, struct guess *out, struct err *err);
/* ERR_LOGIN_LOCKED with the minutes that are left. Needs q->tx. */
bool guess_allowed(struct request *q, const struct guess *g, struct err *err);
/* In a write. */
bool guess_failed(struct store_tx *tx, const struct guess *g, msec now, struct err *err);
bool guess_right(struct store_tx *tx, const struct guess *g, struct err *err);

/* ---- session.c ------------------------------------------------------------------------------- */

/* Whose cookie this is: q->actor and what belongs to it. */
bool session_load(const struct raw_request *raw, struct request *q, struct err *err);

/* Somebody who has shown who they are. The caller fills what is above the line. */
struct entering {
    struct user_row user;
    struct settings settings;
    struct guess guess;
    enum { BY_PASSWORD, BY_RESET_CODE, BY_CODE, BY_RECOVERY, BY_SERVICE } by;
    bool reset_code; /* the password was a one-time code, to be used up */
    bool enrol;      /* one-time codes have to be set up first */
    bool outside;    /* a login service vouches: no password here is asked for or grows old */
    /* ---- session_prepare */
    bool aged; /* the password is too old */
    struct session_row session;
    struct actor actor;
};
/* Makes the session and r->cookie; session_enter keeps it, in a write that may do more, with its
 * entry in the record; then session_entered makes them who asks. */
bool session_prepare(struct server *s, struct request *q, struct entering *e, struct reply *r,
                     struct err *err);
bool session_enter(struct store_tx *tx, struct app *app, const struct entering *e, struct err *err);
bool session_entered(struct request *q, const struct entering *e, struct err *err);
/* From now on the session acts in this post, which the person must hold now: ERR_NOT_FOUND. */
bool session_act(struct request *q, int64_t post, int64_t delegation, struct err *err);
bool session_end(struct server *s, struct request *q, struct reply *r, struct err *err);

/* ---- login.c --------------------------------------------------------------------------------- */

/* Checks the password and starts a session, or with q->step STEP_CODE half of one: r->cookie. */
bool session_start(struct server *s, struct request *q, struct str login, struct str password,
                   struct reply *r, struct err *err);
/* The other half: a code of the phone or on paper. `token` is that of COOKIE_STEP. */
bool session_code(struct server *s, struct request *q, struct str token, struct str typed,
                  struct reply *r, struct err *err);

/* Half of a login, for whichever way it began. Does a code follow, or have codes to be set up?
 * Needs q->tx. */
bool login_second(struct request *q, struct entering *e, bool *second, struct err *err);
bool login_half_way(struct server *s, struct request *q, struct entering *e,
                    struct login_step_row *step, struct reply *r, struct err *err);
bool login_half_way_tx(struct store_tx *tx, struct app *app, const struct entering *e,
                       const struct login_step_row *step, struct err *err);

/* ---- oidc.c ---------------------------------------------------------------------------------- */

/* Sends the browser to the login service. */
bool session_oidc_begin(struct server *s, struct request *q, struct reply *r, struct err *err);
/* It came back: a session and to the first page, or to the login page with what went wrong. */
bool session_oidc_back(struct server *s, struct request *q, struct reply *r, struct err *err);

/* ---- token.c --------------------------------------------------------------------------------- */

extern const char TOKEN_PREFIX[];
/* The token of "Authorization: Bearer ...", or none. */
struct str token_given(const struct raw_request *raw);
/* Whose token this is, in place of a session. ERR_TOKEN_WRONG; ERR_FORBIDDEN when the operation is
 * not among what it may do. */
bool token_load(struct request *q, struct str token, struct err *err);

/* ---- cookie.c -------------------------------------------------------------------------------- */

extern const char COOKIE_SESSION[], COOKIE_STEP[];
/* The value of the cookie when it has the length of a token, or none. */
struct str cookie_token(struct str header, const char *name);
/* What the browser is told to keep, or for seconds = 0 to forget. */
bool cookie_set(struct arena *arena, const char *name, struct str token, int seconds, bool secure,
                struct str *out, struct err *err);
void token_make(struct app *app, char out[TOKEN_TEXT_MAX]);
/* What the store keeps of a token; .p is NULL when memory is out. */
struct str token_hash(struct arena *arena, struct str token);

/* ---- hashing.c: at most two argon2id at a time, some waiting, then ERR_BUSY -------------------
 */

/* `stored` empty: costs the same time and is never right. */
bool password_verify(struct server *s, struct arena *arena, struct str stored, struct str password,
                     bool *right, struct err *err);
bool password_hash(struct server *s, struct arena *arena, struct str password, struct str *out,
                   struct err *err);

/* ---- proof.c ----------------------------------------------------------------------------------
 */

/* Whoever holds the session also knows the password: asked before it or the second step is changed.
 * ERR_PASSWORD_WRONG counts as a guess. Not asked of an account without a password, which somebody
 * has just entered with a one-time code. No snapshot is open afterwards. */
bool account_proved(struct request *q, struct str password, struct user_row *user, struct err *err);

#endif

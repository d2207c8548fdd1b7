/* The second step of a login: one-time codes from a phone (domain/totp.h), and ten codes on paper
 * for the day on which the phone is lost. Each change is one transaction with its entry in the
 * record; whether the person knows the password was asked before. */
#ifndef TZ_WORK_SECOND_STEP_H
#define TZ_WORK_SECOND_STEP_H

#include "domain/password.h"
#include "domain/totp.h"
#include "store/second_step.h"
#include "work/app.h"

enum { RECOVERY_CODES = 10, QR_MAX = 177 };

/* What an app on a phone has to know: nothing is asked of the person yet. */
struct second_setup {
    char secret[TOTP_SECRET_TEXT_MAX];
    struct str uri;              /* otpauth://totp/... */
    int qr_size;                 /* modules a side */
    char qr[QR_MAX][QR_MAX + 1]; /* rows of '0' and '1' */
};
/* ERR_EXISTS when codes are on. */
bool second_step_begin(struct app *app, const struct actor *who, struct arena *arena,
                       struct second_setup *out, struct err *err);

typedef char recovery_codes[RECOVERY_CODES][CODE_TEXT_MAX];
/* The first code of the phone turns them on. ERR_LOGIN_CODE when it is wrong. */
bool second_step_confirm(struct app *app, const struct actor *who, struct arena *arena,
                         struct str typed, recovery_codes codes, struct err *err);
/* New codes on paper in place of the old. ERR_NOT_FOUND when codes are not on. */
bool second_step_recovery(struct app *app, const struct actor *who, struct arena *arena,
                          recovery_codes codes, struct err *err);
/* Of the account `user`: one's own, or by the console. */
bool second_step_off(struct app *app, const struct actor *who, int64_t user, struct str login,
                     struct err *err);

/* A code that was found right, until it is used. */
struct second_used {
    int64_t step;        /* of the phone, or 0 */
    struct str recovery; /* hash of the code on paper */
};
/* Against what is stored; *right says whether. Needs a snapshot for nothing: reads only `totp`. */
bool second_step_check(struct app *app, struct arena *arena, const struct totp_row *totp,
                       struct str typed, struct second_used *out, bool *right, struct err *err);
/* In the write of the login. *first: it was not used before. */
bool second_step_use(struct store_tx *tx, int64_t user, const struct second_used *used, bool *first,
                     struct err *err);

#endif

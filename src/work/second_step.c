#include "work/second_step.h"

#include <qrencode.h>

#include "base/hash.h"
#include "store/user.h"
#include "work/audit.h"
#include "work/secret.h"

enum task { BEGIN, CONFIRM, RECOVERY, OFF };

struct job {
    struct app *app;
    const struct actor *who;
    struct arena *arena;
    enum task task;
    int64_t user;
    struct str login, typed;
    struct totp_row totp;
    struct str hashes[RECOVERY_CODES];
};

/* ---- the write
 * ------------------------------------------------------------------------------- */

static bool note(struct job *j, struct store_tx *tx, const char *kind, struct err *err)
{
    struct act act = {.kind = kind,
                      .thing = arena_printf(j->arena, "account %.*s", STR_ARG(j->login))};
    return act.thing.p ? audit_act(j->app, tx, j->who, &act, err) : err_set(err, ERR_MEMORY, NULL);
}

static bool stored(struct job *j, struct store_tx *tx, struct totp_row *out, bool *on,
                   struct err *err)
{
    bool found;
    if (!store_totp_get(tx, j->arena, j->user, out, &found, err))
        return false;
    *on = found && out->confirmed_at != 0;
    return found || j->task == BEGIN || j->task == OFF ||
           err_set(err, ERR_NOT_FOUND, "account codes");
}

static bool begin(struct job *j, struct store_tx *tx, bool on, struct err *err)
{
    if (on)
        return err_set(err, ERR_EXISTS, "account codes");
    return store_totp_put(tx, &j->totp, err);
}

static bool confirm(struct job *j, struct store_tx *tx, struct totp_row *totp, bool on,
                    struct err *err)
{
    struct second_used used;
    bool right;
    if (on)
        return err_set(err, ERR_EXISTS, "account codes");
    if (!second_step_check(j->app, j->arena, totp, j->typed, &used, &right, err))
        return false;
    if (!right || used.step == 0)
        return err_set(err, ERR_LOGIN_CODE, NULL);
    totp->confirmed_at = app_now(j->app);
    totp->last_step = used.step;
    return store_totp_put(tx, totp, err) &&
           store_recovery_put(tx, j->user, j->hashes, RECOVERY_CODES, err) &&
           store_session_enrol(tx, j->user, false, err) && note(j, tx, "totp.on", err);
}

static bool job_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct job *j = ctx;
    struct totp_row totp;
    bool on;
    if (!stored(j, tx, &totp, &on, err))
        return false;
    switch (j->task) {
    case BEGIN:
        return begin(j, tx, on, err);
    case CONFIRM:
        return confirm(j, tx, &totp, on, err);
    case RECOVERY:
        return (on || err_set(err, ERR_NOT_FOUND, "account codes")) &&
               store_recovery_put(tx, j->user, j->hashes, RECOVERY_CODES, err) &&
               note(j, tx, "totp.recovery", err);
    case OFF:
        return store_totp_delete(tx, j->user, err) && (!on || note(j, tx, "totp.off", err));
    }
    return err_set(err, ERR_INTERNAL, "second step");
}

/* ---- begin
 * ----------------------------------------------------------------------------------- */

static bool draw(struct second_setup *s, struct err *err)
{
    QRcode *code = QRcode_encodeString(s->uri.p, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    if (!code)
        return err_set(err, ERR_MEMORY, NULL);
    s->qr_size = code->width <= QR_MAX ? code->width : QR_MAX;
    for (int y = 0; y < s->qr_size; y++) {
        for (int x = 0; x < s->qr_size; x++)
            s->qr[y][x] = code->data[y * code->width + x] & 1 ? '1' : '0';
        s->qr[y][s->qr_size] = 0;
    }
    QRcode_free(code);
    return true;
}

bool second_step_begin(struct app *app, const struct actor *who, struct arena *arena,
                       struct second_setup *out, struct err *err)
{
    unsigned char secret[TOTP_SECRET_BYTES];
    struct job j = {.app = app,
                    .who = who,
                    .arena = arena,
                    .task = BEGIN,
                    .user = who->user,
                    .totp = {.user_id = who->user}};
    app->random(app->ctx, secret, sizeof secret);
    totp_secret_text(secret, out->secret);
    /* Login names hold nothing that a URI would need escaped. */
    out->uri = arena_printf(
        arena,
        "otpauth://totp/Taizhang:%.*s?secret=%s&issuer=Taizhang&algorithm=SHA1&digits=6&"
        "period=30",
        STR_ARG(who->login), out->secret);
    if (!out->uri.p)
        return err_set(err, ERR_MEMORY, NULL);
    return secret_seal(app, arena, (struct str){(const char *)secret, sizeof secret},
                       &j.totp.secret, err) &&
           draw(out, err) && store_write(app->store, job_tx, &j, err);
}

/* ---- codes on paper
 * ------------------------------------------------------------------------- */

static bool code_hash(struct arena *arena, const char *code, struct str *out, struct err *err)
{
    unsigned char digest[SHA256_SIZE];
    sha256(str_of(code), digest);
    *out = arena_str(arena, (struct str){(const char *)digest, sizeof digest});
    return out->p || err_set(err, ERR_MEMORY, NULL);
}

/* 80 random bits each: a fast hash is enough. */
static bool make_codes(struct job *j, recovery_codes codes, struct err *err)
{
    for (int i = 0; i < RECOVERY_CODES; i++) {
        unsigned char bytes[CODE_BYTES];
        j->app->random(j->app->ctx, bytes, sizeof bytes);
        code_of_bytes(bytes, codes[i]);
        if (!code_hash(j->arena, codes[i], &j->hashes[i], err))
            return false;
    }
    return true;
}

static struct job own(struct app *app, const struct actor *who, struct arena *arena, enum task task)
{
    return (struct job){.app = app,
                        .who = who,
                        .arena = arena,
                        .task = task,
                        .user = who->user,
                        .login = who->login};
}

bool second_step_confirm(struct app *app, const struct actor *who, struct arena *arena,
                         struct str typed, recovery_codes codes, struct err *err)
{
    struct job j = own(app, who, arena, CONFIRM);
    j.typed = typed;
    return make_codes(&j, codes, err) && store_write(app->store, job_tx, &j, err);
}

bool second_step_recovery(struct app *app, const struct actor *who, struct arena *arena,
                          recovery_codes codes, struct err *err)
{
    struct job j = own(app, who, arena, RECOVERY);
    return make_codes(&j, codes, err) && store_write(app->store, job_tx, &j, err);
}

bool second_step_off(struct app *app, const struct actor *who, int64_t user, struct str login,
                     struct err *err)
{
    struct arena arena;
    struct job j = own(app, who, &arena, OFF);
    arena_init(&arena, 0);
    j.user = user;
    j.login = login;
    bool ok = store_write(app->store, job_tx, &j, err);
    arena_release(&arena);
    return ok;
}

/* ---- using
 * ----------------------------------------------------------------------------------- */

bool second_step_check(struct app *app, struct arena *arena, const struct totp_row *totp,
                       struct str typed, struct second_used *out, bool *right, struct err *err)
{
    char code[CODE_TEXT_MAX];
    struct str secret;
    *out = (struct second_used){0};
    *right = false;
    if (code_read(typed, code)) {
        *right = true; /* when it is among the stored ones: second_step_use */
        return code_hash(arena, code, &out->recovery, err);
    }
    if (!secret_open(app, arena, totp->secret, &secret, err))
        return false;
    if (!totp_match(secret, typed, app_now(app), totp->last_step, &out->step))
        return err_set(err, ERR_MEMORY, NULL);
    *right = out->step != 0;
    return true;
}

bool second_step_use(struct store_tx *tx, int64_t user, const struct second_used *used, bool *first,
                     struct err *err)
{
    return used->step ? store_totp_use(tx, user, used->step, first, err)
                      : store_recovery_use(tx, user, used->recovery, first, err);
}

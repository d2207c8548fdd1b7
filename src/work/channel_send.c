/* What waits in the channels goes out: claimed, put together, sent, noted. */
#include <stdio.h>

#include "work/channel.h"
#include "work/secret.h"

enum { LINES_MAX = 10, ANSWER_MAX = 300, FORGET_AT_ONCE = 5000, WAIT_STEPS = 5 };
#define MINUTE INT64_C(60000)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define LEASE (2 * MINUTE) /* longer than a transmission may take */

msec channel_wait(struct app *app, int64_t fails)
{
    unsigned char chance;
    int64_t steps = fails > WAIT_STEPS ? WAIT_STEPS : fails - 1;
    msec wait = MINUTE << (steps < 0 ? 0 : steps);
    wait = wait > 30 * MINUTE ? 30 * MINUTE : wait;
    app->random(app->ctx, &chance, 1);
    return wait + wait / 4 * chance / 255;
}

msec channel_quiet_until(const struct channel_row *c, msec now)
{
    msec midnight = date_to_msec(date_of_msec(now));
    int64_t minute = (now - midnight) / MINUTE, from = c->quiet_from, to = c->quiet_to;
    if (from == to)
        return 0;
    if (from < to)
        return minute >= from && minute < to ? midnight + to * MINUTE : 0;
    if (minute < to)
        return midnight + to * MINUTE;
    return minute >= from ? midnight + DAY + to * MINUTE : 0;
}

/* ---- one channel -----------------------------------------------------------------------------
 */

struct job {
    struct app *app;
    struct arena *arena;
    msec now;
    int64_t id, by;
    struct channel_row c;
    struct sending_sum_row sum;
    struct sending_rows rows; /* the first of them */
    bool go;                  /* it is ours, and may send now */
    bool ok;
    struct str answer;
    int64_t fails;
};

/* Not now: quiet, or so many have gone out already. */
static bool later(struct job *j, struct store_tx *tx, msec *until, struct err *err)
{
    int64_t n;
    msec first;
    *until = channel_quiet_until(&j->c, j->now);
    if (*until)
        return true;
    if (!store_sending_recent(tx, j->id, j->now - HOUR, &n, &first, err))
        return false;
    if (j->c.per_hour && n >= j->c.per_hour)
        *until = first + HOUR;
    return true;
}

static bool claim_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct job *j = ctx;
    bool mine, found;
    msec until = 0;
    j->go = false;
    if (!store_channel_claim(tx, j->id, j->now, j->now + LEASE, j->by, &mine, err))
        return false;
    if (!mine)
        return true;
    if (!store_channel_get(tx, j->arena, j->id, &j->c, &found, err) || !later(j, tx, &until, err))
        return false;
    if (until)
        return store_channel_release(tx, j->id, j->by, j->fails, until, &mine, err);
    j->go = true;
    return store_sending_waiting(tx, j->id, &j->sum, err) &&
           store_sending_next(tx, j->arena, j->id, LINES_MAX, &j->rows, err) &&
           store_sending_try(tx, j->id, j->sum.last, err);
}

static bool done_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct job *j = ctx;
    bool mine;
    msec at = j->ok ? 0 : app_now(j->app) + channel_wait(j->app, j->fails + 1);
    if (!store_channel_release(tx, j->id, j->by, j->ok ? 0 : j->fails + 1, at, &mine, err))
        return false;
    if (!mine)
        return true; /* it took too long: another one has it */
    return j->ok ? store_sending_done(tx, j->id, j->rows.at[0].id, j->sum.last, j->now, j->answer,
                                      err)
                 : store_sending_failed(tx, j->id, j->sum.last, j->now - CHANNEL_TRY_FOR, j->answer,
                                        err);
}

/* ---- texts -----------------------------------------------------------------------------------
 */

static void add_line(struct buf *out, const struct sending_row *s, enum lang lang)
{
    if (str_is(s->kind, "test"))
        buf_addz(out, lang == LANG_ZH ? "台账：测试消息，通道可用。"
                                      : "Taizhang: a test message; this channel works.");
    else
        message_text(s->kind, s->finding, s->data, lang, out);
}

/* One alone, or the first ones with numbers and how many more there are. */
static void add_text(struct job *j, enum lang lang, size_t most, struct buf *out)
{
    char text[80];
    size_t shown = 0;
    if (j->sum.n == 1) {
        add_line(out, &j->rows.at[0], lang);
        return;
    }
    snprintf(text, sizeof text,
             lang == LANG_ZH ? "台账：共 %lld 条消息" : "Taizhang: %lld messages",
             (long long)j->sum.n);
    buf_addz(out, text);
    for (; shown < j->rows.n; shown++) {
        struct buf line;
        buf_init(&line, 8192);
        snprintf(text, sizeof text, "\n%zu. ", shown + 1);
        buf_addz(&line, text);
        add_line(&line, &j->rows.at[shown], lang);
        bool room = buf_str(out).n + buf_str(&line).n + 80 <= most;
        if (room)
            buf_adds(out, buf_str(&line));
        buf_release(&line);
        if (!room)
            break;
    }
    if ((int64_t)shown < j->sum.n) {
        snprintf(text, sizeof text,
                 lang == LANG_ZH ? "\n另有 %lld 条，请登录系统查看。"
                                 : "\n%lld more; log in to see them.",
                 (long long)j->sum.n - (int64_t)shown);
        buf_addz(out, text);
    }
}

static struct str cut(struct str s, size_t most)
{
    size_t n = s.n < most ? s.n : most;
    while (n < s.n && n && ((unsigned char)s.p[n] & 0xC0) == 0x80)
        n--;
    return (struct str){s.p, n};
}

/* The gateway's words as text: it may answer anything. */
static struct str readable(struct arena *arena, struct str s)
{
    char *out = arena_alloc(arena, ANSWER_MAX + 1);
    size_t n = 0;
    for (size_t i = 0; out && i < s.n && n < ANSWER_MAX; i++)
        out[n++] = s.p[i] >= 0x20 && s.p[i] < 0x7F ? s.p[i] : '?';
    return out ? (struct str){out, n} : STR("");
}

static bool transmit(struct job *j, struct err *err)
{
    struct parcel p = {.now = j->now, .count = j->sum.n};
    struct transmission t;
    struct buf text;
    enum lang lang = str_is(j->c.lang, "en") ? LANG_EN : LANG_ZH;
    size_t most = CHANNEL_KIND[channel_kind_find(j->c.kind)].text_max;
    if (!secret_open(j->app, j->arena, j->c.url, &p.url, err) ||
        (j->c.secret.n && !secret_open(j->app, j->arena, j->c.secret, &p.secret, err)))
        return false;
    buf_init(&text, 65536);
    add_text(j, lang, most, &text);
    p.text = arena_str(j->arena, cut(buf_str(&text), most));
    bool whole = !buf_failed(&text) && p.text.p;
    buf_release(&text);
    p.subject = j->sum.n > 1 ? arena_printf(j->arena,
                                            lang == LANG_ZH ? "台账：%lld 条消息"
                                                            : "Taizhang: %lld messages",
                                            (long long)j->sum.n)
                             : arena_str(j->arena, cut(p.text, 120));
    p.id = arena_printf(j->arena, "taizhang-%lld-%lld", (long long)j->rows.at[0].id,
                        (long long)j->sum.last);
    if (!whole || !p.subject.p || !p.id.p)
        return err_set(err, ERR_MEMORY, NULL);
    struct str answer = STR("");
    bool ok = channel_format(&j->c, &p, j->arena, &t, err) &&
              outgoing_send(j->app->outgoing, &t, j->arena, &answer, err);
    j->answer = readable(j->arena, answer.n || !err->code ? answer : str_of(err_key(err->code)));
    return ok && channel_took(&j->c, answer);
}

static bool one_channel(struct app *app, const struct channel_state_row *s, struct delivered *out,
                        struct err *err)
{
    struct arena arena;
    struct err why = {0};
    arena_init(&arena, 0);
    struct job j = {
        .app = app, .arena = &arena, .now = app_now(app), .id = s->id, .fails = s->fails};
    app->random(app->ctx, &j.by, sizeof j.by);
    j.by &= INT64_MAX;
    bool ok = store_write(app->store, claim_tx, &j, err);
    out->late += ok && !j.go;
    if (ok && j.go && j.rows.n) {
        j.answer = STR("");
        j.ok = transmit(&j, &why);
        if (!j.ok && !j.answer.n)
            j.answer = str_of(err_key(why.code));
        out->sent += j.ok;
        out->failed += !j.ok;
        ok = store_write(app->store, done_tx, &j, err);
    }
    arena_release(&arena);
    return ok;
}

bool channels_deliver(struct app *app, struct delivered *out, struct err *err)
{
    struct channel_state_rows due = {0};
    struct arena arena;
    *out = (struct delivered){0};
    arena_init(&arena, 0);
    struct store_tx *tx = store_read(app->store, err);
    bool ok = tx && store_channels_due(tx, &arena, app_now(app), &due, err);
    store_read_end(tx);
    for (size_t i = 0; i < due.n && ok; i++)
        ok = one_channel(app, &due.at[i], out, err);
    arena_release(&arena);
    return ok;
}

static bool forget_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    return store_sending_forget(tx, app_now(ctx) - CHANNEL_KEEP_DAYS * DAY, FORGET_AT_ONCE, err);
}

bool channels_forget(struct app *app, struct err *err)
{
    return store_write(app->store, forget_tx, app, err);
}

/* More time, appeals, suspension: what stops the clock of a finding or moves its end. */
#include "work/finding_parts.h"

#include "store/finding_life.h"

enum { REQUESTS_MAX = 20 }; /* of one finding */

/* The one that waits for its answer; *last is the number of the newest one. */
static bool pending(struct finding_doing *d, const char *kind, struct finding_request_row *out,
                    bool *waits, int64_t *last, struct err *err)
{
    struct finding_request_rows rows = {0};
    *waits = false;
    *last = 0;
    if (!store_finding_requests(d->tx, d->arena, d->f.id, &rows, err))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        *last = rows.at[i].n;
        if (rows.at[i].decided_at || !str_is(rows.at[i].kind, kind))
            continue;
        *out = rows.at[i];
        *waits = true;
    }
    return true;
}

static bool ask(struct finding_doing *d, const char *kind, struct str wanted, struct err *err)
{
    struct finding_request_row row;
    bool waits;
    int64_t last;
    if (!pending(d, kind, &row, &waits, &last, err))
        return false;
    if (waits || last >= REQUESTS_MAX)
        return err_set(err, ERR_FINDING_REQUEST, NULL);
    row = (struct finding_request_row){.finding = d->f.id,
                                       .n = last + 1,
                                       .kind = str_of(kind),
                                       .unit = d->mine->unit,
                                       .user_id = d->who->user,
                                       .at = d->now,
                                       .reason = d->call->reason,
                                       .wanted = wanted,
                                       .was = d->f.state};
    return store_finding_request_insert(d->tx, &row, err);
}

static bool decide(struct finding_doing *d, const char *kind, bool granted, struct str given,
                   struct finding_request_row *row, struct err *err)
{
    bool waits, decided;
    int64_t last;
    if (!pending(d, kind, row, &waits, &last, err))
        return false;
    if (!waits)
        return err_set(err, ERR_FINDING_REQUEST, NULL);
    row->decided_at = d->now;
    row->decided_by = d->who->user;
    row->granted = granted;
    row->given = given;
    row->answer = d->call->reason;
    return store_finding_request_decide(d->tx, row, &decided, err) &&
           (decided || err_set(err, ERR_FINDING_REQUEST, NULL));
}

/* ---- more time -------------------------------------------------------------------------------
 */

bool finding_ask_extension(struct finding_doing *d, struct err *err)
{
    struct str limit;
    if (!finding_limit(d->arena, d->call->limit, &limit, err))
        return false;
    json_kstr(d->detail, "limit", limit);
    return ask(d, "extension", limit, err);
}

bool finding_extend(struct finding_doing *d, struct err *err)
{
    struct finding_request_row row;
    struct str limit;
    if (!finding_limit(d->arena, d->call->limit, &limit, err) ||
        !finding_clock_due(d, limit, err) || !decide(d, "extension", true, limit, &row, err))
        return false;
    json_kstr(d->detail, "limit", limit);
    return true;
}

bool finding_decline(struct finding_doing *d, struct err *err)
{
    struct finding_request_row row;
    return decide(d, "extension", false, STR(""), &row, err);
}

/* ---- appeals ---------------------------------------------------------------------------------
 */

bool finding_appeal(struct finding_doing *d, struct err *err)
{
    return ask(d, "appeal", STR(""), err);
}

bool finding_uphold(struct finding_doing *d, struct err *err)
{
    struct finding_request_row row;
    return decide(d, "appeal", true, STR(""), &row, err);
}

bool finding_dismiss(struct finding_doing *d, struct err *err)
{
    struct finding_request_row row;
    return decide(d, "appeal", false, STR(""), &row, err) &&
           (finding_state_parse(row.was, &d->to) ||
            err_set(err, ERR_INTERNAL, "state before an appeal"));
}

/* ---- long-term -------------------------------------------------------------------------------
 */

static bool put_stages(struct finding_doing *d, struct err *err)
{
    const struct finding_call *call = d->call;
    struct finding_stage_rows old = {0};
    struct finding_stage_row rows[FINDING_STAGES_MAX];
    if (!store_finding_stages(d->tx, d->arena, d->f.id, &old, err))
        return false;
    int n = 0;
    int64_t first = old.n ? old.at[old.n - 1].n : 0;
    for (int i = 0; i < call->n_stages; i++) {
        if (!str_trim(call->stages[i].target).n)
            return err_set(err, ERR_EMPTY, NULL) || err_at(err, STR_NONE, 0, 0, "stages");
        rows[n++] = (struct finding_stage_row){d->f.id, first + i + 1, call->stages[i].target,
                                               call->stages[i].due_on, 0};
    }
    return !n || store_finding_stages_put(d->tx, rows, (size_t)n, err);
}

bool finding_suspend(struct finding_doing *d, struct err *err)
{
    d->f.form = str_of(FINDING_FORMS[FORM_LONG_TERM].code);
    return put_stages(d, err);
}

bool finding_progress(struct finding_doing *d, struct err *err)
{
    struct finding_stage_rows rows = {0};
    if (!d->call->stage)
        return true;
    if (!store_finding_stages(d->tx, d->arena, d->f.id, &rows, err))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        struct finding_stage_row *s = &rows.at[i];
        if (s->n != d->call->stage)
            continue;
        s->done_on = app_today(d->app);
        json_kstr(d->detail, "stage", s->target);
        return store_finding_stages_put(d->tx, s, 1, err);
    }
    return err_set(err, ERR_NOT_FOUND, "stage") || err_at(err, STR_NONE, 0, 0, "stage");
}

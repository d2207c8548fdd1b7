/* Who is told of an act on a finding: in the same write as the act. */
#include <stdio.h>

#include "work/finding_parts.h"
#include "work/message.h"

static bool takes_part(const struct finding_unit_line_row *u)
{
    return !str_is(u->state, "declined");
}

/* All that take part. */
static bool units(struct finding_doing *d, struct telling *t, enum message_kind kind,
                  struct err *err)
{
    for (size_t i = 0; i < d->units.n; i++) {
        const struct finding_unit_line_row *u = &d->units.at[i];
        if (takes_part(u) && !tell_unit(t, kind, u->unit, u->name, u->name_en, err))
            return false;
    }
    return true;
}

/* Those that are asked from now on, and those that no longer are. */
static bool asked(struct finding_doing *d, struct telling *t, struct err *err)
{
    for (size_t i = 0; i < d->units.n; i++) {
        const struct finding_unit_line_row *u = &d->units.at[i];
        bool before = i < 64 && (d->took_part >> i & 1);
        if (takes_part(u) == before)
            continue;
        if (!tell_unit(t, before ? MESSAGE_ROUTED_AWAY : MESSAGE_DISPATCHED, u->unit, u->name,
                       u->name_en, err))
            return false;
    }
    return true;
}

static bool office(struct finding_doing *d, struct telling *t, enum message_kind kind,
                   enum permission permission, struct err *err)
{
    const struct finding_unit_line_row *u = d->mine;
    return tell_office(t, kind, permission, u ? u->unit : 0, u ? u->name : STR(""),
                       u ? u->name_en : STR(""), err);
}

static bool supervised(struct finding_doing *d, struct telling *t, struct err *err)
{
    if (!units(d, t, MESSAGE_SUPERVISED, err))
        return false;
    return !str_is(d->call->level, FINDING_LEVELS[LEVEL_TALK].code) ||
           tell_leaders(t, MESSAGE_SUPERVISED, d->f.lead_unit, STR(""), STR(""), err);
}

static bool tell(struct finding_doing *d, struct telling *t, struct err *err)
{
    switch (d->call->action) {
    case ACT_DISPATCH:
    case ACT_ROUTE:
        return asked(d, t, err);
    case ACT_MERGE:
        return units(d, t, MESSAGE_MERGED, err);
    case ACT_SUSPEND:
        return units(d, t, MESSAGE_SUSPENDED, err);
    case ACT_RESUME:
        return units(d, t, MESSAGE_RESUMED, err);
    case ACT_EXTEND:
        return units(d, t, MESSAGE_EXTENDED, err);
    case ACT_DECLINE:
        return units(d, t, MESSAGE_DECLINED, err);
    case ACT_SEND_BACK:
        return office(d, t, MESSAGE_SENT_BACK, PERMISSION_finding_manage, err);
    case ACT_ASK_EXTENSION:
        return office(d, t, MESSAGE_EXTENSION_ASKED, PERMISSION_finding_manage, err);
    case ACT_APPEAL:
        return office(d, t, MESSAGE_APPEALED, PERMISSION_finding_hear, err);
    case ACT_CLOSE:
        return units(d, t, MESSAGE_CLOSED, err);
    case ACT_RETURN:
        return units(d, t, MESSAGE_RETURNED, err);
    case ACT_REOPEN:
        return d->to == FINDING_FILED
                   ? office(d, t, MESSAGE_REOPENED, PERMISSION_finding_manage, err)
                   : units(d, t, MESSAGE_REOPENED, err);
    case ACT_SUPERVISE:
        return supervised(d, t, err);
    case ACT_UPHOLD:
        return units(d, t, MESSAGE_UPHELD, err);
    case ACT_DISMISS:
        return units(d, t, MESSAGE_DISMISSED, err);
    default:
        return true;
    }
}

bool finding_tell(struct finding_doing *d, struct err *err)
{
    char into[24];
    struct telling t = {.app = d->app,
                        .tx = d->tx,
                        .arena = d->arena,
                        .f = &d->f,
                        .by = d->who->user,
                        .by_for = d->who->for_user,
                        .about = arena_printf(d->arena, "v%lld", (long long)d->f.version + 1),
                        .reason = d->call->reason,
                        .level = d->call->action == ACT_SUPERVISE ? d->call->level : STR("")};
    if (!t.about.p)
        return err_set(err, ERR_MEMORY, NULL);
    if (d->f.into_id) {
        snprintf(into, sizeof into, "%lld", (long long)d->f.into_id);
        t.into = str_of(into);
    }
    bool fixed = d->to == FINDING_FIXED && d->from != FINDING_FIXED;
    return tell(d, &t, err) &&
           (!fixed || office(d, &t, MESSAGE_RECHECK, PERMISSION_finding_recheck, err)) &&
           tell_end(&t, err);
}

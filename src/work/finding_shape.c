/* Findings that are one, and one that is several. */
#include "work/finding_parts.h"

#include <stdio.h>

#include "store/finding.h"
#include "store/finding_life.h"

static bool not_this(struct err *err)
{
    return err_set(err, ERR_FINDING_SAME, NULL) || err_at(err, STR_NONE, 0, 0, "into");
}

/* The other one goes on; whoever had a hand in this one has it in that one too. */
bool finding_merge(struct finding_doing *d, struct err *err)
{
    struct finding_row into;
    bool found, fits;
    char text[24];
    if (d->call->into == d->f.id ||
        !store_finding_get(d->tx, d->arena, d->call->into, &into, &found, err))
        return d->call->into == d->f.id ? not_this(err) : false;
    if (!found || into.campaign != d->f.campaign || !into.open)
        return not_this(err);
    if (!actor_reaches(d->who, into.region, err))
        return false;
    d->f.into_id = into.id;
    d->f.due_at = 0;
    snprintf(text, sizeof text, "%lld", (long long)into.id);
    json_kstr(d->detail, "into", str_of(text));
    /* Its version moves: what it is has changed. */
    if (!store_finding_update(d->tx, &into, &into, &fits, err) ||
        !store_finding_hands_copy(d->tx, d->f.id, into.id, err))
        return false;
    struct str detail = arena_printf(d->arena, "{\"merged\":\"%lld\"}", (long long)d->f.id);
    return (detail.p || err_set(err, ERR_MEMORY, NULL)) &&
           finding_trail(d, into.id, "merge", into.state, into.state, into.due_at, detail, err);
}

static bool chosen(const struct finding_call *call, int64_t n)
{
    for (int i = 0; i < call->n_defects; i++)
        if (call->defects[i] == n)
            return true;
    return false;
}

/* Some of its defects become a finding of their own, found by the same people. */
bool finding_split(struct finding_doing *d, struct err *err)
{
    struct finding_defect_rows defects = {0};
    int64_t id, n = 0;
    if (!store_finding_defects(d->tx, d->arena, d->f.id, &defects, err))
        return false;
    size_t taken = 0;
    struct str first = STR_NONE;
    for (size_t i = 0; i < defects.n; i++) {
        if (!chosen(d->call, defects.at[i].n))
            continue;
        if (!taken++)
            first = defects.at[i].description;
    }
    if (!taken || taken == defects.n)
        return err_set(err, ERR_FINDING_SPLIT, NULL) || err_at(err, STR_NONE, 0, 0, "defects");
    struct finding_row new = d->f;
    new.key = STR("");
    new.description = first;
    new.into_id = d->f.id;
    new.version = 1;
    if (!store_finding_add(d->tx, &new, &id, err) ||
        !store_finding_hands_copy(d->tx, d->f.id, id, err))
        return false;
    for (size_t i = 0; i < defects.n; i++)
        if (chosen(d->call, defects.at[i].n) &&
            !store_finding_defect_move(d->tx, d->f.id, defects.at[i].n, id, ++n, err))
            return false;
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)id);
    json_kstr(d->detail, "split", str_of(text));
    struct str detail = arena_printf(d->arena, "{\"split_from\":\"%lld\"}", (long long)d->f.id);
    return (detail.p || err_set(err, ERR_MEMORY, NULL)) &&
           finding_hands_put(d->tx, d->who, id, HAND_FILED, err) &&
           finding_trail(d, id, "split", STR(""), new.state, 0, detail, err);
}

#include "work/finding_names.h"

#include "store/region.h"
#include "store/unit.h"
#include "store/user.h"

static bool look_up(struct finding_names *n, enum finding_name kind, int64_t id, struct str *name)
{
    struct unit_row unit;
    struct region_row region;
    struct user_row user;
    bool found = false, ok;
    switch (kind) {
    case NAME_UNIT:
        ok = store_unit_get(n->tx, n->arena, id, &unit, &found, &n->err);
        *name = ok && found ? unit.name : STR("");
        break;
    case NAME_REGION:
        ok = store_region_get(n->tx, n->arena, id, &region, &found, &n->err);
        *name = ok && found ? region.name : STR("");
        break;
    default:
        ok = store_user_get(n->tx, n->arena, id, &user, &found, &n->err);
        *name = ok && found ? user.name_zh : STR("");
        break;
    }
    return ok;
}

/* The slot of the number, or the free one where it belongs. */
static struct name_slot *slot_of(struct name_slot *slots, size_t cap, int64_t id)
{
    size_t i = (size_t)((uint64_t)id * UINT64_C(0x9e3779b97f4a7c15) >> 20) & (cap - 1);
    while (slots[i].used && slots[i].id != id)
        i = (i + 1) & (cap - 1);
    return &slots[i];
}

static bool grow(struct finding_names *n, enum finding_name kind)
{
    size_t cap = n->of[kind].cap ? n->of[kind].cap * 2 : 64;
    struct name_slot *slots = ARENA_ARRAY(n->arena, cap, struct name_slot);
    if (!slots)
        return err_set(&n->err, ERR_MEMORY, NULL);
    for (size_t i = 0; i < n->of[kind].cap; i++)
        if (n->of[kind].slots[i].used)
            *slot_of(slots, cap, n->of[kind].slots[i].id) = n->of[kind].slots[i];
    n->of[kind].slots = slots;
    n->of[kind].cap = cap;
    return true;
}

struct str finding_name(struct finding_names *n, enum finding_name kind, int64_t id)
{
    if (!id || n->err.code != ERR_OK)
        return STR("");
    if (n->of[kind].n * 2 >= n->of[kind].cap && !grow(n, kind))
        return STR("");
    struct name_slot *slot = slot_of(n->of[kind].slots, n->of[kind].cap, id);
    if (!slot->used) {
        struct str name;
        if (!look_up(n, kind, id, &name))
            return STR("");
        *slot = (struct name_slot){id, name, true};
        n->of[kind].n++;
    }
    return slot->name;
}

#include "base/map.h"

static uint64_t hash_of(struct str key)
{
    uint64_t h = 0xcbf29ce484222325u; /* FNV-1a, 64 bit */
    for (size_t i = 0; i < key.n; i++)
        h = (h ^ (unsigned char)key.p[i]) * 0x100000001b3u;
    return h ^ (h >> 29);
}

static struct map_slot *slot_of(struct map_slot *slots, size_t cap, struct str key)
{
    size_t i = hash_of(key) & (cap - 1);
    while (slots[i].value_plus_1 && !str_eq(slots[i].key, key))
        i = (i + 1) & (cap - 1);
    return &slots[i];
}

bool map_put(struct arena *a, struct map *m, struct str key, int64_t value)
{
    if (m->n * 2 >= m->cap) {
        size_t cap = m->cap ? m->cap * 2 : 16;
        struct map_slot *slots = ARENA_ARRAY(a, cap, struct map_slot);
        if (!slots)
            return false;
        for (size_t i = 0; i < m->cap; i++)
            if (m->slots[i].value_plus_1)
                *slot_of(slots, cap, m->slots[i].key) = m->slots[i];
        m->slots = slots;
        m->cap = cap;
    }
    struct map_slot *s = slot_of(m->slots, m->cap, key);
    m->n += s->value_plus_1 == 0;
    *s = (struct map_slot){key, value + 1};
    return true;
}

int64_t map_get(const struct map *m, struct str key)
{
    return m->cap ? slot_of(m->slots, m->cap, key)->value_plus_1 - 1 : -1;
}

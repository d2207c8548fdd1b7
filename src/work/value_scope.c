#include "work/value_scope.h"

#include "store/campaign.h"
#include "store/place.h"

static bool read_subjects(struct value_scope *s, struct store_tx *tx, struct arena *arena,
                          int64_t campaign, struct region_range range, struct err *err)
{
    size_t before;
    do {
        before = s->subjects.n;
        region_code after = before ? s->subjects.at[before - 1].region : 0;
        if (!store_subject_page(tx, arena, campaign, range, after, STORE_PAGE_MAX, &s->subjects,
                                err))
            return false;
    } while (s->subjects.n - before == STORE_PAGE_MAX);
    return true;
}

bool value_scope_places(struct value_scope *s, struct store_tx *tx, struct arena *arena,
                        struct region_range range, struct err *err)
{
    size_t before;
    do {
        before = s->places.n;
        struct place_row last = before ? s->places.at[before - 1] : (struct place_row){0};
        if (!store_place_page(tx, arena, range, before ? &last : NULL, STORE_PAGE_MAX, &s->places,
                              err))
            return false;
    } while (s->places.n - before == STORE_PAGE_MAX);
    return true;
}

bool value_scope_read(struct value_scope *s, struct store_tx *tx, struct arena *arena,
                      int64_t campaign, struct region_range range, struct err *err)
{
    *s = (struct value_scope){0};
    return read_subjects(s, tx, arena, campaign, range, err) &&
           value_scope_places(s, tx, arena, range, err);
}

bool value_scope_assessed(const struct value_scope *s, region_code region)
{
    size_t lo = 0, hi = s->subjects.n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (s->subjects.at[mid].region < region)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < s->subjects.n && s->subjects.at[lo].region == region;
}

/* Index of the first place of the region or of one behind it. */
static size_t first_place(const struct value_scope *s, region_code region)
{
    size_t lo = 0, hi = s->places.n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (s->places.at[mid].region < region)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

const struct place_row *value_scope_at(const struct value_scope *s, region_code region, size_t *n)
{
    size_t first = first_place(s, region), end = first_place(s, region + 1);
    *n = end - first;
    return *n ? &s->places.at[first] : NULL;
}

const struct place_row *value_scope_place(const struct value_scope *s, region_code region,
                                          int64_t id)
{
    size_t n;
    const struct place_row *at = value_scope_at(s, region, &n);
    for (size_t i = 0; i < n; i++)
        if (at[i].id == id)
            return &at[i];
    return NULL;
}

const struct place_row *value_scope_named(const struct value_scope *s, region_code region,
                                          struct str kind, struct str name)
{
    size_t n;
    const struct place_row *at = value_scope_at(s, region, &n);
    for (size_t i = 0; i < n; i++)
        if (str_eq(at[i].name, name) && str_eq(at[i].kind, kind))
            return &at[i];
    return NULL;
}

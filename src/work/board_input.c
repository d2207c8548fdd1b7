#include "work/board_input.h"

#include <pthread.h>
#include <stdlib.h>

#include "store/campaign.h"
#include "store/finding.h"
#include "store/place.h"
#include "store/region.h"
#include "store/value.h"

#define BOARD_MEMORY_MAX ((size_t)2 << 30)
/* So many ids are worth a second thread; up to so many get their room at once. */
enum { READ_ALONE_MAX = 100000, ROOM_MAX = 8 << 20 };

void board_input_init(struct board_input *in)
{
    *in = (struct board_input){0};
    arena_init(&in->arena, BOARD_MEMORY_MAX);
    arena_init(&in->second, BOARD_MEMORY_MAX);
}

void board_input_release(struct board_input *in)
{
    arena_release(&in->arena);
    arena_release(&in->second);
}

/* ---- values
 * ----------------------------------------------------------------------------------------- */

/* The values with ids from first to last, into `values`, by one thread. */
struct reading {
    struct store *store;
    int64_t campaign, version, first, last;
    const struct place_rows *places; /* sorted by id */
    struct values *values;
    struct map texts; /* sources and notes repeat: each once */
    VEC(struct str) kept;
    struct err err;
    bool ok;
};

static bool keep_text(struct reading *r, struct str s, struct str *out)
{
    struct arena *arena = r->values->arena;
    *out = STR_NONE;
    if (s.n == 0)
        return true;
    int64_t at = map_get(&r->texts, s);
    if (at < 0) {
        struct str copy = arena_str(arena, s);
        at = (int64_t)r->kept.n;
        if (!copy.p || !VEC_PUSH(arena, &r->kept, copy) || !map_put(arena, &r->texts, copy, at))
            return false;
    }
    *out = r->kept.at[at];
    return true;
}

static int by_id(const void *a, const void *b)
{
    const struct place_row *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static struct str place_name(const struct place_rows *places, int64_t id)
{
    struct place_row key = {.id = id};
    const struct place_row *p =
        id && places->n ? bsearch(&key, places->at, places->n, sizeof key, by_id) : NULL;
    return p ? p->name : STR_NONE;
}

/* A value whose code the edition does not have, or which no longer fits its scale, is no input of
 * the score; it stays in the store and the carry-over list shows it. */
static bool add_fact(void *ctx, const struct value_fact_row *row, struct err *err)
{
    struct reading *r = ctx;
    struct value v;
    struct err why;
    if (!value_of_code(r->values->standard, row->region, row->place, row->code, (period)row->period,
                       row->state, &v))
        return true;
    if (!keep_text(r, row->part, &v.part) || !keep_text(r, row->source, &v.source) ||
        !keep_text(r, row->note, &v.note))
        return err_set(err, ERR_MEMORY, NULL);
    v.id = row->id;
    v.place_name = place_name(r->places, row->place);
    v.ratio = row->has_numerator && row->has_denominator;
    v.value = row->number;
    v.numerator = row->numerator;
    v.denominator = row->denominator;
    if (!values_add(r->values, &v, &why) && why.code == ERR_MEMORY)
        return err_set(err, ERR_MEMORY, NULL);
    return true;
}

static bool read_part(struct reading *r, struct store_tx *tx, struct err *err)
{
    return store_value_facts(tx, r->campaign, r->first, r->last, add_fact, r, err);
}

/* On a snapshot of its own; good only when that shows the same version of the campaign. */
static void *second_main(void *ctx)
{
    struct reading *r = ctx;
    int64_t version;
    struct store_tx *tx = store_read(r->store, &r->err);
    r->ok = tx && store_campaign_version(tx, r->campaign, &version, &r->err) &&
            version == r->version && read_part(r, tx, &r->err);
    store_read_end(tx);
    return NULL;
}

/* Both halves at once, each to its place in one array: n is the first one's room. When the second
 * thread cannot have the same snapshot, the first reads the rest too. */
static bool read_halves(struct reading *r, struct store_tx *tx, int64_t middle, size_t n,
                        struct arena *second_arena, struct err *err)
{
    struct values rest;
    struct reading second = *r;
    pthread_t thread;
    values_split(r->values, n, second_arena, &rest);
    second.values = &rest;
    second.first = middle + 1;
    r->last = middle;
    bool two = pthread_create(&thread, NULL, second_main, &second) == 0;
    bool ok = read_part(r, tx, err);
    if (two)
        pthread_join(thread, NULL);
    if (ok && !(two && second.ok)) {
        rest.n = 0;
        ok = read_part(&second, tx, err);
    }
    return ok && values_join(r->values, &rest, err);
}

static bool read_values(struct board_input *in, struct store *store, struct store_tx *tx,
                        const struct campaign_row *c, const struct place_rows *places,
                        struct err *err)
{
    struct reading r = {.store = store,
                        .campaign = c->id,
                        .version = c->version,
                        .places = places,
                        .values = &in->values};
    if (!store_value_extent(tx, &in->arena, c->id, &r.first, &r.last, err))
        return false;
    int64_t ids = r.last - r.first + 1, middle = r.first + ids / 2;
    /* Room for every id between: memory that no value touches is never taken. */
    if (ids <= ROOM_MAX && !values_reserve(&in->values, (size_t)ids, err))
        return false;
    bool ok = ids > READ_ALONE_MAX
                  ? read_halves(&r, tx, middle, (size_t)(middle - r.first + 1), &in->second, err)
                  : read_part(&r, tx, err);
    return ok && values_seal(&in->values, err);
}

/* ---- what stands around them
 * -------------------------------------------------------------------- */

static bool read_places(struct arena *arena, struct store_tx *tx, region_code region,
                        struct place_rows *places, struct err *err)
{
    enum { PAGE = 1000 };
    const struct place_row *after = NULL;
    struct place_row last;
    for (;;) {
        struct place_rows page = {0};
        if (!store_place_page(tx, arena, region_subtree(region), after, PAGE, &page, err))
            return false;
        for (size_t i = 0; i < page.n; i++)
            if (!VEC_PUSH(arena, places, page.at[i]))
                return err_set(err, ERR_MEMORY, NULL);
        if (page.n < PAGE)
            break;
        last = page.at[page.n - 1];
        after = &last;
    }
    if (places->n)
        qsort(places->at, places->n, sizeof *places->at, by_id);
    return true;
}

static bool read_subjects(struct board_input *in, struct store_tx *tx, const struct campaign_row *c,
                          struct err *err)
{
    enum { PAGE = 1000 };
    region_code after = 0;
    for (;;) {
        struct subject_rows page = {0};
        if (!store_subject_page(tx, &in->arena, c->id, region_subtree(c->region), after, PAGE,
                                &page, err))
            return false;
        for (size_t i = 0; i < page.n; i++) {
            int group = (int)map_get(&in->values.standard->group_by, page.at[i].grp);
            if (standard_subject_of(in->values.standard, page.at[i].region) >= 0 &&
                !values_add_subject(&in->values, page.at[i].region, group, err))
                return false;
            after = page.at[i].region;
        }
        if (page.n < PAGE)
            return true;
    }
}

static bool name_subject(void *ctx, const struct subject_name_row *row, struct err *err)
{
    struct board_input *in = ctx;
    int subject = values_subject(&in->values, row->region);
    if (subject < 0)
        return true;
    in->names[subject] = arena_str(&in->arena, row->name);
    return in->names[subject].p || err_set(err, ERR_MEMORY, NULL);
}

/* By the list of the assessed; what only values name is asked for one by one, and goes by its code
 * when the tree does not have it. */
static bool read_names(struct board_input *in, struct store_tx *tx, int64_t campaign,
                       struct err *err)
{
    int n = in->values.n_subjects;
    in->names = ARENA_ARRAY(&in->arena, (size_t)n + 1, struct str);
    if (!in->names)
        return err_set(err, ERR_MEMORY, NULL);
    if (!store_subject_names(tx, campaign, name_subject, in, err))
        return false;
    for (int i = 0; i < n; i++) {
        struct region_row row;
        char code[REGION_TEXT_MAX];
        bool found;
        if (in->names[i].n)
            continue;
        if (!store_region_get(tx, &in->arena, in->values.subjects[i].region, &row, &found, err))
            return false;
        size_t k = region_format(in->values.subjects[i].region, code);
        in->names[i] = found ? row.name : arena_str(&in->arena, (struct str){code, k});
        if (!in->names[i].p)
            return err_set(err, ERR_MEMORY, NULL);
    }
    return true;
}

/* How many of the first n counts are below this code. */
static size_t counts_below(const struct finding_count *at, size_t n, region_code code)
{
    size_t lo = 0;
    while (lo < n) {
        size_t mid = lo + (n - lo) / 2;
        if (at[mid].region < code)
            lo = mid + 1;
        else
            n = mid;
    }
    return lo;
}

static bool read_findings(struct board_input *in, struct store_tx *tx, const struct campaign_row *c,
                          struct err *err)
{
    struct finding_count *counts;
    size_t n;
    int subjects = in->values.n_subjects;
    in->open_findings = ARENA_ARRAY(&in->arena, (size_t)subjects + 1, int64_t);
    if (!in->open_findings)
        return err_set(err, ERR_MEMORY, NULL);
    if (!store_finding_open_counts(tx, &in->arena, c->id, region_subtree(c->region), &counts, &n,
                                   err))
        return false;
    for (int i = 0; i < subjects; i++) {
        struct region_range range = region_subtree(in->values.subjects[i].region);
        size_t end = counts_below(counts, n, range.hi + 1);
        for (size_t k = counts_below(counts, n, range.lo); k < end; k++)
            in->open_findings[i] += counts[k].n;
    }
    return true;
}

bool board_input_read(struct store *store, struct store_tx *tx, const struct campaign_row *c,
                      const struct standard *s, struct board_input *in, struct err *err)
{
    struct place_rows places = {0};
    values_init(&in->values, &in->arena, s);
    return read_places(&in->arena, tx, c->region, &places, err) && read_subjects(in, tx, c, err) &&
           read_values(in, store, tx, c, &places, err) && read_names(in, tx, c->id, err) &&
           read_findings(in, tx, c, err);
}

#include "store/region.h"

#include "base/utf8.h"
#include "store/sql.h"

#include <stdio.h>
#include <stdlib.h>

/* Greater than every text that begins with what stands before it. */
#define LAST_CHAR "\xf4\x8f\xbf\xbf"

bool store_region_get(struct store_tx *tx, struct arena *arena, region_code code,
                      struct region_row *out, bool *found, struct err *err)
{
    return sql_region_get(tx, &(struct region_get_in){code}, arena, out, found, err);
}

bool store_region_need(struct store_tx *tx, struct arena *arena, region_code code,
                       struct region_row *out, struct err *err)
{
    bool found;
    if (!store_region_get(tx, arena, code, out, &found, err))
        return false;
    if (found)
        return true;
    char text[REGION_TEXT_MAX];
    region_format(code, text);
    return err_set(err, ERR_REGION_UNKNOWN, text);
}

static int by_code(const void *a, const void *b)
{
    region_code x = *(const region_code *)a, y = *(const region_code *)b;
    return (x > y) - (x < y);
}

bool store_regions_of(struct store_tx *tx, struct arena *arena, const region_code *codes, size_t n,
                      struct region_rows *out, struct err *err)
{
    enum { ONE = 17 }; /* 15 digits, a comma, and the end */
    char *list = arena_alloc(arena, n * ONE + 3);
    region_code *sorted = ARENA_ARRAY(arena, n + 1, region_code), last = 0;
    size_t k = 0;
    if (!list || !sorted)
        return err_set(err, ERR_MEMORY, NULL);
    memcpy(sorted, codes, n * sizeof *codes);
    qsort(sorted, n, sizeof *sorted, by_code);
    list[k++] = '[';
    for (size_t i = 0; i < n; i++) {
        if (sorted[i] > 0 && sorted[i] <= REGION_CODE_MAX && sorted[i] != last)
            k += (size_t)snprintf(list + k, ONE + 1, "%s%lld", k > 1 ? "," : "",
                                  (long long)sorted[i]);
        last = sorted[i];
    }
    list[k++] = ']';
    return k == 2 || sql_regions_of(tx, &(struct regions_of_in){{list, k}}, arena, out, err);
}

bool store_region_path(struct store_tx *tx, struct arena *arena, region_code code,
                       struct region_rows *out, struct err *err)
{
    struct region_path_in in = {
        region_at_level(code, REGION_PROVINCE), region_at_level(code, REGION_PREFECTURE),
        region_at_level(code, REGION_COUNTY),   region_at_level(code, REGION_TOWN),
        region_at_level(code, REGION_VILLAGE),  code};
    return sql_region_path(tx, &in, arena, out, err);
}

static bool level_page(struct store_tx *tx, struct arena *arena, enum region_level level,
                       struct region_range range, region_code after, int n, struct region_rows *out,
                       struct err *err)
{
    struct region_level_page_in in = {
        .level = level, .after = after > range.lo ? after : range.lo, .hi = range.hi, .n = n};
    return in.after >= in.hi || n <= 0 || sql_region_level_page(tx, &in, arena, out, err);
}

/* A child may skip levels: the towns of a prefecture without counties. The digits of the levels
 * between are zero then, so such children stand in front of all others. */
bool store_region_children(struct store_tx *tx, struct arena *arena, region_code code,
                           region_code after, int n, struct region_rows *out, struct err *err)
{
    n = sql_page(n);
    enum region_level level = region_level_of(code);
    size_t before = out->n;
    for (int l = REGION_GRID; l > (int)level; l--) {
        struct region_range range = region_subtree(code);
        if (l > (int)level + 1)
            range.hi = code + region_unit((enum region_level)(l - 1)) - 1;
        int more = n - (int)(out->n - before);
        if (!level_page(tx, arena, (enum region_level)l, range, after, more, out, err))
            return false;
    }
    return true;
}

bool store_region_of_level(struct store_tx *tx, struct arena *arena, region_code within,
                           enum region_level level, region_code after, int n,
                           struct region_rows *out, struct err *err)
{
    struct region_range range = region_subtree(within);
    if (region_level_of(within) == level)
        range.lo--; /* the region itself is of the level */
    return level_page(tx, arena, level, range, after, sql_page(n), out, err);
}

struct find { /* one search */
    struct store_tx *tx;
    struct arena *arena;
    struct region_range range;
    struct str lo, hi; /* of name or initials */
    int n;
    struct region_rows *out;
    size_t before;
};

static int left(const struct find *f)
{
    return f->n - (int)(f->out->n - f->before);
}

/* Digits: every code that begins with them is one range. */
static bool find_code(struct find *f, struct str digits, struct err *err)
{
    if (digits.n > REGION_DIGITS_MAX)
        return true;
    region_code lo = 0, unit = 1;
    for (size_t i = 0; i < REGION_DIGITS_MAX; i++) {
        lo = lo * 10 + (i < digits.n ? digits.p[i] - '0' : 0);
        unit *= i < digits.n ? 1 : 10;
    }
    region_code hi = lo + unit - 1;
    lo = lo > f->range.lo ? lo : f->range.lo;
    hi = hi < f->range.hi ? hi : f->range.hi;
    for (int l = REGION_PROVINCE; l < REGION_LEVELS && left(f) > 0 && lo <= hi; l++) {
        struct region_level_page_in in = {l, lo - 1, hi, left(f)};
        if (!sql_region_level_page(f->tx, &in, f->arena, f->out, err))
            return false;
    }
    return true;
}

static bool find_levels(struct find *f, bool initials, struct err *err)
{
    for (int l = REGION_PROVINCE; l < REGION_LEVELS && left(f) > 0; l++) {
        bool ok =
            initials
                ? sql_region_by_initials(f->tx,
                                         &(struct region_by_initials_in){
                                             l, f->lo, f->hi, f->range.lo, f->range.hi, left(f)},
                                         f->arena, f->out, err)
                : sql_region_by_name(f->tx,
                                     &(struct region_by_name_in){l, f->lo, f->hi, f->range.lo,
                                                                 f->range.hi, left(f)},
                                     f->arena, f->out, err);
        if (!ok)
            return false;
    }
    return true;
}

static bool all_between(struct str s, char lo, char hi)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < lo || s.p[i] > hi)
            return false;
    return true;
}

static struct str lower(struct arena *arena, struct str s)
{
    char *p = arena_alloc(arena, s.n + 1);
    if (!p)
        return STR_NONE;
    for (size_t i = 0; i < s.n; i++)
        p[i] = (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] - 'A' + 'a' : s.p[i]);
    return (struct str){p, s.n};
}

bool store_region_find(struct store_tx *tx, struct arena *arena, struct str text,
                       region_code within, int n, struct region_rows *out, struct err *err)
{
    struct find f = {.tx = tx,
                     .arena = arena,
                     .range = region_subtree(within),
                     .n = n > REGION_FIND_MAX ? REGION_FIND_MAX : n,
                     .out = out,
                     .before = out->n};
    text = str_trim(text);
    if (text.n == 0 || n <= 0 || text.n > 4 * REGION_NAME_MAX || !utf8_valid(text) ||
        memchr(text.p, 0, text.n))
        return true;
    if (all_between(text, '0', '9'))
        return find_code(&f, text, err);
    struct str key = lower(arena, text);
    f.lo = all_between(key, 'a', 'z') ? key : text;
    f.hi = arena_printf(arena, "%.*s%s", STR_ARG(f.lo), LAST_CHAR);
    if (!key.p || !f.hi.p)
        return err_set(err, ERR_MEMORY, NULL);
    bool initials = str_eq(f.lo, key) && all_between(key, 'a', 'z');
    if (region_level_of(within) < REGION_PREFECTURE)
        return find_levels(&f, initials, err);
    struct region_in_subtree_in in = {.lo = f.range.lo,
                                      .hi = f.range.hi,
                                      .part = text,
                                      .initials_lo = initials ? f.lo : STR_NONE,
                                      .initials_hi = initials ? f.hi : STR_NONE,
                                      .n = f.n};
    return sql_region_in_subtree(tx, &in, arena, out, err);
}

bool store_region_count(struct store_tx *tx, struct region_counts *out, struct err *err)
{
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct region_level_counts_outs rows = {0};
    bool ok = sql_region_level_counts(tx, &arena, &rows, err);
    if (ok) {
        *out = (struct region_counts){0};
        for (size_t i = 0; i < rows.n; i++) {
            if (rows.at[i].level >= 0 && rows.at[i].level < REGION_LEVELS)
                out->of_level[rows.at[i].level] = rows.at[i].n;
            out->total += rows.at[i].n;
        }
    }
    arena_release(&arena);
    return ok;
}

bool store_region_links(struct store_tx *tx, struct arena *arena, region_code code,
                        struct region_link_rows *out, struct err *err)
{
    return sql_region_links(tx, &(struct region_links_in){code}, arena, out, err);
}

#include "domain/batch.h"

#include "domain/rule.h"

/* Plain loops over blocks that stay in the first cache; the compiler makes vectors of them. The
 * same body is compiled twice because comparing 64-bit integers in vectors needs newer processors
 * than the program asks for. */
enum { BLOCK = 512, SMALL_GROUP = 48, DIGIT = 11 };

static const int64_t POWER[] = {1000000, 100000, 10000, 1000, 100, 10, 1};

struct block {
    int64_t passed[BLOCK], judged[BLOCK];
    bool blocked[BLOCK];
};

/* lo <= x <= hi passes. */
static void interval(const struct batch_rule *r, int64_t *lo, int64_t *hi)
{
    int64_t t = r->target.micro;
    *lo = BATCH_NUMBER_MIN;
    *hi = INT64_MAX;
    if (r->kind == RULE_AT_LEAST || r->kind == RULE_EQUAL)
        *lo = t;
    if (r->kind == RULE_AT_MOST || r->kind == RULE_EQUAL)
        *hi = t;
    if (r->kind == RULE_MORE_THAN)
        *lo = t + 1;
    if (r->kind == RULE_LESS_THAN)
        *hi = t - 1;
}

__attribute__((always_inline)) static inline void add_fixed(const int64_t *restrict x, int n,
                                                            int64_t lo, int64_t hi, int64_t weight,
                                                            struct block *restrict out)
{
    for (int i = 0; i < n; i++) {
        int64_t number = -(int64_t)(x[i] >= BATCH_NUMBER_MIN);
        int64_t pass = -(int64_t)(x[i] >= lo) & -(int64_t)(x[i] <= hi);
        out->judged[i] += weight & number;
        out->passed[i] += weight & number & pass;
    }
}

struct verdict_of {
    enum value_state state;
    bool pass;
};

static struct verdict_of trend_of(const struct batch_rule *r, enum rule_kind kind, int unit)
{
    bool each = kind == RULE_RISES_EACH_YEAR || kind == RULE_FALLS_EACH_YEAR;
    bool rises = kind == RULE_RISES_EACH_YEAR || kind == RULE_RISES;
    int64_t last = r->years[r->n_years - 1][unit], before = r->years[0][unit];
    if (last < BATCH_NUMBER_MIN)
        return (struct verdict_of){(enum value_state)(last - INT64_MIN), false};
    bool pass = true;
    for (int y = 0; y < r->n_years; y++) {
        int64_t x = r->years[y][unit];
        if (x < BATCH_NUMBER_MIN)
            return (struct verdict_of){(enum value_state)(x - INT64_MIN), false};
        if (y && (each || y + 1 == r->n_years))
            pass = pass && (rises ? x > before : x < before);
        if (each)
            before = x;
    }
    return (struct verdict_of){VALUE_PRESENT, pass};
}

static struct verdict_of judge(const struct batch_rule *r, int unit)
{
    if (rule_is_trend(r->kind))
        return trend_of(r, r->kind, unit);
    int64_t lo, hi, x = r->now[unit];
    if (x < BATCH_NUMBER_MIN)
        return (struct verdict_of){(enum value_state)(x - INT64_MIN), false};
    interval(r, &lo, &hi);
    bool pass = x >= lo && x <= hi;
    if (!pass && r->alternative >= 0)
        pass = trend_of(r, (enum rule_kind)r->alternative, unit).pass;
    return (struct verdict_of){VALUE_PRESENT, pass};
}

/* Trends, alternatives, and states that count as zero or block. */
static void add_other(const struct batch *b, const struct batch_rule *r, int first, int n,
                      struct block *out)
{
    for (int i = 0; i < n; i++) {
        struct verdict_of v = judge(r, first + i);
        if (v.state != VALUE_PRESENT && b->effect[v.state] != EFFECT_ZERO) {
            out->blocked[i] |= b->effect[v.state] == EFFECT_BLOCK;
            continue;
        }
        out->judged[i] += r->weight.micro;
        out->passed[i] += v.pass ? r->weight.micro : 0;
    }
}

/* As a board says it: the last state that blocks, else the last that was left out. */
static int64_t state_of(const struct batch *b, int unit, bool blocked)
{
    enum value_state why = VALUE_NOT_TESTED;
    for (int i = 0; i < b->n_rules; i++) {
        enum value_state s = judge(&b->rules[i], unit).state;
        if (s != VALUE_PRESENT && (!blocked || b->effect[s] == EFFECT_BLOCK))
            why = s;
    }
    return BATCH_STATE(why);
}

/* full x passed / judged, rounded once; batch_check has seen that all products fit. */
__attribute__((always_inline)) static inline int64_t
points_of(int64_t full, int64_t passed, int64_t judged, int64_t unit, enum dec_rounding mode)
{
    uint64_t num = (uint64_t)full * (uint64_t)passed, den = (uint64_t)judged * (uint64_t)unit;
    uint64_t q = num / den, rest = num % den;
    bool up = mode != DEC_DOWN &&
              (rest > den - rest || (rest == den - rest && (mode == DEC_HALF_UP || (q & 1))));
    return (int64_t)(q + up) * unit;
}

__attribute__((always_inline)) static inline void score_block(const struct batch *b, int first,
                                                              int n, bool left_out)
{
    struct block sums;
    memset(sums.passed, 0, (size_t)n * sizeof *sums.passed);
    memset(sums.judged, 0, (size_t)n * sizeof *sums.judged);
    memset(sums.blocked, 0, (size_t)n * sizeof *sums.blocked);
    for (int k = 0; k < b->n_rules; k++) {
        const struct batch_rule *r = &b->rules[k];
        int64_t lo, hi;
        if (!left_out || r->alternative >= 0 || rule_is_trend(r->kind)) {
            add_other(b, r, first, n, &sums);
            continue;
        }
        interval(r, &lo, &hi);
        add_fixed(r->now + first, n, lo, hi, r->weight.micro, &sums);
    }
    for (int i = 0; i < n; i++) {
        int u = first + i;
        if (sums.blocked[i] || sums.judged[i] == 0)
            b->points[u] = state_of(b, u, sums.blocked[i]);
        else
            b->points[u] = points_of(b->full.micro, sums.passed[i], sums.judged[i],
                                     POWER[b->places], b->rounding);
        if (b->blocked)
            b->blocked[u] = sums.blocked[i];
    }
}

__attribute__((always_inline)) static inline void rank_small(const int64_t *restrict points, int n,
                                                             int32_t *restrict rank)
{
    for (int i = 0; i < n; i++) {
        int64_t above = 0, own = points[i];
        for (int k = 0; k < n; k++)
            above += points[k] > own;
        rank[i] = own < BATCH_NUMBER_MIN ? 0 : (int32_t)above + 1;
    }
}

/* Best first, by digits; the unit travels in the lower half. */
static void rank_large(const struct batch *b, int first, int n)
{
    int64_t unit = POWER[b->places], most = b->full.micro / unit + 1;
    uint64_t *from = b->scratch + 2 * (size_t)first, *to = from + n;
    int m = 0;
    for (int i = 0; i < n; i++) {
        int64_t p = b->points[first + i];
        b->rank[first + i] = 0;
        if (p >= BATCH_NUMBER_MIN)
            from[m++] = (uint64_t)(most - p / unit) << 32 | (uint32_t)i;
    }
    for (int shift = 32; shift < 64 && most >> (shift - 32); shift += DIGIT) {
        int32_t at[(1 << DIGIT) + 1] = {0};
        for (int i = 0; i < m; i++)
            at[(from[i] >> shift & ((1 << DIGIT) - 1)) + 1]++;
        for (int d = 0; d < 1 << DIGIT; d++)
            at[d + 1] += at[d];
        for (int i = 0; i < m; i++)
            to[at[from[i] >> shift & ((1 << DIGIT) - 1)]++] = from[i];
        uint64_t *swap = from;
        from = to;
        to = swap;
    }
    int32_t rank = 0;
    for (int i = 0; i < m; i++) {
        if (i == 0 || from[i] >> 32 != from[i - 1] >> 32)
            rank = i + 1;
        b->rank[first + (int)(uint32_t)from[i]] = rank;
    }
}

__attribute__((always_inline)) static inline void score_body(const struct batch *b, int first,
                                                             int end)
{
    bool left_out = true;
    for (int s = VALUE_PRESENT + 1; s < VALUE_STATES; s++)
        left_out = left_out && b->effect[s] == EFFECT_EXCLUDE;
    int stop = b->groups[end];
    for (int at = b->groups[first]; at < stop; at += BLOCK)
        score_block(b, at, stop - at < BLOCK ? stop - at : BLOCK, left_out);
    for (int g = first; b->rank && g < end; g++) {
        int at = b->groups[g], n = b->groups[g + 1] - at;
        if (n <= SMALL_GROUP)
            rank_small(b->points + at, n, b->rank + at);
        else
            rank_large(b, at, n);
    }
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void score_avx2(const struct batch *b, int first, int end)
{
    score_body(b, first, end);
}
#endif

static void score_plain(const struct batch *b, int first, int end)
{
    score_body(b, first, end);
}

void batch_score(const struct batch *b, int first, int end)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) {
        score_avx2(b, first, end);
        return;
    }
#endif
    score_plain(b, first, end);
}

static bool rule_fits(const struct batch_rule *r)
{
    bool trend = rule_is_trend(r->kind);
    bool years = trend || r->alternative >= 0;
    if (!trend && (r->kind > RULE_EQUAL || !r->now))
        return false;
    if (r->alternative >= 0 && !rule_is_trend((enum rule_kind)r->alternative))
        return false;
    if (years && (r->n_years < 2 || r->n_years > BATCH_YEARS))
        return false;
    for (int y = 0; years && y < r->n_years; y++)
        if (!r->years[y])
            return false;
    return r->weight.micro >= 0;
}

bool batch_check(const struct batch *b, struct err *err)
{
    dec sum = DEC_ZERO;
    for (int i = 0; i < b->n_rules; i++)
        if (!rule_fits(&b->rules[i]) || !dec_add(sum, b->rules[i].weight, &sum))
            return err_set(err, ERR_INTERNAL, "batch: rule");
    if (b->places < 0 || b->places > DEC_PLACES || b->full.micro <= 0 || (b->rank && !b->scratch))
        return err_set(err, ERR_INTERNAL, "batch: places, full, scratch");
    int64_t unit = POWER[b->places];
    dec_wide most = (dec_wide)1 << 62;
    if ((dec_wide)b->full.micro * sum.micro > most || (dec_wide)sum.micro * unit > most ||
        b->full.micro / unit >= INT32_MAX)
        return err_set(err, ERR_ARITHMETIC, "batch");
    return true;
}

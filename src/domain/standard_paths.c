/* The keys of standard.json as paths, and their order. */
#include "domain/standard_parts.h"

const struct leaf LEAVES[] = {
    {"format", LEAF_INT, true},
    {"id", LEAF_TEXT, true},
    {"edition", LEAF_TEXT, true},
    {"name.zh", LEAF_TEXT, true},
    {"name.en", LEAF_TEXT, false},
    {"note.zh", LEAF_TEXT, false},
    {"note.en", LEAF_TEXT, false},
    {"basis_document.number", LEAF_TEXT, false},
    {"basis_document.date", LEAF_TEXT, false},
    {"basis_document.title.zh", LEAF_TEXT, false},
    {"basis_document.title.en", LEAF_TEXT, false},
    {"basis_document.issuer.zh", LEAF_TEXT, false},
    {"basis_document.issuer.en", LEAF_TEXT, false},
    {"subjects.#.code", LEAF_TEXT, true},
    {"subjects.#.level", LEAF_TEXT, true},
    {"subjects.#.name.zh", LEAF_TEXT, true},
    {"subjects.#.name.en", LEAF_TEXT, false},
    {"states.missing", LEAF_TEXT, true},
    {"states.not_tested", LEAF_TEXT, true},
    {"states.not_applicable", LEAF_TEXT, true},
    {"states.empty_denominator", LEAF_TEXT, true},
    {"rounding.places", LEAF_INT, true},
    {"rounding.mode", LEAF_TEXT, true},
    {"rankings.#.code", LEAF_TEXT, true},
    {"rankings.#.name.zh", LEAF_TEXT, true},
    {"rankings.#.name.en", LEAF_TEXT, false},
    {"rankings.#.node", LEAF_TEXT, true},
    {"rankings.#.subject", LEAF_TEXT, true},
    {"rankings.#.ties.#", LEAF_TEXT, false},
    {"rankings.#.min_places", LEAF_INT, false},
    {"passing.#.node", LEAF_TEXT, false},
    {"passing.#.at_least", LEAF_NUMBER, false},
    {"passing.#.indicators", LEAF_TEXT, false},
};
const int LEAVES_N = (int)ARRAY_LEN(LEAVES);

bool path_is_index(struct str s)
{
    if (s.n == 0 || s.n > 3 || (s.n > 1 && s.p[0] == '0'))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

/* How many segments of path agree with pattern; `*whole` when both end there. */
static int segments_alike(struct str path, struct str pattern, bool *whole)
{
    struct str a, b;
    int n = 0;
    for (;;) {
        bool more_a = str_split(&path, '.', &a), more_b = str_split(&pattern, '.', &b);
        *whole = !more_a && !more_b;
        if (!more_a || !more_b || !(str_eq(a, b) || (str_is(b, "#") && path_is_index(a))))
            return n;
        n++;
    }
}

int leaf_of(struct str path)
{
    for (int i = 0; i < LEAVES_N; i++) {
        bool whole;
        segments_alike(path, str_of(LEAVES[i].pattern), &whole);
        if (whole)
            return i;
    }
    return -1;
}

/* Place in the format of the first `depth` segments of a path. */
int path_place(struct str path, int depth)
{
    for (int i = 0; i < LEAVES_N; i++) {
        bool whole;
        if (segments_alike(path, str_of(LEAVES[i].pattern), &whole) >= depth)
            return i;
    }
    return LEAVES_N;
}

int path_cmp(struct str a, struct str b)
{
    struct str ra = a, rb = b, sa, sb;
    for (int depth = 1;; depth++) {
        bool more_a = str_split(&ra, '.', &sa), more_b = str_split(&rb, '.', &sb);
        if (!more_a || !more_b)
            return (int)more_a - (int)more_b;
        if (str_eq(sa, sb))
            continue;
        int64_t na, nb;
        if (path_is_index(sa) && path_is_index(sb) && str_to_i64(sa, &na) && str_to_i64(sb, &nb))
            return na < nb ? -1 : 1;
        int pa = path_place(a, depth), pb = path_place(b, depth);
        return pa != pb ? (pa < pb ? -1 : 1) : str_cmp(sa, sb);
    }
}

#include "domain/pinyin.h"

#include "base/utf8.h"
#include "pinyin_table.h" /* made at build time */

char pinyin_initial(int32_t cp)
{
    for (size_t i = 0; i < ARRAY_LEN(PINYIN_BLOCKS); i++) {
        const struct pinyin_block *b = &PINYIN_BLOCKS[i];
        if (cp >= b->first && cp < b->first + b->n)
            return b->letters[cp - b->first] == '.' ? 0 : b->letters[cp - b->first];
    }
    return 0;
}

/* The longest place name of the hand list that s starts with, or NULL. The list is sorted by bytes,
 * so a longer name stands behind its own beginning. */
static const struct pinyin_place *place_at(struct str s)
{
    size_t lo = 0, hi = ARRAY_LEN(PINYIN_PLACES);
    while (lo < hi) { /* first name that is > s */
        size_t mid = (lo + hi) / 2;
        if (str_cmp(str_of(PINYIN_PLACES[mid].name), s) <= 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    /* Names that s starts with are not greater than s; walk back while the first character agrees.
     */
    for (; lo > 0 && s.n >= 3; lo--) {
        struct str name = str_of(PINYIN_PLACES[lo - 1].name);
        if (memcmp(name.p, s.p, 3) != 0)
            break;
        if (str_starts(s, name))
            return &PINYIN_PLACES[lo - 1];
    }
    return NULL;
}

static char plain(int32_t cp)
{
    if ((cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z'))
        return (char)cp;
    if (cp >= 'A' && cp <= 'Z')
        return (char)(cp - 'A' + 'a');
    if (cp >= 0xff10 && cp <= 0xff19) /* full-width digits */
        return (char)(cp - 0xff10 + '0');
    return pinyin_initial(cp);
}

size_t pinyin_initials(struct str name, char out[PINYIN_INITIALS_MAX])
{
    size_t n = 0;
    while (name.n > 0 && n < PINYIN_INITIALS_MAX) {
        const struct pinyin_place *p = (unsigned char)name.p[0] >= 0xe4 ? place_at(name) : NULL;
        size_t used;
        if (p) {
            for (const char *c = p->initials; *c && n < PINYIN_INITIALS_MAX; c++)
                out[n++] = *c;
            used = strlen(p->name);
        } else {
            char c = plain(utf8_next(name, &used));
            if (c)
                out[n++] = c;
        }
        name.p += used;
        name.n -= used;
    }
    return n;
}

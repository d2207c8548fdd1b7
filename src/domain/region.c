#include "domain/region.h"

#include <stdio.h>

/* What one step of each level counts, and how many digits the codes of the level have. */
static const region_code UNIT[REGION_LEVELS] = {
    1000000000000000, 10000000000000, 100000000000, 1000000000, 1000000, 1000, 1};
static const size_t DIGITS[REGION_LEVELS] = {1, 2, 4, 6, 9, 12, 15};
static const char *const WORDS[REGION_LEVELS] = {"nation", "province", "prefecture", "county",
                                                 "town",   "village",  "grid"};

static bool parse(struct str s, region_code *out)
{
    int level = REGION_PROVINCE;
    while (level < REGION_LEVELS && DIGITS[level] != s.n)
        level++;
    if (level == REGION_LEVELS || s.p[0] == '0')
        return false;
    region_code code = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        code = code * 10 + (s.p[i] - '0');
    }
    *out = code * UNIT[level];
    return true;
}

bool region_parse(struct str s, region_code *out, struct err *err)
{
    if (parse(s, out))
        return true;
    char shown[40];
    snprintf(shown, sizeof shown, "%.*s", s.n > 32 ? 32 : (int)s.n, s.p ? s.p : "");
    return err_set(err, ERR_REGION_CODE, shown);
}

bool region_valid(region_code code)
{
    return code >= 10 * UNIT[REGION_PROVINCE] && code <= REGION_CODE_MAX;
}

enum region_level region_level_of(region_code code)
{
    if (code == REGION_CODE_NATION)
        return REGION_NATION;
    int level = REGION_PROVINCE;
    while (level < REGION_GRID && code % UNIT[level] != 0)
        level++;
    return (enum region_level)level;
}

const char *region_level_word(enum region_level level)
{
    return WORDS[level];
}

bool region_level_parse(struct str word, enum region_level *out)
{
    for (int i = 0; i < REGION_LEVELS; i++) {
        if (str_is(word, WORDS[i])) {
            *out = (enum region_level)i;
            return true;
        }
    }
    return false;
}

region_code region_unit(enum region_level level)
{
    return UNIT[level];
}

struct region_range region_subtree(region_code code)
{
    if (code == REGION_CODE_NATION)
        return (struct region_range){0, REGION_CODE_MAX};
    return (struct region_range){code, code + UNIT[region_level_of(code)] - 1};
}

region_code region_parent(region_code code)
{
    enum region_level level = region_level_of(code);
    return level <= REGION_PROVINCE ? REGION_CODE_NATION : code - code % UNIT[level - 1];
}

region_code region_at_level(region_code code, enum region_level level)
{
    return code - code % UNIT[level];
}

size_t region_format(region_code code, char out[REGION_TEXT_MAX])
{
    enum region_level level = region_level_of(code);
    region_code rest = level == REGION_NATION ? 0 : code / UNIT[level];
    size_t n = (size_t)DIGITS[level];
    for (size_t i = n; i-- > 0; rest /= 10)
        out[i] = (char)('0' + rest % 10);
    out[n] = 0;
    return n;
}

/* The permission matrix of api/rights.yaml: which role may do what, and how far it reaches. */
#ifndef TZ_DOMAIN_RIGHTS_H
#define TZ_DOMAIN_RIGHTS_H

#include "domain/region.h"
#include "domain/rights_gen.h"

struct right_word {
    const char *code, *zh, *en;
};
struct role_def {
    const char *code, *zh, *en, *about_zh, *about_en;
    bool alone; /* whoever has it has no other role */
};
struct permission_def {
    const char *code, *resource, *action;
    const char *resource_zh, *resource_en, *action_zh, *action_en;
};

extern const struct right_word SCOPES[SCOPE_COUNT];
extern const struct role_def ROLES[ROLE_COUNT];
extern const struct permission_def PERMISSIONS[PERMISSION_COUNT];
extern const unsigned char RIGHTS[ROLE_COUNT][PERMISSION_COUNT]; /* enum scope */

static inline enum scope right_scope(enum role role, enum permission permission)
{
    return (enum scope)RIGHTS[role][permission];
}
/* False when there is no such role. */
bool role_parse(struct str code, enum role *out);
/* The roles that somebody can be given: all but those of nobody in particular. */
static inline bool role_given(enum role role)
{
    return role != ROLE_no_post && role != ROLE_public;
}
/* May one person have both? */
static inline bool roles_together(enum role a, enum role b)
{
    return a == b || (!ROLES[a].alone && !ROLES[b].alone);
}

/* ---- how far -----------------------------------------------------------------------------------
 */

enum { REGION_SET_MAX = 16 };

/* Some subtrees of the area tree, none inside another, ascending. None: nothing is inside. */
struct region_set {
    int n;
    region_code at[REGION_SET_MAX];
};

static inline struct region_set region_set_of(region_code code)
{
    return (struct region_set){.n = 1, .at = {code}};
}
/* Keeps the set ascending and without one inside another; false when it is full. */
bool region_set_add(struct region_set *set, region_code code);
/* "532601 532624", "0" for the nation; false for anything else, or when there are too many. */
bool region_set_parse(struct str text, struct region_set *out);
enum { REGION_SET_TEXT = REGION_SET_MAX * REGION_TEXT_MAX + 1 };
void region_set_format(const struct region_set *set, char out[REGION_SET_TEXT]);

bool region_set_has(const struct region_set *set, region_code code);
/* One of them lies inside the region, or the region inside one of them. */
bool region_set_touches(const struct region_set *set, region_code region);
/* What of the set lies inside the region: the region itself when it is inside the set. */
struct region_set region_set_within(const struct region_set *set, region_code region);
/* The first subtree, or the nation for none: where a view begins. */
static inline region_code region_set_first(const struct region_set *set)
{
    return set->n ? set->at[0] : REGION_CODE_NATION;
}

#endif

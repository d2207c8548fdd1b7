/* Who does something, in which post, and how far that reaches: the judgements of rights.
 * http/rights.h applies them to requests, the workflows to what stands in bodies and files. */
#ifndef TZ_WORK_ACTOR_H
#define TZ_WORK_ACTOR_H

#include "base/err.h"
#include "domain/rights.h"

struct actor {
    int64_t user;       /* 0 = nobody, or the command line */
    struct str login;   /* empty = the command line */
    struct str address; /* where the request came from; empty = the command line */
    struct str name;
    int64_t for_user;     /* who delegated the post; 0 = acting for oneself */
    struct str for_login; /* empty = acting for oneself */
    enum role role;
    int64_t post, unit;       /* 0 = none */
    struct str unit_path;     /* "/1/5/": the unit, behind those above it */
    region_code region;       /* of the unit */
    struct region_set chosen; /* for the post */
    struct region_set within; /* how far the permission reaches that this is done with */
    enum scope scope;         /* the same, in the word of the matrix */
    struct str reason;        /* why, in their words; may be empty */
};

/* The command line: no account, everywhere. */
extern const struct actor ACTOR_CONSOLE;

/* From now on it acts with this permission: sets scope and within. ERR_FORBIDDEN when the role does
 * not have it. */
bool actor_use(struct actor *who, enum permission permission, struct err *err);

/* ERR_OUT_OF_REGION unless the region lies inside of what the permission reaches. */
bool actor_reaches(const struct actor *who, region_code region, struct err *err);

/* The same for a unit: by its region, or because it is the own unit or one below. ERR_OUT_OF_UNIT.
 */
bool actor_reaches_unit(const struct actor *who, int64_t unit, struct str path, region_code region,
                        struct err *err);

/* Every check of rights has a number. tests/api/test_rights.c is built with RIGHTS_TEST and leaves
 * out one after the other, to see that each of them is missed. */
#ifdef RIGHTS_TEST
extern int rights_without;
#define RIGHT_CHECK(number, holds) (rights_without == (number) || (holds))
#else
#define RIGHT_CHECK(number, holds) (holds)
#endif
enum right_check {
    RIGHT_LOGIN = 1,    /* somebody is logged in */
    RIGHT_ROLE,         /* the role has the permission */
    RIGHT_REGION,       /* a region lies inside */
    RIGHT_UNIT,         /* a unit does */
    RIGHT_CAMPAIGN,     /* the campaign of the path touches what is reached */
    RIGHT_CAMPAIGN_ALL, /* or lies inside */
    RIGHT_QUERY,        /* the region of a parameter is looked at */
    RIGHT_PATH,
    RIGHT_VALUE,   /* the value of the path */
    RIGHT_OF_UNIT, /* the unit of the path */
    RIGHT_OF_PERSON,
    RIGHT_OF_WHOLE_PERSON, /* all units of the person do */
    RIGHT_FINDING,         /* the finding of the path */
    RIGHT_ANSWER,          /* a unit of the finding of the path */
    RIGHT_PAPER,           /* the paper of the path */
    RIGHT_CHECKS
};

#endif

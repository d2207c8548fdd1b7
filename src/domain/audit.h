/* The chain of what was done: encoding and hash of one entry, as docs/audit.md has them. */
#ifndef TZ_DOMAIN_AUDIT_H
#define TZ_DOMAIN_AUDIT_H

#include "base/buf.h"
#include "base/hash.h"
#include "base/when.h"
#include "domain/region.h"

struct audit_entry {
    int64_t seq; /* 1.. */
    msec at;
    int64_t user; /* 0 = nobody is logged in */
    struct str who;
    int64_t for_user; /* acting for somebody; 0 = for nobody else */
    struct str for_login, address, kind;
    region_code region;       /* 0 = none */
    struct str thing;         /* what it was done to */
    struct str before, after; /* JSON objects of what changed, or empty */
    struct str reason;        /* may be empty */
};

/* What a chain is hashed with, from its first entry to its last. Both have 64 digits. */
enum audit_algorithm { AUDIT_SHA256, AUDIT_SM3, AUDIT_ALGORITHMS };
extern const struct str AUDIT_ALGORITHM_NAMES[AUDIT_ALGORITHMS]; /* "sha256", "sm3" */
bool audit_algorithm_parse(struct str name, enum audit_algorithm *out);

/* The hash before the first entry. */
extern const char AUDIT_BEGIN[SHA256_HEX];

/* Appends the bytes that are hashed. */
void audit_encode(const struct audit_entry *e, struct buf *out);
/* prev: the hash of the entry before, 64 hexadecimal digits; false when memory is out. */
bool audit_hash(enum audit_algorithm with, struct str prev, const struct audit_entry *e,
                char out[SHA256_HEX]);

#endif

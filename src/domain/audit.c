#include "domain/audit.h"

const char AUDIT_BEGIN[SHA256_HEX] =
    "0000000000000000000000000000000000000000000000000000000000000000";

const struct str AUDIT_ALGORITHM_NAMES[AUDIT_ALGORITHMS] = {
    [AUDIT_SHA256] = {"sha256", 6}, [AUDIT_SM3] = {"sm3", 3}};

bool audit_algorithm_parse(struct str name, enum audit_algorithm *out)
{
    for (int i = 0; i < AUDIT_ALGORITHMS; i++)
        if (str_eq(name, AUDIT_ALGORITHM_NAMES[i])) {
            *out = (enum audit_algorithm)i;
            return true;
        }
    return false;
}

/* A chain is walked by the million: room is made once, the bytes are written straight. */
enum { DIGITS = 20, FIELDS = 13 };
static const char VERSION[] = "taizhang-audit-1";

/* At most so many bytes. */
static size_t encoded_max(const struct audit_entry *e)
{
    return sizeof VERSION + (size_t)FIELDS * (2 * DIGITS + 2) + e->who.n + e->for_login.n +
           e->address.n + e->kind.n + e->thing.n + e->before.n + e->after.n + e->reason.n;
}

static char *put_digits(char *at, uint64_t n)
{
    char room[DIGITS];
    size_t i = DIGITS;
    do
        room[--i] = (char)('0' + n % 10);
    while (n /= 10);
    memcpy(at, room + i, DIGITS - i);
    return at + DIGITS - i;
}

static char *put(char *at, struct str s)
{
    at = put_digits(at, s.n);
    *at++ = ':';
    if (s.n)
        memcpy(at, s.p, s.n);
    at[s.n] = ',';
    return at + s.n + 1;
}

static char *put_number(char *at, int64_t n)
{
    char room[DIGITS + 1], *end = room;
    if (n < 0)
        *end++ = '-';
    end = put_digits(end, n < 0 ? 0 - (uint64_t)n : (uint64_t)n);
    return put(at, (struct str){room, (size_t)(end - room)});
}

void audit_encode(const struct audit_entry *e, struct buf *out)
{
    char *begin = buf_room(out, encoded_max(e)), *at = begin;
    if (!begin)
        return;
    memcpy(at, VERSION, sizeof VERSION - 1);
    at = put_number(at + sizeof VERSION - 1, e->seq);
    at = put_number(at, e->at);
    at = put_number(at, e->user);
    at = put(at, e->who);
    at = put_number(at, e->for_user);
    at = put(at, e->for_login);
    at = put(at, e->address);
    at = put(at, e->kind);
    at = put_number(at, e->region);
    at = put(at, e->thing);
    at = put(at, e->before);
    at = put(at, e->after);
    at = put(at, e->reason);
    buf_took(out, (size_t)(at - begin));
}

bool audit_hash(enum audit_algorithm with, struct str prev, const struct audit_entry *e,
                char out[SHA256_HEX])
{
    struct buf bytes;
    buf_init(&bytes, 0);
    buf_room(&bytes, prev.n + encoded_max(e));
    buf_adds(&bytes, prev);
    audit_encode(e, &bytes);
    bool ok = !buf_failed(&bytes);
    if (ok && with == AUDIT_SM3)
        ok = sm3_hex(buf_str(&bytes), out);
    else if (ok)
        sha256_hex(buf_str(&bytes), out);
    buf_release(&bytes);
    return ok;
}

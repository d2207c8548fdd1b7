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

/* Decimal digits at the end of the room; a chain is walked by the million. */
enum { DIGITS = 20 };
static struct str digits(uint64_t n, bool minus, char room[DIGITS])
{
    size_t at = DIGITS;
    do
        room[--at] = (char)('0' + n % 10);
    while (n /= 10);
    if (minus)
        room[--at] = '-';
    return (struct str){room + at, DIGITS - at};
}

static void put(struct buf *out, struct str s)
{
    char room[DIGITS];
    buf_adds(out, digits(s.n, false, room));
    buf_addc(out, ':');
    buf_adds(out, s);
    buf_addc(out, ',');
}

static void put_number(struct buf *out, int64_t n)
{
    char room[DIGITS];
    put(out, digits(n < 0 ? 0 - (uint64_t)n : (uint64_t)n, n < 0, room));
}

void audit_encode(const struct audit_entry *e, struct buf *out)
{
    buf_addz(out, "taizhang-audit-1");
    put_number(out, e->seq);
    put_number(out, e->at);
    put_number(out, e->user);
    put(out, e->who);
    put_number(out, e->for_user);
    put(out, e->for_login);
    put(out, e->address);
    put(out, e->kind);
    put_number(out, e->region);
    put(out, e->thing);
    put(out, e->before);
    put(out, e->after);
    put(out, e->reason);
}

bool audit_hash(enum audit_algorithm with, struct str prev, const struct audit_entry *e,
                char out[SHA256_HEX])
{
    struct buf bytes;
    buf_init(&bytes, 0);
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

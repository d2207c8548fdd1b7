#include "domain/audit.h"

#include <stdio.h>

const char AUDIT_BEGIN[SHA256_HEX] =
    "0000000000000000000000000000000000000000000000000000000000000000";

static void put(struct buf *out, struct str s)
{
    buf_printf(out, "%zu:", s.n);
    buf_adds(out, s);
    buf_addc(out, ',');
}

static void put_number(struct buf *out, int64_t n)
{
    char text[24];
    int k = snprintf(text, sizeof text, "%lld", (long long)n);
    put(out, (struct str){text, (size_t)k});
}

void audit_encode(const struct audit_entry *e, struct buf *out)
{
    buf_addz(out, "taizhang-audit-1");
    put_number(out, e->seq);
    put_number(out, e->at);
    put_number(out, e->user);
    put(out, e->who);
    put(out, e->address);
    put(out, e->kind);
    put_number(out, e->region);
    put(out, e->thing);
    put(out, e->before);
    put(out, e->after);
    put(out, e->reason);
}

bool audit_hash(struct str prev, const struct audit_entry *e, char out[SHA256_HEX])
{
    struct buf bytes;
    buf_init(&bytes, 0);
    buf_adds(&bytes, prev);
    audit_encode(e, &bytes);
    bool ok = !buf_failed(&bytes);
    if (ok)
        sha256_hex(buf_str(&bytes), out);
    buf_release(&bytes);
    return ok;
}

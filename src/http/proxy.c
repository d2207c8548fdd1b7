#include "http/proxy.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <strings.h>

typedef unsigned char address[16];

static const unsigned char MAPPED[12] = {[10] = 0xff, [11] = 0xff};
static const unsigned char TRANSLATED[12] = {0x00, 0x64, 0xff, 0x9b};

/* Strictly: an address and nothing else. IPv4 becomes its mapped form. */
static bool address_parse(struct str text, address out)
{
    char z[ADDRESS_TEXT_MAX];
    if (text.n == 0 || text.n >= sizeof z || memchr(text.p, 0, text.n))
        return false;
    memcpy(z, text.p, text.n);
    z[text.n] = 0;
    if (inet_pton(AF_INET6, z, out) == 1)
        return true;
    memcpy(out, MAPPED, sizeof MAPPED);
    return inet_pton(AF_INET, z, out + 12) == 1;
}

static struct str address_text(const unsigned char *a, char room[ADDRESS_TEXT_MAX])
{
    bool v4 = memcmp(a, MAPPED, sizeof MAPPED) == 0;
    if (!inet_ntop(v4 ? AF_INET : AF_INET6, v4 ? a + 12 : a, room, ADDRESS_TEXT_MAX))
        room[0] = 0;
    return str_of(room);
}

static bool in_range(const unsigned char *a, const unsigned char *range, int bits)
{
    int whole = bits / 8, rest = bits % 8;
    return memcmp(a, range, (size_t)whole) == 0 &&
           (rest == 0 || ((a[whole] ^ range[whole]) & (0xff << (8 - rest)) & 0xff) == 0);
}

static bool named(const struct proxies *p, const unsigned char *a)
{
    for (int i = 0; i < p->n; i++)
        if (in_range(a, p->at[i].address, p->at[i].bits))
            return true;
    return false;
}

static bool range_parse(struct str text, struct proxies *p)
{
    struct str bits = text, host;
    int64_t n;
    str_split(&bits, '/', &host);
    if (p->n == PROXIES_MAX || !address_parse(host, p->at[p->n].address))
        return false;
    int mapped = memchr(host.p, ':', host.n) ? 0 : 96;
    if (!bits.p)
        n = 128 - mapped;
    else if (!str_to_i64(bits, &n) || n < 0 || n > 128 - mapped)
        return false;
    p->at[p->n++].bits = (int)n + mapped;
    return true;
}

bool proxies_parse(struct str list, struct proxies *out, struct err *err)
{
    struct proxies p = {.n = 0};
    struct str part, rest = list.n ? list : STR_NONE;
    while (str_split(&rest, ',', &part))
        if (!range_parse(str_trim(part), &p)) {
            char message[ERR_ARG_MAX];
            snprintf(message, sizeof message, "%.*s: 127.0.0.1, 10.0.0.0/8, ::1",
                     (int)(part.n < 60 ? part.n : 60), part.p ? part.p : "");
            return err_set(err, ERR_USAGE, message);
        }
    *out = p;
    return true;
}

/* Takes the last element off a list; its commas stay behind. */
static bool last_of(struct str *list, struct str *out)
{
    if (!list->p)
        return false;
    size_t i = list->n;
    while (i > 0 && list->p[i - 1] != ',')
        i--;
    *out = str_trim((struct str){list->p + i, list->n - i});
    *list = i ? (struct str){list->p, i - 1} : STR_NONE;
    return true;
}

struct str proxies_client(const struct proxies *p, struct str peer, const struct raw_request *raw,
                          char room[ADDRESS_TEXT_MAX])
{
    static const char NAME[] = "X-Forwarded-For";
    address nearest, next;
    struct str part;
    room[0] = 0;
    if (!address_parse(peer, nearest))
        return str_of(room);
    for (int i = raw->n_headers - 1; i >= 0; i--) {
        struct str name = raw->headers[i].name, list = raw->headers[i].value;
        if (name.n != sizeof NAME - 1 || strncasecmp(name.p, NAME, name.n) != 0)
            continue;
        while (named(p, nearest) && last_of(&list, &part)) {
            if (!address_parse(part, next)) /* not to be trusted any further */
                return address_text(nearest, room);
            memcpy(nearest, next, sizeof nearest);
        }
    }
    return address_text(nearest, room);
}

struct str address_counted(struct str text, char room[ADDRESS_TEXT_MAX])
{
    address a;
    if (!address_parse(text, a))
        return text;
    if (memcmp(a, TRANSLATED, sizeof TRANSLATED) == 0)
        memcpy(a, MAPPED, sizeof MAPPED);
    if (memcmp(a, MAPPED, sizeof MAPPED) == 0)
        return address_text(a, room);
    memset(a + 8, 0, sizeof a - 8);
    (void)address_text(a, room);
    /* With 64 zero bits at its end the text has at most 21 characters: there is room. */
    static const char WIDTH[] = "/64";
    size_t n = strlen(room);
    if (n + sizeof WIDTH <= ADDRESS_TEXT_MAX)
        memcpy(room + n, WIDTH, sizeof WIDTH);
    return str_of(room);
}

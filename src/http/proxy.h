/* Whom a request comes from when a reverse proxy stands in front.
 *
 * The address is what guessing is slowed down by and what the record keeps, so it is taken from
 * X-Forwarded-For only when the peer is a proxy that the operator named. Then the list is read from
 * its end, where the nearest proxy wrote: the first address that is no named proxy is the client's.
 * What stands before it was sent by the client and proves nothing. */
#ifndef TZ_HTTP_PROXY_H
#define TZ_HTTP_PROXY_H

#include "http/exchange.h"

enum { PROXIES_MAX = 16, ADDRESS_TEXT_MAX = 46 };

struct proxies {
    struct {
        unsigned char address[16]; /* IPv4 as ::ffff:a.b.c.d */
        int bits;
    } at[PROXIES_MAX];
    int n;
};

/* "127.0.0.1, 10.0.0.0/8, ::1"; nothing = none. */
bool proxies_parse(struct str list, struct proxies *out, struct err *err);

/* The client's address as text, IPv4 in dots; in room, or empty when the peer's is none. */
struct str proxies_client(const struct proxies *p, struct str peer, const struct raw_request *raw,
                          char room[ADDRESS_TEXT_MAX]);

/* By what guesses are counted: whoever has one IPv6 address has the 2^64 of its network (RFC 4291,
 * 2.5.1), so "2001:db8:0:1::7" counts as "2001:db8:0:1::/64". IPv4 is counted by address, also when
 * it is written inside of IPv6 (::ffff:a.b.c.d, and 64:ff9b::a.b.c.d of RFC 6052, behind which all
 * of IPv4 may stand). What is no address stays as it is. */
struct str address_counted(struct str address, char room[ADDRESS_TEXT_MAX]);

#endif
